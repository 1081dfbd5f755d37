// What hazards do to a crowd on its way: who knows of them, who is slowed, who falls.

#include "base/error.h"
#include "base/parallel.h"
#include "models/crowd/crowd.h"

#include <algorithm>

namespace muster::crowd {

void Crowd::inform(std::span<const AgentId> ids) {
  informed_.tell(ids, outcomes_.size());
  if (informed_.keep(rows_, routes_) > 0) diagnostics_.routes_computed += routes_.update();
}

void Crowd::look_ahead(std::span<const char> marked, std::vector<AgentId>& who) {
  MUSTER_CHECK(marked.size() == floors_->size(), "{} marks for {} cells", marked.size(), floors_->size());
  constexpr uint32_t turns = 4;
  constexpr float reach = 30;  // [m] assumption: what happens farther away is not noticed
  const uint32_t turn = looking_++ % turns;
  std::vector<char> sees_it(outcomes_.size(), 0);
  parallel_for(rows_.size(), 256, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const AgentId id = rows_.id[i];
      if (rows_.state[i] >= State::fallen || id % turns != turn || informed_.knows(id)) continue;
      const Field& field = routes_.field(routes_.followed(rows_.goal[i], rows_.cell[i]));
      CellId cell = rows_.cell[i];
      // Down the walking times, cell by cell, to the first place that is marked.
      const auto most = static_cast<int>(reach / static_cast<float>(floors_->grid.cell));
      for (int k = 0; k < most && field.valid && field.reached(cell); ++k) {
        if (marked[static_cast<size_t>(cell)] != 0) {
          const Vec2 at = floors_->centre(cell);
          sees_it[id] =
              sees(ground_, rows_.x[i], rows_.y[i], rows_.z[i], ground_.to_local_x(at.x()), ground_.to_local_y(at.y()));
          break;
        }
        CellId next = cell;
        for (const CellId n : floors_->neighbour[static_cast<size_t>(cell)])
          if (n != no_cell && field.distance[static_cast<size_t>(n)] < field.distance[static_cast<size_t>(next)])
            next = n;
        if (next == cell) break;
        cell = next;
      }
    }
  });
  for (AgentId id = 0; id < sees_it.size(); ++id)
    if (sees_it[id] != 0) who.push_back(id);
}

size_t Crowd::replace_muster_point(int32_t point, int32_t other) {
  choice_.havens().replace_muster_point(point, other);
  std::vector<int32_t> turned;  // by goal; -1: not looked up
  size_t changed = 0;
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (rows_.state[i] >= State::beyond) continue;
    const auto goal = static_cast<size_t>(rows_.goal[i]);
    if (turned.size() <= goal) turned.resize(goal + 1, -1);
    if (turned[goal] < 0) turned[goal] = choice_.havens().redirected(rows_.goal[i]);
    changed += turned[goal] != rows_.goal[i];
    rows_.goal[i] = turned[goal];
  }
  if (changed > 0) diagnostics_.routes_computed += routes_.update();
  return changed;
}

void Crowd::set_slowness(std::span<const float> factors) {
  MUSTER_CHECK(factors.size() == outcomes_.size(), "{} factors for {} people", factors.size(), outcomes_.size());
  hindrance_.begin();
  parallel_for(factors.size(), 4096, [&](size_t begin, size_t end) {
    for (size_t id = begin; id < end; ++id) hindrance_.slow(static_cast<AgentId>(id), factors[id], rows_, row_of_[id]);
  });
}

void Crowd::expect_falls(std::vector<std::pair<AgentId, double>> falls) {
  hindrance_.begin();
  hindrance_.expect(std::move(falls));
}

void Crowd::let_fall(std::vector<std::pair<AgentId, double>> falls, double span) {
  if (falls.empty()) return;
  double first = falls.front().second;
  for (const auto& [id, when] : falls) first = std::min(first, when);
  expect_falls(std::move(falls));
  lay_down(first, span);
}

/// Those whose time comes within `span` fall; who has fallen lies.
void Crowd::lay_down(double now, double span) {
  for (const auto& [id, when] : hindrance_.expected()) {
    if (when >= now + span || row_of_[id] != no_row) continue;
    World about = world();
    const AgentId lies = together_.assistance.put_down(about, id);
    if (lies != Assistance::no_one) hindrance_.lay(lies);
    must_sort_ = must_sort_ || about.rows_added;
  }
  hindrance_.step(
      rows_, row_of_, now, span, [&](AgentId id) { return !together_.assistance.is_patient(id); },
      [&](AgentId id) {
        World about = world();
        together_.fell(about, id);
      });
}

}  // namespace muster::crowd
