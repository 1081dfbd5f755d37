#pragma once
// The air of a box in time.

#include "models/flow/boundary/drag.h"
#include "models/flow/boundary/eddies.h"
#include "models/flow/boundary/fill.h"
#include "models/flow/momentum/momentum.h"
#include "models/flow/obstacles/obstacles.h"
#include "models/flow/pressure/pressure.h"
#include "models/flow/step/fans.h"
#include "models/flow/step/gaps.h"
#include "models/flow/step/porous.h"
#include "models/flow/step/report.h"
#include "models/flow/step/sources.h"
#include "models/flow/step/weather.h"
#include "models/flow/transport/advance.h"

#include <functional>
#include <iosfwd>
#include <optional>
#include <span>
#include <vector>

namespace muster::flow {

struct Fastest;

struct FlowSettings : Outside {
  Sides sides;
  Mixture mixture;  ///< at least one released gas; its air nowhere outside above saturation
  double pressure = substance::standard_pressure;  ///< [Pa] of the surroundings
  double unrest = 0;  ///< [m/s] standard deviation of random velocities at the start: no air is as still as a plume
                      ///< needs to stay symmetric, with cells for its only disturbance
  Roughness roughness;
  Leakage leakage;         ///< of what encloses sealed parts
  double ground_heat = 0;  ///< [W/m2] that the ground gives besides
  /// What the wind becomes, by time. Upright sides then go by it, whatever they are: turn().
  std::vector<Change> changes;
  std::vector<Porous> porous;
  double gravity = substance::gravity;
  double vreman = 0.042;  ///< c of the eddy viscosity (momentum/); 0: none
  Mixing mixing;
  PressureSettings solver;
  double courant = 0.5;  ///< share of a cell's air that may flow out of it in a step, 0 to 1; of cells with gas a half
  double longest_step = 1;           ///< [s]
  std::optional<double> fixed_step;  ///< [s] for comparisons
  /// [m/s2] added to the velocity at a face: axis, x, y, z, t. For manufactured solutions.
  std::function<double(int, double, double, double, double)> force;
};

/// Memory of a run before it is there [byte].
size_t memory_needed(const Grid&, size_t gases);

/// Low-Mach large-eddy simulation of air and what is in it. Velocities live at the times of the steps, density,
/// composition and heat half a step before: each carries the other from the middle of its step.
class Flow {
 public:
  Flow(Grid, FlowSettings, Obstacles);
  Flow(const Flow&) = delete;
  Flow& operator=(const Flow&) = delete;

  /// Its emission has a rate for each released gas and for air, none below 0.
  void add(Source);
  /// Its flow is nowhere below 0.
  void add(Fan);
  /// The fan that was added as the `index`-th goes on by another course, which is the same up to now.
  void set_course(size_t index, std::vector<std::array<double, 2>> course);
  /// The source that was added as the `index`-th gives nothing from `time` [s] on, which is not before time().
  void end(size_t index, double time);

  /// All of a released gas is gone; air as warm as it was takes its place. [kg] Works on what holds none too.
  double take_away(size_t gas);

  /// The `index`-th door of the obstacles opens or shuts now, whatever it was to do later.
  void move_door(size_t index, bool open);

  /// One step, as long as the Courant number lets it be and not beyond `until` [s].
  StepReport step(double until = 1e30);

  const Grid& grid() const { return grid_; }
  const FlowSettings& settings() const { return settings_; }
  double time() const { return time_; }
  const Velocity& velocity() const { return velocity_; }
  const Scalars& scalars() const { return scalars_; }
  /// mu [Pa s] of cells, molecular and of the eddies, that the last step began with.
  const Field& viscosity() const { return viscosity_; }
  const std::vector<uint8_t>& closed() const { return closed_; }
  const Zones& zones() const { return zones_; }
  const Gaps& gaps() const { return gaps_; }
  const Phases& phases() const { return phases_; }
  Velocity& velocity() { return velocity_; }  ///< to set a start; begin() after
  Scalars& scalars() { return scalars_; }     ///< likewise; rho is made to fit
  /// After a start was set by hand.
  void begin(double time = 0);

