#include "sim/verify/scores.h"

#include "base/random.h"
#include "sim/verify/gas_measurements.h"

#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

template <class At>
Scores scores_of(int count, At at) {
  Scores s;
  double sum = 0, squares = 0;
  for (int i = 0; i < count; ++i) {
    const Pair& p = at(i);
    const double predicted = std::max(p.predicted, 1e-3);
    const double l = std::log(p.measured / predicted), d = (p.measured - predicted) / (0.5 * (p.measured + predicted));
    sum += l;
    squares += l * l;
    s.mrb += d / count;
    s.mrse += d * d / count;
    s.fac2 += (predicted >= 0.5 * p.measured && predicted <= 2 * p.measured) ? 1.0 / count : 0;
  }
  s.count = count;
  s.mg = std::exp(sum / count);
  s.vg = std::exp(squares / count);
  return s;
}

}  // namespace

Scores scores(const std::vector<Pair>& list) {
  return scores_of(static_cast<int>(list.size()), [&](int i) -> const Pair& { return list[static_cast<size_t>(i)]; });
}

namespace {

/// "0.82 [0.69, 0.92]": the value and the middle 95 % of 2000 samples drawn with replacement.
struct Intervals {
  std::string fac2, mg, vg;
};
Intervals intervals(const std::vector<Pair>& list) {
  constexpr int samples = 2000;
  std::vector<double> fac2, mg, vg;
  const int n = static_cast<int>(list.size());
  for (int k = 0; k < samples; ++k) {
    const Scores s = scores_of(n, [&](int i) -> const Pair& {
      const double u = random_uniform(1, static_cast<uint64_t>(i), static_cast<uint64_t>(k), Draw::test);
      return list[static_cast<size_t>(u * n)];
    });
    fac2.push_back(s.fac2);
    mg.push_back(s.mg);
    vg.push_back(s.vg);
  }
  const auto text = [](double value, std::vector<double>& v) {
    std::sort(v.begin(), v.end());
    return fmt::format("{:.3g} [{:.3g}, {:.3g}]", value, v[samples / 40], v[samples - samples / 40]);
  };
  const Scores s = scores(list);
  return {text(s.fac2, fac2), text(s.mg, mg), text(s.vg, vg)};
}

}  // namespace

std::vector<Criterion> criteria_of_lng_protocol(const Scores& s, const std::string& biased) {
  return {
      {"within a factor of two (FAC2)", "", {0.5, 1}, lng_protocol, {s.fac2}},
      {"geometric mean bias MG, measured over predicted",
       "",
       {0.67, 1.5},
       lng_protocol,
       {s.mg},
       Judge::every,
       false,
       biased},
      {"geometric variance VG", "", {1, 3.3}, lng_protocol, {s.vg}},
      {"mean relative bias MRB", "", {-0.4, 0.4}, lng_protocol, {s.mrb}, Judge::every, false, biased},
      {"mean relative square error MRSE", "", {0, 2.3}, lng_protocol, {s.mrse}},
  };
}

std::vector<Pair> only(const std::vector<Pair>& list, const std::function<bool(const Pair&)>& keep) {
  std::vector<Pair> some;
  std::copy_if(list.begin(), list.end(), std::back_inserter(some), keep);
  return some;
}

std::string score_row(const std::string& what, const std::vector<Pair>& list) {
  const Intervals i = intervals(list);
  return fmt::format("| {} | {} | {} | {} | {} |\n", what, list.size(), i.fac2, i.mg, i.vg);
}

std::string score_table(const std::vector<Pair>& list) {
  std::string text = "| arcs | n | FAC2 | MG | VG |\n|---|---|---|---|---|\n" + score_row("all", list);
  for (const char* series : {"Burro", "Coyote", "MaplinSands"}) {
    const auto some = only(list, [&](const Pair& p) { return p.series == series; });
    if (!some.empty()) text += score_row(series, some);
  }
  for (const LngTrial& t : lng_trials()) {
    const auto some = only(list, [&](const Pair& p) { return p.trial == t.name; });
    if (!some.empty()) text += score_row(t.name, some);
  }
  return text;
}

Plot scatter_plot(const std::vector<Pair>& list, const std::string& name, const std::string& title) {
  Plot plot{name, title, {"log10 of measured [mole %]", -1, 2}, {"log10 of predicted [mole %]", -1, 2}};
  for (const char* series : {"Burro", "Coyote", "MaplinSands"}) {
    Series s{series, Series::Look::dots, {}};
    for (const Pair& p : list) {
      if (p.series == series) s.points.push_back({std::log10(p.measured), std::log10(std::max(p.predicted, 0.1))});
    }
    plot.series.push_back(s);
  }
  const double two = std::log10(2.0);
  plot.series.push_back({"equal", Series::Look::line, {{-1, -1}, {2, 2}}});
  plot.series.push_back(
      {"half, double", Series::Look::line, {{-1, -1 + two}, {2 - two, 2}, {NAN, NAN}, {-1 + two, -1}, {2, 2 - two}}});
  return plot;
}

Plot distance_plot(const std::vector<Pair>& list, const std::string& name, const std::string& title) {
  Plot plot{name, title, {"log10 of distance [m]", 1.6, 3}, {"log10 of predicted / measured", -1, 1}};
  for (const char* series : {"Burro", "Coyote", "MaplinSands"}) {
    Series s{series, Series::Look::dots, {}};
    for (const Pair& p : list) {
      if (p.series == series) s.points.push_back({std::log10(p.distance), std::log10(p.predicted / p.measured)});
    }
    plot.series.push_back(s);
  }
  const double two = std::log10(2.0);
  plot.series.push_back(
      {"half, double", Series::Look::line, {{1.6, two}, {3, two}, {NAN, NAN}, {1.6, -two}, {3, -two}}});
  return plot;
}

}  // namespace muster::sim::verify
