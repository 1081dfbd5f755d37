#include "models/plume/gaussian/passive.h"

#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

constexpr double test_gas = 1.2268;  // [kg/m3] GasDispersion.jl's test gas

// A gas of 1.2268 kg/m3: fraction = C / 1.2268.
Drift drift(double wind) { return {wind, std::numeric_limits<double>::infinity(), 0.024}; }
PassiveSource source(double height) {
  PassiveSource s;
  s.molar_mass = test_gas * 0.024;
  s.height = height;
  return s;
}

double at(const Cloud& cloud, const Vec3& point, double time = 0) {
  double fraction = -1;
  cloud.concentrations({&point, 1}, time, {&fraction, 1});
  return fraction;
}

const Sigmas degadis_f(SigmaSet::degadis, Stability::f);
const Sigmas slade_f(SigmaSet::ccps_puff, Stability::f);

TEST(GaussianPlume, GuidelinesExample) {
  // CCPS 1999, page 97, as in GasDispersion.jl's tests.
  const GaussianPlume plume(degadis_f, drift(2), source(0), 0.1);
  EXPECT_NEAR(at(plume, {500, 0, 0}) * test_gas / 1.0346728324507407e-4, 1, 1e-9);
  EXPECT_EQ(at(plume, {-1, 0, 0}), 0);
  EXPECT_LE(at(plume, {0.01, 0, 0}), 1);
}

TEST(GaussianPlume, StackExamples) {
  // Downwash: 10 + 2 * 1 * (1 / 2 - 1.5) = 8.
  Stack stack{1, 1, 1, 298};
  EXPECT_NEAR(10 + stack_tip_downwash(stack, 2), 8, 1e-12);
  PassiveSource risen = source(10);
  risen.rise.emplace(stack, 2, Stability::f);
  EXPECT_NEAR(at(GaussianPlume(degadis_f, drift(2), risen, 0.1), {500, 0, 10}) * test_gas / 5.297761895423843e-5, 1,
              1e-9);
  PassiveSource washed = source(8);
  washed.rise.emplace(stack, 2, Stability::d);
  Drift lid = drift(2);
  lid.mixing_height = 640.0311954829524;
  const Sigmas d(SigmaSet::degadis, Stability::d);
  EXPECT_NEAR(at(GaussianPlume(d, lid, washed, 0.1), {500, 0, 0}) / 1.7194314353343084e-5, 1, 1e-9);
}

// Propane of the documentation of GasDispersion.jl: 10 mm hole, 4 barg, 25 C; F, 1.5 m/s at 10 m.
constexpr double propane_rate = 0.08991798763471508;
Drift propane_air() {
  return {1.5 * std::pow(0.35, 0.253), std::numeric_limits<double>::infinity(), 8.314462618 * 298.15 / 101325};
}
PassiveSource propane() {
  PassiveSource s;
  s.molar_mass = 0.044096;
  s.height = 3.5;
  return s;
}

TEST(GaussianPlume, DocumentedPropane) {
  EXPECT_NEAR(at(GaussianPlume(degadis_f, propane_air(), propane(), propane_rate), {100, 0, 2}) / 6.124169932080678e-4,
              1, 1e-4);
  EXPECT_NEAR(
      at(GaussianPuff(slade_f, propane_air(), propane(), 10 * propane_rate), {100, 0, 2}, 86) / 3.394005992341503e-3, 1,
      1e-4);
  // Its integrated puff is made of 100 puffs.
  const GaussianPuff puff(slade_f, propane_air(), propane(), 10 * propane_rate / 100);
  double sum = 0;
  for (int i = 0; i < 100; ++i) sum += at(puff, {100, 0, 2}, 86 - i * 10.0 / 99);
  EXPECT_NEAR(sum / 2.521339225936648e-4, 1, 1e-4);
}

TEST(GaussianPuff, GuidelinesExample) {
  // CCPS 1999, page 101; the source's sigma_y is a misprint.
  EXPECT_NEAR(slade_f.y(500), 5.047929716825321, 1e-9);
  EXPECT_NEAR(slade_f.z(500), 2.214836678536473, 1e-9);
  const GaussianPuff puff(slade_f, drift(2), source(0), 1);
  const double expected = 1 / (std::sqrt(2 * std::numbers::pi) * std::numbers::pi * 5.047929716825321 *
                               5.047929716825321 * 2.214836678536473);
  EXPECT_NEAR(at(puff, {500, 0, 0}, 250) * test_gas / expected, 1, 1e-9);
  EXPECT_EQ(at(puff, {500, 0, 0}, -1), 0);
}

