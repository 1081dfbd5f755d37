#include "models/plume/dense/dense.h"

#include "models/plume/dense/bend.h"
#include "models/plume/dense/smear.h"
#include "models/plume/moments.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume::dense {
namespace {

using std::numbers::pi;
using substance::gravity;
constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr double mean_height = 0.46;  ///< of the depth: that of the normal distribution of variance h^2 / 3

/// Gamma(1 + x) for x in [0, 1], error below 3e-7 (Abramowitz and Stegun 6.1.36).
double gamma_above_1(double x) {
  constexpr double c[] = {-0.577191652, 0.988205891, -0.897056937, 0.918206857,
                          -0.756704078, 0.482199394, -0.193527818, 0.035868343};
  double sum = 0;
  for (int i = 7; i >= 0; --i) sum = (sum + c[i]) * x;
  return 1 + sum;
}

/// When the first of the gas could be at a station at the earliest: with the wind at 10 m or the cloud's top, or the
/// cloud's own speed and spreading.
struct Front {
  double x, time = 0;

  void reach(const Station& s, const Layer& layer) {
    const Section& c = s.section;
    if (s.x <= x) return;
    time += (s.x - x) / std::max(c.speed + std::max(c.spreading, c.stretching), layer.speed(std::max(10.0, c.top)));
    x = s.x;
  }
};

}  // namespace

std::string Release::problem() const {
  if (kind == Kind::instantaneous ? !(mass > 0 && std::isfinite(mass)) : !(rate > 0 && std::isfinite(rate))) {
    return kind == Kind::instantaneous ? "the mass must be above 0 kg" : "the rate must be above 0 kg/s";
  }
  if (!(duration > 0)) return "the duration must be above 0 s";
  if (!(temperature > 2 && temperature < 3000)) return "the temperature must lie in (2, 3000) K";
  if (!(liquid_fraction >= 0 && liquid_fraction <= 1)) return "the liquid fraction must lie in [0, 1]";
  if (!(area >= 0 && std::isfinite(area))) return "the area must be at least 0 m2";
  if (kind != Kind::instantaneous && area <= 0) return "the area must be above 0 m2";
  if (!(height >= 0 && height < 1000)) return "the height must lie in [0, 1000) m";
  return "";
}

Layer layer_of(const Atmosphere& a) {
  double depth = a.mixing_height();
  // Stable air without a given lid: the depth of a stable boundary layer (Zilitinkevich 1972).
  if (!std::isfinite(depth)) {
    depth = neutral_mixing_height(a.friction_velocity(), a.weather().latitude);
    if (a.inverse_obukhov_length() > 0) {
      const double f = 0.3 * a.friction_velocity() / depth;
      depth = std::min(depth, 0.4 * std::sqrt(a.friction_velocity() / (a.inverse_obukhov_length() * f)));
    }
  }
  return Layer([&a](double z) { return a.wind(z); }, a.friction_velocity(), a.inverse_obukhov_length(), a.roughness(),
               std::clamp(depth, 20.0, 5000.0));
}

Air air_of(const Atmosphere& a) { return {a.temperature(2), a.pressure(0), a.relative_humidity(2)}; }

