#pragma once
// What an earlier run sampled of its hazards, read from its results instead of computed again.

#include "base/error.h"
#include "scene/model.h"
#include "sim/results/reader.h"

#include <string>
#include <vector>

namespace muster::sim {

/// The samples of a finished run, one at a time, and what they came to. Values are those that the run computed, bit for
/// bit: the file holds them as they were.
class EarlierRun {
 public:
  /// Throws InputError, by the key `hazards.from`, for a file that cannot be read. `same_program`: who asks knows that
  /// the same program computed it, whatever its version says.
  explicit EarlierRun(const std::string& path, bool same_program = false);

  /// [s] its latest end: tanks burn and detectors look until then.
  double until() const { return reader_.info().until; }
  /// A mistake where samples on the squares of `grid`, over the floors of `model`, are not to be had from it.
  void check(const results::HazardGrid& grid, const scene::Model& model, std::vector<Mistake>& mistakes) const;
  /// Where another version of this program computed it.
  std::vector<Warning> warnings() const;
  /// What the air of `[flow]` had to say as it was computed, and whatever else it warned of by such a code.
  std::vector<Warning> of_flow() const;

  size_t samples() const { return outline_.frames.size(); }
  /// [s] of the last one; 0: there is none.
  double last() const { return samples() == 0 ? 0 : outline_.frames.back().time; }
  results::HazardFrame sample(size_t index) const { return reader_.hazard_frame(outline_.grid, index); }
  const results::HazardTotals& totals() const { return outline_.totals; }

 private:
  results::ResultsReader reader_;
  results::HazardTables outline_;
  bool same_program_;
};

}  // namespace muster::sim
