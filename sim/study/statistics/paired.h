#pragma once
// Whether one variant is better than another, told from runs with the same seeds.

#include "base/interval.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace muster::sim::study {

/// Values of one figure by seed.
using BySeed = std::map<uint64_t, double>;

enum class Verdict { less, more, the_same, not_distinguishable, too_few };

/// The second variant against the first.
struct PairedComparison {
  MeanInterval difference;  ///< second less first over the seeds that both have; 95 %, Student's t
  double p = 1;             ///< that so large a mean difference comes by chance; after `judge` Holm's
  double below = 0.5;       ///< P(second < first) + P(equal) / 2 over the pairs
  Verdict verdict = Verdict::too_few;
};

/// Over the seeds that both have; n is 0 where there are none.
PairedComparison compare_paired(const BySeed& first, const BySeed& second);

/// Adjusts the p values of several comparisons made at once (Holm 1979) and gives each its verdict at 5 %.
void judge(std::span<PairedComparison> comparisons);

/// "less", "more", "the same", "not distinguishable", "too few runs"
std::string words_of(Verdict verdict);
/// The same with what it means: "less: better".
std::string verdict_of(Verdict verdict, bool more_is_better);

}  // namespace muster::sim::study