DenseCloud::DenseCloud(const Material& material, const Air& air, const Layer& layer, const Release& release,
                       const Settings& settings)
    : settings_(settings) {
  MUSTER_CHECK(release.problem().empty(), "{}", release.problem());
  if (!(layer.speed(10) >= 0.2)) {
    throw InputError({"", 0, "wind_m_s", fmt::format("{:.3g}", layer.speed(10)),
                      "a dense cloud needs a wind of at least 0.2 m/s at 10 m"});
  }
  const Mixture mixture(material, air, release.temperature, release.liquid_fraction);
  const double ground = settings.ground_temperature.value_or(air.temperature);
  const Surroundings around(mixture, layer, settings.variant, ground);
  source_density_ = mixture.at(1, 0).density;
  air_density_ = mixture.air_density();
  spreading_ = lateral_stability(layer);
  mixing_height_ = layer.mixing_height();
  farthest_ = settings.farthest;
  window_ = settings.variant == Variant::slab ? 0.5 * settings.averaging_time : 0;
  rate_ = release.rate;
  duration_ = release.duration;
  mass_ = release.kind == Release::Kind::instantaneous ? release.mass : release.rate * release.duration;
  if (release.kind == Release::Kind::instantaneous) {
    instantaneous(around, release, nullptr);
  } else {
    follow(release);
    Start start;
    start.rate = release.rate;
    start.farthest = settings.farthest;
    start.tolerance = settings.tolerance;
    if (release.kind == Release::Kind::pool) {
      start.half_side = 0.5 * std::sqrt(release.area);
      origin_ = -start.half_side;
    } else {
      jet(around, release, start);
    }
    finite(around, release, start);
  }
  Front front{release.kind == Release::Kind::pool ? 0.5 * std::sqrt(release.area) : 0};
  for (const std::vector<Station>* stations : {&plume_, &puff_}) {
    for (const Station& s : *stations) {
      const bool transient = stations == &puff_;
      shapes_.push_back(shape_of(s, around, mixture, transient));
      if (std::isfinite(duration_) && !at_once_ && settings.variant == Variant::muster) {
        front.reach(s, layer);
        shapes_.back().soonest = front.time;
        shapes_.back().early = early(shapes_.back());
      }
      if (std::abs(s.section.density / mixture.air_density() - 1) > 0.01) passive_from_ = s.x;
    }
  }
  if (std::isfinite(mass_) && !shapes_.empty()) {
    const Shape& s = shapes_.back();
    double ends = s.core_length / s.speed;
    if (!course_.empty()) ends *= (course_.back().middle + course_.back().half) / (0.5 * duration_) - 1;
    times_.last = s.time + ends + 8 * std::sqrt(s.along2) / s.speed + 2 * window_ + s.crossed * stretch_of(s);
  }
  warn(release, layer);
}

void DenseCloud::follow(const Release& release) {
  if (!std::isfinite(duration_)) return;
  std::vector<Release::Step> steps = release.course;
  if (steps.size() < 2) steps = {{0, release.rate}, {duration_, 0}};
  for (size_t i = 0; i + 1 < steps.size(); ++i) {
    const double half = 0.5 * (steps[i + 1].time - steps[i].time), share = 2 * half * steps[i].rate / mass_;
    if (!(half > 0 && steps[i].rate > 0)) continue;
    // What goes on as before is the same part.
    Part* last = course_.empty() ? nullptr : &course_.back();
    if (last && std::abs(last->middle + last->half - steps[i].time) < 1e-9 * duration_ &&
        std::abs(last->share / last->half - share / half) < 1e-9 * share / half) {
      last->middle += half;
      last->half += half;
      last->share += share;
    } else {
      course_.push_back({steps[i].time + half, half, share});
    }
  }
}

/// A jet's section when it runs with the wind.
void DenseCloud::jet(const Surroundings& around, const Release& release, Start& start) {
  source_speed_ = release.rate / (source_density_ * release.area);
  start.half_width = 0.5 * std::sqrt(release.area);
  start.height = release.height;
  start.speed = source_speed_ * release.direction[0];
  start.rise = source_speed_ * release.direction[2];
  const bool level = release.direction[0] > 0.9;
  if (level && std::abs(release.direction[2]) <= 0.3) return;
  const Bent bent = bend_over(around, release, source_density_, source_speed_);
  const Mixed mixed = around.mixture->at(bent.mass_fraction, 0);
  start.mass_fraction = bent.mass_fraction;
  start.x = bent.x;
  start.time = bent.time;
  // A jet against or across the wind has lost its direction by the time it moves with it.
  start.speed = std::max(bent.speed, 0.3 * around.layer->speed(std::max(1.0, bent.z)));
  start.rise = bent.rise;
  start.height = bent.z;
  start.half_width = 0.5 * std::sqrt(bent.flux / (mixed.density * start.speed));
}

