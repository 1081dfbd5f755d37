#include "viewer/replay/replay.h"

#include "sim/results/departures.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::viewer {

namespace {

/// [m/s] faster than anybody runs (Mero, Komi and Gregor 1992: sprinters 12): between two frames somebody was moved,
/// not walking.
constexpr float fastest = 12;

/// [m] a shorter way between two frames says nothing of where somebody looks.
constexpr float least_way = 0.02f;

template <class T>
void reorder(std::vector<T>& values, const std::vector<uint32_t>& order) {
  std::vector<T> sorted(values.size());
  for (size_t i = 0; i < order.size(); ++i) sorted[i] = values[order[i]];
  values = std::move(sorted);
}

void sort_by_id(results::Frame& frame) {
  if (std::is_sorted(frame.id.begin(), frame.id.end())) return;
  std::vector<uint32_t> order(frame.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) { return frame.id[a] < frame.id[b]; });
  reorder(frame.id, order);
  for (auto* column : {&frame.x, &frame.y, &frame.z, &frame.speed}) reorder(*column, order);
  reorder(frame.state, order);
}

void clear(Bodies& bodies) {
  bodies.id.clear(), bodies.state.clear();
  for (auto* column : {&bodies.x, &bodies.y, &bodies.z, &bodies.heading_x, &bodies.heading_y, &bodies.speed})
    column->clear();
}

/// Somebody who was at row i of `from` and gets to row j of `to` after `seconds`, at the part `t` of the way.
void add_between(const results::Frame& from, size_t i, const results::Frame& to, size_t j, float t, float seconds,
                 Bodies& bodies) {
  const float dx = to.x[j] - from.x[i], dy = to.y[j] - from.y[i], dz = to.z[j] - from.z[i];
  const float way = std::hypot(dx, dy);
  const bool moved = way > least_way, walked = std::hypot(way, dz) <= fastest * seconds;
  const float part = walked ? t : 0;
  bodies.id.push_back(from.id[i]);
  bodies.x.push_back(from.x[i] + part * dx);
  bodies.y.push_back(from.y[i] + part * dy);
  bodies.z.push_back(from.z[i] + part * dz);
  bodies.heading_x.push_back(moved ? dx / way : 0);
  bodies.heading_y.push_back(moved ? dy / way : 0);
  bodies.speed.push_back(from.speed[i] + part * (to.speed[j] - from.speed[i]));
  bodies.state.push_back(from.state[i]);
}

}  // namespace

size_t Bodies::row_of(uint32_t person) const {
  const auto at = std::lower_bound(id.begin(), id.end(), person);
  return at != id.end() && *at == person ? static_cast<size_t>(at - id.begin()) : size();
}

Replay::Replay(const std::filesystem::path& path) : file_(path), finished_(file_.finished()) { load(); }

double Replay::begin() const { return file_.frames() == 0 ? 0 : file_.times().front(); }
double Replay::end() const { return file_.frames() == 0 ? 0 : file_.times().back(); }

void Replay::load() {
  people_ = file_.people();
  events_ = file_.events();
  out_times_.clear();
  for (const results::Departure& d : results::departures(file_)) out_times_.push_back(d.time);
  std::sort(out_times_.begin(), out_times_.end());
}

int64_t Replay::out_by(double time) const {
  return std::upper_bound(out_times_.begin(), out_times_.end(), time) - out_times_.begin();
}

bool Replay::refresh() {
  if (finished_) return false;
  const bool more = file_.refresh();
  finished_ = file_.finished();
  // What is known at the end only comes after the last frame.
  if (more || finished_) load();
  return more;
}

const results::Frame& Replay::frame(size_t index) {
  Kept& kept = kept_[index % 2];
  if (kept.index != index) {
    kept.frame = file_.frame(index);
    sort_by_id(kept.frame);
    kept.index = index;
  }
  return kept.frame;
}

const Bodies& Replay::at(double time) {
  clear(bodies_);
  const auto& times = file_.times();
  if (times.empty()) return bodies_;
  bodies_.time = std::clamp(time, times.front(), times.back());
  const auto after = std::upper_bound(times.begin(), times.end(), bodies_.time);
  const auto index = static_cast<size_t>(after - times.begin()) - 1;
  // The last frame is shown as it is: nobody moves on.
  const size_t next = std::min(index + 1, times.size() - 1);
  const results::Frame &from = frame(index), &to = frame(next);
  const double span = times[next] - times[index];
  const auto t = span > 0 ? static_cast<float>((bodies_.time - times[index]) / span) : 0.0f;
  for (size_t i = 0, j = 0; i < from.size(); ++i) {
    while (j < to.size() && to.id[j] < from.id[i]) ++j;
    const bool stays = j < to.size() && to.id[j] == from.id[i];
    add_between(from, i, stays ? to : from, stays ? j : i, t, static_cast<float>(span), bodies_);
  }
  return bodies_;
}

}  // namespace muster::viewer
