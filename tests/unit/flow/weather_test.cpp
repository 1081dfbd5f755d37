// The wind and the air outside that change.
#include "base/parallel.h"
#include "models/flow/step/flow.h"

#include <cmath>
#include <numbers>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

std::function<Vec2(double)> even_wind(double speed, double degrees) {
  const double t = degrees * std::numbers::pi / 180;
  return [=](double) -> Vec2 { return {speed * std::cos(t), speed * std::sin(t)}; };
}

/// Wind over smooth ground, 3 m/s along x, that becomes another.
struct Turning {
  Grid grid = Grid::even(24, 24, 8, 2, 2, 2);
  FlowSettings settings;
  Turning(double speed, double degrees, double begins, double takes, bool gusts = false) {
    settings.mixture.released = {{"tracer", substance::molar_mass_of_air, 1006}};
    settings.sides.of[4] = settings.sides.of[5] = Condition::symmetric;
    settings.wind = even_wind(3, 0);
    turn(settings.sides, {1, 0});
    if (gusts) settings.turbulence = {0.2, 4, 3};
    Change change;
    change.begins = begins, change.takes = takes, change.wind = even_wind(speed, degrees);
    change.temperature = [](double) { return 290.0; };
    if (gusts) change.turbulence = {0.3, 4, 4};
    settings.changes.push_back(change);
  }
  Flow flow() const { return {grid, settings, Obstacles(grid)}; }
  Vec2 at(const Flow& flow, int i, int j, int k) const {
    const ptrdiff_t c = grid.at(i, j, k);
    return {static_cast<double>(flow.velocity()[0][c]), static_cast<double>(flow.velocity()[1][c])};
  }
};

TEST(FlowWeather, SidesTakeTheWind) {
  using C = Condition;
  Sides sides;
  turn(sides, {-1, 0.01});
  EXPECT_EQ(sides.of[0], C::open);
  EXPECT_EQ(sides.of[1], C::inflow);
  EXPECT_EQ(sides.of[2], C::symmetric);
  EXPECT_EQ(sides.of[3], C::symmetric);
  turn(sides, {2, 1});
  EXPECT_EQ(sides.of[0], C::inflow);
  EXPECT_EQ(sides.of[1], C::open);
  EXPECT_EQ(sides.of[2], C::inflow);
  EXPECT_EQ(sides.of[3], C::open);
}

TEST(FlowWeather, BetweenTwoTurnsTheShorterWayAtItsSpeed) {
  const Grid grid = Grid::even(8, 8, 8, 1, 1, 1);
  const Mixture mixture{{"air"}, {{"tracer", substance::molar_mass_of_air, 1006}}};
  const auto air = [&](double speed, double degrees, double kelvin) {
    return surroundings(
        grid, mixture, 101325, [=](double) { return kelvin; }, even_wind(speed, degrees));
  };
  const Surroundings half = between(grid, mixture, 101325, air(2, 170, 280), air(4, -130, 300), 0.5);
  EXPECT_NEAR(static_cast<double>(half.u[4]), 3 * std::cos(-160 * std::numbers::pi / 180), 1e-5);
  EXPECT_NEAR(static_cast<double>(half.v[4]), 3 * std::sin(-160 * std::numbers::pi / 180), 1e-5);
  EXPECT_NEAR(static_cast<double>(half.enthalpy[4]), 1006 * 290, 0.1);
}

TEST(FlowWeather, TheBoxTakesTheNewWind) {
  // A quarter turn: what comes in through the west comes in through the south then.
  const Turning turning(4, 90, 5, 20);
  Flow flow = turning.flow();
  while (flow.time() < 4.9) EXPECT_TRUE(flow.step(4.9).pressure.converged);
  EXPECT_NEAR(turning.at(flow, 12, 12, 4).x(), 3, 1e-3);
  double largest = 0;
  while (flow.time() < 60) {
    EXPECT_TRUE(flow.step(60).pressure.converged) << flow.time();
    largest = std::max(largest, std::max(std::abs(turning.at(flow, 12, 12, 4).x()), turning.at(flow, 12, 12, 4).y()));
  }
  EXPECT_EQ(flow.settings().sides.of[0], Condition::symmetric);
  EXPECT_EQ(flow.settings().sides.of[2], Condition::inflow);
  EXPECT_NEAR(turning.at(flow, 12, 12, 4).x(), 0, 0.1);
  EXPECT_NEAR(turning.at(flow, 12, 12, 4).y(), 4, 0.1);
  EXPECT_LT(largest, 4.5);
  EXPECT_NEAR(flow.temperature(turning.grid.at(12, 12, 4)), 290, 0.1);
}

TEST(FlowWeather, ReversesRoundAndNotThroughCalm) {
  const Turning turning(3, 180, 2, 20);
  Flow flow = turning.flow();
  while (flow.time() < 60) flow.step(60);
  EXPECT_EQ(flow.settings().sides.of[1], Condition::inflow);
  EXPECT_NEAR(turning.at(flow, 12, 12, 4).x(), -3, 0.1);
}

TEST(FlowWeather, GustsAreThoseOfBothWindsInBetween) {
  const Turning turning(3, 0, 0, 40, true);
  Flow flow = turning.flow();
  double square = 0;
  int64_t count = 0;
  while (flow.time() < 20) {
    flow.step(20);
    for (int j = 0; j < 24; ++j)
      for (int k = 0; k < 8; ++k) {
        const double gust = turning.at(flow, 0, j, k).x() - 3;
        square += gust * gust, ++count;
      }
  }
  // u* 0.2 and 0.3 of them: 2.4 (0.75 0.2^2 + 0.25 0.3^2)^(1/2) over the first half of the change.
  EXPECT_NEAR(std::sqrt(square / static_cast<double>(count)), 2.4 * std::sqrt(0.75 * 0.04 + 0.25 * 0.09), 0.1);
}

TEST(FlowWeather, HasTheSameBitsOnAnyNumberOfThreadsAndAfterARestart) {
  const Turning turning(4, 60, 1, 10, true);
  const auto hash = [&](size_t threads) {
    const ThreadLimit limit(threads);
    Flow flow = turning.flow();
    while (flow.time() < 6) flow.step(6);
    return flow.hash();
  };
  const uint64_t one = hash(1);
  EXPECT_EQ(one, hash(3));
  Flow first = turning.flow();
  while (first.time() < 4) first.step(6);
  std::stringstream file;
  first.save(file);
  Flow second = turning.flow();
  ASSERT_TRUE(second.load(file));
  while (first.time() < 6) first.step(6);
  while (second.time() < 6) second.step(6);
  EXPECT_EQ(first.hash(), second.hash());
}

}  // namespace
}  // namespace muster::flow
