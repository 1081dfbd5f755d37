// Vessels that empty: closed forms, conservation, cooling.
#include "models/release/vessel/vessel.h"

#include "tests/unit/release/sample_substances.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

using std::numbers::pi;

TEST(Shape, VolumesAndLevels) {
  const Shape vertical{.kind = Shape::Kind::vertical_cylinder, .diameter = 2, .length = 3};
  const Shape horizontal{.kind = Shape::Kind::horizontal_cylinder, .diameter = 2, .length = 5};
  const Shape sphere{.kind = Shape::Kind::sphere, .diameter = 2};
  const Shape box{.kind = Shape::Kind::box, .length = 4, .base = 6};
  EXPECT_NEAR(vertical.volume(), 3 * pi, 1e-12);
  EXPECT_NEAR(horizontal.volume(), 5 * pi, 1e-12);
  EXPECT_NEAR(horizontal.volume(1), 2.5 * pi, 1e-12);  // half full
  EXPECT_NEAR(horizontal.surface(1), 10, 1e-12);       // 2 L sqrt(h (D - h))
  EXPECT_NEAR(sphere.volume(), 4 * pi / 3, 1e-12);
  EXPECT_NEAR(sphere.volume(0.5), pi * 0.25 * 2.5 / 3, 1e-12);  // pi h^2 (3 r - h) / 3
  EXPECT_NEAR(sphere.surface(0.5), pi * 0.75, 1e-12);
  EXPECT_NEAR(box.volume(1.5), 9, 1e-12);
  for (const Shape& shape : {vertical, horizontal, sphere, box})
    for (const double share : {0.0, 0.03, 0.4, 0.77, 1.0}) {
      EXPECT_NEAR(shape.volume(shape.level(share * shape.volume())), share * shape.volume(), 1e-9);
      const double h = shape.height() * 0.4, dh = 1e-5;  // dV/dh is the surface
      EXPECT_NEAR((shape.volume(h + dh) - shape.volume(h - dh)) / (2 * dh), shape.surface(h), 1e-6);
    }
  EXPECT_NEAR(Shape::sphere_of(4 * pi / 3).diameter, 2, 1e-12);
}

/// A vented vertical cylinder of hexane, 2 m wide, 3 m high, 50 mm hole at the bottom.
Emptying drained(const Shape& shape, double fill, Vessel::Head head = Vessel::Head::vented, double tolerance = 1e-5) {
  const substance::Substance hexane = test::hexane();
  const Saturation s(hexane);
  Vessel vessel{.shape = shape,
                .temperature = 293.15,
                .pressure = 101325,
                .liquid_volume = fill * shape.volume(),
                .head = head,
                .wall = Vessel::Wall::isothermal};
  return empty(s, vessel, {.area = pi * 0.05 * 0.05 / 4}, 101325, 20000, tolerance);
}

double time_at_level(const Emptying& run, double level) {
  for (size_t i = 1; i < run.states.size(); ++i) {
    const VesselState &a = run.states[i - 1], &b = run.states[i];
    if (b.level <= level) return a.time + (b.time - a.time) * (a.level - level) / (a.level - b.level);
  }
  return -1;
}

TEST(Vessel, DrainsLikeTheClosedForm) {
  const Shape tank{.kind = Shape::Kind::vertical_cylinder, .diameter = 2, .length = 3};
  const Emptying run = drained(tank, 0.9);
  const double area = pi * 0.05 * 0.05 / 4;
  for (const double level : {2.0, 1.0, 0.5, 0.1}) {
    const double t = draining_time(pi, area, sharp_edge_liquid, run.states.front().level, level);
    EXPECT_NEAR(time_at_level(run, level), t, 2e-3 * t) << level;
  }
  EXPECT_EQ(run.ending, Ending::empty);
}

// A sphere of radius R, half full, vented: t = integral of (D h - h^2) / sqrt(2 g h) pi / (c A) dh
//   = pi / (c A sqrt(2 g)) (2/3 D R^1.5 - 2/5 R^2.5) = 14/15 pi R^2.5 / (c A sqrt(2 g)) for D = 2 R.
TEST(Vessel, ASphereDrainsInTheTimeOfItsIntegral) {
  const Emptying run = drained(Shape{.kind = Shape::Kind::sphere, .diameter = 3}, 0.5);
  const double area = pi * 0.05 * 0.05 / 4, r = 1.5, scale = pi / (sharp_edge_liquid * area * std::sqrt(2 * 9.80665));
  const double level = 0.1;
  const double t =
      14.0 / 15 * scale * std::pow(r, 2.5) - scale * (2.0 / 3 * 3 * std::pow(level, 1.5) - 0.4 * std::pow(level, 2.5));
  EXPECT_NEAR(time_at_level(run, level), t, 2e-3 * t);
}

