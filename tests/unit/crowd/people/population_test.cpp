// Who starts where.

#include "models/crowd/people/population.h"

#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

/// Two rooms on two storeys, a corridor with an exit below; the upper room has no way out.
scene::Floors building() {
  FlatFloors f;
  f.floor({0, 0, 5, 5}, 0, "Office 1", "Ground").floor({5, 0, 8, 5}, 0, "Corridor", "Ground");
  f.wall({0, 0}, {8, 0}).wall({0, 5}, {8, 5}).wall({0, 0}, {0, 5});
  f.wall({5, 0}, {5, 5}, {{2, 3}}).wall({8, 0}, {8, 5}, {{2, 3}});
  f.floor({0, 0, 5, 5}, 3, "Office 2", "First").walls_round({0, 0, 5, 5}, 3);
  f.exit("Main exit", {8, 2}, {8, 3}, Vec2::UnitX());
  return f.build();
}

PeopleGroup group_of(int count) {
  PeopleGroup g;
  g.name = "staff";
  g.count = count;
  g.origin = {"case.toml", 12, "people[0]"};
  return g;
}

std::vector<Person> placed(const scene::Floors& floors, const PeopleGroup& group, uint64_t seed = 1) {
  std::vector<Warning> warnings;
  return populate(floors, std::span(&group, 1), seed, warnings);
}

