#include "models/flow/step/flow.h"

#include "base/parallel.h"
#include "base/random.h"
#include "models/flow/step/rows.h"

#include <algorithm>
#include <chrono>
#include <cmath>

namespace muster::flow {

namespace {

/// A mismatch of rho beyond this is taken out over several steps. Own choice: a step with the Courant number 0.5 renews
/// at most half of a cell's air, so what a limited mismatch blows out of it stays within what transport takes; largest
/// seen in the tests of leaks: 0.15, in a first step.
constexpr double largest_mismatch = 0.2;
/// A cell that holds gas gives away this share of it at most: values at its faces are up to twice its own (limited
/// slopes), and what is left stays above 0.
constexpr double bounded = 0.5;
/// Each step is at most so much longer than the one before. Adams and Bashforth's weights of unequal steps grow with
/// this ratio, and its limit of stability shrinks; own choice, six steps to three times the length.
constexpr double growth = 1.2;
/// dt nu (1/dx2 + 1/dy2 + 1/dz2): Adams and Bashforth's limit is 1/4 (real axis to -1), and eddies mix heat twice as
/// fast as momentum under Heun's 1/2.
constexpr double diffusion_limit = 0.2;
/// Fans and gaps move at most so much of a cell's volume in a step: what flows into it and out besides keeps within the
/// other half, so that what it holds stays above 0 with limited slopes.
constexpr double most_moved = 0.5;

/// A step is at least so much of what the velocity allows while it makes up for a longer one before; own choice, beyond
/// that the scalars go in parts.
constexpr double shortened = 0.8;
/// Of a part: sums of steps differ by less.
constexpr double slightly = 1e-6;

/// [1/s] One over the longest step that keeps scalars bounded and eddies stable.
double steps_needed(const Fastest& fastest, double courant) {
  return std::max({fastest.rate / courant, fastest.carrying / bounded, fastest.diffusion / diffusion_limit});
}

/// Adds its lifetime to a phase.
class Watch {
 public:
  explicit Watch(double& seconds) : seconds_(seconds), from_(std::chrono::steady_clock::now()) {}
  ~Watch() { seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - from_).count(); }
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;

 private:
  double& seconds_;
  std::chrono::steady_clock::time_point from_;
};

}  // namespace

Flow::Flow(Grid grid, FlowSettings settings, Obstacles obstacles)
    : grid_(std::move(grid)), settings_(std::move(settings)), obstacles_(std::move(obstacles)) {
  const auto& of = settings_.sides.of;
  const bool blows = std::count(of.begin(), of.end(), Condition::inflow) > 0;
  MUSTER_CHECK(!blows || std::count(of.begin(), of.end(), Condition::open) > 0, "inflow without an open side");
  for (int a = 0; a < 3; ++a)
    MUSTER_CHECK(settings_.sides.periodic(a) == (settings_.sides.high(a) == Condition::periodic),
                 "axis {} is periodic on one side only", a);
  MUSTER_CHECK(!settings_.mixture.released.empty(), "{} released gases", settings_.mixture.released.size());
  if (const auto& liquid = settings_.mixture.liquid)
    MUSTER_CHECK(liquid->log_b > 0, "vapour pressure {} - {} / T", liquid->log_a, liquid->log_b);
  const size_t gases = settings_.mixture.released.size();
  for (Velocity* three : {&velocity_, &forces_, &beta_})
    for (Field& field : *three) field = Field(grid_);
  scalars_ = Scalars(grid_, gases), stage_ = Scalars(grid_, gases);
  for (Field* field : {&viscosity_, &pressure_, &rhs_, &expansion_}) *field = Field(grid_);
  given_.assign(gases + 1, 0.0);
  for (size_t n = 0; n <= settings_.changes.size(); ++n) look_at_moisture(outside(n));
  air_ = outside(0);
  solver_ = Pressure(grid_, settings_.sides);
  for (size_t side = 0; side < 4; ++side)
    if (of[side] == Condition::inflow) eddies_[side] = Eddies(grid_, side, air_, settings_.turbulence);
  ground_ = settings_.ground;
  porous_ = PorousDrag(grid_, settings_.sides, settings_.porous);
  open_and_shut();
  for (int k = -Grid::ghosts; k < grid_.nz + Grid::ghosts; ++k) {
    const size_t plane = air_.plane(k);
    const ptrdiff_t first = k == -Grid::ghosts ? 0 : grid_.at(0, -Grid::ghosts, k) - 16;
    const auto last = k + 1 == grid_.nz + Grid::ghosts ? static_cast<ptrdiff_t>(grid_.stored)
                                                       : grid_.at(0, -Grid::ghosts, k + 1) - 16;
    for (ptrdiff_t i = first; i < last; ++i) {
      scalars_.density[i] = air_.density[plane], scalars_.amount[gases][i] = air_.enthalpy[plane];
      velocity_[0][i] = air_.u[plane], velocity_[1][i] = air_.v[plane];
    }
  }
  const std::array<bool, 3> periodic = {settings_.sides.periodic(0), settings_.sides.periodic(1), false};
  for (size_t side = 0; side < 4; ++side) {
    // A wind comes in through one side of each axis at most.
    const size_t beside = side < 2 ? 2 : 0;
    eddies_[side].fill(velocity_, periodic, &eddies_[eddies_[beside].count() > 0 ? beside : beside + 1]);
  }
  disturb();
  begin();
  if (settings_.turbulence.friction_velocity > 0 || settings_.unrest > 0) settle();
}

