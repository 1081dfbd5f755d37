// Who fetches whom.
#include "models/crowd/together/assistance.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::crowd {

/// Idle helpers go to those who wait; where none can be helped, now or once a door opens, they leave.
void Assistance::assign(World& world) {
  size_t alive = 0, rescuers = 0;
  std::vector<Helper*> idle;
  for (Helper& h : helpers_) {
    alive += !h.out;
    rescuers += !h.out && h.rescues;
    if (h.out || h.patient >= 0 || !world.present(h.id) || !world.on_its_way(world.row_of[h.id])) continue;
    // Who was on a link when his patient was given up still follows the way there.
    int32_t& goal = world.rows.goal[world.row_of[h.id]];
    if (goal != h.goal && world.routes.key(goal).area >= 0) goal = h.goal;
    idle.push_back(&h);
  }
  bool more = false, more_fallen = false;  // somebody still waits who can be helped
  for (Patient& p : patients_) {
    if (p.phase != Phase::waiting || !world.present(p.id)) continue;
    const bool can = static_cast<size_t>(p.helpers) <= (p.fell ? rescuers : alive);
    if (can && world.time >= p.due) {
      p.no_way = !can_be_moved(world, p);
      if (p.no_way) p.due = world.time + retry;
    }
    p.hopeless = !can || (!world.opens_later && (p.no_way || p.tries >= most_tries));
    (p.fell ? more_fallen : more) |= !p.hopeless;
  }
  while (!idle.empty() && assign_one(world, idle)) {
  }
  for (const Helper* h : idle) world.stand(world.row_of[h->id], more || (more_fallen && h->rescues));
}

/// Sends helpers to one patient; false where nobody can be sent.
bool Assistance::assign_one(World& world, std::vector<Helper*>& idle) {
  std::vector<Patient*> open;
  int highest = std::numeric_limits<int>::min();
  for (Patient& p : patients_) {
    if (p.phase != Phase::waiting || p.hopeless || p.no_way || world.time < p.due || !world.present(p.id)) continue;
    if (p.helpers > std::count_if(idle.begin(), idle.end(), [&](const Helper* h) { return serves(*h, p); })) continue;
    if (p.priority > highest) highest = p.priority, open.clear();
    if (p.priority == highest) open.push_back(&p);
  }
  if (open.empty()) return false;
  if (open.size() > 1) {
    // Nearest to the first of the idle, by the walking time between them.
    const uint32_t row = world.row_of[idle[0]->id];
    const CellId cell = world.rows.cell[row];
    const int32_t area =
        world.routes.add_area(cells_around(world.ground, cell, world.rows.x[row], world.rows.y[row], about));
    const int32_t field = world.routes.need(to_area(area, world.routes.key(world.rows.goal[row]).access));
    world.routes.update();
    const std::vector<float>& way = world.routes.field(field).distance;
    const auto distance = [&](const Patient* p) {
      // A bed may stand where its own cell is too tight to walk into: what lies around it counts.
      const uint32_t at = world.row_of[p->id];
      float least = 1e30f;
      for (const CellId c : cells_around(world.ground, world.rows.cell[at], world.rows.x[at], world.rows.y[at],
                                         world.rows.radius[at] + about))
        least = std::min(least, way[static_cast<size_t>(c)]);
      return least;
    };
    Patient* best = nullptr;
    float least = 0;
    for (Patient* p : open) {
      const float d = distance(p);
      if (best == nullptr || d < least) best = p, least = d;
    }
    open[0] = best;
    world.routes.remove_area(area);
  }
  send(world, *open[0], idle);
  return true;
}