// Closed: the head space thins until it holds the rest; then air comes in gulps with liquid at sqrt(g d) / 3.
TEST(Vessel, AClosedTankGlugs) {
  const Shape tank{.kind = Shape::Kind::vertical_cylinder, .diameter = 2, .length = 3};
  const Emptying vented = drained(tank, 0.9), closed = drained(tank, 0.9, Vessel::Head::closed);
  EXPECT_TRUE(closed.glugged);
  EXPECT_FALSE(vented.glugged);
  EXPECT_GT(time_at_level(closed, 1), 2 * time_at_level(vented, 1));
  const double gulps = 0.6594e3 * pi * 0.05 * 0.05 / 4 * std::sqrt(9.80665 * 0.05) / 3;
  EXPECT_NEAR(closed.states[closed.states.size() / 2].liquid_rate, gulps, 0.01 * gulps);
}

/// Nitrogen without an equation of state of its own.
substance::Substance ideal_nitrogen() {
  substance::Substance s = test::nitrogen();
  s.critical_pressure = 1e12;  // so far away that the gas is ideal
  return s;
}

TEST(Vessel, BlowsDownLikeTheClosedForm) {
  const substance::Substance gas = ideal_nitrogen();
  const Saturation s(gas);
  const Shape tank = Shape::sphere_of(10);
  const Opening hole{.area = pi * 0.02 * 0.02 / 4};
  for (const bool isothermal : {false, true}) {
    const Vessel vessel{.shape = tank,
                        .temperature = 293.15,
                        .pressure = 50e5,
                        .wall = isothermal ? Vessel::Wall::isothermal : Vessel::Wall::adiabatic};
    const Emptying run = empty(s, vessel, hole, 101325, 1200);
    const VesselState& first = run.states.front();
    const double tau = first.mass / first.gas_rate, ratio = gas.heat_ratio(293.15);
    int compared = 0;
    for (const VesselState& now : run.states) {
      if (now.pressure < 2.2e5) break;
      const BlowDown exact = choked_blow_down(now.time, tau, ratio, isothermal);
      EXPECT_NEAR(now.mass / first.mass, exact.mass, 2e-3 * exact.mass) << now.time;
      EXPECT_NEAR(now.pressure / first.pressure, exact.pressure, 3e-3 * exact.pressure) << now.time;
      EXPECT_NEAR(now.temperature / first.temperature, exact.temperature, 2e-3) << now.time;
      ++compared;
    }
    EXPECT_GT(compared, 20);
  }
}

Emptying of_propane(double hole_height, double tolerance = 1e-5) {
  static const substance::Substance propane = test::propane();
  static const Saturation s(propane);
  Vessel vessel{.shape = {.kind = Shape::Kind::horizontal_cylinder, .diameter = 2, .length = 6},
                .temperature = 293.15,
                .pressure = s.pressure(293.15),
                .hole_height = hole_height};
  vessel.liquid_volume = 0.8 * vessel.shape.volume();
  return empty(s, vessel, {.area = pi * 0.025 * 0.025 / 4}, 101325, 3600, tolerance);
}

TEST(Vessel, MassAndEnergyAreKept) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  for (const double height : {0.0, 5.0}) {
    const Emptying run = of_propane(height);
    double last = run.states.front().mass;
    for (const VesselState& now : run.states) {
      EXPECT_NEAR(now.mass + now.liquid_out + now.gas_out, run.states.front().mass, 1e-9 * run.states.front().mass);
      EXPECT_LE(now.mass, last + 1e-9);
      last = now.mass;
    }
    // The masses out are the integral of the rates (trapezoidal rule).
    double out = 0;
    for (size_t i = 1; i < run.states.size(); ++i) {
      const VesselState &a = run.states[i - 1], &b = run.states[i];
      out += (b.time - a.time) * (a.liquid_rate + a.gas_rate + b.liquid_rate + b.gas_rate) / 2;
    }
    EXPECT_NEAR(out, run.states.front().mass - run.states.back().mass, 2e-3 * out);
  }
}

