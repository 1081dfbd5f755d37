#include "sim/hazard/exposure.h"

#include "base/parallel.h"
#include "models/exposure/heat.h"
#include "models/substance/toxic.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr size_t grain = 1024;  ///< people or squares at once
constexpr double never = std::numeric_limits<double>::infinity();
/// [s] AEGLs begin at 10 minutes: shorter exposures are compared with those, which is on the safe side.
constexpr double shortest_aegl = 600;
/// [s] ... and end at 8 hours.
constexpr double longest_aegl = 8 * 3600;
/// Of the least AEGL, from which on time in a gas counts: a trace after a cloud must not make its mean harmless.
constexpr double counts_from = 0.1;

double ppm(double fraction) { return 1e6 * fraction; }

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
/// Thermal dose units, (kW/m2)^(4/3) s, of second-degree burns (240 to 350 in the literature) and the dangerous dose
/// of the UK HSE, which kills about 1 % of people.
constexpr double burns = 290, dangerous = 1000;

}  // namespace

Exposure::Exposure(const Hazards& hazards, const scene::Floors& floors, size_t people)
    : floors_(&floors), grid_(hazards.grid()), doses_(0, {}), square_(people, -1) {
  for (size_t h = 0; h < grid_.hazards.size(); ++h) {
    const substance::Substance& s = hazards.substance(h);
    const auto same =
        std::find_if(harms_.begin(), harms_.end(), [&](const Harm& harm) { return harm.substance == &s; });
    if (same != harms_.end()) {
      same->hazards.push_back(h);
      continue;
    }
    const auto [untenable, by] = untenable_level(s);
    harms_.push_back({&s, {h}, substance::probit_of(s.toxic), untenable, by});
    const double n = harms_.back().probit != nullptr ? harms_.back().probit->n : 1;
    infos_.push_back({s.name, "ppm", fmt::format("ppm^{:g} min", n), n});
  }
  if (!grid_.fires.empty()) {
    harms_.push_back({nullptr, std::vector<size_t>(grid_.fires.size()), nullptr, untenable_flux, "2.5 kW/m2"});
    std::iota(harms_.back().hazards.begin(), harms_.back().hazards.end(), size_t{0});
    infos_.push_back({"heat", "W/m2", "(kW/m2)^(4/3) s", 4.0 / 3});
  }
  std::vector<exposure::Rule> rules;
  for (size_t h = 0; h < harms_.size(); ++h)
    if (harms_[h].substance != nullptr)
      rules.push_back({infos_[h].exponent, counts_from * least_aegl(*harms_[h].substance), 0});
    else
      rules.push_back({infos_[h].exponent, harmless_flux, harmless_flux});
  doses_ = exposure::Doses(people, rules);
  used_.assign(grid_.x.size(), std::numeric_limits<double>::quiet_NaN());
  ends_.assign(grid_.x.size(), never);
  ends_by_.assign(grid_.x.size(), -1);
}

/// [ppm] of all leaks of that substance; [W/m2] of all fires, as if each were faced.
float Exposure::at(const results::HazardFrame& frame, const Harm& harm, size_t square) const {
  const std::vector<float>& values = harm.substance != nullptr ? frame.concentration : frame.flux;
  float sum = 0;
  for (const size_t h : harm.hazards) sum += values[h * grid_.x.size() + square];
  return harm.substance != nullptr ? 1e6F * sum : sum;
}

void Exposure::sampled(const results::HazardFrame& frame) {
  before_ = std::move(after_);
  after_ = frame;
  if (before_.concentration.empty() && before_.flux.empty()) before_ = after_;
  parallel_for(ends_.size(), grain, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s)
      for (size_t h = 0; h < harms_.size(); ++h) {
        const double limit = harms_[h].untenable, low = at(before_, harms_[h], s), high = at(after_, harms_[h], s);
        if (std::max(low, high) < limit) continue;
        const double share = low >= limit ? 0 : (limit - low) / (high - low);
        const double time = before_.time + share * (after_.time - before_.time);
        if (time < ends_[s]) ends_[s] = time, ends_by_[s] = static_cast<int32_t>(h);
      }
  });
}