/// Plume, and from the time when half of the mass has left, a puff.
void DenseCloud::finite(const Surroundings& around, const Release& release, const Start& given) {
  Start start = given;
  if (!std::isfinite(release.duration)) {
    plume_ = steady_plume(around, start);
    times_ = {-infinite, infinite};
    return;
  }
  start.latest = std::max(0.5 * release.duration, 1e-9);
  plume_ = steady_plume(around, start);
  if (release.kind == Release::Kind::pool && settings_.variant != Variant::slab)
    for (const Station& s : plume_)
      if (s.x <= start.half_side) crossing_ = s.time;
  const Station& last = plume_.back();
  if (last.time >= start.latest) instantaneous(around, release, &last);
  times_ = {0, infinite};
}

void DenseCloud::instantaneous(const Surroundings& around, const Release& release, const Station* from) {
  PuffStart p;
  p.mass = mass_;
  p.farthest = settings_.farthest;
  p.latest = 3e5;
  p.tolerance = settings_.tolerance;
  if (from) {
    const Section& c = from->section;
    p.time = from->time + 0.5 * (release.duration - crossing_);
    p.x = from->x;
    p.half_width = c.half_width;
    p.core = from->core;
    p.depth = c.depth;
    p.speed = c.speed;
    p.half_length = 0.5 * c.speed * std::max(release.duration, crossing_);
    // What left within less than the way of its own width is no wall across the wind: it falls together to a round
    // cloud.
    p.drawn = settings_.variant == Variant::slab ? 0 : std::min(1.0, p.half_length / p.half_width);
    if (p.half_length < p.half_width) {
      const double side = std::sqrt(p.half_length * p.half_width);
      p.core *= side / p.half_width;
      p.half_length = p.half_width = side;
      // Its own pressure has driven it both ways: what carries it on is its source's speed or the wind's.
      const double driven = release.kind == Release::Kind::jet ? source_speed_ * release.direction[0] : 0;
      p.speed = std::min(p.speed, std::max(driven, from->exchange.air_speed));
    }
    // The ends have begun to spread on the way: beyond what left, or within Ermak's length.
    const double ends = settings_.variant == Variant::slab ? std::min(from->along, 0.55 * p.half_length) : 0;
    p.core_length = std::sqrt(p.half_length * p.half_length - 3 * ends * ends);
    p.ends = settings_.variant == Variant::slab ? 0 : from->along;
    p.height = from->height;
    p.mass_fraction = from->mass_fraction;
    p.heat = from->heat;
    p.spreading = c.spreading;
    p.sinking = c.sinking;
    p.long_cloud = true;
    puff_ = dense::puff(around, p);
    return;
  }
  at_once_ = true;
  p.tail = 3;
  const double volume = mass_ / source_density_;
  const double side = release.area > 0 ? std::sqrt(release.area) : std::cbrt(volume);
  p.half_width = p.half_length = 0.5 * side;
  p.core = p.core_length = 0.9 * p.half_width;
  p.depth = volume / (side * side);
  p.height = release.height > 0.5 * p.depth ? release.height : 0;
  puff_ = dense::puff(around, p);
  times_ = {0, infinite};
}

double DenseCloud::normal_column(const Shape& s, double z) const {
  const double a = s.flat * 0.999 * std::sqrt(3 * s.deep2);
  const double rest = s.deep2 - a * a / 3;
  double sum = smeared(z - s.height, a, rest) + smeared(z + s.height, a, rest);
  if (s.depth > 0.2 * mixing_height_ || s.height > 0.2 * mixing_height_) {
    for (const double lid : {2 * mixing_height_, -2 * mixing_height_}) {
      sum += smeared(z - s.height + lid, a, rest) + smeared(z + s.height + lid, a, rest);
    }
  }
  return sum;
}

