#include "sim/case/units.h"

#include <cmath>

namespace muster::sim {

Type<double> scaled(const Range& range, const std::string& unit, double factor, double offset) {
  Type<double> type = number(range, unit);
  type.read = [read = type.read, factor, offset](const Spot& spot, double& value, Report& report) {
    double written = 0;
    if (!read(spot, written, report)) return false;
    value = written * factor + offset;
    return true;
  };
  // What was written, without the last digits that the conversion spoils.
  type.show = [factor, offset](const double& value) { return Json(std::round((value - offset) / factor * 1e9) / 1e9); };
  return type;
}

Type<double> celsius(Range range) { return scaled(range, "C", 1, 273.15); }
Type<double> bars(Range range) { return scaled(range, "bar", 1e5, 0); }

}  // namespace muster::sim
