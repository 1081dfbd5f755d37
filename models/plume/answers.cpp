#include "models/plume/answers.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume {

namespace {

// Evenly in ln x.
std::vector<double> stations(const Cloud& cloud, const Search& search) {
  const double from = search.nearest, to = std::max(search.farthest > 0 ? search.farthest : cloud.farthest(), 2 * from);
  std::vector<double> x(static_cast<size_t>(std::max(search.stations, 3)));
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = from * std::pow(to / from, static_cast<double>(i) / static_cast<double>(x.size() - 1));
  return x;
}

// Where `holds` turns from true (at `in`) to false (at `out`).
template <class Holds>
double edge(double in, double out, const Holds& holds, double share = 1e-4) {
  for (int i = 0; i < 40 && std::abs(out - in) > share * std::abs(in) + 1e-6; ++i) {
    const double middle = (in + out) / 2;
    (holds(middle) ? in : out) = middle;
  }
  return in;
}

// The peak of one place around sample `best` of `times`.
Peak refined(const Cloud& cloud, const Vec3& point, const std::vector<double>& times, size_t best, double value) {
  constexpr double golden = 0.3819660112501051;
  double low = times[best > 0 ? best - 1 : 0], high = times[std::min(best + 1, times.size() - 1)];
  Peak peak{value, times[best]};
  double inner = low + golden * (high - low), outer = high - golden * (high - low);
  double inner_value = fraction_at(cloud, point, inner), outer_value = fraction_at(cloud, point, outer);
  for (int i = 0; i < 14; ++i) {
    if (inner_value > peak.fraction) peak = {inner_value, inner};
    if (outer_value > peak.fraction) peak = {outer_value, outer};
    if (inner_value > outer_value) {
      high = outer;
      outer = inner;
      outer_value = inner_value;
      inner = low + golden * (high - low);
      inner_value = fraction_at(cloud, point, inner);
    } else {
      low = inner;
      inner = outer;
      inner_value = outer_value;
      outer = high - golden * (high - low);
      outer_value = fraction_at(cloud, point, outer);
    }
  }
  return peak;
}

// The peak of one place from the moments that the cloud names: ever closer about the best of them.
Peak peak_among(const Cloud& cloud, const Vec3& point, std::vector<double> times) {
  constexpr int inner = 9, rounds = 4;
  std::vector<double> values(times.size());
  for (double& time : times) time = std::max(time, cloud.times().first);
  Peak peak;
  for (int round = 0; round <= rounds; ++round) {
    cloud.over_times({&point, 1}, times, values);
    const auto most = static_cast<size_t>(std::max_element(values.begin(), values.end()) - values.begin());
    if (values[most] > peak.fraction) peak = {values[most], times[most]};
    if (!(peak.fraction > 0) || times.size() < 2) break;
    // As high beside it: a plateau, whose beginning counts.
    const double beside = std::max(most > 0 ? values[most - 1] : 0, most + 1 < times.size() ? values[most + 1] : 0);
    if (beside > (1 - 1e-6) * values[most]) {
      size_t first = most;
      while (first > 0 && values[first] > (1 - 1e-6) * peak.fraction) --first;
      peak.time = edge(peak.time, times[first],
                       [&](double time) { return fraction_at(cloud, point, time) > (1 - 1e-6) * peak.fraction; });
      break;
    }
    const double low = times[most > 0 ? most - 1 : 0], high = times[std::min(most + 1, times.size() - 1)];
    times.resize(inner + 2);
    values.resize(times.size());
    for (size_t i = 0; i < times.size(); ++i)
      times[i] = low + (high - low) * static_cast<double>(i) / static_cast<double>(inner + 1);
  }
  return peak;
}

// Half widths of several concentrations at one station and moment.
class HalfWidths {
 public:
  HalfWidths(const Cloud& cloud, double x, double height, double time)
      : cloud_(cloud), x_(x), height_(height), time_(time), limit_(20 * x + 1000) {}

