#include "models/substance/outflow.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::substance {

namespace {

constexpr double bulk = 0.95;  // of the mass: what comes after it is a tail that no cloud is shaped by

/// Until when entry `i` holds [s].
double end_of(const std::vector<Outflow>& flow, size_t i) {
  return i + 1 < flow.size() ? flow[i + 1].time : std::numeric_limits<double>::infinity();
}

/// Adds `part` [kg] of an entry to sums by mass.
void add(Outflow& sum, const Outflow& entry, double part) {
  sum.rate += part;
  sum.temperature += part * entry.temperature;
  sum.liquid_fraction += part * entry.liquid_fraction;
  sum.speed += part * entry.speed;
  sum.area += part * entry.area;
}

Outflow mean_of(Outflow sum, double from, double until) {
  const double mass = sum.rate;
  sum.temperature /= mass;
  sum.liquid_fraction = std::clamp(sum.liquid_fraction / mass, 0.0, 1.0);
  sum.speed /= mass;
  sum.area /= mass;
  sum.time = from;
  sum.rate = mass / (until - from);
  return sum;
}

/// The mass given off up to any time.
class Course {
 public:
  explicit Course(const std::vector<Outflow>& flow) : flow_(flow), mass_(flow.size(), 0) {
    for (size_t i = 1; i < flow.size(); ++i)
      mass_[i] = mass_[i - 1] + flow[i - 1].rate * (flow[i].time - flow[i - 1].time);
  }
  double total() const { return mass_.back(); }
  double until(double time) const {
    const Outflow* entry = at(flow_, time);
    if (entry == nullptr) return 0;
    return mass_[static_cast<size_t>(entry - flow_.data())] + entry->rate * (time - entry->time);
  }
  /// [s] when `mass` has been given off; at most the total.
  double when(double mass) const {
    const auto after = std::lower_bound(mass_.begin(), mass_.end(), mass);
    if (after == mass_.begin()) return flow_.front().time;
    const auto i = static_cast<size_t>(after - mass_.begin()) - 1;
    return flow_[i].time + (flow_[i].rate > 0 ? (mass - mass_[i]) / flow_[i].rate : 0);
  }
  Outflow mean(double from, double until) const {
    Outflow sum;
    for (size_t i = 0; i < flow_.size() && flow_[i].time < until; ++i) {
      const double span = std::min(end_of(flow_, i), until) - std::max(flow_[i].time, from);
      if (span > 0 && flow_[i].rate > 0) add(sum, flow_[i], flow_[i].rate * span);
    }
    return mean_of(sum, from, until);
  }

 private:
  const std::vector<Outflow>& flow_;
  std::vector<double> mass_;  ///< [kg] given off before each entry
};

}  // namespace

const Outflow* at(const std::vector<Outflow>& flow, double time) {
  const auto next =
      std::upper_bound(flow.begin(), flow.end(), time, [](double t, const Outflow& entry) { return t < entry.time; });
  return next == flow.begin() ? nullptr : &*(next - 1);
}

double mass_of(const SourceTerm& term) {
  double mass = term.instantaneous_mass;
  if (term.kind == SourceTerm::Kind::instantaneous || term.outflow.empty()) return mass;
  if (term.outflow.back().rate > 0) return std::numeric_limits<double>::infinity();
  for (size_t i = 0; i + 1 < term.outflow.size(); ++i)
    mass += term.outflow[i].rate * (term.outflow[i + 1].time - term.outflow[i].time);
  return mass;
}

Mean strongest_mean(const SourceTerm& term, double length) {
  const std::vector<Outflow>& flow = term.outflow;
  Mean best;
  if (flow.empty()) return best;
  const bool ends = !(flow.back().rate > 0);
  if (!ends) best = {flow.back().time, std::numeric_limits<double>::infinity(), flow.back()};
  const Course course(flow);
  if (!(course.total() > 0)) return best;
  const double begins = course.when(0), last = flow.back().time;
  double span = length;
  if (ends) span = std::min(span, course.when(bulk * course.total()) - begins);
  // The mean is highest where one of the span's ends is at a change of the rate.
  double rate = ends ? -1 : flow.back().rate, from = begins;
  for (const Outflow& change : flow)
    for (const double start : {change.time, change.time - span}) {
      if (start < begins || (ends && start + span > last * (1 + 1e-12))) continue;
      const double mean = (course.until(start + span) - course.until(start)) / span;
      if (mean > rate * (1 + 1e-9)) {
        rate = mean;
        from = start;
      }
    }
  if (best.outflow.rate >= rate) return best;
  return {from, from + span, course.mean(from, from + span)};
}

std::vector<Outflow> in_steps(const SourceTerm& term, size_t count) {
  std::vector<Outflow> steps = term.outflow;
  // By halves: pairs of neighbours whose rates are within a ratio of one another, the ratio growing until few are left.
  for (double ratio = 1.02; steps.size() > count + 1; ratio *= ratio) {
    std::vector<Outflow> fewer;
    for (size_t i = 0; i + 1 < steps.size();) {
      const bool pair = i + 2 < steps.size() && std::max(steps[i].rate, steps[i + 1].rate) <=
                                                    ratio * std::min(steps[i].rate, steps[i + 1].rate);
      if (!pair && (ratio < 1e6 || i + 2 >= steps.size())) {
        fewer.push_back(steps[i++]);
        continue;
      }
      Outflow one = steps[i];
      const double middle = steps[i + 1].time, end = steps[i + 2].time;
      one.rate = (one.rate * (middle - one.time) + steps[i + 1].rate * (end - middle)) / (end - one.time);
      fewer.push_back(one);
      i += 2;
    }
    fewer.push_back(steps.back());
    steps = std::move(fewer);
  }
  return steps;
}

}  // namespace muster::substance