void Exposure::look(double time, std::span<const scene::CellId> cells) {
  const double dt = std::isnan(looked_) ? 0 : time - looked_, between = after_.time - before_.time;
  const double share = between > 0 ? std::clamp((time - before_.time) / between, 0.0, 1.0) : 1;
  parallel_for(cells.size(), grain, [&](size_t begin, size_t end) {
    for (size_t p = begin; p < end; ++p) {
      if (cells[p] >= 0 && grid_.square_of[static_cast<size_t>(cells[p])] >= 0)
        square_[p] = grid_.square_of[static_cast<size_t>(cells[p])];
      else if (cells[p] == scene::no_cell)
        square_[p] = -1;
      if (square_[p] < 0) {
        doses_.leave(p);
        continue;
      }
      const auto s = static_cast<size_t>(square_[p]);
      for (size_t h = 0; h < harms_.size(); ++h)
        doses_.meet(p, h, (1 - share) * at(before_, harms_[h], s) + share * at(after_, harms_[h], s), dt);
    }
  });
  for (size_t p = 0; p < cells.size(); ++p)
    if (cells[p] >= 0 && square_[p] >= 0) used_[static_cast<size_t>(square_[p])] = time;
  looked_ = time;
}

results::PeopleDoses Exposure::doses() const {
  results::PeopleDoses table;
  for (size_t p = 0; p < doses_.people(); ++p)
    for (size_t h = 0; h < harms_.size(); ++h) {
      const exposure::Dose& dose = doses_.of(p, h);
      table.peak.push_back(dose.peak);
      table.load.push_back(dose.load / (harms_[h].substance != nullptr ? 60 : exposure::thermal_dose_unit));
      table.seconds.push_back(static_cast<float>(dose.seconds));
    }
  return table;
}

/// The probability that the load of one harm kills.
double Exposure::death(size_t person, size_t harm) const {
  const double load = doses_.of(person, harm).load;
  const Harm& one = harms_[harm];
  if (one.substance == nullptr) return exposure::probability(exposure::thermal_probits().front(), load);
  if (one.probit == nullptr) return 0;
  const double unit = substance::in_unit_of(*one.probit, 1e-6, one.substance->molar_mass);
  return substance::death_probability(*one.probit, std::pow(unit, one.probit->n) * load / 60);
}

/// Whether a person met at least AEGL-`level` of as long as he was in the gas, by the constant concentration of the
/// same load; empty: the substance has none.
std::optional<bool> Exposure::beyond_aegl(size_t person, size_t harm, int level) const {
  const auto& aegl = harms_[harm].substance->toxic.aegl;
  if (!aegl) return std::nullopt;
  const exposure::Dose& dose = doses_.of(person, harm);
  const auto limit = substance::aegl_at(*aegl, level, std::clamp(dose.seconds, shortest_aegl, longest_aegl));
  if (!limit) return std::nullopt;
  return dose.equivalent(doses_.exponent(harm)) >= ppm(*limit) * (1 - 1e-9);
}

void Exposure::count(results::Exposure& answer, const std::string& name,
                     const std::function<bool(size_t)>& above) const {
  int64_t people = 0;
  for (size_t p = 0; p < square_.size(); ++p) people += above(p) ? 1 : 0;
  answer.criteria.push_back({name, people});
}

