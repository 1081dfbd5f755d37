#include "models/crowd/together/assistance.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

constexpr float same_floor = 1.0f;  // [m]
/// [m] A patient that has been pushed so far is looked for anew: less than what is left between `about` and `arm`.
constexpr float pushed_on = 0.1f;
/// [s] since the first helper came, after which those on the last metres [m] of their way count as being there: the
/// place is too narrow for all. Assumption.
constexpr double crowded_after = 20;
constexpr float crowded_within = 2;
/// [m] around the exit's line or the patient where a helper steps out.
constexpr float beside = 4.0f;

}  // namespace

Assistance::Assistance(const scene::Floors& floors, std::span<const Person> people, const TogetherSettings& settings,
                       uint64_t seed)
    : rescue_(settings.rescue), patient_of_(people.size(), -1), helper_of_(people.size(), -1), floors_(&floors) {
  for (const GroupBonds& g : settings.groups) refuge_of_group_.push_back(g.refuges);
  for (const Person& p : people) {
    if (p.group >= settings.groups.size()) continue;
    const Bonds& bonds = settings.groups[p.group].bonds;
    if (bonds.needs_help) {
      const HelpNeeded& help = *bonds.needs_help;
      patient_of_[p.id] = static_cast<int32_t>(patients_.size());
      Patient& patient = patients_.emplace_back();
      patient.id = p.id, patient.group = p.group;
      patient.helpers = help.helpers.value(), patient.priority = help.priority;
      patient.prepare =
          static_cast<float>(std::max(0.0, help.prepare->quantile(random_uniform(seed, p.id, 0, Draw::prepare))));
      patient.unload = static_cast<float>(help.unload);
      patient.seen = p.cell;
    } else if (bonds.helps) {
      helper_of_[p.id] = static_cast<int32_t>(helpers_.size());
      const bool rescues = rescue_ && (settings.rescuers.empty() || settings.rescuers[p.group] != 0);
      helpers_.push_back({p.id, bonds.returns, p.source >= 0, rescues});
    }
  }
  sums_.needed = patients_.size();
}

void Assistance::step(World& world, int64_t step_number) {
  if (patients_.empty()) return;
  bool now = step_number % std::max<int64_t>(1, std::llround(decide_every / world.step)) == 0;
  for (Helper& h : helpers_)
    if (h.goal < 0 && world.present(h.id)) h.goal = world.rows.goal[world.row_of[h.id]], now = now || h.comes_in;
  for (Patient& patient : patients_) advance(world, patient);
  if (now) assign(world);
}

/// What one patient and its team do next.
void Assistance::advance(World& world, Patient& patient) {
  if (patient.phase == Phase::done) {
    if (patient.area >= 0) dissolve(world, patient);  // pushed out by others
    return;
  }
  Rows& rows = world.rows;
  if (patient.phase == Phase::unloading) {
    if (world.time >= patient.due) free_helpers(world, patient);
    return;
  }
  if (!world.present(patient.id)) return;  // on a link
  const uint32_t row = world.row_of[patient.id];
  if (rows.state[row] == State::beyond) return;
  patient.seen = rows.cell[row];
  if (patient.phase == Phase::moving) {
    if (patient.refuge < 0 || !world.routes.field(patient.goal).way[static_cast<size_t>(patient.seen)].arrived())
      return;
    rows.state[row] = State::in_refuge;
    rows.goal[row] = Routes::nearest;
    world.routes.remove_area(patient.refuge);
    patient.refuge = -1;
    patient.phase = Phase::unloading;
    patient.due = world.time + static_cast<double>(patient.unload);
    brought(patient, world.time);
    return;
  }
  const State waits = patient.fell ? State::fallen : State::standing;
  if (rows.state[row] != waits) rows.state[row] = waits;
  if (patient.phase == Phase::fetching) {
    go_after(world, patient, row);
    if (!all_beside(world, patient, row)) return;
    patient.phase = Phase::preparing;
    patient.due = world.time + static_cast<double>(patient.prepare);
    sums_.fetched += !patient.fell;
    sums_.fetch_sum += patient.fell ? 0 : world.time - patient.assigned;
  }
  if (patient.phase == Phase::preparing && world.time >= patient.due) join(world, patient);
}

