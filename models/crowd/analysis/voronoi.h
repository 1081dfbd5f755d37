#pragma once
// Voronoi cells of people, one at a time, by cutting half-planes off a polygon.

#include "base/vec.h"

#include <array>
#include <span>
#include <vector>

namespace muster::crowd {

/// A convex polygon [m], counter-clockwise; empty where nothing is left.
using Outline = std::vector<Vec2>;
/// A piece of wall in plan [m].
using WallLine = std::array<Vec2, 2>;

/// Area [m2] inside a polygon: positive counter-clockwise, negative clockwise.
double signed_area(std::span<const Vec2> polygon);

/// Keeps the part of any simple polygon for which (q - point) . normal <= 0.
void cut(Outline& polygon, const Vec2& point, const Vec2& normal);

/// A regular polygon of 32 corners about `centre`, as large as the circle of radius `radius` [m].
Outline round_outline(const Vec2& centre, double radius);

/// The points nearer to `at` than to any of `others`, at most `cut_off` [m] away (B. Steffen, A. Seyfried, Physica A
/// 389 (2010) 1902, doi 10.1016/j.physa.2009.12.015, with the cut-off as PedPy has it), and on this side of `walls`.
/// Others at `at` itself or beyond twice the cut-off do not count. The cell stays convex: a wall that ends inside it
/// cuts it along its whole line, where PedPy keeps the part behind the wall's end.
Outline voronoi_cell(const Vec2& at, std::span<const Vec2> others, std::span<const WallLine> walls, double cut_off);

/// Area [m2] that a simple polygon, convex or not, has in common with a convex one.
double common_area(std::span<const Vec2> polygon, std::span<const Vec2> convex);

}  // namespace muster::crowd
