// Doors that close while people queue at them, and design flow limits (IMO MSC.1/Circ.1533 test 4, NIST TN 1822 test
// 5.2, ISO 20414 test 11: at most 1.33 people per second through 1 m).
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

/// 100 people, 8 x 5 m, an exit of 1 m in the middle of the 5 m wall; times at which people crossed it.
std::vector<double> through_one_metre(const std::string& limit, int seed) {
  Evacuation e(fmt::format(R"toml(
seed = {}
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[8, 2], [8, 3]]
{}
[[people]]
count = 100
speed_m_s = {{ distribution = "uniform", low = 0.97, high = 1.62 }}
)toml",
                           seed, rectangle(0, 0, 8, 5), limit));
  e.run(400);
  EXPECT_EQ(e.crowd.counts().evacuated, 100u);
  std::vector<double> times;
  for (const crowd::Crossing& c : e.crowd.exit_crossings()) times.push_back(c.time);
  std::sort(times.begin(), times.end());
  return times;
}

TEST(GatesInTime, Imo4TheDesignFlowIsReachedAndNeverExceeded) {
  for (const int seed : {1, 2, 3}) {
    const std::vector<double> times = through_one_metre("max_flow_per_m_s = 1.33", seed);
    ASSERT_EQ(times.size(), 100u);
    for (size_t n = 1; n < times.size(); ++n)
      EXPECT_LE(static_cast<double>(n) / (times[n] - times[0]), 1.33 * (1 + 1e-6)) << n;
    const double flow = 99 / (times.back() - times.front());
    EXPECT_GE(flow, 0.95 * 1.33) << seed;
    RecordProperty(fmt::format("flow_{}", seed), fmt::format("{:.3f}", flow));
  }
  // Without the limit the flow is the model's own, well above.
  const std::vector<double> free = through_one_metre("", 1);
  EXPECT_GT(99 / (free.back() - free.front()), 1.5);
}

}  // namespace
}  // namespace muster::test
