// Muster points and refuges from case files, and names in them that are unknown. The published tests of the choice of
// exits are checks of `muster verify`: sim/verify/choice_checks.cpp.
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
