#include "sim/study/statistics/paired.h"

#include <algorithm>
#include <cmath>

namespace muster::sim::study {

namespace {

/// The sign test's p value lies below 5 % from here on: 2^-5.
constexpr size_t least_alike = 6;

constexpr double rounding = 1e-12;  // of the difference of two values, as a share of them

bool complete(const PairedComparison& one) { return one.difference.n >= one.planned; }

}  // namespace

PairedComparison compare_paired(const BySeed& first, const BySeed& second, std::optional<size_t> planned,
                                bool certain) {
  std::vector<double> differences;
  double below = 0, greatest = 0;
  for (const auto& [seed, value] : second)
    if (const auto other = first.find(seed); other != first.end()) {
      const double d = value - other->second;
      differences.push_back(d);
      greatest = std::max({greatest, std::abs(value), std::abs(other->second)});
      below += d < 0 ? 1 : d == 0 ? 0.5 : 0;
    }
  PairedComparison out;
  out.planned = planned.value_or(differences.size());
  if (differences.empty()) return out;
  out.difference = mean_interval(differences);
  out.below = below / static_cast<double>(differences.size());
  if (!out.difference.half) return out;
  const size_t degrees = differences.size() - 1;
  const double error = *out.difference.half / student_t95(degrees);
  const auto [low, high] = std::ranges::minmax(differences);
  out.alike = high - low <= rounding * greatest;
  if (!out.alike) {
    out.p = 1 - student_t_within(std::abs(out.difference.mean) / error, degrees);
  } else if (!certain) {
    out.difference.half.reset();
    if (out.difference.mean != 0) out.p = std::exp2(-static_cast<double>(degrees));
  } else {
    out.difference.half = 0;
    out.p = out.difference.mean == 0 ? 1 : 0;
  }
  return out;
}

void judge(std::span<PairedComparison> comparisons) {
  std::vector<size_t> order;
  for (size_t k = 0; k < comparisons.size(); ++k) {
    if (complete(comparisons[k]))
      order.push_back(k);
    else
      comparisons[k].p = 1, comparisons[k].verdict = Verdict::incomplete;
  }
  std::ranges::stable_sort(order, {}, [&](size_t k) { return comparisons[k].p; });
  double least = 0;
  for (size_t rank = 0; rank < order.size(); ++rank) {
    PairedComparison& one = comparisons[order[rank]];
    least = std::min(1.0, std::max(least, one.p * static_cast<double>(order.size() - rank)));
    one.p = least;
    const bool few = one.alike ? one.difference.mean != 0 && !one.difference.half && one.difference.n < least_alike
                               : !one.difference.half.has_value();
    if (few)
      one.verdict = Verdict::too_few;
    else if (one.alike && one.difference.mean == 0)
      one.verdict = Verdict::the_same;
    else if (one.p < 0.05)
      one.verdict = one.difference.mean < 0 ? Verdict::less : Verdict::more;
    else
      one.verdict = Verdict::not_distinguishable;
  }
}

std::string words_of(Verdict verdict) {
  constexpr const char* words[] = {
      "less", "more", "the same", "not distinguishable", "too few runs", "not all runs have the figure"};
  return words[static_cast<size_t>(verdict)];
}

std::string verdict_of(Verdict verdict, bool more_is_better) {
  const bool decided = verdict == Verdict::less || verdict == Verdict::more;
  if (!decided) return words_of(verdict);
  return words_of(verdict) + ((verdict == Verdict::more) == more_is_better ? ": better" : ": worse");
}

}  // namespace muster::sim::study
