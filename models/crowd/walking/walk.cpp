#include "models/crowd/walking/walk.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace muster::crowd {

namespace {

/// exp(x) for x in [-80, 0] by the kernel's polynomial: the library's may differ from processor to processor.
float decay(float x) {
  const float t = x * 1.44269504f, k = std::nearbyint(t), f = t - k;
  const float p = ((0.05517166f * f + 0.24261112f) * f + 0.69326099f) * f + 0.99992807f;
  return std::bit_cast<float>(std::bit_cast<int32_t>(p) + (static_cast<int32_t>(k) << 23));
}

float smooth(float t) { return t * t * (3 - 2 * t); }

/// Equation 6: fraction of the free speed on a stair, by the part of the heading that climbs. Blends into 1 where the
/// slope fades (landings); ramps are walked as the level.
float stair_factor(const scene::Floors& floors, CellId cell, float wish_x, float wish_y, float up, float down) {
  const auto [sx, sy] = floors.slope[static_cast<size_t>(cell)];
  const float slope = std::sqrt(sx * sx + sy * sy);
  constexpr float level_below = 0.05f, stair_from = 0.15f;
  if (slope <= level_below) return 1;
  const float climb = 0.5f + 0.5f * (wish_x * sx + wish_y * sy) / slope;
  const float part_up = smooth(std::clamp(climb, 0.0f, 1.0f));
  const float part_stair = std::min(1.0f, (slope - level_below) / (stair_from - level_below));
  return 1 + part_stair * (up * part_up + down * (1 - part_up) - 1);
}

/// Time of this step during which the person walks [s]; turns `waiting` into `walking` when it is due.
float walking_time(const StepInput& in, Rows& now, size_t i) {
  const State state = now.state[i];
  if (state == State::standing || state == State::in_refuge || state == State::trailing || state == State::fallen)
    return 0;
  if (state != State::waiting) return in.step;
  const double due = in.time + static_cast<double>(in.step) - static_cast<double>(now.premovement[i]);
  if (due <= 0) return 0;
  now.state[i] = State::walking;
  return std::min(in.step, static_cast<float>(due));
}

/// Where a person that does not simply walk on wants to go, if it does.
Way choose_way(const StepInput& in, Rows& now, size_t i, BlockReport& report) {
  const bool beyond = now.state[i] == State::beyond;
  const CellId cell = now.cell[i];
  // Whose own destination is shut or cannot be reached takes what stands in for it.
  const int32_t goal = beyond ? in.routes.field(now.goal[i]).nearest : in.routes.followed(now.goal[i], cell);
  const Way way = in.routes.field(goal).way[static_cast<size_t>(cell)];
  if (way.none()) {
    if (beyond)
      report.gone.push_back(static_cast<uint32_t>(i));
    else
      now.state[i] = State::without_route;
    return {};
  }
  if (way.arrived()) {
    now.state[i] = State::walking;
    report.arrived.push_back(static_cast<uint32_t>(i));
    return {};
  }
  if (way.enters_link()) {
    if (!beyond) now.state[i] = State::queueing;
    report.at_links.push_back(static_cast<uint32_t>(i));
    return {};
  }
  if (!beyond) now.state[i] = State::walking;
  return way;
}

/// Equation 7: repulsion from walls. Of pieces that push to the same side of an axis only the strongest counts, so
/// that a wall in several pieces, or a corner that two walls share, is not felt twice.
void feel_walls(const StepInput& in, const Rows& now, size_t i, size_t l, Chunk& chunk) {
  const auto range = static_cast<float>(in.walking.wall_range_used()),
             strength = static_cast<float>(in.walking.wall_repulsion);
  const float reach = now.radius[i] + wall_ranges * range;
  float low_x = 0, high_x = 0, low_y = 0, high_y = 0;
  for (const uint32_t w : in.ground.walls().near(now.x[i], now.y[i], now.z[i])) {
    const Segment& s = in.ground.walls()[w];
    if (!s.solid || now.z[i] < s.foot_low || now.z[i] > s.foot_high) continue;
    float d2;
    const auto [dx, dy] = s.from(now.x[i], now.y[i], d2);
    if (d2 > reach * reach || d2 < 1e-12f) continue;
    const float d = std::sqrt(d2);
    const float force = strength * decay(std::clamp((now.radius[i] - d) / range, -80.0f, 0.0f)) / d;
    low_x = std::min(low_x, force * dx), high_x = std::max(high_x, force * dx);
    low_y = std::min(low_y, force * dy), high_y = std::max(high_y, force * dy);
  }
  chunk.wall_x[l] = low_x + high_x;
  chunk.wall_y[l] = low_y + high_y;
}

/// What each of them wants: direction and free speed here, and the repulsion from walls. Returns the lanes that stand
/// on plain cells.
LaneBits want(const StepInput& in, Rows& now, LaneBits present, Chunk& chunk, Stride& stride, BlockReport& report) {
  // Most people of a chunk walk to the same goal.
  const LaneBits walkers = lanes_in(now, chunk.first, State::walking) & present;
  const auto sample = static_cast<size_t>(__builtin_ctz(walkers != 0 ? walkers : present));
  const int32_t goal = now.goal[chunk.first + sample];
  const LaneBits alike = walkers & lanes_bound_for(now, chunk.first, goal);
  const Underfoot underfoot = look_down(in.ground, in.routes.field(goal).way, now, alike, chunk);
  std::fill_n(stride.walking, lanes, in.step);
  LaneBits goes = underfoot.walks;
  for (LaneBits left = present & ~goes; left != 0; left &= left - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(left));
    const size_t i = chunk.first + l;
    Way way;
    if (now.state[i] == State::walking) way = in.routes.field(now.goal[i]).way[static_cast<size_t>(now.cell[i])];
    if (!way.walks()) {
      stride.walking[l] = walking_time(in, now, i);
      way = stride.walking[l] > 0 ? choose_way(in, now, i, report) : Way{};
    }
    chunk.wish_x[l] = static_cast<float>(way.x), chunk.wish_y[l] = static_cast<float>(way.y);
    goes |= static_cast<LaneBits>(!way.none()) << l;
  }
  if (in.model == nullptr || in.model->repelled_by_walls())
    for (LaneBits left = present & underfoot.near_wall; left != 0; left &= left - 1) {
      const auto l = static_cast<size_t>(__builtin_ctz(left));
      feel_walls(in, now, chunk.first + l, l, chunk);
    }
  wish_together(now, goes, chunk);
  for (LaneBits stairs = goes & underfoot.stairs; stairs != 0; stairs &= stairs - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(stairs));
    const size_t i = chunk.first + l;
    chunk.top_speed[l] *=
        stair_factor(in.ground.floors(), now.cell[i], chunk.wish_x[l], chunk.wish_y[l], now.up[i], now.down[i]);
  }
  return present & underfoot.plain;
}

