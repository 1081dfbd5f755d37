#pragma once
// Measurements that a case asks for: density and speed in areas, crossings of lines.

#include "models/crowd/analysis/settings.h"
#include "models/crowd/analysis/voronoi.h"
#include "models/crowd/ground/ground.h"
#include "models/crowd/walking/rows.h"
#include "models/crowd/walking/walk.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// One sample of an area.
struct AreaSample {
  double time = 0;             ///< [s]
  int32_t measure = 0;         ///< index of the measure in the case
  int32_t people = 0;          ///< N, whose place lies in the area
  double density = 0;          ///< [1/m2] N / walkable area (classic)
  double voronoi_density = 0;  ///< [1/m2] sum_i |A_i and A| / |A_i| / |A|
  double speed = 0;            ///< [m/s] mean over the N; NaN where N = 0
  double voronoi_speed = 0;    ///< [m/s] sum_i v_i |A_i and A| / sum_i |A_i and A|; NaN where no cell reaches in
};

/// Somebody crossed a measurement line.
struct LineCrossing {
  double time = 0;  ///< [s] interpolated within the step
  AgentId id = 0;
  int32_t measure = 0;  ///< index of the measure in the case
  bool forward = true;  ///< from the right to the left of a -> b
  float speed = 0;      ///< [m/s] across the line, positive
};

/// Totals of a line in one direction.
struct LineUse {
  int64_t people = 0;
  double first = 0, last = 0;  ///< [s]
  double speed_sum = 0;        ///< [m/s]
};

/// A measure on floors: an area with its cells, or a line with the heights of the floor under it.
struct Measure {
  MeasureSpec spec;
  double area = 0;              ///< [m2] walkable; 0 for lines
  std::vector<CellId> cells;    ///< of an area, ascending
  float z_low = 0, z_high = 0;  ///< [m] of its floor
};

/// Finds the floor that each measure lies on. Throws InputError with all mistakes: no floor there, or several above one
/// another and no `z_m`, or a name twice.
std::vector<Measure> place_measures(const scene::Floors& floors, const std::vector<MeasureSpec>& specs);

/// Takes the measurements of one run.
class Measures {
 public:
  Measures(const Ground& ground, std::vector<Measure> measures);

  bool empty() const { return measures_.empty(); }
  /// Counts who crossed a line in a step that began at `time` and took `step` [s]: `rows` after it, `before` their
  /// places before it. `drift` [m]: how far anybody may have moved since `strips` were sorted.
  void cross(const Rows& rows, const NextPositions& before, const Strips& strips, double time, double step,
             float drift);
  /// Samples the areas that are due at `time` [s].
  void sample(const Rows& rows, const Strips& strips, double time, float drift);

  const std::vector<Measure>& all() const { return measures_; }
  const std::vector<AreaSample>& samples() const { return samples_; }
  const std::vector<LineCrossing>& crossings() const { return crossings_; }
  /// Of a line: forward, backward.
  const std::array<LineUse, 2>& use(size_t measure) const { return uses_[measure]; }

 private:
  AreaSample measure(size_t index, const Rows& rows, const Strips& strips, float drift);
  void people_near(const Rows& rows, const Strips& strips, const Vec2& low, const Vec2& high, float z_low, float z_high,
                   std::vector<uint32_t>& out) const;
  std::vector<WallLine> walls_near(const Vec2& low, const Vec2& high, float z_low, float z_high) const;

  const Ground* ground_;
  std::vector<Measure> measures_;
  std::vector<double> next_;    // [measures] when an area is due
  std::vector<Outline> local_;  // [measures] outline or line, from the grid's corner
  std::vector<AreaSample> samples_;
  std::vector<LineCrossing> crossings_;
  std::vector<std::array<LineUse, 2>> uses_;
  std::vector<uint32_t> near_;
};

}  // namespace muster::crowd
