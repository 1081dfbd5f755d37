#include "models/plume/gaussian/jet.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

double at(const Cloud& cloud, const Vec3& point) {
  double fraction = -1;
  cloud.concentrations({&point, 1}, 0, {&fraction, 1});
  return fraction;
}

Atmosphere air(double wind, Stability s = Stability::d, double height = 10) {
  Weather w;
  w.stability = s;
  w.wind_speed = wind;
  w.wind_height = height;
  w.relative_humidity = 0;
  w.temperature = 288.15;
  return Atmosphere(w);
}

// A gas of the air's molar mass and heat, or of another molar mass.
substance::Substance gas(double molar_mass) {
  substance::Substance s;
  s.molar_mass = molar_mass;
  s.boiling_point = 50;
  s.melting_point = 30;
  s.critical_temperature = 130;
  s.critical_pressure = 4e6;
  s.antoine = {9, 200, 0, {}};
  s.gas_heat_25 = 1004.7;
  s.heat_ratio_25 = 1.4;
  return s;
}

substance::Outflow outflow(double rate, double speed, double temperature) {
  substance::Outflow o;
  o.rate = rate;
  o.speed = speed;
  o.temperature = temperature;
  return o;
}

const Sigmas sigmas(SigmaSet::briggs_rural, Stability::d);

TEST(LongJet, PublishedValues) {
  // GasDispersion.jl's test: gas of 9.7505 kg/m3 at 501.325 kPa, gamma 1.15: throat at eta^(1/gamma) of it; air at
  // 298.15 K.
  const double eta = std::pow(2 / 2.15, 1.15 / 0.15);
  const double ratio = 9.7505 * std::pow(eta, 1 / 1.15) / (101325 / (287.05 * 298.15));
  const LongJet jet({0.01, 300, ratio, {1, 0, 0}, 1});
  const double half = 6 * std::sqrt(std::log(2.0)) / 5;
  EXPECT_NEAR(at(jet, {6, half, 300}) / 0.011276270392345168, 1, 1e-4);
  EXPECT_NEAR(at(jet, {6, 0, 300 + half}) / 0.011276270392345168, 1, 1e-4);
  const LongJet up({0.01, 0, ratio, {0, 0, 1}, 1});
  EXPECT_NEAR(at(up, {half, 0, 6}) / 0.011276270392345168, 1, 1e-4);
  EXPECT_EQ(at(jet, {-1, 0, 300}), 0);
  // Its documentation: propane of 10 mm at 4 barg, 25 C, 3.5 m high.
  const double propane = 501325 * 0.044096 / (8.314462618 * 298.15) * std::pow(288765.2212333958 / 501325, 1 / 1.142);
  const LongJet documented({0.01, 3.5, propane / (101325 / (287.05 * 298.15)), {1, 0, 0}, 1});
  EXPECT_NEAR(at(documented, {100, 0, 2}) / 2.485496609730624e-3, 1, 0.002);
}

TEST(JetPlume, EntrainsAsRicouAndSpaldingMeasured) {
  // m / m0 = 0.32 s / d sqrt(rho_a / rho_0) far from the opening; the wind is weak beside the jet.
  const JetPlume jet(air(0.5), gas(0.0289652), outflow(0.2, 200, 288.15), 50, {1, 0, 0}, sigmas);
  const double diameter = std::sqrt(4 * 0.2 / (std::numbers::pi * 1.2250 * 200));
  for (const auto& s : jet.axis()) {
    if (s.along < 40 * diameter || s.along > 100 * diameter) continue;
    EXPECT_NEAR(s.mass_flux / (0.2 * (1 + 0.32 * s.along / diameter)), 1, 0.04) << s.along / diameter;
  }
}

TEST(JetPlume, MomentumIsConservedInStillAir) {
  const JetPlume jet(air(0.5), gas(0.0289652), outflow(0.2, 200, 288.15), 50, {0, 1, 0}, sigmas);
  for (const auto& s : jet.axis()) EXPECT_NEAR(s.mass_flux * s.velocity.y() / 40, 1, 1e-6);
}

