#include "models/plume/gaussian/series.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
const Drift air{4, infinite, 0.024};

PassiveSource source(double height, double width = 0) {
  PassiveSource s;
  s.molar_mass = 0.03;
  s.height = height;
  s.width = width;
  return s;
}

std::vector<WindFrom> steady(Stability s = Stability::d) { return {{-infinite, 4, 0, s}}; }

double at(const Cloud& cloud, const Vec3& point, double time) {
  double fraction = -1;
  cloud.concentrations({&point, 1}, time, {&fraction, 1});
  return fraction;
}

TEST(PuffSeries, IsThePlumeInSteadyWind) {
  for (const int puffs : {1, 7, 360})
    for (const double width : {0.0, 20.0}) {
      const PuffSeries series({SigmaSet::briggs_rural, 600, puffs}, air, source(2, width), {{0, 1}, {3600, 0}},
                              steady());
      const GaussianPlume plume(Sigmas(SigmaSet::briggs_rural, Stability::d), air, source(2, width), 1);
      for (const double x : {100.0, 300.0, 2000.0})
        for (const double y : {0.0, 4.0})
          EXPECT_NEAR(at(series, {x, y, 1}, 3000) / at(plume, {x, y, 1}, 0), 1, 1e-6) << puffs << " " << x;
    }
}

TEST(PuffSeries, IsTheFiniteReleaseInSteadyWind) {
  const std::vector<RateFrom> rates = {{0, 1}, {60, 3}, {90, 0}};
  const PuffSeries series({SigmaSet::briggs_rural, 600, 30}, air, source(2), rates, steady());
  const FiniteRelease finite(Sigmas(SigmaSet::briggs_rural, Stability::d), air, source(2), rates);
  for (const double t : {50.0, 100.0, 200.0, 280.0})
    for (const double x : {100.0, 400.0, 800.0}) {
      const double expected = at(finite, {x, 3, 1}, t);
      EXPECT_NEAR(at(series, {x, 3, 1}, t), expected, 1e-6 * expected + 1e-12) << t << " " << x;
    }
}

TEST(PuffSeries, OneLongPieceAndManyShortOnesAgree) {
  const std::vector<WindFrom> winds = {
      {-infinite, 4, 0, Stability::d}, {300, 3, 1.0, Stability::e}, {500, 5, -0.5, Stability::c}};
  const PuffSeries few({SigmaSet::briggs_rural, 600, 100}, air, source(2), {{0, 1}, {600, 0}}, winds);
  const PuffSeries many({SigmaSet::briggs_rural, 600, 1500}, air, source(2), {{0, 1}, {600, 0}}, winds);
  for (const Vec3& p : {Vec3(600, 0, 1), Vec3(900, 300, 1), Vec3(300, -60, 1)})
    EXPECT_NEAR(at(few, p, 650) / std::max(at(many, p, 650), 1e-9), 1, 0.02) << p.transpose();
}

// Through each place passes what a plume that goes on has there, as long as the release lasted.
TEST(PuffSeries, WhatPassesIsWhatLeft) {
  const PuffSeries brief({SigmaSet::briggs_rural, 600, 60}, air, source(20, 10), {{0, 2}, {100, 1}, {150, 0}},
                         steady()),
      steady_plume({SigmaSet::briggs_rural, 600, 60}, air, source(20, 10), {{0, 1}, {1e5, 0}}, steady());
  for (const Vec3& p : {Vec3(100, 0, 5), Vec3(700, 30, 1.5), Vec3(3000, -100, 20)}) {
    double passed = 0;
    for (double t = 0.25; t < 3000; t += 0.5) passed += 0.5 * at(brief, p, t);
    EXPECT_NEAR(passed / (250 * at(steady_plume, p, 5e4)), 1, 1e-3) << p.transpose();
  }
}

// The whole field holds what has left, whatever the wind does. At one moment it is 0.4 % more: sigma_x is that of each
// place, not of each moment of release.
TEST(PuffSeries, MassIsConservedWhenTheWindTurns) {
  const std::vector<WindFrom> winds = {
      {-infinite, 4, 0, Stability::d}, {100, 3, 1.2, Stability::f}, {180, 5, 0.4, Stability::b}};
  const PuffSeries series({SigmaSet::briggs_rural, 600, 60}, {4, 400, 0.024}, source(20, 10), {{0, 2}, {150, 0}},
                          winds);
  const int nx = 100, ny = 90, nz = 20;
  const double lx = 1400, ly = 1000, lz = 400;
  std::vector<Vec3> points;
  for (int i = 0; i < nx; ++i)
    for (int j = 0; j < ny; ++j)
      for (int k = 0; k < nz; ++k)
        points.push_back({lx * (i + 0.5) / nx - 50, ly * (j + 0.5) / ny - 400, lz * (k + 0.5) / nz});
  std::vector<double> fractions(points.size());
  series.concentrations(points, 230, fractions);
  double mass = 0;
  for (const double f : fractions) mass += f * 0.03 / 0.024;
  EXPECT_NEAR(mass * lx / nx * ly / ny * lz / nz / 300, 1, 0.005);
}

TEST(PuffSeries, FollowsTheTurnedWind) {
  // Blows along x for 100 s, then along y: at 200 s what left first is at (400, 400).
  const std::vector<WindFrom> winds = {{-infinite, 4, 0, Stability::d}, {100, 4, std::numbers::pi / 2, Stability::d}};
  const PuffSeries series({SigmaSet::ccps_puff, 600, 50}, air, source(0), {{0, 100}, {1, 0}}, winds);
  EXPECT_GT(at(series, {400, 398, 0}, 200), 100 * at(series, {400, 300, 0}, 200));
  EXPECT_LT(at(series, {800, 0, 0}, 200), 1e-9);
  const double there = at(series, {400, 398, 0}, 200);
  const PuffSeries straight({SigmaSet::ccps_puff, 600, 50}, air, source(0), {{0, 100}, {1, 0}}, steady());
  EXPECT_NEAR(there / at(straight, {798, 0, 0}, 200), 1, 0.02);
}

TEST(PuffSeries, SigmasGoOnFromWhereTheyAreWhenTheClassChanges) {
  const std::vector<WindFrom> winds = {{-infinite, 4, 0, Stability::a}, {100, 4, 0, Stability::f}};
  const PuffSeries series({SigmaSet::ccps_puff, 600, 1}, air, source(0), {{0, 100}, {0.1, 0}}, winds);
  const double before = at(series, {4 * 99.99 - 0.2, 0, 0}, 99.99),
               after = at(series, {4 * 100.01 - 0.2, 0, 0}, 100.01);
  EXPECT_NEAR(after / before, 1, 0.01);
}

TEST(PuffSeries, WindsOfTheWeather) {
  Weather weather;
  weather.stability = Stability::d;
  weather.wind_from = 270;
  weather.changes = {{600, 2, 360, Stability::e}};  // from the north: towards -y, a right turn from +x
  const auto winds = winds_of(weather, 0);
  ASSERT_EQ(winds.size(), 2u);
  EXPECT_NEAR(winds[0].speed, 5, 1e-12);
  EXPECT_NEAR(winds[1].towards, -std::numbers::pi / 2, 1e-12);
  EXPECT_NEAR(winds[1].speed, 2, 1e-12);
  EXPECT_EQ(winds[1].stability, Stability::e);
}

}  // namespace
}  // namespace muster::plume
