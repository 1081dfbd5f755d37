#pragma once
// The pressure that makes the velocity meet its divergence: multigrid, within conjugate gradients where that is needed.

#include "models/flow/boundary/sides.h"
#include "models/flow/grid/grid.h"
#include "models/flow/pressure/coarsest.h"
#include "models/flow/pressure/level.h"
#include "models/flow/pressure/rooms.h"
#include "models/flow/pressure/zones.h"

#include <span>
#include <vector>

namespace muster::flow {

/// How hard to solve.
struct PressureSettings {
  int cycles = 2;           ///< V-cycles of each step before the residual is looked at, 1 to 20
  double tolerance = 2e-5;  ///< rms of the divergence that is left, times the step
  int most = 40;            ///< iterations of conjugate gradients at most
};

/// What a solution took.
struct PressureReport {
  int cycles = 0, iterations = 0;  ///< V-cycles alone; conjugate gradients with one V-cycle each
  double residual = 0;             ///< rms over the air of what is left, divided by what a divergence of 1 / dt is
  bool converged = true;
};

/// div (beta grad p) = rhs over the cells of a grid: beta = 1 / rho on faces, 0 where a face is closed, so that no flow
/// passes it whatever the residual. On coarse grids a face has the mean of its four fine faces, and what walls part
/// stays apart (Rooms); corrections are interpolated linearly and never across a closed face.
class Pressure {
 public:
  Pressure() = default;
  Pressure(const Grid&, const Sides&);

  /// After faces were closed or opened.
  void reshape() { reshaped_ = true; }
  /// Sets up the coarse grids for new densities.
  void refresh(const Velocity& beta);
  /// `p`: the first guess, then the solution; `rhs` [cell volume times 1/s2] is lost where conjugate gradients are
  /// needed. `scratch`: three fields that are free. `scale`: rhs of a divergence of 1 / dt in one m3.
  PressureReport solve(Field& p, Field& rhs, std::span<Field* const> scratch, const Zones& closed, double scale,
                       const PressureSettings&);

  size_t bytes() const;

 private:
  void cycle(size_t level);
  void relax(size_t level, bool black_first);
  double residual(const Field& p, const Field& rhs, Field* out) const;
  size_t cells_of_air() const;
  void multiply(const Field& in, Field& out) const;
  void conjugate(Field& p, Field& rhs, std::span<Field* const> scratch, const Zones& closed, double scale,
                 const PressureSettings&, PressureReport&);

  std::vector<Level> levels_;
  std::vector<Rooms> rooms_;  ///< of the levels; empty: no cell is parted
  Coarsest coarsest_;
  Field wanted_;                            ///< right side that conjugate gradients go for; empty before
  double air_ = 0;                          ///< cells that a face is open to
  size_t last_ = 0;                         ///< the coarsest level that is used
  bool reshaped_ = true, exactly_ = false;  ///< exactly: the last level is solved, not swept
};

}  // namespace muster::flow
