// What the course of a release means for its cloud: nothing arrives before it can, what lasts longer reaches no less
// far, what decays is as strong as it begins.
#include "models/plume/answers.h"
#include "models/plume/choose.h"
#include "models/plume/history.h"
#include "sim/data/substance_data.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

using Kind = substance::SourceTerm::Kind;

const substance::Substance& known(const char* name) {
  static const substance::Library library = sim::read_substances();
  const auto* found = library.find(name);
  MUSTER_CHECK(found != nullptr, "{}", name);
  return *found;
}

Weather weather(Stability s, double wind) {
  Weather w;
  w.stability = s;
  w.wind_speed = wind;
  return w;
}

struct Course {
  const char* substance;
  Kind kind;
  double rate, speed, area;  // [kg/s], [m/s], [m2]
  Weather air;
  const char* model;
};

const Course courses[] = {
    {"chlorine", Kind::jet, 5, 30, 0.1, weather(Stability::d, 5), "dense"},
    {"chlorine", Kind::jet, 0.5, 0, 0.1, weather(Stability::f, 2), "dense"},
    {"propane", Kind::pool, 10, 0, 100, weather(Stability::d, 3), "dense"},
    {"ammonia", Kind::jet, 0.5, 0, 0.1, weather(Stability::d, 4), "gaussian_finite"},
    {"methane", Kind::jet, 1, 200, 0.1, weather(Stability::d, 4), "jet"},
};

Chosen cloud(const Course& c, double duration) {
  substance::SourceTerm t;
  t.kind = c.kind;
  t.height = c.kind == Kind::pool ? 0 : 1;
  t.outflow = {{0, c.rate, 288.15, 0, c.speed, c.area}, {duration, 0, 288.15, 0, 0, 0}};
  return cloud_of(known(c.substance), t, c.air, {});
}

double seen(const Cloud& cloud, const Vec3& place, double time) {
  double fraction = 0;
  cloud.concentrations({&place, 1}, time, {&fraction, 1});
  return fraction;
}

TEST(Course, NothingArrivesBeforeItCan) {
  for (const Course& c : courses)
    for (const double duration : {20.0, 600.0, 3600.0})
      for (const double x : {12.0, 50.0, 300.0}) {
        SCOPED_TRACE(fmt::format("{} {} kg/s {} m/s, {} s, {} m", c.substance, c.rate, c.speed, duration, x));
        const Chosen chosen = cloud(c, duration);
        ASSERT_STREQ(chosen.cloud->model(), c.model);
        const Vec3 place(x, 0, 1.5);
        const double peak = peaks(*chosen.cloud, {&place, 1}).front().fraction;
        ASSERT_GT(peak, 0);
        EXPECT_EQ(seen(*chosen.cloud, place, 0), 0);
        // No faster than the wind at 10 m nor, to begin with, than the jet, which slows down as 1 / s from seven
        // diameters on. A pool begins half a side ahead. Blurred along the way by a fifth of it.
        const double ahead = c.kind == Kind::pool ? 0.5 * std::sqrt(c.area) : 0, way = x - ahead;
        const double wind = Atmosphere(c.air).wind(10), core = 7 * std::sqrt(4 * c.area / std::numbers::pi);
        const double jet = c.speed > 0 ? 0.5 * way * way / (core * c.speed) : way / wind;
        const auto came = passage(history(*chosen.cloud, place, std::numeric_limits<double>::infinity()), 0.01 * peak);
        ASSERT_TRUE(came);
        EXPECT_GT(came->arrival, 0.6 * std::min(way / wind, jet));
        EXPECT_LT(came->arrival, way / (0.08 * wind));
      }
}

TEST(Course, WhatLastsLongerIsNoThinner) {
  for (const Course& c : courses)
    for (const double x : {20.0, 100.0, 400.0, 1500.0}) {
      double highest = 0;
      const Vec3 place(x, 0, 1.5);
      for (const double duration : {10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0, 14400.0}) {
        const double peak = peaks(*cloud(c, duration).cloud, {&place, 1}).front().fraction;
        EXPECT_GE(peak, 0.93 * highest) << c.substance << " " << c.rate << " kg/s, " << duration << " s, " << x << " m";
        highest = std::max(highest, peak);
      }
      EXPECT_GT(highest, 1e-7) << c.substance;
    }
}

// Hydrogen off its boiling pool, 1.2 kg/m3: it spreads on the ground and rises as it warms up.
TEST(Course, LiquidHydrogenSpreadsAndRises) {
  substance::SourceTerm pool;
  pool.kind = Kind::pool;
  pool.outflow = {{0, 1, 20, 0, 0, 20}, {600, 0, 20, 0, 0, 20}};
  const Chosen chosen = cloud_of(known("hydrogen"), pool, weather(Stability::d, 3), {});
  EXPECT_STREQ(chosen.cloud->model(), "dense");
  EXPECT_EQ(std::count_if(chosen.warnings.begin(), chosen.warnings.end(),
                          [](const Warning& w) { return w.code == "air_condenses"; }),
            1);
  const double near = footprint(*chosen.cloud, 0.04).distance;
  EXPECT_GT(near, 5);
  EXPECT_LT(near, 200);
}

TEST(Course, WhatDecaysIsAsStrongAsItBegins) {
  // 3 kg/s of propane that halves every 20 s, whole or shut after 20 s: one as far as the other.
  const auto decaying = [](double until) {
    substance::SourceTerm t;
    t.kind = Kind::jet;
    t.height = 1;
    for (double time = 0; time < until; time += 1)
      t.outflow.push_back({time, 3 * std::exp2(-time / 20), 250, 0, 20, 1});
    t.outflow.push_back({until, 0, 250, 0, 0, 0});
    return t;
  };
  Search low;
  low.height = 0.2;
  const auto reach = [&](double until) {
    const Chosen chosen = cloud_of(known("propane"), decaying(until), weather(Stability::f, 2), {});
    return footprint(*chosen.cloud, 0.02, low).distance;
  };
  const double brief = reach(20), whole = reach(200);
  EXPECT_GT(brief, 5);
  EXPECT_GE(whole, 0.98 * brief);
}

}  // namespace
}  // namespace muster::plume
