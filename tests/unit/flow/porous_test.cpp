// What is finer than cells and holds the air back.
#include "base/parallel.h"
#include "models/flow/step/flow.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::flow {
namespace {

/// Air in a ring without friction, all of it at `u` m/s to begin with; a rack in part of it.
struct Ring {
  Grid grid = Grid::even(16, 8, 8, 1, 1, 1);
  FlowSettings settings;
  Ring(const Vec3& low, const Vec3& high, double drag) {
    settings.mixture.released = {{"tracer", substance::molar_mass_of_air, 1006}};
    settings.sides.of = {Condition::periodic, Condition::periodic,  Condition::periodic,
                         Condition::periodic, Condition::symmetric, Condition::symmetric};
    settings.fixed_step = 0.05, settings.gravity = 0, settings.vreman = 0;
    settings.porous = {{"rack", low, high, drag}};
  }
  std::unique_ptr<Flow> moving(const Vec2& u) const {
    auto flow = std::make_unique<Flow>(grid, settings, Obstacles(grid));
    flow->velocity()[0].fill(static_cast<float>(u.x())), flow->velocity()[1].fill(static_cast<float>(u.y()));
    flow->begin();
    return flow;
  }
};

TEST(FlowPorous, SlowsTheAirAsTheDragOfItsParts) {
  // Everywhere: du/dt = -C_d a u^2 / 2, u = u0 / (1 + C_d a u0 t / 2); slantwise by the speed, not by each component.
  Ring ring({0, 0, 0}, {16, 8, 8}, 0.4);
  const auto flow = ring.moving({4, 3});
  while (flow->time() < 5 - 1e-9) flow->step();
  const double left = 1 / (1 + 0.4 * 5 * 5 / 2);
  for (const ptrdiff_t at : {ring.grid.at(0, 0, 0), ring.grid.at(9, 3, 5)}) {
    EXPECT_NEAR(static_cast<double>(flow->velocity()[0][at]), 4 * left, 1e-4);
    EXPECT_NEAR(static_cast<double>(flow->velocity()[1][at]), 3 * left, 1e-4);
  }
}

TEST(FlowPorous, InPartOfADuctTakesItsShareOfTheMomentum) {
  // The ring's air goes through a rack that fills its section over 4 of 16 m: all of it slows by a quarter of the
  // force.
  Ring ring({4, 0, 0}, {8, 8, 8}, 0.4);
  ring.settings.fixed_step = 0.0125;  // of first order where the pressure shares the force
  const auto flow = ring.moving({4, 0});
  while (flow->time() < 5 - 1e-9) flow->step();
  EXPECT_NEAR(static_cast<double>(flow->velocity()[0][ring.grid.at(12, 4, 4)]), 4 / (1 + 0.4 / 4 * 4 * 5 / 2), 0.01);
}

TEST(FlowPorous, HasNoEffectWhereNothingIsInIt) {
  Ring ring({4.1, 4.1, 4.1}, {4.4, 4.4, 4.4}, 0.4);
  EXPECT_EQ(cells_within(ring.grid, {4.1, 4.1, 4.1}, {4.4, 4.4, 4.4}), 0U);
  EXPECT_EQ(cells_within(ring.grid, {4, 0, 0}, {8, 8, 8}), 4U * 64U);
  const auto flow = ring.moving({4, 0});
  for (int step = 0; step < 20; ++step) flow->step();
  EXPECT_NEAR(static_cast<double>(flow->velocity()[0][ring.grid.at(12, 4, 4)]), 4, 1e-5);
}

TEST(FlowPorous, HasTheSameBitsOnAnyNumberOfThreads) {
  const auto hash = [](size_t threads) {
    const ThreadLimit limit(threads);
    Ring ring({4, 2, 0}, {8, 6, 4}, 1);
    const auto flow = ring.moving({4, 1});
    for (int step = 0; step < 20; ++step) flow->step();
    return flow->hash();
  };
  const uint64_t one = hash(1);
  EXPECT_EQ(one, hash(2));
  EXPECT_EQ(one, hash(3));
}

}  // namespace
}  // namespace muster::flow