/// exp(-(z / l)^s) of mean height 0.46 h and integral 1; flattened by s -> infinity, where it is a box of depth h.
double DenseCloud::ground_column(const Shape& s, double z) const {
  const double blunt = (1 - 0.98 * s.flat) / s.steepness;  // 1 / exponent
  const double once = gamma_above_1(blunt);
  const double mean = std::sqrt(3 * s.deep2) * (mean_height + s.flat * (0.5 - mean_height));
  const double twice = blunt > 0.5 ? 2 * blunt * gamma_above_1(2 * blunt - 1) : gamma_above_1(2 * blunt);
  const double length = 2 * mean * once / twice;
  const auto shape = [&](double at) { return std::exp(-std::pow(at / length, 1 / blunt)); };
  double sum = shape(z);
  if (s.depth > 0.2 * mixing_height_) {
    for (int k = 1; k <= 2; ++k) sum += shape(2 * k * mixing_height_ - z) + shape(2 * k * mixing_height_ + z);
  }
  return sum / (length * once);
}

/// Distribution of the substance over the height, integral 1 [1/m].
double DenseCloud::vertical(const Shape& s, double z) const {
  double sum = 0;
  if (s.level > 0) sum += s.level * ground_column(s, z);
  if (s.level < 1) sum += (1 - s.level) * normal_column(s, z);
  return sum;
}

/// Highest concentration of the section [kg/m3].
double DenseCloud::peak(const Shape& s, bool transient) const {
  const double side = s.core + s.flat * 0.999 * (s.half_width - s.core);
  const double crosswind = smeared(0, side, std::max(0.0, s.side2) * (1 - 0.999 * s.flat) * (1 - 0.999 * s.flat));
  const double column = std::max(vertical(s, s.height), vertical(s, 0));
  double along = rate_ / s.speed * s.emitted;
  if (transient) along = mass_ * smeared(0, s.core_length, s.along2);
  return along * crosswind * column;
}

DenseCloud::Shape DenseCloud::shape_of(const Station& s, const Surroundings& around, const Mixture& mixture,
                                       bool transient) {
  const Section& c = s.section;
  Shape g{};
  g.x = s.x;
  // What leaves a pool at one moment passes as long as the way across it takes.
  g.crossed = transient ? crossing_ : std::min(s.time, crossing_);
  g.time = transient ? s.time : s.time + (std::isfinite(duration_) ? 0.5 * (duration_ - g.crossed) : 0);
  g.speed = std::max(c.speed, 1e-3);
  g.half_width = c.half_width;
  g.depth = c.depth;
  g.core = s.core;
  g.height = s.height;
  const double deep = c.top - s.height;
  g.deep2 = deep * deep / 3;
  // On the ground K-theory's profile exp(-(z/l)^(1+n)), n of the power law with the wind's mean and top speed.
  if (around.variant == Variant::muster && !c.lofted) {
    const double mean = around.layer->mean(c.top);
    g.steepness = std::clamp(around.layer->speed(c.top) / mean, 1.0, 2.0);
    g.level = std::clamp(1 - s.height / (0.5 * c.depth), 0.0, 1.0);
  } else {
    g.steepness = 2;
    g.level = 0;
  }
  // The plume wanders within the averaging time: crosswind only. Of Ermak's no longer than it takes to pass.
  const bool passes = around.variant == Variant::slab && std::isfinite(duration_);
  const double cloud_time =
      passes ? std::max(duration_, transient ? 2 * s.section.half_length / g.speed : 0) : infinite;
  g.side2 = std::max(0.0, (c.half_width * c.half_width - s.core * s.core) / 3);
  if (!at_once_) g.side2 += meander(s.x - origin_, std::min(cloud_time, settings_.averaging_time), spreading_);
  if (transient) {
    g.core_length = s.core_length;
    g.along2 = s.along * s.along;
  } else if (std::isfinite(duration_)) {
    const double half = 0.5 * g.speed * std::max(duration_, g.crossed);
    const bool within = around.variant == Variant::slab;
    const double ends = within ? std::min(s.along, 0.55 * half) : s.along;
    g.along2 = ends * ends;
    g.core_length = within ? std::sqrt(half * half - 3 * ends * ends) : half;
  }
  g.emitted = transient ? 1 : std::min(1.0, 2 * s.flux * s.mass_fraction / rate_);
  // Flatten where the model's shape would hold more than the source itself.
  const double taken = s.mass_fraction > 0 ? s.heat / s.mass_fraction : 0;  // per kg of the substance
  const double limit = mixture.at(1, taken).density;
  if (around.variant == Variant::muster && peak(g, transient) > limit) {
    double low = 0, high = 1;
    for (int i = 0; i < 30; ++i) {
      g.flat = 0.5 * (low + high);
      (peak(g, transient) > limit ? low : high) = g.flat;
    }
  }
  const double mean = s.mass_fraction * c.density;
  g.slope = mixture.fraction(s.mass_fraction) / mean;
  g.map = -1;
  if (around.variant == Variant::muster && s.mass_fraction > 2e-4) {
    // Local mixtures lie on the line between the warmed source and the air.
    constexpr int nodes = 20;
    double top = 1;
    const double highest = peak(g, transient);
    double most = s.mass_fraction;
    while (most < 1 && most * mixture.at(most, taken * most).density < 1.02 * highest) most *= 1.1;
    top = std::min(1.0, most);
    Map map;
    double guess = 0;
    for (int i = 0; i <= nodes; ++i) {
      const double m = top * i / nodes;
      const Mixed mixed = mixture.at(m, taken * m, guess);
      guess = mixed.temperature;
      const double density = m * mixed.density;
      if (map.empty() || density > map.back().first) map.push_back({density, mixture.fraction(m)});
    }
    g.map = static_cast<int>(maps_.size());
    maps_.push_back(std::move(map));
  }
  return g;
}

