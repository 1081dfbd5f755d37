// The dense cloud as a whole: conservation, limits, hard inputs.

#include "models/plume/dense/dense.h"
#include "models/plume/gaussian/britter_mcquaid.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume::dense {
namespace {

Material gas(double molar_mass, double heat) {  // never a liquid
  Material m;
  m.molar_mass = molar_mass;
  m.gas_heat = heat;
  m.liquid_heat = 2 * heat;
  m.boiling_point = 50;
  m.vaporisation = 2e5;
  m.liquid_density = 800;
  m.log_a = 50;
  return m;
}

Material boiling(double molar_mass, double gas_heat, double liquid_heat, double point, double latent, double density,
                 double b) {
  Material m{molar_mass, gas_heat, liquid_heat, point, latent, density, 0, b, 0};
  m.log_a = std::log(101325.0) + b / point;
  return m;
}

const Material ammonia = boiling(0.017031, 2045.9, 4611.8, 239.57, 1.17e6, 603, 2976.01);
const Material methane = boiling(0.016043, 2240, 3349, 111.66, 509880, 425, 985);

Release pool(double rate, double area, double temperature, double duration = INFINITY) {
  Release r;
  r.kind = Release::Kind::pool;
  r.rate = rate;
  r.area = area;
  r.temperature = temperature;
  r.duration = duration;
  return r;
}

Release jet(double rate, double area, double temperature, double liquid, double height) {
  Release r;
  r.rate = rate;
  r.area = area;
  r.temperature = temperature;
  r.liquid_fraction = liquid;
  r.height = height;
  return r;
}

Release at_once(double mass, double temperature, double area = 0) {
  Release r;
  r.kind = Release::Kind::instantaneous;
  r.mass = mass;
  r.temperature = temperature;
  r.area = area;
  return r;
}

Settings settings(double averaging, double farthest) {
  Settings s;
  s.averaging_time = averaging;
  s.farthest = farthest;
  return s;
}

const Air mild{288.15, 101325, 0.6};
const Layer breeze = Layer::dyer_through(10, 5, 0, 0.03, 1000);

double at(const DenseCloud& cloud, const Vec3& p, double time = 0) {
  double f = 0;
  cloud.concentrations({&p, 1}, time, {&f, 1});
  return f;
}

/// Integral of the mass concentration over the section at x [kg/m] with steps that follow the cloud's size.
double section_mass(const DenseCloud& cloud, const Station& s, double time, double width) {
  constexpr int n = 240;
  std::vector<Vec3> points;
  const double deep = s.section.top - s.height;
  const double y_max = 6 * width, z_min = std::max(0.0, s.height - 5 * deep), z_max = s.height + 5 * deep;
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < n; ++k) {
      points.push_back({s.x, (i + 0.5) / n * y_max, z_min + (k + 0.5) / n * (z_max - z_min)});
    }
  }
  std::vector<double> c(points.size());
  cloud.mass_concentrations(points, time, c);
  double sum = 0;
  for (const double v : c) sum += v;
  return 2 * sum * (y_max / n) * ((z_max - z_min) / n);
}

/// Integral over t of what `get` gives, from `begin` to `end`.
template <class F>
double integral(double begin, double end, F get) {
  constexpr int n = 4000;
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += get(begin + (end - begin) * (i + 0.5) / n);
  return sum * (end - begin) / n;
}

// --- conservation -------------------------------------------------------------------------------------------------

TEST(DenseCloud, EverySectionOfAPlumeCarriesTheSource) {
  const std::vector<std::pair<Material, Release>> cases = {
      {methane, pool(100, 600, 111.66)},
      {ammonia, jet(10, 0.1, 239.57, 0.8, 1)},
      {gas(0.0709, 480), jet(2, 0.05, 280, 0, 0)},
      {gas(0.0709, 480), jet(0.5, 0.02, 280, 0, 20)},
  };
  for (const auto& [material, release] : cases) {
    const DenseCloud cloud(material, mild, breeze, release, settings(600, 5000));
    for (size_t i = 0; i < cloud.plume().size(); i += 6) {
      const Station& s = cloud.plume()[i];
      if (s.x < std::sqrt(release.area)) continue;
      const double wide = s.section.half_width + 0.2 * std::max(0.0, s.x);
      const double flux = section_mass(cloud, s, 0, wide) * s.section.speed;
      EXPECT_NEAR(flux, release.rate, 1e-3 * release.rate) << "x " << s.x << " rate " << release.rate;
    }
  }
}

