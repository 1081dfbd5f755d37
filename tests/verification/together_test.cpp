// Groups and assistance: cases whose times follow by hand. NIST TN 1822 test 2.9 is the check `groups` of `muster
// verify`.
#include "base/parallel.h"
#include "tests/support/evacuation.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::test {
namespace {

/// A corridor 60 m x 3 m: a patient at its start, two helpers at its exit.
std::string ward(const std::string& help, const std::string& more = "") {
  return fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[60, 0], [60, 3]]
[[people]]
name = "patient"
points = [[5, 1.5]]
needs_help = {{ {} }}
[[people]]
name = "staff"
points = [[50, 0.8], [50, 2.2]]
speed_m_s = 1.25
helps = true
{})toml",
                     rectangle(0, 0, 60, 3), help, more);
}

TEST(Assistance, FetchPrepareAndMoveTakeTheTimesOfTheirDevices) {
  struct Expected {
    const char* device;
    double speed, prepare, radius;
  };
  // models/crowd/people/bonds.h; the helpers stop an arm, 0.5 m, from the device.
  for (const Expected& e : {Expected{"wheelchair", 1.30, 10, 0.35}, Expected{"bed", 1.0, 60, 0.475}}) {
    Evacuation evacuation(ward(fmt::format("device = \"{}\"", e.device)));
    evacuation.run(400);
    const double fetch = (45 - e.radius - 0.15 - 0.5) / 1.25, expected = fetch + e.prepare + 55 / e.speed;
    EXPECT_NEAR(evacuation.crowd.outcomes()[0].exit_time, expected, 0.03 * expected) << e.device;
    EXPECT_TRUE(evacuation.crowd.finished());
  }
}

TEST(Assistance, HelpersWhoDoNotReturnLeaveWithThePatient) {
  Evacuation evacuation(ward("device = \"bed\"", "returns = false"));
  evacuation.run(400);
  ASSERT_TRUE(evacuation.crowd.finished());
  const std::vector<crowd::Outcome> out = evacuation.crowd.outcomes();
  EXPECT_EQ(out[1].exit_time, out[0].exit_time);
  EXPECT_EQ(out[2].exit_time, out[0].exit_time);
}

TEST(Together, SameBitsOnOneAndThreeThreadsThroughDoors) {
  std::vector<uint64_t> hashes;
  for (const size_t threads : {1, 3}) {
    const ThreadLimit limit(threads);
    Evacuation evacuation(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[20, 4], [20, 5.2]]
[[people]]
name = "families"
count = 150
group_size = {{ distribution = "uniform", low = 2, high = 5 }}
premovement_s = {{ distribution = "uniform", low = 0, high = 15 }}
)toml",
                                      rectangle(0, 0, 20, 10)));
    evacuation.run(40);
    hashes.push_back(evacuation.crowd.state_hash());
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

TEST(Together, FamiliesOf150PeopleAllGetOutThroughADoor) {
  Evacuation evacuation(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[20, 4], [20, 5]]
[[people]]
name = "families"
count = 150
group_size = {{ distribution = "uniform", low = 2, high = 5 }}
speed_m_s = {{ distribution = "uniform", low = 0.5, high = 1.6 }}
)toml",
                                    rectangle(0, 0, 20, 10)));
  evacuation.run(600);
  EXPECT_EQ(evacuation.crowd.counts().evacuated, 150u);
  // Alone: 150 people through 1 m at 1.7 to 2.0 /s, 75 to 90 s. Waiting for one another costs, but not without end.
  EXPECT_LT(evacuation.crowd.time(), 300);
}

/// A rescue team of two comes in by the exit against 60 people who leave by it, fetches a patient and brings him out.
TEST(Assistance, ARescueTeamComesInAgainstTheFlow) {
  Evacuation evacuation(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[40, 0.5], [40, 2.5]]
[[people]]
name = "crowd"
count = 60
polygon = [[10, 0], [25, 0], [25, 3], [10, 3]]
[[people]]
name = "patient"
points = [[2, 1.5]]
needs_help = {{ device = "stretcher", helpers = 2, prepare_s = 20 }}
[[inflow]]
name = "rescue team"
count = 2
from_s = 5
until_s = 7
from = {{gate = "exit"}}
speed_m_s = 1.2
helps = true
)toml",
                                    rectangle(0, 0, 40, 3)));
  evacuation.run(400);
  ASSERT_TRUE(evacuation.crowd.finished());
  EXPECT_EQ(evacuation.crowd.together().assistance.counts().helped, 1u);
  const std::vector<crowd::Outcome> out = evacuation.crowd.outcomes();
  // In at 5 to 7 s, 37 m to him at 1.2 m/s at best, 20 s, 38 m at 1.04 m/s: 93 s without anybody in the way.
  EXPECT_GT(out[60].exit_time, 5 + 36.5 / 1.2 + 20 + 38 / 1.04);
  EXPECT_LT(out[60].exit_time, 180);
  for (const size_t helper : {61, 62}) EXPECT_GE(out[helper].exit_time, out[60].exit_time);
}

}  // namespace
}  // namespace muster::test