/// Uniform, each face for itself.
void Flow::disturb() {
  if (settings_.unrest <= 0) return;
  const double width = std::sqrt(12) * settings_.unrest;
  for (uint64_t axis = 0; axis < 3; ++axis)
    for (int k = 0; k < grid_.nz; ++k)
      for (int j = 0; j < grid_.ny; ++j)
        for (int i = 0; i < grid_.nx; ++i) {
          const ptrdiff_t at = grid_.at(i, j, k);
          const double drawn = random_uniform(settings_.turbulence.seed, static_cast<uint64_t>(at), axis, Draw::place);
          velocity_[axis][at] += static_cast<float>(width * (drawn - 0.5));
        }
}

/// Eddies are not free of divergence: what they carried would swell. One pressure takes it out before anything moves.
void Flow::settle() {
  constexpr double while_settling = 0.01;  // [s] only the tolerance goes by it
  swap_stage();
  reciprocal(beyond(), scalars_.density, beta_);
  solver_.refresh(beta_);
  for (size_t axis = 0; axis < 3; ++axis) next_[axis] = velocity_[axis];
  StepReport report;
  project(while_settling, report);
  pressure_.fill(0);
  begin();
}

/// Fields that hold a stage of the transport, and while there is none the new velocity or what is left of it.
void Flow::swap_stage() {
  next_[0].swap(stage_.density), next_[1].swap(stage_.amount[0]), next_[2].swap(stage_.amount[1]);
}

void Flow::project(double dt, StepReport& report) {
  make_right_side(dt, report);
  {
    const Watch watch(phases_.pressure);
    const std::array<Field*, 3> scratch = {&velocity_[0], &velocity_[1], &velocity_[2]};
    const double scale = grid_.dx * grid_.dy * (grid_.z.back() - grid_.z.front()) / grid_.nz / (dt * dt);
    report.pressure = solver_.solve(pressure_, rhs_, scratch, zones_, scale, settings_.solver);
  }
  correct(dt);
}

void Flow::add(Source source) {
  for (const Emission& e : source.emission) {
    MUSTER_CHECK(e.rate.size() == given_.size(), "{} rates, {} gases and air", e.rate.size(), given_.size() - 1);
    for (const double rate : e.rate) MUSTER_CHECK(rate >= 0, "{} kg/s from {}", rate, source.name);
    MUSTER_CHECK(e.drops >= 0 && e.drops <= 1 && (e.drops == 0 || settings_.mixture.liquid), "{} drops from {}",
                 e.drops, source.name);
  }
  sources_.push_back(std::move(source));
}

void Flow::end(size_t index, double time) {
  MUSTER_CHECK(index < sources_.size() && time >= time_, "source {} of {} ends at {} s, now is {} s", index,
               sources_.size(), time, time_);
  sources_[index].end(time);
}

void Flow::move_door(size_t index, bool open) {
  obstacles_.move_door(index, time_, open);
  next_door_ = time_;
}

