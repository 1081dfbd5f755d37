#include "sim/study/answer/report.h"

#include "base/interval.h"
#include "sim/chart/plot.h"
#include "sim/report/html.h"
#include "sim/study/answer/bars.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

constexpr size_t most_rows = 40;   // of a table on the page; all of them are in the CSV
constexpr size_t most_curves = 6;  // that a chart tells apart

std::string text_of(const Json& cell) {
  if (cell.is_null()) return "";
  if (cell.is_string()) return cell.get<std::string>();
  return cell.is_number_float() ? fmt::format("{:.4g}", cell.get<double>()) : cell.dump();
}

/// A variant's place by the first measure.
struct Place {
  size_t variant = 0;
  MeanInterval mean;
};

class Page {
 public:
  Page(const Progress& progress, const Store& store, Language language)
      : progress_(progress), store_(store), language_(language), measure_(progress.study().measures.front()) {
    for (size_t v = 0; v < progress.variants().size(); ++v) {
      std::vector<double> values;
      for (const auto& [seed, value] : values_of(progress.runs()[v], measure_.key)) values.push_back(value);
      if (!values.empty()) places_.push_back({v, mean_interval(values)});
    }
    std::ranges::stable_sort(places_, [&](const Place& a, const Place& b) {
      return measure_.more_is_better ? a.mean.mean > b.mean.mean : a.mean.mean < b.mean.mean;
    });
  }

  std::string html() const {
    const Study& study = progress_.study();
    const std::string title = study.title.empty() ? study.path.filename().string() : study.title;
    return html_page(
        language_, "Study", title,
        subject() + ranking() + leaving() + verdicts() + sensitivity() + exits() + convergence() + failures());
  }

 private:
  std::string say(std::string_view english) const { return translate(english, language_); }
  std::string heading(std::string_view english) const { return "<h2>" + escaped(say(english)) + "</h2>\n"; }
  std::string note(std::string_view english) const { return "<p class=\"small\">" + escaped(say(english)) + "</p>\n"; }
  std::string measure_name() const {
    return say(measure_.name) + (measure_.unit.empty() ? "" : " [" + measure_.unit + "]");
  }
  const std::string& name_of(size_t variant) const { return progress_.variants()[variant].name; }

  /// A table of the study with some of its columns, and the file that holds all of it.
  std::string rows_of(const Table& of, const std::vector<std::pair<std::string, std::string>>& columns) const {
    std::vector<std::string> heads;
    std::vector<size_t> places;
    for (const auto& [column, head] : columns) {
      const auto at = std::find(of.columns.begin(), of.columns.end(), column);
      if (at == of.columns.end()) continue;
      heads.push_back(say(head));
      places.push_back(static_cast<size_t>(at - of.columns.begin()));
    }
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : of.rows) {
      if (rows.size() == most_rows) break;
      std::vector<std::string>& cells = rows.emplace_back();
      for (const size_t c : places) {
        const bool words = of.columns[c] == "measure" || of.columns[c] == "verdict";  // others hold names of the study
        cells.push_back(escaped(words ? say(text_of(row[c])) : text_of(row[c])));
      }
    }
    std::string more = of.rows.size() > most_rows ? fmt::format(" ({} / {})", most_rows, of.rows.size()) : "";
    return table(heads, rows) +
           fmt::format("<p class=\"small\"><a href=\"tables/{0}.csv\">tables/{0}.csv</a>{1}</p>\n", of.name, more);
  }

  std::string subject() const;
  std::string ranking() const;
  std::string leaving() const;
  std::string verdicts() const;
  std::string sensitivity() const;
  std::string exits() const;
  std::string convergence() const;
  std::string failures() const;

  const Progress& progress_;
  const Store& store_;
  Language language_;
  const Measure& measure_;
  std::vector<Place> places_;  ///< best first; variants without the measure are not among them
};

std::string Page::subject() const {
  const Counts counts = progress_.counts();
  std::string out = "<div class=\"answer\">";
  const auto box = [&](const std::string& what, const std::string& value, bool bad = false) {
    out += fmt::format("<div{}>{}<b>{}</b></div>", bad ? " class=\"bad\"" : "", escaped(what), escaped(value));
  };
  box(say("Variants"), std::to_string(progress_.variants().size()));
  box(say("Runs that ended well, of those planned"), fmt::format("{} / {}", counts.ok, counts.planned),
      counts.ok < counts.planned);
  if (!places_.empty()) {
    const Place& best = places_.front();
    box(say("Variant of the lowest mean"), name_of(best.variant));
    box(measure_name(),
        fmt::format("{:.4g}{}", best.mean.mean, best.mean.half ? fmt::format(" ± {:.2g}", *best.mean.half) : ""));
  }
  out += "</div>\n";
  if (counts.missing > 0)
    out += "<p class=\"bad\">" + escaped(say("The study is not complete: runs are missing.")) + "</p>\n";
  return out + note(
                   "Intervals are 95 % confidence intervals of the mean over the seeds (Student's t). Runs that failed "
                   "are counted and never replaced by a figure.");
}

