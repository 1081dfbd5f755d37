// Air of buildings in a cloud, against closed forms.

#include "models/plume/infiltration.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

TEST(Infiltration, aBoxOfCloudFillsAndLeaves) {
  // One air change an hour; 1 outside for 1800 s, then clean: 1 - e^-0.5 inside, falling as e^-t/3600.
  const double t[] = {0, 600, 1800, 1800, 5400};
  const double out[] = {1, 1, 1, 0, 0};
  const AirChange rate[] = {{0, 1.0 / 3600}};
  const auto in = inside(t, out, rate);
  EXPECT_NEAR(in[1], 1 - std::exp(-1.0 / 6), 1e-14);
  EXPECT_NEAR(in[2], 1 - std::exp(-0.5), 1e-14);
  EXPECT_EQ(in[3], in[2]);
  EXPECT_NEAR(in[4], (1 - std::exp(-0.5)) * std::exp(-1.0), 1e-14);
}

TEST(Infiltration, aRampIsExact) {
  // C_o = t: C_i = t - (1 - e^-lt) / l.
  for (const double l : {1e-7, 1e-4, 1e-2, 1.0}) {
    const double t[] = {0, 3, 1000}, out[] = {0, 3, 1000};
    const AirChange rate[] = {{0, l}};
    const double exact = l < 1e-6 ? l * 1e6 / 2 - l * l * 1e9 / 6 : 1000 + std::expm1(-1000 * l) / l;
    EXPECT_NEAR(inside(t, out, rate)[2], exact, 1e-9 * exact) << l;
  }
}

TEST(Infiltration, whatIsInhaledInsideIsInTheEndWhatIsOutside) {
  // Both sides of dC_i/dt = l (C_o - C_i) integrated to when the room is clean again.
  std::vector<double> t, out;
  for (int i = 0; i <= 20000; ++i) {
    t.push_back(i * 10.0);
    out.push_back(i < 300 ? std::sin(i * M_PI / 300) : 0.0);
  }
  const AirChange rate[] = {{0, 2.0 / 3600}};
  const auto in = inside(t, out, rate);
  double inhaled = 0, passed = 0;
  for (size_t i = 1; i < t.size(); ++i) {
    inhaled += 5 * (in[i] + in[i - 1]);
    passed += 5 * (out[i] + out[i - 1]);
  }
  EXPECT_NEAR(inhaled, passed, 1e-4 * passed);
}

TEST(Infiltration, windowsShutBetweenTheTimes) {
  const double t[] = {0, 1000}, out[] = {1, 1};
  const AirChange rates[] = {{0, 0.002}, {400, 0.0001}};
  EXPECT_NEAR(inside(t, out, rates)[1], 1 - std::exp(-0.8 - 0.06), 1e-14);
  const AirChange sealed[] = {{0, 0}};
  EXPECT_EQ(inside(t, out, sealed)[1], 0);
}

TEST(Infiltration, leakageOfAHouse) {
  // ASHRAE's worked example of a one-storey house: 500 cm2 (77.5 in2), 340 m3, 19 C + 20 K, 6.7 m/s, shielding 3:
  // Q = 500 sqrt(0.000145 * 39 + 0.000174 * 6.7^2) = 58.1 L/s, 0.615 air changes an hour.
  EXPECT_NEAR(3600 * air_changes({0.05, 340, 1, 3}, 39, 6.7), 0.615, 0.001);
  EXPECT_EQ(air_changes({0.05, 340, 1, 3}, -39, 6.7), air_changes({0.05, 340, 1, 3}, 39, 6.7));
  EXPECT_GT(air_changes({0.05, 340, 2, 1}, 39, 6.7), air_changes({0.05, 340, 1, 3}, 39, 6.7));
}

TEST(Infiltration, whenToLeave) {
  const double t[] = {0, 100, 200, 300, 400}, out[] = {0, 9, 5, 1, 0}, in[] = {0, 1, 2, 2.5, 2};
  EXPECT_EQ(better_outside(t, out, in), 300);
  EXPECT_EQ(safe_inside(t, in, 3), 0);
  EXPECT_EQ(safe_inside(t, in, 2.2), 400);
  EXPECT_FALSE(safe_inside(t, in, 1));
  const double lasting[] = {0, 9, 9, 9, 9};
  EXPECT_FALSE(better_outside(t, lasting, in));
}

}  // namespace
}  // namespace muster::plume
