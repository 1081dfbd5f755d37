// The parts of a leak in a case: a room that fills, a jet that its pool joins, ranges that are drawn.
#include "sim/case/uncertain_nodes.h"
#include "sim/data/substance_data.h"
#include "sim/hazard/room_air.h"
#include "sim/hazard/spread.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using substance::SourceTerm;

const substance::Substance& known(const std::string& name) {
  static const substance::Library all = read_substances();
  return *all.find(name);
}

double given_off(const SourceTerm& term) {
  double mass = 0;
  for (size_t i = 0; i + 1 < term.outflow.size(); ++i)
    mass += term.outflow[i].rate * (term.outflow[i + 1].time - term.outflow[i].time);
  return mass;
}

SourceTerm series(const std::vector<std::array<double, 2>>& rates) {
  SourceTerm term;
  for (const auto& [time, rate] : rates) term.outflow.push_back({.time = time, .rate = rate, .temperature = 293.15});
  return term;
}

// V dX/dt = q (1 - X) - n V X: X = q / (q + n V) (1 - exp(-(q / V + n) t)).
TEST(RoomAir, FillsAsTheEquationSays) {
  const substance::Substance& gas = known("carbon_monoxide");
  const double density = gas.gas_density(293.15, 101325);
  const Room room{"shed", 100, 40, 3.0 / 3600, 293.15, 101325};
  const SourceTerm leak = series({{0, 0.1 * density}, {600, 0}});  // 0.1 m3/s
  const RoomAir air = room_air(room, {&leak, 1}, gas);
  const double turnover = 0.1 / 100 + 3.0 / 3600, settled = 0.001 / turnover;
  EXPECT_NEAR(air.at(600), settled * (1 - std::exp(-turnover * 600)), 1e-12);
  EXPECT_NEAR(air.peak, air.at(600), 1e-12);
  EXPECT_NEAR(air.peak_time, 600, 1e-9);
  EXPECT_NEAR(air.at(300), settled * (1 - std::exp(-turnover * 300)), 1e-12);
  // Afterwards it decays with the air change, also after the last step.
  EXPECT_NEAR(air.at(1800) / air.at(600), std::exp(-3.0 / 3600 * 1200), 1e-9);
  EXPECT_NEAR(air.at(40000) / air.at(600), std::exp(-3.0 / 3600 * 39400), 1e-12);
  EXPECT_EQ(air.at(-1), 0);
}

TEST(RoomAir, LosesNoMass) {
  const substance::Substance& gas = known("chlorine");
  for (const double changes : {0.0, 0.3, 30.0}) {
    const Room room{"cellar", 50, 20, changes / 3600, 288.15, 101325};
    SourceTerm puff;
    puff.kind = SourceTerm::Kind::instantaneous;
    puff.instantaneous_mass = 40;
    puff.outflow.push_back({.temperature = 239});
    const std::vector<SourceTerm> terms = {series({{0, 0.5}, {100, 0.1}, {500, 0}}), puff};
    const RoomAir air = room_air(room, terms, gas);
    EXPECT_NEAR(air.entered, 50 + 40 + 40, 1e-9);
    EXPECT_NEAR(given_off(air.out) + air.left, air.entered, 1e-9 * air.entered) << changes;
    EXPECT_LT(air.peak, 1);
    for (const double x : air.fraction) EXPECT_TRUE(x >= 0 && x < 1);
    if (changes > 0) {
      EXPECT_LT(air.left, 2e-4 * air.entered);
    } else {
      EXPECT_GT(air.left, 0.2 * air.entered);
    }
  }
}

TEST(RoomAir, SaysWhereAWellMixedRoomIsNotOne) {
  const substance::Substance& ammonia = known("ammonia");
  SourceTerm jet = series({{0, 1}, {60, 0}});
  jet.outflow[0].liquid_fraction = 0.8;
  jet.outflow[0].temperature = 239.8;
  // 1 kg/s is 1.41 m3/s: 64 volumes of 80 m3 an hour, and 0.9 MJ/s for 60 s that the air does not hold.
  EXPECT_EQ(room_air({"plant", 80, 30, 1e-3, 293.15, 101325}, {&jet, 1}, ammonia).warnings.size(), 2u);
  EXPECT_EQ(room_air({"plant", 100, 30, 1e-3, 293.15, 101325}, {&jet, 1}, ammonia).warnings.size(), 1u);
  EXPECT_EQ(room_air({"hall", 100000, 30, 1e-3, 293.15, 101325}, {&jet, 1}, ammonia).warnings.size(), 0u);
}

