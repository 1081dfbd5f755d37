#include "models/crowd/together/long_bodies.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

constexpr float apart = 0.002f;                     // [m] between discs of one body
constexpr float slack = 0.02f;                      // [m] by which a body may be longer before its front is held back
constexpr double turn_after = 2, heave_after = 10;  // [s] of standstill
constexpr float still_within = 0.1f;                // [m]
constexpr float behind = 0.3f;                      // cosine of way and rear above which the way leads back
constexpr int turns_in_vain = 4;                    // an assumption, as is how near they are:
constexpr float one_place = 0.25f;                  // [m]
constexpr double turned_after = 5;                  // [s] of standstill,
constexpr float turned = 0.7f;  // and cosine of heading and rear, from which walls or others turn it into its own rear
constexpr float rear_part = 0, middle_part = 1;  // kept in `up`, which trailing rows have no use for

float distance(const Rows& rows, uint32_t a, uint32_t b) {
  const float dx = rows.x[a] - rows.x[b], dy = rows.y[a] - rows.y[b];
  return std::sqrt(dx * dx + dy * dy);
}

/// Whether a solid wall or a shut door stands between the centres of two discs of one body.
bool walled_off(const Ground& ground, const Rows& rows, uint32_t a, uint32_t b) {
  for (const uint32_t row : {a, b})
    for (const uint32_t w : ground.walls().near(rows.x[row], rows.y[row], rows.z[row])) {
      const Segment& s = ground.walls()[w];
      if (s.solid && rows.z[row] >= s.foot_low && rows.z[row] <= s.foot_high &&
          s.crossing(rows.x[a], rows.y[a], rows.x[b], rows.y[b]) >= 0)
        return true;
    }
  return false;
}

/// Moves a row's disc towards a point as far as walls let it.
void move_to(const Ground& ground, Rows& rows, uint32_t row, float x, float y, float radius) {
  Body body{rows.x[row], rows.y[row], rows.z[row], radius, rows.cell[row]};
  ground.move(body, x - body.x, y - body.y);
  rows.x[row] = body.x, rows.y[row] = body.y, rows.z[row] = body.z, rows.cell[row] = body.cell;
}

}  // namespace

LongBodies::LongBodies(std::span<const Person> people) {
  for (const Person& p : people) {
    const float length = p.length - 2 * p.radius;
    if (length < least_length) continue;
    if (body_of_.empty()) body_of_.assign(people.size(), -1);
    body_of_[p.id] = static_cast<int32_t>(bodies_.size());
    bodies_.push_back({p.id, p.radius, length});
  }
}

void LongBodies::place(World& world) {
  for (Long& body : bodies_) {
    const uint32_t front = world.row_of[body.id];
    if (front == nowhere) continue;
    const Way way = world.field_of(front).way[static_cast<size_t>(world.rows.cell[front])];
    float dx = -1, dy = 0;
    if (!way.none() && way.x != -128) {
      const float n = std::hypot(static_cast<float>(way.x), static_cast<float>(way.y));
      dx = -static_cast<float>(way.x) / n, dy = -static_cast<float>(way.y) / n;
    }
    // Of 16 directions the one with the most room, those behind first.
    float best = -1, best_x = dx, best_y = dy;
    for (int k = 0; k < 16; ++k) {
      const int off = (k + 1) / 2;  // sixteenths of a turn to either side
      const float angle = 0.39269908f * static_cast<float>(off) * (k % 2 == 0 ? 1.0f : -1.0f);
      const float ex = std::cos(angle) * dx - std::sin(angle) * dy, ey = std::sin(angle) * dx + std::cos(angle) * dy;
      Body probe{world.rows.x[front], world.rows.y[front], world.rows.z[front], body.radius, world.rows.cell[front]};
      world.ground.move(probe, ex * body.length, ey * body.length);
      const float got = std::hypot(probe.x - world.rows.x[front], probe.y - world.rows.y[front]);
      if (got > best + 0.01f) best = got, best_x = ex, best_y = ey;
    }
    add_parts(world, body, best_x * body.length, best_y * body.length);
  }
}

