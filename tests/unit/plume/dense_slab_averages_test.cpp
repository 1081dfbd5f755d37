// Time-averaged concentrations as SLAB's published port prints them, from sections of our own: whole releases, from the
// source to the puff.

#include "models/plume/dense/dense.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::plume::dense {
namespace {

using std::numbers::pi;

constexpr int stations = 61, steps = 3;  // that SLAB prints; of its steps between two of them
constexpr double shorter = 0.9999;       // of a long cloud's core, as SLAB fills in

/// A horizontal jet of a finite duration, as SLAB begins it 1 m from the origin.
struct Jet {
  Mixture mixture;
  Layer layer;
  double rate, area, height, duration, ambient, farthest;

  double density() const { return mixture.at(1, 0).density; }
  double speed() const { return rate / (density() * area); }
  Start start() const {
    Start s;
    s.rate = rate;
    s.speed = speed();
    s.x = 1;
    s.height = height;
    s.farthest = farthest;
    s.slab_steps = steps * (stations - 1);
    s.half_width = 0.5 * std::sqrt(area);
    if (height < s.half_width) s.half_width = s.depth = 0.5 * std::sqrt(2 * area);  // on the ground: half a square
    return s;
  }
};

/// What it prints of one station.
struct Printed {
  Station station;
  double arrival = 0;      ///< [s] when the middle of what leaves until then is there: twice the time of travel
  double middle = 0;       ///< [s] when the cloud's middle passes
  double passing = 0;      ///< [s] how long it passes
  double half_length = 0;  ///< [m] B_x
  double core_length = 0;  ///< [m] b_x
  double ends = 0;         ///< [m] beta_x
  double beta = 0;         ///< [m] beta_c
  double half_width = 0;   ///< [m] B_c
  double deviation = 0;    ///< [m] sigma_z
  double amount = 0;       ///< c, the amplitude
};

double ends_of(double half_length, double core_length) {
  return std::sqrt((half_length * half_length - core_length * core_length) / 3);
}

Station between(const Station& a, const Station& b, double f) {
  const auto mix = [f](double p, double q) { return p + f * (q - p); };
  Station s = a;
  s.x = mix(a.x, b.x);
  s.time = mix(a.time, b.time);
  s.mass_fraction = mix(a.mass_fraction, b.mass_fraction);
  s.core = mix(a.core, b.core);
  s.core_length = mix(a.core_length, b.core_length);
  s.height = mix(a.height, b.height);
  s.section.half_length = mix(a.section.half_length, b.section.half_length);
  s.section.half_width = mix(a.section.half_width, b.section.half_width);
  s.section.depth = mix(a.section.depth, b.section.depth);
  s.section.top = mix(a.section.top, b.section.top);
  s.section.speed = mix(a.section.speed, b.section.speed);
  s.exchange.air_speed = mix(a.exchange.air_speed, b.exchange.air_speed);
  return s;
}

/// The plume until half of the release has left; before the puff begins B_x is a straight line from 0.
std::vector<Printed> plume_of(const Jet& jet) {
  const double top = jet.start().depth > 0 ? jet.start().depth : jet.height + jet.start().half_width;
  double sum = 0;  // the mean wind that it begins with: Simpson's rule in five panels
  for (int i = 0; i < 5; ++i)
    sum += jet.layer.speed(0.2 * i * top) + 4 * jet.layer.speed(0.2 * (i + 0.5) * top) +
           jet.layer.speed(0.2 * (i + 1) * top);
  const Layer layer = jet.layer.with_mean(top, sum / 30);
  const auto all = steady_plume(Surroundings(jet.mixture, layer, Variant::slab, jet.ambient), jet.start());
  std::vector<Printed> rows;
  for (size_t i = 0; i < all.size() && (i == 0 || rows.back().arrival < jet.duration); i += steps)
    rows.push_back({all[i], 2 * all[i].time});
  const Station& last = rows.back().station;
  const Section& c = last.section;
  const double full = 0.25 * jet.rate * jet.duration / last.mass_fraction / (c.density * c.half_width * c.depth);
  for (Printed& p : rows) {
    p.middle = jet.duration * (p.station.x + last.x - 2) / (2 * last.x - 2);
    p.half_length = full * (p.station.x - 1) / (last.x - 1);
    p.core_length = shorter * p.half_length;
    p.ends = ends_of(p.half_length, p.core_length);
  }
  rows.back().middle = jet.duration;
  rows.back().ends = 0;
  return rows;
}

/// The puff that follows, at its steps in time.
void add_puff(std::vector<Printed>& rows, const Jet& jet) {
  const Station from = rows.back().station;
  const Section& c = from.section;
  PuffStart p;
  p.mass = jet.rate * jet.duration;
  p.time = jet.duration;
  p.x = from.x;
  p.half_width = c.half_width;
  p.half_length = rows.back().half_length;
  p.depth = c.depth;
  p.core = from.core;
  p.core_length = rows.back().core_length;
  p.height = from.height;
  p.mass_fraction = from.mass_fraction;
  p.heat = from.heat;
  p.speed = c.speed;
  p.spreading = c.spreading;
  p.stretching = c.half_width / p.core_length * c.spreading;
  p.sinking = c.sinking;
  p.latest = 1e6;
  p.farthest = 1.5 * jet.farthest;
  p.tolerance = 1e-6;
  const Layer own = jet.layer.with_mean(c.top, from.exchange.air_speed);
  const auto puffs = puff(Surroundings(jet.mixture, own, Variant::slab, jet.ambient), p);
  const double count = steps * (stations - 1);
  const double factor = std::pow(10, (std::log10(jet.farthest - 1) + 1) / count);
  double step = (factor - 1) * (jet.farthest - 1) / (std::pow(factor, count) - 1) *
                std::pow(factor, static_cast<double>(steps * (rows.size() - 1))) / c.speed;
  for (double time = jet.duration; rows.size() < stations;) {
    for (int i = 0; i < steps; ++i, step *= factor) time += step;
    const auto after =
        std::find_if(puffs.begin() + 1, puffs.end() - 1, [&](const Station& s) { return s.time > time; });
    const Station s = between(*(after - 1), *after, (time - (after - 1)->time) / (after->time - (after - 1)->time));
    Printed next{s, time, time};
    next.half_length = s.section.half_length;
    next.core_length = s.core_length;
    next.ends = ends_of(next.half_length, next.core_length);
    rows.push_back(next);
  }
}

/// Factor on the meander of a jet, by r^3 = momentum of the air taken in / of the jet. SLAB's 2 / (3 r^3) should be
/// 2 / (3 r^2), with which it would be 0 at the source; as printed it is -8 there.
double meander_of_jet(double cube) {
  const double r = std::cbrt(cube), root3 = std::sqrt(3.0);
  if (r < 0.1) return 0;
  const double integral = 0.5 * std::log((1 - r + r * r) / ((1 + r) * (1 + r))) +
                          root3 * (std::atan((2 * r - 1) / root3) + std::atan(1 / root3));
  return 1 - 2 / (3 * cube) * integral;
}

std::vector<Printed> printed_by_slab(const Jet& jet, double averaging) {
  std::vector<Printed> rows = plume_of(jet);
  add_puff(rows, jet);
  double longest = 1e300;
  for (size_t i = rows.size(); i-- > 0;) {
    Printed& p = rows[i];
    const Station& s = p.station;
    const Section& c = s.section;
    p.passing = longest = std::max(jet.duration, std::min(longest, 2 * p.half_length / c.speed));
    const double taken_in = jet.mixture.air_density() * s.exchange.air_speed * (1 - s.mass_fraction) /
                            (jet.density() * jet.speed() * s.mass_fraction);
    // Ermak's density of the source in this is of vapour alone.
    const double vapour =
        101325 * jet.mixture.material().molar_mass / (8.31431 * jet.mixture.material().boiling_point * jet.density());
    const double jetting = meander_of_jet(taken_in / vapour);
    const double wandered =
        jetting * jetting * meander(s.x - 1, std::min(p.passing, averaging), lateral_stability(jet.layer));
    const double beta2 = (c.half_width * c.half_width - s.core * s.core) / 3 + wandered;
    p.beta = std::sqrt(beta2);
    p.half_width = std::sqrt(s.core * s.core + 3 * beta2);
    p.deviation = ((s.height > 0.5 * c.depth ? s.height + 0.5 * c.depth : c.depth) - s.height) / std::sqrt(3.0);
    p.amount = p.core_length > 0 ? p.half_length * p.half_width * c.depth * jet.mixture.fraction(s.mass_fraction) /
                                       (4 * std::sqrt(2 * pi) * p.core_length * s.core * p.deviation)
                                 : 0;
  }
  return rows;
}

TEST(DenseSlab, AveragedConcentrationsOfCaseInpr2) {
  Material ammonia{0.017031, 2045.9, 4611.8, 239.57, 1.17e6, 603, 0, 2976.01, 0};
  ammonia.log_a = std::log(101325.0) + ammonia.log_b / ammonia.boiling_point;
  const Jet jet{Mixture(ammonia, {306.2, 101325, 0.213}, 239.57, 0.81),
                Layer::ermak(2, 4.5, 0.0221, 0.003),
                107.87,
                0.93,
                1,
                381,
                306.2,
                2800};
  struct Columns {
    double x, cc, betac, sig, t, betax, tim, tcld, bbc;
  };
  const std::vector<Columns> columns = {
      {1.01860941, 0.383951649, 0.121779901, 0.278864332, 0.00145456091, 0.000155258186, 190.503527, 381, 0.482931197},
      {1.36458225, 0.386290924, 0.133005529, 0.287645896, 0.0286164699, 0.00304170715, 190.56909, 381, 0.499547775},
      {3.05831916, 0.394525344, 0.190911841, 0.337876221, 0.166102422, 0.0171725424, 190.890061, 381, 0.594026113},
      {6.90919666, 0.376487262, 0.344576019, 0.485938651, 0.523249404, 0.0493003865, 191.619821, 381, 0.882101711},
      {10.9268996, 0.282679838, 0.677956483, 0.589422448, 0.977207835, 0.0828200539, 192.381194, 381, 1.59245867},
      {17.6308064, 0.202723214, 1.48883992, 0.743606082, 1.94095655, 0.138750701, 193.651616, 381, 3.2562789},
      {47.4819025, 0.0990327972, 6.95699274, 1.08556606, 9.15115954, 0.387798188, 199.30854, 381, 14.0384795},
      {130.593298, 0.0378067154, 26.4510585, 1.64909798, 41.7054155, 1.08119598, 215.058543, 381, 51.6918486},
      {361.99197, 0.00999798377, 61.973188, 3.30561724, 144.249953, 3.01175348, 258.909686, 381, 118.481028},
      {1006.25195, 0.0022187012, 109.124787, 8.5696595, 399.657546, 0, 381, 381, 204.173687},
      {1196.2952, 0.00173900505, 118.696541, 10.3236932, 415.695802, 149.964535, 415.695802, 382.012932, 221.252372},
      {1711.99783, 0.00107958735, 140.487406, 14.9005613, 505.658231, 291.532134, 505.658231, 390.977348, 259.834698},
      {2478.82911, 0.000679598472, 166.821459, 21.3209467, 632.217689, 428.204032, 632.217689, 411.167767, 306.072615},
      {2991.36012, 0.000542023475, 182.07083, 25.4168792, 713.661953, 502.679056, 713.661953, 426.360128, 332.71367},
  };
  const std::vector<Printed> rows = printed_by_slab(jet, 10);
  ASSERT_EQ(rows.size(), stations);
  for (const Columns& c : columns) {
    const auto near = std::min_element(rows.begin(), rows.end(), [&](const Printed& a, const Printed& b) {
      return std::abs(a.station.x - c.x) < std::abs(b.station.x - c.x);
    });
    EXPECT_NEAR(near->station.x / c.x, 1, 0.01) << c.x;
    EXPECT_NEAR(near->amount / c.cc, 1, 0.01) << c.x;
    EXPECT_NEAR(near->beta / c.betac, 1, 0.01) << c.x;
    EXPECT_NEAR(near->deviation / c.sig, 1, 0.01) << c.x;
    EXPECT_NEAR(near->arrival / c.t, 1, 0.01) << c.x;
    EXPECT_NEAR(near->ends, c.betax, 0.01 * c.betax) << c.x;
    EXPECT_NEAR(near->middle / c.tim, 1, 0.01) << c.x;
    EXPECT_NEAR(near->passing / c.tcld, 1, 0.01) << c.x;
    EXPECT_NEAR(near->half_width / c.bbc, 1, 0.01) << c.x;
  }
}

/// Akima's interpolation (1970), by which the port reads its concentrations between stations.
class Akima {
 public:
  Akima(const std::vector<Printed>& rows, double (*at)(const Printed&), double (*value)(const Printed&)) {
    for (const Printed& p : rows) x_.push_back(at(p)), y_.push_back(value(p));
    const size_t n = x_.size();
    m_.resize(n + 3);
    for (size_t i = 0; i + 1 < n; ++i) m_[i + 2] = (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]);
    m_[1] = 2 * m_[2] - m_[3], m_[0] = 2 * m_[1] - m_[2];
    m_[n + 1] = 2 * m_[n] - m_[n - 1], m_[n + 2] = 2 * m_[n + 1] - m_[n];
  }
  double operator()(double v) const {
    size_t i = 0;
    while (i + 2 < x_.size() && x_[i + 1] <= v) ++i;
    const double h = x_[i + 1] - x_[i], d = v - x_[i], a = slope(i), b = slope(i + 1), k = m_[i + 2];
    return y_[i] + d * (a + d * ((3 * k - 2 * a - b) / h + d * (a + b - 2 * k) / (h * h)));
  }

