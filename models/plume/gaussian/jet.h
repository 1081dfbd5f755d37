#pragma once
// Jets: what a release does while its own momentum and buoyancy count.

#include "models/plume/atmosphere/atmosphere.h"
#include "models/plume/cloud.h"
#include "models/plume/gaussian/passive.h"
#include "models/substance/outflow.h"
#include "models/substance/substance.h"

#include <cmath>
#include <string>
#include <vector>

namespace muster::plume {

/// Long's jet (1963): fraction = k2 c0 (d / s) sqrt(rho_j / rho_a) exp(-(k3 r / s)^2), its image in the ground added,
/// at most c0. Straight, without wind and buoyancy: near the opening only. k2 = 6, k3 = 5.
class LongJet : public Cloud {
 public:
  struct Opening {
    double diameter = 0.01;      ///< d [m]
    double height = 0;           ///< [m]
    double density_ratio = 1;    ///< rho_j / rho_a at the opening
    Vec3 direction = {1, 0, 0};  ///< unit length
    double fraction = 1;         ///< c0
  };
  explicit LongJet(const Opening& opening) : opening_(opening) {}
  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return 1000 * opening_.diameter; }
  const char* model() const override { return "long_jet"; }

 private:
  Opening opening_;
};

/// A jet or buoyant plume bent over by the wind, by its fluxes of mass, momentum, substance and enthalpy along its axis
/// (top hat: Hoult, Fay and Forney 1969; entrainment of Ricou and Spalding 1961 and of Hoult and Weil 1972), handed
/// over to a Gaussian plume where the wind's turbulence widens it faster than its own, or where it is at the ground
/// with the wind's speed. Steady. Equations in models/plume/README.md.
class JetPlume : public Cloud {
 public:
  /// `outflow` after expansion to ambient pressure: rate, temperature, liquid_fraction, speed and area above 0.
  /// `direction` unit length: downwind, crosswind, up. The axis stays in the vertical plane through `direction` only
  /// without wind; with wind it bends in all three. It ends where it goes with the wind and does not weigh on the
  /// ground
  /// (`mixed`), or already where its own momentum has gone (`spent`).
  enum class End { mixed, spent };
  JetPlume(const Atmosphere& air, const substance::Substance& substance, const substance::Outflow& outflow,
           double height, const Vec3& direction, const Sigmas& sigmas, End end = End::mixed);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return fitted_range(sigmas_.set()).second; }
  const char* model() const override { return "jet_plume"; }
  double axis_height(double x, double time) const override;

  /// Jets to the side have no symmetric halves.
  bool along_x() const override { return std::abs(handed_.y()) < 1e-6 * (1 + handed_.x()); }

  /// One place on the axis.
  struct Station {
    double along = 0;               ///< s [m]
    Vec3 place = Vec3::Zero();      ///< [m]
    Vec3 velocity = Vec3::UnitX();  ///< top-hat [m/s]
    double radius = 0;              ///< b, top-hat [m]
    double mass_flux = 0;           ///< [kg/s]
    double density = 0;             ///< top-hat [kg/m3]
    double temperature = 0;         ///< [K]
    double liquid = 0;              ///< [kg/kg] liquid of the substance per substance
    double centre_fraction = 0;     ///< on the axis [volume fraction]
    double width = 0;               ///< e-folding radius of the concentration [m]
    double passed = 0;              ///< [s] since it left the opening
  };
  const std::vector<Station>& axis() const { return axis_; }
  /// [s] until what left the opening is at x, by the axis and then by the wind.
  double travel_time(double x) const;
  /// [m] where the Gaussian plume begins.
  const Vec3& handed_over() const { return handed_; }
  const Sigmas& sigmas() const { return sigmas_; }
  double wind_after() const { return drift_.wind; }  ///< [m/s] of the Gaussian plume

 private:
  double in_jet(const Vec3& point) const;
  size_t station_at(double x) const;
  double value(const Vec3& point) const;
  double in_plume(const Vec3& point) const;
  void hand_over(const Station& last);

  Sigmas sigmas_;
  Drift drift_;
  std::vector<Station> axis_;
  // From one station to the next: what a place needs of them.
  struct Segment {
    Vec3 place, way;
    double inverse_length2, width, widens, inverse_width2, fraction, changes;
  };
  std::vector<Segment> segments_;
  std::vector<double> reached_;  // [m] farthest x of the axis so far, by station
  double rate_ = 0;
  Vec3 handed_ = Vec3::Zero();  // where the Gaussian plume takes over
  double before_y_ = 0, before_z_ = 0;
  double molar_mass_ = 0.03;
};

}  // namespace muster::plume
