#include "models/crowd/together/sweeps.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// The cells of a room that lie 1.2 m from its doors, so that nobody stops in a doorway; all where none do.
void inner_cells(const scene::Floors& floors, int32_t room, std::vector<CellId>& cells) {
  std::vector<CellId> all;
  for (size_t c = 0; c < floors.size(); ++c) {
    if (floors.space[c] != room) continue;
    const auto cell = static_cast<CellId>(c);
    all.push_back(cell);
    const bool at_door = std::any_of(floors.portals.begin(), floors.portals.end(), [&](const scene::Portal& p) {
      return std::abs(static_cast<double>(floors.z[c]) - p.z) < 1 &&
             (floors.centre(cell) - 0.5 * (p.a + p.b)).norm() < 1.2;
    });
    if (!at_door) cells.push_back(cell);
  }
  if (cells.empty()) cells = std::move(all);
}

}  // namespace

Sweeps::Sweeps(const scene::Floors& floors, std::span<const Person> people, const TogetherSettings& settings)
    : floors_(&floors), cells_(floors.spaces.size()), tasks_(settings.groups.size()) {
  for (size_t g = 0; g < settings.groups.size(); ++g) {
    const GroupBonds& bonds = settings.groups[g];
    tasks_[g] = {bonds.bonds.alert, bonds.bonds.stays, bonds.rooms};
    rooms_ += bonds.rooms.size();
    for (const int32_t room : bonds.rooms) {
      std::vector<CellId>& cells = cells_[static_cast<size_t>(room)];
      if (!cells.empty()) continue;
      inner_cells(floors, room, cells);
    }
  }
  on_duty_.assign(people.size(), 0);
  for (const Person& p : people)
    if (p.group < tasks_.size() && !tasks_[p.group].rooms.empty()) {
      Staff& staff = staff_.emplace_back();
      staff.id = p.id, staff.group = p.group, staff.comes_in = p.source >= 0;
      on_duty_[p.id] = 1;
    }
}

void Sweeps::step(World& world, int64_t step_number) {
  const auto turns = std::max<int64_t>(1, std::llround(decide_every / world.step));
  for (size_t i = 0; i < staff_.size(); ++i)
    if (static_cast<int64_t>(i) % turns == step_number % turns ||
        (staff_[i].comes_in && staff_[i].own_goal < 0 && world.present(staff_[i].id)))
      decide(world, staff_[i]);
}

void Sweeps::decide(World& world, Staff& staff) {
  if (staff.phase == Phase::done || !world.present(staff.id)) return;
  const uint32_t row = world.row_of[staff.id];
  Rows& rows = world.rows;
  if (!world.on_its_way(row)) return;
  if (staff.own_goal < 0) staff.own_goal = rows.goal[row];
  const auto cell = static_cast<size_t>(rows.cell[row]);
  if (staff.phase == Phase::going) {
    if (world.routes.field(rows.goal[row]).way[cell].arrived()) {
      const Task& task = tasks_[staff.group];
      staff.phase = Phase::staying;
      staff.due = world.time + std::max(task.alert, task.stays);
      world.stand(row, true);
      wake(world, staff);
      ++visited_;
    } else if (!world.routes.field(rows.goal[row]).reached(rows.cell[row])) {
      staff.phase = Phase::free;  // a door has shut on the way: the room is left out
    } else {
      return;
    }
  }
  if (staff.phase == Phase::staying && (world.time < staff.due || waits_for_others(world, staff))) return;
  world.stand(row, false);
  next_room(world, staff, row);
}

/// Whether people whom the staff have got going are still in the room, for at most `patience`.
bool Sweeps::waits_for_others(const World& world, const Staff& staff) const {
  if (world.time > staff.due + patience) return false;
  const Rows& rows = world.rows;
  for (size_t i = 0; i < rows.size(); ++i)
    if ((rows.state[i] == State::waiting || rows.state[i] == State::walking) && rows.id[i] != staff.id &&
        floors_->space[static_cast<size_t>(rows.cell[i])] == staff.room && !on_duty_[rows.id[i]])
      return true;
  return false;
}

/// Takes the nearest room, or the way out where there is none.
void Sweeps::next_room(World& world, Staff& staff, uint32_t row) {
  Rows& rows = world.rows;
  const int32_t before = staff.area;
  Task& task = tasks_[staff.group];
  const Access access = world.routes.key(staff.own_goal).access;
  const int32_t here =
      world.routes.add_area(cells_around(world.ground, rows.cell[row], rows.x[row], rows.y[row], 0.5f));
  const int32_t field = world.routes.need(to_area(here, access));
  world.routes.update();
  const std::vector<float>& way = world.routes.field(field).distance;
  size_t best = task.rooms.size();
  float least = 1e30f;
  for (size_t i = 0; i < task.rooms.size(); ++i)
    for (const CellId c : cells_[static_cast<size_t>(task.rooms[i])])
      if (way[static_cast<size_t>(c)] < least) least = way[static_cast<size_t>(c)], best = i;
  world.routes.remove_area(here);
  staff.area = -1;
  if (best == task.rooms.size()) {
    staff.phase = Phase::done;
    rows.goal[row] = staff.own_goal;
  } else {
    staff.phase = Phase::going;
    staff.room = task.rooms[best];
    task.rooms.erase(task.rooms.begin() + static_cast<std::ptrdiff_t>(best));
    staff.area = world.routes.add_area(cells_[static_cast<size_t>(staff.room)]);
    rows.goal[row] = world.routes.need(to_area(staff.area, access));
    world.routes.update();
  }
  if (before >= 0) world.routes.remove_area(before);
}

/// People in the room who have not started do so soon.
void Sweeps::wake(World& world, const Staff& staff) const {
  const Rows& rows = world.rows;
  for (size_t i = 0; i < rows.size(); ++i)
    if (rows.state[i] == State::waiting && floors_->space[static_cast<size_t>(rows.cell[i])] == staff.room)
      world.woken.emplace_back(rows.id[i], world.time + tasks_[staff.group].alert);
}

}  // namespace muster::crowd
