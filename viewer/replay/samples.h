#pragma once
// The samples of a run's hazards, read when they are asked for.

#include "viewer/replay/replay.h"

#include <array>
#include <optional>
#include <vector>

namespace muster::viewer {

class Samples {
 public:
  /// `replay` must outlive this.
  explicit Samples(const Replay& replay);

  const results::HazardGrid& grid() const { return outline_.grid; }
  size_t size() const { return outline_.frames.size(); }
  double time(size_t index) const { return outline_.frames[index].time; }  ///< [s]

  /// The samples around a time [s], and the part of the way from one to the other; none before the first.
  struct Between {
    size_t before = 0, after = 0;
    double part = 0;
  };
  std::optional<Between> around(double time) const;

  /// Both stay until others are asked for.
  const results::HazardFrame& frame(size_t index) const;
  const results::VolumeSample& volume(size_t index) const;

  /// The square that a place on a floor lies in; -1: none.
  int32_t square_at(const Vec3& place) const;

  /// [1/m] of the smoke that the case gives of a place on a floor, at a time [s].
  double given_extinction(const Vec3& place, double time) const;

  /// [volume fraction] highest of a leak so far.
  double peak(size_t hazard) const { return peak_[hazard]; }

  /// Reads what a running simulation has added, once it must have added some.
  bool refresh();

 private:
  void find_peaks(size_t from);
  /// The cell of the nearest floor there; no_cell: none within 1.5 m.
  scene::CellId cell_at(const Vec3& place) const;

  template <class Value>
  struct Kept {
    size_t index = SIZE_MAX;
    Value value;
  };
  const Replay& replay_;
  results::HazardTables outline_;
  results::GivenSmoke given_;
  std::vector<double> peak_;
  mutable std::array<Kept<results::HazardFrame>, 2> frames_;  ///< even and odd ones
  mutable std::array<Kept<results::VolumeSample>, 2> volumes_;
};

}  // namespace muster::viewer
