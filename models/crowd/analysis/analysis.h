#pragma once
// Everything that is measured while a crowd walks.

#include "models/crowd/analysis/fields.h"
#include "models/crowd/analysis/measures.h"

namespace muster::crowd {

class Analysis {
 public:
  /// Throws InputError where a measure has no floor to lie on.
  Analysis(const Ground& ground, const AnalysisSettings& settings, size_t people)
      : fields_(ground.floors(), settings, people),
        measures_(ground, place_measures(ground.floors(), settings.measures)) {}

  /// After everybody has moved, before anybody is taken away; as `Measures::cross`.
  void moved(const Rows& rows, const NextPositions& before, const Strips& strips, double time, double step,
             float drift) {
    if (!measures_.empty()) measures_.cross(rows, before, strips, time, step, drift);
  }
  /// At the end of a step, at `time` [s]: takes the samples that are due.
  void sample(const Rows& rows, const Strips& strips, double time, float drift, std::span<const float> contact = {}) {
    if (!measures_.empty()) measures_.sample(rows, strips, time, drift);
    if (time < next_ - 1e-9) return;
    next_ += fields_.every();
    fields_.sample(rows, contact);
  }

  const Fields& fields() const { return fields_; }
  const Measures& measures() const { return measures_; }

 private:
  Fields fields_;
  Measures measures_;
  double next_ = 0;  // [s]
};

}  // namespace muster::crowd
