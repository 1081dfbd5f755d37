// Boilover, fires of rim seals, flash fires, what rises from a fire.
#include "models/fire/gas/flash_fire.h"
#include "models/fire/radiation/flux.h"
#include "models/fire/radiation/view_factor.h"
#include "models/fire/smoke/fire_plume.h"
#include "models/fire/tank/boilover.h"
#include "models/fire/tank/rim_seal.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::fire {
namespace {

Fuel gasoline() {
  Fuel f;
  f.id = f.name = "gasoline";
  f.burning_rate = 0.055, f.growth = 2.1, f.heat_of_combustion = 43.7e6, f.density = 740;
  f.molar_mass = 0.1, f.boiling_point = 350, f.soot_yield = 0.079, f.monoxide_yield = 0.027;
  return f;
}

TEST(Boilover, timeOfTheSheetAndWhatIsLeft) {
  // Broeckmann and Schecker: 10 m in 20.2 h without the surface's own sinking.
  EXPECT_NEAR(10 / hot_zone_speed({}, 0.035), 72676.1, 73);
  EXPECT_EQ(hot_zone_speed({}, 0.1), 0) << "more heat is carried off than comes";
  // 0.5 m/h and 0.0335 / 855 m/s: 10 m in 15.60 h, 2.20 m of it burnt.
  const Boilover b = boilover_at(10, 0.5 / 3600, 0.0335, 855);
  EXPECT_NEAR(b.time / 3600, 10 / (0.5 + 0.0335 / 855 * 3600), 1e-9);
  EXPECT_NEAR(b.left, 10 - 0.0335 / 855 * b.time, 1e-12);
  EXPECT_NEAR(b.left, 7.80, 0.01);
  EXPECT_EQ(boilover_at(10, 0, 0.0335, 855).time, INFINITY);
}

TEST(Boilover, propensityByHand) {
  // (1 - 393 / 550) (120 / 60)^2 (0.73 / 0.73)^(1/3)
  EXPECT_NEAR(boilover_propensity(550, 120, 0.73), 4 * (1 - 393.0 / 550), 1e-12);
  EXPECT_GT(boilover_propensity(550, 120, 0.73), boilover_limit);
  EXPECT_EQ(boilover_propensity(370, 30, 0.5), 0) << "gasoline boils below";
}

TEST(RimSeal, aLineFireAsLongAsItsLaw) {
  RimSealFire fire;
  fire.fuel = gasoline(), fire.diameter = 60, fire.width = 0.5, fire.rim = {0, 0, 15};
  const RimSealFlame flame = burn(fire, {});
  EXPECT_NEAR(flame.line_release, 0.055 * 0.5 * 43.7e6, 1);
  EXPECT_NEAR(flame.length, 0.035 * std::pow(1201.75, 2.0 / 3), 1e-9);
  EXPECT_NEAR(flame.length, 3.96, 0.01);
  EXPECT_NEAR(flame.emission, 130e3 * (1 - std::exp(-1.0)), 1e-6);
  EXPECT_NEAR(flame.area, std::numbers::pi * 59.5 * 0.5, 1e-9);
  EXPECT_EQ(flame.tilt, 0);
  double area = 0;
  for (const Flame& f : flame.flames)
    for (const Face& face : f.faces) area += face.emission > 0 ? face.area : 0;
  EXPECT_NEAR(area, std::numbers::pi * (60 * flame.length + 59.5 * 0.5), 0.002 * area);
}

TEST(RimSeal, fromOutsideItIsTheBandAroundTheTank) {
  // The ring's outer side is a cylinder's: the same view from outside, at the ring's height.
  RimSealFire fire;
  fire.fuel = gasoline(), fire.rim = {0, 0, 15};
  const RimSealFlame ring = burn(fire, {});
  const Stem stem{{0, 0, 15}, {1, 0}, ring.length, 0};
  const Flame cylinder = sheared_cylinder(stem, 60, 60, {{1, ring.emission}}, false, {288, 1});
  const Vec3 place(60, 0, 16);
  EXPECT_NEAR(irradiance(ring.flames, place, Haze(1.0)).norm(), irradiance({&cylinder, 1}, place, Haze(1.0)).norm(),
              0.01 * irradiance({&cylinder, 1}, place, Haze(1.0)).norm());
  fire.freeboard = 3;
  const RimSealFlame sunk = burn(fire, {});
  EXPECT_NEAR(sunk.shown, ring.length - 3, 1e-9);
  EXPECT_LT(irradiance(sunk.flames, place, Haze(1.0)).norm(), 0.5 * irradiance(ring.flames, place, Haze(1.0)).norm());
  fire.freeboard = 5;
  EXPECT_TRUE(burn(fire, {}).flames.empty()) << "the shell hides all of it";
  fire.freeboard = 0, fire.burning = 0.05;
  const RimSealFlame arc = burn(fire, {});
  EXPECT_NEAR(arc.heat_release, 0.05 * ring.heat_release, 1e-6 * ring.heat_release);
  EXPECT_GT(irradiance(arc.flames, {60, 0, 16}, Haze(1.0)).norm(), 0);
  EXPECT_EQ(irradiance(arc.flames, {-60, 0, 16}, Haze(1.0)).norm(), 0) << "it burns on the other side";
}

TEST(FlashFire, killsWithinTheLimit) {
  EXPECT_EQ(flash_fire_lethality(0.021, 0.021), 1);
  EXPECT_EQ(flash_fire_lethality(0.0209, 0.021), 0);
  EXPECT_EQ(flash_fire_lethality(0.011, 0.021, 0.5), 1);
  EXPECT_EQ(flash_fire_lethality(0.5, 0.021), 1);
  EXPECT_NEAR(flash_fire_speed(5), 11.5, 1e-12);
}

TEST(FirePlume, axisByHand) {
  Air air;
  // 1 MW of which 0.7 MW rise over 1 m, 5 m up: z0 = 0.083 1000^0.4 - 1.02 = 0.2955 m.
  EXPECT_NEAR(virtual_origin(1e6, 1), 0.2955, 1e-3);
  const PlumeAxis h = heskestad_axis(1e6, 0.7e6, 1, 5, air);
  // 9.1 (293.15 / (9.80665 1.005^2 1.204^2))^(1/3) 700^(2/3) 4.7045^(-5/3) = 9.1 x 2.736 x 78.84 x 0.07572
  EXPECT_NEAR(h.excess, 148.7, 1.0);
  EXPECT_NEAR(h.speed, 3.4 * std::cbrt(9.80665 / (1.005 * 1.204 * 293.15)) * std::cbrt(700 / 4.7045), 0.02);
  EXPECT_NEAR(h.mass_flow, 0.071 * std::cbrt(700.0) * std::pow(4.7045, 5.0 / 3) + 1.26, 0.01);
  // McCaffrey: 1 MW is 15.849 kW^(2/5); 5 m are 0.3155.
  const PlumeAxis m = mccaffrey_axis(1e6, 5);
  EXPECT_NEAR(m.excess, 21.6 * std::pow(5 / 15.8489, -5.0 / 3), 0.01);
  EXPECT_NEAR(m.excess, 147.7, 0.5) << "as Heskestad's, within a few per cent";
  EXPECT_NEAR(m.speed, 1.12 * std::pow(5 / 15.8489, -1.0 / 3) * 3.98107, 0.01);
  EXPECT_EQ(mccaffrey_axis(1e6, 1).excess, 800);
  EXPECT_NEAR(mccaffrey_axis(1e6, 2).excess, 63 * 15.8489 / 2, 0.01);
}

TEST(FirePlume, buoyancyAndYields) {
  Air air;
  air.temperature = 293, air.pressure = 1.2 * 293 * substance::gas_constant / 0.0289652;
  EXPECT_NEAR(buoyancy_flux(70e6, air), 618.378, 0.7);
  const SmokeSource s = smoke_of(gasoline(), 0.055, 100, 0.3);
  EXPECT_NEAR(s.soot, 0.4345, 1e-9);
  EXPECT_NEAR(s.monoxide, 0.1485, 1e-9);
  EXPECT_NEAR(s.convective, 0.7 * 5.5 * 43.7e6, 1);
}

}  // namespace
}  // namespace muster::fire
