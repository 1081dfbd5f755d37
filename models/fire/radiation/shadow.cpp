#include "models/fire/radiation/shadow.h"

#include "base/parallel.h"
#include "base/random.h"
#include "models/fire/radiation/view_factor.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <numbers>

#include <Eigen/Geometry>

namespace muster::fire {

namespace {

constexpr size_t grain = 256;  // receptors a piece

/// gamma / sin gamma of the angle whose cosine is x, -1 < x <= 1: rational fit of Heitz and others (2016), 0.03 %.
inline float angle_over_sine(float x) {
  const float y = std::abs(x);
  const float v = 2 * std::numbers::pi_v<float> * (0.8543985F + (0.4965155F + 0.0145206F * y) * y) /
                  (3.4175940F + (4.1616724F + y) * y);
  return v;
}

/// A flame's faces with every corner and edge once, coordinates relative to `origin`.
struct Mesh {
  Vec3 origin;
  std::vector<float> x, y, z;               // corners
  std::vector<int> from, to;                // edges
  std::vector<std::array<int, 4>> edge;     // of each face
  std::vector<std::array<float, 4>> sense;  // 1, -1 where it is walked backwards, 0 none
  std::vector<std::array<int, 2>> sides;    // faces on both sides of each edge; -1 none
  std::vector<float> nx, ny, nz, plane;     // faces: outward normal, n . r on the face
  std::vector<float> emission;
  std::vector<std::array<Vec3f, 4>> corner;  // for points on the face
  std::vector<Vec3f> middle;
  float strongest = 0, radius = 0;
  /// No more than this on a place: as if a sphere around the flame were all of its strongest emission.
  float at_most(const Vec3f& p) const { return strongest * std::min(1.0F, radius * radius / p.squaredNorm()); }
  size_t faces() const { return emission.size(); }
};

Mesh mesh_of(const Flame& flame) {
  Mesh m;
  m.origin = Vec3::Zero();
  for (const Face& f : flame.faces) m.origin += f.middle / static_cast<double>(flame.faces.size());
  std::map<std::array<long, 3>, int> corners;
  std::map<std::pair<int, int>, int> edges;
  const auto corner_of = [&](const Vec3& p) {
    const Vec3 r = p - m.origin;
    const std::array<long, 3> key = {std::lround(r.x() * 1e6), std::lround(r.y() * 1e6), std::lround(r.z() * 1e6)};
    const auto [at, is_new] = corners.emplace(key, static_cast<int>(m.x.size()));
    if (is_new) {
      m.x.push_back(static_cast<float>(r.x()));
      m.y.push_back(static_cast<float>(r.y()));
      m.z.push_back(static_cast<float>(r.z()));
    }
    return at->second;
  };
  for (const Face& f : flame.faces) {
    std::array<int, 4> edge{};
    std::array<float, 4> sense{};
    std::array<Vec3f, 4> local;
    for (int i = 0; i < 4; ++i)
      local[static_cast<size_t>(i)] = (f.corner[static_cast<size_t>(i)] - m.origin).cast<float>();
    for (int i = 0; i < f.corners; ++i) {
      const int a = corner_of(f.corner[static_cast<size_t>(i)]);
      const int b = corner_of(f.corner[static_cast<size_t>((i + 1) % f.corners)]);
      if (a == b) continue;
      const auto [at, is_new] = edges.emplace(std::minmax(a, b), static_cast<int>(m.from.size()));
      if (is_new) m.from.push_back(std::min(a, b)), m.to.push_back(std::max(a, b));
      edge[static_cast<size_t>(i)] = at->second;
      sense[static_cast<size_t>(i)] = a < b ? 1.0F : -1.0F;
    }
    m.sides.resize(m.from.size(), {-1, -1});
    for (size_t i = 0; i < 4; ++i)
      if (sense[i] != 0) {
        auto& sides = m.sides[static_cast<size_t>(edge[i])];
        sides[sides[0] < 0 ? 0 : 1] = static_cast<int>(m.emission.size());
      }
    m.edge.push_back(edge), m.sense.push_back(sense);
    const Vec3f n = f.normal.cast<float>();
    m.nx.push_back(n.x()), m.ny.push_back(n.y()), m.nz.push_back(n.z());
    m.plane.push_back(static_cast<float>(f.normal.dot(f.middle - m.origin)));
    m.emission.push_back(static_cast<float>(f.emission));
    m.strongest = std::max(m.strongest, static_cast<float>(f.emission));
    m.middle.push_back((f.middle - m.origin).cast<float>());
    m.corner.push_back(local);
    for (const Vec3f& c : local) m.radius = std::max(m.radius, c.norm());
  }
  return m;
}

/// Numbers of one receptor; one a thread and piece.
struct Work {
  std::vector<float> ux, uy, uz;              // directions to corners
  std::vector<float> ax, ay, az, bx, by, bz;  // of the edges' ends
  std::vector<float> cx, cy, cz;              // edge vectors gamma (a x b) / |a x b|
  std::vector<int> seen;                      // faces that show their front
  std::vector<Vec3f> vector;                  // tau E f of the seen faces
  std::vector<float> ahead;                   // of each face: distance before its plane
  std::vector<int> rank;                      // of each face among the seen; -1
  std::vector<char> partly;                   // of each seen face: whether one beside it is seen otherwise
  std::vector<float> weight, all, open;       // of each seen face; of its rays; of those that arrive

