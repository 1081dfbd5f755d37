// Holes: published worked examples and limits.
#include "models/release/orifice/orifice.h"

#include "models/release/orifice/expansion.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

const double hole_10_mm = std::numbers::pi * 0.01 * 0.01 / 4;

// CCPS, Guidelines for Consequence Analysis of Chemical Releases (1999), p. 40, as GasDispersion.jl tests it.
TEST(Orifice, LiquidJetOfTheCcpsGuidelines) {
  const Flow flow = liquid_flow(hole_10_mm, 0.63, 490, 120935.0368, 101325, 298.15);
  EXPECT_NEAR(flow.rate, 0.21691154763598, 1e-9);
  EXPECT_NEAR(flow.speed, 5.636333880812954, 1e-8);
  EXPECT_DOUBLE_EQ(flow.temperature, 298.15);
}

// The same, p. 47: choked gas; 8.90 kg/m3 at 501 kPa.
TEST(Orifice, ChokedGasJetOfTheCcpsGuidelines) {
  const Flow flow = gas_flow(hole_10_mm, 0.85, 8.90, 501e3, 101325, 298, 1.15);
  EXPECT_TRUE(flow.choked);
  EXPECT_NEAR(flow.rate, 0.09002799947040846, 1e-9);
  EXPECT_NEAR(flow.speed, 208.58711308961637, 1e-6);
  EXPECT_NEAR(flow.pressure, 287766.01316878956, 1e-3);
  EXPECT_NEAR(flow.temperature, 277.2093023255814, 1e-6);
}

// Propane as an ideal gas, 4 bar above ambient, 25 C.
TEST(Orifice, PropaneExampleOfGasDispersionJl) {
  const double pressure = 101325 + 4e5, density = pressure * 0.044096 / (8.31446261815324 * 298.15);
  const Flow flow = gas_flow(hole_10_mm, 0.85, density, pressure, 101325, 298.15, 1.142);
  EXPECT_NEAR(flow.rate, 0.08991798763471508, 1e-6);
  EXPECT_NEAR(flow.speed, 208.10961399327573, 2e-3);
  EXPECT_NEAR(flow.pressure, 288765.2212333958, 1);
  EXPECT_NEAR(flow.temperature, 278.3846872082166, 1e-3);
}

TEST(Orifice, GasIsContinuousWhereItBeginsToChoke) {
  const double critical = critical_pressure_ratio(1.4);
  EXPECT_NEAR(critical, 0.528281788, 1e-8);  // (2 / 2.4)^3.5
  const Flow below = gas_flow(1e-4, 0.85, 2.4, 101325 / (critical * 1.000001), 101325, 293, 1.4);
  const Flow above = gas_flow(1e-4, 0.85, 2.4, 101325 / (critical * 0.999999), 101325, 293, 1.4);
  EXPECT_FALSE(below.choked);
  EXPECT_TRUE(above.choked);
  EXPECT_NEAR(below.rate, above.rate, 2e-6 * above.rate);
  EXPECT_NEAR(below.speed, above.speed, 1e-5 * above.speed);
}

// A choked gas leaves with the speed of sound of its throat, whatever the pressure.
TEST(Orifice, ChokedGasIsSonic) {
  for (const double pressure : {3e5, 3e6}) {
    const double density = pressure / (287.0 * 300);
    const Flow flow = gas_flow(1e-4, 1, density, pressure, 101325, 300, 1.4);
    EXPECT_NEAR(flow.speed, std::sqrt(1.4 * 287.0 * flow.temperature), 1e-6);
    EXPECT_NEAR(flow.temperature, 250, 1e-9);  // 300 * 2 / 2.4
  }
}

// At small overpressure a gas obeys Bernoulli.
TEST(Orifice, SlowGasIsLikeALiquid) {
  const Flow gas = gas_flow(1e-4, 0.6, 1.2, 101325 * 1.001, 101325, 293, 1.4);
  const Flow liquid = liquid_flow(1e-4, 0.6, 1.2, 101325 * 1.001, 101325, 293);
  EXPECT_NEAR(gas.rate, liquid.rate, 1e-3 * liquid.rate);
}

