#pragma once
// Buildings in a cloud: air that comes in through leaks and openings, and shelter in place.

#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace muster::plume {

/// How well a building is sheltered from the wind: 1 open country, 2 a few obstacles, 3 suburban, 4 dense, 5 urban.
struct Leakage {
  double area = 0;    ///< [m2] effective leakage area at 4 Pa
  double volume = 0;  ///< [m3]
  int storeys = 1;    ///< 1 to 3
  int shielding = 3;  ///< 1 to 5
};

/// [1/s] air changes of a building with shut windows: Sherman and Grimsrud (1980) with the coefficients of the ASHRAE
/// Handbook of Fundamentals. `difference` [K] between inside and outside, either sign; `wind` [m/s] at the weather
/// station. Measured houses scatter by a factor of 1.5 about it.
double air_changes(const Leakage& leakage, double difference, double wind);

/// From `from` [s] until the next entry's time.
struct AirChange {
  double from = 0;
  double rate = 0;  ///< [1/s]
};

/// Concentrations inside a room of well-mixed air at `times` [s] (ascending), dC_i/dt = lambda (C_o - C_i), from clean
/// air at the first time; exact for `outside` that is linear between the times and rates that change at them or between
/// them. `rates` ascend in time, the first at or before `times[0]`. Any unit.
std::vector<double> inside(std::span<const double> times, std::span<const double> outside,
                           std::span<const AirChange> rates);

/// [s] from where on it is better outside than inside: the first of `times` after the highest concentration outside
/// when there is less outside, now and until the end. Empty: never within `times`.
std::optional<double> better_outside(std::span<const double> times, std::span<const double> outside,
                                     std::span<const double> inside);

/// [s] when the inside falls below `limit` for good; the first time where it never reaches it. Empty: not within
/// `times`.
std::optional<double> safe_inside(std::span<const double> times, std::span<const double> inside, double limit);

}  // namespace muster::plume