/// Whether the whole team is at the patient's side; those who are stand. Where there is no way for one of them any
/// more, the patient is given up. Who has only walls and team mates before him after a time reaches over.
bool Assistance::all_beside(World& world, Patient& patient, uint32_t row) {
  const Rows& rows = world.rows;
  const bool crowded = world.time - std::max(patient.alone_at, patient.assigned) >= crowded_after;
  bool all = true, some = false;
  for (const AgentId id : patient.team) {
    if (!world.present(id)) {
      all = false;
      continue;
    }
    const uint32_t h = world.row_of[id];
    const float dx = rows.x[h] - rows.x[row], dy = rows.y[h] - rows.y[row];
    const float reach = rows.radius[h] + rows.radius[row] + arm;
    const Field& way = world.routes.field(rows.goal[h]);
    const bool close = dx * dx + dy * dy <= reach * reach && std::abs(rows.z[h] - rows.z[row]) < same_floor;
    if (!close && !way.reached(rows.cell[h])) {
      give_up(world, patient);
      return false;
    }
    const bool here = close || (crowded && way.distance[static_cast<size_t>(rows.cell[h])] <= crowded_within);
    world.stand(h, here);
    all = all && here;
    some = some || close;
  }
  if (!some) patient.alone_at = world.time;
  return all;
}

/// Others may have pushed the patient on since the helpers set out: they go to where it is.
void Assistance::go_after(World& world, Patient& patient, uint32_t row) {
  const Rows& rows = world.rows;
  const float dx = rows.x[row] - patient.x, dy = rows.y[row] - patient.y;
  if (dx * dx + dy * dy < pushed_on * pushed_on) return;
  world.routes.move_area(patient.area, around(world, patient, row));
  world.routes.update();
}

/// The cells from which a helper reaches the patient; notes where that is.
std::vector<CellId> Assistance::around(const World& world, Patient& patient, uint32_t row) {
  const Rows& rows = world.rows;
  patient.x = rows.x[row], patient.y = rows.y[row];
  return cells_around(world.ground, rows.cell[row], rows.x[row], rows.y[row], rows.radius[row] + about);
}

/// The team goes back to being idle.
void Assistance::dissolve(World& world, Patient& patient) {
  for (const AgentId id : patient.team) {
    Helper& h = helper(id);
    h.patient = -1;
    if (!world.present(id)) continue;
    world.rows.goal[world.row_of[id]] = h.goal;
    world.stand(world.row_of[id], false);
  }
  patient.team.clear();
  world.routes.remove_area(patient.area);
  patient.area = -1;
}

/// A door has shut before the team.
void Assistance::give_up(World& world, Patient& patient) {
  dissolve(world, patient);
  patient.phase = Phase::waiting;
  patient.due = world.time + retry;
}

/// Helpers and patient become one row, the patient's.
void Assistance::join(World& world, Patient& patient) {
  Rows& rows = world.rows;
  for (const AgentId id : patient.team) {
    const uint32_t h = world.row_of[id];
    rows.goal[h] = helper(id).goal;
    rows.state[h] = State::carried;
    rows.speed[h] = 0;
    carried_.add(rows, h);
    world.row_of[id] = nowhere;
    rows.clear(h);
  }
  world.routes.remove_area(patient.area);
  patient.area = -1;
  const uint32_t row = world.row_of[patient.id];
  rows.state[row] = State::walking;
  rows.goal[row] = patient.goal;
  rows.pace[row] = 1;
  rows.anchor_x[row] = rows.x[row], rows.anchor_y[row] = rows.y[row];
  rows.anchor_time[row] = static_cast<float>(world.time);
  patient.phase = Phase::moving;
  if (!patient.fell) return;
  // Carried by hand; up stairs as fast as down, as others who are carried.
  rows.up[row] = rows.down[row] = static_cast<float>(std::min(1.0, rescue_->stairs / rescue_->speed));
  world.lifted.emplace_back(patient.id, static_cast<float>(rescue_->speed));
}

/// Counts somebody who is out or in a refuge.
void Assistance::brought(const Patient& patient, double time) {
  if (patient.fell) {
    sums_.rescued += patient.phase == Phase::moving;  // others may push who lies across an exit's line
    return;
  }
  ++sums_.helped;
  sums_.total_sum += patient.team.empty() ? 0 : time - patient.assigned;
}

