// Escalation: correlations, steel, a vessel's temperatures against solutions by hand, its energy, what it tells.
#include "models/fire/escalation/vessel.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::fire {
namespace {

constexpr double celsius = 273.15;

/// A tank of 10 m with a diesel-like oil that neither boils nor flashes.
VesselMake tank() {
  VesselMake make;
  make.diameter = 10, make.height = 10, make.fill = 0.5, make.shell = 0.008, make.sectors = 1;
  make.contents.density = 850, make.contents.heat = 2000, make.contents.molar_mass = 0.2;
  make.contents.boiling_point = 550, make.contents.vaporisation = 250e3;
  return make;
}

double when(const Vessel& vessel, const std::string& criterion) {
  for (const VesselEvent& e : vessel.events())
    if (e.criterion == criterion) return e.time;
  return INFINITY;
}

TEST(Escalation, correlationsOfTheSheet) {
  using enum EquipmentKind;
  EXPECT_NEAR(time_to_failure(atmospheric, 15e3, 1000), 893.95, 0.9);
  EXPECT_NEAR(time_to_failure(atmospheric, 20e3, 1000), 646.223, 0.65);
  EXPECT_NEAR(time_to_failure(atmospheric, 30e3, 5000), 367.638, 0.37);
  EXPECT_NEAR(time_to_failure(pressurised, 40e3, 50), 678.475, 0.7);
  EXPECT_EQ(time_to_failure(atmospheric, 0, 1000), INFINITY);
  EXPECT_NEAR(escalation_probability(646.223), 0.44435, 0.002);
  EXPECT_NEAR(escalation_probability(300), 0.899264, 0.005);
  EXPECT_NEAR(escalation_probability(1200), 0.1, 0.01);
  EXPECT_FALSE(fitted_volume(pressurised, 300));
  // API 521's fires onto a cold wall of 300 K.
  EXPECT_NEAR(heat_into_wall(api521_pool(), 300), 46069.8, 46);
  EXPECT_NEAR(heat_into_wall(api521_jet(), 300), 84473.5, 84);
  // 0.85 (76 334 - 459) + 30 x 777.15 W/m2.
  EXPECT_NEAR(heat_into_wall(scandpower_pool(), 300), 87808, 20);
}

TEST(Escalation, steelOfTheCode) {
  // EN 1993-1-2, 3.4.1.2 by hand.
  EXPECT_NEAR(steel_heat(20 + celsius), 439.80, 0.01);
  EXPECT_NEAR(steel_heat(600 + celsius), 666 + 13002.0 / 138, 1e-9);
  EXPECT_NEAR(steel_heat(950 + celsius), 650, 1e-12);
  // Integral from 20 to 600 C of the cubic: 425 t + 0.773 t^2 / 2 - 1.69e-3 t^3 / 3 + 2.22e-6 t^4 / 4.
  EXPECT_NEAR(steel_enthalpy(600 + celsius) - steel_enthalpy(20 + celsius), 335.739e3, 5);
  for (const double t : {250.0, 700.3, 1008.0, 1500.0}) EXPECT_NEAR(steel_temperature(steel_enthalpy(t)), t, 1e-9);
  EXPECT_NEAR(tensile_strength(SteelGrade::cs360, 525 + celsius), 363.5e6, 1);
  // 2 MPa in 1.25 m of 6.4 mm: hoop 2 D^2 / (D^2 - d^2) = 98.16 MPa, with 30 MPa 172.6 MPa.
  EXPECT_NEAR(wall_stress(2e6, 1.25, 0.0064), 172.66e6, 0.05e6);
}

TEST(Vessel, convectionAloneIsAnExponential) {
  VesselMake make = tank();
  make.steel_heat = 500, make.inside = 0, make.inside_convection = 0, make.absorptivity = 0;
  Vessel vessel(make);
  Heating h;
  h.gas_temperature = 800, h.convection = 25;
  vessel.heat(h, 900);
  const double tau = steel_density * make.shell * 500 / 25;
  EXPECT_NEAR(vessel.hottest_dry(), 800 - (800 - 293.15) * std::exp(-900 / tau), 2e-3);
}

/// Time [s] from T0 to T of d(T)/dt = a - b T^4, by partial fractions.
double radiating(double a, double b, double from, double to) {
  const double limit = std::pow(a / b, 0.25);
  const auto f = [&](double t) { return std::log((limit + t) / (limit - t)) + 2 * std::atan(t / limit); };
  return (f(to) - f(from)) / (4 * b * limit * limit * limit);
}

TEST(Vessel, radiationAloneFollowsTheClosedForm) {
  VesselMake make = tank();
  make.steel_heat = 500, make.inside = 0, make.inside_convection = 0, make.absorptivity = 0.9;
  make.contents.flash_point = 800;  // never
  Vessel vessel(make);
  Heating h;
  const double flux = 30e3;
  h.dry = h.wet = {&flux, 1};
  h.convection = 0, h.engulfed = true;
  vessel.heat(h, 1500);
  const double capacity = steel_density * make.shell * 500;
  const double by_hand = radiating(0.9 * 30e3 / capacity, 0.9 * stefan_boltzmann / capacity, 293.15, 427 + celsius);
  EXPECT_NEAR(when(vessel, "steel_427"), by_hand, 1e-3 * by_hand);
  EXPECT_GT(when(vessel, "steel_538"), when(vessel, "steel_500"));
}

TEST(Vessel, convergesInTheStepAndKeepsItsEnergy) {
  const auto heated = [](double dt) {
    VesselMake make = tank();
    make.contents.boiling_point = 320;  // boils on the wall, later as a whole
    make.diameter = 2, make.height = 2, make.sectors = 4;
    Vessel vessel(make);
    const double flux[] = {60e3, 30e3, 0, 20e3};  // by sector
    Heating h;
    h.dry = h.wet = flux;
    h.water = water_rate(1);
    for (double t = 0; t < 5400 - 1e-9; t += dt) vessel.heat(h, dt);
    return vessel;
  };
  const Vessel coarse = heated(60), fine = heated(0.05);
  EXPECT_NEAR(coarse.hottest_dry(), fine.hottest_dry(), 0.05);
  EXPECT_NEAR(coarse.mass() / fine.mass(), 1, 1e-3);  // the boiling begins within a step of 5 s
  for (const Vessel* v : {&coarse, &fine}) {
    const Vessel::Energy e = v->energy();
    EXPECT_NEAR(e.absorbed, e.water + e.shell + e.contents + e.vapour, 1e-9 * e.absorbed);
    EXPECT_GT(e.vapour, 0) << "it boils";
    EXPECT_GT(e.water, 0);
  }
}

TEST(Vessel, aWetWallStaysColdAndADryOneDoesNot) {
  Vessel vessel(tank());
  vessel.heat(30e3, 3600);
  EXPECT_GT(vessel.hottest_dry(), 600);
  EXPECT_LT(vessel.hottest_wet(), vessel.contents_temperature() + 150);
  EXPECT_LT(vessel.hottest_wet(), 420 + 60);
}

TEST(Vessel, coolingWaterKeepsTheShell) {
  // 2 L/min/m2, half of it where it is needed: at most 0.0167 kg/s (4186 (100 - 15) + 2.257e6) = 43.5 kW/m2.
  EXPECT_NEAR(heat_into_water(1000, 0.5 * water_rate(2), 288.15), (4186 * 85 + 2.257e6) / 60, 1);
  EXPECT_EQ(heat_into_water(280, 1, 288.15), 0);
  Vessel dry(tank()), cooled(tank());
  const double flux = 35e3;
  Heating h;
  h.dry = h.wet = {&flux, 1};
  dry.heat(h, 7200);
  h.water = water_rate(2);
  cooled.heat(h, 7200);
  EXPECT_TRUE(dry.failed());
  EXPECT_FALSE(cooled.failed());
  EXPECT_LT(cooled.hottest_dry(), 150 + celsius);
  EXPECT_LT(cooled.damage(), 0.5 * dry.damage());
  EXPECT_EQ(when(cooled, "escalation_flux"), INFINITY);
  EXPECT_NEAR(when(dry, "escalation_flux"), 600, 1e-6);
}

TEST(Vessel, damageOfASteadyFluxIsTheTimeToFailure) {
  Vessel vessel(tank());
  vessel.heat(20e3, 1000);
  const double volume = 3.14159265358979 / 4 * 1000;
  EXPECT_NEAR(when(vessel, "time_to_failure"), time_to_failure(EquipmentKind::atmospheric, 20e3, volume), 0.01);
}

TEST(Vessel, belowTheThresholdNothingRunsOut) {
  Vessel vessel(tank());
  vessel.heat(14.9e3, 3600);
  EXPECT_EQ(vessel.damage(), 0);
}

TEST(Vessel, vapoursIgniteOnlyAboveTheFlashPointAndWithoutABreak) {
  VesselMake make = tank();
  make.contents.flash_point = 280;
  Vessel vessel(make);
  vessel.heat(13e3, 500);
  vessel.heat(5e3, 1);
  vessel.heat(13e3, 500);
  EXPECT_FALSE(vessel.ignited());
  vessel.heat(13e3, 200);
  EXPECT_TRUE(vessel.ignited());
  EXPECT_NEAR(when(vessel, "vapour_ignition"), 501 + 600, 1e-6);
  make.contents.flash_point = 400;
  Vessel cold(make);
  cold.heat(13e3, 1200);
  EXPECT_FALSE(cold.ignited());
}

TEST(Vessel, contentsTakeWhatTheShellPasses) {
  // All of the heat through a thin shell that loses none: m c dT = A q t.
  VesselMake make = tank();
  make.fill = 0.999999, make.steel_heat = 1, make.absorptivity = 1, make.contents.viscosity = 1e-6;
  Vessel vessel(make);
  const double flux = 10e3;
  Heating h;
  h.dry = h.wet = {&flux, 1};
  h.convection = 0;
  vessel.heat(h, 3600);
  const double wall_loss = stefan_boltzmann * (std::pow(vessel.hottest_wet(), 4) - std::pow(293.15, 4));
  const double rise = (10e3 - 0.5 * wall_loss) * 3600 * make.wet_area() / (vessel.mass() * 2000);
  EXPECT_NEAR(vessel.contents_temperature() - 293.15, rise, 0.06 * rise);
}

/// Propane in the vessels of Droste and Schoen: 4.85 m3, half full, a relief at 15.6 bar.
VesselMake propane_vessel(double wall, double temperature) {
  substance::Substance s;
  s.id = "propane", s.molar_mass = 0.0441, s.boiling_point = 231.04, s.melting_point = 85.5;
  s.critical_temperature = 369.83, s.critical_pressure = 4.248e6, s.acentric_factor = 0.152;
  // Through 101 325 Pa at 231.04 K and 2.116 MPa at 333.15 K (NIST); at 300 K 0.8 % below the measured 0.998 MPa.
  s.antoine = {9.3119, 994.9, 0, {230, 369}, 1};
  s.liquid_density_boiling = 581, s.liquid_density_25 = 493, s.liquid_heat_boiling = 2250, s.liquid_heat_25 = 2700;
  s.vaporisation_boiling = 426e3, s.vaporisation_25 = 336e3, s.gas_heat_25 = 1670, s.heat_ratio_25 = 1.13;
  VesselMake make;
  make.kind = EquipmentKind::pressurised, make.lying = true;
  make.diameter = 1.25, make.height = 4.3, make.shell = wall, make.fill = 0.5, make.temperature = temperature;
  make.contents = contents_of(s, make.temperature);
  make.relief_pressure = 15.6e5, make.sectors = 1;
  make.absorptivity = api521_pool().absorptivity;
  return make;
}

Vessel engulfed(const VesselMake& make) {
  Vessel vessel(make);
  const EngulfingFire fire = api521_pool();
  Heating h;
  h.dry = h.wet = {&fire.incident, 1};
  h.gas_temperature = fire.gas_temperature, h.convection = fire.convection, h.engulfed = true;
  while (!vessel.failed() && vessel.time() < 1800) vessel.heat(h, 5);
  return vessel;
}

TEST(Vessel, openedAndBurstAsMeasuredVesselsOfPropane) {
  // Relief and rupture [s] (Droste and Schoen 1988). The relief's 2 cm2 are not measured (16 mm, as HydDown takes it),
  // nor is the fire: API 521's. The second and third took more heat than it gives below the liquid: rupture 1.5 and 1.3
  // times too late (README); 15 % are asked.
  struct Fire {
    double wall, celsius, relief, rupture;
  };
  for (const Fire t : {Fire{0.0059, 10, 340, 720}, {0.0064, 37, 100, 440}, {0.0064, 26, 150, 540}}) {
    VesselMake make = propane_vessel(t.wall, t.celsius + celsius);
    make.relief_area = 2e-4;
    const Vessel vessel = engulfed(make);
    EXPECT_NEAR(when(vessel, "relief_opens"), t.relief, 0.3 * t.relief);
    EXPECT_GT(when(vessel, "rupture"), 0.9 * t.rupture);
    EXPECT_LT(when(vessel, "rupture"), 1.5 * t.rupture);
    EXPECT_LT(vessel.hottest_wet(), 450) << "the liquid keeps the shell";
  }
}

TEST(Vessel, aReliefOpensWhenItsPressureIsReachedHoweverWide) {
  VesselMake make = propane_vessel(0.0064, 310.15);
  make.relief_area = 2e-4;
  const double narrow = when(engulfed(make), "relief_opens");
  make.relief_area = 1e-3;  // it lets out at once what boils
  EXPECT_NEAR(when(engulfed(make), "relief_opens"), narrow, 1);
  make.relief_area.reset();
  EXPECT_NEAR(when(engulfed(make), "relief_opens"), narrow, 1);
}

TEST(Vessel, aPressureThatIsToldStrainsTheShell) {
  // 39 bar in 1.25 m of 6.4 mm: hoop (3.9 - 0.101325) MPa x D^2 / (D^2 - d^2) = 186.44 MPa, with 30 MPa 324.3 MPa,
  // which is 0.85 of 381.6 MPa: cs360 at 500 + 50 (400 - 381.6) / 73 = 512.6 C.
  Vessel vessel(propane_vessel(0.0064, 310.15));
  const EngulfingFire fire = api521_pool();
  Heating h;
  h.dry = h.wet = {&fire.incident, 1};
  h.gas_temperature = fire.gas_temperature, h.convection = fire.convection, h.engulfed = true, h.pressure = 39e5;
  while (!vessel.failed() && vessel.time() < 1800) vessel.heat(h, 0.5);
  EXPECT_NEAR(vessel.hottest_dry(), 512.6 + celsius, 0.5);
  EXPECT_LT(vessel.pressure(), 16e5) << "that of the contents is another";
}

TEST(Vessel, dishedEndsTakeHeatAndHoldLiquid) {
  VesselMake make = propane_vessel(0.0064, 310.15);
  make.dished = true, make.height = 3.6;
  const double d = make.diameter, whole = 3.14159265358979 * d * 3.6 + 2 * 1.083985 * d * d;
  EXPECT_NEAR(make.volume(), 3.14159265358979 * (d * d * 3.6 / 4 + d * d * d / 12), 1e-9);
  EXPECT_NEAR(make.wet_area() + make.dry_area(), whole, 1e-6);
  EXPECT_NEAR(make.wet_area(), whole / 2, 1e-6) << "half full";
}

TEST(Vessel, aReliefWithoutAnAreaHoldsItsPressure) {
  const VesselMake make = propane_vessel(0.0064, 310.15);
  EXPECT_NEAR(make.wet_area(), make.dry_area(), 1e-6) << "half full";
  const Vessel vessel = engulfed(make);
  EXPECT_LE(vessel.pressure(), 15.6e5 * 1.001);
  EXPECT_LT(vessel.mass(), 0.5 * make.volume() * make.contents.density);
  EXPECT_LT(when(vessel, "relief_opens"), when(vessel, "steel_538"));
}

}  // namespace
}  // namespace muster::fire