/// Somebody is out: on outwards from whichever exit, for the area that he was bound for may cease to be.
void go_beyond(const StepInput& in, Rows& now, size_t i) {
  now.state[i] = State::beyond;
  now.goal[i] = in.routes.field(now.goal[i]).nearest;
}

/// Notes the exits and doors whose line the way from `now` to `next` crosses.
void cross_lines(const StepInput& in, Rows& now, const NextPositions& next, size_t i, BlockReport& report) {
  const scene::Floors& floors = in.ground.floors();
  const size_t portals = floors.walls.size(), exits = portals + floors.portals.size();
  for (const uint32_t w : in.ground.walls().near(now.x[i], now.y[i], now.z[i])) {
    if (w < portals) continue;
    const Segment& s = in.ground.walls()[w];
    if (now.z[i] < s.foot_low || now.z[i] > s.foot_high) continue;
    const float t = s.crossing(now.x[i], now.y[i], next.x[i], next.y[i]);
    if (t < 0) continue;
    const double time = in.time + static_cast<double>(t) * static_cast<double>(in.step);
    if (w < exits) {
      const bool to_left = s.side(next.x[i], next.y[i]) >= 0;
      report.portals.push_back({now.id[i], static_cast<int32_t>(w - portals), to_left, time});
      continue;
    }
    const auto e = static_cast<int32_t>(w - exits);
    const Vec2 out = floors.exits[static_cast<size_t>(e)].outward;
    const bool outwards =
        out.x() * static_cast<double>(next.x[i] - now.x[i]) + out.y() * static_cast<double>(next.y[i] - now.y[i]) > 0;
    if (!outwards || now.state[i] == State::beyond) continue;
    go_beyond(in, now, i);
    report.exits.push_back({now.id[i], e, true, time});
  }
}

