#include "models/flow/step/fans.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

namespace {

/// Of what a cell holds, that is taken at most in a stage: steps are chosen so that it is not met.
constexpr double most_of_cell = 0.9;

/// Share of the fan per volume of the cell that has most of it [1/m3].
double densest(const Grid& g, const Seat& seat) {
  double most = 0;
  for (size_t c = 0; c < seat.cells.size(); ++c) most = std::max(most, seat.share[c] / g.volume(seat.plane[c]));
  return most;
}

/// [m3/s] at a time on the line between two entries.
double between_entries(const std::array<double, 2>& a, const std::array<double, 2>& b, double time) {
  return b[0] > a[0] ? a[1] + (b[1] - a[1]) * (time - a[0]) / (b[0] - a[0]) : b[1];
}

}  // namespace

double Fan::volume(double from, double until) const {
  double sum = 0;
  for (size_t n = 0; n < course.size(); ++n) {
    const bool last = n + 1 == course.size();
    const double begin = std::max(from, course[n][0]), end = last ? until : std::min(until, course[n + 1][0]);
    if (!(end > begin)) continue;
    const std::array<double, 2>& next = last ? course[n] : course[n + 1];
    sum += (end - begin) * between_entries(course[n], next, (begin + end) / 2);
  }
  return sum;
}

double Fan::onset(const Grid& g, double from, double until) const {
  double most = 0;
  for (size_t n = 0; n < course.size(); ++n) {
    const double time = course[n][0];
    if (time < from || time > until) continue;
    if (n == 0 || course[n - 1][0] == time)
      most = std::max(most, std::abs(course[n][1] - (n == 0 ? 0 : course[n - 1][1])));
  }
  return most * densest(g, seat);
}

double Fan::rate(const Grid& g, double from, double until) const {
  double most = 0;
  for (size_t n = 0; n < course.size(); ++n) {
    const bool last = n + 1 == course.size();
    const double begin = std::max(from, course[n][0]), end = last ? until : std::min(until, course[n + 1][0]);
    if (begin > end) continue;
    const std::array<double, 2>& next = last ? course[n] : course[n + 1];
    most = std::max({most, between_entries(course[n], next, begin), between_entries(course[n], next, end)});
  }
  return most * densest(g, seat);
}

Released Fan::between(const Mixture& mixture, double from, double until) const {
  Released sum;
  sum.mass.assign(mixture.released.size() + 1, 0.0);
  if (kind == Kind::extract) return sum;
  const double moved = volume(from, until);
  if (kind == Kind::jet) {
    sum.moved = moved, sum.driven = moved * velocity;
    return sum;
  }
  sum.mass.back() = density * moved;
  sum.heat = sum.mass.back() * mixture.air.heat_capacity * temperature;
  if (!velocity.isZero()) sum.blown = sum.mass.back(), sum.momentum = sum.blown * velocity;
  return sum;
}

int64_t draw(const Grid& g, const Seat& seat, double volume, double take, const Field& density, Scalars& from,
             double count, std::span<double> taken) {
  if (volume == 0) return 0;
  const size_t gases = taken.size() - 1;
  int64_t less = 0;
  for (size_t c = 0; c < seat.cells.size(); ++c) {
    const ptrdiff_t at = seat.cells[c];
    const double cell = g.volume(seat.plane[c]);
    const auto held = static_cast<double>(from.density[at]);
    const double wanted = take * volume * seat.share[c] / cell * static_cast<double>(density[at]);
    if (wanted > most_of_cell * held) ++less;
    from.density[at] = static_cast<float>(held - std::min(wanted, most_of_cell * held));
    // What the field lost, not what was meant: the sums are those of its bits.
    const double mass = count * cell * (held - static_cast<double>(from.density[at]));
    double all = 0;
    for (size_t s = 0; s < gases; ++s) {
      const double part = mass * static_cast<double>(from.amount[s][at]);
      taken[s] += part, all += part;
    }
    taken[gases] += mass - all;
  }
  return less;
}

}  // namespace muster::flow
