#pragma once
// A small scene and made-up frames for the tests of results and exports.

#include "scene/floors.h"
#include "sim/results/frame.h"
#include "sim/results/summary.h"
#include "tests/support/temporary_folder.h"

#include <string>

namespace muster::results::sample {

/// Joins cells of neighbouring columns whose heights differ by at most 0.25 m.
inline void join(scene::Floors& floors) {
  const auto& grid = floors.grid;
  const std::array<std::array<int, 2>, 4> step = {{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};
  floors.neighbour.assign(floors.size(), {scene::no_cell, scene::no_cell, scene::no_cell, scene::no_cell});
  for (size_t c = 0; c < floors.size(); ++c)
    for (size_t side = 0; side < 4; ++side) {
      const int i = floors.column[c] % grid.nx + step[side][0], j = floors.column[c] / grid.nx + step[side][1];
      if (i < 0 || j < 0 || i >= grid.nx || j >= grid.ny) continue;
      const auto next = static_cast<size_t>(j * grid.nx + i);
      for (uint32_t other = floors.column_begin[next]; other < floors.column_begin[next + 1]; ++other)
        if (std::abs(floors.z[other] - floors.z[c]) <= 0.25f)
          floors.neighbour[c][side] = static_cast<scene::CellId>(other);
    }
}

/// Cells at the heights that `heights(i, j)` names, lowest first; storey = position in the list.
template <class Heights>
scene::Floors floors_of(const scene::Grid& grid, const Heights& heights) {
  scene::Floors floors;
  floors.grid = grid;
  for (int j = 0; j < grid.ny; ++j)
    for (int i = 0; i < grid.nx; ++i) {
      floors.column_begin.push_back(static_cast<uint32_t>(floors.size()));
      for (const auto& [z, storey] : heights(i, j)) {
        floors.column.push_back(j * grid.nx + i);
        floors.z.push_back(static_cast<float>(z));
        floors.storey.push_back(static_cast<int16_t>(storey));
      }
    }
  floors.column_begin.push_back(static_cast<uint32_t>(floors.size()));
  floors.surface.assign(floors.size(), scene::Surface::level);
  floors.slope.assign(floors.size(), {0, 0});
  floors.space.assign(floors.size(), -1);
  floors.portal.assign(floors.size(), -1);
  join(floors);
  return floors;
}

/// Two storeys of 2 m x 1 m above one another, a door, an exit, a wall and a ladder.
inline scene::Floors two_storeys() {
  using Levels = std::vector<std::pair<double, int>>;
  scene::Floors floors = floors_of({10.0, -5.0, 0.1, 20, 10}, [](int, int) { return Levels{{0.0, 0}, {3.0, 1}}; });
  floors.storeys = {{"Ground floor", 0.0}, {"Erster Stock / Süd", 3.0}};
  floors.spaces = {{"1.01", "Besprechungsraum I", 0, 0}, {"2.01", "", 0, 1}};
  for (size_t c = 0; c < floors.size(); ++c) floors.space[c] = floors.storey[c];
  floors.surface[3] = scene::Surface::stair;
  floors.surface[5] = scene::Surface::beyond_exit;
  floors.portal[7] = 0;
  floors.walls = {{{10, -5}, {12, -5}, 0.0f, 2.5f}, {{10, -4}, {12, -4}, 3.0f, 5.5f}};
  scene::Portal portal;
  portal.name = "Tür 1";
  portal.id = "3cUkl32yn9qRSPvBJVyWYp";
  portal.a = {11, -5};
  portal.b = {11, -4.1};
  portal.width = 0.9;
  portal.closed = true;
  portal.spaces = {0, -1};
  floors.portals = {portal};
  scene::Exit exit;
  exit.name = "Main";
  exit.portal = 0;
  exit.a = portal.a;
  exit.b = portal.b;
  exit.width = 0.9;
  exit.outward = {1, 0};
  floors.exits = {exit};
  scene::Link link;
  link.name = "ladder";
  link.kind = scene::Link::Kind::ladder;
  link.path = {{11, -4.5, 3}, {11.1, -4.5, 1.5}, {11, -4.5, 0}};
  link.width = 0.6;
  link.two_way = false;
  floors.links = {link};
  return floors;
}

inline RunInfo info() {
  RunInfo info;
  info.title = "Two storeys";
  info.case_path = "scenarios/two/two.toml";
  info.case_text = "title = \"Two storeys\"  # ü\nseed = 7\n";
  info.overrides = {"people[0].count=3", "title=\"Süd\""};
  info.seed = 0xfedcba9876543210;
  info.threads = 3;
  info.step = 0.05;
  info.until = 600;
  info.record_every = 0.5;
  info.inputs = {{"two.glb", std::string(64, 'a')}, {"two.toml", std::string(64, 'b')}};
  info.groups = {"visitors", "staff"};
  return info;
}

/// Person i of frame k walks along x with speed 1.2 m/s, from inside the scene above; people leave one a frame.
inline Frame walkers(size_t k, size_t people) {
  Frame frame;
  frame.time = 0.5 * static_cast<double>(k);
  for (size_t i = std::min(k, people); i < people; ++i) {
    frame.id.push_back(static_cast<uint32_t>(i));
    frame.x.push_back(10.05f + 0.0137f * static_cast<float>((i + k) % 139));
    frame.y.push_back(-4.95f + 0.0071f * static_cast<float>(i % 127));
    frame.z.push_back(i % 2 == 0 ? 0.0f : 3.0f);
    frame.speed.push_back(1.2f + 0.0003f * static_cast<float>(i));
    frame.state.push_back(static_cast<uint8_t>(i % person_state_names.size()));
  }
  return frame;
}

inline Summary summary() {
  Summary summary;
  summary.title = "Two storeys";
  summary.case_path = "scenarios/two/two.toml";
  summary.seed = 7;
  summary.threads = 3;
  summary.software = software();
  summary.inputs = info().inputs;
  summary.people.placed = 4;
  summary.people.evacuated = 4;
  summary.times = evacuation_times({10, 20, 30, 40}, 4);
  summary.exits = {gate_use("Main", 0.9, {10, 20, 30, 40})};
  summary.doors = {gate_use("Tür 1", 0.9, {})};
  summary.timing.wall = 2;
  summary.timing.simulated = 40;
  return summary;
}

}  // namespace muster::results::sample
