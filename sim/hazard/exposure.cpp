#include "sim/hazard/exposure.h"

#include "base/distribution.h"
#include "base/parallel.h"
#include "base/random.h"
#include "models/exposure/heat.h"
#include "models/exposure/smoke.h"
#include "models/substance/toxic.h"
#include "sim/hazard/aegl_times.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr size_t grain = 1024;  ///< people or squares at once
constexpr double never = std::numeric_limits<double>::infinity();
/// Of the least AEGL, from which on time in a gas counts: a trace after a cloud must not make its mean harmless.
constexpr double counts_from = 0.1;

/// [ppm] at which a place can no longer be used: where the ability to escape is impaired, or the gas burns.
std::pair<double, std::string> untenable_level(const substance::Substance& s) {
  std::pair<double, std::string> level{never, ""};
  const auto offer = [&](std::optional<double> fraction, const char* name) {
    if (fraction && ppm(*fraction) < level.first) level = {ppm(*fraction), name};
  };
  if (s.toxic.aegl) offer(substance::aegl_at(*s.toxic.aegl, 2, shortest_aegl), "AEGL-2 (10 min)");
  if (level.second.empty()) offer(s.toxic.erpg[1], "ERPG-2");
  if (level.second.empty()) offer(s.toxic.idlh, "IDLH");
  if (s.flammability && s.flammability->lower > 0) offer(s.flammability->lower, "LFL");
  if (!level.second.empty()) level.second += fmt::format(" ({})", s.name);
  return level;
}

/// [ppm] of any level, for 8 hours; 0: none.
double least_aegl(const substance::Substance& s) {
  for (int level = 1; level <= 3 && s.toxic.aegl; ++level)
    if (const auto fraction = substance::aegl_at(*s.toxic.aegl, level, longest_aegl)) return ppm(*fraction);
  return 0;
}

/// [W/m2] that people bear for minutes at most: limit of tenability of ISO 13571 and the SFPE Handbook.
constexpr double untenable_flux = 2500;
/// [W/m2] that does no harm however long (1.58 kW/m2 in API 521): its dose is not counted.
constexpr double harmless_flux = 1600;

/// [m] of visibility, [K] of air and dose of gases at which a place can no longer be used: limits of tenability of the
/// SFPE Handbook and ISO 13571 (large rooms; 0.3 leaves room for those who bear less).
constexpr double least_visibility = 10, untenable_air = 333.15, untenable_fed = 0.3;  // of FED and FEC
/// What people notice: smoke through which they see for 30 m, irritants at a tenth of what impairs the escape of some
/// (assumptions); gases at AEGL-1, "notable discomfort, irritation": what has none (carbon monoxide) they do not
/// notice.
constexpr double seen_around = 0.1, irritating = 0.03;
constexpr double minutes_of_danger = 5;

/// What fires give to air that is computed, in one square.
struct FireGases {
  double dioxide, cyanide, oxygen;  ///< volume fractions, share of the air's
  double temperature;               ///< [K] NaN: nobody says
};

FireGases of_fires(const results::HazardFrame& frame, size_t square) {
  return {static_cast<double>(frame.dioxide[square]), static_cast<double>(frame.cyanide[square]),
          static_cast<double>(frame.oxygen[square]), static_cast<double>(frame.air_temperature[square])};
}

FireGases mixed(const FireGases& a, const FireGases& b, double share) {
  const auto mean = [share](double x, double y) { return (1 - share) * x + share * y; };
  return {mean(a.dioxide, b.dioxide), mean(a.cyanide, b.cyanide), mean(a.oxygen, b.oxygen),
          mean(a.temperature, b.temperature)};
}

void add_fire_gases(Air& air, const FireGases& gases) {
  air.gas.co2 += gases.dioxide, air.gas.hcn += gases.cyanide, air.gas.o2 *= gases.oxygen;
  if (std::isfinite(gases.temperature)) air.temperature = std::max(air.temperature.value_or(0), gases.temperature);
}

}  // namespace

