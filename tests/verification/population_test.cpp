// Who the people are and when they start, in whole runs: NIST TN 1822 test 1.1, RiMEA 7, IMO 7, ISO 20414 test 5 and
// NIST 2.4. Distribution functions are written out here, not taken from the program.
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

/// Start times of 1000 people in a run of one step: the times at which they will start.
std::vector<double> start_times(const std::string& premovement) {
  Evacuation e(hall("[[people]]\ncount = 1000\npremovement_s = " + premovement));
  e.crowd.step();
  std::vector<double> times;
  for (const crowd::Outcome& o : e.crowd.outcomes()) times.push_back(o.start_time);
  return times;
}

/// Integral of the density of the gamma distribution by Simpson's rule; substituted x = t^2 where the density is
/// finite.
double below_gamma(double x, double shape, double scale) {
  const int n = 4000;
  const double h = std::sqrt(x) / n, front = 2 / (std::tgamma(shape) * std::pow(scale, shape));
  const auto f = [&](double t) { return t <= 0 ? 0 : std::pow(t, 2 * shape - 1) * std::exp(-t * t / scale); };
  double sum = f(0) + f(std::sqrt(x));
  for (int i = 1; i < n; ++i) sum += (i % 2 == 1 ? 4 : 2) * f(i * h);
  return front * sum * h / 3;
}

TEST(Nist, Test11PreEvacuationTimes) {
  EXPECT_GT(ks_p(start_times("{distribution = 'uniform', low = 10, high = 100}"),
                 [](double t) { return below_uniform(t, 10, 100); }),
            0.05);
  EXPECT_GT(ks_p(start_times("{distribution = 'gamma', shape = 1.291, scale = 103.901}"),
                 [](double t) { return below_gamma(t, 1.291, 103.901); }),
            0.05);
  EXPECT_GT(ks_p(start_times("{distribution = 'lognormal', mu = 4.586, sigma = 0.967}"),
                 [](double t) { return below_normal(std::log(t), 4.586, 0.967); }),
            0.05);
  EXPECT_GT(ks_p(start_times("{distribution = 'weibull', shape = 1.195, scale = 139.285}"),
                 [](double t) { return 1 - std::exp(-std::pow(t / 139.285, 1.195)); }),
            0.05);
}

TEST(Nist, Test11EverybodyStartsWhenDrawn) {
  // 10 people far apart: the first frame in which each has moved is the one after his start time.
  Evacuation e(hall("[[people]]\ncount = 10\npremovement_s = {distribution = 'uniform', low = 10, high = 100}"));
  std::vector<crowd::Snapshot> at, first;
  e.crowd.snapshot(first);
  std::vector<double> moved(10, 0);
  while (e.crowd.time() < 101) {
    e.crowd.step();
    e.crowd.snapshot(at);
    for (const crowd::Snapshot& s : at) {
      const crowd::Snapshot& f = first[s.id];
      if (moved[s.id] == 0 && std::hypot(s.x - f.x, s.y - f.y) > 1e-6) moved[s.id] = e.crowd.time();
    }
  }
  const auto outcomes = e.crowd.outcomes();
  for (size_t id = 0; id < 10; ++id) {
    EXPECT_GE(moved[id], outcomes[id].start_time);
    EXPECT_LE(moved[id], outcomes[id].start_time + 0.1 + 1e-6);
  }
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

TEST(Imo, Test7SpeedsOfTheTable) {
  // 50 males of 30 to 50 years: U(0.97, 1.62) m/s, mean 1.295.
  const std::vector<double> fifty = speeds("who = 'imo_male_30_50'", 50);
  EXPECT_GT(ks_p(fifty, [](double v) { return below_uniform(v, 0.97, 1.62); }), 0.05);
  for (const double v : fifty) EXPECT_TRUE(v >= 0.97 && v <= 1.62) << v;
}

TEST(Iso, Test5Demographics) {
  // ISO 20414 test 5 and NIST 2.4: 100 people N(1.2, 0.2) m/s: mean and standard deviation within 0.05.
  const std::vector<double> hundred = speeds("speed_m_s = {distribution = 'normal', mean = 1.2, sd = 0.2}", 100);
  EXPECT_NEAR(mean_of(hundred), 1.2, 0.05);
  EXPECT_NEAR(sd_of(hundred), 0.2, 0.05);
  EXPECT_GT(ks_p(hundred, [](double v) { return below_normal(v, 1.2, 0.2); }), 0.05);
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
