#include "sim/hazard/strikes.h"

#include "base/parallel.h"
#include "models/fire/gas/flash_fire.h"
#include "models/plume/answers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim {

namespace {

using std::numbers::pi;
using L = ExplosionSpec::Law;

constexpr size_t grain = 512;
/// Points along and across the wind on which a cloud is looked at.
constexpr int along = 240, across = 81;

/// The richest of the three heights, in the cloud's own axes.
std::vector<double> richest(const LeakCloud& leak, const std::vector<Vec3>& feet, double time) {
  std::vector<double> most(feet.size(), 0);
  if (!leak.cloud || time < leak.begins) return most;
  for (const double height : burning_heights) {
    std::vector<Vec3> points = feet;
    for (Vec3& p : points) p.z() += height;
    parallel_for(points.size(), grain, [&](size_t begin, size_t end) {
      std::vector<double> values(end - begin);
      leak.cloud->concentrations(std::span(points).subspan(begin, end - begin), time - leak.begins, values);
      for (size_t i = begin; i < end; ++i) most[i] = std::max(most[i], values[i - begin]);
    });
  }
  return most;
}

/// Where a leak's cloud is at least so rich, over flat ground at one moment.
struct Extent {
  double farthest = 0, area = 0;  ///< [m] from the leak, [m2]
  Vec2 middle = Vec2::Zero();     ///< in the cloud's axes
};
Extent extent_of(const LeakCloud& leak, double fraction, double time) {
  Extent extent;
  if (!leak.cloud || time < leak.begins) return extent;
  plume::Search search;
  search.height = burning_heights[1];
  const plume::Footprint ever = plume::footprint(*leak.cloud, fraction, search);
  if (!ever.reached) return extent;
  const double far = 1.1 * ever.distance + 5, half = 0.6 * ever.width + 5;
  const bool straight = leak.cloud->along_x();
  const double from = straight ? -std::min(far, half) : -far, side = straight ? half : far;
  const double dx = (far - from) / along, dy = 2 * side / across;
  std::vector<Vec3> feet;
  for (int i = 0; i < along; ++i)
    for (int j = 0; j < across; ++j) feet.emplace_back(from + (i + 0.5) * dx, -side + (j + 0.5) * dy, 0);
  const std::vector<double> found = richest(leak, feet, time);
  double count = 0;
  for (size_t i = 0; i < feet.size(); ++i) {
    if (found[i] < fraction) continue;
    extent.middle += feet[i].head<2>();
    extent.farthest = std::max(extent.farthest, feet[i].head<2>().norm() + dx / 2);
    ++count;
  }
  if (count > 0) extent.middle /= count;
  extent.area = count * dx * dy;
  return extent;
}

/// What strikes: one flash fire or explosion made.
class Striker {
 public:
  Striker(const Case& the_case, const LeakPlace& place, std::span<const LeakCloud> leaks,
          std::vector<Mistake>& mistakes)
      : case_(the_case), place_(place), leaks_(leaks), mistakes_(mistakes) {}

  Strike flash_fire(const FlashFireSpec& spec);
  Strike explosion(const ExplosionSpec& spec);

 private:
  void refuse(const scene::Origin& origin, const std::string& key, std::string text) {
    mistakes_.push_back({origin.file, origin.line, origin.key + "." + key, "", std::move(text)});
  }
  const LeakCloud* find_leak(const scene::Origin& origin, const std::string& name, Strike& strike);
  double energy_of(const ExplosionSpec& spec, Strike& strike, Vec3& middle);
  double cloud_energy(const ExplosionSpec& spec, Strike& strike, Vec3& middle);
  std::function<fire::Blast(double)> law_of(const ExplosionSpec& spec, double energy, Strike& strike) const;
  double ground_at(const Vec2& at) const;

