#pragma once
// Whether one variant is better than another, told from runs with the same seeds.

#include "base/interval.h"

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sim::study {

/// Values of one figure by seed.
using BySeed = std::map<uint64_t, double>;

enum class Verdict { less, more, the_same, not_distinguishable, too_few, incomplete };

/// The second variant against the first.
struct PairedComparison {
  MeanInterval difference;  ///< second less first over the seeds that both have; 95 %, Student's t; without an interval
                            ///< where all differences are the same
  size_t planned = 0;       ///< pairs of runs that there are to be
  bool alike = false;       ///< all differences, of at least two, are the same
  double p = 1;             ///< that so large a mean difference comes by chance; after `judge` Holm's
  double below = 0.5;       ///< P(second < first) + P(equal) / 2 over the pairs
  Verdict verdict = Verdict::too_few;
};

/// Over the seeds that both have; n is 0 where there are none. Where all differences are the same and not zero, p is
/// the sign test's, 2^(1 - n): that nothing scatters in a few runs is no certainty. `planned`: pairs that there are to
/// be; without it as many as both have. `certain`: the figure does not hang on the seed (costs).
PairedComparison compare_paired(const BySeed& first, const BySeed& second, std::optional<size_t> planned = {},
                                bool certain = false);

/// Adjusts the p values of several comparisons made at once (Holm 1979) and gives each its verdict at 5 %. Comparisons
/// of fewer pairs than planned have none, nor a p value (1): the runs without a figure are not those of everybody, and
/// whoever is compared over the others' luck wins by losing people.
void judge(std::span<PairedComparison> comparisons);

/// "less", "more", "the same", "not distinguishable", "too few runs", "not all runs have the figure"
std::string words_of(Verdict verdict);
/// The same with what it means: "less: better".
std::string verdict_of(Verdict verdict, bool more_is_better);

}  // namespace muster::sim::study
