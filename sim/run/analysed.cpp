#include "sim/run/analysed.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>

namespace muster::sim {

namespace {

results::MeasureInfo info_of(const crowd::Measure& m) {
  results::MeasureInfo info;
  info.name = m.spec.name;
  info.z = m.z_low;
  if (m.spec.line) {
    info.kind = results::MeasureInfo::Kind::line;
    info.size = ((*m.spec.line)[1] - (*m.spec.line)[0]).norm();
    for (const Vec2& p : *m.spec.line) info.outline.push_back({p.x(), p.y()});
  } else {
    info.size = m.area;
    for (const Vec2& p : m.spec.area) info.outline.push_back({p.x(), p.y()});
  }
  return info;
}

/// Parts of the whole under the letters A, B, ...; empty where nobody was counted.
std::vector<double> shares_of(std::span<const int64_t> people) {
  const auto all = static_cast<double>(std::accumulate(people.begin(), people.end(), int64_t{0}));
  std::vector<double> shares;
  if (all <= 0) return shares;
  for (const int64_t n : people) shares.push_back(static_cast<double>(n) / all);
  return shares;
}

void add_line(const crowd::Measures& measures, size_t m, results::MeasureUse& use) {
  const auto& [forward, backward] = measures.use(m);
  use.forward = forward.people;
  use.backward = backward.people;
  const int64_t all = forward.people + backward.people;
  if (all == 0) return;
  use.first = std::min(forward.people > 0 ? forward.first : backward.first,
                       backward.people > 0 ? backward.first : forward.first);
  use.last = std::max(forward.last, backward.last);
  if (*use.last > *use.first) {
    use.mean_flow = static_cast<double>(all - 1) / (*use.last - *use.first);
    use.specific_flow = *use.mean_flow / use.size;
  }
  use.mean_speed = (forward.speed_sum + backward.speed_sum) / static_cast<double>(all);
}

/// Means over the samples with somebody in the area.
void add_area(const crowd::Measures& measures, size_t m, results::MeasureUse& use) {
  double density = 0, voronoi = 0, speed = 0, highest = 0, highest_voronoi = 0;
  int64_t used = 0, with_speed = 0;
  for (const crowd::AreaSample& s : measures.samples()) {
    if (static_cast<size_t>(s.measure) != m) continue;
    highest = std::max(highest, s.density);
    highest_voronoi = std::max(highest_voronoi, s.voronoi_density);
    if (s.people == 0) continue;
    ++used;
    density += s.density, voronoi += s.voronoi_density;
    if (std::isnan(s.voronoi_speed)) continue;
    ++with_speed;
    speed += s.voronoi_speed;
  }
  use.max_density = highest;
  use.max_voronoi_density = highest_voronoi;
  if (used == 0) return;
  use.mean_density = density / static_cast<double>(used);
  use.mean_voronoi_density = voronoi / static_cast<double>(used);
  if (with_speed > 0) use.mean_speed = speed / static_cast<double>(with_speed);
}

}  // namespace

results::AnalysisInfo analysis_info(const scene::Floors& floors, const crowd::AnalysisSettings& settings) {
  results::AnalysisInfo info;
  info.square = std::max(1.0, std::round(settings.square / floors.grid.cell)) * floors.grid.cell;
  info.every = settings.every;
  info.crowded = settings.crowded;
  for (const crowd::Measure& m : crowd::place_measures(floors, settings.measures)) info.measures.push_back(info_of(m));
  return info;
}

std::vector<results::SquareRecord> squares_of(const crowd::Crowd& crowd) {
  const crowd::Fields& fields = crowd.analysis().fields();
  const crowd::Squares& squares = fields.squares();
  const scene::Floors& floors = crowd.ground().floors();
  std::vector<results::SquareRecord> records;
  for (size_t p = 0; p < squares.size(); ++p) {
    const crowd::SquareTotals& t = fields.totals()[p];
    if (t.peak_density <= 0) continue;
    const scene::CellId middle = squares.middle(p);
    const auto cell = static_cast<size_t>(middle);
    results::SquareRecord r;
    r.x = floors.centre(middle).x();
    r.y = floors.centre(middle).y();
    r.z = floors.z[cell];
    if (!floors.storey.empty()) r.storey = floors.storey[cell];
    if (!floors.space.empty()) r.space = floors.space[cell];
    r.stairs = squares.stairs(p) ? 1 : 0;
    r.area = squares.area(p);
    r.peak_density = t.peak_density;
    r.crowded = t.crowded;
    r.level = t.level;
    r.usage = t.usage;
    r.mean_speed = t.usage > 0 ? t.way / t.usage : std::numeric_limits<float>::quiet_NaN();
    r.peak_crowd_pressure = t.peak_pressure;
    r.turbulent = t.turbulent;
    r.peak_contact_pressure = t.peak_contact;
    records.push_back(r);
  }
  return records;
}

std::vector<results::AreaRecord> areas_since(const crowd::Crowd& crowd, size_t seen) {
  const auto& all = crowd.analysis().measures().samples();
  std::vector<results::AreaRecord> fresh;
  for (size_t i = seen; i < all.size(); ++i) {
    const crowd::AreaSample& s = all[i];
    fresh.push_back({s.time, static_cast<uint32_t>(s.measure), static_cast<uint32_t>(s.people),
                     static_cast<float>(s.density), static_cast<float>(s.voronoi_density), static_cast<float>(s.speed),
                     static_cast<float>(s.voronoi_speed)});
  }
  return fresh;
}

std::vector<results::LineRecord> lines_since(const crowd::Crowd& crowd, size_t seen) {
  const auto& all = crowd.analysis().measures().crossings();
  std::vector<results::LineRecord> fresh;
  for (size_t i = seen; i < all.size(); ++i)
    fresh.push_back({all[i].time, all[i].id, static_cast<uint32_t>(all[i].measure),
                     static_cast<int8_t>(all[i].forward ? 1 : -1), all[i].speed});
  return fresh;
}

results::Crowding crowding_of(const crowd::Crowd& crowd) {
  const crowd::Fields& fields = crowd.analysis().fields();
  const scene::Floors& floors = crowd.ground().floors();
  results::Crowding crowding;
  crowding.max_density = fields.highest_density();
  crowding.person_seconds_above_4 = fields.person_seconds_above_4();
  if (crowd.diagnostics().peak_pressure_N_per_m > 0)
    crowding.peak_pressure = static_cast<double>(crowd.diagnostics().peak_pressure_N_per_m);
  if (fields.highest_pressure() > 0) crowding.peak_crowd_pressure = fields.highest_pressure();
  for (const crowd::HotSpot& spot : fields.hot_spots(floors)) {
    results::HotSpot one{spot.at.x(), spot.at.y(), spot.at.z(), "", spot.peak_density, spot.seconds, "", spot.area};
    if (spot.storey >= 0) one.storey = floors.storeys[static_cast<size_t>(spot.storey)].name;
    if (spot.space >= 0) one.space = floors.spaces[static_cast<size_t>(spot.space)].name;
    crowding.hot_spots.push_back(std::move(one));
  }
  const crowd::LevelShares& shares = fields.shares();
  crowding.levels = {{"walkways", shares_of(shares.fruin[0])},
                     {"stairways", shares_of(shares.fruin[1])},
                     {"queueing", shares_of(shares.fruin[2])},
                     {"weidmann", shares_of(shares.weidmann)}};
  std::erase_if(crowding.levels, [](const auto& table) { return table.second.empty(); });
  return crowding;
}

std::vector<results::MeasureUse> measures_of(const crowd::Crowd& crowd) {
  const crowd::Measures& measures = crowd.analysis().measures();
  std::vector<results::MeasureUse> uses;
  for (size_t m = 0; m < measures.all().size(); ++m) {
    results::MeasureUse use;
    const results::MeasureInfo info = info_of(measures.all()[m]);
    use.name = info.name;
    use.line = info.kind == results::MeasureInfo::Kind::line;
    use.size = info.size;
    if (use.line)
      add_line(measures, m, use);
    else
      add_area(measures, m, use);
    uses.push_back(std::move(use));
  }
  return uses;
}

}  // namespace muster::sim
