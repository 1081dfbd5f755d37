#include "sim/report/curves.h"

#include "sim/chart/plot.h"
#include "sim/results/departures.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

namespace muster::sim {

namespace {

/// Those in refuges, at each frame that changes their number.
Series in_refuges(const results::ResultsReader& file) {
  Series series{"", Series::Look::steps, {{0, 0}}};
  for (size_t k = 0; k < file.frames(); ++k) {
    const results::Frame frame = file.frame(k);
    const auto now =
        static_cast<double>(std::ranges::count(frame.state, static_cast<uint8_t>(results::PersonState::in_refuge)));
    if (now != series.points.back().second) series.points.emplace_back(frame.time, now);
  }
  return series;
}

/// People who are neither out nor in a refuge: a step down for whoever leaves or reaches one.
Series inside(const std::vector<results::Departure>& left, const Series& sheltered, size_t placed) {
  std::vector<std::pair<double, double>> changes;
  for (const results::Departure& d : left) changes.emplace_back(d.time, -1);
  for (size_t i = 1; i < sheltered.points.size(); ++i)
    changes.emplace_back(sheltered.points[i].first, sheltered.points[i - 1].second - sheltered.points[i].second);
  std::ranges::stable_sort(changes, {}, [](const auto& change) { return change.first; });
  Series series{"", Series::Look::steps, {{0, static_cast<double>(placed)}}};
  for (const auto& [time, change] : changes) series.points.emplace_back(time, series.points.back().second + change);
  return series;
}

/// The curves of the most used ways out, the most used first.
std::vector<Series> through(const results::ResultsReader& file, const std::vector<results::Departure>& left) {
  constexpr size_t most = 8;  // that a chart tells apart
  std::map<std::pair<bool, uint32_t>, Series> by_way;
  for (const results::Departure& d : left) {
    Series& series =
        by_way.try_emplace({d.mustered, d.index}, Series{results::way_out(file, d), Series::Look::steps, {{0, 0}}})
            .first->second;
    series.points.emplace_back(d.time, series.points.back().second + 1);
  }
  std::vector<Series> all;
  for (auto& [way, series] : by_way) all.push_back(std::move(series));
  std::ranges::stable_sort(all, std::greater(), [](const Series& s) { return s.points.size(); });
  all.resize(std::min(all.size(), most));
  for (Series& series : all) series.points.emplace_back(left.back().time, series.points.back().second);
  return all;
}

}  // namespace

std::string curves(const results::ResultsReader& file, size_t placed, bool refuges, Language language) {
  const auto say = [&](std::string_view english) { return translate(english, language); };
  const std::vector<results::Departure> left = results::departures(file);
  // Whole frames are read for that, which takes a while in large runs.
  Series sheltered = refuges ? in_refuges(file) : Series{"", Series::Look::steps, {{0, 0}}};
  refuges = sheltered.points.size() > 1;
  if (left.empty() && !refuges) return "";
  Plot first{"inside", "", {say("time [s]")}, {say("people inside")}, {inside(left, sheltered, placed)}};
  if (refuges) {
    first.y.title = say("people");
    first.series[0].label = say("inside, not in a refuge");
    sheltered.label = say("in refuges");
    first.series.push_back(std::move(sheltered));
    const double end = std::max(first.series[0].points.back().first, first.series[1].points.back().first);
    for (Series& series : first.series) series.points.emplace_back(end, series.points.back().second);
  }
  if (left.empty()) return svg(first);
  return svg(first) +
         svg(Plot{"exits", "", {say("time [s]")}, {say("people out through each exit")}, through(file, left)});
}

}  // namespace muster::sim