void Flow::add(Fan fan) {
  for (const auto& [time, flow] : fan.course) MUSTER_CHECK(flow >= 0, "{} m3/s of {} at {} s", flow, fan.name, time);
  fans_.push_back(std::move(fan)), taken_.emplace_back(given_.size(), 0.0);
}

void Flow::set_course(size_t index, std::vector<std::array<double, 2>> course) {
  MUSTER_CHECK(index < fans_.size(), "fan {} of {}", index, fans_.size());
  fans_[index].course = std::move(course);
}

void Flow::begin(double time) {
  time_ = time, dt_before_ = 0, steps_ = 0;
  gaps_ = Gaps();
  follow_weather();
  open_and_shut();
  blow();
  // Density that fits what it is made of; no flow through what is closed.
  for (int k = 0; k < grid_.nz; ++k)
    for (int j = 0; j < grid_.ny; ++j)
      for (int i = 0; i < grid_.nx; ++i) {
        const ptrdiff_t at = grid_.at(i, j, k);
        scalars_.density[at] = static_cast<float>(state_of(scalars_, at).density);
      }
  reciprocal(beyond(), scalars_.density, beta_);
  for (size_t axis = 0; axis < 3; ++axis)
    for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(grid_.stored); ++i)
      velocity_[axis][i] = beta_[axis][i] > 0 ? velocity_[axis][i] : 0.0F;
  fill(beyond(), velocity_);
  fill(beyond(), velocity_, scalars_);
}

/// The gusts of now; while the wind changes those of both winds, by the share of their energy.
void Flow::blow() {
  for (size_t side = 0; side < 4; ++side) {
    if (begun_ == 0) {
      eddies_[side].gusts(time_, gusts_[side]);
      continue;
    }
    Gusts before;
    gusts_[side] = Gusts();
    eddies_after_[side].gusts(time_, gusts_[side]);
    if (changed_ < 1) eddies_[side].gusts(time_, before);
    const auto old = static_cast<float>(std::sqrt(1 - changed_)), now = static_cast<float>(std::sqrt(changed_));
    for (size_t c = 0; c < 3; ++c) {
      std::vector<float>&a = before.component[c], &b = gusts_[side].component[c];
      a.resize(std::max(a.size(), b.size())), b.resize(a.size());
      for (size_t i = 0; i < a.size(); ++i) b[i] = old * a[i] + now * b[i];
    }
  }
}

/// The air of outside after so many changes.
Surroundings Flow::outside(size_t begun) const {
  const Outside& of = begun == 0 ? static_cast<const Outside&>(settings_) : settings_.changes[begun - 1];
  return surroundings(grid_, settings_.mixture, settings_.pressure, of.temperature, of.wind);
}

/// Air that is foggy from the start would be no surroundings: what comes in is vapour.
void Flow::look_at_moisture(const Surroundings& around) const {
  const Mixture& mixture = settings_.mixture;
  const std::vector<double> none(mixture.released.size(), 0.0);
  for (const float enthalpy : around.enthalpy) {
    const Mixture::State s = mixture.state(none.data(), static_cast<double>(enthalpy), settings_.pressure);
    MUSTER_CHECK(s.fog == 0, "the air around holds {} kg/kg of water: more than saturated at {} K", mixture.moisture,
                 mixture.temperature(none.data(), static_cast<double>(enthalpy)));
  }
}

/// The wind and the air outside of now, and the sides that they take.
void Flow::follow_weather() {
  const auto& all = settings_.changes;
  if (all.empty()) return;
  size_t begun = 0;
  while (begun < all.size() && all[begun].begins <= time_ + same_moment) ++begun;
  const double share =
      begun == 0 ? 1 : std::clamp((time_ - all[begun - 1].begins) / std::max(all[begun - 1].takes, 1e-9), 0.0, 1.0);
  if (begun == begun_ && share == changed_) return;
  const auto of = [&](size_t n) -> const Outside& {
    return n == 0 ? static_cast<const Outside&>(settings_) : all[n - 1];
  };
  const size_t before = begun == 0 ? 0 : begun - 1;
  const Surroundings old = outside(before), now = outside(begun);
  if (begun != begun_)
    for (size_t side = 0; side < 4; ++side) {
      eddies_[side] = Eddies(grid_, side, old, of(before).turbulence);
      eddies_after_[side] = Eddies(grid_, side, now, of(begun).turbulence);
    }
  begun_ = begun, changed_ = share;
  air_ = share < 1 ? between(grid_, settings_.mixture, settings_.pressure, old, now, share) : now;
  ground_ = of(begun).ground;
  if (ground_ && of(before).ground) ground_ = (1 - share) * *of(before).ground + share * *ground_;
  Sides sides = settings_.sides;
  turn(sides, mean_wind(grid_, air_));
  if (sides.of == settings_.sides.of) return;
  settings_.sides = sides;
  solver_ = Pressure(grid_, sides);
  open_and_shut();
}