Exposure::Exposure(const Hazards& hazards, const scene::Floors& floors, size_t people,
                   const ReactionSettings& reactions, uint64_t seed)
    : settings_(reactions),
      air_(&hazards.air()),
      floors_(&floors),
      grid_(hazards.grid()),
      doses_(0, {}),
      square_(people, -1),
      zone_(people, -1),
      extinction_(people, 0),
      notices_(people, 0),
      falls_at_(people, never),
      heat_(hazards.fires(), floors),
      flux_(people, std::numeric_limits<float>::quiet_NaN()),
      struck_(hazards.strikes(), people) {
  add_gases(hazards);
  add_air(hazards.air(), hazards.smokes());
  std::vector<exposure::Rule> rules;
  for (size_t h = 0; h < harms_.size(); ++h)
    if (harms_[h].kind == Kind::gas)
      rules.push_back({infos_[h].exponent, counts_from * least_aegl(*harms_[h].substance), 0});
    else
      rules.push_back({infos_[h].exponent, harms_[h].kind == Kind::heat ? harmless_flux : 0,
                       harms_[h].kind == Kind::heat ? harmless_flux : 0});
  doses_ = exposure::Doses(people, rules);
  for (const Harm& harm : harms_) {
    windows_.emplace_back();
    if (harm.kind == Kind::gas && harm.substance->toxic.aegl)
      windows_.back().emplace(people, std::vector<double>(aegl_windows.begin(), aegl_windows.end()));
  }
  used_.assign(grid_.x.size(), std::numeric_limits<double>::quiet_NaN());
  ends_.assign(grid_.x.size(), never);
  ends_by_.assign(grid_.x.size(), -1);
  stayed_.assign(grid_.x.size(), 0);
  seen_at_.assign(grid_.x.size(), 0);
  felt_.resize(grid_.x.size() * harms_.size());
  extinction_of_.assign(grid_.x.size(), 0);
  noticed_in_.assign(grid_.x.size(), 0);
  zone_of_.assign(grid_.x.size(), -1);
  for (size_t c = grid_.square_of.size(); c-- > 0;)
    if (grid_.square_of[c] >= 0)
      zone_of_[static_cast<size_t>(grid_.square_of[c])] = air_->zone(static_cast<scene::CellId>(c));
  if (!grid_.fires.empty()) find_neighbours();
  if (settings_.falls == ReactionSettings::Falls::drawn) {
    const Distribution normal = Distribution::normal(0, 1);
    for (size_t p = 0; p < people; ++p)
      bears_.push_back(static_cast<float>(normal.quantile(random_uniform(seed, p, 1, Draw::prepare))));
  }
  const double least = bears_.empty() ? 0 : static_cast<double>(*std::min_element(bears_.begin(), bears_.end()));
  for (const Harm& harm : harms_) first_falls_.push_back(std::exp(harm.falls_at + harm.spread * least));
}

/// Every substance that leaks, and the radiation of fires.
void Exposure::add_gases(const Hazards& hazards) {
  const double minutes = std::log(60.0);
  for (size_t h = 0; h < grid_.hazards.size(); ++h) {
    const substance::Substance& s = hazards.substance(h);
    const auto same =
        std::find_if(harms_.begin(), harms_.end(), [&](const Harm& harm) { return harm.substance == &s; });
    if (same != harms_.end()) {
      same->hazards.push_back(h);
      continue;
    }
    const auto [untenable, by] = untenable_level(s);
    MUSTER_CHECK(harms_.size() < most_gases, "{} substances leak", harms_.size() + 1);
    Harm harm{Kind::gas, &s, {h}, substance::probit_of(s.toxic), untenable, by, counted_as(s.id)};
    const double n = harm.probit != nullptr ? harm.probit->n : 1;
    if (harm.probit != nullptr) {
      harm.falls_at = (5 - harm.probit->a) / harm.probit->b + minutes -
                      n * std::log(substance::in_unit_of(*harm.probit, 1e-6, s.molar_mass));
      harm.spread = 1 / harm.probit->b;
    }
    if (s.toxic.aegl)
      if (const auto level = substance::aegl_at(*s.toxic.aegl, 1, shortest_aegl)) harm.smelt_from = ppm(*level);
    harms_.push_back(std::move(harm));
    infos_.push_back({s.name, "ppm", fmt::format("ppm^{:g} min", n), n});
  }
  if (grid_.fires.empty()) return;
  Harm harm{Kind::heat, nullptr, std::vector<size_t>(grid_.fires.size()), nullptr, untenable_flux, "2.5 kW/m2"};
  std::iota(harm.hazards.begin(), harm.hazards.end(), size_t{0});
  const exposure::ThermalProbit& probit = exposure::thermal_probits().front();
  harm.falls_at = (5 - probit.a) / probit.b;
  harm.spread = 1 / probit.b;
  harms_.push_back(std::move(harm));
  infos_.push_back({"heat", "W/m2", "(kW/m2)^(4/3) s", 4.0 / 3});
}

