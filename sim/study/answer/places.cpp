#include "sim/study/answer/places.h"

#include "sim/study/answer/answer.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace muster::sim::study {

namespace {

bool same_squares(const StayDeaths& a, const StayDeaths& b) { return a.x == b.x && a.y == b.y && a.z == b.z; }

/// Squares of one storey by column and row.
using Raster = std::map<std::pair<int64_t, int64_t>, size_t>;

Raster raster_of(const StayDeaths& squares, int storey) {
  Raster raster;
  for (size_t s = 0; s < squares.x.size(); ++s) {
    if (squares.storey[s] != storey) continue;
    const std::pair place(static_cast<int64_t>(std::floor((squares.x[s] - squares.corner.x()) / squares.square)),
                          static_cast<int64_t>(std::floor((squares.y[s] - squares.corner.y()) / squares.square)));
    const auto [at, fresh] = raster.emplace(place, s);
    // Walls part squares, and floors of a storey may lie above one another: the lowest, then the first.
    if (!fresh && squares.z[s] < squares.z[at->second]) at->second = s;
  }
  return raster;
}

}  // namespace

std::optional<RiskMap> risk_map(const Progress& progress, const Store& store) {
  if (!progress.study().stays()) return {};
  std::optional<RiskMap> map;
  double before = 0;  // of happenings without figures ahead of the first with some
  const std::vector<double> frequency = frequencies(progress);
  for (size_t v = 0; v < frequency.size(); ++v) {
    const std::string key = progress.stays_of(v);
    std::optional<StayDeaths> deaths = key.empty() ? std::nullopt : results::read_stay_deaths(store.stays(key));
    if (deaths && deaths->death.empty()) deaths.reset();
    if (deaths && !map) {
      map.emplace();
      map->per_year.assign(deaths->death.size(), 0);
      map->unknown = before;
      map->floors_of = v;
      map->squares = *deaths;
    }
    if (!deaths || !same_squares(map->squares, *deaths)) {
      (map ? map->unknown : before) += frequency[v];
      continue;
    }
    map->covered += frequency[v];
    map->cut += deaths->cut ? frequency[v] : 0;
    for (size_t s = 0; s < deaths->death.size(); ++s)
      map->per_year[s] += frequency[v] * static_cast<double>(deaths->death[s]);
  }
  return map;
}

std::optional<size_t> square_at(const StayDeaths& squares, const Vec2& at, std::optional<double> z) {
  std::optional<size_t> found;
  // A square that walls cut has its point anywhere in it.
  const double reach = 0.75 * squares.square;
  const auto worse = [&](size_t s) {
    const double height = static_cast<double>(squares.z[s]);
    return std::pair(z ? std::abs(height - *z) : height, std::hypot(squares.x[s] - at.x(), squares.y[s] - at.y()));
  };
  for (size_t s = 0; s < squares.x.size(); ++s) {
    if (std::abs(squares.x[s] - at.x()) > reach || std::abs(squares.y[s] - at.y()) > reach) continue;
    if (z && std::abs(static_cast<double>(squares.z[s]) - *z) > 1) continue;
    if (!found || worse(s) < worse(*found)) found = s;
  }
  return found;
}

Table places_table(const Progress& progress, const RiskMap* map) {
  Table table{"places",
              {"place", "x_m", "y_m", "share_of_time", "per_year", "frequency_covered", "frequency_unknown",
               "frequency_cut_short"},
              {}};
  if (map == nullptr) return table;
  for (const RiskPlace& place : progress.study().risk->places) {
    const auto square = square_at(map->squares, place.at, place.z);
    table.rows.push_back({place.name, place.at.x(), place.at.y(), place.share,
                          square ? Json(place.share * map->per_year[*square]) : Json(), map->covered, map->unknown,
                          map->cut});
  }
  return table;
}

Table contours_table(const RiskMap* map) {
  Table table{"contours", {"per_year", "area_m2", "squares"}, {}};
  if (map == nullptr) return table;
  for (const double level : risk_levels) {
    const auto count = std::ranges::count_if(map->per_year, [&](double r) { return r >= level; });
    table.rows.push_back({level, static_cast<double>(count) * map->squares.square * map->squares.square, count});
  }
  return table;
}

Table risk_map_table(const RiskMap* map) {
  Table table{"risk_map", {"x_m", "y_m", "z_m", "storey", "per_year"}, {}};
  if (map == nullptr) return table;
  const StayDeaths& squares = map->squares;
  for (size_t s = 0; s < squares.x.size(); ++s)
    if (map->per_year[s] > 0)
      table.rows.push_back({squares.x[s], squares.y[s], squares.z[s], squares.storey[s], map->per_year[s]});
  return table;
}

std::vector<std::array<Vec2, 2>> contour(const RiskMap& map, int storey, double level) {
  // Where there is no risk its logarithm is taken as that of far below any level.
  constexpr double none = 1e-12;
  const Raster raster = raster_of(map.squares, storey);
  std::vector<std::array<Vec2, 2>> pieces;
  const double at = std::log(level);
  for (const auto& [place, low_left] : raster) {
    const auto [i, j] = place;
    // Counter-clockwise from the square's own middle.
    const std::array<std::pair<int64_t, int64_t>, 4> corners = {{{i, j}, {i + 1, j}, {i + 1, j + 1}, {i, j + 1}}};
    std::array<double, 4> value{};
    std::array<Vec2, 4> middle;
    bool whole = true;
    for (size_t k = 0; k < 4 && whole; ++k) {
      const auto found = raster.find(corners[k]);
      whole = found != raster.end();
      if (!whole) break;
      value[k] = std::log(std::max(map.per_year[found->second], none)) - at;
      middle[k] = {map.squares.x[found->second], map.squares.y[found->second]};
    }
    if (!whole) continue;
    std::vector<Vec2> crossings;
    for (size_t k = 0; k < 4; ++k) {
      const size_t next = (k + 1) % 4;
      if ((value[k] >= 0) == (value[next] >= 0)) continue;
      const double share = value[k] / (value[k] - value[next]);
      crossings.emplace_back((1 - share) * middle[k] + share * middle[next]);
    }
    for (size_t k = 0; k + 1 < crossings.size(); k += 2) pieces.push_back({crossings[k], crossings[k + 1]});
  }
  return pieces;
}

}  // namespace muster::sim::study