/// Doors, and what depends on them, `later` than now [s].
void Flow::open_and_shut(double later) {
  closed_ = obstacles_.at(time_ + later);
  next_door_ = obstacles_.changes_after(time_ + later);
  wrap_solids();
  solids_.clear(), solids_of_row_.assign(1, 0);
  for (int k = 0; k < grid_.nz; ++k)
    for (int j = 0; j < grid_.ny; ++j) {
      for (int i = 0; i < grid_.nx; ++i) {
        if (!is_solid(grid_.at(i, j, k))) continue;
        const int first = i;
        while (i + 1 < grid_.nx && is_solid(grid_.at(i + 1, j, k))) ++i;
        solids_.push_back({grid_.at(first, j, k), i + 1 - first, j, k});
      }
      solids_of_row_.push_back(solids_.size());
    }
  const Zones before = std::move(zones_);
  zones_ = sealed_zones(grid_, settings_.sides, closed_, settings_.pressure);
  // A part that was sealed keeps its pressure while it still is; others have that of the air which is in them.
  for (Zone& zone : zones_) {
    if (steps_ > 0) zone.pressure = sealed_sum(grid_, settings_.mixture, scalars_, zone).work / zone.volume;
    for (const Zone& old : before)
      if (!old.runs.empty() && !zone.runs.empty() && old.runs.front().from == zone.runs.front().from &&
          old.volume == zone.volume)
        zone.pressure = old.pressure;
  }
  background_ = Background(grid_, settings_.pressure, zones_);
  gaps_ = Gaps(grid_, obstacles_, time_ + later, closed_, zones_, settings_.leakage, gaps_);
  solver_.reshape();
  drag_ = Drag(grid_, settings_.sides, closed_, settings_.roughness);
}

/// What has been shut lets nothing through from now on.
void Flow::still() {
  reciprocal(beyond(), scalars_.density, beta_);
  for (size_t axis = 0; axis < 3; ++axis)
    for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(grid_.stored); ++i)
      if ((closed_[static_cast<size_t>(i)] & (1U << axis)) != 0) velocity_[axis][i] = 0;
  fill(beyond(), velocity_);
}

/// Solid cells at the end of a periodic axis close the face at its beginning.
void Flow::wrap_solids() {
  const auto close = [&](int i, int j, int k, ptrdiff_t back, Closed bit) {
    const ptrdiff_t at = grid_.at(i, j, k);
    if (is_solid(at + back)) closed_[static_cast<size_t>(at)] |= bit;
  };
  if (settings_.sides.periodic(0))
    for (int k = 0; k < grid_.nz; ++k)
      for (int j = 0; j < grid_.ny; ++j) close(0, j, k, grid_.nx - 1, closed_x);
  if (settings_.sides.periodic(1))
    for (int k = 0; k < grid_.nz; ++k)
      for (int i = 0; i < grid_.nx; ++i) close(i, 0, k, grid_.row * (grid_.ny - 1), closed_y);
  if (settings_.sides.periodic(2))
    for (int j = 0; j < grid_.ny; ++j)
      for (int i = 0; i < grid_.nx; ++i) close(i, j, 0, grid_.plane * (grid_.nz - 1), closed_z);
}

