#include "sim/study/search/layouts.h"

#include "sim/study/search/optimise.h"
#include "sim/study/statistics/sequence.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace muster::sim::study {

namespace {

constexpr double grid = 1000;  // places of an axis in [0, 1]: no two layouts differ by less

/// The nearest place that there is.
Place rounded(const std::vector<Axis>& axes, Place place) {
  for (size_t d = 0; d < axes.size(); ++d) {
    const double u = std::clamp(place[d], 0.0, 1.0), n = static_cast<double>(axes[d].options);
    place[d] = axes[d].options == 0 ? std::round(u * grid) / grid : (std::min(std::floor(u * n), n - 1) + 0.5) / n;
  }
  return place;
}

bool contains(const std::vector<Looked>& looked, const Place& place) {
  return std::ranges::any_of(looked, [&](const Looked& each) { return each.at == place; });
}

/// The first figure of each layout, scaled to [0, 1]; layouts without figures stand as the worst.
std::vector<double> first_figures(const std::vector<Looked>& looked) {
  std::vector<double> values;
  for (const Looked& each : looked)
    if (!each.figures.empty()) values.push_back(each.figures.front());
  if (values.empty()) return std::vector<double>(looked.size(), 1.0);
  const auto [low, high] = std::ranges::minmax(values);
  values.clear();
  for (const Looked& each : looked)
    values.push_back(each.figures.empty() || high <= low ? 1 : (each.figures.front() - low) / (high - low));
  return values;
}

/// One figure of each: the first, or of two the larger one, weighted after scaling each to [0, 1], with a twentieth of
/// their sum (augmented Chebyshev; Knowles 2006, ParEGO, doi 10.1109/TEVC.2005.851274, rho = 0.05). The weights are
/// those of the proposal with this number.
std::vector<double> to_minimise(const std::vector<Looked>& looked, size_t number) {
  if (std::ranges::none_of(looked, [](const Looked& l) { return l.figures.size() > 1; })) return first_figures(looked);
  std::vector<double> low, high;
  for (const Looked& each : looked)
    for (size_t m = 0; m < each.figures.size(); ++m) {
      if (low.size() <= m) low.push_back(each.figures[m]), high.push_back(each.figures[m]);
      low[m] = std::min(low[m], each.figures[m]);
      high[m] = std::max(high[m], each.figures[m]);
    }
  // The weights 1/2, 1/4, 3/4, 1/8...: van der Corput.
  double weight = 0;
  for (double part = 0.5; number > 0; number /= 2, part /= 2) weight += part * static_cast<double>(number % 2);
  std::vector<double> values;
  for (const Looked& each : looked) {
    std::vector<double> share;
    for (size_t m = 0; m < low.size(); ++m)
      share.push_back(each.figures.empty() || high[m] <= low[m] ? 1 : (each.figures[m] - low[m]) / (high[m] - low[m]));
    const double a = weight * share[0], b = (1 - weight) * share[1];
    values.push_back(std::max(a, b) + 0.05 * (a + b));
  }
  return values;
}

/// Places that fill the cube and places near the best ones, others for each number.
std::vector<Place> candidates(const LayoutSearch& search, const std::vector<Place>& places,
                              const std::vector<double>& values, size_t number) {
  const size_t axes = search.axes.size(), many = 256 * std::min<size_t>(axes, 8);
  std::vector<Place> all = sobol_points(axes, many, search.seed + 1 + number);
  std::vector<size_t> order(places.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::stable_sort(order, [&](size_t a, size_t b) { return values[a] < values[b]; });
  // Round the best: one axis anew, or all of them moved a little.
  const Points moves = sobol_points(axes, 64, search.seed + 100003 + number);
  for (size_t k = 0; k < std::min<size_t>(order.size(), 4); ++k)
    for (size_t m = 0; m < moves.size(); ++m) {
      Place near = places[order[k]];
      if (m % 2 == 0)
        near[m / 2 % axes] = moves[m][m / 2 % axes];
      else
        for (size_t d = 0; d < axes; ++d)
          if (search.axes[d].ordered) near[d] += 0.1 * (moves[m][d] - 0.5);
      all.push_back(std::move(near));
    }
  for (Place& place : all) place = rounded(search.axes, std::move(place));
  return all;
}

/// Moves the numbers of a place to where the expected improvement is largest nearby.
Place polished(const LayoutSearch& search, const Surrogate& surrogate, const Place& from) {
  struct What {
    const Surrogate& surrogate;
    Place place;
    std::vector<size_t> free;
  } what{surrogate, from, {}};
  std::vector<double> x, low, high;
  for (size_t d = 0; d < search.axes.size(); ++d)
    if (search.axes[d].options == 0) {
      what.free.push_back(d);
      x.push_back(from[d]);
      low.push_back(std::max(from[d] - 0.1, 0.0));
      high.push_back(std::min(from[d] + 0.1, 1.0));
    }
  if (x.empty()) return from;
  nlopt::opt climb(nlopt::LN_SBPLX, static_cast<unsigned>(x.size()));
  climb.set_lower_bounds(low);
  climb.set_upper_bounds(high);
  climb.set_maxeval(200);
  climb.set_xtol_abs(1 / grid);
  climb.set_max_objective(
      [](const std::vector<double>& y, std::vector<double>&, void* data) {
        auto* w = static_cast<What*>(data);
        for (size_t k = 0; k < y.size(); ++k) w->place[w->free[k]] = y[k];
        return w->surrogate.improvement(w->place);
      },
      &what);
  optimise(climb, x);
  for (size_t k = 0; k < x.size(); ++k) what.place[what.free[k]] = x[k];
  return rounded(search.axes, what.place);
}

/// The place of the largest expected improvement that was not looked at; absent where none is left.
std::optional<Place> most_promising(const LayoutSearch& search, const Surrogate& surrogate, std::vector<Place> all,
                                    const std::vector<Looked>& looked) {
  std::erase_if(all, [&](const Place& place) { return contains(looked, place); });
  if (all.empty()) return {};
  std::vector<double> gains;
  for (const Place& place : all) gains.push_back(surrogate.improvement(place));
  const auto best = static_cast<size_t>(std::ranges::max_element(gains) - gains.begin());
  const Place place = polished(search, surrogate, all[best]);
  return contains(looked, place) ? all[best] : place;
}

/// The next ones of a batch. Of two figures each has weights of its own.
std::vector<Place> batch_of(const LayoutSearch& search, std::vector<Looked> looked, size_t count) {
  const bool two = std::ranges::any_of(looked, [](const Looked& l) { return l.figures.size() > 1; });
  const size_t known = looked.size();
  std::vector<Place> next;
  std::optional<Surrogate> surrogate;
  for (size_t k = 0; k < count; ++k) {
    std::vector<Place> places;
    for (size_t i = 0; i < known; ++i) places.push_back(looked[i].at);
    const std::vector<double> values =
        to_minimise({looked.begin(), looked.begin() + static_cast<std::ptrdiff_t>(known)}, known + k);
    std::vector<Place> all = candidates(search, places, values, known + k);
    std::optional<Place> place;
    if (const auto [least, most] = std::ranges::minmax(values); least == most) {
      // Nothing is known yet of what is better.
      std::erase_if(all, [&](const Place& each) { return contains(looked, each); });
      if (!all.empty()) place = all.front();
    } else {
      if (!surrogate || two) {
        surrogate.emplace(search.axes, places, values);
        for (const Place& proposed : next) surrogate->believe(proposed);
      } else {
        surrogate->believe(next.back());
      }
      place = most_promising(search, *surrogate, std::move(all), looked);
    }
    if (!place) break;
    next.push_back(*place);
    looked.push_back({*place, {}});
  }
  return next;
}

/// Runs NLopt's algorithm again over what was looked at, to the first place that was not.
std::optional<Place> replayed(const LayoutSearch& search, const std::vector<Looked>& looked,
                              nlopt::algorithm algorithm) {
  struct What {
    const LayoutSearch& search;
    const std::vector<Looked>& looked;
    std::vector<double> values;
    std::optional<Place> wanted;
  } what{search, looked, first_figures(looked), {}};
  const size_t axes = search.axes.size();
  nlopt::opt optimiser(algorithm, static_cast<unsigned>(axes));
  optimiser.set_lower_bounds(0.0);
  optimiser.set_upper_bounds(1.0);
  optimiser.set_xtol_abs(1 / grid);
  optimiser.set_maxeval(static_cast<int>(std::min<size_t>(20 * search.layouts, 100000)));
  optimiser.set_min_objective(
      [](const std::vector<double>& x, std::vector<double>&, void* data) {
        auto* w = static_cast<What*>(data);
        const Place place = rounded(w->search.axes, x);
        for (size_t k = 0; k < w->looked.size(); ++k)
          if (w->looked[k].at == place) return w->values[k];
        w->wanted = place;
        throw nlopt::forced_stop();
      },
      &what);
  Place start(axes, 0.5);
  if (algorithm == nlopt::LN_SBPLX) {
    const size_t first = std::min(looked.size(), search.first().size());
    start = looked[static_cast<size_t>(
                       std::min_element(what.values.begin(), what.values.begin() + static_cast<std::ptrdiff_t>(first)) -
                       what.values.begin())]
                .at;
    optimiser.set_initial_step(0.2);
  }
  optimise(optimiser, start);
  return what.wanted;
}

}  // namespace

std::vector<Place> LayoutSearch::first() const {
  std::vector<Place> all;
  std::vector<Looked> seen;
  for (const Place& point : sobol_points(axes.size(), std::min(layouts, 2 * axes.size() + 2), seed)) {
    Place place = rounded(axes, point);
    if (contains(seen, place)) continue;
    seen.push_back({place, {}});
    all.push_back(std::move(place));
  }
  return all;
}

std::vector<Place> LayoutSearch::next(const std::vector<Looked>& looked) const {
  if (looked.size() >= layouts) return {};
  if (looked.empty() && method != SearchMethod::direct) return first();
  if (method == SearchMethod::surrogate) return batch_of(*this, looked, std::min(batch, layouts - looked.size()));
  const auto place = replayed(*this, looked, method == SearchMethod::direct ? nlopt::GN_DIRECT_L : nlopt::LN_SBPLX);
  return place ? std::vector<Place>{*place} : std::vector<Place>{};
}

std::vector<size_t> unbeaten(const std::vector<std::vector<double>>& figures) {
  std::vector<size_t> front;
  for (size_t a = 0; a < figures.size(); ++a) {
    const auto beats = [&](const std::vector<double>& b) {
      return b.size() == 2 && b[0] <= figures[a][0] && b[1] <= figures[a][1] && b != figures[a];
    };
    if (figures[a].size() == 2 && std::ranges::none_of(figures, beats)) front.push_back(a);
  }
  std::ranges::stable_sort(front, [&](size_t a, size_t b) { return figures[a] < figures[b]; });
  return front;
}

}  // namespace muster::sim::study
