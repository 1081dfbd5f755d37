// The dense cloud as a whole: conservation, comparison with SLAB, limits, hard inputs.

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

// --- against SLAB -------------------------------------------------------------------------------------------------

// Cases INPR2 (two-phase ammonia jet, like the Desert Tortoise trials) and INPR4 (upright two-phase chlorine jet; once
// of 0.05 s), as SLAB's published port prints them.

const Material chlorine = [] {
  Material m{0.070906, 498.1, 926.3, 239.1, 287840, 1574, 0, 1978.34, -27.01};
  m.log_a = std::log(101325.0) + m.log_b / (239.1 + m.log_c);
  return m;
}();
const Mixture inpr2(ammonia, {306.2, 101325, 0.213}, 239.57, 0.81), inpr4(chlorine, {276, 101325, 0.3}, 239.1, 0.88);
const Layer layer2 = Layer::ermak(2, 4.5, 0.0221, 0.003), layer4 = Layer::ermak(10, 1, 0, 0.1);

/// What SLAB's mean wind begins with: Simpson's rule in five panels.
double rough_mean(const Layer& layer, double top) {
  double sum = 0;
  for (int i = 0; i < 5; ++i)
    sum += layer.speed(0.2 * i * top) + 4 * layer.speed(0.2 * (i + 0.5) * top) + layer.speed(0.2 * (i + 1) * top);
  return sum / 30;
}

TEST(DenseSlab, StabilityOfCaseInpr2) {
  EXPECT_NEAR(ermak_stability(0.0221, 0.003), 0.518466475995308, 1e-12);
  for (const double z0 : {0.001, 0.1, 1.0}) {
    for (const double s : {-2.5, -1.0, 0.0, 0.7, 2.0, 3.0})
      EXPECT_NEAR(ermak_stability(ermak_inverse_length(s, z0), z0), s, 0.02) << z0;  // his inverse is rough above 2
    EXPECT_NEAR(ermak_inverse_length(1, z0), 0.0081 / std::pow(z0, 0.3044), 1e-12);
  }
}

TEST(DenseSlab, EntrainmentOfThePrintedSections) {
  struct Printed {
    int inpr;
    double zc, h, bb, bbx, rho, t, u, uab, vg, wc, w, v, vx;
  };
  const std::vector<Printed> printed = {
      {2, 0.9998985, 0.9760814, 0.4878875, 0, 4.46147, 239.2794, 25.51057, 3.478388, 0, -0.03841941, 1.060013,
       0.5020735, 0.4821871},
      {2, 0.9301403, 1.349087, 0.6740164, 0, 3.14978, 232.5116, 22.2036, 3.537293, 0, -0.9027906, 1.513751, 0.5994251,
       0.4818603},
      {2, 0.1210381, 1.923436, 11.05169, 0, 1.623125, 214.4582, 7.188194, 3.679437, 2.464551, -0.02699175, 0.2153325,
       0.2364326, 0.4578595},
      {2, 0.009928881, 12.61863, 187.7443, 0, 1.1532144195, 303.93082882, 5.251449, 5.250628, 0.4207216, -2.224991e-05,
       0.0663779, 0.08068893, 0.5431904},
      {2, 0.007067179, 36.93603, 303.9949, 1276.907, 1.1483690356, 305.87617881, 6.211122, 6.212, 0.2032699,
       -4.967777e-06, 0.06545784, 0.07498918, 0.5499004},
      {4, 1.923454, 2.436883, 1.219124, 0, 3.011688, 204.9204, 0.3557951, 0.6677588, 0, -1.879041, 0.001284128,
       0.02449892, 0.126664},
      {4, 0.2684468, 0.5368936, 5.263396, 0, 2.49506, 203.4669, 0.576225, 0.3656087, 3.980889, -0.2030356, 0.4365413,
       0.01497565, 0.1019435},
      {4, 0.03926842, 1.75221, 38.19558, 0, 1.329581, 271.516, 0.477665, 0.4683332, 0.7370174, -0.0007577188,
       0.02837689, 0.01343712, 0.1109517},
      {4, 0.004853732, 97.47513, 313.7438, 783.0784, 1.2776589068, 275.9998, 1.270897, 1.270902, 0.02191719,
       -4.073997e-07, 0.02508047, 0.01955653, 0.1270472},
      {4, 0.003714149, 405.1032, 726.9324, 3058.487, 1.2776521679, 275.9999967, 1.547836, 1.547836, 0.005782516,
       -3.170927e-08, 0.0154656, 0.01406079, 0.115856},
      {4, 2.238324, 2.420957, 1.21146, 0.01111827, 2.743348, 203.6941, 0.3939708, 0.6759473, 0, -0.06111173,
       0.0009816406, 0.02469268, 0.1273008},
      {4, 2.061252, 2.427348, 1.242041, 0.09674071, 1.492687, 250.7002, 0.6138133, 0.6712636, 0, -0.5749372,
       0.003777211, 0.02215495, 0.1269596},
      {4, 0.04155767, 23.44829, 22.08807, 82.12769, 1.277653, 275.9999, 0.9856391, 0.9856394, 0.002056722,
       -4.217228e-06, 0.0363021, 0.02972861, 0.1302124},
  };
  for (const Printed& p : printed) {
    const bool two = p.inpr == 2;
    Section c;
    c.centre = p.zc;
    c.depth = p.h;
    c.half_width = p.bb;
    c.half_length = p.bbx;
    c.density = p.rho;
    c.temperature = p.t;
    c.speed = p.u;
    c.spreading = p.vg;
    c.sinking = p.wc;
    c.lofted = p.zc > 0.5 * p.h;
    c.top = c.lofted ? p.zc + 0.5 * p.h : p.h;
    const Layer layer = (two ? layer2 : layer4).with_mean(c.top, p.uab);
    const Exchange e = exchange(Surroundings(two ? inpr2 : inpr4, layer, Variant::slab, two ? 306.2 : 276), c);
    EXPECT_NEAR(e.upwards / p.w, 1, 1e-3) << p.inpr << " h " << p.h;
    EXPECT_NEAR(e.sideways / p.v, 1, 1e-3) << p.inpr << " h " << p.h;
    EXPECT_NEAR(e.along / p.vx, 1, 1e-3) << p.inpr << " h " << p.h;
  }
}

