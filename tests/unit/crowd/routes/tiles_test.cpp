// Marches on tiles of open floor, against marches over every cell.

#include "models/crowd/routes/tiles.h"

#include "base/parallel.h"
#include "models/crowd/routes/routes.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

constexpr size_t never = std::numeric_limits<size_t>::max();

/// The fields of somebody who knows of a danger: over every cell, and on tiles.
struct Both {
  explicit Both(scene::Floors f)
      : floors(std::move(f)),
        ground(floors, 0.5f, 0.1f),
        cells(floors, ground, {.tiles_from = never}),
        tiles(floors, ground, {.tiles_from = 0}) {}
  /// `factor` by place [m].
  void march(const std::function<float(const Vec2&)>& factor, FieldKey key = {}) {
    std::vector<float> factors(floors.size());
    for (size_t c = 0; c < factors.size(); ++c) factors[c] = factor(floors.centre(static_cast<CellId>(c)));
    key.access.informed = true;
    for (Routes* each : {&cells, &tiles}) {
      each->set_hazard_cost(factors, false);
      id = each->need(key);
      each->update();
    }
  }
  const Field& by_cell() const { return cells.field(id); }
  const Field& by_tile() const { return tiles.field(id); }
  size_t at(double x, double y) const { return static_cast<size_t>(floors.find(x, y, 0)); }

  scene::Floors floors;
  Ground ground;
  Routes cells, tiles;
  int32_t id = 0;
};

/// [degrees] between two directions.
double between(const Way& a, const Way& b) {
  const double turn = std::atan2(a.y, a.x) - std::atan2(b.y, b.x);
  return std::abs(std::remainder(turn, 2 * M_PI)) * 180 / M_PI;
}

/// How far the two fields lie from one another, away from the exits.
struct Apart {
  double longest = 0, mean = 0;   ///< difference of walking times, as a fraction
  double turned = 0, strays = 0;  ///< [degrees] mean angle between ways; fraction of cells with more than 10
};

Apart apart(const Both& both) {
  Apart a;
  size_t n = 0;
  for (size_t c = 0; c < both.floors.size(); ++c) {
    const float u = both.by_cell().distance[c];
    EXPECT_EQ(both.by_cell().reached(static_cast<CellId>(c)), both.by_tile().reached(static_cast<CellId>(c))) << c;
    if (!both.by_cell().reached(static_cast<CellId>(c)) || u < 1) continue;
    const double off = std::abs(both.by_tile().distance[c] - u) / u;
    const double angle = between(both.by_cell().way[c], both.by_tile().way[c]);
    a.longest = std::max(a.longest, off), a.mean += off, a.turned += angle, a.strays += angle > 10, ++n;
  }
  a.mean /= static_cast<double>(n), a.turned /= static_cast<double>(n), a.strays /= static_cast<double>(n);
  return a;
}

/// Where the cost is smooth; `longest` as in Apart.
void expect_near(const Apart& a, double longest) {
  EXPECT_LT(a.longest, longest);
  EXPECT_LT(a.mean, 0.005);
  EXPECT_LT(a.turned, 1.5);
  EXPECT_LT(a.strays, 0.02);
}

/// 40 x 24 m, an exit of 3 m in the west and one of 1.2 m in the east, a wall with a door of 1 m between, a pillar.
scene::Floors hall() {
  FlatFloors f;
  f.floor({0, 0, 40, 24}).wall({0, 0}, {40, 0}).wall({0, 24}, {40, 24});
  f.wall({24, 0}, {24, 24}, {{11.5, 12.5}});
  f.wall({10, 8}, {11, 8}).wall({11, 8}, {11, 9}).wall({11, 9}, {10, 9}).wall({10, 9}, {10, 8});
  f.exit("west", {0, 10}, {0, 13}, -Vec2::UnitX()).exit("east", {40, 4}, {40, 5.2}, Vec2::UnitX());
  return f.build();
}

TEST(Tiles, coverOpenFloorAndNothingElse) {
  const scene::Floors floors = hall();
  const Ground ground(floors, 0.5f, 0.1f);
  const std::vector<uint8_t> open(floors.size(), 0xf);
  const std::vector<float> cost(floors.size(), 1);
  const Tiles tiles(floors, ground, open, cost, {floors.find(5, 5, 0)});
  ASSERT_GT(tiles.size(), 4000u);  // of 6000
  for (size_t t = 0; t < tiles.size(); ++t)
    for (const CellId c : tiles.cells(t)) {
      EXPECT_EQ(tiles.of(c), static_cast<int32_t>(t));
      EXPECT_GE(ground.clearance(c), Tiles::clear);
      const Vec2 off = floors.centre(c) - floors.centre(floors.find(5, 5, 0));
      EXPECT_GT(std::abs(off.x()) + std::abs(off.y()), Tiles::far);
    }
  // Whoever leaves a tile by one side comes in by the other.
  const auto first = static_cast<size_t>(tiles.of(floors.find(30.2, 20.2, 0)));
  for (size_t d = 0; d < 4; ++d) {
    ASSERT_GE(tiles.beside(first, d), 0);
    EXPECT_EQ(tiles.beside(static_cast<size_t>(tiles.beside(first, d)), (d + 2) % 4), static_cast<int32_t>(first));
  }
}