TEST(JetPlume, BuoyantPlumesRiseByTheTwoThirdsLaw) {
  // Bent over: z = (3 F x^2 / (2 beta^2 u^3))^(1/3) with beta 0.6, F = g v d^2 / 4 (1 - rho / rho_a).
  Weather w;
  w.stability = Stability::d;
  w.profile = WindProfile::power_law;
  w.exponents = Exponents::smooth;
  w.wind_speed = 5;
  w.wind_height = 300;
  w.temperature = 288.15;
  w.temperature_height = 200;
  const Atmosphere neutral(w);
  const JetPlume plume(neutral, gas(0.0289652), outflow(20, 5, 400), 200, {1, 0, 0}, sigmas);
  const double density = neutral.pressure(200) * 0.0289652 / (8.314462618 * 400);
  const double flux = 9.80665 * 20 / density / std::numbers::pi * (1 - density / neutral.density(200));
  int seen = 0;
  for (const auto& s : plume.axis()) {
    if (s.place.x() < 150 || s.place.x() > 400) continue;
    const double u = neutral.wind(s.place.z());
    const double expected = std::cbrt(1.5 * flux * s.place.x() * s.place.x() / (0.36 * u * u * u));
    // The initial size delays it a little.
    EXPECT_NEAR((s.place.z() - 200) / expected, 0.95, 0.12) << s.place.x();
    ++seen;
  }
  EXPECT_GT(seen, 3);
}

TEST(JetPlume, GoesOverIntoAPlumeWithTheSameFluxAndCentre) {
  const auto weather = air(3);
  const JetPlume jet(weather, gas(0.044), outflow(1, 150, 280), 5, {1, 0, 0}, sigmas);
  const double x = jet.handed_over().x();
  EXPECT_GT(x, 1);
  const double before = at(jet, {x - 0.01, 0, jet.handed_over().z()}),
               after = at(jet, {x + 0.01, 0, jet.handed_over().z()});
  EXPECT_NEAR(before / after, 1, 0.03);
  // Flux through a section of the plume.
  const double far = x + 500, sy = sigmas.y(700), top = 200;
  double sum = 0;
  const int n = 200;
  for (int i = 0; i < n; ++i)
    for (int k = 0; k < n; ++k) sum += at(jet, {far, 6 * sy * (2 * (i + 0.5) / n - 1), top * (k + 0.5) / n});
  const double moles = sum * (12 * sy / n) * (top / n) * jet.wind_after() * 101325 / (8.314462618 * 288.15);
  EXPECT_NEAR(moles * 0.044, 1, 1e-3);
}

TEST(JetPlume, HeavyJetsSinkAndLightOnesRise) {
  const auto weather = air(3);
  const JetPlume heavy(weather, gas(0.0709), outflow(2, 20, 240), 10, {1, 0, 0}, sigmas);
  const JetPlume light(weather, gas(0.016), outflow(2, 20, 288), 10, {1, 0, 0}, sigmas);
  EXPECT_LT(heavy.axis().back().place.z(), 8);
  EXPECT_GT(light.axis().back().place.z(), 12);
  EXPECT_GE(heavy.axis().back().place.z(), 0);
}

TEST(JetPlume, DropsEvaporateIntoTheAirThatComesIn) {
  // Liquid at its boiling point: the jet cools below it and warms when the drops are gone.
  substance::Substance s = gas(0.044);
  s.boiling_point = 231;
  s.critical_temperature = 370;
  s.antoine = {9.0, 3.9943 * 231, 0, {}};  // log10(101325) = 5.0057 at 231 K
  s.liquid_density_boiling = 580;
  s.liquid_density_25 = 490;
  s.vaporisation_boiling = 426e3;
  s.vaporisation_25 = 335e3;
  substance::Outflow o = outflow(1, 60, 231);
  o.liquid_fraction = 0.6;
  const auto weather = air(3);
  const JetPlume jet(weather, s, o, 3, {1, 0, 0}, sigmas);
  EXPECT_NEAR(jet.axis().front().liquid, 0.6, 0.02);
  EXPECT_NEAR(jet.axis().front().temperature, 231, 1);
  double coldest = 300;
  for (const auto& station : jet.axis()) coldest = std::min(coldest, station.temperature);
  EXPECT_LT(coldest, 215);
  EXPECT_EQ(jet.axis().back().liquid, 0);
  EXPECT_GT(jet.axis().back().temperature, 275);
}

}  // namespace
}  // namespace muster::plume