  // 0 to where `fraction` ceases to be, at most the limit.
  double of(double fraction) {
    while (known_.size() < 2 || (known_.back().second >= fraction && known_.back().first < limit_)) widen();
    size_t i = 0;
    while (i + 1 < known_.size() && known_[i + 1].second >= fraction) ++i;
    if (i + 1 == known_.size()) return known_.back().first;
    auto [in, in_value] = known_[i];
    auto [out, out_value] = known_[i + 1];
    // Between the two in the logarithm of the concentration, straight in y^2, while that halves what is left.
    for (int n = 0; n < 40 && out - in > 1e-4 * in + 1e-6; ++n) {
      double y = 0.5 * (in + out);
      if (n % 3 != 2 && in_value > fraction && out_value > 0) {
        const double share = std::log(in_value / fraction) / std::log(in_value / out_value);
        y = std::sqrt(in * in + std::clamp(share, 0.0, 1.0) * (out * out - in * in));
        // A little beyond it on either side in turn closes the bracket.
        const double aside = 3e-5 * y + 3e-7;
        y = std::clamp(n % 3 == 0 ? y + aside : y - aside, in + 0.2 * aside, out - 0.2 * aside);
      }
      const double value = fraction_at(cloud_, {x_, y, height_}, time_);
      if (value >= fraction) {
        in = y;
        in_value = value;
      } else {
        out = y;
        out_value = value;
      }
    }
    return in;
  }

 private:
  // More of the profile, by steps that grow.
  void widen() {
    constexpr size_t some = 6;
    std::vector<Vec3> points;
    if (known_.front().second < 0) points.emplace_back(x_, 0, height_);
    double y = known_.size() > 1 ? known_.back().first * 1.6 : 0.02 * x_ + 0.05;
    for (size_t i = 0; i < some; ++i, y *= 1.6) points.emplace_back(x_, std::min(y, limit_), height_);
    values_.resize(points.size());
    cloud_.concentrations(points, time_, values_);
    for (size_t i = 0; i < points.size(); ++i) {
      if (points[i].y() == 0)
        known_.front().second = values_[i];
      else if (points[i].y() > known_.back().first)
        known_.emplace_back(points[i].y(), values_[i]);
    }
  }

  const Cloud& cloud_;
  double x_, height_, time_, limit_;
  std::vector<std::pair<double, double>> known_{{0, -1}};  // y, fraction; -1: not known yet
  std::vector<double> values_;
};

// Of clouds that lie along x: station by station the half width at the moment of the peak.
Footprint along_wind(const Cloud& cloud, double fraction, const Search& search, const std::vector<double>& x,
                     const std::vector<Peak>& peak, const std::vector<double>& half) {
  Footprint found;
  size_t last = x.size();
  for (size_t i = 0; i < x.size(); ++i)
    if (peak[i].fraction >= fraction) last = i;
  if (last == x.size()) return found;
  found.reached = true;
  found.beyond = last + 1 == x.size();
  found.distance = x[last];
  found.time = peak[last].time;
  if (!found.beyond) {
    Peak there = peak[last];
    found.distance = edge(x[last], x[last + 1], [&](double distance) {
      const Peak here = peaks(cloud, std::vector<Vec3>{{distance, 0, search.height}}).front();
      if (here.fraction >= fraction) there = here;
      return here.fraction >= fraction;
    });
    found.time = there.time;
  }
  for (size_t i = 0; i <= last; ++i) {
    found.width = std::max(found.width, 2 * half[i]);
    if (i > 0) found.area += (half[i] + half[i - 1]) * (x[i] - x[i - 1]);
  }
  found.area += half[last] * (found.distance - x[last]) * 4 / 3;  // the tip: a parabola
  for (size_t i = 0; i <= last; ++i)
    if (half[i] > 0) found.outline.emplace_back(x[i], -half[i]);
  found.outline.emplace_back(found.distance, 0);
  for (size_t i = last + 1; i-- > 0;)
    if (half[i] > 0) found.outline.emplace_back(x[i], half[i]);
  return found;
}

constexpr size_t rays = 120;

// Of clouds that turn: the peaks on rays all around, one ray after the other.
struct Rays {
  std::vector<double> r;
  std::vector<Vec3> points;
  std::vector<Peak> peak;
};

Rays peaks_around(const Cloud& cloud, const Search& search) {
  Search coarse = search;
  coarse.stations = std::min(search.stations, 80);
  Rays all;
  all.r = stations(cloud, coarse);
  const double angle = 2 * std::numbers::pi / rays;
  for (size_t k = 0; k < rays; ++k)
    for (const double radius : all.r)
      all.points.emplace_back(radius * std::cos(static_cast<double>(k) * angle),
                              radius * std::sin(static_cast<double>(k) * angle), search.height);
  std::vector<double> now(all.points.size());
  all.peak.resize(all.points.size());
  for (const double time : sample_times(cloud, 1.07)) {
    cloud.concentrations(all.points, time, now);
    for (size_t i = 0; i < now.size(); ++i)
      if (now[i] > all.peak[i].fraction) all.peak[i] = {now[i], time};
  }
  return all;
}

Footprint all_around(const Rays& all, double fraction) {
  const auto& [r, points, peak] = all;
  constexpr double angle = 2 * std::numbers::pi / rays;
  Footprint found;
  for (size_t k = 0; k < rays; ++k)
    for (size_t i = 0; i < r.size(); ++i) {
      const Peak& here = peak[k * r.size() + i];
      if (here.fraction < fraction) continue;
      const double inner = i > 0 ? std::sqrt(r[i] * r[i - 1]) : r[i],
                   outer = i + 1 < r.size() ? std::sqrt(r[i] * r[i + 1]) : r[i];
      found.area += angle / 2 * (outer * outer - inner * inner);
      found.reached = true;
      const bool goes_on = i + 1 < r.size() && peak[k * r.size() + i + 1].fraction >= fraction;
      if (goes_on || r[i] <= found.distance) continue;
      found.distance = r[i];
      found.time = here.time;
      found.beyond = i + 1 == r.size();
      if (found.beyond) continue;
      // Between this station and the next in the logarithm of the concentration.
      const double next = std::max(peak[k * r.size() + i + 1].fraction, 1e-12);
      const double share = std::clamp(std::log(here.fraction / fraction) / std::log(here.fraction / next), 0.0, 1.0);
      found.distance = r[i] * std::pow(r[i + 1] / r[i], share);
    }
  if (found.reached) {
    // Largest extent across the direction of the farthest place.
    double least = 0, most = 0, heading = 0, far = 0;
    for (size_t i = 0; i < points.size(); ++i)
      if (peak[i].fraction >= fraction && points[i].head<2>().norm() > far) {
        far = points[i].head<2>().norm();
        heading = std::atan2(points[i].y(), points[i].x());
      }
    for (size_t i = 0; i < points.size(); ++i)
      if (peak[i].fraction >= fraction) {
        const double across = -std::sin(heading) * points[i].x() + std::cos(heading) * points[i].y();
        least = std::min(least, across);
        most = std::max(most, across);
      }
    found.width = most - least;
  }
  return found;
}

}  // namespace

