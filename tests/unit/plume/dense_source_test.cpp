// From a substance, a source term and the weather to a dense cloud.

#include "models/plume/dense/dense.h"
#include "sim/data/substance_data.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume::dense {
namespace {

const substance::Substance& known(const std::string& name) {
  static const substance::Library library = sim::read_substances();
  const substance::Substance* s = library.find(name);
  if (s == nullptr) throw std::runtime_error(name);
  return *s;
}

Weather neutral() {
  Weather w;
  w.wind_speed = 4;
  w.stability = Stability::d;
  w.roughness = 0.03;
  return w;
}

double at(const Cloud& cloud, const Vec3& p, double time) {
  double f = 0;
  cloud.concentrations({&p, 1}, time, {&f, 1});
  return f;
}

TEST(DenseSource, TheLayerHasTheAtmospheresWind) {
  for (const Stability s : {Stability::a, Stability::d, Stability::f}) {
    Weather w = neutral();
    w.stability = s;
    const Atmosphere air(w);
    const Layer layer = layer_of(air);
    for (const double z : {0.5, 2.0, 10.0, 15.0}) EXPECT_NEAR(layer.speed(z), air.wind(z), 0.01 * air.wind(z));
    EXPECT_NEAR(layer.mean(10), air.mean_wind(10), 0.02 * air.mean_wind(10));
    EXPECT_TRUE(std::isfinite(layer.mixing_height()));
  }
}

TEST(DenseSource, ASubstancesConstants) {
  const Material m = substance::two_phase(known("ammonia"), 239.8, 293);
  EXPECT_NEAR(m.saturation(m.boiling_point) / 101325, 1, 0.02);
  EXPECT_NEAR(m.molar_mass, 0.01703, 1e-4);
  EXPECT_NEAR(m.vaporisation, 1.37e6, 0.03e6);
  EXPECT_NEAR(m.liquid_density, 682, 10);
}

TEST(DenseSource, ASteadyJetHasItsRate) {
  substance::SourceTerm term;
  term.height = 1;
  term.outflow = {{0, 3, known("chlorine").boiling_point, 0.8, 40, 0}};
  const auto cloud = dense_cloud(known("chlorine"), term, Atmosphere(neutral()), {});
  EXPECT_NEAR(cloud->source_speed(), 40, 1e-6);
  EXPECT_EQ(cloud->times().last, INFINITY);
  const Station& s = cloud->plume().back();
  EXPECT_NEAR(2 * s.flux * s.mass_fraction, 3, 1e-6);
}

TEST(DenseSource, AChangingRateKeepsItsMass) {
  substance::SourceTerm term;
  term.kind = substance::SourceTerm::Kind::pool;
  const double t = known("propane").boiling_point;
  term.outflow = {{0, 10, t, 0, 0, 100}, {60, 4, t, 0, 0, 100}, {160, 0.01, t, 0, 0, 100}, {1000, 0, t, 0, 0, 100}};
  // 600 + 400 + 8.4 kg; the shape is that of its strongest ten seconds, 10 kg/s.
  const auto cloud = dense_cloud(known("propane"), term, Atmosphere(neutral()), {});
  const Station& s = cloud->plume().back();
  EXPECT_NEAR(2 * s.flux * s.mass_fraction, 10, 0.01);
  ASSERT_EQ(cloud->events().size(), 3u);  // begins, the strongest ends, ends
  EXPECT_NEAR(cloud->events()[1], 60, 0.001);
  EXPECT_EQ(cloud->events()[2], 1000);
  // In all as much passes as of a constant release of the same mass and shape: 1008.4 kg at 10 kg/s.
  term.outflow = {{0, 10, t, 0, 0, 100}, {100.84, 0, t, 0, 0, 100}};
  const auto constant = dense_cloud(known("propane"), term, Atmosphere(neutral()), {});
  for (const double x : {20.0, 100.0, 1000.0}) {
    double passed = 0, expected = 0;
    const Vec3 place(x, 0, 0.5);
    for (double time = 0.1; time < 4000; time += 0.2) {  // the middles of its steps
      double now[2];
      cloud->mass_concentrations({&place, 1}, time, {now, 1});
      constant->mass_concentrations({&place, 1}, time, {now + 1, 1});
      passed += now[0], expected += now[1];
    }
    EXPECT_NEAR(passed / expected, 1, 0.001) << x;
  }
}

/// A leak that decays with the time constant `tau` from 5 kg/s, in steps of `tau` / 50.
substance::SourceTerm decaying(double tau) {
  substance::SourceTerm term;
  term.height = 1;
  const double t = known("propane").boiling_point;
  for (int i = 0; i < 350; ++i) term.outflow.push_back({i * tau / 50, 5 * std::exp(-i / 50.0), t, 0, 30, 0.09});
  term.outflow.push_back({7 * tau, 0, t, 0, 0, 0});
  return term;
}

double highest(const Cloud& cloud, const Vec3& place) {
  double most = 0;
  for (double time = 0; time < 1500; time += 1) most = std::max(most, at(cloud, place, time));
  return most;
}

TEST(DenseSource, ADecayingLeakHasTheConcentrationsOfItsFirstMinutes) {
  const double tau = 300;
  Settings brief;
  brief.averaging_time = 10;
  // Its mean rate over the first 10 s: 5 kg/s (1 - exp(-1/30)) 30 = 4.918 kg/s, 1 % more by the steps.
  substance::SourceTerm steady = decaying(tau);
  steady.outflow.resize(1);
  steady.outflow.front().rate = 4.918 * 1.01;
  const auto cloud = dense_cloud(known("propane"), decaying(tau), Atmosphere(neutral()), brief);
  const auto plume = dense_cloud(known("propane"), steady, Atmosphere(neutral()), brief);
  // The mean of the first 95 % of the mass would be a third of it. The ends' blur takes some: at 100 m it passes within
  // +-25 s, in which the rate changes by 16 %.
  for (const double x : {20.0, 50.0, 100.0}) {
    const double ratio = highest(*cloud, {x, 0, 0.5}) / at(*plume, {x, 0, 0.5}, 0);
    EXPECT_GT(ratio, x < 100 ? 0.95 : 0.9) << x;
    EXPECT_LT(ratio, 1.01) << x;
  }
  // Later it follows the rate: after one time constant exp(-1).
  EXPECT_NEAR(at(*cloud, {50, 0, 0.5}, 60 + tau) / at(*cloud, {50, 0, 0.5}, 60), std::exp(-1), 0.05);
  // Averaged over ten minutes it wanders, but neither its rate nor its passage is averaged.
  const auto slow = dense_cloud(known("propane"), decaying(tau), Atmosphere(neutral()), {});
  const auto slow_plume = dense_cloud(known("propane"), steady, Atmosphere(neutral()), {});
  EXPECT_NEAR(highest(*slow, {50, 0, 0.5}) / at(*slow_plume, {50, 0, 0.5}, 0), 0.97, 0.04);
}

TEST(DenseSource, NothingThatLeaksIsRefused) {
  substance::SourceTerm term;
  EXPECT_THROW(dense_cloud(known("propane"), term, Atmosphere(neutral()), {}), InputError);
  term.outflow = {{0, 0, 230, 0, 0, 100}};
  EXPECT_THROW(dense_cloud(known("propane"), term, Atmosphere(neutral()), {}), InputError);
}

TEST(DenseSource, EverySubstanceMakesAnInstantaneousCloudAndAJet) {
  const substance::Library library = sim::read_substances();
  ASSERT_GT(library.all().size(), 40u);
  for (const substance::Substance& s : library.all()) {
    substance::SourceTerm puff;
    puff.kind = substance::SourceTerm::Kind::instantaneous;
    puff.instantaneous_mass = 1000;
    puff.outflow = {{0, 0, std::min(s.boiling_point, 400.0), 0.5, 0, 0}};
    const auto cloud = dense_cloud(s, puff, Atmosphere(neutral()), {});
    double most = 0;
    for (const double t : {5.0, 20.0, 60.0, 200.0}) {
      for (const double x : {0.0, 20.0, 100.0, 500.0}) most = std::max(most, at(*cloud, {x, 0, 0.5}, t));
    }
    EXPECT_TRUE(most > 1e-6 && most <= 1) << s.id << " " << most;
    substance::SourceTerm jet;
    jet.height = 1;
    jet.outflow = {{0, 1, std::min(s.boiling_point, 400.0), 0.7, 30, 0}};
    const auto plume = dense_cloud(s, jet, Atmosphere(neutral()), {});
    const double near = at(*plume, {100, 0, 1}, 0);
    EXPECT_TRUE(near > 1e-6 && near < 1) << s.id << " " << near;
  }
}

}  // namespace
}  // namespace muster::plume::dense
