// Curves, quantiles, paired comparisons.
#include "base/distribution.h"
#include "base/random.h"
#include "sim/study/statistics/curves.h"
#include "sim/study/statistics/paired.h"
#include "sim/study/statistics/quantile.h"
#include "sim/study/statistics/replicates.h"

#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

TEST(Curves, Identities) {
  Curve y;
  for (int k = 1; k <= 100; ++k) y.push_back(10 + 0.7 * k + 0.01 * k * k);
  Curve twice = y, later = y;
  for (double& t : twice) t *= 2;
  for (double& t : later) t += 60;
  EXPECT_DOUBLE_EQ(relative_difference(y, y), 0);
  EXPECT_DOUBLE_EQ(projection_coefficient(y, y), 1);
  EXPECT_NEAR(secant_cosine(y, y, 5), 1, 1e-12);
  EXPECT_NEAR(relative_difference(twice, y), 1, 1e-12);
  EXPECT_NEAR(projection_coefficient(twice, y), 2, 1e-12);
  EXPECT_NEAR(secant_cosine(twice, y, 5), 1, 1e-12);
  EXPECT_NEAR(secant_cosine(later, y, 5), 1, 1e-12) << "shape only";
  EXPECT_GT(projection_coefficient(later, y), 1.5) << "scale";
}

TEST(Curves, StepsByHand) {
  // Means after runs 1, 2, 3: (1, 2), (2, 3), (3, 4); total times 2, 3, 4.
  const std::array<Curve, 3> curves = {Curve{1, 2}, {3, 4}, {5, 6}};
  const auto steps = curve_steps(curves, 1);
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_NEAR(steps[0].total, 1.0 / 3, 1e-12);
  EXPECT_FALSE(steps[0].erd) << "needs two means before";
  EXPECT_NEAR(steps[1].total, 1.0 / 4, 1e-12);
  EXPECT_NEAR(*steps[1].sd, (2 - std::sqrt(2.0)) / 2, 1e-12) << "of 2, 4: sqrt 2; of 2, 4, 6: 2";
  EXPECT_NEAR(*steps[1].erd, std::abs(std::sqrt(2.0 / 13) - std::sqrt(2.0 / 5)), 1e-12);
  EXPECT_NEAR(*steps[1].epc, std::abs(18.0 / 13 - 8.0 / 5), 1e-12);
  EXPECT_NEAR(*steps[1].sc, 0, 1e-12);
}

TEST(Curves, StableAfterAsManyRunsOnEnd) {
  std::vector<CurveStep> steps(30, CurveStep{0.001, 0.01, 0.001, 0.001, 0.001});
  steps[0] = {0.3, {}, {}, {}, {}};
  steps[4].total = 0.02;
  EXPECT_EQ(runs_until_stable(steps, {}), 16u) << "the ten changes after the one that was too large";
  steps.resize(12);
  EXPECT_FALSE(runs_until_stable(steps, {}));
}

TEST(Wilks, Table) {
  // Published numbers of runs for 95 % / 95 %, then 90 % of the population with 95 %, 99 % with 95 %.
  EXPECT_EQ(wilks_runs(1, 0.95, 0.95), 59u);
  EXPECT_EQ(wilks_runs(2, 0.95, 0.95), 93u);
  EXPECT_EQ(wilks_runs(3, 0.95, 0.95), 124u);
  EXPECT_EQ(wilks_runs(4, 0.95, 0.95), 153u);
  EXPECT_EQ(wilks_runs(1, 0.90, 0.95), 29u);
  EXPECT_EQ(wilks_runs(1, 0.99, 0.95), 299u);
  EXPECT_FALSE(wilks_rank(58, 0.95, 0.95));
  EXPECT_EQ(wilks_rank(59, 0.95, 0.95), 1u);
  EXPECT_EQ(wilks_rank(124, 0.95, 0.95), 3u);
}

TEST(Wilks, BoundIsAnOrderStatistic) {
  std::vector<double> values;
  for (int k = 1; k <= 93; ++k) values.push_back(k);
  EXPECT_EQ(upper_bound_95_95(values), 92);
  values.resize(59);
  EXPECT_EQ(upper_bound_95_95(values), 59);
  values.resize(58);
  EXPECT_FALSE(upper_bound_95_95(values));
}

