#pragma once
// What is measured on a running crowd, from the recorded positions alone: crossings of lines, densities and speeds of
// areas; and the statistics that criteria need.

#include "models/crowd/crowd.h"
#include "sim/case/case.h"
#include "sim/run/coupling.h"
#include "sim/run/set_up.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim::verify {

/// What a trial shows after a step.
struct Moment {
  double time = 0;                               ///< [s]
  double step = 0;                               ///< [s] since the moment before
  std::span<const crowd::Snapshot> before, now;  ///< everybody in order of ids; before: at the moment before
  /// The person's earlier line, or null where it was not there.
  const crowd::Snapshot* earlier(const crowd::Snapshot& person) const;
};

/// A case given as text, set up and stepped.
class Trial {
 public:
  /// `toml` as a user would write it, without a seed; `change`, where there is one, gives single people what keys of
  /// their group cannot. Throws InputError.
  Trial(const std::string& toml, uint64_t seed, const std::function<void(std::vector<crowd::Person>&)>& change = {});
  /// Steps until everybody has left or `until` [s]; `look` sees every `every`th step.
  void run(double until, const std::function<void(const Moment&)>& look = {}, int every = 1);

  const Start& start() const { return start_; }
  crowd::Crowd& crowd() { return *crowd_; }
  const Coupling& coupling() const { return *coupling_; }
  double step() const { return the_case_.run.step; }
  size_t people() const { return start_.people.size(); }
  size_t evacuated() const { return crowd_->counts().evacuated; }
  /// [s] when the last one crossed an exit; NaN where somebody is still inside.
  double last_out() const;
  /// [s] by id; NaN where still inside.
  std::vector<double> exit_times() const;
  /// How many left by each exit, in their order.
  std::vector<double> used_exits() const;

 private:
  Case the_case_;
  Start start_;
  std::unique_ptr<crowd::Crowd> crowd_;
  std::unique_ptr<Coupling> coupling_;
};

/// Calls `trial(seed)` for every seed, several at a time, and returns the results in their order.
std::vector<double> for_seeds(std::span<const uint64_t> seeds, const std::function<double(uint64_t)>& trial);
std::vector<std::vector<double>> for_seeds_all(std::span<const uint64_t> seeds,
                                               const std::function<std::vector<double>(uint64_t)>& trial);
/// Column `k` of what for_seeds_all returned.
std::vector<double> column(const std::vector<std::vector<double>>& rows, size_t k);

/// A rectangle in plan, [m].
struct Area {
  double x0, y0, x1, y1;
  double size() const { return (x1 - x0) * (y1 - y0); }
  bool holds(const crowd::Snapshot& p) const { return p.x >= x0 && p.x < x1 && p.y >= y0 && p.y < y1; }
  /// People in it.
  double count(std::span<const crowd::Snapshot> people) const;
  /// Mean speed [m/s] of the people in it by their own displacement since the moment before; NaN where nobody is.
  double speed(const Moment&) const;
};

/// Counts who goes from the right to the left of a -> b (forward), once each.
class Line {
 public:
  /// `people`: only the first so many ids count.
  Line(const Vec2& a, const Vec2& b, size_t people = static_cast<size_t>(-1)) : a_(a), b_(b), people_(people) {}
  void look(const Moment&);
  /// [s] of the crossings, in order, interpolated.
  const std::vector<double>& times() const { return times_; }
  /// [1/s] between the crossings at `from` and `to` (fractions of all): (n - 1) / (t_n - t_1).
  double flow(double from = 0, double to = 1) const;

 private:
  Vec2 a_, b_;
  size_t people_;
  std::vector<char> crossed_;
  std::vector<double> times_;
};

/// p in [0, 100], linear between the values; NaN of nothing.
double percentile(std::vector<double> values, double p);
double mean(std::span<const double> values);
double deviation(std::span<const double> values);  ///< standard deviation, n - 1
/// Largest distance between the values' distribution and `expected`.
double kolmogorov_smirnov(std::vector<double> values, const std::function<double(double)>& expected);
/// Its critical value at the 5 % level for n values: 1.358 / (sqrt(n) + 0.12 + 0.11 / sqrt(n)) (Stephens 1970).
double kolmogorov_smirnov_limit(size_t n);

/// WKT of a polygon with these corners.
std::string wkt(const std::vector<Vec2>& corners);
std::string rectangle(double x0, double y0, double x1, double y1);
/// "[[x, y], [x, y], ...]" of a rectangle, for `polygon` keys.
std::string polygon(double x0, double y0, double x1, double y1);
/// "[[x0, y0], [x1, y1]]", for `line` keys.
std::string line(double x0, double y0, double x1, double y1);

}  // namespace muster::sim::verify
