#include "models/plume/gaussian/jet.h"

#include "base/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace muster::plume {

namespace {

using std::numbers::pi;
using substance::gas_constant, substance::gravity, substance::molar_mass_of_air;

// Entrainment, top hat. Jets: 0.282 / (2 sqrt pi) (Ricou and Spalding 1961); plumes: 0.0833 sqrt 2 (List 1982), reached
// at the Richardson number 8 alpha / 5 of a pure plume; across the wind 0.6 (Hoult and Weil 1972).
constexpr double jet_entrainment = 0.0796, plume_entrainment = 0.118, plume_richardson = 0.189;
constexpr double crosswind_entrainment = 0.6;
constexpr double wider =
    1.16;  // the concentration's e-folding radius to the velocity's (Fischer et al. 1979: 1.19; HyRAM: 1.16)
constexpr double slow_excess = 0.2;    // of the wind: where a jet is handed over
constexpr double slow_rise = 0.1;      // of the wind: of the same order as its turbulence, where Briggs ends the rise
constexpr double light_weight = 0.02;  // Richardson number g' b / u^2
constexpr double longest = 3000;       // [m] of the axis
constexpr size_t most_stations = 20000;

double jet_wind(const Atmosphere& air, double z, double radius) {
  return std::max(air.wind(std::max({z, 0.6 * radius, 0.5})), 0.1);
}

// The fluxes along the axis: mass, momentum in three directions, enthalpy; place; time.
using Fluxes = std::array<double, 9>;

// What a mixture of substance and air is at ambient pressure.
struct Mixture {
  const substance::Substance& substance;
  double pressure, gas_heat, air_molar_mass;
  bool drops;
  double last = 0;  // [K] found: the next is close to it

  struct State {
    double temperature, liquid, density;  // [K], [kg/kg of the substance], [kg/m3]
  };
  // Share of the substance that stays liquid in `air` kg of air per kg of mixture.
  double liquid_at(double temperature, double share) const {
    const double saturated = substance.vapour_pressure(temperature);
    if (!drops || saturated >= pressure) return 0;
    const double air = (1 - share) / air_molar_mass;
    return std::max(0.0, 1 - saturated / (pressure - saturated) * air * substance.molar_mass / share);
  }
  double enthalpy(double temperature, double liquid, double share) const {
    return ((1 - share) * dry_air_heat + share * gas_heat) * temperature -
           share * liquid * substance.heat_of_vaporisation(temperature);
  }
  // The temperature of a mixture with drops: between where no heat is bound and where all of the liquid would be
  // vapour.
  double balanced(double enthalpy_per_mass, double share, double without_drops) {
    const auto missing = [&](double t) { return enthalpy(t, liquid_at(t, share), share) - enthalpy_per_mass; };
    double low = 50, high = std::max(low, without_drops) + 5000 * share + 1000;
    // Close to the last mixture's, as a rule.
    for (double near = 0.5; near < 100 && last > 0; near *= 6) {
      const double below = last - near, above = last + near;
      if (below <= low || above >= high) break;
      if (missing(below) < 0 && missing(above) >= 0) {
        low = below;
        high = above;
        break;
      }
    }
    // Regula falsi (Illinois): the end that stays twice counts half.
    double at_low = missing(low), at_high = missing(high);
    int stayed = 0;
    for (int i = 0; i < 100 && high - low > 1e-10 * high && at_high > at_low; ++i) {
      const double straight = low - at_low * (high - low) / (at_high - at_low);
      const double root = i < 20 ? std::clamp(straight, low, high) : (low + high) / 2;  // a jump is halved
      const double there = missing(root);
      if (there == 0) return last = root;
      if (there < 0) {
        if (root - low < 1e-11 * high && stayed < 0) return last = root;
        low = root;
        at_low = there;
        if (stayed < 0) at_high *= 0.5;
        stayed = -1;
      } else {
        if (high - root < 1e-11 * high && stayed > 0) return last = root;
        high = root;
        at_high = there;
        if (stayed > 0) at_low *= 0.5;
        stayed = 1;
      }
    }
    return last = (low + high) / 2;
  }
  State from_enthalpy(double enthalpy_per_mass, double share) {
    double temperature = enthalpy_per_mass / ((1 - share) * dry_air_heat + share * gas_heat), liquid = 0;
    if (drops) {
      temperature = balanced(enthalpy_per_mass, share, temperature);
      liquid = liquid_at(temperature, share);
      // Pure substance boils at one temperature: what the enthalpy leaves is liquid.
      if (share > 0.999) {
        const double bound = substance.heat_of_vaporisation(temperature) * share;
        if (bound > 0)
          liquid = std::clamp(
              (((1 - share) * dry_air_heat + share * gas_heat) * temperature - enthalpy_per_mass) / bound, 0.0, 1.0);
      }
    }
    return {temperature, liquid, density(temperature, liquid, share)};
  }
  double density(double temperature, double liquid, double share) const {
    const double moles = (1 - share) / air_molar_mass + share * (1 - liquid) / substance.molar_mass;
    const double drops_volume = liquid > 0 ? share * liquid / substance.liquid_density(temperature) : 0;
    return 1 / (moles * gas_constant * temperature / pressure + drops_volume);
  }
};

struct Walk {
  const Atmosphere& air;
  Mixture mixture;
  double rate;

