// Whoever is held by people that stand or come towards him gets past; who is out does not stop the others.

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

/// A passage along x with an exit at either end: 0 to the left, 1 to the right.
scene::Floors passage(double length, double width) {
  return FlatFloors(0.1)
      .floor({0, 0, length, width})
      .wall({0, 0}, {length, 0})
      .wall({0, width}, {length, width})
      .exit("left", {0, 0}, {0, width}, -Vec2::UnitX())
      .exit("right", {length, 0}, {length, width}, Vec2::UnitX())
      .build();
}

/// People at points, of one radius, bound for one exit.
std::vector<Person> people_at(const scene::Floors& floors, const std::vector<Vec2>& points, double radius, int32_t exit,
                              AgentId first = 0) {
  PeopleGroup group;
  group.place.points = points;
  group.radius = Distribution::constant(radius);
  std::vector<Warning> warnings;
  std::vector<Person> people = populate(floors, std::span(&group, 1), 1, warnings);
  for (Person& p : people) p.id += first, p.exit = exit;
  return people;
}

TEST(Squeezing, oneWhoWalksGetsThroughAPassageFullOfPeopleWhoStand) {
  const scene::Floors floors = passage(10, 1);
  std::vector<Vec2> points{{1, 0.5}};
  // Two abreast, 0.1 m from one another and from the walls: nobody fits between.
  for (int k = 0; k < 8; ++k) points.emplace_back(3 + 0.45 * k, 0.27), points.emplace_back(3 + 0.45 * k, 0.73);
  std::vector<Person> people = people_at(floors, points, 0.17, 1);
  for (size_t i = 1; i < people.size(); ++i) people[i].premovement = 1e6f;
  uint64_t hash = 0;
  for (const size_t threads : {1, 3}) {
    const ThreadLimit limit(threads);
    Crowd crowd(floors, people, WalkingSettings{}, 1, 0.05);
    while (crowd.counts().evacuated == 0 && crowd.time() < 120) crowd.step();
    EXPECT_EQ(crowd.counts().evacuated, 1u);
    EXPECT_GT(crowd.outcomes()[0].exit_time, 5 + 3.6 / 0.3);  // it takes patience, and one goes slowly
    if (threads == 1) hash = crowd.state_hash();
    EXPECT_EQ(crowd.state_hash(), hash);
  }
}

TEST(Squeezing, twoFilesMeetInAPassageTooNarrowForTwoAndBothGetOut) {
  const scene::Floors floors = passage(12, 0.7);
  std::vector<Vec2> left, right;
  for (int k = 0; k < 6; ++k) left.emplace_back(1 + 0.6 * k, 0.35), right.emplace_back(11 - 0.6 * k, 0.35);
  std::vector<Person> people = people_at(floors, left, 0.2, 1);
  for (const Person& p : people_at(floors, right, 0.2, 0, 6)) people.push_back(p);
  Crowd crowd(floors, people, WalkingSettings{}, 1, 0.05);
  while (!crowd.finished() && crowd.time() < 200) crowd.step();
  EXPECT_EQ(crowd.counts().evacuated, 12u);
}

/// [people] Most within `radius` [m] of anybody.
size_t most_about(const Crowd& crowd, double radius) {
  std::vector<Snapshot> rows;
  crowd.snapshot(rows);
  size_t most = 0;
  for (const Snapshot& a : rows)
    most = std::max(most, static_cast<size_t>(std::count_if(rows.begin(), rows.end(), [&](const Snapshot& b) {
                      return std::hypot(a.x - b.x, a.y - b.y) < radius;
                    })));
  return most;
}

/// Rows of seats on either side of an aisle that leads to an exit of 0.8 m.
scene::Floors rows_and_aisle(int rows, double aisle, double row) {
  FlatFloors floors(0.1);
  const double end = rows, far = aisle + row;
  floors.floor({0, -2, aisle, end});
  for (int r = 0; r < rows; ++r) {
    const double low = r + 0.2, high = low + 0.6;
    for (const auto& [near, back] : {std::pair(0.0, -row), std::pair(aisle, far)}) {
      floors.floor({std::min(near, back), low, std::max(near, back), high});
      floors.wall({near, low - 0.4}, {near, low}).wall({back, low}, {back, high});
      floors.wall({near, low}, {back, low}).wall({near, high}, {back, high});
    }
  }
  const double door_from = aisle / 2 - 0.4, door_to = aisle / 2 + 0.4;
  return floors.wall({0, end}, {aisle, end})
      .wall({0, end - 0.2}, {0, end})
      .wall({aisle, end - 0.2}, {aisle, end})
      .wall({0, 0}, {aisle, 0}, {{door_from, door_to}})
      .exit("out", {door_from, 0}, {door_to, 0}, -Vec2::UnitY())
      .build();
}

