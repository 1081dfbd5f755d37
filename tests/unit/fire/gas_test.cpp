// Jet fires, fireballs, explosions.
#include "models/fire/blast/blast.h"
#include "models/fire/gas/fireball.h"
#include "models/fire/gas/jet.h"
#include "models/fire/radiation/flux.h"
#include "models/fire/radiation/view_factor.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::fire {
namespace {

/// 2.9 kg/s of natural gas at 61 bar with the wind.
JetFire small_jet() {
  JetFire j;
  j.rate = 2.9, j.pressure = 61e5, j.temperature = 288, j.molar_mass = 0.0172, j.heat_ratio = 1.30;
  j.heat_of_combustion = 48e6, j.air_temperature = 283, j.wind = 6.3;
  j.place = {0, 0, 3.25};
  return j;
}

TEST(JetFire, numbersOfTheYellowBooksAlgorithm) {
  const JetFlame f = burn(small_jet());
  EXPECT_NEAR(f.speed, 859.005, 0.005 * 859);
  EXPECT_NEAR(f.source_diameter, 0.0587048, 0.005 * 0.0587);
  EXPECT_NEAR(f.still_length, 20.6892, 0.005 * 20.7);
  EXPECT_NEAR(f.length, 16.9887, 0.005 * 17);
  EXPECT_NEAR(f.frustum, 14.0214, 0.005 * 14);
  EXPECT_NEAR(f.second, 5.04704, 0.005 * 5);
  EXPECT_NEAR(api521_length(140e6), 25.5309, 0.03);
}

TEST(JetFire, theTipLiesAtTheLengthAndTheSurfaceGivesOffTheFraction) {
  for (const double wind : {0.0, 6.0, 40.0}) {
    for (const Vec3& direction : {Vec3(1, 0, 0), Vec3(0, 0, 1), Vec3(-1, 0, 0), Vec3(0, 0.8, 0.6)}) {
      JetFire j = small_jet();
      j.place.z() = 100;  // nothing is cut off
      j.wind = wind, j.direction = direction;
      j.fineness = {96, 8};
      const JetFlame f = burn(j);
      EXPECT_NEAR(f.flame.power() / (f.radiant_fraction * f.heat_release), 1, 0.003);
      // Hole, lift-off and tip: the tip is as far from the hole as the flame is long.
      EXPECT_NEAR(
          std::sqrt(f.lift_off * f.lift_off + f.frustum * f.frustum + 2 * f.lift_off * f.frustum * std::cos(f.tilt)),
          f.length, 1e-9 * f.length);
      EXPECT_GT(f.length, 3);
      EXPECT_LT(f.length, 60);
      EXPECT_GT(f.lift_off, 0);
      EXPECT_GT(f.frustum, 0);
      EXPECT_EQ(f.tilt == 0, wind == 0);
    }
  }
}

TEST(JetFire, inCalmAirNoDirectionIsThatOfTheWind) {
  JetFire j = small_jet();
  j.wind = 0;
  const double along = burn(j).length;
  // L_b0 (0.51 + 0.49) (1 + 6.07e-3 x 90).
  EXPECT_NEAR(along, 1.5463 * burn(j).still_length, 1e-3 * along);
  for (const Vec2& to : {Vec2(0, 1), Vec2(-1, 0), Vec2(0.6, -0.8)}) {
    j.downwind = to;
    EXPECT_NEAR(burn(j).length, along, 1e-9);
    EXPECT_EQ(burn(j).tilt, 0);
  }
  j.direction = {0, 0, 1};
  EXPECT_NEAR(burn(j).length, burn(j).still_length, 1e-9) << "upwards";
}

TEST(JetFire, theGroundCutsTheFlame) {
  JetFire j = small_jet();
  j.place.z() = 0.5;
  const JetFlame f = burn(j);
  for (const Face& face : f.flame.faces)
    for (int i = 0; i < face.corners; ++i) EXPECT_GE(face.corner[static_cast<size_t>(i)].z(), -1e-9);
  EXPECT_LT(f.flame.power(), 0.99 * f.radiant_fraction * f.heat_release);
}

TEST(JetFire, whatPointsIntoTheGroundBurnsLevelAndIsToldOf) {
  JetFire j = small_jet();
  j.place.z() = 1, j.downwind = {0, 1};
  const double level = burn(j).flame.power();
  for (const double down : {0.5, 0.9}) {
    j.direction = {std::sqrt(1 - down * down), 0, -down};
    const JetFlame f = burn(j);
    EXPECT_NEAR(f.flame.power(), level, 1e-6 * level);
    ASSERT_FALSE(f.warnings.empty());
    EXPECT_EQ(f.warnings.back().code, "jet_strikes_ground");
  }
  // Straight down: with the wind.
  j.direction = {0, 0, -1};
  double farthest = 0;
  for (const Face& face : burn(j).flame.faces)
    for (int i = 0; i < face.corners; ++i) farthest = std::max(farthest, face.corner[static_cast<size_t>(i)].y());
  EXPECT_GT(farthest, 10);
  // From high above it does not get there.
  j.place.z() = 60;
  for (const Warning& warning : burn(j).warnings) EXPECT_NE(warning.code, "jet_strikes_ground");
}

TEST(JetFire, aStormIsToldOf) {
  JetFire j = small_jet();
  const auto told = [&](double wind) {
    j.wind = wind;
    const JetFlame f = burn(j);
    EXPECT_GT(f.length, 5) << wind;
    EXPECT_LT(f.length, 60) << wind;
    return std::any_of(f.warnings.begin(), f.warnings.end(), [](const Warning& w) { return w.code == "strong_wind"; });
  };
  EXPECT_FALSE(told(0));
  EXPECT_TRUE(told(40));
}

TEST(JetFire, slowOutflowNeedsTheHole) {
  JetFire j = small_jet();
  j.pressure = 1.2e5;
  EXPECT_THROW(burn(j), InputError);
  j.hole = 0.1;
  j.rate = hole_rate(j, 0.1);
  const JetFlame f = burn(j);
  // sqrt(2 (p0 - pa) / rho) about 224 m/s, less the coefficient.
  EXPECT_GT(f.speed, 100);
  EXPECT_LT(f.speed, 230);
  // Choked: C A p sqrt(g M / (R T)) (2 / (g + 1))^((g + 1) / (2 (g - 1))).
  j = small_jet();
  EXPECT_NEAR(
      hole_rate(j, 0.02, 1),
      std::numbers::pi / 4 * 4e-4 * 61e5 * std::sqrt(1.3 * 0.0172 / (8.314462618 * 288)) * std::pow(2 / 2.3, 2.3 / 0.6),
      1e-6);
}

TEST(Fireball, laws) {
  EXPECT_NEAR(fireball_diameter({1000, 1e6, 46e6, FireballLaw::ccps}), 58, 1e-9);
  EXPECT_NEAR(fireball_duration({1000, 1e6, 46e6, FireballLaw::ccps}), 4.5, 1e-9);
  EXPECT_NEAR(fireball_duration({21972.5, 1e6, 46e6, FireballLaw::tno}), 11.4638, 0.01);
  const Fireball f{1251, 1.362e6, 50e6};
  EXPECT_NEAR(ball_at(f, 1.78).diameter, 62.4462, 0.3);
  EXPECT_NEAR(fireball_emission(f) / 1000, 359.109, 1);
  // Continuous where growing ends: full size, touching the ground.
  const double third = fireball_duration(f) / 3;
  EXPECT_NEAR(ball_at(f, third).diameter, ball_at(f, third * (1 + 1e-9)).diameter, 0.02);
  EXPECT_NEAR(ball_at(f, third).middle.z(), ball_at(f, third * (1 + 1e-9)).middle.z(), 0.02);
  EXPECT_EQ(ball_at(f, fireball_duration(f) + 1).diameter, 0);
}

TEST(Fireball, aBallsViewIsThatOfItsFaces) {
  const Ball ball{{0, 0, 40}, 50, 1};
  const Vec3 place(70, 0, 1.5);
  EXPECT_NEAR(greatest_view_factor(sphere(ball.middle, ball.diameter, 1, {96, 1}), place) / ball_view(ball, place), 1,
              1e-3);
}

TEST(Blast, publishedValues) {
  EXPECT_NEAR(1e9 / 4.6e6, 217.391, 0.01);
  // 217 kg of TNT: 1 psi at 108 m (CCPS CHEF).
  EXPECT_NEAR(blast_distance(6900, [](double r) { return tnt(217, r); }), 108, 0.02 * 108);
  // The pieces of the curve join.
  for (const double z : {2.9, 23.8}) EXPECT_NEAR(tnt(1, z * (1 - 1e-9)) / tnt(1, z * (1 + 1e-9)), 1, 0.01);
  EXPECT_NEAR(report_death_radius(738.3), 12.156, 0.02);
  EXPECT_EQ(flame_mach(Confinement::three_d, Reactivity::medium, Congestion::medium), 0.44);
  EXPECT_EQ(flame_mach(Confinement::two_d, Reactivity::high, Congestion::high), 5.2);
}

TEST(Blast, impulseAndReflection) {
  // 10 t at 500 m: Z = 23.208, 5.05496 kPa, 295.877 kPa ms, as the public port of Swisdak's formulas prints.
  EXPECT_NEAR(tnt(1e4, 500), 5054.96, 0.1);
  EXPECT_NEAR(tnt_impulse(1e4, 500), 295.877, 0.001);
  for (const double z : {0.96, 2.38, 33.7})
    EXPECT_NEAR(tnt_impulse(1, z * (1 - 1e-9)) / tnt_impulse(1, z * (1 + 1e-9)), 1, 0.035) << z;
  // Head-on 10 kPa: 20 x 749.275 / 719.275; weak waves double, and strong ones come to eight times.
  EXPECT_NEAR(reflected_overpressure(10e3), 20834.2, 0.1);
  EXPECT_NEAR(reflected_overpressure(1) / 1, 2, 1e-4);
  EXPECT_NEAR(reflected_overpressure(1e12) / 1e12, 8, 1e-5);
  // Its own reflected 10.2446 kPa of those 5.05496 kPa.
  EXPECT_NEAR(reflected_overpressure(5054.96), 10244.6, 0.01 * 10244.6);
}

TEST(Blast, curvesAtTheirPointsAndBetween) {
  // R (P0 / 2E)^(1/3) = 1 on the curve of Mach 1: 2010 digits.
  const double energy = 1e9, pressure = 101325, unit = std::cbrt(2 * energy / pressure);
  const double at_one = baker_strehlow_tang(energy, 1.0, unit).overpressure / pressure;
  const double lower = baker_strehlow_tang(energy, 0.7, unit).overpressure / pressure;
  const double between = baker_strehlow_tang(energy, 0.85, unit).overpressure / pressure;
  EXPECT_GT(between, lower);
  EXPECT_LT(between, at_one);
  double before = 1e9;
  for (double r = 1; r < 2000; r *= 1.3) {
    const Blast b = baker_strehlow_tang(energy, 0.5, r);
    EXPECT_LE(b.overpressure, before);
    EXPECT_GT(*b.impulse, 0);
    before = b.overpressure;
  }
  // Plateau about 2.4 M^2 / (1 + M).
  for (const double mach : {0.2, 0.35, 0.7})
    EXPECT_NEAR(baker_strehlow_tang(energy, mach, 0.1).overpressure / pressure / (2.4 * mach * mach / (1 + mach)), 1,
                0.2);
  // Multi-energy, class 7 at R' = 1 and 5.
  const double unit_tno = std::cbrt(energy / pressure);
  EXPECT_NEAR(multi_energy(energy, 7, unit_tno) / pressure, 0.41, 0.01);
  EXPECT_NEAR(multi_energy(energy, 7, 5 * unit_tno) / pressure, 0.067, 0.001);
}

}  // namespace
}  // namespace muster::fire