std::vector<double> sample_times(const Cloud& cloud, double ratio) {
  const Cloud::Times span = cloud.times();
  if (!std::isfinite(span.first)) return {0};
  std::vector<double> events = cloud.events();
  if (events.empty()) events = {span.first};
  // Many events: those at the ends and a sample between.
  if (events.size() > 12) {
    std::vector<double> some;
    for (size_t i = 0; i < 12; ++i) some.push_back(events[i * (events.size() - 1) / 11]);
    events = std::move(some);
  }
  const double last = std::isfinite(span.last) ? span.last : events.back() + 86400;
  std::vector<double> times;
  for (const double event : events)
    for (double since = 0.2; event + since < last; since *= ratio) times.push_back(event + since);
  times.push_back(last);
  std::sort(times.begin(), times.end());
  // Of those nearly the same one is enough.
  std::vector<double> apart;
  for (const double t : times)
    if (apart.empty() || t - apart.back() > 0.3 * (ratio - 1) * (t - span.first)) apart.push_back(t);
  return apart;
}

std::vector<Peak> peaks(const Cloud& cloud, std::span<const Vec3> points) {
  std::vector<Peak> peak(points.size());
  if (!points.empty() && !is_steady(cloud) && !cloud.likely_times(points.front()).empty()) {
    parallel_for(points.size(), 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i) peak[i] = peak_among(cloud, points[i], cloud.likely_times(points[i]));
    });
    return peak;
  }
  constexpr size_t most = 512;  // at once, for the room that they take
  const std::vector<double> times = sample_times(cloud);
  std::vector<size_t> best(points.size(), 0);
  std::vector<double> all(std::min(most, points.size()) * times.size());
  for (size_t first = 0; first < points.size(); first += most) {
    const auto some = points.subspan(first, std::min(most, points.size() - first));
    cloud.over_times(some, times, std::span(all).first(some.size() * times.size()));
    for (size_t t = 0; t < times.size(); ++t)
      for (size_t i = 0; i < some.size(); ++i) {
        const double now = all[t * some.size() + i];
        if (now > peak[first + i].fraction) {
          peak[first + i] = {now, times[t]};
          best[first + i] = t;
        }
      }
  }
  if (times.size() > 1)
    parallel_for(points.size(), 1, [&](size_t begin, size_t end) {
      for (size_t i = begin; i < end; ++i)
        if (peak[i].fraction > 0) peak[i] = refined(cloud, points[i], times, best[i], peak[i].fraction);
    });
  return peak;
}