DenseCloud::Shape DenseCloud::between(const std::vector<Shape>& shapes, size_t i, double f) const {
  const Shape &a = shapes[i], &b = shapes[std::min(i + 1, shapes.size() - 1)];
  const auto mix = [f](double p, double q) { return p + f * (q - p); };
  Shape s = a;
  s.x = mix(a.x, b.x);
  s.time = mix(a.time, b.time);
  s.speed = mix(a.speed, b.speed);
  s.half_width = mix(a.half_width, b.half_width);
  s.depth = mix(a.depth, b.depth);
  s.core = mix(a.core, b.core);
  s.side2 = mix(a.side2, b.side2);
  s.height = mix(a.height, b.height);
  s.deep2 = mix(a.deep2, b.deep2);
  s.steepness = mix(a.steepness, b.steepness);
  s.level = mix(a.level, b.level);
  s.core_length = mix(a.core_length, b.core_length);
  s.along2 = mix(a.along2, b.along2);
  s.flat = mix(a.flat, b.flat);
  s.emitted = mix(a.emitted, b.emitted);
  s.crossed = mix(a.crossed, b.crossed);
  s.soonest = mix(a.soonest, b.soonest);
  s.early = mix(a.early, b.early);
  s.slope = mix(a.slope, b.slope);
  return s;
}

double DenseCloud::fraction(const Shape& s, size_t station, double f, double c) const {
  const auto look_up = [&](const Shape& g) {
    if (g.map < 0) return std::min(1.0, g.slope * c);
    const Map& map = maps_[static_cast<size_t>(g.map)];
    const auto at = std::lower_bound(map.begin(), map.end(), c, [](const auto& p, double v) { return p.first < v; });
    if (at == map.begin()) return 0.0;
    if (at == map.end()) return std::min(1.0, map.back().second * c / map.back().first);
    const auto before = at - 1;
    return before->second + (at->second - before->second) * (c - before->first) / (at->first - before->first);
  };
  const Shape &a = shapes_[station], &b = shapes_[std::min(station + 1, shapes_.size() - 1)];
  if (a.map < 0 && b.map < 0) return std::min(1.0, s.slope * c);
  return (1 - f) * look_up(a) + f * look_up(b);
}

/// How much longer the release passes than it left.
double DenseCloud::stretch_of(const Shape& s) const {
  return s.core_length / s.speed / (0.5 * std::max(duration_, s.crossed));
}