// Vapour that leaves cools what stays: dT = h_fg dm / (m c), summed by hand over a tenth of the mass.
TEST(Vessel, BoilingCoolsTheLiquid) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  const Emptying run = of_propane(5);
  const VesselState& first = run.states.front();
  const auto now = std::find_if(run.states.begin(), run.states.end(),
                                [&](const VesselState& v) { return v.mass < 0.9 * first.mass; });
  ASSERT_NE(now, run.states.end());
  const double part = (first.mass - now->mass) / 1000;
  double t = 293.15, mass = first.mass;
  for (int i = 0; i < 1000; ++i, mass -= part) t -= s.vaporisation(t) * part / (mass * propane.liquid_heat(t));
  // The sum leaves out the vapour that takes the liquid's room: density ratio 1 / 30.
  EXPECT_NEAR(now->temperature, t, 0.06 * (293.15 - t));
  EXPECT_LT(now->temperature, t);
  EXPECT_EQ(first.liquid_rate, 0);
  EXPECT_LT(run.states.back().temperature, 270);
}

TEST(Vessel, StepsDoNotMatter) {
  for (const double height : {0.0, 1.0, 5.0}) {
    const Emptying fine = of_propane(height, 1e-7), coarse = of_propane(height, 1e-4);
    EXPECT_NEAR(coarse.states.back().mass, fine.states.back().mass, 2e-3 * fine.states.front().mass) << height;
    EXPECT_NEAR(coarse.states.back().temperature, fine.states.back().temperature, 0.5) << height;
  }
}

// Heat from outside, a relief valve that opens at 15 bar: the pressure settles where boiling carries the heat away.
TEST(Vessel, AReliefValveHoldsThePressure) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  Vessel vessel{.shape = {.kind = Shape::Kind::horizontal_cylinder, .diameter = 2, .length = 6},
                .temperature = 293.15,
                .pressure = s.pressure(293.15),
                .hole_height = 5};
  vessel.liquid_volume = 0.5 * vessel.shape.volume();
  vessel.heat_input = 500e3;
  vessel.relief_pressure = 15e5;
  const Emptying run =
      empty(s, vessel, {.area = pi * 0.03 * 0.03 / 4, .gas_coefficient = relief_valve_gas}, 101325, 1500);
  const VesselState& last = run.states.back();
  EXPECT_GT(last.pressure, 15e5);
  EXPECT_LT(last.pressure, 16.5e5);
  const double carried = last.gas_rate * s.vaporisation(last.temperature);
  EXPECT_NEAR(carried, 500e3, 0.2 * 500e3);  // less the vapour that fills the liquid's room
  EXPECT_EQ(run.states.front().gas_rate, 0);
}

TEST(Vessel, AValveShuts) {
  const substance::Substance propane = test::propane();
  const Saturation s(propane);
  Vessel vessel{.shape = Shape::sphere_of(20), .temperature = 293.15, .pressure = s.pressure(293.15)};
  vessel.liquid_volume = 10;
  vessel.shut_from = 60;
  vessel.shutting = 20;
  const Emptying run = empty(s, vessel, {.area = 1e-4}, 101325, 600);
  const VesselState &first = run.states.front(), &last = run.states.back();
  EXPECT_EQ(run.ending, Ending::shut);
  EXPECT_EQ(last.liquid_rate, 0);
  EXPECT_NEAR(last.liquid_out, first.liquid_rate * 70, 0.01 * last.liquid_out);  // 60 s and half of 20 s
  EXPECT_EQ(last.time, 80);
  vessel.shutting = 0;
  for (const double shut : {0.37, 60.0, 61.3}) {
    vessel.shut_from = shut;
    const Emptying sudden = empty(s, vessel, {.area = 1e-4}, 101325, 600);
    EXPECT_EQ(sudden.ending, Ending::shut);
    EXPECT_NEAR(sudden.states.back().time, shut, 1e-9);
    EXPECT_NEAR(sudden.states.back().liquid_out, first.liquid_rate * shut, 2e-3 * first.liquid_rate * shut);
  }
}

}  // namespace
}  // namespace muster::release