Footprint footprint(const Cloud& cloud, double fraction, const Search& search) {
  return footprints(cloud, {&fraction, 1}, search).front();
}

std::vector<Footprint> footprints(const Cloud& cloud, std::span<const double> fractions, const Search& search) {
  std::vector<Footprint> found;
  if (!cloud.along_x()) {
    const Rays all = peaks_around(cloud, search);
    for (const double fraction : fractions) found.push_back(all_around(all, fraction));
    return found;
  }
  const std::vector<double> x = stations(cloud, search);
  std::vector<Vec3> points;
  for (const double distance : x) points.emplace_back(distance, 0, search.height);
  const std::vector<Peak> peak = peaks(cloud, points);
  std::vector<std::vector<double>> half(fractions.size(), std::vector<double>(x.size(), 0));
  parallel_for(x.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      HalfWidths widths(cloud, x[i], search.height, peak[i].time);
      for (size_t k = 0; k < fractions.size(); ++k)
        if (peak[i].fraction >= fractions[k]) half[k][i] = widths.of(fractions[k]);
    }
  });
  for (size_t k = 0; k < fractions.size(); ++k)
    found.push_back(along_wind(cloud, fractions[k], search, x, peak, half[k]));
  return found;
}

namespace {

// How finely the mass between two concentrations is summed.
struct Grid {
  int stations, across, upward;
};
constexpr Grid coarse_grid{16, 6, 6};
constexpr int below = 4;  // heights between the axis and the ground where a section may be richest

// The highest fraction of each section between the axis and the ground, by time.
std::vector<std::vector<double>> tops(const Cloud& cloud, const std::vector<double>& x, std::span<const double> times) {
  std::vector<std::vector<double>> all(times.size(), std::vector<double>(x.size(), 0));
  // As long as the axis stays where it is, all times at once.
  const auto axes = [&](double time) {
    std::vector<double> heights;
    for (const double place : x) heights.push_back(cloud.axis_height(place, time));
    return heights;
  };
  std::vector<double> axis = axes(times.front());
  for (size_t from = 0; from < times.size();) {
    size_t until = from + 1;
    std::vector<double> next;
    while (until < times.size() && (next = axes(times[until])) == axis) ++until;
    std::vector<Vec3> points;
    std::vector<size_t> place;
    for (size_t i = 0; i < x.size(); ++i)
      for (int k = 0; k <= (axis[i] > 0 ? below : 0); ++k) {
        points.emplace_back(x[i], 0, axis[i] * (below - k) / below);
        place.push_back(i);
      }
    const auto span = times.subspan(from, until - from);
    std::vector<double> found(points.size() * span.size());
    cloud.over_times(points, span, found);
    for (size_t t = 0; t < span.size(); ++t)
      for (size_t p = 0; p < points.size(); ++p) {
        double& top = all[from + t][place[p]];
        top = std::max(top, found[t * points.size() + p]);
      }
    from = until;
    axis = std::move(next);
  }
  return all;
}

// Integral over a unit step of what lies between the limits of a value that goes straight from `a` to `b`.
double between(double a, double b, double lower, double upper) {
  if (std::max(a, b) < lower || std::min(a, b) > upper) return 0;
  const double low = std::max(std::min(a, b), lower), high = std::min(std::max(a, b), upper);
  return a == b ? low : (high - low) / std::abs(b - a) * (low + high) / 2;
}

// The volume fraction between two limits at one time, in sections across x.
class Content {
 public:
  Content(const Cloud& cloud, double lower, double upper, double time)
      : cloud_(cloud), lower_(lower), upper_(upper), time_(time) {}

