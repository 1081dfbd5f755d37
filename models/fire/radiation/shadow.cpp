#include "models/fire/radiation/shadow.h"

#include "base/parallel.h"
#include "base/random.h"
#include "models/fire/radiation/view_factor.h"

#include <algorithm>
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
  std::vector<float> nx, ny, nz, plane;     // faces: outward normal, n . r on the face
  std::vector<float> emission;
  std::vector<std::array<Vec3f, 4>> corner;  // for points on the face
  std::vector<Vec3f> middle;
  float strongest = 0;
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
    m.edge.push_back(edge), m.sense.push_back(sense);
    const Vec3f n = f.normal.cast<float>();
    m.nx.push_back(n.x()), m.ny.push_back(n.y()), m.nz.push_back(n.z());
    m.plane.push_back(static_cast<float>(f.normal.dot(f.middle - m.origin)));
    m.emission.push_back(static_cast<float>(f.emission));
    m.strongest = std::max(m.strongest, static_cast<float>(f.emission));
    m.middle.push_back((f.middle - m.origin).cast<float>());
    m.corner.push_back(local);
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
  std::vector<float> px, py, pz;              // points on them
  std::vector<float> ahead;                   // of each face: distance before its plane
  std::vector<char> hidden;

  explicit Work(const Mesh& m) {
    for (auto* v : {&ux, &uy, &uz}) v->resize(m.x.size());
    for (auto* v : {&ax, &ay, &az, &bx, &by, &bz, &cx, &cy, &cz}) v->resize(m.from.size());
    for (auto* v : {&px, &py, &pz}) v->resize(m.faces());
    ahead.resize(m.faces()), hidden.resize(m.faces());
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

/// What faces the receptor, and its vectors. False: the receptor lies within the flame.
bool find_faces(const Mesh& m, const Vec3f& p, const Haze& haze, Work& w) {
  w.seen.clear(), w.vector.clear();
  const float *nx = m.nx.data(), *ny = m.ny.data(), *nz = m.nz.data(), *plane = m.plane.data();
  const float x = p.x(), y = p.y(), z = p.z();
  float* __restrict ahead = w.ahead.data();
  for (size_t f = 0; f < m.faces(); ++f) ahead[f] = nx[f] * x + ny[f] * y + nz[f] * z - plane[f];
  for (size_t f = 0; f < m.faces(); ++f)
    if (ahead[f] > 0) w.seen.push_back(static_cast<int>(f));
  if (w.seen.empty()) return false;
  find_edges(m, p, w);
  for (const int seen : w.seen) {
    const auto f = static_cast<size_t>(seen);
    w.vector.push_back(contour(m, w, f) * (haze((m.middle[f] - p).norm()) * m.emission[f]));
  }
  return true;
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

/// The `n`th of a sequence of evenly spread points (Roberts 2018), shifted by the receptor's own draw.
void spread_points(const Mesh& m, Work& w, uint64_t draw, int round) {
  const auto a0 = static_cast<float>(draw >> 40) * 0x1p-24F;
  const auto b0 = static_cast<float>((draw >> 16) & 0xffffff) * 0x1p-24F;
  for (size_t k = 0; k < w.seen.size(); ++k) {
    const auto n = static_cast<float>(k + static_cast<size_t>(round) * w.seen.size());
    float a = a0 + 0.7548777F * n, b = b0 + 0.5698403F * n;
    a -= std::floor(a), b -= std::floor(b);
    // Bilinear over the corners; of a triangle the third counts twice.
    const auto& c = m.corner[static_cast<size_t>(w.seen[k])];
    const Vec3f q = (1 - a) * ((1 - b) * c[0] + b * c[3]) + a * ((1 - b) * c[1] + b * c[2]);
    w.px[k] = q.x(), w.py[k] = q.y(), w.pz[k] = q.z();
  }
}

void count_hidden(const scene::Rays& plant, const Vec3f& place, const Vec3f& origin, Work& w) {
  const size_t n = w.seen.size();
  for (size_t k = 0; k < n; ++k) w.px[k] += origin.x(), w.py[k] += origin.y(), w.pz[k] += origin.z();
  for (size_t k = 0; k < n; k += 16) {
    const auto count = static_cast<int>(std::min<size_t>(16, n - k));
    const uint32_t bits = plant.hidden(place, &w.px[k], &w.py[k], &w.pz[k], count);
    for (int i = 0; i < count; ++i) w.hidden[k + static_cast<size_t>(i)] += static_cast<char>((bits >> i) & 1U);
  }
}

/// Looks at up to 16 faces, evenly spread: 0 all visible, 1 all hidden, -1 some of each.
int probe(const scene::Rays& plant, const Vec3f& place, const Vec3f& origin, const Work& w) {
  const size_t n = w.seen.size(), step = (n + 15) / 16;
  float x[16], y[16], z[16];
  int count = 0;
  for (size_t k = step / 2; k < n; k += step, ++count)
    x[count] = w.px[k] + origin.x(), y[count] = w.py[k] + origin.y(), z[count] = w.pz[k] + origin.z();
  const uint32_t bits = plant.hidden(place, x, y, z, count);
  return bits == 0 ? 0 : bits == (1U << count) - 1 ? 1 : -1;
}

/// Sum over the faces of the visible share of each.
Vec3f visible(const Mesh& m, const Receptor& r, size_t index, size_t flame, const scene::Rays& plant,
              const ShadowSettings& settings, Work& w, std::vector<float>& share) {
  const size_t n = w.seen.size();
  const uint64_t draw = random_bits(flame, index, 0, Draw::place);
  const Vec3f origin = m.origin.cast<float>();
  spread_points(m, w, draw, 0);
  Vec3f sum = Vec3f::Zero();
  const int all = settings.probe ? probe(plant, r.place, origin, w) : -1;
  if (all >= 0) {
    share.assign(n, all == 0 ? 1.0F : 0.0F);
    for (size_t k = 0; k < n; ++k) sum += share[k] * w.vector[k];
    return sum;
  }
  std::fill(w.hidden.begin(), w.hidden.begin() + static_cast<std::ptrdiff_t>(n), char{0});
  const int rays = std::max(1, settings.rays);
  for (int round = 0; round < rays; ++round) {
    if (round > 0) spread_points(m, w, draw, round);
    count_hidden(plant, r.place, origin, w);
  }
  share.resize(n);
  for (size_t k = 0; k < n; ++k) {
    share[k] = 1 - static_cast<float>(w.hidden[k]) / static_cast<float>(rays);
    sum += share[k] * w.vector[k];
  }
  return sum;
}

}  // namespace

std::vector<float> radiation(std::span<const Flame> flames, std::span<const Receptor> receptors, const Haze& haze,
                             const scene::Rays* plant, const ShadowSettings& settings) {
  std::vector<Mesh> meshes;
  for (const Flame& flame : flames) meshes.push_back(mesh_of(flame));
  std::vector<float> result(receptors.size());
  parallel_for(receptors.size(), grain, [&](size_t begin, size_t end) {
    std::vector<Work> work(meshes.begin(), meshes.end());
    std::vector<float> share;
    for (size_t i = begin; i < end; ++i) {
      const Receptor& r = receptors[i];
      const bool any = r.normal.squaredNorm() < 0.5F;
      Vec3f sum = Vec3f::Zero();
      float onto_normal = 0, engulfed = 0;
      for (size_t k = 0; k < meshes.size(); ++k) {
        const Mesh& m = meshes[k];
        Work& w = work[k];
        const Vec3f p = (r.place.cast<double>() - m.origin).cast<float>();
        if (!find_faces(m, p, haze, w)) {
          engulfed = std::max(engulfed, m.strongest);
          continue;
        }
        Vec3f bare = Vec3f::Zero();
        for (const Vec3f& v : w.vector) bare += v;
        share.assign(w.seen.size(), 1.0F);
        const bool look = plant != nullptr && bare.squaredNorm() > settings.weakest * settings.weakest;
        sum += look ? visible(m, r, i, k, *plant, settings, w, share) : bare;
        if (any) continue;
        for (size_t f = 0; f < w.seen.size(); ++f)
          if (share[f] > 0) onto_normal += share[f] * onto(flames[k], m, w, f, p, r.normal);
      }
      result[i] = engulfed > 0 ? engulfed : any ? sum.norm() : onto_normal;
    }
  });
  return result;
}

}  // namespace muster::fire
