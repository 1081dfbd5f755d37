#include "models/fire/gas/jet.h"

#include "models/substance/substance.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>

namespace muster::fire {

namespace {

using std::numbers::pi;
using substance::gas_constant;
using substance::gravity;

constexpr double degrees = 180 / pi;

/// Speed, Mach number and density of the jet after it has expanded to the air's pressure.
struct Expanded {
  double speed, mach, density;
};
Expanded expanded(const JetFire& j) {
  const double g = j.heat_ratio;
  const double throat = j.pressure * std::pow(2 / (g + 1), g / (g - 1));
  double mach = 0, temperature = 0;
  if (throat > j.air_pressure) {
    temperature = j.temperature * std::pow(j.air_pressure / j.pressure, (g - 1) / g);
    mach = std::sqrt(((g + 1) * std::pow(throat / j.air_pressure, (g - 1) / g) - 2) / (g - 1));
  } else {
    if (!j.hole)
      throw InputError(
          {"", 0, "hole_mm", "",
           "is required: at so low a pressure the outflow is not choked and its speed depends on the hole"});
    // The jet fills the hole at the air's pressure: F = M sqrt(1 + (g - 1) / 2 M^2).
    const double f = j.rate / (pi / 4 * *j.hole * *j.hole * j.air_pressure) *
                     std::sqrt(gas_constant * j.temperature / (g * j.molar_mass));
    mach = std::sqrt((std::sqrt(1 + 2 * (g - 1) * f * f) - 1) / (g - 1));
    temperature = j.temperature / (1 + (g - 1) / 2 * mach * mach);
  }
  const double speed = mach * std::sqrt(g * gas_constant * temperature / j.molar_mass);
  return {speed, mach, j.air_pressure * j.molar_mass / (gas_constant * temperature)};
}

/// Y of C_a Y^(5/3) + C_b Y^(2/3) = C_c by bisection: the left side grows.
double still_length_over_diameter(double a, double c) {
  double low = 0, high = 1e5;
  for (int i = 0; i < 200; ++i) {
    const double y = 0.5 * (low + high);
    (a * std::pow(y, 5.0 / 3) + 0.2 * std::pow(y, 2.0 / 3) < c ? low : high) = y;
  }
  return 0.5 * (low + high);
}

/// Where the flame bends to: the wind's part across the jet, upwards where the two are in line.
Vec3 bend(const JetFire& j) {
  const Vec3 wind(j.downwind.x(), j.downwind.y(), 0);
  Vec3 across = wind - wind.dot(j.direction) * j.direction;
  if (across.norm() < 0.05) across = Vec3::UnitZ() - j.direction.z() * j.direction;
  if (across.norm() < 0.05) across = wind;
  return across.normalized();
}

void warn(JetFlame& out, const JetFire& j) {
  if (out.speed < 50 && j.wind > out.speed / 10)
    out.warnings.push_back(
        {"slow_jet",
         fmt::format("Chamberlain's model rests on jets much faster than the wind, this has {:.0f} m/s", out.speed),
         "pressure_bar"});
  if (j.wind > 20)
    out.warnings.push_back(
        {"strong_wind",
         fmt::format("jets in winds up to 6.3 m/s were compared with Chamberlain's model here, this has {:.0f} m/s",
                     j.wind),
         "wind_m_s"});
  if (j.rate < 0.1 || j.rate > 200)
    out.warnings.push_back(
        {"jet_size",
         fmt::format("jets of 2.9 to 19.5 kg/s were compared with Chamberlain's model here, this has "
                     "{:.3g} kg/s",
                     j.rate),
         ""});
  if (j.molar_mass > 0.05)
    out.warnings.push_back({"heavy_gas_jet",
                            "Chamberlain's model was made for natural gas; drops in the jet are not "
                            "represented",
                            ""});
}

/// A jet that strikes the ground goes on along it.
JetFlame laid_level(const JetFire& j) {
  JetFire level = j;
  const Vec2 along = j.direction.head<2>();
  const Vec2 to = along.norm() > 0.05 ? Vec2(along.normalized()) : j.downwind;
  level.direction = {to.x(), to.y(), 0};
  JetFlame out = burn(level);
  out.warnings.push_back({"jet_strikes_ground",
                          "the jet strikes the ground, for which there is no law: it burns here as one that leaves its "
                          "hole level",
                          "upward_deg"});
  return out;
}

}  // namespace

double hole_rate(const JetFire& j, double hole, double coefficient) {
  const double g = j.heat_ratio, area = pi / 4 * hole * hole;
  const double ratio = std::max(j.air_pressure / j.pressure, std::pow(2 / (g + 1), g / (g - 1)));
  if (ratio >= 1) return 0;
  const double density = j.pressure * j.molar_mass / (gas_constant * j.temperature);
  const double flow = 2 * g / (g - 1) * (std::pow(ratio, 2 / g) - std::pow(ratio, (g + 1) / g));
  return coefficient * area * std::sqrt(density * j.pressure * flow);
}

JetFlame burn(const JetFire& j) {
  JetFlame out;
  const Expanded e = expanded(j);
  const double air = j.air_pressure * substance::molar_mass_of_air / (gas_constant * j.air_temperature);
  out.speed = e.speed, out.mach = e.mach;
  const double wind_ratio = j.wind / e.speed;
  const double d = out.source_diameter = std::sqrt(4 * j.rate / (pi * air * e.speed));
  const double w = j.molar_mass / (15.816 * j.molar_mass + 0.0395);
  const double scale = std::cbrt(gravity / (d * d * e.speed * e.speed));  // xi = scale L
  out.still_length =
      d * still_length_over_diameter(0.024 * std::cbrt(gravity * d / (e.speed * e.speed)), std::pow(2.85 / w, 2.0 / 3));
  // In calm air the wind has no direction: as if it blew along the jet, which makes the flame longest.
  const Vec2 along = j.direction.head<2>();
  const double with_wind = j.wind > 0 ? along.dot(j.downwind) : along.norm();
  const double angle = degrees * std::acos(std::clamp(with_wind, -1.0, 1.0));
  const double length = out.length =
      out.still_length * (0.51 * std::exp(-0.4 * j.wind) + 0.49) * (1 - 6.07e-3 * (angle - 90));

  const double xi = scale * out.still_length;
  const double buoyant = xi * (angle - 90) * -std::expm1(-25.6 * wind_ratio);
  const double blown = wind_ratio <= 0.05 ? 8000 * wind_ratio : 1726 * std::sqrt(wind_ratio - 0.026) + 134;
  out.tilt = std::clamp((blown + buoyant) / xi, -170.0, 170.0) / degrees;
  const double k = 0.185 * std::exp(-20 * wind_ratio) + 0.015;
  out.lift_off = std::abs(out.tilt) < 1e-6 ? length * k : length * std::sin(k * out.tilt) / std::sin(out.tilt);
  const double side = out.lift_off * std::sin(out.tilt);
  out.frustum = std::sqrt(length * length - side * side) - out.lift_off * std::cos(out.tilt);

  const double c = 1000 * std::exp(-100 * wind_ratio) + 0.8;
  const double xi_s = scale * d;
  out.first = d * (13.5 * std::exp(-6 * wind_ratio) + 1.5) *
              (1 - (1 - std::sqrt(air / e.density) / 15) * std::exp(-70 * std::pow(xi_s, c * wind_ratio)));
  out.second = length * (0.18 * std::exp(-1.5 * wind_ratio) + 0.31) * (1 - 0.47 * std::exp(-25 * wind_ratio));
  const double half = (out.second - out.first) / 2;
  const double area = pi / 4 * (out.first * out.first + out.second * out.second) +
                      pi / 2 * (out.first + out.second) * std::sqrt(out.frustum * out.frustum + half * half);

  const double grams = 1000 * j.molar_mass;
  const double heavy = grams < 21 ? 1 : grams <= 60 ? std::sqrt(grams / 21) : 1.69;
  out.radiant_fraction = j.radiant_fraction.value_or((0.21 * std::exp(-0.00323 * e.speed) + 0.11) * heavy);
  out.heat_release = j.rate * j.heat_of_combustion;
  out.emission = out.radiant_fraction * out.heat_release / area;
  const Vec3 from = j.place + out.lift_off * j.direction;
  const Vec3 axis = std::cos(out.tilt) * j.direction + std::sin(out.tilt) * bend(j);
  if (j.direction.z() < 0 && (from + out.frustum * axis).z() < j.ground) return laid_level(j);
  out.flame =
      above(frustum(from, from + out.frustum * axis, out.first, out.second, out.emission, j.fineness), j.ground);
  warn(out, j);
  return out;
}

double api521_length(double heat_release) { return 0.00326 * std::pow(heat_release, 0.478); }

double lowesmith_length(double heat_release) { return 2.8893 * std::pow(heat_release / 1e6, 0.3728); }

Flame above(const Flame& flame, double height) {
  Flame kept;
  for (const Face& f : flame.faces) {
    std::vector<Vec3> part;
    for (int i = 0; i < f.corners; ++i) {
      const Vec3 &a = f.corner[static_cast<size_t>(i)], &b = f.corner[static_cast<size_t>((i + 1) % f.corners)];
      const double da = a.z() - height, db = b.z() - height;
      if (da >= 0) part.push_back(a);
      if ((da > 0 && db < 0) || (da < 0 && db > 0)) part.push_back(a + (b - a) * (da / (da - db)));
    }
    if (part.size() == 5) {
      kept.add({part[0], part[3], part[4]}, f.emission);
      part.resize(4);
    }
    kept.add(part, f.emission);
  }
  return kept;
}

}  // namespace muster::fire
