#include "sim/study/answer/report.h"

#include "base/interval.h"
#include "sim/chart/plot.h"
#include "sim/report/html.h"
#include "sim/study/answer/bars.h"
#include "sim/study/answer/pictures.h"
#include "sim/study/answer/places_section.h"
#include "sim/study/answer/words.h"
#include "sim/study/statistics/indices.h"
#include "sim/study/statistics/replicates.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace muster::sim::study {

namespace {

constexpr size_t most_rows = 40;  // of a table on the page; all of them are in the CSV

std::string text_of(const Json& cell) {
  if (cell.is_null()) return "";
  if (cell.is_string()) return cell.get<std::string>();
  if (!cell.is_number_float()) return cell.dump();
  const double x = cell.get<double>();
  const bool large = std::abs(x) >= 1e4 && std::abs(x) < 1e9;  // costs: no powers of ten
  return large ? fmt::format("{:.0f}", x) : fmt::format("{:.4g}", x);
}

/// An interval's half: two digits.
std::string short_of(const Json& cell) { return fmt::format("{:.2g}", cell.get<double>()); }

/// A variant's place by the first measure.
struct Place {
  size_t variant = 0;
  MeanInterval mean;  ///< of the runs that have the figure; n = 0 where none has
  size_t planned = 0;
  size_t without() const { return planned - std::min(planned, mean.n); }
};

/// Of the confirmed layouts the first in the search's order that other seeds show to be better than the case as it is,
/// or, where that has no figure in all its runs, that has one itself; absent where there is none.
std::optional<size_t> best_row(const Table& best) {
  const auto place = [&](const std::string& column) {
    return static_cast<size_t>(std::ranges::find(best.columns, column) - best.columns.begin());
  };
  const size_t n = place("n"), planned = place("planned"), verdict = place("verdict");
  const auto whole = [&](size_t row) { return best.rows[row][n] == best.rows[row][planned]; };
  for (size_t row = 1; row < best.rows.size(); ++row)
    if (whole(row) && (!whole(0) || best.rows[row][verdict].get<std::string>().ends_with(": better"))) return row;
  return {};
}

class Page {
 public:
  Page(const Progress& progress, const Store& store, Language language)
      : progress_(progress), store_(store), language_(language), measure_(progress.study().measures.front()) {
    for (size_t v = 0; v < progress.variants().size(); ++v) {
      std::vector<double> values;
      for (const auto& [seed, value] : searched_values(progress, v, measure_.key)) values.push_back(value);
      MeanInterval mean = values.empty() ? MeanInterval{} : mean_interval(values);
      if (alike_counts(values) && !measure_.certain()) mean.half.reset();
      any_ = any_ || !values.empty();
      places_.push_back({v, mean, searched_runs(progress, v)});
    }
    if (!any_) places_.clear();
    // A mean over the runs that went well is no variant's: whoever lacks runs stands behind.
    std::ranges::stable_sort(places_, [&](const Place& a, const Place& b) {
      if (a.without() != b.without()) return a.without() < b.without();
      return measure_.more_is_better ? a.mean.mean > b.mean.mean : a.mean.mean < b.mean.mean;
    });
  }

  std::string html() const {
    const Study& study = progress_.study();
    const std::string title = study.title.empty() ? study.path.filename().string() : study.title;
    return html_page(language_, "Study", title,
                     subject() + best() + tradeoff() + search() + risk() +
                         places_section(progress_, store_, language_) + weather() + ranking() + shares() + leaving() +
                         effects() + verdicts() + sensitivity() + exits() + convergence() + failures());
  }

 private:
  std::string say(std::string_view english) const { return study::say(english, language_); }
  std::string heading(std::string_view english) const { return "<h2>" + escaped(say(english)) + "</h2>\n"; }
  std::string note(std::string_view english) const { return "<p class=\"small\">" + escaped(say(english)) + "</p>\n"; }
  std::string measure_name() const {
    return say(measure_.name) + (measure_.unit.empty() ? "" : " [" + measure_.unit + "]");
  }
  const std::string& name_of(size_t variant) const { return progress_.variants()[variant].name; }

