// Agent-steps per second of the whole step: routes, walls, neighbours, exits, density. README.md of models/crowd has
// the figures, docs/speed.md what bounds them.

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <string>

#include <benchmark/benchmark.h>
#include <malloc.h>

namespace muster::crowd {
namespace {

constexpr double cell = 0.2, step = 0.05;

/// A hall of 250 m x 200 m for 100 000 people at 2 per m2, scaled to `people`; a 4 m exit in the middle of each wall;
/// cells of 0.2 m. With `pillars` > 0 [m]: walls of 1 m that far apart.
scene::Floors hall(double people, double pillars) {
  const double scale = std::sqrt(people / 100000.0), x = std::max(12.0, 250 * scale), y = std::max(10.0, 200 * scale);
  test::FlatFloors f(cell);
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

/// Corridors of 5 m x 500 m (or as long as `people` at 1 per m2 need) side by side, exits at both ends of each.
scene::Floors corridor(double people) {
  const double length = std::min(500.0, people / 5);
  test::FlatFloors f(cell);
  const int corridors = std::max(1, static_cast<int>(people / (5 * length)));
  for (int k = 0; k < corridors; ++k) {
    const double y = 6.0 * k;
    const std::string number = std::to_string(k);
    f.floor({0, y, length, y + 5}).wall({0, y}, {length, y}).wall({0, y + 5}, {length, y + 5});
    f.exit("west " + number, {0, y}, {0, y + 5}, -Vec2::UnitX(), 3, 2);
    f.exit("east " + number, {length, y}, {length, y + 5}, Vec2::UnitX(), 3, 2);
  }
  return f.build();
}

/// The stairs at one end of the office's corridor, at x beyond `end` to its `side` (1 or -1): a straight flight down
/// from each storey, 2 m wide, and beside it the way back to the next.
void add_stairs(test::FlatFloors& f, double end, double side, double y0, int storeys, double rise) {
  const auto box = [&](double from, double to, double low, double high) {
    const double a = end + side * from, b = end + side * to;
    return test::FlatFloors::Rectangle{std::min(a, b), low, std::max(a, b), high};
  };
  for (int s = 0; s < storeys; ++s) {
    const double z = s * rise, far = end + side * 10;
    f.floor(box(0, 2, y0, y0 + 4), z).floor(box(2, 10, y0 + 2, y0 + 4), z).floor(box(8, 10, y0, y0 + 2), z);
    for (const double y : {y0, y0 + 4}) f.wall({end, y}, {far, y}, {}, z);
    f.wall({end + side * 2, y0 + 2}, {end + side * 8, y0 + 2}, {}, z);
    if (s == 0) continue;
    f.wall({far, y0}, {far, y0 + 4}, {}, z);
    f.stair(box(2, 8, y0, y0 + 2), side > 0 ? z : z - rise, side > 0 ? z - rise : z);
  }
  const double line = end + side * 10;
  f.exit(side > 0 ? "east" : "west", {line, y0}, {line, y0 + 4}, side * Vec2::UnitX(), 3, 2);
}

/// An office of `storeys`: on each a corridor 4 m wide with rooms of 8 m x 6 m on both sides (doors of 1.2 m), stairs
/// at both ends. As long as `people` at 1 per m2 of floor need.
scene::Floors office(double people, int storeys) {
  constexpr double rise = 3, room = 8, deep = 6, wide = 4, whole = 2 * deep + wide;
  const int rooms = std::max(1, static_cast<int>(std::lround(people / storeys / (room * whole))));
  const double length = rooms * room;
  test::FlatFloors f(cell);
  for (int s = 0; s < storeys; ++s) {
    const double z = s * rise;
    f.floor({0, 0, length, whole}, z, "", "storey " + std::to_string(s));
    for (int r = 0; r <= rooms; ++r)
      for (const double y : {0.0, deep + wide}) f.wall({r * room, y}, {r * room, y + deep}, {}, z);
    for (int r = 0; r < rooms; ++r)
      for (const double y : {deep, deep + wide})
        f.wall({r * room, y}, {r * room + room, y}, {{0.5 * room - 0.6, 0.5 * room + 0.6}}, z);
    for (const double y : {0.0, whole}) f.wall({0, y}, {length, y}, {}, z);
  }
  add_stairs(f, length, 1, deep, storeys, rise);
  add_stairs(f, 0, -1, deep, storeys, rise);
  return f.build();
}

/// Steps a crowd from 2 s on; nobody is put back.
void run(benchmark::State& state, const scene::Floors& floors, int people, size_t threads,
         ModelChoice model = ModelChoice::collision_free_speed) {
  const ThreadLimit limit(threads);
  PeopleGroup group;
  group.count = people;
  std::vector<Warning> warnings;
  WalkingSettings walking;
  walking.model = model;
  Crowd crowd(floors, populate(floors, std::span(&group, 1), 1, warnings), walking, 1, step);
  while (crowd.time() < 2) crowd.step();
  const int64_t before = crowd.diagnostics().agent_steps;
  const double from = crowd.time();
  for (auto _ : state) crowd.step();
  using benchmark::Counter;
  const auto steps = static_cast<double>(crowd.diagnostics().agent_steps - before);
  state.counters["agent_steps_per_s"] = Counter(steps, Counter::kIsRate);
  state.counters["real_time_factor"] = Counter(crowd.time() - from, Counter::kIsRate);
  state.counters["max_overlap"] = static_cast<double>(crowd.diagnostics().max_overlap);
}

/// Arguments: people, threads, and of halls the distance of walls [m], of offices the storeys.
void hall_steps(benchmark::State& state) {
  const auto people = static_cast<double>(state.range(0));
  run(state, hall(people, static_cast<double>(state.range(2))), static_cast<int>(people),
      static_cast<size_t>(state.range(1)));
}
void corridor_steps(benchmark::State& state) {
  const auto people = static_cast<double>(state.range(0));
  run(state, corridor(people), static_cast<int>(people), static_cast<size_t>(state.range(1)));
}
void office_steps(benchmark::State& state) {
  const auto people = static_cast<double>(state.range(0));
  run(state, office(people, static_cast<int>(state.range(2))), static_cast<int>(people),
      static_cast<size_t>(state.range(1)));
}

/// Every walking model on two threads in the hall, the corridors and the office of ten storeys. Arguments: model in the
/// order of ModelChoice, people.
template <class MakeFloors>
void model_steps(benchmark::State& state, const MakeFloors& make) {
  const auto people = static_cast<double>(state.range(1));
  run(state, make(people), static_cast<int>(people), 2, static_cast<ModelChoice>(state.range(0)));
}
void hall_models(benchmark::State& state) {
  model_steps(state, [](double people) { return hall(people, 0); });
}
void corridor_models(benchmark::State& state) { model_steps(state, corridor); }
void office_models(benchmark::State& state) {
  model_steps(state, [](double people) { return office(people, 10); });
}

void timed(benchmark::internal::Benchmark* of, int iterations) {
  of->Iterations(iterations)->MeasureProcessCPUTime()->UseRealTime()->Unit(benchmark::kMillisecond);
}
void three_hundred(benchmark::internal::Benchmark* of) { timed(of, 300); }
void two_hundred(benchmark::internal::Benchmark* of) { timed(of, 200); }
void forty(benchmark::internal::Benchmark* of) { timed(of, 40); }
/// A million people take a minute to place, and the slower models seconds a step: few steps.
void every_model(benchmark::internal::Benchmark* of) {
  timed(of->ArgNames({"model", "people"})->ArgsProduct({{0, 1, 2, 3}, {1000, 10000, 100000, 1000000}}), 20);
}

BENCHMARK(hall_steps)
    ->ArgNames({"people", "threads", "walls_m"})
    ->ArgsProduct({{1000, 10000, 100000}, {1, 2}, {0}})
    ->Args({100000, 2, 8})
    ->Apply(three_hundred);
BENCHMARK(hall_steps)
    ->Name("hall_steps_million")
    ->ArgNames({"people", "threads", "walls_m"})
    ->Args({1000000, 2, 0})
    ->Apply(forty);
BENCHMARK(corridor_steps)
    ->ArgNames({"people", "threads"})
    ->ArgsProduct({{1000, 10000, 100000}, {1, 2}})
    ->Apply(two_hundred);
BENCHMARK(office_steps)
    ->ArgNames({"people", "threads", "storeys"})
    ->ArgsProduct({{1000, 10000, 100000}, {1, 2}, {1, 10}})
    ->Apply(two_hundred);
BENCHMARK(hall_models)->Apply(every_model);
BENCHMARK(corridor_models)->Apply(every_model);
BENCHMARK(office_models)->Apply(every_model);

/// Memory that a person takes: what 900 000 more of them allocate on the same floors, after some steps.
void person_memory(benchmark::State& state) {
  const scene::Floors floors = hall(1e6, 0);
  const auto allocated = [&](int people) {
    PeopleGroup group;
    group.count = people;
    std::vector<Warning> warnings;
    Crowd crowd(floors, populate(floors, std::span(&group, 1), 1, warnings), {}, 1, step);
    for (int i = 0; i < 12; ++i) crowd.step();
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
  };
  for (auto _ : state) state.counters["bytes_per_person"] = (allocated(1000000) - allocated(100000)) / 900000;
}
BENCHMARK(person_memory)->Iterations(1)->Unit(benchmark::kSecond);

/// Time of one field over the hall's 1.25 million cells.
void hall_field(benchmark::State& state) {
  const scene::Floors floors = hall(100000, 0);
  const Ground ground(floors, 0.15f, 0.2f);
  for (auto _ : state) {
    Routes routes(floors, ground);
    routes.need(FieldKey{});
    benchmark::DoNotOptimize(routes.update());
  }
}
BENCHMARK(hall_field)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::crowd

BENCHMARK_MAIN();
