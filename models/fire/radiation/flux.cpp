#include "models/fire/radiation/flux.h"

#include "models/fire/radiation/transmissivity.h"
#include "models/fire/radiation/view_factor.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {

constexpr int first_octave = -3, octaves = 20, parts = 16;  // 1/8 m to 131 km; Haze::tabled relies on them

double strongest(const Flame& flame) {
  double most = 0;
  for (const Face& f : flame.faces) most = std::max(most, f.emission);
  return most;
}

}  // namespace

// Nodes lie at 2^e (1 + k / parts): a path's place in the table is read from its bits, without a logarithm.
Haze::Haze(double temperature, double humidity) {
  for (int e = first_octave; e < first_octave + octaves; ++e)
    for (int k = 0; k < parts; ++k)
      table_.push_back(
          static_cast<float>(wayne(std::ldexp(1 + static_cast<double>(k) / parts, e), temperature, humidity)));
  table_.push_back(static_cast<float>(wayne(std::ldexp(1, first_octave + octaves), temperature, humidity)));
}

Vec3 irradiance(std::span<const Flame> flames, const Vec3& place, const Haze& haze) {
  Vec3 sum = Vec3::Zero();
  for (const Flame& flame : flames) {
    if (within(flame, place)) return Vec3(0, 0, strongest(flame));
    for (const Face& face : flame.faces) {
      if (!(face.normal.dot(place - face.middle) > 0)) continue;
      sum += view_vector(face, place) *
             (face.emission * static_cast<double>(haze(static_cast<float>((place - face.middle).norm()))));
    }
  }
  return sum;
}

double flux(std::span<const Flame> flames, const Vec3& place, const Vec3& normal, const Haze& haze) {
  double sum = 0;
  for (const Flame& flame : flames) {
    if (within(flame, place)) return strongest(flame);
    for (const Face& face : flame.faces)
      if (face.normal.dot(place - face.middle) > 0)
        sum += view_factor(face, place, normal) * face.emission *
               static_cast<double>(haze(static_cast<float>((place - face.middle).norm())));
  }
  return sum;
}

double upright_flux(std::span<const Flame> flames, const Vec3& place, const Haze& haze) {
  constexpr int directions = 16;
  double sum = 0;
  for (int i = 0; i < directions; ++i) {
    const double angle = 2 * std::numbers::pi * i / directions;
    sum += flux(flames, place, Vec3(std::cos(angle), std::sin(angle), 0), haze) / directions;
  }
  return sum;
}

double distance_to(double level, std::span<const Flame> flames, const Vec3& origin, const Vec3& direction,
                   double nearest, double farthest, const Haze& haze) {
  return farthest_where(nearest, farthest,
                        [&](double d) { return irradiance(flames, origin + d * direction, haze).norm() >= level; });
}

}  // namespace muster::fire
