#include "models/plume/gaussian/britter_mcquaid.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

double at(const Cloud& cloud, const Vec3& point, double time = 0) {
  double fraction = -1;
  cloud.concentrations({&point, 1}, time, {&fraction, 1});
  return fraction;
}

void expect_all(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-9) << i;
}

TEST(BritterMcQuaid, Contours) {
  expect_all(plume_contours(-0.75), {1.75, 1.92, 2.08, 2.25, 2.40, 2.60});
  expect_all(plume_contours(-0.40), {1.784, 2.016, 2.21, 2.394, 2.564, 2.714});
  expect_all(plume_contours(-0.20), {1.832, 2.06, 2.25, 2.45, 2.63, 2.77});
  expect_all(plume_contours(0), {1.78, 1.96, 2.16, 2.35, 2.56, 2.71});
  expect_all(puff_contours(-0.75), {.70, .85, .95, 1.15, 1.48, 1.83, 2.075});
  expect_all(puff_contours(0), {.81, 1.00, 1.19, 1.39, 1.62, 1.83, 2.05});
  expect_all(puff_contours(0.75), {.93, 1.03, 1.185, 1.375, 1.525, 1.68, 1.8475});
}

// CCPS 1999, page 122, like Burro: 0.23 m3/s of liquid of 425.6 kg/m3.
DenseSource burro(double wind) {
  DenseSource s;
  s.density = 1.76;
  s.temperature = 111.15;
  s.air_density = 1.18431;
  s.air_temperature = 298;
  s.wind = wind;
  return s;
}
constexpr double burro_rate = 0.23 * 425.6 / 1.76;

TEST(BritterMcQuaid, PlumeOfTheGuidelines) {
  const BritterMcQuaidPlume plume(burro(10.9), burro_rate);
  EXPECT_NEAR(burro_rate, 55.618, 1e-3);
  EXPECT_NEAR(burro(10.9).reduced_gravity() / 4.76677, 1, 1e-4);
  EXPECT_NEAR(plume.alpha(), -0.41709, 1e-4);
  EXPECT_NEAR(plume.scale(), 2.258890, 1e-5);
  EXPECT_NEAR(at(plume, {45.2, 0, 0}) / 0.6720234544594696, 1, 1e-4);
  EXPECT_NEAR(at(plume, {367, 0, 0}) / 0.050717667650511944, 1, 1e-3);
  EXPECT_NEAR(at(plume, {1200, 0, 0}) / 0.004921409666659286, 1, 1e-3);
  EXPECT_NEAR(at(plume, {-plume.upwind_reach() + 1e-6, 0, 0}), 1, 1e-9);
  EXPECT_EQ(at(plume, {-plume.upwind_reach() - 1e-6, 0, 0}), 0);
  EXPECT_EQ(at(plume, {200, plume.half_width(200) + 0.01, 0}), 0);
  EXPECT_GT(at(plume, {200, plume.half_width(200) - 0.01, 0}), 0);
}

TEST(BritterMcQuaid, PlumeInLowWind) {
  const BritterMcQuaidPlume plume(burro(0.8322), burro_rate);
  EXPECT_NEAR(plume.centre(plume.near_field()) / 0.5311215219329275, 1, 1e-3);
}

// Potchefstroom, ammonia (the report): 38 t as a cloud of 72 500 m3.
DenseSource potchefstroom() {
  DenseSource s;
  s.density = 1.434;
  s.air_density = 101325 / (287.05 * 293.15);
  s.temperature = s.air_temperature = 293.15;
  s.wind = 2;
  s.fraction = 1 / 16.4;
  return s;
}

TEST(BritterMcQuaid, PuffOfPotchefstroom) {
  const BritterMcQuaidPuff puff(potchefstroom(), 7.25e4);
  EXPECT_NEAR(at(puff, {160, 0, 0}, 200) / 0.0030830245167018195, 1, 1e-3);
  EXPECT_NEAR(at(puff, {333, 0, 0}, 124) / 0.006097560975609757, 1, 1e-6);
  EXPECT_NEAR(at(puff, {333, 0, 0}, 1396) / 1.8497619507887978e-4, 1, 1e-3);
  EXPECT_NEAR(at(puff, {2500, 0, 0}, 3125) / 4.4268273e-5, 1, 1e-3);
}

TEST(BritterMcQuaid, FallsSteadily) {
  for (const auto contours : {Contours::linear, Contours::log_log})
    for (const double wind : {0.7, 2.0, 10.0}) {
      const BritterMcQuaidPlume plume(burro(wind), burro_rate, contours);
      const BritterMcQuaidPuff puff(potchefstroom(), 7.25e4, contours);
      for (double x = 1; x < 5000; x *= 1.05) {
        EXPECT_LE(plume.centre(1.05 * x), plume.centre(x) * (1 + 1e-9)) << x << " " << wind;
        EXPECT_LE(puff.inside(1.05 * x), puff.inside(x) * (1 + 1e-9)) << x;
      }
    }
  // On the contours both ways agree.
  const BritterMcQuaidPlume linear(burro(10.9), burro_rate), logs(burro(10.9), burro_rate, Contours::log_log);
  const double x = linear.scale() * std::pow(10, plume_contours(linear.alpha())[2]);
  EXPECT_NEAR(linear.centre(x), logs.centre(x), 1e-9);
}

TEST(BritterMcQuaid, CriteriaOfDenseBehaviour) {
  // By hand: g' 5, Q 10, u 5: D = sqrt 2, (50 / (125 * 1.41421))^(1/3) = 0.65637.
  EXPECT_NEAR(continuous_criterion(5, 10, 5), 0.65637, 1e-4);
  // sqrt(5 * 1000) / (5 * 10) = 1.41421.
  EXPECT_NEAR(instantaneous_criterion(5, 1000, 5), 1.41421, 1e-4);
  EXPECT_EQ(continuous_criterion(-1, 10, 5), 0);
}

}  // namespace
}  // namespace muster::plume
