#include "base/distribution.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster {
namespace {

using Kind = Distribution::Kind;

// Published or closed-form quantiles.
TEST(Distribution, QuantilesMatchClosedForms) {
  EXPECT_DOUBLE_EQ(Distribution::uniform(10, 100).quantile(0.25), 32.5);
  EXPECT_NEAR(Distribution::normal(1.34, 0.26).quantile(0.975), 1.34 + 0.26 * 1.959963984540054, 1e-9);
  EXPECT_NEAR((Distribution{Kind::lognormal, 4.586, 0.967}.quantile(0.5)), std::exp(4.586), 1e-8);
  EXPECT_NEAR((Distribution{Kind::weibull, 1.195, 139.285}.quantile(0.5)), 139.285 * std::pow(std::log(2.0), 1 / 1.195),
              1e-9);
  // Gamma with shape 1 is the exponential distribution.
  EXPECT_NEAR((Distribution{Kind::gamma, 1, 20}.quantile(0.9)), 20 * std::log(10.0), 1e-8);
  // Gamma with shape n/2 and scale 2 is chi-squared with n degrees: the 95 % point for 10 is 18.307.
  EXPECT_NEAR((Distribution{Kind::gamma, 5, 2}.quantile(0.95)), 18.307038053, 1e-6);
  EXPECT_DOUBLE_EQ(Distribution::constant(3).quantile(0.1), 3);
}

TEST(Distribution, CumulativeInvertsQuantileWithCutOffs) {
  for (const Distribution& d :
       {Distribution::uniform(2, 5), Distribution::normal(1.3, 0.3, 0.8, 1.6),
        Distribution{Kind::lognormal, 3, 0.8, 5, 90}, Distribution{Kind::gamma, 1.291, 103.901, 0, 400},
        Distribution{Kind::weibull, 1.195, 139.285, 20, 1e300}})
    for (const double u : {0.001, 0.2, 0.5, 0.8, 0.999}) {
      const double x = d.quantile(u);
      EXPECT_NEAR(d.cumulative(x), u, 1e-9);
      EXPECT_GE(x, d.min);
      EXPECT_LE(x, d.max);
    }
}

TEST(Distribution, RefusesNonsense) {
  EXPECT_EQ(Distribution::uniform(1, 1).problem(), "low must be < high");
  EXPECT_EQ(Distribution::normal(1, 0).problem(), "sd must be > 0");
  EXPECT_EQ((Distribution{Kind::gamma, -1, 2}.problem()), "shape and scale must be > 0");
  EXPECT_NE(Distribution::normal(1, 0.1, 50, 60).problem(), "");
  EXPECT_NE(Distribution::normal(NAN, 0.1).problem(), "");
  EXPECT_EQ(Distribution::normal(1.34, 0.26, 0.5, 2.2).problem(), "");
}

}  // namespace
}  // namespace muster
