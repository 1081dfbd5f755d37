// What somebody meets who comes to a place at a time and stays there: maps of danger without people.
#include "base/parallel.h"
#include "models/exposure/heat.h"
#include "sim/hazard/exposure.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// A value that goes straight from one sample to the next.
struct Straight {
  double low = 0, high = 0;
  double at(double share) const { return (1 - share) * low + share * high; }
  /// The share at which it reaches `limit`, not before `from`; infinite: it does not.
  double reaches(double limit, double from) const {
    if (at(from) >= limit) return from;
    if (high < limit) return never;
    return std::max(from, (limit - low) / (high - low));
  }
};

}  // namespace

void Exposure::ask_stays(std::vector<double> arrivals) {
  MUSTER_CHECK(frames_ == 0 && std::is_sorted(arrivals.begin(), arrivals.end()), "{} samples", frames_);
  arrivals_ = std::move(arrivals);
  stay_load_.assign(arrivals_.size() * harms_.size() * grid_.x.size(), 0);
  stay_ends_.assign(arrivals_.size() * grid_.x.size(), never);
}

/// From one sample to the next in one square: loads by the trapezoidal rule of their rates, limits on a straight line.
void Exposure::stay(size_t s, double from, double to) {
  const size_t squares = grid_.x.size();
  for (size_t h = 0; h < harms_.size(); ++h) {
    const Harm& harm = harms_[h];
    const Straight value{at(before_, harm, s), at(after_, harm, s)};
    if (value.low <= 0 && value.high <= 0) continue;
    const Straight rate{doses_.rate(h, value.low), doses_.rate(h, value.high)};
    Straight irritant;
    if (harm.kind == Kind::fed)
      irritant = {exposure::irritant_fraction(air_at(before_, s).gas),
                  exposure::irritant_fraction(air_at(after_, s).gas)};
    for (size_t a = 0; a < arrivals_.size() && arrivals_[a] < to; ++a) {
      const double share = std::max(0.0, (arrivals_[a] - from) / (to - from));
      double& load = stay_load_[(a * harms_.size() + h) * squares + s];
      const double more = (rate.at(share) + rate.high) / 2 * (1 - share) * (to - from);
      double when = never;  // share of the way between the samples
      if (harm.kind == Kind::fed) {
        // The dose of who has stayed here, instead of its rate; 60: per minute.
        const Straight dose{load / 60, (load + more) / 60};
        const double part = dose.reaches(harm.untenable, 0);
        when = std::min(share + part * (1 - share), irritant.reaches(harm.untenable, share));
      } else {
        when = value.reaches(harm.untenable, share);
      }
      load += more;
      double& ends = stay_ends_[a * squares + s];
      if (when <= 1) ends = std::min(ends, from + when * (to - from));
    }
  }
}

results::StayTables Exposure::stay_places() const {
  results::StayTables table;
  if (arrivals_.empty()) return table;
  table.square = grid_.square;
  table.x = grid_.x, table.y = grid_.y, table.z = grid_.z, table.storey = grid_.storey;
  table.arrival = arrivals_;
  return table;
}

results::StayTables Exposure::stays() const {
  const size_t squares = grid_.x.size();
  results::StayTables table = stay_places();
  table.until = after_.time;
  for (size_t a = 0; a < arrivals_.size(); ++a)
    for (size_t s = 0; s < squares; ++s) {
      const double ends = stay_ends_[a * squares + s];
      table.tenable.push_back(std::isfinite(ends) ? static_cast<float>(ends - arrivals_[a])
                                                  : std::numeric_limits<float>::quiet_NaN());
    }
  for (size_t i = 0; i < stay_load_.size(); ++i) {
    const bool heat = harms_[i / squares % harms_.size()].kind == Kind::heat;
    table.load.push_back(static_cast<float>(stay_load_[i] / (heat ? exposure::thermal_dose_unit : 60)));
  }
  return table;
}

std::vector<float> Exposure::stay_deaths() const {
  MUSTER_CHECK(!arrivals_.empty(), "{} squares, nobody asked", grid_.x.size());
  std::vector<float> deaths;
  if (!lethal()) return deaths;
  const size_t squares = grid_.x.size();
  for (size_t s = 0; s < squares; ++s) {
    double lives = struck_.lives_at(s, arrivals_[0], after_.time);  // harms act independently, as for people
    for (size_t h = 0; h < harms_.size(); ++h) lives *= 1 - death(h, stay_load_[h * squares + s]);
    deaths.push_back(static_cast<float>(1 - lives));
  }
  return deaths;
}

bool Exposure::goes_on_killing(double seconds) const {
  MUSTER_CHECK(!arrivals_.empty(), "{} squares, nobody asked", grid_.x.size());
  constexpr double more = 0.01;
  const size_t squares = grid_.x.size();
  for (size_t h = 0; h < harms_.size(); ++h)
    for (size_t s = 0; s < squares; ++s) {
      const double value = at(after_, harms_[h], s), load = stay_load_[h * squares + s];
      if (value > 0 && death(h, load + doses_.rate(h, value) * seconds) > death(h, load) + more) return true;
    }
  return false;
}

}  // namespace muster::sim
