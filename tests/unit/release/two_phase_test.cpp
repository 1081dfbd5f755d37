// Boiling liquids through holes: the omega method, homogeneous equilibrium, short ways.
#include "models/release/orifice/two_phase.h"

#include "tests/unit/release/sample_substances.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

double approximate_ratio(double omega) {
  return std::pow(1 + (1.0446 - 0.0093431 * std::sqrt(omega)) * std::pow(omega, -0.56261),
                  -0.70356 + 0.014685 * std::log(omega));
}

// API 520-I annex C gives the root of (6) also as a formula; it lies within 2e-4 of the root.
TEST(TwoPhase, CriticalRatioOfTheOmegaMethod) {
  for (const double omega : {0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0})
    EXPECT_NEAR(omega_critical_ratio(omega), approximate_ratio(omega), 3e-4) << omega;
  EXPECT_NEAR(omega_critical_ratio(1), std::exp(-0.5), 1e-9);  // isothermal gas: eta = e^-1/2
}

// omega = 1 is an isothermal ideal gas: G = e^-1/2 sqrt(P / v).
TEST(TwoPhase, OmegaOneIsAnIsothermalGas) {
  const MassFlux flow = omega_flux(1, 0.1, 1e6, 1e5);
  EXPECT_TRUE(flow.choked);
  EXPECT_NEAR(flow.flux, std::exp(-0.5) * std::sqrt(1e6 / 0.1), 1e-6);
  EXPECT_NEAR(flow.pressure, std::exp(-0.5) * 1e6, 1e-3);
}

// omega -> 0 does not expand: Bernoulli.
TEST(TwoPhase, SmallOmegaIsIncompressible) {
  EXPECT_NEAR(omega_flux(1e-4, 1e-3, 1e6, 2e5).flux, std::sqrt(2 * 1000 * 8e5), 0.002 * std::sqrt(2 * 1000 * 8e5));
}

TEST(TwoPhase, OmegaIsContinuousWhereItChokes) {
  for (const double omega : {0.7, 3.0, 15.0}) {
    const double eta = omega_critical_ratio(omega);
    const double above = omega_flux(omega, 0.01, 1e6, eta * 1e6 * 1.0001).flux;
    const double below = omega_flux(omega, 0.01, 1e6, eta * 1e6 * 0.9999).flux;
    EXPECT_NEAR(above, below, 1e-6 * below) << omega;
  }
}

// A subcooled inlet at saturation is the saturated one; far below saturation it is Bernoulli down to p_sat.
TEST(TwoPhase, SubcooledOmegaMeetsItsLimits) {
  const double omega = 12, density = 560;
  EXPECT_NEAR(omega_subcooled_flux(omega, density, 8e5, 8e5, 1e5).flux, omega_flux(omega, 1 / density, 8e5, 1e5).flux,
              1e-6 * omega_flux(omega, 1 / density, 8e5, 1e5).flux);
  EXPECT_NEAR(omega_subcooled_flux(omega, density, 20e5, 8e5, 1e5).flux, std::sqrt(2 * density * 12e5), 1e-6);
  // It joins where p_sat = eta_st p: 2 w / (1 + 2 w) = 0.96.
  const double saturation = 0.96 * 8e5;
  EXPECT_NEAR(omega_subcooled_flux(omega, density, 8e5, saturation * 0.99999, 1e5).flux,
              omega_subcooled_flux(omega, density, 8e5, saturation * 1.00001, 1e5).flux, 5);
}

// The omega method is an approximation of homogeneous equilibrium: for a saturated liquid well below its critical point
// the two agree within 8 %.
TEST(TwoPhase, EquilibriumAgreesWithOmega) {
  for (const substance::Substance& sample : {test::propane(), test::ammonia(), test::chlorine()}) {
    const Saturation s(sample);
    const double t = 293.15, p = s.pressure(t);
    const SaturatedInlet inlet{
        p, t, 0, 1 / s.liquid_density(t), 1 / s.vapour_density(t), sample.liquid_heat(t), s.vaporisation(t)};
    const MassFlux omega = omega_flux(inlet.omega(), inlet.volume(), p, 101325);
    const MassFlux equilibrium = equilibrium_flux(s, t, 0, p, 101325);
    EXPECT_NEAR(equilibrium.flux, omega.flux, 0.08 * omega.flux) << sample.id;
    EXPECT_NEAR(equilibrium.pressure, omega.pressure, 0.05 * p) << sample.id;
  }
}

TEST(TwoPhase, ColdLiquidIsBernoulliInEveryModel) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  const double t = 225, density = s.liquid_density(t), bernoulli = std::sqrt(2 * density * 4e5);
  EXPECT_LT(s.pressure(t), 101325);
  EXPECT_NEAR(equilibrium_flux(s, t, 0, 501325, 101325).flux, bernoulli, 1e-6 * bernoulli);
  EXPECT_NEAR(non_equilibrium_flux(s, t, 501325, 101325, 0.05, 0.62).flux, 0.62 * bernoulli, 1e-6 * bernoulli);
  EXPECT_NEAR(pipe_flux(s, t, 501325, 101325, 0).flux, bernoulli, 1e-6 * bernoulli);
}

// Fauske: a hole without length passes Bernoulli's rate, 0.1 m pass the equilibrium rate h_fg / (v_fg sqrt(T c)).
TEST(TwoPhase, ShortWaysLieBetweenBernoulliAndEquilibrium) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  const double t = 293.15, p = s.pressure(t), density = s.liquid_density(t);
  EXPECT_NEAR(non_equilibrium_flux(s, t, p, 101325, 0, 0.62).flux, 0.62 * std::sqrt(2 * density * (p - 101325)), 1);
  const double volume = 1 / s.vapour_density(t) - 1 / density;
  const double rate = s.vaporisation(t) / (volume * std::sqrt(t * propane.liquid_heat(t)));
  EXPECT_NEAR(non_equilibrium_flux(s, t, p, 101325, 0.1, 0.62).flux, rate, 1e-6 * rate);
  double last = 1e9;
  for (const double length : {0.0, 0.01, 0.03, 0.06, 0.09, 0.1, 0.2}) {
    const double flux = non_equilibrium_flux(s, t, p, 101325, length, 0.62).flux;
    EXPECT_LE(flux, last);
    last = flux;
  }
}

// Fauske & Epstein (1988): of the equilibrium rate pass 0.85, 0.75, 0.65, 0.55 through pipes of 50, 100, 200, 400
// diameters (f = 0.02, saturated inlet).
TEST(TwoPhase, FrictionOfAPipe) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  const double t = 293.15, p = s.pressure(t), nozzle = equilibrium_flux(s, t, 0, p, 101325).flux;
  // A pipe of constant width accelerates the boiling mixture by pressure alone: less than a nozzle, which narrows.
  EXPECT_NEAR(pipe_flux(s, t, p, 101325, 0).flux, 0.95 * nozzle, 0.05 * nozzle);
  const double lengths[] = {50, 100, 200, 400}, shares[] = {0.85, 0.75, 0.65, 0.55};
  for (int i = 0; i < 4; ++i)
    EXPECT_NEAR(pipe_flux(s, t, p, 101325, 0.02 * lengths[i]).flux / nozzle, shares[i], 0.08) << lengths[i];
}

}  // namespace
}  // namespace muster::release
