#pragma once
// Clouds as heavy as air that drift with the wind: Gaussian plumes, puffs and what lies between.

#include "models/plume/atmosphere/atmosphere.h"
#include "models/plume/cloud.h"
#include "models/plume/gaussian/rise.h"
#include "models/plume/gaussian/sigmas.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

namespace muster::plume {

/// The air that carries a passive cloud: the same everywhere.
struct Drift {
  double wind = 5;                                                 ///< u [m/s], above 0
  double mixing_height = std::numeric_limits<double>::infinity();  ///< h_m [m]; beyond 10 km none
  double molar_volume = 0.02405;                                   ///< R T / p [m3/mol] of the air near the ground
};
/// The wind is that of `height`, at least 10 m (where the sigmas' trials took it).
Drift drift_of(const Atmosphere&, double height);

/// Where a passive cloud begins, as it is after its own momentum and weight have ceased to count.
struct PassiveSource {
  double molar_mass = 0.029;  ///< [kg/mol] of what is released
  double height = 0;          ///< H [m]
  double width = 0;           ///< [m] crosswind, of a square (side) or disc (diameter): sigma_y0 = width / 4.3 (ISC3)
  double depth = 0;           ///< [m] vertical: sigma_z0 = depth / 2.15 (ISC3)
  std::optional<PlumeRise> rise;
};

/// [1/m] vertical profile, 1 / (sqrt(2 pi) sigma_z) times the sum over the source, its image in the ground and those in
/// the lid. Images while sigma_z < lid / 2 (four pairs: below 1e-7 of the whole), else the cosine series.
double vertical_profile(double z, double height, double sigma_z, double lid);

/// [1/m2] What a steady source of 1 kg/s makes of the air, times u: the concentration is rate / u times this.
class PlumeShape {
 public:
  PlumeShape(const Sigmas& sigmas, const Drift& drift, const PassiveSource& source);

  const Sigmas& sigmas() const { return sigmas_; }
  const Drift& drift() const { return drift_; }
  const PassiveSource& source() const { return source_; }
  double at(const Vec3& point) const;
  double centre_height(double x) const;  ///< [m] of the plume's axis
  double sigma_y(double x) const;        ///< [m] with the initial size and that of the rise, rise(x) / 3.5
  double sigma_z(double x) const;
  /// [kg/m3] to volume fraction, at most 1.
  double fraction(double concentration) const;

 private:
  Sigmas sigmas_;
  Drift drift_;
  PassiveSource source_;
  double before_y_ = 0, before_z_ = 0;  ///< [m] from the virtual sources
};

/// A source that goes on for ever.
class GaussianPlume : public Cloud {
 public:
  /// `rate` [kg/s].
  GaussianPlume(const Sigmas&, const Drift&, const PassiveSource&, double rate);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return fitted_range(shape_.sigmas().set()).second; }
  const char* model() const override { return "gaussian_plume"; }
  double axis_height(double x, double) const override { return shape_.centre_height(x); }
  const PlumeShape& shape() const { return shape_; }

 private:
  PlumeShape shape_;
  double rate_;
};

/// Everything at one moment, t = 0.
class GaussianPuff : public Cloud {
 public:
  /// `mass` [kg].
  GaussianPuff(const Sigmas&, const Drift&, const PassiveSource&, double mass);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return fitted_range(shape_.sigmas().set()).second; }
  const char* model() const override { return "gaussian_puff"; }
  double axis_height(double, double time) const override {
    return shape_.centre_height(shape_.drift().wind * std::max(0.0, time));
  }

 private:
  PlumeShape shape_;
  double mass_, before_x_ = 0;
};

/// From `time` [s] on [kg/s]; the last entry's rate is 0 where the release ends.
struct RateFrom {
  double time = 0, rate = 0;
};

/// A source whose rate changes, in steady wind: each step of the rate is a plume that begins, with an edge that is
/// blurred along the wind.
class FiniteRelease : public Cloud {
 public:
  /// Where sigma_x of an edge is taken.
  enum class Edge {
    place,   ///< at the receptor's x (Palazzi 1982)
    travel,  ///< where the edge is, u times its age (IntPuff of infinitely many puffs)
    latest   ///< at x while it emits, afterwards at u t (TNO Yellow Book, equation 4.60b)
  };
  FiniteRelease(const Sigmas&, const Drift&, const PassiveSource&, std::vector<RateFrom> rates,
                Edge edge = Edge::place);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  void over_times(std::span<const Vec3> points, std::span<const double> times,
                  std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return fitted_range(shape_.sigmas().set()).second; }
  std::vector<double> events() const override;
  std::vector<double> likely_times(const Vec3& point) const override;
  const char* model() const override { return "gaussian_finite"; }
  double axis_height(double x, double) const override { return shape_.centre_height(x); }

 private:
  double arrived(double x, double age, double sigma_x) const;
  double along(double x, double time) const;  // rate-weighted share of the steady profile, [kg/s]

  PlumeShape shape_;
  std::vector<RateFrom> rates_;
  Edge edge_;
};

}  // namespace muster::plume