  JetPlume::Station station(const Fluxes& f, double along) {
    mixture.pressure = air.pressure(f[7]);
    const auto state = mixture.from_enthalpy(f[4] / f[0], std::min(1.0, rate / f[0]));
    JetPlume::Station s;
    s.along = along;
    s.place = {f[5], f[6], f[7]};
    s.velocity = Vec3(f[1], f[2], f[3]) / f[0];
    s.mass_flux = f[0];
    s.density = state.density;
    s.temperature = state.temperature;
    s.liquid = state.liquid;
    s.radius = std::sqrt(f[0] / (pi * s.density * std::max(s.velocity.norm(), 1e-6)));
    s.passed = f[8];
    return s;
  }

  Fluxes slope(const Fluxes& f) { return slope(f, station(f, 0)); }
  Fluxes slope(const Fluxes& f, const JetPlume::Station& s) const {
    const double speed = std::max(s.velocity.norm(), 1e-6), z = std::max(s.place.z(), 0.0);
    const Vec3 ahead = s.velocity / speed;
    const double wind = jet_wind(air, z, s.radius), outside = air.density(z);
    const double parallel = wind * ahead.x(), across = wind * std::sqrt(std::max(0.0, 1 - ahead.x() * ahead.x()));
    const double buoyancy = gravity * (outside - s.density) / outside;
    const double richardson =
        std::clamp(buoyancy * s.radius / (speed * speed) * ahead.z() / plume_richardson, 0.0, 1.0);
    const double alpha = jet_entrainment + (plume_entrainment - jet_entrainment) * richardson;
    const double entrained =
        2 * pi * s.radius * outside *
        (alpha * std::abs(speed - parallel) * std::sqrt(s.density / outside) + crosswind_entrainment * across);
    const double weight = pi * s.radius * s.radius * outside * buoyancy;
    const bool grounded = s.place.z() <= 0 && weight < 0;
    return {entrained,
            entrained * wind,
            0,
            grounded ? 0 : weight,
            entrained * dry_air_heat * air.temperature(z) - gravity * f[0] * ahead.z(),
            ahead.x(),
            ahead.y(),
            ahead.z(),
            1 / speed};
  }

  // Midpoint rule; the ground stops what sinks.
  Fluxes step(const Fluxes& f, const JetPlume::Station& here, double ds) {
    const auto advanced = [&](const Fluxes& k, double h) {
      Fluxes next = f;
      for (size_t i = 0; i < next.size(); ++i) next[i] += h * k[i];
      return next;
    };
    Fluxes next = advanced(slope(advanced(slope(f, here), ds / 2)), ds);
    if (next[7] < 0) {
      next[7] = 0;
      next[3] = std::max(0.0, next[3]);
    }
    return next;
  }
};

// On the axis: Gaussian profiles with the flux of the top hat.
double centre_fraction(const JetPlume::Station& s, double rate, double wind_along, double molar_mass) {
  const double speed = s.velocity.norm();
  const double factor =
      2 * speed / (wider * wider * (wind_along + 2 * std::max(0.0, speed - wind_along) / (1 + wider * wider)));
  const double share = std::min(1.0, rate / s.mass_flux * std::max(1.0, factor));
  return share / molar_mass / (share / molar_mass + (1 - share) / molar_mass_of_air);
}

}  // namespace

