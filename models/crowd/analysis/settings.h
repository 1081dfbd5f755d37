#pragma once
// What the analysis of a run is told.

#include "base/vec.h"
#include "scene/authored.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster::crowd {

/// A measurement as a case describes it: an area or a line.
struct MeasureSpec {
  std::string name;
  std::vector<Vec2> area;                   ///< [m] outline in plan, at least three points; empty for a line
  std::optional<std::array<Vec2, 2>> line;  ///< [m]
  std::optional<double> z;                  ///< [m] height of the floor; needed where floors overlap there
  double every = 1;                         ///< [s] between samples of an area
  double cut_off = 1;                       ///< [m] largest distance from a person to the edge of its Voronoi cell
  scene::Origin origin;
};

/// Whether everything is measured everywhere, and how finely.
struct AnalysisSettings {
  double square = 0.5;  ///< [m] side of the squares of the fields, [0.2, 5]; rounded to whole floor cells
  double every = 1;     ///< [s] between samples of the fields, [0.1, 60]
  double crowded = 4;   ///< [1/m2] above it a place counts as crowded, (0, 10]
  std::vector<MeasureSpec> measures;
};

}  // namespace muster::crowd