/// Everything breathed together, and what prescribed air adds.
void Exposure::add_air(const PrescribedAir& air, bool smoke) {
  if (air.empty() && grid_.hazards.empty() && !smoke) return;
  const double minutes = std::log(60.0);
  const bool purser = settings_.fed == ReactionSettings::Fed::purser;
  Harm fed{Kind::fed, nullptr, {}, nullptr, untenable_fed, "FED 0.3 of who stays, or FEC 0.3"};
  fed.falls_at = minutes, fed.spread = 1;
  harms_.push_back(std::move(fed));
  infos_.push_back({purser ? "FED (Purser)" : "FED (ISO 13571)", "1/min", "1", 1});
  if (air.empty() && !smoke) return;
  harms_.push_back({Kind::smoke,
                    nullptr,
                    {},
                    nullptr,
                    exposure::reflecting_sign / least_visibility,
                    fmt::format("visibility {:g} m", least_visibility)});
  infos_.push_back({"smoke", "1/m", "min/m", 1});
  if (!air.any_temperature() && !grid_.fire_gases) return;
  Harm hot{Kind::hot_air, nullptr, {}, nullptr, 60 * exposure::heat_fed_rate(untenable_air, 0), "60 C"};
  hot.falls_at = minutes, hot.spread = 1;
  harms_.push_back(std::move(hot));
  infos_.push_back({"hot air (FED)", "1/min", "1", 1});
}

/// [1/min]
double Exposure::fed_rate(const exposure::FireGas& gas) const {
  return 60 * (settings_.fed == ReactionSettings::Fed::purser ? exposure::purser_rates(gas, settings_.effort).total()
                                                              : exposure::iso_rate(gas));
}

/// Of a harm where this is the air and the radiation; `ppm` of each harm that is a gas.
double Exposure::value(const Harm& harm, const Air& air, std::span<const double> ppm, double flux) const {
  switch (harm.kind) {
    case Kind::gas:
      return ppm[static_cast<size_t>(&harm - harms_.data())];
    case Kind::heat:
      return flux;
    case Kind::smoke:
      return air.extinction;
    case Kind::fed:
      return fed_rate(air.gas);
    case Kind::hot_air:
      return air.temperature ? 60 * exposure::heat_fed_rate(*air.temperature, 0) : 0;
  }
  return 0;
}

/// [ppm] of all leaks of that substance; [W/m2] of all fires on who faces most of it; others' values of the air there.
float Exposure::at(const results::HazardFrame& frame, const Harm& harm, size_t square) const {
  if (harm.kind != Kind::gas && harm.kind != Kind::heat)
    return static_cast<float>(value(harm, air_at(frame, square), {}, 0));
  if (harm.kind == Kind::heat && !frame.radiation.empty()) return frame.radiation[square];
  const std::vector<float>& values = harm.kind == Kind::gas ? frame.concentration : frame.flux;
  float sum = 0;
  for (const size_t h : harm.hazards) sum += values[h * grid_.x.size() + square];
  return harm.kind == Kind::gas ? 1e6F * sum : sum;
}

Air Exposure::air_at(const results::HazardFrame& frame, size_t square) const {
  Air air;
  if (zone_of_[square] >= 0) air = air_->at(static_cast<size_t>(zone_of_[square]), frame.time);
  if (!frame.extinction.empty()) {
    air.extinction += static_cast<double>(frame.extinction[square]);
    add_gas(air, counted_as("carbon_monoxide"), static_cast<double>(frame.monoxide[square]));
  }
  if (!frame.oxygen.empty()) add_fire_gases(air, of_fires(frame, square));
  for (const Harm& harm : harms_)
    if (harm.kind == Kind::gas) add_gas(air, harm.counted, 1e-6 * static_cast<double>(at(frame, harm, square)));
  return air;
}

