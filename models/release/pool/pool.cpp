#include "models/release/pool/pool.h"

#include "base/error.h"
#include "models/release/fluid/root.h"
#include "models/release/pool/evaporation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace muster::release {

using std::numbers::pi;

namespace {

constexpr double density_of_water = 1000;  // [kg/m3]
constexpr double dry = 1e-4;               // share of all that was fed below which a pool counts as gone

/// [kg] after `dt` of dm/dt = rate - flux min(full, m / thin), solved exactly: the liquid covers `full` [m2] down to
/// the smallest depth, `thin` [kg/m2], and draws back below it.
double drawn(double mass, double dt, double rate, double flux, double full, double thin) {
  const double edge = full * thin, tau = thin / flux;
  for (int part = 0; part < 2 && dt > 0; ++part) {
    const bool covers = mass > edge || (mass == edge && rate > flux * full);
    const double slope = rate - flux * full;  // while it covers all
    // The time in which it comes to the edge, if ever: along a line from above, exponentially from below.
    double until = std::numeric_limits<double>::infinity();
    if (covers && slope < 0) until = (edge - mass) / slope;
    if (!covers && rate * tau > edge) until = tau * std::log((rate * tau - mass) / (rate * tau - edge));
    const double span = std::min(dt, until);
    if (until <= dt)
      mass = edge;
    else
      mass = covers ? mass + slope * span : rate * tau + (mass - rate * tau) * std::exp(-span / tau);
    dt -= span;
    if (until <= 0) break;
  }
  return mass;
}

class Pool {
 public:
  Pool(const Saturation& s, const PoolCase& pool, const Ambient& air)
      : s_(s),
        substance_(s.substance()),
        case_(pool),
        air_(air),
        heat_(pool.ground),
        boiling_(s.temperature(air.pressure)) {
    fluid_.temperature = std::min(case_.spilled_temperature, boiling_);
    if (case_.spilled > 0) {
      fluid_.mass = fluid_.fed = case_.spilled;
      const double volume = case_.spilled / substance_.liquid_density(fluid_.temperature);
      radius_ = std::cbrt(volume / (2 * pi));  // as high as wide
    }
    if (case_.fills_area) radius_ = limit();
    radius_ = std::min(radius_, limit());
    heat_.wet(0, pi * radius_ * radius_);
    measure();
  }

  PoolRun run(double resolution);

 private:
  double limit() const { return std::sqrt(case_.largest_area / pi); }
  double step_size(double resolution, size_t next) const;
  void step(double dt, double rate, double temperature);
  void spread(double dt, double volume);
  double evaporate(double dt, double area);
  void measure();

