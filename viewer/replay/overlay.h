#pragma once
// Fields over the floors at any time: what to colour on which square.

#include "viewer/replay/colours.h"
#include "viewer/replay/contours.h"
#include "viewer/replay/samples.h"

#include <string>
#include <vector>

namespace muster::viewer {

/// A field that a results file can show.
struct FieldName {
  enum class Kind { peak_density, crowded, usage, gas, heat, smoke };
  Kind kind;
  size_t hazard = 0;  ///< of gas: which
  std::string name;   ///< "peak_density", "gas:ammonia leak", "heat", "smoke"

  bool changes() const { return kind == Kind::gas || kind == Kind::heat || kind == Kind::smoke; }  ///< in time
};

/// A value that matters, drawn as a line.
struct Level {
  double value = 0;  ///< in the field's unit
  std::string name;  ///< "AEGL-2 (60 min) 2 ppm"
  Rgb colour;
};

/// One value a square at one time.
struct FieldValues {
  std::vector<Rgb> colour;
  std::vector<float> opacity;  ///< 0: nothing to be shown there
};

class Overlay {
 public:
  /// Both must outlive this.
  Overlay(const Replay& replay, const Samples& samples);

  /// What the file has: those that change in time first, those of the whole run behind them once it has ended.
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

  /// Lines of a field, the highest value first: radiation of 37.5, 12.5 and 4 kW/m2; of gas what the summary says of
  /// AEGL and LFL, or of other criteria where it has neither. None while the run goes on.
  const std::vector<Level>& levels(size_t field) const { return levels_[field]; }
  /// Of each level, at a time.
  std::vector<std::vector<Piece>> contours(size_t field, double time);

  /// Takes in what a run has added.
  void refresh();

  /// Colours at a time [s]: those of the latest sample before it; fields of the whole run do not change. `changed` says
  /// whether they differ from the last call's.
  const FieldValues& at(size_t field, double time, bool& changed);

 private:
  void list();
  Legend make_legend(const FieldName& field) const;
  std::vector<Level> make_levels(const FieldName& field) const;
  std::vector<float> values(const FieldName& field, size_t sample) const;
  void colour(size_t field, size_t sample);

  const Replay& replay_;
  const Samples& samples_;
  results::AnalysisTables analysis_;
  std::vector<FieldName> names_;
  std::vector<Legend> legends_;             ///< of each
  std::vector<std::vector<Level>> levels_;  ///< of each
  Lattice lattice_;                         ///< of the fields that change; made when it is needed
  bool has_lattice_ = false;
  FieldValues values_;
  size_t shown_field_ = SIZE_MAX, shown_sample_ = SIZE_MAX;
};

}  // namespace muster::viewer
