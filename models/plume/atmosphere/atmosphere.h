#pragma once
// The air over flat ground: wind, temperature, humidity and density by height.

#include "base/error.h"
#include "models/plume/atmosphere/stability.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::plume {

inline constexpr double von_karman = 0.41;      ///< with Dyer's constants 16 and 5 (Dyer 1974)
inline constexpr double dry_air_heat = 1004.7;  ///< [J/kg/K] c_p of dry air
inline constexpr double lowest_wind = 0.5;      ///< [m/s] at 10 m; calmer air is computed with it, and warned of

enum class WindProfile {
  monin_obukhov,  ///< Dyer 1974
  power_law       ///< u (z / z_ref)^p
};
/// Sets of exponents p by class A to F.
enum class Exponents {
  rural,       ///< ISC3 (EPA-454/B-95-003b), Irwin 1979
  urban,       ///< ISC3
  urban_ccps,  ///< CCPS 1999 after Irwin: E 0.40, F 0.60
  smooth       ///< over smooth ground, z0 about 0.01 m (Irwin 1979; the default of GasDispersion.jl)
};
/// p of u (z / z_ref)^p.
double power_law_exponent(Exponents, Stability);

/// What is known of the weather. One way to the stability is used: `obukhov_length`, else `stability`, else `sun`, else
/// `hour`.
struct Weather {
  double wind_speed = 5;    ///< [m/s] at `wind_height`, 0 and above
  double wind_height = 10;  ///< [m] above `roughness`
  double wind_from = 270;   ///< [deg] where the wind comes from, clockwise from north (+y); 270: it blows along +x
  std::optional<double> friction_velocity;  ///< [m/s] as measured; goes before `wind_speed`

  std::optional<Stability> stability;
  std::optional<double> obukhov_length;  ///< [m] as measured; infinite: neutral
  std::optional<Sun> sun;
  std::optional<double> hour;  ///< [h] of the clock, 0 to 24: the height of the sun says how strong it is
  int day_of_year = 172;
  std::optional<double> longitude, utc_offset;  ///< [deg] east, [h]; without both `hour` is solar time
  double cloud = 0;                             ///< cover, 0 to 1
  double ceiling = 1000;                        ///< [m] height of the cloud's base
  std::optional<double> radiation;              ///< [W/m2] of the sun on the ground, as measured; see `sun_radiation`

  double temperature = 293.15;     ///< [K] at `temperature_height`
  double temperature_height = 2;   ///< [m]
  double relative_humidity = 0.5;  ///< 0 to 1, at the same height
  double pressure = 101325;        ///< [Pa] at the ground
  std::optional<double> altitude;  ///< [m] above the sea: the standard atmosphere's pressure in place of `pressure`
  double roughness = 0.1;          ///< z0 [m]
  double latitude = 45;            ///< [deg] north, for the sun and the mixing height
  std::optional<double> mixing_height;  ///< [m]
  bool urban = false;                   ///< which dispersion parameters and exponents

  ObukhovMap obukhov_map = ObukhovMap::golder;
  WindProfile profile = WindProfile::monin_obukhov;
  std::optional<Exponents> exponents;  ///< empty: rural or urban of ISC3

  /// From `time` [s] after the release begins until the next entry's: wind and, where it changes, the class.
  struct Change {
    double time = 0, speed = 5, from = 270;  ///< [s], [m/s], [deg]
    std::optional<Stability> stability;
  };
  std::vector<Change> changes;  ///< by time

  /// "" where an Atmosphere can be made of it, otherwise what must hold.
  std::string problem() const;
  /// The weather from `changes[i]` on, without changes.
  Weather after_change(size_t i) const;
};

/// [Pa] of water vapour over liquid water (Alduchov and Eskridge 1996), -40 to 50 C within 0.4 %.
double saturation_pressure(double temperature);

/// [Pa] of the standard atmosphere (ISO 2533) at a place `altitude` [m] above the sea, up to 11 km.
double standard_pressure_at(double altitude);

/// [m] 0.3 u* / f, f = 2 Omega sin(latitude), at least that of 10 degrees (Panofsky and Dutton 1984).
double neutral_mixing_height(double friction_velocity, double latitude);

/// Steady air, horizontally the same everywhere. Heights z in m above the ground, negative ones count as 0.
class Atmosphere {
 public:
  /// `weather.problem()` must be "". `weather.changes` are not looked at.
  explicit Atmosphere(const Weather& weather);

  const Weather& weather() const { return weather_; }
  Stability stability() const { return stability_; }
  /// In which way the class was found: one sentence.
  const std::string& reason() const { return reason_; }
  double roughness() const { return weather_.roughness; }            ///< z0 [m]
  double inverse_obukhov_length() const { return inverse_length_; }  ///< 1/L [1/m]; 0: neutral
  double obukhov_length() const { return 1 / inverse_length_; }      ///< [m]; infinite: neutral
  double friction_velocity() const { return friction_velocity_; }    ///< u* [m/s]
  double temperature_scale() const { return temperature_scale_; }    ///< theta* = u*^2 theta / (kappa g L) [K]
  double heat_flux() const;                                          ///< [W/m2] sensible, upwards: -rho c_p u* theta*
  /// [W/m2] of the sun on the ground: as measured, else from hour and cloud, else by the word for its strength (the
  /// sun in the middle of its heights), else 0 in classes E and F. Empty: the weather does not tell.
  std::optional<double> sun_radiation() const;
  double mixing_height() const { return mixing_height_; }  ///< [m]; infinite in stable air unless it was given

  double wind(double z) const;  ///< u [m/s]; 0 at and below z0
  /// [m/s] mean of u over 0 to `depth` > 0, 16-point midpoint rule in ln z.
  double mean_wind(double depth) const;
  double temperature(double z) const;                     ///< T [K]
  double potential_temperature_gradient(double z) const;  ///< d theta / dz [K/m]
  double pressure(double z) const;                        ///< p [Pa], hydrostatic
  /// [kg/kg] water vapour per dry air: that of the reference height everywhere below saturation.
  double humidity(double z) const;
  double relative_humidity(double z) const;          ///< 0 to 1
  double density(double z) const;                    ///< [kg/m3] of the moist air
  double molar_mass() const { return molar_mass_; }  ///< [kg/mol] of the moist air near the ground

  const std::vector<Warning>& warnings() const { return warnings_; }

 private:
  void find_stability();
  void find_wind();
  double integrated_stability(double z) const;  // -psi_m(z/L) + psi_m(z0/L)
  double integrated_heat(double z) const;       // the same of heat

  Weather weather_;
  Stability stability_ = Stability::d;
  std::string reason_;
  double inverse_length_ = 0, friction_velocity_ = 0, temperature_scale_ = 0, mixing_height_ = 0;
  double exponent_ = 0, reference_wind_ = 0;
  double humidity_ = 0, molar_mass_ = 0;
  std::vector<Warning> warnings_;
};

}  // namespace muster::plume
