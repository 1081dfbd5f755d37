#include "models/plume/dense/bend.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume::dense {

using std::numbers::pi;
using substance::gravity;

Bent bend_over(const Surroundings& around, const Release& release, double density, double speed) {
  const Mixture& mixture = *around.mixture;
  double flux = release.rate;  // whole jet
  double px = flux * speed * release.direction[0], pz = flux * speed * release.direction[2];
  double x = 0, z = release.height, time = 0, rho = density, guess = 0;
  const double air = mixture.air_density();
  for (int n = 0; n < 20000; ++n) {
    const double u = px / flux, w = pz / flux, v = std::max(std::hypot(u, w), 1e-3);
    const double radius = std::sqrt(flux / (pi * rho * v));
    const double wind = around.layer->speed(z);
    // Nearly level, sinking, or as fast as the air around it.
    if (std::abs(w) <= 0.3 * u || w <= 0 || (w < 0.3 * wind && u >= 0.7 * wind) ||
        z > 0.9 * around.layer->mixing_height())
      break;
    const double along = std::abs(v - wind * u / v), across = wind * std::abs(w) / v;
    const double entrained = 2 * pi * radius * (0.08 * std::sqrt(rho / air) * along + 0.6 * across) * air;
    const double step = std::min(0.05 * radius, 0.02 * flux / std::max(entrained, 1e-12));
    const double force = gravity * (air - rho) * pi * radius * radius;
    px += step * entrained * wind;
    pz += step * force;
    flux += step * entrained;
    x += step * u / v;
    z = std::max(0.0, z + step * w / v);
    time += step / v;
    const Mixed mixed = mixture.at(release.rate / flux, 0, guess);
    guess = mixed.temperature;
    rho = mixed.density;
  }
  return {flux, px / flux, pz / flux, x, z, time, release.rate / flux};
}

}  // namespace muster::plume::dense
