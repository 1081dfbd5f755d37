#include "models/crowd/crowd.h"

#include "base/error.h"
#include "base/parallel.h"
#include "base/random.h"
#include "models/crowd/walking/giving_way.h"
#include "models/crowd/walking/models/make.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace muster::crowd {

namespace {

float largest(const std::vector<Person>& people, float Person::*member, float least) {
  for (const Person& p : people) least = std::max(least, p.*member);
  return least;
}

std::vector<float> radii(const std::vector<Person>& people) {
  std::vector<float> all;
  all.reserve(people.size());
  for (const Person& p : people) all.push_back(p.radius);
  return all;
}

/// Somebody who has not got on by `stuck_way` for `stuck_time` is stuck.
constexpr float stuck_way = 0.25f, stuck_time = 60;  // [m] [s]
/// [s] for somebody beyond an exit's line.
constexpr float beyond_time = 5;

}  // namespace

Crowd::Crowd(const scene::Floors& floors, std::vector<Person> people, const CrowdSettings& settings)
    : floors_(&floors),
      walking_(settings.walking),
      seed_(settings.seed),
      step_(settings.step),
      fastest_(largest(people, &Person::speed, 0.1f)),
      largest_(largest(people, &Person::radius, 0.05f)),
      repulsion_(walking_.repulsion_range, static_cast<double>(largest_)),
      model_(make_model(walking_, people.size(), fastest_, largest_)),
      substeps_(model_ ? model_->substeps(step_) : 1),
      ground_(floors, largest_, longest_step(),
              model_ ? model_->wall_reach() : wall_ranges * static_cast<float>(walking_.wall_range_used())),
      routes_(floors, ground_, RouteSettings{.bodies = BodyClasses(radii(people))}),
      strips_(floors),
      traffic_(floors, ground_, routes_, people),
      choice_(floors, ground_, routes_, settings.choices, people, step_),
      gates_(settings.gates),
      limits_(ground_, gates_.rules),
      pressing_(people.size()),
      squeezing_(people.size()),
      analysis_(ground_, settings.analysis, people.size()),
      starts_(settings.schedule, people, seed_),
      arrivals_(settings.schedule),
      visits_(settings.schedule, people, routes_, seed_),
      together_(floors, people, settings.together, settings.seed),
      hindrance_(people) {
  MUSTER_CHECK(step_ > 0 && step_ <= 0.5, "step = {}", step_);
  alike_ = together_.long_bodies.empty() &&
           std::all_of(people.begin(), people.end(), [&](const Person& p) { return p.radius == largest_; });
  set_gates();
  place(people);
  traffic_.tell_waits(routes_, 0);
  diagnostics_.routes_computed += routes_.update();
  for (const Person& p : people)
    given_exit_unreached_ += p.exit >= 0 && p.source < 0 && routes_.key(rows_.goal[p.id]).exits.size() == 1 &&
                             !routes_.field(rows_.goal[p.id]).reached(rows_.cell[p.id]);
  World now = world();
  together_.long_bodies.place(now);
}

/// Rows of everybody; who stands inside a wall is set free.
void Crowd::place(const std::vector<Person>& people) {
  outcomes_.resize(people.size());
  stuck_.assign(people.size(), 0);
  row_of_.assign(people.size(), no_row);
  rows_.reset(people.size());
  for (size_t i = 0; i < people.size(); ++i) {
    const Person& p = people[i];
    MUSTER_CHECK(p.id == i && p.cell >= 0 && static_cast<size_t>(p.cell) < floors_->size() && p.radius > 0,
                 "person {}: id {}, cell {}, radius {}", i, p.id, p.cell, p.radius);
    rows_.id[i] = p.id;
    rows_.cell[i] = p.cell;
    rows_.x[i] = ground_.to_local_x(p.at.x());
    rows_.y[i] = ground_.to_local_y(p.at.y());
    ground_.clamp_into(p.cell, rows_.x[i], rows_.y[i]);
    rows_.z[i] = ground_.height(p.cell, rows_.x[i], rows_.y[i]);
    rows_.radius[i] = p.radius;
    rows_.free_speed[i] = p.speed;
    rows_.up[i] = p.stairs_up;
    rows_.down[i] = p.stairs_down;
    rows_.premovement[i] = static_cast<float>(starts_.start(p.id));
    rows_.goal[i] = choice_.first_goal(p, access_of(p, routes_.body_class(p.radius)));
    rows_.pace[i] = 1;
    rows_.state[i] = rows_.premovement[i] > 0 ? State::waiting : State::walking;
    rows_.anchor_x[i] = rows_.x[i], rows_.anchor_y[i] = rows_.y[i];
    visits_.begin(rows_, i);
    if (p.source >= 0)
      arrivals_.keep(rows_, i, p.source, static_cast<double>(p.enters));
    else
      set_free(i);
  }
  find_rows();
}