TEST(DenseCloud, AllOfAReleaseOfFiniteDurationPasses) {
  const DenseCloud cloud(methane, mild, breeze, pool(100, 600, 111.66, 60), settings(10, 3000));
  ASSERT_FALSE(cloud.puff().empty());
  const auto passes = [&](const Station& s) {
    const double u = s.section.speed;
    const double begin = s.time - 60 - 8 * s.along / u - s.section.half_length / u;
    const double end = s.time + 120 + (8 * s.along + 3 * s.section.half_length) / u;
    const auto here = [&](double t) {
      const Vec3 centre(s.x, 0, 0);
      double c = 0;
      cloud.mass_concentrations({&centre, 1}, t, {&c, 1});
      return c;
    };
    // The section's shape is the same at all times: scale by one section.
    return integral(begin, end, here) / here(s.time) * section_mass(cloud, s, s.time, s.section.half_width) * u;
  };
  for (const auto* stations : {&cloud.plume(), &cloud.puff()}) {
    for (size_t i = 5; i + 1 < stations->size(); i += 9) {
      const Station& s = (*stations)[i];
      if (s.x < 20) continue;
      EXPECT_NEAR(passes(s), 6000, 1e-3 * 6000) << "x " << s.x;
    }
  }
}

TEST(DenseCloud, APuffHoldsItsMass) {
  const DenseCloud cloud(gas(0.0709, 480), mild, breeze, at_once(5000, 288.15, 150), settings(0, 3000));
  ASSERT_GT(cloud.puff().size(), 10u);
  for (size_t i = 0; i < cloud.puff().size(); i += 4) {
    const Station& s = cloud.puff()[i];
    const auto here = [&](double x, double y, double z) {
      const Vec3 p(x, y, z);
      double c = 0;
      cloud.mass_concentrations({&p, 1}, s.time, {&c, 1});
      return c;
    };
    // The shape is a product of functions of x, y and z.
    const double c0 = here(s.x, 0, 0), lx = 5 * s.section.half_length, ly = 5 * s.section.half_width;
    const double along = integral(s.x - lx, s.x + lx, [&](double x) { return here(x, 0, 0); });
    const double across = integral(-ly, ly, [&](double y) { return here(s.x, y, 0); });
    const double up = integral(0, 5 * s.section.top, [&](double z) { return here(s.x, 0, z); });
    EXPECT_NEAR(along * across * up / (c0 * c0), 5000, 1e-3 * 5000) << "t " << s.time;
  }
}

TEST(DenseCloud, DoesNotDependOnTheStep) {
  for (const Release& release :
       {pool(100, 600, 111.66), pool(100, 600, 111.66, 100), jet(20, 0.2, 111.66, 0, 2), at_once(2000, 111.66)}) {
    Settings coarse = settings(60, 2000), fine = coarse;
    coarse.tolerance = 1e-4;
    fine.tolerance = 1e-6;
    const DenseCloud a(methane, mild, breeze, release, coarse), b(methane, mild, breeze, release, fine);
    for (const double x : {60.0, 200.0, 600.0, 1900.0}) {
      const double t = release.kind == Release::Kind::instantaneous ? x / 4 : 60 + x / 4;
      EXPECT_NEAR(at(a, {x, 0, 1}, t) / at(b, {x, 0, 1}, t), 1, 0.01)
          << "x " << x << " kind " << static_cast<int>(release.kind);
    }
  }
}

// --- limits -------------------------------------------------------------------------------------------------------

