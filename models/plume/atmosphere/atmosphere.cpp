#include "models/plume/atmosphere/atmosphere.h"

#include "models/substance/substance.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace muster::plume {

namespace {

using substance::gas_constant, substance::gravity, substance::molar_mass_of_air;

constexpr double molar_mass_of_water = 0.01801528;  // [kg/mol]
constexpr double lapse_rate = gravity / dry_air_heat;

// psi of momentum and heat. Unstable: Dyer 1974 as integrated by Paulson 1970; stable: -5 z/L, from z = L on phi = 6
// (Webb 1970), with which the profile stays logarithmic.
double psi_stable(double zeta) { return zeta <= 1 ? -5 * zeta : -5 * (1 + std::log(zeta)); }

double psi_momentum(double zeta) {
  if (zeta >= 0) return psi_stable(zeta);
  const double x = std::pow(1 - 16 * zeta, 0.25);
  return 2 * std::log((1 + x) / 2) + std::log((1 + x * x) / 2) - 2 * std::atan(x) + std::numbers::pi / 2;
}

double psi_heat(double zeta) {
  if (zeta >= 0) return psi_stable(zeta);
  return 2 * std::log((1 + std::sqrt(1 - 16 * zeta)) / 2);
}

double phi_heat(double zeta) {
  if (zeta >= 0) return 1 + 5 * std::min(zeta, 1.0);
  return 1 / std::sqrt(1 - 16 * zeta);
}

// Mole fraction of water in air that holds `humidity` [kg/kg].
double water_moles(double humidity) {
  const double water = humidity / molar_mass_of_water;
  return water / (water + 1 / molar_mass_of_air);
}

double saturated_humidity(double temperature, double pressure) {
  const double water = std::min(saturation_pressure(temperature), 0.99 * pressure);
  return molar_mass_of_water / molar_mass_of_air * water / (pressure - water);
}

}  // namespace

double power_law_exponent(Exponents set, Stability stability) {
  static constexpr double p[4][stability_classes] = {{0.07, 0.07, 0.10, 0.15, 0.35, 0.55},
                                                     {0.15, 0.15, 0.20, 0.25, 0.30, 0.30},
                                                     {0.15, 0.15, 0.20, 0.25, 0.40, 0.60},
                                                     {0.108, 0.112, 0.120, 0.142, 0.203, 0.253}};
  return p[static_cast<size_t>(set)][index(stability)];
}

double saturation_pressure(double temperature) {
  const double celsius = temperature - 273.15;
  return 610.94 * std::exp(17.625 * celsius / (celsius + 243.04));
}

double standard_pressure_at(double altitude) {
  return substance::standard_pressure * std::pow(1 - 0.0065 * altitude / 288.15, 5.25588);
}

double neutral_mixing_height(double friction_velocity, double latitude) {
  constexpr double earth = 7.2921e-5;  // [rad/s] turning rate
  const double degrees = std::max(std::abs(latitude), 10.0);
  return 0.3 * friction_velocity / (2 * earth * std::sin(degrees * std::numbers::pi / 180));
}

std::string Weather::problem() const {
  if (!(roughness > 0)) return "the roughness must be above 0";
  if (!(wind_speed >= 0)) return "the wind speed must not be negative";
  if (!friction_velocity && wind_height <= roughness)
    return fmt::format("the wind's height {} m must be above the roughness length {} m", wind_height, roughness);
  if (friction_velocity && !(*friction_velocity > 0)) return "the friction velocity must be above 0";
  if (obukhov_length && *obukhov_length == 0) return "the Monin-Obukhov length must not be 0";
  if (!obukhov_length && !stability && !sun && !hour)
    return "the stability must be given: a class, the sun, or the time of day";
  for (size_t i = 0; i < changes.size(); ++i) {
    if (!(changes[i].speed >= 0)) return "the wind speed must not be negative";
    if (i > 0 && !(changes[i].time > changes[i - 1].time)) return "the wind's changes must be in the order of time";
  }
  return "";
}