TEST(Join, AddsRatesAndMomentumAndLosesNoMass) {
  const substance::Substance& chlorine = known("chlorine");
  SourceTerm jet = series({{0, 2}, {50, 1}, {100, 0}});
  for (auto& o : jet.outflow) {
    o.speed = 40;
    o.area = 0.01;
    o.liquid_fraction = 0.6;
    o.temperature = 239;
  }
  SourceTerm pool = series({{10, 0.5}, {80, 0.25}, {300, 0}});
  pool.kind = SourceTerm::Kind::pool;
  for (auto& o : pool.outflow) o.area = 5;
  const Joined joined = join(chlorine, jet, pool, 101325);
  EXPECT_EQ(joined.ends, 100);
  EXPECT_NEAR(given_off(joined.jet), 150 + 0.5 * 70 + 0.25 * 20, 1e-9);
  EXPECT_NEAR(given_off(joined.later), 0.25 * 200, 1e-9);
  EXPECT_EQ(joined.later.outflow.front().time, 0);
  EXPECT_EQ(joined.later.outflow.front().area, 5);
  const substance::Outflow& both = joined.jet.outflow[1];
  EXPECT_EQ(both.time, 10);
  EXPECT_NEAR(both.rate * both.speed, 2 * 40, 1e-12);
  EXPECT_NEAR(both.liquid_fraction * both.rate, 0.6 * 2, 1e-12);
  EXPECT_NEAR(both.area * both.speed, 0.4 + 0.5 / chlorine.gas_density(293.15, 101325), 1e-12);
}

TEST(Join, IsBetweenTheLargerAndTheSumOfDenseClouds) {
  const substance::Substance& chlorine = known("chlorine");
  plume::Weather weather;
  weather.stability = plume::Stability::d;
  weather.wind_speed = 3;
  SourceTerm jet = series({{0, 5}, {600, 0}});
  jet.outflow[0].speed = 30;
  jet.outflow[0].temperature = 239.1;
  jet.outflow[0].liquid_fraction = 0.7;
  jet.outflow[0].area = 5 * (0.3 / 3.6 + 0.7 / 1563) / 30;
  jet.height = 1;
  SourceTerm pool = series({{0, 5}, {600, 0}});
  pool.kind = SourceTerm::Kind::pool;
  pool.outflow[0].area = 30;
  pool.outflow[0].temperature = 239.1;
  const plume::CloudSettings settings;
  const auto at = [&](const std::vector<SourceTerm>& terms) {
    const Spread all = spread(chlorine, terms, weather, settings);
    const Vec3 place(500, 0, 1);
    double fraction = 0;
    all.cloud->concentrations({&place, 1}, 400, {&fraction, 1});
    return fraction;
  };
  const double one = at({jet}), other = at({pool}), both = at({jet, pool});
  EXPECT_GT(both, 1.05 * std::max(one, other));
  EXPECT_LT(both, one + other);
}

TEST(Ranges, StandForTheirMedians) {
  std::vector<Mistake> mistakes;
  Node document =
      *parse_document("a = 1\n[[leak]]\nb = '2..4'\n[[leak]]\nb = {distribution = 'normal', mean = 5, sd = 1}\n",
                      "x.toml", {}, mistakes);
  EXPECT_EQ(node_at(document, "leak[1].c"), nullptr);
  EXPECT_EQ(node_at(document, "leak[2]"), nullptr);
  EXPECT_EQ(node_at(document, "a.b"), nullptr);
  EXPECT_EQ(node_at(document, "leak[1].b")->line, 5);
  const Json schema = {{"properties", {{"b", {{"type", "number"}, {"minimum", 0}, {"maximum", 10}}}}}};
  Report report("x.toml", "");
  const Node as_read = document;
  std::vector<Uncertain> all;
  for (const char* key : {"leak[0]", "leak[1]"}) {
    const std::vector<Uncertain> more = take_uncertain(*node_at(document, key), schema, Spot{as_read}, report);
    ASSERT_EQ(more.size(), 1u);
  }
  EXPECT_EQ(*node_at(document, "leak[0].b")->as<double>(), 3);
  EXPECT_NEAR(*node_at(document, "leak[1].b")->as<double>(), 5, 1e-6);
  EXPECT_TRUE(report.mistakes().empty());
  put_values(document, {{"leak[0].b", Distribution::uniform(2, 4)}}, {0.25});
  EXPECT_EQ(*node_at(document, "leak[0].b")->as<double>(), 2.5);
}

TEST(Ranges, AHypercubeDrawsEachShareOnce) {
  const auto drawn = hypercube(3, {50, 7});
  ASSERT_EQ(drawn.size(), 50u);
  for (size_t input = 0; input < 3; ++input) {
    std::vector<int> count(50, 0);
    for (const auto& row : drawn) ++count[static_cast<size_t>(row[input] * 50)];
    EXPECT_EQ(count, std::vector<int>(50, 1));
  }
  EXPECT_EQ(band_of({5, 1, 3, 2, 4})[1], 3);
  EXPECT_NEAR(band_of({5, 1, 3, 2, 4})[0], 1.2, 1e-12);
}

}  // namespace
}  // namespace muster::sim