void Crowd::step() {
  run_events();
  choice_.decide(rows_, steps_, time_, exit_crossings_);
  traffic_.tell_waits(routes_, time_);
  diagnostics_.routes_computed += routes_.update();
  starts_.sound_due(rows_, time_, step_);
  decide_together();
  if (hindrance_.begun()) lay_down(time_, step_);
  draw_noise_if_due();
  come_in();
  sort_if_due();
  walk_all();
  drag_long_bodies();
  enter_links();
  ++steps_;
  time_ = static_cast<double>(steps_) * step_;
  if (traffic_.leave(on_floors())) must_sort_ = true;
  if (time_ >= next_watch_) watch();
  analysis_.sample(rows_, strips_, time_, drift(), pressure());
  notice();
}

/// Those who are due come in just before a sort, so that it need not be brought forward.
void Crowd::come_in() {
  if (arrivals_.outside() == 0 || (!must_sort_ && steps_since_sort_ < sort_every)) return;
  if (arrivals_.let_in(rows_, ground_, time_, seed_) > 0) must_sort_ = true;
}

/// What people notice and decide at their own moments.
void Crowd::notice() {
  const auto per_second = std::max<int64_t>(1, std::llround(1 / step_));
  starts_.look_round(rows_, strips_, ground_, time_, steps_, per_second);
  visits_.decide(rows_, strips_, drift(), routes_, starts_, time_, steps_, per_second);
}

void Crowd::start_now(std::span<const AgentId> ids) {
  for (const AgentId id : ids) starts_.start_at(id, rows_, row_of_[id], time_);
}

void Crowd::warn(std::span<const AgentId> ids) {
  for (const AgentId id : ids) starts_.warn(id, rows_, row_of_[id], time_);
}

/// [m] longest way of anybody in one step of the walk.
float Crowd::longest_step() const {
  const float fastest = fastest_ * (model_ ? model_->fastest_factor() : 1);
  return fastest * static_cast<float>(step_ / substeps_) + longest_push;
}

/// [m] how far anybody may have moved since the rows were sorted.
float Crowd::drift() const { return static_cast<float>(steps_since_sort_) * longest_step(); }

/// Companies, helpers and staff tell people where to go and when to stand.
void Crowd::decide_together() {
  World now = world();
  together_.decide(now, steps_);
  for (const auto& [id, when] : now.woken) starts_.start_at(id, rows_, row_of_[id], when);
  for (const AgentId id : now.told) choice_.told(id);
  for (const auto& [id, speed] : now.lifted) hindrance_.lift(id, speed, rows_, row_of_[id]);
  must_sort_ = must_sort_ || now.rows_added;
}

void Crowd::drag_long_bodies() {
  if (together_.long_bodies.empty()) return;
  World now = world();
  together_.long_bodies.drag(now);
  must_sort_ = must_sort_ || now.rows_added;
}

/// New direction noise for everybody at the beginning of every hold.
void Crowd::draw_noise_if_due() {
  const auto hold = std::max<int64_t>(1, std::llround(walking_.noise_hold / step_));
  if (steps_ % hold != 0) return;
  parallel_for(rows_.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i)
      if (rows_.state[i] != State::nobody) draw_noise(rows_, i, seed_, static_cast<uint64_t>(steps_ / hold), walking_);
  });
  give_way(rows_, strips_, routes_, drift());
  sidestep_if_held();
}

