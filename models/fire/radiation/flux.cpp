#include "models/fire/radiation/flux.h"

#include "models/fire/radiation/transmissivity.h"
#include "models/fire/radiation/view_factor.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::fire {

namespace {

constexpr int first_octave = -3, octaves = 20, parts = 16;  // 1/8 m to 131 km

double strongest(const Flame& flame) {
  double most = 0;
  for (const Face& f : flame.faces) most = std::max(most, f.emission);
  return most;
}

}  // namespace

Haze::Haze(double temperature, double humidity) {
  for (int i = 0; i <= octaves * parts; ++i)
    table_.push_back(wayne(std::exp2(first_octave + static_cast<double>(i) / parts), temperature, humidity));
}

double Haze::tabled(double path) const {
  const double at = (std::log2(std::max(path, 0.125)) - first_octave) * parts;
  const auto low = std::min(static_cast<size_t>(at), table_.size() - 2);
  const double rest = std::min(1.0, at - static_cast<double>(low));
  return table_[low] + rest * (table_[low + 1] - table_[low]);
}

Vec3 irradiance(std::span<const Flame> flames, const Vec3& place, const Haze& haze) {
  Vec3 sum = Vec3::Zero();
  for (const Flame& flame : flames) {
    if (within(flame, place)) return Vec3(0, 0, strongest(flame));
    for (const Face& face : flame.faces) {
      if (!(face.normal.dot(place - face.middle) > 0)) continue;
      sum += view_vector(face, place) * (face.emission * haze((place - face.middle).norm()));
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
        sum += view_factor(face, place, normal) * face.emission * haze((place - face.middle).norm());
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
