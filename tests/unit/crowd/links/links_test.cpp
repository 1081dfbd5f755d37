// People on links: pace by the pieces of a path, escalators, one direction at a time where it is narrow, and ends that
// are full of people who want the other way.
#include "models/crowd/crowd.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using scene::Link;
using test::FlatFloors;

Link link_of(Link::Kind kind, std::vector<Vec3> path) {
  Link link;
  link.kind = kind;
  link.path = std::move(path);
  return link;
}

TEST(LinkPace, EveryPieceOfAStairCounts) {
  // 5 m in plan up, 2 m level, 5 m down: 5 / 0.5 + 2 + 5 / 0.8 s at 1 m/s; the other way round the same.
  const Link link = link_of(Link::Kind::stairs, {{0, 0, 0}, {5, 0, 2.5}, {7, 0, 2.5}, {12, 0, 0}});
  EXPECT_NEAR(link_pace(link, true, 0.5, 0.8).seconds(1), 18.25, 1e-9);
  EXPECT_NEAR(link_pace(link, false, 0.5, 0.8).seconds(1), 18.25, 1e-9);
  const Link up = link_of(Link::Kind::stairs, {{0, 0, 0}, {5, 0, 2.5}, {7, 0, 2.5}});
  EXPECT_NEAR(link_pace(up, true, 0.5, 0.8).seconds(1), 12, 1e-9);
  EXPECT_NEAR(link_pace(up, false, 0.5, 0.8).seconds(1), 8.25, 1e-9);
}

TEST(LinkPace, EscalatorsCarryAndAreWalkedOn) {
  // 30 degrees: less steep than the usual step.
  Link link = link_of(Link::Kind::escalator, {{0, 0, 0}, {8, 0, 4.6}});
  const double length = std::hypot(8, 4.6);
  EXPECT_NEAR(link_pace(link, true, 0.5, 0.8).seconds(1.2), length / 0.5, 1e-9);  // standing
  link.escalator.speed = 0.75;
  EXPECT_NEAR(link_pace(link, true, 0.5, 0.8).seconds(1.2), length / 0.75, 1e-9);
  // Walking up at half of 1.2 m/s in plan: 0.6 * length / 8 along the slope, and the belt.
  link.escalator.walking = true;
  EXPECT_NEAR(link_pace(link, true, 0.5, 0.8).seconds(1.2), length / (0.75 + 0.6 * length / 8), 1e-9);
  link.escalator.stopped = true;
  EXPECT_NEAR(link_pace(link, true, 0.5, 0.8).seconds(1.2), 8 / 0.6, 1e-9);
}

/// Rides at 10 s each; the link is 12 m long and `width` wide.
scene::Floors one_link(double width) {
  scene::Floors floors;
  Link link = link_of(Link::Kind::stairs, {{0, 0, 0}, {12, 0, 3}});
  link.width = width;
  floors.links.push_back(link);
  return floors;
}

TEST(Rides, NarrowLinksTakeOneDirectionAtATimeAndTakeTurns) {
  const scene::Floors floors = one_link(0.7);
  Rides rides(floors);
  std::array<int, 2> entered = {0, 0};
  std::array<int, 2> on = {0, 0};
  std::vector<Ride> under_way;
  std::array<double, 2> longest = {0, 0}, last = {0, 0};
  uint32_t id = 0;
  for (double now = 0; now < 300; now += 0.05) {
    for (size_t k = 0; k < rides.arrived(now).size();) {
      --on[rides.arrived(now)[k].forward ? 0 : 1];
      rides.leave(k);
    }
    // Somebody always wants in at either end.
    for (const bool forward : {true, false}) {
      const size_t d = forward ? 0 : 1;
      if (rides.may_enter(0, forward, now)) {
        longest[d] = std::max(longest[d], now - last[d]), last[d] = now;
        rides.enter({id++, 0, forward, now, 10});
        ++entered[d], ++on[d];
      }
    }
    ASSERT_TRUE(on[0] == 0 || on[1] == 0) << now;
  }
  // Turns of 30 s and 10 s to clear: each has the link for 30 s in 80.
  for (const size_t d : {0, 1}) {
    EXPECT_GT(entered[d], 60);
    EXPECT_LT(longest[d], 55);
  }
}