/// Share of the mass that passes a place a second [1/s]: the release's course, stretched as the cloud is, with blurred
/// ends; Ermak's on average over the averaging time.
double DenseCloud::passing(const Shape& s, double time) const {
  const double u = s.speed, blur2 = s.along2 / (u * u);
  const double stretch = stretch_of(s), window = window_ + 0.5 * s.crossed * stretch,
               felt = window + 6 * std::sqrt(blur2);
  const auto passes = [&](double at) {
    double sum = 0;
    for (const Part& part : course_) {
      const double away = at - s.time - (part.middle - 0.5 * duration_) * stretch, half = part.half * stretch;
      if (std::abs(away) + felt < half)
        sum += part.share * 0.5 / half;  // in the midst of it
      else if (std::abs(away) < half + felt)
        sum += part.share * smeared_mean(away, half, blur2, window);
    }
    return sum;
  };
  if (window_ > 0) return passes(time);
  // The blur is normal, without an end: what it would bring before gas can be here comes with the rest.
  return time <= s.soonest ? 0 : passes(time) / (1 - s.early);
}

/// Share of the mass that the blur alone would bring to a place before gas can be there.
double DenseCloud::early(const Shape& s) const {
  const double deviation = std::sqrt(s.along2) / s.speed, stretch = stretch_of(s);
  double sum = 0;
  for (const Part& part : course_) {
    const double half = part.half * stretch, window = 0.5 * s.crossed * stretch;
    const double late = s.soonest - s.time - (part.middle - 0.5 * duration_) * stretch;
    if (late + half + window + 6 * deviation > 0) sum += part.share * smeared_until(late, half, deviation, window);
  }
  return std::clamp(sum, 0.0, 0.5);
}

std::vector<double> DenseCloud::events() const {
  if (course_.empty() || at_once_) return {0};
  const auto most = std::max_element(course_.begin(), course_.end(),
                                     [](const Part& a, const Part& b) { return a.share * b.half < b.share * a.half; });
  std::vector<double> times = {course_.front().middle - course_.front().half, most->middle - most->half,
                               most->middle + most->half, course_.back().middle + course_.back().half};
  times.erase(std::unique(times.begin(), times.end()), times.end());
  return times;
}

std::vector<double> DenseCloud::likely_times(const Vec3& point) const {
  if (at_once_ || course_.empty()) return {};
  const Place place = place_of(point, 0);
  if (!(place.spread > 0)) return {0};
  const Shape& s = place.shape;
  const double stretch = stretch_of(s);
  std::vector<PassingStep> steps;
  for (const Part& part : course_) {
    const double middle = s.time + (part.middle - 0.5 * duration_) * stretch, half = part.half * stretch;
    steps.push_back({middle - half, middle + half, part.share / part.half});
  }
  return moments_of(steps, std::sqrt(s.along2) / s.speed + window_ + 0.25 * s.crossed * stretch);
}

DenseCloud::Place DenseCloud::place_of(const Vec3& point, double time) const {
  Place place{{}, 0, 0, 0, 0};
  if (point.z() < 0 || point.z() > mixing_height_) return place;
  const bool by_time = at_once_;
  const double at = by_time ? time : point.x();
  const auto key = [by_time](const Shape& s) { return by_time ? s.time : s.x; };
  if (shapes_.empty() || at < key(shapes_.front())) return place;
  const auto after =
      std::upper_bound(shapes_.begin(), shapes_.end(), at, [&](double v, const Shape& s) { return v < key(s); });
  const size_t i = static_cast<size_t>(after - shapes_.begin()) - 1;
  if (i + 1 < shapes_.size()) {
    const double width = key(shapes_[i + 1]) - key(shapes_[i]);
    place.share = width > 0 ? (at - key(shapes_[i])) / width : 0;
  } else if (by_time ? at > key(shapes_.back()) : false) {
    return place;
  }
  place.station = i;
  place.shape = between(shapes_, i, place.share);
  place.column = -1;
  spread_over(place, point);
  return place;
}