TEST(DenseCloud, FarAwayAndThinItGrowsAsAPassivePlume) {
  // 1 g/s of a gas as heavy as air, neutral, z0 0.03 m: Briggs' rural class D (10 minutes), within 35 %.
  const DenseCloud cloud(gas(0.02896, 1006), {288.15, 101325, 0}, breeze, jet(0.001, 0.001, 288.15, 0, 0),
                         settings(600, 3000));
  for (const Station& s : cloud.plume()) {
    if (s.x < 200) continue;
    const double sigma_z = s.section.depth / std::sqrt(3.0);
    EXPECT_NEAR(sigma_z / (0.06 * s.x / std::sqrt(1 + 0.0015 * s.x)), 1, 0.35) << s.x;
    // Half of the axis' concentration lies 1.1774 sigma_y to the side.
    const double axis = at(cloud, {s.x, 0, 1}), y = 0.08 * s.x / std::sqrt(1 + 0.0001 * s.x);
    const double sigma_y = y / std::sqrt(2 * std::log(axis / at(cloud, {s.x, y, 1})));
    EXPECT_NEAR(sigma_y / y, 1, 0.35) << s.x;
  }
}

TEST(DenseCloud, HeavierCloudsAreWiderAndShallower) {
  const DenseCloud heavy(gas(0.1, 800), mild, breeze, pool(50, 400, 288.15), settings(600, 1000));
  const DenseCloud light(gas(0.02896, 800), mild, breeze, pool(50, 400, 288.15), settings(600, 1000));
  const Station &h = heavy.plume().back(), &l = light.plume().back();
  EXPECT_GT(h.section.half_width, 1.5 * l.section.half_width);
  EXPECT_LT(h.section.depth, 0.9 * l.section.depth);
}

TEST(DenseCloud, LongReleasesAreAsSteadyOnes) {
  const DenseCloud steady(methane, mild, breeze, pool(100, 600, 111.66), settings(10, 1000));
  const DenseCloud finite(methane, mild, breeze, pool(100, 600, 111.66, 3600), settings(10, 1000));
  for (const double x : {50.0, 200.0, 800.0}) {
    EXPECT_NEAR(at(finite, {x, 0, 1}, 1800) / at(steady, {x, 0, 1}), 1, 0.01) << x;
    EXPECT_LT(at(finite, {x, 0, 1}, 0), 1e-3 * at(finite, {x, 0, 1}, 1800));
    EXPECT_LT(at(finite, {x, 0, 1}, 3600 + x + 600), 1e-3 * at(finite, {x, 0, 1}, 1800));
  }
}

TEST(DenseCloud, ShortReleasesAreAsThoseAtOnce) {
  // 1000 kg within less time than the wind takes along the cloud: as a wall across the wind, a hundredth of a second
  // gave a fifth of the concentrations.
  const Material heavy = gas(0.0709, 480);
  const auto highest = [](const DenseCloud& cloud, double x) {
    double most = 0;
    for (double t = 0.5; t < 3 * x; t *= 1.01) most = std::max(most, at(cloud, {x, 0, 1.5}, t));
    return most;
  };
  const DenseCloud once(heavy, mild, breeze, at_once(1000, 288.15), settings(0, 5000));
  for (const double duration : {1e-3, 1e-2, 0.1, 1.0, 5.0}) {
    Release r = jet(1000 / duration, 1000 / duration / 3 / 5, 288.15, 0, 0);
    r.duration = duration;
    const DenseCloud brief(heavy, mild, breeze, r, settings(duration, 5000));
    for (const double x : {200.0, 1000.0, 3000.0})
      EXPECT_NEAR(std::log(highest(brief, x) / highest(once, x)), 0, x < 500 ? 0.35 : 0.15) << duration << " " << x;
  }
}