size_t Assistance::carried_row(AgentId id) const {
  return static_cast<size_t>(std::find(carried_.id.begin(), carried_.id.end(), id) - carried_.id.begin());
}

/// Helpers who can find room step out beside the patient, or inside the exit that it has left by.
void Assistance::free_helpers(World& world, Patient& patient) {
  std::erase_if(patient.team, [&](AgentId id) {
    const size_t c = carried_row(id);
    if (!put_beside(world, patient, c)) return false;
    Helper& h = helper(id);
    h.patient = -1;
    h.out = !patient.put_down && !h.returns;
    return true;
  });
  if (!patient.team.empty()) return;
  patient.phase = patient.put_down ? Phase::waiting : Phase::done;
  patient.put_down = false;
}

AgentId Assistance::put_down(World& world, AgentId id) {
  if (helper_of_[id] < 0 || helper(id).patient < 0) return no_one;
  Patient& patient = patients_[static_cast<size_t>(helper(id).patient)];
  if (patient.phase != Phase::moving || !world.present(patient.id)) return no_one;
  const uint32_t row = world.row_of[patient.id];
  if (world.rows.state[row] == State::beyond) return no_one;
  world.rows.state[row] = patient.fell ? State::fallen : State::standing;
  world.rows.speed[row] = 0;
  if (patient.refuge >= 0) world.routes.remove_area(patient.refuge), patient.refuge = -1, patient.goal = -1;
  patient.phase = Phase::unloading;
  patient.put_down = true;
  patient.due = world.time;
  free_helpers(world, patient);
  return patient.fell ? patient.id : no_one;
}

bool Assistance::put_beside(World& world, const Patient& patient, size_t c) {
  const scene::Floors& f = *floors_;
  const float radius = carried_.radius[c];
  CellId start = patient.seen;
  if (patient.exit >= 0 && !f.exits[static_cast<size_t>(patient.exit)].line_cells.empty()) {
    const std::vector<CellId>& line = f.exits[static_cast<size_t>(patient.exit)].line_cells;
    start = line[line.size() / 2];
  }
  const Vec2 from = f.centre(start);
  Rows& rows = world.rows;
  for (const CellId cell : cells_around(world.ground, start, world.ground.to_local_x(from.x()),
                                        world.ground.to_local_y(from.y()), beside)) {
    if (f.surface[static_cast<size_t>(cell)] == scene::Surface::beyond_exit) continue;
    const Vec2 at = f.centre(cell);
    const float x = world.ground.to_local_x(at.x()), y = world.ground.to_local_y(at.y()),
                z = f.z[static_cast<size_t>(cell)];
    if (world.ground.distance_to_wall(x, y, z) < radius) continue;
    bool free = true;
    for (size_t i = 0; i < rows.size() && free; ++i) {
      const float dx = rows.x[i] - x, dy = rows.y[i] - y, contact = rows.radius[i] + radius;
      free = rows.state[i] == State::nobody || dx * dx + dy * dy >= contact * contact ||
             std::abs(rows.z[i] - z) >= same_floor;
    }
    if (!free) continue;
    const AgentId id = carried_.id[c];
    carried_.x[c] = x, carried_.y[c] = y, carried_.z[c] = z, carried_.cell[c] = cell;
    carried_.state[c] = State::standing;  // until the next assignment, lest it walks out beside the exit
    carried_.anchor_x[c] = x, carried_.anchor_y[c] = y, carried_.anchor_time[c] = static_cast<float>(world.time);
    carried_.heading_x[c] = 1, carried_.heading_y[c] = 0;
    world.row_of[id] = static_cast<uint32_t>(rows.size());
    rows.add(carried_, c);
    carried_.remove(c);
    world.rows_added = true;
    return true;
  }
  return false;
}

