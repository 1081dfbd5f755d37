#pragma once
// Measurements of fires that checks compare with: small tables, each with its source. As compiled in the experimental
// data and validation inputs of FDS (github.com/firemodels/exp), NIST.

#include <span>

namespace muster::sim::verify {

/// A quasi-steady period of one of three fires of LNG in a bund of 35 m at Montoir (Nedelka, Moorhouse, Tucker, 1990).
struct LngPoolPeriod {
  const char* test;
  int period;
  double rate;             ///< m'' [kg/m2/s]
  double wind, wind_from;  ///< [m/s] at 9 m; [deg] clockwise from north
  double temperature;      ///< [C]
  double humidity;         ///< [%]
  double pressure;         ///< [Pa]
  double length, tilt;     ///< [m]; [deg] from the vertical
  double drag;             ///< D' / D
};
std::span<const LngPoolPeriod> lng_pool_periods();

/// Flux of a wide-angle gauge 1 m above the ground that faces the pool's axis.
struct LngPoolGauge {
  int period;      ///< index into lng_pool_periods()
  double azimuth;  ///< [deg] clockwise from north, as seen from the pool
  double range;    ///< [m] from its middle
  double flux;     ///< [kW/m2]
};
std::span<const LngPoolGauge> lng_pool_gauges();

/// LNG in trenches with the wind across (British Gas and Gas Research Institute 1982-83: Croce, Mudan, Moorhouse).
struct LngTrench {
  const char* test;
  double length, width;  ///< [m]
  double wind;           ///< [m/s] at 9 m
  double rate;           ///< m'' [kg/m2/s]
  double temperature;    ///< [C]
  double pressure;       ///< [Pa]
  double humidity;       ///< [%]
  double tilt, drag;     ///< [deg]; dragged extent over the width, D' / W
  double flame_length;   ///< [m] mean
};
std::span<const LngTrench> lng_trenches();

/// Flux of a gauge 1.5 m above the ground that faces the trench's middle.
struct LngTrenchGauge {
  int trench;       ///< index into lng_trenches()
  int side;         ///< -1 upwind, 0 along the trench, 1 downwind
  double distance;  ///< [m] from the middle
  double flux;      ///< [kW/m2]
};
std::span<const LngTrenchGauge> lng_trench_gauges();

/// Horizontal jets of natural gas at about 60 bar onto a pipe of 0.9 m (Lowesmith and others 2012). The jet points
/// along x at 3.25 m; the pipe lies at x = 0.
struct GasJet {
  const char* test;
  double hole;              ///< [mm]
  double rate;              ///< [kg/s]
  double heat_release;      ///< [MW]
  double wind, wind_from;   ///< [m/s] at 10.85 m; [deg] clockwise from y
  double nozzle;            ///< [m] from the pipe
  double length;            ///< [m] of the flame
  double radiant_fraction;  ///< [%]
};
std::span<const GasJet> gas_jets();

/// Flux of a gauge 1 m above the ground that faces the jet's plane y = 0.
struct GasJetGauge {
  int jet;      ///< index into gas_jets()
  double x, y;  ///< [m]
  double flux;  ///< [kW/m2]
};
std::span<const GasJetGauge> gas_jet_gauges();

}  // namespace muster::sim::verify
