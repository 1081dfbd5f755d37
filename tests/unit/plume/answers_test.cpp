#include "models/plume/answers.h"

#include "models/plume/gaussian/britter_mcquaid.h"
#include "models/plume/gaussian/series.h"
#include "models/plume/history.h"

#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
const Drift air{4, infinite, 0.024};
const Sigmas neutral(SigmaSet::briggs_rural, Stability::d);

PassiveSource ground() {
  PassiveSource s;
  s.molar_mass = 0.03;
  return s;
}

double at(const Cloud& cloud, const Vec3& point, double time = 0) {
  double fraction = -1;
  cloud.concentrations({&point, 1}, time, {&fraction, 1});
  return fraction;
}

TEST(Answers, FootprintOfAPlumeIsItsIsopleth) {
  const GaussianPlume plume(neutral, air, ground(), 1);
  Search search;
  search.height = 0;
  const double level = 1e-4;
  const Footprint f = footprint(plume, level, search);
  ASSERT_TRUE(f.reached);
  EXPECT_FALSE(f.beyond);
  EXPECT_NEAR(at(plume, {f.distance, 0, 0}), level, 1e-3 * level);
  // y = sigma_y sqrt(2 ln(C0 / C)): quadrature of the known outline.
  double area = 0, width = 0;
  const int n = 20000;
  for (int i = 0; i < n; ++i) {
    const double x = f.distance * (i + 0.5) / n;
    const double half = neutral.y(x) * std::sqrt(2 * std::log(std::max(1.0, at(plume, {x, 0, 0}) / level)));
    if (at(plume, {x, 0, 0}) < 1) area += 2 * half * f.distance / n;
    width = std::max(width, 2 * half);
  }
  EXPECT_NEAR(f.area / area, 1, 0.01);
  EXPECT_NEAR(f.width / width, 1, 0.01);
  // Twice the level reaches less far; one far above everything, nowhere.
  EXPECT_LT(footprint(plume, 2 * level, search).distance, f.distance);
  search.height = 100;
  EXPECT_FALSE(footprint(plume, 0.9, search).reached);
  search.height = 0;
  search.farthest = 100;
  EXPECT_TRUE(footprint(plume, level, search).beyond);
}

TEST(Answers, PuffsAreFoundWhenTheyPass) {
  const GaussianPuff puff(Sigmas(SigmaSet::ccps_puff, Stability::f), air, ground(), 10);
  const std::vector<Vec3> points = {{100, 0, 0}, {1000, 0, 0}, {5000, 20, 0}};
  const std::vector<Peak> found = peaks(puff, points);
  for (size_t i = 0; i < points.size(); ++i) {
    // On a fine grid of times.
    double highest = 0;
    for (double t = points[i].x() / 4 * 0.9; t < points[i].x() / 4 * 1.1; t += points[i].x() * 2e-6)
      highest = std::max(highest, at(puff, points[i], t));
    EXPECT_NEAR(found[i].fraction / highest, 1, 1e-4) << i;
    EXPECT_NEAR(found[i].time / (points[i].x() / 4), 1, 0.02);
  }
}

TEST(Answers, PeaksOfSourcesInStepsAreThoseOfAFineScan) {
  // A strong step of ten seconds between weak ones: near by it stands out, far away it drowns in the mean.
  const FiniteRelease steps(neutral, air, ground(), {{0, 1}, {60, 3}, {70, 0.5}, {400, 0}});
  for (const double x : {30.0, 200.0, 1000.0, 8000.0}) {
    double highest = 0;
    for (double t = 0; t < x / 4 + 800; t += 0.05) highest = std::max(highest, at(steps, {x, 0, 0}, t));
    const Peak found = peaks(steps, std::vector<Vec3>{{x, 0, 0}}).front();
    EXPECT_NEAR(found.fraction / highest, 1, 1e-4) << x;
    EXPECT_NEAR(at(steps, {x, 0, 0}, found.time) / highest, 1, 1e-4) << x;
  }
  // Of a plateau the beginning counts: all but a millionth, that is 4.75 sigma_x after the front.
  const FiniteRelease lasting(neutral, air, ground(), {{0, 1}, {600, 0}});
  EXPECT_NEAR(peaks(lasting, std::vector<Vec3>{{100, 0, 0}}).front().time, 25 + 4.75 * neutral.x(100) / 4, 1);
}

TEST(Answers, DoseOfAPuffIsMassOverWind) {
  // sigma_x, sigma_y, sigma_z are nearly those at the place while it passes: dose = m / (pi u sigma_y sigma_z).
  const Sigmas sigmas(SigmaSet::ccps_puff, Stability::f);
  const GaussianPuff puff(sigmas, air, ground(), 10);
  const History h = history(puff, {2000, 0, 0});
  const double expected = 10 / (std::numbers::pi * 4 * sigmas.y(2000) * sigmas.z(2000)) * 0.024 / 0.03;
  EXPECT_NEAR(dose(h) / expected, 1, 0.01);
  // Gauss: the integral of C^2 is that of C times the peak / sqrt 2.
  const Peak peak = peaks(puff, std::vector<Vec3>{{2000, 0, 0}}).front();
  EXPECT_NEAR(toxic_load(h, 2) / (1e12 * expected * peak.fraction / std::numbers::sqrt2 / 60), 1, 0.01);
  // Half of the peak is there for 2 sqrt(2 ln 2) sigma_x / u.
  const auto half = passage(h, peak.fraction / 2);
  ASSERT_TRUE(half);
  EXPECT_NEAR((half->departure - half->arrival) / (2 * std::sqrt(2 * std::log(2.0)) * sigmas.x(2000) / 4), 1, 0.02);
  EXPECT_FALSE(passage(h, 2 * peak.fraction));
}

