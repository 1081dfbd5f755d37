#pragma once
// A cloud heavier than air: steady plumes, releases of finite duration, instantaneous ones; pools, jets.

#include "models/plume/atmosphere/atmosphere.h"
#include "models/plume/cloud.h"
#include "models/plume/dense/puff.h"
#include "models/substance/outflow.h"

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace muster::plume::dense {

/// What is released at a constant rate, or at once.
struct Release {
  enum class Kind { jet, pool, instantaneous } kind = Kind::jet;
  double rate = 0;                                            ///< [kg/s] drops included; jets and pools
  double duration = std::numeric_limits<double>::infinity();  ///< [s]; infinite: steady
  double mass = 0;                                            ///< [kg] of an instantaneous release
  double temperature = 0;                                     ///< [K] after expansion
  double liquid_fraction = 0;                                 ///< [kg/kg] airborne drops
  /// [m2] of the expanded jet; of the pool; of the ground that an instantaneous release covers (0: as wide as deep).
  double area = 0;
  double height = 0;                            ///< [m] of the source above the ground
  std::array<double, 3> direction = {1, 0, 0};  ///< of a jet: downwind, crosswind, up; unit length
  /// How the rate really goes: each [kg/s] from its time [s] until the next's, the last 0; what it gives in all is
  /// `rate` times `duration`. The cloud has the shape of `rate`, and what passes a place follows the course. Empty:
  /// constant.
  struct Step {
    double time, rate;
  };
  std::vector<Step> course;

  /// "" or what must hold.
  std::string problem() const;
};

struct Settings {
  /// [s] of concentrations: plumes wander across the wind within it. What passes along the wind is not averaged, so
  /// that nothing is anywhere before it can be.
  double averaging_time = 600;
  double farthest = 10000;                   ///< [m]
  std::optional<double> ground_temperature;  ///< [K]; the air's where it is not given
  Variant variant = Variant::muster;
  double tolerance = 1e-4;  ///< relative error of an integration step
};

class DenseCloud : public Cloud {
 public:
  /// `release.problem()` must be "". Throws InputError where the model has no answer: air that does not move.
  DenseCloud(const Material&, const Air&, const Layer&, const Release&, const Settings&);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  /// [kg/m3] of the substance, drops included, at the same places.
  void mass_concentrations(std::span<const Vec3> points, double time, std::span<double> densities) const;
  void over_times(std::span<const Vec3> points, std::span<const double> times,
                  std::span<double> fractions) const override;
  Times times() const override { return times_; }
  std::vector<double> events() const override;
  std::vector<double> likely_times(const Vec3& point) const override;
  double farthest() const override { return farthest_; }
  const char* model() const override { return "dense"; }
  double axis_height(double x, double time) const override;

  /// The cloud averaged over its cross section: along the wind, then of the puff, in time.
  const std::vector<Station>& plume() const { return plume_; }
  const std::vector<Station>& puff() const { return puff_; }
  double source_density() const { return source_density_; }  ///< [kg/m3] expanded
  double source_speed() const { return source_speed_; }      ///< [m/s] of the expanded jet
  /// [m] downwind where the cloud is no denser than 1 % above the air.
  double passive_from() const { return passive_from_; }

 private:
  /// The concentration's shape at one station.
  struct Shape {
    double x, time;  ///< of the centre
    double speed, half_width, depth;
    double core, side2;          ///< b, beta_c^2 with meander [m, m2]
    double height, deep2;        ///< Z_c, variance about it
    double steepness, level;     ///< exponent of the profile on the ground; share of it, 1 - share: normal about Z_c
    double core_length, along2;  ///< b_x, beta_x^2
    double flat;                 ///< 0: as the model says, to 1: a box; keeps the peak below the source's density
    double emitted;              ///< share of the source upwind of here
    double crossed;              ///< [s] from the pool's upwind end, at most across it
    double soonest, early;       ///< [s] before which no gas can be here; share that its blur would bring before
    int map;                     ///< into maps_; -1: fraction = slope * c
    double slope;
  };
  /// A part of the release: its share of the mass leaves evenly about `middle` [s].
  struct Part {
    double middle, half, share;
  };
  /// Mass concentration to mole fraction along the line of mixing.
  using Map = std::vector<std::pair<double, double>>;
  void follow(const Release&);
  void jet(const Surroundings&, const Release&, Start&);
  void finite(const Surroundings&, const Release&, const Start&);
  void instantaneous(const Surroundings&, const Release&, const Station* from);
  void warn(const Release&, const Layer&);
  Shape shape_of(const Station&, const Surroundings&, const Mixture&, bool transient);
  double peak(const Shape&, bool transient) const;
  double passing(const Shape&, double time) const;
  double stretch_of(const Shape&) const;
  double early(const Shape&) const;
  Shape between(const std::vector<Shape>&, size_t i, double f) const;
  double vertical(const Shape&, double z) const;
  double normal_column(const Shape&, double z) const;
  double ground_column(const Shape&, double z) const;
  /// Where a place lies among the stations, by x or by time, and how the section's gas is spread over it [1/m2].
  struct Place {
    Shape shape;
    size_t station;
    double share, spread, column;  ///< column: the part of spread that y leaves alone; -1: not computed
  };
  Place place_of(const Vec3& point, double time) const;
  void spread_over(Place&, const Vec3& point) const;          ///< writes `spread` and, where it matters, `column`
  double density(const Place&, double x, double time) const;  ///< [kg/m3]
  double fraction(const Shape&, size_t station, double f, double c) const;

  Settings settings_;
  double rate_ = 0, mass_ = 0, duration_ = 0;
  double source_density_ = 0, source_speed_ = 0, air_density_ = 0, passive_from_ = 0, farthest_ = 0, mixing_height_ = 0;
  double crossing_ = 0;   ///< [s] of the gas from one end of its pool to the other
  double window_ = 0;     ///< [s] half the time over which what passes is averaged: Ermak's only
  double spreading_ = 0;  ///< lateral_stability
  double origin_ = 0;     ///< [m] where meander begins
  bool at_once_ = false;  ///< the puff from the beginning: its shape is that at one time
  Times times_{0, 0};
  std::vector<Station> plume_, puff_;
  std::vector<Shape> shapes_;  ///< plume, then puff; by x, or by time where at_once_
  std::vector<Map> maps_;
  std::vector<Part> course_;  ///< at least one where the duration is finite
};

/// The dense layer of an Atmosphere.
Layer layer_of(const Atmosphere&);
Air air_of(const Atmosphere&);

/// A cloud of `source`. Where the rate changes, its shape is that of the highest mean rate over 10 s (at most the
/// averaging time and that in which 95 % is released; of pools at least that in which the wind crosses them).
/// Throws InputError.
std::unique_ptr<DenseCloud> dense_cloud(const substance::Substance&, const substance::SourceTerm&, const Atmosphere&,
                                        const Settings&);

}  // namespace muster::plume::dense