  const Case& case_;
  const LeakPlace& place_;
  std::span<const LeakCloud> leaks_;
  std::vector<Mistake>& mistakes_;
};

const LeakCloud* Striker::find_leak(const scene::Origin& origin, const std::string& name, Strike& strike) {
  for (size_t l = 0; l < leaks_.size(); ++l) {
    if (leaks_[l].name != name) continue;
    const LeakCloud& leak = leaks_[l];
    if (leak.substance == nullptr) return nullptr;  // refused already
    if (!leak.substance->flammability || !(leak.substance->flammability->lower > 0)) {
      refuse(origin, "leak", fmt::format("{} does not burn: it has no lower flammable limit", leak.substance->name));
      return nullptr;
    }
    strike.leak = static_cast<int>(l);
    strike.of_flow = case_.flow && goes_with_flow(case_.leaks[l], leak);
    if (strike.time < leak.begins)
      strike.warnings.push_back({"lit_before_the_leak",
                                 fmt::format("{} is lit at {:g} s, before {} leaks at {:g} s: nothing burns.",
                                             strike.name, strike.time, name, leak.begins),
                                 origin.key + ".at_s"});
    if (case_.leaks[l].averaging > 20 && leak.cloud && !strike.of_flow)
      strike.warnings.push_back(
          {"flammable_averaging",
           fmt::format("{}: the cloud of {} is a mean over {:g} s; what burns is the cloud of an instant, which is "
                       "richer and reaches farther: 18.75 s is usual.",
                       strike.name, name, case_.leaks[l].averaging),
           case_.leaks[l].origin.key + ".averaging_s"});
    return &leak;
  }
  std::string known;
  for (const LeakCloud& leak : leaks_) known += (known.empty() ? "" : ", ") + leak.name;
  refuse(origin, "leak", "no leak of this name" + (known.empty() ? "" : "; there are " + known));
  return nullptr;
}

double Striker::ground_at(const Vec2& at) const {
  double nearest = std::numeric_limits<double>::infinity(), ground = 0;
  const scene::Floors& floors = place_.floors;
  for (size_t c = 0; c < floors.size(); ++c) {
    const double far = (floors.grid.centre(floors.column[c]) - at).squaredNorm();
    if (far < nearest || (far == nearest && floors.z[c] < ground)) nearest = far, ground = floors.z[c];
  }
  return ground;
}

/// How much floor lies within something, and how far from `middle` in plan.
void add_floor(results::HazardEndpoint& endpoint, const results::HazardGrid& grid, const Vec3& middle,
               const std::function<bool(size_t)>& within) {
  double count = 0, farthest = 0;
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (within(s)) ++count, farthest = std::max(farthest, std::hypot(grid.x[s] - middle.x(), grid.y[s] - middle.y()));
  endpoint.floor_area = count * grid.square * grid.square;
  if (count > 0) endpoint.floor_distance = farthest;
}

/// Probability of death on each square in the flames of a leak's cloud. Indoors, what a room holds is not followed to
/// the moment: who is in a room is spared unless it leaks there.
std::vector<float> burning_squares(const HazardPlaces& places, const LeakCloud& leak, double time, double share) {
  const results::HazardGrid& grid = places.grid;
  std::vector<Vec3> feet;
  for (size_t s = 0; s < grid.x.size(); ++s) feet.push_back(leak.local({grid.x[s], grid.y[s], grid.z[s]}));
  const std::vector<double> found = richest(leak, feet, time);
  std::vector<float> lethality(feet.size(), 0);
  for (size_t s = 0; s < feet.size(); ++s) {
    const int32_t e = places.enclosure_of[s];
    double fraction = e < 0 ? found[s] : 0;
    if (e >= 0 && e == leak.enclosure && leak.inside && time >= leak.begins)
      fraction = leak.inside->at(time - leak.begins);
    lethality[s] = static_cast<float>(fire::flash_fire_lethality(fraction, leak.substance->flammability->lower, share));
  }
  return lethality;
}

double limit_of(const Strike& strike, const LeakCloud& leak) {
  return strike.share * leak.substance->flammability->lower;
}

results::HazardEndpoint flammable_endpoint(const Strike& strike, double limit) {
  return {strike.share < 1 ? fmt::format("{:g} LFL", strike.share) : "LFL", 1e6 * limit, "ppm", {}, {}};
}

Warning nothing_burns(const Strike& strike, const LeakCloud& leak, const std::string& key) {
  return {"nothing_to_burn",
          fmt::format("{}: at {:g} s no gas of {} near the ground is rich enough to burn.", strike.name, strike.time,
                      leak.name),
          key};
}

Strike Striker::flash_fire(const FlashFireSpec& spec) {
  Strike strike;
  strike.name = spec.name, strike.kind = "flash_fire", strike.time = spec.time;
  strike.use.name = spec.name, strike.use.kind = strike.kind;
  const LeakCloud* leak = find_leak(spec.origin, spec.leak, strike);
  if (leak == nullptr) return strike;
  strike.share = spec.share;
  strike.use.source = {{"leak", spec.leak}, {"substance", leak->substance->id}, {"at_s", spec.time}};
  if (strike.of_flow) {
    strike.lethality.assign(place_.places.grid.x.size(), 0);
    if (case_.flow->tier == FlowSpec::Tier::steady)
      strike.warnings.push_back(
          {"flammable_averaging",
           fmt::format("{}: the cloud of {} is a mean over minutes; what burns is the cloud of an instant, which is "
                       "richer and reaches farther: tier = \"eddies\" has it.",
                       spec.name, spec.leak),
           "flow.tier"});
    return strike;
  }
  const double limit = limit_of(strike, *leak);
  strike.lethality = burning_squares(place_.places, *leak, spec.time, spec.share);
  const Extent extent = extent_of(*leak, limit, spec.time);
  results::HazardEndpoint endpoint = flammable_endpoint(strike, limit);
  if (extent.area > 0) endpoint.max_distance = extent.farthest, endpoint.area = extent.area;
  add_floor(endpoint, place_.places.grid, leak->source, [&](size_t s) { return strike.lethality[s] > 0; });
  strike.use.endpoints.push_back(endpoint);
  const double wind = case_.weather ? case_.weather->wind_speed : 0;
  strike.use.source.emplace_back("burns_through_s", extent.farthest / fire::flash_fire_speed(wind));
  if (extent.area <= 0 && spec.time >= leak->begins)
    strike.warnings.push_back(nothing_burns(strike, *leak, spec.origin.key + ".at_s"));
  return strike;
}

/// [J] of a leak's cloud between its limits; `middle` where the case does not say.
double Striker::cloud_energy(const ExplosionSpec& spec, Strike& strike, Vec3& middle) {
  const LeakCloud* leak = find_leak(spec.origin, *spec.leak, strike);
  if (leak == nullptr) return 0;
  if (strike.of_flow) {
    refuse(
        spec.origin, "leak",
        "[flow] carries its gas, how much of it explodes is known as it is computed only: write mass_kg (a flash fire "
        "at that time tells flammable_mass_kg)");
    return 0;
  }
  const substance::Substance& s = *leak->substance;
  if (!s.flammability->heat_of_combustion) {
    refuse(spec.origin, "leak", fmt::format("{} has no heat of combustion", s.name));
    return 0;
  }
  strike.use.source.emplace_back("leak", *spec.leak);
  strike.use.source.emplace_back("substance", s.id);
  double mass = 0;
  if (leak->cloud && spec.time >= leak->begins) {
    if (!leak->cloud->along_x()) {
      refuse(spec.origin, "leak", "its wind turns: the flammable mass of such a cloud is not computed; write mass_kg");
      return 0;
    }
    if (std::string_view(leak->cloud->model()).starts_with("britter_mcquaid")) {
      refuse(spec.origin, "leak", "Britter and McQuaid's correlations have no flammable mass; write mass_kg");
      return 0;
    }
    const plume::Atmosphere air(*case_.weather);
    const double molar_volume = substance::gas_constant * case_.weather->temperature / air.pressure(0);
    plume::Search search;
    search.stations = 80;
    mass = plume::mass_between(*leak->cloud, s.flammability->lower, s.flammability->upper, spec.time - leak->begins,
                               s.molar_mass, molar_volume, search);
    const Extent extent = extent_of(*leak, s.flammability->lower, spec.time);
    const Vec2 &x = leak->downwind, y(-x.y(), x.x()),
               at = leak->source.head<2>() + x * extent.middle.x() + y * extent.middle.y();
    middle = {at.x(), at.y(), leak->source.z()};
  }
  strike.use.source.emplace_back("flammable_mass_kg", mass);
  if (!(mass > 0))
    strike.warnings.push_back({"nothing_to_burn",
                               fmt::format("{}: at {:g} s none of the gas of {} is rich enough to explode.", spec.name,
                                           spec.time, *spec.leak),
                               spec.origin.key + ".at_s"});
  return spec.share * mass * *s.flammability->heat_of_combustion;
}

double Striker::energy_of(const ExplosionSpec& spec, Strike& strike, Vec3& middle) {
  if (spec.leak) return cloud_energy(spec, strike, middle);
  if (spec.energy) return *spec.energy;
  if (spec.tnt) return *spec.tnt * spec.tnt_energy;
  const substance::Substance* s = place_.library.find(*spec.substance);
  if (s == nullptr) {
    refuse(spec.origin, "substance", "no substance of this name" + place_.library.suggestion(*spec.substance));
    return 0;
  }
  if (!s->flammability || !s->flammability->heat_of_combustion) {
    refuse(spec.origin, "substance", fmt::format("{} has no heat of combustion: it does not burn", s->name));
    return 0;
  }
  strike.use.source.emplace_back("substance", s->id);
  if (spec.mass) return *spec.mass * *s->flammability->heat_of_combustion;
  const double density = fire::mixture_energy(*s);
  if (density <= 0)
    strike.warnings.push_back(
        {"mixture_unknown",
         fmt::format("{}: the stoichiometric mixture of {} is not known: 3.5 MJ/m3.", spec.name, s->name),
         spec.origin.key + ".volume_m3"});
  return *spec.volume * (density > 0 ? density : 3.5e6);
}

/// Overpressure by distance, and impulse where the law has one.
std::function<fire::Blast(double)> Striker::law_of(const ExplosionSpec& spec, double energy, Strike& strike) const {
  auto& source = strike.use.source;
  const double pressure = case_.weather ? plume::Atmosphere(*case_.weather).pressure(0) : substance::standard_pressure;
  if (!(energy > 0)) return [](double) { return fire::Blast{0, {}}; };
  if (spec.law == L::tnt || spec.law == L::report) {
    const double ground = spec.law == L::report ? 1.8 : 1.0;
    const double mass = spec.tnt ? *spec.tnt : ground * spec.yield * energy / spec.tnt_energy;
    source.emplace_back("tnt_kg", mass);
    if (spec.law == L::tnt)
      return [=](double r) { return fire::Blast{fire::tnt(mass, r, pressure), fire::tnt_impulse(mass, r, pressure)}; };
    source.emplace_back("death_radius_m", fire::report_death_radius(mass));
    return [=, heat = spec.tnt_energy](double r) {
      return fire::Blast{fire::report_overpressure(mass * heat, r, pressure), {}};
    };
  }
  if (spec.law == L::tno) {
    source.emplace_back("class", static_cast<double>(spec.strength));
    strike.warnings.push_back({"multi_energy_curves",
                               "The classes' curves are derived from those of Baker-Strehlow-Tang, not the published "
                               "ones: right to about 25 %.",
                               spec.origin.key + ".law"});
    return [=, strength = spec.strength](double r) {
      return fire::Blast{fire::multi_energy(energy, strength, r, pressure), {}};
    };
  }
  std::string id;
  if (strike.leak >= 0)
    id = leaks_[static_cast<size_t>(strike.leak)].substance->id;
  else if (const substance::Substance* s = spec.substance ? place_.library.find(*spec.substance) : nullptr)
    id = s->id;
  const double mach = spec.mach ? *spec.mach
                                : fire::flame_mach(spec.confinement.value_or(fire::Confinement::two_and_a_half_d),
                                                   spec.reactivity.value_or(fire::reactivity_of(id)),
                                                   spec.congestion.value_or(fire::Congestion::medium));
  source.emplace_back("flame_mach", mach);
  return [=](double r) { return fire::baker_strehlow_tang(energy, mach, r, pressure); };
}

Strike Striker::explosion(const ExplosionSpec& spec) {
  Strike strike;
  strike.name = spec.name, strike.kind = "explosion", strike.time = spec.time;
  strike.use.name = spec.name, strike.use.kind = strike.kind;
  Vec3 middle = Vec3::Zero();
  const size_t before = mistakes_.size();
  const double energy = energy_of(spec, strike, middle);
  if (mistakes_.size() > before) return strike;
  if (spec.at) middle = {spec.at->x(), spec.at->y(), spec.z ? *spec.z : ground_at(*spec.at)};
  strike.use.source.emplace_back("at_s", spec.time);
  strike.use.source.emplace_back("energy_MJ", energy / 1e6);
  strike.use.source.emplace_back("middle_x_m", middle.x());
  strike.use.source.emplace_back("middle_y_m", middle.y());
  strike.middle = middle;
  strike.law = law_of(spec, energy, strike);
  const results::HazardGrid& grid = place_.places.grid;
  strike.pressure.resize(grid.x.size()), strike.lethality.resize(grid.x.size());
  if (strike.leak >= 0)
    strike.lethality = burning_squares(place_.places, leaks_[static_cast<size_t>(strike.leak)], spec.time, 1);
  for (size_t s = 0; s < grid.x.size(); ++s) {
    const double p = strike.pressure_at({grid.x[s], grid.y[s], static_cast<double>(grid.z[s]) + burning_heights[1]});
    strike.pressure[s] = static_cast<float>(p);
    strike.lethality[s] = std::max(strike.lethality[s], static_cast<float>(blast_lethality(p, grid.indoors[s] != 0)));
  }
  for (const TargetSpec& target : case_.targets)
    if (!target.part) strike.target_pressure.emplace_back(target.name, strike.pressure_at(target.at));
  for (const double level : blast_levels) {
    results::HazardEndpoint endpoint{fmt::format("{:g} kPa", level / 1000), level / 1000, "kPa", {}, {}};
    const double r = energy > 0 ? fire::blast_distance(level, [&](double far) { return strike.law(far).overpressure; })
                                : std::nan("");
    if (!std::isnan(r)) endpoint.max_distance = r, endpoint.area = pi * r * r;
    add_floor(endpoint, grid, middle, [&](size_t s) { return static_cast<double>(strike.pressure[s]) >= level; });
    strike.use.endpoints.push_back(endpoint);
  }
  return strike;
}

}  // namespace