  /// A table of the study with some of its columns, and the file that holds all of it.
  std::string rows_of(const Table& of, const std::vector<std::pair<std::string, std::string>>& columns,
                      size_t in_file = 0) const {
    std::vector<std::string> heads;
    std::vector<size_t> places;
    for (const auto& [column, head] : columns) {
      const auto at = std::find(of.columns.begin(), of.columns.end(), column);
      if (at == of.columns.end()) continue;
      heads.push_back(say(head));
      places.push_back(static_cast<size_t>(at - of.columns.begin()));
    }
    const auto lacks = lacking(of);
    std::vector<std::vector<std::string>> rows;
    for (const auto& row : of.rows) {
      if (rows.size() == most_rows) break;
      std::vector<std::string>& cells = rows.emplace_back();
      for (const size_t c : places) {
        const bool words = is_word(of.columns[c]);  // others hold names of the study
        const std::string cell = escaped(words ? say(text_of(row[c])) : text_of(row[c]));
        cells.push_back(lacks(row) ? "<span class=\"bad\">" + cell + "</span>" : cell);
      }
    }
    const size_t total = std::max(in_file, of.rows.size());
    std::string more = total > rows.size() ? fmt::format(" ({} / {})", rows.size(), total) : "";
    return table(heads, rows) +
           fmt::format("<p class=\"small\"><a href=\"tables/{0}.csv\">tables/{0}.csv</a>{1}</p>\n", of.name, more);
  }

  /// Whether a row's figures are of fewer runs, variants or rows than were planned: it is printed in red.
  std::function<bool(const std::vector<Json>&)> lacking(const Table& of) const {
    const auto place = [&](const std::string& column) {
      return static_cast<size_t>(std::ranges::find(of.columns, column) - of.columns.begin());
    };
    const size_t planned = place("planned"), none = of.columns.size();
    size_t n = none;
    for (const std::string& column :
         {measure_.name + ": n", std::string("n"), std::string("variants"), std::string("runs")})
      if (n == none) n = place(column);
    return [=](const std::vector<Json>& row) {
      return n != none && planned != none && row[n].get<size_t>() < row[planned].get<size_t>();
    };
  }

  /// Columns of the program's own words; others hold names of the study.
  static bool is_word(const std::string& column) {
    return column == "measure" || column == "verdict" || column == "level" || column == "risk" ||
           column == "confirmed" || column == "layout" || column == "people" || column == "criterion" ||
           column == "what";
  }
  std::string titled(const Measure& m) const { return say(m.name) + (m.unit.empty() ? "" : " [" + m.unit + "]"); }

