#include "sim/report/map.h"

#include "base/round_number.h"
#include "sim/report/html.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr double wide = 900;  // [units] of a plan's picture

/// Plan coordinates to those of the picture: y downwards.
struct Frame {
  double x0 = 0, y1 = 0, scale = 1, width = 0, height = 0;

  double x(double at) const { return (at - x0) * scale; }
  double y(double at) const { return (y1 - at) * scale; }
};

Frame frame_of(const scene::Floors& floors, int storey) {
  double low_x = 1e300, high_x = -1e300, low_y = 1e300, high_y = -1e300;
  for (size_t c = 0; c < floors.size(); ++c) {
    if (floors.storey[c] != storey || floors.surface[c] == scene::Surface::beyond_exit) continue;
    const Vec2 at = floors.grid.centre(floors.column[c]);
    low_x = std::min(low_x, at.x()), high_x = std::max(high_x, at.x());
    low_y = std::min(low_y, at.y()), high_y = std::max(high_y, at.y());
  }
  if (low_x > high_x) return {};
  const double margin = 0.03 * std::max(high_x - low_x, high_y - low_y) + 1;
  Frame frame{low_x - margin, high_y + margin, 1, wide, 0};
  frame.scale = wide / (high_x - low_x + 2 * margin);
  frame.height = (high_y - low_y + 2 * margin) * frame.scale;
  constexpr double tall = 1100;  // a page's height
  if (frame.height > tall) {
    frame.width *= tall / frame.height, frame.scale *= tall / frame.height;
    frame.height = tall;
  }
  return frame;
}

int class_of(double value, const std::vector<MapClass>& classes) {
  int found = -1;
  for (size_t k = 0; k < classes.size(); ++k)
    if (value >= classes[k].from) found = static_cast<int>(k);
  return found;
}

constexpr double seam = 0.4;  // [units] by which squares overlap: rounded, they would leave white lines between rows

/// Squares of one class beside one another become one rectangle.
std::string draw_squares(const Frame& frame, const scene::Grid& grid, int storey, double side,
                         const std::vector<MapSquare>& squares, const std::vector<MapClass>& classes) {
  std::map<std::pair<int64_t, int64_t>, int> by_place;  // row, column
  for (const MapSquare& s : squares) {
    if (s.storey != storey) continue;
    const int kind = class_of(s.value, classes);
    if (kind < 0) continue;
    const std::pair place(static_cast<int64_t>(std::floor((s.y - grid.y0) / side)),
                          static_cast<int64_t>(std::floor((s.x - grid.x0) / side)));
    const auto [at, fresh] = by_place.emplace(place, kind);
    if (!fresh) at->second = std::max(at->second, kind);  // a square that a wall cuts
  }
  std::string out;
  for (auto at = by_place.begin(); at != by_place.end();) {
    auto last = at;
    int64_t columns = 1;
    for (auto next = std::next(at); next != by_place.end() && next->first.first == at->first.first &&
                                    next->first.second == at->first.second + columns && next->second == at->second;
         ++next)
      ++columns, last = next;
    const double x = grid.x0 + static_cast<double>(at->first.second) * side;
    const double y = grid.y0 + static_cast<double>(at->first.first + 1) * side;
    out += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"{}\"/>", frame.x(x),
                       frame.y(y), static_cast<double>(columns) * side * frame.scale + seam, side * frame.scale + seam,
                       classes[static_cast<size_t>(at->second)].colour);
    at = std::next(last);
  }
  return out;
}

/// [m] of a storey; of floors that are on none, the lowest of them.
double height_of(const scene::Floors& floors, int storey) {
  if (storey >= 0) return floors.storeys[static_cast<size_t>(storey)].z;
  float lowest = std::numeric_limits<float>::infinity();
  for (size_t c = 0; c < floors.size(); ++c)
    if (floors.storey[c] == storey) lowest = std::min(lowest, floors.z[c]);
  return static_cast<double>(lowest);
}

std::string draw_walls(const Frame& frame, const scene::Floors& floors, int storey) {
  const double low = height_of(floors, storey) - 0.3, high = low + 1.8;
  std::string path;
  for (const scene::Wall& w : floors.walls)
    if (static_cast<double>(w.z_high) > low + 0.6 && static_cast<double>(w.z_low) < high)
      path += fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", frame.x(w.a.x()), frame.y(w.a.y()), frame.x(w.b.x()),
                          frame.y(w.b.y()));
  return path.empty() ? "" : "<path d=\"" + path + "\" stroke=\"#333\" stroke-width=\"1\" fill=\"none\"/>";
}

/// The storey on which an exit lies: the nearest in height; -1 where the model has none.
int storey_of(const scene::Floors& floors, const scene::Exit& exit) {
  if (floors.storeys.empty()) return -1;
  const auto nearest = std::ranges::min_element(
      floors.storeys, {}, [&](const scene::Storey& storey) { return std::abs(exit.z - storey.z); });
  return static_cast<int>(nearest - floors.storeys.begin());
}

