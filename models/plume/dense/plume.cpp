#include "models/plume/dense/plume.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::plume::dense {
namespace {

using substance::gravity;

const double root3 = std::sqrt(3.0);
constexpr double spreading = 0.75;                                 ///< alpha_g, of the weight of the cloud on its sides
constexpr double back_pressure = 0.25;                             ///< of the same along the wind
constexpr double undamped_entrainment = 1.5 * 0.41, shear = 0.02;  ///< of w_e and of differences in speed, squared
constexpr double slab_third = 0.333333;  ///< as SLAB has it: what is missing adds up over its steps
constexpr double lift_off = 20;  ///< of g h (rho_a - rho) / (rho_a u*^2), Briggs (1973): below, turbulence holds it

// What is integrated over x.
// The last two: what drag takes of the fluxes of the sides' and the vertical momentum within one of SLAB's steps.
enum { flux, width, core, force, sideways, upwards, height, heat, travel, along2, braking, slowing, count };
using State = std::array<double, count>;

/// What drag or heat brings a cloud nearer to the air and ground within one of SLAB's steps: never more than `all`.
double at_most(double all, double wanted) { return wanted == 0 ? 0 : all * wanted / (wanted + all); }

class Plume {
 public:
  Plume(const Surroundings& around, const Start& start) : layer_(*around.layer), around_(around), start_(start) {
    around_.layer = &layer_;
  }
  std::vector<Station> run();

 private:
  struct Base {
    double density = 0, speed = 0, air_speed = 0;  ///< at the step's begin
    double exponent = 0;                           ///< h / (h + 2 B)
    State y{};                                     ///< at the step's begin
    double warmth = 0;                             ///< [W] that would warm it to the ground's temperature
    double landing = 0;                            ///< [N] flux of the sides' momentum that its fall would become
  };
  double emitted(double x) const;
  void begin(State&);
  /// Closes the state: temperature, density, speed, depth. Writes the half-width and core after expansion into `y`.
  Station close(double x, State& y, const Base& base) const;
  double pull_on(const State& y, const Base& base) const;
  void match_speed(State& y, Station& s, const Base& base) const;
  State slope(double x, const State& y, const Station& s) const;
  void ground_contact(State& y, Station& s);
  double solve_speed(double mixed, double weight) const;
  double slab_step(int n) const;
  void begin_as_slab(Station& s) const;
  Base base_of(const State& y, const Station& s) const;
  void turn_as_slab(State& y, Station& s, const Base& base) const;
  void step_as_slab(double x, double step, State& y, Station& s);
  double carried_by(const State& y, const Station& s) const;

