#pragma once
// Horizontal bars with intervals as SVG.

#include <optional>
#include <string>
#include <vector>

namespace muster::sim::study {

struct Bar {
  std::string name;
  double value = 0;
  std::optional<double> low, high;  ///< of its interval
};

/// One bar a row, from zero, the interval as a line with ends; values written at the right. The same bytes for the same
/// numbers. "" without bars.
std::string bars_svg(const std::vector<Bar>& bars, const std::string& title);

}  // namespace muster::sim::study