 private:
  double slope(size_t i) const {
    const double after = std::abs(m_[i + 3] - m_[i + 2]), before = std::abs(m_[i + 1] - m_[i]);
    return after + before > 0 ? (after * m_[i + 1] + before * m_[i + 2]) / (after + before)
                              : 0.5 * (m_[i + 1] + m_[i + 2]);
  }
  std::vector<double> x_, y_, m_;
};

/// erf(high) - erf(low), also where both are nearly 1.
double erf_between(double low, double high) {
  if (low > 0 && high > 0) return std::erfc(low) - std::erfc(high);
  if (low < 0 && high < 0) return std::erfc(-high) - std::erfc(-low);
  return std::erf(high) - std::erf(low);
}

TEST(DenseSlab, LiquefiedNaturalGasLikeBurro) {
  // A jet of gas along the ground with the wind's z0 = 1 m far above it: cf = u* / u_a reaches 7.
  Material methane{1.76 * 8.31446261815324 * 111.15 / 101325, 2240, 3349, 111.15, 509880, 425.6, 0, 0, 0};
  methane.log_b = methane.vaporisation * methane.molar_mass / 8.31431;
  methane.log_a = std::log(101325.0) + methane.log_b / methane.boiling_point;
  const Jet jet{Mixture(methane, {298, 101325, 0}, methane.boiling_point, 0),
                Layer::ermak(10, 10.9, ermak_inverse_length(2, 1), 2, 1),
                0.23 * 425.6,
                pi / 4,
                0,
                174,
                298,
                2000};
  const std::vector<Printed> rows = printed_by_slab(jet, 10);
  ASSERT_EQ(rows.size(), stations);
  const auto by_x = [](const Printed& p) { return p.station.x; };
  const auto by_time = [](const Printed& p) { return p.arrival; };
  const Akima amount(rows, by_x, [](const Printed&p) { return p.amount; }),
      core(rows, by_x, [](const Printed&p) { return p.station.core; }),
      beta(rows, by_x, [](const Printed&p) { return p.beta; }),
      height(rows, by_x, [](const Printed&p) { return p.station.height; }),
      deviation(rows, by_x, [](const Printed&p) { return p.deviation; }), centre(rows, by_time, by_x),
      length(rows, by_time, [](const Printed&p) { return p.core_length; }),
      ends(rows, by_time, [](const Printed&p) { return p.ends; });
  const auto fraction = [&](double x, double y, double t) {
    const double a = std::sqrt(2.0) * ends(t), b = std::sqrt(2.0) * beta(x), c = height(x) / deviation(x);
    const double along = erf_between((x - centre(t) - length(t)) / a, (x - centre(t) + length(t)) / a);
    return std::min(1.0,
                    amount(x) * along * erf_between((y - core(x)) / b, (y + core(x)) / b) * 2 * std::exp(-0.5 * c * c));
  };
  // x, t, duration of the cloud, half width; fractions at y = 0, 0.5, 1, 1.5, 2, 2.5 half widths. Three digits of the
  // first four, which are of another run: boiling at 111.66 K they are met within 0.3 % to 200 m.
  const std::vector<std::array<double, 10>> columns = {
      {0.04, 87, 174, 0.759, 1, 1, 0.455892, 0.012736, 1.22343e-05, 3.19979e-10},
      {0.34, 87, 174, 1.05, 1, 0.947858, 0.332042, 0.0213307, 0.000170799, 1.47766e-07},
      {1.09, 87.1, 174, 1.48, 0.970427, 0.731845, 0.250908, 0.0281776, 0.000865938, 6.71112e-06},
      {2.61, 87.2, 174, 2, 0.802082, 0.574712, 0.191331, 0.0249684, 0.00114042, 1.71863e-05},
      {6.09, 87.5, 174, 2.72, 0.618511, 0.433026, 0.142683, 0.0203969, 0.00118168, 2.65903e-05},
      {14, 88.2, 174, 3.81, 0.446951, 0.308671, 0.100245, 0.0148155, 0.00096281, 2.67875e-05},
      {32.2, 89.7, 174, 5.71, 0.303472, 0.209697, 0.0688853, 0.010638, 0.000761509, 2.49306e-05},
      {52.9, 91.5, 174, 7.47, 0.23419, 0.161961, 0.0534547, 0.0083704, 0.000616931, 2.12243e-05},
      {73.6, 93.2, 174, 8.55, 0.194566, 0.134465, 0.044323, 0.00694158, 0.00051375, 1.78617e-05},
      {102, 95.6, 174, 9.59, 0.161693, 0.111514, 0.036548, 0.00567842, 0.000416743, 1.4388e-05},
      {142, 99, 174, 10.9, 0.135783, 0.0935067, 0.0305214, 0.00471515, 0.000344, 1.18207e-05},
      {198, 104, 174, 12.6, 0.114627, 0.078988, 0.0258384, 0.00400915, 0.000294704, 1.02471e-05},
      {234, 107, 174, 13.6, 0.096919, 0.067073, 0.0222271, 0.00352508, 0.000267321, 9.68268e-06},
      {276, 110, 174, 14.9, 0.0535466, 0.0369543, 0.0121452, 0.00190014, 0.000141427, 5.00382e-06},
      {325, 114, 174, 16, 0.0120947, 0.00836494, 0.00276711, 0.000437696, 3.30919e-05, 1.19519e-06},
      {534, 132, 174, 21.2, 2.06461e-05, 1.43096e-05, 4.76422e-06, 7.61902e-07, 5.85205e-08, 2.15852e-09},
      {1029, 174, 174, 35, 9.5404e-11, 6.59934e-11, 2.18424e-11, 3.45911e-12, 2.62112e-13, 9.50298e-15},
      {1739, 219, 185, 54.6, 1.86016e-12, 1.28602e-12, 4.24946e-13, 6.7114e-14, 5.06621e-15, 1.82786e-16},
  };
  for (const auto& c : columns) {
    const auto near = std::min_element(rows.begin(), rows.end(), [&](const Printed& a, const Printed& b) {
      return std::abs(a.station.x - 1 - c[0]) < std::abs(b.station.x - 1 - c[0]);
    });
    EXPECT_NEAR(near->station.x, 1 + c[0], 0.01 * (1 + c[0])) << c[0];
    EXPECT_NEAR(near->middle / c[1], 1, 0.01) << c[0];
    EXPECT_NEAR(near->passing / c[2], 1, 0.01) << c[0];
    EXPECT_NEAR(near->half_width / c[3], 1, c[0] > 400 ? 0.015 : 0.01) << c[0];
    for (int i = 0; i < 6; ++i)
      EXPECT_NEAR(fraction(1 + c[0], 0.5 * i * c[3], c[1]) / c[4 + i], 1, 0.01) << c[0] << " " << i;
  }
}

}  // namespace
}  // namespace muster::plume::dense
