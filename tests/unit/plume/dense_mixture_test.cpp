// Thermodynamics of cold, wet and two-phase mixtures; the wind that the dense model sees.

#include "models/plume/dense/layer.h"
#include "models/plume/dense/mixture.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume::dense {
namespace {

/// Saturation pressure by Clausius and Clapeyron through the boiling point at 101 325 Pa: exp(b / T_b - b / T) atm.
Material ammonia() {
  Material m;
  m.molar_mass = 0.017031;
  m.gas_heat = 2045.9;
  m.liquid_heat = 4611.8;
  m.boiling_point = 239.57;
  m.vaporisation = 1.17e6;
  m.liquid_density = 603;
  m.log_b = 2976.01;
  m.log_a = std::log(101325.0) + m.log_b / m.boiling_point;
  return m;
}

Material methane() {
  Material m;
  m.molar_mass = 0.016043;
  m.gas_heat = 2240;
  m.liquid_heat = 3349;
  m.boiling_point = 111.66;
  m.vaporisation = 509880;
  m.liquid_density = 425;
  m.log_b = 985;
  m.log_a = std::log(101325.0) + m.log_b / m.boiling_point;
  return m;
}

// SLAB's case INPR2, derived values as printed by its port (gas at 101 325 Pa).
TEST(DenseAir, HumidAirOfSlabsCaseInpr2) {
  const Air air{306.2, 101325, 0.213};
  EXPECT_NEAR(air.molar_mass(), 0.0288353038537132, 1e-12);
  EXPECT_NEAR(air.heat(), 1011.8542876036452, 1e-6);
  EXPECT_NEAR(air.density(), 1.147650750527487, 1e-9);
}

TEST(DenseAir, PressureIsAnInput) {
  EXPECT_NEAR((Air{306.2, 94000, 0}.density() / Air{306.2, 101325, 0}.density()), 94000.0 / 101325, 1e-12);
}

TEST(DenseMixture, TheSourceItself) {
  // 0.19 kg of vapour at 239.57 K: 0.19 R T / (p M) = 0.2203.. m3; 0.81 kg of liquid: 0.00134 m3.
  const Mixture mixture(ammonia(), {306.2, 101325, 0.213}, 239.57, 0.81);
  EXPECT_NEAR(mixture.at(1, 0).density, 4.532027501773091, 1e-6);  // as SLAB prints it
  EXPECT_NEAR(mixture.at(1, 0).temperature, 239.57, 1e-6);
  EXPECT_NEAR(mixture.at(1, 0).vapour, 0.19, 1e-9);
}

TEST(DenseMixture, DryGasesShareTheirHeat) {
  // 0.3 kg of methane at 111.66 K and 0.7 kg of dry air at 300 K.
  const Mixture mixture(methane(), {300, 101325, 0}, 111.66, 0);
  const double t = (0.3 * 2240 * 111.66 + 0.7 * 1005.87 * 300) / (0.3 * 2240 + 0.7 * 1005.87);
  const Mixed m = mixture.at(0.3, 0);
  EXPECT_NEAR(m.temperature, t, 1e-4);
  EXPECT_NEAR(m.density, 101325 / (8.31431 * t * (0.3 / 0.016043 + 0.7 / 0.02896)), 1e-5);
  // Heat taken up warms it.
  EXPECT_NEAR(mixture.at(0.3, 1000).temperature - t, 1000 / (0.3 * 2240 + 0.7 * 1005.87), 1e-4);
}

TEST(DenseMixture, DropsInEquilibriumWithTheirVapour) {
  const Material m = ammonia();
  const Mixture mixture(m, {306.2, 101325, 0}, 239.57, 0.81);
  const Mixed mixed = mixture.at(0.5, 0);
  ASSERT_GT(mixed.vapour, 0.01);
  ASSERT_LT(mixed.vapour, 0.49);
  const double n = mixed.vapour / m.molar_mass, air = 0.5 / 0.02896;
  EXPECT_NEAR(n / (n + air), m.saturation(mixed.temperature) / 101325, 1e-6);
  // Enthalpy before and after: gas heat above 0 K, drops less the latent heat at the mixture's temperature.
  const auto latent = [&](double t) { return m.vaporisation + (m.gas_heat - m.liquid_heat) * (t - m.boiling_point); };
  const double before = 0.5 * (m.gas_heat * 239.57 - 0.81 * latent(239.57)) + 0.5 * 1005.87 * 306.2;
  const double t = mixed.temperature;
  const double after = 0.5 * m.gas_heat * t - (0.5 - mixed.vapour) * latent(t) + 0.5 * 1005.87 * t;
  EXPECT_NEAR(before, after, 1e-3 * std::abs(before) * 1e-3);
}

TEST(DenseMixture, WaterCondensesInColdMixturesAndWarmsThem) {
  const Mixture wet(methane(), {300, 101325, 0.8}, 111.66, 0), dry(methane(), {300, 101325, 0}, 111.66, 0);
  EXPECT_GT(wet.at(0.2, 0).temperature, dry.at(0.2, 0).temperature + 10);
  const Mixed cold = wet.at(0.2, 0);
  const double n = cold.water / 0.01802, dry_air = 0.8 * (1 - wet.air().water()) / 0.02896, gas = 0.2 / 0.016043;
  EXPECT_NEAR(n / (n + dry_air + gas), std::exp(15.08 - 5514 / cold.temperature), 1e-6);
  EXPECT_NEAR(wet.at(0.0, 0).water, wet.air().water(), 1e-9);  // ambient air keeps its water
  EXPECT_NEAR(wet.at(0.0, 0).temperature, 300, 1e-6);
}

TEST(DenseMixture, TemperatureGrowsWithHeatEverywhere) {
  const Mixture mixture(ammonia(), {306.2, 101325, 0.9}, 239.57, 0.81);
  for (int i = 0; i <= 100; ++i) {
    double last = 0;
    for (int k = 0; k < 40; ++k) {
      const double t = mixture.at(0.01 * i, 20000.0 * k).temperature;
      EXPECT_GE(t, last - 1e-6) << "m " << 0.01 * i << " heat " << 20000.0 * k;
      last = t;
    }
  }
}

TEST(DenseMixture, MoleFraction) {
  const Mixture mixture(methane(), {300, 101325, 0}, 111.66, 0);
  EXPECT_NEAR(mixture.fraction(1), 1, 1e-12);
  EXPECT_NEAR(mixture.fraction(0.1), 0.1 / 0.016043 / (0.1 / 0.016043 + 0.9 / 0.02896), 1e-9);
}

TEST(DenseLayer, ErmaksProfileOfCaseInpr2) {
  const Layer layer = Layer::ermak(2, 4.5, 0.0221, 0.518466475995308, 0.003);
  EXPECT_NEAR(layer.friction_velocity(), 0.26631640297328646, 1e-8);
  EXPECT_NEAR(layer.mixing_height(), 726.038044311263, 1e-6);
  EXPECT_NEAR(layer.mean(1.4821825), 3.4753698, 0.01 * 3.4753698);
}

TEST(DenseLayer, MeanOfTheLogarithmicWind) {
  const double z0 = 0.03, friction = 0.4;
  const Layer layer = Layer::dyer(friction, 0, z0, 1000);
  for (const double h : {0.5, 3.0, 20.0, 300.0}) {
    // (1/h) integral of u* / kappa ln(z / z0) from e z0 to h, and of the straight line below.
    const double low = std::exp(1.0) * z0;
    const double above = h * (std::log(h / z0) - 1) - low * (1 - 1);
    const double expected = friction / 0.41 * (above + 0.5 * low) / h;
    EXPECT_NEAR(layer.mean(h), expected, 2e-3 * expected) << h;
    EXPECT_NEAR(layer.speed(h), friction / 0.41 * std::log(h / z0), 2e-3 * layer.speed(h)) << h;
  }
  EXPECT_EQ(layer.speed(0), 0);
}

TEST(DenseLayer, StableAndUnstableWindOfDyer) {
  const Layer stable = Layer::dyer_through(2, 3, 1 / 20.0, 0.01, 200);
  EXPECT_NEAR(stable.speed(2), 3, 0.01);
  EXPECT_NEAR(stable.speed(10) / stable.speed(2), (std::log(1000.0) + 2.5) / (std::log(200.0) + 0.5), 0.01);
  const Layer unstable = Layer::dyer_through(2, 3, -1 / 20.0, 0.01, 1000);
  EXPECT_LT(unstable.speed(10) / unstable.speed(2), std::log(1000.0) / std::log(200.0));
}

}  // namespace
}  // namespace muster::plume::dense
