#include "models/crowd/together/companies.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// [bytes] that the fields of meetings may take at a time; other companies meet on their way.
constexpr size_t meeting_memory = 64u << 20;
constexpr size_t bytes_a_cell = 6;
/// [m] radius of the place where a company meets.
constexpr float meeting_radius = 1.0f;
/// [m] of height within which people are on the same floor.
constexpr float same_floor = 1.0f;
/// [m] of way that counts as getting on, as for those who are stuck.
constexpr float progress = 0.25f;
/// Below this fraction of the free speed one stands.
constexpr float slowest_pace = 0.1f;

}  // namespace

void Companies::left(AgentId id) {
  const auto at = std::upper_bound(all_.begin(), all_.end(), static_cast<int64_t>(id),
                                   [](int64_t i, const Company& c) { return i < c.number; });
  if (at == all_.begin()) return;
  for (Member& m : (at - 1)->members)
    if (m.id == id) m.out = true;
}

void Companies::step(World& world, int64_t step_number) {
  const auto turns = std::max<int64_t>(1, std::llround(decide_every / world.step));
  for (auto i = static_cast<size_t>(step_number % turns); i < all_.size(); i += static_cast<size_t>(turns))
    decide(world, all_[i]);
}

void Companies::decide(World& world, Company& company) {
  size_t slowest = company.members.size();
  for (size_t i = 0; i < company.members.size(); ++i) {
    const Member& m = company.members[i];
    if (!world.present(m.id)) continue;
    const uint32_t row = world.row_of[m.id];
    if (m.out) world.rows.pace[row] = 1;
    if (m.out || world.rows.state[row] == State::in_refuge) continue;
    if (slowest == company.members.size() ||
        world.rows.free_speed[row] < world.rows.free_speed[world.row_of[company.members[slowest].id]])
      slowest = i;
  }
  if (slowest == company.members.size()) return;
  choose_exit(world, company, slowest);
  if (company.goal < 0) return;  // sent to a refuge before it chose an exit: each goes there
  if (!company.met && meet(world, company, slowest)) return;
  keep_together(world, company);
}

/// The exit nearest to the slowest, or the one that it has been told to take; for all, with what all can use.
void Companies::choose_exit(World& world, Company& company, size_t slowest) {
  Rows& rows = world.rows;
  const uint32_t lead = world.row_of[company.members[slowest].id];
  const bool away = !company.meeting_goals.empty();  // goals are those of the meeting
  const bool told = company.goal < 0 || (!away && rows.goal[lead] != company.goal);
  if (!told && (company.exit < 0 || !world.routes.exit_closed(company.exit))) {
    if (away) return;
  } else {
    const FieldKey wanted = company.goal >= 0 && !told ? to_exit(-1, world.routes.key(company.goal).access)
                                                       : world.routes.key(rows.goal[lead]);
    if (wanted.area >= 0) return;  // sent to an area: its own affair
    Access access = wanted.access;
    for (const Member& m : company.members) {
      access.stairs = access.stairs && m.stairs;
      access.lifts = access.lifts && m.lifts;
      if (world.present(m.id))
        access.body = std::max(access.body, world.routes.key(rows.goal[world.row_of[m.id]]).access.body);
    }
    const int32_t field = world.routes.need({wanted.exits, -1, access});
    world.routes.update();
    company.exit = exit_ahead(world.routes, world.ground, field, rows.cell[lead]);
    company.goal = company.exit < 0 ? field : world.routes.need(to_exit(company.exit, access));
    world.routes.update();
  }
  for (const Member& m : company.members)
    if (!m.out && world.present(m.id) && rows.state[world.row_of[m.id]] != State::beyond)
      rows.goal[world.row_of[m.id]] = company.goal;
}