TEST(DenseSlab, HorizontalTwoPhaseJetOfCaseInpr2) {
  struct Printed {
    double x, mass_fraction, height, depth, half_width, core, speed, air_speed, temperature, density, spreading, up,
        aside;
  };
  const std::vector<Printed> printed = {
      {1.066862, 0.9975837, 0.999975, 0.9701829, 0.4849839, 0.4356589, 25.55237, 3.476883, 239.4259, 4.496858, 0,
       1.048646, 0.4992014},
      {1.364582, 0.9865186, 0.9992574, 0.9964346, 0.497898, 0.4432568, 25.36681, 3.483362, 238.7874, 4.344206, 0,
       1.098926, 0.5118095},
      {2.193496, 0.9534497, 0.9920351, 1.076713, 0.5379973, 0.4663595, 24.67992, 3.500304, 237.0496, 3.956846, 0,
       1.229068, 0.5428357},
      {4.501356, 0.8481188, 0.9301403, 1.349087, 0.6740164, 0.54362, 22.2036, 3.537293, 232.5116, 3.14978, 0, 1.513751,
       0.5994251},
      {6.909197, 0.7361305, 0.7948724, 1.636543, 0.8700785, 0.6495426, 19.50384, 3.552656, 228.605, 2.638214, 1.500024,
       0.9661376, 0.6113004},
      {9.35376, 0.6516835, 0.6320581, 1.587963, 1.271176, 0.8926078, 17.3568, 3.529113, 226.0506, 2.362207, 2.087396,
       0.8876421, 0.592208},
      {17.63081, 0.4408043, 0.326293, 1.614257, 3.253156, 1.988321, 12.19904, 3.54194, 220.3038, 1.90995, 2.577864,
       0.5883935, 0.4625113},
      {47.4819, 0.186415, 0.0982077, 1.978463, 14.03776, 7.202754, 6.542826, 3.701684, 213.6341, 1.592204, 2.425336,
       0.1748591, 0.2023763},
      {130.5933, 0.06176707, 0.03015913, 2.886481, 51.67247, 23.93892, 4.584269, 4.003112, 265.6888, 1.277073, 1.713193,
       0.07937899, 0.1011796},
      {361.992, 0.0145791, 0.01442287, 5.73992, 118.3558, 50.15701, 4.63239, 4.570642, 295.9434, 1.175546, 0.8211187,
       0.06366141, 0.08407778},
      {848.5204, 0.003759261, 0.009928881, 12.61863, 187.7443, 72.72265, 5.251449, 5.250628, 303.93082882, 1.153214,
       0.4207216, 0.0663779, 0.08068893},
  };
  Start start;
  start.rate = 107.87;
  start.half_width = 0.5 * std::sqrt(0.93);
  EXPECT_NEAR(start.half_width, 0.4821825380496478, 1e-12);
  start.speed = 107.87 / (inpr2.at(1, 0).density * 0.93);
  EXPECT_NEAR(start.speed, 25.59323553673247, 1e-6);
  start.x = start.height = 1;
  const double top = 1 + start.half_width, mean = rough_mean(layer2, top);
  EXPECT_NEAR(mean, 3.4753698069472, 1e-3);
  const Layer layer = layer2.with_mean(top, mean);
  const Surroundings around(inpr2, layer, Variant::slab, 306.2);
  // With SLAB's steps and unfinished iteration of the speed: 1 %, where it lands (7 m to 10 m) 2.5 %.
  start.farthest = 2800;
  start.slab_steps = 180;
  const std::vector<Station> slab = steady_plume(around, start);
  // Columns of its averaged concentrations: x, beta_c after 10 s, beta_x.
  const double stability = lateral_stability(layer);
  for (const auto& [x, across, ends] :
       {std::array{47.4819025, 6.9569927, 0.387798189}, std::array{361.99197, 61.973188, 3.01175348},
        std::array{715.535676, 91.8751255, 5.96136614}}) {
    const auto after = std::find_if(slab.begin(), slab.end(), [&](const Station& s) { return s.x >= x; });
    const Station &a = *(after - 1), &b = *after;
    const double f = (x - a.x) / (b.x - a.x);
    const auto beta = [&](const Station& s) {
      const double own = (s.section.half_width * s.section.half_width - s.core * s.core) / 3;
      return std::sqrt(own + meander(s.x - 1, 10, stability));
    };
    EXPECT_NEAR((beta(a) + f * (beta(b) - beta(a))) / across, 1, 0.01) << x;
  }
  // Solved to the end; SLAB's printed speeds hold up to 2.6 % more momentum than its equation 4 gives.
  start.slab_steps = 0;
  start.tolerance = 1e-6;
  start.farthest = 900;
  const std::vector<Station> exact = steady_plume(around, start);
  for (const auto* plume : {&slab, &exact}) {
    for (const Printed& p : printed) {
      size_t i = 0;
      while (i + 2 < plume->size() && (*plume)[i + 1].x < p.x) ++i;
      const Station &a = (*plume)[i], &b = (*plume)[i + 1];
      const double f = (p.x - a.x) / (b.x - a.x);
      const auto near = [&](double from, double to, double wanted, double share) {
        EXPECT_NEAR(from + f * (to - from), wanted, share * wanted) << "x " << p.x << " wanted " << wanted;
      };
      const double most = plume == &exact ? 0.035 : p.x > 6 && p.x < 10 ? 0.025 : 0.01;
      near(a.mass_fraction, b.mass_fraction, p.mass_fraction, most);
      near(a.height, b.height, p.height, plume == &exact ? 0.06 : most);
      near(a.section.depth, b.section.depth, p.depth, most);
      near(a.section.half_width, b.section.half_width, p.half_width, most);
      near(a.core, b.core, p.core, plume == &exact ? 0.08 : most);
      near(a.section.speed, b.section.speed, p.speed, most);
      near(a.exchange.air_speed, b.exchange.air_speed, p.air_speed, most);
      near(a.section.temperature, b.section.temperature, p.temperature, most);
      near(a.section.density, b.section.density, p.density, most);
      near(a.section.spreading, b.section.spreading, p.spreading, most);
      near(a.exchange.upwards, b.exchange.upwards, p.up, most);
      near(a.exchange.sideways, b.exchange.sideways, p.aside, most);
    }
  }
}

