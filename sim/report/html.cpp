#include "sim/report/html.h"

#include <cmath>

#include <fmt/format.h>

namespace muster::sim {

std::string table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows) {
  if (rows.empty()) return "";
  std::string out = "<table><thead><tr>";
  for (const std::string& head : heads) out += "<th>" + escaped(head) + "</th>";
  out += "</tr></thead><tbody>";
  for (const auto& row : rows) {
    out += "<tr>";
    for (const std::string& cell : row) out += "<td>" + cell + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string duration(double seconds) {
  const double tenths = std::round(std::abs(seconds) * 10);
  const auto minutes = static_cast<int64_t>(tenths / 600);
  const double rest = (tenths - 600 * static_cast<double>(minutes)) / 10;
  const char* sign = seconds < 0 && tenths > 0 ? "-" : "";
  return minutes == 0 ? fmt::format("{}{:.1f} s", sign, rest) : fmt::format("{}{} min {:.1f} s", sign, minutes, rest);
}

}  // namespace muster::sim