  bool is_solid(ptrdiff_t cell) const { return (closed_[static_cast<size_t>(cell)] & solid) != 0; }
  /// [K] in a cell.
  double temperature(ptrdiff_t cell) const { return state_of(scalars_, cell).temperature; }
  /// [kg/kg] of what a cell holds that is drops.
  double drops(ptrdiff_t cell) const { return state_of(scalars_, cell).drops; }
  /// [kg/kg] of what a cell holds that is water of the air which has condensed.
  double fog(ptrdiff_t cell) const { return state_of(scalars_, cell).fog; }
  /// Volume fraction of a gas in a cell.
  double volume_fraction(ptrdiff_t cell, size_t gas) const;
  /// [kg] of each gas in the box, then of all.
  std::vector<double> masses() const;
  /// [kg] of each gas that sources and supplies have given up to the time of the scalars, half a step before, of air
  /// last.
  const std::vector<double>& given() const { return given_; }
  /// [kg] of each gas that a fan has taken out up to then, of air last; of other than extractions 0. Fans are counted
  /// as they were added.
  std::span<const double> taken(size_t fan) const { return taken_[fan]; }
  /// Largest |velocity| through closed faces [m/s]: exactly 0.
  double through_solids() const;

  /// Of all fields, the pressures of sealed parts and what their gaps feel: equal where the bits are.
  uint64_t hash() const;
  void save(std::ostream&) const;
  /// Of the same grid, settings, obstacles, sources and fans; false: the stream holds something else.
  bool load(std::istream&);
  size_t bytes() const;  ///< that the fields take

 private:
  Surroundings outside(size_t begun) const;
  void look_at_moisture(const Surroundings&) const;
  void follow_weather();
  /// [s] Doors move at a step that ends so near to their time: sums of decimal fractions differ by less.
  static constexpr double same_moment = 1e-7;

  Beyond beyond() const { return {grid_, settings_.sides, air_, gusts_, closed_}; }
  void disturb();
  void settle();
  void swap_stage();
  void project(double dt, StepReport&);
  void open_and_shut(double later = same_moment);
  void wrap_solids();
  void still();
  double choose_step(const Fastest&) const;
  void transport(double from, double dt, StepReport&);
  void run_fans(double from, double dt, double take, double count, const Field& density, Scalars& into, StepReport&);
  void ground_fluxes(double dt, double take, Scalars& into) const;
  void seal();
  void leak(double dt, StepReport&);
  void make_right_side(double dt, StepReport&);
  void push(double dt);
  void force(double dt);
  void correct(double dt);
  void blow();
  void clear_solids(Field&, int j, int k) const;
  Mixture::State state_of(const Scalars&, ptrdiff_t cell) const;
  std::vector<const Field*> kept() const;

  Grid grid_;
  FlowSettings settings_;
  Obstacles obstacles_;
  std::vector<uint8_t> closed_;
  std::vector<Run> solids_;            ///< runs of solid cells
  std::vector<size_t> solids_of_row_;  ///< first run of each row, ny * nz + 1
  double next_door_ = 0;
  Surroundings air_;
  std::array<Gusts, 6> gusts_;
  std::array<Eddies, 4> eddies_, eddies_after_;  ///< of the wind before the last change that has begun, and after it
  size_t begun_ = 0;                             ///< changes
  double changed_ = 1;                           ///< share of the last of them that is complete
  std::optional<double> ground_;                 ///< [K] now
  Background background_;
  Zones zones_;
  Gaps gaps_;
  Drag drag_;
  PorousDrag porous_;
  Pressure solver_;
  std::vector<Source> sources_;
  std::vector<double> given_;
  std::vector<Fan> fans_;
  std::vector<std::vector<double>> taken_;

  Velocity velocity_, next_, forces_, beta_;
  Scalars scalars_, stage_;
  Field viscosity_, pressure_, rhs_;
  Field expansion_;  ///< [1/s] sum of past mismatches over their steps
  double time_ = 0, dt_before_ = 0;
  int64_t steps_ = 0;
  Phases phases_;
};

}  // namespace muster::flow
