#include "sim/report/compare/compare.h"

#include "sim/chart/plot.h"
#include "sim/report/compare/text_diff.h"
#include "sim/report/html.h"
#include "sim/report/map.h"
#include "sim/results/departures.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// Enough digits to tell values apart: 0.0123, 1.23, 123.4, 12345.
std::string plain(double value) {
  if (value == std::round(value) && std::abs(value) < 1e9) return fmt::format("{:.0f}", value);
  const double size = std::abs(value);
  if (size >= 1000) return fmt::format("{:.0f}", value);
  if (size >= 100) return fmt::format("{:.1f}", value);
  return size >= 1 ? fmt::format("{:.2f}", value) : fmt::format("{:.2g}", value);
}

std::string shown(const MeanInterval& of) { return plain(of.mean) + (of.half ? " ± " + plain(*of.half) : ""); }

/// A place of the squares of a map: storey, row, column.
using Place = std::tuple<int, int64_t, int64_t>;
using Squares = std::map<Place, double>;

class Comparison {
 public:
  Comparison(const std::vector<Variant>& variants, Language language) : variants_(variants), language_(language) {}

  std::string html() const {
    return html_page(language_, "Comparison of results", title(variants_.front().info()),
                     subjects() + differences() + curve() + inputs() + crowding() + heat());
  }

 private:
  std::string say(std::string_view english) const { return translate(english, language_); }
  std::string heading(std::string_view english) const { return "<h2>" + escaped(say(english)) + "</h2>\n"; }
  static std::string title(const results::RunInfo& info) { return info.title.empty() ? info.case_path : info.title; }

  std::string subjects() const;
  std::string differences() const;
  std::string name_of(const std::string& figure) const;
  Series inside(const Variant& variant, const std::vector<double>& times, Series* band) const;
  std::string curve() const;
  std::string inputs() const;
  std::string crowding() const;
  std::string heat() const;
  bool same_floors(const Variant& other) const;
  /// One map for each variant but the first: its mean over the runs less that of the first.
  template <class SquaresOf>
  std::string maps(std::string_view heading_text, std::string_view what, double side,
                   const std::vector<MapClass>& classes, const SquaresOf& squares_of) const;

  const std::vector<Variant>& variants_;
  Language language_;
};

std::string Comparison::subjects() const {
  std::vector<std::vector<std::string>> rows;
  std::set<std::string> commits;
  bool stopped = false;
  for (const Variant& variant : variants_) {
    std::string seeds, what = "<code>" + escaped(variant.info().case_path) + "</code>";
    for (const ComparedRun& run : variant.runs) {
      seeds += fmt::format("{}{}", seeds.empty() ? "" : ", ", run.file.info().seed);
      commits.insert(run.file.software().version + " " + run.file.software().commit);
      stopped = stopped || run.summary.contains("stopped");
    }
    for (const std::string& each : inputs_laid_over(variant.info())) what += "<br><code>" + escaped(each) + "</code>";
    rows.push_back({"<b>" + variant.name + "</b>", escaped(title(variant.info())), what,
                    std::to_string(variant.runs.size()), seeds});
  }
  std::string out =
      heading("What is compared") + table({say("Variant"), say("Title"), say("Case"), say("Runs"), say("Seeds")}, rows);
  for (const auto& [is, text] :
       {std::pair(commits.size() > 1, "The runs were made by different versions of the program."),
        {stopped, "A run was stopped early; its figures are of the time until then."}})
    if (is) out += "<p class=\"bad\">" + escaped(say(text)) + "</p>\n";
  return out;
}

/// "Exit west: people": what stands before the colon is a name of the case.
std::string Comparison::name_of(const std::string& figure) const {
  const size_t colon = figure.rfind(": ");
  if (colon == std::string::npos) return escaped(say(figure));
  std::string key = figure.substr(colon + 2);
  for (const auto& [short_name, word] : {std::pair("people", "People"), {"last", "Last"}})
    if (key == short_name) key = say(word);
  return escaped(figure.substr(0, colon + 2) + key);
}

