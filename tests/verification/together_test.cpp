// Groups and assistance: NIST TN 1822 test 2.9 (ISO 20414 test 14), and cases whose times follow by hand.
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

/// Points of a lattice of `columns` from (x, y), 0.8 m apart.
std::string lattice(double x, double y, int count, int columns) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += fmt::format("{}[{}, {}]", i == 0 ? "" : ", ", x + 0.8 * (i % columns), y + 0.8 * (i / columns));
  return text;
}

/// Room 15 x 10 m, exit 1 m in the middle of a 10 m wall. Group 1: four at 1.25 m/s and one at 0.5 m/s, at the far
/// wall; group 2: ten at 0.2 m/s in the middle, if it is there. Time between the first and the last of group 1 [s].
double spread_of_group_1(bool together, bool others, int seed) {
  const std::string stays = together ? "group_size = 5" : "";
  const std::string group_2 = others ? fmt::format(R"toml(
[[people]]
name = "group 2"
points = [{}]
speed_m_s = 0.2
group_size = 10
)toml",
                                                   lattice(8, 3.5, 10, 2))
                                     : "";
  Evacuation evacuation(fmt::format(R"toml(
seed = {}
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[15, 4.5], [15, 5.5]]
[[people]]
name = "group 1"
points = [[1, 4], [1, 5], [2, 4], [2, 5], [1.5, 6]]
speed_m_s = 1.25
{}
{})toml",
                                    seed, rectangle(0, 0, 15, 10), stays, group_2));
  evacuation.start.people[4].speed = 0.5F;  // one of the group differs in its speed alone
  crowd::Crowd crowd(evacuation.start.floors, evacuation.start.people, evacuation.start.crowd);
  while (!crowd.finished() && crowd.time() < 600) crowd.step();
  EXPECT_TRUE(crowd.finished());
  double first = 1e9, last = 0;
  for (size_t i = 0; i < 5; ++i) {
    first = std::min(first, crowd.outcomes()[i].exit_time);
    last = std::max(last, crowd.outcomes()[i].exit_time);
  }
  return last - first;
}

TEST(NistIso, Test29And14GroupsArriveTogether) {
  double sum = 0;
  for (int seed = 1; seed <= 5; ++seed) {
    sum += spread_of_group_1(true, true, seed);
    // The criterion tells the two apart: nobody waits and nobody is in the way. By hand, to the line of the exit: 13.5
    // m at 0.5 m/s less 13 m at 1.25 m/s. (With group 2 it is chance how long the fast are held up behind the slow.)
    EXPECT_NEAR(spread_of_group_1(false, false, seed), 13.5 / 0.5 - 13 / 1.25, 0.8) << seed;
  }
  RecordProperty("mean_spread_s", fmt::format("{:.1f}", sum / 5));
  EXPECT_LE(sum / 5, 10.0);  // the standard's limit holds for the mean; for single seeds see the check `groups`
}

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

}  // namespace
}  // namespace muster::test