  Layer layer_;
  Surroundings around_;
  const Start& start_;
  double momentum_ = 0;  ///< [N] of the half plume that the source brings
  bool lofted_ = false;
  bool pressing_ = true;                        ///< its depth presses along the wind
  mutable double speed_ = 0, temperature_ = 0;  ///< of the last evaluation: first guesses
};

/// [kg/s] of the half plume released upwind of x.
double Plume::emitted(double x) const {
  if (start_.half_side <= 0) return 0.5 * start_.rate;
  return 0.5 * start_.rate * std::clamp((x + start_.half_side) / (2 * start_.half_side), 0.0, 1.0);
}

/// The larger root of u^3 - mixed u^2 + weight = 0: momentum with the pressure of the cloud's own depth. Where wind
/// and source cannot carry the cloud away (no root), it leaves at the critical speed, at which momentum and pressure
/// together are least; Ermak takes 2/3 of `mixed`, with which they agree at the border.
double Plume::solve_speed(double mixed, double weight) const {
  if (weight <= 0) return std::max(mixed, 1e-3);
  const double limit = 2.0 / 27 * mixed * mixed * mixed;
  if (mixed > 0 && weight - limit <= limit) {
    return mixed / 3 * (1 + 2 * std::cos(std::acos(std::clamp(-(weight - limit) / limit, -1.0, 1.0)) / 3));
  }
  if (around_.variant == Variant::slab) return std::max(2.0 / 3 * mixed, 1e-3);
  return std::cbrt(2 * weight);
}

/// [N] of drag so far; within one of SLAB's steps no more than takes the difference to the wind away.
double Plume::pull_on(const State& y, const Base& base) const {
  if (start_.slab_steps <= 0 || base.density <= 0) return y[force];
  const double against = base.y[flux] * (base.speed - base.air_speed);
  return base.y[force] - std::copysign(at_most(std::abs(against), std::abs(y[force] - base.y[force])), against);
}

/// Speed, width and depth depend on one another: fixed point in the logarithm of the speed. The rest of the section is
/// known; half-width and core in `y` expand.
void Plume::match_speed(State& y, Station& s, const Base& base) const {
  Section& c = s.section;
  const bool as_slab = start_.slab_steps > 0 && base.density > 0;
  const double highest = 0.999 * around_.layer->mixing_height();
  const bool jetting = base.speed > base.air_speed;  // what slows down widens; what speeds up does not narrow
  const double half_width = y[width], half_core = y[core];
  double u = std::max(as_slab ? base.speed : speed_, 1e-3);
  const double pull = pull_on(y, base);
  const bool presses = start_.slab_steps > 0 ? pressing_ : !lofted_;
  double b = half_width, grown = 1, last = 1, exponent = base.exponent;
  if (as_slab) {
    const double h = y[flux] / (c.density * u * b);
    exponent = h / (h + 2 * b);
  }
  for (int i = 0; i < (as_slab ? 11 : 60); ++i) {
    const double now = jetting ? c.density * u / base.speed : c.density;
    const double expanded = base.density > 0 ? std::pow(base.density / now, exponent) : 1;
    grown = last = as_slab && i > 0 ? std::sqrt(last * expanded) : expanded;
    b = half_width * grown;
    double h = y[flux] / (c.density * u * b);
    if (h > 2 * b) {
      b = std::sqrt(0.5 * h * b);
      h = 2 * b;
      last = base.density > 0 ? std::sqrt(base.density / now) : 1;
    }
    if (h > highest) {
      b *= h / highest;
      h = highest;
    }
    c.depth = h;
    c.half_width = b;
    if (as_slab) c.lofted = s.height > h / 2;
    c.top = std::min(highest, c.lofted ? s.height + h / 2 : h);
    const double air = around_.layer->mean(c.top);
    const double carried = air * (1 - s.mass_fraction) + (momentum_ + pull) / y[flux];
    const double weight = !presses ? 0
                                   : back_pressure * gravity * (c.density - around_.mixture->air_density()) * y[flux] /
                                         (2 * b * c.density * c.density);
    double next = solve_speed(carried, weight);
    if (as_slab && 27 * weight > 4 * carried * carried * carried) next = std::min(next, base.speed);
    const double before = u;
    u = as_slab ? std::pow(u * next * next, slab_third) : std::sqrt(u * next);
    if (as_slab) {
      c.depth *= before / u;
      exponent = c.depth / (c.depth + 2 * b);
      if (std::abs(u - before) < 1e-3 * std::sqrt(u * before)) break;
    } else if (std::abs(next - before) < 1e-6 * before) {
      break;
    }
  }
  speed_ = u;
  c.speed = u;
  y[core] = half_core * grown;  // expands with the gas; what a round section asks for beyond that, the edges give
  y[width] = b;
}

Station Plume::close(double x, State& y, const Base& base) const {
  const Mixture& mixture = *around_.mixture;
  Station s;
  s.x = x;
  s.time = y[travel];
  s.flux = y[flux];
  s.mass_fraction = std::min(1.0, emitted(x) / y[flux]);
  const bool as_slab = start_.slab_steps > 0 && base.density > 0;
  if (as_slab) y[heat] = base.y[heat] + at_most(base.warmth, y[heat] - base.y[heat]);
  s.heat = y[heat] / y[flux];
  mix(s, mixture, temperature_);
  Section& c = s.section;
  c.lofted = lofted_;
  c.injection = start_.half_side > 0 && x < start_.half_side
                    ? start_.rate / (c.density * 4 * start_.half_side * start_.half_side)
                    : 0;
  s.height = std::max(0.0, y[height]);
  match_speed(y, s, base);
  s.core = y[core];
  if (as_slab) {
    turn_as_slab(y, s, base);
  } else {
    c.spreading = y[sideways] / y[flux];
    c.sinking = y[upwards] / y[flux];
    if (!c.lofted && c.density >= mixture.air_density()) c.sinking = -c.spreading * s.height / c.half_width;
  }
  s.along = std::sqrt(std::max(0.0, y[along2]));
  c.centre = s.height;
  s.exchange = exchange(around_, c);
  return s;
}

/// Spreading and sinking as SLAB has them at a stage of its step: aloft or lighter than air it does not spread; what
/// touches down spreads with what it fell.
void Plume::turn_as_slab(State& y, Station& s, const Base& base) const {
  Section& c = s.section;
  if (pressing_ && c.depth < 2 * s.height && c.density > around_.mixture->air_density()) {
    c.depth = 2 * s.height;
    c.speed = speed_ = y[flux] / (c.density * c.half_width * c.depth);
  }
  c.lofted = s.height > c.depth / 2;
  c.top = std::min(0.999 * around_.layer->mixing_height(), c.lofted ? s.height + c.depth / 2 : c.depth);
  const auto after = [&](int of, int drag, double before) {
    const double held = before == 0 ? 1 : std::abs(before) / (std::abs(before) + std::abs(y[drag]));
    return held * (before + y[of] - base.y[of]);
  };
  if (!c.lofted && c.density > around_.mixture->air_density()) {
    y[sideways] = after(sideways, braking, base.y[sideways] == 0 ? base.landing : base.y[sideways]);
    c.spreading = y[sideways] / y[flux];
    c.sinking = -c.spreading * s.height / c.half_width;
    y[upwards] = y[flux] * c.sinking;
  } else {
    y[upwards] = after(upwards, slowing, base.y[upwards]);
    y[sideways] = c.spreading = 0;
    c.sinking = y[upwards] / y[flux];
  }
}

State Plume::slope(double x, const State& y, const Station& s) const {
  const Mixture& mixture = *around_.mixture;
  const Section& c = s.section;
  const Exchange& e = s.exchange;
  const double air = mixture.air_density();
  State d{};
  d[flux] = air * root3 * (e.sideways * c.depth + e.upwards * c.half_width);
  if (start_.half_side > 0 && x < start_.half_side) d[flux] += start_.rate / (4 * start_.half_side);
  d[width] = (root3 * air / c.density * e.sideways + c.spreading) / c.speed;
  d[core] = c.spreading * s.core / (c.speed * c.half_width);
  d[force] = e.drag;
  const double excess = gravity * (c.density - air) * c.depth;
  if (start_.slab_steps > 0) {
    d[sideways] = spreading * excess * c.depth;
    d[upwards] = -excess * c.half_width;
    d[braking] = c.lofted ? 0 : e.drag_side;
    d[slowing] = c.lofted ? e.drag_up : 0;
  } else if (c.lofted) {
    d[upwards] = -excess * c.half_width + e.drag_up;
  } else {
    // A cloud that turns light keeps its width; it does not contract.
    if (c.spreading > 0 || excess > 0) d[sideways] = spreading * std::max(0.0, excess) * c.depth + e.drag_side;
    const double friction = around_.layer->friction_velocity();
    if (-excess > lift_off * air * friction * friction) d[upwards] = -excess * c.half_width;
  }
  d[height] = c.sinking / c.speed;
  d[heat] = e.warming;
  d[travel] = 1 / c.speed;
  d[along2] = 2 * s.along * e.along * air / c.density / c.speed;
  if (s.along <= 0) d[along2] = 2 * 1e-3 * e.along / c.speed;
  (void)y;
  return d;
}

/// Touching down, the fall turns into spreading; rising above half its depth, the cloud leaves the ground.
void Plume::ground_contact(State& y, Station& s) {
  Section& c = s.section;
  if (lofted_ && s.height <= 0.5 * c.depth && c.sinking <= 0) {
    lofted_ = false;
    const double fall = -c.sinking;
    y[sideways] = y[flux] * fall * c.half_width / std::max(s.height, 1e-3 * c.depth);
    y[upwards] = 0;
  } else if (!lofted_ && s.height > 0.5 * c.depth && c.sinking > 0) {
    lofted_ = true;
    y[sideways] = 0;
  }
  if (!lofted_ && c.density >= around_.mixture->air_density()) y[upwards] = 0;
}

/// A jet's first section, or the first sliver over a pool, where production, entrainment and drag balance.
void Plume::begin(State& y) {
  y = {};
  temperature_ = 0;
  if (start_.half_side <= 0) {
    const double b = start_.half_width;
    const double q = 0.5 * start_.rate / start_.mass_fraction;
    y[flux] = q;
    y[width] = b;
    y[core] = start_.core > 0 ? start_.core : 0.9 * b;
    // Air that the jet has taken in already counts as moving with the mean wind: see `carried` above.
    const double top = start_.height > b ? start_.height + b : 2 * b;
    momentum_ = q * (start_.speed - (1 - start_.mass_fraction) * around_.layer->mean(top));
    y[upwards] = q * start_.rise;
    y[sideways] = q * start_.spreading;
    y[heat] = q * start_.heat;
    y[height] = start_.height;
    y[travel] = start_.time;
    lofted_ = start_.height > (start_.depth > 0 ? 0.5 * start_.depth : b);
    speed_ = start_.speed;
    if (start_.depth > 0) {
      const double density = around_.mixture->at(start_.mass_fraction, start_.heat).density;
      momentum_ = q * (start_.speed - (1 - start_.mass_fraction) * around_.layer->mean(start_.depth)) +
                  0.5 * back_pressure * gravity * std::max(0.0, density - around_.mixture->air_density()) * b *
                      start_.depth * start_.depth;
    }
    return;
  }
  const double b = start_.half_side, sliver = 1e-3 * 2 * b;
  y[width] = b;
  y[core] = 0.9 * b;
  lofted_ = false;
  speed_ = std::max(0.05, 0.1 * around_.layer->mean(1));
  const double production = start_.rate / (4 * b);
  double entrained = 0, drag = 0, warming = 0;
  for (int i = 0; i < 40; ++i) {
    y[flux] = (production + entrained) * sliver;
    y[force] = drag * sliver;
    y[heat] = warming * sliver;
    State copy = y;
    const Station s = close(-b + sliver, copy, {});
    entrained += 0.5 * (around_.mixture->air_density() * root3 * s.exchange.upwards * b - entrained);
    drag += 0.5 * (s.exchange.drag - drag);
    warming += 0.5 * (s.exchange.warming - warming);
  }
}

/// Length of SLAB's step n: they grow by the same factor.
double Plume::slab_step(int n) const {
  const double span = start_.farthest - start_.x;
  const double factor = std::pow(10, (std::log10(start_.farthest / start_.x - 1) + 1) / start_.slab_steps);
  return (factor - 1) * span / (std::pow(factor, start_.slab_steps) - 1) * std::pow(factor, n);
}

/// [N] of source and drag that the speed of the station stands for: equation 4 the other way round.
double Plume::carried_by(const State& y, const Station& s) const {
  const Section& c = s.section;
  const double excess = lofted_ ? 0 : std::max(0.0, c.density - around_.mixture->air_density());
  return y[flux] * (c.speed - (1 - s.mass_fraction) * around_.layer->mean(c.top)) +
         0.5 * back_pressure * gravity * excess * c.half_width * c.depth * c.depth;
}

Plume::Base Plume::base_of(const State& y, const Station& s) const {
  const Section& c = s.section;
  return {c.density,
          c.speed,
          s.exchange.air_speed,
          c.depth / (c.depth + 2 * c.half_width),
          y,
          s.flux * c.heat * std::max(0.0, around_.ground_temperature - c.temperature),
          -2 * s.flux * c.sinking * c.half_width / c.depth};
}

/// SLAB's first section feels no drag and no heat yet, and nothing damps what it takes in from above.
void Plume::begin_as_slab(Station& s) const {
  Exchange& e = s.exchange;
  e.drag = e.drag_side = e.drag_up = e.warming = 0;
  const Section& c = s.section;
  const double bottom = layer_.friction_velocity() * (c.lofted ? 1 : c.speed / e.air_speed);
  const double difference = (e.air_speed - c.speed) * around_.mixture->air_density() / c.density;
  e.upwards = around_.reference_speed / layer_.speed(c.top) * undamped_entrainment *
              std::sqrt(bottom * bottom + shear * difference * difference);
}

/// Runge and Kutta's step of order 4, each stage of which decides by its own height whether it lies on the ground.
void Plume::step_as_slab(double x, double step, State& y, Station& s) {
  constexpr double reach[] = {0.5, 0.5, 1, 0}, part[] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
  const Base base = base_of(y, s);
  State sum = y;
  for (int stage = 0; stage < 4; ++stage) {
    const State k = slope(x, y, s);
    State z = sum;
    for (int i = 0; i < count; ++i) {
      sum[i] += step * part[stage] * k[i];
      z[i] = stage < 3 ? y[i] + reach[stage] * step * k[i] : sum[i];
    }
    s = close(x + (stage < 3 ? reach[stage] : 1) * step, z, base);
    if (stage == 3) y = z;
  }
  y[braking] = y[slowing] = 0;
  lofted_ = s.section.lofted;
  if (!lofted_) pressing_ = s.section.density > around_.mixture->air_density();
  momentum_ = carried_by(y, s) - y[force];
  layer_ = layer_.continued(s.section.top, s.exchange.air_speed, true);
}

std::vector<Station> Plume::run() {
  State y;
  begin(y);
  pressing_ = !lofted_;
  double x = start_.half_side > 0 ? -start_.half_side * (1 - 2e-3) : start_.x;
  std::vector<Station> stations;
  Station s = close(x, y, {});
  if (start_.slab_steps > 0) {
    begin_as_slab(s);
    layer_ = layer_.continued(s.section.top, s.exchange.air_speed, true);
  }
  stations.push_back(s);
  const double scale = start_.half_side > 0 ? start_.half_side : 2 * start_.half_width;
  double step = start_.half_side > 0 ? 0.002 * scale : 0.02 * scale;
  const double origin = x;
  // Bogacki and Shampine's pair of order 3 and 2.
  for (int n = 0; n < 20000 && x < start_.farthest; ++n) {
    if (start_.latest > 0 && y[travel] > start_.latest && (start_.half_side <= 0 || x >= start_.half_side)) break;
    if (start_.slab_steps > 0) {
      step = slab_step(static_cast<int>(stations.size()) - 1);
      step_as_slab(x, step, y, s);
      stations.push_back(s);
      x += step;
      continue;
    }
    const Base base = base_of(y, s);
    double room = 0.12 * (x - origin) + 0.1 * scale;
    const double edge = start_.half_side;
    if (edge > 0 && x < edge) room = std::min(room, std::max(0.1 * scale, 1e-6));
    step = std::min({step, room, start_.farthest - x});
    if (edge > 0 && x < edge && x + step > edge - 1e-9) step = edge - x;
    const auto shifted = [&](const State& k1, double a1, const State& k2, double a2, const State& k3, double a3) {
      State z = y;
      for (int i = 0; i < count; ++i) z[i] += step * (a1 * k1[i] + a2 * k2[i] + a3 * k3[i]);
      z[flux] = std::max(z[flux], 1e-3 * y[flux]);
      z[width] = std::max(z[width], 1e-3 * y[width]);
      return z;
    };
    // Slopes just left of the pool's end belong to the pool.
    const double inside = 1e-9 * step;
    const State k1 = slope(x + inside, y, s);
    State z = shifted(k1, 0.5, k1, 0, k1, 0);
    const State k2 = slope(x + 0.5 * step, z, close(x + 0.5 * step, z, base));
    z = shifted(k2, 0.75, k2, 0, k2, 0);
    const State k3 = slope(x + 0.75 * step, z, close(x + 0.75 * step, z, base));
    State next = shifted(k1, 2.0 / 9, k2, 1.0 / 3, k3, 4.0 / 9);
    State closed = next;
    Station t = close(x + step, closed, base);
    const State k4 = slope(x + step - inside, closed, t);
    double error = 0;
    for (int i = 0; i < count; ++i) {
      const double e = step * (-5.0 / 72 * k1[i] + 1.0 / 12 * k2[i] + 1.0 / 9 * k3[i] - 1.0 / 8 * k4[i]);
      double size = std::abs(next[i]) + std::abs(y[i]);
      if (i == force) size += std::abs(momentum_) + y[flux] * s.section.speed;
      if (i == sideways || i == upwards) size += 0.1 * y[flux] * s.section.speed;
      if (i == height) size += s.section.depth;
      if (i == heat) size += y[flux] * 1e5;
      if (i == along2) size += 1;
      error = std::max(error, std::abs(e) / (size + 1e-30));
    }
    const double wanted = start_.tolerance;
    if (!(error <= wanted) && step > 1e-9 * (1 + std::abs(x))) {
      step *= std::isfinite(error) ? std::clamp(0.9 * std::cbrt(wanted / error), 0.2, 0.8) : 0.2;
      continue;
    }
    x += step;
    y = closed;
    s = t;
    const bool was = lofted_;
    ground_contact(y, s);
    if (was != lofted_) s = close(x, y, {});
    stations.push_back(s);
    step *= std::clamp(0.9 * std::cbrt(wanted / std::max(error, 1e-12)), 0.5, 2.0);
  }
  return stations;
}

}  // namespace

void mix(Station& s, const Mixture& mixture, double& temperature) {
  const Mixed mixed = mixture.at(s.mass_fraction, s.heat, temperature);
  temperature = mixed.temperature;
  s.vapour = mixed.vapour;
  s.water = mixed.water;
  s.section.density = mixed.density;
  s.section.temperature = mixed.temperature;
  s.section.heat = mixed.heat;
}

std::vector<Station> steady_plume(const Surroundings& around, const Start& start) { return Plume(around, start).run(); }

}  // namespace muster::plume::dense