void DenseCloud::spread_over(Place& place, const Vec3& point) const {
  const Shape& s = place.shape;
  const double narrow = 1 - 0.999 * s.flat;
  const double side = s.core + s.flat * 0.999 * (s.half_width - s.core);
  place.spread = place.column == 0 ? 0 : smeared(point.y(), side, s.side2 * narrow * narrow);
  if (!(place.spread > 0)) return;
  if (place.column < 0) place.column = vertical(s, point.z());
  place.spread *= place.column;
}

double DenseCloud::density(const Place& place, double x, double time) const {
  if (place.spread <= 0) return 0;
  const Shape& s = place.shape;
  if (at_once_) return place.spread * mass_ * smeared_mean(x - s.x, s.core_length, s.along2, window_ * s.speed);
  // What passes here: the cloud of the time when its centre does.
  if (std::isfinite(duration_)) return place.spread * mass_ * s.emitted / s.speed * passing(s, time);
  return place.spread * rate_ * s.emitted / s.speed;
}

double DenseCloud::axis_height(double x, double time) const {
  const double at = at_once_ ? time : x;
  const auto after = std::lower_bound(shapes_.begin(), shapes_.end(), at,
                                      [this](const Shape& s, double v) { return (at_once_ ? s.time : s.x) < v; });
  if (shapes_.empty()) return 0;
  return after == shapes_.end() ? shapes_.back().height : after->height;
}

void DenseCloud::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  over_times(points, {&time, 1}, fractions);
}

void DenseCloud::over_times(std::span<const Vec3> points, std::span<const double> times,
                            std::span<double> fractions) const {
  const size_t count = points.size();
  MUSTER_CHECK(count * times.size() == fractions.size(), "{} points, {} fractions", count, fractions.size());
  Place place{{}, 0, 0, 0, 0};
  for (size_t i = 0; i < count; ++i) {
    // Sections across the wind: only y changes.
    if (!at_once_ && i > 0 && points[i].x() == points[i - 1].x() && points[i].z() == points[i - 1].z())
      spread_over(place, points[i]);
    else
      place = place_of(points[i], times.empty() ? 0 : times.front());
    for (size_t t = 0; t < times.size(); ++t) {
      if (at_once_ && t > 0) place = place_of(points[i], times[t]);
      const double c = density(place, points[i].x(), times[t]);
      fractions[t * count + i] = c > 0 ? fraction(place.shape, place.station, place.share, c) : 0;
    }
  }
}

void DenseCloud::mass_concentrations(std::span<const Vec3> points, double time, std::span<double> densities) const {
  MUSTER_CHECK(points.size() == densities.size(), "{} points, {} densities", points.size(), densities.size());
  for (size_t i = 0; i < points.size(); ++i) densities[i] = density(place_of(points[i], time), points[i].x(), time);
}

void DenseCloud::warn(const Release& release, const Layer& layer) {
  double densest = 0;
  for (const std::vector<Station>* stations : {&plume_, &puff_}) {
    for (const Station& s : *stations) densest = std::max(densest, s.section.density / air_density_);
  }
  if (densest < 1.001) {
    warnings_.push_back(
        {"not_a_dense_gas",
         fmt::format("the cloud is nowhere denser than the air (at most {:.3g} of the air's density): a "
                     "passive or rising plume is the better model",
                     densest),
         "model"});
  }
  if (layer.speed(10) < 1) {
    warnings_.push_back({"calm_air",
                         fmt::format("wind of {:.2g} m/s at 10 m: the direction of such winds changes, the dense model "
                                     "keeps it; upwind spreading is left out",
                                     layer.speed(10)),
                         "wind_m_s"});
  }
  // A pool's gas that spreads faster than the wind takes it away goes upwind as well.
  if (release.kind == Release::Kind::pool && !plume_.empty()) {
    for (const Station& s : plume_) {
      if (s.x > 0 && s.section.spreading > layer.speed(2)) {
        warnings_.push_back(
            {"upwind_spreading",
             fmt::format("the gas spreads at {:.2g} m/s, faster than the wind at 2 m ({:.2g} m/s): it also "
                         "goes upwind, which the model leaves out",
                         s.section.spreading, layer.speed(2)),
             "model"});
        break;
      }
    }
  }
}

}  // namespace muster::plume::dense