/// Whoever is held by somebody that stands ahead turns aside for a while, to a side drawn anew every 2 s: repulsion
/// alone can balance the drive where a wall closes the nearer side. In crowds that walk, nobody stands and nothing
/// changes.
void Crowd::sidestep_if_held() {
  const auto stands = [](State s) {
    return s == State::waiting || s == State::without_route || s == State::standing || s == State::in_refuge ||
           s == State::trailing || s == State::fallen;
  };
  if (std::none_of(rows_.state.begin(), rows_.state.end(), stands)) return;
  constexpr float held = 0.9f;     // [s] without getting on; the watch looks once a second
  constexpr float reach = 0.9f;    // [m] centre distance: a body, an arm's length and the drift since the sort
  constexpr float ahead = 0.2f;    // cosine to the way above which somebody is ahead, as for those who squeeze past
  constexpr float aside = 1.3f;    // [rad]
  constexpr double same_side = 2;  // [s]
  const auto now = static_cast<float>(time_);
  const auto side_tick = static_cast<uint64_t>(time_ / same_side);
  const auto stands_ahead = [&](size_t i, const Way& way) {
    const float x = rows_.x[i], y = rows_.y[i], z = rows_.z[i];
    const auto way_x = static_cast<float>(way.x), way_y = static_cast<float>(way.y);
    const float least = ahead * std::hypot(way_x, way_y);
    for (int b = strips_.band(z - same_level); b <= strips_.band(z + same_level); ++b)
      for (int k = strips_.strip_of(y - reach); k <= strips_.strip_of(y + reach); ++k) {
        const auto [first, last] = strips_.rows(b, k, strips_.cell_of(x - reach), strips_.cell_of(x + reach));
        for (uint32_t j = first; j < last; ++j) {
          if (!stands(rows_.state[j]) || rows_.id[j] == rows_.id[i]) continue;
          const float dx = rows_.x[j] - x, dy = rows_.y[j] - y, d = std::hypot(dx, dy);
          if (d < reach && std::abs(rows_.z[j] - z) < same_level && dx * way_x + dy * way_y > least * d) return true;
        }
      }
    return false;
  };
  parallel_for(rows_.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (rows_.state[i] != State::walking || now - rows_.anchor_time[i] < held) continue;
      const Way way = routes_.field(rows_.goal[i]).way[static_cast<size_t>(rows_.cell[i])];
      if (!way.walks() || !stands_ahead(i, way)) continue;
      rows_.noise[i] = (random_bits(seed_, rows_.id[i], side_tick, Draw::sidestep) & 1) != 0 ? aside : -aside;
    }
  });
}

void Crowd::sort_if_due() {
  if (!must_sort_ && steps_since_sort_ < sort_every) return;
  strips_.sort(rows_, next_);
  // Every step fills `next_` but for the empty rows at the end.
  for (auto* v : {&next_.x, &next_.y, &next_.z}) fit(*v, rows_.size());
  for (auto* v : {&next_.x, &next_.y})
    std::fill(v->end() - static_cast<std::ptrdiff_t>(lanes), v->end(), Rows::far_away);
  sorted_rows_ = rows_.size();
  must_sort_ = false;
  steps_since_sort_ = 0;
  find_rows();
}

/// Rows have moved: who is where.
void Crowd::find_rows() {
  std::fill(row_of_.begin(), row_of_.end(), no_row);
  parallel_for(rows_.size(), 4096, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      if (rows_.state[i] == State::nobody) continue;
      if (rows_.state[i] == State::trailing)
        together_.long_bodies.found(rows_.id[i], static_cast<uint32_t>(i), rows_);
      else
        row_of_[rows_.id[i]] = static_cast<uint32_t>(i);
    }
  });
}