  // [m3] along x; `coarse` are the places where something is looked for first, `top` the most that each has.
  double volume(const std::vector<double>& coarse, const std::vector<double>& top, const Grid& grid) const {
    size_t first = coarse.size(), last = 0;
    for (size_t i = 0; i < coarse.size(); ++i)
      if (top[i] >= lower_) {
        first = std::min(first, i);
        last = i;
      }
    if (first == coarse.size()) return 0;
    const auto holds = [&](double x) { return richest(x).fraction >= lower_; };
    const double from = first > 0 ? edge(coarse[first], coarse[first - 1], holds, 1e-2) : coarse[first];
    const double to = last + 1 < coarse.size() ? edge(coarse[last], coarse[last + 1], holds, 1e-2) : coarse[last];
    // Evenly in ln x, middles: the ends are empty. Each section begins with the size of the one before it, in rows of
    // eight.
    constexpr size_t row = 8;
    const double step = std::log(to / from) / grid.stations;
    std::vector<double> sections(static_cast<size_t>(grid.stations));
    parallel_for((sections.size() + row - 1) / row, 1, [&](size_t begin, size_t end) {
      for (size_t r = begin; r < end; ++r) {
        Extent extent{};
        for (size_t i = r * row; i < std::min(sections.size(), (r + 1) * row); ++i) {
          const double x = from * std::exp(step * (static_cast<double>(i) + 0.5));
          sections[i] = x * section(x, grid, extent);
        }
      }
    });
    double sum = 0;
    for (const double s : sections) sum += s;
    return sum * step;
  }

 private:
  struct Place {
    double fraction, height;
  };
  double here(double x, double y, double z) const { return fraction_at(cloud_, {x, y, z}, time_); }

  // Between the axis and the ground.
  Place richest(double x) const {
    const double axis = cloud_.axis_height(x, time_);
    Place best{here(x, 0, axis), axis};
    for (int k = 0; k < below && axis > 0; ++k) {
      const double z = axis * k / below, fraction = here(x, 0, z);
      if (fraction > best.fraction) best = {fraction, z};
    }
    return best;
  }

  // At most a third farther than where `fraction` falls below the lower limit.
  template <class Fraction>
  double bound(double first, const Fraction& fraction) const {
    constexpr double ratio = 1.3, most = 1e5;
    double reach = first;
    if (fraction(reach) >= lower_) {
      while (reach < most && fraction(reach) >= lower_) reach *= ratio;
    } else {
      while (reach > 1e-6 * first && fraction(reach / ratio) < lower_) reach /= ratio;
    }
    return reach;
  }

  // [m] of a section: to the side, up and down from its axis; 0: not known.
  struct Extent {
    double half, up, down;
  };

  // [m2] of volume fraction; `extent` is where to look first, and what was found.
  double section(double x, const Grid& grid, Extent& extent) const {
    const Place top = richest(x);
    if (top.fraction < lower_) return 0;
    const auto found = [&](double& size, const auto& fraction) {
      return size = bound(size > 0 ? size : 0.05 + 0.05 * x, fraction);
    };
    const double half = found(extent.half, [&](double y) { return here(x, y, top.height); });
    const double high = top.height + found(extent.up, [&](double z) { return here(x, 0, top.height + z); });
    const double low =
        top.height > 0
            ? std::max(0.0,
                       top.height - found(extent.down,
                                          [&](double z) { return z > top.height ? 0.0 : here(x, 0, top.height - z); }))
            : 0;
    std::vector<Vec3> points;
    for (int k = 0; k < grid.upward; ++k)
      for (int i = 0; i <= grid.across; ++i)
        points.emplace_back(x, half * i / grid.across, low + (high - low) * (k + 0.5) / grid.upward);
    std::vector<double> c(points.size());
    cloud_.concentrations(points, time_, c);
    double sum = 0;
    for (size_t i = 0; i + 1 < c.size(); ++i)
      if ((i + 1) % static_cast<size_t>(grid.across + 1) != 0) sum += between(c[i], c[i + 1], lower_, upper_);
    return 2 * sum * (half / grid.across) * ((high - low) / grid.upward);
  }

  const Cloud& cloud_;
  double lower_, upper_, time_;
};

std::vector<double> places(const Cloud& cloud, const Search& search) {
  Search all = search;
  all.nearest = std::min(search.nearest, 0.1);
  all.stations = std::max(all.stations, 120);  // a puff must not fall between two
  return stations(cloud, all);
}

Grid grid_of(const Search& search) { return {std::clamp(search.stations / 2, 16, 80), 12, 16}; }

}  // namespace