/// Takes people away who reached a sink; who never crossed the line (started beyond it) counts as crossing it now.
void sink(const StepInput& in, Rows& now, size_t i, BlockReport& report) {
  if (now.state[i] != State::beyond) {
    const auto& exits = in.ground.floors().exits;
    const auto at = std::find_if(exits.begin(), exits.end(), [&](const scene::Exit& e) {
      return std::find(e.sink.begin(), e.sink.end(), now.cell[i]) != e.sink.end();
    });
    go_beyond(in, now, i);
    report.exits.push_back(
        {now.id[i], static_cast<int32_t>(at - exits.begin()), true, in.time + static_cast<double>(in.step)});
  }
  report.gone.push_back(static_cast<uint32_t>(i));
}

/// Whether a line of limited flow, which he has no leave to cross, keeps somebody from going from `now` to (x, y).
bool is_held(const StepInput& in, const Rows& now, size_t i, float x, float y, BlockReport& report) {
  const scene::Floors& floors = in.ground.floors();
  const size_t portals = floors.walls.size(), exits = portals + floors.portals.size();
  bool leaves = now.state[i] == State::beyond;  // whoever is out already is not counted
  bool held = false;
  for (const uint32_t w : in.ground.walls().near(now.x[i], now.y[i], now.z[i])) {
    if (w < portals) continue;
    const Segment& s = in.ground.walls()[w];
    if (now.z[i] < s.foot_low || now.z[i] > s.foot_high || s.crossing(now.x[i], now.y[i], x, y) < 0) continue;
    if (w >= exits) {  // nor is who comes in; where exits lie on one another, the first one counts him
      const Vec2 out = floors.exits[w - exits].outward;
      const bool outwards =
          out.x() * static_cast<double>(x - now.x[i]) + out.y() * static_cast<double>(y - now.y[i]) > 0;
      if (!outwards || leaves) continue;
      leaves = true;
    }
    if (!in.limits->limited(w) || in.limits->has_leave(w, now.id[i])) continue;
    report.held.emplace_back(now.id[i], w);
    held = true;
  }
  return held;
}

/// Moves one person by (dx, dy), which are not both 0, as walls and edges allow.
void advance(const StepInput& in, Rows& now, NextPositions& next, size_t i, float dx, float dy, float walking,
             BlockReport& report) {
  Body body{now.x[i], now.y[i], now.z[i], now.radius[i], now.cell[i]};
  report.wall_corrections += in.ground.move(body, dx, dy).corrected ? 1 : 0;
  if (in.limits && ((in.ground.flags(now.cell[i]) | in.ground.flags(body.cell)) & Ground::near_line) &&
      is_held(in, now, i, body.x, body.y, report))
    body = {now.x[i], now.y[i], now.z[i], now.radius[i], now.cell[i]};
  const float mx = body.x - now.x[i], my = body.y - now.y[i], moved = std::sqrt(mx * mx + my * my);
  now.speed[i] = moved / in.step;
  now.walked[i] += moved;
  if (now.state[i] == State::walking && now.speed[i] < queueing_speed) now.queued[i] += walking;
  next.x[i] = body.x, next.y[i] = body.y, next.z[i] = body.z;
  const uint8_t flags = in.ground.flags(now.cell[i]) | in.ground.flags(body.cell);
  now.cell[i] = body.cell;
  if (flags & Ground::near_line) cross_lines(in, now, next, i, report);
  if (in.ground.flags(body.cell) & Ground::sink) sink(in, now, i, report);
}

/// Tells the model how everybody of the chunk has moved.
void note_motion(const StepInput& in, const Rows& now, const NextPositions& next, LaneBits present,
                 const Chunk& chunk) {
  for (; present != 0; present &= present - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(present));
    const size_t i = chunk.first + l;
    in.model->note(now.id[i], {(next.x[i] - now.x[i]) / in.step, (next.y[i] - now.y[i]) / in.step, now.heading_x[i],
                               now.heading_y[i], chunk.top_speed[l]});
  }
}