/// The walk of one step: some models need more than one of their own.
void Crowd::walk_all() {
  const double part = step_ / substeps_;
  for (int k = 0; k < substeps_; ++k) {
    walk(time_ + k * part);
    merge();
    if (model_) model_->turn();
  }
  for (const BlockReport& r : reports_) diagnostics_.agent_steps += r.people;
  ++diagnostics_.steps;
}

/// Every chunk from the frozen rows into `next_`.
void Crowd::walk(double time) {
  StepInput in{ground_,
               routes_,
               strips_,
               walking_,
               {},
               time,
               static_cast<float>(step_ / substeps_),
               diagnostics_.max_overlap,
               model_.get(),
               nullptr,
               squeezing_.any() ? &squeezing_ : nullptr,
               seed_};
  in.kernel.repulsion = static_cast<float>(walking_.repulsion);
  in.kernel.inverse_range = static_cast<float>(1 / walking_.repulsion_range);
  in.kernel.time_gap = static_cast<float>(walking_.time_gap);
  in.kernel.inverse_gap = static_cast<float>(1 / walking_.time_gap);
  in.kernel.shuffle_time = static_cast<float>(walking_.shuffle_time);
  in.kernel.shuffle = static_cast<float>(walking_.shuffle);
  in.kernel.largest_radius = largest_;
  in.kernel.alike = alike_ && !squeezing_.any_sideways();
  in.kernel.slides = squeezing_.any();
  in.kernel.contact_gap = 2 * creep_speed * in.step;  // two who creep towards each other do not touch
  in.kernel.drift = drift();
  in.kernel.table = &repulsion_;

  if (!limits_.none()) {
    limits_.give_leave(time, step_ / substeps_);
    in.limits = &limits_;
  }

  const std::vector<uint32_t>& chunks = strips_.chunks();
  const size_t blocks = (chunks.size() + block - 1) / block;
  reports_.resize(blocks);
  parallel_for(blocks, 1, [&](size_t begin, size_t end) {
    static thread_local Neighbours neighbours;
    for (size_t b = begin; b < end; ++b) {
      reports_[b].clear();
      const size_t last = std::min(chunks.size(), (b + 1) * block);
      for (size_t c = b * block; c < last; ++c)
        walk_chunk(in, rows_, next_, chunks[c], c + 1 < chunks.size() ? chunks[c + 1] : no_chunk, reports_[b],
                   neighbours);
      finish(ground_, rows_, reports_[b]);
    }
  });
  std::swap(rows_.x, next_.x);
  std::swap(rows_.y, next_.y);
  std::swap(rows_.z, next_.z);
  ++steps_since_sort_;
  analysis_.moved(rows_, next_, strips_, time, step_ / substeps_, drift());
}

/// Collects what the blocks report, in their order.
void Crowd::merge() {
  at_links_.clear();
  for (const BlockReport& r : reports_) {
    diagnostics_.wall_corrections += r.wall_corrections;
    diagnostics_.max_overlap = std::max(diagnostics_.max_overlap, r.worst_overlap);
    portal_crossings_.insert(portal_crossings_.end(), r.portals.begin(), r.portals.end());
    count_limited(r);
    for (const Crossing& c : r.exits) cross_exit(c);
    at_links_.insert(at_links_.end(), r.at_links.begin(), r.at_links.end());
    receive(r.arrived);
    for (const uint32_t row : r.gone)
      if (rows_.state[row] != State::nobody) take_away(row);
  }
}

/// What happened at lines of limited flow.
void Crowd::count_limited(const BlockReport& r) {
  if (limits_.none()) return;
  const auto crossed = [&](size_t wall, const Crossing& c) {
    if (limits_.limited(static_cast<uint32_t>(wall))) limits_.crossed(static_cast<uint32_t>(wall), c.id, c.time);
  };
  for (const Crossing& c : r.portals) crossed(ground_.portal_wall(static_cast<size_t>(c.line)), c);
  for (const Crossing& c : r.exits) crossed(ground_.exit_wall(static_cast<size_t>(c.line)), c);
  for (const auto& [id, wall] : r.held) limits_.held(wall, id, time_);
}

