#include "sim/hazard/fires.h"

#include "base/parallel.h"
#include "models/exposure/heat.h"
#include "models/fire/radiation/view_factor.h"
#include "sim/hazard/bands.h"
#include "sim/hazard/shades.h"
#include "sim/hazard/tanks.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// Rays a face: squares, with a look first whether the flame is partly hidden at all; targets; surfaces.
constexpr fire::ShadowSettings square_rays = {4, true, 20}, target_rays = {64, false, 0}, surface_rays = {8, false, 0};
/// Pieces in which a fireball's life, and the time that foam takes, are integrated by their middles.
constexpr int ball_pieces = 30, foam_pieces = 20;
constexpr size_t grain = 4096;

/// [s] from which a flame has another shape: those of its phases, of a fireball each half second.
std::vector<double> shape_times(const BurningFire& fire) {
  std::vector<double> times;
  if (!fire.ball) {
    for (const BurningFire::Phase& phase : fire.phases)
      if (const double from = std::max(fire.begins, phase.from); from < fire.ends) times.push_back(from);
    return times;
  }
  constexpr double apart = 0.5;
  const auto count = static_cast<int>(std::min(1000.0, std::ceil((fire.ends - fire.begins) / apart)));
  for (int k = 0; k < count; ++k) times.push_back(fire.begins + apart * k);
  return times;
}

results::FlameShape shape_of(const fire::Flame& flame, uint32_t fire, double from) {
  results::FlameShape shape{fire, from, {}, {}};
  for (const fire::Face& face : flame.faces) {
    for (int k = 0; k < 4; ++k)
      for (const double value : face.corner[static_cast<size_t>(std::min(k, face.corners - 1))])
        shape.corner.push_back(static_cast<float>(value));
    shape.emission.push_back(static_cast<float>(face.emission));
  }
  return shape;
}

results::TargetInfo info_of(const TargetSpec& target) {
  const Vec3 n = target.normal.value_or(Vec3::Zero());
  return {target.name, {target.at.x(), target.at.y(), target.at.z()}, {n.x(), n.y(), n.z()}};
}

}  // namespace

Fires::Fires(const Case& the_case, const scene::Floors& floors, const results::HazardGrid& grid,
             const scene::Model* model, const substance::Library& library, std::span<const Strike> strikes,
             std::vector<Mistake>& mistakes) {
  const size_t before = mistakes.size();
  if (the_case.fires.empty() && the_case.tanks.empty()) return;
  fires_ = burning_fires(the_case.fires, *the_case.weather, floors, library, mistakes);
  if (mistakes.size() > before) return;
  for (size_t s = 0; s < grid.x.size(); ++s)
    squares_.push_back({Vec3(grid.x[s], grid.y[s], static_cast<double>(grid.z[s]) + receptor_height).cast<float>()});
  for (const TargetSpec& target : the_case.targets) {
    if (target.part) continue;
    targets_.push_back({target.at.cast<float>(), target.normal.value_or(Vec3::Zero()).cast<float>()});
    target_infos_.push_back(info_of(target));
  }
  if (model != nullptr) surfaces_ = surfaces_of(the_case.targets, *model, mistakes);
  areas_.assign(grid.x.size(), 0);
  for (const int32_t s : grid.square_of)
    if (s >= 0) areas_[static_cast<size_t>(s)] += static_cast<float>(floors.grid.cell * floors.grid.cell);
  if (model != nullptr) rays_ = std::make_unique<scene::Rays>(shades_of(*model, the_case.place.blockers));
  escalation_ = escalate(the_case, floors, library, rays_.get(), strikes, fires_, warnings_, mistakes);
  if (mistakes.size() > before) return;
  for (BurningFire& fire : fires_) {
    warnings_.insert(warnings_.end(), fire.warnings.begin(), fire.warnings.end());
    fire.use.endpoints = endpoints_of(fire, receptor_height);
  }
  std::vector<results::HazardUse> uses;
  for (const BurningFire& fire : fires_) uses.push_back(fire.use);
  add_fire_bands(the_case, floors, library, receptor_height, uses, warnings_);
  for (size_t f = 0; f < fires_.size(); ++f) fires_[f].use = std::move(uses[f]);
  check_places(the_case);
  kept_.resize(fires_.size());
  totals_.peak_flux.assign(fires_.size() * squares_.size(), 0);
  totals_.peak_radiation.assign(squares_.size(), 0);
  totals_.dose.assign(squares_.size(), 0);
  totals_.target_peak.assign(targets_.size(), 0);
  totals_.target_dose.assign(targets_.size(), 0);
  totals_.surface_peak.assign(surfaces_.places.size(), 0);
  totals_.surface_dose.assign(surfaces_.places.size(), 0);
}