/// Rear and middle rows, the rear (dx, dy) from the front as far as walls let it.
void LongBodies::add_parts(World& world, Long& body, float dx, float dy) {
  Rows& rows = world.rows;
  const uint32_t front = world.row_of[body.id];
  for (const float part : {rear_part, middle_part}) {
    const auto row = static_cast<uint32_t>(rows.size());
    rows.add(rows, front);
    rows.state[row] = State::trailing;
    rows.up[row] = part;
    rows.goal[row] = Routes::nearest;
    rows.speed[row] = rows.walked[row] = rows.queued[row] = 0;
    (part == rear_part ? body.rear : body.middle) = row;
  }
  move_to(world.ground, rows, body.rear, rows.x[front] + dx, rows.y[front] + dy, body.radius);
  shape(rows, body, front);
  world.rows_added = true;
}

/// The middle in the gap, and radii such that no two discs overlap; negative where one lies within the front.
void LongBodies::shape(Rows& rows, const Long& body, uint32_t front) const {
  const uint32_t rear = body.rear, middle = body.middle;
  const float d = distance(rows, front, rear);
  rows.radius[rear] = std::min(body.radius, d - body.radius - apart);
  const float gap = d - body.radius - rows.radius[rear];  // from disc to disc
  const bool open = gap > 4 * apart;
  rows.radius[middle] = open ? std::min(body.radius, 0.5f * gap - apart) : rows.radius[rear];
  const float t = open ? (body.radius + 0.5f * gap) / d : 1;
  rows.x[middle] = rows.x[front] + t * (rows.x[rear] - rows.x[front]);
  rows.y[middle] = rows.y[front] + t * (rows.y[rear] - rows.y[front]);
  rows.z[middle] = rows.z[front] + t * (rows.z[rear] - rows.z[front]);
  rows.cell[middle] = open ? rows.cell[front] : rows.cell[rear];
}

void LongBodies::found(AgentId id, uint32_t row, const Rows& rows) {
  Long& body = bodies_[static_cast<size_t>(body_of_[id])];
  (rows.up[row] == rear_part ? body.rear : body.middle) = row;
}

void LongBodies::drag(World& world) {
  Rows& rows = world.rows;
  for (Long& body : bodies_) {
    const uint32_t front = world.row_of[body.id];
    if (front == nowhere) {
      if (body.rear != nowhere) rows.clear(body.rear), rows.clear(body.middle);
      body.rear = body.middle = nowhere;
      continue;
    }
    if (body.rear == nowhere) {
      add_parts(world, body, 0, 0);
      continue;
    }
    follow(world, body, front);
    float d = distance(rows, front, body.rear);
    bool hangs = body.waits;
    if (d > body.length && !body.waits) {
      const float t = body.length / d;
      move_to(world.ground, rows, body.rear, rows.x[front] + t * (rows.x[body.rear] - rows.x[front]),
              rows.y[front] + t * (rows.y[body.rear] - rows.y[front]), body.radius);
      d = distance(rows, front, body.rear);
      // The rear hangs at a wall: the front stays within reach of it.
      if (d > body.length + slack) {
        hangs = true;
        const float s = body.length / d;
        move_to(world.ground, rows, front, rows.x[body.rear] + s * (rows.x[front] - rows.x[body.rear]),
                rows.y[body.rear] + s * (rows.y[front] - rows.y[body.rear]), body.radius);
      }
    }
    heave_what_hangs(world, body, front, hangs);
    shape(rows, body, front);
    turn_round(world, body, front);
  }
}

