#include "sim/results/scene_file.h"

#include "base/error.h"
#include "sim/results/frame.h"
#include "sim/results/layout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::results {

namespace {

/// field(item) of every item.
template <class Value, class Items, class Field>
std::vector<Value> column_of(const Items& items, const Field& field) {
  std::vector<Value> values;
  values.reserve(items.size());
  for (const auto& item : items) values.push_back(static_cast<Value>(field(item)));
  return values;
}

/// Ends of lines in plan, four numbers each.
template <class Items>
std::vector<double> lines_of(const Items& items) {
  std::vector<double> values;
  for (const auto& item : items) values.insert(values.end(), {item.a.x(), item.a.y(), item.b.x(), item.b.y()});
  return values;
}

/// Position of each neighbour among the cells of its column, from the lowest up.
std::vector<uint8_t> layers_of(const scene::Floors& floors) {
  std::vector<uint8_t> layers;
  layers.reserve(floors.size() * 4);
  for (const auto& neighbours : floors.neighbour) {
    for (const scene::CellId cell : neighbours) {
      if (cell == scene::no_cell) {
        layers.push_back(layout::no_neighbour);
        continue;
      }
      const auto c = static_cast<size_t>(cell);
      const uint32_t layer = static_cast<uint32_t>(cell) - floors.column_begin[static_cast<size_t>(floors.column[c])];
      MUSTER_CHECK(layer < layout::no_neighbour, "cell {} lies above {} others", cell, layer);
      layers.push_back(static_cast<uint8_t>(layer));
    }
  }
  return layers;
}

void write_grid(hid_t scene, const scene::Grid& grid) {
  const h5::Group group = h5::create_group(scene, "grid");
  h5::write_attribute(group, "units", std::string("m"));
  h5::write_attribute(group, "x0", grid.x0);
  h5::write_attribute(group, "y0", grid.y0);
  h5::write_attribute(group, "cell", grid.cell);
  h5::write_attribute(group, "nx", int64_t{grid.nx});
  h5::write_attribute(group, "ny", int64_t{grid.ny});
}

scene::Grid read_grid(hid_t scene) {
  const h5::Group group = h5::open_group(scene, "grid");
  scene::Grid grid;
  grid.x0 = h5::read_number<double>(group, "x0");
  grid.y0 = h5::read_number<double>(group, "y0");
  grid.cell = h5::read_number<double>(group, "cell");
  const auto nx = h5::read_number<int64_t>(group, "nx"), ny = h5::read_number<int64_t>(group, "ny");
  constexpr int64_t most = INT32_MAX;
  const bool sound = nx >= 0 && ny >= 0 && nx <= most && ny <= most && nx * ny < most;
  if (!sound || !(grid.cell > 0) || !std::isfinite(grid.cell + grid.x0 + grid.y0))
    throw ResultsError("/scene/grid makes no sense");
  grid.nx = static_cast<int32_t>(nx);
  grid.ny = static_cast<int32_t>(ny);
  return grid;
}

void write_cells(hid_t scene, const scene::Floors& floors) {
  const h5::Group group = h5::create_group(scene, "cells");
  h5::write(group, "column", floors.column, "1");
  h5::write(group, "z", floors.z, "m");
  h5::write(group, "neighbour", layers_of(floors), "1", 4);
  h5::write(group, "surface", column_of<uint8_t>(floors.surface, [](auto s) { return s; }), "1");
  h5::write(group, "storey", floors.storey, "1");
  h5::write(group, "space", floors.space, "1");
  h5::write(group, "portal", floors.portal, "1");
}

/// First cell of each column; cells must come column by column.
std::vector<uint32_t> column_begins(const scene::Floors& floors) {
  const size_t columns = static_cast<size_t>(floors.grid.nx) * static_cast<size_t>(floors.grid.ny);
  std::vector<uint32_t> begin(columns + 1, 0);
  int32_t last = 0;
  for (const int32_t column : floors.column) {
    if (column < last || static_cast<size_t>(column) >= columns)
      throw ResultsError("/scene/cells/column is not in order");
    last = column;
    ++begin[static_cast<size_t>(column) + 1];
  }
  for (size_t i = 0; i < columns; ++i) begin[i + 1] += begin[i];
  return begin;
}

/// The neighbour of a cell of `column` in direction `side` (+x, +y, -x, -y), from its position in its own column.
scene::CellId neighbour_of(const scene::Floors& floors, int32_t column, size_t side, uint8_t layer) {
  if (layer == layout::no_neighbour) return scene::no_cell;
  static constexpr std::array<std::array<int32_t, 2>, 4> step = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
  const int32_t i = column % floors.grid.nx + step[side][0], j = column / floors.grid.nx + step[side][1];
  if (i < 0 || j < 0 || i >= floors.grid.nx || j >= floors.grid.ny)
    throw ResultsError("/scene/cells/neighbour points out of the grid");
  const auto next = static_cast<size_t>(j) * static_cast<size_t>(floors.grid.nx) + static_cast<size_t>(i);
  const uint32_t cell = floors.column_begin[next] + layer;
  if (cell >= floors.column_begin[next + 1]) throw ResultsError("/scene/cells/neighbour points at no cell");
  return static_cast<scene::CellId>(cell);
}

/// Every value in [-1, count).
template <class Index>
void check_indices(const std::vector<Index>& values, size_t count, const char* name) {
  for (const Index value : values)
    if (value < -1 || (value >= 0 && static_cast<size_t>(value) >= count))
      throw ResultsError(std::string(name) + " points at nothing");
}

void read_cells(hid_t scene, scene::Floors& floors) {
  const h5::Group group = h5::open_group(scene, "cells");
  floors.column = h5::read<int32_t>(group, "column");
  floors.z = h5::read<float>(group, "z");
  const auto layers = h5::read<uint8_t>(group, "neighbour", 4);
  const auto surface = h5::read<uint8_t>(group, "surface");
  floors.storey = h5::read<int16_t>(group, "storey");
  floors.space = h5::read<int32_t>(group, "space");
  floors.portal = h5::read<int32_t>(group, "portal");
  const size_t n = floors.column.size();
  if (floors.z.size() != n || layers.size() != 4 * n || surface.size() != n || floors.storey.size() != n ||
      floors.space.size() != n || floors.portal.size() != n)
    throw ResultsError("the columns of /scene/cells differ in length");

  floors.column_begin = column_begins(floors);
  floors.neighbour.resize(n);
  for (size_t c = 0; c < n; ++c)
    for (size_t side = 0; side < 4; ++side)
      floors.neighbour[c][side] = neighbour_of(floors, floors.column[c], side, layers[4 * c + side]);
  for (const uint8_t s : surface) {
    if (s > static_cast<uint8_t>(scene::Surface::beyond_exit)) throw ResultsError("/scene/cells/surface is unknown");
    floors.surface.push_back(static_cast<scene::Surface>(s));
  }
  floors.slope.assign(n, {0, 0});
  check_indices(floors.storey, floors.storeys.size(), "/scene/cells/storey");
  check_indices(floors.space, floors.spaces.size(), "/scene/cells/space");
  check_indices(floors.portal, floors.portals.size(), "/scene/cells/portal");
}

void write_walls(hid_t scene, const scene::Floors& floors) {
  const h5::Group group = h5::create_group(scene, "walls");
  h5::write(group, "line", lines_of(floors.walls), "m", 4);
  h5::write(group, "z_low", column_of<float>(floors.walls, [](auto& w) { return w.z_low; }), "m");
  h5::write(group, "z_high", column_of<float>(floors.walls, [](auto& w) { return w.z_high; }), "m");
}

void read_walls(hid_t scene, scene::Floors& floors) {
  const h5::Group group = h5::open_group(scene, "walls");
  const auto line = h5::read<double>(group, "line", 4);
  const auto low = h5::read<float>(group, "z_low"), high = h5::read<float>(group, "z_high");
  if (low.size() * 4 != line.size() || high.size() != low.size())
    throw ResultsError("the columns of /scene/walls differ in length");
  for (size_t i = 0; i < low.size(); ++i)
    floors.walls.push_back({{line[4 * i], line[4 * i + 1]}, {line[4 * i + 2], line[4 * i + 3]}, low[i], high[i]});
}

void write_storeys_and_spaces(hid_t scene, const scene::Floors& floors) {
  const h5::Group storeys = h5::create_group(scene, "storeys");
  h5::write_texts(storeys, "name", column_of<std::string>(floors.storeys, [](auto& s) { return s.name; }));
  h5::write(storeys, "z", column_of<double>(floors.storeys, [](auto& s) { return s.z; }), "m");

  const h5::Group spaces = h5::create_group(scene, "spaces");
  h5::write_texts(spaces, "name", column_of<std::string>(floors.spaces, [](auto& s) { return s.name; }));
  h5::write_texts(spaces, "long_name", column_of<std::string>(floors.spaces, [](auto& s) { return s.long_name; }));
  h5::write(spaces, "storey", column_of<int32_t>(floors.spaces, [](auto& s) { return s.storey; }), "1");
}

void read_storeys_and_spaces(hid_t scene, scene::Floors& floors) {
  const h5::Group storeys = h5::open_group(scene, "storeys");
  const auto storey_names = h5::read_texts(storeys, "name");
  const auto z = h5::read<double>(storeys, "z");
  const h5::Group spaces = h5::open_group(scene, "spaces");
  const auto names = h5::read_texts(spaces, "name"), long_names = h5::read_texts(spaces, "long_name");
  const auto storey = h5::read<int32_t>(spaces, "storey");
  if (z.size() != storey_names.size() || long_names.size() != names.size() || storey.size() != names.size())
    throw ResultsError("the columns of /scene/storeys or /scene/spaces differ in length");
  check_indices(storey, z.size(), "/scene/spaces/storey");

  for (size_t i = 0; i < z.size(); ++i) floors.storeys.push_back({storey_names[i], z[i]});
  for (size_t i = 0; i < names.size(); ++i) floors.spaces.push_back({names[i], long_names[i], 0, storey[i]});
}

void write_portals(hid_t scene, const scene::Floors& floors) {
  const h5::Group group = h5::create_group(scene, "portals");
  const auto& portals = floors.portals;
  std::vector<int32_t> spaces;
  for (const scene::Portal& portal : portals) spaces.insert(spaces.end(), portal.spaces.begin(), portal.spaces.end());
  h5::write_texts(group, "name", column_of<std::string>(portals, [](auto& p) { return p.name; }));
  h5::write_texts(group, "id", column_of<std::string>(portals, [](auto& p) { return p.id; }));
  h5::write(group, "line", lines_of(portals), "m", 4);
  h5::write(group, "z", column_of<double>(portals, [](auto& p) { return p.z; }), "m");
  h5::write(group, "width", column_of<double>(portals, [](auto& p) { return p.width; }), "m");
  h5::write(group, "closed", column_of<uint8_t>(portals, [](auto& p) { return p.closed; }), "1");
  h5::write(group, "spaces", spaces, "1", 2);
}

void read_portals(hid_t scene, scene::Floors& floors) {
  const h5::Group group = h5::open_group(scene, "portals");
  const auto name = h5::read_texts(group, "name"), id = h5::read_texts(group, "id");
  const auto line = h5::read<double>(group, "line", 4), z = h5::read<double>(group, "z");
  const auto width = h5::read<double>(group, "width");
  const auto closed = h5::read<uint8_t>(group, "closed");
  const auto spaces = h5::read<int32_t>(group, "spaces", 2);
  const size_t n = name.size();
  if (id.size() != n || line.size() != 4 * n || z.size() != n || width.size() != n || closed.size() != n ||
      spaces.size() != 2 * n)
    throw ResultsError("the columns of /scene/portals differ in length");
  check_indices(spaces, floors.spaces.size(), "/scene/portals/spaces");
  for (size_t i = 0; i < n; ++i) {
    scene::Portal portal;
    portal.name = name[i];
    portal.id = id[i];
    portal.a = {line[4 * i], line[4 * i + 1]};
    portal.b = {line[4 * i + 2], line[4 * i + 3]};
    portal.z = z[i];
    portal.width = width[i];
    portal.closed = closed[i] != 0;
    portal.spaces = {spaces[2 * i], spaces[2 * i + 1]};
    floors.portals.push_back(portal);
  }
}

void write_exits(hid_t scene, const scene::Floors& floors) {
  const h5::Group group = h5::create_group(scene, "exits");
  const auto& exits = floors.exits;
  std::vector<double> outward;
  for (const scene::Exit& exit : exits) outward.insert(outward.end(), {exit.outward.x(), exit.outward.y()});
  h5::write_texts(group, "name", column_of<std::string>(exits, [](auto& e) { return e.name; }));
  h5::write(group, "portal", column_of<int32_t>(exits, [](auto& e) { return e.portal; }), "1");
  h5::write(group, "line", lines_of(exits), "m", 4);
  h5::write(group, "z", column_of<double>(exits, [](auto& e) { return e.z; }), "m");
  h5::write(group, "width", column_of<double>(exits, [](auto& e) { return e.width; }), "m");
  h5::write(group, "outward", outward, "1", 2);
  h5::write(group, "closed", column_of<uint8_t>(exits, [](auto& e) { return e.closed; }), "1");
}

void read_exits(hid_t scene, scene::Floors& floors) {
  const h5::Group group = h5::open_group(scene, "exits");
  const auto name = h5::read_texts(group, "name");
  const auto portal = h5::read<int32_t>(group, "portal");
  const auto line = h5::read<double>(group, "line", 4), z = h5::read<double>(group, "z");
  const auto width = h5::read<double>(group, "width"), outward = h5::read<double>(group, "outward", 2);
  const auto closed = h5::read<uint8_t>(group, "closed");
  const size_t n = name.size();
  if (portal.size() != n || line.size() != 4 * n || z.size() != n || width.size() != n || outward.size() != 2 * n ||
      closed.size() != n)
    throw ResultsError("the columns of /scene/exits differ in length");
  check_indices(portal, floors.portals.size(), "/scene/exits/portal");
  for (size_t i = 0; i < n; ++i) {
    scene::Exit exit;
    exit.name = name[i];
    exit.portal = portal[i];
    exit.a = {line[4 * i], line[4 * i + 1]};
    exit.b = {line[4 * i + 2], line[4 * i + 3]};
    exit.z = z[i];
    exit.width = width[i];
    exit.outward = {outward[2 * i], outward[2 * i + 1]};
    exit.closed = closed[i] != 0;
    floors.exits.push_back(exit);
  }
}

void write_links(hid_t scene, const scene::Floors& floors) {
  const h5::Group group = h5::create_group(scene, "links");
  const auto& links = floors.links;
  std::vector<uint32_t> offset = {0};
  std::vector<double> path;
  for (const scene::Link& link : links) {
    for (const Vec3& p : link.path) path.insert(path.end(), {p.x(), p.y(), p.z()});
    offset.push_back(static_cast<uint32_t>(path.size() / 3));
  }
  h5::write_texts(group, "name", column_of<std::string>(links, [](auto& l) { return l.name; }));
  h5::write(group, "kind", column_of<uint8_t>(links, [](auto& l) { return l.kind; }), "1");
  h5::write(group, "width", column_of<double>(links, [](auto& l) { return l.width; }), "m");
  h5::write(group, "two_way", column_of<uint8_t>(links, [](auto& l) { return l.two_way; }), "1");
  h5::write(group, "offset", offset, "1");
  h5::write(group, "path", path, "m", 3);
}

void read_links(hid_t scene, scene::Floors& floors) {
  const h5::Group group = h5::open_group(scene, "links");
  const auto name = h5::read_texts(group, "name");
  const auto kind = h5::read<uint8_t>(group, "kind"), two_way = h5::read<uint8_t>(group, "two_way");
  const auto width = h5::read<double>(group, "width"), path = h5::read<double>(group, "path", 3);
  const auto offset = h5::read<uint32_t>(group, "offset");
  const size_t n = name.size();
  if (kind.size() != n || two_way.size() != n || width.size() != n || offset.size() != n + 1 ||
      !std::is_sorted(offset.begin(), offset.end()) || offset.back() * size_t{3} > path.size())
    throw ResultsError("the columns of /scene/links do not fit together");
  for (size_t i = 0; i < n; ++i) {
    scene::Link link;
    link.name = name[i];
    if (kind[i] > static_cast<uint8_t>(scene::Link::Kind::lift)) throw ResultsError("/scene/links/kind is unknown");
    link.kind = static_cast<scene::Link::Kind>(kind[i]);
    link.width = width[i];
    link.two_way = two_way[i] != 0;
    for (size_t p = offset[i]; p < offset[i + 1]; ++p)
      link.path.push_back({path[3 * p], path[3 * p + 1], path[3 * p + 2]});
    floors.links.push_back(link);
  }
}

}  // namespace

void write_scene(hid_t file, const scene::Floors& floors) {
  const h5::Group group = h5::create_group(file, "scene");
  write_grid(group, floors.grid);
  write_cells(group, floors);
  write_walls(group, floors);
  write_storeys_and_spaces(group, floors);
  write_portals(group, floors);
  write_exits(group, floors);
  write_links(group, floors);
}

scene::Floors read_scene(hid_t file, bool cells) {
  const h5::Group group = h5::open_group(file, "scene");
  scene::Floors floors;
  floors.grid = read_grid(group);
  read_walls(group, floors);
  read_storeys_and_spaces(group, floors);
  read_portals(group, floors);
  read_exits(group, floors);
  read_links(group, floors);
  if (cells) read_cells(group, floors);  // last: its indices point at the others
  return floors;
}

}  // namespace muster::results
