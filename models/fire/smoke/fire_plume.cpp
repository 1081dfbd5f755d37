#include "models/fire/smoke/fire_plume.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {
constexpr double air_heat = 1005;  // [J/kg/K] c_p of air near 293 K
using substance::gravity;
}  // namespace

SmokeSource smoke_of(const Fuel& fuel, double rate, double area, double radiated) {
  return {fuel.soot_yield * rate * area, fuel.monoxide_yield * rate * area,
          (1 - radiated) * heat_release(fuel, rate, area)};
}

double virtual_origin(double heat_release, double diameter) {
  return 0.083 * std::pow(heat_release / 1000, 0.4) - 1.02 * diameter;
}

PlumeAxis heskestad_axis(double heat_release, double convective, double diameter, double z, const Air& air) {
  const double length = heskestad_length(heat_release, diameter), kilowatts = convective / 1000;
  const double up = std::max(z, std::max(length, 0.1)) - virtual_origin(heat_release, diameter);
  const double heat = air_heat / 1000, rho = air.density(), t = air.temperature;
  PlumeAxis axis;
  axis.excess =
      9.1 * std::cbrt(t / (gravity * heat * heat * rho * rho)) * std::pow(kilowatts, 2.0 / 3) * std::pow(up, -5.0 / 3);
  axis.speed = 3.4 * std::cbrt(gravity / (heat * rho * t)) * std::cbrt(kilowatts) / std::cbrt(up);
  axis.mass_flow = z < length ? 0.0056 * kilowatts * z / length
                              : 0.071 * std::cbrt(kilowatts) * std::pow(up, 5.0 / 3) + 0.0018 * kilowatts;
  return axis;
}

PlumeAxis mccaffrey_axis(double heat_release, double z) {
  const double kilowatts = heat_release / 1000, x = z / std::pow(kilowatts, 0.4);
  const double scale = std::pow(kilowatts, 0.2);
  if (x < 0.08) return {800, 6.84 * std::sqrt(std::max(0.0, x)) * scale, 0};
  if (x <= 0.2) return {63 / x, 1.93 * scale, 0};
  return {21.6 * std::pow(x, -5.0 / 3), 1.12 / std::cbrt(x) * scale, 0};
}

double buoyancy_flux(double convective, const Air& air) {
  return gravity * convective / (std::numbers::pi * air_heat * air.density() * air.temperature);
}

}  // namespace muster::fire
