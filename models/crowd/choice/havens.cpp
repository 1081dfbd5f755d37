#include "models/crowd/choice/havens.h"

#include <algorithm>
#include <limits>

namespace muster::crowd {

namespace {

/// [s] Who has not come nearer to the deepest place of its refuge for so long stays where it is.
constexpr float settled = 3;

std::vector<int32_t> map_of(const scene::Floors& floors, const std::vector<Haven>& havens) {
  if (havens.empty()) return {};
  std::vector<int32_t> at(floors.size(), -1);
  for (size_t h = 0; h < havens.size(); ++h)
    for (const CellId c : havens[h].cells)
      if (at[static_cast<size_t>(c)] < 0) at[static_cast<size_t>(c)] = static_cast<int32_t>(h);
  return at;
}

}  // namespace

Havens::Havens(const scene::Floors& floors, Routes& routes, const ChoiceSettings& settings, size_t people)
    : floors_(&floors), routes_(&routes), points_(settings.muster_points), refuges_(settings.refuges) {
  point_at_ = map_of(floors, points_);
  refuge_at_ = map_of(floors, refuges_);
  for (size_t p = 0; p < points_.size(); ++p) instead_.push_back(static_cast<int32_t>(p));
  taken_.assign(refuges_.size(), 0);
  if (!refuges_.empty()) refuge_of_.assign(people, -1), progress_.resize(people);
  for (const Haven& refuge : refuges_) inner_areas_.push_back(routes.add_area(deepest(refuge)));
}

/// The cells of a refuge that lie farthest from those through which one comes in, counted in cells.
std::vector<CellId> Havens::deepest(const Haven& refuge) const {
  std::map<CellId, int> depth;
  std::vector<CellId> front;
  for (const CellId c : refuge.cells) depth[c] = -1;
  for (const CellId c : refuge.cells)
    for (const CellId n : floors_->neighbour[static_cast<size_t>(c)])
      if (n != no_cell && depth.count(n) == 0 && depth[c] < 0) depth[c] = 0, front.push_back(c);
  if (front.empty()) return refuge.cells;
  for (size_t k = 0; k < front.size(); ++k)
    for (const CellId n : floors_->neighbour[static_cast<size_t>(front[k])]) {
      const auto at = n == no_cell ? depth.end() : depth.find(n);
      if (at == depth.end() || at->second >= 0) continue;
      at->second = depth[front[k]] + 1;
      front.push_back(n);
    }
  const int most = depth[front.back()];
  std::erase_if(front, [&](CellId c) { return depth[c] < most; });
  return front;
}

int32_t Havens::area_of(std::map<std::vector<int32_t>, int32_t>& areas, const std::vector<Haven>& havens,
                        const std::vector<int32_t>& which) {
  const auto found = areas.find(which);
  if (found != areas.end()) return found->second;
  std::vector<CellId> cells;
  for (const int32_t h : which) {
    const std::vector<CellId>& more = havens[static_cast<size_t>(h)].cells;
    cells.insert(cells.end(), more.begin(), more.end());
  }
  return areas[which] = routes_->add_area(std::move(cells), {.else_nearest_exit = true});
}

int32_t Havens::goal_of_muster_points(const std::vector<int32_t>& points, const Access& access) {
  std::vector<int32_t> now;
  for (const int32_t p : points) now.push_back(instead_[static_cast<size_t>(p)]);
  std::sort(now.begin(), now.end());
  now.erase(std::unique(now.begin(), now.end()), now.end());
  return routes_->need(to_area(area_of(point_areas_, points_, now), access));
}

void Havens::replace_muster_point(int32_t point, int32_t other) {
  for (int32_t& p : instead_)
    if (p == point) p = other;
}

int32_t Havens::redirected(int32_t goal) {
  const FieldKey key = routes_->key(goal);
  if (key.area < 0) return goal;
  for (const auto& [which, area] : point_areas_)
    if (area == key.area) return goal_of_muster_points(std::vector<int32_t>(which), key.access);
  return goal;
}

int32_t Havens::goal_of_refuges(const std::vector<int32_t>& refuges, const Access& access) {
  return routes_->need(to_area(area_of(refuge_areas_, refuges_, refuges), access));
}

int32_t Havens::mustered(const Rows& rows, size_t row) const {
  if (points_.empty()) return -1;
  const int32_t area = routes_->key(rows.goal[row]).area;
  for (const auto& [which, point_area] : point_areas_)
    if (point_area == area) return point_at_[static_cast<size_t>(rows.cell[row])];
  return -1;
}

void Havens::arrived(Rows& rows, size_t row, float now) {
  if (refuges_.empty()) return;
  const int32_t area = routes_->key(rows.goal[row]).area;
  if (std::find(inner_areas_.begin(), inner_areas_.end(), area) != inner_areas_.end()) {
    rows.state[row] = State::in_refuge;
    return;
  }
  if (std::none_of(refuge_areas_.begin(), refuge_areas_.end(), [&](const auto& a) { return a.second == area; })) return;
  const int32_t refuge = refuge_at_[static_cast<size_t>(rows.cell[row])];
  if (refuge < 0) return;
  const auto r = static_cast<size_t>(refuge);
  if (taken_[r] >= refuges_[r].capacity)
    return find_room(rows, row, routes_->need(to_exit(-1, routes_->key(rows.goal[row]).access)));
  ++taken_[r];
  refuge_of_[rows.id[row]] = refuge;
  progress_.begin(rows.id[row], now);
  rows.goal[row] = routes_->need(to_area(inner_areas_[r], routes_->key(rows.goal[row]).access));
  routes_->update();  // others read the field of a goal before the next step
}

/// Sends somebody to the nearest refuge with room that it can reach; where there is none, to `otherwise`.
void Havens::find_room(Rows& rows, size_t row, int32_t otherwise) {
  const Access access = routes_->key(rows.goal[row]).access;
  std::vector<int32_t> goals(refuges_.size(), -1);
  for (size_t r = 0; r < refuges_.size(); ++r)
    if (taken_[r] < refuges_[r].capacity) goals[r] = goal_of_refuges({static_cast<int32_t>(r)}, access);
  routes_->update();
  float least = std::numeric_limits<float>::infinity();
  int32_t best = otherwise;
  for (const int32_t goal : goals) {
    if (goal < 0) continue;
    const float d = routes_->field(goal).distance[static_cast<size_t>(rows.cell[row])];
    if (d < least) least = d, best = goal;
  }
  rows.goal[row] = best;
}

void Havens::watch(Rows& rows, float now) {
  if (refuges_.empty()) return;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows.state[i] == State::without_route && refuge_of_[rows.id[i]] < 0) find_room(rows, i, rows.goal[i]);
    const AgentId id = rows.id[i];
    const auto cell = static_cast<size_t>(rows.cell[i]);
    if (rows.state[i] != State::walking || refuge_of_[id] < 0) continue;
    const bool stays = progress_.stalled(id, routes_->field(rows.goal[i]).distance[cell], now) >= settled;
    if (stays && refuge_at_[cell] == refuge_of_[id]) rows.state[i] = State::in_refuge;
  }
}

}  // namespace muster::crowd