void light(Strike& strike, const HazardPlaces& places, const LeakCloud& leak) {
  strike.lethality = burning_squares(places, leak, strike.time, strike.share);
  results::HazardEndpoint endpoint = flammable_endpoint(strike, limit_of(strike, leak));
  add_floor(endpoint, places.grid, leak.source, [&](size_t s) { return strike.lethality[s] > 0; });
  if (!(endpoint.floor_area > 0) && strike.time >= leak.begins)
    strike.warnings.push_back(nothing_burns(strike, leak, "flash_fire.at_s"));
  strike.use.endpoints = {std::move(endpoint)};
}

double Strike::pressure_at(const Vec3& place, double nearer) const {
  return law ? law(std::max(0.1, (place - middle).norm() - nearer)).overpressure : 0;
}

double blast_lethality(double pressure, bool indoors) {
  if (pressure >= 30e3) return 1;
  return pressure >= 10e3 && indoors ? 0.025 : 0;
}

std::vector<Strike> strikes_of(const Case& the_case, const LeakPlace& place, std::span<const LeakCloud> leaks,
                               std::vector<Mistake>& mistakes) {
  std::vector<Strike> strikes;
  Striker striker(the_case, place, leaks, mistakes);
  for (const FlashFireSpec& spec : the_case.flash_fires) strikes.push_back(striker.flash_fire(spec));
  for (const ExplosionSpec& spec : the_case.explosions) strikes.push_back(striker.explosion(spec));
  std::stable_sort(strikes.begin(), strikes.end(), [](const Strike& a, const Strike& b) { return a.time < b.time; });
  return strikes;
}

