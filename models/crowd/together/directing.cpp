#include "models/crowd/together/directing.h"

#include "models/crowd/schedule/starts.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

constexpr float at_hand = 0.5f;     // [m] around the post that counts as it
constexpr float same_floor = 1.5f;  // [m]

}  // namespace

Directing::Directing(std::span<const Person> people, const TogetherSettings& settings,
                     const std::function<bool(AgentId)>& bound) {
  std::vector<int32_t> post_of(settings.groups.size(), -1);
  for (size_t g = 0; g < settings.groups.size(); ++g) {
    const GroupBonds& bonds = settings.groups[g];
    if (!bonds.bonds.directs) continue;
    post_of[g] = static_cast<int32_t>(posts_.size());
    posts_.push_back({bonds.exits, bonds.post, static_cast<float>(bonds.bonds.directs->radius),
                      bonds.bonds.directs->leaves_after, std::vector<char>(people.size(), 0)});
  }
  if (posts_.empty()) return;
  bound_.assign(people.size(), 0);
  company_.assign(people.size(), -1);
  for (const Person& p : people) {
    bound_[p.id] = bound(p.id);
    company_[p.id] = p.company;
    if (p.group >= post_of.size() || post_of[p.group] < 0) continue;
    bound_[p.id] = 1;
    staff_.push_back({p.id, static_cast<size_t>(post_of[p.group]), p.source >= 0});
  }
}

void Directing::step(World& world, int64_t step_number) {
  const auto turns = std::max<int64_t>(1, std::llround(decide_every / world.step));
  for (size_t i = 0; i < staff_.size(); ++i)
    if (static_cast<int64_t>(i) % turns == step_number % turns ||
        (staff_[i].comes_in && staff_[i].own_goal < 0 && world.present(staff_[i].id)))
      decide(world, staff_[i]);
}

bool Directing::at_post(AgentId id) const {
  return std::any_of(staff_.begin(), staff_.end(),
                     [&](const Staff& s) { return s.id == id && s.phase == Phase::standing; });
}

void Directing::decide(World& world, Staff& staff) {
  if (staff.phase == Phase::done || !world.present(staff.id)) return;
  const uint32_t row = world.row_of[staff.id];
  if (!world.on_its_way(row)) return;
  Rows& rows = world.rows;
  if (staff.phase == Phase::free) {
    const Post& post = posts_[staff.post];
    staff.own_goal = rows.goal[row];
    const Vec2 at = world.ground.floors().centre(post.cell);
    staff.area = world.routes.add_area(cells_around(world.ground, post.cell, world.ground.to_local_x(at.x()),
                                                    world.ground.to_local_y(at.y()), at_hand));
    rows.goal[row] = world.routes.need(to_area(staff.area, world.routes.key(staff.own_goal).access));
    world.routes.update();
    staff.phase = Phase::going;
  }
  const Field& field = world.routes.field(rows.goal[row]);
  if (staff.phase == Phase::going) {
    if (!field.reached(rows.cell[row])) return leave(world, staff, row, false);
    if (!field.way[static_cast<size_t>(rows.cell[row])].arrived()) return;
    staff.phase = Phase::standing;
    staff.last_seen = world.time;
  }
  world.stand(row, true);
  direct(world, staff, row);
  if (world.time - staff.last_seen > posts_[staff.post].leaves_after) leave(world, staff, row, true);
}

/// Takes up his own way out, or that to the exits of the post.
void Directing::leave(World& world, Staff& staff, uint32_t row, bool by_exits) {
  world.stand(row, false);
  world.rows.goal[row] = staff.own_goal;
  world.routes.remove_area(staff.area);
  staff.area = -1;
  staff.phase = Phase::done;
  if (by_exits) send(world, posts_[staff.post], row);
}

/// Tells those about who have not heard him yet.
void Directing::direct(World& world, Staff& staff, uint32_t row) {
  Post& post = posts_[staff.post];
  const Rows& rows = world.rows;
  const float x = rows.x[row], y = rows.y[row], z = rows.z[row];
  for (size_t i = 0; i < rows.size(); ++i) {
    const State s = rows.state[i];
    const AgentId id = rows.id[i];
    const bool leaves =
        s == State::walking || s == State::queueing || s == State::without_route || s == State::standing;
    if ((!leaves && s != State::waiting) || bound_[id]) continue;
    const float dx = rows.x[i] - x, dy = rows.y[i] - y;
    if (dx * dx + dy * dy > post.radius * post.radius || std::abs(rows.z[i] - z) > same_floor) continue;
    if (!sees(world.ground, x, y, z, rows.x[i], rows.y[i])) continue;
    staff.last_seen = world.time;
    if (!leaves || post.heard[id] || world.routes.key(rows.goal[i]).area >= 0) continue;
    // A company goes together; its numbers follow one another.
    AgentId first = id, last = id;
    if (company_[id] >= 0) {
      while (first > 0 && company_[first - 1] == company_[id]) --first;
      while (last + 1 < company_.size() && company_[last + 1] == company_[id]) ++last;
    }
    for (AgentId m = first; m <= last; ++m) {
      if (post.heard[m]) continue;
      post.heard[m] = 1;
      if (world.present(m)) told_count_ += send(world, post, world.row_of[m]);
    }
  }
}

/// One person goes to the nearest of the post's exits, if a way leads there. Whether that is another way.
bool Directing::send(World& world, const Post& post, uint32_t row) {
  Rows& rows = world.rows;
  if (rows.state[row] == State::beyond || world.routes.key(rows.goal[row]).area >= 0) return false;
  const int32_t goal = world.routes.need({post.exits, -1, world.routes.key(rows.goal[row]).access});
  world.routes.update();
  if (goal == rows.goal[row] || !world.routes.field(goal).reached(rows.cell[row])) return false;
  rows.goal[row] = goal;
  world.told.push_back(rows.id[row]);
  return true;
}

}  // namespace muster::crowd
