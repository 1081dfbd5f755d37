#include "models/plume/history.h"

#include "models/plume/answers.h"

#include <algorithm>
#include <cmath>

namespace muster::plume {

History history(const Cloud& cloud, const Vec3& point, double until) {
  History h;
  if (is_steady(cloud)) {
    MUSTER_CHECK(std::isfinite(until), "a steady cloud has no end");
    const double c = fraction_at(cloud, point, 0);
    return {{0, until}, {c, c}};
  }
  std::vector<double> times = sample_times(cloud, 1.05);
  times.insert(times.begin(), cloud.times().first);
  const auto cut = std::upper_bound(times.begin(), times.end(), until);
  times.erase(cut, times.end());
  if (std::isfinite(until) && (times.empty() || times.back() < until)) times.push_back(until);
  std::vector<double> values(times.size());
  cloud.over_times({&point, 1}, times, values);
  const Peak peak = peaks(cloud, {&point, 1}).front();
  // Subdivides where a step is large, depth first, in order.
  const double step = 0.01 * std::max(peak.fraction, 1e-15);
  struct Piece {
    double from, from_value, to, to_value;
    int depth;
  };
  h.time.push_back(times.front());
  h.fraction.push_back(values.front());
  for (size_t i = 0; i + 1 < times.size(); ++i) {
    std::vector<Piece> open = {{times[i], values[i], times[i + 1], values[i + 1], 0}};
    while (!open.empty()) {
      const Piece p = open.back();
      open.pop_back();
      const bool holds_peak = peak.time > p.from && peak.time < p.to && p.depth < 7;
      if (p.depth < 12 && (std::abs(p.to_value - p.from_value) > step || holds_peak)) {
        const double middle = (p.from + p.to) / 2, value = fraction_at(cloud, point, middle);
        open.push_back({middle, value, p.to, p.to_value, p.depth + 1});
        open.push_back({p.from, p.from_value, middle, value, p.depth + 1});
      } else {
        h.time.push_back(p.to);
        h.fraction.push_back(p.to_value);
      }
    }
  }
  return h;
}

std::optional<Passage> passage(const History& h, double fraction) {
  std::optional<Passage> found;
  const auto crossing = [&](size_t a, size_t b) {
    const double share = (fraction - h.fraction[a]) / (h.fraction[b] - h.fraction[a]);
    return h.time[a] + share * (h.time[b] - h.time[a]);
  };
  for (size_t i = 0; i < h.time.size(); ++i) {
    if (h.fraction[i] < fraction) continue;
    if (!found) {
      const double arrival = i > 0 ? crossing(i - 1, i) : h.time[i];
      found = Passage{arrival, h.time[i]};
    }
    found->departure = i + 1 < h.time.size() && h.fraction[i + 1] < fraction ? crossing(i, i + 1) : h.time[i];
  }
  return found;
}

double dose(const History& h) {
  double sum = 0;
  for (size_t i = 1; i < h.time.size(); ++i)
    sum += (h.fraction[i] + h.fraction[i - 1]) / 2 * (h.time[i] - h.time[i - 1]);
  return sum;
}

double toxic_load(const History& h, double exponent) {
  double sum = 0;
  for (size_t i = 1; i < h.time.size(); ++i)
    sum += (std::pow(1e6 * h.fraction[i], exponent) + std::pow(1e6 * h.fraction[i - 1], exponent)) / 2 *
           (h.time[i] - h.time[i - 1]);
  return sum / 60;
}

History indoors(const History& outside, double air_changes) {
  const double rate = air_changes / 3600;
  History inside;
  double c = 0, highest = 0;
  for (size_t i = 0; i < outside.time.size(); ++i) {
    if (i > 0) {
      // Exact for an outside that is straight between the times.
      const double dt = outside.time[i] - outside.time[i - 1], k = rate * dt;
      const double a = outside.fraction[i - 1], b = outside.fraction[i];
      if (k < 1e-6)
        c += k * ((a + b) / 2 - c);
      else
        c = b - (b - a) / k + (c - a + (b - a) / k) * std::exp(-k);
    }
    highest = std::max(highest, c);
    inside.time.push_back(outside.time[i]);
    inside.fraction.push_back(c);
  }
  while (rate > 0 && c > 0.01 * highest && inside.time.size() < 1000000) {
    const double dt = 0.02 / rate;
    c *= std::exp(-0.02);
    inside.time.push_back(inside.time.back() + dt);
    inside.fraction.push_back(c);
  }
  return inside;
}

}  // namespace muster::plume