void Struck::look(double time, std::span<const int32_t> square) {
  for (; next_ < strikes_.size() && strikes_[next_].time <= time + 1e-9; ++next_) {
    const Strike& strike = strikes_[next_];
    for (size_t p = 0; p < square.size(); ++p) {
      if (square[p] < 0 || strike.lethality.empty()) continue;
      const auto s = static_cast<size_t>(square[p]);
      const auto death = static_cast<double>(strike.lethality[s]);
      if (death > 0) lives_[p] *= 1 - death, ++in_[next_];
      for (size_t l = 0; l < blast_levels.size() && !strike.pressure.empty(); ++l)
        if (static_cast<double>(strike.pressure[s]) >= blast_levels[l]) ++above_[next_][l];
    }
  }
}

double Struck::lives_at(size_t square, double from, double to) const {
  double lives = 1;
  for (const Strike& strike : strikes_)
    if (strike.time >= from - 1e-9 && strike.time <= to + 1e-9 && !strike.lethality.empty())
      lives *= 1 - static_cast<double>(strike.lethality[square]);
  return lives;
}

void Struck::count(results::Exposure& answer) const {
  for (size_t i = 0; i < strikes_.size(); ++i) {
    const bool blast = strikes_[i].kind == "explosion";
    answer.criteria.push_back({fmt::format("{} ({})", strikes_[i].name, blast ? "explosion" : "flash fire"), in_[i]});
    for (size_t l = 0; l < blast_levels.size() && blast; ++l)
      answer.criteria.push_back({fmt::format("{} {:g} kPa", strikes_[i].name, blast_levels[l] / 1000), above_[i][l]});
  }
}

}  // namespace muster::sim
