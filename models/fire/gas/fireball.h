#pragma once
// A fireball of a vessel that bursts (BLEVE).

#include "models/fire/flame/flame.h"

#include <string>
#include <utility>
#include <vector>

namespace muster::fire {

enum class FireballLaw {
  martinsen_marx,  ///< grows, rises and fades in time (Martinsen and Marx 1999)
  ccps,            ///< 5.8 M^(1/3), 0.45 M^(1/3) or 2.6 M^(1/6) above 30 t, centre at 0.75 D (Roberts; CCPS)
  tno,             ///< 6.48 M^0.325, 0.852 M^0.26, centre at D (TNO 1997)
  report           ///< 2.9 M^(1/3) radius, 0.45 M^(1/3) (practice of Chinese safety reports), centre at its radius
};
std::vector<std::pair<std::string, FireballLaw>> fireball_laws();

/// `mass` [kg] that burns, `pressure` [Pa] at which the vessel bursts, `heat` of combustion [J/kg], its place on the
/// ground.
struct Fireball {
  double mass = 0, pressure = 0, heat = 0;
  FireballLaw law = FireballLaw::martinsen_marx;
  Vec3 place = Vec3::Zero();
};

/// Share of the heat that is radiated: 0.27 P^0.32, P in MPa (Roberts 1982), at most 0.4.
double fireball_fraction(double pressure);
double fireball_diameter(const Fireball&);  ///< [m] the largest
double fireball_duration(const Fireball&);  ///< [s]

/// The ball at a time; static laws: the same throughout. Diameter 0 before and after.
struct Ball {
  Vec3 middle = Vec3::Zero();
  double diameter = 0, emission = 0;  ///< [m], [W/m2]
};
Ball ball_at(const Fireball&, double time);
/// The largest emission over time [W/m2].
double fireball_emission(const Fireball&);

/// The share of its 2 pi that a ball fills of the view of what faces it: (R / L)^2; 1 within.
double ball_view(const Ball&, const Vec3& place);

}  // namespace muster::fire
