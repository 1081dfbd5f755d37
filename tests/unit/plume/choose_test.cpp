#include "models/plume/choose.h"

#include "sim/data/substance_data.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::plume {
namespace {

const substance::Substance& known(const char* name) {
  static const substance::Library library = sim::read_substances();
  const auto* found = library.find(name);
  MUSTER_CHECK(found != nullptr, "{}", name);
  return *found;
}

Weather weather(Stability s = Stability::d, double wind = 5) {
  Weather w;
  w.stability = s;
  w.wind_speed = wind;
  return w;
}

substance::SourceTerm leak(double rate, double speed, double temperature, double duration = 0) {
  substance::SourceTerm t;
  t.outflow.push_back({0, rate, temperature, 0, speed, 0.1});
  if (duration > 0) t.outflow.push_back({duration, 0, temperature, 0, 0, 0});
  t.height = 2;
  return t;
}

std::string model_of(const Chosen& chosen) { return chosen.cloud->model(); }

bool has(const Chosen& chosen, const std::string& code) {
  for (const Warning& w : chosen.warnings)
    if (w.code == code) return true;
  return false;
}

TEST(Choose, ByTheCriterion) {
  // Chlorine in bulk is dense; a breath of it is not; methane jets are light; hot gas too.
  EXPECT_EQ(model_of(cloud_of(known("chlorine"), leak(5, 0, 288), weather(), {})), "dense");
  EXPECT_EQ(model_of(cloud_of(known("chlorine"), leak(1e-4, 0, 288), weather(), {})), "gaussian_plume");
  EXPECT_EQ(model_of(cloud_of(known("chlorine"), leak(1e-4, 0, 288, 300), weather(), {})), "gaussian_finite");
  EXPECT_EQ(model_of(cloud_of(known("methane"), leak(1, 200, 288), weather(), {})), "jet_plume");
  EXPECT_EQ(model_of(cloud_of(known("methane"), leak(1, 200, 288, 60), weather(), {})), "jet");
  substance::SourceTerm at_once = leak(1, 0, 288);
  at_once.kind = substance::SourceTerm::Kind::instantaneous;
  at_once.instantaneous_mass = 1000;
  EXPECT_EQ(model_of(cloud_of(known("chlorine"), at_once, weather(), {})), "dense");
  EXPECT_EQ(model_of(cloud_of(known("methane"), at_once, weather(), {})), "gaussian_puff");
  EXPECT_FALSE(cloud_of(known("chlorine"), leak(5, 0, 288), weather(), {}).notes.empty());
}

TEST(Choose, CriterionByHand) {
  // Chlorine at 288 K: rho 0.0709 * 101325 / (8.3145 * 288) = 3.000, g' = 9.80665 (3.000 / rho_a - 1).
  const Atmosphere air(weather());
  const Heaviness h = heaviness(known("chlorine"), leak(5, 0, 288), air);
  EXPECT_NEAR(h.source_density, 3.00, 0.01);
  const double q = 5 / h.source_density, d = std::sqrt(q / 5), g = 9.80665 * (h.source_density / air.density(2) - 1);
  EXPECT_NEAR(h.criterion, std::cbrt(g * q / (125 * d)), 1e-9);
}

// A jet of heavy gas keeps its buoyancy flux while it mixes: still night air leaves it dense, a gale does not.
TEST(Choose, JetsAreJudgedWhereTheyEnd) {
  const auto propane = leak(1, 200, 293.15);
  const Heaviness night = heaviness(known("propane"), propane, Atmosphere(weather(Stability::f, 2)));
  const Heaviness gale = heaviness(known("propane"), propane, Atmosphere(weather(Stability::d, 12)));
  EXPECT_GT(night.jet_length, 20);
  EXPECT_TRUE(night.dense());
  EXPECT_FALSE(gale.dense());
  // Without its jet it would be judged by the gas as it leaves, which is more than twice as heavy.
  const Heaviness still = heaviness(known("propane"), leak(1, 0, 293.15), Atmosphere(weather(Stability::f, 2)));
  EXPECT_GT(still.criterion, 2 * night.criterion);
}

TEST(Choose, WarnsNearTheLimitOfDenseClouds) {
  // The criterion goes with rate^(1/6): 0.15 at the rate where it is 0.15, 9 times that 0.216, a ninth 0.104.
  const double one = heaviness(known("chlorine"), leak(1, 0, 288), Atmosphere(weather())).criterion;
  const double limit = std::pow(0.15 / one, 6);
  EXPECT_TRUE(has(cloud_of(known("chlorine"), leak(1.05 * limit, 0, 288), weather(), {}), "near_dense_limit"));
  EXPECT_TRUE(has(cloud_of(known("chlorine"), leak(0.95 * limit, 0, 288), weather(), {}), "near_dense_limit"));
  EXPECT_FALSE(has(cloud_of(known("chlorine"), leak(9 * limit, 0, 288), weather(), {}), "near_dense_limit"));
  EXPECT_FALSE(has(cloud_of(known("chlorine"), leak(limit / 9, 0, 288), weather(), {}), "near_dense_limit"));
}

TEST(Choose, WarnsOfAPassiveModelForADenseGas) {
  CloudSettings settings;
  settings.model = Model::gaussian;
  EXPECT_TRUE(has(cloud_of(known("chlorine"), leak(5, 0, 288), weather(), settings), "passive_model_of_dense_gas"));
  EXPECT_FALSE(has(cloud_of(known("chlorine"), leak(1e-4, 0, 288), weather(), settings), "passive_model_of_dense_gas"));
  settings.model = Model::britter_mcquaid;
  EXPECT_EQ(model_of(cloud_of(known("chlorine"), leak(5, 0, 288), weather(), settings)), "britter_mcquaid_plume");
  EXPECT_THROW(cloud_of(known("methane"), leak(5, 0, 288), weather(), settings), InputError);
  EXPECT_THROW(cloud_of(known("chlorine"), leak(0, 0, 288), weather(), {}), InputError);
}

// Where it passes, a short dense release is as thick as one that goes on: what passes is not averaged.
TEST(Choose, ShortDenseReleasesAreNotThinnedByTheAveragingTime) {
  const auto highest = [&](const Chosen& chosen, double x) {
    double most = 0;
    const Vec3 place(x, 0, 0.5);
    for (double time = 0; time < 200; time += 0.5) {
      double fraction = 0;
      chosen.cloud->concentrations({&place, 1}, time, {&fraction, 1});
      most = std::max(most, fraction);
    }
    return most;
  };
  const double steady = highest(cloud_of(known("chlorine"), leak(5, 0, 288), weather(), {}), 30);
  const double brief = highest(cloud_of(known("chlorine"), leak(5, 0, 288, 60), weather(), {}), 30);
  EXPECT_NEAR(brief / steady, 1, 0.01);
  // 5 kg at once: its peak, not a mean over ten minutes, which would be a hundredth of it.
  substance::SourceTerm burst = leak(1, 0, 288);
  burst.kind = substance::SourceTerm::Kind::instantaneous;
  burst.instantaneous_mass = 5;
  CloudSettings moment;
  moment.averaging = 1;
  const double at_once = highest(cloud_of(known("chlorine"), burst, weather(), {}), 30);
  EXPECT_NEAR(at_once / highest(cloud_of(known("chlorine"), burst, weather(), moment), 30), 1, 0.05);
  EXPECT_GT(at_once, 1e-4);
}

TEST(Choose, SeveralTimesAreTheSameAsOneByOne) {
  substance::SourceTerm burst = leak(1, 0, 288);
  burst.kind = substance::SourceTerm::Kind::instantaneous;
  burst.instantaneous_mass = 50;
  Weather turning = weather();
  turning.changes = {{100, 3, 300, {}}};
  std::vector<Chosen> all;
  all.push_back(cloud_of(known("chlorine"), leak(5, 20, 288, 60), weather(), {}));
  all.push_back(cloud_of(known("chlorine"), burst, weather(), {}));
  all.push_back(cloud_of(known("methane"), leak(1, 200, 288, 60), weather(), {}));
  all.push_back(cloud_of(known("methane"), leak(1, 0, 288, 60), weather(), {}));
  all.push_back(cloud_of(known("chlorine"), leak(1e-4, 0, 288, 600), turning, {}));
  const std::vector<Vec3> points = {{1, 0, 1}, {20, 0, 1}, {20, 1, 1}, {20, 3, 0}, {200, 0, 1.5}, {-5, 0, 1}};
  const std::vector<double> times = {-1, 0, 3, 10, 40, 65, 300};
  for (const Chosen& chosen : all) {
    std::vector<double> together(points.size() * times.size(), -1), single(points.size());
    chosen.cloud->over_times(points, times, together);
    double most = 0;
    for (size_t t = 0; t < times.size(); ++t)
      for (size_t i = 0; i < points.size(); ++i) {
        chosen.cloud->concentrations({&points[i], 1}, times[t], {&single[i], 1});
        EXPECT_EQ(together[t * points.size() + i], single[i]) << model_of(chosen) << " " << t << " " << i;
        most = std::max(most, single[i]);
      }
    EXPECT_GT(most, 1e-7) << model_of(chosen);
  }
}

// A 10 mm leak of liquid ammonia at 30 C for 300 s: its correlation said "nowhere" at 1.5 m.
TEST(Choose, CorrelationsOfAFlashingLeakReachPeople) {
  CloudSettings settings;
  settings.model = Model::britter_mcquaid;
  substance::SourceTerm term = leak(1.729, 60, 239.8, 300);
  term.height = 0;
  term.outflow.front().liquid_fraction = 0.8;
  const Chosen chosen = cloud_of(known("ammonia"), term, weather(Stability::d, 3), settings);
  EXPECT_EQ(model_of(chosen), "britter_mcquaid_release");
  const auto at = [&](double x, double z, double time) {
    const Vec3 place(x, 0, z);
    double fraction = -1;
    chosen.cloud->concentrations({&place, 1}, time, {&fraction, 1});
    return fraction;
  };
  // By hand: 0.8 x 1.37 MJ/kg to evaporate, 66 kJ/kg from the vapour, 106 kJ/kg from air that cools by 85 K with its
  // water: 9.7 kg of air per kg, 0.149 by volume, and no place has more.
  EXPECT_NEAR(at(0.01, 0, 100), 0.149, 0.01);
  // Heights that people breathe at see what the ground does.
  for (const double x : {20.0, 100.0, 300.0}) {
    EXPECT_GT(at(x, 0, 150 + x / 1.2), 1e-3) << x;
    EXPECT_EQ(at(x, 1.5, 150 + x / 1.2), at(x, 0, 150 + x / 1.2)) << x;
    EXPECT_EQ(at(x, 1.5, x / 1.2 - 1), 0) << x;
    EXPECT_EQ(at(x, 1.5, x / 1.2 + 301), 0) << x;
  }
  // Up to 3 x 300 / 2.5 = 360 m the steady plume's; beyond at most the puff's.
  term.outflow.pop_back();
  const Chosen steady = cloud_of(known("ammonia"), term, weather(Stability::d, 3), settings);
  EXPECT_EQ(model_of(steady), "britter_mcquaid_plume");
  for (const double x : {100.0, 350.0, 1500.0}) {
    const Vec3 place(x, 0, 1.5);
    double fraction = -1;
    steady.cloud->concentrations({&place, 1}, 0, {&fraction, 1});
    EXPECT_EQ(at(x, 1.5, x / 1.2 + 10) < fraction, x > 360) << x;
  }
  settings.model = Model::britter_mcquaid;
  EXPECT_TRUE(has(cloud_of(known("chlorine"), leak(1e-4, 0, 288), weather(), settings), "correlation_of_passive_gas"));
}

TEST(Choose, WindThatChangesMakesASeries) {
  Weather w = weather();
  w.changes = {{100, 3, 300, {}}};
  EXPECT_EQ(model_of(cloud_of(known("chlorine"), leak(1e-4, 0, 288, 600), w, {})), "puff_series");
  EXPECT_TRUE(has(cloud_of(known("chlorine"), leak(5, 0, 288, 600), w, {}), "wind_changes_ignored"));
}

TEST(Choose, CalmAirIsSaid) {
  EXPECT_TRUE(has(cloud_of(known("chlorine"), leak(1e-4, 0, 288), weather(Stability::f, 0), {}), "low_wind"));
}

TEST(Choose, AMethaneJetThinsFasterThanAPassiveSource) {
  CloudSettings passive;
  passive.model = Model::gaussian;
  const Vec3 place(10, 0, 2);
  double jet = 0, plume = 0;
  cloud_of(known("methane"), leak(1, 200, 288), weather(), {}).cloud->concentrations({&place, 1}, 0, {&jet, 1});
  cloud_of(known("methane"), leak(1, 200, 288), weather(), passive).cloud->concentrations({&place, 1}, 0, {&plume, 1});
  EXPECT_LT(jet, plume);
  EXPECT_GT(jet, 0.005);
}

}  // namespace
}  // namespace muster::plume
