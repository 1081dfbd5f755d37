// The large-eddy solver: a block in a wind with a leak of cold methane on the ground.

#include "base/parallel.h"
#include "models/flow/step/flow.h"

#include <benchmark/benchmark.h>

namespace muster::flow {
namespace {

/// 128 x 128 x 64 cells of 0.5 m; a block of 8 x 8 x 8 m; wind of 4 m/s with eddies; 5 kg/s from 4 x 4 m.
struct BlockInWind {
  Grid grid = Grid::even(128, 128, 64, 0.5, 0.5, 0.5);
  FlowSettings settings;
  Obstacles obstacles{grid};

  BlockInWind() {
    settings.mixture.released = {{"methane", 0.016043, 2100}};
    settings.wind = rough_wind(4, 10, 0.03, {1, 0});
    settings.turbulence = {friction_velocity(4, 10, 0.03), 4, 1};
    settings.ground = 288.15;
    obstacles.add_box({24, 28, 0}, {32, 36, 8});
  }
};

void block_in_wind(benchmark::State& state) {
  const ThreadLimit limit(static_cast<size_t>(state.range(0)));
  BlockInWind block;
  Flow flow(block.grid, block.settings, block.obstacles);
  Source leak = source_in_box(block.grid, flow.closed(), {16, 30, 0}, {20, 34, 0.5});
  leak.emission = {{0, {5, 0}, 112, 0, {0, 0, 0}}};
  flow.add(leak);
  for (int step = 0; step < 30; ++step) flow.step();  // past the start
  const Phases before = flow.phases();
  StepReport last;
  double residual = 0, iterations = 0;
  for (auto _ : state) {
    last = flow.step();
    residual += last.pressure.residual, iterations += last.pressure.iterations;
  }
  const auto steps = static_cast<double>(state.iterations()), cells = static_cast<double>(block.grid.cells());
  const Phases& after = flow.phases();
  const auto ns = [&](double a, double b) { return 1e9 * (b - a) / (steps * cells); };
  state.counters["cell_steps"] = benchmark::Counter(steps * cells, benchmark::Counter::kIsRate);
  state.counters["ns_eddies"] = ns(before.eddies, after.eddies);
  state.counters["ns_transport"] = ns(before.transport, after.transport);
  state.counters["ns_densities"] = ns(before.densities, after.densities);
  state.counters["ns_momentum"] = ns(before.momentum, after.momentum);
  state.counters["ns_pressure"] = ns(before.pressure, after.pressure);
  state.counters["ns_correct"] = ns(before.correct, after.correct);
  state.counters["ns_boundaries"] = ns(before.boundaries, after.boundaries);
  state.counters["ns_step"] = ns(before.step, after.step);
  state.counters["bytes_per_cell"] = static_cast<double>(flow.bytes()) / cells;
  state.counters["residual"] = residual / steps;
  state.counters["iterations"] = iterations / steps;
  state.counters["dt"] = last.dt;
  state.counters["mismatch"] = last.largest_mismatch;
  state.counters["clipped"] = static_cast<double>(last.clipped);
}
BENCHMARK(block_in_wind)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

/// a = b + 3 c over 64 MB each: what the memory gives, to hold the solver against (bytes by its own count: 12 an entry,
/// 16 where the line of `a` is read before it is written).
void triad(benchmark::State& state) {
  const ThreadLimit limit(static_cast<size_t>(state.range(0)));
  constexpr size_t n = size_t{1} << 24;
  std::vector<float> a(n, 0.0F), b(n, 1.0F), c(n, 2.0F);
  for (auto _ : state) {
    parallel_for(n, n / 16, [&](size_t begin, size_t end) {
      float* __restrict out = a.data();
      const float* __restrict x = b.data();
      const float* __restrict y = c.data();
      for (size_t i = begin; i < end; ++i) out[i] = x[i] + 3 * y[i];
    });
    benchmark::ClobberMemory();
  }
  const auto bytes = static_cast<double>(state.iterations()) * static_cast<double>(n) * sizeof(float);
  state.counters["bytes"] = benchmark::Counter(3 * bytes, benchmark::Counter::kIsRate);
  state.counters["bytes_with_reading_a"] = benchmark::Counter(4 * bytes, benchmark::Counter::kIsRate);
}
BENCHMARK(triad)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace muster::flow

BENCHMARK_MAIN();
