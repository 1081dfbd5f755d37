#pragma once
// Measurements that checks compare with: small tables, each with its source.

#include <array>
#include <span>
#include <utility>

namespace muster::sim::verify {

/// Flow [1/s] through a bottleneck of some width [m]; several runs of one width stand beside one another.
struct BottleneckFlow {
  double width, flow;
};
/// Seyfried, Passon, Steffen, Boltes, Rupprecht, Klingsch: New insights into pedestrian flow through bottlenecks,
/// Transportation Science 43 (2009) 395-406.
std::span<const BottleneckFlow> seyfried_2009();
/// Kretz, Gruenebohm, Schreckenberg: Experimental study of pedestrian flow through a bottleneck, J. Stat. Mech. (2006)
/// P10014.
std::span<const BottleneckFlow> kretz_2006();

/// Speeds [m/s] in a bin of densities [1/m2] of a corridor 1.8 m wide: smallest, 10 %, median, 90 %, largest.
struct SpeedBin {
  double density;
  int samples;
  double least, low, median, high, most;
};
/// Closed corridor of 1.8 m, 15 to 230 people (experiment ug-180, Hermes project 2009, Pedestrian Dynamics Data Archive
/// of Forschungszentrum Juelich), binned by 0.25 /m2.
std::span<const SpeedBin> closed_corridor();

/// Open corridor of 1.8 m (experiment uo, below): people and mean speed in 1.8 m x 2 m once a second during the middle
/// half of the crossings of all eight runs, binned by 0.25 /m2; bins of fewer than five samples left out.
std::span<const SpeedBin> open_corridor_samples();

/// A steady state of the open corridor.
struct CorridorState {
  const char* run;        ///< widths of entrance, corridor and exit gate [cm]
  double entrance, exit;  ///< [m] widths of the gates
  int people;
  double density;  ///< [1/m2] in 1.8 m x 2 m before the exit gate's end of the filmed part
  double flow;     ///< [1/(m s)] specific flow
  double speed() const { return flow / density; }
};
/// Open corridor of 1.8 m (experiment uo, Hermes project 2009, the same archive): means over the middle half of the
/// crossings, computed from the trajectories.
std::span<const CorridorState> open_corridor();
/// Free speed of that experiment's population (students), mean and standard deviation [m/s].
inline constexpr double laboratory_speed = 1.5, laboratory_spread = 0.18;

/// Speed-density band in single file: density [1/m], speeds at 10, 50 and 90 % [m/s].
struct SingleFileBand {
  double density, low, median, high;
};
/// RiMEA 4.1.1 (2025), test 16, reference percentiles, up to 3.5 /m.
std::span<const SingleFileBand> single_file_band();

/// Weidmann, Transporttechnik der Fussgaenger, ETH Zuerich IVT 90 (1993): speed [m/s] at a density [1/m2].
double weidmann_speed(double density);

/// Linear between the points of a table of pairs (x ascending), the end values beyond.
double interpolated(std::span<const std::pair<double, double>> table, double x);

}  // namespace muster::sim::verify
