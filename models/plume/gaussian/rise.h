#pragma once
// How high a plume rises by its heat and its momentum (Briggs, as in ISC3), and what a stack's wake draws down.

#include "models/plume/atmosphere/stability.h"

namespace muster::plume {

/// An upright opening.
struct Stack {
  double diameter = 1;              ///< d [m]
  double speed = 0;                 ///< v_s [m/s], upwards
  double density_ratio = 1;         ///< of what leaves to the air: T_a / T_s of hot air
  double air_temperature = 288.15;  ///< T_a [K]
};

/// [m] negative: 2 d (v_s / u - 1.5) below 1.5 u, otherwise 0 (Briggs 1974, as in ISC3).
double stack_tip_downwash(const Stack&, double wind);

/// Rise by distance. Where ISC3 and a public code differ, ISC3 (models/plume/README.md).
class PlumeRise {
 public:
  /// `gradient` d theta / dz [K/m] of stable air; without it 0.020 (E) and 0.035 (F).
  PlumeRise(const Stack&, double wind, Stability, double gradient = 0);

  double at(double x) const;                                 ///< [m] x downwind [m]
  double final_rise() const { return final_rise_; }          ///< [m]
  double final_distance() const { return final_distance_; }  ///< x_f [m]
  double buoyancy_flux() const { return buoyancy_flux_; }    ///< F_b [m4/s3]
  double momentum_flux() const { return momentum_flux_; }    ///< F_m [m4/s2]
  bool buoyant() const { return buoyant_; }

 private:
  void neutral(const Stack&, double temperature_excess, double exit_temperature);
  void in_stable_air(const Stack&, double temperature_excess, double exit_temperature);

  double wind_, stratification_ = 0;  // s [1/s2]; 0: not stable
  double buoyancy_flux_, momentum_flux_, jet_entrainment_;
  double final_rise_ = 0, final_distance_ = 0;
  bool buoyant_ = false;
};

}  // namespace muster::plume