  const Saturation& s_;
  const substance::Substance& substance_;
  const PoolCase& case_;
  const Ambient& air_;
  GroundHeat heat_;
  const double boiling_;
  double radius_ = 0;
  double flux_ = 0;  // [kg/m2/s] of the last step
  PoolState fluid_;
};

/// Area and depth: where there is too little for the smallest depth the liquid draws back.
void Pool::measure() {
  const double volume = fluid_.mass / substance_.liquid_density(fluid_.temperature);
  fluid_.area = std::min(pi * radius_ * radius_, volume / case_.ground.smallest_depth);
  fluid_.depth = fluid_.area > 0 ? volume / fluid_.area : 0;
}

/// dr/dt = sqrt(2 g_r (h - h_min)), with h = V / (pi r^2); the trapezoidal rule, solved for the end of the step.
void Pool::spread(double dt, double volume) {
  const double largest = std::min(limit(), std::sqrt(volume / (pi * case_.ground.smallest_depth)));
  if (radius_ >= largest) return;
  const double density = substance_.liquid_density(fluid_.temperature);
  const double gravity =
      substance::gravity * (case_.ground.water ? std::max(0.0, (density_of_water - density) / density_of_water) : 1.0);
  const auto speed = [&](double r) {
    return std::sqrt(2 * gravity * std::max(0.0, volume / (pi * r * r) - case_.ground.smallest_depth));
  };
  // A pool that has just begun has no speed at its start: that of the end alone.
  const double before = radius_ > 1e-6 ? speed(radius_) : 0, share = radius_ > 1e-6 ? 0.5 : 1;
  const double after = find_root(std::max(radius_, 1e-9), largest, 1e-10 * largest, [&](double r) {
    return dt * ((1 - share) * before + share * speed(r)) - (r - radius_);
  });
  const double wetted = pi * (after * after - radius_ * radius_);
  radius_ = after;
  heat_.wet(fluid_.time, wetted);
}

/// [kg/m2/s] from `area` in `dt`; moves the temperature. Implicit in the temperature: thin pools answer at once.
double Pool::evaporate(double dt, double area) {
  const double diameter = 2 * std::sqrt(area / pi);
  const double ground = heat_.conductance(fluid_.time, fluid_.time + dt, area) / area;
  const double capacity = fluid_.mass / area * substance_.liquid_heat(fluid_.temperature) / dt;
  const double latent = s_.vaporisation(fluid_.temperature);
  const auto surplus = [&](double t, double rate) {  // [W/m2] 0 at the new temperature and rate
    return ground * (case_.ground_temperature - t) + surface_heat(substance_, t, diameter, rate, air_) -
           capacity * (t - fluid_.temperature) - rate * latent;
  };
  const auto at = [&](double t) { return surplus(t, evaporation(substance_, t, diameter, air_)); };
  fluid_.boiling = at(boiling_) >= 0;
  if (fluid_.boiling) {
    const double most = surplus(boiling_, 0) / latent;
    const double rate = find_root(0, most, 1e-9 * most, [&](double e) { return surplus(boiling_, e); });
    fluid_.temperature = boiling_;
    return rate;
  }
  // The new temperature lies near the last one; if not, anywhere below the boiling point.
  double low = std::max(fluid_.temperature - 0.5, s_.lowest()), high = std::min(fluid_.temperature + 0.5, boiling_);
  if (at(low) < 0) low = std::max(0.5 * fluid_.temperature, s_.lowest());
  if (high < boiling_ && at(high) > 0) high = boiling_;
  fluid_.temperature = find_root(low, high, 1e-6, at);
  return evaporation(substance_, fluid_.temperature, diameter, air_);
}

void Pool::step(double dt, double rate, double temperature) {
  const double before = fluid_.mass, added = rate * dt;
  if (added > 0) {
    const double t = std::min(temperature, boiling_);
    fluid_.temperature = (before * fluid_.temperature + added * t) / (before + added);
    fluid_.mass += added;
    fluid_.fed += added;
  }
  const double density = substance_.liquid_density(fluid_.temperature), thin = density * case_.ground.smallest_depth;
  // Of what is added in a long step no more spreads than a thin pool holds.
  const double held = flux_ > 0 ? std::min(1.0, thin / flux_ / dt) : 1;
  spread(dt, (before + added * held) / density);
  measure();
  flux_ = evaporate(dt, fluid_.area);
  double left = flux_ > 0 ? drawn(before, dt, rate, flux_, pi * radius_ * radius_, thin) : fluid_.mass;
  left = left > dry * fluid_.fed || rate > 0 ? std::min(left, fluid_.mass) : 0;
  fluid_.evaporated += fluid_.mass - left;
  fluid_.rate = (fluid_.mass - left) / dt;
  fluid_.mass = left;
  fluid_.time += dt;
  measure();
}

/// Steps grow with the age of the pool and of the latest change of its feed (the less, the smaller that was), and take
/// no more than a share of the liquid.
double Pool::step_size(double resolution, size_t next) const {
  double since = fluid_.time, jump = 1;
  if (next > 0) {
    const double now = case_.feed[next - 1].rate, before = next > 1 ? case_.feed[next - 2].rate : 0;
    if (now != before) jump = std::abs(now - before) / std::max(now, before);
    since = std::min(since, (fluid_.time - case_.feed[next - 1].time) / jump);
  }
  double dt = resolution * std::max(since, 1e-3 * std::min(case_.duration, 600.0) / jump);
  dt = std::max(dt, 1e-6 * case_.duration);
  const double end = next < case_.feed.size() ? std::min(case_.feed[next].time, case_.duration) : case_.duration;
  return std::min(dt, end - fluid_.time);
}

PoolRun Pool::run(double resolution) {
  PoolRun run;
  run.states.push_back(fluid_);
  size_t next = 0;  // entry of the feed that has not begun
  while (fluid_.time < case_.duration) {
    while (next < case_.feed.size() && case_.feed[next].time <= fluid_.time * (1 + 1e-12)) ++next;
    const Feed now = next > 0 ? case_.feed[next - 1] : Feed{};
    if (next == case_.feed.size() && now.rate == 0 && fluid_.mass <= 0) break;
    if (fluid_.mass <= 0 && now.rate == 0) {  // dry until more comes
      fluid_.time = std::min(case_.feed[next].time, case_.duration);
      fluid_.rate = 0;
    } else {
      step(step_size(resolution, next), now.rate, now.temperature);
    }
    run.deepest = std::max(run.deepest, fluid_.depth);
    run.states.push_back(fluid_);
  }
  return run;
}

}  // namespace

PoolRun run_pool(const Saturation& s, const PoolCase& pool, const Ambient& air, double resolution) {
  MUSTER_CHECK(pool.duration > 0 && pool.largest_area > 0, "{} s, {} m2", pool.duration, pool.largest_area);
  MUSTER_CHECK(!pool.fills_area || std::isfinite(pool.largest_area), "an area of {} m2", pool.largest_area);
  return Pool(s, pool, air).run(resolution);
}

}  // namespace muster::release
