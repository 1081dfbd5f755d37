#include "models/crowd/analysis/fields.h"

#include "base/parallel.h"
#include "models/crowd/ground/ground.h"
#include "tests/support/flat_floors.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

/// Rows of people who stand still at places [m] of the world.
Rows rows_at(const scene::Floors& floors, const std::vector<Vec2>& places, double z = 0, State state = State::walking) {
  Rows rows;
  rows.reset(places.size());
  for (size_t i = 0; i < places.size(); ++i) {
    rows.id[i] = static_cast<uint32_t>(i);
    rows.x[i] = static_cast<float>(places[i].x() - floors.grid.x0);
    rows.y[i] = static_cast<float>(places[i].y() - floors.grid.y0);
    rows.z[i] = static_cast<float>(z);
    rows.cell[i] = floors.find(places[i].x(), places[i].y(), z);
    rows.state[i] = state;
    rows.speed[i] = 0;
    EXPECT_NE(rows.cell[i], scene::no_cell);
  }
  return rows;
}

std::vector<Vec2> square_lattice(double x0, double y0, double x1, double y1, double spacing) {
  std::vector<Vec2> places;
  for (double y = y0 + 0.5 * spacing; y < y1; y += spacing)
    for (double x = x0 + 0.5 * spacing; x < x1; x += spacing) places.emplace_back(x, y);
  return places;
}

AnalysisSettings settings() { return {}; }

TEST(Squares, WallsCutThemAndCornersCount) {
  // Two rooms of 2 m x 2 m that touch along x = 2 without being joined.
  scene::Floors floors = test::FlatFloors().floor({0, 0, 4, 2}).build();
  for (size_t c = 0; c < floors.size(); ++c) {
    const double x = floors.centre(static_cast<scene::CellId>(c)).x();
    if (x > 1.7 && x < 1.8) floors.neighbour[c][0] = scene::no_cell;
    if (x > 1.8 && x < 1.9) floors.neighbour[c][2] = scene::no_cell;
  }
  const Squares squares(floors, 0.5);
  EXPECT_DOUBLE_EQ(squares.side(), 0.5);
  double area = 0;
  for (size_t p = 0; p < squares.size(); ++p) area += static_cast<double>(squares.area(p));
  EXPECT_NEAR(area, 8.0, 1e-5);
  const uint32_t left = squares.of(floors.find(1.75, 1, 0)), right = squares.of(floors.find(1.85, 1, 0));
  EXPECT_NE(left, right);
  for (const uint32_t q : squares.around(left)) EXPECT_NE(q, right);
  for (size_t p = 0; p < squares.size(); ++p)
    for (const uint32_t q : squares.around(p)) {
      const auto back = squares.around(q);
      EXPECT_TRUE(std::find(back.begin(), back.end(), p) != back.end());
    }
}

TEST(Fields, DensityOfALatticeInTheOpenIsExact) {
  // Spacing 0.5 m: one person a square of 0.5 m, 4 per m2 everywhere, at the edges too.
  const scene::Floors floors = test::FlatFloors().floor({0, 0, 10, 10}).build();
  // The grid's corner lies at -0.1: squares of 0.5 m begin there. Shift people with them.
  const Rows rows = rows_at(floors, square_lattice(0.4, 0.4, 8.9, 8.9, 0.5));
  Fields fields(floors, settings(), rows.size());
  fields.sample(rows);
  EXPECT_NEAR(fields.highest_density(), 4.0, 1e-4);
  const uint32_t middle = fields.squares().of(floors.find(5, 5, 0));
  EXPECT_EQ(fields.squares().around(middle).size(), 9u);
  EXPECT_NEAR(fields.totals()[middle].peak_density, 4.0, 1e-4);
  EXPECT_FLOAT_EQ(fields.totals()[middle].usage, 1);
  EXPECT_FLOAT_EQ(fields.totals()[middle].level[5], 1);  // 0.25 m2 a person: F
}

TEST(Fields, NarrowPassagesAreNotUnderstated) {
  // A passage 0.6 m wide, two people a metre of length in single file: 2 / 0.6 = 3.33 per m2, where squares of 1 m2
  // saw 2.
  const scene::Floors floors = test::FlatFloors().floor({0, 0, 12, 0.6}).build();
  std::vector<Vec2> file;
  for (int k = 0; k < 22; ++k) file.emplace_back(0.65 + 0.5 * k, 0.3);
  const Rows rows = rows_at(floors, file);
  Fields fields(floors, settings(), rows.size());
  fields.sample(rows);
  const uint32_t middle = fields.squares().of(floors.find(6, 0.25, 0));
  EXPECT_NEAR(fields.totals()[middle].peak_density, 2 / 0.6, 0.01);
}

