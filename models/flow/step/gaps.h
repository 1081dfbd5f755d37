#pragma once
// Leaks of the building: air that goes through what is shut, by gaps much smaller than cells.

#include "models/flow/obstacles/obstacles.h"
#include "models/flow/pressure/zones.h"
#include "models/flow/transport/state.h"

#include <array>
#include <iosfwd>
#include <span>
#include <vector>

namespace muster::flow {

/// [m2] of leakage per m2 of what encloses sealed parts; doors have their own (`Shutter::leakage`).
struct Leakage {
  double walls = 0;
  double floors = 0;  ///< and ceilings
};

/// Every gap joins two cells, through a wall of up to a metre. Through each goes C_d A sqrt(2 |dp| / rho) [m3/s] of the
/// air of the side with the higher pressure and all that is in it; C_d 0.6, of a sharp-edged opening (NFPA 92). dp is
/// the difference of the pressures of the sealed parts (0: what hangs together with the open sides) and of the flow's
/// own pressure at both cells, so that smoke goes out above and air comes in below. Below 0.1 Pa the flow is linear.
class Gaps {
 public:
  Gaps() = default;
  /// At a time [s]: of doors that are shut, and of walls, floors and ceilings of sealed parts, each face of cells by
  /// its area. Ground, sides of the box and solids thicker than a metre are tight. What gaps of `before` felt goes on.
  Gaps(const Grid&, const Obstacles&, double time, const std::vector<uint8_t>& closed, const Zones&, const Leakage&,
       const Gaps& before);

  bool empty() const { return gaps_.empty(); }
  /// [m2] of all gaps between a sealed part, by its number, and anything else.
  double area(size_t zone) const;
  /// The flow's own pressure [Pa] has acted for `dt` [s]: gaps go by its mean over the last second, or they and the air
  /// that they set in motion would swing.
  void feel(const Grid&, const Field& pressure, const Zones&, double dt);
  /// What goes through them in `dt` [s] goes from cell to cell. Implicit in the pressures of sealed parts, which the
  /// zones have as they were without it; the caller finds the new ones. `outside` [Pa] of the air around. Returns how
  /// many cells held less than was to go.
  int64_t exchange(const Grid&, const Mixture&, const Zones&, double outside, double dt, Scalars&);
  /// [1/s] largest flow through a gap at the last exchange, in volumes of its cells.
  double rate() const { return rate_; }

  /// What they keep from step to step.
  std::span<const double> felt() const { return felt_; }
  void save(std::ostream&) const;
  bool load(std::istream&);

 private:
  struct Cell {
    ptrdiff_t at = 0;
    int32_t plane = 0, zone = -1;  ///< -1: of no sealed part
  };
  struct Gap {
    Cell low, high;
    double area = 0;    ///< [m2]
    uint64_t face = 0;  ///< which it belongs to
  };
  class Finder;

  std::vector<double> relax(const Zones&, double outside, double dt,
                            const std::vector<std::array<double, 2>>& densities) const;

  std::vector<Gap> gaps_;
  std::vector<double> felt_;  ///< [Pa] of the flow's own pressure, low less high
  double rate_ = 0;
};

}  // namespace muster::flow
