#include "models/plume/gaussian/rise.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

// GasDispersion.jl's tests: d 1 m, air 288.15 K, wind 4 m/s. It takes g = 9.80616 m/s2 and ours is standard.
Stack stack(double speed, double temperature) { return {1, speed, 288.15 / temperature, 288.15}; }

TEST(PlumeRise, BuoyantInUnstableAir) {
  const PlumeRise rise(stack(72.93819699672669, 400), 4, Stability::a);
  EXPECT_TRUE(rise.buoyant());
  EXPECT_NEAR(rise.buoyancy_flux(), 50, 0.01);
  EXPECT_NEAR(rise.final_distance() / 565.0050541491846, 1, 1e-3);
  EXPECT_NEAR(rise.final_rise() / 100.71365158671999, 1, 1e-3);
  EXPECT_NEAR(rise.at(50), 20.0, 0.01);
  EXPECT_EQ(rise.at(2000), rise.final_rise());
  const PlumeRise stronger(stack(87.52583639607202, 400), 4, Stability::a);
  EXPECT_NEAR(stronger.buoyancy_flux(), 60, 0.01);
  EXPECT_NEAR(stronger.final_distance() / 612.07897481385, 1, 1e-3);
  EXPECT_NEAR(stronger.final_rise() / 112.8895989623143, 1, 1e-3);
}

TEST(PlumeRise, BuoyantInStableAir) {
  const PlumeRise e(stack(72.93819699672669, 400), 4, Stability::e), f(stack(72.93819699672669, 400), 4, Stability::f);
  EXPECT_NEAR(e.final_distance() / 317.60677324769046, 1, 1e-3);
  EXPECT_NEAR(e.final_rise() / 68.59722859012221, 1, 1e-3);
  EXPECT_NEAR(f.final_distance() / 240.0881533494489, 1, 1e-3);
  EXPECT_NEAR(f.final_rise() / 56.92380039947288, 1, 1e-3);
}

TEST(PlumeRise, ByMomentum) {
  const PlumeRise rise(stack(179.87751923862007, 325), 4, Stability::a);
  EXPECT_FALSE(rise.buoyant());
  EXPECT_NEAR(rise.momentum_flux() / 7171.814541070672, 1, 1e-6);
  EXPECT_NEAR(rise.final_rise(), 3 * 179.87751923862007 / 4, 1e-9);
  EXPECT_NEAR(rise.at(50) / 81.01824072514351, 1, 1e-6);
  // ISC3's stable rise takes the wind's speed, not the jet's: 1.5 (F_m / (u sqrt s))^(1/3).
  const PlumeRise e(stack(240.91531595745576, 325), 4, Stability::e);
  EXPECT_NEAR(e.final_rise(), 74.65, 0.05);
  EXPECT_NEAR(e.final_distance() / 240.83782417699823, 1, 1e-3);
  EXPECT_NEAR(PlumeRise(stack(240.91531595745576, 325), 4, Stability::f).final_distance() / 182.0562825914961, 1, 1e-3);
}

TEST(PlumeRise, CrossoverCountsTheDiameter) {
  // ISC3: 0.0297 T_s v^(1/3) / d^(2/3). d 2 m, v 10 m/s, T_s 310 K: 12.50 K, against excesses of 12 K and 13 K.
  const auto of_excess = [](double excess) {
    return PlumeRise(Stack{2, 10, (310 - excess) / 310, 310 - excess}, 4, Stability::d).buoyant();
  };
  EXPECT_FALSE(of_excess(12.0));
  EXPECT_TRUE(of_excess(13.0));
}

TEST(PlumeRise, NothingRisesFromStillGas) {
  const PlumeRise rise(Stack{1, 0, 1, 288.15}, 4, Stability::d);
  EXPECT_EQ(rise.at(100), 0);
  // Heavy gas has no buoyancy flux.
  EXPECT_EQ(PlumeRise(Stack{1, 5, 2, 288.15}, 4, Stability::d).buoyancy_flux(), 0);
  EXPECT_EQ(stack_tip_downwash(Stack{1, 10, 1, 288.15}, 2), 0);
}

TEST(PlumeRise, GrowsToItsEnd) {
  for (const Stability s : {Stability::a, Stability::d, Stability::f})
    for (const double temperature : {289.0, 400.0}) {
      const PlumeRise rise(stack(20, temperature), 3, s);
      double before = 0;
      for (double x = 1; x < 2000; x *= 1.2) {
        EXPECT_GE(rise.at(x), before - 1e-9);
        before = rise.at(x);
      }
      EXPECT_NEAR(before, rise.final_rise(), 1e-9);
    }
}

}  // namespace
}  // namespace muster::plume
