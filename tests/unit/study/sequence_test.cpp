// Plans in the unit cube: the published sequence, its balance, strata, extension, trajectories.
#include "sim/study/statistics/sequence.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

/// How many of equal shares of a dimension hold exactly one point.
size_t filled(const Points& points, size_t d) {
  std::set<size_t> shares;
  for (const auto& p : points) shares.insert(static_cast<size_t>(p[d] * static_cast<double>(points.size())));
  return shares.size();
}

TEST(Sobol, IsThePublishedSequence) {
  // Points 1, 2, 3 and 13 of Joe and Kuo's sequence in the Gray code order that scipy.stats.qmc.Sobol 1.10.1 prints:
  // there point i of that order is our point i ^ (i >> 1).
  const size_t dimensions[] = {0, 1, 2, 3, 7, 20, 39};
  const struct {
    uint32_t index;
    double at[7];
  } points[] = {{1, {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}},
                {2, {0.75, 0.25, 0.25, 0.25, 0.75, 0.25, 0.25}},
                {3, {0.25, 0.75, 0.75, 0.75, 0.25, 0.75, 0.75}},
                {13, {0.8125, 0.6875, 0.8125, 0.0625, 0.5625, 0.5625, 0.9375}}};
  for (const auto& point : points)
    for (size_t k = 0; k < 7; ++k)
      EXPECT_EQ(sobol_digits(point.index ^ (point.index >> 1), dimensions[k]) * 0x1p-32, point.at[k])
          << "point " << point.index << ", dimension " << dimensions[k];
}

TEST(Sobol, EveryDimensionHoldsOnePointAShareAfterScrambling) {
  const Points points = sobol_points(max_sobol_dimensions, 256, 7);
  for (size_t d = 0; d < max_sobol_dimensions; ++d) EXPECT_EQ(filled(points, d), 256u) << d;
  // The first two dimensions are a (0, 8, 2)-net: each box of 1/16 by 1/16 holds one point.
  std::set<std::pair<int, int>> boxes;
  for (const auto& p : points) boxes.emplace(p[0] * 16, p[1] * 16);
  EXPECT_EQ(boxes.size(), 256u);
}

TEST(Sobol, GrowsAndHangsOnItsSeed) {
  const Points few = sobol_points(5, 64, 3), more = sobol_points(5, 128, 3), other = sobol_points(5, 64, 4);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), more.begin()));
  EXPECT_NE(few, other);
}

TEST(Sobol, IntegratesBetterThanChance) {
  // The mean of the product of 2 u_k over five dimensions is 1; at random its standard error would be 0.028.
  double sum = 0;
  for (const auto& p : sobol_points(5, 4096, 1)) {
    double product = 1;
    for (const double u : p) product *= 2 * u;
    sum += product;
  }
  EXPECT_NEAR(sum / 4096, 1, 0.003);
}

TEST(LatinHypercube, OnePointAShare) {
  const Points points = latin_points(6, 100, 9);
  for (size_t d = 0; d < 6; ++d) EXPECT_EQ(filled(points, d), 100u) << d;
}

TEST(Morris, TrajectoriesMoveOneFactorAtATime) {
  constexpr size_t factors = 7;
  const Points points = morris_points(factors, 20, 5);
  ASSERT_EQ(points.size(), 20 * (factors + 1));
  for (size_t t = 0; t < 20; ++t) {
    std::set<size_t> moved;
    for (size_t k = 0; k < factors; ++k) {
      const auto &a = points[t * (factors + 1) + k], &b = points[t * (factors + 1) + k + 1];
      size_t changes = 0;
      for (size_t d = 0; d < factors; ++d)
        if (a[d] != b[d]) {
          moved.insert(d), ++changes;
          EXPECT_EQ(std::abs(a[d] - b[d]), 0.5);
        }
      EXPECT_EQ(changes, 1u);
    }
    EXPECT_EQ(moved.size(), factors) << "each factor once";
  }
  for (const auto& p : points)
    for (const double u : p) EXPECT_TRUE(u == 0.125 || u == 0.375 || u == 0.625 || u == 0.875) << u;
}

TEST(Saltelli, RowsShareAllButOneColumn) {
  constexpr size_t factors = 3;
  const Points points = saltelli_points(factors, 16, 2);
  ASSERT_EQ(points.size(), 16 * (factors + 2));
  for (size_t k = 0; k < points.size(); k += factors + 2)
    for (size_t d = 0; d < factors; ++d)
      for (size_t i = 0; i < factors; ++i) EXPECT_EQ(points[k + 2 + i][d], points[k + (i == d ? 1 : 0)][d]);
}

}  // namespace
}  // namespace muster::sim::study
