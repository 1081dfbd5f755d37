#include "sim/export/features.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>

namespace muster::sim {

namespace {

using Json = nlohmann::ordered_json;

/// The outlines of the marked columns.
std::vector<std::vector<Ring>> areas_of(const scene::Grid& grid, const std::vector<uint8_t>& marked) {
  const Pieces pieces = pieces_of(grid, marked);
  std::vector<std::vector<Ring>> areas;
  for (int32_t k = 0; k < pieces.count; ++k) areas.push_back(outline(pieces, k));
  return areas;
}

std::vector<uint8_t> unmarked(const scene::Grid& grid) {
  return std::vector<uint8_t>(static_cast<size_t>(grid.nx) * static_cast<size_t>(grid.ny), 0);
}

void add_storeys(const scene::Floors& floors, std::vector<Feature>& features) {
  for (size_t s = 0; s < floors.storeys.size(); ++s) {
    std::vector<uint8_t> marked = unmarked(floors.grid);
    for (size_t c = 0; c < floors.column.size(); ++c)
      if (floors.storey[c] == static_cast<int16_t>(s) && floors.surface[c] != scene::Surface::beyond_exit)
        marked[static_cast<size_t>(floors.column[c])] = 1;
    Feature f{floors.storeys[s].name, "building", {}, areas_of(floors.grid, marked)};
    f.about["z_m"] = floors.storeys[s].z;
    if (!f.areas.empty()) features.push_back(std::move(f));
  }
}

void add_muster_points(const results::ResultsReader& reader, std::vector<Feature>& features) {
  const scene::Floors& floors = reader.floors();
  for (const results::MusterPoint& point : reader.info().muster_points) {
    std::vector<uint8_t> marked = unmarked(floors.grid);
    for (const uint32_t cell : point.cells)
      if (cell < floors.column.size()) marked[static_cast<size_t>(floors.column[cell])] = 1;
    features.push_back({point.name, "muster_point", {}, areas_of(floors.grid, marked)});
  }
}

/// [exits] The people who left by each, in the order of their times.
std::vector<std::vector<uint32_t>> leavers(const results::ResultsReader& reader,
                                           const std::vector<results::PersonRecord>& people) {
  std::vector<std::vector<uint32_t>> by_exit(reader.floors().exits.size());
  for (uint32_t p = 0; p < people.size(); ++p)
    if (people[p].exit >= 0 && static_cast<size_t>(people[p].exit) < by_exit.size())
      by_exit[static_cast<size_t>(people[p].exit)].push_back(p);
  for (auto& all : by_exit)
    std::stable_sort(all.begin(), all.end(),
                     [&](uint32_t a, uint32_t b) { return people[a].exit_time < people[b].exit_time; });
  return by_exit;
}

/// Where the people of `tracks` were in each frame until they left.
void follow(const results::ResultsReader& reader, std::map<uint32_t, Ring>& tracks) {
  for (size_t k = 0; k < reader.frames() && !tracks.empty(); ++k) {
    const results::Frame frame = reader.frame(k);
    for (size_t i = 0; i < frame.size(); ++i)
      if (const auto track = tracks.find(frame.id[i]); track != tracks.end())
        track->second.emplace_back(static_cast<double>(frame.x[i]), static_cast<double>(frame.y[i]));
  }
}

void add_exits_and_ways(const results::ResultsReader& reader, std::vector<Feature>& features) {
  const std::vector<results::PersonRecord> people = reader.people();
  const std::vector<std::vector<uint32_t>> by_exit = leavers(reader, people);
  std::map<uint32_t, Ring> tracks;
  for (const auto& all : by_exit)
    if (!all.empty()) tracks[all[all.size() / 2]];
  follow(reader, tracks);
  const auto seconds = [&](uint32_t p) { return static_cast<double>(people[p].exit_time); };
  for (size_t e = 0; e < by_exit.size(); ++e) {
    const scene::Exit& exit = reader.floors().exits[e];
    const std::vector<uint32_t>& all = by_exit[e];
    Feature line{exit.name, "exit", {exit.a, exit.b}};
    line.about = {{"width_m", exit.width}, {"z_m", exit.z}, {"people", all.size()}};
    if (!all.empty()) line.about["first_s"] = seconds(all.front()), line.about["last_s"] = seconds(all.back());
    features.push_back(std::move(line));
    if (all.empty()) continue;
    const uint32_t middle = all[all.size() / 2];
    Feature way{"Way to " + exit.name, "way", simplified(tracks[middle], 0.2)};
    if (way.line.size() < 2) continue;
    way.about = {{"person", middle}, {"exit_s", seconds(middle)}, {"people", all.size()}};
    features.push_back(std::move(way));
  }
}

/// The squares of the floors as a grid; several above one another share a column.
class Squares {
 public:
  explicit Squares(const results::HazardGrid& from) : from_(from) {
    const auto [x0, x1] = std::minmax_element(from.x.begin(), from.x.end());
    const auto [y0, y1] = std::minmax_element(from.y.begin(), from.y.end());
    grid_.cell = from.square;
    grid_.x0 = std::floor(*x0 / from.square) * from.square;
    grid_.y0 = std::floor(*y0 / from.square) * from.square;
    grid_.nx = static_cast<int32_t>((*x1 - grid_.x0) / from.square) + 1;
    grid_.ny = static_cast<int32_t>((*y1 - grid_.y0) / from.square) + 1;
  }