  std::string subject() const;
  std::string shares() const;
  std::string best() const;
  std::string tradeoff() const;
  std::string search() const;
  std::string risk() const;
  std::string weather() const;
  std::string effects() const;
  std::string ranking() const;
  std::vector<std::pair<size_t, std::string>> shown() const;
  void keep_shown(Table& of) const;
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
  std::vector<Place> places_;  ///< best first, behind them those of which runs have no figure; empty where none has
  bool any_ = false;           ///< a run has the first measure
};

std::string Page::subject() const {
  const Counts counts = progress_.counts();
  std::string out = "<div class=\"answer\">";
  const auto box = [&](const std::string& what, const std::string& value, bool bad = false) {
    out += fmt::format("<div{}>{}<b>{}</b></div>", bad ? " class=\"bad\"" : "", escaped(what), escaped(value));
  };
  if (!progress_.study().searches()) box(say("Variants"), std::to_string(progress_.variants().size()));
  box(say("Runs that ended well, of those planned"), fmt::format("{} / {}", counts.ok, counts.planned),
      counts.ok < counts.planned);
  if (progress_.study().searches()) {
    box(say("Layouts looked at"), std::to_string(progress_.variants().size() - 1));
    const Table of = best_table(progress_);
    if (const auto row = best_row(of)) {
      const auto cell = [&](const std::string& column) {
        return of.rows[*row][static_cast<size_t>(std::ranges::find(of.columns, column) - of.columns.begin())];
      };
      box(say("Best layout"), of.rows[*row][0].get<std::string>());
      const auto with_half = [&](const std::string& mean, const std::string& half) {
        return cell(mean).is_null() ? std::string("-")
                                    : text_of(cell(mean)) + (cell(half).is_null() ? "" : " ± " + short_of(cell(half)));
      };
      box(measure_name(), with_half(measure_.name + ": mean", measure_.name + ": half_95"));
      const std::string verdict = cell("verdict").get<std::string>();
      box(say("Against the case as it is"), with_half("difference", "difference_half_95") + " (" + say(verdict) + ")",
          !verdict.ends_with(": better"));
    } else if (of.rows.size() > 1) {
      box(say("Best layout"), say("none is shown to be better than the case as it is"), true);
    }
  } else if (progress_.study().risk) {
    const Table of = risk_table(progress_);
    for (const auto& row : of.rows)
      box(row[1] == "(all)" ? say("Expected deaths per year")
                            : say("Individual risk per year") + ": " + text_of(row[1]),
          row[2].is_null() ? "-"
                           : (row.back().get<bool>() ? say("at least") + " " : "") + text_of(row[2]) +
                                 (row[3].is_null() ? "" : " ± " + short_of(row[3])),
          row.back().get<bool>());
  } else if (!places_.empty() && places_.front().without() > 0) {
    box(say("Variant of the best mean"), say("none: not all runs have the figure"), true);
  } else if (!places_.empty()) {
    const Place& best = places_.front();
    box(say("Variant of the best mean"), name_of(best.variant));
    box(measure_name(),
        fmt::format("{:.4g}{}", best.mean.mean, best.mean.half ? fmt::format(" ± {:.2g}", *best.mean.half) : ""));
  }
  out += "</div>\n";
  if (counts.missing > 0)
    out += "<p class=\"bad\">" + escaped(say("The study is not complete: runs are missing.")) + "</p>\n";
  if (std::ranges::any_of(places_, [](const Place& p) { return p.without() > 0; }))
    out += "<p class=\"bad\">" +
           escaped(say("In red: not all planned runs have the figure. In the others not everybody came out, or they "
                       "failed or are missing. Such variants stand last, whatever the mean of the rest.")) +
           "</p>\n";
  return out + note(
                   "Intervals are 95 % confidence intervals of the mean over the seeds (Student's t). Runs that failed "
                   "are counted and never replaced by a figure.");
}

std::string Page::best() const {
  if (!progress_.study().searches()) return "";
  const Table of = best_table(progress_);
  if (of.rows.empty())
    return "<p class=\"bad\">" + escaped(say("The search is not over: the best layouts have not been confirmed yet.")) +
           "</p>\n";
  std::vector<Bar> bars;
  const auto mean = static_cast<size_t>(std::ranges::find(of.columns, measure_.name + ": mean") - of.columns.begin());
  for (const auto& row : of.rows) {
    if (row[mean].is_null()) continue;
    Bar bar{say(row[0].get<std::string>()), row[mean].get<double>(), {}, {}};
    if (!row[mean + 1].is_null())
      bar.low = bar.value - row[mean + 1].get<double>(), bar.high = bar.value + row[mean + 1].get<double>();
    bars.push_back(std::move(bar));
  }
  std::vector<std::pair<std::string, std::string>> columns = {{"layout", "Layout"}};
  for (const Factor& f : progress_.study().factors) columns.emplace_back(f.name, f.name);
  columns.insert(columns.end(), {{"n", "n"}, {"planned", "planned"}});
  // The others stand in the CSV: a page is only so wide.
  columns.insert(columns.end(), {{measure_.name + ": mean", titled(measure_)}, {measure_.name + ": half_95", "±"}});
  if (const Measure* against = progress_.study().against())
    columns.emplace_back(against->name + ": mean", titled(*against));
  columns.insert(columns.end(), {{"difference", "Difference"}, {"difference_half_95", "±"}, {"verdict", "Verdict"}});
  return heading("The best layouts") +
         note(
             "Other seeds than those of the search: no luck of the search is in these figures. Differences to the case "
             "as it is are paired by seed; p values after Holm.") +
         bars_svg(bars, measure_name()) + rows_of(of, columns);
}

std::string chart(const std::string& name, const sim::Axis& x, const sim::Axis& y, const std::vector<Series>& series) {
  Plot plot;
  plot.name = name;
  plot.x = x;
  plot.y = y;
  plot.series = series;
  return svg(plot);
}

/// From a little below the least to a little above the greatest.
sim::Axis snug(const std::string& title, const std::vector<double>& values) {
  const auto [low, high] = std::ranges::minmax(values);
  const double room = high > low ? 0.06 * (high - low) : 1;
  return {title, low - room, high + room};
}

std::string Page::tradeoff() const {
  const Table of = tradeoff_table(progress_);
  const Measure* against = progress_.study().searches() ? progress_.study().against() : nullptr;
  if (of.rows.empty() || against == nullptr) return "";
  const size_t first = of.columns.size() - 4;  // mean, half, mean, half
  Series all{say("each layout"), Series::Look::dots, {}}, front{say("none better in both"), Series::Look::line, {}},
      intervals{say("95 % interval, other seeds"), Series::Look::line, {}};
  std::vector<double> xs, ys;
  for (size_t v = 1; v < progress_.variants().size(); ++v) {
    const auto a = searched_values(progress_, v, measure_.key), b = searched_values(progress_, v, against->key);
    const auto mean = [](const std::map<uint64_t, double>& values) {
      double sum = 0;
      for (const auto& [seed, value] : values) sum += value;
      return sum / static_cast<double>(values.size());
    };
    if (!a.empty() && !b.empty()) all.points.emplace_back(mean(b), mean(a));
  }
  for (const auto& row : of.rows) {
    if (row[first].is_null() || row[first + 2].is_null()) continue;  // not all of its runs have the figures
    const double y = row[first].get<double>(), x = row[first + 2].get<double>();
    front.points.emplace_back(x, y);
    if (!row[first - 1].get<bool>() || row[first + 1].is_null()) continue;
    const double half = row[first + 1].get<double>(), nothing = std::numeric_limits<double>::quiet_NaN();
    intervals.points.insert(intervals.points.end(), {{x, y - half}, {x, y + half}, {nothing, nothing}});
    ys.insert(ys.end(), {y - half, y + half});
  }
  std::ranges::sort(front.points);
  for (const auto& [x, y] : all.points) xs.push_back(x), ys.push_back(y);
  std::vector<std::pair<std::string, std::string>> columns = {{"layout", "Layout"}};
  for (const Factor& f : progress_.study().factors) columns.emplace_back(f.name, f.name);
  columns.insert(columns.end(), {{"n", "n"},
                                 {"planned", "planned"},
                                 {"confirmed", "confirmed"},
                                 {of.columns[first], titled(measure_)},
                                 {of.columns[first + 1], "±"},
                                 {of.columns[first + 2], titled(*against)}});
  return heading("What it costs: the trade-off") +
         note(
             "Layouts that no other one beats in both figures. With an interval: run again with other seeds. Dots: "
             "means over the seeds of the search, which chose and flatter.") +
         chart("tradeoff", snug(titled(*against), xs), snug(measure_name(), ys), {front, all, intervals}) +
         rows_of(of, columns);
}

std::string Page::search() const {
  const Table of = search_table(progress_);
  if (of.rows.empty()) return "";
  const auto column = [&](const std::string& name) {
    return static_cast<size_t>(std::ranges::find(of.columns, name) - of.columns.begin());
  };
  Series best{say("best so far"), Series::Look::steps, {}}, each{say("each layout"), Series::Look::dots, {}};
  for (size_t k = 0; k < of.rows.size(); ++k) {
    const auto& row = of.rows[k];
    const auto number = static_cast<double>(k + 1);
    if (!row[column("best_so_far")].is_null()) best.points.emplace_back(number, row[column("best_so_far")]);
    if (!row[column(measure_.name)].is_null()) each.points.emplace_back(number, row[column(measure_.name)]);
  }
  std::vector<double> ys;
  for (const auto& [x, y] : each.points) ys.push_back(y);
  if (ys.empty()) return "";
  sim::Axis counted;
  counted.title = say("layouts looked at");
  std::vector<std::pair<std::string, std::string>> columns = {{"layout", "Layout"}};
  for (const Factor& f : progress_.study().factors) columns.emplace_back(f.name, f.name);
  columns.insert(columns.end(), {{"ok", "Runs"}, {"planned", "planned"}});
  for (const Measure& m : progress_.study().measures) columns.emplace_back(m.name, titled(m));
  return heading("How the search went") + chart("search", counted, snug(measure_name(), ys), {best, each}) +
         rows_of(of, columns);
}

std::string Page::risk() const {
  const Table of = risk_table(progress_);
  if (of.rows.empty()) return "";
  std::string out = heading("Risk per year") +
                    note(
                        "Individual risk: probability a year that one person of the group dies, on his way out, over "
                        "all weathers and accidents of the study. Deaths are expected values, the sums of "
                        "probabilities.") +
                    rows_of(of, {{"risk", "Risk"},
                                 {"people", "People"},
                                 {"per_year", "per year"},
                                 {"half_95", "±"},
                                 {"n", "n"},
                                 {"planned", "planned"},
                                 {"frequency_covered", "frequency with figures [1/year]"},
                                 {"frequency_unknown", "frequency without [1/year]"}});
  const auto warn = [&](const std::string& text) { out += "<p class=\"bad\">" + escaped(text) + "</p>\n"; };
  if (std::ranges::any_of(of.rows, [](const auto& row) { return row[6].template get<double>() > 0; }))
    warn(say("The frequency in the last column has no figure: the risk is larger by what happens then."));
  if (const std::string harms = of.rows.front()[9]; !harms.empty())
    warn(say("The deaths leave out what people met of which no probability of death is known:") + " " + harms +
         (of.rows.front()[8].is_null() ? "."
                                       : fmt::format(". {}: {}.", say("People incapacitated per year, dead or alive"),
                                                     text_of(of.rows.front()[8]))));
  std::vector<std::pair<double, double>> points;
  const Table fn = fn_table(progress_);
  for (const auto& row : fn.rows) points.emplace_back(row[0].get<double>(), row[1].get<double>());
  if (!points.empty())
    out += heading("F-N curve") + fn_svg(points, say("deaths N (expected)"), say("frequency of N or more [1/year]")) +
           "<p class=\"small\"><a href=\"tables/fn.csv\">tables/fn.csv</a></p>\n";
  std::vector<std::pair<std::string, std::string>> columns;
  for (const Factor& f : progress_.study().factors) columns.emplace_back(f.name, f.name);
  columns.insert(columns.end(), {{"frequency_per_year", "frequency [1/year]"},
                                 {"n", "n"},
                                 {"planned", "planned"},
                                 {"expected_deaths", "expected deaths"},
                                 {"half_95", "±"},
                                 {"deaths_per_year", "deaths per year"}});
  return out + heading("What happens, and how often") + rows_of(happenings_table(progress_), columns);
}

std::string Page::weather() const {
  const Table of = weather_table(progress_);
  std::vector<Petal> petals;
  for (const auto& row : of.rows)
    if (row[3] == row[4] && !row[5].is_null())  // else it would be the mean of what went well
      petals.push_back({row[1].get<double>(), row[2].get<double>(), row[5].get<double>(), text_of(row[5])});
  if (of.rows.empty()) return "";
  return heading("Weather") +
         note(
             "Length: how often the wind comes from there. Colour and number: the figure's mean then, what happens "
             "more often counting more; dark is much.") +
         rose_svg(petals, measure_name()) +
         rows_of(of, {{"wind", "Wind"},
                      {"from_deg", "from [deg]"},
                      {"share", "share"},
                      {"runs", "Runs"},
                      {"planned", "planned"},
                      {"mean", measure_name()}});
}

std::string Page::effects() const {
  Table of = effects_table(progress_);
  const size_t in_file = of.rows.size();
  std::map<std::string, Swing> swings;
  double sum = 0, count = 0;
  for (const auto& row : of.rows) {
    if (row[0] != measure_.name) continue;
    if (row[3] < row[4] || row[6].is_null()) continue;  // else it would be the mean of what went well
    const std::string factor = row[1], level = row[2];
    const double mean = row[6], share = row[5];
    if (factor == of.rows.front()[1]) sum += share * mean, count += share;
    auto [at, fresh] = swings.try_emplace(factor, Swing{factor, mean, mean, say(level), say(level)});
    if (mean < at->second.low) at->second.low = mean, at->second.at_low = say(level);
    if (mean > at->second.high) at->second.high = mean, at->second.at_high = say(level);
  }
  // The others stand in the file.
  std::erase_if(of.rows, [&](const auto& row) { return row[0] != measure_.name; });
  if (of.rows.empty()) return "";
  std::vector<Swing> all;
  for (const Factor& f : progress_.study().factors)
    if (swings.contains(f.name)) all.push_back(swings[f.name]);
  return heading("What each factor changes") +
         note(
             "Mean of the variants in which the factor is so, whatever the others are: from the least to the greatest. "
             "The line is the mean of all.") +
         (progress_.study().plan.method == Method::grid
              ? note("Variants count as often as their options are so; no interval: they are all that there are.")
              : note("±: 95 % interval over the variants, not over the seeds.")) +
         (count > 0 ? tornado_svg(std::move(all), sum / count, measure_name()) : "") +
         rows_of(of,
                 {{"measure", "Figure"},
                  {"factor", "Factor"},
                  {"level", "Level"},
                  {"variants", "variants"},
                  {"planned", "planned"},
                  {"mean", "mean"},
                  {"half_95", "±"}},
                 in_file);
}

std::string Page::ranking() const {
  if (progress_.study().searches() || progress_.study().risk) return "";  // nobody chooses the weather
  std::vector<Bar> bars;
  constexpr size_t many = 60, best_of_many = 15;  // of hundreds nobody reads more than the best
  Table sorted = variants_table(progress_);
  std::vector<std::vector<Json>> rows;
  for (const Place& place : places_) {
    if (rows.size() == (places_.size() > many ? best_of_many : most_rows)) break;
    rows.push_back(sorted.rows[place.variant]);
    if (place.without() > 0) continue;
    Bar bar{name_of(place.variant), place.mean.mean, {}, {}};
    if (place.mean.half) bar.low = place.mean.mean - *place.mean.half, bar.high = place.mean.mean + *place.mean.half;
    bars.push_back(std::move(bar));
  }
  if (rows.empty()) return "";
  sorted.rows = std::move(rows);
  std::vector<std::pair<std::string, std::string>> columns = {{"variant", "Variant"}};
  for (const Factor& f : progress_.study().factors)
    if (progress_.study().plan.method != Method::grid) columns.emplace_back(f.name, f.name);
  columns.insert(columns.end(), {{measure_.name + ": n", "n"},
                                 {"planned", "planned"},
                                 {measure_.name + ": mean", measure_.name},
                                 {measure_.name + ": half_95", "±"},
                                 {measure_.name + ": least", "least"},
                                 {measure_.name + ": greatest", "greatest"},
                                 {measure_.name + ": p95", "higher than 95 %"},
                                 {measure_.name + ": bound_95_95", "95 % bound (Wilks)"}});
  return heading("Variants, best first") + bars_svg(bars, measure_name()) + rows_of(sorted, columns, places_.size());
}

/// Which variants the picture of leaving shows, and what they are called there.
std::vector<std::pair<size_t, std::string>> Page::shown() const {
  std::vector<std::pair<size_t, std::string>> all;
  const auto add = [&](size_t v, std::string_view what) {
    if (std::ranges::any_of(all, [&](const auto& one) { return one.first == v; })) return;
    all.emplace_back(v, what.empty() ? say(name_of(v)) : fmt::format("{}: {}", say(what), name_of(v)));
  };
  if (progress_.study().searches()) {
    const std::vector<size_t> confirmed = shown_variants(progress_);
    if (confirmed.empty()) return all;
    add(confirmed.front(), "");
    if (const auto row = best_row(best_table(progress_))) add(confirmed[*row], "best");
    return all;
  }
  if (places_.empty()) return all;
  const auto whole =
      static_cast<size_t>(std::ranges::count_if(places_, [](const Place& place) { return place.without() == 0; }));
  if (whole > 0) add(places_.front().variant, "best");
  if (whole > 2) add(places_[whole / 2].variant, "middle");
  const auto ran = std::find_if(places_.rbegin(), places_.rend(), [&](const Place& place) {
    return std::ranges::any_of(progress_.runs()[place.variant].records, [](const auto& r) { return r.has_value(); });
  });
  if (ran != places_.rend()) add(ran->variant, "worst");
  if (progress_.study().plan.method == Method::list) add(0, "first");
  return all;
}

/// Of a table by variant with more of them than a page is read for, those that the picture of leaving shows.
void Page::keep_shown(Table& of) const {
  constexpr size_t few = 8;
  if (progress_.variants().size() <= few) return;
  std::erase_if(of.rows, [&](const auto& row) {
    return std::ranges::none_of(shown(), [&](const auto& one) { return row[0] == name_of(one.first); });
  });
}

std::string Page::leaving() const {
  const Table of = leaving_table(progress_);
  std::vector<Growth> all;
  for (const auto& [v, label] : shown()) {
    Growth one{label, {}, {}, {}, {}};
    for (const auto& row : of.rows) {
      if (row[0] != name_of(v)) continue;
      one.time.push_back(row[1].get<double>());
      one.mean.push_back(row[4].get<double>());
      one.low.push_back(row[5].get<double>());
      one.high.push_back(row[6].get<double>());
    }
    if (!one.time.empty()) all.push_back(std::move(one));
  }
  if (all.empty()) return "";
  return heading("How people leave") + growth_svg(all, say("time [s]"), say("share of the people out [%]")) +
         note("Lines: mean share of the people out over the runs. Bands: 5 to 95 % of the runs.") +
         "<p class=\"small\"><a href=\"tables/leaving.csv\">tables/leaving.csv</a>, "
         "<a href=\"tables/curves.csv\">tables/curves.csv</a></p>\n";
}

std::string Page::verdicts() const {
  const Table of = comparison_table(progress_);
  if (of.rows.empty() || progress_.study().risk) return "";
  return heading("Against the first variant") +
         note("Mean differences over runs with the same seed; p values after Holm for all variants at once; at 5 %.") +
         rows_of(of, {{"measure", "Figure"},
                      {"second", "Variant"},
                      {"n", "n"},
                      {"planned", "planned"},
                      {"difference", "Difference"},
                      {"half_95", "±"},
                      {"p_holm", "p"},
                      {"verdict", "Verdict"}});
}

std::string Page::shares() const {
  Table of = shares_table(progress_);
  const size_t all = of.rows.size();
  keep_shown(of);
  if (of.rows.empty()) return "";
  return heading("In how many runs it goes wrong") +
         note(
             "Of the runs that ended well. From and to: Wilson's 95 % interval of the share of all possible runs; none "
             "of ten may still be a quarter.") +
         rows_of(of,
                 {{"variant", "Variant"},
                  {"what", "What"},
                  {"hits", "Runs"},
                  {"n", "n"},
                  {"planned", "planned"},
                  {"share", "share"},
                  {"low_95", "from"},
                  {"high_95", "to"}},
                 all);
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
  if (progress_.study().plan.method == Method::sobol_indices) {
    size_t rows = 0;
    for (const auto& row : of.rows) rows = std::max(rows, row[6].get<size_t>());
    if (rows < rows_for_intervals)
      out +=
          "<p class=\"bad\">" +
          escaped(say("Fewer than 64 rows: the intervals are too narrow, and hold the index less often than said.")) +
          "</p>\n";
    if (std::ranges::any_of(of.rows, [](const auto& row) { return row[1] == "(seed)" && row[3].is_null(); }))
      out += note("One run a point: what the seeds contribute is not known, and is in the total indices.");
  }
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
  Table of = exits_table(progress_);
  if (of.rows.empty()) return "";
  const size_t all = of.rows.size();
  keep_shown(of);
  return heading("Exits") + rows_of(of,
                                    {{"variant", "Variant"},
                                     {"exit", "Exit"},
                                     {"n", "n"},
                                     {"planned", "planned"},
                                     {"people", "People"},
                                     {"people_half_95", "±"},
                                     {"last_n", "n"},
                                     {"last_s", "Last"},
                                     {"last_half_95", "±"}},
                                    all);
}

std::string Page::convergence() const {
  if (progress_.study().searches()) return "";
  Table of = convergence_table(progress_);
  const size_t all = of.rows.size();
  const auto enough = std::ranges::count_if(of.rows, [](const auto& row) { return row[7].template get<bool>(); });
  double widest = 0;
  bool all_known = true;
  for (const auto& row : of.rows) {
    all_known = all_known && !row[5].is_null();
    if (!row[5].is_null()) widest = std::max(widest, row[5].get<double>());
  }
  keep_shown(of);
  return heading("How sure it is") +
         fmt::format("<p>{}: {} / {}; {}: {}</p>\n", escaped(say("Variants whose criterion is met")), enough, all,
                     escaped(say("widest half interval of all, as a share of the mean")),
                     all_known ? fmt::format("{:.2g} %", 100 * widest) : "-") +
         note(
             "Half the interval as a share of the mean; runs that the target would take; whether the mean evacuation "
             "curve has settled (functional analysis; that says nothing of how right it is).") +
         rows_of(of,
                 {{"variant", "Variant"},
                  {"n", "n"},
                  {"planned", "planned"},
                  {"half_of_mean", "± / mean"},
                  {"runs_for_target", "runs for the target"},
                  {"criterion", "criterion"},
                  {"erd_change", "ERD"},
                  {"epc_change", "EPC"},
                  {"sc_change", "SC"},
                  {"curve_stable_after", "curve stable after"}},
                 all);
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
