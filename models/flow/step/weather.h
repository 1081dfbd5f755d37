#pragma once
// The wind and the air of outside that change in time.

#include "models/flow/boundary/eddies.h"
#include "models/flow/boundary/surroundings.h"

#include <functional>
#include <optional>

namespace muster::flow {

/// What blows and how warm it is outside.
struct Outside {
  std::function<double(double)> temperature = [](double) { return 288.15; };  ///< [K] at a height [m], potential
  std::function<Vec2(double)> wind = [](double) { return Vec2(0, 0); };       ///< [m/s] at a height [m]
  Turbulence turbulence;                                                      ///< of the wind on inflow sides
  std::optional<double> ground;  ///< [K] temperature of the ground; none: no heat goes through it
};

/// It becomes something else. All winds blow, and at all heights the same way.
struct Change : Outside {
  double begins = 0;  ///< [s]
  double takes = 60;  ///< [s] until it is complete; over before the next begins
};

/// [of 1] of the wind's speed that goes through a side below which it counts as blowing along it.
inline constexpr double blows_along = 0.05;

/// Upright sides in a wind: it comes in where it blows in, those across from there are open, those along it symmetric.
void turn(Sides&, const Vec2& wind);

/// The mean wind of the planes of a grid [m/s].
Vec2 mean_wind(const Grid&, const Surroundings&);

/// On the way from `a` to `b`, `share` of it: heat and speed go straight, the direction turns the shorter way.
Surroundings between(const Grid&, const Mixture&, double pressure, const Surroundings& a, const Surroundings& b,
                     double share);

}  // namespace muster::flow