  std::vector<std::vector<Ring>> above(std::span<const float> values, double value) const {
    std::vector<uint8_t> marked = unmarked(grid_);
    for (size_t s = 0; s < values.size(); ++s) {
      if (!(static_cast<double>(values[s]) >= value)) continue;
      const auto i = static_cast<size_t>((from_.x[s] - grid_.x0) / grid_.cell),
                 j = static_cast<size_t>((from_.y[s] - grid_.y0) / grid_.cell);
      marked[j * static_cast<size_t>(grid_.nx) + i] = 1;
    }
    return areas_of(grid_, marked);
  }

 private:
  const results::HazardGrid& from_;
  scene::Grid grid_;
};

/// SI of one unit of the endpoints: volume fraction, W/m2.
double per_unit(const std::string& unit) { return unit == "ppm" ? 1e-6 : unit == "kW/m2" ? 1e3 : 1; }

/// One outline for each endpoint of the summary that the floors reach.
void add_hazards(const results::ResultsReader& reader, std::vector<Feature>& features) {
  if (!reader.finished()) return;
  const results::HazardTables tables = reader.hazards();
  const Json summary = Json::parse(reader.summary_json());
  if (tables.grid.empty() || tables.grid.x.empty() || !summary.contains("hazards")) return;
  const Squares squares(tables.grid);
  const size_t n = tables.grid.x.size();
  const auto row_of = [&](const auto& infos, const std::vector<float>& values, const std::string& name) {
    for (size_t k = 0; k < infos.size(); ++k)
      if (infos[k].name == name && values.size() >= (k + 1) * n) return std::span(values).subspan(k * n, n);
    return std::span<const float>();
  };
  for (const Json& hazard : summary["hazards"]) {
    const std::string name = hazard.value("name", ""), kind = hazard.value("kind", "");
    const bool leak = kind == "leak";
    const std::span<const float> peak = leak ? row_of(tables.grid.hazards, tables.totals.peak, name)
                                             : row_of(tables.grid.fires, tables.totals.peak_flux, name);
    if (peak.empty() || !hazard.contains("endpoints")) continue;
    for (const Json& endpoint : hazard["endpoints"]) {
      Feature f{name + ": " + endpoint.value("criterion", ""), leak ? "leak" : "fire", {}};
      f.areas = squares.above(peak, endpoint.value("value", 0.0) * per_unit(endpoint.value("unit", "")));
      if (f.areas.empty()) continue;
      f.about = {{"hazard", name}, {"hazard_kind", kind}};
      f.about.update(endpoint);
      if (hazard.contains("source")) f.begins = hazard["source"].value("begins_s", 0.0);
      features.push_back(std::move(f));
    }
  }
}

}  // namespace

Ring simplified(const Ring& track, double within) {
  if (track.size() < 3) return track;
  std::vector<uint8_t> kept(track.size(), 0);
  kept.front() = kept.back() = 1;
  std::vector<std::pair<size_t, size_t>> open = {{0, track.size() - 1}};
  while (!open.empty()) {
    const auto [a, b] = open.back();
    open.pop_back();
    const Vec2 along = track[b] - track[a];
    const double length2 = along.squaredNorm();
    double worst = within;
    size_t at = a;
    for (size_t k = a + 1; k < b; ++k) {
      const Vec2 to = track[k] - track[a];
      const double t = length2 > 0 ? std::clamp(to.dot(along) / length2, 0.0, 1.0) : 0;
      if (const double off = (to - t * along).norm(); off > worst) worst = off, at = k;
    }
    if (at == a) continue;
    kept[at] = 1;
    open.emplace_back(a, at);
    open.emplace_back(at, b);
  }
  Ring fewer;
  for (size_t k = 0; k < track.size(); ++k)
    if (kept[k] != 0) fewer.push_back(track[k]);
  return fewer;
}

std::vector<Feature> features_of(const results::ResultsReader& reader) {
  std::vector<Feature> features;
  add_storeys(reader.floors(), features);
  add_hazards(reader, features);
  add_muster_points(reader, features);
  add_exits_and_ways(reader, features);
  return features;
}

}  // namespace muster::sim
