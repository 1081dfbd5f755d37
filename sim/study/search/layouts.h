#pragma once
// Which layout to look at next. Knows nothing of runs: the same layouts and figures give the same next ones, so that a
// search that was killed goes on where it was.

#include "sim/study/search/surrogate.h"

#include <cstdint>

namespace muster::sim::study {

enum class SearchMethod { surrogate, subplex, direct };

/// A layout whose runs have ended.
struct Looked {
  Place at;
  std::vector<double> figures;  ///< one or two, less is better; empty: it has none, because a run failed
};

struct LayoutSearch {
  SearchMethod method = SearchMethod::surrogate;
  std::vector<Axis> axes;
  size_t layouts = 0;  ///< to be looked at in all
  size_t batch = 1;    ///< at once, by the surrogate
  uint64_t seed = 1;

  /// The layouts that one begins with: points of a Sobol sequence, twice as many as axes and two.
  std::vector<Place> first() const;
  /// The layouts to look at next, none of which was looked at; empty where there have been enough, none is left or the
  /// method has converged. `looked` in the order in which they were proposed.
  std::vector<Place> next(const std::vector<Looked>& looked) const;
};

/// Which of these no other one beats: at most as large in each figure and less in one. Entries without two figures are
/// beaten. Ascending by the first figure.
std::vector<size_t> unbeaten(const std::vector<std::vector<double>>& figures);

}  // namespace muster::sim::study
