#include "floors_models.h"
#include "scene/floors/build.h"
#include "scene/floors/report.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

TEST(FloorsLinks, LinkJoinsStoreysAndItsEndsMustLieOnFloor) {
  Builder b = plan_room();
  b.sheet(Meaning::floor, 0, 0, 6, 4, 3.2);
  b.model.storeys = {{"EG", 0}, {"OG", 3.2}};
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  a.exits[0].z = 0;
  const Floors apart = build_floors(b.model, a);
  ASSERT_EQ(apart.unreachable.size(), 1U);
  EXPECT_EQ(apart.unreachable[0].what, "storey 'OG'");
  EXPECT_NEAR(apart.unreachable[0].gap_vertical, 3.2, 0.02);
  LinkSpec link;
  link.name = "spiral";
  link.path = {{2, 2, 0}, {2.5, 2, 1.6}, {3, 2, 3.2}};
  a.links.push_back(link);
  const Floors f = build_floors(b.model, a);
  EXPECT_TRUE(f.unreachable.empty());
  ASSERT_EQ(f.links.size(), 1U);
  EXPECT_FALSE(f.links[0].from.empty());
  EXPECT_FALSE(f.links[0].to.empty());
  a.links[0].path.back().z() = 5;
  try {
    build_floors(b.model, a);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("1.80 m in height"), std::string::npos) << error.what();
  }
}

/// Two storeys that one link joins; where it starts and ends is said by the caller.
Floors two_storeys_with(const LinkSpec& link) {
  Builder b = plan_room();
  b.sheet(Meaning::floor, 0, 0, 6, 4, 3.2);
  b.model.storeys = {{"EG", 0}, {"OG", 3.2}};
  Authored a;
  a.exits.push_back(exit_at("door", {0, 1.5}, {0, 2.5}));
  a.exits[0].z = 0;
  a.links.push_back(link);
  return build_floors(b.model, a);
}

std::string warning_text(const Floors& f, const std::string& code) {
  for (const Warning& w : f.warnings) {
    if (w.code == code) return w.text;
  }
  return "";
}

TEST(FloorsLinks, ALiftJoinsStoreysUnlessItIsOutOfService) {
  LinkSpec lift;
  lift.name = "L1";
  lift.kind = Link::Kind::lift;
  lift.path = {{2, 2, 3.2}, {2, 2, 0}};
  const Floors runs = two_storeys_with(lift);
  EXPECT_TRUE(runs.unreachable.empty());
  EXPECT_EQ(warning_text(runs, "lift_not_used"), "");
  ASSERT_EQ(runs.links.size(), 1U);
  EXPECT_EQ(runs.links[0].exit_stop, 1);  // the lower one, where the exit is
  ASSERT_EQ(runs.links[0].stops.size(), 2U);
  for (const auto& stop : runs.links[0].stops) EXPECT_FALSE(stop.empty());

  lift.lift.mode = Lift::Mode::out_of_service;
  const Floors f = two_storeys_with(lift);
  ASSERT_EQ(f.unreachable.size(), 1U);
  EXPECT_EQ(f.unreachable[0].what, "storey 'OG'");
  EXPECT_EQ(f.unreachable[0].reason, "only a lift leads there that is out of service");
  EXPECT_NE(warning_text(f, "not_connected").find(f.unreachable[0].reason), std::string::npos);
  EXPECT_NE(describe(f).find(": only a lift leads there"), std::string::npos);
  EXPECT_NE(warning_text(f, "lift_not_used").find("'L1'"), std::string::npos);
  EXPECT_EQ(*std::max_element(f.z.begin(), f.z.end()), 0);
}

TEST(FloorsLinks, AStopWithoutFloorIsRefused) {
  LinkSpec lift;
  lift.name = "L1";
  lift.kind = Link::Kind::lift;
  lift.path = {{2, 2, 0}, {2, 2, 1.6}, {2, 2, 3.2}};
  try {
    two_storeys_with(lift);
    FAIL() << "accepted";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("no floor lies before this stop"), std::string::npos) << error.what();
  }
}

TEST(FloorsLinks, OneWayLinksLeadFromTheirFirstPointToTheirLast) {
  LinkSpec down;
  down.name = "escalator";
  down.kind = Link::Kind::escalator;
  down.two_way = false;
  down.path = {{2, 2, 3.2}, {4, 2, 0}};
  EXPECT_TRUE(two_storeys_with(down).unreachable.empty());
  LinkSpec up = down;
  std::reverse(up.path.begin(), up.path.end());
  const Floors f = two_storeys_with(up);
  ASSERT_EQ(f.unreachable.size(), 1U);
  EXPECT_EQ(f.unreachable[0].what, "storey 'OG'");
  EXPECT_EQ(f.unreachable[0].reason, "a one-way link leads there, but none leads away");
  EXPECT_NE(warning_text(f, "not_connected").find("none leads away"), std::string::npos);
  up.two_way = true;  // of no use while it runs
  EXPECT_FALSE(two_storeys_with(up).unreachable.empty());
  up.backward = true;
  EXPECT_TRUE(two_storeys_with(up).unreachable.empty());
  up.backward = false;
  up.escalator.stopped = true;
  EXPECT_TRUE(two_storeys_with(up).unreachable.empty());
}

}  // namespace
}  // namespace muster::scene