void Exposure::sampled(const results::HazardFrame& frame) {
  const bool first = frames_++ == 0;
  before_ = std::move(after_);
  after_ = frame;
  if (first) before_ = after_;
  mark_heat();
  if (!arrivals_.empty() && !first)
    parallel_for(ends_.size(), grain, [&](size_t begin, size_t end) {
      for (size_t s = begin; s < end; ++s) stay(s, before_.time, after_.time);
    });
  parallel_for(ends_.size(), grain, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s)
      for (size_t h = 0; h < harms_.size(); ++h) {
        double limit = harms_[h].untenable, low = at(before_, harms_[h], s), high = at(after_, harms_[h], s);
        if (harms_[h].kind == Kind::fed) {
          // The dose of who has stayed here, instead of its rate.
          const double more = (low + high) / 2 * (after_.time - before_.time) / 60;
          low = stayed_[s], high = stayed_[s] += more;
          low = std::max(low, exposure::irritant_fraction(air_at(before_, s).gas));
          high = std::max(high, exposure::irritant_fraction(air_at(after_, s).gas));
        }
        if (std::max(low, high) < limit) continue;
        const double share = low >= limit ? 0 : (limit - low) / (high - low);
        const double time = before_.time + share * (after_.time - before_.time);
        if (time < ends_[s]) ends_[s] = time, ends_by_[s] = static_cast<int32_t>(h);
      }
  });
}

Exposure::Around Exposure::around(size_t square, double share, const Air& prescribed) const {
  Around here{prescribed, {}, 0};
  if (!after_.extinction.empty()) {
    const auto between = [&](const std::vector<float>& a, const std::vector<float>& b) {
      return (1 - share) * static_cast<double>(a[square]) + share * static_cast<double>(b[square]);
    };
    here.air.extinction += between(before_.extinction, after_.extinction);
    add_gas(here.air, counted_as("carbon_monoxide"), between(before_.monoxide, after_.monoxide));
    if (!after_.oxygen.empty())
      add_fire_gases(here.air, mixed(of_fires(before_, square), of_fires(after_, square), share));
  }
  for (size_t h = 0; h < harms_.size(); ++h) {
    const Harm& harm = harms_[h];
    if (harm.kind != Kind::gas && harm.kind != Kind::heat) continue;
    const double value = (1 - share) * static_cast<double>(at(before_, harm, square)) +
                         share * static_cast<double>(at(after_, harm, square));
    if (harm.kind == Kind::heat) {
      here.flux = value;
    } else {
      here.ppm[h] = value;
      add_gas(here.air, harm.counted, 1e-6 * value);
    }
  }
  return here;
}

/// Radiation apart.
bool Exposure::notices_air(const Around& here) const {
  if (here.air.extinction >= seen_around || exposure::irritant_fraction(here.air.gas) >= irritating ||
      here.air.temperature.value_or(0) >= untenable_air)
    return true;
  for (size_t h = 0; h < harms_.size(); ++h)
    if (here.ppm[h] >= harms_[h].smelt_from) return true;
  return false;
}

void Exposure::feel(const Around& here, std::span<Felt> felt) const {
  for (size_t h = 0; h < harms_.size(); ++h) {
    felt[h].value = value(harms_[h], here.air, here.ppm, here.flux);
    felt[h].rate = doses_.rate(h, felt[h].value);
  }
}

/// What squares with people on them do to these, once for all of them: `share` of the way between the last two samples.
void Exposure::look_round(double share, std::span<const Air> zones) {
  ++looks_;
  inhabited_.clear();
  for (const int32_t square : square_) {
    if (square < 0 || seen_at_[static_cast<size_t>(square)] == looks_) continue;
    seen_at_[static_cast<size_t>(square)] = looks_;
    inhabited_.push_back(static_cast<size_t>(square));
  }
  parallel_for(inhabited_.size(), 128, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const size_t s = inhabited_[i];
      const Around here = around(s, share, zone_of_[s] >= 0 ? zones[static_cast<size_t>(zone_of_[s])] : Air{});
      feel(here, std::span(felt_).subspan(s * harms_.size(), harms_.size()));
      extinction_of_[s] = static_cast<float>(here.air.extinction);
      noticed_in_[s] = notices_air(here) ? 1 : 0;
    }
  });
}

/// What one person meets, `dt` [s] after the last look.
void Exposure::meet(size_t p, double share, double dt, std::span<const Air> zones) {
  const auto s = static_cast<size_t>(square_[p]);
  if (zone_[p] != zone_of_[s] || protects(p)) return meet_alone(p, share, dt, zones);
  extinction_[p] = extinction_of_[s];
  add_up(p, std::span<const Felt>(felt_).subspan(s * harms_.size(), harms_.size()), noticed_in_[s], dt);
}