Weather Weather::after_change(size_t i) const {
  Weather w = *this;
  w.changes.clear();
  const Change& change = changes[i];
  w.wind_speed = change.speed;
  w.wind_from = change.from;
  w.friction_velocity.reset();
  // The class of the latest change that names one.
  for (size_t k = 0; k <= i; ++k)
    if (changes[k].stability) {
      w.stability = changes[k].stability;
      w.obukhov_length.reset();
    }
  return w;
}

Atmosphere::Atmosphere(const Weather& weather) : weather_(weather) {
  MUSTER_CHECK(weather.problem().empty(), "{}", weather.problem());
  if (weather_.altitude) weather_.pressure = standard_pressure_at(*weather_.altitude);
  find_stability();
  find_wind();
  temperature_scale_ =
      friction_velocity_ * friction_velocity_ * weather_.temperature * inverse_length_ / (von_karman * gravity);
  const double p = pressure(weather_.temperature_height);
  const double water = std::min(weather_.relative_humidity * saturation_pressure(weather_.temperature), 0.9 * p);
  humidity_ = molar_mass_of_water / molar_mass_of_air * water / (p - water);
  const double moles = water_moles(humidity_);
  molar_mass_ = moles * molar_mass_of_water + (1 - moles) * molar_mass_of_air;
  mixing_height_ = weather_.mixing_height ? *weather_.mixing_height
                   : inverse_length_ > 0  ? std::numeric_limits<double>::infinity()
                                          : neutral_mixing_height(friction_velocity_, weather_.latitude);
}

void Atmosphere::find_stability() {
  const Weather& w = weather_;
  const double z0 = w.roughness;
  const auto logs = [&](double z) { return std::log(std::max(z, 2 * z0) / z0); };
  const double wind10 = w.friction_velocity ? *w.friction_velocity / von_karman * logs(10)
                                            : w.wind_speed * logs(10) / logs(w.wind_height);
  if (w.obukhov_length) {
    inverse_length_ = 1 / *w.obukhov_length;
    stability_ = w.stability ? *w.stability : nearest_class(w.obukhov_map, inverse_length_, z0);
    reason_ = fmt::format("class {} fits the given Monin-Obukhov length", letter(stability_));
    return;
  }
  if (w.stability) {
    stability_ = *w.stability;
    reason_ = fmt::format("class {} was given", letter(stability_));
  } else if (w.sun) {
    stability_ = pasquill_class(*w.sun, w.cloud, wind10);
    reason_ = fmt::format("class {} by Pasquill's key for {:.1f} m/s at 10 m", letter(stability_), wind10);
  } else {
    const double elevation = sun_elevation({w.day_of_year, *w.hour, w.latitude, w.longitude, w.utc_offset});
    const int radiation = net_radiation_index(elevation, w.cloud, w.ceiling);
    stability_ = turner_class(radiation, wind10);
    reason_ = fmt::format("class {} by Turner's key: sun at {:.0f} degrees, net radiation index {}, {:.1f} m/s at 10 m",
                          letter(stability_), elevation, radiation, wind10);
  }
  inverse_length_ = inverse_obukhov(w.obukhov_map, stability_, z0);
}

std::optional<double> Atmosphere::sun_radiation() const {
  const Weather& w = weather_;
  if (w.radiation) return w.radiation;
  if (w.hour)
    return solar_radiation(sun_elevation({w.day_of_year, *w.hour, w.latitude, w.longitude, w.utc_offset}), w.cloud);
  if (w.sun == Sun::night || stable(stability_)) return 0;
  if (!w.sun) return std::nullopt;
  // The middle of the heights that the words stand for.
  const double elevation = w.sun == Sun::strong ? 75 : w.sun == Sun::moderate ? 47.5 : 25;
  return solar_radiation(elevation, 0);
}