  explicit Work(const Mesh& m) {
    for (auto* v : {&ux, &uy, &uz}) v->resize(m.x.size());
    for (auto* v : {&ax, &ay, &az, &bx, &by, &bz, &cx, &cy, &cz}) v->resize(m.from.size());
    ahead.resize(m.faces()), rank.resize(m.faces());
    seen.reserve(m.faces()), vector.reserve(m.faces());
  }
};

/// Directions to the corners, from them the edges' vectors. Plain loops over arrays, for the compiler to make wide.
void find_directions(const Mesh& m, const Vec3f& p, Work& w) {
  const size_t corners = m.x.size();
  const float x = p.x(), y = p.y(), z = p.z();
  const float *mx = m.x.data(), *my = m.y.data(), *mz = m.z.data();
  float* __restrict ux = w.ux.data(), * __restrict uy = w.uy.data(), * __restrict uz = w.uz.data();
  for (size_t i = 0; i < corners; ++i) {
    const float dx = mx[i] - x, dy = my[i] - y, dz = mz[i] - z;
    const float inverse = 1 / std::sqrt(dx * dx + dy * dy + dz * dz + 1e-20F);
    ux[i] = dx * inverse, uy[i] = dy * inverse, uz[i] = dz * inverse;
  }
}

void find_edges(const Mesh& m, const Vec3f& p, Work& w) {
  find_directions(m, p, w);
  const size_t edges = m.from.size();
  for (size_t e = 0; e < edges; ++e) {
    const auto a = static_cast<size_t>(m.from[e]), b = static_cast<size_t>(m.to[e]);
    w.ax[e] = w.ux[a], w.ay[e] = w.uy[a], w.az[e] = w.uz[a];
    w.bx[e] = w.ux[b], w.by[e] = w.uy[b], w.bz[e] = w.uz[b];
  }
  const float *ax = w.ax.data(), *ay = w.ay.data(), *az = w.az.data();
  const float *bx = w.bx.data(), *by = w.by.data(), *bz = w.bz.data();
  float* __restrict cx = w.cx.data(), * __restrict cy = w.cy.data(), * __restrict cz = w.cz.data();
  for (size_t e = 0; e < edges; ++e) {
    const float dot = ax[e] * bx[e] + ay[e] * by[e] + az[e] * bz[e];
    const float nx = ay[e] * bz[e] - az[e] * by[e];
    const float ny = az[e] * bx[e] - ax[e] * bz[e];
    const float nz = ax[e] * by[e] - ay[e] * bx[e];
    // Angles above a right one: pi - gamma is fitted.
    const float v = angle_over_sine(dot);
    const float wide = std::numbers::pi_v<float> / std::sqrt(nx * nx + ny * ny + nz * nz + 1e-20F) - v;
    const float f = dot >= 0 ? v : wide;
    cx[e] = nx * f, cy[e] = ny * f, cz[e] = nz * f;
  }
}

Vec3f contour(const Mesh& m, const Work& w, size_t face) {
  float x = 0, y = 0, z = 0;
  for (size_t k = 0; k < 4; ++k) {
    const auto e = static_cast<size_t>(m.edge[face][k]);
    const float sense = m.sense[face][k];
    x += sense * w.cx[e], y += sense * w.cy[e], z += sense * w.cz[e];
  }
  constexpr float scale = -1 / (2 * std::numbers::pi_v<float>);
  return {scale * x, scale * y, scale * z};
}

/// What faces the receptor. False: it lies within the flame.
bool find_seen(const Mesh& m, const Vec3f& p, Work& w) {
  w.seen.clear();
  const float *nx = m.nx.data(), *ny = m.ny.data(), *nz = m.nz.data(), *plane = m.plane.data();
  const float x = p.x(), y = p.y(), z = p.z();
  float* __restrict ahead = w.ahead.data();
  for (size_t f = 0; f < m.faces(); ++f) ahead[f] = nx[f] * x + ny[f] * y + nz[f] * z - plane[f];
  for (size_t f = 0; f < m.faces(); ++f)
    if (ahead[f] > 0) w.seen.push_back(static_cast<int>(f));
  return !w.seen.empty();
}

/// The vectors of what faces the receptor, and their sum.
Vec3f find_vectors(const Mesh& m, const Vec3f& p, const Haze& haze, Work& w) {
  w.vector.clear();
  find_edges(m, p, w);
  Vec3f sum = Vec3f::Zero();
  for (const int seen : w.seen) {
    const auto f = static_cast<size_t>(seen);
    w.vector.push_back(contour(m, w, f) * (haze((m.middle[f] - p).norm()) * m.emission[f]));
    sum += w.vector.back();
  }
  return sum;
}

/// Whether any of a flame lies before the plane of a surface at `p`.
bool any_before(const Mesh& m, const Vec3f& p, const Vec3f& normal) {
  for (size_t i = 0; i < m.x.size(); ++i)
    if (normal.dot(Vec3f(m.x[i], m.y[i], m.z[i]) - p) > 0) return true;
  return false;
}

/// tau E F of one face onto a surface that its plane may cut.
float onto(const Flame& flame, const Mesh& m, const Work& w, size_t k, const Vec3f& p, const Vec3f& normal) {
  const auto f = static_cast<size_t>(w.seen[k]);
  int before = 0;
  const int corners = flame.faces[f].corners;
  for (int i = 0; i < corners; ++i) before += normal.dot(m.corner[f][static_cast<size_t>(i)] - p) > 0 ? 1 : 0;
  if (before == 0) return 0;
  if (before == corners) return std::max(0.0F, normal.dot(w.vector[k]));
  const Vec3f whole = w.vector[k];
  const double size = view_vector(flame.faces[f], p.cast<double>() + m.origin).norm();
  if (!(size > 0)) return 0;
  return static_cast<float>(view_factor(flame.faces[f], p.cast<double>() + m.origin, normal.cast<double>()) *
                            static_cast<double>(whole.norm()) / size);
}

/// The `n`th of a sequence of evenly spread points of the unit square (Roberts 2018), from a start of its own.
struct Spread {
  float a0, b0;
  explicit Spread(uint64_t draw)
      : a0(static_cast<float>(draw >> 40) * 0x1p-24F), b0(static_cast<float>((draw >> 16) & 0xffffff) * 0x1p-24F) {}
  std::pair<float, float> operator()(size_t n) const {
    float a = a0 + 0.7548777F * static_cast<float>(n), b = b0 + 0.5698403F * static_cast<float>(n);
    return {a - std::floor(a), b - std::floor(b)};
  }
};

/// What one receptor's eyes need beside its numbers.
struct Eye {
  const scene::Rays* plant;
  const scene::Rays* others;
  Vec3f place, origin, p;  // p = place - origin
  Vec3f normal;            // zero: looks everywhere
  Spread spread;
};

/// Points on faces that are looked at, and what of them is hidden.
struct Look {
  std::vector<float> x, y, z;
  std::vector<int> face;      // its place among the seen
  std::vector<float> weight;  // of each point: solid angle of the same piece of its face
  std::vector<char> hidden;   // of each point