void Fires::check_places(const Case& the_case) {
  // Tanks that catch fire stand behind those of the case.
  for (size_t f = 0; f < the_case.fires.size(); ++f) {
    const BurningFire& fire = fires_[f];
    const FireSpec& spec = the_case.fires[f];
    if (fire.ends - fire.begins < 2 * the_case.hazards.every)
      warnings_.push_back({"fire_sampled_coarsely",
                           fmt::format("Fire {} burns for {:.3g} s and the floors are sampled every {:g} s. Peaks and "
                                       "doses do not depend on this.",
                                       fire.name, fire.ends - fire.begins, the_case.hazards.every),
                           "hazards.every_s"});
    if (fire.phases.empty()) continue;
    // From the flame's foot, above a tank's rim, straight up.
    const double foot =
        0.1 + (spec.kind == FireSpec::Kind::tank || spec.kind == FireSpec::Kind::jet ? spec.height.value_or(1)
               : spec.kind == FireSpec::Kind::design                                 ? spec.height.value_or(0)
                                                                                     : 0);
    const Vec3f from = (fire.ground + Vec3(0, 0, foot)).cast<float>();
    if (rays_ && rays_->hidden(from, from + Vec3f(0, 0, 200)))
      warnings_.push_back({"fire_covered",
                           fmt::format("Fire {}: something of the model lies above its foot, {:.1f} m; the flame goes "
                                       "through it, and what lies behind it is in its shadow.",
                                       fire.name, static_cast<double>(from.z())),
                           spec.origin.key + ".z_m"});
    for (const results::TargetInfo& target : target_infos_)
      if (fire::within(fire.phases.front().flame, {target.at[0], target.at[1], target.at[2]}))
        warnings_.push_back({"target_in_flame",
                             fmt::format("Target {} lies in the flame of {}: its flux is the flame's emission.",
                                         target.name, fire.name),
                             "target"});
  }
}

double Fires::last() const {
  double last = 0;
  for (const BurningFire& fire : fires_) last = std::max(last, fire.ends);
  return last;
}

std::vector<Vec3f> Fires::vectors(size_t f, double time, std::span<const fire::Receptor> receptors) const {
  std::vector<Vec3f> none(receptors.size(), Vec3f::Zero());
  if (receptors.empty()) return none;
  const Shone shone = this->shone(f, time);
  if (shone.flame.faces.empty()) return none;
  return fire::radiation_vectors({&shone.flame, 1}, receptors, shone.haze, rays_.get(), shone.rays(square_rays));
}

double Fires::flux(const Vec3& at, double time) const {
  const fire::Receptor receptor{at.cast<float>()};
  std::vector<Vec3f> all;
  for (size_t f = 0; f < fires_.size(); ++f)
    if (const double strength = fires_[f].strength(time); strength > 0)
      all.emplace_back(static_cast<float>(strength) * vectors(f, time, {&receptor, 1}).front());
  return static_cast<double>(fire::facing(all));
}

void Fires::describe(results::HazardGrid& grid) const {
  for (const BurningFire& fire : fires_) {
    grid.fires.push_back({fire.name, fire.kind, fire.fuel, fire.begins, fire.ends});
    if (fire.foam) grid.fires.back().foam = *fire.foam, grid.fires.back().foam_ends = fire.foam_ends;
    const auto index = static_cast<uint32_t>(grid.fires.size() - 1);
    for (const double from : shape_times(fire)) grid.flames.push_back(shape_of(fire.flame_at(from), index, from));
  }
  grid.targets = target_infos_;
  grid.surfaces = surfaces_.names, grid.places = surfaces_.places;
  grid.receptor = receptor_height;
}

std::vector<int64_t> Fires::state_at(double time, size_t own) const {
  std::vector<int64_t> state;
  for (size_t f = 0; f < fires_.size(); ++f) {
    const BurningFire& fire = fires_[f];
    // A ball is gone too soon, and a flame that foam has half closed is too thin, to hide others.
    const bool hides = f == own || fire.strength(time) >= 0.5;
    state.push_back(fire.phases.empty() || !hides ? -1 : static_cast<int64_t>(fire.phase_at(time)));
  }
  return state;
}

