#include "sim/study/answer/pictures.h"

#include "base/markup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

constexpr double width = 640;  // [units of the picture]

template <class... T>
void add(std::string& out, fmt::format_string<T...> format, T&&... values) {
  fmt::format_to(std::back_inserter(out), format, std::forward<T>(values)...);
}

std::string opened(double height, const std::string& title) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:g} {1:g}\" width=\"{0:g}\" height=\"{1:g}\" "
      "font-family=\"sans-serif\" font-size=\"12\" fill=\"#222222\"><rect width=\"{0:g}\" height=\"{1:g}\" "
      "fill=\"#ffffff\"/><text x=\"12\" y=\"18\" font-size=\"14\" font-weight=\"bold\">{2}</text>\n",
      width, height, escaped(title));
}

/// White to dark blue.
std::string shade(double share) {
  const auto mix = [&](int light, int dark) { return light + static_cast<int>(std::lround(share * (dark - light))); };
  return fmt::format("#{:02x}{:02x}{:02x}", mix(0xde, 0x08), mix(0xeb, 0x30), mix(0xf7, 0x6b));
}

}  // namespace

std::string tornado_svg(std::vector<Swing> swings, double mean, const std::string& title) {
  if (swings.empty()) return "";
  std::ranges::stable_sort(swings, [](const Swing& a, const Swing& b) { return a.high - a.low > b.high - b.low; });
  constexpr double row = 34, left = 290, right = 530, head = 34;
  double low = mean, high = mean;
  for (const Swing& s : swings) low = std::min(low, s.low), high = std::max(high, s.high);
  if (high <= low) high = low + 1;
  const auto x = [&](double value) { return left + (value - low) / (high - low) * (right - left); };
  const double height = head + row * static_cast<double>(swings.size()) + 26;
  std::string out = opened(height, title);
  for (size_t k = 0; k < swings.size(); ++k) {
    const Swing& s = swings[k];
    const double y = head + row * static_cast<double>(k), middle = y + row / 2;
    add(out, "<text x=\"12\" y=\"{:g}\">{}</text>", middle + 4, escaped(s.name));
    add(out, "<rect x=\"{:.2f}\" y=\"{:g}\" width=\"{:.2f}\" height=\"{:g}\" fill=\"#6b9ac4\"/>", x(s.low), y + 5,
        x(mean) - x(s.low), row - 10);
    add(out, "<rect x=\"{:.2f}\" y=\"{:g}\" width=\"{:.2f}\" height=\"{:g}\" fill=\"#d98c5f\"/>", x(mean), y + 5,
        x(s.high) - x(mean), row - 10);
    add(out, "<text x=\"{:.2f}\" y=\"{:g}\" text-anchor=\"end\" font-size=\"11\">{} {:.4g}</text>", x(s.low) - 4,
        middle + 4, escaped(s.at_low), s.low);
    add(out, "<text x=\"{:.2f}\" y=\"{:g}\" font-size=\"11\">{:.4g} {}</text>\n", x(s.high) + 4, middle + 4, s.high,
        escaped(s.at_high));
  }
  add(out,
      "<path d=\"M{0:.2f} {1:g}V{2:g}\" stroke=\"#222\"/><text x=\"{0:.2f}\" y=\"{3:g}\" text-anchor=\"middle\">"
      "{4:.4g}</text></svg>\n",
      x(mean), head, height - 22, height - 8, mean);
  return out;
}

