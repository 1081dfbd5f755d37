#pragma once
// A leak as a user describes it.

#include "models/release/fluid/ambient.h"
#include "models/release/orifice/expansion.h"
#include "models/release/pipe/opening.h"
#include "models/release/pool/ground.h"
#include "models/release/rain_out.h"
#include "models/release/vessel/vessel.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster::release {

/// Plain inputs; SI. What is empty takes the value that its comment says.
struct Leak {
  enum class Source : uint8_t { hole, pipe, relief_valve, spill, instantaneous, series };
  enum class Phase : uint8_t { automatic, liquid, gas };
  enum class Direction : uint8_t { downwind, upwind, crosswind, up, down };

  Source source = Source::hole;
  double height = 0;  ///< [m] of the leak above the ground
  Direction direction = Direction::downwind;
  double duration = 3600;  ///< [s] until which the leak is followed

  // What is stored.
  Phase phase = Phase::automatic;     ///< by pressure: liquid at and above the vapour pressure
  std::optional<double> temperature;  ///< [K]; that of the air, of spills at most the boiling point
  std::optional<double> pressure;     ///< [Pa]; of liquefied gases the vapour pressure, else ambient
  std::optional<double> mass;         ///< [kg] that can leave; without a tank: at constant conditions

  // The tank; without one (no volume) conditions stay as they are.
  std::optional<Shape::Kind> tank;
  std::optional<double> tank_volume;    ///< [m3] of a sphere, or with the diameter a cylinder's length follows
  std::optional<double> tank_diameter;  ///< [m]
  std::optional<double> tank_length;    ///< [m]
  std::optional<double> tank_base;      ///< [m2] of a box
  std::optional<double> fill;           ///< share of the volume that is liquid; 0.8 where nothing says how much
  std::optional<Vessel::Head> head;     ///< closed where the liquid boils or stands under pressure, else vented
  Vessel::Wall wall = Vessel::Wall::adiabatic;
  double wall_coefficient = 10;         ///< [W/m2/K]
  std::optional<double> wall_capacity;  ///< [J/K]; none: the wall keeps its temperature
  double heat_input = 0;                ///< [W]

  // The opening.
  std::optional<double> hole_diameter;  ///< [m]; of a pipe: its full bore
  double hole_height = 0;               ///< [m] above the lowest point of the tank
  std::optional<double> discharge_coefficient;
  double wall_thickness = 0;  ///< [m] length of the hole
  TwoPhase two_phase = TwoPhase::automatic;
  Nozzle nozzle = Nozzle::yuceil_otugen;
  double pipe_length = 0;               ///< [m]
  std::optional<double> pipe_diameter;  ///< [m]
  double pipe_roughness = 4.6e-5;
  double pipe_losses = 0.5;
  std::optional<double> relief_pressure;  ///< [Pa] absolute
  std::optional<double> valve_shuts;      ///< [s]
  double valve_takes = 0;                 ///< [s]

  // Rain-out and pool.
  RainOut rain_out = RainOut::de_vaull_king;
  std::optional<double> rain_out_share;  ///< of the whole jet, instead of the rule
  Surface surface = Surface::concrete;
  std::optional<double> ground_temperature;  ///< [K]; as the air
  std::optional<double> bund_area;           ///< [m2]
  double bund_height = 0;                    ///< [m]; 0: high enough
  std::optional<double> pool_area;           ///< [m2] the pool covers it from the start
  std::optional<double> smallest_depth;      ///< [m] instead of the surface's

  // Known rates.
  std::optional<double> rate;                 ///< [kg/s] of a spill
  std::vector<std::array<double, 2>> series;  ///< [s], [kg/s] from there until the next; ends with rate 0 or `duration`
  double liquid_fraction = 0;                 ///< of a series, airborne
  double speed = 0;                           ///< [m/s] of a series' jet
  double area = 0;                            ///< [m2] of a series' jet
};

/// A mistake of the user: the key as case files name it, and what must hold.
struct Problem {
  std::string key, text;
};

/// Everything that the program cannot honour; empty: `release` can be called.
std::vector<Problem> problems(const Leak&, const substance::Substance&, const Ambient&);

/// What follows from the inputs where they leave it open. Holds only where `problems` found none.
struct Stored {
  bool liquid = false;           ///< the container holds liquid
  bool vapour = false;           ///< the leak is in the vapour above it
  double temperature = 0;        ///< [K]
  double pressure = 0;           ///< [Pa]
  std::optional<Vessel> vessel;  ///< none: conditions stay
  Opening opening;
};
Stored stored(const Leak&, const substance::Substance&, const Ambient&);

}  // namespace muster::release