Fires::Shone Fires::shone(size_t f, double time) const {
  const BurningFire& fire = fires_[f];
  Shone shone;
  if (fire.ball) {
    shone.flame = fire.flame_at(time), shone.haze = fire.ball_haze;
  } else if (!fire.phases.empty()) {
    const BurningFire::Phase& phase = fire.phases[fire.phase_at(time)];
    shone.flame = phase.flame, shone.haze = phase.haze;
  }
  const std::vector<int64_t> state = state_at(time, f);
  std::vector<const fire::Flame*> beside;
  for (size_t other = 0; other < fires_.size(); ++other)
    if (other != f && state[other] >= 0) {
      const fire::Flame& flame = fires_[other].phases[static_cast<size_t>(state[other])].flame;
      if (!flame.faces.empty()) beside.push_back(&flame);
    }
  if (!beside.empty()) shone.others.emplace(fire::flames_as_shades(beside));
  return shone;
}

Fires::Field Fires::field_of(size_t f, double time) const {
  Field field;
  const Shone shone = this->shone(f, time);
  if (shone.flame.faces.empty()) {
    field.squares.assign(squares_.size(), Vec3f::Zero());
    field.targets.assign(targets_.size(), Vec3f::Zero());
    field.onto.assign(targets_.size(), 0);
    field.surfaces.assign(surfaces_.sides.size(), 0);
    return field;
  }
  const std::span<const fire::Flame> flame(&shone.flame, 1);
  const fire::ShadowSettings on_targets = shone.rays(target_rays);
  field.squares = fire::radiation_vectors(flame, squares_, shone.haze, rays_.get(), shone.rays(square_rays));
  field.targets = fire::radiation_vectors(flame, targets_, shone.haze, rays_.get(), on_targets);
  field.onto = fire::radiation(flame, targets_, shone.haze, rays_.get(), on_targets);
  field.surfaces = fire::radiation(flame, surfaces_.sides, shone.haze, rays_.get(), shone.rays(surface_rays));
  return field;
}

const Fires::Field& Fires::field_at(size_t f, double time) {
  Kept& kept = kept_[f];
  std::vector<int64_t> state = state_at(time, f);
  const bool other_ball = fires_[f].ball && kept.time != time;
  if (other_ball || kept.time < 0 || kept.state != state) kept = {std::move(state), time, field_of(f, time)};
  return kept.field;
}

void Fires::scaled_at(size_t f, double time, Field& out) {
  const auto strength = static_cast<float>(fires_[f].strength(time));
  if (strength <= 0) {
    out.squares.assign(squares_.size(), Vec3f::Zero());
    out.targets.assign(targets_.size(), Vec3f::Zero());
    out.onto.assign(targets_.size(), 0);
    out.surfaces.assign(surfaces_.sides.size(), 0);
    return;
  }
  out = field_at(f, time);
  if (strength == 1) return;
  for (Vec3f& q : out.squares) q *= strength;
  for (Vec3f& q : out.targets) q *= strength;
  for (float& q : out.onto) q *= strength;
  for (float& q : out.surfaces) q *= strength;
}

std::vector<float> Fires::surface_flux(const std::vector<Field>& now) const {
  std::vector<const std::vector<float>*> of_fires;
  for (const Field& field : now) of_fires.push_back(&field.surfaces);
  return surfaces_.flux(of_fires);
}

float Fires::target_flux(const std::vector<Field>& now, size_t t) const {
  float sum = 0;
  std::vector<Vec3f> vectors;
  for (const Field& field : now) sum += field.onto[t], vectors.push_back(field.targets[t]);
  return targets_[t].normal.squaredNorm() > 0.5F ? sum : fire::facing(vectors);
}

std::vector<double> Fires::breaks(double from, double to) const {
  std::vector<double> at = {from, to};
  const auto add = [&](double time) {
    if (time > from && time < to) at.push_back(time);
  };
  for (const BurningFire& fire : fires_) {
    add(fire.begins), add(fire.ends);
    for (const BurningFire::Phase& phase : fire.phases) add(phase.from);
    for (int i = 0; fire.ball && i < ball_pieces; ++i) add(fire.begins + i * (fire.ends - fire.begins) / ball_pieces);
    // A piece just before it stops growing, at a third of its life: then it radiates most.
    if (fire.ball) add(fire.begins + 0.999 * (fire.ends - fire.begins) / 3);
    for (const auto& [time, share] : fire.course) add(fire.begins + time);
    for (int i = 0; fire.foam && i < foam_pieces; ++i)
      add(*fire.foam + i * (fire.foam_ends - *fire.foam) / foam_pieces);
  }
  std::sort(at.begin(), at.end());
  at.erase(std::unique(at.begin(), at.end()), at.end());
  return at;
}