/// The way on from the next cell on somebody's way; his own where none leads on from there.
Way way_ahead(const StepInput& in, const Rows& now, size_t i) {
  const Field& field = in.routes.field(in.routes.followed(now.goal[i], now.cell[i]));
  const Way way = field.way[static_cast<size_t>(now.cell[i])];
  if (!way.walks()) return way;
  const auto x = static_cast<float>(way.x), y = static_cast<float>(way.y);
  const size_t towards = std::abs(x) > std::abs(y) ? (x > 0 ? 0 : 2) : (y > 0 ? 1 : 3);
  const CellId next = in.ground.floors().neighbour[static_cast<size_t>(now.cell[i])][towards];
  const Way ahead = next == no_cell ? way : field.way[static_cast<size_t>(next)];
  return ahead.walks() ? ahead : way;
}

/// Those who squeeze past go slowly on, a little aside of their way, whoever is before them.
void squeeze(const StepInput& in, const Rows& now, LaneBits walkers, Chunk& chunk) {
  for (; walkers != 0; walkers &= walkers - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(walkers));
    const AgentId id = now.id[chunk.first + l];
    if (!in.squeezing->squeezes(id) || chunk.top_speed[l] <= 0) continue;
    const bool climbs = in.squeezing->climbs(id);
    if (chunk.overlap[l] > in.squeezing->most_overlap(id) && !climbs) {  // no further than others leave him room
      chunk.speed[l] = std::min(chunk.speed[l], in.squeezing->speed(id));
      continue;
    }
    float wish_x = chunk.wish_x[l], wish_y = chunk.wish_y[l];
    if (in.squeezing->looks_ahead(id)) {
      const Way way = way_ahead(in, now, chunk.first + l);
      const auto ahead_x = static_cast<float>(way.x), ahead_y = static_cast<float>(way.y);
      const float length = std::hypot(ahead_x, ahead_y);
      if (length > 0) wish_x = ahead_x / length, wish_y = ahead_y / length;
    }
    // Cosine and sine as the kernel has them.
    const float turn = Squeezing::turn(in.seed, id, in.time), t2 = turn * turn;
    const float c = 1 - t2 * (0.5f - t2 * (1 / 24.0f)), s = turn * (1 - t2 * (1 / 6.0f));
    const float x = c * wish_x - s * wish_y + chunk.wall_x[l];
    const float y = s * wish_x + c * wish_y + chunk.wall_y[l];
    const float length = std::sqrt(x * x + y * y);
    if (length < 1e-3f) continue;
    chunk.heading_x[l] = x / length, chunk.heading_y[l] = y / length;
    chunk.speed[l] = std::min(chunk.top_speed[l], in.squeezing->speed(id));
    chunk.creep[l] = 0;
    if (climbs) chunk.push_x[l] = chunk.push_y[l] = 0;
  }
}

/// Rears of long bodies are dragged, but who squeezes past pushes them aside, too.
void push_rears(const StepInput& in, Rows& now, NextPositions& next, LaneBits rears, const Chunk& chunk) {
  for (; rears != 0; rears &= rears - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(rears));
    const size_t i = chunk.first + l;
    const float length = std::sqrt(chunk.push_x[l] * chunk.push_x[l] + chunk.push_y[l] * chunk.push_y[l]);
    if (length == 0 || now.radius[i] <= 0) continue;
    const float part = std::min(1.0f, longest_push / length);
    Body body{now.x[i], now.y[i], now.z[i], now.radius[i], now.cell[i]};
    in.ground.move(body, part * chunk.push_x[l], part * chunk.push_y[l]);
    next.x[i] = body.x, next.y[i] = body.y, next.z[i] = body.z, now.cell[i] = body.cell;
  }
}

/// Asks for the rows of the next chunk, for what it wants to know first, and for what is asked of that when its turn
/// comes: more streams than the processor follows of itself. Inlined always: g++ 12 drops calls of a function that only
/// prefetches.
[[gnu::always_inline]] inline void fetch_ahead(const StepInput& in, const Rows& now, const NextPositions& next,
                                               uint32_t following) {
  if (following == no_chunk) return;
  const uint32_t after = following + static_cast<uint32_t>(lanes);  // rows end with an empty chunk
  __builtin_prefetch(now.cell.data() + after);
  __builtin_prefetch(now.goal.data() + after);
  for (const auto* v : {&now.z, &now.free_speed, &now.pace, &now.noise, &now.creep_x, &now.creep_y})
    __builtin_prefetch(v->data() + following);
  for (const auto* v :
       {&now.heading_x, &now.heading_y, &now.speed, &now.walked, &now.queued, &next.x, &next.y, &next.z})
    __builtin_prefetch(v->data() + following, 1);
  for (size_t i = following; i < following + lanes; ++i) {
    __builtin_prefetch(in.routes.field(now.goal[i]).way.data() + now.cell[i]);
    __builtin_prefetch(in.ground.flags_at(now.cell[i]));
  }
}

}  // namespace