/// What a filter lets through: neither does it hold back carbon dioxide nor give oxygen.
Exposure::Around Exposure::breathed(const Around& here, double factor) const {
  using G = exposure::FireGas;
  Around inside = here;
  for (double G::*gas :
       {&G::co, &G::hcn, &G::no, &G::no2, &G::hcl, &G::hbr, &G::hf, &G::so2, &G::acrolein, &G::formaldehyde})
    inside.air.gas.*gas /= factor;
  for (size_t h = 0; h < harms_.size(); ++h) inside.ppm[h] /= factor;
  return inside;
}

/// The same where prescribed air ends within a square, and of who breathes through something: what is around him makes
/// his peaks, what he breathes his loads.
void Exposure::meet_alone(size_t p, double share, double dt, std::span<const Air> zones) {
  std::array<Felt, most_gases + 4> felt;
  const Around here =
      around(static_cast<size_t>(square_[p]), share, zone_[p] >= 0 ? zones[static_cast<size_t>(zone_[p])] : Air{});
  feel(here, felt);
  extinction_[p] = static_cast<float>(here.air.extinction);
  if (!protects(p)) return add_up(p, felt, notices_air(here) ? 1 : 0, dt);
  const Around inside = breathed(here, static_cast<double>(factors_[p]));
  std::array<Felt, most_gases + 4> own;
  feel(inside, own);
  for (size_t h = 0; h < harms_.size(); ++h)
    if (harms_[h].kind == Kind::gas || harms_[h].kind == Kind::fed) felt[h].rate = own[h].rate;
  add_up(p, felt, notices_air(inside) ? 1 : 0, dt);
}

void Exposure::add_up(size_t p, std::span<const Felt> felt, char notices, double dt) {
  for (size_t h = 0; h < harms_.size(); ++h) {
    Felt one = felt[h];
    if (harms_[h].kind == Kind::heat) {
      if (!std::isnan(flux_[p])) one.value = static_cast<double>(flux_[p]), one.rate = doses_.rate(h, one.value);
      if (one.value >= harmless_flux) notices = 1;
    }
    doses_.meet(p, h, one.value, one.rate, dt);
  }
  notices_[p] = notices;
}

Exposure::Danger Exposure::danger(size_t square, double time) const {
  const int32_t zone = zone_of_[square];
  const Around here = around(square, share_of(time), zone >= 0 ? air_->at(static_cast<size_t>(zone), time) : Air{});
  Danger danger{static_cast<float>(exposure::irritant_fraction(here.air.gas) / untenable_fed), 0};
  for (const Harm& harm : harms_) {
    const double limit = harm.kind == Kind::fed ? untenable_fed / minutes_of_danger : harm.untenable;
    const auto part = static_cast<float>(value(harm, here.air, here.ppm, here.flux) / limit);
    danger.all = std::max(danger.all, part);
    if (harm.kind == Kind::smoke || harm.kind == Kind::heat) danger.seen = std::max(danger.seen, part);
  }
  return danger;
}

double Exposure::extinction_in(size_t square, double time) const {
  const int32_t zone = zone_of_[square];
  return around(square, share_of(time), zone >= 0 ? air_->at(static_cast<size_t>(zone), time) : Air{}).air.extinction;
}

double Exposure::ended(scene::CellId cell) const {
  const int32_t square = grid_.square_of[static_cast<size_t>(cell)];
  return square >= 0 ? ends_[static_cast<size_t>(square)] : never;
}

double Exposure::share_of(double time) const {
  const double between = after_.time - before_.time;
  return between > 0 ? std::clamp((time - before_.time) / between, 0.0, 1.0) : 1;
}

/// [s] when somebody falls if the air stays as it is; infinite: not before the next look.
double Exposure::fall_of(size_t p, double time) const {
  double when = never;
  if (settings_.falls == ReactionSettings::Falls::never) return when;
  const double bearing = bears_.empty() ? 0 : static_cast<double>(bears_[p]);
  // Of those whom a strike kills with some probability fall the ones who bear least.
  if (const double dies = 1 - struck_.lives(p); dies > 0 && dies >= 0.5 * std::erfc(-bearing / std::numbers::sqrt2))
    return time;
  for (size_t h = 0; h < harms_.size(); ++h) {
    const exposure::Dose& dose = doses_.of(p, h);
    if (!std::isfinite(harms_[h].falls_at) || !(dose.load > 0 || dose.rate > 0)) continue;
    if (dose.load + 1.001 * every * dose.rate < first_falls_[h]) continue;  // nobody falls before the next look
    const double left = std::exp(harms_[h].falls_at + harms_[h].spread * bearing) - dose.load;
    if (left <= 0) return time;
    if (dose.rate > 0) when = std::min(when, time + left / dose.rate);
  }
  return when;
}

