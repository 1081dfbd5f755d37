#include "sim/study/answer/bars.h"

#include "base/markup.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

constexpr double row = 24, left = 230, right = 550, width = 640, head = 30;  // [units of the picture]

std::string short_name(const std::string& name) {
  constexpr size_t most = 34;
  if (name.size() <= most) return name;
  size_t end = most - 1;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;  // not within a character
  return name.substr(0, end) + "…";
}

}  // namespace

std::string bars_svg(const std::vector<Bar>& bars, const std::string& title) {
  if (bars.empty()) return "";
  double low = 0, high = 0;
  for (const Bar& bar : bars) {
    low = std::min({low, bar.value, bar.low.value_or(0)});
    high = std::max({high, bar.value, bar.high.value_or(0)});
  }
  if (high - low <= 0) high = low + 1;
  const auto x = [&](double value) { return left + (value - low) / (high - low) * (right - left); };
  const double height = head + row * static_cast<double>(bars.size()) + 8;
  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:g} {:g}\" font-family=\"sans-serif\" font-size=\"12\">"
      "<text x=\"{:g}\" y=\"16\" font-size=\"13\">{}</text>",
      width, height, left, escaped(title));
  for (size_t k = 0; k < bars.size(); ++k) {
    const Bar& bar = bars[k];
    const double y = head + row * static_cast<double>(k), middle = y + row / 2;
    out += fmt::format("<text x=\"{:g}\" y=\"{:g}\" text-anchor=\"end\">{}</text>", left - 8, middle + 4,
                       escaped(short_name(bar.name)));
    out += fmt::format("<rect x=\"{:.2f}\" y=\"{:g}\" width=\"{:.2f}\" height=\"{:g}\" fill=\"#6b9ac4\"/>",
                       std::min(x(0), x(bar.value)), y + 4, std::abs(x(bar.value) - x(0)), row - 8);
    if (bar.low && bar.high) {
      out += fmt::format(
          "<path d=\"M{0:.2f} {2:g}H{1:.2f}M{0:.2f} {3:g}v8M{1:.2f} {3:g}v8\" stroke=\"#1b1f24\" "
          "stroke-width=\"1.5\" fill=\"none\"/>",
          x(*bar.low), x(*bar.high), middle, middle - 4);
    }
    out += fmt::format("<text x=\"{:g}\" y=\"{:g}\">{:.4g}</text>", right + 8, middle + 4, bar.value);
  }
  out += fmt::format("<path d=\"M{0:.2f} {1:g}V{2:g}\" stroke=\"#777\"/></svg>\n", x(0), head, height - 8);
  return out;
}

}  // namespace muster::sim::study
