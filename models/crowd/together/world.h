#pragma once
// What those who decide about others see and may change.

#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace muster::crowd {

inline constexpr uint32_t nowhere = 0xffffffffu;

/// The crowd at the beginning of a step.
struct World {
  Rows& rows;
  std::vector<uint32_t>& row_of;  ///< [ids] `nowhere`: on a link, carried or gone
  Routes& routes;
  const Ground& ground;
  uint64_t seed = 1;
  double time = 0, step = 0;                           ///< [s]
  bool opens_later = false;                            ///< some door or exit is still to open
  bool rows_added = false;                             ///< out: the rows must be sorted
  std::vector<std::pair<AgentId, double>> woken = {};  ///< out: who starts when [s], unless earlier
  std::vector<AgentId> told = {};                      ///< out: who has been told by which exit to leave
  std::vector<std::pair<AgentId, float>> lifted = {};  ///< out: who lay and is carried now, and how fast [m/s]

  bool present(AgentId id) const { return row_of[id] != nowhere; }
  const Field& field_of(size_t row) const { return routes.field(routes.followed(rows.goal[row], rows.cell[row])); }
  /// Whether the row's person wants to walk and could be told otherwise: on a floor, started, not out yet.
  bool on_its_way(size_t row) const {
    const State s = rows.state[row];
    return s == State::walking || s == State::queueing || s == State::standing || s == State::without_route;
  }
  /// Stops or lets go somebody who is on its way.
  void stand(size_t row, bool stands) {
    if (stands && on_its_way(row))
      rows.state[row] = State::standing;
    else if (!stands && rows.state[row] == State::standing)
      rows.state[row] = State::walking;
  }
};

/// Cells within `reach` [m] of a point of a cell that one can walk to without passing a wall, `cell` first.
std::vector<CellId> cells_around(const Ground& ground, CellId cell, float x, float y, float reach);

/// The exit that a field leads to from a cell, walking down its times; -1: none, or an area.
int32_t exit_ahead(const Routes& routes, const Ground& ground, int32_t field, CellId cell);

}  // namespace muster::crowd