double Flow::choose_step(const Fastest& fastest) const {
  double dt = settings_.longest_step;
  if (const double rate = steps_needed(fastest, settings_.courant); rate > 0) {
    // Scalars go from the middle of the step before: where that was a little too long, this one is as much shorter.
    const double rest = dt_before_ > 0 ? 2 / rate - dt_before_ : 1 / rate;
    dt = std::min(dt, std::clamp(rest, shortened / rate, 1 / rate));
  }
  if (dt_before_ > 0) dt = std::min(dt, growth * dt_before_);
  // What begins to come out must not swell a cell by more than is taken out at once: the divergence follows a step
  // later.
  for (const Source& source : sources_) {
    const double onset = source.onset(grid_, settings_.mixture, settings_.pressure, time_ - dt_before_, time_ + dt);
    if (onset > 0) dt = std::min(dt, largest_mismatch / onset);
  }
  for (const Fan& fan : fans_) {
    const double onset = fan.onset(grid_, time_ - dt_before_, time_ + dt);
    if (onset > 0) dt = std::min(dt, largest_mismatch / onset);
    const double rate = fan.rate(grid_, time_ - dt_before_, time_ + dt);
    if (rate > 0) dt = std::min(dt, most_moved / rate);
  }
  if (gaps_.rate() > 0) dt = std::min(dt, most_moved / gaps_.rate());
  if (settings_.fixed_step) dt = *settings_.fixed_step;
  return dt;
}

StepReport Flow::step(double until) {
  const Watch whole(phases_.step);
  StepReport report;
  report.step = steps_ + 1;
  follow_weather();
  if (time_ >= next_door_ - same_moment) open_and_shut(), still();
  const Fastest fastest = fastest_of(grid_, velocity_, viscosity_, scalars_, settings_.courant > bounded);
  double dt = choose_step(fastest);
  const double left = std::min(until, next_door_) - time_;
  if (left < 1e9 && !settings_.fixed_step)
    dt = left / std::max(1.0, std::ceil(left / dt - 1e-9));  // even steps to what comes next
  // Scalars from the middle of the last step to the middle of this one, then velocity over this one.
  {
    const Watch watch(phases_.eddies);
    const EddySettings eddies{settings_.mixing.viscosity, settings_.vreman, settings_.sides.of[4] == Condition::wall,
                              settings_.gravity};
    swap_stage();
    eddy_viscosity(grid_, velocity_, scalars_.density, eddies, next_, viscosity_);
    swap_stage();
    fill(grid_, settings_.sides, viscosity_);
  }
  // The step before may have been far too long for the velocity of now: then they go there in parts.
  const double carried = (dt_before_ + dt) / 2, rate = steps_needed(fastest, settings_.courant);
  const int parts = settings_.fixed_step ? 1 : std::max(1, static_cast<int>(std::ceil(rate * carried - slightly)));
  for (int n = 0; n < parts; ++n) transport(time_ - dt_before_ / 2 + n * carried / parts, carried / parts, report);
  report.courant = fastest.rate * std::max(dt, carried / parts);
  if (!zones_.empty()) seal();
  if (!gaps_.empty()) leak(carried, report);
  push(dt);
  project(dt, report);
  if (!gaps_.empty()) gaps_.feel(grid_, pressure_, zones_, dt);
  time_ += dt, dt_before_ = dt, ++steps_;
  report.time = time_, report.dt = dt;
  return report;
}

/// Heun's two stages (strong stability preserving: the mean of two Euler steps).
void Flow::transport(double from, double dt, StepReport& report) {
  const Watch watch(phases_.transport);
  const Carrier carrier{grid_, settings_.mixture, background_, velocity_, beta_, viscosity_, settings_.mixing};
  advance(carrier, scalars_, scalars_, stage_, 0, 1, dt);
  // What comes out while they are carried: such whiles follow one another without a gap, the first from the start.
  std::vector<Released> given;
  for (const Source& source : sources_) given.push_back(source.between(settings_.mixture, from, from + dt));
  for (size_t n = 0; n < sources_.size(); ++n) emit(grid_, sources_[n], given[n], 1, stage_);
  run_fans(from, dt, 1, 0.5, scalars_.density, stage_, report);
  ground_fluxes(dt, 1, stage_);
  fill(beyond(), velocity_, stage_);
  advance(carrier, scalars_, stage_, scalars_, 0.5, 0.5, dt);
  for (size_t n = 0; n < sources_.size(); ++n) {
    emit(grid_, sources_[n], given[n], 0.5, scalars_);
    for (size_t s = 0; s < given_.size(); ++s) given_[s] += given[n].mass[s];
  }
  run_fans(from, dt, 0.5, 1, stage_.density, scalars_, report);
  ground_fluxes(dt, 0.5, scalars_);
  fill(beyond(), velocity_, scalars_);
}

