// Radiation onto many places, with shadows.
#include "models/fire/radiation/shadow.h"

#include "base/parallel.h"
#include "models/fire/flame/pool.h"
#include "models/fire/radiation/view_factor.h"

#include <cmath>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace muster::fire {
namespace {

/// A flame of 10 m that leans over x.
Flame flame_of(double tilt = 0.5) {
  const Stem stem{Vec3::Zero(), {1, 0}, 20 * std::cos(tilt), std::tan(tilt)};
  return sheared_cylinder(stem, 12, 10, {{0.3, 1.2e5}, {1, 5e4}}, true, {32, 2});
}

/// An upright wall across x at `x` from y = `left` to `right`, `height` high.
scene::Rays wall(float x, float left, float right, float height) {
  const std::vector<Vec3f> corners = {{x, left, 0}, {x, right, 0}, {x, right, height}, {x, left, height}};
  const std::vector<std::array<uint32_t, 3>> triangles = {{0, 1, 2}, {0, 2, 3}};
  return {corners, triangles};
}

TEST(Rays, whatStandsBetween) {
  const scene::Rays rays = wall(5, -3, 3, 4);
  EXPECT_EQ(rays.triangles(), 2u);
  EXPECT_TRUE(rays.hidden({0, 0, 1}, {10, 0, 1}));
  EXPECT_FALSE(rays.hidden({0, 0, 1}, {10, 0, 12}));
  EXPECT_FALSE(rays.hidden({0, 0, 1}, {4.9F, 0, 1}));
  EXPECT_FALSE(rays.hidden({0, 0, 1}, {0, 0, 1}));
  const float x[] = {10, 10, 4, 10}, y[] = {0, 7, 0, 2.9F}, z[] = {1, 1, 1, 2};
  EXPECT_EQ(rays.hidden({0, 0, 1}, x, y, z, 4), 0b1001u) << "at y = 7 the ray passes the wall's edge at 3.5";
  const scene::Rays none(std::span<const Vec3f>{}, {});
  EXPECT_FALSE(none.hidden({0, 0, 1}, {10, 0, 1}));
}

TEST(Radiation, isTheExactFluxWhereNothingIsBetween) {
  const Flame flame = flame_of();
  const Haze haze(293, 0.5);
  std::vector<Receptor> receptors;
  for (const float x : {-40.0F, -8.0F, 9.0F, 14.0F, 60.0F, 250.0F})
    for (const float y : {0.0F, 6.0F, 30.0F})
      for (const Vec3f& n : {Vec3f(0, 0, 0), Vec3f(0, 0, 1), Vec3f(-1, 0, 0), Vec3f(0.6F, -0.8F, 0)})
        receptors.push_back({{x, y, 1.5F}, n});
  const std::vector<float> q = radiation({&flame, 1}, receptors, haze, nullptr);
  for (size_t i = 0; i < q.size(); ++i) {
    const Vec3 place = receptors[i].place.cast<double>(), normal = receptors[i].normal.cast<double>();
    const double exact =
        normal.norm() > 0.5 ? flux({&flame, 1}, place, normal, haze) : irradiance({&flame, 1}, place, haze).norm();
    EXPECT_NEAR(q[i], exact, 1e-3 * exact + 0.5) << place.transpose() << " / " << normal.transpose();
  }
}

// A surface that hides the flame's other part itself, as a roof does, gets what its plane leaves of it.
TEST(Radiation, aRoofGetsWhatIsAboveIt) {
  const Flame flame = flame_of();
  const Haze haze(293, 0.5);
  const Vec3f place(22, 0, 7);
  const std::vector<Vec3f> corners = {{20, -9, 6.98F}, {40, -9, 6.98F}, {40, 9, 6.98F}, {20, 9, 6.98F}};
  const std::vector<std::array<uint32_t, 3>> triangles = {{0, 1, 2}, {0, 2, 3}};
  const scene::Rays roof(corners, triangles);
  const Receptor receptors[] = {{place, {0, 0, 1}}, {place, {-1, 0, 0}}};
  const double exact = flux({&flame, 1}, place.cast<double>(), Vec3::UnitZ(), haze);
  for (const ShadowSettings settings :
       {ShadowSettings{8, false, 0}, ShadowSettings{64, false, 0}, ShadowSettings{4, true, 0}})
    EXPECT_NEAR(radiation({&flame, 1}, receptors, haze, &roof, settings)[0], exact, 2e-3 * exact);
}

TEST(Radiation, nothingPassesAWall) {
  const Flame flame = flame_of(0);
  const scene::Rays between = wall(15, -500, 500, 200);
  std::vector<Receptor> receptors;
  for (int i = 0; i < 50; ++i) receptors.push_back({{20.0F + static_cast<float>(i), 3, 1.5F}});
  for (const float q : radiation({&flame, 1}, receptors, Haze(), &between, {1, true})) EXPECT_EQ(q, 0);
  const scene::Rays behind = wall(100, -500, 500, 200);
  const auto bare = radiation({&flame, 1}, receptors, Haze(), nullptr);
  EXPECT_EQ(radiation({&flame, 1}, receptors, Haze(), &behind), bare);
  // Hung with the half plane y > 0 hidden, the mirror-symmetric flame gives half, and more rays come nearer.
  const scene::Rays half = wall(15, 0, 500, 500);
  double before = 1;
  for (const int rays : {1, 64}) {
    double sum = 0, whole = 0, worst = 0;
    for (int i = 0; i < 20; ++i) {
      const Receptor r{{60.0F + static_cast<float>(i), 0, 1.5F}, {-1, 0, 0}};
      const double q = radiation({&flame, 1}, {&r, 1}, Haze(), &half, {rays, false}).front();
      const double b = radiation({&flame, 1}, {&r, 1}, Haze(), nullptr).front();
      sum += q, whole += b;
      worst = std::max(worst, std::abs(q / b - 0.5));
    }
    EXPECT_NEAR(sum / whole, 0.5, 0.01);
    EXPECT_LE(worst, before);
    before = worst;
  }
  EXPECT_LT(before, 0.01);
}

TEST(Radiation, looksCloserAtTheEdgesOfShadows) {
  // Posts 4 m wide with gaps of 3 m, of different heights, 15 m before the flame's axis.
  std::vector<Vec3f> corners;
  std::vector<std::array<uint32_t, 3>> triangles;
  for (int i = 0; i < 12; ++i) {
    const float y = -42 + 7 * static_cast<float>(i), z = 3 + 2 * static_cast<float>(i % 4);
    const auto first = static_cast<uint32_t>(corners.size());
    for (const Vec3f& c : {Vec3f(15, y, 0), Vec3f(15, y + 4, 0), Vec3f(15, y + 4, z), Vec3f(15, y, z)})
      corners.push_back(c);
    triangles.push_back({first, first + 1, first + 2}), triangles.push_back({first, first + 2, first + 3});
  }
  const scene::Rays posts(corners, triangles);
  const Flame flame =
      sheared_cylinder({Vec3::Zero(), {1, 0}, 18, 0.3}, 12, 10, {{0.3, 1.2e5}, {1, 5e4}}, true, {31, 2});
  std::vector<Receptor> receptors;
  for (int i = 0; i < 400; ++i)
    receptors.push_back({{18 + 3 * static_cast<float>(i / 20), -28 + 3 * static_cast<float>(i % 20), 1.5F}});
  const auto exact = radiation({&flame, 1}, receptors, Haze(), &posts, {128, false});
  double before = 1;
  for (const int rays : {1, 4, 16}) {
    const auto found = radiation({&flame, 1}, receptors, Haze(), &posts, {rays, true});
    double difference = 0, sum = 0;
    for (size_t i = 0; i < exact.size(); ++i)
      difference += std::abs(static_cast<double>(found[i] - exact[i])), sum += static_cast<double>(exact[i]);
    EXPECT_LT(difference / sum, 0.8 * before) << rays;
    before = difference / sum;
  }
  EXPECT_LT(before, 0.01);
}

TEST(Radiation, tenFlamesAddUpAndThreadsDoNotMatter) {
  std::vector<Flame> flames;
  for (int i = 0; i < 10; ++i) {
    PoolFire tank;
    tank.fuel.burning_rate = 0.055, tank.fuel.heat_of_combustion = 43.7e6, tank.fuel.density = 740;
    tank.fuel.molar_mass = 0.1, tank.fuel.boiling_point = 350, tank.fuel.radiant_fraction = 0.35;
    tank.diameter = 20;
    tank.place = {60.0 * i, 0, 12};
    tank.fineness = {16, 2};
    Air air;
    air.wind = 5;
    flames.push_back(burn(tank, air).flame);
  }
  std::vector<Receptor> receptors;
  for (int i = 0; i < 2000; ++i)
    receptors.push_back({{static_cast<float>(i % 100) * 8, 30 + 10 * static_cast<float>(i / 100), 1.5F}});
  receptors.push_back({{3, 0, 13}});
  const scene::Rays plant = wall(100, 20, 90, 10);
  std::vector<float> one;
  {
    const ThreadLimit limit(1);
    one = radiation(flames, receptors, Haze(293, 0.5), &plant, {2, true});
  }
  const ThreadLimit limit(3);
  EXPECT_EQ(radiation(flames, receptors, Haze(293, 0.5), &plant, {2, true}), one);
  double strongest = 0;
  for (const Face& f : flames[0].faces) strongest = std::max(strongest, f.emission);
  EXPECT_NEAR(one.back(), strongest, 1) << "within the first flame";
  double sum = 0;
  const Receptor probe{{200, 120, 1.5F}, {0, -1, 0}};
  for (const Flame& flame : flames) sum += radiation({&flame, 1}, {&probe, 1}, Haze(), nullptr).front();
  EXPECT_NEAR(radiation(flames, {&probe, 1}, Haze(), nullptr).front(), sum, 1e-4 * sum);
}

}  // namespace
}  // namespace muster::fire