TEST(Squeezing, streamsThatMeetAndGoOnTogetherDoNotCloseUp) {
  // Whoever leaves a row walks towards those of the row across; one who stays makes it a crowd of several goals.
  const scene::Floors floors = rows_and_aisle(30, 1.2, 5);
  std::vector<Vec2> points;
  for (int r = 0; r < 30; ++r)
    for (int k = 0; k < 10; ++k)
      points.emplace_back(-0.4 - 0.45 * k, r + 0.5), points.emplace_back(1.6 + 0.45 * k, r + 0.5);
  std::vector<Person> people = people_at(floors, points, 0.15, 0);
  people.back().premovement = 1e6f;
  Crowd crowd(floors, people, WalkingSettings{}, 1, 0.05);
  size_t most = 0;
  while (crowd.time() < 240) {
    for (int k = 0; k < 20; ++k) crowd.step();
    most = std::max(most, most_about(crowd, 0.8));
  }
  EXPECT_LE(most, 20u);  // 10 /m2, the densest crowds measured: Helbing, Johansson, Al-Abideen 2007
  EXPECT_LE(crowd.diagnostics().max_overlap, 0.1);
  EXPECT_GT(crowd.counts().evacuated, 250u);
}

TEST(Squeezing, whoeverIsOutAlreadyDoesNotCloseTheExit) {
  // 0.4 m beyond the line the floor narrows to hardly more than a body.
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 4, 3})
                                   .wall({0, 0}, {4, 0})
                                   .wall({0, 3}, {4, 3})
                                   .wall({0, 0}, {0, 3})
                                   .wall({4, 0}, {4, 3}, {{1.1, 1.7}})
                                   .wall({4.4, 1.1}, {4.4, 1.16})
                                   .wall({4.4, 1.64}, {4.4, 1.7})
                                   .wall({4, 1.1}, {5.6, 1.1})
                                   .wall({4, 1.7}, {5.6, 1.7})
                                   .exit("out", {4, 1.1}, {4, 1.7}, Vec2::UnitX())
                                   .build();
  const std::vector<Person> people = people_at(floors, {{1, 1}, {1, 2}, {2, 1}, {2, 2}}, 0.235, 0);
  Crowd crowd(floors, people, WalkingSettings{}, 1, 0.05);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();
  EXPECT_EQ(crowd.counts().evacuated, 4u);
}

TEST(Squeezing, twoWhoTurnOneAnotherBackBeforeADoorGetThroughIt) {
  // The way through a door of 0.9 m leads each of the two to its middle, where the other repels him.
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 4.6, 10})
                                   .wall({0, 0}, {0, 10})
                                   .wall({4.6, 0}, {4.6, 10})
                                   .wall({0, 6.8}, {4.6, 6.8}, {{1.65, 2.55}})
                                   .wall({0, 7}, {4.6, 7}, {{1.65, 2.55}})
                                   .wall({1.65, 6.8}, {1.65, 7})
                                   .wall({2.55, 6.8}, {2.55, 7})
                                   .exit("end", {0, 0}, {4.6, 0}, -Vec2::UnitY())
                                   .build();
  std::vector<Person> people = people_at(floors, {{1.87, 7.1}}, 0.177, 0);
  for (Person& p : people_at(floors, {{2.335, 7.2}}, 0.188, 0, 1)) people.push_back(p);
  for (Person& p : people_at(floors, {{2, 2}}, 0.249, 0, 2)) people.push_back(p);  // the ways are those of the widest
  people[0].speed = 0.428f, people[1].speed = 0.404f;
  Crowd crowd(floors, people, WalkingSettings{}, 1, 0.05);
  while (!crowd.finished() && crowd.time() < 60) crowd.step();  // 10 to 20 s each alone, after 10 s before the door
  EXPECT_TRUE(crowd.finished()) << crowd.counts().inside << " inside";
}

TEST(Squeezing, twoAtTheHeadOfAQueueGetThroughANarrowExit) {
  // 0.61 m wide: side by side they keep one another out, five wait behind them.
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 11.5, 8.3})
                                   .wall({4, 0}, {4, 8.3}, {{4.71, 5.32}})
                                   .wall({0, 0}, {11.5, 0})
                                   .wall({0, 8.3}, {11.5, 8.3})
                                   .exit("out", {4, 4.71}, {4, 5.32}, -Vec2::UnitX())
                                   .build();
  const std::vector<std::pair<Vec2, double>> at = {{{4.19, 4.78}, 0.15},  {{4.2, 5.27}, 0.181},  {{4.62, 5.09}, 0.165},
                                                   {{4.78, 4.61}, 0.189}, {{4.21, 5.76}, 0.173}, {{4.26, 4.25}, 0.244},
                                                   {{4.72, 5.62}, 0.195}};
  std::vector<Person> people;
  for (size_t i = 0; i < at.size(); ++i)
    for (Person& p : people_at(floors, {at[i].first}, at[i].second, 0, static_cast<AgentId>(i))) people.push_back(p);
  people[0].speed = 0.526f, people[1].speed = 0.849f;
  Crowd crowd(floors, people, WalkingSettings{}, 1, 0.05);
  while (!crowd.finished() && crowd.time() < 120) crowd.step();
  EXPECT_TRUE(crowd.finished()) << crowd.counts().inside << " inside";
  EXPECT_LT(crowd.diagnostics().max_overlap, 0.1);
}

}  // namespace
}  // namespace muster::crowd