/// What fans take out of a stage and blow into it: `take` of a step's, of which `count` lasts; what they take is as
/// dense as the stage began.
void Flow::run_fans(double from, double dt, double take, double count, const Field& density, Scalars& into,
                    StepReport& report) {
  for (size_t n = 0; n < fans_.size(); ++n) {
    const Fan& fan = fans_[n];
    if (fan.kind == Fan::Kind::extract)
      report.starved +=
          draw(grid_, fan.seat, fan.volume(from, from + dt), take, density, into, count, std::span(taken_[n]));
    if (fan.kind != Fan::Kind::supply) continue;
    const Released air = fan.between(settings_.mixture, from, from + dt);
    emit(grid_, fan.seat, air, take, into);
    given_.back() += take * count * air.mass.back();
  }
}

/// Heat of the ground into the lowest cells: q = rho c_p (kappa / ln(1 + h / z0))^2 |u| (T_ground - T), the same law as
/// that of its drag, and what is prescribed.
void Flow::ground_fluxes(double dt, double take, Scalars& into) const {
  if (!ground_ && settings_.ground_heat == 0) return;
  const Mixture& mixture = settings_.mixture;
  const size_t gases = mixture.released.size();
  const double friction = von_karman / std::log1p(grid_.dz(0) / 2 / settings_.roughness.ground);
  // Of rounded enthalpies: a little more.
  const auto below = static_cast<float>(mixture.condenses_below(background_.highest()) * (1 + slightly));
  parallel_for(static_cast<size_t>(grid_.ny), 16, [&](size_t begin, size_t end) {
    for (int j = static_cast<int>(begin); j < static_cast<int>(end); ++j)
      for (int i = 0; i < grid_.nx; ++i) {
        const ptrdiff_t at = grid_.at(i, j, 0);
        if (is_solid(at)) continue;
        float heat = mixture.air.heat_capacity, h = into.amount[gases][at];
        for (size_t s = 0; s < gases; ++s)
          heat +=
              into.amount[s][at] * static_cast<float>(mixture.released[s].heat_capacity - mixture.air.heat_capacity);
        const float u = 0.5F * (velocity_[0][at] + velocity_[0][at + 1]);
        const float v = 0.5F * (velocity_[1][at] + velocity_[1][at + grid_.row]);
        const float mean = std::sqrt(u * u + v * v);
        const auto per_height = static_cast<float>(take * dt / grid_.dz(0));
        h += per_height * static_cast<float>(settings_.ground_heat) / into.density[at];
        // Implicit, as the drag: the air takes the temperature of the ground and no more.
        const float part = ground_ ? per_height * static_cast<float>(friction * friction) * mean : 0.0F;
        // Drops and fog take up heat besides, and so they keep below it all the more.
        if (const auto state = h < below * heat ? state_of(into, at) : Mixture::State{}; state.condensed())
          h += part * heat * static_cast<float>(ground_.value_or(0) - state.temperature) / (1 + part);
        else if (ground_)
          h = (h + part * heat * static_cast<float>(*ground_)) / (1 + part);
        into.amount[gases][at] = h;
      }
  });
}

/// Pressure of sealed parts, so that their air fills them: with kappa = R n / c_p, p V = sum V kappa (rho h + p -
/// p_old), and the work p - p_old [J/m3] goes into the enthalpy.
void Flow::seal() {
  for (Zone& zone : zones_) {
    const SealedSum sum = sealed_sum(grid_, settings_.mixture, scalars_, zone);
    const double before = zone.pressure, share = sum.kappa / zone.volume;
    zone.gamma = 1 / (1 - share);
    zone.pressure = (sum.work / zone.volume - share * before) / (1 - share);
    add_work(scalars_, settings_.mixture.released.size(), zone, zone.pressure - before);
  }
  background_.refresh(zones_);
  fill(beyond(), velocity_, scalars_);  // periodic sides show the same air
}

/// Through the gaps of what is shut, after all else: the pressures of sealed parts are those that this leaves.
void Flow::leak(double dt, StepReport& report) {
  report.starved += gaps_.exchange(grid_, settings_.mixture, zones_, settings_.pressure, dt, scalars_);
  if (zones_.empty())
    fill(beyond(), velocity_, scalars_);
  else
    seal();
}

