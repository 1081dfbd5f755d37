#include "sim/chart/plot.h"

#include "base/markup.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr double width = 640, height = 400, left = 64, right = 16, top = 36, bottom = 48;
/// Told apart by people with colour-blindness, too (Okabe and Ito 2008).
constexpr std::array<const char*, 8> colours = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                "#e69f00", "#56b4e9", "#000000", "#8c6d1f"};

struct Scale {
  double low = 0, high = 1, step = 0.2;  // values
  double from = 0, to = 1;               // units of the picture
  double at(double value) const { return from + (value - low) / (high - low) * (to - from); }
  /// Multiples of the step within the range.
  std::vector<double> ticks() const {
    std::vector<double> all;
    for (double n = std::ceil(low / step - 1e-9); n * step <= high + 1e-9 * step; ++n) all.push_back(n * step);
    return all;
  }
};

/// 1, 2 or 5 times a power of ten, about a fifth of the range.
double step_of(double range) {
  const double raw = range / 5, power = std::pow(10, std::floor(std::log10(raw)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (raw <= factor * power * 1.0001) return factor * power;
  return 10 * power;
}

Scale scale_of(const Axis& axis, const std::vector<double>& values, double from, double to) {
  Scale s;
  s.from = from, s.to = to;
  s.low = axis.low, s.high = axis.high;
  if (axis.low == axis.high) {
    double low = 0, high = 0;  // from zero
    for (const double v : values)
      if (std::isfinite(v)) low = std::min(low, v), high = std::max(high, v);
    if (low == high) high = low + 1;
    s.step = step_of(high - low);
    s.low = std::floor(low / s.step) * s.step;
    s.high = std::ceil(high / s.step * (1 + 1e-9)) * s.step;
  }
  s.step = step_of(s.high - s.low);
  return s;
}

class Drawing {
 public:
  explicit Drawing(const Plot& plot) : plot_(plot) {
    std::vector<double> xs, ys;
    for (const Series& s : plot.series) {
      for (const auto& [x, y] : s.points) xs.push_back(x), ys.push_back(y);
      ys.insert(ys.end(), s.upper.begin(), s.upper.end());
    }
    x_ = scale_of(plot.x, xs, left, width - right);
    y_ = scale_of(plot.y, ys, height - bottom, top);
  }

  std::string text() {
    add(R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" )"
        R"(font-family="sans-serif" font-size="12" fill="#222222">)"
        "\n",
        width, height);
    add("<rect width=\"{}\" height=\"{}\" fill=\"#ffffff\"/>\n", width, height);
    add("<clipPath id=\"frame-{}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>\n", plot_.name, left,
        top, width - left - right, height - top - bottom);
    axes();
    size_t colour = 0;
    for (const Series& s : plot_.series)
      if (s.look == Series::Look::band) band(s);
    for (const Series& s : plot_.series)
      if (s.look != Series::Look::band) draw(s, colours[colour++ % colours.size()]);
    legend();
    return out_ + "</svg>\n";
  }

 private:
  template <class... T>
  void add(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<T>(values)...);
  }

  /// Numbers of ticks without the dirt of binary fractions.
  static std::string tick(double value, double step) {
    const int digits = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    return fmt::format("{:.{}f}", std::abs(value) < step * 1e-6 ? 0.0 : value, digits);
  }

  void axes() {
    add("<text x=\"{}\" y=\"20\" font-size=\"14\" font-weight=\"bold\">{}</text>\n", left, escaped(plot_.title));
    for (const double v : x_.ticks()) {
      const double at = x_.at(v);
      add("<path d=\"M{0:.1f} {1}V{2}\" stroke=\"#dddddd\"/><text x=\"{0:.1f}\" y=\"{3}\" "
          "text-anchor=\"middle\">{4}</text>\n",
          at, top, height - bottom, height - bottom + 16, tick(v, x_.step));
    }
    for (const double v : y_.ticks()) {
      const double at = y_.at(v);
      add("<path d=\"M{0} {1:.1f}H{2}\" stroke=\"#dddddd\"/><text x=\"{3}\" y=\"{4:.1f}\" "
          "text-anchor=\"end\">{5}</text>\n",
          left, at, width - right, left - 6, at + 4, tick(v, y_.step));
    }
    add("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"#222222\"/>\n", left, top, height - bottom, width - right);
    add("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n", 0.5 * (left + width - right), height - 12,
        escaped(plot_.x.title));
    add("<text transform=\"translate(16 {}) rotate(-90)\" text-anchor=\"middle\">{}</text>\n",
        0.5 * (top + height - bottom), escaped(plot_.y.title));
  }

  void band(const Series& s) {
    std::string path;
    for (const auto& [x, y] : s.points)
      fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x_.at(x), y_.at(y));
    for (size_t i = s.points.size(); i-- > 0;)
      fmt::format_to(std::back_inserter(path), "L{:.1f} {:.1f}", x_.at(s.points[i].first), y_.at(s.upper[i]));
    add("<path d=\"{}Z\" fill=\"#999999\" fill-opacity=\"0.3\" clip-path=\"url(#frame-{})\"/>\n", path, plot_.name);
  }

  void draw(const Series& s, const char* colour) {
    if (s.look == Series::Look::dots) {
      const double radius = s.points.size() > 100 ? 1.6 : 3.5;
      for (const auto& [x, y] : s.points)
        if (std::isfinite(y) && x >= x_.low && x <= x_.high && y >= y_.low && y <= y_.high)
          add("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{}\" fill=\"{}\" fill-opacity=\"{}\"/>\n", x_.at(x), y_.at(y),
              radius, colour, s.points.size() > 100 ? 0.6 : 0.9);
      return;
    }
    std::string path;
    bool pen_down = false;
    for (size_t i = 0; i < s.points.size(); ++i) {
      const auto& [x, y] = s.points[i];
      if (!std::isfinite(x) || !std::isfinite(y)) {
        pen_down = false;
        continue;
      }
      if (pen_down && s.look == Series::Look::steps)
        fmt::format_to(std::back_inserter(path), "H{:.1f}V{:.1f}", x_.at(x), y_.at(y));
      else
        fmt::format_to(std::back_inserter(path), "{}{:.1f} {:.1f}", pen_down ? "L" : "M", x_.at(x), y_.at(y));
      pen_down = true;
    }
    add("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\" stroke-linejoin=\"round\" "
        "clip-path=\"url(#frame-{})\"/>\n",
        path, colour, plot_.name);
  }

  /// In that upper corner of the frame where fewer points lie.
  void legend() {
    size_t longest = 0;
    double rows = 0;
    for (const Series& s : plot_.series)
      if (!s.label.empty()) longest = std::max(longest, s.label.size()), ++rows;
    if (rows == 0) return;
    const double box_width = 34 + 6.9 * static_cast<double>(longest), box_height = 8 + 16 * rows;
    const double x_left = left + 8, x_right = width - right - 8 - box_width, y_top = top + 6,
                 y_bottom = height - bottom - 6 - box_height;
    std::array<std::pair<double, double>, 4> corners = {
        {{x_right, y_top}, {x_left, y_top}, {x_right, y_bottom}, {x_left, y_bottom}}};
    const auto& corner = *std::min_element(corners.begin(), corners.end(), [&](const auto& a, const auto& b) {
      return hidden(a, box_width, box_height) < hidden(b, box_width, box_height);
    });
    add("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#ffffff\" fill-opacity=\"0.85\" "
        "stroke=\"#cccccc\"/>\n",
        corner.first, corner.second, box_width, box_height);
    size_t colour = 0;
    double y = corner.second + 16;
    for (const Series& s : plot_.series) {
      const char* own = s.look == Series::Look::band ? "#999999" : colours[colour++ % colours.size()];
      if (s.label.empty()) continue;
      const double x = corner.first + 8;
      if (s.look == Series::Look::dots)
        add("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>", x + 7, y - 4, own);
      else if (s.look == Series::Look::band)
        add("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"14\" height=\"10\" fill=\"{}\" fill-opacity=\"0.4\"/>", x, y - 9,
            own);
      else
        add("<path d=\"M{:.1f} {:.1f}h14\" stroke=\"{}\" stroke-width=\"2\"/>", x, y - 4, own);
      add("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x + 20, y, escaped(s.label));
      y += 16;
    }
  }

  /// How much of the drawing a legend at this corner would hide: values inside the box.
  size_t hidden(const std::pair<double, double>& corner, double box_width, double box_height) const {
    size_t n = 0;
    const auto inside = [&](double x, double y) {
      return x >= corner.first && x <= corner.first + box_width && y >= corner.second &&
             y <= corner.second + box_height;
    };
    for (const Series& s : plot_.series)
      for (size_t i = 0; i < s.points.size(); ++i) {
        const auto& [x, y] = s.points[i];
        n += inside(x_.at(x), y_.at(y)) ? 1 : 0;
        if (s.look == Series::Look::band) continue;
        if (s.look != Series::Look::dots && i > 0)  // along the line
          for (const double t : {0.25, 0.5, 0.75})
            n += inside(x_.at(s.points[i - 1].first + t * (x - s.points[i - 1].first)),
                        y_.at(s.points[i - 1].second + t * (y - s.points[i - 1].second)))
                     ? 1
                     : 0;
      }
    return n;
  }

  const Plot& plot_;
  Scale x_, y_;
  std::string out_;
};

}  // namespace

std::string svg(const Plot& plot) { return Drawing(plot).text(); }

}  // namespace muster::sim