  void clear() { x.clear(), y.clear(), z.clear(), face.clear(), weight.clear(); }
  /// The `n`th point of the eye's sequence, on the `k`th face seen.
  void add(const Mesh& m, const Work& w, const Eye& eye, size_t k, size_t n) {
    // Bilinear over the corners; of a triangle the third counts twice.
    const auto& c = m.corner[static_cast<size_t>(w.seen[k])];
    const auto point = [&](size_t i) -> Vec3f {
      const auto [a, b] = eye.spread(i);
      return (1 - a) * ((1 - b) * c[0] + b * c[3]) + a * ((1 - b) * c[1] + b * c[2]);
    };
    // What lies behind a receptor's own surface is cut off the face already (onto): only what is before it is looked
    // at.
    const bool all_round = eye.normal.isZero();
    const auto before = [&](const Vec3f& q) { return all_round || eye.normal.dot(q - eye.p) > 0; };
    Vec3f q = point(n);
    for (size_t i = 1; i < 8 && !before(q); ++i) q = point(n + 89 * i);
    x.push_back(q.x()), y.push_back(q.y()), z.push_back(q.z()), face.push_back(static_cast<int>(k));
    const float way = (q - eye.p).squaredNorm();
    weight.push_back(before(q) ? 1 / (way * std::sqrt(way)) : 0);
  }
  /// Number of hidden ones.
  size_t cast(const Eye& eye) {
    const Vec3f &place = eye.place, &origin = eye.origin;
    const size_t n = x.size();
    hidden.resize(n);
    for (size_t k = 0; k < n; ++k) x[k] += origin.x(), y[k] += origin.y(), z[k] += origin.z();
    size_t sum = 0;
    for (size_t k = 0; k < n; k += 16) {
      const auto count = static_cast<int>(std::min<size_t>(16, n - k));
      uint32_t bits = eye.plant != nullptr ? eye.plant->hidden(place, &x[k], &y[k], &z[k], count) : 0;
      if (eye.others != nullptr) bits |= eye.others->hidden(place, &x[k], &y[k], &z[k], count);
      sum += static_cast<size_t>(std::popcount(bits));
      for (int i = 0; i < count; ++i) hidden[k + static_cast<size_t>(i)] = static_cast<char>((bits >> i) & 1U);
    }
    return sum;
  }
};

/// Looks at up to 16 faces, evenly spread: 0 all visible, 1 all hidden, -1 some of each.
int probe(const Mesh& m, const Eye& eye, const Work& w, Look& look) {
  const size_t n = w.seen.size(), step = (n + 15) / 16;
  look.clear();
  for (size_t k = step / 2; k < n; k += step) look.add(m, w, eye, k, k);
  const size_t hidden = look.cast(eye);
  return hidden == 0 ? 0 : hidden == look.face.size() ? 1 : -1;
}

/// Visible shares of the faces that were looked at.
void take_shares(const Look& look, Work& w, std::vector<float>& share) {
  w.all.assign(share.size(), 0), w.open.assign(share.size(), 0);
  for (size_t i = 0; i < look.face.size(); ++i) {
    const auto k = static_cast<size_t>(look.face[i]);
    w.all[k] += look.weight[i];
    if (look.hidden[i] == 0) w.open[k] += look.weight[i];
  }
  for (const int k : look.face) share[static_cast<size_t>(k)] = 0;
  for (size_t k = 0; k < share.size(); ++k)
    if (w.all[k] > 0) share[k] = w.open[k] / w.all[k];
}

/// Every face with the same number of rays.
void shares_by_all(const Mesh& m, const Eye& eye, Work& w, int rays, Look& look, std::vector<float>& share) {
  const size_t n = w.seen.size();
  look.clear();
  for (size_t k = 0; k < n; ++k)
    for (size_t i = 0; i < static_cast<size_t>(rays); ++i) look.add(m, w, eye, k, look.face.size());
  look.cast(eye);
  share.assign(n, 1.0F);
  take_shares(look, w, share);
}

/// One ray a face; where a face beside it is seen otherwise, more by what it gives.
void shares_by_edges(const Mesh& m, const Eye& eye, Work& w, int rays, Look& look, std::vector<float>& share) {
  const size_t n = w.seen.size();
  shares_by_all(m, eye, w, 1, look, share);
  std::fill(w.rank.begin(), w.rank.end(), -1);
  for (size_t k = 0; k < n; ++k) w.rank[static_cast<size_t>(w.seen[k])] = static_cast<int>(k);
  w.partly.assign(n, 0);
  for (const auto& side : m.sides) {
    if (side[0] < 0 || side[1] < 0) continue;
    const int a = w.rank[static_cast<size_t>(side[0])], b = w.rank[static_cast<size_t>(side[1])];
    if (a >= 0 && b >= 0 && share[static_cast<size_t>(a)] != share[static_cast<size_t>(b)])
      w.partly[static_cast<size_t>(a)] = w.partly[static_cast<size_t>(b)] = 1;
  }
  float whole = 0;
  w.weight.resize(n);
  for (size_t k = 0; k < n; ++k) whole += w.weight[k] = w.vector[k].norm();
  look.clear();
  const float each = 16 * static_cast<float>(rays) / std::max(whole, 1e-30F);
  for (size_t k = 0; k < n; ++k) {
    if (w.partly[k] == 0) continue;
    const auto count = static_cast<size_t>(std::ceil(each * w.weight[k]));
    for (size_t i = 0; i < count; ++i) look.add(m, w, eye, k, n + look.face.size());
  }
  look.cast(eye);
  take_shares(look, w, share);
}

/// Sum over the faces of the visible share of each.
Vec3f visible(const Mesh& m, const Vec3f& p, const Haze& haze, const Eye& eye, const ShadowSettings& settings, Work& w,
              Look& look, std::vector<float>& share) {
  const size_t n = w.seen.size();
  const int all = settings.probe ? probe(m, eye, w, look) : -1;
  share.assign(n, all == 1 ? 0.0F : 1.0F);
  if (all == 1) return Vec3f::Zero();
  find_vectors(m, p, haze, w);
  if (settings.probe)
    shares_by_edges(m, eye, w, std::max(1, settings.rays), look, share);
  else
    shares_by_all(m, eye, w, std::max(1, settings.rays), look, share);
  Vec3f sum = Vec3f::Zero();
  for (size_t k = 0; k < n; ++k) sum += share[k] * w.vector[k];
  return sum;
}

}  // namespace

namespace {

/// What one receptor meets of all flames.
struct Met {
  Vec3f vector = Vec3f::Zero();
  float onto = 0, engulfed = 0;
};

/// Calls take(receptor, Met). `normals`: onto their normals too.
template <class Take>
void meet_all(std::span<const Flame> flames, std::span<const Receptor> receptors, const Haze& haze,
              const scene::Rays* plant, const ShadowSettings& settings, bool normals, const Take& take) {
  std::vector<Mesh> meshes;
  for (const Flame& flame : flames) meshes.push_back(mesh_of(flame));
  const bool shades = plant != nullptr || settings.others != nullptr;
  parallel_for(receptors.size(), grain, [&](size_t begin, size_t end) {
    std::vector<Work> work(meshes.begin(), meshes.end());
    Look look;
    std::vector<float> share;
    for (size_t i = begin; i < end; ++i) {
      const Receptor& r = receptors[i];
      Met met;
      for (size_t k = 0; k < meshes.size(); ++k) {
        const Mesh& m = meshes[k];
        Work& w = work[k];
        const Vec3f p = (r.place.cast<double>() - m.origin).cast<float>();
        if (!find_seen(m, p, w)) {
          met.engulfed = std::max(met.engulfed, m.strongest);
          continue;
        }
        if (normals && !r.normal.isZero() && !any_before(m, p, r.normal)) continue;
        share.assign(w.seen.size(), 1.0F);
        Vec3f part = Vec3f::Zero();
        const bool weak = !shades || m.at_most(p) < 4 * settings.weakest;
        if (weak) part = find_vectors(m, p, haze, w);
        if (shades && (!weak || part.squaredNorm() > settings.weakest * settings.weakest)) {
          const Eye eye{plant,
                        settings.others,
                        r.place,
                        m.origin.cast<float>(),
                        p,
                        normals ? r.normal : Vec3f::Zero(),
                        Spread(random_bits(k, i, 0, Draw::place))};
          part = visible(m, p, haze, eye, settings, w, look, share);
        }
        met.vector += part;
        if (!normals || r.normal.squaredNorm() < 0.5F) continue;
        for (size_t f = 0; f < w.seen.size(); ++f)
          if (share[f] > 0) met.onto += share[f] * onto(flames[k], m, w, f, p, r.normal);
      }
      take(i, met);
    }
  });
}

}  // namespace

std::vector<Vec3f> radiation_vectors(std::span<const Flame> flames, std::span<const Receptor> receptors,
                                     const Haze& haze, const scene::Rays* plant, const ShadowSettings& settings) {
  std::vector<Vec3f> result(receptors.size());
  meet_all(flames, receptors, haze, plant, settings, false,
           [&](size_t i, const Met& met) { result[i] = met.engulfed > 0 ? Vec3f(0, 0, met.engulfed) : met.vector; });
  return result;
}

std::vector<float> radiation(std::span<const Flame> flames, std::span<const Receptor> receptors, const Haze& haze,
                             const scene::Rays* plant, const ShadowSettings& settings) {
  std::vector<float> result(receptors.size());
  meet_all(flames, receptors, haze, plant, settings, true, [&](size_t i, const Met& met) {
    const bool any = receptors[i].normal.squaredNorm() < 0.5F;
    result[i] = met.engulfed > 0 ? met.engulfed : any ? met.vector.norm() : met.onto;
  });
  return result;
}

scene::Rays flames_as_shades(std::span<const Flame* const> flames) {
  std::vector<Vec3f> corners;
  std::vector<std::array<uint32_t, 3>> triangles;
  for (const Flame* flame : flames)
    for (const Face& f : flame->faces) {
      const auto first = static_cast<uint32_t>(corners.size());
      for (int i = 0; i < f.corners; ++i) corners.push_back(f.corner[static_cast<size_t>(i)].cast<float>());
      triangles.push_back({first, first + 1, first + 2});
      if (f.corners == 4) triangles.push_back({first, first + 2, first + 3});
    }
  return {corners, triangles};
}

float facing(std::span<const Vec3f> vectors) {
  if (vectors.size() == 1) return vectors.front().norm();
  float most = 0;
  for (const Vec3f& start : vectors) {
    // The best orientation is that of the sum of what it faces: from each flame on, until nothing more comes into view.
    Vec3f n = start;
    float value = 0;
    for (int round = 0; round < 8; ++round) {
      const float length = n.norm();
      if (!(length > 0)) break;
      n /= length;
      Vec3f sum = Vec3f::Zero();
      float now = 0;
      for (const Vec3f& v : vectors)
        if (const float q = n.dot(v); q > 0) now += q, sum += v;
      if (!(now > value * 1.000001F)) break;
      value = now, n = sum;
    }
    most = std::max(most, value);
  }
  return most;
}

}  // namespace muster::fire