std::string complaint(const scene::Floors& floors, const PeopleGroup& group) {
  try {
    placed(floors, group);
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

void expect_apart(const scene::Floors& floors, const std::vector<Person>& people) {
  for (size_t i = 0; i < people.size(); ++i) {
    const Person& p = people[i];
    ASSERT_GE(p.cell, 0);
    EXPECT_EQ(floors.find(p.at.x(), p.at.y(), static_cast<double>(floors.z[static_cast<size_t>(p.cell)])), p.cell);
    for (size_t j = 0; j < i; ++j) {
      if (floors.z[static_cast<size_t>(p.cell)] != floors.z[static_cast<size_t>(people[j].cell)]) continue;
      EXPECT_GE((p.at - people[j].at).norm(), static_cast<double>(p.radius + people[j].radius)) << i << " and " << j;
    }
  }
}

TEST(Population, everybodyStandsApartInTheNamedRoom) {
  const scene::Floors floors = building();
  PeopleGroup g = group_of(80);
  g.place.spaces = {"office ?"};
  g.place.storeys = {"GROUND"};
  const std::vector<Person> people = placed(floors, g);
  ASSERT_EQ(people.size(), 80u);
  expect_apart(floors, people);
  for (size_t i = 0; i < people.size(); ++i) {
    EXPECT_EQ(people[i].id, i);
    EXPECT_TRUE(people[i].at.x() >= 0.15 && people[i].at.x() <= 5 && people[i].at.y() >= 0.15 &&
                people[i].at.y() <= 4.85);
    EXPECT_EQ(floors.z[static_cast<size_t>(people[i].cell)], 0);
  }
}

TEST(Population, theSameSeedGivesTheSamePeopleAndAnotherSeedOthers) {
  const scene::Floors floors = building();
  const std::vector<Person> a = placed(floors, group_of(20), 4), b = placed(floors, group_of(20), 4),
                            c = placed(floors, group_of(20), 5);
  size_t same = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_EQ(a[i].at, b[i].at);
    EXPECT_EQ(a[i].speed, b[i].speed);
    same += a[i].at == c[i].at || a[i].speed == c[i].speed;
  }
  EXPECT_EQ(same, 0u);
}

TEST(Population, peopleSpreadEvenly) {
  FlatFloors f;
  f.floor({0, 0, 20, 20});
  f.exit("e", {20, 9}, {20, 11}, Vec2::UnitX());
  const std::vector<Person> people = placed(f.build(), group_of(400));
  int quarter[4] = {};
  for (const Person& p : people) ++quarter[(p.at.x() > 10 ? 1 : 0) + (p.at.y() > 10 ? 2 : 0)];
  for (const int n : quarter) EXPECT_NEAR(n, 100, 30);  // three standard deviations of a binomial
}

TEST(Population, everywhereMeansWhereAnExitCanBeReached) {
  const scene::Floors floors = building();
  for (const Person& p : placed(floors, group_of(30))) {
    EXPECT_EQ(floors.z[static_cast<size_t>(p.cell)], 0);
    EXPECT_NE(floors.surface[static_cast<size_t>(p.cell)], scene::Surface::beyond_exit);
  }
  PeopleGroup enclosed = group_of(3);
  enclosed.place.spaces = {"Office 2"};
  EXPECT_NE(complaint(floors, enclosed).find("is not connected to an exit"), std::string::npos);
  // A pattern that also meets connected rooms puts people into those, and says so.
  enclosed.place.spaces = {"Office*"};
  std::vector<Warning> warnings;
  for (const Person& p : populate(floors, std::span(&enclosed, 1), 1, warnings))
    EXPECT_EQ(floors.z[static_cast<size_t>(p.cell)], 0);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(warnings[0].text.find("Office 2"), std::string::npos);
}

TEST(Population, aCrowdThatFitsIsPackedAndOneThatDoesNotIsRefused) {
  const scene::Floors floors = building();
  PeopleGroup g = group_of(0);
  g.count.reset();
  g.density = 8;  // beyond what random places reach (0.547 / (pi 0.155^2) = 7.2 per m2)
  g.place.spaces = {"Office 1"};
  const std::vector<Person> people = placed(floors, g);
  EXPECT_EQ(people.size(), 200u);
  expect_apart(floors, people);
  g.density = 20;
  const std::string text = complaint(floors, g);
  EXPECT_NE(text.find("case.toml:12"), std::string::npos) << text;
  EXPECT_NE(text.find("500 people do not fit into 25.0 m2"), std::string::npos) << text;
  EXPECT_NE(text.find("at most"), std::string::npos) << text;
}

TEST(Population, unknownNamesAreRefusedWithTheNearest) {
  const scene::Floors floors = building();
  PeopleGroup g = group_of(1);
  g.place.spaces = {"Offise 1"};
  g.exit = "Main exut";
  const std::string text = complaint(floors, g);
  EXPECT_NE(text.find("did you mean 'Office 1'"), std::string::npos) << text;
  EXPECT_NE(text.find("did you mean 'Main exit'"), std::string::npos) << text;
  PeopleGroup ok = group_of(1);
  ok.exit = "main exit";
  EXPECT_EQ(placed(floors, ok)[0].exit, 0);
}

TEST(Population, aPlaceWithoutFloorIsRefusedByTheGroupsOwnKey) {
  PeopleGroup g = group_of(3);
  g.place.polygon = {{20, 20}, {22, 20}, {22, 22}};
  EXPECT_EQ(complaint(building(), g), "case.toml:12: people[0]: no floor of this place leads to an exit");
}

TEST(Population, pointsMustLieOnOneFloor) {
  const scene::Floors floors = building();
  PeopleGroup g = group_of(0);
  g.count.reset();
  g.place.points = {{7, 1}, {50, 1}};
  EXPECT_NE(complaint(floors, g).find("does not lie on a walkable floor"), std::string::npos);
  g.place.points = {{1, 1}};
  EXPECT_NE(complaint(floors, g).find("z_m"), std::string::npos);
  g.place.z = 3;
  const std::vector<Person> people = placed(floors, g);
  ASSERT_EQ(people.size(), 1u);
  EXPECT_NEAR(people[0].at.x(), 1, 1e-3);
  EXPECT_EQ(floors.z[static_cast<size_t>(people[0].cell)], 3);
  g.place.points = {{1, 1}, {1.1, 1}};
  EXPECT_NE(complaint(floors, g).find("touches"), std::string::npos);
  g.place.points.clear();
  g.place.z.reset();
  g.count = 2;
  g.place.polygon = {{0, 0}, {4, 0}, {4, 4}};
  EXPECT_NE(complaint(floors, g).find("z = 0.00 m and 3.00 m"), std::string::npos);
}

TEST(Population, attributesFollowTheirDistributions) {
  FlatFloors f;
  f.floor({0, 0, 40, 40});
  f.exit("e", {40, 9}, {40, 11}, Vec2::UnitX());
  PeopleGroup g = group_of(1000);
  g.speed = Distribution::normal(1.2, 0.2);
  g.premovement = Distribution::uniform(10, 100);
  const std::vector<Person> people = placed(f.build(), g);
  double mean = 0, square = 0, wait = 0;
  for (const Person& p : people) {
    mean += static_cast<double>(p.speed) / 1000;
    square += static_cast<double>(p.speed * p.speed) / 1000;
    wait += static_cast<double>(p.premovement) / 1000;
    EXPECT_TRUE(p.premovement >= 10 && p.premovement <= 100);
  }
  EXPECT_NEAR(mean, 1.2, 3 * 0.2 / std::sqrt(1000));
  EXPECT_NEAR(std::sqrt(square - mean * mean), 0.2, 0.015);
  EXPECT_NEAR(wait, 55, 3 * 26 / std::sqrt(1000));
}

TEST(Population, aDenseCrowdIsEquallyDenseEverywhere) {
  FlatFloors f;
  f.floor({0, 0, 10, 10}).walls_round({0, 0, 10, 10});
  f.wall({10, 0}, {10, 10}, {{4, 6}});
  f.exit("e", {10, 4}, {10, 6}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  PeopleGroup g = group_of(900);  // 9 per m2: darts jam at 7.7
  g.place.polygon = {{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  const std::vector<Person> people = placed(floors, g);
  expect_apart(floors, people);
  double quarter[4] = {};
  for (const Person& p : people) ++quarter[(p.at.x() > 5 ? 1 : 0) + (p.at.y() > 5 ? 2 : 0)];
  for (const double q : quarter) EXPECT_NEAR(q, 225, 15);
}

TEST(Population, wheelchairsFitIntoADenseCrowd) {
  FlatFloors f;
  f.floor({0, 0, 10, 10});
  f.exit("e", {10, 4}, {10, 6}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  PeopleGroup g = group_of(500);
  Profile wheels;
  wheels.speed = Distribution::constant(0.7);
  wheels.radius = Distribution::constant(0.33);
  Profile feet = wheels;
  feet.radius = Distribution::constant(0.15);
  g.mix = {{"feet", 0.95, feet}, {"wheels", 0.05, wheels}};
  expect_apart(floors, placed(floors, g));
}

TEST(Population, seatsStandInRows) {
  FlatFloors f;
  f.floor({0, 0, 4, 3}).floor({4, 0, 6, 3});
  f.exit("e", {6, 1}, {6, 2}, Vec2::UnitX());
  const scene::Floors floors = f.build();
  PeopleGroup g = group_of(0);
  g.count.reset();
  g.place.polygon = {{0, 0}, {4, 0}, {4, 3}, {0, 3}};
  g.place.seats = Place::Seats{0.9, 0.5, std::numbers::pi / 2, 1};
  // Facing y: rows along x at y = 0.5, 1.4, 2.3; from the middle of the first cell half a seat on, 8 to a row.
  std::vector<Person> people = placed(floors, g);
  ASSERT_EQ(people.size(), 24u);
  expect_apart(floors, people);
  int in_first_row = 0;
  for (const Person& p : people) {
    const double row = (p.at.y() - 0.5) / 0.9;
    EXPECT_NEAR(row, std::round(row), 1e-3);
    in_first_row += p.at.y() < 1 ? 1 : 0;
  }
  EXPECT_EQ(in_first_row, 8);
  g.place.seats->share = 0.5;
  EXPECT_EQ(placed(floors, g).size(), 12u);
  g.place.seats->seat = 0.3;
  EXPECT_NE(complaint(floors, g), "") << "bodies of 0.3 m and a little air do not sit 0.3 m apart";
}

}  // namespace
}  // namespace muster::crowd
