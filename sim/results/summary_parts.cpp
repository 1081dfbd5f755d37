#include "sim/results/summary_parts.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::results {

namespace {

std::optional<double> margin_of(const Exposure& exposure) {
  return exposure.aset && exposure.rset ? std::optional(*exposure.aset - *exposure.rset) : std::nullopt;
}

}  // namespace

std::string duration(double time) {
  const double tenths = std::round(time * 10) / 10;
  if (tenths < 120) return fmt::format("{:.1f} s", tenths);
  const double minutes = std::floor(tenths / 60);
  return fmt::format("{:.0f} min {:.1f} s", minutes, tenths - 60 * minutes);
}

Json escalation_json(const Escalation& escalation) {
  constexpr double zero = 273.15;
  Json tanks = Json::array(), events = Json::array();
  for (const TankEnd& tank : escalation.tanks) {
    Json json = {{"name", tank.tank},
                 {"peak_flux_kW_m2", tank.peak_flux / 1000},
                 {"shell_above_C", tank.shell_above - zero},
                 {"shell_below_C", tank.shell_below - zero},
                 {"contents_C", tank.contents - zero},
                 {"damage", tank.damage}};
    if (tank.burns_from) json["burns_from_s"] = *tank.burns_from;
    tanks.push_back(std::move(json));
  }
  for (const TankEvent& e : escalation.events)
    events.push_back({{"time_s", e.time},
                      {"tank", e.tank},
                      {"event", e.event},
                      {"outcome", e.outcome},
                      {"text", e.text},
                      {"by", e.by}});
  return {{"tanks", std::move(tanks)}, {"events", std::move(events)}};
}

Json exposure_json(const Exposure& exposure) {
  Json json = {{"criteria", Json::array()}};
  constexpr int64_t many = 10;  // of people within a contour: a high-hazard area by the ten-person rule
  for (const CriterionCount& one : exposure.criteria) {
    json["criteria"].push_back({{"name", one.name}, {"people_above", one.people}});
    if (one.people >= many) json["criteria"].back()["ten_or_more"] = true;
  }
  put(json, "expected_fatalities", exposure.expected_fatalities);
  put(json, "expected_injuries", exposure.expected_injuries);
  put(json, "expected_incapacitated", exposure.expected_incapacitated);
  put_seconds(json, "aset_s", exposure.aset);
  put_seconds(json, "rset_s", exposure.rset);
  put_seconds(json, "margin_s", margin_of(exposure));
  for (const ZoneTimes& zone : exposure.zones) {
    Json one = {{"name", zone.name}};
    if (!zone.storey.empty()) one["storey"] = zone.storey;
    put_seconds(one, "aset_s", zone.aset);
    one["by"] = zone.by;
    if (zone.left) {
      one["rset_s"] = seconds(zone.rset);
      one["margin_s"] = seconds(*zone.aset - zone.rset);
    }
    json["zones"].push_back(std::move(one));
  }
  for (const HavenSafety& haven : exposure.muster_points) {
    Json one = {{"name", haven.name}, {"people", haven.people}};
    put_seconds(one, "aset_s", haven.aset);
    if (haven.aset) one["by"] = haven.by;
    json["muster_points"].push_back(std::move(one));
  }
  if (exposure.informed) json["informed"] = *exposure.informed;
  if (exposure.rescued) json["rescued"] = *exposure.rescued;
  for (const FallenPerson& fall : exposure.fallen) {
    Json one = {{"person", fall.person},
                {"time_s", seconds(fall.time)},
                {"x", length(fall.x)},
                {"y", length(fall.y)},
                {"z", length(fall.z)}};
    if (!fall.storey.empty()) one["storey"] = fall.storey;
    if (!fall.space.empty()) one["space"] = fall.space;
    json["fallen"].push_back(std::move(one));
  }
  return json;
}

Json detectors_json(const std::vector<DetectorUse>& detectors) {
  Json list = Json::array();
  for (const DetectorUse& detector : detectors) {
    Json one = {{"name", detector.name}};
    put_seconds(one, "noticed_s", detector.noticed);
    put_seconds(one, "acts_s", detector.acts);
    list.push_back(std::move(one));
  }
  return list;
}

static Json target_json(const TargetUse& target) {
  Json json = {{"name", target.name}};
  if (target.heated) json["peak_kW_m2"] = target.peak / 1000, json["dose_TDU"] = target.dose;
  if (target.surface) {
    const TargetUse::Surface& s = *target.surface;
    json["mean_kW_m2"] = s.mean / 1000, json["area_m2"] = length(s.area);
    json["at"] = {length(s.at[0]), length(s.at[1]), length(s.at[2])};
  }
  if (target.overpressure) json["overpressure_kPa"] = *target.overpressure / 1000;
  return json;
}

Json targets_json(const std::vector<TargetUse>& targets) {
  Json list = Json::array();
  for (const TargetUse& target : targets) list.push_back(target_json(target));
  return list;
}

Json fans_json(const std::vector<FanUse>& fans) {
  Json list = Json::array();
  for (const FanUse& fan : fans) {
    Json json = {{"name", fan.name}, {"kind", fan.kind}, {"volume_flow_m3_s", fan.flow}};
    if (fan.volume) json["volume_m3"] = *fan.volume;
    for (const auto& [what, mass] : fan.taken) json["taken"].push_back({{"what", what}, {"mass_kg", mass}});
    list.push_back(std::move(json));
  }
  return list;
}

