// Leaks drawn at random: refused with a reason, or released with every number finite and the mass kept.
#include "base/random.h"
#include "models/release/release.h"
#include "tests/unit/release/sample_substances.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::release {
namespace {

class Dice {
 public:
  explicit Dice(uint64_t id) : id_(id) {}
  double number(double low, double high) { return low + (high - low) * random_uniform(1, id_, ++rolls_, Draw::test); }
  double decades(double low, double high) { return low * std::pow(high / low, number(0, 1)); }
  bool chance(double p) { return number(0, 1) < p; }
  template <class E>
  E one_of(int count) {
    return static_cast<E>(static_cast<int>(number(0, count - 1e-9)));
  }

 private:
  uint64_t id_, rolls_ = 0;
};

Leak random_leak(uint64_t id) {
  Dice dice(id);
  Leak leak;
  leak.source = dice.one_of<Leak::Source>(5);
  leak.phase = dice.one_of<Leak::Phase>(3);
  leak.duration = dice.decades(0.01, 20000);
  if (dice.chance(0.8)) leak.temperature = dice.number(100, 400);
  if (dice.chance(0.5)) leak.pressure = dice.decades(5e4, 3e7);
  if (dice.chance(0.5)) leak.mass = dice.decades(0.1, 1e6);
  if (dice.chance(0.7)) leak.tank_diameter = dice.decades(0.2, 30);
  if (dice.chance(0.7)) leak.tank_length = dice.decades(0.2, 30);
  if (dice.chance(0.5)) leak.tank = dice.one_of<Shape::Kind>(4);
  if (dice.chance(0.3)) leak.tank_volume = dice.decades(0.01, 1e5);
  if (dice.chance(0.5)) leak.fill = dice.number(0, 1);
  if (dice.chance(0.3)) leak.head = dice.one_of<Vessel::Head>(3);
  leak.wall = dice.one_of<Vessel::Wall>(3);
  if (dice.chance(0.2)) leak.heat_input = dice.decades(1e3, 1e7);
  if (dice.chance(0.9)) leak.hole_diameter = dice.decades(1e-3, 1);
  if (dice.chance(0.5)) leak.hole_height = dice.number(0, 5);
  if (dice.chance(0.3)) leak.wall_thickness = dice.decades(1e-3, 0.3);
  leak.two_phase = dice.one_of<TwoPhase>(5);
  leak.nozzle = dice.one_of<Nozzle>(5);
  leak.pipe_length = dice.decades(0.1, 1e5);
  if (dice.chance(0.9)) leak.pipe_diameter = dice.decades(0.01, 1);
  if (dice.chance(0.7)) leak.relief_pressure = dice.decades(1.1e5, 5e6);
  if (dice.chance(0.3)) leak.valve_shuts = dice.decades(0.1, 5000);
  if (dice.chance(0.3)) leak.valve_takes = dice.decades(0.1, 100);
  leak.rain_out = dice.one_of<RainOut>(4);
  leak.surface = dice.one_of<Surface>(6);
  if (dice.chance(0.3)) leak.bund_area = dice.decades(1, 1e4);
  if (dice.chance(0.5)) leak.rate = dice.decades(0.01, 1000);
  return leak;
}

TEST(RandomLeaks, AreRefusedOrAddUp) {
  const substance::Substance substances[] = {test::propane(), test::ammonia(), test::chlorine(),
                                             test::methane(), test::hexane(),  test::nitrogen()};
  int released = 0, refused = 0;
  for (uint64_t id = 0; id < 400; ++id) {
    const Leak leak = random_leak(id);
    const substance::Substance& of = substances[id % 6];
    SCOPED_TRACE(fmt::format("leak {} of {}", id, of.id));
    const auto wrong = problems(leak, of, Ambient{});
    for (const Problem& problem : wrong) EXPECT_FALSE(problem.key.empty() || problem.text.empty());
    refused += wrong.empty() ? 0 : 1;
    if (!wrong.empty()) continue;
    ++released;
    const Release out = release(leak, of, Ambient{});
    double sum = 0;
    ASSERT_FALSE(out.terms.empty());
    for (const substance::SourceTerm& term : out.terms) {
      sum += term.instantaneous_mass;
      for (size_t i = 0; i < term.outflow.size(); ++i) {
        const substance::Outflow& o = term.outflow[i];
        EXPECT_TRUE(std::isfinite(o.rate) && std::isfinite(o.temperature) && std::isfinite(o.speed) &&
                    std::isfinite(o.area));
        EXPECT_GE(o.rate, 0);
        EXPECT_TRUE(o.liquid_fraction >= 0 && o.liquid_fraction <= 1);
        EXPECT_TRUE(o.rate == 0 || (o.temperature > 10 && (leak.heat_input > 0 || o.temperature < 500)))
            << o.temperature;
        if (i + 1 == term.outflow.size()) break;
        EXPECT_GT(term.outflow[i + 1].time, o.time);
        sum += o.rate * (term.outflow[i + 1].time - o.time);
      }
    }
    const double left = out.pool ? out.pool->states.back().mass : 0;
    EXPECT_TRUE(std::isfinite(out.released));
    EXPECT_NEAR(sum + left, out.released, 1e-3 * out.released + 1e-9);
  }
  EXPECT_GT(released, 60);
  EXPECT_GT(refused, 60);
}

}  // namespace
}  // namespace muster::release
