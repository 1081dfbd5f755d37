#include "models/crowd/analysis/measures.h"

#include "base/error.h"
#include "models/crowd/crowd.h"
#include "tests/support/flat_floors.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

MeasureSpec area(const std::string& name, std::vector<Vec2> outline) {
  MeasureSpec spec;
  spec.name = name;
  spec.area = std::move(outline);
  spec.origin = {"a.toml", 7, "measure[0]"};
  return spec;
}

MeasureSpec line(const std::string& name, Vec2 a, Vec2 b) {
  MeasureSpec spec;
  spec.name = name;
  spec.line = std::array<Vec2, 2>{a, b};
  spec.origin = {"a.toml", 9, "measure[1]"};
  return spec;
}

Person person_at(const scene::Floors& floors, uint32_t id, double x, double y, float speed) {
  Person p;
  p.id = id;
  p.at = {x, y};
  p.cell = floors.find(x, y, 0);
  p.speed = speed;
  p.radius = 0.15f;
  return p;
}

TEST(Measures, VoronoiDensityOfALatticeInAnyArea) {
  // People every 0.5 m who never set off: 4 per m2 in any area within, however it cuts their cells.
  const scene::Floors floors =
      test::FlatFloors().floor({0, 0, 10, 10}).exit("way out", {10, 4}, {10, 6}, Vec2::UnitX()).build();
  std::vector<Person> people;
  for (int j = 0; j < 19; ++j)
    for (int i = 0; i < 19; ++i) {
      people.push_back(person_at(floors, static_cast<uint32_t>(people.size()), 0.5 + 0.5 * i, 0.5 + 0.5 * j, 1.3f));
      people.back().premovement = 1000;
    }
  CrowdSettings settings;
  settings.analysis.measures = {area("slanted", {{3.1, 3.2}, {6.7, 2.9}, {7.1, 6.6}}),
                                area("bent", {{2, 2}, {6, 2}, {6, 3}, {3, 3}, {3, 6}, {2, 6}})};
  Crowd crowd(floors, people, settings);
  crowd.step();
  const auto& samples = crowd.analysis().measures().samples();
  ASSERT_EQ(samples.size(), 2u);
  for (const AreaSample& s : samples) {
    EXPECT_NEAR(s.voronoi_density, 4.0, 0.05);  // places are kept to 0.01 mm, cells of floor to 0.1 m
    EXPECT_NEAR(s.density, 4.0, 1.0);           // the classic one counts heads
    EXPECT_EQ(s.speed, 0);
    EXPECT_EQ(s.voronoi_speed, 0);
  }
}

TEST(Measures, FlowOfACorridorIsDensityTimesSpeed) {
  // A file of 20 people 2 m apart at 1.25 m/s in a corridor 2 m wide: 0.625 a second, 0.3125 /(s m).
  const scene::Floors floors = test::FlatFloors()
                                   .floor({0, 0, 70, 2})
                                   .wall({0, 0}, {70, 0})
                                   .wall({0, 2}, {70, 2})
                                   .exit("end", {70, 0}, {70, 2}, Vec2::UnitX(), 1.6, 1.0)
                                   .build();
  std::vector<Person> people;
  for (int k = 0; k < 20; ++k) people.push_back(person_at(floors, static_cast<uint32_t>(k), 1 + 2 * k, 1, 1.25f));
  CrowdSettings settings;
  settings.walking.heading_noise = 0;
  settings.analysis.measures = {line("across", {50, 2}, {50, 0}), line("the other way", {50, 0}, {50, 2}),
                                area("stretch", {{44, 0}, {54, 0}, {54, 2}, {44, 2}})};
  settings.analysis.measures[2].cut_off = 2;
  Crowd crowd(floors, people, settings);
  while (!crowd.finished() && crowd.time() < 200) crowd.step();
  ASSERT_TRUE(crowd.finished());
  const Measures& measures = crowd.analysis().measures();
  const LineUse& use = measures.use(0)[0];
  EXPECT_EQ(use.people, 20);
  EXPECT_EQ(measures.use(0)[1].people, 0);
  EXPECT_EQ(measures.use(1)[1].people, 20);
  EXPECT_NEAR(19 / (use.last - use.first), 0.625, 0.005);
  EXPECT_NEAR(use.speed_sum / 20, 1.25, 0.005);
  EXPECT_NEAR(use.first, (50 - 39) / 1.25, 0.05);
  // While the file fills the stretch: 0.5 people a metre over 2 m: 0.25 per m2, J = rho v = 0.3125.
  int filled = 0;
  for (const AreaSample& s : measures.samples()) {
    if (s.time < 15 || s.time > 28) continue;
    ++filled;
    EXPECT_NEAR(s.voronoi_density, 0.25, 0.02);
    EXPECT_NEAR(s.voronoi_density * s.voronoi_speed, 0.3125, 0.025);
    EXPECT_NEAR(s.density, 0.25, 0.06);
  }
  EXPECT_GE(filled, 12);
}

TEST(Measures, FloorsAboveOneAnotherNeedAHeight) {
  const scene::Floors floors = test::FlatFloors().floor({0, 0, 10, 10}).floor({0, 0, 10, 10}, 4).build();
  MeasureSpec one = area("hall", {{1, 1}, {3, 1}, {3, 3}, {1, 3}}), two = line("nowhere", {20, 0}, {20, 3});
  try {
    place_measures(floors, {one, two});
    FAIL();
  } catch (const InputError& error) {
    const std::string said = error.what();
    EXPECT_NE(said.find("a.toml:7: measure[0].z_m: is needed: floors lie above one another there"), std::string::npos)
        << said;
    EXPECT_NE(said.find("a.toml:9: measure[1].line: has no walkable floor"), std::string::npos) << said;
  }
  one.z = 4.0;
  const auto placed = place_measures(floors, {one});
  EXPECT_FLOAT_EQ(placed[0].z_low, 4);
  EXPECT_NEAR(placed[0].area, 4, 1e-9);
}

}  // namespace
}  // namespace muster::crowd