std::string Comparison::differences() const {
  std::vector<std::string> heads = {say("Figure")};
  for (const Variant& variant : variants_) heads.push_back(variant.name);
  for (size_t v = 1; v < variants_.size(); ++v) heads.push_back(variants_[v].name + " − " + variants_[0].name);
  std::vector<std::vector<std::string>> rows;
  for (const ComparedFigure& figure : compare_figures(variants_)) {
    rows.push_back({name_of(figure.name) + (figure.unit.empty() ? "" : " [" + figure.unit + "]")});
    for (size_t v = 0; v < variants_.size(); ++v) {
      const auto& of = figure.of[v];
      std::string cell = of ? shown(*of) : "";
      // Not every run has every figure.
      if (of && of->n < variants_[v].runs.size()) cell += fmt::format(" ({}/{})", of->n, variants_[v].runs.size());
      rows.back().push_back(cell);
    }
    for (size_t v = 1; v < variants_.size(); ++v) {
      const auto& by = figure.difference[v];
      if (!by) {
        rows.back().push_back("");
        continue;
      }
      const char* verdict = by->excludes_zero() ? (by->mean < 0 ? "less" : "more") : "no difference shown";
      if (by->mean == 0 && by->half == 0.0) verdict = "the same";
      if (!by->half) verdict = "one run: no interval";
      rows.back().push_back(fmt::format("{}{}<br><span class=\"small\">{}</span>", by->mean > 0 ? "+" : "", shown(*by),
                                        escaped(say(verdict))));
    }
  }
  return heading("Differences") + "<p class=\"small\">" +
         escaped(
             say("Means over the seeds, with 95 % confidence intervals (Student's t; differences are paired by seed "
                 "where both variants ran the same seeds). Where the interval of a difference holds zero, no "
                 "difference is shown.")) +
         "</p>\n" + table(heads, rows);
}

/// Mean over the runs of who is inside at `times`; where there are several runs, `band` from fewest to most.
Series Comparison::inside(const Variant& variant, const std::vector<double>& times, Series* band) const {
  Series mean{variant.name, Series::Look::line, {}};
  *band = Series{"", Series::Look::band, {}};
  for (const double t : times) mean.points.emplace_back(t, 0), band->points.emplace_back(t, 1e300);
  band->upper.assign(times.size(), 0);
  for (const ComparedRun& run : variant.runs) {
    const std::vector<results::Departure> left = results::departures(run.file);
    const double placed = run.summary["people"]["placed"].get<double>();
    size_t out = 0;
    for (size_t k = 0; k < times.size(); ++k) {
      while (out < left.size() && left[out].time <= times[k]) ++out;
      const double now = placed - static_cast<double>(out);
      mean.points[k].second += now / static_cast<double>(variant.runs.size());
      band->points[k].second = std::min(band->points[k].second, now);
      band->upper[k] = std::max(band->upper[k], now);
    }
  }
  return mean;
}

std::string Comparison::curve() const {
  constexpr size_t most = 8;  // series that a chart tells apart
  double end = 0;
  for (const Variant& variant : variants_)
    for (const ComparedRun& run : variant.runs)
      for (const results::Departure& d : results::departures(run.file)) end = std::max(end, d.time);
  if (end == 0) return "";
  std::vector<double> times;
  for (int k = 0; k <= 300; ++k) times.push_back(end * k / 300);
  std::vector<Series> bands, means;
  for (const Variant& variant : variants_) {
    if (means.size() == most) break;
    Series band;
    means.push_back(inside(variant, times, &band));
    if (variant.runs.size() > 1) bands.push_back(std::move(band));
  }
  Plot plot{"compared", "", {say("time [s]")}, {say("people inside")}, bands};
  plot.series.insert(plot.series.end(), means.begin(), means.end());
  return heading("How people leave") + svg(plot) +
         (bands.empty()
              ? ""
              : "<p class=\"small\">" + escaped(say("mean of the runs; the grey band holds all of them")) + "</p>\n");
}

std::string Comparison::inputs() const {
  std::string out;
  const results::RunInfo& first = variants_.front().info();
  for (size_t v = 1; v < variants_.size(); ++v) {
    const results::RunInfo& other = variants_[v].info();
    out += "<h3>" + variants_[0].name + " → " + variants_[v].name + "</h3>\n";
    std::string changed;
    for (const DiffLine& line : only_changes(diff(first.case_text, other.case_text)))
      changed += fmt::format("{} {}\n", line.change, escaped(line.text));
    for (const auto& [sign, mine, its] : {std::tuple('-', &first, &other), {'+', &other, &first}})
      for (const std::string& each : inputs_laid_over(*mine))
        if (std::ranges::find(its->overrides, each) == its->overrides.end())
          changed += fmt::format("{} --set {}\n", sign, escaped(each));
    for (const results::InputFile& mine : first.inputs)
      for (const results::InputFile& its : other.inputs)
        if (mine.path == its.path && mine.sha256 != its.sha256 && mine.path != first.case_path)
          changed +=
              fmt::format("! {}: {} → {}\n", escaped(mine.path), mine.sha256.substr(0, 12), its.sha256.substr(0, 12));
    out += changed.empty() ? "<p>" + escaped(say("The case files are the same.")) + "</p>\n"
                           : "<pre>" + changed + "</pre>\n";
  }
  return out.empty() ? "" : heading("What changed in the inputs") + out;
}