/// Counts somebody out, and helpers without bodies who leave with him; `note(id)` says by what. `exit` -1: none.
template <class Note>
void Crowd::count_out(const Crossing& crossing, int32_t exit, const Note& note) {
  const auto count = [&](AgentId id) {
    outcomes_[id].exit_time = crossing.time;
    note(id);
    ++evacuated_;
  };
  count(crossing.id);
  std::vector<Companion> with;
  together_.left(crossing.id, exit, crossing.time, with);
  for (const Companion& c : with) {
    outcomes_[c.id].path_length = c.walked;
    outcomes_[c.id].queue_time = c.queued;
    count(c.id);
  }
}

/// Those who stand in the area that they went to.
void Crowd::receive(const std::vector<uint32_t>& arrived) {
  for (const uint32_t row : arrived) {
    const int32_t point = choice_.havens().mustered(rows_, row);
    if (point < 0) {
      choice_.havens().arrived(rows_, row, static_cast<float>(time_));
      continue;
    }
    const Crossing arrival{rows_.id[row], point, true, time_ + step_};
    count_out(arrival, -1, [&](AgentId id) {
      outcomes_[id].muster_point = point;
      muster_arrivals_.push_back({id, point, true, arrival.time});
    });
    take_away(row);
  }
}

void Crowd::cross_exit(const Crossing& crossing) {
  count_out(crossing, crossing.line, [&](AgentId id) {
    outcomes_[id].exit = crossing.line;
    exit_crossings_.push_back({id, crossing.line, true, crossing.time});
  });
}

void Crowd::take_away(size_t row) {
  Outcome& o = outcomes_[rows_.id[row]];
  o.path_length = rows_.walked[row];
  o.queue_time = rows_.queued[row];
  row_of_[rows_.id[row]] = no_row;
  if (model_) model_->forget(rows_.id[row]);
  rows_.clear(row);
}

/// Those at links enter them as there is room; who does has no velocity of the floors any more.
void Crowd::enter_links() {
  std::vector<uint32_t> ids;
  for (const uint32_t row : at_links_)
    if (model_ && rows_.state[row] != State::nobody) ids.push_back(rows_.id[row]);
  traffic_.enter(on_floors(), at_links_);
  for (const uint32_t id : ids)
    if (row_of_[id] == no_row) model_->forget(id);
}

OnFloors Crowd::on_floors() { return {rows_, row_of_, strips_, sorted_rows_, drift(), time_, step_}; }

/// About once a second: who is stuck, who presses on whom, and that nobody is missing.
void Crowd::watch() {
  next_watch_ = time_ + watch_every - 0.5 * step_;
  if (!model_ || model_->pressure().empty()) pressing_.sample(rows_, strips_, ground_, routes_, largest_, drift());
  for (const float p : pressure()) diagnostics_.peak_pressure_N_per_m = std::max(diagnostics_.peak_pressure_N_per_m, p);
  size_t present = traffic_.riders().size() + together_.assistance.carried().size();
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (rows_.state[i] == State::nobody || rows_.state[i] == State::trailing) continue;
    ++present;
    const float dx = rows_.x[i] - rows_.anchor_x[i], dy = rows_.y[i] - rows_.anchor_y[i];
    const auto now = static_cast<float>(time_);
    const bool beyond = rows_.state[i] == State::beyond;
    if ((rows_.state[i] != State::walking && !beyond) || traffic_.queues(rows_.id[i]) ||
        dx * dx + dy * dy > stuck_way * stuck_way) {
      rows_.anchor_x[i] = rows_.x[i], rows_.anchor_y[i] = rows_.y[i], rows_.anchor_time[i] = now;
    }
    stuck_[rows_.id[i]] = now - rows_.anchor_time[i] >= stuck_time;
    // Out already, and the floor beyond the line is no part of the case: nobody stops there before the others.
    if (beyond && now - rows_.anchor_time[i] >= beyond_time) take_away(i);
  }
  const size_t placed = outcomes_.size() - arrivals_.outside();
  MUSTER_CHECK(present <= placed && present + evacuated_ >= placed, "{} people placed, {} evacuated, {} present",
               placed, evacuated_, present);
  choice_.havens().watch(rows_, static_cast<float>(time_));
  // Other models have repulsion of their own, and no pushes.
  if (!model_) squeezing_.look(rows_, strips_, routes_, row_of_, drift(), limits_.anybody_waits(), time_);
}