/// Where a wall has come between front and rear (the front has turned round its end), the front waits and the rear
/// comes after it on the way that the front would take from there; who is nearer to the goal is in front.
void LongBodies::follow(World& world, Long& body, uint32_t front) {
  Rows& rows = world.rows;
  const bool waits = walled_off(world.ground, rows, front, body.rear);
  if (waits != body.waits) rows.pace[front] = waits ? 0.0f : 1.0f;
  body.waits = waits;
  if (!waits) return;
  const auto cell = static_cast<size_t>(rows.cell[body.rear]);
  const Field& field = world.routes.field(world.routes.followed(rows.goal[front], rows.cell[body.rear]));
  const float stride = rows.free_speed[front] * static_cast<float>(world.step);
  if (field.distance[cell] < world.field_of(front).distance[static_cast<size_t>(rows.cell[front])] - stride)
    change_ends(world, body, front);
  else if (const Way way = field.way[cell]; way.walks()) {
    const float part = stride / std::hypot(static_cast<float>(way.x), static_cast<float>(way.y));
    move_to(world.ground, rows, body.rear, rows.x[body.rear] + part * static_cast<float>(way.x),
            rows.y[body.rear] + part * static_cast<float>(way.y), body.radius);
  }
}

/// Who cannot get round a corner for some time is heaved round it.
void LongBodies::heave_what_hangs(World& world, Long& body, uint32_t front, bool hangs) {
  if (!hangs) body.free_at = world.time;
  if (world.time - body.free_at >= heave_after) heave(world, body, front);
}

/// The rear is where the front is.
void LongBodies::heave(World& world, Long& body, uint32_t front) {
  Rows& rows = world.rows;
  rows.x[body.rear] = rows.x[front], rows.y[body.rear] = rows.y[front], rows.z[body.rear] = rows.z[front];
  rows.cell[body.rear] = rows.cell[front];
  body.free_at = world.time;
}

void LongBodies::change_ends(World& world, Long& body, uint32_t front) {
  Rows& rows = world.rows;
  std::swap(rows.x[front], rows.x[body.rear]), std::swap(rows.y[front], rows.y[body.rear]);
  std::swap(rows.z[front], rows.z[body.rear]), std::swap(rows.cell[front], rows.cell[body.rear]);
  rows.heading_x[front] = rows.heading_y[front] = 0;
  body.still_since = world.time;
}

/// Front and rear change places where the body has stood still and the way leads back over the rear, or walls turn the
/// front into it.
void LongBodies::turn_round(World& world, Long& body, uint32_t front) {
  Rows& rows = world.rows;
  // A front that its own rear turns aside goes to and fro: how far it got tells, not its speed.
  const bool on = std::hypot(rows.x[front] - body.still_x, rows.y[front] - body.still_y) > still_within;
  if (rows.state[front] != State::walking || on) {
    body.still_x = rows.x[front], body.still_y = rows.y[front];
    body.still_since = world.time;
    return;
  }
  if (world.time - body.still_since < turn_after) return;
  const Way way = world.field_of(front).way[static_cast<size_t>(rows.cell[front])];
  const float bx = rows.x[body.rear] - rows.x[front], by = rows.y[body.rear] - rows.y[front];
  const float along = static_cast<float>(way.x) * bx + static_cast<float>(way.y) * by, d = std::hypot(bx, by);
  if (way.none() || way.x == -128) return;
  const bool into_rear = world.time - body.still_since >= turned_after &&
                         rows.heading_x[front] * bx + rows.heading_y[front] * by >= turned * d;
  if (along < behind * 127 * d && !into_rear) return;
  const float x = rows.x[front] + bx / 2, y = rows.y[front] + by / 2;
  if (std::hypot(x - body.turned_x, y - body.turned_y) > one_place)
    body.turns = 0, body.turned_x = x, body.turned_y = y;
  if (++body.turns > turns_in_vain) {
    heave(world, body, front);
    body.turns = 0;
  } else {
    change_ends(world, body, front);
  }
  shape(rows, body, front);
}

}  // namespace muster::crowd