void LongJet::concentrations(std::span<const Vec3> points, double, std::span<double> fractions) const {
  constexpr double k2 = 6, k3 = 5;
  const auto one = [&](const Vec3& away) {
    const double s = away.dot(opening_.direction);
    if (s <= 0) return 0.0;
    const double r2 = away.squaredNorm() - s * s;
    return k2 * opening_.fraction * opening_.diameter / s * std::sqrt(opening_.density_ratio) *
           std::exp(-k3 * k3 * r2 / (s * s));
  };
  parallel_for(points.size(), 512, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const Vec3& p = points[i];
      const double sum = one({p.x(), p.y(), p.z() - opening_.height}) + one({p.x(), p.y(), -p.z() - opening_.height});
      fractions[i] = p.z() < 0 ? 0 : std::min(sum, opening_.fraction);
    }
  });
}

Cloud::Times LongJet::times() const {
  return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

JetPlume::JetPlume(const Atmosphere& air, const substance::Substance& substance, const substance::Outflow& outflow,
                   double height, const Vec3& direction, const Sigmas& sigmas, End end)
    : sigmas_(sigmas), rate_(outflow.rate), molar_mass_(substance.molar_mass) {
  MUSTER_CHECK(outflow.rate > 0 && outflow.speed > 0, "rate {} speed {}", outflow.rate, outflow.speed);
  const double ambient = air.temperature(height);
  const Mixture mixture{substance, air.pressure(height), substance.gas_heat((outflow.temperature + ambient) / 2),
                        air.molar_mass(), outflow.liquid_fraction > 0};
  Walk walk{air, mixture, outflow.rate};
  const double enthalpy = mixture.enthalpy(outflow.temperature, outflow.liquid_fraction, 1);
  const Vec3 momentum = outflow.rate * outflow.speed * direction;
  Fluxes f = {outflow.rate, momentum.x(), momentum.y(), momentum.z(), outflow.rate * enthalpy, 0, 0, height, 0};
  double along = 0;
  while (true) {
    Station s = walk.station(f, along);
    const double wind = jet_wind(air, s.place.z(), s.radius);
    const double wind_along = std::max(0.0, wind * s.velocity.x() / std::max(s.velocity.norm(), 1e-6));
    s.centre_fraction = centre_fraction(s, rate_, wind_along, molar_mass_);
    s.width = wider * s.radius / std::numbers::sqrt2;
    axis_.push_back(s);
    const double excess = (s.velocity - Vec3(wind, 0, 0)).norm();
    const double outside = air.density(s.place.z());
    const double weight = gravity * std::abs(s.density / outside - 1) * s.radius / (wind * wind);
    const bool mixed = excess < slow_excess * wind && std::abs(s.velocity.z()) < slow_rise * wind &&
                       (weight < light_weight || end == End::spent) && s.mass_flux > 2 * rate_;
    if (mixed || along > longest || axis_.size() >= most_stations) {
      drift_ = drift_of(air, 0);
      drift_.wind = std::max(wind, 0.1);
      break;
    }
    const double ds = 0.1 * s.radius;
    f = walk.step(f, s, ds);
    along += ds;
  }
  if (along > longest)
    warnings_.push_back(
        {"jet_not_mixed",
         fmt::format("{:.0f} m from the opening the jet is still faster than the wind by {:.1f} m/s; it "
                     "goes on with the wind's speed from there.",
                     longest, (axis_.back().velocity - Vec3(drift_.wind, 0, 0)).norm()),
         ""});
  const double heavy = axis_.back().density / air.density(axis_.back().place.z()) - 1;
  if (axis_.back().place.z() <= axis_.back().radius && heavy > 0.02)
    warnings_.push_back(
        {"jet_heavy_on_ground",
         fmt::format("Where the jet ends it lies on the ground and is {:.0f} % heavier than air: take the "
                     "dense-gas model.",
                     100 * heavy),
         "model"});
  hand_over(axis_.back());
  // A third of the stations carries the shape.
  std::vector<Station> kept;
  const size_t stride = std::max<size_t>(1, axis_.size() / 300);
  for (size_t i = 0; i < axis_.size(); i += stride) kept.push_back(axis_[i]);
  if (kept.back().along < axis_.back().along) kept.push_back(axis_.back());
  axis_ = std::move(kept);
  for (const Station& s : axis_)
    reached_.push_back(reached_.empty() ? s.place.x() : std::max(reached_.back(), s.place.x()));
  for (size_t i = 0; i < axis_.size(); ++i) {
    const Station &a = axis_[i], &b = axis_[std::min(i + 1, axis_.size() - 1)];
    const Vec3 way = b.place - a.place;
    segments_.push_back({a.place, way, 1 / std::max(way.squaredNorm(), 1e-300), a.width, b.width - a.width,
                         1 / (a.width * a.width), a.centre_fraction, b.centre_fraction - a.centre_fraction});
  }
}

// A Gaussian plume with the same concentration on its axis and the same flux.
void JetPlume::hand_over(const Station& last) {
  handed_ = last.place;
  const double sigma =
      std::sqrt(rate_ * drift_.molar_volume / molar_mass_ / (2 * pi * drift_.wind * last.centre_fraction));
  before_y_ = sigmas_.distance_of_y(sigma);
  before_z_ = sigmas_.distance_of_z(sigma);
}

double JetPlume::in_plume(const Vec3& point) const {
  const double x = point.x() - handed_.x();
  const double sy = sigmas_.y(x + before_y_), sz = sigmas_.z(x + before_z_), y = (point.y() - handed_.y()) / sy;
  if (std::abs(y) > 40) return 0;
  return rate_ * drift_.molar_volume / molar_mass_ / drift_.wind * std::exp(-0.5 * y * y) / (std::sqrt(2 * pi) * sy) *
         vertical_profile(point.z(), handed_.z(), sz, drift_.mixing_height);
}

double JetPlume::in_jet(const Vec3& point) const {
  // Ever more finely by stations, then segment by segment about the nearest in widths.
  constexpr size_t coarse = 24, fine = 6;
  double nearest = std::numeric_limits<double>::infinity();
  size_t closest = 0;
  const auto look = [&](size_t i) {
    const double far = (point - segments_[i].place).squaredNorm() * segments_[i].inverse_width2;
    if (far < nearest) {
      nearest = far;
      closest = i;
    }
  };
  const size_t count = segments_.size();  // of stations: the last has no way
  for (size_t i = 0; i < count; i += coarse) look(i);
  const size_t around = closest, stride = fine;
  for (size_t i = around > coarse ? around - coarse : 0; i < std::min(around + coarse, count); i += fine) look(i);
  double nearest_r2 = 1, nearest_width2 = 0, fraction = 0;
  const size_t end = std::min(closest + stride + 1, count - 1);
  for (size_t i = closest > stride ? closest - stride - 1 : 0; i < end; ++i) {
    const Segment& a = segments_[i];
    const Vec3 away = point - a.place;
    const double t = away.dot(a.way) * a.inverse_length2;
    if (i == 0 && t < 0) continue;  // behind the opening
    const double share = std::clamp(t, 0.0, 1.0);
    const double r2 = (away - share * a.way).squaredNorm();
    const double width = a.width + share * a.widens, width2 = width * width;
    if (r2 * nearest_width2 >= nearest_r2 * width2) continue;
    nearest_r2 = r2;
    nearest_width2 = width2;
    fraction = a.fraction + share * a.changes;
  }
  return nearest_r2 < 50 * nearest_width2 ? fraction * std::exp(-nearest_r2 / nearest_width2) : 0;
}

double JetPlume::value(const Vec3& p) const {
  if (p.z() < 0) return 0;
  if (p.x() >= handed_.x()) return std::min(1.0, in_plume(p));
  return std::min(1.0, in_jet(p) + in_jet({p.x(), p.y(), -p.z()}));
}

void JetPlume::concentrations(std::span<const Vec3> points, double, std::span<double> fractions) const {
  constexpr size_t few = 64;
  if (points.size() <= few) {
    for (size_t i = 0; i < points.size(); ++i) fractions[i] = value(points[i]);
    return;
  }
  parallel_for(points.size(), few, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) fractions[i] = value(points[i]);
  });
}

Cloud::Times JetPlume::times() const {
  return {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
}

double JetPlume::travel_time(double x) const {
  if (x >= handed_.x()) return axis_.back().passed + (x - handed_.x()) / drift_.wind;
  return axis_[station_at(x)].passed;
}

// The first that is at x or beyond; the last where none is.
size_t JetPlume::station_at(double x) const {
  const auto at = std::lower_bound(reached_.begin(), reached_.end(), x);
  return std::min(static_cast<size_t>(at - reached_.begin()), axis_.size() - 1);
}

double JetPlume::axis_height(double x, double) const {
  if (x >= handed_.x()) return handed_.z();
  const size_t i = station_at(x);
  if (i == 0) return axis_[0].place.z();
  const Vec3 &a = axis_[i - 1].place, &b = axis_[i].place;
  const double share = b.x() > a.x() ? std::clamp((x - a.x()) / (b.x() - a.x()), 0.0, 1.0) : 1;
  return a.z() + share * (b.z() - a.z());
}

}  // namespace muster::plume