void BlockReport::clear() {
  exits.clear(), portals.clear(), gone.clear(), at_links.clear(), arrived.clear(), held.clear(), moves.clear();
  people = 0;
  wall_corrections = 0;
  worst_overlap = 0;
}

void walk_chunk(const StepInput& in, Rows& now, NextPositions& next, uint32_t first, uint32_t following,
                BlockReport& report, Neighbours& neighbours) {
  Chunk chunk;
  chunk.first = first;
  for (auto* v : {&chunk.wall_x, &chunk.wall_y}) std::fill_n(*v, lanes, 0.0f);
  Stride stride{};
  fetch_ahead(in, now, next, following);
  const LaneBits present = ~lanes_in(now, first, State::nobody) & all_lanes;
  if (present == 0) {  // everybody of this chunk has left since the rows were sorted
    for (size_t i = first; i < first + lanes; ++i) next.x[i] = now.x[i], next.y[i] = now.y[i], next.z[i] = now.z[i];
    return;
  }
  const LaneBits plain = want(in, now, present, chunk, stride, report);
  // What the neighbours allow. Overlaps are told where they are worse than any before, or stop those who squeeze.
  float known = std::max(in.worst_overlap, report.worst_overlap);
  if (in.squeezing != nullptr) known = std::min(known, Squeezing::overlap_coming);
  if (in.model != nullptr)
    in.model->steer(in, now, chunk, neighbours);
  else
    steer(now, in.strips, in.ground, in.kernel, known, chunk, neighbours);
  if (in.squeezing != nullptr) squeeze(in, now, present & lanes_in(now, first, State::walking), chunk);
  // Where they get to: on open floor all at once, others one by one.
  const LaneBits bodies = present & ~lanes_in(now, first, State::trailing);  // rears are dragged afterwards
  report.people += __builtin_popcount(bodies);
  LaneBits rest = stride_together(in.ground, in.step, bodies, lanes_in(now, first, State::walking), plain, chunk, now,
                                  next, stride, report.moves);
  for (; rest != 0; rest &= rest - 1) {
    const auto l = static_cast<size_t>(__builtin_ctz(rest));
    advance(in, now, next, first + l, stride.dx[l], stride.dy[l], stride.walking[l], report);
  }
  if (in.squeezing != nullptr) push_rears(in, now, next, present & ~bodies, chunk);
  if (in.model != nullptr) note_motion(in, now, next, bodies, chunk);
  for (const float overlap : chunk.overlap) report.worst_overlap = std::max(report.worst_overlap, overlap);
}

void finish(const Ground& ground, Rows& now, BlockReport& report) {
  for (const CellMove& m : report.moves) now.cell[m.row] = ground.plain_step(now.cell[m.row], m.di, m.dj);
  report.moves.clear();
}

void draw_noise(Rows& rows, size_t row, uint64_t seed, uint64_t tick, const WalkingSettings& walking) {
  // Sum of four uniform numbers of 16 bits (Irwin-Hall): normal but for tails cut at 3.46 standard deviations.
  const uint64_t bits = random_bits(seed, rows.id[row], tick, Draw::heading_noise);
  const auto part = [&](int shift) {
    return static_cast<float>((bits >> shift) & 0xffff) / 65536.0f + 0.5f / 65536.0f;
  };
  const float normal = (part(0) + part(16) + part(32) + part(48) - 2) * 1.7320508f;
  rows.noise[row] = static_cast<float>(walking.heading_noise) * normal;
  // A point of the disc of radius `creep_speed`, by rejection from the square.
  for (uint32_t k = 0;; ++k) {
    const uint64_t more = random_bits(seed, rows.id[row], tick, Draw::creep, k);
    const auto x = static_cast<float>(static_cast<int32_t>(more)) * 0x1p-31f;
    const auto y = static_cast<float>(static_cast<int32_t>(more >> 32)) * 0x1p-31f;
    if (x * x + y * y > 1) continue;
    rows.creep_x[row] = creep_speed * x;
    rows.creep_y[row] = creep_speed * y;
    return;
  }
}

}  // namespace muster::crowd