void Exposure::count_gas(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const {
  const substance::Substance& s = *harms_[harm].substance;
  const auto named = [&](const std::string& criterion) { return fmt::format("{} ({})", criterion, s.name); };
  const auto peak_above = [&](double fraction) {
    return [this, harm, fraction](size_t p) { return doses_.of(p, harm).peak >= static_cast<float>(ppm(fraction)); };
  };
  for (int level = 1; level <= 3 && s.toxic.aegl; ++level)
    if (substance::aegl_at(*s.toxic.aegl, level, shortest_aegl))
      count(answer, named(fmt::format("AEGL-{}", level)),
            [&](size_t p) { return beyond_aegl(p, harm, level).value_or(false); });
  if (s.toxic.idlh) count(answer, named("IDLH"), peak_above(*s.toxic.idlh));
  if (s.flammability && s.flammability->lower > 0) count(answer, named("LFL"), peak_above(s.flammability->lower));
  for (size_t p = 0; p < hurt.size(); ++p)
    if (const auto beyond = beyond_aegl(p, harm, 2); beyond ? *beyond : s.toxic.idlh && peak_above(*s.toxic.idlh)(p))
      hurt[p] = 1;
}

void Exposure::count_heat(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const {
  for (const double kilowatts : {1.6, 4.0, 12.5, 37.5})
    count(answer, fmt::format("{:g} kW/m2", kilowatts),
          [&](size_t p) { return doses_.of(p, harm).peak >= static_cast<float>(1000 * kilowatts); });
  const auto dose_above = [&](double units) {
    return [this, harm, units](size_t p) { return doses_.of(p, harm).load >= units * exposure::thermal_dose_unit; };
  };
  count(answer, fmt::format("{:g} TDU (second-degree burns)", burns), dose_above(burns));
  count(answer, fmt::format("{:g} TDU (dangerous dose)", dangerous), dose_above(dangerous));
  for (size_t p = 0; p < hurt.size(); ++p)
    if (dose_above(burns)(p)) hurt[p] = 1;
}

void Exposure::count_all(results::Exposure& answer) const {
  std::vector<char> hurt(square_.size(), 0);
  bool lethal = false, harmful = false;
  for (size_t h = 0; h < harms_.size(); ++h) {
    const substance::Substance* s = harms_[h].substance;
    if (s != nullptr)
      count_gas(answer, h, hurt);
    else
      count_heat(answer, h, hurt);
    lethal = lethal || s == nullptr || harms_[h].probit != nullptr;
    harmful = harmful || s == nullptr || s->toxic.aegl || s->toxic.idlh;
  }
  double deaths = 0, injuries = 0;
  for (size_t p = 0; p < square_.size(); ++p) {
    double lives = 1;  // harms act independently
    for (size_t h = 0; h < harms_.size(); ++h) lives *= 1 - death(p, h);
    deaths += 1 - lives;
    if (hurt[p] != 0) injuries += lives;
  }
  if (lethal) answer.expected_fatalities = deaths;
  if (harmful) answer.expected_injuries = injuries;
}

void Exposure::tell_zones(results::Exposure& answer) const {
  std::map<std::pair<int32_t, int16_t>, results::ZoneTimes> zones;  // by space and, where there is none, storey
  std::vector<char> occupied(used_.size(), 0);
  for (const int32_t s : square_)
    if (s >= 0) occupied[static_cast<size_t>(s)] = 1;
  for (size_t s = 0; s < used_.size(); ++s) {
    if (std::isnan(used_[s])) continue;
    const int32_t space = grid_.space[s];
    const int16_t storey = grid_.storey[s];
    results::ZoneTimes& zone = zones[{space, space >= 0 ? int16_t{-1} : storey}];
    zone.name = space >= 0 ? floors_->spaces[static_cast<size_t>(space)].name : "outside of rooms";
    zone.storey = storey >= 0 ? floors_->storeys[static_cast<size_t>(storey)].name : "";
    zone.rset = std::max(zone.rset, used_[s]);
    if (used_[s] == looked_ && occupied[s] != 0) zone.left = false;
    if (ends_[s] >= zone.aset.value_or(never)) continue;
    zone.aset = ends_[s];
    zone.by = harms_[static_cast<size_t>(ends_by_[s])].untenable_by;
  }
  for (auto& [key, zone] : zones)
    if (zone.aset) answer.zones.push_back(std::move(zone));
  std::stable_sort(answer.zones.begin(), answer.zones.end(), [](const auto& a, const auto& b) {
    return std::tuple(a.left, *a.aset - a.rset) < std::tuple(b.left, *b.aset - b.rset);
  });
  for (const results::ZoneTimes& zone : answer.zones) answer.aset = std::min(answer.aset.value_or(never), *zone.aset);
}

results::Exposure Exposure::answer(std::optional<double> out) const {
  results::Exposure answer;
  count_all(answer);
  tell_zones(answer);
  answer.rset = out;
  return answer;
}

std::vector<results::HavenSafety> Exposure::safety(std::span<const std::string> names,
                                                   std::span<const std::pair<uint32_t, int32_t>> arrivals) const {
  std::vector<results::HavenSafety> havens;
  for (const std::string& name : names) havens.push_back({name});
  for (const auto& [person, point] : arrivals) {
    results::HavenSafety& haven = havens[static_cast<size_t>(point)];
    ++haven.people;
    const int32_t s = square_[person];
    if (s < 0 || ends_[static_cast<size_t>(s)] >= haven.aset.value_or(never)) continue;
    haven.aset = ends_[static_cast<size_t>(s)];
    haven.by = harms_[static_cast<size_t>(ends_by_[static_cast<size_t>(s)])].untenable_by;
  }
  return havens;
}

}  // namespace muster::sim
