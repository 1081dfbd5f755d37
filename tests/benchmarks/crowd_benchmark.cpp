// Agent-steps per second of the whole step: routes, walls, neighbours, exits.

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <cmath>
#include <memory>

#include <benchmark/benchmark.h>

namespace muster::crowd {
namespace {

/// A hall of 250 m x 200 m for 100 000 people at 2 per m2, scaled to `people`; a 4 m exit in the middle of each wall;
/// cells of 0.2 m. With `pillars` > 0 [m]: walls of 1 m that far apart.
scene::Floors hall(int people, double pillars) {
  const double scale = std::sqrt(people / 100000.0), x = 250 * scale, y = 200 * scale;
  test::FlatFloors f(0.2);
  f.floor({0, 0, x, y});
  const double mx = std::round(0.5 * x), my = std::round(0.5 * y);
  f.wall({0, 0}, {x, 0}, {{mx - 2, mx + 2}}).wall({0, y}, {x, y}, {{mx - 2, mx + 2}});
  f.wall({0, 0}, {0, y}, {{my - 2, my + 2}}).wall({x, 0}, {x, y}, {{my - 2, my + 2}});
  f.exit("south", {mx - 2, 0}, {mx + 2, 0}, -Vec2::UnitY(), 3, 2);
  f.exit("north", {mx - 2, y}, {mx + 2, y}, Vec2::UnitY(), 3, 2);
  f.exit("west", {0, my - 2}, {0, my + 2}, -Vec2::UnitX(), 3, 2);
  f.exit("east", {x, my - 2}, {x, my + 2}, Vec2::UnitX(), 3, 2);
  for (double px = pillars; pillars > 0 && px < x - 2; px += pillars)
    for (double py = pillars; py < y - 2; py += pillars) f.wall({px, py}, {px + 1, py});
  return f.build();
}

/// Arguments: people, threads, distance of walls [m]; measures from 2 s to 17 s and longer. Nobody is put back: the
/// four exits take some 600 people a minute.
void hall_steps(benchmark::State& state) {
  const auto people = static_cast<int>(state.range(0));
  const ThreadLimit limit(static_cast<size_t>(state.range(1)));
  const scene::Floors floors = hall(people, static_cast<double>(state.range(2)));
  PeopleGroup group;
  group.count = people;
  std::vector<Warning> warnings;
  Crowd crowd(floors, populate(floors, std::span(&group, 1), 1, warnings), {}, 1, 0.05);
  while (crowd.time() < 2) crowd.step();
  const int64_t before = crowd.diagnostics().agent_steps;
  for (auto _ : state) crowd.step();
  state.counters["agent_steps_per_s"] =
      benchmark::Counter(static_cast<double>(crowd.diagnostics().agent_steps - before), benchmark::Counter::kIsRate);
  state.counters["simulated_s"] = crowd.time();
  state.counters["max_overlap"] = static_cast<double>(crowd.diagnostics().max_overlap);
}
BENCHMARK(hall_steps)
    ->ArgNames({"people", "threads", "walls_m"})
    ->Args({100000, 2, 0})
    ->Args({100000, 1, 0})
    ->Args({100000, 2, 8})
    ->Args({10000, 1, 0})
    ->Iterations(300)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

/// Time of one field over the hall's 1.25 million cells.
void hall_field(benchmark::State& state) {
  const scene::Floors floors = hall(100000, 0);
  const Ground ground(floors, 0.15f, 0.2f);
  for (auto _ : state) {
    Routes routes(floors, ground);
    benchmark::DoNotOptimize(routes.update());
  }
}
BENCHMARK(hall_field)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::crowd

BENCHMARK_MAIN();
