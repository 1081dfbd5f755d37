// Drawing people from profiles, by hand-made ones.

#include "models/crowd/people/profiles.h"

#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"
#include "tests/support/statistics.h"

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

AgeCurve curve() { return {{20, 30, 50}, {1.6, 1.5, 1.2}, {0.3, 0.2, 0.1}}; }

TEST(Profiles, curveIsLinearBetweenItsAgesAndConstantBeyond) {
  const AgeCurve c = curve();
  EXPECT_NEAR(c.at(25).a, 1.55, 1e-12);
  EXPECT_NEAR(c.at(25).b, 0.25, 1e-12);
  EXPECT_NEAR(c.at(45).a, 1.275, 1e-12);
  EXPECT_NEAR(c.at(30).a, 1.5, 1e-12);
  EXPECT_NEAR(c.at(5).a, 1.6, 1e-12);
  EXPECT_NEAR(c.at(90).b, 0.1, 1e-12);
  EXPECT_NEAR(c.at(20).min, 1.6 - 2.5 * 0.3, 1e-12);
}

TEST(Profiles, sexChoosesTheCurve) {
  Profile p;
  p.age = Distribution::constant(30);
  p.male = curve();
  p.female = {{0, 100}, {0.9, 0.9}, {0.01, 0.01}};
  p.share_female = 0.25;
  int women = 0;
  for (uint32_t id = 0; id < 2000; ++id) {
    const Attributes a = draw(p, 7, id);
    women += a.female ? 1 : 0;
    EXPECT_EQ(a.female, a.speed < 0.95f);
    EXPECT_EQ(a.age, 30);
  }
  EXPECT_NEAR(women, 500, 4 * std::sqrt(2000 * 0.25 * 0.75));
  p.sex = Sex::female;
  EXPECT_TRUE(draw(p, 7, 1).female);
}

TEST(Profiles, theFastAreAsFastOnStairs) {
  Profile p;
  p.speed = Distribution::uniform(1, 2);
  p.speed_up = Distribution::uniform(0.5, 0.7);
  p.speed_down = Distribution::constant(0.8);
  for (uint32_t id = 0; id < 100; ++id) {
    const Attributes a = draw(p, 3, id);
    const double u = static_cast<double>(a.speed) - 1;
    // Speeds along the flight; factors of horizontal speeds on a stair of 170 mm by 290 mm.
    const double along = 0.29 / std::hypot(0.17, 0.29);
    EXPECT_NEAR(a.stairs_up * a.speed, along * (0.5 + 0.2 * u), 2e-5);
    EXPECT_NEAR(a.stairs_down * a.speed, along * 0.8, 2e-5);
  }
}

TEST(Profiles, sharesAreKeptAndTheGroupsOwnValuesGoFirst) {
  FlatFloors f;
  f.floor({0, 0, 40, 40});
  f.exit("e", {40, 9}, {40, 11}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  Profile slow, wheels;
  slow.speed = Distribution::constant(0.5);
  wheels.speed = Distribution::constant(0.7);
  wheels.radius = Distribution::constant(0.33);
  wheels.stairs = false;
  PeopleGroup g;
  g.name = "guests";
  g.count = 1000;
  g.mix = {{"slow", 0.8, slow}, {"wheels", 0.2, wheels}};
  std::vector<Warning> warnings;
  int on_wheels = 0;
  for (const Person& p : populate(floors, std::span(&g, 1), 1, warnings)) {
    const bool rolls = p.radius > 0.2f;
    on_wheels += rolls ? 1 : 0;
    EXPECT_EQ(p.speed, rolls ? 0.7f : 0.5f);
    EXPECT_EQ(p.stairs_allowed, !rolls);
  }
  EXPECT_NEAR(on_wheels, 200, 4 * std::sqrt(1000 * 0.2 * 0.8));
  EXPECT_TRUE(warnings.empty());
  g.speed = Distribution::constant(1.25);
  g.given.speed = true;
  for (const Person& p : populate(floors, std::span(&g, 1), 1, warnings)) EXPECT_EQ(p.speed, 1.25f);
}

TEST(Profiles, whoCannotUseStairsIsPlacedAndTold) {
  FlatFloors f;
  f.floor({0, 0, 5, 5}, 3, "Upstairs").stair({5, 0, 9, 5}, 3, 0).floor({9, 0, 12, 5}, 0);
  f.exit("e", {12, 2}, {12, 3}, Vec2::UnitX());
  PeopleGroup g;
  g.name = "patients";
  g.count = 4;
  g.stairs = false;
  g.place.spaces = {"Upstairs"};
  std::vector<Warning> warnings;
  EXPECT_EQ(populate(f.build(), std::span(&g, 1), 1, warnings).size(), 4u);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_EQ(warnings[0].code, "people_without_way_out");
  EXPECT_NE(warnings[0].text.find("4 of the 4"), std::string::npos);
}

TEST(ArrivalTimes, areEvenlySpacedOrPoisson) {
  Inflow flow;
  flow.from = 10, flow.until = 30, flow.regular = true;
  const std::vector<double> five = arrival_times(flow, 4, 1, 0);
  EXPECT_EQ(five, (std::vector<double>{12.5, 17.5, 22.5, 27.5}));
  // Two a second for 10 s, nobody for 5 s, then one every 2 s: 20 + 2.5 expected.
  flow.rate = {{0, 2}, {20, 0}, {25, 0.5}};
  flow.until = 29.9;
  const std::vector<double> steps = arrival_times(flow, std::nullopt, 1, 0);
  ASSERT_EQ(steps.size(), 22u);
  EXPECT_NEAR(steps[0], 10.25, 1e-9);
  EXPECT_NEAR(steps[19], 19.75, 1e-9);
  EXPECT_NEAR(steps[20], 26, 1e-9);
  EXPECT_NEAR(steps[21], 28, 1e-9);
  flow.regular = false;
  flow.rate = {{0, 5}};
  flow.until = 1010;
  const std::vector<double> random = arrival_times(flow, std::nullopt, 1, 0);
  EXPECT_NEAR(static_cast<double>(random.size()), 5000, 4 * std::sqrt(5000));
  std::vector<double> gaps;
  for (size_t i = 1; i < random.size(); ++i) gaps.push_back(random[i] - random[i - 1]);
  EXPECT_GT(test::ks_p(gaps, [](double x) { return 1 - std::exp(-5 * x); }), 0.05);
  EXPECT_EQ(arrival_times(flow, std::nullopt, 1, 0), random);
  EXPECT_NE(arrival_times(flow, std::nullopt, 2, 0), random);
}

}  // namespace
}  // namespace muster::crowd
