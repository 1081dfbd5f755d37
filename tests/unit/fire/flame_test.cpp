// Fuels, the laws of pool flames, flames as bodies, view factors, transmissivity.
#include "models/fire/flame/pool.h"
#include "models/fire/radiation/flux.h"
#include "models/fire/radiation/transmissivity.h"
#include "models/fire/radiation/view_factor.h"
#include "tests/unit/fire/closed_forms.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace muster::fire {
namespace {

using std::numbers::pi;

Fuel gasoline() {
  Fuel f;
  f.id = f.name = "gasoline";
  f.burning_rate = 0.055, f.growth = 2.1, f.heat_of_combustion = 43.7e6, f.density = 740;
  f.molar_mass = 0.1, f.boiling_point = 350, f.carbon_per_hydrogen = 0.43, f.radiant_fraction = 0.35;
  f.emissive_power = 130e3, f.emissive_growth = 2, f.unobscured_share = 0.02;
  return f;
}

Fuel lng() {
  Fuel f;
  f.id = f.name = "lng";
  f.family = Family::lng;
  f.burning_rate = 0.078, f.growth = 1.1, f.large_rate = 0.137, f.large_from = 10;
  f.heat_of_combustion = 50e6, f.density = 415, f.molar_mass = 0.016043, f.boiling_point = 111.66;
  f.carbon_per_hydrogen = 0.25, f.radiant_fraction = 0.21;
  return f;
}

FlameNumbers numbers(double diameter, double rate, double density, double wind) {
  FlameNumbers n;
  n.diameter = diameter, n.rate = rate;
  n.mass = rate / (density * std::sqrt(substance::gravity * diameter));
  n.wind = n.wind_9m = wind;
  return n;
}

/// A cylinder of emission 1 that leans along x.
Flame cylinder(double diameter, double length, double tilt, int around) {
  const Stem stem{Vec3::Zero(), {1, 0}, length * std::cos(tilt), std::tan(tilt)};
  return sheared_cylinder(stem, diameter, diameter, {{1, 1}}, true, {around, 1});
}

TEST(BurningRate, growsWithTheDiameterAndRisesToThatOfLargePools) {
  // NUREG-1805: lube oil 0.039 (1 - exp(-0.7 D)) over 9 square feet: 771.52 kW.
  Fuel oil = gasoline();
  oil.burning_rate = 0.039, oil.growth = 0.7, oil.heat_of_combustion = 46e6;
  const double area = 9 * 0.3048 * 0.3048, diameter = std::sqrt(4 * area / pi);
  EXPECT_NEAR(heat_release(oil, burning_rate(oil, diameter), area) / 1000, 771.52, 0.05);
  EXPECT_NEAR(burning_rate(lng(), 4), 0.078 * (1 - std::exp(-4.4)), 1e-12);
  EXPECT_NEAR(burning_rate(lng(), 35), 0.137, 1e-12);
  EXPECT_GT(burning_rate(lng(), 8), 0.1);
  // What runs out burns: 0.055 kg/m2/s times the area.
  const double d = steady_pool_diameter(gasoline(), 10);
  EXPECT_NEAR(burning_rate(gasoline(), d) * pi / 4 * d * d, 10, 1e-6);
  EXPECT_NEAR(thin_spill_share(0.001), 0.31, 1e-12);
  EXPECT_EQ(thin_spill_share(0.1), 1);
}

TEST(FlameLaws, valuesByHand) {
  const FlameNumbers n = numbers(20, 0.055, 1.2, 2);
  EXPECT_NEAR(20 * flame_length(LengthLaw::thomas, n), 25.6078, 0.03);
  EXPECT_NEAR(20 * flame_length(LengthLaw::thomas_wind, n), 20.5666, 0.02);
  FlameNumbers tilted = n;
  tilted.wind = 2.26, tilted.reynolds = 1;
  EXPECT_NEAR(flame_tilt(TiltLaw::aga, tilted) * 180 / pi, 48.3031, 0.01);
  // u = 6.8 m/s, D = 35 m, nu = 1.5e-5 m2/s.
  tilted.froude = 6.8 * 6.8 / (substance::gravity * 35), tilted.reynolds = 6.8 * 35 * 1.2 / 1.8e-5;
  EXPECT_NEAR(flame_tilt(TiltLaw::pritchard_binding, tilted) * 180 / pi, 54.2462, 0.05);
  EXPECT_NEAR(emission(EmissionLaw::mudan_croce, gasoline(), n, 20, 30).lower, 30886.2, 0.1);
  EXPECT_NEAR(luminous_band(30, 2e6), 11.7143, 1e-4);
  // Rew and Hulbert: clear over about 0.1 diameters of 35 m of gasoline, 1.3 to 1.7 of LNG.
  const Air air{293.15, 101325, 0.5, 5};
  const FlameNumbers large = flame_numbers(35, 0.055, 3.5, air);
  EXPECT_NEAR(emission(EmissionLaw::two_zone, gasoline(), large, 35, 60).clear_length / 35, 0.1, 0.03);
  Fuel cold = lng();
  cold.emissive_power = 265e3, cold.emissive_growth = 0.149, cold.unobscured_share = 0.77;
  const double clear = emission(EmissionLaw::two_zone, cold, flame_numbers(35, 0.137, 1.75, air), 35, 90).clear_length;
  EXPECT_GT(clear / 35, 1.2);
  EXPECT_LT(clear / 35, 1.7);
  // Seven flame heights of FDS: 1 m square burner, Q* 0.1 and 1. With Q in kW about 0.235 Q^(2/5) - 1.02 D.
  EXPECT_NEAR(heskestad(0.1), 0.489932, 0.0015);
  EXPECT_NEAR(heskestad(1), 2.77278, 0.008);
  EXPECT_NEAR(heskestad_length(1e6, 1), 0.235 * std::pow(1000, 0.4) - 1.02, 0.1);
}

TEST(ViewFactor, cylindersOfTheClosedForms) {
  for (const double distance : {8.0, 12.0, 20.0, 60.0}) {
    const test::Views exact = test::upright_cylinder(10, 20, distance);
    const Flame flame = cylinder(10, 20, 0, 96);
    const Vec3 place(distance, 0, 0);
    EXPECT_NEAR(view_factor(flame, place, {-1, 0, 0}) / exact.vertical, 1, 0.002) << distance;
    EXPECT_NEAR(view_factor(flame, place, {0, 0, 1}) / exact.horizontal, 1, 0.002) << distance;
  }
  for (const auto& [d, l, x, tilt] :
       {std::array{10.0, 20.0, 30.0, 0.5}, {35.0, 77.0, 105.0, 0.7}, {10.0, 20.0, 30.0, -0.4}}) {
    const test::Views exact = test::tilted_cylinder(d, l, x, tilt);
    const Flame flame = cylinder(d, l, tilt, 96);
    EXPECT_NEAR(view_factor(flame, {x, 0, 0}, {-1, 0, 0}) / exact.vertical, 1, 0.002);
    EXPECT_NEAR(view_factor(flame, {x, 0, 0}, {0, 0, 1}) / exact.horizontal, 1, 0.002);
  }
  EXPECT_NEAR(test::upright_cylinder(10, 20, 20).horizontal, 0.0493888, 1e-7);
  EXPECT_NEAR(test::tilted_cylinder(10, 20, 30, 0.5).vertical, 0.0851206, 1e-7);
}

TEST(ViewFactor, asideAndSphere) {
  // Panels 200 x 120: target 40 m off at 1.5 m, by azimuth from where the flame leans to.
  const Flame flame = cylinder(20, 30, 0.6, 96);
  for (const auto& [azimuth, expected] :
       {std::pair{0.0, 0.163511}, {90.0, 0.0871431}, {135.0, 0.0679572}, {180.0, 0.0626792}}) {
    const double a = azimuth * pi / 180;
    const Vec3 towards(-std::cos(a), std::sin(a), 0);
    EXPECT_NEAR(view_factor(flame, Vec3(-40 * towards) + Vec3(0, 0, 1.5), towards) / expected, 1, 0.005) << azimuth;
  }
  const Flame ball = sphere({0, 0, 45}, 60, 1, {96, 1});
  EXPECT_NEAR(greatest_view_factor(ball, {100, 0, 0}) / 0.0748441, 1, 0.001);
  EXPECT_NEAR(view_factor(ball, {100, 0, 0}, {-1, 0, 0}) / 0.0682519, 1, 0.001);
}

TEST(ViewFactor, errorFallsWithTheSquareOfTheFaces) {
  // Which faces are seen changes with the distance: root mean square over many.
  double before = 0;
  for (const int around : {24, 48, 96, 192}) {
    double squares = 0;
    const Flame flame = cylinder(10, 20, 0.2, around);
    for (int i = 0; i < 60; ++i) {
      const double x = 12 + 0.5 * i;
      const double error =
          view_factor(flame, {x, 0, 0}, {-1, 0, 0}) / test::tilted_cylinder(10, 20, x, 0.2).vertical - 1;
      squares += error * error / 60;
    }
    const double error = std::sqrt(squares);
    if (before > 0) {
      EXPECT_NEAR(std::log2(before / error), 2, 0.5) << around;
    }
    before = error;
  }
  EXPECT_LT(before, 3e-4);
}

TEST(ViewFactor, aSurfaceBetweenCutsAtItsPlane) {
  // A square of 2 m before a small surface at 1 m: F = 4 F of a quarter; half of it when the plane halves it.
  Flame flame;
  flame.add({{1, -1, -1}, {1, -1, 1}, {1, 1, 1}, {1, 1, -1}}, 1);
  const Vec3 eye = Vec3::Zero();
  // Parallel element opposite a corner of 1 x 1 at 1 (Howell, B-3): (2 / (2 pi)) sqrt(1/2) atan(sqrt(1/2)).
  const double quarter = std::sqrt(0.5) * std::atan(std::sqrt(0.5)) / pi;
  EXPECT_NEAR(view_factor(flame, eye, {1, 0, 0}), 4 * quarter, 1e-12);
  // Perpendicular element: only the half above its plane; 2 x [atan 1 - sqrt(1/2) atan sqrt(1/2)] / (2 pi).
  const double upper = 2 * (pi / 4 - std::sqrt(0.5) * std::atan(std::sqrt(0.5))) / (2 * pi);
  EXPECT_NEAR(view_factor(flame, eye, {0, 0, 1}), upper, 1e-12);
  EXPECT_EQ(view_factor(flame, {2, 0, 0}, {-1, 0, 0}), 0) << "the back does not radiate";
}

TEST(Flux, integratesToTheEmittedPowerOverAClosedSphere) {
  PoolFire fire;
  fire.fuel = gasoline();
  fire.diameter = 10;
  fire.fineness = {24, 2};
  const PoolFlame pool = burn(fire, Air{293.15, 101325, 0.5, 6});
  for (const Flame& flame :
       {frustum({0, 0, 2}, {20, 5, 9}, 1, 6, 2e5, {24, 2}), sphere({3, 0, 30}, 20, 3e5, {32, 1})}) {
    // Fibonacci points on a sphere of 60 m, equal shares of its area, each facing the middle.
    constexpr int points = 4000;
    double through = 0;
    for (int i = 0; i < points; ++i) {
      const double z = 1 - (2 * i + 1.0) / points, angle = pi * (3 - std::sqrt(5.0)) * i;
      const Vec3 out(std::sqrt(1 - z * z) * std::cos(angle), std::sqrt(1 - z * z) * std::sin(angle), z);
      through += flux({&flame, 1}, 60 * out, -out, Haze()) * 4 * pi * 60 * 60 / points;
    }
    EXPECT_NEAR(through / flame.power(), 1, 0.005);
  }
  // A pool's flame is open below: power counts the mantle and the lid.
  EXPECT_GT(pool.flame.power(), 0);
  EXPECT_NEAR(pool.flame.power() / pool.heat_release, pool.radiated_share, 1e-12);
}

TEST(Flux, insideAFlameItIsItsEmission) {
  const Flame ball = sphere({0, 0, 10}, 10, 2e5, {32, 1});
  EXPECT_EQ(flux({&ball, 1}, {0, 0, 10}, {1, 0, 0}, Haze()), 2e5);
  EXPECT_TRUE(within(ball, {2, 1, 9}));
  EXPECT_FALSE(within(ball, {6, 0, 10}));
  // Just outside nearly the whole half space is flame.
  EXPECT_NEAR(flux({&ball, 1}, {5.02, 0, 10}, {-1, 0, 0}, Haze()), 2e5, 0.02 * 2e5);
}

TEST(Flux, aFlameThatOverhangsTheTarget) {
  // Leans by 60 degrees over somebody who stands before it.
  const Flame flame = cylinder(10, 30, pi / 3, 96);
  const Vec3 below(12, 0, 1.5);
  ASSERT_FALSE(within(flame, below));
  const double up = flux({&flame, 1}, below, Vec3::UnitZ(), Haze());
  EXPECT_GT(up, 0.5);
  EXPECT_LT(up, 1);
  EXPECT_LE(greatest_view_factor(flame, below), 1);
}

TEST(Flux, distancesLieWhereTheLevelIs) {
  const Flame ball = sphere({0, 0, 0}, 20, 1e5, {96, 1});
  // (R / x)^2 E = 1e4: x = 10 sqrt 10.
  EXPECT_NEAR(distance_to(1e4, {&ball, 1}, Vec3::Zero(), Vec3::UnitX(), 0.1, 500, Haze()), 10 * std::sqrt(10), 0.02);
  EXPECT_TRUE(std::isnan(distance_to(2e5, {&ball, 1}, Vec3::Zero(), Vec3::UnitX(), 0.1, 500, Haze())));
}

TEST(Transmissivity, wayneAsPublished) {
  // Wayne 1991 as used in HyRAM+: (T, RH, path) -> tau to two places.
  const double rows[][4] = {{253, 0.5, 10, 0.96},   {253, 0.5, 100, 0.86}, {253, 0.5, 1000, 0.72},
                            {273, 0.5, 1000, 0.61}, {293, 0.5, 10, 0.86},  {293, 0.5, 100, 0.71},
                            {303, 0.5, 100, 0.67},  {303, 0.5, 1000, 0.47}};
  for (const auto& r : rows) EXPECT_NEAR(wayne(r[2], r[0], r[1]), r[3], 0.01) << r[0] << " " << r[2];
  const Haze haze(293, 0.5);
  for (const float path : {0.5F, 7.0F, 9.9F, 33.0F, 250.0F, 3000.0F})
    EXPECT_NEAR(haze(path), wayne(path, 293, 0.5), 1e-3);
  for (const double path : {1.0, 10.0, 100.0, 1000.0}) EXPECT_LE(wayne(path, 253, 0), 1);
  EXPECT_GT(wayne(100, 293, 0), wayne(100, 293, 0.5));
}

TEST(PoolFire, oddSizesAndWinds) {
  for (const double diameter : {0.5, 1.0, 30.0, 120.0}) {
    for (const double wind : {0.0, 0.3, 5.0, 40.0}) {
      for (const bool trench : {false, true}) {
        for (const Fuel& fuel : {gasoline(), lng()}) {
          PoolFire fire;
          fire.fuel = fuel;
          if (trench)
            fire.length = 8 * diameter, fire.width = diameter, fire.axis_deg = 90;
          else
            fire.diameter = diameter;
          fire.place = {0, 0, 15};
          Air air;
          air.wind = wind;
          const PoolFlame flame = burn(fire, air);
          EXPECT_GT(flame.length, 0.3 * diameter);
          EXPECT_LT(flame.length, 10 * diameter);
          EXPECT_GE(flame.tilt, 0);
          EXPECT_LT(flame.tilt, pi / 2);
          EXPECT_EQ(flame.tilt == 0, wind <= 0.3 || flame.numbers.wind <= 1) << wind;
          EXPECT_GE(flame.drag, 1);
          EXPECT_GT(flame.mean_emission, 15e3);
          EXPECT_LT(flame.mean_emission, 265e3);
          const double q = irradiance({&flame.flame, 1}, {3 * flame.diameter + 20, 0, 1.5}, Haze()).norm();
          EXPECT_GT(q, 1);
          EXPECT_LT(q, flame.mean_emission * 3);
          // The flame's foot stays on the liquid, upwind.
          for (const Face& f : flame.flame.faces) {
            EXPECT_GE(f.middle.z(), 15 - 1e-9);
          }
        }
      }
    }
  }
}

TEST(PoolFire, theShellHidesWhatBurnsBelowTheRim) {
  PoolFire fire;
  fire.fuel = gasoline();
  fire.diameter = 20, fire.place = {0, 0, 7}, fire.elevated = true;
  Air air;
  air.wind = 6;
  const PoolFlame full = burn(fire, air);
  fire.freeboard = 3;
  const PoolFlame low = burn(fire, air);
  EXPECT_EQ(low.length, full.length);
  EXPECT_EQ(low.radiated_share, full.radiated_share);
  double bottom = 1e9, top = 0;
  for (const Face& f : low.flame.faces)
    for (int i = 0; i < f.corners; ++i) {
      bottom = std::min(bottom, f.corner[static_cast<size_t>(i)].z());
      top = std::max(top, f.corner[static_cast<size_t>(i)].z());
    }
  EXPECT_NEAR(bottom, 10, 1e-9) << "the rim";
  EXPECT_NEAR(top, 7 + full.height, 1e-9);
  // The clear zone below is the first to be hidden: what is left of it is what stands above the rim.
  const double clear = full.emission.clear_length / full.length * full.height;
  double area = 0;
  for (const Face& f : low.flame.faces)
    if (f.emission == full.emission.lower) area = std::max(area, f.middle.z() - 10);
  EXPECT_LT(area, std::max(0.0, clear - 3) + 1e-9);
  const Vec3 place(40, 0, 1.5);
  EXPECT_LT(irradiance({&low.flame, 1}, place, Haze()).norm(), irradiance({&full.flame, 1}, place, Haze()).norm());
  fire.freeboard = full.height + 0.1;
  const PoolFlame hidden = burn(fire, air);
  EXPECT_TRUE(hidden.flame.faces.empty());
  EXPECT_TRUE(std::any_of(hidden.warnings.begin(), hidden.warnings.end(),
                          [](const Warning& w) { return w.code == "flame_below_rim"; }));
}

TEST(PoolFire, aTrenchIsAPrismOverItsOutline) {
  PoolFire fire;
  fire.fuel = lng();
  fire.length = 20, fire.width = 2, fire.axis_deg = 90;
  Air air;
  air.wind = 5;
  const PoolFlame flame = burn(fire, air);
  EXPECT_TRUE(flame.trench);
  EXPECT_EQ(flame.drag, 3);
  EXPECT_NEAR(flame.diameter, std::sqrt(4 * 40 / pi), 1e-12);
  double lid = 0;
  for (const Face& f : flame.flame.faces)
    if (f.normal.z() > 0.999) lid += f.area;
  EXPECT_NEAR(lid, 20 * 6, 1e-9);  // three widths along the wind
  // As broad as wide: a circle.
  fire.length = 4;
  EXPECT_FALSE(burn(fire, air).trench);
}

TEST(Fuels, aSubstanceWithoutABurningRateIsEstimated) {
  substance::Substance heptane;
  heptane.id = heptane.name = "heptane_like";
  heptane.formula = "C7H16";
  heptane.molar_mass = 0.1002, heptane.boiling_point = 371.6, heptane.melting_point = 182;
  heptane.critical_temperature = 540, heptane.critical_pressure = 2.74e6;
  heptane.liquid_density_boiling = 614, heptane.liquid_heat_boiling = 2500, heptane.vaporisation_boiling = 317e3;
  EXPECT_FALSE(estimated_fuel(heptane, 293));
  heptane.flammability.emplace();
  heptane.flammability->heat_of_combustion = 44.6e6;
  const auto fuel = estimated_fuel(heptane, 293.15);
  ASSERT_TRUE(fuel);
  // 0.001 x 44.6e6 / (317e3 + 78.4 K x about 2500): 0.087; measured for large pools 0.101.
  EXPECT_NEAR(fuel->burning_rate, 0.087, 0.004);
  EXPECT_EQ(fuel->family, Family::sooty);
  EXPECT_NEAR(fuel->carbon_per_hydrogen, 7.0 / 16, 1e-12);
  PoolFire fire;
  fire.fuel = *fuel;
  fire.diameter = 5;
  const PoolFlame flame = burn(fire, Air());
  ASSERT_FALSE(flame.warnings.empty());
  EXPECT_EQ(flame.warnings.front().code, "fuel_estimated");
}

}  // namespace
}  // namespace muster::fire
