#include "sim/study/statistics/paired.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::sim::study {

PairedComparison compare_paired(const BySeed& first, const BySeed& second) {
  std::vector<double> differences;
  double below = 0;
  for (const auto& [seed, value] : second)
    if (const auto other = first.find(seed); other != first.end()) {
      const double d = value - other->second;
      differences.push_back(d);
      below += d < 0 ? 1 : d == 0 ? 0.5 : 0;
    }
  PairedComparison out;
  if (differences.empty()) return out;
  out.difference = mean_interval(differences);
  out.below = below / static_cast<double>(differences.size());
  if (!out.difference.half) return out;
  const size_t degrees = differences.size() - 1;
  const double error = *out.difference.half / student_t95(degrees);
  out.p = error > 0 ? 1 - student_t_within(std::abs(out.difference.mean) / error, degrees)
                    : (out.difference.mean == 0 ? 1 : 0);
  return out;
}

void judge(std::span<PairedComparison> comparisons) {
  std::vector<size_t> order(comparisons.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, {}, [&](size_t k) { return comparisons[k].p; });
  double least = 0;
  for (size_t rank = 0; rank < order.size(); ++rank) {
    PairedComparison& one = comparisons[order[rank]];
    least = std::min(1.0, std::max(least, one.p * static_cast<double>(order.size() - rank)));
    one.p = least;
    if (!one.difference.half)
      one.verdict = Verdict::too_few;
    else if (one.difference.mean == 0 && *one.difference.half == 0)
      one.verdict = Verdict::the_same;
    else if (one.p < 0.05)
      one.verdict = one.difference.mean < 0 ? Verdict::less : Verdict::more;
    else
      one.verdict = Verdict::not_distinguishable;
  }
}

std::string words_of(Verdict verdict) {
  constexpr const char* words[] = {"less", "more", "the same", "not distinguishable", "too few runs"};
  return words[static_cast<size_t>(verdict)];
}

std::string verdict_of(Verdict verdict, bool more_is_better) {
  const bool decided = verdict == Verdict::less || verdict == Verdict::more;
  if (!decided) return words_of(verdict);
  return words_of(verdict) + ((verdict == Verdict::more) == more_is_better ? ": better" : ": worse");
}

}  // namespace muster::sim::study