std::string growth_svg(const std::vector<Growth>& all, const std::string& x_title, const std::string& y_title) {
  double end = 0;
  for (const Growth& one : all)
    if (!one.time.empty()) end = std::max(end, one.time.back());
  if (end <= 0) return "";
  constexpr double height = 400, left = 64, right = 620, top = 20, bottom = 350;
  // Told apart by people with colour-blindness, too (Okabe and Ito 2008).
  constexpr std::array<const char*, 6> colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#000000"};
  const double raw = end / 6, power = std::pow(10, std::floor(std::log10(raw)));
  const double step = power * (raw <= 2 * power ? 2 : raw <= 5 * power ? 5 : 10);
  const auto x = [&](double time) { return left + time / end * (right - left); };
  const auto y = [&](double share) { return bottom - share * (bottom - top); };
  std::string out = opened(height, "");
  for (double time = 0; time <= end; time += step)
    add(out,
        "<path d=\"M{0:.1f} {1:g}V{2:g}\" stroke=\"#ddd\"/><text x=\"{0:.1f}\" y=\"{3:g}\" text-anchor=\"middle\">"
        "{4:g}</text>",
        x(time), top, bottom, bottom + 16, time);
  for (int percent = 0; percent <= 100; percent += 20)
    add(out,
        "<path d=\"M{0:g} {1:.1f}H{2:g}\" stroke=\"#ddd\"/><text x=\"{3:g}\" y=\"{4:.1f}\" text-anchor=\"end\">{5}"
        "</text>",
        left, y(percent / 100.0), right, left - 6, y(percent / 100.0) + 4, percent);
  std::string lines;
  for (size_t k = 0; k < std::min(all.size(), colours.size()); ++k) {
    const Growth& one = all[k];
    std::string band, line;
    for (size_t i = 0; i < one.time.size(); ++i) {
      add(band, "{}{:.1f} {:.1f}", i == 0 ? "M" : "L", x(one.time[i]), y(one.low[i]));
      add(line, "{}{:.1f} {:.1f}", i == 0 ? "M" : "L", x(one.time[i]), y(one.mean[i]));
    }
    for (size_t i = one.time.size(); i-- > 0;) add(band, "L{:.1f} {:.1f}", x(one.time[i]), y(one.high[i]));
    add(out, "<path d=\"{}Z\" fill=\"{}\" fill-opacity=\"0.2\"/>", band, colours[k]);
    add(lines, "<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>", line, colours[k]);
    const double at = bottom - 14 - 18 * static_cast<double>(std::min(all.size(), colours.size()) - 1 - k);
    add(lines,
        "<path d=\"M{:g} {:g}h18\" stroke=\"{}\" stroke-width=\"3\"/><text x=\"{:g}\" y=\"{:g}\" "
        "text-anchor=\"end\">{}</text>\n",
        right - 28, at - 4, colours[k], right - 34, at, escaped(one.name));
  }
  add(out, "{}<path d=\"M{:g} {:g}V{:g}H{:g}\" fill=\"none\" stroke=\"#222\"/>", lines, left, top, bottom, right);
  add(out, "<text x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>", (left + right) / 2, bottom + 40,
      escaped(x_title));
  add(out, "<text transform=\"translate(16 {:g}) rotate(-90)\" text-anchor=\"middle\">{}</text></svg>\n",
      (top + bottom) / 2, escaped(y_title));
  return out;
}

std::string rose_svg(const std::vector<Petal>& petals, const std::string& title) {
  if (petals.empty()) return "";
  constexpr double height = 400, cx = 320, cy = 212, radius = 140;
  double most = 0, low = petals.front().value, high = low;
  for (const Petal& p : petals) {
    most = std::max(most, p.share);
    low = std::min(low, p.value), high = std::max(high, p.value);
  }
  std::string out = opened(height, title);
  const double ring = most > 0.4 ? 0.2 : most > 0.2 ? 0.1 : 0.05, whole = std::ceil(most / ring - 1e-9) * ring;
  for (double share = ring; share <= whole + 1e-9; share += ring)
    add(out,
        "<circle cx=\"{0:g}\" cy=\"{1:g}\" r=\"{2:.1f}\" fill=\"none\" stroke=\"#ccc\"/><text x=\"{3:.1f}\" "
        "y=\"{4:.1f}\" "
        "font-size=\"10\" fill=\"#777\">{5:.0f} %</text>",
        cx, cy, share / whole * radius, cx + 3, cy - share / whole * radius - 2, share * 100);
  const double half = std::numbers::pi / static_cast<double>(std::max<size_t>(petals.size(), 4)) * 0.85;
  for (const Petal& p : petals) {
    const double at = p.from_deg * std::numbers::pi / 180, r = p.share / whole * radius;
    const auto px = [&](double angle, double length) { return cx + length * std::sin(angle); };
    const auto py = [&](double angle, double length) { return cy - length * std::cos(angle); };
    add(out, "<path d=\"M{:g} {:g}L{:.2f} {:.2f}A{:.2f} {:.2f} 0 0 1 {:.2f} {:.2f}Z\" fill=\"{}\" stroke=\"#345\"/>",
        cx, cy, px(at - half, r), py(at - half, r), r, r, px(at + half, r), py(at + half, r),
        shade(high > low ? (p.value - low) / (high - low) : 0.5));
    const double side = std::sin(at);
    add(out, "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", px(at, r + 12), py(at, r + 12) + 4,
        std::abs(side) < 0.3 ? "middle"
        : side > 0           ? "start"
                             : "end",
        escaped(p.text));
  }
  for (const auto& [name, x, y] :
       {std::tuple("N", cx - 4, 44.0), {"S", cx - 4, 392.0}, {"W", 118.0, cy + 4}, {"E", 510.0, cy + 4}})
    add(out, "<text x=\"{:g}\" y=\"{:g}\" font-weight=\"bold\">{}</text>", x, y, name);
  return out + "</svg>\n";
}