void Flow::push(double dt) {
  {
    const Watch watch(phases_.densities);
    reciprocal(beyond(), scalars_.density, beta_);
    solver_.refresh(beta_);
  }
  const Watch watch(phases_.momentum);
  swap_stage();
  const double ratio = dt_before_ > 0 ? dt / dt_before_ : 0;
  const std::vector<float> calm(air_.density.begin() + 1, air_.density.end() - 1);
  const Push all{grid_, velocity_,         beta_, viscosity_,    scalars_.density,
                 calm,  settings_.gravity, dt,    1 + ratio / 2, ratio / 2};
  flow::push(all, forces_, next_);
  slow_backflow(beyond(), dt, velocity_, next_);
  drag_.apply(all, forces_, next_);
  if (!porous_.empty()) porous_.apply(all, next_);
  for (const Source& source : sources_)
    thrust(all, source, source.between(settings_.mixture, time_, time_ + dt), next_);
  for (const Fan& fan : fans_) thrust(all, fan.seat, fan.between(settings_.mixture, time_, time_ + dt), next_);
  if (settings_.force) force(dt);
}

/// The given acceleration in the middle of the step.
void Flow::force(double dt) {
  const std::array<int, 3> n = {grid_.nx, grid_.ny, grid_.nz};
  for (int axis = 0; axis < 3; ++axis) {
    const auto a = static_cast<size_t>(axis);
    std::array<int, 3> last = n;
    if (settings_.sides.high(axis) == Condition::open) ++last[a];
    for (int k = 0; k < last[2]; ++k)
      for (int j = 0; j < last[1]; ++j)
        for (int i = 0; i < last[0]; ++i) {
          const ptrdiff_t at = grid_.at(i, j, k);
          if (beta_[a][at] <= 0) continue;
          const double x = grid_.origin.x() + (i + (axis == 0 ? 0.0 : 0.5)) * grid_.dx;
          const double y = grid_.origin.y() + (j + (axis == 1 ? 0.0 : 0.5)) * grid_.dy;
          const double z = axis == 2 ? grid_.z[static_cast<size_t>(k)] : grid_.z_centre(k);
          next_[a][at] += static_cast<float>(dt * settings_.force(axis, x, y, z, time_ + dt / 2));
        }
  }
}

void Flow::clear_solids(Field& field, int j, int k) const {
  const auto row = entry(j, k, grid_.ny);
  for (size_t r = solids_of_row_[row]; r < solids_of_row_[row + 1]; ++r)
    for (int i = 0; i < solids_[r].length; ++i) field[solids_[r].from + i] = 0;
}

/// V (div u* - d) / dt. The air expands by what rho lacks of p / (R T sum Y / W), over this step, and by what it lacked
/// before: e of one step shows what heat, mixing and sources do, their sum is the rate at which it goes on.
void Flow::make_right_side(double dt, StepReport& report) {
  const double now = time_;
  time_ = now + dt;
  blow();
  time_ = now;
  set_sides(beyond(), next_);
  const Watch watch(phases_.correct);
  struct Worst {
    float mismatch = 0;
    int64_t clipped = 0;
  };
  const Worst worst = parallel_sum(
      static_cast<size_t>(grid_.nz), 1, Worst{},
      [&](size_t begin, size_t end) {
        Worst part;
        RightSide rows(grid_, settings_.mixture, background_, dt, largest_mismatch);
        for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
          for (int j = 0; j < grid_.ny; ++j) {
            rows.row(j, k, scalars_, next_, expansion_, rhs_);
            clear_solids(rhs_, j, k), clear_solids(expansion_, j, k);
            part.mismatch = std::max(part.mismatch, rows.worst()), part.clipped += rows.clipped();
          }
        return part;
      },
      [](const Worst& a, const Worst& b) {
        return Worst{std::max(a.mismatch, b.mismatch), a.clipped + b.clipped};
      });
  report.largest_mismatch = static_cast<double>(worst.mismatch), report.clipped = worst.clipped;
}

/// u = u* - dt beta grad p
void Flow::correct(double dt) {
  {
    const Watch watch(phases_.correct);
    subtract_gradient(grid_, dt, beta_, pressure_, next_, velocity_);
    set_sides(beyond(), velocity_);
    swap_stage();
  }
  const Watch watch(phases_.boundaries);
  fill(beyond(), velocity_);
}

}  // namespace muster::flow
