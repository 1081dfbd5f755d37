#pragma once
// First stage of "floors": sorts a model's triangles and the author's additions into what carries people, what limits
// headroom and what stands in the way.

#include "scene/authored.h"
#include "scene/model.h"

#include <array>
#include <cstdint>
#include <vector>

namespace muster::scene::stage {

/// What a place to stand belongs to, in rising priority: where two surfaces meet in a voxel the higher one names it.
enum class Carry : uint8_t { none, space, outside, unknown, level, ramp, stair, threshold, apron };

struct CarryTriangle {
  std::array<Vec3f, 3> p;
  Carry kind;
};

/// A steep triangle that bodies touch. `soft`: of a walkable or unknown element, so a riser as likely as a wall.
struct UprightTriangle {
  std::array<Vec3f, 3> p;
  bool soft;
};

struct Surfaces {
  std::vector<CarryTriangle> carry;            ///< at most `slope_deg` steep, either winding
  std::vector<std::array<Vec3f, 3>> overhead;  ///< not upright, not walkable: limits headroom
  std::vector<UprightTriangle> upright;
  Vec3 low = Vec3::Constant(0), high = Vec3::Constant(0);  ///< [m] bounds of what carries
};

/// Sorts the triangles. Triangles without area are dropped. Throws InputError where coordinates are not finite or
/// farther than 10^6 m from the origin (a Vec3f resolves 6 cm there).
Surfaces sort_surfaces(const Model& model, const Authored& authored);

/// Makes floors of the bottoms of spaces that have none of their own.
void add_space_floors(const Model& model, Surfaces& surfaces);

/// Unit normal; zero for a triangle without area.
Vec3 unit_normal(const std::array<Vec3f, 3>& p);

/// Cuts a simple polygon into triangles by clipping ears; indices into `polygon`. Either winding.
std::vector<std::array<uint32_t, 3>> triangulate(const std::vector<Vec2>& polygon);

}  // namespace muster::scene::stage