/// True while the company meets around its slowest member.
bool Companies::meet(World& world, Company& company, size_t slowest) {
  Rows& rows = world.rows;
  const uint32_t lead = world.row_of[company.members[slowest].id];
  const float reach = spread(company.members.size());
  bool complete = true;
  float way = 0;  // of all who are missing
  for (size_t i = 0; i < company.members.size(); ++i) {
    const Member& m = company.members[i];
    if (m.out || !world.present(m.id)) continue;
    const uint32_t row = world.row_of[m.id];
    const float dx = rows.x[row] - rows.x[lead], dy = rows.y[row] - rows.y[lead], dz = rows.z[row] - rows.z[lead];
    const bool here = dx * dx + dy * dy <= reach * reach && std::abs(dz) < same_floor;
    if (rows.state[row] == State::waiting) complete = false;
    if (company.meeting_goals.empty()) {
      complete = complete && here;
      continue;
    }
    const Field& field = world.routes.field(company.meeting_goals[i]);
    const bool comes = field.valid && field.reached(rows.cell[row]);
    if (!here && comes) complete = false, way += field.distance[static_cast<size_t>(rows.cell[row])];
    world.stand(row, here || row == lead);
  }
  if (way < company.last_rest - progress || !world.on_its_way(lead))
    company.last_rest = way, company.last_progress = world.time;
  if (complete || (!company.meeting_goals.empty() && world.time - company.last_progress > 3 * patience)) {
    end_meeting(world, company);
    return false;
  }
  if (company.meeting_goals.empty()) {
    const size_t most = std::max<size_t>(4, meeting_memory / (bytes_a_cell * world.ground.floors().size()));
    if (meetings_ >= most) return company.met = true, false;
    ++meetings_;
    company.meeting_area = world.routes.add_area(
        cells_around(world.ground, rows.cell[lead], rows.x[lead], rows.y[lead], meeting_radius), {});
    for (const Member& m : company.members) {
      const bool here = !m.out && world.present(m.id);
      Access access = world.routes.key(here ? rows.goal[world.row_of[m.id]] : company.goal).access;
      company.meeting_goals.push_back(world.routes.need(to_area(company.meeting_area, access)));
    }
    world.routes.update();
    company.last_progress = world.time;
  }
  for (size_t i = 0; i < company.members.size(); ++i) {
    const Member& m = company.members[i];
    if (!m.out && world.present(m.id)) {
      const uint32_t row = world.row_of[m.id];
      const int32_t goal = company.meeting_goals[i];
      // Who cannot come leaves on its own.
      rows.goal[row] = world.routes.field(goal).reached(rows.cell[row]) ? goal : company.goal;
      rows.pace[row] = 1;
    }
  }
  return true;
}

void Companies::end_meeting(World& world, Company& company) {
  company.met = true;
  company.last_rest = 1e30f;
  for (const Member& m : company.members)
    if (!m.out && world.present(m.id) && world.rows.state[world.row_of[m.id]] != State::beyond) {
      world.rows.goal[world.row_of[m.id]] = company.goal;
      world.stand(world.row_of[m.id], false);
    }
  if (company.meeting_area < 0) return;
  company.meeting_goals.clear();
  world.routes.remove_area(company.meeting_area);
  company.meeting_area = -1;
  --meetings_;
}

/// Who is ahead walks more slowly, or stands.
void Companies::keep_together(World& world, Company& company) {
  Rows& rows = world.rows;
  float last = 0;
  bool starting = false;
  size_t here = 0;
  for (Member& m : company.members) {
    if (m.out) continue;
    if (world.present(m.id)) {
      const uint32_t row = world.row_of[m.id];
      const Field& field = world.field_of(row);
      if (rows.state[row] == State::in_refuge || !field.reached(rows.cell[row])) continue;  // nobody waits for them
      m.rest = field.distance[static_cast<size_t>(rows.cell[row])];
      starting = starting || rows.state[row] == State::waiting;
    }
    ++here;
    last = std::max(last, m.rest);
  }
  if (last < company.last_rest - progress || starting || here < 2)
    company.last_rest = last, company.last_progress = world.time;
  const bool held_up = world.time - company.last_progress > patience;
  const float reach = spread(company.members.size());
  for (const Member& m : company.members) {
    if (m.out || !world.present(m.id)) continue;
    const uint32_t row = world.row_of[m.id];
    if (!world.on_its_way(row)) continue;
    float pace = std::clamp(2 * (reach - (last - m.rest)) / reach, 0.0f, 1.0f);
    if (!world.field_of(row).reached(rows.cell[row]) || here < 2) pace = 1;
    if (held_up) pace = std::max(pace, making_way);
    rows.pace[row] = std::max(pace, slowest_pace);
    world.stand(row, pace < slowest_pace);
  }
}

}  // namespace muster::crowd
