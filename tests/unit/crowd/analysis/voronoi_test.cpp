#include "models/crowd/analysis/voronoi.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

/// Points of a lattice with basis u, v around the origin, the origin first.
std::vector<Vec2> lattice(const Vec2& u, const Vec2& v) {
  std::vector<Vec2> points{Vec2::Zero()};
  for (int i = -4; i <= 4; ++i)
    for (int j = -4; j <= 4; ++j)
      if (i != 0 || j != 0) points.emplace_back(i * u + j * v);
  return points;
}

double area_of_first(const std::vector<Vec2>& points, double cut_off, std::vector<WallLine> walls = {}) {
  return signed_area(voronoi_cell(points[0], std::span(points).subspan(1), walls, cut_off));
}

TEST(Voronoi, CellsOfASquareLatticeAreSquares) {
  for (const double a : {0.3, 0.5, 1.0}) EXPECT_NEAR(area_of_first(lattice({a, 0}, {0, a}), 1.0), a * a, 1e-12);
}

TEST(Voronoi, CellsOfAHexagonalLatticeHaveSqrt3HalvesOfTheSquaredSpacing) {
  for (const double a : {0.3, 0.6}) {
    const double cell = area_of_first(lattice({a, 0}, {0.5 * a, 0.5 * std::sqrt(3.0) * a}), 1.0);
    EXPECT_NEAR(1 / cell, 2 / (std::sqrt(3.0) * a * a), 1e-9);
  }
}

TEST(Voronoi, WhoStandsAloneHasTheCircleOfTheCutOff) {
  EXPECT_NEAR(area_of_first({{3, 4}}, 0.8), std::numbers::pi * 0.64, 1e-12);
  // Somebody beyond twice the cut-off does not matter, one at 1 m takes the circle's segment beyond 0.5 m.
  EXPECT_NEAR(area_of_first({{3, 4}, {5, 4}}, 0.8), std::numbers::pi * 0.64, 1e-12);
  const double segment = 0.64 * std::acos(0.5 / 0.8) - 0.5 * std::sqrt(0.64 - 0.25);
  EXPECT_NEAR(area_of_first({{3, 4}, {4, 4}}, 0.8), std::numbers::pi * 0.64 - segment, 0.01);
}

TEST(Voronoi, WallsCutCells) {
  // A corridor of 1 m with people every 1 m, the first 0.2 m from one wall: his cell is 1 m x 1 m.
  const std::vector<WallLine> walls = {{Vec2(-5, -0.2), Vec2(5, -0.2)}, {Vec2(-5, 0.8), Vec2(5, 0.8)}};
  EXPECT_NEAR(area_of_first({{0, 0}, {1, 0}, {-1, 0}}, 2.0, walls), 1.0, 1e-9);
  // What stands behind a wall does not cut again; a wall beyond the next person neither.
  std::vector<WallLine> more = walls;
  more.push_back({Vec2(-0.1, -0.5), Vec2(0.1, -0.3)});
  more.push_back({Vec2(0.8, -0.2), Vec2(0.8, 0.8)});
  EXPECT_NEAR(area_of_first({{0, 0}, {1, 0}, {-1, 0}}, 2.0, more), 1.0, 1e-9);
  more.push_back({Vec2(0.3, -0.2), Vec2(0.3, 0.8)});
  EXPECT_NEAR(area_of_first({{0, 0}, {1, 0}, {-1, 0}}, 2.0, more), 0.8, 1e-9);
}

TEST(Voronoi, CommonAreaOfAnLAndASquare) {
  const std::vector<Vec2> l = {{0, 0}, {2, 0}, {2, 1}, {1, 1}, {1, 2}, {0, 2}};
  const std::vector<Vec2> square = {{0.5, 0.5}, {1.5, 0.5}, {1.5, 1.5}, {0.5, 1.5}};
  EXPECT_NEAR(common_area(l, square), 0.75, 1e-12);
  std::vector<Vec2> clockwise(l.rbegin(), l.rend());
  EXPECT_NEAR(common_area(clockwise, square), 0.75, 1e-12);
  // A U around it leaves two pieces: 0.25 x 1 on either side.
  const std::vector<Vec2> u = {{0, 0}, {3, 0}, {3, 3}, {2, 3}, {2, 1}, {1, 1}, {1, 3}, {0, 3}};
  const std::vector<Vec2> across = {{0.75, 2}, {2.25, 2}, {2.25, 3}, {0.75, 3}};
  EXPECT_NEAR(common_area(u, across), 0.5, 1e-12);
  EXPECT_EQ(common_area(l, std::vector<Vec2>{{5, 5}, {6, 5}, {6, 6}}), 0);
}

}  // namespace
}  // namespace muster::crowd
