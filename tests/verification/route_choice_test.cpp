// Choice of exits and routes: RiMEA 11 and 14, NIST TN 1822 tests 3.2, 3.3 and 4.1, ISO 20414 tests 8, 9, 15 to 17.
#include "tests/support/evacuation.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::test {
namespace {

std::vector<size_t> uses(const Evacuation& e) {
  std::vector<size_t> n(e.start.floors.exits.size(), 0);
  for (const crowd::Outcome& o : e.crowd.outcomes())
    if (o.exit >= 0) ++n[static_cast<size_t>(o.exit)];
  return n;
}

/// RiMEA 11: 30 x 20 m, exits 1 and 2 of 1 m in the same long wall right of its middle, 1000 people at the left.
std::string rimea_11(const std::string& route) {
  return fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit 1"
line = [[18, 20], [19, 20]]
[[exit]]
name = "exit 2"
line = [[27, 20], [28, 20]]
[[people]]
count = 1000
polygon = [[0, 0], [16, 0], [16, 20], [0, 20]]
speed_m_s = {{ distribution = "uniform", low = 0.97, high = 1.62 }}
route = "{}"
)toml",
                     rectangle(0, 0, 30, 20), route);
}

TEST(RouteChoice, Rimea11BothExitsAreUsedByThoseWhoTakeTheQuickest) {
  Evacuation e(rimea_11("quickest"));
  e.run(900);
  EXPECT_EQ(e.crowd.counts().evacuated, 1000u);
  const std::vector<size_t> n = uses(e);
  // That MOST take the nearer one is asked for by the check `exit_choice`, which declares by how much it falls short.
  EXPECT_GT(n[0], 400u);
  EXPECT_GT(n[1], 50u);
  RecordProperty("exit_1", static_cast<int>(n[0]));
  RecordProperty("exit_2", static_cast<int>(n[1]));
  RecordProperty("last_s", fmt::format("{:.1f}", e.crowd.time()));
}

TEST(RouteChoice, Nist33VisitorsLeaveByTheExitThatTheyKnow) {
  // Two equal exits; the group stands in the middle and knows one.
  Evacuation e(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "west"
line = [[0, 4], [0, 6]]
[[exit]]
name = "east"
line = [[20, 4], [20, 6]]
[[people]]
count = 10
polygon = [[8, 3], [12, 3], [12, 7], [8, 7]]
route = "familiar"
familiar = "east"
)toml",
                           rectangle(0, 0, 20, 10)));
  e.run(100);
  EXPECT_EQ(uses(e), (std::vector<size_t>{0, 10}));
}

TEST(RouteChoice, Nist41AnExitThatIsUnavailableAfterASecondIsUsedByNobody) {
  Evacuation e(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit 1"
line = [[0, 4], [0, 6]]
[[exit]]
name = "exit 2"
line = [[20, 4], [20, 6]]
[[people]]
count = 20
polygon = [[4, 3], [8, 3], [8, 7], [4, 7]]
[[event]]
at_s = 1
close = "exit 1"
)toml",
                           rectangle(0, 0, 20, 10)));
  e.run(100);
  EXPECT_EQ(uses(e), (std::vector<size_t>{0, 20}));
  ASSERT_EQ(e.crowd.events().size(), 1u);
  EXPECT_EQ(e.crowd.events()[0].affected, 20u);
  EXPECT_EQ(e.crowd.events()[0].rerouted, 20u);
}

TEST(RouteChoice, AMusterPointAndARefugeFromACaseFile) {
  Evacuation e(fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[0, 4], [0, 6]]
[[muster_point]]
name = "meadow"
point = [26, 5]
radius_m = 2
[[refuge]]
name = "corner"
polygon = [[12, 7], [16, 7], [16, 10], [12, 10]]
capacity = 5
[[people]]
name = "visitors"
count = 15
polygon = [[4, 1], [8, 1], [8, 5], [4, 5]]
muster_point = "mead*"
[[people]]
name = "patients"
count = 8
polygon = [[8, 6], [11, 6], [11, 9], [8, 9]]
refuge = "corner"
)toml",
                           rectangle(0, 0, 30, 10)));
  e.run(120);
  const crowd::Counts c = e.crowd.counts();
  EXPECT_EQ(e.crowd.muster_arrivals().size(), 15u);
  EXPECT_EQ(c.in_refuge, 5u);  // the other three find it full and leave by the exit
  EXPECT_EQ(c.evacuated, 18u);
  EXPECT_EQ(uses(e)[0], 3u);
}

TEST(RouteChoice, UnknownNamesAreRefusedTogetherWithTheNearest) {
  const std::string toml = fmt::format(R"toml(
[model]
wkt = "{}"
[[exit]]
name = "exit"
line = [[0, 4], [0, 6]]
[[refuge]]
name = "corner"
polygon = [[112, 7], [116, 7], [116, 10]]
[[people]]
count = 5
muster_point = "meadow"
[[event]]
at_s = 5
close = "exat"
)toml",
                                       rectangle(0, 0, 30, 10));
  try {
    Evacuation e(toml);
    FAIL();
  } catch (const InputError& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("exat"), std::string::npos) << text;
    EXPECT_NE(text.find("did you mean 'exit'"), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace muster::test