/// The nearest of the idle go to a patient; where too few can reach it, it is tried again later.
void Assistance::send(World& world, Patient& patient, std::vector<Helper*>& idle) {
  Rows& rows = world.rows;
  const uint32_t row = world.row_of[patient.id];
  patient.area = world.routes.add_area(around(world, patient, row));
  struct Choice {
    double seconds;
    Helper* helper;
    int32_t goal;
  };
  std::vector<Choice> choices;
  for (Helper* h : idle) {
    if (!serves(*h, patient)) continue;
    const int32_t goal =
        world.routes.need(to_area(patient.area, world.routes.key(rows.goal[world.row_of[h->id]]).access));
    choices.push_back({0, h, goal});
  }
  world.routes.update();
  for (Choice& c : choices) {
    const uint32_t h = world.row_of[c.helper->id];
    c.seconds = static_cast<double>(world.routes.field(c.goal).distance[static_cast<size_t>(rows.cell[h])]) /
                static_cast<double>(rows.free_speed[h]);
  }
  std::erase_if(choices, [](const Choice& c) { return !(c.seconds < 1e9); });
  bool can_go = choices.size() >= static_cast<size_t>(patient.helpers);
  if (can_go && patient.goal < 0) {
    patient.goal = patient.fell ? -1 : place_in_refuge(world, patient);
    world.routes.update();
    can_go = patient.goal >= 0 && can_be_moved(world, patient);
    patient.no_way = !can_go;
  }
  if (!can_go) {
    world.routes.remove_area(patient.area);
    patient.area = -1;
    patient.due = world.time + retry;
    patient.tries += !world.opens_later;
    patient.hopeless = patient.tries >= most_tries;
    return;
  }
  std::stable_sort(choices.begin(), choices.end(),
                   [](const Choice& a, const Choice& b) { return a.seconds < b.seconds; });
  choices.resize(static_cast<size_t>(patient.helpers));
  for (const Choice& c : choices) {
    const uint32_t h = world.row_of[c.helper->id];
    c.helper->patient = patient_of_[patient.id];
    patient.team.push_back(c.helper->id);
    rows.goal[h] = c.goal;
    rows.pace[h] = 1;
    world.stand(h, false);
    std::erase(idle, c.helper);
  }
  patient.phase = Phase::fetching;
  patient.assigned = world.time;
}

/// Whether patient and device get to where they are to be taken; chooses the field.
bool Assistance::can_be_moved(World& world, Patient& patient) {
  const uint32_t row = world.row_of[patient.id];
  // Places in refuges are looked for when the helpers set out: each has a field of its own.
  if (patient.goal < 0 && !patient.fell && !refuge_of_group_[patient.group].empty()) return true;
  if (patient.goal < 0) patient.goal = world.rows.goal[row];
  return world.routes.field(world.routes.followed(patient.goal, world.rows.cell[row])).reached(world.rows.cell[row]);
}

/// A place of its own in the refuge, as far from doors and others' places as there is; its field, -1: no room.
int32_t Assistance::place_in_refuge(World& world, Patient& patient) {
  const scene::Floors& f = *floors_;
  const uint32_t row = world.row_of[patient.id];
  const float radius = world.rows.radius[row];
  const std::vector<int32_t>& spaces = refuge_of_group_[patient.group];
  std::vector<Vec2> avoid;
  for (const scene::Portal& p : f.portals) avoid.push_back(0.5 * (p.a + p.b));
  for (const CellId c : parked_) avoid.push_back(f.centre(c));
  CellId best = no_cell;
  double farthest = static_cast<double>(radius);
  for (size_t c = 0; c < f.size(); ++c) {
    if (f.space[c] < 0 || !std::binary_search(spaces.begin(), spaces.end(), f.space[c])) continue;
    const auto cell = static_cast<CellId>(c);
    if (world.ground.clearance(cell) < radius + elbow_room) continue;
    double nearest = 100;
    for (const Vec2& a : avoid) nearest = std::min(nearest, (a - f.centre(cell)).norm());
    if (nearest > farthest) best = cell, farthest = nearest;
  }
  if (best == no_cell) return -1;
  parked_.push_back(best);
  const Vec2 at = f.centre(best);
  patient.refuge = world.routes.add_area(
      cells_around(world.ground, best, world.ground.to_local_x(at.x()), world.ground.to_local_y(at.y()), about));
  return world.routes.need(to_area(patient.refuge, world.routes.key(world.rows.goal[row]).access));
}

}  // namespace muster::crowd