double mass_between(const Cloud& cloud, double lower, double upper, double time, double molar_mass, double molar_volume,
                    const Search& search) {
  const std::vector<double> x = places(cloud, search);
  const std::vector<double> top = tops(cloud, x, {&time, 1}).front();
  return Content(cloud, lower, upper, time).volume(x, top, grid_of(search)) * molar_mass / molar_volume;
}

Peak most_mass_between(const Cloud& cloud, double lower, double upper, double molar_mass, double molar_volume,
                       const Search& search) {
  if (is_steady(cloud)) return {mass_between(cloud, lower, upper, 0, molar_mass, molar_volume, search), 0};
  Peak most;
  const std::vector<double> x = places(cloud, search);
  const auto roughly = [&](double time, const std::vector<double>& top) {
    const double volume = Content(cloud, lower, upper, time).volume(x, top, coarse_grid);
    if (volume > most.fraction) most = {volume, time};
  };
  // Where no section that matters has changed the mass has not either.
  const auto same = [lower](const std::vector<double>& a, const std::vector<double>& b) {
    for (size_t i = 0; i < a.size(); ++i)
      if (std::max(a[i], b[i]) >= 0.5 * lower && std::abs(a[i] - b[i]) > 1e-6 * lower) return false;
    return true;
  };
  constexpr double ratio = 1.4;
  const std::vector<double> times = sample_times(cloud, ratio);
  const std::vector<std::vector<double>> top = tops(cloud, x, times);
  // A first guess: of a section of given flux that thins out smoothly the share between the limits goes with
  // (min(c, upper) - lower) / (the highest c it ever has).
  std::vector<double> most_here(x.size(), 0), guess(times.size(), 0);
  for (const std::vector<double>& now : top)
    for (size_t i = 0; i < x.size(); ++i) most_here[i] = std::max(most_here[i], now[i]);
  for (size_t t = 0; t < times.size(); ++t)
    for (size_t i = 0; i < x.size(); ++i)
      if (top[t][i] > lower) guess[t] += x[i] * (std::min(top[t][i], upper) - lower) / most_here[i];
  const double promising = 0.7 * *std::max_element(guess.begin(), guess.end());
  size_t before = times.size();
  for (size_t t = 0; t < times.size(); ++t) {
    if (guess[t] < promising || (before < times.size() && same(top[t], top[before]))) continue;
    before = t;
    roughly(times[t], top[t]);
  }
  if (!(most.fraction > 0)) return most;
  // Between the neighbours of the best.
  const auto best = static_cast<size_t>(std::find(times.begin(), times.end(), most.time) - times.begin());
  const double middle = times[best], earlier = times[best > 0 ? best - 1 : best],
               later = times[std::min(best + 1, times.size() - 1)];
  std::vector<double> between;
  for (const double share : {0.3, 0.6}) {
    between.push_back(middle + share * (earlier - middle));
    between.push_back(middle + share * (later - middle));
  }
  for (const double time : between) {
    const std::vector<double> then = tops(cloud, x, {&time, 1}).front();
    if (!same(then, top[best])) roughly(time, then);
  }
  most.fraction = mass_between(cloud, lower, upper, most.time, molar_mass, molar_volume, search);
  return most;
}

std::vector<Vec3> arc(double radius, double height, double angle, int count) {
  std::vector<Vec3> points;
  for (int i = 0; i < count; ++i) {
    const double a = count > 1 ? angle * (2.0 * i / (count - 1) - 1) : 0;
    points.emplace_back(radius * std::cos(a), radius * std::sin(a), height);
  }
  return points;
}

std::vector<Vec3> grid(double x_from, double x_to, int columns, double y_from, double y_to, int rows, double height) {
  std::vector<Vec3> points;
  points.reserve(static_cast<size_t>(columns) * static_cast<size_t>(rows));
  for (int j = 0; j < rows; ++j)
    for (int i = 0; i < columns; ++i)
      points.emplace_back(columns > 1 ? x_from + (x_to - x_from) * i / (columns - 1) : x_from,
                          rows > 1 ? y_from + (y_to - y_from) * j / (rows - 1) : y_from, height);
  return points;
}

}  // namespace muster::plume