TEST(Rides, BothDirectionsShareTheWidth) {
  const scene::Floors floors = one_link(1.2);
  Rides rides(floors);
  std::array<int, 2> entered = {0, 0};
  uint32_t id = 0;
  size_t first = 0;
  for (int k = 0; k < 1000; ++k, first ^= 1) {
    const double now = 0.05 * k;
    for (const size_t d : {first, 1 - first})
      if (rides.may_enter(0, d == 0, now)) rides.enter({id++, 0, d == 0, now, 5}), ++entered[d];
    while (!rides.arrived(now).empty()) rides.leave(0);
  }
  // 50 s at 1.1 (down, backward) and 0.88 (up) people a second and metre: as many of both as 1.2 m hold at the mean
  // headway.
  const double pairs = 50 * 1.2 / (1 / 0.88 + 1 / 1.1);
  EXPECT_NEAR(entered[0], pairs, 3);
  EXPECT_NEAR(entered[1], pairs, 3);
}

Person person(const scene::Floors& floors, AgentId id, double x, double y, double z, int32_t exit) {
  Person p;
  p.id = id;
  p.at = {x, y};
  p.cell = floors.find(x, y, z);
  p.speed = 1.2f;
  p.radius = 0.2f;
  p.stairs_up = 0.5f, p.stairs_down = 0.6f;
  p.exit = exit;
  return p;
}

/// Two rooms 3 m apart in height, both full of people whose exit lies in the other: all meet at the two ends of the
/// stair.
TEST(Links, NobodyBlocksANarrowStairUsedBothWays) {
  for (const double width : {0.7, 1.2}) {
    FlatFloors f;
    f.floor({0, 0, 6, 3}, 3).wall({0, 0}, {0, 3}, {{1, 2}}, 3).wall({6, 0}, {6, 3}, {}, 3);
    f.wall({0, 0}, {6, 0}, {}, 3).wall({0, 3}, {6, 3}, {}, 3);
    f.floor({10, 0, 16, 3}, 0).wall({10, 0}, {10, 3}).wall({16, 0}, {16, 3}, {{1, 2}});
    f.wall({10, 0}, {16, 0}).wall({10, 3}, {16, 3});
    f.exit("up", {0, 1}, {0, 2}, -Vec2::UnitX(), 1.6, 1.0, 0, 3).exit("down", {16, 1}, {16, 2}, Vec2::UnitX());
    f.link("stair", Link::Kind::stairs, {{5.5, 1.5, 3}, {10.5, 1.5, 0}}, width);
    const scene::Floors floors = f.build();
    std::vector<Person> people;
    for (const bool upper : {true, false})
      for (int i = 0; i < 24; ++i)
        people.push_back(person(floors, static_cast<AgentId>(people.size()), (upper ? 3.4 : 10.4) + 0.43 * (i % 6),
                                0.6 + 0.5 * (i / 6), upper ? 3 : 0, upper ? 1 : 0));
    Crowd crowd(floors, people, {}, 1, 0.05);
    while (!crowd.finished() && crowd.time() < 900) {
      crowd.step();
      const Counts c = crowd.counts();
      ASSERT_EQ(c.placed, c.inside + c.evacuated);
    }
    EXPECT_TRUE(crowd.finished()) << width << " m: " << crowd.counts().inside << " inside";
    const std::vector<Outcome> outcomes = crowd.outcomes();
    for (size_t i = 0; i < outcomes.size(); ++i) EXPECT_EQ(outcomes[i].exit, i < 24 ? 1 : 0) << i;
  }
}

}  // namespace
}  // namespace muster::crowd
