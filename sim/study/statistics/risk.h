#pragma once
// Risk of what happens so often, from what it does when it happens.

#include "base/interval.h"

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
};

/// A sum over happenings, each times its frequency.
struct Risk {
  MeanInterval per_year;  ///< 95 %, over the seeds that all happenings with figures have; n = 0 where none
  double covered = 0;     ///< [1/year] frequency of happenings with figures
  double unknown = 0;     ///< [1/year] frequency of those without, which the sum lacks
};

/// Sum of frequency times harm. Each seed gives one sum over all happenings, so that the interval holds for runs with
/// common seeds, too.
Risk risk_of(std::span<const Happening> happenings);

/// How often at least so many die.
struct FnPoint {
  double deaths = 0;     ///< N
  double frequency = 0;  ///< [1/year] of N or more
};

/// F(N): the sum of the frequencies of the runs with N or more deaths, a happening's frequency being shared evenly by
/// its runs; a point at each N that a run has and that is above 0, ascending. Expected deaths stand for deaths: the
/// chance of more of them in one run than are expected is not in it.
std::vector<FnPoint> fn_curve(std::span<const Happening> happenings);

}  // namespace muster::sim::study
