// Sensitivity against closed forms and OpenTURNS.
#include "sim/study/statistics/indices.h"

#include "base/distribution.h"
#include "base/random.h"
#include "sim/study/statistics/sequence.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <cstdio>
#include <numbers>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

/// Ishigami and Homma 1990, a = 7, b = 0.1, inputs uniform in (-pi, pi).
double ishigami(const std::vector<double>& u) {
  const auto x = [&](size_t d) { return std::numbers::pi * (2 * u[d] - 1); };
  return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

/// Its exact indices: V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225.
struct Exact {
  double first[3], total[3], variance;
};
Exact exact_ishigami() {
  const double pi4 = std::pow(std::numbers::pi, 4), b = 0.1;
  const double v1 = std::pow(1 + b * pi4 / 5, 2) / 2, v2 = 49.0 / 8, v13 = 8 * b * b * pi4 * pi4 / 225;
  const double v = v1 + v2 + v13;
  return {{v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}, v};
}

/// Values with so many replicates, whose seeds add a normal number of standard deviation `noise`.
std::vector<Replicated> evaluate(const Points& points, size_t replicates = 1, double noise = 0, bool common = false) {
  std::vector<Replicated> values;
  for (size_t k = 0; k < points.size(); ++k) {
    Replicated& of = values.emplace_back();
    for (size_t r = 0; r < replicates; ++r)
      of.push_back(ishigami(points[k]) +
                   noise * Distribution::normal(0, 1).quantile(random_uniform(5, common ? 0 : k, r, Draw::test)));
  }
  return values;
}

void expect_ishigami(const SobolIndices& found) {
  const Exact exact = exact_ishigami();
  for (size_t d = 0; d < 3; ++d) {
    EXPECT_NEAR(found.first[d].value, exact.first[d], 0.02) << d;
    EXPECT_NEAR(found.total[d].value, exact.total[d], 0.02) << d;
    EXPECT_LE(found.first[d].low, exact.first[d]) << d;
    EXPECT_GE(found.first[d].high, exact.first[d]) << d;
    EXPECT_LE(found.total[d].low, exact.total[d]) << d;
    EXPECT_GE(found.total[d].high, exact.total[d]) << d;
  }
}

TEST(SobolIndices, IshigamiLieInTheirIntervals) {
  for (const uint64_t seed : {1, 2, 3}) {
    const auto found = sobol_indices(evaluate(saltelli_points(3, 4096, seed)), 3, seed);
    ASSERT_TRUE(found);
    expect_ishigami(*found);
    EXPECT_NEAR(found->variance, exact_ishigami().variance, 0.02 * exact_ishigami().variance);
    EXPECT_FALSE(found->seeds) << "one replicate says nothing of the seeds";
    EXPECT_EQ(found->rows, 4096u);
  }
}

TEST(SobolIndices, WhatSeedsAddIsTakenOut) {
  // Noise of standard deviation 3 beside a function of variance 13.84: 39.4 % of the variance of single runs. Without
  // the correction the total index of the idle first-order factor 3 would be too high by 4.5 / 13.84 / 2 = 0.16.
  const auto found = sobol_indices(evaluate(saltelli_points(3, 4096, 1), 2, 3), 3, 1);
  ASSERT_TRUE(found && found->seeds);
  const Exact exact = exact_ishigami();
  for (size_t d = 0; d < 3; ++d) {
    EXPECT_NEAR(found->first[d].value, exact.first[d], 0.04);
    EXPECT_NEAR(found->total[d].value, exact.total[d], 0.04);
  }
  EXPECT_NEAR(found->seeds->value, 9 / (9 + exact.variance), 0.02);
  // Where every point has the same draws, nothing of them is in the differences.
  const auto common = sobol_indices(evaluate(saltelli_points(3, 4096, 1), 2, 3, true), 3, 1);
  ASSERT_TRUE(common);
  for (size_t d = 0; d < 3; ++d) EXPECT_NEAR(common->total[d].value, exact.total[d], 0.02);
}

TEST(SobolIndices, RowsWithAFailureAreLeftOut) {
  std::vector<Replicated> values = evaluate(saltelli_points(3, 64, 1));
  values[7].clear();
  const auto found = sobol_indices(values, 3, 1);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->rows, 63u);
  EXPECT_FALSE(sobol_indices(std::vector<Replicated>(80, {1.0}), 3, 1)) << "nothing varies";
  EXPECT_FALSE(sobol_indices(evaluate(saltelli_points(3, 4, 1)), 3, 1)) << "too few rows";
}