bool Comparison::same_floors(const Variant& other) const {
  const auto &a = variants_.front().runs.front().file.floors(), &b = other.runs.front().file.floors();
  return a.grid.x0 == b.grid.x0 && a.grid.y0 == b.grid.y0 && a.grid.cell == b.grid.cell &&
         a.storeys.size() == b.storeys.size();
}

template <class SquaresOf>
std::string Comparison::maps(std::string_view heading_text, std::string_view what, double side,
                             const std::vector<MapClass>& classes, const SquaresOf& squares_of) const {
  const scene::Floors& floors = variants_.front().runs.front().file.floors();
  const auto mean_of = [&](const Variant& variant) {
    Squares mean;
    for (const ComparedRun& run : variant.runs)
      for (const MapSquare& s : squares_of(run.file))
        mean[{s.storey, std::llround(std::floor((s.y - floors.grid.y0) / side)),
              std::llround(std::floor((s.x - floors.grid.x0) / side))}] +=
            s.value / static_cast<double>(variant.runs.size());
    return mean;
  };
  const Squares first = mean_of(variants_.front());
  std::string out;
  for (size_t v = 1; v < variants_.size(); ++v) {
    const std::string name = "<h3>" + variants_[v].name + " − " + variants_[0].name;
    if (!same_floors(variants_[v])) {
      out +=
          name + "</h3><p>" + escaped(say("The models or their floors differ: maps cannot be subtracted.")) + "</p>\n";
      continue;
    }
    Squares change = mean_of(variants_[v]);
    for (const auto& [place, value] : first) change[place] -= value;
    std::vector<MapSquare> squares;
    for (const auto& [place, value] : change)
      squares.push_back({floors.grid.x0 + (static_cast<double>(std::get<2>(place)) + 0.5) * side,
                         floors.grid.y0 + (static_cast<double>(std::get<1>(place)) + 0.5) * side, std::get<0>(place),
                         value});
    for (const auto& [storey, storey_name] : storey_plans(floors))
      if (const std::string plan = map_svg(floors, storey, side, squares, classes); !plan.empty())
        out += fmt::format("{}{}{}</h3>{}\n", name, storey_name.empty() ? "" : ", ", escaped(storey_name), plan);
  }
  if (out.empty()) return "";
  std::string key = "<p class=\"key\">" + escaped(say(what)) + ": ";
  for (const MapClass& c : classes)
    if (c.colour != "none")
      key += fmt::format("<span><i style=\"background:{}\"></i>{}</span>", c.colour, escaped(c.name));
  return heading(heading_text) + key + "</p>\n" + out;
}

/// Pale is less and dark is more, so that black and white tells them apart. `steps` ascending.
std::vector<MapClass> change_classes(double small, double middle, double large, const char* unit) {
  constexpr double lowest = -std::numeric_limits<double>::infinity();
  return {{lowest, fmt::format("< −{:g}{}", large, unit), "#6baed6"},
          {-large, fmt::format("−{:g} … −{:g}", large, middle), "#9ecae1"},
          {-middle, fmt::format("−{:g} … −{:g}", middle, small), "#deebf7"},
          {-small, "", "none"},
          {small, fmt::format("+{:g} … +{:g}", small, middle), "#fb6a4a"},
          {middle, fmt::format("+{:g} … +{:g}", middle, large), "#cb181d"},
          {large, fmt::format("> +{:g}{}", large, unit), "#67000d"}};
}

std::string Comparison::crowding() const {
  const double side = variants_.front().runs.front().file.analysis().info.square;
  if (side <= 0) return "";
  return maps("Where it gets more or less crowded", "Change of the most people on a square metre", side,
              change_classes(0.5, 1, 2, " /m²"), [](const results::ResultsReader& file) {
                std::vector<MapSquare> squares;
                for (const results::SquareRecord& s : file.analysis().squares)
                  squares.push_back({s.x, s.y, s.storey, static_cast<double>(s.peak_density)});
                return squares;
              });
}

std::string Comparison::heat() const {
  const results::HazardTables tables = variants_.front().runs.front().file.hazards();
  if (tables.grid.square <= 0 || tables.totals.peak_radiation.empty()) return "";
  return maps("Change of the heat", "Change of the highest radiation", tables.grid.square,
              change_classes(0.5, 1.6, 4, " kW/m²"), [](const results::ResultsReader& file) {
                const results::HazardTables of = file.hazards();
                std::vector<MapSquare> squares;
                for (size_t s = 0; s < of.totals.peak_radiation.size(); ++s)
                  squares.push_back({of.grid.x[s], of.grid.y[s], of.grid.storey[s],
                                     static_cast<double>(of.totals.peak_radiation[s]) / 1000});
                return squares;
              });
}

}  // namespace

std::string comparison_html(const std::vector<Variant>& variants, Language language) {
  return Comparison(variants, language).html();
}

}  // namespace muster::sim