void Assistance::left(AgentId id, int32_t exit, double time, std::vector<Companion>& with) {
  if (patient_of_[id] < 0) {
    if (helper_of_[id] < 0) return;
    Helper& h = helper(id);
    h.out = true;
    if (h.patient >= 0) std::erase(patients_[static_cast<size_t>(h.patient)].team, id);
    return;
  }
  Patient& patient = patients_[static_cast<size_t>(patient_of_[id])];
  patient.exit = exit;
  brought(patient, time);
  if (patient.phase != Phase::moving) {
    patient.phase = Phase::done;  // pushed out by others: whoever is on the way to it is free at the next step
    return;
  }
  patient.phase = Phase::unloading;
  patient.due = time + static_cast<double>(patient.unload);
  std::erase_if(patient.team, [&](AgentId h) {
    if (helper(h).returns) return false;
    helper(h).out = true;
    const size_t c = carried_row(h);
    with.push_back({h, carried_.walked[c], carried_.queued[c]});
    carried_.remove(c);
    return true;
  });
}

void Assistance::fell(World& world, AgentId id) {
  if (rescue_) await_rescue(world, id);
  if (helper_of_[id] < 0) return;
  Helper& h = helper(id);
  h.out = true;
  if (h.patient < 0) return;
  Patient& patient = patients_[static_cast<size_t>(h.patient)];
  if (patient.phase != Phase::fetching && patient.phase != Phase::preparing) return;
  give_up(world, patient);
  patient.due = world.time;
}

void Assistance::await_rescue(const World& world, AgentId id) {
  patient_of_[id] = static_cast<int32_t>(patients_.size());
  Patient& patient = patients_.emplace_back();
  patient.id = id, patient.fell = true;
  patient.helpers = rescue_->helpers, patient.priority = rescue_->priority;
  patient.prepare = static_cast<float>(rescue_->prepare), patient.unload = static_cast<float>(rescue_->unload);
  patient.seen = world.rows.cell[world.row_of[id]];
}

AssistanceCounts Assistance::counts() const {
  AssistanceCounts c = sums_;
  for (const Patient& p : patients_) {
    const bool waits = p.exit < 0 && (p.phase == Phase::waiting || p.phase == Phase::fetching);
    c.waiting += waits && !p.fell;
    c.hopeless += waits && !p.fell && p.hopeless && !p.no_way;
    c.unreached += waits && p.fell && p.hopeless;
  }
  return c;
}

Assistance::Wait Assistance::wait_of(AgentId id) const {
  if (patient_of_[id] < 0) {
    if (helper_of_[id] < 0) return Wait::none;
    const Helper& h = helpers_[static_cast<size_t>(helper_of_[id])];
    return h.patient < 0 ? Wait::idle : Wait::none;
  }
  const Patient& p = patients_[static_cast<size_t>(patient_of_[id])];
  if (p.phase == Phase::preparing) return Wait::made_ready;
  if (p.phase == Phase::fetching) return Wait::helpers;
  if (p.phase != Phase::waiting) return Wait::none;
  return p.no_way ? Wait::no_way : p.hopeless ? Wait::nobody_comes : Wait::helpers;
}

size_t Assistance::without_way() const {
  return static_cast<size_t>(std::count_if(patients_.begin(), patients_.end(), [](const Patient& p) {
    return !p.fell && p.exit < 0 && p.phase == Phase::waiting && p.no_way;
  }));
}

Assistance::Spot Assistance::spot(const Rows& rows, std::span<const uint32_t> row_of, const Ground& ground,
                                  size_t index) const {
  const AgentId id = carried_.id[index];
  const Patient& patient = patients_[static_cast<size_t>(helpers_[static_cast<size_t>(helper_of_[id])].patient)];
  const auto place =
      static_cast<size_t>(std::find(patient.team.begin(), patient.team.end(), id) - patient.team.begin());
  if (row_of[patient.id] == nowhere) {
    const Vec2 at = floors_->centre(patient.seen);
    return {ground.to_local_x(at.x()), ground.to_local_y(at.y()), floors_->z[static_cast<size_t>(patient.seen)]};
  }
  const size_t row = row_of[patient.id];
  // The first two at the rear left and right, the others in front.
  const float d = rows.radius[row] + carried_.radius[index], side = place % 2 == 0 ? 0.7f : -0.7f;
  const float along = place < 2 ? -0.7f : 0.7f, hx = rows.heading_x[row], hy = rows.heading_y[row];
  return {rows.x[row] + d * (along * hx - side * hy), rows.y[row] + d * (along * hy + side * hx), rows.z[row]};
}

}  // namespace muster::crowd