void Atmosphere::find_wind() {
  const Weather& w = weather_;
  const auto set_reference = [&](double speed) {
    reference_wind_ = speed;
    friction_velocity_ = von_karman * speed / integrated_stability(w.wind_height);
  };
  exponent_ = power_law_exponent(w.exponents.value_or(w.urban ? Exponents::urban : Exponents::rural), stability_);
  if (w.friction_velocity) {
    friction_velocity_ = *w.friction_velocity;
    reference_wind_ = friction_velocity_ / von_karman * integrated_stability(w.wind_height);
    return;
  }
  set_reference(w.wind_speed);
  const double wind10 = w.wind_speed > 0 ? wind(10) : 0;
  if (wind10 >= lowest_wind) return;
  set_reference(1);
  set_reference(lowest_wind / wind(10));
  warnings_.push_back({"low_wind",
                       fmt::format("The wind at 10 m is {:.2f} m/s; it is computed with {} m/s, below which no model "
                                   "of this kind holds and the direction is open: take the distances for all sides.",
                                   wind10, lowest_wind),
                       "weather.wind_m_s"});
}

double Atmosphere::integrated_stability(double z) const {
  const double z0 = weather_.roughness;
  if (z <= z0) return 0;
  return std::log(z / z0) - psi_momentum(z * inverse_length_) + psi_momentum(z0 * inverse_length_);
}

double Atmosphere::integrated_heat(double z) const {
  const double z0 = weather_.roughness;
  if (z <= z0) return 0;
  return std::log(z / z0) - psi_heat(z * inverse_length_) + psi_heat(z0 * inverse_length_);
}

double Atmosphere::wind(double z) const {
  if (z <= weather_.roughness) return 0;
  if (weather_.profile == WindProfile::power_law)
    return reference_wind_ * std::pow(z / weather_.wind_height, exponent_);
  return friction_velocity_ / von_karman * integrated_stability(z);
}

double Atmosphere::mean_wind(double depth) const {
  const double z0 = weather_.roughness;
  if (depth <= z0) return 0;
  // The integral of u dz = u z d(ln z).
  constexpr int pieces = 16;
  const double width = std::log(depth / z0) / pieces;
  double sum = 0;
  for (int i = 0; i < pieces; ++i) {
    const double z = z0 * std::exp((i + 0.5) * width);
    sum += wind(z) * 2 * z * std::sinh(width / 2);
  }
  return sum / depth;
}

double Atmosphere::heat_flux() const {
  return -density(weather_.temperature_height) * dry_air_heat * friction_velocity_ * temperature_scale_;
}

double Atmosphere::temperature(double z) const {
  const double h = weather_.temperature_height;
  const double height = std::max(z, 0.0);
  return weather_.temperature + temperature_scale_ / von_karman * (integrated_heat(height) - integrated_heat(h)) -
         lapse_rate * (height - h);
}

double Atmosphere::potential_temperature_gradient(double z) const {
  const double height = std::max(z, weather_.roughness);
  return temperature_scale_ / (von_karman * height) * phi_heat(height * inverse_length_);
}

double Atmosphere::pressure(double z) const {
  return weather_.pressure *
         std::exp(-gravity * molar_mass_of_air * std::max(z, 0.0) / (gas_constant * weather_.temperature));
}

double Atmosphere::humidity(double z) const {
  return std::min(humidity_, saturated_humidity(temperature(z), pressure(z)));
}

double Atmosphere::relative_humidity(double z) const {
  return water_moles(humidity(z)) * pressure(z) / saturation_pressure(temperature(z));
}

double Atmosphere::density(double z) const {
  const double moles = water_moles(humidity(z));
  const double mass = moles * molar_mass_of_water + (1 - moles) * molar_mass_of_air;
  return pressure(z) * mass / (gas_constant * temperature(z));
}

}  // namespace muster::plume
