#pragma once
// What people ask of a cloud, of any model: how far, how wide, how much, when, how bad.

#include "models/plume/cloud.h"

#include <limits>
#include <optional>
#include <vector>

namespace muster::plume {

/// Where and how finely is searched.
struct Search {
  double height = 1.5;  ///< z [m]: what people breathe
  double nearest = 1;   ///< [m] from the source; above 0
  double farthest = 0;  ///< [m]; 0: as far as the model holds
  int stations = 160;   ///< along the wind, evenly in the logarithm of x; at least 3
};

/// [s] Times at which something may have changed: close after each event of the cloud, later ever wider apart, each
/// 3 % (`ratio`) of the time since. One time where the cloud is steady.
std::vector<double> sample_times(const Cloud&, double ratio = 1.03);

/// The largest concentration that each place sees, and when. Between samples of time a peak is found by golden section.
struct Peak {
  double fraction = 0, time = 0;
};
std::vector<Peak> peaks(const Cloud&, std::span<const Vec3> points);

/// The places at one height where a concentration is ever reached.
struct Footprint {
  bool reached = false;
  bool beyond = false;        ///< it reaches farther than was searched
  double distance = 0;        ///< [m] the farthest of them from the source, in any direction
  double time = 0;            ///< [s] when that place has its peak
  double width = 0;           ///< [m] largest, across
  double area = 0;            ///< [m2]
  std::vector<Vec2> outline;  ///< [m] anticlockwise; of clouds along x
};
/// Of `fraction` above 0. The source's place itself (x < `nearest`) does not count.
Footprint footprint(const Cloud&, double fraction, const Search& search = {});
/// Of several at once, in their order: what is slow is done once.
std::vector<Footprint> footprints(const Cloud&, std::span<const double> fractions, const Search& search = {});

/// [kg] of the substance where its volume fraction lies in [lower, upper] at one time. Volume fraction to mass by
/// `molar_mass` [kg/mol] and `molar_volume` R T / p [m3/mol] of the mixed cloud. Within about 2 %. Of clouds along x.
double mass_between(const Cloud&, double lower, double upper, double time, double molar_mass, double molar_volume,
                    const Search& search = {});
/// The largest over time, and when.
Peak most_mass_between(const Cloud&, double lower, double upper, double molar_mass, double molar_volume,
                       const Search& search = {});

/// Points of an arc about the source, `angle` [rad] to each side of the wind; of a grid in the plane of one height, row
/// by row from the least y.
std::vector<Vec3> arc(double radius, double height, double angle, int count);
std::vector<Vec3> grid(double x_from, double x_to, int columns, double y_from, double y_to, int rows, double height);

}  // namespace muster::plume
