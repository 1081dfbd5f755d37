// Doors that close while people queue at them. Design flow limits are in the check `exit_flow` of `muster verify`.
#include "tests/support/evacuation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::test {
namespace {

/// 200 people in a room of 20 x 10 m whose 1 m door leads to the exit "main" in the second room; `more`: further
/// tables.
Evacuation room_with_queue(const std::string& more) {
  return Evacuation(fmt::format(R"toml(
[model]
wkt = "MULTIPOLYGON (((0 0, 20 0, 20 10, 0 10, 0 0)), ((20 4.5, 20.2 4.5, 20.2 5.5, 20 5.5, 20 4.5)), ((20.2 0, 26 0, 26 10, 20.2 10, 20.2 0)))"
[[exit]]
name = "main"
line = [[26, 3], [26, 7]]
[[door]]
name = "door"
line = [[20.1, 4.5], [20.1, 5.5]]
[[people]]
count = 200
polygon = [[0, 0], [20, 0], [20, 10], [0, 10]]
{})toml",
                                more));
}

/// Most people who, at some time after `from` [s], stood for 60 s while they had a way and no reason to stand.
size_t run_and_count_frozen(Evacuation& e, double until) {
  size_t frozen = 0;
  while (!e.crowd.finished() && e.crowd.time() < until) {
    e.crowd.step();
    const crowd::Counts c = e.crowd.counts();
    EXPECT_EQ(c.placed, c.evacuated + c.inside);
    frozen = std::max(frozen, c.stuck);
  }
  return frozen;
}

TEST(GatesInTime, ADoorThatClosesBeforeAQueueSendsItToTheOtherExit) {
  Evacuation e = room_with_queue(R"toml(
[[exit]]
name = "back"
line = [[0, 4], [0, 6]]
[[event]]
at_s = 20
close = "door"
)toml");
  size_t out_before = 0, through_door = 0;
  while (e.crowd.time() < 20.2) e.crowd.step();
  out_before = e.crowd.counts().evacuated;
  ASSERT_EQ(e.crowd.events().size(), 1u);
  const crowd::EventReport& event = e.crowd.events()[0];
  through_door = e.crowd.portal_crossings().size();
  EXPECT_GT(event.affected, 20u);
  EXPECT_EQ(event.rerouted, event.affected);
  EXPECT_EQ(event.waiting, 0u);
  EXPECT_EQ(run_and_count_frozen(e, 300), 0u);
  EXPECT_EQ(e.crowd.counts().evacuated, 200u);
  EXPECT_EQ(e.crowd.portal_crossings().size(), through_door);  // nobody passed the closed door
  // Whoever was rerouted left by the back exit.
  size_t by_back = 0;
  for (const crowd::Outcome& o : e.crowd.outcomes()) by_back += o.exit == 1 && o.exit_time > 20 ? 1 : 0;
  EXPECT_GE(by_back, event.affected);
  RecordProperty("affected", static_cast<int>(event.affected));
  RecordProperty("out_before", static_cast<int>(out_before));
}

TEST(GatesInTime, WhereThereIsNoOtherWayTheQueueWaitsUntilTheDoorOpens) {
  Evacuation e = room_with_queue(R"toml(
[[event]]
at_s = 20
close = "door"
[[event]]
at_s = 120
open = "door"
)toml");
  while (e.crowd.time() < 21) e.crowd.step();
  const size_t inside_first = e.crowd.counts().inside - e.crowd.counts().without_route;
  EXPECT_TRUE(e.crowd.awaits_opening());
  EXPECT_EQ(e.crowd.events().at(0).waiting, e.crowd.events().at(0).affected);
  EXPECT_GT(e.crowd.events().at(0).waiting, 140u);  // at 2 /s at most 40 have passed
  EXPECT_EQ(e.crowd.counts().without_route, e.crowd.events().at(0).waiting);
  EXPECT_LT(inside_first, 20u);
  const size_t passed = e.crowd.portal_crossings().size();
  while (e.crowd.time() < 119.9) e.crowd.step();
  EXPECT_EQ(e.crowd.portal_crossings().size(), passed);
  EXPECT_EQ(e.crowd.counts().inside, e.crowd.counts().without_route);
  EXPECT_EQ(run_and_count_frozen(e, 400), 0u);
  EXPECT_EQ(e.crowd.counts().evacuated, 200u);
  ASSERT_EQ(e.crowd.events().size(), 2u);
  EXPECT_EQ(e.crowd.events()[1].rerouted, e.crowd.events()[0].waiting);
}

}  // namespace
}  // namespace muster::test