TEST(Wilks, RunsWithoutAValueAreAboveEveryValue) {
  std::vector<double> values;
  for (int k = 1; k <= 59; ++k) values.push_back(k);
  EXPECT_EQ(upper_bound_95_95(values, 34), std::nullopt) << "of 93 the second largest: somebody never came out";
  EXPECT_EQ(upper_bound_95_95(std::span(values).first(58), 1), std::nullopt) << "of 59 the largest";
  for (int k = 60; k <= 92; ++k) values.push_back(k);
  EXPECT_EQ(upper_bound_95_95(values, 1), 92) << "of 93 the second largest, which is the largest that there is";
  EXPECT_EQ(upper_bound_95_95(values, 0), 92) << "of 92 the largest";
}

TEST(Quantile, HigherThan95PercentOfTheRuns) {
  std::vector<double> values;
  for (int k = 1; k <= 50; ++k) values.push_back(k);
  EXPECT_EQ(higher_than_95_percent(values), 49) << "48 of 50 lie below; of 47 it would be 94 %";
  values.pop_back();
  EXPECT_EQ(higher_than_95_percent(values, 1), 49);
  values.pop_back();
  EXPECT_EQ(higher_than_95_percent(values, 2), std::nullopt) << "the 49th never came out";
  for (int k = 49; k <= 100; ++k) values.push_back(k);
  EXPECT_EQ(higher_than_95_percent(values), 96);
  values.resize(20);
  EXPECT_EQ(higher_than_95_percent(values), 20);
  values.resize(19);
  EXPECT_FALSE(higher_than_95_percent(values));
}

TEST(Wilson, PublishedIntervals) {
  // Newcombe 1998 (doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I, method 3.
  const Probability a = wilson(81, 263), b = wilson(15, 148), c = wilson(0, 20), d = wilson(1, 29);
  EXPECT_NEAR(a.low, 0.2553, 5e-5);
  EXPECT_NEAR(a.high, 0.3662, 5e-5);
  EXPECT_NEAR(b.low, 0.0624, 5e-5);
  EXPECT_NEAR(b.high, 0.1605, 5e-5);
  EXPECT_EQ(c.low, 0);
  EXPECT_NEAR(c.high, 0.1611, 5e-5);
  EXPECT_NEAR(d.low, 0.0061, 5e-5);
  EXPECT_NEAR(d.high, 0.1718, 5e-5);
}

TEST(Binomial, Sums) {
  EXPECT_NEAR(binomial_cumulative(1, 3, 0.5), 0.5, 1e-12);
  EXPECT_NEAR(binomial_cumulative(0, 10, 0.1), std::pow(0.9, 10), 1e-12);
}

TEST(Paired, DifferencesOfTheSameSeeds) {
  const BySeed a = {{1, 40}, {2, 60}, {3, 80}, {9, 500}}, b = {{1, 50}, {2, 72}, {3, 94}, {8, 1}};
  std::array<PairedComparison, 1> one = {compare_paired(a, b)};
  judge(one);
  EXPECT_EQ(one[0].difference.n, 3u) << "seeds of one side only do not count";
  EXPECT_DOUBLE_EQ(one[0].difference.mean, 12);
  EXPECT_NEAR(*one[0].difference.half, 4.3027 * 2 / std::sqrt(3), 1e-3);
  // t = 12 / (2 / sqrt 3) = 10.39 with 2 degrees: p = 1 - t / sqrt(t^2 + 2) = 0.0091.
  EXPECT_NEAR(one[0].p, 1 - 10.3923 / std::sqrt(10.3923 * 10.3923 + 2), 1e-5);
  EXPECT_EQ(one[0].below, 0);
  EXPECT_EQ(one[0].verdict, Verdict::more);
}

TEST(Paired, HolmByHand) {
  std::array<PairedComparison, 4> all;
  const double p[] = {0.01, 0.04, 0.03, 0.005};
  for (size_t k = 0; k < 4; ++k) all[k].difference = {-1, 0.5, 10}, all[k].p = p[k];
  judge(all);
  // Sorted .005 x 4, .01 x 3, .03 x 2, .04 x 1, none below the one before.
  EXPECT_NEAR(all[3].p, 0.02, 1e-12);
  EXPECT_NEAR(all[0].p, 0.03, 1e-12);
  EXPECT_NEAR(all[2].p, 0.06, 1e-12);
  EXPECT_NEAR(all[1].p, 0.06, 1e-12);
  EXPECT_EQ(all[0].verdict, Verdict::less);
  EXPECT_EQ(all[1].verdict, Verdict::not_distinguishable);
}