void Exposure::find_neighbours() {
  for (size_t c = 0; c < grid_.square_of.size(); ++c)
    for (const scene::CellId n : floors_->neighbour[c]) {
      const int32_t a = grid_.square_of[c], b = n == scene::no_cell ? -1 : grid_.square_of[static_cast<size_t>(n)];
      if (a >= 0 && b > a) beside_.emplace_back(a, b);
    }
  std::sort(beside_.begin(), beside_.end());
  beside_.erase(std::unique(beside_.begin(), beside_.end()), beside_.end());
}

/// Where what people meet depends on which side of a shadow's edge they stand.
void Exposure::mark_heat() {
  if (grid_.fires.empty()) return;
  const auto heat = std::find_if(harms_.begin(), harms_.end(), [](const Harm& h) { return h.kind == Kind::heat; });
  std::vector<char> own(grid_.x.size());
  parallel_for(own.size(), grain, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s)
      own[s] = static_cast<double>(std::max(at(before_, *heat, s), at(after_, *heat, s))) >= harmless_flux ? 1 : 0;
  });
  hot_ = own;
  for (const auto& [a, b] : beside_) {
    hot_[static_cast<size_t>(a)] |= own[static_cast<size_t>(b)];
    hot_[static_cast<size_t>(b)] |= own[static_cast<size_t>(a)];
  }
}

/// The radiation at the cells of those who stand where there is some: walls throw shadows finer than squares.
void Exposure::feel_heat(double time, std::span<const scene::CellId> cells) {
  if (grid_.fires.empty()) return;
  std::vector<size_t> who;
  std::vector<scene::CellId> where;
  for (size_t p = 0; p < cells.size(); ++p) {
    flux_[p] = std::numeric_limits<float>::quiet_NaN();
    if (cells[p] < 0 || square_[p] < 0 || hot_[static_cast<size_t>(square_[p])] == 0) continue;
    who.push_back(p);
    where.push_back(cells[p]);
  }
  std::vector<float> values(where.size());
  heat_.flux(time, where, values);
  for (size_t i = 0; i < who.size(); ++i) flux_[who[i]] = values[i];
}

/// At whole times, so that loads do not depend on when people are looked at.
void Exposure::record_loads(double time) {
  const double record_every = aegl_windows.front() / exposure::SlidingLoads::pieces;
  for (; static_cast<double>(recorded_) * record_every <= time + 1e-9; ++recorded_)
    for (size_t h = 0; h < harms_.size(); ++h)
      if (windows_[h]) windows_[h]->record(recorded_, [&](size_t p) { return doses_.of(p, h).load; });
}

void Exposure::look(double time, std::span<const scene::CellId> cells) {
  const double dt = std::isnan(looked_) ? 0 : time - looked_, share = share_of(time);
  std::vector<Air> zones;
  for (size_t z = 0; z < air_->zones(); ++z) zones.push_back(air_->at(z, time));
  parallel_for(cells.size(), grain, [&](size_t begin, size_t end) {
    for (size_t p = begin; p < end; ++p) {
      if (cells[p] >= 0 && grid_.square_of[static_cast<size_t>(cells[p])] >= 0) {
        square_[p] = grid_.square_of[static_cast<size_t>(cells[p])];
        zone_[p] = air_->zone(cells[p]);
      } else if (cells[p] == scene::no_cell) {
        square_[p] = -1;
      }
    }
  });
  feel_heat(time, cells);
  struck_.look(time, square_);
  look_round(share, zones);
  parallel_for(cells.size(), grain, [&](size_t begin, size_t end) {
    for (size_t p = begin; p < end; ++p) {
      falls_at_[p] = never;
      if (square_[p] < 0) {
        extinction_[p] = 0;
        notices_[p] = 0;
        doses_.leave(p);
        continue;
      }
      meet(p, share, dt, zones);
      falls_at_[p] = fall_of(p, time);
    }
  });
  falls_.clear();
  for (size_t p = 0; p < cells.size(); ++p) {
    if (cells[p] >= 0 && square_[p] >= 0) used_[static_cast<size_t>(square_[p])] = time;
    if (falls_at_[p] <= time + every) falls_.emplace_back(static_cast<uint32_t>(p), falls_at_[p]);
  }
  record_loads(time);
  looked_ = time;
}

}  // namespace muster::sim
