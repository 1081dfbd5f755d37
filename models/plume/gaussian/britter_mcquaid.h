#pragma once
// Britter and McQuaid's correlations of dense clouds (HSE Contract Research Report 17/1988): a cross-check.

#include "models/plume/cloud.h"

#include <span>
#include <vector>

namespace muster::plume {

/// A dense release at ground level, fully vapour, before air is mixed in.
struct DenseSource {
  double density = 1.5;             ///< rho_0 [kg/m3]
  double temperature = 293.15;      ///< T_0 [K]
  double air_density = 1.2;         ///< rho_a [kg/m3]
  double air_temperature = 293.15;  ///< T_a [K]
  double wind = 5;                  ///< u [m/s] at 10 m
  double fraction = 1;              ///< volume fraction of the substance at the source
  double reduced_gravity() const;   ///< g'_0 = g (rho_0 - rho_a) / rho_a [m/s2]
};

/// How concentrations between the correlations' contours are found.
enum class Contours {
  linear,  ///< C linear in log10 x, as CCPS 1999 and public codes do
  log_log  ///< log C linear in log10 x, as the report's graphs are drawn
};

/// log10(x / D) of C / C0 = 0.10, 0.05, 0.02, 0.01, 0.005, 0.002; alpha = 0.2 log10(g'^2 Q / u^5), held at -1 and 1.
std::vector<double> plume_contours(double alpha);
/// log10(x / V^(1/3)) of C / C0 = 0.10, ... 0.002, 0.001; alpha = 0.5 log10(g' V^(1/3) / u^2).
std::vector<double> puff_contours(double alpha);

/// The correlations are of sensors near the ground: their concentrations hold up to what people breathe even where the
/// correlations' width makes the cloud shallower.
inline constexpr double least_depth = 2;  ///< [m]

/// (g' Q / (u^3 D))^(1/3), D = sqrt(Q / u): 0.15 and above behaves as dense (Britter and McQuaid 1988).
double continuous_criterion(double reduced_gravity, double volume_rate, double wind);
/// sqrt(g' V) / (u V^(1/3)): 0.20 and above behaves as dense.
double instantaneous_criterion(double reduced_gravity, double volume, double wind);

/// Steady. Ground level centre-line concentration everywhere within the shape of the plume, at least `least_depth`
/// deep; 0 outside.
class BritterMcQuaidPlume : public Cloud {
 public:
  /// `volume_rate` Q [m3/s] of the source's gas.
  BritterMcQuaidPlume(const DenseSource&, double volume_rate, Contours = Contours::linear);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return 1000 * scale_; }
  const char* model() const override { return "britter_mcquaid_plume"; }

  double centre(double x) const;  ///< volume fraction on the ground [-], temperature corrected
  double alpha() const { return alpha_; }
  double scale() const { return scale_; }  ///< D [m]
  double near_field() const;               ///< [m] where the contours begin
  double upwind_reach() const;             ///< [m] D / 2 + 2 l_b
  double half_width(double x) const;       ///< [m]

 private:
  double undiluted(double x) const;  // C / C0 before the temperature is corrected

  DenseSource source_;
  Contours contours_;
  double alpha_, scale_, buoyancy_length_;
  std::vector<double> beta_;
};

/// Instantaneous, at t = 0: a cylinder that drifts with 0.4 u and spreads, uniform inside; its front's place is the
/// correlation's x.
class BritterMcQuaidPuff : public Cloud {
 public:
  /// `volume` V_0 [m3] of the source's gas.
  BritterMcQuaidPuff(const DenseSource&, double volume, Contours = Contours::linear);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return 1000 * scale_; }
  const char* model() const override { return "britter_mcquaid_puff"; }

  /// Volume fraction where the cloud's front is at x [m].
  double fraction_at_front(double x) const;
  double inside(double time) const;  ///< volume fraction everywhere in the cloud: that of its front's place
  double front(double time) const;   ///< [m] 0.4 u t + R
  double radius(double time) const;  ///< [m]
  double alpha() const { return alpha_; }

 private:
  double undiluted(double x) const;

  DenseSource source_;
  Contours contours_;
  double volume_, alpha_, scale_;
  std::vector<double> beta_;
};

/// Of a duration T: the report's rule. Up to x = u T / 2.5 the steady plume; beyond, what is smaller of it and of the
/// puff of all that was released (the report changes to the puff alone at u T / 0.6, where its table is lower). It
/// comes to a place when the puff's clouds do, 0.4 u, and stays for T.
class BritterMcQuaidRelease : public Cloud {
 public:
  BritterMcQuaidRelease(const DenseSource&, double volume_rate, double duration);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  std::vector<double> events() const override { return {0, duration_}; }
  double farthest() const override { return plume_.farthest(); }
  const char* model() const override { return "britter_mcquaid_release"; }

 private:
  double ceiling(double x) const;  // volume fraction of the puff whose front is at x

  BritterMcQuaidPlume plume_;
  BritterMcQuaidPuff puff_;
  double duration_, wind_;
};

}  // namespace muster::plume
