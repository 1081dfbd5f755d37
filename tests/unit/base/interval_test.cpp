#include "base/interval.h"

#include <array>
#include <cmath>
#include <utility>

#include <gtest/gtest.h>

namespace muster {
namespace {

// Abramowitz and Stegun (1964), table 26.10, A(t|n) = 0.95.
TEST(Interval, StudentsTIsThatOfTheTables) {
  for (const auto& [degrees, t] : {std::pair<size_t, double>{1, 12.706},
                                   {2, 4.303},
                                   {3, 3.182},
                                   {4, 2.776},
                                   {9, 2.262},
                                   {10, 2.228},
                                   {29, 2.045},
                                   {30, 2.042},
                                   {60, 2.000},
                                   {120, 1.980}})
    EXPECT_NEAR(student_t95(degrees), t, 0.0006) << degrees;
  EXPECT_NEAR(student_t95(100000), 1.95996, 0.0001);
}

TEST(Interval, OfAMean) {
  const std::array<double, 5> values = {10, 12, 14, 16, 18};  // variance 10, of the mean 2
  const MeanInterval of = mean_interval(values);
  EXPECT_DOUBLE_EQ(of.mean, 14);
  EXPECT_NEAR(of.half.value(), 2.776 * std::sqrt(2), 0.001);
  EXPECT_EQ(of.n, 5u);
  EXPECT_TRUE(of.excludes_zero());
  const std::array<double, 1> one = {3};
  EXPECT_FALSE(mean_interval(one).half) << "nothing is known of the spread";
  EXPECT_FALSE(mean_interval(one).excludes_zero());
}

TEST(Interval, OfADifferenceOfIndependentMeans) {
  const std::array<double, 5> a = {10, 12, 14, 16, 18};
  const std::array<double, 3> b = {21, 24, 27};  // variance 9, of the mean 3
  const MeanInterval of = difference_interval(a, b);
  EXPECT_DOUBLE_EQ(of.mean, 10);
  // Satterthwaite: 25 / (4 / 4 + 9 / 2) = 4.5, rounded down to 4.
  EXPECT_NEAR(of.half.value(), 2.776 * std::sqrt(5), 0.001);
  const std::array<double, 2> same = {7, 7};
  EXPECT_DOUBLE_EQ(difference_interval(same, same).half.value(), 0);
}

}  // namespace
}  // namespace muster