std::string draw_exits(const Frame& frame, const scene::Floors& floors, int storey) {
  std::string out;
  for (const scene::Exit& exit : floors.exits) {
    if (storey_of(floors, exit) != storey) continue;
    const Vec2 at = (exit.a + exit.b) / 2 + 0.015 * frame.width / frame.scale * exit.outward;
    const char* colour = exit.closed ? "#a00" : "#065f2a";
    out +=
        fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" stroke-width=\"5\"/>",
                    frame.x(exit.a.x()), frame.y(exit.a.y()), frame.x(exit.b.x()), frame.y(exit.b.y()), colour);
    // Beside the exit where its wall runs up the page, otherwise above or below it.
    const bool beside = std::abs(exit.outward.x()) > std::abs(exit.outward.y());
    const bool right = exit.outward.x() > 0;
    const double width = std::min(7.4 * static_cast<double>(exit.name.size()) + 8, frame.width);  // of the name, about
    const double before = beside ? (right ? 0 : width) : width / 2;
    const double x = std::clamp(frame.x(at.x()), before, frame.width - width + before);
    const double y = std::clamp(frame.y(at.y()), 14.0, frame.height - 4);
    out += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" fill=\"{}\" font-size=\"13\" text-anchor=\"{}\" stroke=\"#fff\" "
        "stroke-width=\"3\" paint-order=\"stroke\">{}</text>",
        x, y, colour,
        !beside ? "middle"
        : right ? "start"
                : "end",
        escaped(exit.name));
  }
  return out;
}

std::string draw_lines(const Frame& frame, const std::vector<MapLine>& lines) {
  std::string out;
  for (const MapLine& line : lines) {
    std::string path;
    for (const auto& [a, b] : line.pieces)
      path +=
          fmt::format("M{:.1f} {:.1f}L{:.1f} {:.1f}", frame.x(a.x()), frame.y(a.y()), frame.x(b.x()), frame.y(b.y()));
    if (!path.empty())
      out += fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"1.5\" fill=\"none\"/>", path, line.colour);
  }
  return out;
}

std::string draw_marks(const Frame& frame, const std::vector<MapMark>& marks) {
  std::string out;
  for (const MapMark& mark : marks) {
    const double x = frame.x(mark.at.x()), y = frame.y(mark.at.y());
    const bool left = x > 0.8 * frame.width;  // the name must not leave the picture
    out += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\" fill=\"#111\" stroke=\"#fff\" stroke-width=\"1.5\"/><text "
        "x=\"{:.1f}\" y=\"{:.1f}\" font-size=\"13\" text-anchor=\"{}\" stroke=\"#fff\" stroke-width=\"3\" "
        "paint-order=\"stroke\">{}</text>",
        x, y, left ? x - 8 : x + 8, y + 4, left ? "end" : "start", escaped(mark.name));
  }
  return out;
}

/// A bar of 1, 2 or 5 times a power of ten metres, a sixth of the width at most.
std::string draw_scale(const Frame& frame) {
  const double metres = round_number_below(frame.width / 6 / frame.scale);
  const double x1 = frame.width - 10, x0 = x1 - metres * frame.scale, y = frame.height - 8;
  return fmt::format(
      "<path d=\"M{0:.1f} {2:.1f}v-6v3H{1:.1f}v-3v6\" stroke=\"#333\" fill=\"none\"/><text x=\"{3:.1f}\" y=\"{4:.1f}\" "
      "font-size=\"12\" text-anchor=\"middle\" stroke=\"#fff\" stroke-width=\"3\" paint-order=\"stroke\">{5:g} "
      "m</text>",
      x0, x1, y, (x0 + x1) / 2, y - 8, metres);
}

}  // namespace

std::vector<StoreyPlan> storey_plans(const scene::Floors& floors) {
  std::vector<StoreyPlan> plans;
  if (std::ranges::find(floors.storey, -1) != floors.storey.end()) plans.push_back({-1, ""});
  for (size_t s = 0; s < floors.storeys.size(); ++s) plans.push_back({static_cast<int>(s), floors.storeys[s].name});
  return plans;
}

std::string map_svg(const scene::Floors& floors, int storey, double side, const std::vector<MapSquare>& squares,
                    const std::vector<MapClass>& classes, const std::vector<MapLine>& lines,
                    const std::vector<MapMark>& marks) {
  const Frame frame = frame_of(floors, storey);
  if (frame.width == 0) return "";
  const std::string painted = draw_squares(frame, floors.grid, storey, side, squares, classes);
  if (painted.empty()) return "";
  return fmt::format(
      "<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" role=\"img\"><g "
      "shape-rendering=\"crispEdges\">{2}</g>{3}{4}{5}{6}{7}</svg>",
      frame.width, frame.height, painted, draw_lines(frame, lines), draw_walls(frame, floors, storey),
      draw_exits(frame, floors, storey), draw_marks(frame, marks), draw_scale(frame));
}

}  // namespace muster::sim
