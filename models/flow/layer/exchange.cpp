// What a column exchanges with the air above and beside it and with the ground.
#include "models/flow/layer/layer.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::flow {

namespace {

using substance::gravity;

// Ermak 1990 (SLAB), his depth being the mean height over 0.46.
constexpr double ermaks_depth = 1 / (2 * 0.4607);  ///< over h: mean height of a half normal curve of variance depth^2/3
constexpr double shear = 0.02;                     ///< of turbulence by a difference in speed, squared
constexpr double own_weight = 0.025;               ///< of g' in 1 / (length of Monin and Obukhov)
constexpr double thermal = 0.14;                   ///< of turbulence over warmer ground, cubed
/// Euler's constant and ln 2: in the mean of ln(z / z0) over e^(-2 z / h), ln(h / z0) - 1.27.
constexpr double of_logarithm = 0.5772 + 0.6931;
/// [kg/m2] less gas than this takes in no air.
constexpr double counts = 1e-8;

/// u* over the wind's mean over a depth; over the first few roughness lengths that where it is 0.41.
double friction_of(double depth, double roughness) {
  return von_karman / std::max(std::log(depth / roughness) - of_logarithm, 1.0);
}

}  // namespace

/// Entrained air, its momentum, the friction of ground and wind, heat of the ground.
void DenseLayer::exchange(size_t c, double dt) {
  double gas = 0;
  for (size_t s = 0; s < given_.size(); ++s) gas += content_[first_gas + s][c];
  look(c);
  if (!(gas > counts)) return;
  const Aloft wind = winds_.at(c, depth(c));
  const double deep = depth(c), rho = 1 / volume_[c], friction = friction_of(deep, settings_.roughness);
  const double speed = std::hypot(u_[c], v_[c]), blows = std::hypot(wind.u, wind.v);
  const double lighter = air_density_ / rho;
  const double shears = shear * lighter * lighter * (std::pow(wind.u - u_[c], 2) + std::pow(wind.v - v_[c], 2));
  const double own = friction * speed;
  double heats = 0;
  if (settings_.warms && content_[heat][c] < 0) {
    const double colder = settings_.temperature - temperature(c);
    heats = std::cbrt(thermal * gravity * colder / (settings_.temperature - colder / 2) * friction * own * deep);
    content_[heat][c] /= 1 + dt * friction * own / deep;
  }
  const double stirs = std::max(wind.stir, own), turbulence2 = stirs * stirs + shears + heats * heats;
  double taken = 0;  // [kg/m2] of air
  if (settings_.entrains && turbulence2 > 0) {
    const double damping = 1 + 5 * ermaks_depth * deep * own_weight * gravity * excess_[c] / turbulence2;
    const double room = std::max(1 - deep / settings_.height, 0.0);
    taken = dt * air_density_ * 2 * von_karman * std::sqrt(turbulence2) / damping * room;
    content_[air][c] += taken;
    content_[along_x][c] += taken * wind.u, content_[along_y][c] += taken * wind.v;
  }
  if (!settings_.drags) return;
  // -c_f^2 (|u| u - |u_a| u_a) + 0.02 |du| du (rho_a / rho)^2 per density, with the new u.
  const double ground = friction * friction, differs = lighter * std::sqrt(shear * shears);
  const double mass = mass_[c] + taken, part = dt * rho;
  const double holds = mass + part * (ground * speed + differs), pulls = part * (ground * blows + differs);
  content_[along_x][c] = mass * (content_[along_x][c] + pulls * wind.u) / holds;
  content_[along_y][c] = mass * (content_[along_y][c] + pulls * wind.v) / holds;
}

/// Eddies carry gas and its cold into the columns beside, by K of gas per area, and with the gas its height and its
/// velocity: the air that belongs to that comes from and goes to the air around.
void DenseLayer::spread(double dt) {
  if (!settings_.spreads || box_.empty()) return;
  const Tables now = content_;
  std::vector<double>& gas = push_low_[0];  // faces are not needed now
  each([&](int i, int j) {
    const size_t c = plan_.cell(i, j);
    gas[c] = 0;
    for (size_t s = first_gas; s < contents(); ++s) gas[c] += content_[s][c];
  });
  each([&](int i, int j) {
    const size_t c = plan_.cell(i, j);
    std::array<double, 3> with = {now[air][c] * gas[c], u_[c] * gas[c], v_[c] * gas[c]};
    for (int axis = 0; axis < 2; ++axis) {
      const int n = axis == 0 ? i : j, from = axis == 0 ? box_.from_x : box_.from_y,
                to = axis == 0 ? box_.to_x : box_.to_y;
      const size_t step = axis == 0 ? 1 : static_cast<size_t>(plan_.nx);
      const std::vector<double>& mix = axis == 0 ? mix_x_ : mix_y_;
      const double d = axis == 0 ? plan_.dx : plan_.dy;
      const bool before = n > from && plan_.flat(axis, i, j),
                 after = n + 1 < to && plan_.flat(axis, axis == 0 ? i + 1 : i, axis == 1 ? j + 1 : j);
      const size_t low = before ? c - step : c, high = after ? c + step : c;
      const double kl = dt * (mix[c] + mix[low]) / (2 * d * d), kh = dt * (mix[c] + mix[high]) / (2 * d * d);
      for (size_t what = heat; what < contents(); ++what)
        content_[what][c] += kl * (now[what][low] - now[what][c]) + kh * (now[what][high] - now[what][c]);
      const std::array<const std::vector<double>*, 3> of = {&now[air], &u_, &v_};
      for (size_t what = 0; what < 3; ++what) {
        const auto with_gas = [&](size_t at) { return (*of[what])[at] * gas[at]; };
        with[what] += kl * (with_gas(low) - with_gas(c)) + kh * (with_gas(high) - with_gas(c));
      }
    }
    double left = 0;
    for (size_t s = first_gas; s < contents(); ++s) left += content_[s][c];
    if (!(left > counts)) return;
    content_[air][c] = std::max(with[0], 0.0) / left;
    const double mass = content_[air][c] + left;
    content_[along_x][c] = mass * with[1] / left, content_[along_y][c] = mass * with[2] / left;
  });
}

}  // namespace muster::flow