TEST(DenseCloud, OnTheGroundTheProfileIsThatOfKTheory) {
  // exp(-(z/l)^s) with s = u(h) / (mean of u to h), here 1 + 1 / (ln(h / z0) - 1), and mean height 0.46 h.
  const DenseCloud cloud(gas(0.05, 800), {288.15, 101325, 0}, breeze, pool(5, 100, 288.15), settings(600, 1000));
  const Station& s = cloud.plume()[cloud.plume().size() - 3];
  const double h = s.section.depth, exponent = 1 + 1 / (std::log(h / 0.03) - 1);
  ASSERT_EQ(s.height, 0);
  const double l = 0.46 * h * std::tgamma(1 / exponent) / std::tgamma(2 / exponent);
  const auto density = [&](double z) {
    const Vec3 p(s.x, 0, z);
    double c = 0;
    cloud.mass_concentrations({&p, 1}, 0, {&c, 1});
    return c;
  };
  for (const double z : {0.1, 0.5, 1.0, 2.0, 4.0})
    EXPECT_NEAR(density(z * h) / density(0) / std::exp(-std::pow(z * h / l, exponent)), 1, 0.02) << z;
  const double sum = integral(0, 12 * h, density),
               first = integral(0, 12 * h, [&](double z) { return z * density(z); });
  EXPECT_NEAR(first / sum, 0.46 * h, 1e-3 * h);
  EXPECT_NEAR(density(0) * l * std::tgamma(1 + 1 / exponent) / sum, 1, 1e-3);
}

TEST(DenseCloud, AgreesWithBritterAndMcQuaidOverSmoothGround) {
  // Isothermal gas of 1.1 to 2 times the air's density from pools, z0 of the trials behind the correlations: within
  // a factor of two from 30 D to 500 D, for alpha from -0.56 to 0.04.
  const std::vector<std::pair<double, double>> cases = {{0.032, 2.5}, {0.032, 5}, {0.032, 8}, {0.0579, 5}, {0.0579, 8}};
  for (const auto& [molar_mass, wind] : cases) {
    DenseSource s;
    s.density = 101325 * molar_mass / (substance::gas_constant * 288.15);
    s.air_density = 101325 * substance::molar_mass_of_air / (substance::gas_constant * 288.15);
    s.temperature = s.air_temperature = 288.15;
    s.wind = wind;
    constexpr double volume = 50;
    const BritterMcQuaidPlume correlation(s, volume);
    const double d = std::sqrt(volume / wind);
    const DenseCloud cloud(gas(molar_mass, 1000), {288.15, 101325, 0}, Layer::dyer_through(10, wind, 0, 0.0002, 1000),
                           pool(volume * s.density, 16 * d * d, 288.15), settings(600, 600 * d));
    for (const double x : {30.0, 60.0, 120.0, 250.0, 500.0}) {
      const Vec3 place(x * d, 0, 0);
      double other = 0;
      correlation.concentrations({&place, 1}, 0, {&other, 1});
      EXPECT_GT(at(cloud, place) / other, 0.5) << molar_mass << " " << wind << " " << x;
      EXPECT_LT(at(cloud, place) / other, 2.0) << molar_mass << " " << wind << " " << x;
    }
  }
}

TEST(DenseCloud, AveragingWidensThePlumeAndLowersItsAxis) {
  const DenseCloud brief(methane, mild, breeze, pool(100, 600, 111.66), settings(10, 1000));
  const DenseCloud lasting(methane, mild, breeze, pool(100, 600, 111.66), settings(600, 1000));
  EXPECT_GT(at(brief, {500, 0, 1}), 1.05 * at(lasting, {500, 0, 1}));
  EXPECT_LT(at(brief, {500, 200, 1}), at(lasting, {500, 200, 1}));
}

TEST(DenseCloud, AVerticalJetOfHeavyGasComesDown) {
  Release r = jet(3.33, 0.02, 239.1, 0, 1);
  r.direction = {0, 0, 1};
  const DenseCloud cloud(gas(0.0709, 498), mild, breeze, r, settings(60, 2000));
  double highest = 0;
  for (const Station& s : cloud.plume()) highest = std::max(highest, s.height);
  EXPECT_GT(highest, 3);
  EXPECT_LT(highest, 60);
  EXPECT_FALSE(cloud.plume().back().section.lofted);
}

