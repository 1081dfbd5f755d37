#pragma once
// What a run measures besides positions: fields over the floors, areas, lines. docs/formats.md describes the datasets.

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::results {

/// A measurement of the case.
struct MeasureInfo {
  enum class Kind : uint8_t { area, line };
  std::string name;
  Kind kind = Kind::area;
  double size = 0;                             ///< [m2] of an area, [m] of a line
  std::vector<std::array<double, 2>> outline;  ///< [m] corners of the area, ends of the line
  float z = 0;                                 ///< [m] lowest floor under it
};

/// What the analysis of a run is told, known before it starts.
struct AnalysisInfo {
  double square = 0;   ///< [m] side of the squares; 0 in files that have no fields
  double every = 0;    ///< [s] between samples of the fields
  double crowded = 0;  ///< [1/m2] above it a square is crowded
  std::vector<MeasureInfo> measures;
};

/// One square of the fields. Times are those of samples; see models/crowd/analysis/fields.h.
struct SquareRecord {
  double x = 0, y = 0;  ///< [m] a floor cell in its middle
  float z = 0;          ///< [m]
  int16_t storey = -1;
  int32_t space = -1;
  uint8_t stairs = 0;               ///< 1: most of it is stair
  float area = 0;                   ///< [m2] walkable, of the square itself
  float peak_density = 0;           ///< [1/m2]
  float crowded = 0;                ///< [s] above `analysis.crowded_per_m2`
  std::array<float, 6> level{};     ///< [s] at Fruin's levels A to F
  float usage = 0;                  ///< [s] person-seconds
  float mean_speed = 0;             ///< [m/s] NaN where nobody stood in it
  float peak_crowd_pressure = 0;    ///< [1/s2]
  float turbulent = 0;              ///< [s] of crowd pressure above 0.02 /s2
  float peak_contact_pressure = 0;  ///< [N/m]
};

/// One sample of an area.
struct AreaRecord {
  double time = 0;  ///< [s]
  uint32_t measure = 0;
  uint32_t people = 0;
  float density = 0, voronoi_density = 0;  ///< [1/m2]
  float speed = 0, voronoi_speed = 0;      ///< [m/s] NaN where nobody is there
};

/// Somebody crossed a measurement line.
struct LineRecord {
  double time = 0;  ///< [s]
  uint32_t person = 0;
  uint32_t measure = 0;
  int8_t direction = 1;  ///< 1 from the right to the left of a->b, -1 the other way
  float speed = 0;       ///< [m/s] across the line
};

/// All of it, as the file has it.
struct AnalysisTables {
  AnalysisInfo info;
  std::vector<SquareRecord> squares;  ///< those that were used; empty until the run's end
  std::vector<AreaRecord> areas;
  std::vector<LineRecord> lines;
};

}  // namespace muster::results
