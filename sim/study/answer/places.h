#pragma once
// Individual risk at places, of somebody who stays there whatever happens.

#include "sim/results/stay_deaths.h"
#include "sim/study/answer/table.h"
#include "sim/study/engine/progress.h"

#include <array>
#include <optional>

namespace muster::sim::study {

using results::StayDeaths;

/// [1/year] of the contours.
inline constexpr std::array<double, 6> risk_levels = {1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8};

/// Of each square of the floors the sum of frequency times probability of death over all happenings.
struct RiskMap {
  StayDeaths squares;            ///< of the first happening with figures: where they are
  std::vector<double> per_year;  ///< [squares, 1/year] of who is there all the time
  double covered = 0;            ///< [1/year] frequency of happenings with figures
  double unknown = 0;            ///< [1/year] of those without, which the sums lack
  double cut = 0;                ///< [1/year] of the covered ones whose hazards had not passed by the case's latest end
  size_t floors_of = 0;          ///< the variant whose floors these are
};

/// Empty where the study does not ask for it, and where no happening has figures.
std::optional<RiskMap> risk_map(const Progress& progress, const Store& store);

/// The square that holds a place [m]; without a height the lowest. Empty: there is no floor.
std::optional<size_t> square_at(const StayDeaths& squares, const Vec2& at, std::optional<double> z);

/// Risk at the named places of `[risk]`, by the share of the time that somebody is there.
Table places_table(const Progress& progress, const RiskMap* map);
/// On what area of the floors the risk of who is there all the time is at least so large.
Table contours_table(const RiskMap* map);
/// Every square with a risk.
Table risk_map_table(const RiskMap* map);

/// Straight pieces [m] of the line along which the risk is `level` on a storey: between the middles of squares beside
/// one another its logarithm goes straight.
std::vector<std::array<Vec2, 2>> contour(const RiskMap& map, int storey, double level);

}  // namespace muster::sim::study
