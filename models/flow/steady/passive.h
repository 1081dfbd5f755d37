#pragma once
// Gases that go with a steady wind and change nothing of it.

#include "models/flow/steady/steady_wind.h"
#include "models/flow/steady/sweep.h"
#include "models/flow/step/sources.h"

#include <cstdint>
#include <vector>

namespace muster::flow {

/// Air that stays as it is.
struct Still {
  double temperature = 288.15;                     ///< [K]
  double pressure = substance::standard_pressure;  ///< [Pa]
  double faster = 1;                               ///< times the velocity and the mixing of the stored wind
  double share = 0.9;                              ///< of a cell's air that may flow out of it in a step
};

/// A box of cells, `high` excluded.
struct Part {
  std::array<int, 3> low{}, high{};
  bool empty() const { return high[0] <= low[0]; }
};

/// d c_s/dt + div(u c_s) = div(K grad c_s) + sources, c_s [kg/m3], u and K of a steady wind; through the sides clean
/// air comes in. One direction after the other (x, y, z, then z, y, x), each bringing air along with gas, so that what
/// is even stays even and nothing swells (Easter 1993, Clappier 1998); in each the gas is carried explicitly and mixed
/// implicitly. Where no gas is, nothing is computed, and steps are those of the cells that have some.
class Passive {
 public:
  /// Aborts where a side is periodic.
  Passive(Grid, const Sides&, SteadyWind, Mixture, const Still&);

  /// What they give besides gas (air, heat, momentum) counts for nothing.
  void add(Source);
  /// The source that was added as the `index`-th gives nothing from `time` [s] on.
  void end(size_t index, double time);
  /// All of a gas is gone. [kg]
  double take_away(size_t gas);
  /// One step, not beyond `until` [s]; its length [s].
  double step(double until);

  double time() const { return time_; }
  int64_t steps() const { return steps_; }
  /// Cells computed, all steps together.
  double cell_steps() const { return cell_steps_; }
  /// Volume fraction of a gas in a cell: its partial pressure over that of the air, at most 1.
  double volume_fraction(ptrdiff_t cell, size_t gas) const;
  double temperature() const { return still_.temperature; }
  const Field& density(size_t gas) const { return density_[gas]; }  ///< [kg/m3] of a gas in the air
  Field& density(size_t gas) { return density_[gas]; }              ///< to set a start; begin() after
  /// After a start was set by hand.
  void begin();
  /// [kg] of each gas: in the box, given so far, gone through the sides.
  std::vector<double> masses() const;
  const std::vector<double>& given() const { return given_; }
  const std::vector<double>& gone() const { return gone_; }
  uint64_t hash() const;
  size_t bytes() const;

 private:
  struct Strip;
  void clean_wind();
  double longest_step(double until);
  void emit(double until);
  void sweep(int axis, bool first, double dt);
  void bundle(const Strip&, double dt, Lines&, double* gone);

  Grid grid_;
  Sides sides_;
  SteadyWind wind_;
  Mixture mixture_;
  Still still_;
  Field rate_;   ///< [1/s] share of a cell's air that flows out of it
  Field mixes_;  ///< [1/s] largest K / d^2 of its faces
  Field air_;    ///< volume of air over that of the cell, between the directions
  std::vector<Field> density_;
  std::vector<Source> sources_;
  std::vector<double> given_, gone_;
  Part part_;  ///< where there is gas, and a margin
  double time_ = 0, cell_steps_ = 0;
  int64_t steps_ = 0;
};

}  // namespace muster::flow
