#include "sim/results/summary.h"

#include "sim/results/summary_parts.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>
#include <system_error>

#include <fmt/format.h>

namespace muster::results {

namespace {

Json people_json(const PeopleCount& people) {
  Json json = {{"placed", people.placed}, {"evacuated", people.evacuated}, {"inside", people.inside}};
  put(json, "incapacitated", people.incapacitated);
  json["stuck"] = people.stuck;
  json["recovered"] = people.recovered;
  json["lost"] = people.lost();
  json["waiting"] = people.waiting;
  json["without_route"] = people.without_route;
  if (people.not_yet_in) json["not_yet_in"] = *people.not_yet_in;
  if (people.visiting) json["visiting"] = *people.visiting;
  const auto put_some = [&](const char* key, int64_t count) {
    if (count > 0) json[key] = count;
  };
  put_some("queueing", people.queueing);
  put_some("standing", people.standing);
  put_some("in_refuge", people.in_refuge);
  put_some("carried", people.carried);
  put_some("waiting_for_help", people.waiting_for_help);
  return json;
}

/// At most 100 groups: a large crowd may be held in many places.
Json held_json(const std::vector<HeldGroup>& held) {
  Json list = Json::array();
  for (size_t i = 0; i < std::min<size_t>(100, held.size()); ++i) {
    const HeldGroup& group = held[i];
    Json json = {{"people", group.people}, {"reason", group.reason}, {"text", group.text}, {"stuck", group.stuck}};
    if (!group.storey.empty()) json["storey"] = group.storey;
    if (!group.space.empty()) json["space"] = group.space;
    if (!group.at_link.empty()) json["link"] = group.at_link;
    json["x"] = length(group.x), json["y"] = length(group.y), json["z"] = length(group.z);
    json["id"] = group.id;
    put_seconds(json, "since_s", group.since);
    list.push_back(std::move(json));
  }
  return list;
}

Json gates_json(const std::vector<GateUse>& gates) {
  Json list = Json::array();
  for (const GateUse& gate : gates) {
    Json json = {{"name", gate.name}, {"width_m", length(gate.width)}, {"people", gate.people}};
    put_seconds(json, "first_s", gate.first);
    put_seconds(json, "last_s", gate.last);
    put(json, "mean_flow_per_s", gate.mean_flow);
    put(json, "peak_flow_per_s", gate.peak_flow);
    if (gate.mean_flow && gate.width > 0) json["specific_flow_per_m_s"] = *gate.mean_flow / gate.width;
    list.push_back(std::move(json));
  }
  return list;
}

Json lifts_json(const std::vector<LiftUse>& lifts) {
  Json list = Json::array();
  for (const LiftUse& lift : lifts) {
    Json json = {{"name", lift.name}, {"trips", lift.trips}, {"people", lift.people}, {"waiting", lift.waiting}};
    put_seconds(json, "mean_wait_s", lift.mean_wait);
    put_seconds(json, "max_wait_s", lift.max_wait);
    list.push_back(std::move(json));
  }
  return list;
}

Json havens_json(const std::vector<HavenUse>& havens) {
  Json list = Json::array();
  for (const HavenUse& haven : havens) {
    Json json = {{"name", haven.name}, {"people", haven.people}};
    put(json, "capacity", haven.capacity);
    put_seconds(json, "first_s", haven.first);
    put_seconds(json, "last_s", haven.last);
    list.push_back(std::move(json));
  }
  return list;
}

Json events_json(const std::vector<EventEffect>& events) {
  Json list = Json::array();
  for (const EventEffect& event : events)
    list.push_back({{"at_s", seconds(event.at)},
                    {"what", event.what},
                    {"affected", event.affected},
                    {"rerouted", event.rerouted},
                    {"waiting", event.waiting}});
  return list;
}

Json crowding_json(const Crowding& crowding) {
  Json json = Json::object();
  put(json, "max_density_per_m2", crowding.max_density);
  put(json, "person_seconds_above_4_per_m2", crowding.person_seconds_above_4);
  put(json, "peak_pressure_N_per_m", crowding.peak_pressure);
  put(json, "peak_crowd_pressure_per_s2", crowding.peak_crowd_pressure);
  Json spots = Json::array();
  for (const HotSpot& spot : crowding.hot_spots) {
    Json one = {{"x", length(spot.x)}, {"y", length(spot.y)}, {"z", length(spot.z)}};
    if (!spot.storey.empty()) one["storey"] = spot.storey;
    if (!spot.space.empty()) one["space"] = spot.space;
    one["peak_density_per_m2"] = spot.peak_density;
    one["duration_s"] = seconds(spot.duration);
    if (spot.area > 0) one["area_m2"] = length(spot.area);
    spots.push_back(std::move(one));
  }
  json["hot_spots"] = std::move(spots);
  for (const auto& [table, shares] : crowding.levels)
    for (size_t l = 0; l < shares.size(); ++l)
      json["level_of_service"][table][std::string(1, static_cast<char>('A' + l))] = shares[l];
  return json;
}

Json measures_json(const std::vector<MeasureUse>& measures) {
  Json list = Json::array();
  for (const MeasureUse& use : measures) {
    Json json = {{"name", use.name}, {"kind", use.line ? "line" : "area"}};
    json[use.line ? "length_m" : "area_m2"] = length(use.size);
    if (use.line) {
      json["forward"] = use.forward;
      json["backward"] = use.backward;
    }
    put_seconds(json, "first_s", use.first);
    put_seconds(json, "last_s", use.last);
    put(json, "mean_flow_per_s", use.mean_flow);
    put(json, "specific_flow_per_m_s", use.specific_flow);
    put(json, "mean_density_per_m2", use.mean_density);
    put(json, "max_density_per_m2", use.max_density);
    put(json, "mean_voronoi_density_per_m2", use.mean_voronoi_density);
    put(json, "max_voronoi_density_per_m2", use.max_voronoi_density);
    put(json, "mean_speed_m_s", use.mean_speed);
    list.push_back(std::move(json));
  }
  return list;
}

Json warnings_json(const std::vector<Warning>& warnings) {
  Json list = Json::array();
  for (const Warning& warning : warnings) {
    Json json = {{"code", warning.code}, {"text", warning.text}};
    if (!warning.setting.empty()) json["setting"] = warning.setting;
    list.push_back(std::move(json));
  }
  return list;
}

Json timing_json(const Timing& timing) {
  Json json = {{"wall_s", seconds(timing.wall)}, {"simulated_s", seconds(timing.simulated)}};
  if (timing.wall > 0) json["real_time_factor"] = timing.simulated / timing.wall;
  put(json, "agent_steps_per_s", timing.agent_steps_per_s);
  put(json, "cell_steps_per_s", timing.cell_steps_per_s);
  Json phases = Json::object();
  for (const auto& [name, time] : timing.phases) phases[name] = seconds(time);
  json["phases"] = std::move(phases);
  put(json, "peak_memory_MB", timing.peak_memory_MB);
  return json;
}

std::string number_or_dash(const std::optional<double>& value, int digits) {
  return value ? fmt::format("{:.{}f}", *value, digits) : "-";
}

/// The text in at most `most` characters of UTF-8.
std::string shorten(const std::string& text, size_t most) {
  size_t characters = 0, bytes = 0;
  for (; bytes < text.size(); ++bytes) {
    if ((static_cast<unsigned char>(text[bytes]) & 0xc0) == 0x80) continue;
    if (characters++ == most - 1 && text.size() - bytes > 1) break;
  }
  return bytes >= text.size() ? text : text.substr(0, bytes) + "…";
}

std::vector<std::string> answer_lines(const Summary& summary) {
  const PeopleCount& people = summary.people;
  std::vector<std::string> lines;
  if (!summary.times) {
    lines.push_back(people.placed == 0 ? "Time to evacuate: nobody was placed"
                                       : fmt::format("Time to evacuate: none; nobody of {} got out within {}",
                                                     people.placed, duration(summary.timing.simulated)));
  } else {
    const EvacuationTimes& times = *summary.times;
    const auto reached = [](const std::optional<double>& time) { return time ? duration(*time) : "not reached"; };
    lines.push_back(times.last ? fmt::format("Time to evacuate: {} until the last of {} people was out",
                                             duration(*times.last), people.placed)
                               : fmt::format("Time to evacuate: NOT ALL OUT; {} of {} people were out within {}",
                                             people.evacuated, people.placed, duration(summary.timing.simulated)));
    lines.push_back(fmt::format("  first {}, p50 {}, p95 {}, p98 {}, mean{} {}", duration(times.first),
                                reached(times.p50), reached(times.p95), reached(times.p98),
                                times.last ? "" : " of those out", duration(times.mean)));
  }
  if (summary.stopped) lines.push_back("Stopped early: " + *summary.stopped);

  std::string line =
      fmt::format("People: {} placed, {} evacuated, {} inside", people.placed, people.evacuated, people.inside);
  auto add = [&line](int64_t count, const char* what) {
    if (count != 0) line += fmt::format(", {} {}", count, what);
  };
  add(people.incapacitated.value_or(0), "incapacitated");
  add(people.without_route, "of them without a route");
  add(people.stuck, "of them stuck");
  add(people.waiting, "of them not yet started");
  add(people.in_refuge, "of them in a refuge");
  add(people.queueing, "of them queueing before stairs or a lift");
  add(people.visiting.value_or(0), "of them not leaving yet");
  add(people.not_yet_in.value_or(0), "not yet in");
  add(people.waiting_for_help, "of them waiting for help");
  add(people.recovered, "put back from beyond a wall");
  add(people.lost(), "LOST (please report this)");
  lines.push_back(line);
  return lines;
}

/// A heading and at most `most` gates, the busiest first.
void add_gates(std::vector<std::string>& lines, const char* heading, std::vector<GateUse> gates, size_t most) {
  std::erase_if(gates, [](const GateUse& gate) { return gate.people == 0 && gate.name.empty(); });
  if (gates.empty()) return;
  std::stable_sort(gates.begin(), gates.end(), [](auto& a, auto& b) { return a.people > b.people; });
  lines.push_back(fmt::format("{:<28} {:>8} {:>8} {:>9} {:>9} {:>10} {:>10}", heading, "width m", "people", "first s",
                              "last s", "mean 1/s", "peak 1/s"));
  for (size_t i = 0; i < std::min(most, gates.size()); ++i) {
    const GateUse& gate = gates[i];
    const std::string name = shorten(gate.name, 26);
    // fmt counts columns, not bytes, in its width.
    lines.push_back(fmt::format("  {:<26} {:>8.2f} {:>8} {:>9} {:>9} {:>10} {:>10}", name, gate.width, gate.people,
                                number_or_dash(gate.first, 1), number_or_dash(gate.last, 1),
                                number_or_dash(gate.mean_flow, 2), number_or_dash(gate.peak_flow, 2)));
  }
  if (gates.size() > most) lines.push_back(fmt::format("  and {} more in summary.json", gates.size() - most));
}

/// One line for all lifts.
void add_lifts(std::vector<std::string>& lines, const std::vector<LiftUse>& lifts) {
  if (lifts.empty()) return;
  std::string line = "Lifts: ";
  for (size_t i = 0; i < std::min<size_t>(4, lifts.size()); ++i)
    line += fmt::format("{}{} {} people in {} trips{}", i == 0 ? "" : "; ", shorten(lifts[i].name, 20), lifts[i].people,
                        lifts[i].trips,
                        lifts[i].max_wait ? fmt::format(", waited {} at most", duration(*lifts[i].max_wait)) : "");
  lines.push_back(lifts.size() > 4 ? line + fmt::format("; and {} more", lifts.size() - 4) : line);
}

void add_warnings(std::vector<std::string>& lines, const std::vector<Warning>& warnings, size_t most) {
  for (size_t i = 0; i < std::min(most, warnings.size()); ++i) {
    const std::string setting = warnings[i].setting.empty() ? "" : " (" + warnings[i].setting + ")";
    lines.push_back("Warning: " + shorten(warnings[i].text, 160) + setting);
  }
  if (warnings.size() > most)
    lines.push_back(fmt::format("  and {} more warnings in summary.json", warnings.size() - most));
}

/// One line: the two events that changed most people's ways.
void add_events(std::vector<std::string>& lines, std::vector<EventEffect> events) {
  if (events.empty()) return;
  std::stable_sort(events.begin(), events.end(),
                   [](const EventEffect& a, const EventEffect& b) { return a.affected > b.affected; });
  std::string line = "Events:";
  for (size_t i = 0; i < std::min<size_t>(2, events.size()); ++i)
    line += fmt::format("{} {} at {}: {} affected, {} rerouted, {} without a way", i > 0 ? ";" : "", events[i].what,
                        duration(events[i].at), events[i].affected, events[i].rerouted, events[i].waiting);
  if (events.size() > 2) line += fmt::format("; and {} more in summary.json", events.size() - 2);
  lines.push_back(line);
}

}  // namespace

std::optional<double> percentile(std::span<const double> sorted, double p, size_t count) {
  MUSTER_CHECK(sorted.size() <= count && count > 0 && p > 0 && p <= 1, "{} values of {}, p = {}", sorted.size(), count,
               p);
  // p * n of an exact rank may come out a hair above it: 0.95 * 20 is 19, not 20.
  const double exact = std::ceil(p * static_cast<double>(count) - 1e-9);
  const auto rank = static_cast<size_t>(std::max(exact, 1.0));
  if (rank > sorted.size()) return std::nullopt;
  return sorted[rank - 1];
}

std::optional<EvacuationTimes> evacuation_times(std::vector<double> times, size_t placed) {
  if (times.empty()) return std::nullopt;
  std::sort(times.begin(), times.end());
  EvacuationTimes result;
  result.first = times.front();
  result.mean = std::accumulate(times.begin(), times.end(), 0.0) / static_cast<double>(times.size());
  result.p50 = percentile(times, 0.50, placed);
  result.p95 = percentile(times, 0.95, placed);
  result.p98 = percentile(times, 0.98, placed);
  result.last = percentile(times, 1, placed);
  return result;
}

double peak_flow(std::vector<double> times, double window) {
  std::sort(times.begin(), times.end());
  size_t most = 0, begin = 0;
  for (size_t end = 0; end < times.size(); ++end) {
    while (times[end] - times[begin] >= window) ++begin;
    most = std::max(most, end - begin + 1);
  }
  return static_cast<double>(most) / window;
}

GateUse gate_use(std::string name, double width, std::vector<double> times) {
  GateUse use;
  use.name = std::move(name);
  use.width = width;
  use.people = static_cast<int64_t>(times.size());
  if (times.empty()) return use;
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  use.first = *first;
  use.last = *last;
  if (*last > *first) use.mean_flow = static_cast<double>(times.size() - 1) / (*last - *first);
  use.peak_flow = peak_flow(std::move(times));
  return use;
}

std::string to_json(const Summary& summary) {
  Json json = {
      {"format", summary_format}, {"version", summary_version}, {"title", summary.title}, {"case", summary.case_path}};
  if (!summary.overrides.empty()) json["overrides"] = summary.overrides;
  json["seed"] = summary.seed;
  json["threads"] = summary.threads;
  const Software& program = summary.software;
  json["software"] = {
      {"name", program.name}, {"version", program.version}, {"commit", program.commit}, {"build", program.build}};
  json["inputs"] = Json::array();
  for (const InputFile& input : summary.inputs)
    json["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}});
  put(json, "stopped", summary.stopped);
  json["people"] = people_json(summary.people);
  if (summary.times) {
    const EvacuationTimes& times = *summary.times;
    Json list = {{"first", seconds(times.first)}, {"mean", seconds(times.mean)}};
    put_seconds(list, "p50", times.p50);
    put_seconds(list, "p95", times.p95);
    put_seconds(list, "p98", times.p98);
    put_seconds(list, "last", times.last);
    json["time_to_evacuate_s"] = std::move(list);
  }
  json["exits"] = gates_json(summary.exits);
  json["doors"] = gates_json(summary.doors);
  if (!summary.lifts.empty()) json["lifts"] = lifts_json(summary.lifts);
  if (!summary.muster_points.empty()) json["muster_points"] = havens_json(summary.muster_points);
  if (!summary.refuges.empty()) json["refuges"] = havens_json(summary.refuges);
  if (!summary.events.empty()) json["events"] = events_json(summary.events);
  if (!summary.held.empty()) json["held"] = held_json(summary.held);
  if (summary.crowding) json["crowding"] = crowding_json(*summary.crowding);
  if (summary.assistance) {
    const AssistanceUse& use = *summary.assistance;
    Json list = {{"needed", use.needed}, {"helped", use.helped}, {"waiting", use.waiting}};
    put_seconds(list, "mean_fetch_s", use.mean_fetch);
    put_seconds(list, "mean_total_s", use.mean_total);
    json["assistance"] = std::move(list);
  }
  if (!summary.hazards.empty()) json["hazards"] = hazards_json(summary.hazards);
  if (!summary.escalation.empty()) json["escalation"] = escalation_json(summary.escalation);
  if (!summary.detectors.empty()) json["detectors"] = detectors_json(summary.detectors);
  if (!summary.fans.empty()) json["fans"] = fans_json(summary.fans);
  if (!summary.targets.empty()) json["targets"] = targets_json(summary.targets);
  if (summary.exposure) json["exposure"] = exposure_json(*summary.exposure);
  if (!summary.measures.empty()) json["measures"] = measures_json(summary.measures);
  json["warnings"] = warnings_json(summary.warnings);
  json["timing"] = timing_json(summary.timing);
  // Names from model files need not be valid UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

void write_summary(const Summary& summary, const std::filesystem::path& path) {
  std::filesystem::path temporary = path;
  temporary += ".part";
  {
    std::ofstream file(temporary, std::ios::binary);
    file << to_json(summary);
    file.close();
    if (!file) {
      std::error_code ignored;
      std::filesystem::remove(temporary, ignored);
      throw ResultsError(path.string() + ": cannot write");
    }
  }
  std::error_code error;
  std::filesystem::rename(temporary, path, error);
  if (error) throw ResultsError(path.string() + ": cannot write: " + error.message());
}

std::string console_text(const Summary& summary) {
  // At most 4 + 3 + 8 + 6 + 1 + 1 + 1 + 5 + 1 lines.
  std::vector<std::string> lines = answer_lines(summary);
  for (std::string& line : held_lines(summary.held, 3)) lines.push_back(std::move(line));
  add_gates(lines, "Exits", summary.exits, 6);
  add_gates(lines, "Busiest doors", summary.doors, 4);
  add_lifts(lines, summary.lifts);
  add_events(lines, summary.events);
  if (summary.crowding && summary.crowding->max_density) {
    const Crowding& crowding = *summary.crowding;
    std::string line = fmt::format("Crowding: at most {:.1f} people/m2", *crowding.max_density);
    if (crowding.person_seconds_above_4)
      line += fmt::format(", {:.0f} person-seconds above 4/m2", *crowding.person_seconds_above_4);
    if (!crowding.hot_spots.empty()) {
      const HotSpot& spot = crowding.hot_spots.front();
      line += fmt::format("; worst at ({:.1f}, {:.1f}, {:.1f}){}{}", spot.x, spot.y, spot.z,
                          spot.space.empty() ? (spot.storey.empty() ? "" : " on ") : " in ",
                          spot.space.empty() ? spot.storey : spot.space);
    }
    lines.push_back(line);
  }
  add_hazards(lines, summary.hazards);
  add_escalation(lines, summary.escalation);
  if (summary.exposure) lines.push_back(exposure_line(*summary.exposure));
  // One warning less for each of the lines above, and as many as fit into 30 lines.
  const size_t fewer = (summary.escalation.empty() ? 0u : 1u) + (summary.exposure ? 1u : 0u);
  const size_t most = std::min(5 - fewer, 30 - std::min<size_t>(28, lines.size() + 2));
  add_warnings(lines, summary.warnings, most);
  const Timing& timing = summary.timing;
  std::string line = fmt::format("Run: {} simulated in {}", duration(timing.simulated), duration(timing.wall));
  if (timing.wall > 0) line += fmt::format(", {:.0f} times real time", timing.simulated / timing.wall);
  if (timing.cell_steps_per_s) line += fmt::format(", {:.1f} million cell-steps/s", *timing.cell_steps_per_s / 1e6);
  if (timing.agent_steps_per_s) line += fmt::format(", {:.2f} million agent-steps/s", *timing.agent_steps_per_s / 1e6);
  lines.push_back(line);

  std::string text;
  for (const std::string& each : lines) text += each + "\n";
  return text;
}

}  // namespace muster::results
