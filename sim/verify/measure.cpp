#include "sim/verify/measure.h"

#include "base/parallel.h"
#include "sim/case/read.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace muster::sim::verify {

const crowd::Snapshot* Moment::earlier(const crowd::Snapshot& person) const {
  const auto at = std::lower_bound(before.begin(), before.end(), person.id,
                                   [](const crowd::Snapshot& s, crowd::AgentId id) { return s.id < id; });
  return at != before.end() && at->id == person.id ? &*at : nullptr;
}

Trial::Trial(const std::string& toml, uint64_t seed, const std::function<void(std::vector<crowd::Person>&)>& change)
    : the_case_(read_case_text(fmt::format("seed = {}\n{}", seed, toml), "check.toml")), start_(set_up(the_case_)) {
  if (change) change(start_.people);
  crowd_ = std::make_unique<crowd::Crowd>(start_.floors, start_.people, start_.crowd);
  coupling_ = std::make_unique<Coupling>(the_case_, start_, *crowd_);
}

void Trial::run(double until, const std::function<void(const Moment&)>& look, int every) {
  std::vector<crowd::Snapshot> before, now;
  double seen = crowd_->time();
  if (look) crowd_->snapshot(before);
  coupling_->advance();
  for (int64_t i = 1; !crowd_->finished() && crowd_->time() < until - 0.5 * step(); ++i) {
    crowd_->step();
    coupling_->advance();
    if (look && i % every == 0) {
      crowd_->snapshot(now);
      look({crowd_->time(), crowd_->time() - seen, before, now});
      std::swap(before, now);
      seen = crowd_->time();
    }
  }
}

std::vector<double> Trial::exit_times() const {
  std::vector<double> times;
  for (const crowd::Outcome& o : crowd_->outcomes()) times.push_back(o.exit_time);
  return times;
}

double Trial::last_out() const {
  double last = 0;
  for (const double t : exit_times()) {
    if (std::isnan(t)) return t;
    last = std::max(last, t);
  }
  return last;
}

std::vector<double> Trial::used_exits() const {
  std::vector<double> used(start_.floors.exits.size(), 0);
  for (const crowd::Outcome& o : crowd_->outcomes())
    if (o.exit >= 0) ++used[static_cast<size_t>(o.exit)];
  return used;
}

std::vector<std::vector<double>> for_seeds_all(std::span<const uint64_t> seeds,
                                               const std::function<std::vector<double>(uint64_t)>& trial) {
  std::vector<std::vector<double>> results(seeds.size());
  parallel_for(seeds.size(), 1, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) results[i] = trial(seeds[i]);
  });
  return results;
}

std::vector<double> for_seeds(std::span<const uint64_t> seeds, const std::function<double(uint64_t)>& trial) {
  return column(for_seeds_all(seeds, [&](uint64_t seed) { return std::vector<double>{trial(seed)}; }), 0);
}

std::vector<double> column(const std::vector<std::vector<double>>& rows, size_t k) {
  std::vector<double> values;
  for (const std::vector<double>& row : rows) values.push_back(row.at(k));
  return values;
}

double Area::count(std::span<const crowd::Snapshot> people) const {
  return static_cast<double>(
      std::count_if(people.begin(), people.end(), [&](const crowd::Snapshot& p) { return holds(p); }));
}

double Area::speed(const Moment& moment) const {
  double sum = 0, n = 0;
  for (const crowd::Snapshot& p : moment.now) {
    if (!holds(p)) continue;
    const crowd::Snapshot* was = moment.earlier(p);
    if (was == nullptr) continue;
    sum += std::hypot(p.x - was->x, p.y - was->y) / moment.step;
    ++n;
  }
  return n > 0 ? sum / n : NAN;
}

void Line::look(const Moment& moment) {
  const Vec2 along = b_ - a_;
  const auto side = [&](const crowd::Snapshot& p) {
    return along.x() * (p.y - a_.y()) - along.y() * (p.x - a_.x());  // > 0: left of a -> b
  };
  for (const crowd::Snapshot& p : moment.now) {
    if (p.id >= people_) break;  // in order of ids
    const double after = side(p);
    if (after < 0) continue;
    const crowd::Snapshot* was = moment.earlier(p);
    if (was == nullptr) continue;
    const double earlier = side(*was);
    if (earlier >= 0) continue;
    const double t = earlier / (earlier - after);
    const Vec2 at(was->x + t * (p.x - was->x), was->y + t * (p.y - was->y));
    const double s = (at - a_).dot(along) / along.squaredNorm();
    if (s < 0 || s > 1) continue;
    if (crossed_.size() <= p.id) crossed_.resize(p.id + 1, 0);
    if (crossed_[p.id] != 0) continue;
    crossed_[p.id] = 1;
    times_.push_back(moment.time - (1 - t) * moment.step);
  }
}

double Line::flow(double from, double to) const {
  if (times_.size() < 2) return 0;
  std::vector<double> sorted = times_;
  std::sort(sorted.begin(), sorted.end());
  const auto last_index = static_cast<double>(sorted.size() - 1);
  const auto first = static_cast<size_t>(std::lround(from * last_index)),
             last = static_cast<size_t>(std::lround(to * last_index));
  if (last <= first || sorted[last] <= sorted[first]) return 0;
  return static_cast<double>(last - first) / (sorted[last] - sorted[first]);
}

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return NAN;
  std::sort(values.begin(), values.end());
  const double place = p / 100 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<size_t>(place);
  if (below + 1 >= values.size()) return values.back();
  const double t = place - static_cast<double>(below);
  return values[below] + t * (values[below + 1] - values[below]);
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return values.empty() ? NAN : sum / static_cast<double>(values.size());
}

double deviation(std::span<const double> values) {
  const double middle = mean(values);
  double sum = 0;
  for (const double v : values) sum += (v - middle) * (v - middle);
  return values.size() < 2 ? NAN : std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double kolmogorov_smirnov(std::vector<double> values, const std::function<double(double)>& expected) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double distance = 0;
  for (size_t i = 0; i < values.size(); ++i) {
    const double f = expected(values[i]), k = static_cast<double>(i);
    distance = std::max({distance, std::abs(f - k / n), std::abs(f - (k + 1) / n)});
  }
  return distance;
}

double kolmogorov_smirnov_limit(size_t n) {
  const double root = std::sqrt(static_cast<double>(n));
  return 1.358 / (root + 0.12 + 0.11 / root);
}

std::string wkt(const std::vector<Vec2>& corners) {
  std::string text = "POLYGON ((";
  for (const Vec2& c : corners) text += fmt::format("{} {}, ", c.x(), c.y());
  return text + fmt::format("{} {}))", corners.front().x(), corners.front().y());
}

std::string rectangle(double x0, double y0, double x1, double y1) {
  return wkt({{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}});
}

std::string polygon(double x0, double y0, double x1, double y1) {
  return fmt::format("[[{0}, {1}], [{2}, {1}], [{2}, {3}], [{0}, {3}]]", x0, y0, x1, y1);
}

std::string line(double x0, double y0, double x1, double y1) {
  return fmt::format("[[{}, {}], [{}, {}]]", x0, y0, x1, y1);
}

}  // namespace muster::sim::verify
