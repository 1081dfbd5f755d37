// Real gas and saturation line.
#include "models/release/fluid/saturation.h"
#include "tests/unit/release/sample_substances.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

// At the critical point Peng and Robinson's Z is 0.3074; far from it the gas is ideal.
TEST(RealGas, LimitsOfPengAndRobinson) {
  const RealGas gas(test::propane());
  EXPECT_NEAR(gas.compressibility(369.83, 4.248e6), 0.3074, 0.01);
  EXPECT_NEAR(gas.compressibility(400, 100), 1, 1e-5);
  EXPECT_DOUBLE_EQ(RealGas::ideal(0.044).compressibility(300, 1e6), 1);
}

// Saturated vapour at 20 C: propane 18.1 kg/m3, ammonia 6.70 kg/m3 (NIST Chemistry WebBook). Polar ammonia fits worse.
TEST(RealGas, DensityOfSaturatedVapour) {
  EXPECT_NEAR(Saturation(test::propane()).vapour_density(293.15), 18.1, 0.02 * 18.1);
  EXPECT_NEAR(Saturation(test::ammonia()).vapour_density(293.15), 6.70, 0.04 * 6.70);
}

// Thermodynamic identities: p(T, rho) returns what density() was made for; its slope is its derivative; the departures
// fulfil (du/dv)_T = T (dp/dT)_v - p.
TEST(RealGas, Identities) {
  const RealGas gas(test::propane());
  const double t = 310, p = 9e5, rho = gas.density(t, p), d = 1e-3;
  EXPECT_NEAR(gas.pressure(t, rho), p, 1e-6 * p);
  EXPECT_NEAR(gas.pressure_slope(t, rho), (gas.pressure(t + d, rho) - gas.pressure(t - d, rho)) / (2 * d), 1e-3);
  const double v = 1 / rho, dv = 1e-6;
  EXPECT_NEAR((gas.energy_excess(t, 1 / (v + dv)) - gas.energy_excess(t, 1 / (v - dv))) / (2 * dv),
              t * gas.pressure_slope(t, rho) - p, 1e-4 * p);
  EXPECT_NEAR((gas.energy_excess(t + d, rho) - gas.energy_excess(t - d, rho)) / (2 * d), gas.heat_excess(t, rho), 1e-3);
}

TEST(Saturation, IsThatOfTheSubstance) {
  for (const substance::Substance& of : {test::propane(), test::ammonia(), test::hexane()}) {
    const Saturation s(of);
    for (const double part : {0.45, 0.6, 0.77, 0.9}) {
      const double t = part * of.critical_temperature;
      EXPECT_NEAR(s.pressure(t), of.vapour_pressure(t), 2e-6 * of.vapour_pressure(t)) << of.id << ' ' << t;
      EXPECT_NEAR(s.liquid_density(t), of.liquid_density(t), 1e-6 * of.liquid_density(t));
      EXPECT_NEAR(s.vaporisation(t), of.heat_of_vaporisation(t), 2e-6 * of.heat_of_vaporisation(t));
      EXPECT_NEAR(s.temperature(s.pressure(t)), t, 1e-3);
      const double d = 1e-3;  // dh = c dT, ds = c dT / T
      EXPECT_NEAR((s.liquid_enthalpy(t + d) - s.liquid_enthalpy(t - d)) / (2 * d), of.liquid_heat(t), 0.5);
      EXPECT_NEAR((s.liquid_entropy(t + d) - s.liquid_entropy(t - d)) / (2 * d), of.liquid_heat(t) / t, 2e-3);
    }
  }
}

// One step: c (T - T_b) / h_fg with the mean heat capacity.
TEST(Saturation, Flash) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  const double x =
      propane.liquid_heat((293.15 + 231.02) / 2) * (293.15 - 231.02) / propane.heat_of_vaporisation(231.02);
  EXPECT_NEAR(s.flash_at_constant_enthalpy(293.15, 101325), x, 2e-3);
  EXPECT_LT(s.flash_at_constant_entropy(293.15, 0, 101325), x);  // it works on its way
  EXPECT_EQ(s.flash_at_constant_enthalpy(220, 101325), 0);
}

}  // namespace
}  // namespace muster::release