TEST(Orifice, NothingFlowsInward) {
  EXPECT_EQ(liquid_flow(1e-4, 0.6, 1000, 1e5, 101325, 293).rate, 0);
  EXPECT_EQ(gas_flow(1e-4, 0.6, 1.2, 1e5, 101325, 293, 1.4).rate, 0);
}

// Hand-calculated: hydrogen-like gas, ratio 1.4, T0 300 K, p 10.1325 MPa, c 1. Throat 250 K, p 5.352815 MPa.
TEST(Orifice, NotionalNozzles) {
  const double constant = 4124.2, ratio = 1.4, heat = constant * ratio / (ratio - 1), ambient = 101325;
  const double pressure = 100 * ambient, density = pressure / (constant * 300);
  const Flow flow = gas_flow(1e-5, 1, density, pressure, ambient, 300, ratio);
  const auto jet = [&](Nozzle nozzle) { return expand_gas(flow, 1, ambient, 300, heat, constant, ratio, nozzle); };

  const double throat = std::sqrt(1.4 * constant * 250);                                     // 1201.4 m/s
  const double thrust = throat + (0.528281788 - 0.01) * pressure / (flow.density * throat);  // momentum
  EXPECT_NEAR(jet(Nozzle::birch_1984).speed, std::sqrt(1.4 * constant * 300), 1e-6);
  EXPECT_NEAR(jet(Nozzle::birch_1984).temperature, 300, 1e-9);
  EXPECT_NEAR(jet(Nozzle::ewan_moodie).speed, throat, 1e-6);
  EXPECT_NEAR(jet(Nozzle::birch_1987).speed, thrust, 1e-4);
  EXPECT_NEAR(jet(Nozzle::yuceil_otugen).speed, thrust, 1e-4);
  // The same speed and temperature as in the throat at 1 / 52.83 of its pressure: 52.83 times its area.
  EXPECT_NEAR(jet(Nozzle::ewan_moodie).area, 52.8281788e-5, 1e-10);
  // Total enthalpy is that of the container: c_p T + v^2 / 2 = c_p 300.
  EXPECT_NEAR(jet(Nozzle::yuceil_otugen).temperature, 300 - thrust * thrust / (2 * heat), 1e-6);
  EXPECT_NEAR(jet(Nozzle::molkov).temperature, 250, 1e-9);  // sonic at Mach 1 again: T = 300 * 2 / 2.4
  for (const Nozzle nozzle :
       {Nozzle::birch_1984, Nozzle::ewan_moodie, Nozzle::birch_1987, Nozzle::yuceil_otugen, Nozzle::molkov}) {
    const Jet j = jet(nozzle);
    EXPECT_NEAR(j.density * j.speed * j.area, flow.rate, 1e-9);
    EXPECT_NEAR(j.density, ambient / (constant * j.temperature), 1e-9);
  }
}

TEST(Orifice, BlowDownClosedForm) {
  // Isothermal: e^-1 after tau. Adiabatic, ratio 1.4, t = 5 tau: F = 2.
  EXPECT_NEAR(choked_blow_down(10, 10, 1.4, true).mass, std::exp(-1.0), 1e-12);
  const BlowDown left = choked_blow_down(50, 10, 1.4, false);
  EXPECT_NEAR(left.mass, 1 / 32.0, 1e-12);       // 2^-5
  EXPECT_NEAR(left.rate, 1 / 64.0, 1e-12);       // 2^-6
  EXPECT_NEAR(left.pressure, 1 / 128.0, 1e-12);  // 2^-7
  EXPECT_NEAR(left.temperature, 1 / 4.0, 1e-12);
}

}  // namespace
}  // namespace muster::release