/// Puts somebody whose body reaches into a wall at the nearest spot of joined cells where it does not, on his side of
/// `line`, if given.
void Crowd::set_free(size_t row, const Segment* line) {
  const float radius = rows_.radius[row];
  if (ground_.distance_to_wall(rows_.x[row], rows_.y[row], rows_.z[row]) >= 0.9f * radius) return;
  // Breadth first over the cells within about 2 m.
  std::vector<CellId> seen{rows_.cell[row]};
  constexpr size_t most = 1200;
  for (size_t k = 0; k < seen.size() && seen.size() < most; ++k) {
    const Vec2 at = floors_->centre(seen[k]);
    const float x = ground_.to_local_x(at.x()), y = ground_.to_local_y(at.y()),
                z = floors_->z[static_cast<size_t>(seen[k])];
    const bool same_side = line == nullptr || line->crossing(rows_.x[row], rows_.y[row], x, y) < 0;
    if (same_side && ground_.distance_to_wall(x, y, z) >= radius) {
      rows_.x[row] = x, rows_.y[row] = y, rows_.z[row] = z, rows_.cell[row] = seen[k];
      ++recovered_;
      must_sort_ = true;
      return;
    }
    for (const CellId n : floors_->neighbour[static_cast<size_t>(seen[k])])
      if (n != no_cell && std::find(seen.begin(), seen.end(), n) == seen.end()) seen.push_back(n);
  }
}

void Crowd::set_portal(int32_t portal, bool closed) {
  if (routes_.portal_closed(portal) == closed) return;
  routes_.set_portal(portal, closed);
  set_line(ground_.portal_wall(static_cast<size_t>(portal)), closed);
}

void Crowd::set_exit(int32_t exit, bool closed) {
  if (routes_.exit_closed(exit) == closed) return;
  routes_.set_exit(exit, closed);
  set_line(ground_.exit_wall(static_cast<size_t>(exit)), closed);
}

/// Makes a line solid, or not: whoever stands in it is put on the side where he is.
void Crowd::set_line(size_t wall, bool closed) {
  ground_.set_solid(wall, closed);
  if (!closed) return;
  for (size_t i = 0; i < rows_.size(); ++i)
    if (rows_.state[i] != State::nobody && rows_.state[i] != State::trailing)
      set_free(i, &ground_.walls()[static_cast<uint32_t>(wall)]);
}

std::span<const float> Crowd::pressure() const {
  return model_ && !model_->pressure().empty() ? model_->pressure() : pressing_.pressure();
}

Counts Crowd::counts() const {
  Counts c;
  c.not_yet_in = arrivals_.outside();
  c.placed = outcomes_.size() - c.not_yet_in;
  c.evacuated = evacuated_;
  c.inside = c.placed - c.evacuated;
  c.on_links = traffic_.riders().size();
  c.recovered = recovered_;
  size_t inside = 0;
  for (size_t i = 0; i < rows_.size(); ++i) {
    const State s = rows_.state[i];
    if (s == State::nobody || s == State::beyond || s == State::trailing) continue;
    ++inside;
    c.standing += s == State::standing;
    c.fallen += s == State::fallen;
    c.waiting += s == State::waiting || s == State::queueing || (s == State::walking && traffic_.queues(rows_.id[i]));
    c.without_route += s == State::without_route;
    c.visiting += visits_.busy(rows_.id[i]);
    c.in_refuge += s == State::in_refuge;
    c.stuck += s == State::walking && stuck_[rows_.id[i]] != 0;
  }
  for (const AgentId id : traffic_.riders().id) inside += outcomes_[id].exit < 0;
  c.carried = together_.assistance.carried().size();
  inside += c.carried;
  const AssistanceCounts help = together_.assistance.counts();
  c.waiting_for_help = help.waiting;
  c.beyond_help = help.hopeless;
  // Whose device does not fit through the ways out stands, and has no way.
  const size_t shut_in = together_.assistance.without_way();
  c.without_route += shut_in;
  c.standing -= shut_in;
  MUSTER_CHECK(inside == c.inside, "{} people inside, {} expected", inside, c.inside);
  return c;
}

