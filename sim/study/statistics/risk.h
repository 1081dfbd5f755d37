#pragma once
// Risk of what happens so often, from what it does when it happens.

#include "base/interval.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace muster::sim::study {

/// Something that happens, and what it does by seed.
struct Happening {
  double frequency = 0;             ///< [1/year]
  std::map<uint64_t, double> harm;  ///< by seed: expected deaths, or a probability of death; empty: not known
  size_t planned = 0;               ///< runs; 0: as many as have a figure
  /// Share of the runs that have a figure: the frequency of the others is unknown, not taken for like that of these.
  double known() const {
    if (planned == 0) return harm.empty() ? 0 : 1;
    return std::min(1.0, static_cast<double>(harm.size()) / static_cast<double>(planned));
  }
};

/// A sum over happenings, each times its frequency.
struct Risk {
  MeanInterval per_year;  ///< 95 %, over the seeds that all happenings with figures have; n = 0 where none
  double covered = 0;  ///< [1/year] frequency of happenings with figures, of each the share of its runs that have one
  double unknown = 0;  ///< [1/year] frequency of those without, which the sum lacks
};

/// Sum of covered frequency times harm. Each seed gives one sum over all happenings, so that the interval holds for
/// runs with common seeds, too.
Risk risk_of(std::span<const Happening> happenings);

/// How often at least so many die.
struct FnPoint {
  double deaths = 0;     ///< N
  double frequency = 0;  ///< [1/year] of N or more
};

/// F(N): the sum of the frequencies of the runs with N or more deaths, a happening's frequency being shared evenly by
/// its planned runs; a point at each N that a run has and that is above 0, ascending. Expected deaths stand for deaths:
/// the chance of more of them in one run than are expected is not in it.
std::vector<FnPoint> fn_curve(std::span<const Happening> happenings);

}  // namespace muster::sim::study