Json hazards_json(const std::vector<HazardUse>& hazards) {
  Json list = Json::array();
  for (const HazardUse& hazard : hazards) {
    Json json = {{"name", hazard.name}, {"kind", hazard.kind}, {"source", Json::object()}};
    for (const auto& [key, value] : hazard.source) {
      Json& place = json["source"][key];
      std::visit([&place](const auto& v) { place = v; }, value);
    }
    Json endpoints = Json::array();
    for (const HazardEndpoint& endpoint : hazard.endpoints) {
      Json one = {{"criterion", endpoint.criterion}, {"value", endpoint.value}, {"unit", endpoint.unit}};
      if (endpoint.max_distance) one["max_distance_m"] = length(*endpoint.max_distance);
      if (endpoint.area) one["area_m2"] = length(*endpoint.area);
      if (endpoint.beyond) one["beyond"] = true;
      if (const auto& band = endpoint.distance_band)
        one["max_distance_band_m"] = {length((*band)[0]), length((*band)[1]), length((*band)[2])};
      if (endpoint.floor_area) one["floor_area_m2"] = length(*endpoint.floor_area);
      if (endpoint.floor_distance) one["floor_distance_m"] = length(*endpoint.floor_distance);
      endpoints.push_back(std::move(one));
    }
    json["endpoints"] = std::move(endpoints);
    if (hazard.draws > 0) json["draws"] = hazard.draws;
    for (const auto& [key, range] : hazard.uncertain) json["uncertain"][key] = range;
    list.push_back(std::move(json));
  }
  return list;
}

/// How many tanks caught fire, and the first of them.
void add_escalation(std::vector<std::string>& lines, const Escalation& escalation) {
  if (escalation.empty()) return;
  std::string first;
  size_t caught = 0;
  std::vector<std::string> burning;
  for (const TankEvent& e : escalation.events) {
    if (e.outcome == "told" || std::find(burning.begin(), burning.end(), e.tank) != burning.end()) continue;
    burning.push_back(e.tank);
    if (++caught <= 3)
      first += fmt::format("{}{} at {}{}", caught == 1 ? ": " : ", ", e.tank, duration(e.time),
                           e.by.empty() ? "" : " by " + e.by.front());
  }
  lines.push_back(fmt::format("Tanks: {} of {} caught fire{}{}", caught, escalation.tanks.size(), first,
                              caught > 3 ? "; all in summary.json" : ""));
}

/// How far the hazard that reaches farthest does.
void add_hazards(std::vector<std::string>& lines, const std::vector<HazardUse>& hazards) {
  if (hazards.empty()) return;
  const auto farthest = [](const HazardUse& hazard) {
    double distance = 0;
    for (const HazardEndpoint& endpoint : hazard.endpoints)
      distance = std::max(distance, endpoint.max_distance.value_or(0));
    return distance;
  };
  const auto worst = std::max_element(hazards.begin(), hazards.end(),
                                      [&](const auto& a, const auto& b) { return farthest(a) < farthest(b); });
  std::string line = reach(*worst);
  if (hazards.size() > 1) line += fmt::format("; and {} more in summary.json", hazards.size() - 1);
  lines.push_back(line);
}

/// One line: who met what, and whether there was time.
std::string exposure_line(const Exposure& exposure) {
  std::string line;
  for (const CriterionCount& one : exposure.criteria)
    if (one.people > 0) line += fmt::format("{}{} above {}", line.empty() ? "" : ", ", one.people, one.name);
  line = "Exposure: " + (line.empty() ? "nobody above any criterion" : line);
  if (!exposure.fallen.empty())
    line += fmt::format("; {} fell, the first at {}", exposure.fallen.size(), duration(exposure.fallen.front().time));
  if (exposure.rescued.value_or(0) > 0) line += fmt::format("; {} of them carried out", *exposure.rescued);
  if (exposure.expected_fatalities && *exposure.expected_fatalities >= 0.005)
    line += fmt::format("; {:.2f} deaths expected", *exposure.expected_fatalities);
  if (exposure.aset) line += fmt::format("; ways became untenable after {}", duration(*exposure.aset));
  if (const auto margin = margin_of(exposure)) line += fmt::format(", margin {:.0f} s", *margin);
  return line;
}

std::string reach(const HazardUse& hazard) {
  std::string reached;
  for (const HazardEndpoint& endpoint : hazard.endpoints)
    if (endpoint.max_distance)
      reached += fmt::format("{} {} to {}{:.0f} m", reached.empty() ? "" : ",", endpoint.criterion,
                             endpoint.beyond ? "over " : "", *endpoint.max_distance) +
                 (endpoint.distance_band
                      ? fmt::format(" ({:.0f} to {:.0f} m)", (*endpoint.distance_band)[0], (*endpoint.distance_band)[2])
                      : "");
    else if (endpoint.floor_distance)  // what [flow] carries is known on the floors only
      reached += fmt::format("{} {} to {:.0f} m on the floors", reached.empty() ? "" : ",", endpoint.criterion,
                             *endpoint.floor_distance);
  // Before a run nobody knows how far [flow] carries something.
  const char* none = hazard.endpoints.empty() ? " how far it reaches is not known yet" : " reaches no criterion";
  return fmt::format("Hazard {} ({}):{}", hazard.name, hazard.kind, reached.empty() ? none : reached);
}

}  // namespace muster::results
