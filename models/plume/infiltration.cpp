#include "models/plume/infiltration.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::plume {

namespace {

/// Room air after `dt` with the outside going in a straight line from `c0` to `c1`.
double advanced(double inside, double c0, double c1, double rate, double dt) {
  const double x = rate * dt;
  if (x <= 0) return inside;
  // C(t) = e C + (1 - e) c0 + (1 - (1 - e) / x) (c1 - c0); the last factor by its series where it cancels.
  const double change = -std::expm1(-x);
  const double ramp = x < 1e-3 ? x / 2 - x * x / 6 : 1 - change / x;
  return inside + change * (c0 - inside) + ramp * (c1 - c0);
}

}  // namespace

double air_changes(const Leakage& leakage, double difference, double wind) {
  MUSTER_CHECK(leakage.volume > 0 && leakage.storeys >= 1 && leakage.storeys <= 3 && leakage.shielding >= 1 &&
                   leakage.shielding <= 5,
               "{} m3, {} storeys, shielding {}", leakage.volume, leakage.storeys, leakage.shielding);
  // ASHRAE Handbook of Fundamentals, basic model, in (L/s)^2/(cm^4 K) and (L/s)^2/(cm^4 (m/s)^2); times 100 in SI.
  constexpr std::array stack = {0.000145, 0.000290, 0.000435};
  constexpr std::array<std::array<double, 5>, 3> wind_by_shielding = {
      {{0.000319, 0.000246, 0.000174, 0.000104, 0.000032},
       {0.000420, 0.000325, 0.000231, 0.000137, 0.000042},
       {0.000494, 0.000382, 0.000271, 0.000161, 0.000049}}};
  const auto storey = static_cast<size_t>(leakage.storeys - 1), shield = static_cast<size_t>(leakage.shielding - 1);
  const double squared = 100 * (stack[storey] * std::abs(difference) + wind_by_shielding[storey][shield] * wind * wind);
  return leakage.area / leakage.volume * std::sqrt(squared);
}

std::vector<double> inside(std::span<const double> times, std::span<const double> outside,
                           std::span<const AirChange> rates) {
  MUSTER_CHECK(times.size() == outside.size() && !rates.empty(), "{} times, {} concentrations, {} rates", times.size(),
               outside.size(), rates.size());
  std::vector<double> result(times.size(), 0.0);
  size_t rate = 0;
  for (size_t i = 1; i < times.size(); ++i) {
    double t = times[i - 1], room = result[i - 1];
    const auto outside_at = [&](double at) {
      const double share = (at - times[i - 1]) / (times[i] - times[i - 1]);
      return outside[i - 1] + share * (outside[i] - outside[i - 1]);
    };
    while (t < times[i]) {
      while (rate + 1 < rates.size() && rates[rate + 1].from <= t) ++rate;
      const double end = rate + 1 < rates.size() ? std::min(times[i], rates[rate + 1].from) : times[i];
      room = advanced(room, outside_at(t), outside_at(end), rates[rate].rate, end - t);
      t = end;
    }
    result[i] = room;
  }
  return result;
}

std::optional<double> better_outside(std::span<const double> times, std::span<const double> outside,
                                     std::span<const double> inside) {
  if (times.empty()) return {};
  const auto peak = static_cast<size_t>(std::max_element(outside.begin(), outside.end()) - outside.begin());
  size_t from = times.size();
  while (from > peak && outside[from - 1] < inside[from - 1]) --from;
  return from < times.size() ? std::optional(times[from]) : std::nullopt;
}

std::optional<double> safe_inside(std::span<const double> times, std::span<const double> inside, double limit) {
  size_t from = times.size();
  while (from > 0 && inside[from - 1] < limit) --from;
  return from < times.size() ? std::optional(times[from]) : std::nullopt;
}

}  // namespace muster::plume