TEST(FiniteRelease, PublishedValues) {
  const std::vector<RateFrom> ten_seconds = {{0, 0.1}, {10, 0}};
  const FiniteRelease integrated(slade_f, drift(2), source(10), ten_seconds, FiniteRelease::Edge::travel);
  EXPECT_NEAR(at(integrated, {500, 0, 10}, 250) * test_gas / 3.5586710616021256e-4, 1, 1e-9);
  const FiniteRelease palazzi(degadis_f, drift(2), source(10), ten_seconds);
  EXPECT_NEAR(at(palazzi, {500, 0, 10}, 250) / 1.6373715867403676e-5, 1, 1e-9);
  const FiniteRelease yellow(degadis_f, drift(2), source(10), ten_seconds, FiniteRelease::Edge::latest);
  EXPECT_NEAR(at(yellow, {10, 0, 10}, 5) / 0.02846251120337852, 1, 1e-6);
  EXPECT_NEAR(at(yellow, {500, 0, 10}, 250) / 1.6373715867403676e-5, 1, 1e-9);
}

// Flux through a cross-section: the integral of C u over y and z is Q.
double flux(const GaussianPlume& plume, double x, double rate, double top) {
  const PlumeShape& shape = plume.shape();
  const double half = 6 * shape.sigma_y(x);
  const int n = 100;
  double sum = 0;
  for (int i = 0; i < n; ++i)
    for (int k = 0; k < n; ++k) sum += shape.at({x, half * (2 * (i + 0.5) / n - 1), top * (k + 0.5) / n});
  return rate * sum * (2 * half / n) * (top / n);
}

TEST(GaussianPlume, FluxIsTheSourcesAtEveryDistance) {
  for (const auto& [word, set] : sigma_sets())
    for (const Stability s : {Stability::a, Stability::d, Stability::f})
      for (const double x : {100.0, 1000.0, 9000.0}) {
        const GaussianPlume plume(Sigmas(set, s), drift(3), source(20), 2);
        EXPECT_NEAR(flux(plume, x, 2, 20 + 7 * plume.shape().sigma_z(x)), 2, 2e-3) << word << letter(s) << x;
        Drift lid = drift(3);
        lid.mixing_height = 300;
        const GaussianPlume under(Sigmas(set, s), lid, source(20), 2);
        EXPECT_NEAR(flux(under, x, 2, std::min(300.0, 20 + 7 * under.shape().sigma_z(x))), 2, 2e-3)
            << word << letter(s) << x;
      }
}

TEST(GaussianPlume, WellMixedFarBelowALid) {
  Drift lid = drift(3);
  lid.mixing_height = 200;
  const GaussianPlume plume(Sigmas(SigmaSet::briggs_rural, Stability::a), lid, source(10), 1);
  const double sy = plume.shape().sigma_y(9000);
  const double expected = 1 / (3 * 200 * std::sqrt(2 * std::numbers::pi) * sy) / test_gas;
  for (const double z : {0.0, 100.0, 199.0}) EXPECT_NEAR(at(plume, {9000, 0, z}) / expected, 1, 1e-6);
  EXPECT_EQ(at(plume, {9000, 0, 201}), 0);
}

TEST(GaussianPlume, ImagesAndCosinesAgree) {
  // Each series where the other is used, around sigma = lid / 2.
  const double lid = 300, h = 70;
  for (const double z : {0.0, 50.0, 290.0}) {
    const double below = vertical_profile(z, h, 149.9999, lid), above = vertical_profile(z, h, 150.0001, lid);
    EXPECT_NEAR(below / above, 1, 1e-5);
  }
}

TEST(GaussianPlume, SymmetricAboutItsAxisAndLargestThere) {
  const GaussianPlume plume(degadis_f, drift(2), source(5), 1);
  for (const double y : {1.0, 10.0, 40.0}) {
    EXPECT_EQ(at(plume, {400, y, 2}), at(plume, {400, -y, 2}));
    EXPECT_LT(at(plume, {400, y, 2}), at(plume, {400, 0, 2}));
  }
}