TEST(SobolIndices, EqualThoseOfOpenTurns) {
  if (std::system("/usr/bin/python3 -c 'import openturns' 2>/dev/null") != 0)
    GTEST_SKIP() << "python3-openturns is not installed";
  // OpenTURNS' own plan, the same size, its Saltelli and Jansen estimators.
  const test::TemporaryFolder folder;
  const auto script = folder.write("indices.py", R"(
import openturns as ot
f = ot.SymbolicFunction(['x1','x2','x3'], ['sin(x1) + 7*sin(x2)^2 + 0.1*x3^4*sin(x1)'])
d = ot.ComposedDistribution([ot.Uniform(-3.141592653589793, 3.141592653589793)]*3)
ot.ResourceMap.SetAsString('SobolIndicesExperiment-SamplingMethod', 'QMC')
x = ot.SobolIndicesExperiment(d, 4096, False).generate()
y = f(x)
print(*ot.SaltelliSensitivityAlgorithm(x, y, 4096).getFirstOrderIndices(), *ot.JansenSensitivityAlgorithm(x, y, 4096).getTotalOrderIndices())
)");
  std::string text;
  FILE* pipe = popen(("/usr/bin/python3 " + script.string()).c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  for (char buffer[256]; std::fgets(buffer, sizeof buffer, pipe) != nullptr;) text += buffer;
  ASSERT_EQ(pclose(pipe), 0);
  std::istringstream stream(text);
  const auto found = sobol_indices(evaluate(saltelli_points(3, 4096, 1)), 3, 1);
  ASSERT_TRUE(found);
  for (const auto* indices : {&found->first, &found->total})
    for (size_t d = 0; d < 3; ++d) {
      double other = 0;
      ASSERT_TRUE(stream >> other) << text;
      EXPECT_NEAR((*indices)[d].value, other, 0.02) << d << ": " << text;
    }
}

TEST(MorrisEffects, OfALinearFunctionAreItsSlopes) {
  const Points points = morris_points(3, 10, 4);
  std::vector<std::optional<double>> values;
  for (const auto& u : points) values.push_back(5 + 3 * u[0] - 2 * u[1]);
  auto effects = morris_effects(points, values);
  ASSERT_EQ(effects.size(), 3u);
  const double slopes[] = {3, -2, 0};
  for (size_t d = 0; d < 3; ++d) {
    EXPECT_NEAR(effects[d].mean, slopes[d], 1e-12);
    EXPECT_NEAR(effects[d].size.value, std::abs(slopes[d]), 1e-12);
    EXPECT_NEAR(effects[d].spread.value(), 0, 1e-12);
    EXPECT_EQ(effects[d].n, 10u);
  }
  values[0].reset();
  effects = morris_effects(points, values);
  EXPECT_EQ(effects[0].n + effects[1].n + effects[2].n, 29u) << "the effect beside the failure is gone";
}

TEST(MorrisEffects, OneEffectSaysNothingOfItsScatter) {
  const Points points = morris_points(1, 1, 4);
  const auto effects = morris_effects(points, std::vector<std::optional<double>>{points[0][0], points[1][0]});
  EXPECT_NEAR(effects[0].size.value, 1, 1e-12);
  EXPECT_FALSE(effects[0].spread);
  EXPECT_TRUE(std::isinf(effects[0].size.high)) << "not 1 +- 0";
}

TEST(SobolIndices, SeedsAreTakenOutOfPointsWithMoreRuns) {
  // 4 u0 plus a number of each seed, the same at every point of a row: u1 does nothing, its points have 8 runs, the
  // others the first 2 of them. The variance of their difference is 1/2 + 1/8 - 2 / 8.
  const Points points = saltelli_points(2, 1024, 1);
  std::vector<Replicated> values;
  for (size_t k = 0; k < points.size(); ++k) {
    Replicated& of = values.emplace_back();
    for (size_t r = 0; r < (k % 4 == 3 ? 8u : 2u); ++r)
      of.push_back(4 * points[k][0] + Distribution::normal(0, 1).quantile(random_uniform(6, k / 4, r, Draw::test)));
  }
  const auto found = sobol_indices(values, 2, 1);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->total[1].value, 0, 0.02);
}

/// In what share of 200 plans the intervals of Ishigami's six indices hold the exact ones.
double coverage(size_t rows) {
  const Exact exact = exact_ishigami();
  size_t held = 0, all = 0;
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    const auto found = sobol_indices(evaluate(saltelli_points(3, rows, seed)), 3, seed);
    if (!found) continue;
    for (size_t d = 0; d < 3; ++d) {
      all += 2;
      held += found->first[d].low <= exact.first[d] && exact.first[d] <= found->first[d].high ? 1 : 0;
      held += found->total[d].low <= exact.total[d] && exact.total[d] <= found->total[d].high ? 1 : 0;
    }
  }
  return static_cast<double>(held) / static_cast<double>(all);
}

TEST(SobolIndices, IntervalsOfFewRowsHoldTooSeldom) {
  const double few = coverage(8), some = coverage(rows_for_intervals);
  RecordProperty("rows_8", fmt::format("{:.3f}", few));
  RecordProperty("rows_64", fmt::format("{:.3f}", some));
  EXPECT_LT(few, 0.93) << "why fewer rows are warned of";
  EXPECT_GE(some, 0.90);
  EXPECT_GT(some, few);
}

TEST(MorrisEffects, InteractionsSpread) {
  const Points points = morris_points(2, 50, 4);
  std::vector<std::optional<double>> values;
  for (const auto& u : points) values.push_back(u[0] * u[1]);
  // The effect of one is the other's level: mean 1/2, standard deviation of the levels sqrt(5 / 64) = 0.28.
  for (const MorrisEffect& effect : morris_effects(points, values)) {
    EXPECT_NEAR(effect.size.value, 0.5, 0.12);
    EXPECT_NEAR(effect.spread.value(), 0.28, 0.05);
    EXPECT_TRUE(effect.size.low < 0.5 && effect.size.high > 0.5);
  }
}

TEST(Regression, CoefficientsOfALinearFunction) {
  const Points points = sobol_points(3, 512, 1);
  std::vector<double> values;
  for (const auto& u : points) values.push_back(10 + 4 * u[0] - 3 * u[1]);
  const auto found = standardised_regression(points, values, 1);
  ASSERT_TRUE(found);
  // Independent inputs of one variance: the slopes' shares of sqrt(16 + 9).
  EXPECT_NEAR(found->coefficients[0].value, 0.8, 0.01);
  EXPECT_NEAR(found->coefficients[1].value, -0.6, 0.01);
  EXPECT_NEAR(found->coefficients[2].value, 0, 0.01);
  EXPECT_NEAR(found->r2, 1, 1e-9);
  EXPECT_FALSE(standardised_regression(points, std::vector<double>(512, 1.0), 1));
}

}  // namespace
}  // namespace muster::sim::study
