#pragma once
// Measurements of air flows that checks compare with: small tables, each with its source.

#include <span>

namespace muster::sim::verify {

/// A point beside, above or behind a cube of edge H = 25 mm on the floor of a channel 2 H high: lengths in H from the
/// middle of its front foot; along the channel, across it, up.
struct CubePoint {
  double x, y, z;
  double u;           ///< [m/s] mean velocity along the channel
  double uu, ww, uw;  ///< [m2/s2] variance along the channel, upwards, and their covariance
};

/// Martinuzzi and Tropea (1993), J. Fluids Eng. 115, 85: ERCOFTAC classic case 6.3, every second or third of the
/// heights of its twelve stations.
std::span<const CubePoint> cube_points();
/// [H] measured length of the separated flow behind the cube on the centre line (the same paper).
inline constexpr double cube_reattachment = 1.61;

/// A point of a plume that rises from a disc of 1 m.
struct PlumePoint {
  double height, radius;  ///< [m] above the disc, from its axis; negative: the other side
  double w;               ///< [m/s] mean upwards
  double y;               ///< mean mass fraction of helium alone, weighted by density
  double w_rms, y_rms;    ///< standard deviations
};

/// O'Hern, Weckman, Gerhart, Tieszen, Schefer (2005), J. Fluid Mech. 544, 143: helium with 1.7 % acetone and 1.9 %
/// oxygen; every sixth of the places in the experimental data of FDS (github.com/firemodels/exp, Sandia_Plumes), NIST.
/// Their "Y He" is helium alone, 0.7075 of what comes out, as the workshop MaCFP compares it
/// (github.com/MaCFP/macfp-db, Buoyant_Plumes): were it all that comes out, less would pass each height than comes out.
std::span<const PlumePoint> helium_plume();
/// [1/s] how often it puffs: 1.37 with a spread of 0.1 (the same paper).
inline constexpr double helium_puffing = 1.37;

}  // namespace muster::sim::verify