TEST(Fields, TimesAddUpAndHotSpotsAreClusters) {
  const scene::Floors floors =
      test::FlatFloors().floor({0, 0, 20, 4}, 0, "hall", "ground").floor({0, 0, 20, 4}, 4, "loft", "first").build();
  AnalysisSettings s;
  s.every = 0.5;
  // 6.25 per m2 in two places of the ground floor, the second one for one sample only; the loft has 1 per m2.
  std::vector<Vec2> places = square_lattice(1, 1, 3, 3, 0.4);
  const size_t first = places.size();
  for (const Vec2& p : square_lattice(11, 1, 13, 3, 0.4)) places.push_back(p);
  Rows rows = rows_at(floors, places);
  Fields fields(floors, s, places.size());
  fields.sample(rows);
  for (size_t i = first; i < places.size(); ++i) rows.state[i] = State::gone;
  fields.sample(rows);
  fields.sample(rows);
  const auto spots = fields.hot_spots(floors);
  ASSERT_EQ(spots.size(), 2u);
  EXPECT_NEAR(spots[0].at.x(), 2, 1);
  EXPECT_DOUBLE_EQ(spots[0].seconds, 1.5);
  EXPECT_DOUBLE_EQ(spots[1].seconds, 0.5);
  EXPECT_NEAR(spots[1].at.x(), 12, 1);
  EXPECT_EQ(floors.spaces[static_cast<size_t>(spots[0].space)].name, "hall");
  EXPECT_EQ(floors.storeys[static_cast<size_t>(spots[0].storey)].name, "ground");
  EXPECT_GT(spots[0].peak_density, 6);
  // Around the middle square 16 people stand on 2.25 m2 and around those beside it 12, around all others at most 9: of
  // each block 1 + 2 x (1 + 2) people at a time are above 4 per m2.
  EXPECT_DOUBLE_EQ(fields.person_seconds_above_4(), 0.5 * (3 * 7 + 7));
  int64_t seen = 0;
  for (const auto& facility : fields.shares().fruin)
    for (const int64_t n : facility) seen += n;
  EXPECT_EQ(seen, static_cast<int64_t>(3 * first + (places.size() - first)));
}

TEST(Fields, CrowdPressureIsDensityTimesVelocityVariance) {
  // 6.25 per m2, every other person moving 0.1 m to the right and to the left a second: variance 0.01, pressure 0.0625.
  const scene::Floors floors = test::FlatFloors().floor({0, 0, 6, 6}).build();
  std::vector<Vec2> places = square_lattice(1, 1, 5, 5, 0.4);
  Fields fields(floors, settings(), places.size());
  Rows rows = rows_at(floors, places);
  fields.sample(rows);
  EXPECT_EQ(fields.highest_pressure(), 0);
  for (size_t i = 0; i < places.size(); ++i) rows.x[i] += i % 2 == 0 ? 0.1f : -0.1f;
  fields.sample(rows);
  const uint32_t middle = fields.squares().of(floors.find(3, 3, 0));
  EXPECT_NEAR(fields.totals()[middle].peak_pressure, fields.totals()[middle].peak_density * 0.01f, 0.004);
  EXPECT_GT(fields.totals()[middle].peak_pressure, 0.05);
  EXPECT_FLOAT_EQ(fields.totals()[middle].turbulent, 1);
  // A block that moves as one has none.
  Fields together(floors, settings(), places.size());
  rows = rows_at(floors, places);
  together.sample(rows);
  for (size_t i = 0; i < places.size(); ++i) rows.x[i] += 0.3f;
  together.sample(rows);
  EXPECT_NEAR(together.highest_pressure(), 0, 1e-5);
}

TEST(Fields, MeanSpeedIsWayOverUsage) {
  const scene::Floors floors = test::FlatFloors().floor({0, 0, 20, 2}).build();
  Fields fields(floors, settings(), 1);
  Rows rows = rows_at(floors, {{1, 1}});
  for (int k = 0; k < 10; ++k) {
    fields.sample(rows);
    rows.x[0] += 1.3f;
    rows.cell[0] = floors.find(1 + 1.3 * (k + 1), 1, 0);
  }
  double way = 0, usage = 0;
  for (const SquareTotals& t : fields.totals())
    way += static_cast<double>(t.way), usage += static_cast<double>(t.usage);
  EXPECT_NEAR(usage, 10, 1e-6);
  EXPECT_NEAR(way, 9 * 1.3, 1e-4);  // the first sample knows no way yet
}

TEST(Fields, TheSameOnAnyNumberOfThreadsAndHoweverPiecesAreListed) {
  const scene::Floors floors = test::FlatFloors().floor({0, 0, 30, 30}).build();
  for (const double spacing : {0.45, 4.0}) {
    std::vector<std::vector<SquareTotals>> results;
    for (const size_t threads : {1, 2, 3}) {
      const ThreadLimit limit(threads);
      const Rows rows = rows_at(floors, square_lattice(1, 1, 29, 29, spacing));
      Fields fields(floors, settings(), rows.size());
      fields.sample(rows);
      fields.sample(rows);
      results.push_back(fields.totals());
    }
    for (size_t p = 0; p < results[0].size(); ++p)
      for (size_t t = 1; t < results.size(); ++t) {
        EXPECT_EQ(results[t][p].peak_density, results[0][p].peak_density);
        EXPECT_EQ(results[t][p].level, results[0][p].level);
      }
  }
}

}  // namespace
}  // namespace muster::crowd
