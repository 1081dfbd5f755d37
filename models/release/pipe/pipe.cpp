#include "models/release/pipe/pipe.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::release {

double Pipe::area() const { return std::numbers::pi * diameter * diameter / 4; }

double Pipe::friction() const {
  const double root = -2 * std::log10(roughness / (3.7 * diameter));
  return 1 / (root * root);
}

double fanno_length(double mach, double ratio) {
  const double m2 = mach * mach;
  return (1 - m2) / (ratio * m2) + (ratio + 1) / (2 * ratio) * std::log((ratio + 1) * m2 / (2 + (ratio - 1) * m2));
}

namespace {

/// Mach number below 1 of a Fanno length.
double fanno_mach(double length, double ratio) {
  double low = 1e-8, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    fanno_length(middle, ratio) > length ? low = middle : high = middle;
  }
  return (low + high) / 2;
}

/// Total pressure / that where the flow is sonic.
double total_pressure(double mach, double ratio) {
  return std::pow(2 / (ratio + 1) * (1 + (ratio - 1) / 2 * mach * mach), (ratio + 1) / (2 * (ratio - 1))) / mach;
}

}  // namespace

Flow gas_pipe_flow(const Pipe& pipe, double hole_area, double coefficient, double density, double pressure,
                   double ambient, double temperature, double ratio) {
  MUSTER_CHECK(hole_area <= pipe.area() * (1 + 1e-9), "a hole of {} m2 in a pipe of {} m2", hole_area, pipe.area());
  if (pressure <= ambient) return gas_flow(hole_area, coefficient, density, pressure, ambient, temperature, ratio);
  const double resistance = pipe.resistance();
  const auto hole_flow = [&](double mach) {
    const double end = fanno_mach(fanno_length(mach, ratio) - resistance, ratio);
    const double left = total_pressure(end, ratio) / total_pressure(mach, ratio);
    return gas_flow(hole_area, coefficient, density * left, pressure * left, ambient, temperature, ratio);
  };
  const auto pipe_rate = [&](double mach) {
    return pipe.area() * std::sqrt(ratio * density * pressure) * mach *
           std::pow(1 + (ratio - 1) / 2 * mach * mach, -(ratio + 1) / (2 * (ratio - 1)));
  };
  // The Mach number at the inlet for which the hole passes what the pipe brings.
  double low = 0, high = fanno_mach(resistance, ratio);
  for (int i = 0; i < 50; ++i) {
    const double middle = (low + high) / 2;
    pipe_rate(middle) < hole_flow(middle).rate ? low = middle : high = middle;
  }
  Flow flow = hole_flow(low);
  flow.speed *= pipe_rate(low) / flow.rate;
  flow.rate = pipe_rate(low);
  return flow;
}

Flow liquid_pipe_flow(const Pipe& pipe, double hole_area, double coefficient, double density, double pressure,
                      double ambient, double temperature) {
  // Everything in velocity heads of the pipe; a full bore without loss leaves with one.
  const double hole = pipe.area() / (coefficient * hole_area);
  const double heads = pipe.resistance() + std::max(hole * hole, 1.0);
  return liquid_flow(hole_area, pipe.area() / hole_area / std::sqrt(heads), density, pressure, ambient, temperature);
}

WilsonBell wilson_bell(const Pipe& pipe, double mass, double first_rate, double sound, double ratio) {
  MUSTER_CHECK(mass > 0 && first_rate > 0 && sound > 0, "{} kg, {} kg/s, {} m/s", mass, first_rate, sound);
  const double beta = 2.0 / 3 * pipe.length / sound * std::sqrt(ratio * pipe.friction() * pipe.length / pipe.diameter);
  return {first_rate, mass, mass / (beta * first_rate), beta};
}

double WilsonBell::rate(double time) const {
  return first_rate / (1 + alpha) * (std::exp(-time / (alpha * alpha * beta)) + alpha * std::exp(-time / beta));
}

double WilsonBell::released(double time) const {
  return first_rate / (1 + alpha) * alpha * beta *
         (alpha * (1 - std::exp(-time / (alpha * alpha * beta))) + (1 - std::exp(-time / beta)));
}

}  // namespace muster::release