void Fires::accumulate(double middle, double seconds) {
  std::vector<Field> now(fires_.size());
  for (size_t f = 0; f < fires_.size(); ++f) scaled_at(f, middle, now[f]);
  const auto take = [&](size_t i, float sum, std::vector<float>& peak, std::vector<float>& dose) {
    peak[i] = std::max(peak[i], sum);
    if (sum > 0)
      dose[i] += static_cast<float>(exposure::thermal_load_rate(static_cast<double>(sum)) * seconds /
                                    exposure::thermal_dose_unit);
  };
  parallel_for(squares_.size(), grain, [&](size_t begin, size_t end) {
    std::vector<Vec3f> vectors(now.size());
    for (size_t s = begin; s < end; ++s) {
      for (size_t f = 0; f < now.size(); ++f) {
        vectors[f] = now[f].squares[s];
        float& peak = totals_.peak_flux[f * squares_.size() + s];
        peak = std::max(peak, vectors[f].norm());
      }
      take(s, fire::facing(vectors), totals_.peak_radiation, totals_.dose);
    }
  });
  for (size_t t = 0; t < targets_.size(); ++t) take(t, target_flux(now, t), totals_.target_peak, totals_.target_dose);
  const std::vector<float> on_surfaces = surface_flux(now);
  for (size_t i = 0; i < on_surfaces.size(); ++i) take(i, on_surfaces[i], totals_.surface_peak, totals_.surface_dose);
}

void Fires::advance(double to) {
  if (to <= now_) return;
  const std::vector<double> at = breaks(now_, to);
  for (size_t i = 0; i + 1 < at.size(); ++i) accumulate((at[i] + at[i + 1]) / 2, at[i + 1] - at[i]);
  now_ = to;
}

void Fires::sample(results::HazardFrame& frame) {
  if (fires_.empty()) return;
  advance(frame.time);
  std::vector<Field> now(fires_.size());
  for (size_t f = 0; f < fires_.size(); ++f) {
    scaled_at(f, frame.time, now[f]);
    for (const Vec3f& q : now[f].squares) frame.flux.push_back(q.norm());
    for (size_t t = 0; t < targets_.size(); ++t) frame.target_flux.push_back(now[f].target(t, targets_[t]));
  }
  frame.surface_flux = surface_flux(now);
  frame.radiation.resize(squares_.size());
  std::vector<Vec3f> vectors(now.size());
  for (size_t s = 0; s < squares_.size(); ++s) {
    for (size_t f = 0; f < now.size(); ++f) vectors[f] = now[f].squares[s];
    frame.radiation[s] = fire::facing(vectors);
  }
}

void Fires::totals(results::HazardTotals& totals) const {
  totals.peak_flux = totals_.peak_flux;
  totals.peak_radiation = totals_.peak_radiation;
  totals.dose = totals_.dose;
  totals.target_peak = totals_.target_peak;
  totals.target_dose = totals_.target_dose;
  totals.surface_peak = totals_.surface_peak;
  totals.surface_dose = totals_.surface_dose;
}

std::vector<results::HazardUse> Fires::uses() const {
  std::vector<results::HazardUse> uses;
  for (size_t f = 0; f < fires_.size(); ++f) {
    uses.push_back(fires_[f].use);
    if (now_ <= fires_[f].begins) continue;
    for (results::HazardEndpoint& endpoint : uses.back().endpoints) {
      double area = 0, farthest = 0;
      for (size_t s = 0; s < squares_.size(); ++s) {
        if (static_cast<double>(totals_.peak_flux[f * squares_.size() + s]) < 1000 * endpoint.value) continue;
        area += static_cast<double>(areas_[s]);
        const Vec3 place = squares_[s].place.cast<double>();
        farthest = std::max(farthest, (place - fires_[f].ground).head<2>().norm());
      }
      endpoint.floor_area = area;
      if (area > 0) endpoint.floor_distance = farthest;
    }
  }
  return uses;
}

}  // namespace muster::sim
