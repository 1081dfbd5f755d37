#include "scene/floors/surfaces.h"

#include "scene/floors/raster.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include <Eigen/Geometry>

namespace muster::scene::stage {

namespace {

constexpr double pi = 3.14159265358979323846;
constexpr double upright_nz = 0.2;  ///< |normal z| below which a triangle (78 degrees and more) limits no headroom
constexpr double farthest = 1e6;    ///< [m]

bool walkable(Meaning m) {
  return m == Meaning::unknown || m == Meaning::floor || m == Meaning::stair || m == Meaning::ramp ||
         m == Meaning::terrain;
}

Carry carry_of(Meaning m) {
  switch (m) {
    case Meaning::floor:
      return Carry::level;
    case Meaning::stair:
      return Carry::stair;
    case Meaning::ramp:
      return Carry::ramp;
    case Meaning::terrain:
      return Carry::outside;
    default:
      return Carry::unknown;
  }
}

Carry carry_of(Surface s) {
  return s == Surface::stair ? Carry::stair : s == Surface::ramp ? Carry::ramp : Carry::level;
}

/// Sorts one triangle of an element that is there and solid.
void sort_triangle(const std::array<Vec3f, 3>& p, Meaning meaning, double steepest_nz, Surfaces& out) {
  const Vec3 normal = unit_normal(p);
  if (normal.isZero()) return;
  const double nz = std::abs(normal.z());
  if (walkable(meaning) && nz >= steepest_nz) {
    out.carry.push_back({p, carry_of(meaning)});
    return;
  }
  if (nz > upright_nz) out.overhead.push_back(p);
  const bool lid = meaning == Meaning::ceiling || meaning == Meaning::roof;
  if (nz < 0.98 && !lid) out.upright.push_back({p, walkable(meaning)});
}

void add_strip(const StripSpec& strip, Surfaces& out) {
  std::vector<Vec2> plan;
  for (const Vec3& v : strip.polygon) plan.emplace_back(v.x(), v.y());
  for (const auto& t : triangulate(plan)) {
    std::array<Vec3f, 3> p;
    for (size_t i = 0; i < 3; ++i) p[i] = strip.polygon[t[i]].cast<float>();
    if (!unit_normal(p).isZero()) out.carry.push_back({p, carry_of(strip.surface)});
  }
}

void add_blocker(const BlockerSpec& blocker, Surfaces& out) {
  const double top = blocker.z + blocker.height;
  auto at = [&](size_t i, double z) -> Vec3f {
    const Vec2& v = blocker.polygon[i % blocker.polygon.size()];
    return Vec3(v.x(), v.y(), z).cast<float>();
  };
  for (size_t i = 0; i < blocker.polygon.size(); ++i) {
    const std::array<Vec3f, 3> low = {at(i, blocker.z), at(i + 1, blocker.z), at(i + 1, top)};
    const std::array<Vec3f, 3> high = {at(i, blocker.z), at(i + 1, top), at(i, top)};
    if (!unit_normal(low).isZero()) out.upright.insert(out.upright.end(), {{low, false}, {high, false}});
  }
  // Lids every 0.5 m, so that no floor within the prism keeps its headroom.
  for (double z = top; z > blocker.z; z -= 0.5) {
    for (const auto& t : triangulate(blocker.polygon)) out.overhead.push_back({at(t[0], z), at(t[1], z), at(t[2], z)});
  }
}

void check_coordinates(const Model& model) {
  for (const Vec3f& v : model.vertices) {
    if (v.allFinite() && v.cwiseAbs().maxCoeff() <= farthest) continue;
    throw InputError({model.source, 0, "", "",
                      fmt::format("a vertex lies at ({}, {}, {}) m: coordinates must be finite and within {} m of the "
                                  "origin",
                                  v.x(), v.y(), v.z(), farthest)});
  }
}

}  // namespace

Vec3 unit_normal(const std::array<Vec3f, 3>& p) {
  const Vec3 a = p[0].cast<double>(), ab = p[1].cast<double>() - a, ac = p[2].cast<double>() - a;
  const Vec3 n(ab.y() * ac.z() - ab.z() * ac.y(), ab.z() * ac.x() - ab.x() * ac.z(), ab.x() * ac.y() - ab.y() * ac.x());
  const double length = n.norm();
  const double longest = std::max({ab.norm(), ac.norm(), (ac - ab).norm()});
  // Twice the area against the longest side: height of the triangle below a hundredth of a millimetre is none.
  if (!(length > 1e-5 * longest)) return Vec3::Zero();
  return n / length;
}

std::vector<std::array<uint32_t, 3>> triangulate(const std::vector<Vec2>& polygon) {
  std::vector<uint32_t> ring(polygon.size());
  double area = 0;
  for (uint32_t i = 0; i < ring.size(); ++i) {
    ring[i] = i;
    area += cross(polygon[i], polygon[(i + 1) % ring.size()]);
  }
  if (area < 0) std::reverse(ring.begin(), ring.end());
  std::vector<std::array<uint32_t, 3>> out;
  auto turn = [&](uint32_t a, uint32_t b, uint32_t c) {
    return cross(polygon[b] - polygon[a], polygon[c] - polygon[b]);
  };
  auto inside = [&](uint32_t q, uint32_t a, uint32_t b, uint32_t c) {
    return q != a && q != b && q != c && turn(a, b, q) >= 0 && turn(b, c, q) >= 0 && turn(c, a, q) >= 0;
  };
  while (ring.size() >= 3) {
    // The first ear that holds no other corner; where a crossed outline has none, the first corner goes as it is.
    size_t ear = 0;
    for (size_t i = 0; i < ring.size(); ++i) {
      const uint32_t a = ring[(i + ring.size() - 1) % ring.size()], b = ring[i], c = ring[(i + 1) % ring.size()];
      if (turn(a, b, c) <= 0) continue;
      if (std::none_of(ring.begin(), ring.end(), [&](uint32_t q) { return inside(q, a, b, c); })) {
        ear = i;
        break;
      }
    }
    out.push_back({ring[(ear + ring.size() - 1) % ring.size()], ring[ear], ring[(ear + 1) % ring.size()]});
    ring.erase(ring.begin() + static_cast<std::ptrdiff_t>(ear));
  }
  return out;
}

Surfaces sort_surfaces(const Model& model, const Authored& authored) {
  check_coordinates(model);
  Surfaces out;
  const double steepest_nz = std::cos(authored.floors.slope_deg * pi / 180);
  for (const Triangle& t : model.triangles) {
    const Meaning meaning = model.elements[t.element].meaning;
    if (meaning == Meaning::door || meaning == Meaning::space || meaning == Meaning::ignore) continue;
    if (meaning == Meaning::furniture && !authored.floors.furniture) continue;
    sort_triangle({model.vertices[t.vertex[0]], model.vertices[t.vertex[1]], model.vertices[t.vertex[2]]}, meaning,
                  steepest_nz, out);
  }
  for (const StripSpec& strip : authored.strips) add_strip(strip, out);
  for (const BlockerSpec& blocker : authored.blockers) add_blocker(blocker, out);
  add_space_floors(model, out);
  Eigen::AlignedBox3d box;
  for (const CarryTriangle& t : out.carry) {
    for (const Vec3f& v : t.p) box.extend(v.cast<double>());
  }
  if (!box.isEmpty()) {
    out.low = box.min();
    out.high = box.max();
  }
  return out;
}

void add_space_floors(const Model& model, Surfaces& surfaces) {
  if (model.spaces.empty()) return;
  // Flat triangles near the lowest point of each space are its bottom.
  std::unordered_map<uint32_t, size_t> space_of;
  for (size_t s = 0; s < model.spaces.size(); ++s) space_of[model.spaces[s].element] = s;
  std::vector<std::vector<std::array<Vec3f, 3>>> flat(model.spaces.size());
  std::vector<float> low(model.spaces.size(), 1e30F);
  for (const Triangle& t : model.triangles) {
    const auto found = space_of.find(t.element);
    if (found == space_of.end()) continue;
    const std::array<Vec3f, 3> p = {model.vertices[t.vertex[0]], model.vertices[t.vertex[1]],
                                    model.vertices[t.vertex[2]]};
    for (const Vec3f& v : p) low[found->second] = std::min(low[found->second], v.z());
    if (std::abs(unit_normal(p).z()) > 0.98) flat[found->second].push_back(p);
  }
  // Where the model's own floors lie, on a plan grid of 0.25 m.
  constexpr double side = 0.25;
  std::unordered_map<int64_t, std::vector<float>> floors, stairs;
  auto key = [](int32_t i, int32_t j) { return static_cast<int64_t>(i) << 32 | static_cast<uint32_t>(j); };
  for (const CarryTriangle& t : surfaces.carry) {
    raster(t.p, 0, 0, side, [&](int32_t i, int32_t j, double z) {
      floors[key(i, j)].push_back(static_cast<float>(z));
      if (t.kind == Carry::stair) stairs[key(i, j)].push_back(static_cast<float>(z));
    });
  }
  for (size_t s = 0; s < flat.size(); ++s) {
    size_t cells = 0, covered = 0, over_stairs = 0;
    for (const auto& p : flat[s]) {
      if (p[0].z() > low[s] + 0.3F) continue;
      raster(p, 0, 0, side, [&](int32_t i, int32_t j, double z) {
        ++cells;
        const auto below = stairs.find(key(i, j));
        if (below != stairs.end() && std::any_of(below->second.begin(), below->second.end(),
                                                 [&](float f) { return z - f > -0.5 && z - f < 4; })) {
          ++over_stairs;
        }
        const auto found = floors.find(key(i, j));
        if (found == floors.end()) return;
        covered += std::any_of(found->second.begin(), found->second.end(),
                               [&](float f) { return std::abs(static_cast<double>(f) - z) < 0.5; })
                       ? 1
                       : 0;
      });
    }
    // A space that a stair comes up into is a stairwell: its landings are floors of the model, the rest is the well.
    if (2 * covered >= cells || 10 * over_stairs >= cells) continue;
    for (const auto& p : flat[s]) {
      if (p[0].z() > low[s] + 0.3F) continue;
      surfaces.carry.push_back({p, Carry::space});
    }
  }
}

}  // namespace muster::scene::stage