TEST(DenseSlab, UprightJetOfCaseInpr4UntilItLands) {
  // From the highest point, where SLAB takes the wind of that height as the mean below, to the last section aloft.
  Start start;
  start.rate = 3.33;
  start.half_width = 1.2102704265881186;
  start.core = 0.7897748696176077;
  start.mass_fraction = 0.5257227362265982;
  start.speed = 0.357351929157984;
  start.x = 1.0111174015448872;
  start.height = 2.238700038992147;
  start.farthest = 10000;
  start.slab_steps = 177;
  const double top = start.height + start.half_width;
  EXPECT_NEAR(layer4.speed(start.height), 0.6759486389605359, 1e-4);
  const Layer layer = layer4.with_mean(top, layer4.speed(start.height));
  const std::vector<Station> plume = steady_plume(Surroundings(inpr4, layer, Variant::slab, 276), start);
  const Station& s = plume[12];  // the fourth station after it
  EXPECT_NEAR(s.x, 1.130531, 1e-4);
  EXPECT_NEAR(s.height, 1.923454, 1e-2 * s.height);
  EXPECT_NEAR(s.section.depth, 2.436883, 1e-2 * s.section.depth);
  EXPECT_NEAR(s.section.half_width, 1.219124, 1e-2 * s.section.half_width);
  EXPECT_NEAR(s.core, 0.7915934, 1e-2 * s.core);
  EXPECT_NEAR(s.section.speed, 0.3557951, 1e-2 * s.section.speed);
  EXPECT_NEAR(s.section.temperature, 204.9204, 1e-2 * s.section.temperature);
  EXPECT_NEAR(s.mass_fraction, 0.5230242, 1e-2 * s.mass_fraction);
  EXPECT_NEAR(s.section.sinking, -1.879041, 1e-2 * std::abs(s.section.sinking));
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
