#pragma once
// Pictures of a study that are no plain charts, as SVG: the same bytes for the same numbers, "" without any.

#include <string>
#include <utility>
#include <vector>

namespace muster::sim::study {

/// What a factor changes: from where to where, and what it is there.
struct Swing {
  std::string name;
  double low = 0, high = 0;
  std::string at_low, at_high;
};

/// One bar a factor across the line of the mean of all, the widest first.
std::string tornado_svg(std::vector<Swing> swings, double mean, const std::string& title);

/// Something that grows in time, with a band.
struct Growth {
  std::string name;
  std::vector<double> time, mean, low, high;  ///< [s], shares in [0, 1]
};

/// Lines with filled bands of their colours; up to six.
std::string growth_svg(const std::vector<Growth>& all, const std::string& x_title, const std::string& y_title);

/// One direction of a wind.
struct Petal {
  double from_deg = 0;  ///< where it comes from, clockwise from north
  double share = 0;
  double value = 0;  ///< darker is more
  std::string text;  ///< at its end
};

/// Petals as long as their shares, north at the top.
std::string rose_svg(const std::vector<Petal>& petals, const std::string& title);

/// Steps over two logarithmic axes: at each N how often it is reached or passed. Points ascend and are positive.
std::string fn_svg(const std::vector<std::pair<double, double>>& points, const std::string& x_title,
                   const std::string& y_title);

}  // namespace muster::sim::study
