#include "models/fire/gas/fireball.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {

/// [W/m2] no fireball is brighter (Yellow Book 1997; Martinsen and Marx 1999).
constexpr double brightest = 400e3;

}  // namespace

std::vector<std::pair<std::string, FireballLaw>> fireball_laws() {
  return {{"martinsen_marx", FireballLaw::martinsen_marx},
          {"ccps", FireballLaw::ccps},
          {"tno", FireballLaw::tno},
          {"report", FireballLaw::report}};
}

double fireball_fraction(double pressure) { return std::min(0.4, 0.27 * std::pow(pressure / 1e6, 0.32)); }

double fireball_diameter(const Fireball& f) {
  return f.law == FireballLaw::tno ? 6.48 * std::pow(f.mass, 0.325) : 5.8 * std::cbrt(f.mass);
}

double fireball_duration(const Fireball& f) {
  switch (f.law) {
    case FireballLaw::martinsen_marx:
      return 0.9 * std::pow(f.mass, 0.25);
    case FireballLaw::ccps:
      return f.mass < 30000 ? 0.45 * std::cbrt(f.mass) : 2.6 * std::pow(f.mass, 1.0 / 6);
    case FireballLaw::tno:
      return 0.852 * std::pow(f.mass, 0.26);
    case FireballLaw::report:
      return 0.45 * std::cbrt(f.mass);
  }
  return 0;
}

double fireball_emission(const Fireball& f) {
  const double fraction = fireball_fraction(f.pressure);
  if (f.law == FireballLaw::martinsen_marx)  // 0.0133 f dHc M^(1/12), dHc in kJ/kg, gives kW/m2
    return std::min(brightest, 0.0133 * fraction * f.heat * std::pow(f.mass, 1.0 / 12));
  const double d = fireball_diameter(f);
  return std::min(brightest, fraction * f.mass * f.heat / (std::numbers::pi * d * d * fireball_duration(f)));
}

Ball ball_at(const Fireball& f, double time) {
  const double duration = fireball_duration(f), most = fireball_emission(f);
  Ball ball;
  ball.middle = f.place;
  if (time < 0 || time > duration) return ball;
  if (f.law != FireballLaw::martinsen_marx) {
    ball.diameter = fireball_diameter(f);
    ball.emission = most;
    const double heights = f.law == FireballLaw::tno ? 1 : f.law == FireballLaw::ccps ? 0.75 : 0.5;
    ball.middle.z() += heights * ball.diameter;
    return ball;
  }
  if (time <= duration / 3) {
    ball.diameter = 8.664 * std::pow(f.mass, 0.25) * std::cbrt(time);
    ball.middle.z() += ball.diameter / 2;
    ball.emission = most;
  } else {
    ball.diameter = fireball_diameter(f);
    ball.middle.z() += 1.5 * ball.diameter * time / duration;
    ball.emission = 1.5 * most * (1 - time / duration);
  }
  return ball;
}

double ball_view(const Ball& ball, const Vec3& place) {
  const double far = (place - ball.middle).norm(), radius = ball.diameter / 2;
  return far <= radius ? 1.0 : radius * radius / (far * far);
}

}  // namespace muster::fire
