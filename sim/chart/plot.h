#pragma once
// Line, point and band charts as SVG text: no library, the same bytes for the same numbers.

#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// One set of values in a chart.
struct Series {
  enum class Look { line, dots, steps, band };
  std::string label;  ///< in the legend; "" none
  Look look = Look::line;
  std::vector<std::pair<double, double>> points;  ///< x, y; NaN breaks a line
  std::vector<double> upper = {};                 ///< band: the upper edge at each x, `points` holding the lower one
};

struct Axis {
  std::string title;  ///< with the unit: "density [1/m²]"
  /// Range; where low == high, that of the values, from 0 where they are positive.
  double low = 0, high = 0;
};

/// A chart with up to eight series told apart by colour (bands are grey).
struct Plot {
  std::string name;  ///< of its file, without extension; differs from those of other charts in the same page
  std::string title;
  Axis x, y;
  std::vector<Series> series = {};
};

/// The chart as an SVG document of 640 x 400 units. Points outside a given range are left out, lines are clipped.
std::string svg(const Plot& plot);

}  // namespace muster::sim
