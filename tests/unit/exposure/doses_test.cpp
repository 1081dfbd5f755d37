// What people met so far: loads, durations, equivalents.
#include "models/exposure/doses.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::exposure {
namespace {

TEST(Doses, aConstantValueIsExactInAnySteps) {
  for (const double n : {1.0, 2.0, 2.75}) {
    Doses doses(2, {{n, 0, 0}});
    doses.meet(1, 0, 250, 0);
    for (int i = 0; i < 30; ++i) doses.meet(1, 0, 250, i % 2 == 0 ? 40 : 80);
    EXPECT_NEAR(doses.of(1, 0).load, std::pow(250, n) * 1800, 1e-9 * std::pow(250, n) * 1800);
    EXPECT_DOUBLE_EQ(doses.of(1, 0).seconds, 1800);
    EXPECT_NEAR(doses.of(1, 0).equivalent(n), 250, 1e-9);
    EXPECT_EQ(doses.of(1, 0).peak, 250);
    EXPECT_EQ(doses.of(0, 0).load, 0);
    EXPECT_EQ(doses.of(0, 0).equivalent(n), 0);
  }
}

// From 0 to 60 in 60 s: the integral of t^2 is 72 000; the trapezoidal rule errs by h^2 / 12 * 2 * 60.
TEST(Doses, aRampConvergesInSecondOrder) {
  double before = 0;
  for (const int steps : {6, 12, 24}) {
    Doses doses(1, {{2, 0, 0}});
    for (int i = 0; i <= steps; ++i) doses.meet(0, 0, 60.0 * i / steps, 60.0 / steps);
    const double error = doses.of(0, 0).load - 72000, h = 60.0 / steps;
    EXPECT_NEAR(error, h * h / 6 * 60, 1e-6);
    if (before > 0) {
      EXPECT_NEAR(before / error, 4, 1e-6);
    }
    before = error;
  }
}

TEST(Doses, whoIsAwayMeetsNothing) {
  Doses doses(1, {{1, 0, 0}});
  doses.meet(0, 0, 10, 0);
  doses.meet(0, 0, 10, 5);
  doses.leave(0);
  doses.meet(0, 0, 10, 100);  // back: the record begins anew
  doses.meet(0, 0, 10, 1);
  EXPECT_DOUBLE_EQ(doses.of(0, 0).load, 60);
}

TEST(Doses, tracesDoNotStretchAnExposure) {
  Doses doses(1, {{1, 1, 0}});
  doses.meet(0, 0, 100, 0);
  doses.meet(0, 0, 100, 600);
  doses.meet(0, 0, 0.01, 1);
  doses.meet(0, 0, 0.01, 3600);
  EXPECT_NEAR(doses.of(0, 0).load, 60000 + 50.005 + 36, 1e-9);
  EXPECT_DOUBLE_EQ(doses.of(0, 0).seconds, 601);
}

TEST(Doses, whatIsHarmlessStaysSo) {
  Doses doses(1, {{4.0 / 3, 1600, 1600}});
  for (int i = 0; i < 10; ++i) doses.meet(0, 0, 1500, 3600);
  EXPECT_EQ(doses.of(0, 0).load, 0);
  EXPECT_EQ(doses.of(0, 0).seconds, 0);
  EXPECT_EQ(doses.of(0, 0).peak, 1500);
}

TEST(Doses, powersOfNothing) {
  EXPECT_EQ(powered(0, 2.75), 0);
  EXPECT_EQ(powered(-1e-9, 1), 0);
  EXPECT_EQ(powered(3, 2), 9);
}

}  // namespace
}  // namespace muster::exposure
