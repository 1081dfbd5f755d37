// What exposure comes to: who met which criterion, deaths and injuries to be expected, how long places can be used.
#include "models/exposure/heat.h"
#include "models/exposure/smoke.h"
#include "models/substance/toxic.h"
#include "sim/hazard/aegl_times.h"
#include "sim/hazard/exposure.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace muster::sim {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
/// Thermal dose units, (kW/m2)^(4/3) s, of second-degree burns (240 to 350 in the literature) and the dangerous dose
/// of the UK HSE, which kills about 1 % of people.
constexpr double burns = 290, dangerous = 1000;

}  // namespace

results::PeopleDoses Exposure::doses() const {
  results::PeopleDoses table;
  for (size_t p = 0; p < doses_.people(); ++p)
    for (size_t h = 0; h < harms_.size(); ++h) {
      const exposure::Dose& dose = doses_.of(p, h);
      table.peak.push_back(dose.peak);
      table.load.push_back(dose.load / (harms_[h].kind != Kind::heat ? 60 : exposure::thermal_dose_unit));
      table.seconds.push_back(static_cast<float>(dose.seconds));
    }
  return table;
}

/// Whether there is anything of which is known whom it kills.
bool Exposure::lethal() const {
  return struck_.any() || std::any_of(harms_.begin(), harms_.end(),
                                      [](const Harm& h) { return h.kind == Kind::heat || h.probit != nullptr; });
}

/// The probability that a load of one harm kills.
double Exposure::death(size_t harm, double load) const {
  const Harm& one = harms_[harm];
  if (one.kind == Kind::heat) return exposure::probability(exposure::thermal_probits().front(), load);
  if (one.probit == nullptr) return 0;
  const double unit = substance::in_unit_of(*one.probit, 1e-6, one.substance->molar_mass);
  return substance::death_probability(*one.probit, std::pow(unit, one.probit->n) * load / 60);
}

/// Whether a person met at least AEGL-`level`, of 10, 30 or 60 minutes within any such window or of as long as he was
/// in the gas, by the constant concentration of the same load; empty: the substance has none.
std::optional<bool> Exposure::beyond_aegl(size_t person, size_t harm, int level) const {
  const auto& aegl = harms_[harm].substance->toxic.aegl;
  if (!aegl) return std::nullopt;
  const exposure::Dose& dose = doses_.of(person, harm);
  const double n = doses_.exponent(harm);
  for (size_t w = 0; w < aegl_windows.size(); ++w)
    if (const auto window = substance::aegl_at(*aegl, level, aegl_windows[w]);
        window && std::pow(windows_[harm]->greatest(person, w) / aegl_windows[w], 1 / n) >= ppm(*window) * (1 - 1e-6))
      return true;
  const auto limit = substance::aegl_at(*aegl, level, std::clamp(dose.seconds, shortest_aegl, longest_aegl));
  if (!limit) return std::nullopt;
  return dose.equivalent(n) >= ppm(*limit) * (1 - 1e-9);
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
  const auto breathed_idlh = [&](size_t p) {
    const double factor = protects(p) ? static_cast<double>(factors_[p]) : 1;
    return s.toxic.idlh && static_cast<double>(doses_.of(p, harm).peak) >= factor * ppm(*s.toxic.idlh) * (1 - 1e-6);
  };
  for (size_t p = 0; p < hurt.size(); ++p)
    if (const auto beyond = beyond_aegl(p, harm, 2); beyond ? *beyond : breathed_idlh(p)) hurt[p] = 1;
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

void Exposure::count_air(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const {
  if (harms_[harm].kind == Kind::smoke) {
    for (const double metres : {10.0, 5.0, 2.0})
      count(answer, fmt::format("visibility below {:g} m", metres),
            [&](size_t p) { return doses_.of(p, harm).peak > static_cast<float>(exposure::reflecting_sign / metres); });
    return;
  }
  const auto dose_above = [&](double fed) {
    return [this, harm, fed](size_t p) { return doses_.of(p, harm).load >= 60 * fed * (1 - 1e-9); };
  };
  for (const double fed : {0.3, 1.0}) count(answer, fmt::format("{:g} {}", fed, infos_[harm].name), dose_above(fed));
  for (size_t p = 0; p < hurt.size(); ++p)
    if (dose_above(1)(p)) hurt[p] = 1;
}

void Exposure::count_all(results::Exposure& answer, std::span<const uint32_t> fallen) const {
  std::vector<char> hurt(square_.size(), 0);
  for (const uint32_t p : fallen) hurt[p] = 1;
  std::vector<double> stands(square_.size(), 1);
  bool harmful = false, fells = false;
  for (size_t h = 0; h < harms_.size(); ++h) {
    const Harm& harm = harms_[h];
    if (harm.kind == Kind::gas)
      count_gas(answer, h, hurt);
    else if (harm.kind == Kind::heat)
      count_heat(answer, h, hurt);
    else
      count_air(answer, h, hurt);
    harmful = harmful || harm.kind != Kind::gas || harm.substance->toxic.aegl || harm.substance->toxic.idlh;
    if (harm.kind != Kind::fed && harm.kind != Kind::hot_air) continue;
    fells = true;
    for (size_t p = 0; p < stands.size(); ++p)
      stands[p] *= 1 - exposure::incapacitated_share(doses_.of(p, h).load / 60);
  }
  double deaths = 0, injuries = 0, incapacitated = 0;
  for (size_t p = 0; p < square_.size(); ++p) {
    double lives = struck_.lives(p);  // harms act independently
    for (size_t h = 0; h < harms_.size(); ++h) lives *= 1 - death(h, doses_.of(p, h).load);
    deaths += 1 - lives;
    if (hurt[p] != 0) injuries += lives;
    incapacitated += 1 - stands[p];
  }
  struck_.count(answer);
  if (lethal()) answer.expected_fatalities = deaths;
  if (harmful) answer.expected_injuries = injuries;
  if (fells) answer.expected_incapacitated = incapacitated;
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

results::Exposure Exposure::answer(std::optional<double> out, std::span<const uint32_t> fallen) const {
  results::Exposure answer;
  count_all(answer, fallen);
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
