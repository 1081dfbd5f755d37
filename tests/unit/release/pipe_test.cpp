// Pipes: Fanno flow against its tables, Bell's exponentials, limits.
#include "models/release/pipe/pipe.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

// NACA Report 1135-class tables of Fanno flow, ratio 1.4 (4 f L / D of Fanning is f L / d of Darcy).
TEST(Pipe, FannoLengthsOfTheTables) {
  EXPECT_NEAR(fanno_length(0.2, 1.4), 14.533, 1e-3);
  EXPECT_NEAR(fanno_length(0.5, 1.4), 1.0691, 1e-4);
  EXPECT_NEAR(fanno_length(0.9, 1.4), 0.014513, 1e-5);
  EXPECT_NEAR(fanno_length(1, 1.4), 0, 1e-12);
}

// Nikuradse, fully rough: 1 / sqrt f = -2 log10(k / 3.7 d); k / d = 0.001 -> 0.0196 (Moody's chart).
TEST(Pipe, FrictionOfARoughPipe) {
  EXPECT_NEAR((Pipe{.length = 1, .diameter = 0.1, .roughness = 1e-4}).friction(), 0.01964, 1e-5);
}

TEST(Pipe, WithoutLengthItIsANozzle) {
  const Pipe stub{.length = 1e-9, .diameter = 0.05, .roughness = 4.6e-5, .losses = 1e-9};
  for (const double pressure : {1.2e5, 1e6}) {
    const double density = pressure / (287.0 * 293);
    const Flow pipe = gas_pipe_flow(stub, stub.area(), 1, density, pressure, 101325, 293, 1.4);
    const Flow nozzle = gas_flow(stub.area(), 1, density, pressure, 101325, 293, 1.4);
    EXPECT_NEAR(pipe.rate, nozzle.rate, 2e-4 * nozzle.rate);
    EXPECT_EQ(pipe.choked, nozzle.choked);
  }
}

// Choked at the end: the inlet runs at the Mach number whose Fanno length is the pipe's. For f L / d = 14.533 and no
// inlet loss that is 0.2: rate = A P0 sqrt(ratio / (R T0)) 0.2 (1 + 0.2 0.04)^-3.
TEST(Pipe, ChokedByFriction) {
  Pipe pipe{.length = 0, .diameter = 0.1, .roughness = 1e-4, .losses = 0};
  pipe.length = 14.5333 * pipe.diameter / pipe.friction();
  const double density = 20e5 / (287.0 * 293);
  const Flow flow = gas_pipe_flow(pipe, pipe.area(), 1, density, 20e5, 101325, 293, 1.4);
  const double rate = pipe.area() * 20e5 * std::sqrt(1.4 / (287.0 * 293)) * 0.2 * std::pow(1.008, -3.0);
  EXPECT_TRUE(flow.choked);
  EXPECT_NEAR(flow.rate, rate, 1e-4 * rate);
}

// At small differences of pressure gas flows as a liquid does.
TEST(Pipe, SlowGasIsLikeALiquid) {
  const Pipe pipe{.length = 30, .diameter = 0.1};
  const Flow gas = gas_pipe_flow(pipe, pipe.area(), 1, 1.2, 101325 * 1.002, 101325, 293, 1.4);
  const Flow liquid = liquid_pipe_flow(pipe, pipe.area(), 1, 1.2, 101325 * 1.002, 101325, 293);
  EXPECT_NEAR(gas.rate, liquid.rate, 3e-3 * liquid.rate);
  const double heads = 1 + pipe.resistance();
  EXPECT_NEAR(liquid.rate, pipe.area() * std::sqrt(2 * 1.2 * 101325 * 0.002 / heads), 1e-12);
}

TEST(Pipe, ASmallHoleFeelsNoPipe) {
  const Pipe pipe{.length = 20, .diameter = 0.1};
  const double hole = std::numbers::pi * 0.005 * 0.005 / 4, density = 10e5 / (287.0 * 293);
  const Flow with = gas_pipe_flow(pipe, hole, 0.85, density, 10e5, 101325, 293, 1.4);
  const Flow without = gas_flow(hole, 0.85, density, 10e5, 101325, 293, 1.4);
  EXPECT_NEAR(with.rate, without.rate, 1e-3 * without.rate);
  EXPECT_LT(with.rate, without.rate);
}

// rate(0) is the first rate, and the whole content comes out: the integral of Bell's form is alpha beta m0' = m.
TEST(Pipe, BellAndWilsonEmptyThePipe) {
  const Pipe pipe{.length = 5000, .diameter = 0.3};
  const WilsonBell bell = wilson_bell(pipe, 14000, 600, 380, 1.3);
  EXPECT_NEAR(bell.rate(0), 600, 1e-9);
  EXPECT_NEAR(bell.released(1e7), 14000, 1e-3);
  double sum = 0;
  for (double t = 0; t < 200; t += 0.01) sum += 0.01 * bell.rate(t + 0.005);
  EXPECT_NEAR(bell.released(200), sum, 1e-4 * sum);
}

}  // namespace
}  // namespace muster::release