std::vector<Outcome> Crowd::outcomes() const {
  std::vector<Outcome> out = outcomes_;
  for (size_t id = 0; id < out.size(); ++id)
    if (const double start = starts_.start(static_cast<AgentId>(id)); std::isfinite(start)) out[id].start_time = start;
  for (const Rows* rows : {&rows_, &traffic_.riders(), &together_.assistance.carried()})
    for (size_t i = 0; i < rows->size(); ++i) {
      if (rows->state[i] == State::nobody || rows->state[i] == State::trailing) continue;
      out[rows->id[i]].path_length = rows->walked[i];
      out[rows->id[i]].queue_time = rows->queued[i];
    }
  return out;
}

void Crowd::snapshot(std::vector<Snapshot>& out) const {
  out.clear();
  for (size_t i = 0; i < rows_.size(); ++i) {
    if (rows_.state[i] == State::nobody || rows_.state[i] == State::trailing) continue;
    const bool queues = rows_.state[i] == State::walking && traffic_.queues(rows_.id[i]);
    out.push_back({rows_.id[i], ground_.to_world_x(rows_.x[i]), ground_.to_world_y(rows_.y[i]),
                   static_cast<double>(rows_.z[i]), rows_.speed[i], queues ? State::queueing : rows_.state[i]});
  }
  const Rows& carried = together_.assistance.carried();
  for (size_t i = 0; i < carried.size(); ++i) {
    const auto [x, y, z] = together_.assistance.spot(rows_, row_of_, ground_, i);
    out.push_back(
        {carried.id[i], ground_.to_world_x(x), ground_.to_world_y(y), static_cast<double>(z), 0, State::carried});
  }
  const Rows& riders = traffic_.riders();
  for (size_t i = 0; i < riders.size(); ++i) {
    const Vec3 at = traffic_.position(i, time_);
    out.push_back({riders.id[i], at.x(), at.y(), at.z(), riders.speed[i], State::on_link});
  }
  std::sort(out.begin(), out.end(), [](const Snapshot& a, const Snapshot& b) { return a.id < b.id; });
}

void Crowd::cells(std::vector<scene::CellId>& out) const {
  out.assign(outcomes_.size(), scene::no_cell);
  for (size_t i = 0; i < rows_.size(); ++i)
    if (rows_.state[i] < State::beyond) out[rows_.id[i]] = rows_.cell[i];
  const Rows& riders = traffic_.riders();
  for (size_t i = 0; i < riders.size(); ++i) out[riders.id[i]] = off_floor;
  for (const Crossing& arrival : muster_arrivals_) out[arrival.id] = off_floor;
  const Rows& carried = together_.assistance.carried();
  for (size_t i = 0; i < carried.size(); ++i) {
    const uint32_t unit = row_of_[together_.assistance.moved_by(i)];
    out[carried.id[i]] = unit == no_row ? off_floor : rows_.cell[unit];
  }
}

uint64_t Crowd::state_hash() const {
  std::vector<Snapshot> everybody;
  snapshot(everybody);
  uint64_t hash = 0xcbf29ce484222325ULL;  // FNV-1a over 64-bit words
  const auto add = [&](uint64_t word) { hash = (hash ^ word) * 0x100000001b3ULL; };
  for (const Snapshot& s : everybody) {
    add(s.id);
    add(std::bit_cast<uint64_t>(s.x));
    add(std::bit_cast<uint64_t>(s.y));
    add(std::bit_cast<uint64_t>(s.z));
    add(static_cast<uint64_t>(s.state));
  }
  return hash;
}

}  // namespace muster::crowd
