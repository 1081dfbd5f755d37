#pragma once
// Fourth stage of "floors": exact walls, from the model's steep triangles cut at body height.

#include "scene/floors/cells.h"

#include <vector>

namespace muster::scene::stage {

/// Vertical wall pieces near places to stand. Upright triangles project onto the plan exactly; oblique ones are cut by
/// a horizontal plane in each band of 0.2 m. Collinear pieces are merged, bands with the same ends stacked. Soft
/// triangles (of walkable or unknown elements) count only where they rise above the floor right beside them.
/// Pieces of them whose tops differ are not joined: a low step beside a higher one keeps its height.
std::vector<Wall> cut_walls(const std::vector<UprightTriangle>& upright, const Cells& cells);

/// Removes from the walls what runs along a->b within `depth` of it: opens an exit or door. Walls at other heights than
/// [z + body_low, z + body_high] stay.
void open_walls(const Vec2& a, const Vec2& b, double z, double depth, std::vector<Wall>& walls);

/// Removes from the walls at body height over `z` what lies within the rectangle of base a->b and `depth` towards
/// `out`.
void clear_walls(const Vec2& a, const Vec2& b, const Vec2& out, double depth, double z, std::vector<Wall>& walls);

/// Keeps the walls that somebody on one of the kept cells could touch: within `reach` [m].
void keep_near(const Cells& cells, double reach, std::vector<Wall>& walls);

}  // namespace muster::scene::stage
