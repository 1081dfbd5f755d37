#include "scene/picture/layout.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace muster::scene {

namespace {

constexpr double step_tolerance = 0.5;  // [m] things this far below a floor still belong to its storey
constexpr double shortest_fence = 1;    // [m] a piece of wall that widens what is shown
constexpr double shown_outside = 2.5;   // [m] of the ground around the building
constexpr double largest_scale = 60;    // [pixels/m]

/// Storeys of models that have none: heights where most of the level floor lies, at least 2.2 m apart.
std::vector<Storey> storeys_from_heights(const Floors& floors) {
  constexpr double bin = 0.5, apart = 2.2, least_share = 0.05;
  std::map<int, size_t> count;
  for (size_t c = 0; c < floors.size(); ++c) {
    if (floors.surface[c] == Surface::stair || floors.surface[c] == Surface::ramp) continue;
    ++count[static_cast<int>(std::floor(floors.z[c] / bin))];
  }
  std::vector<std::pair<size_t, int>> by_size;
  by_size.reserve(count.size());
  for (const auto& [index, n] : count) by_size.emplace_back(n, -index);
  std::sort(by_size.rbegin(), by_size.rend());
  std::vector<Storey> storeys;
  for (const auto& [n, negative_index] : by_size) {
    const double z = -negative_index * bin;
    const bool is_new =
        std::all_of(storeys.begin(), storeys.end(), [&](const Storey& s) { return std::abs(s.z - z) >= apart; });
    if (is_new && static_cast<double>(n) >= least_share * static_cast<double>(by_size.front().first)) {
      storeys.push_back({fmt::format("z = {:.1f} m", z), z});
    }
  }
  std::sort(storeys.begin(), storeys.end(), [](const Storey& a, const Storey& b) { return a.z < b.z; });
  return storeys;
}

void choose_extent(const Floors& floors, Layout& layout) {
  Vec2 all_low = Vec2::Constant(1e30), all_high = -all_low, in_low = all_low, in_high = all_high;
  for (size_t c = 0; c < floors.size(); ++c) {
    const Vec2 at = floors.centre(static_cast<CellId>(c));
    all_low = all_low.cwiseMin(at);
    all_high = all_high.cwiseMax(at);
    if (floors.surface[c] == Surface::outside || floors.surface[c] == Surface::beyond_exit) continue;
    in_low = in_low.cwiseMin(at);
    in_high = in_high.cwiseMax(at);
  }
  // Walls outdoors that one can stand on either side of: fences, bunds. The edge of the ground is none.
  for (const Wall& wall : floors.walls) {
    const Vec2 along = wall.b - wall.a, middle = (wall.a + wall.b) / 2;
    if (along.norm() < shortest_fence) continue;
    const Vec2 side = Vec2(-along.y(), along.x()).normalized() * shown_outside / 2;
    bool both = true;
    for (const Vec2& at : {Vec2(middle + side), Vec2(middle - side)})
      both = both && floors.find(at.x(), at.y(), wall.z_low) != no_cell;
    if (!both) continue;
    in_low = in_low.cwiseMin(wall.a.cwiseMin(wall.b));
    in_high = in_high.cwiseMax(wall.a.cwiseMax(wall.b));
  }
  if (in_low.x() > in_high.x()) in_low = all_low, in_high = all_high;
  layout.low = (in_low.array() - shown_outside).matrix().cwiseMax(all_low);
  layout.high = (in_high.array() + shown_outside).matrix().cwiseMin(all_high);
  auto include = [&](const Vec2& at) {
    if (!at.allFinite()) return;
    layout.low = layout.low.cwiseMin(at);
    layout.high = layout.high.cwiseMax(at);
  };
  for (const Exit& exit : floors.exits) include(exit.a), include(exit.b);
  for (const Unreachable& place : floors.unreachable) include(place.at.head<2>());
  if (layout.low.x() > layout.high.x()) layout.low = Vec2(0, 0), layout.high = Vec2(1, 1);
  layout.low.array() -= 1.5;  // room for labels
  layout.high.array() += 1.5;
}

/// Of all numbers of columns the one whose picture is nearest to a page on its side.
void choose_columns(Layout& layout, int wished_width, bool has_title) {
  constexpr double page = 0.72;  // height over width
  const int count = static_cast<int>(layout.panels.size());
  const Vec2 size = layout.high - layout.low;
  const int top = picture_margin + (has_title ? picture_title : 0);
  double best = 1e30;
  int columns = 1;
  for (int c = 1; c <= count; ++c) {
    const double scale = std::min(largest_scale, (wished_width - picture_margin * (c + 1)) / (c * size.x()));
    if (scale <= 0) break;
    const int rows = (count + c - 1) / c;
    const double height = top + rows * (size.y() * scale + panel_title + picture_margin) + picture_foot;
    const double width = c * (size.x() * scale + picture_margin) + picture_margin;
    const double misfit = std::abs(std::log(height / width / page));
    if (misfit >= best) continue;
    best = misfit;
    layout.scale = scale;
    columns = c;
  }
  // The height stays within what any viewer opens, however long and thin the place is.
  constexpr double most_pixels = 8000;
  const int rows = (count + columns - 1) / columns;
  layout.scale = std::min(layout.scale, most_pixels / (rows * size.y()));
  const double panel_width = size.x() * layout.scale, panel_height = size.y() * layout.scale;
  constexpr int legend_width = 900;  // [pixels]
  layout.width = std::max(std::min(wished_width, legend_width),
                          static_cast<int>(std::ceil(columns * (panel_width + picture_margin) + picture_margin)));
  layout.height =
      static_cast<int>(std::ceil(top + rows * (panel_height + panel_title + picture_margin) + picture_foot));
  for (int i = 0; i < count; ++i) {
    const int row = i / columns, in_row = i % columns;
    layout.panels[static_cast<size_t>(i)].corner = {
        picture_margin + in_row * (panel_width + picture_margin),
        top + row * (panel_height + panel_title + picture_margin) + panel_title};
  }
}

}  // namespace