TEST(GaussianPlume, AreaSourceBeginsWithItsOwnWidth) {
  PassiveSource pool = source(0);
  pool.width = 43;
  pool.depth = 4.3;
  const PlumeShape shape(Sigmas(SigmaSet::briggs_rural, Stability::d), drift(3), pool);
  EXPECT_NEAR(shape.sigma_y(0), 10, 1e-6);
  EXPECT_NEAR(shape.sigma_z(0), 2, 1e-6);
}

TEST(GaussianPuff, MassIsConserved) {
  PassiveSource s = source(15);
  Drift lid = drift(3);
  lid.mixing_height = 250;
  for (const auto& air : {drift(3), lid}) {
    const GaussianPuff puff(Sigmas(SigmaSet::ccps_puff, Stability::c), air, s, 50);
    const double x = 600, sx = 36.1, sz = 31.8;
    const int n = 80;
    const double top = std::isinf(air.mixing_height) ? 15 + 7 * sz : 250;
    std::vector<Vec3> points;
    for (int i = 0; i < n; ++i)
      for (int j = 0; j < n; ++j)
        for (int k = 0; k < n; ++k)
          points.push_back(
              {x + 7 * sx * (2 * (i + 0.5) / n - 1), 7 * sx * (2 * (j + 0.5) / n - 1), top * (k + 0.5) / n});
    std::vector<double> fractions(points.size());
    puff.concentrations(points, x / 3, fractions);
    double mass = 0;
    for (const double f : fractions) mass += f * test_gas;
    EXPECT_NEAR(mass * std::pow(14 * sx / n, 2) * top / n, 50, 0.05);
  }
}

TEST(FiniteRelease, LongOnesAreThePlume) {
  const Sigmas sigmas(SigmaSet::briggs_rural, Stability::d);
  const GaussianPlume plume(sigmas, drift(4), source(2), 1);
  for (const auto edge : {FiniteRelease::Edge::place, FiniteRelease::Edge::travel, FiniteRelease::Edge::latest}) {
    const FiniteRelease finite(sigmas, drift(4), source(2), {{0, 1}, {3600, 0}}, edge);
    for (const double x : {50.0, 500.0, 2000.0})
      EXPECT_NEAR(at(finite, {x, 3, 1}, 3000) / at(plume, {x, 3, 1}), 1, 1e-9);
    EXPECT_EQ(at(finite, {500, 0, 1}, 0), 0);
    EXPECT_LT(at(finite, {500, 0, 1}, 4800), 1e-9);
  }
}

TEST(FiniteRelease, ShortOnesAreThePuff) {
  const Sigmas sigmas(SigmaSet::ccps_puff, Stability::d);
  const GaussianPuff puff(sigmas, drift(4), source(2), 1);
  const FiniteRelease finite(sigmas, drift(4), source(2), {{-0.005, 100}, {0.005, 0}}, FiniteRelease::Edge::latest);
  for (const double x : {190.0, 200.0, 210.0}) {
    // sigma_y and sigma_z are taken at x here and at the puff's centre there.
    const double here = sigmas.y(x) * sigmas.z(x), there = sigmas.y(200) * sigmas.z(200);
    EXPECT_NEAR(at(finite, {x, 0, 2}, 50) * here / (at(puff, {x, 0, 2}, 50) * there), 1, 0.01) << x;
  }
}

TEST(FiniteRelease, DoseIsThatOfTheSteadyPlumeTimesTheDuration) {
  const Sigmas sigmas(SigmaSet::briggs_rural, Stability::d);
  const FiniteRelease finite(sigmas, drift(4), source(2), {{0, 1}, {60, 3}, {90, 0}});
  double dose = 0;
  for (double t = 0.05; t < 1000; t += 0.1) dose += 0.1 * at(finite, {800, 5, 1}, t);
  const GaussianPlume plume(sigmas, drift(4), source(2), 1);
  EXPECT_NEAR(dose / (at(plume, {800, 5, 1}) * (60 + 3 * 30)), 1, 1e-4);
}

}  // namespace
}  // namespace muster::plume
