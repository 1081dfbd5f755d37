#pragma once
// A tank or a vessel beside a fire, in time: its shell above and below the liquid, what it holds, when it fails.

#include "models/fire/escalation/contents.h"
#include "models/fire/escalation/steel.h"
#include "models/fire/escalation/thresholds.h"

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::fire {

/// What a vessel is.
struct VesselMake {
  EquipmentKind kind = EquipmentKind::atmospheric;
  bool lying = false;    ///< a cylinder on its side
  double diameter = 10;  ///< [m] outer
  double height = 10;    ///< [m] of the shell; of a lying one its length
  /// A lying one has elliptical ends, as deep as a quarter of the diameter, besides its length; without, flat ends that
  /// take no heat.
  bool dished = false;
  double fill = 0.8;          ///< share of the volume that is liquid, 0 to 1
  double shell = 0.008;       ///< [m] thickness
  double absorptivity = 0.9;  ///< of the shell's outside, and its emissivity: weathered or sooted paint (0.8 to 0.95)
  /// Emissivity between the hot shell above the liquid and the liquid and shell opposite. 0: nothing, as the practice
  /// of API 521 has it (the shell gets hotter); bare steel about 0.8.
  double inside = 0;
  double inside_convection = 5;           ///< [W/m2/K] to the vapour: free convection over some hundred kelvin
  double temperature = 293.15;            ///< [K] of all at the beginning
  double air_pressure = 101325;           ///< [Pa]
  std::optional<double> steel_heat;       ///< [J/kg/K] in place of EN 1993-1-2's
  std::optional<double> relief_pressure;  ///< [Pa] absolute
  std::optional<double> relief_area;      ///< [m2] effective; without it the relief holds its pressure
  SteelGrade steel = SteelGrade::cs360;
  Contents contents;
  int sectors = 16;  ///< of the shell around; each has its own temperatures

  double volume() const;    ///< [m3]
  double dry_area() const;  ///< [m2] of the shell (with dished ends; flat ones and roofs apart) above the liquid
  double wet_area() const;  ///< and below
  double level() const;     ///< [m] of the liquid above the vessel's lowest point
};

/// What is judged as it heats up.
struct Criterion {
  enum class Of {
    dry_temperature,       ///< [K] of the hottest sector above the liquid
    flux,                  ///< [W/m2] on any sector for `duration` [s] without a break
    flux_left,             ///< on the shell above the liquid, less what the water takes
    contents_temperature,  ///< [K]
    pressure,              ///< [Pa]
    damage,   ///< sum of dt / time_to_failure(flux that the water leaves), while that is an escalation_flux
    strength  ///< von Mises' stress over the strength that is left, at the hottest sector above the liquid
  };
  enum class Then { is_told, fails, ignites };
  std::string name;  ///< stable, snake_case
  Of of = Of::dry_temperature;
  double value = 0, duration = 0;
  Then then = Then::is_told;
  std::string text;                          ///< what happens, and whose criterion it is
  std::optional<double> contents_from = {};  ///< [K] only while the contents are as warm as this
};
/// Those that there are for such a vessel, by name. Tanks fail by steel_538, vessels by rupture; vapour_ignition and
/// auto_ignition ignite; steel_427, steel_500, escalation_flux, time_to_failure, boiling and relief_opens are told.
std::vector<Criterion> criteria_of(const VesselMake&);

struct VesselEvent {
  double time = 0;  ///< [s]
  std::string criterion, text;
  Criterion::Then then = Criterion::Then::is_told;
  double value = 0;  ///< of what was judged, in SI
};

/// What heats and cools it during a step. Fluxes [W/m2] by sector: one value stands for all of them.
struct Heating {
  std::span<const double> dry, wet;
  double air_temperature = 293.15;  ///< [K] of the air and of what else stands around
  double gas_temperature = 293.15;  ///< [K] of what flows along the outside; in a fire that of the fire
  double convection = 10;           ///< [W/m2/K] outside; of still air 5, in wind of 5 m/s about 15
  bool engulfed = false;            ///< the fire hides the surroundings
  double water = 0;                 ///< [kg/m2/s] of cooling water on the shell
  double water_share = 0.5;         ///< of it that runs down where it is needed
  double water_temperature = 288.15;
  std::optional<double> pressure = {};  ///< [Pa] that strains the shell, as measured; else that of the contents
};

/// [kg/m2/s] of L/min/m2.
inline double water_rate(double litres_per_minute) { return litres_per_minute / 60; }
/// [W/m2] that a film of `water` [kg/m2/s] takes from a wall: it is warmed to the wall's temperature, at most 100 C,
/// and boils away above that with 1000 W/m2/K (a quarter of a falling film's), as long as there is water.
double heat_into_water(double wall, double water, double water_temperature);

/// Per square metre of each sector: rho d dH/dt = a (q + s (T_a^4 - T^4)) + h (T_g - T) - q_water - q_inside; of the
/// contents: m c dT/dt = sum of q_inside; what boils or is relieved leaves with its heat of vaporisation. Heun's rule
/// with steps below 5 s, a quarter of the fastest exchange and 1 K of the shell below the liquid. The level stays where
/// it was; vapour is as warm as the liquid.
class Vessel {
 public:
  explicit Vessel(const VesselMake& make);
  Vessel(VesselMake make, std::vector<Criterion> criteria);

  void heat(const Heating&, double dt);
  void heat(double flux, double dt);  ///< the same on every sector

  const VesselMake& make() const { return make_; }
  double time() const { return time_; }                            ///< [s]
  double hottest_dry() const;                                      ///< [K]
  double hottest_wet() const;                                      ///< [K]
  double contents_temperature() const { return state_.contents; }  ///< [K]
  double pressure() const;                                         ///< [Pa] absolute
  double mass() const { return mass_; }                            ///< [kg] of liquid
  double damage() const { return damage_; }
  double strength_used() const;  ///< stress over strength, above the liquid
  bool failed() const { return failed_; }
  bool ignited() const { return ignited_; }
  const std::vector<VesselEvent>& events() const { return events_; }

  /// [J] since the beginning: absorbed (with what it gave to the air and the surroundings) = water + shell + contents +
  /// vapour.
  struct Energy {
    double absorbed = 0, water = 0, shell = 0, contents = 0, vapour = 0;
  };
  Energy energy() const;

 private:
  struct State {
    std::vector<double> dry, wet;  // [J/m2] held by the steel
    double contents = 0;           // [K]
  };
  struct Flow {
    std::vector<double> dry, wet;                  // [W/m2]
    double contents = 0, absorbed = 0, water = 0;  // [W]
    double stiffness = 0, pace = 0;                // [1/s]
  };
  double temperature_of(double held) const;
  double held_at(double temperature) const;
  Flow flow_at(const State&, const Heating&) const;
  void wall_flow(const State&, const Heating&, bool wet, Flow&) const;
  double small_step(const Heating&, double left);
  void relieve(double dt);
  void judge(const Criterion&, size_t watch, double dt);
  double judged(const Criterion&) const;
  double flux_left(const Heating&) const;
  bool boiled_dry() const { return mass_ <= 0.011 * first_mass_; }

  VesselMake make_;
  std::vector<Criterion> criteria_;
  struct Watch {
    double last = 0;
    double since = std::numeric_limits<double>::quiet_NaN();
    bool done = false;
  };
  double flux_ = 0, flux_left_ = 0;      // [W/m2] of this step
  std::optional<double> told_pressure_;  // Heating::pressure of this step
  double risen_ = 0;                     // [Pa] to which the pressure rose in this step, before vapour was let out
  std::vector<Watch> watches_;
  State state_, first_;
  double time_ = 0, mass_ = 0, first_mass_ = 0, damage_ = 0, contents_heat_ = 0;
  double absorbed_ = 0, water_ = 0, vapour_ = 0;
  bool failed_ = false, ignited_ = false;
  std::vector<VesselEvent> events_;
};

}  // namespace muster::fire
