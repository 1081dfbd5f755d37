#pragma once
// Turbulence that comes in with the wind: synthetic eddies.

#include "models/flow/boundary/fill.h"

#include <cstdint>

namespace muster::flow {

/// Standard deviations and size of the eddies; mean u'w' = -u*^2.
struct Turbulence {
  double friction_velocity = 0;  ///< [m/s] 0: a calm inflow
  double length = 5;             ///< [m] of the eddies, half of their width; at least the width of two cells is taken
  uint64_t seed = 1;
  /// Standard deviations over u* along, across and up: of a neutral surface layer (Panofsky and Dutton 1984; ESDU 85020
  /// has 2.5, 1.9, 1.3).
  std::array<double, 3> deviation = {2.4, 1.9, 1.25};
};

/// Eddies in a box around one inflow side (Jarrin, Benhamadouche, Laurence, Prosser 2006, doi
/// 10.1016/j.ijheatfluidflow.2006.02.006): each drifts through the side with the speed of its mean wind, brings
/// a_ij e_j f(x - x_k) / sqrt(N), and is born again elsewhere when it has passed. All draws are pure functions of
/// (seed, eddy, birth): the same on any number of threads and after a restart.
class Eddies {
 public:
  Eddies() = default;
  /// `side` as Sides has them; one of the four upright ones.
  Eddies(const Grid&, size_t side, const Surroundings&, const Turbulence&);

  /// Where they are at a time [s], and what they bring.
  void gusts(double time, Gusts&) const;
  /// Adds to the velocity in the box what they would have brought had the wind blown long before (Taylor's frozen
  /// turbulence): what came in through this side t ago stands where the mean wind has carried it. `beside`: the eddies
  /// of another side, which fill what came in through that, or null.
  void fill(Velocity&, const std::array<bool, 3>& periodic, const Eddies* beside) const;
  size_t count() const { return count_; }

 private:
  struct Eddy {
    double depth, across, height;  ///< [m] from the side, along it, up from the bottom
    std::array<float, 3> sign;
  };
  Eddy eddy(size_t number, double time) const;

  Grid grid_;
  size_t side_ = 0, count_ = 0;
  double ago(int i, int j) const;
  double drift_ = 0;                ///< [m/s] inwards: the speed of the wind
  double through_ = 0, along_ = 0;  ///< [m/s] its mean inwards, and along the side in the model's axis
  double length_ = 0, width_ = 0, height_ = 0;
  Turbulence turbulence_;
};

}  // namespace muster::flow