size_t Layout::panel_at(double z) const {
  size_t index = 0;
  while (index + 1 < panels.size() && panels[index + 1].z <= z + step_tolerance) ++index;
  return index;
}

Layout make_layout(const Floors& floors, const PictureOptions& options) {
  Layout layout;
  std::vector<Storey> storeys = floors.storeys;
  const bool are_given = !storeys.empty();
  if (!are_given) storeys = storeys_from_heights(floors);
  if (storeys.size() < 2 && !are_given) storeys = {{"Plan", 0}};
  for (size_t s = 0; s < storeys.size(); ++s) {
    Panel panel;
    panel.name = storeys[s].name;
    panel.z = storeys[s].z;
    // Above skirtings and below the floor of the next storey.
    const double next = s + 1 < storeys.size() ? storeys[s + 1].z : panel.z + 2.5;
    panel.wall_low = storeys.size() == 1 ? -1e30 : panel.z + 0.3;
    panel.wall_high = storeys.size() == 1 ? 1e30 : std::max(next - 0.3, panel.wall_low);
    panel.cell_of.assign(static_cast<size_t>(floors.grid.nx) * static_cast<size_t>(floors.grid.ny), no_cell);
    layout.panels.push_back(std::move(panel));
  }
  for (size_t c = 0; c < floors.size(); ++c) {
    const bool knows = are_given && floors.storey[c] >= 0;
    Panel& panel = layout.panels[knows ? static_cast<size_t>(floors.storey[c]) : layout.panel_at(floors.z[c])];
    // Cells of a column ascend: the last one is the highest.
    panel.cell_of[static_cast<size_t>(floors.column[c])] = static_cast<CellId>(c);
  }
  choose_extent(floors, layout);
  choose_columns(layout, std::clamp(options.width, 400, 8000), !options.title.empty());
  return layout;
}

std::vector<uint8_t> cells_with_exit(const Floors& floors) {
  if (floors.exits.empty()) return {};
  std::vector<uint8_t> known(floors.size(), 0);
  std::vector<CellId> open;
  auto reach = [&](CellId cell) {
    if (cell == no_cell || known[static_cast<size_t>(cell)]) return;
    known[static_cast<size_t>(cell)] = 1;
    open.push_back(cell);
  };
  for (const Exit& exit : floors.exits) {
    for (const CellId cell : exit.line_cells) reach(cell);
    for (const CellId cell : exit.sink) reach(cell);
  }
  // Links are few: whenever the walk has ended, look whether one leads on.
  while (!open.empty()) {
    while (!open.empty()) {
      const CellId cell = open.back();
      open.pop_back();
      for (const CellId next : floors.neighbour[static_cast<size_t>(cell)]) reach(next);
    }
    for (const Link& link : floors.links) {
      auto is_known = [&](const std::vector<CellId>& cells) {
        return std::any_of(cells.begin(), cells.end(),
                           [&](CellId c) { return c != no_cell && known[static_cast<size_t>(c)]; });
      };
      if (is_known(link.to)) {
        for (const CellId cell : link.from) reach(cell);
      }
      if (link.two_way && is_known(link.from)) {
        for (const CellId cell : link.to) reach(cell);
      }
    }
  }
  return known;
}

}  // namespace muster::scene
