#include "scene/import/child/draft.h"

#include "scene/import/exchange/scene_file.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <Eigen/Geometry>
#include <fmt/format.h>

namespace muster::scene {

namespace {

/// Farther than any projected coordinate on Earth: Web Mercator ends at 20 037 508 m.
constexpr double farthest = 2.1e7;
/// Coordinates beyond this are moved to the origin: 32-bit floats are 1 mm apart at 10 km.
constexpr double far_away = 1e4;

struct Bounds {
  Vec3 low = Vec3::Constant(1e300), high = Vec3::Constant(-1e300);
};

/// Bounds of the points that triangles use. Throws Refusal where one is not finite.
Bounds bounds_of(const Draft& draft) {
  Bounds bounds;
  for (const Triangle& triangle : draft.triangles) {
    for (const uint32_t corner : triangle.vertex) {
      const Vec3& p = draft.points[corner];
      if (!p.allFinite())
        throw Refusal(fmt::format("has a coordinate that is not a number or infinite, in element \"{}\"",
                                  draft.elements[triangle.element].name));
      bounds.low = bounds.low.cwiseMin(p);
      bounds.high = bounds.high.cwiseMax(p);
    }
  }
  return bounds;
}

/// What to subtract so that coordinates stay exact: the middle, to 100 m, along each axis that is far away.
Vec3 recentring(const Bounds& bounds) {
  Vec3 offset = Vec3::Zero();
  for (int axis = 0; axis < 3; ++axis)
    if (std::max(std::abs(bounds.low[axis]), std::abs(bounds.high[axis])) > far_away)
      offset[axis] = std::round((bounds.low[axis] + bounds.high[axis]) / 200) * 100;
  return offset;
}

void check_limits(const Bounds& bounds, double unit_m) {
  const double reach = std::max(bounds.low.cwiseAbs().maxCoeff(), bounds.high.cwiseAbs().maxCoeff());
  if (reach > farthest)
    throw Refusal(
        fmt::format("has a coordinate of {:.3g} m: no place on Earth is farther than {:.3g} m from the origin "
                    "of its map; check the unit (now {} m, `unit_m` overrides it)",
                    reach, farthest, unit_m));
  const double extent = (bounds.high - bounds.low).maxCoeff();
  if (extent > max_extent)
    throw Refusal(
        fmt::format("is {:.3g} m across; at most {:.0f} m are allowed. Check the unit (now {} m, `unit_m` "
                    "overrides it) and stray points",
                    extent, max_extent, unit_m));
}

/// Triangles without area carry nothing; indices that point nowhere would be an error of the reader.
void drop_empty_triangles(Draft& draft) {
  std::erase_if(draft.triangles, [&](const Triangle& triangle) {
    const auto& v = triangle.vertex;
    return v[0] == v[1] || v[1] == v[2] || v[0] == v[2] || draft.points[v[0]] == draft.points[v[1]] ||
           draft.points[v[1]] == draft.points[v[2]] || draft.points[v[0]] == draft.points[v[2]];
  });
}

/// Sorts the storeys by height and lets elements, spaces and doors follow.
void place_storeys(const Draft& draft, double z_offset, Model& model) {
  std::vector<size_t> order(draft.storeys.size());
  std::iota(order.begin(), order.end(), size_t{0});
  auto height = [&](size_t k) { return to_z_up(draft.storeys[k].origin, draft.up).z() * draft.unit_m - z_offset; };
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return height(a) < height(b); });
  std::vector<int32_t> rank(order.size());
  for (size_t k = 0; k < order.size(); ++k) {
    rank[order[k]] = static_cast<int32_t>(k);
    model.storeys.push_back({draft.storeys[order[k]].name, height(order[k])});
    if (!(std::abs(model.storeys[k].z) <= max_coordinate))
      throw Refusal(
          fmt::format("has a storey \"{}\" at a height of {:.3g} m", model.storeys[k].name, model.storeys[k].z));
  }
  auto follow = [&](auto& records) {
    for (auto& record : records)
      if (record.storey >= 0) record.storey = rank[static_cast<size_t>(record.storey)];
  };
  follow(model.elements);
  follow(model.spaces);
  follow(model.doors);
}

}  // namespace

Vec3 to_z_up(const Vec3& v, char up) {
  if (up == 'y') return {v.x(), -v.z(), v.y()};
  if (up == 'x') return {-v.y(), -v.z(), v.x()};
  return v;
}

char guess_up(const Draft& draft, char preferred) {
  Vec3 level = Vec3::Zero();  // area of the triangles that are level, were this axis up
  for (const Triangle& triangle : draft.triangles) {
    const Vec3 &a = draft.points[triangle.vertex[0]], &b = draft.points[triangle.vertex[1]],
               &c = draft.points[triangle.vertex[2]];
    const Vec3 normal = (b - a).cross(c - a);
    const double area = normal.norm();
    for (int axis = 0; axis < 3; ++axis)
      if (std::abs(normal[axis]) > 0.985 * area) level[axis] += area;  // within 10 degrees
  }
  const int liked = preferred == 'y' ? 1 : 2, other = 3 - liked;
  return level[other] > 1.5 * level[liked] ? (other == 1 ? 'y' : 'z') : preferred;
}

Model finish_draft(Draft&& draft) {
  if (draft.triangles.size() > max_triangles)
    throw Refusal(fmt::format("has {} triangles; at most {} are allowed", draft.triangles.size(), max_triangles));
  drop_empty_triangles(draft);
  if (draft.triangles.empty()) throw Refusal("has no triangles: nothing to walk on and nothing to walk around");
  for (Vec3& point : draft.points) point = to_z_up(point, draft.up) * draft.unit_m;
  const Bounds bounds = bounds_of(draft);
  check_limits(bounds, draft.unit_m);
  const Vec3 shift = recentring(bounds);

  Model model;
  model.format = draft.format;
  model.schema = draft.schema;
  model.up_axis = std::string(1, draft.up);
  model.unit_m = draft.unit_m;
  model.offset = draft.offset + shift;
  model.elements = std::move(draft.elements);
  model.spaces = std::move(draft.spaces);
  model.doors = std::move(draft.doors);
  model.warnings = std::move(draft.warnings);
  for (Door& door : model.doors) door.centre -= shift;
  place_storeys(draft, shift.z(), model);

  // Only points that triangles use, in the order of their first use.
  std::vector<uint32_t> at(draft.points.size(), UINT32_MAX);
  for (Triangle& triangle : draft.triangles) {
    for (uint32_t& corner : triangle.vertex) {
      if (at[corner] == UINT32_MAX) {
        at[corner] = static_cast<uint32_t>(model.vertices.size());
        model.vertices.push_back((draft.points[corner] - shift).cast<float>());
      }
      corner = at[corner];
    }
  }
  model.triangles = std::move(draft.triangles);
  if (!model.offset.isZero())
    model.warnings.push_back(
        {"recentred",
         fmt::format("the model lies far from its origin: ({:.0f}, {:.0f}, {:.0f}) m were subtracted "
                     "from every coordinate; give coordinates in the case file relative to that",
                     model.offset.x(), model.offset.y(), model.offset.z()),
         ""});
  return model;
}

}  // namespace muster::scene
