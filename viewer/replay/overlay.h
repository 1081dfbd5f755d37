#pragma once
// Fields over the floors at any time: what to colour on which square.

#include "viewer/replay/colours.h"
#include "viewer/replay/replay.h"

#include <limits>
#include <string>
#include <vector>

namespace muster::viewer {

/// A field that a results file can show.
struct FieldName {
  enum class Kind { peak_density, crowded, usage, gas, heat };
  Kind kind;
  size_t hazard = 0;  ///< of gas: which
  std::string name;   ///< "peak_density", "gas", "gas:ammonia leak", "heat"
};

/// One value a square at one time.
struct FieldValues {
  std::vector<Rgb> colour;
  std::vector<float> opacity;  ///< 0: nothing to be shown there
};

/// The fields of a file, as it was when this was made: a run that goes on adds nothing to them.
class Overlay {
 public:
  explicit Overlay(const Replay& replay);

  /// What the file has, those of the whole run first.
  const std::vector<FieldName>& names() const { return names_; }
  /// Index into names(): the field's name, or its beginning up to the colon. -1: the file has no such field.
  int find(const std::string& name) const;

  /// Squares of a field: middles and floor [m], and their side.
  struct Squares {
    double side = 0;
    std::vector<double> x, y;
    std::vector<float> z;
  };
  Squares squares(size_t field) const;

  const Legend& legend(size_t field) const { return legends_[field]; }

  /// Colours at a time [s]: those of the latest sample before it; fields of the whole run do not change. `changed` says
  /// whether they differ from the last call's.
  const FieldValues& at(size_t field, double time, bool& changed);

 private:
  Legend make_legend(const FieldName& field) const;
  float peak(size_t hazard) const;
  void colour(size_t field, size_t sample);

  const Replay& replay_;
  results::AnalysisTables analysis_;
  results::HazardTables hazards_;
  std::vector<FieldName> names_;
  std::vector<Legend> legends_;  ///< of each
  FieldValues values_;
  size_t shown_field_ = SIZE_MAX, shown_sample_ = SIZE_MAX;
};

}  // namespace muster::viewer
