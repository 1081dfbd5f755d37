#include "scene/generate/facade.h"

#include "scene/generate/office_plan.h"

#include <algorithm>

namespace muster::scene {

namespace {

constexpr double sill = 0.9;            // [m] windows begin above the desks
constexpr double lintel = 0.2;          // [m] least wall above a window
constexpr double highest_window = 2.3;  // [m]
constexpr double pane = 0.03;           // [m]
constexpr double least_window = 0.6;    // [m]

}  // namespace

std::vector<Opening> Facade::openings() const {
  std::vector<Opening> all = windows;
  for (const auto& [name, door] : doors) all.push_back(door);
  std::sort(all.begin(), all.end(), [](const Opening& a, const Opening& b) { return a.from < b.from; });
  return all;
}

void Facade::add_window(double from, double to) {
  const double head = std::min(highest_window, wall.top - wall.foot - lintel);
  if (to - from >= least_window) windows.push_back({from, to, sill, head});
}

void build_facade(Builder& builder, const Facade& facade, const std::string& name, int storey) {
  builder.element(Meaning::wall, name + " wall " + storey_tag(storey), storey);
  builder.wall(facade.wall, facade.openings());
  if (!facade.windows.empty()) {
    builder.element(Meaning::window, name + " windows " + storey_tag(storey), storey);
    const double middle = (facade.wall.near_face + facade.wall.far_face) / 2;
    for (const Opening& w : facade.windows) {
      WallRun glass = facade.wall;
      glass.from = w.from;
      glass.to = w.to;
      glass.near_face = middle - pane / 2;
      glass.far_face = middle + pane / 2;
      glass.top = glass.foot + w.head;
      glass.foot += w.sill;
      builder.wall(glass);
    }
  }
  for (const auto& [door_name, door] : facade.doors) builder.door(door_name, storey, facade.wall, door);
}

Opening door_at(double middle, double width) { return {middle - width / 2, middle + width / 2, 0, door_height}; }

}  // namespace muster::scene
