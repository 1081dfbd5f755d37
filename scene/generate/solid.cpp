#include "scene/generate/solid.h"

#include <cmath>
#include <numbers>

namespace muster::scene {

namespace {

constexpr double leaf_thickness = 0.04;  // [m] a usual flush door

/// A block from positions along and across a wall.
Box block(const WallRun& wall, double from, double to, double near_face, double far_face, double foot, double top) {
  if (wall.axis == 0) return {{from, near_face, foot}, {to, far_face, top}};
  return {{near_face, from, foot}, {far_face, to, top}};
}

}  // namespace

uint32_t Builder::element(Meaning meaning, const std::string& name, int32_t storey) {
  Element element;
  element.name = std::string(meaning_names[static_cast<size_t>(meaning)]) + ": " + name;
  element.meaning = meaning;
  element.storey = storey;
  model_.elements.push_back(element);
  return static_cast<uint32_t>(model_.elements.size() - 1);
}

void Builder::box(const Box& box) {
  constexpr double smallest = 1e-6;  // [m] thinner blocks come from rounding only
  MUSTER_CHECK(!model_.elements.empty(), "a block belongs to an element");
  for (int axis = 0; axis < 3; ++axis) {
    if (box.width(axis) < smallest) return;
  }
  // Corner number: bit 0 is x, bit 1 is y, bit 2 is z.
  const auto first = static_cast<uint32_t>(model_.vertices.size());
  for (int corner = 0; corner < 8; ++corner) {
    model_.vertices.emplace_back(static_cast<float>((corner & 1 ? box.high : box.low).x()),
                                 static_cast<float>((corner & 2 ? box.high : box.low).y()),
                                 static_cast<float>((corner & 4 ? box.high : box.low).z()));
  }
  // Counter-clockwise seen from outside.
  static constexpr uint32_t faces[6][4] = {{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4},
                                           {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}};
  const auto element = static_cast<uint32_t>(model_.elements.size() - 1);
  for (const auto& f : faces) {
    model_.triangles.push_back({{first + f[0], first + f[1], first + f[2]}, element});
    model_.triangles.push_back({{first + f[0], first + f[2], first + f[3]}, element});
  }
}

void Builder::cylinder(const Vec3& foot, double radius, double length, int axis, int segments) {
  MUSTER_CHECK(segments >= 3 && !model_.elements.empty(), "a prism of {} sides in {} elements", segments,
               model_.elements.size());
  const auto first = static_cast<uint32_t>(model_.vertices.size()), n = static_cast<uint32_t>(segments),
             element = static_cast<uint32_t>(model_.elements.size() - 1);
  const int u = (axis + 1) % 3, v = (axis + 2) % 3;  // u, v, axis are right-handed
  // Vertices 2 i and 2 i + 1: the i-th corner at the foot and at the far end; then the middles of the ends.
  for (uint32_t i = 0; i <= n; ++i) {
    const double angle = 2 * std::numbers::pi * i / segments, r = i < n ? radius : 0;
    Vec3 at = foot;
    at[u] += r * std::cos(angle);
    at[v] += r * std::sin(angle);
    model_.vertices.push_back(at.cast<float>());
    at[axis] += length;
    model_.vertices.push_back(at.cast<float>());
  }
  for (uint32_t i = 0; i < n; ++i) {
    const uint32_t a = first + 2 * i, b = first + 2 * ((i + 1) % n), middle = first + 2 * n;
    model_.triangles.push_back({{a, b, b + 1}, element});
    model_.triangles.push_back({{a, b + 1, a + 1}, element});
    model_.triangles.push_back({{middle, b, a}, element});
    model_.triangles.push_back({{middle + 1, a + 1, b + 1}, element});
  }
}

void Builder::slab(const std::vector<double>& cuts_x, const std::vector<double>& cuts_y, double foot, double top,
                   const std::function<bool(size_t i, size_t j)>& is_hole) {
  const size_t nx = cuts_x.size() - 1, ny = cuts_y.size() - 1;
  const auto element = static_cast<uint32_t>(model_.elements.size() - 1),
             first = static_cast<uint32_t>(model_.vertices.size());
  auto is_solid = [&](size_t i, size_t j) { return i < nx && j < ny && !is_hole(i, j); };  // -1 wraps to beyond the end
  // Two vertices a crossing of cuts, below and above; all faces share them.
  for (const double y : cuts_y) {
    for (const double x : cuts_x) {
      for (const double z : {foot, top}) {
        model_.vertices.emplace_back(static_cast<float>(x), static_cast<float>(y), static_cast<float>(z));
      }
    }
  }
  auto corner = [&](size_t i, size_t j, bool above) {
    return first + static_cast<uint32_t>(2 * (j * (nx + 1) + i)) + (above ? 1U : 0U);
  };
  auto face = [&](uint32_t a, uint32_t b, uint32_t c, uint32_t d) {
    model_.triangles.push_back({{a, b, c}, element});
    model_.triangles.push_back({{a, c, d}, element});
  };
  auto side = [&](size_t i0, size_t j0, size_t i1, size_t j1) {
    face(corner(i0, j0, false), corner(i1, j1, false), corner(i1, j1, true), corner(i0, j0, true));
  };
  for (size_t j = 0; j < ny; ++j) {
    for (size_t i = 0; i < nx; ++i) {
      if (!is_solid(i, j)) continue;
      face(corner(i, j, true), corner(i + 1, j, true), corner(i + 1, j + 1, true), corner(i, j + 1, true));
      face(corner(i, j, false), corner(i, j + 1, false), corner(i + 1, j + 1, false), corner(i + 1, j, false));
      if (!is_solid(i, j - 1)) side(i, j, i + 1, j);
      if (!is_solid(i + 1, j)) side(i + 1, j, i + 1, j + 1);
      if (!is_solid(i, j + 1)) side(i + 1, j + 1, i, j + 1);
      if (!is_solid(i - 1, j)) side(i, j + 1, i, j);
    }
  }
}

void Builder::wall(const WallRun& wall, const std::vector<Opening>& openings) {
  double at = wall.from;
  for (const Opening& hole : openings) {
    MUSTER_CHECK(hole.from >= at - 1e-9 && hole.to <= wall.to + 1e-9 && hole.head <= wall.top - wall.foot + 1e-9,
                 "opening [{}, {}] x [{}, {}] in a wall [{}, {}] of height {}", hole.from, hole.to, hole.sill,
                 hole.head, at, wall.to, wall.top - wall.foot);
    box(block(wall, at, hole.from, wall.near_face, wall.far_face, wall.foot, wall.top));
    box(block(wall, hole.from, hole.to, wall.near_face, wall.far_face, wall.foot, wall.foot + hole.sill));
    box(block(wall, hole.from, hole.to, wall.near_face, wall.far_face, wall.foot + hole.head, wall.top));
    at = hole.to;
  }
  box(block(wall, at, wall.to, wall.near_face, wall.far_face, wall.foot, wall.top));
}

void Builder::space(const std::string& name, int32_t storey, const Box& volume) {
  Space space;
  space.name = name;
  space.element = element(Meaning::space, name, storey);
  space.storey = storey;
  box(volume);
  model_.spaces.push_back(space);
}

void Builder::door(const std::string& name, int32_t storey, const WallRun& wall, const Opening& hole) {
  Door door;
  door.name = name;
  door.element = element(Meaning::door, name, storey);
  door.storey = storey;
  door.width = hole.to - hole.from;
  door.height = hole.head - hole.sill;
  const double middle = (wall.near_face + wall.far_face) / 2, along = (hole.from + hole.to) / 2;
  door.centre =
      wall.axis == 0 ? Vec3(along, middle, wall.foot + hole.sill) : Vec3(middle, along, wall.foot + hole.sill);
  door.along = wall.axis == 0 ? Vec2::UnitX() : Vec2::UnitY();
  box(block(wall, hole.from, hole.to, middle - leaf_thickness / 2, middle + leaf_thickness / 2, wall.foot + hole.sill,
            wall.foot + hole.head));
  model_.doors.push_back(door);
}

}  // namespace muster::scene
