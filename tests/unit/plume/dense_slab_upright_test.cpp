// An upright jet as SLAB's published port printed it: the formulae for its highest point, and the puff that follows a
// brief release, with SLAB's own steps.

#include "models/plume/dense/puff.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

namespace muster::plume::dense {
namespace {

using substance::gravity;

// Case INPR4: chlorine, two phases, upwards.
const Material chlorine = [] {
  Material m{0.070906, 498.1, 926.3, 239.1, 287840, 1574, 0, 1978.34, -27.01};
  m.log_a = std::log(101325.0) + m.log_b / (239.1 + m.log_c);
  return m;
}();
const Mixture mixture(chlorine, {276, 101325, 0.3}, 239.1, 0.88);
const Layer layer = Layer::ermak(10, 1, 0, 0.1);
constexpr double rate = 3.33, area = 0.02, release_height = 1, farthest = 10000;
constexpr double karman = 0.41, shear = 0.02;
const double root3 = std::sqrt(3.0);

/// Where an upright dense jet is highest, by SLAB's formulae: a rise by momentum (Briggs), and one held back by weight
/// (Hoot, Meroney and Peterka 1973), the lesser ruling.
struct HighestPoint {
  double x = 1;  ///< [m], the jet being at 1 m
  double height = 0, depth = 0, half_width = 0, core = 0, speed = 0, air_speed = 0, mass_fraction = 0;
};

/// [m] of rise by momentum alone: h^6 (h + h_s) in the wind's logarithmic layer, three turns of Newton's rule.
double rise_by_momentum(double outflow, double half) {
  const double wind = layer.speed(std::max(release_height, 1.0));
  const double taken_in = 0.4 + 1.2 * wind / outflow;
  double h = 1.0363 * outflow * half / (taken_in * std::sqrt(wind * layer.friction_velocity()));
  const double power = std::pow(h, 0.85714);
  for (int i = 0; i < 3; ++i) {
    const double next = power * std::pow(release_height + h, 0.14286);
    h = (release_height + 0.85714 * h) * next / (release_height + h - 0.14286 * next);
  }
  return h;
}

HighestPoint highest_point() {
  const double density = mixture.at(1, 0).density, air = mixture.air_density(), half = 0.5 * std::sqrt(area);
  const double outflow = rate / (density * area), across = 4 * half / std::sqrt(std::numbers::pi);
  const double faster = outflow / layer.speed(std::max(release_height, 1.0)), heavier = density / air;
  const double froude2 = outflow * outflow / (gravity * across * (heavier - 1));
  const double held = 1.32 * across * std::pow(faster * heavier * froude2, 0.3333);
  const double free = rise_by_momentum(outflow, half);
  const double rise = free * held / std::hypot(held, free);
  const double way = 0.435 * rise * rise * rise / (heavier * across * faster * across * faster);
  const double peak = std::min(0.99, 1.69 * faster / std::pow(rise / across, 1.85));
  const double fraction = (0.5236 * (1 - peak) + peak) * peak;  // of the section, from that on the axis
  HighestPoint p;
  const double air_mass = air * 8.31431 * 276 / 101325;
  p.mass_fraction = chlorine.molar_mass * fraction / (air_mass + (chlorine.molar_mass - air_mass) * fraction);
  p.x += way;
  p.height = release_height + rise;
  p.air_speed = layer.speed(p.height);
  const double drag = 3 * (2 + way / half) * shear, m = p.mass_fraction;
  p.speed = 0.5 * p.air_speed / (1 - drag) * (1 - m - 2 * drag + std::sqrt((1 - m) * (1 - m) + 4 * m * drag));
  const double mixed = mixture.at(m, 0).density;
  const double slender = 2.4 + 1.6 / (1 + way * way / (100 * half * half));
  p.half_width = std::max(half, std::sqrt(rate / (mixed * p.speed * m * slender)));
  p.core = 0.9 * std::max(half, std::sqrt(rate / (mixed * p.speed * slender)));
  p.depth = rate / (mixed * p.speed * m) / (2 * p.half_width);
  return p;
}

TEST(DenseSlab, HighestPointOfCaseInpr4) {
  const HighestPoint p = highest_point();
  const auto near = [](double ours, double printed) { EXPECT_NEAR(ours / printed, 1, 1e-3) << printed; };
  near(p.x, 1.0111174015448872);
  near(p.x - 1, 0.0111174015448872);
  near(p.height, 2.238700038992147);
  near(p.depth, 2.4203015757951634);
  near(p.half_width, 1.2102704265881186);
  near(p.core, 0.7897748696176077);
  near(p.speed, 0.357351929157984);
  near(p.air_speed, 0.6759486389605359);
  near(p.mass_fraction, 0.5257227362265982);
  const Mixed mixed = mixture.at(p.mass_fraction, 0);
  near(mixed.density, 3.0255855854769513);
  near(mixed.temperature, 204.9814064762939);
  near(mixed.vapour, 0.23291067067558524);
  near(mixture.fraction(p.mass_fraction), 0.311459813156367);
  // Its first row is the source: depth 2 b_s, half width b_s, core 0.9 b_s, the outflow's speed upwards.
  near(rate / (mixture.at(1, 0).density * area), 5.621515885497982);
  near(0.5 * std::sqrt(area), 0.07071067811865475);
}

// --- SLAB's puff, step by step
// -----------------------------------------------------------------------------------------

/// A quarter of the cloud at one moment.
struct Cloud {
  double mass = 0, heat = 0, time = 0, x = 0;
  double core = 0, core_length = 0;
  double momentum = 0;  ///< [kg m/s] beside the air's that it has taken in
  double mass_fraction = 0;
  Section section;
  Exchange exchange;
};

/// Sums over a step of what `rates` gives.
struct Change {
  double mass = 0, x = 0, width = 0, core = 0, length = 0, core_length = 0, push = 0, pull = 0, warming = 0, drag = 0,
         weight = 0, height = 0, side_drag = 0, end_drag = 0, up_drag = 0;
  void add(const Change& slope, double dt) {
    for (double Change::*of :
         {&Change::mass, &Change::x, &Change::width, &Change::core, &Change::length, &Change::core_length,
          &Change::push, &Change::pull, &Change::warming, &Change::drag, &Change::weight, &Change::height,
          &Change::side_drag, &Change::end_drag, &Change::up_drag})
      this->*of += dt * slope.*of;
  }
};

Change rates(const Cloud& cloud) {
  const Section& c = cloud.section;
  const Exchange& e = cloud.exchange;
  const double air = mixture.air_density(), excess = gravity * (c.density - air) * c.depth;
  Change f;
  f.mass = air * root3 *
           ((e.along * c.half_width + e.sideways * c.half_length) * c.depth + e.upwards * c.half_width * c.half_length);
  f.x = c.speed;
  f.width = root3 * air / c.density * e.sideways + c.spreading;
  f.core = c.spreading * cloud.core / c.half_width;
  f.length = root3 * air / c.density * e.along + c.stretching;
  f.core_length = c.stretching * cloud.core_length / c.half_length;
  f.push = 0.75 * excess * c.depth * c.half_length;
  f.pull = 0.75 * excess * c.depth * c.half_width;
  f.weight = -excess * c.half_width * c.half_length;
  f.height = c.sinking;
  f.warming = e.warming, f.drag = e.drag;
  f.side_drag = e.drag_side, f.end_drag = e.drag_along, f.up_drag = e.drag_up;
  return f;
}

/// Share of a momentum that drag leaves within a step.
double left(double momentum, double drag) {
  return momentum == 0 ? 1 : std::abs(momentum) / (std::abs(momentum) + std::abs(drag));
}

/// What has not moved sideways begins to with what it fell by, shared between sides and ends: both at the step's begin.
struct Outwards {
  double sides = 0, ends = 0;
};

/// The cloud after a change from that at the step's begin.
Cloud changed(const Cloud& base, const Change& by, double released, double depth_before, Outwards& outwards) {
  const Section& c0 = base.section;
  Cloud next = base;
  Section& c = next.section;
  next.mass = base.mass + by.mass;
  next.x = base.x + by.x;
  next.mass_fraction = released / next.mass;
  const double to_ground = base.mass * c0.heat * std::abs(276 - c0.temperature);
  next.heat = base.heat + (by.warming == 0 ? 0 : to_ground * by.warming / (by.warming + to_ground));
  const Mixed mixed = mixture.at(next.mass_fraction, next.heat / next.mass, c0.temperature);
  c.density = mixed.density, c.temperature = mixed.temperature, c.heat = mixed.heat;
  // Warming widens it, less the deeper it is.
  const double sides = c0.depth * (c0.half_length + c0.half_width) + 2 * c0.half_width * c0.half_length;
  const double wider = std::pow(c0.density / c.density, c0.half_length * c0.depth / sides);
  const double longer = std::pow(c0.density / c.density, c0.half_width * c0.depth / sides);
  c.half_width = (c0.half_width + by.width) * wider;
  next.core = (base.core + by.core) * wider;
  c.half_length = (c0.half_length + by.length) * longer;
  next.core_length = (base.core_length + by.core_length) * longer;
  c.centre = std::clamp(c0.centre + by.height, 0.0, layer.mixing_height() - 0.5 * depth_before);
  c.depth = next.mass / (c.density * c.half_length * c.half_width);
  c.lofted = c.centre > 0.5 * c.depth;
  c.top = c.lofted ? c.centre + 0.5 * c.depth : c.depth;
  const Layer wind = layer.continued(c0.top, base.exchange.air_speed, false);
  const double against = base.mass * (c0.speed - base.exchange.air_speed);
  const double drag = by.drag == 0 ? 0 : -against * std::abs(by.drag) / (std::abs(by.drag) + std::abs(against));
  c.speed = (1 - next.mass_fraction) * wind.mean(c.top) + (base.momentum + drag) / next.mass;
  const bool spreads = !c.lofted && c.density > mixture.air_density();
  if (spreads) {
    const double both = 2 * c0.half_width * c0.half_length /
                        (c0.half_width * c0.half_width + c0.half_length * c0.half_length) * c0.sinking / c0.depth;
    const double side_share = outwards.sides == 0 ? 1 : left(base.mass * outwards.sides, by.side_drag);
    const double end_share = outwards.ends == 0 ? 1 : left(base.mass * outwards.ends, by.end_drag);
    if (outwards.sides == 0) outwards.sides = -both * c0.half_length;
    if (outwards.ends == 0) outwards.ends = -both * c0.half_width;
    c.spreading = side_share * (by.push + base.mass * outwards.sides) / next.mass;
    c.stretching = end_share * (by.pull + base.mass * outwards.ends) / next.mass;
    c.sinking = -(c.spreading / c.half_width + c.stretching / c.half_length) * c.centre;
  } else {
    c.spreading = c.stretching = 0;
    c.sinking = left(base.mass * c0.sinking, by.up_drag) * (by.weight + base.mass * c0.sinking) / next.mass;
  }
  next.exchange = exchange(Surroundings(mixture, wind, Variant::slab, 276), c);
  return next;
}

Cloud stepped(const Cloud& base, double dt, double released) {
  constexpr double reach[] = {0.5, 0.5, 1}, part[] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
  Cloud now = base;
  Change sum;
  Outwards outwards{base.section.spreading, base.section.stretching};
  for (int stage = 0; stage < 4; ++stage) {
    const Change slope = rates(now);
    sum.add(slope, part[stage] * dt);
    Change by;
    if (stage < 3) by.add(slope, reach[stage] * dt);
    now = changed(base, stage < 3 ? by : sum, released, now.section.depth, outwards);
  }
  now.time = base.time + dt;
  now.momentum = now.mass * (now.section.speed - (1 - now.mass_fraction) * now.exchange.air_speed);
  return now;
}

/// The cloud that leaves the highest point.
Cloud first_cloud(double duration) {
  const HighestPoint p = highest_point();
  Cloud cloud;
  Section& c = cloud.section;
  cloud.mass_fraction = p.mass_fraction;
  cloud.mass = 0.25 * rate * duration / p.mass_fraction;
  cloud.x = p.x;
  cloud.core = p.core;
  const Mixed mixed = mixture.at(p.mass_fraction, 0);
  c.density = mixed.density, c.temperature = mixed.temperature, c.heat = mixed.heat;
  c.centre = p.height, c.depth = p.depth, c.half_width = p.half_width, c.speed = p.speed;
  c.half_length = 0.5 * p.speed * duration;
  cloud.core_length = 0.9999 * c.half_length;
  c.top = p.height + 0.5 * p.depth;
  c.lofted = true;
  c.sinking = 1.48452142e-14;  // SLAB's rounding of 0, by which drag stops the first step's fall
  const Layer wind = layer.continued(c.top, p.air_speed, false);
  const Surroundings around(mixture, wind, Variant::slab, 276);
  Exchange& e = cloud.exchange;
  e = exchange(around, c);
  // Its first slopes know no drag and no spread along the wind, and nothing damps what it takes in.
  e.along = e.drag = e.drag_up = e.drag_side = e.drag_along = e.warming = 0;
  const double difference = (p.air_speed - p.speed) * mixture.air_density() / c.density;
  e.upwards = layer.speed(4) / layer.speed(c.top) * 1.5 * karman *
              std::sqrt(layer.friction_velocity() * layer.friction_velocity() + shear * difference * difference);
  cloud.momentum = cloud.mass * (p.speed - (1 - p.mass_fraction) * p.air_speed);
  return cloud;
}

TEST(DenseSlab, BriefCaseInpr4FromItsHighestPointOn) {
  struct Row {
    int number;  ///< after the first
    double x, height, depth, half_width, core, half_length, core_length, temperature, speed, air_speed, mass_fraction,
        spreading, stretching, sinking, up, aside, along;
  };
  const std::vector<Row> rows = {
      {0, 1.011117, 2.2387, 2.420302, 1.21027, 0.7897749, 0.008933798, 0.008932905, 204.9814, 0.3573519, 0.6759486,
       0.5257227, 0, 0, 1.484521e-14, 0.05844376, 0.02482333, 0},
      {4, 1.015833, 2.238324, 2.420957, 1.21146, 0.7903952, 0.01111827, 0.009836466, 203.6941, 0.3939708, 0.6759473,
       0.4653074, 0, 0, -0.06111173, 0.0009816406, 0.02469268, 0.1273008},
      {8, 1.031008, 2.233688, 2.420663, 1.214353, 0.7917874, 0.01727436, 0.01151335, 201.6268, 0.4631833, 0.6758173,
       0.3509819, 0, 0, -0.193555, 0.001130802, 0.02411282, 0.1272922},
      {12, 1.081656, 2.202869, 2.419675, 1.222358, 0.795393, 0.03651601, 0.01433547, 216.6883, 0.5495523, 0.6749675,
       0.2073466, 0, 0, -0.4048225, 0.001603841, 0.0231098, 0.1272351},
      {16, 1.244764, 2.061252, 2.427348, 1.242041, 0.802613, 0.09674071, 0.01752869, 250.7002, 0.6138133, 0.6712636,
       0.09561105, 0, 0, -0.5749372, 0.003777211, 0.02215495, 0.1269596},
      {20, 1.733696, 1.573572, 2.453857, 1.279992, 0.8099093, 0.2635939, 0.01893858, 265.8094, 0.6374724, 0.659285,
       0.03706607, 0, 0, -0.6561323, 0.01718043, 0.0214221, 0.1257284},
      {21, 1.959562, 1.340228, 2.473609, 1.295156, 0.8116382, 0.3395424, 0.01912096, 268.1691, 0.6377053, 0.654397,
       0.02860732, 0, 0, -0.6597472, 0.03968298, 0.02123336, 0.1249152},
      {22, 2.251208, 0.9141675, 1.910279, 1.347501, 0.8341434, 0.5488477, 0.02449435, 269.9354, 0.6342038, 0.6469886,
       0.02225641, 0.184025, 0.5819285, -1.094113, 0.01581248, 0.02097176, 0.1222077},
      {23, 2.639022, 0.4947511, 1.052753, 1.513949, 0.923175, 1.072229, 0.04106549, 270.9909, 0.6874984, 0.6989817,
       0.01851301, 0.2787173, 0.7198789, -0.4232523, 0.02805582, 0.02263489, 0.1154567},
      {24, 3.218182, 0.2916662, 0.6610158, 1.773618, 1.060588, 1.760249, 0.06076038, 271.878, 0.8259584, 0.8374425,
       0.01540924, 0.2997085, 0.677152, -0.1614876, 0.04552988, 0.02708645, 0.107772},
      {25, 4.115712, 0.1890533, 0.5091829, 2.108864, 1.22915, 2.547506, 0.08100379, 272.9246, 0.9627369, 0.9727454,
       0.01169555, 0.2653001, 0.5450148, -0.06422953, 0.0648089, 0.03141682, 0.101283},
      {26, 5.374928, 0.1359234, 0.5049323, 2.477013, 1.400403, 3.351658, 0.0989987, 274.0255, 0.9716192, 0.977961,
       0.0076811, 0.1974806, 0.3736375, -0.02598905, 0.076012, 0.03153739, 0.09761208},
      {28, 8.693678, 0.0905949, 0.7661189, 3.177612, 1.68331, 4.890954, 0.1237164, 275.3392, 0.7796657, 0.7811721,
       0.002725267, 0.09425637, 0.147925, -0.005427292, 0.0736057, 0.02512595, 0.09984744},
      {32, 20.19227, 0.06084998, 2.167199, 4.697308, 2.117076, 9.196356, 0.1465533, 275.9272, 0.6478897, 0.6479964,
       0.0003478356, 0.03383707, 0.03104407, -0.0006437437, 0.05880128, 0.02073155, 0.1153259},
      {36, 53.28578, 0.04822249, 5.703144, 7.553042, 2.523882, 20.01002, 0.155141, 275.9932, 0.7363489, 0.7363605,
       3.779528e-05, 0.01443914, 0.007959877, -0.0001113695, 0.04835095, 0.02332601, 0.125043},
      {40, 164.2945, 0.0426706, 14.68356, 14.63035, 2.805165, 50.27366, 0.1577484, 275.9995, 0.8955436, 0.8955448,
       3.016571e-06, 0.004389159, 0.001673845, -1.422204e-05, 0.03986632, 0.02769101, 0.1294285},
      {44, 541.6283, 0.04103357, 37.19829, 34.90443, 2.90718, 135.4563, 0.1582856, 276, 1.077902, 1.077902,
       1.852418e-07, 0.0008782365, 0.0002659714, -1.113023e-06, 0.03312252, 0.0311953, 0.1301885},
      {48, 1793.983, 0.04072135, 91.23712, 92.77857, 2.92794, 371.8688, 0.1583684, 276, 1.260698, 1.260698,
       1.034982e-08, 0.0001364463, 3.692416e-05, -6.393086e-08, 0.02741419, 0.03084669, 0.1279936},
      {52, 5829.051, 0.04067141, 214.4269, 236.4142, 2.931316, 1015.156, 0.1583802, 276, 1.431067, 1.431067,
       6.330767e-10, 2.138233e-05, 5.407837e-06, -3.895161e-09, 0.02150275, 0.0253079, 0.1230022},
      {56, 18430.33, 0.04066193, 463.3599, 535.9213, 2.931965, 2713.762, 0.1583821, 276, 1.571625, 1.571625,
       4.834488e-11, 4.140165e-06, 9.486105e-07, -3.283401e-10, 0.0140212, 0.01761227, 0.1137794},
  };
  constexpr double duration = 0.05;
  constexpr int between = 3, count = between * 59;  // SLAB's steps between two rows, and in all
  Cloud cloud = first_cloud(duration);
  // The port's first step comes of an entrainment velocity (v, 0.0248 m/s) that stands where a place (x) is meant.
  const double misread = cloud.exchange.sideways;
  const double factor = std::pow(10, (std::log10(farthest / misread - 1) + 1) / count);
  double dt = (factor - 1) * (farthest - misread) / (std::pow(factor, count) - 1) / cloud.section.speed;
  size_t met = 0;
  for (int i = 0; i <= count; ++i) {
    if (met < rows.size() && i == between * rows[met].number) {
      const Row& row = rows[met++];
      const Section& c = cloud.section;
      const Exchange& e = cloud.exchange;
      const auto near = [&](double ours, double printed) {
        EXPECT_NEAR(ours, printed, 0.001 * std::abs(printed) + 1e-12) << "x " << row.x;
      };
      near(cloud.x - 1, row.x - 1);
      near(c.centre, row.height), near(c.depth, row.depth), near(c.half_width, row.half_width);
      near(cloud.core, row.core), near(c.half_length, row.half_length), near(cloud.core_length, row.core_length);
      near(c.temperature, row.temperature), near(c.speed, row.speed), near(e.air_speed, row.air_speed);
      near(cloud.mass_fraction, row.mass_fraction), near(c.spreading, row.spreading);
      near(c.stretching, row.stretching), near(e.upwards, row.up), near(e.sideways, row.aside);
      if (i > 0) near(c.sinking, row.sinking), near(e.along, row.along);  // printed as rounding and 0 at first
    }
    cloud = stepped(cloud, dt, 0.25 * rate * duration);
    dt *= factor;
  }
  EXPECT_EQ(met, rows.size());
}

}  // namespace
}  // namespace muster::plume::dense
