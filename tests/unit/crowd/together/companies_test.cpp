#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

/// A corridor 60 m x 4 m with an exit over its whole width at x = 60.
scene::Floors corridor() {
  return FlatFloors(0.1)
      .floor({0, 0, 60, 4})
      .wall({0, 0}, {60, 0})
      .wall({0, 4}, {60, 4})
      .wall({0, 0}, {0, 4})
      .exit("end", {60, 0}, {60, 4}, Vec2::UnitX())
      .build();
}

Person person(const scene::Floors& floors, AgentId id, double x, double y, float speed, int32_t company) {
  Person p;
  p.id = id;
  p.at = {x, y};
  p.cell = floors.find(x, y, 0);
  p.speed = speed;
  p.radius = 0.15f;
  p.company = company;
  return p;
}

double spread(const std::vector<Outcome>& outcomes, size_t first, size_t last) {
  double low = 1e9, high = 0;
  for (size_t i = first; i < last; ++i) {
    EXPECT_GE(outcomes[i].exit, 0) << i;
    low = std::min(low, outcomes[i].exit_time), high = std::max(high, outcomes[i].exit_time);
  }
  return high - low;
}

TEST(Companies, WaitForTheirSlowest) {
  // Alone, 50 m at 1.25 and 0.5 m/s: 40 s and 100 s.
  for (const bool together : {false, true}) {
    const scene::Floors floors = corridor();
    std::vector<Person> people;
    for (AgentId i = 0; i < 5; ++i)
      people.push_back(person(floors, i, 10, 0.6 + 0.7 * i, i == 4 ? 0.5f : 1.25f, together ? 0 : -1));
    Crowd crowd(floors, people, {});
    while (!crowd.finished() && crowd.time() < 200) crowd.step();
    const double arrival = spread(crowd.outcomes(), 0, 5);
    if (together) {
      // The last is not held up, and the first is ahead of it by the spread of five at most: 3 m at 0.5 m/s.
      EXPECT_NEAR(crowd.outcomes()[4].exit_time, 100, 3);
      EXPECT_LE(arrival, Companies::spread(5) / 0.5 + 1);
      EXPECT_GT(arrival, 1);
    } else {
      EXPECT_NEAR(arrival, 60, 3);
    }
  }
}

TEST(Companies, MeetBeforeTheyLeave) {
  // One at x = 55, one at x = 5 who is the slower: the first walks back 50 m less the spread, then both leave together.
  const scene::Floors floors = corridor();
  std::vector<Person> people{person(floors, 0, 55, 2, 1.25f, 0), person(floors, 1, 5, 2, 1.0f, 0)};
  Crowd crowd(floors, people, {});
  while (!crowd.finished() && crowd.time() < 300) crowd.step();
  const double meeting = (50 - Companies::spread(2)) / 1.25;
  EXPECT_NEAR(crowd.outcomes()[1].exit_time, meeting + 55 / 1.0, 4);
  EXPECT_LE(spread(crowd.outcomes(), 0, 2), Companies::spread(2) / 1.0 + 1);
  EXPECT_NEAR(crowd.outcomes()[0].path_length, 50 + 55, 8);
}

TEST(Companies, UseOneExitAndLeaveNobodyBehindWhenItShuts) {
  // Exits at either end of a corridor; the company stands astride the middle, its slowest nearer to the right one.
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 40, 4})
                                   .wall({0, 0}, {40, 0})
                                   .wall({0, 4}, {40, 4})
                                   .exit("left", {0, 4}, {0, 0}, -Vec2::UnitX())
                                   .exit("right", {40, 0}, {40, 4}, Vec2::UnitX())
                                   .build();
  for (const bool shuts : {false, true}) {
    std::vector<Person> people;
    for (AgentId i = 0; i < 4; ++i) people.push_back(person(floors, i, 19 + 0.7 * i, 2, i == 3 ? 0.8f : 1.2f, 0));
    Crowd crowd(floors, people, {});
    while (!crowd.finished() && crowd.time() < 200) {
      if (shuts && crowd.time() > 5) crowd.set_exit(1, true);
      crowd.step();
    }
    for (const Outcome& o : crowd.outcomes()) EXPECT_EQ(o.exit, shuts ? 0 : 1);
  }
}

TEST(Companies, AreDrawnBesideOneAnotherInTheSizesAsked) {
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 30, 30})
                                   .wall({0, 0}, {30, 0})
                                   .wall({0, 30}, {30, 30})
                                   .wall({0, 0}, {0, 30})
                                   .wall({30, 0}, {30, 30}, {{14, 16}})
                                   .wall({15, 0}, {15, 30}, {{14, 16}})
                                   .exit("door", {30, 14}, {30, 16}, Vec2::UnitX())
                                   .build();
  PeopleGroup group;
  group.count = 82;
  group.bonds.company = Distribution::constant(4);
  std::vector<Warning> warnings;
  const std::vector<Person> people = populate(floors, std::vector{group}, 3, warnings);
  std::map<int32_t, std::vector<Vec2>> companies;
  for (const Person& p : people) companies[p.company].push_back(p.at);
  ASSERT_EQ(companies.size(), 21u);
  size_t of_two = 0;
  double widest = 0;
  for (const auto& [number, places] : companies) {
    of_two += places.size() == 2;
    for (const Vec2& at : places) {
      widest = std::max(widest, (at - places[0]).norm());
      EXPECT_EQ(at.x() < 15, places[0].x() < 15) << "a wall between members";
    }
  }
  EXPECT_EQ(of_two, 1u);  // 82 = 20 x 4 + 2
  EXPECT_LT(widest, 3.5);
}

/// Without a way from the start they are sent to a refuge before they have chosen an exit (random case 20172 crashed).
TEST(Companies, WithoutAWayGoToARefuge) {
  const scene::Floors floors = corridor();
  std::vector<Person> people;
  for (AgentId i = 0; i < 3; ++i) people.push_back(person(floors, i, 20 + i, 1 + i, 1.2f, 0));
  CrowdSettings settings;
  settings.gates.events = {{0, "end shuts", {}, {0}, {}, {}}};
  Haven refuge{"refuge", {}};
  for (size_t c = 0; c < floors.size(); ++c)
    if (floors.centre(static_cast<scene::CellId>(c)).x() < 8) refuge.cells.push_back(static_cast<scene::CellId>(c));
  settings.choices.refuges = {refuge};
  Crowd crowd(floors, people, settings);
  while (crowd.counts().in_refuge < 3 && crowd.time() < 60) crowd.step();
  EXPECT_EQ(crowd.counts().in_refuge, 3u);
}

}  // namespace
}  // namespace muster::crowd