std::string fn_svg(const std::vector<std::pair<double, double>>& points, const std::string& x_title,
                   const std::string& y_title) {
  if (points.empty()) return "";
  constexpr double height = 400, left = 80, right = 620, top = 24, bottom = 350;
  // From a tenth of a death on, where anything is above that; the table has all.
  constexpr double least_n = 0.1;
  const size_t all = points.size();
  size_t from = 0;
  while (from + 1 < all && points[from].first < least_n) ++from;
  const double low_n = points[from].first, high_n = points.back().first, low_f = points.back().second,
               high_f = points[from].second;
  const auto down = [](double v) { return std::floor(std::log10(v) + 1e-9); };
  const auto up = [](double v) { return std::ceil(std::log10(v) - 1e-9); };
  const double n0 = down(low_n), n1 = std::max(up(high_n), n0 + 1), f0 = std::min(down(low_f), up(high_f) - 1),
               f1 = up(high_f);
  const auto x = [&](double n) { return left + (std::log10(n) - n0) / (n1 - n0) * (right - left); };
  const auto y = [&](double f) { return bottom - (std::log10(f) - f0) / (f1 - f0) * (bottom - top); };
  std::string out = opened(height, "");
  for (double d = n0; d <= n1 + 1e-9; ++d) {
    const double at = left + (d - n0) / (n1 - n0) * (right - left);
    add(out,
        "<path d=\"M{0:.1f} {1:g}V{2:g}\" stroke=\"#ddd\"/><text x=\"{0:.1f}\" y=\"{3:g}\" text-anchor=\"middle\">{4:g}"
        "</text>",
        at, top, bottom, bottom + 16, std::pow(10, d));
  }
  for (double d = f0; d <= f1 + 1e-9; ++d) {
    const double at = bottom - (d - f0) / (f1 - f0) * (bottom - top);
    add(out,
        "<path d=\"M{0:g} {1:.1f}H{2:g}\" stroke=\"#ddd\"/><text x=\"{3:g}\" y=\"{4:.1f}\" text-anchor=\"end\">1e{5:g}"
        "</text>",
        left, at, right, left - 6, at + 4, d);
  }
  // F is level from below a value of N to it.
  std::string path = fmt::format("M{:.1f} {:.1f}", left, y(high_f));
  for (size_t k = from; k < points.size(); ++k) {
    add(path, "H{:.1f}", x(points[k].first));
    if (k + 1 < points.size())
      add(path, "V{:.1f}", y(points[k + 1].second));
    else
      add(path, "V{:g}", bottom);
  }
  add(out, "<path d=\"{}\" fill=\"none\" stroke=\"#0072b2\" stroke-width=\"2\"/>", path);
  add(out, "<path d=\"M{0:g} {1:g}V{2:g}H{3:g}\" fill=\"none\" stroke=\"#222\"/>", left, top, bottom, right);
  add(out, "<text x=\"{:g}\" y=\"{:g}\" text-anchor=\"middle\">{}</text>", (left + right) / 2, bottom + 40,
      escaped(x_title));
  add(out, "<text transform=\"translate(18 {:g}) rotate(-90)\" text-anchor=\"middle\">{}</text></svg>\n",
      (top + bottom) / 2, escaped(y_title));
  return out;
}

}  // namespace muster::sim::study