TEST(Paired, SameAndTooFew) {
  std::array<PairedComparison, 2> all = {compare_paired({{1, 4}, {2, 5}}, {{1, 4}, {2, 5}}),
                                         compare_paired({{1, 4}}, {{1, 5}})};
  judge(all);
  EXPECT_EQ(all[0].verdict, Verdict::the_same);
  EXPECT_EQ(all[0].below, 0.5);
  EXPECT_EQ(all[1].verdict, Verdict::too_few);
  EXPECT_EQ(compare_paired({{1, 4}}, {{2, 5}}).difference.n, 0u);
}

TEST(Paired, NothingThatScattersIsNoCertainty) {
  BySeed first, second;
  const auto judged = [&](bool certain = false) {
    std::array<PairedComparison, 1> one = {compare_paired(first, second, {}, certain)};
    judge(one);
    return one[0];
  };
  for (uint64_t seed = 1; seed <= 6; ++seed) {
    first[seed] = 0.1 * static_cast<double>(seed), second[seed] = first[seed] + 1;
    if (seed < 2) continue;
    const PairedComparison one = judged();
    EXPECT_DOUBLE_EQ(one.p, std::pow(0.5, seed - 1)) << "the sign test's: all of them on one side";
    EXPECT_FALSE(one.difference.half) << "not plus or minus nothing";
    EXPECT_EQ(one.verdict, seed < 6 ? Verdict::too_few : Verdict::more) << seed;
  }
  EXPECT_EQ(judged(true).p, 0) << "a cost";
  EXPECT_EQ(judged(true).difference.half, 0);
}

TEST(Paired, NoVerdictWhereRunsHaveNoFigure) {
  BySeed first, second;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    first[seed] = 120 + static_cast<double>(seed % 3);
    if (seed > 2) second[seed] = 95 + static_cast<double>(seed % 2);
  }
  std::array<PairedComparison, 2> both = {compare_paired(first, second, 10), compare_paired(first, second, 8)};
  judge(both);
  EXPECT_EQ(both[0].verdict, Verdict::incomplete);
  EXPECT_EQ(both[0].p, 1);
  EXPECT_EQ(verdict_of(both[0].verdict, false), "not all runs have the figure");
  EXPECT_EQ(both[1].verdict, Verdict::less);
}

TEST(Replicates, CountsThatAreAllAlikeAndFewValuesAreNotNarrow) {
  EXPECT_FALSE(narrow(std::vector<double>(160, 0), 0.02)) << "nobody hurt in 160 runs may be 2 % of all runs";
  EXPECT_FALSE(narrow(std::vector<double>(10, 3), 0.02));
  EXPECT_TRUE(narrow(std::vector<double>(10, 3.25), 0.02)) << "a time without chance";
  EXPECT_FALSE(narrow(std::vector<double>(9, 3.25), 0.02));
}

TEST(Replicates, IntervalsHoldTheMeanInAThousandStudies) {
  // Lognormal times of mean 200 s whose spread is 2 to 12 % of it; 10 runs, then as the rule says, 160 at the most.
  size_t held = 0, at_most = 0;
  for (uint64_t study = 0; study < 1000; ++study) {
    const double spread = 0.02 + 0.1 * random_uniform(1, study, 0, Draw::test);
    const double sigma = std::sqrt(std::log1p(spread * spread));
    const Distribution times{Distribution::Kind::lognormal, std::log(200.0) - sigma * sigma / 2, sigma};
    std::vector<double> values;
    for (size_t n = 10;; n = next_look(n, 160)) {
      while (values.size() < n) values.push_back(times.quantile(random_uniform(2, study, values.size(), Draw::test)));
      if (n == 160 || narrow(values, 0.02)) break;
    }
    const MeanInterval mean = mean_interval(values);
    held += std::abs(mean.mean - 200) <= *mean.half ? 1 : 0;
    at_most += values.size() == 160 ? 1 : 0;
  }
  EXPECT_GE(held, 930u);
  EXPECT_LE(held, 970u);
  EXPECT_LT(at_most, 900u) << "most of them stop early";
  EXPECT_FALSE(narrow(std::array{200.0}, 0.02));
}

}  // namespace
}  // namespace muster::sim::study
