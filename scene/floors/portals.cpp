#include "scene/floors/portals.h"

#include "base/text.h"
#include "scene/floors/frame.h"
#include "scene/floors/walls.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

namespace muster::scene::stage {

namespace {

constexpr double sill_reach = 0.35;  ///< [m] floors nearer in height than this to a sill belong to the door
constexpr double wall_reach = 0.8;   ///< [m] half the thickest wall that a threshold bridges
constexpr double leaf_height = 2.1;  ///< [m]

void make_names_unique(std::vector<Portal>& portals) {
  std::map<std::string, int> seen;
  for (Portal& p : portals) {
    if (p.name.empty()) p.name = "door";
    const int n = ++seen[p.name];
    if (n > 1) p.name += fmt::format(" ({})", n);
  }
}

bool bad_line(const std::array<Vec2, 2>& line) { return !((line[1] - line[0]).norm() >= 0.1); }

Portal portal_of(const Door& door) {
  Portal p;
  p.name = door.name;
  p.id = door.id;
  p.width = door.width > 0 ? door.width : 0.9;
  const Vec2 centre = door.centre.head<2>();
  p.a = centre - door.along * (0.5 * p.width);
  p.b = centre + door.along * (0.5 * p.width);
  p.z = door.centre.z();
  return p;
}

/// What the author says of a door of the model.
void amend(const DoorSpec& spec, std::vector<Portal>& portals, std::vector<Mistake>& mistakes) {
  const auto which = portals_called(spec.name, portals);
  if (which.empty()) mistakes.push_back(mistake_at(spec.origin, "name", spec.name, no_such_door(spec.name, portals)));
  for (const size_t k : which) {
    Portal& p = portals[k];
    if (spec.closed) p.closed = *spec.closed;
    if (spec.width) {
      const Frame f = frame_of(p.a, p.b);
      p.width = *spec.width;
      p.a = f.centre - f.along * (0.5 * p.width);
      p.b = f.centre + f.along * (0.5 * p.width);
    }
    if (spec.z) p.z = *spec.z;
  }
}

/// Where walls cross the door's line on the side of `sign`: distance from the centre, 1e9 where none does.
double free_to(const Frame& f, double sign, double z, const std::vector<Wall>& walls) {
  constexpr double strip = 0.03;  // [m] reveals that end this near the line still bound it
  double nearest = 1e9;
  for (const Wall& w : walls) {
    if (w.z_high < z + body_low || w.z_low > z + body_high) continue;
    double t0 = (w.a - f.centre).dot(f.normal), t1 = (w.b - f.centre).dot(f.normal);
    if (std::min(t0, t1) > strip || std::max(t0, t1) < -strip) continue;
    double s0 = sign * (w.a - f.centre).dot(f.along), s1 = sign * (w.b - f.centre).dot(f.along);
    if (std::max(s0, s1) < 0.05 || std::min(s0, s1) > f.half + 1) continue;
    // The part within the strip.
    auto at = [&](double t) {
      return std::abs(t1 - t0) < 1e-9 ? s0 : s0 + (s1 - s0) * std::clamp((t - t0) / (t1 - t0), 0.0, 1.0);
    };
    double s = std::min(at(-strip), at(strip));
    if (std::abs(t1 - t0) < 1e-9) s = std::min(s0, s1);
    if (s > 0.05) nearest = std::min(nearest, s);
  }
  return nearest;
}

}  // namespace

Mistake mistake_at(const Origin& origin, const std::string& key, const std::string& value, const std::string& text) {
  return {origin.file, origin.line, origin.key.empty() ? key : origin.key + "." + key, value, text};
}

std::vector<size_t> portals_called(const std::string& name, const std::vector<Portal>& portals) {
  std::vector<size_t> out;
  for (size_t k = 0; k < portals.size(); ++k) {
    if (portals[k].id == name || portals[k].name == name) out.push_back(k);
  }
  if (!out.empty()) return out;
  for (size_t k = 0; k < portals.size(); ++k) {
    if (matches_glob(name, portals[k].name) || matches_glob(name, portals[k].id)) out.push_back(k);
  }
  return out;
}

std::string no_such_door(const std::string& name, const std::vector<Portal>& portals) {
  if (portals.empty()) return "the model has no doors: give a `line` instead";
  std::vector<std::string> names;
  for (const Portal& p : portals) names.push_back(p.name);
  const std::string nearest = nearest_name(name, names);
  if (!nearest.empty()) return fmt::format("no door of the model has this name or id; did you mean '{}'?", nearest);
  std::string list;
  for (size_t k = 0; k < std::min<size_t>(names.size(), 8); ++k) list += (k > 0 ? ", " : "") + names[k];
  return fmt::format("no door of the model has this name or id; its {} doors are {}{}", names.size(), list,
                     names.size() > 8 ? ", ..." : "");
}

std::optional<double> height_at(const Cells& cells, const std::array<Vec2, 2>& line, std::optional<double> given,
                                std::string& problem) {
  const Frame f = frame_of(line[0], line[1]);
  // Heights of the floors within 0.5 m of the line, in clusters of 1 m.
  std::vector<float> heights;
  const double step = 0.5 * cells.grid.cell;
  for (double s = -f.half; s <= f.half; s += step) {
    for (double t = -0.5; t <= 0.5; t += step) {
      const Vec2 at = f.centre + f.along * s + f.normal * t;
      const int32_t column = cells.grid.column(at.x(), at.y());
      if (column < 0) continue;
      for (uint32_t c = cells.begin[static_cast<size_t>(column)]; c < cells.begin[static_cast<size_t>(column) + 1];
           ++c) {
        heights.push_back(cells.z[c]);
      }
    }
  }
  std::sort(heights.begin(), heights.end());
  std::vector<std::pair<double, size_t>> clusters;  // the commonest height is taken as the middle one
  for (size_t begin = 0; begin < heights.size();) {
    size_t end = begin + 1;
    while (end < heights.size() && heights[end] - heights[end - 1] < 1.0F) ++end;
    clusters.emplace_back(heights[begin + (end - begin) / 2], end - begin);
    begin = end;
  }
  if (clusters.empty()) {
    problem = "there is no floor within 0.5 m of this line";
    return std::nullopt;
  }
  std::string list;
  for (const auto& [z, n] : clusters) list += fmt::format("{}{:.2f}", list.empty() ? "" : ", ", z);
  if (given) {
    for (const auto& [z, n] : clusters) {
      if (std::abs(z - *given) <= 1.0) return z;
    }
    problem = fmt::format("no floor beside this line lies within 1 m of z_m = {}; floors lie at {} m", *given, list);
    return std::nullopt;
  }
  if (clusters.size() > 1) {
    problem = fmt::format("floors lie above one another here, at {} m: say which by z_m", list);
    return std::nullopt;
  }
  return clusters.front().first;
}

std::vector<Portal> make_portals(const Model& model, const Authored& authored, const Cells& cells,
                                 std::vector<Mistake>& mistakes) {
  std::vector<Portal> portals;
  for (const Door& door : model.doors) {
    if (model.elements[door.element].meaning == Meaning::door && door.along.norm() > 0.5)
      portals.push_back(portal_of(door));
  }
  make_names_unique(portals);
  for (const DoorSpec& spec : authored.doors) {
    if (!spec.line) {
      amend(spec, portals, mistakes);
      continue;
    }
    if (bad_line(*spec.line)) {
      mistakes.push_back(mistake_at(spec.origin, "line", "", "the ends of a door must be at least 0.1 m apart"));
      continue;
    }
    std::string problem;
    const auto z = height_at(cells, *spec.line, spec.z, problem);
    if (!z) {
      mistakes.push_back(mistake_at(spec.origin, spec.z ? "z_m" : "line", "", problem));
      continue;
    }
    Portal p;
    p.name = spec.name;
    const Frame f = frame_of((*spec.line)[0], (*spec.line)[1]);
    p.width = spec.width.value_or(2 * f.half);
    p.a = f.centre - f.along * (0.5 * p.width);
    p.b = f.centre + f.along * (0.5 * p.width);
    p.z = *z;
    p.closed = spec.closed.value_or(false);
    portals.push_back(p);
  }
  make_names_unique(portals);
  return portals;
}

std::vector<Extra> thresholds(const Cells& cells, const std::vector<Portal>& portals) {
  std::vector<Extra> out;
  const double step = 0.5 * cells.grid.cell;
  for (const Portal& p : portals) {
    const Frame f = frame_of(p.a, p.b);
    for (double s = -f.half + 1e-6; s <= f.half; s += step) {
      // The nearest floor on either side of the leaf.
      std::array<double, 2> reach = {0, 0}, height = {p.z, p.z};
      std::array<bool, 2> found = {false, false};
      for (size_t side = 0; side < 2; ++side) {
        for (double t = 0; t <= wall_reach && !found[side]; t += step) {
          const CellId c = cells.find(f.centre + f.along * s + f.normal * (side == 0 ? -t : t), p.z, sill_reach);
          if (c == no_cell) continue;
          found[side] = true;
          reach[side] = t;
          height[side] = cells.z[static_cast<size_t>(c)];
        }
      }
      if (!found[0] && !found[1]) continue;
      if (!found[0]) height[0] = height[1];
      if (!found[1]) height[1] = height[0];
      const double from = found[0] ? -reach[0] : -step, to = found[1] ? reach[1] : step;
      for (double t = from; t <= to; t += step) {
        const Vec2 at = f.centre + f.along * s + f.normal * t;
        const int32_t column = cells.grid.column(at.x(), at.y());
        if (column < 0 || cells.find(column, p.z, sill_reach + 0.1) != no_cell) continue;
        const double part = to > from ? (t - from) / (to - from) : 0;
        out.push_back({column, static_cast<float>(height[0] + part * (height[1] - height[0])), Carry::threshold});
      }
    }
  }
  return out;
}

void fit_to_walls(std::vector<Portal>& portals, std::vector<Wall>& walls) {
  std::vector<Wall> jambs;
  for (Portal& p : portals) {
    // What bounds the opening, walls along the leaf aside.
    std::vector<Wall> across = walls;
    open_walls(p.a, p.b, p.z, 0.2, across);
    const Frame f = frame_of(p.a, p.b);
    double from = f.half, to = f.half;
    for (const double sign : {-1.0, 1.0}) {
      const double free = free_to(f, sign, p.z, across);
      double& end = sign < 0 ? from : to;
      if (free < end) {
        end = free;
      } else if (free > end + 0.01 && free < end + 0.6) {
        jambs.push_back({f.centre + f.along * (sign * end), f.centre + f.along * (sign * free), static_cast<float>(p.z),
                         static_cast<float>(p.z + leaf_height)});
      }
    }
    p.a = f.centre - f.along * from;
    p.b = f.centre + f.along * to;
    p.width = from + to;
    open_walls(p.a, p.b, p.z, 0.2, walls);
  }
  walls.insert(walls.end(), jambs.begin(), jambs.end());
}

void check_widths(const Authored& authored, const std::vector<Portal>& portals, std::vector<Mistake>& mistakes) {
  constexpr double honoured = 0.02;  // [m] beyond what walls drawn askew cost
  for (const DoorSpec& spec : authored.doors) {
    if (!spec.width) continue;
    for (const size_t k : portals_called(spec.name, portals))
      if (portals[k].width < *spec.width - honoured)
        mistakes.push_back(mistake_at(spec.origin, "width_m", fmt::format("{}", *spec.width),
                                      fmt::format("the walls beside door '{}' leave {:.2f} m: must not be wider",
                                                  portals[k].name, portals[k].width)));
  }
}

void find_leaf_cells(Floors& floors) {
  floors.portal.assign(floors.size(), -1);
  const double cell = floors.grid.cell;
  for (size_t k = 0; k < floors.portals.size(); ++k) {
    Portal& p = floors.portals[k];
    p.cells.clear();
    const Frame f = frame_of(p.a, p.b);
    // Every link across the leaf has an end within half a cell of its line.
    const Vec2 reach = (f.along.cwiseAbs() * (f.half + cell) + f.normal.cwiseAbs() * cell).array() + cell;
    const auto i0 = std::max(0, static_cast<int32_t>((f.centre.x() - reach.x() - floors.grid.x0) / cell));
    const auto j0 = std::max(0, static_cast<int32_t>((f.centre.y() - reach.y() - floors.grid.y0) / cell));
    const auto i1 =
        std::min(floors.grid.nx - 1, static_cast<int32_t>((f.centre.x() + reach.x() - floors.grid.x0) / cell));
    const auto j1 =
        std::min(floors.grid.ny - 1, static_cast<int32_t>((f.centre.y() + reach.y() - floors.grid.y0) / cell));
    for (int32_t j = j0; j <= j1; ++j) {
      for (int32_t i = i0; i <= i1; ++i) {
        const Vec2 from_centre = floors.grid.centre(j * floors.grid.nx + i) - f.centre;
        if (std::abs(from_centre.dot(f.normal)) > cell || std::abs(from_centre.dot(f.along)) > f.half + 0.5 * cell)
          continue;
        const Vec2 at = f.centre + from_centre;
        const CellId c = floors.find(at.x(), at.y(), p.z, 0.6);
        if (c == no_cell || floors.portal[static_cast<size_t>(c)] >= 0) continue;
        floors.portal[static_cast<size_t>(c)] = static_cast<int32_t>(k);
        p.cells.push_back(c);
      }
    }
    // The first space met going away from the leaf on either side.
    for (size_t side = 0; side < 2; ++side) {
      for (double t = cell; t <= 1.0 && p.spaces[side] < 0; t += cell) {
        const Vec2 at = f.centre + f.normal * (side == 0 ? -t : t);
        const CellId c = floors.find(at.x(), at.y(), p.z, 0.6);
        if (c != no_cell) p.spaces[side] = floors.space[static_cast<size_t>(c)];
      }
    }
  }
}

}  // namespace muster::scene::stage
