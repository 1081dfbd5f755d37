#pragma once
// What crosses the cloud's surface: entrained air, friction, heat from the ground.

#include "models/plume/dense/layer.h"
#include "models/plume/dense/mixture.h"

namespace muster::plume::dense {

/// Which published model is computed.
enum class Variant {
  muster,  ///< as models/plume/dense/README.md says
  slab     ///< Ermak (1990), for comparison with published results of SLAB
};

/// The cloud at one place, averaged over its cross section.
struct Section {
  double speed = 0;  ///< [m/s] of the cloud
  double density = 0, temperature = 0, heat = 0;
  double half_width = 0, depth = 0;  ///< [m]
  double half_length = 0;            ///< [m] of a puff; 0: a plume
  double top = 0;                    ///< [m] above the ground
  double centre = 0;                 ///< [m] Z_c
  double spreading = 0;              ///< [m/s] of the edge, crosswind, by gravity
  double stretching = 0;             ///< [m/s] of the ends of a puff, along the wind, by gravity
  double sinking = 0;                ///< [m/s] W_c, positive upwards
  double injection = 0;              ///< [m/s] of vapour from the pool below
  bool lofted = false;
};

/// Rates for a half (plume) or quarter (puff) cloud, per metre along the wind or per whole puff.
struct Exchange {
  double sideways = 0;    ///< [m/s] v_e
  double upwards = 0;     ///< [m/s] w_e
  double along = 0;       ///< [m/s] v_x
  double air_speed = 0;   ///< [m/s] mean wind over the cloud's depth
  double drag = 0;        ///< [N/m] or [N] f_u
  double drag_side = 0;   ///< f_v
  double drag_along = 0;  ///< f_ug
  double drag_up = 0;     ///< f_w
  double warming = 0;     ///< [W/m] or [W] f_T
};

/// Constants of one cloud.
struct Surroundings {
  const Mixture* mixture = nullptr;
  const Layer* layer = nullptr;
  Variant variant = Variant::muster;
  double ground_temperature = 0;  ///< [K]
  double lateral_speed = 0;       ///< crosswind spreading speed / wind speed, at 10 s
  double reference_speed = 0;     ///< [m/s] wind at 4 m

  Surroundings(const Mixture&, const Layer&, Variant, double ground_temperature);
};

/// Growth rate of the crosswind standard deviation by turbulence seen over t [s] / distance: 0.08 ((t + 10 e^(-t/10)) /
/// 900)^0.2 (Ermak 1990, after the 15-minute curves).
double lateral_spreading(double t);
/// Factor of stability on it: 1 / (1 + 10 r / L) stable, 1 - 10 r / L unstable.
double lateral_stability(const Layer&);
/// [m2] that wandering adds to the variance across the wind within `averaging` [s], after `way` [m]; `stability` as
/// lateral_stability().
double meander(double way, double averaging, double stability);

Exchange exchange(const Surroundings&, const Section&);

}  // namespace muster::plume::dense