// Without a danger the ways are those over every cell.
TEST(Tiles, inClearAirWaysAreThoseOverCells) {
  Both both(hall());
  both.march([](const Vec2&) { return 1.0f; });
  expect_near(apart(both), 0.02);
}

// A cost that rises and falls smoothly to ten, by up to a tenth of itself within a tile.
TEST(Tiles, aroundADangerWaysAreThoseOverCells) {
  Both both(hall());
  both.march(
      [](const Vec2& p) { return 1 + 9 * static_cast<float>(std::exp(-(p - Vec2(12, 14)).squaredNorm() / 16)); });
  expect_near(apart(both), 0.05);
}

// Squares of 2 m that cost up to thirty times as much, as dangers have them: where a tile lies across an edge, its mean
// counts, and directions at the edge are not those over cells.
TEST(Tiles, wayTimesThroughSquaresAreThoseOverCells) {
  Both both(hall());
  both.march([](const Vec2& p) {
    const double d = std::hypot(2 * std::floor(p.x() / 2) - 12, 2 * std::floor(p.y() / 2) - 14);
    return d < 3 ? 30.0f : d < 6 ? 10.0f : d < 9 ? 2.0f : 1.0f;
  });
  const Apart a = apart(both);
  EXPECT_LT(a.mean, 0.01);
  EXPECT_LT(a.turned, 3);
}

// A plane front: the time over an open floor is its length. Where the cost jumps, half a tile of the dearer side may be
// missing or too much.
TEST(Tiles, aStraightWayHasItsLength) {
  FlatFloors f;
  f.floor({0, 0, 30, 6}).wall({0, 0}, {30, 0}).wall({0, 6}, {30, 6});
  f.exit("all", {0, 0}, {0, 6}, -Vec2::UnitX());
  Both both(f.build());
  both.march([](const Vec2& p) { return p.x() > 12 && p.x() < 16 ? 4.0f : 1.0f; });
  const auto time = [&](double x0, double x1) {
    return both.by_tile().distance[both.at(x1 + 0.05, 3.05)] - both.by_tile().distance[both.at(x0 + 0.05, 3.05)];
  };
  EXPECT_NEAR(time(6, 11), 5, 1e-3);
  EXPECT_NEAR(time(18, 26), 8, 1e-3);
  EXPECT_NEAR(time(6, 26), 20 + 3 * 4, 3 * 0.4 / 2);
  EXPECT_EQ(both.by_tile().way[both.at(26.05, 3.05)].x, -127);
}

TEST(Tiles, giveTheSameBitsOnAnyNumberOfThreads) {
  std::vector<Field> fields;
  for (const size_t threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    Both both(hall());
    both.march([](const Vec2& p) { return p.y() > 12 ? 10.0f : 1.0f; });
    fields.push_back(both.by_tile());
  }
  for (const Field& f : fields) {
    EXPECT_EQ(f.distance, fields[0].distance);
    EXPECT_TRUE(std::equal(f.way.begin(), f.way.end(), fields[0].way.begin(),
                           [](const Way& a, const Way& b) { return a.x == b.x && a.y == b.y; }));
  }
}

// Doors that shut, cells that nobody walks into and areas are those of a march over cells.
TEST(Tiles, whatIsShutIsShut) {
  Both both(hall());
  const auto barred = [](const Vec2& p) {
    return p.x() > 14 && p.x() < 16 ? std::numeric_limits<float>::infinity() : 1.0f;
  };
  both.march(barred, to_exit(0));
  EXPECT_TRUE(both.by_tile().reached(both.floors.find(13, 20, 0)));
  EXPECT_FALSE(both.by_tile().reached(both.floors.find(18, 20, 0)));
  const Apart a = apart(both);
  EXPECT_LT(a.mean, 0.005);
  std::vector<CellId> spot;
  for (size_t c = 0; c < both.floors.size(); ++c)
    if ((both.floors.centre(static_cast<CellId>(c)) - Vec2(6, 20)).norm() < 0.5) spot.push_back(static_cast<CellId>(c));
  const int32_t area = both.cells.add_area(spot);
  ASSERT_EQ(both.tiles.add_area(spot), area);
  both.march([](const Vec2&) { return 1.0f; }, to_area(area));
  EXPECT_TRUE(both.by_tile().way[both.at(6, 20)].arrived());
  EXPECT_LT(apart(both).turned, 1.5);
}

}  // namespace
}  // namespace muster::crowd
