// Speeds by age, and inflows, in whole runs. Distribution functions are written out here, not taken from the program.
// Pre-movement times and demographics of the published tests are checks of `muster verify`:
// sim/verify/people_checks.cpp.
#include "tests/support/evacuation.h"
#include "tests/support/statistics.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::test {
namespace {

std::string hall(const std::string& people) {
  return fmt::format("model.wkt = \"{}\"\n[[exit]]\nname = \"exit\"\nline = [[60, 28], [60, 32]]\n{}",
                     rectangle(0, 0, 60, 60), people);
}

std::vector<double> speeds(const std::string& keys, int count) {
  const Evacuation e(hall(fmt::format("[[people]]\ncount = {}\n{}", count, keys)));
  std::vector<double> all;
  for (const crowd::Person& p : e.start.people) all.push_back(p.speed);
  return all;
}

TEST(Rimea, Test7SpeedsOfOneAgeGroup) {
  // 50 adults of 50 years: 1.41 m/s (figure after Weidmann), spread 0.26 / 1.34 of it.
  const double sd = 0.26 / 1.34 * 1.41;
  const std::vector<double> fifty = speeds("who = 'adults'\nage_years = 50", 50);
  EXPECT_GT(ks_p(fifty, [&](double v) { return below_normal(v, 1.41, sd); }), 0.05);
  EXPECT_NEAR(mean_of(fifty), 1.41, 3 * sd / std::sqrt(50));
}

TEST(Inflow, WholeRunKeepsTheRateAndLosesNobody) {
  Evacuation e(hall(R"(
[[inflow]]
from = {line = [[1, 20], [1, 40]]}
rate_per_s = [[0, 1], [60, 4]]
until_s = 120
regular = true
)"));
  e.run(400);
  const crowd::Counts counts = e.crowd.counts();
  EXPECT_EQ(counts.placed, 60u + 240u);
  EXPECT_EQ(counts.evacuated, counts.placed);
  EXPECT_EQ(counts.not_yet_in, 0u);
}

}  // namespace
}  // namespace muster::test