TEST(Answers, FiniteReleasesComeAndGo) {
  const FiniteRelease finite(neutral, air, ground(), {{0, 1}, {600, 0}});
  const History h = history(finite, {800, 0, 0});
  const double plateau = at(GaussianPlume(neutral, air, ground(), 1), {800, 0, 0});
  const auto there = passage(h, plateau / 2);
  ASSERT_TRUE(there);
  EXPECT_NEAR(there->arrival, 200, 1);
  EXPECT_NEAR(there->departure, 800, 1);
  EXPECT_NEAR(dose(h) / (plateau * 600), 1, 2e-3);
  EXPECT_NEAR(toxic_load(h, 1) / (1e6 * plateau * 10), 1, 2e-3);
}

TEST(Answers, IndoorsFollowsSlowlyAndTakesTheSameDose) {
  const FiniteRelease finite(neutral, air, ground(), {{0, 1}, {600, 0}});
  const History outside = history(finite, {800, 0, 0});
  const History inside = indoors(outside, 1.0);
  double highest = 0;
  for (const double c : inside.fraction) highest = std::max(highest, c);
  const double plateau = at(GaussianPlume(neutral, air, ground(), 1), {800, 0, 0});
  EXPECT_NEAR(highest / (plateau * (1 - std::exp(-600.0 / 3600))), 1, 0.01);
  // Everything that comes in goes out again: the doses agree but for the last 1 % of the peak.
  EXPECT_NEAR(dose(inside) / dose(outside), 0.995, 0.006);
}

TEST(Answers, MassBetweenIsThatOfTheIsopleths) {
  const GaussianPlume plume(neutral, air, ground(), 1);
  // By brute force on a fine grid.
  const double lower = 0.005, upper = 0.05;
  Search search;
  search.stations = 300;
  const double found = mass_between(plume, lower, upper, 0, 0.03, 0.024, search);
  double mass = 0;
  const double dx = 0.5, d = 0.06;
  for (double x = dx / 2; x < 140; x += dx)
    for (double y = d / 2; y < 30; y += 3 * d) {
      if (at(plume, {x, y, 0}) < lower) break;
      for (double z = d / 2; z < 20; z += d) {
        const double c = at(plume, {x, y, z});
        if (c < lower) break;
        if (c <= upper) mass += 2 * c * dx * 3 * d * d * 0.03 / 0.024;
      }
    }
  EXPECT_NEAR(found / mass, 1, 0.03);
}

TEST(Answers, MassBetweenAloftIsThatOfItsSections) {
  // 100 m above the ground an ellipse of peak c holds 2 pi sigma_y sigma_z (min(c, upper) - lower) between the limits.
  PassiveSource high = ground();
  high.height = 100;
  const GaussianPlume plume(neutral, air, high, 2);
  const FiniteRelease finite(neutral, air, high, {{0, 2}, {600, 0}});
  const double lower = 0.003, upper = 0.05;
  double volume = 0;
  for (double x = 0.025; x < 300; x += 0.05) {
    const double peak = at(plume, {x, 0, 100});
    const double area = 2 * std::numbers::pi * neutral.y(x) * neutral.z(x);
    volume += 0.05 * area * std::max(0.0, std::min(peak, upper) - lower);
  }
  EXPECT_NEAR(mass_between(plume, lower, upper, 0, 0.03, 0.024) / (volume * 0.03 / 0.024), 1, 0.02);
  const Peak most = most_mass_between(finite, lower, upper, 0.03, 0.024);
  EXPECT_NEAR(most.fraction / (volume * 0.03 / 0.024), 1, 0.02);
  EXPECT_LT(most.time, 610);
}

TEST(Answers, ASteadyPlumesFootprintAndItsRaysAgree) {
  // The same cloud as a series that turns by nothing much.
  const PuffSeries turning({SigmaSet::briggs_rural, 600, 60}, air, ground(), {{0, 1}, {900, 0}},
                           {{-infinite, 4, 0, Stability::d}, {450, 4, 1e-6, Stability::d}});
  const PuffSeries straight({SigmaSet::briggs_rural, 600, 60}, air, ground(), {{0, 1}, {900, 0}},
                            {{-infinite, 4, 0, Stability::d}});
  EXPECT_FALSE(turning.along_x());
  Search search;
  search.farthest = 3000;
  const Footprint rays = footprint(turning, 2e-5, search), line = footprint(straight, 2e-5, search);
  EXPECT_NEAR(rays.distance / line.distance, 1, 0.03);
  EXPECT_NEAR(rays.area / line.area, 1, 0.25);  // 120 rays cross a plume 6 degrees wide
}

TEST(Answers, ArcsAndGrids) {
  const auto points = arc(100, 2, std::numbers::pi / 4, 3);
  ASSERT_EQ(points.size(), 3u);
  EXPECT_NEAR(points[0].y(), -100 / std::numbers::sqrt2, 1e-9);
  EXPECT_NEAR(points[1].x(), 100, 1e-9);
  const auto plane = grid(0, 10, 3, -5, 5, 2, 1);
  ASSERT_EQ(plane.size(), 6u);
  EXPECT_EQ(plane[4], Vec3(5, 5, 1));
}

}  // namespace
}  // namespace muster::plume