std::string Page::ranking() const {
  std::vector<Bar> bars;
  for (const Place& place : places_) {
    if (bars.size() == most_rows) break;
    Bar bar{name_of(place.variant), place.mean.mean, {}, {}};
    if (place.mean.half) bar.low = place.mean.mean - *place.mean.half, bar.high = place.mean.mean + *place.mean.half;
    bars.push_back(std::move(bar));
  }
  if (bars.empty()) return "";
  std::vector<std::pair<std::string, std::string>> columns = {{"variant", "Variant"}};
  for (const Factor& f : progress_.study().factors)
    if (progress_.study().plan.method != Method::grid) columns.emplace_back(f.name, f.name);
  columns.insert(columns.end(), {{"ok", "Runs"},
                                 {"planned", "planned"},
                                 {measure_.name + ": mean", measure_.name},
                                 {measure_.name + ": half_95", "±"},
                                 {measure_.name + ": least", "least"},
                                 {measure_.name + ": greatest", "greatest"},
                                 {measure_.name + ": bound_95_95", "95 % bound (Wilks)"}});
  return heading("Variants, best first") + bars_svg(bars, measure_name()) + rows_of(variants_table(progress_), columns);
}

std::string Page::leaving() const {
  const Table curves = curves_table(progress_);
  std::map<std::string, Series> of;  // by variant
  for (const auto& row : curves.rows)
    of[row[0].get<std::string>()].points.emplace_back(row[4].get<double>(), row[1].get<double>() * 100);
  if (of.empty()) return "";
  Plot plot{"leaving", "", {say("time [s]")}, {say("share of the people out [%]"), 0, 100}, {}};
  std::vector<Series> lines;
  for (const Place& place : places_) {
    if (lines.size() >= most_curves) break;
    const auto found = of.find(name_of(place.variant));
    if (found == of.end()) continue;
    Series line = found->second;
    line.label = name_of(place.variant);
    lines.push_back(std::move(line));
  }
  // The best variant's spread: when the fastest and the slowest twentieth of its runs had so many out.
  Series spread{say("5th and 95th percentile of the best"), Series::Look::dots, {}};
  for (const auto& row : curves.rows)
    if (!places_.empty() && row[0].get<std::string>() == name_of(places_.front().variant)) {
      spread.points.emplace_back(row[5].get<double>(), row[1].get<double>() * 100);
      spread.points.emplace_back(row[6].get<double>(), row[1].get<double>() * 100);
    }
  plot.series = std::move(lines);
  plot.series.push_back(std::move(spread));
  return heading("How people leave") + svg(plot) +
         note("Lines: mean time over the runs at which a share of the people was out.");
}

std::string Page::verdicts() const {
  const Table of = comparison_table(progress_);
  if (of.rows.empty()) return "";
  return heading("Against the first variant") +
         note("Mean differences over runs with the same seed; p values after Holm for all variants at once; at 5 %.") +
         rows_of(of, {{"measure", "Figure"},
                      {"second", "Variant"},
                      {"n", "n"},
                      {"difference", "Difference"},
                      {"half_95", "±"},
                      {"p_holm", "p"},
                      {"verdict", "Verdict"}});
}

std::string Page::sensitivity() const {
  const Table of = sensitivity_table(progress_);
  std::map<std::string, std::vector<Bar>> bars;
  for (const auto& row : of.rows)
    if (row[0] == measure_.name && !row[4].is_null())
      bars[row[2].get<std::string>()].push_back(
          {row[1].get<std::string>(), row[3].get<double>(), row[4].get<double>(), row[5].get<double>()});
  if (bars.empty()) return "";
  std::string out = heading("Which factors matter");
  for (auto& [index, each] : bars) {
    std::ranges::stable_sort(each, [](const Bar& a, const Bar& b) { return std::abs(a.value) > std::abs(b.value); });
    out += bars_svg(each, index + ": " + measure_name());
  }
  return out + rows_of(of, {{"measure", "Figure"},
                            {"factor", "Factor"},
                            {"index", "Index"},
                            {"value", "Value"},
                            {"low_95", "from"},
                            {"high_95", "to"},
                            {"n", "n"},
                            {"planned", "planned"}});
}

std::string Page::exits() const {
  const Table of = exits_table(progress_);
  if (of.rows.empty()) return "";
  return heading("Exits") + rows_of(of, {{"variant", "Variant"},
                                         {"exit", "Exit"},
                                         {"n", "n"},
                                         {"people", "People"},
                                         {"people_half_95", "±"},
                                         {"last_s", "Last"},
                                         {"last_half_95", "±"}});
}

std::string Page::convergence() const {
  return heading("How sure it is") +
         note(
             "Half the interval as a share of the mean; runs that the target would take; whether the mean evacuation "
             "curve has settled (functional analysis; that says nothing of how right it is).") +
         rows_of(convergence_table(progress_), {{"variant", "Variant"},
                                                {"n", "n"},
                                                {"planned", "planned"},
                                                {"half_of_mean", "± / mean"},
                                                {"runs_for_target", "runs for the target"},
                                                {"enough", "criterion met"},
                                                {"erd_change", "ERD"},
                                                {"epc_change", "EPC"},
                                                {"sc_change", "SC"},
                                                {"curve_stable_after", "curve stable after"}});
}

std::string Page::failures() const {
  const Table of = failures_table(progress_, store_);
  if (of.rows.empty()) return "";
  return heading("Runs that failed") +
         rows_of(of, {{"variant", "Variant"}, {"seed", "Seeds"}, {"status", "Status"}, {"said", "What it said"}});
}

}  // namespace

std::string report_html(const Progress& progress, const Store& store, Language language) {
  return Page(progress, store, language).html();
}

}  // namespace muster::sim::study