TEST(DenseCloud, ALightWarmPlumeStaysAloft) {
  Release r = jet(5, 0.5, 700, 0, 10);
  r.direction = {0, 0, 1};
  const DenseCloud cloud(gas(0.029, 1010), mild, breeze, r, settings(600, 1000));
  EXPECT_TRUE(cloud.plume().back().section.lofted);
  EXPECT_GT(cloud.plume().back().height, 15);
  ASSERT_FALSE(cloud.warnings().empty());
  EXPECT_EQ(cloud.warnings()[0].code, "not_a_dense_gas");
}

// --- hard inputs --------------------------------------------------------------------------------------------------

TEST(DenseCloud, NoWindIsRefused) {
  const Layer calm = Layer::dyer_through(10, 0.05, 0, 0.03, 1000);
  EXPECT_THROW(DenseCloud(methane, mild, calm, pool(1, 10, 111.66), settings(600, 1000)), InputError);
}

TEST(DenseCloud, ProblemsAreNamed) {
  EXPECT_NE(pool(0, 10, 111).problem(), "");
  EXPECT_NE(pool(1, 0, 111).problem(), "");
  EXPECT_NE(pool(1, 10, 111, 0).problem(), "");
  EXPECT_NE(at_once(-1, 200).problem(), "");
  EXPECT_NE(jet(1, 0.1, 200, 1.5, 0).problem(), "");
  EXPECT_EQ(pool(1, 10, 111).problem(), "");
}

TEST(DenseCloud, EveryReleaseGivesNumbersBetween0And1) {
  std::vector<Release> releases;
  for (const double size : {1e-6, 1e-3, 1.0, 1e3, 1e5}) {
    for (const double duration : {1e-3, 1.0, 100.0, 1e4, static_cast<double>(INFINITY)}) {
      releases.push_back(pool(size, 10 * size, 239.57, duration));
      releases.push_back(jet(size, 0.01 * size, 239.57, 0.8, 2));
      releases.back().duration = duration;
      for (const std::array<double, 3>& d :
           {std::array<double, 3>{0, 0, 1}, {-1, 0, 0}, {0.6, 0, 0.8}, {0.8, 0, -0.6}}) {
        releases.push_back(jet(size, 0.01 * size, 239.57, 0.2, 5));
        releases.back().duration = duration;
        releases.back().direction = d;
      }
    }
    releases.push_back(at_once(size, 239.57));
  }
  const std::vector<Layer> layers = {breeze, Layer::dyer_through(10, 1, 1 / 10.0, 0.1, 60),
                                     Layer::dyer_through(10, 15, 0, 1, 2000),
                                     Layer::dyer_through(10, 1.5, -1 / 5.0, 0.003, 1500)};
  std::vector<Vec3> points;
  for (const double x : {-50.0, 0.0, 0.5, 3.0, 40.0, 300.0, 5000.0, 20000.0})
    for (const double y : {0.0, 10.0, -300.0})
      for (const double z : {0.0, 1.5, 30.0, 3000.0}) points.push_back({x, y, z});
  std::vector<double> fractions(points.size());
  for (const Release& r : releases) {
    ASSERT_EQ(r.problem(), "");
    for (const Layer& layer : layers) {
      const DenseCloud cloud(ammonia, {300, 95000, 0.8}, layer, r, settings(60, 10000));
      double most = 0;
      for (const double t : {0.0, 1.0, 50.0, 2000.0}) {
        cloud.concentrations(points, t, fractions);
        for (const double f : fractions) {
          ASSERT_TRUE(f >= 0 && f <= 1) << f << " rate " << r.rate << " mass " << r.mass << " duration " << r.duration
                                        << " kind " << static_cast<int>(r.kind) << " up " << r.direction[2];
          most = std::max(most, f);
        }
      }
      for (const auto* stations : {&cloud.plume(), &cloud.puff()})
        for (const Station& s : *stations)
          ASSERT_TRUE(std::isfinite(s.section.speed + s.section.depth + s.section.density));
    }
  }
}

}  // namespace
}  // namespace muster::plume::dense
