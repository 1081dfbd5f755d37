#pragma once
// Levels of service: density in the words of planners.

#include <array>
#include <cstddef>

namespace muster::crowd {

/// Fruin's levels A to F as 0 to 5, from J. J. Fruin, Pedestrian Planning and Design, 1971: area a person [sq ft] at
/// the lower end of A to E (walkways 35, 25, 15, 10, 5; stairways 20, 15, 10, 7, 4; queueing 13, 10, 7, 3, 2).
enum class Facility { walkway, stairway, queueing };
inline constexpr size_t fruin_levels = 6;

/// A square foot [m2]: the foot is 0.3048 m by definition.
inline constexpr double square_foot = 0.3048 * 0.3048;

inline constexpr std::array<std::array<double, fruin_levels - 1>, 3> fruin_area_sq_ft = {
    {{35, 25, 15, 10, 5}, {20, 15, 10, 7, 4}, {13, 10, 7, 3, 2}}};

/// Level at a density [1/m2]: 0 (A) to 5 (F). An edge belongs to the better level.
size_t fruin_level(Facility facility, double density);

/// Weidmann's levels A to I as 0 to 8: highest density [1/m2] of A to H on level ground (U. Weidmann, Transporttechnik
/// der Fussgaenger, ETH IVT 90, 1993; limits as planning software quotes them).
inline constexpr std::array<double, 8> weidmann_density = {0.10, 0.30, 0.45, 0.60, 0.75, 1.00, 1.50, 2.00};
inline constexpr size_t weidmann_levels = weidmann_density.size() + 1;

/// Level at a density [1/m2]: 0 (A) to 8 (I). An edge belongs to the better level.
size_t weidmann_level(double density);

}  // namespace muster::crowd
