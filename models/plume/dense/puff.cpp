#include "models/plume/dense/puff.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::plume::dense {
namespace {

using substance::gravity;

const double root3 = std::sqrt(3.0);
constexpr double spreading = 0.75;
constexpr double lift_off = 20;

// What is integrated over time.
enum { mass, width, core, length, core_length, force, sideways, along, upwards, height, heat, place, count };
using State = std::array<double, count>;

class Puff {
 public:
  Puff(const Surroundings& around, const PuffStart& start) : around_(around), start_(start) {}
  std::vector<Station> run();

 private:
  struct Base {
    double density = 0, speed = 0, width = 0, length = 0;  ///< at the step's begin; exponents of the expansion
  };
  void begin(State&);
  Station close(double time, State& y, const Base& base) const;
  State slope(const Station& s) const;
  double speed_of(const Station& s, const State& y) const;
  void draw(Station& s, State& y, const Base& base) const;
  double share_of_ends(const Station& s) const;
  void ground_contact(State& y, const Station& s);

  const Surroundings& around_;
  const PuffStart& start_;
  double momentum_ = 0;
  bool lofted_ = false;
  mutable double temperature_ = 0;
};

void Puff::begin(State& y) {
  y = {};
  y[mass] = 0.25 * start_.mass / start_.mass_fraction;
  y[width] = start_.half_width;
  y[core] = start_.core;
  y[length] = start_.half_length;
  y[core_length] = start_.core_length;
  y[height] = start_.height;
  y[heat] = start_.heat * y[mass];
  y[place] = start_.x;
  y[sideways] = start_.spreading * y[mass];
  y[along] = start_.stretching * y[mass];
  y[upwards] = start_.sinking * y[mass];
  lofted_ = start_.height > 0.5 * start_.depth;
  const double top = lofted_ ? start_.height + start_.depth / 2 : start_.depth;
  momentum_ = y[mass] * (start_.speed - (1 - start_.mass_fraction) * around_.layer->mean(top));
}

Station Puff::close(double time, State& y, const Base& base) const {
  const Mixture& mixture = *around_.mixture;
  Station s;
  s.time = time;
  s.x = y[place];
  s.flux = y[mass];
  s.mass_fraction = std::min(1.0, 0.25 * start_.mass / y[mass]);
  s.heat = y[heat] / y[mass];
  mix(s, mixture, temperature_);
  Section& c = s.section;
  c.lofted = lofted_;
  s.height = std::max(0.0, y[height]);
  // Expansion by warming is shared among the three directions.
  const double grown = base.density > 0 ? std::log(base.density / c.density) : 0;
  const double wider = std::exp(grown * base.width), longer = std::exp(grown * base.length);
  y[width] *= wider;
  y[core] *= wider;
  y[length] *= longer;
  y[core_length] *= longer;
  draw(s, y, base);
  const double highest = 0.999 * around_.layer->mixing_height();
  double h = y[mass] / (c.density * y[width] * y[length]);
  // No deeper than wide, nor than the mixing layer.
  const bool slab = around_.variant == Variant::slab;
  const double limit = slab ? highest : std::min(highest, 2 * std::min(y[width], y[length]));
  if (h > limit) {
    const double more = h > highest ? std::sqrt(h / highest) : std::cbrt(h / limit);
    y[width] *= more;
    y[core] *= more;
    y[length] *= more;
    y[core_length] *= more;
    h = y[mass] / (c.density * y[width] * y[length]);
  }
  c.depth = h;
  c.half_width = y[width];
  c.half_length = y[length];
  s.core = y[core];
  s.core_length = y[core_length];
  // What the ends had spread before goes with the core.
  const double before = start_.ends * y[core_length] / start_.core_length;
  s.along = std::sqrt(std::max(0.0, (y[length] * y[length] - y[core_length] * y[core_length]) / 3) + before * before);
  c.top = std::min(highest, lofted_ ? s.height + h / 2 : h);
  c.speed = speed_of(s, y);
  c.spreading = y[sideways] / y[mass];
  c.stretching = y[along] / y[mass];
  c.sinking = y[upwards] / y[mass];
  if (!lofted_ && c.density >= mixture.air_density()) {
    c.sinking = -(c.spreading / c.half_width + c.stretching / c.half_length) * s.height;
  }
  c.centre = s.height;
  s.exchange = exchange(around_, c);
  return s;
}

double Puff::speed_of(const Station& s, const State& y) const {
  const double air = around_.layer->mean(s.section.top);
  return std::max(0.0, air * (1 - s.mass_fraction) + (momentum_ + y[force]) / y[mass]);
}

/// A cloud that becomes faster is drawn out along the wind, by `drawn` of its change of speed.
void Puff::draw(Station& s, State& y, const Base& base) const {
  if (!(start_.drawn > 0 && base.speed > 1e-3)) return;
  const double highest = 0.999 * around_.layer->mixing_height();
  const double length_before = y[length], core_before = y[core_length];
  for (int i = 0; i < 2; ++i) {  // its depth, and so its speed, changes a little with its length
    const double h = y[mass] / (s.section.density * y[width] * y[length]);
    s.section.top = std::min(highest, lofted_ ? s.height + h / 2 : h);
    const double longer = std::pow(std::max(speed_of(s, y), 1e-3) / base.speed, start_.drawn);
    y[length] = length_before * longer;
    y[core_length] = core_before * longer;
  }
}

/// Of v_x on the growth of the length. Ermak's 1 lets beta_x grow by B_x v_x / (sqrt(3) beta_x) a second, the faster
/// the longer the cloud. The ends of a long cloud do not know of one another: beta_x grows by v_x, as it did in the
/// plume.
double Puff::share_of_ends(const Station& s) const {
  if (!start_.long_cloud || around_.variant == Variant::slab) return 1;
  return std::min(1.0, root3 * std::max(s.along, 1e-3) / s.section.half_length);
}

State Puff::slope(const Station& s) const {
  const Section& c = s.section;
  Exchange e = s.exchange;
  e.along *= share_of_ends(s);
  const double air = around_.mixture->air_density();
  const double dilution = root3 * air / c.density;
  State d{};
  d[mass] =
      air * root3 *
      ((e.along * c.half_width + e.sideways * c.half_length) * c.depth + e.upwards * c.half_width * c.half_length);
  d[width] = dilution * e.sideways + c.spreading;
  d[core] = c.spreading * s.core / c.half_width;
  d[length] = dilution * e.along + c.stretching;
  d[core_length] = c.stretching * s.core_length / c.half_length;
  d[force] = e.drag;
  const double excess = gravity * (c.density - air) * c.depth;
  if (lofted_) {
    d[upwards] = -excess * c.half_width * c.half_length + e.drag_up;
  } else {
    const double push = spreading * std::max(0.0, excess) * c.depth;
    d[sideways] = push * c.half_length + e.drag_side;
    d[along] = push * c.half_width + e.drag_along;
    const double friction = around_.layer->friction_velocity();
    if (-excess > lift_off * air * friction * friction) d[upwards] = -excess * c.half_width * c.half_length;
  }
  d[height] = c.sinking;
  d[heat] = e.warming;
  d[place] = c.speed;
  return d;
}

void Puff::ground_contact(State& y, const Station& s) {
  const Section& c = s.section;
  if (lofted_ && s.height <= 0.5 * c.depth && c.sinking <= 0) {
    // The fall turns into spreading in both directions.
    lofted_ = false;
    const double rate = -c.sinking / std::max(s.height, 1e-3 * c.depth) / 2;
    const double b = c.half_width, l = c.half_length, both = 2 / (b * b + l * l);
    const bool slab = around_.variant == Variant::slab;
    y[sideways] = y[mass] * rate * b * (slab ? both * l * l : 1);
    y[along] = y[mass] * rate * l * (slab ? both * b * b : 1);
    y[upwards] = 0;
  } else if (!lofted_ && s.height > 0.5 * c.depth && c.sinking > 0) {
    lofted_ = true;
    y[sideways] = y[along] = 0;
  }
  if (!lofted_ && c.density >= around_.mixture->air_density()) y[upwards] = 0;
}

std::vector<Station> Puff::run() {
  State y;
  begin(y);
  double t = start_.time;
  std::vector<Station> stations;
  Station s = close(t, y, {});
  stations.push_back(s);
  const double scale = start_.half_width / (around_.reference_speed + std::sqrt(gravity * s.section.depth));
  double step = 0.01 * scale;
  for (int n = 0; n < 20000 && s.time < start_.latest && s.x - start_.tail * s.section.half_length < start_.farthest;
       ++n) {
    const Section& c = s.section;
    // Half the share of each direction in the growth of volume by warming (Ermak's g_ey, g_ex).
    const double sides = c.depth * (c.half_length + c.half_width) + 2 * c.half_width * c.half_length;
    const Base base{c.density, c.speed, c.half_length * c.depth / sides, c.half_width * c.depth / sides};
    step = std::min({step, 0.12 * (t - start_.time) + 0.1 * scale, start_.latest - t});
    const auto shifted = [&](const State& k1, double a1, const State& k2, double a2, const State& k3, double a3) {
      State z = y;
      for (int i = 0; i < count; ++i) z[i] += step * (a1 * k1[i] + a2 * k2[i] + a3 * k3[i]);
      for (const int i : {mass, width, length}) z[i] = std::max(z[i], 1e-3 * y[i]);
      return z;
    };
    const State k1 = slope(s);
    State z = shifted(k1, 0.5, k1, 0, k1, 0);
    const State k2 = slope(close(t + 0.5 * step, z, base));
    z = shifted(k2, 0.75, k2, 0, k2, 0);
    const State k3 = slope(close(t + 0.75 * step, z, base));
    const State next = shifted(k1, 2.0 / 9, k2, 1.0 / 3, k3, 4.0 / 9);
    State closed = next;
    Station r = close(t + step, closed, base);
    const State k4 = slope(r);
    double error = 0;
    for (int i = 0; i < count; ++i) {
      const double e = step * (-5.0 / 72 * k1[i] + 1.0 / 12 * k2[i] + 1.0 / 9 * k3[i] - 1.0 / 8 * k4[i]);
      double size = std::abs(next[i]) + std::abs(y[i]);
      if (i == force) size += std::abs(momentum_) + y[mass] * (c.speed + 0.1);
      if (i == sideways || i == upwards || i == along) size += 0.1 * y[mass] * (c.speed + 0.1);
      if (i == height || i == place) size += c.depth;
      if (i == heat) size += y[mass] * 1e5;
      error = std::max(error, std::abs(e) / (size + 1e-30));
    }
    const double wanted = start_.tolerance;
    if (!(error <= wanted) && step > 1e-9 * (1 + t)) {
      step *= std::isfinite(error) ? std::clamp(0.9 * std::cbrt(wanted / error), 0.2, 0.8) : 0.2;
      continue;
    }
    t += step;
    y = closed;
    s = r;
    const bool was = lofted_;
    ground_contact(y, s);
    if (was != lofted_) s = close(t, y, {});
    stations.push_back(s);
    step *= std::clamp(0.9 * std::cbrt(wanted / std::max(error, 1e-12)), 0.5, 2.0);
  }
  return stations;
}

}  // namespace

std::vector<Station> puff(const Surroundings& around, const PuffStart& start) { return Puff(around, start).run(); }

}  // namespace muster::plume::dense
