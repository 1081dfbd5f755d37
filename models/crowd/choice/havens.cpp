#include "models/crowd/choice/havens.h"

#include <algorithm>
#include <limits>

namespace muster::crowd {

namespace {

/// [s] Who has not come nearer to the deepest place of its refuge for so long stays where it is.
constexpr float settled = 3;
/// [m] of walking beyond which no place of a refuge is looked for, and how near to its deepest place counts as that.
constexpr float farthest = 500, about_deepest = 0.5f;
/// Cost of a metre from which on a place is a tight one (beside walls elsewhere it is 5 at most, on stairs 3).
constexpr float dear = 20;

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

/// The cells of a refuge that lie farthest, on foot, from those through which one comes in: furniture and tight corners
/// that nobody can walk to do not count. All of them where one comes in everywhere.
std::vector<CellId> Havens::deepest(const Haven& refuge) const {
  std::vector<char> within(floors_->size(), 0);
  for (const CellId c : refuge.cells) within[static_cast<size_t>(c)] = 1;
  std::vector<CellId> front;
  for (const CellId c : refuge.cells)
    if (std::ranges::any_of(floors_->neighbour[static_cast<size_t>(c)],
                            [&](CellId n) { return n != no_cell && within[static_cast<size_t>(n)] == 0; }))
      front.push_back(c);
  if (front.empty()) return refuge.cells;
  const int32_t area = routes_->add_area(std::move(front), {.reach = farthest});
  const int32_t field = routes_->need(to_area(area, {}));
  routes_->update();
  const std::vector<float>& way = routes_->field(field).distance;
  // Beside walls and furniture a step costs many: people may leave such cells, not walk there.
  const auto walked = [&](CellId c) {
    const float d = way[static_cast<size_t>(c)];
    float before = d;
    for (const CellId n : floors_->neighbour[static_cast<size_t>(c)])
      if (n != no_cell) before = std::min(before, way[static_cast<size_t>(n)]);
    return before < d && d - before <= dear * static_cast<float>(floors_->grid.cell);
  };
  float most = 0;
  for (const CellId c : refuge.cells)
    if (const float d = way[static_cast<size_t>(c)]; d < farthest && d > most && walked(c)) most = d;
  std::vector<CellId> cells;
  for (const CellId c : refuge.cells)
    if (const float d = way[static_cast<size_t>(c)]; d <= most && d >= most - about_deepest && walked(c))
      cells.push_back(c);
  routes_->remove_area(area);
  return cells.empty() ? refuge.cells : cells;
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
  // Whose width the way there is too narrow for stays where he is.
  if (!routes_->field(rows.goal[row]).reached(rows.cell[row])) rows.state[row] = State::in_refuge;
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
