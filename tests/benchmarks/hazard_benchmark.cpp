// What hazards cost a crowd on its way: the same people in a hall, alone and with two leaks and two fires.
#include "sim/case/read.h"
#include "sim/run/coupling.h"

#include <cmath>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace muster::sim {
namespace {

/// Weak: everybody is exposed to all four, and nobody minds: the cost of the coupling, of the same walk. Strong: people
/// learn of the danger, are slowed, fall, and take other ways, which is another walk.
enum class Strength { none, weak, strong };

/// Two people a m2 in a hall five times as long as wide, its gates at the ends; everybody lies in at least one plume
/// and in the radiation of both fires.
std::string hall(int64_t people, Strength strength) {
  const double width = std::sqrt(static_cast<double>(people) / 10), length = 5 * width;
  std::string text = fmt::format(R"toml([model]
wkt = "POLYGON ((0 0, {0} 0, {0} {1}, 0 {1}, 0 0))"
[[exit]]
line = [[0, 1], [0, {2}]]
[[exit]]
line = [[{0}, 1], [{0}, {2}]]
[[people]]
count = {3}
)toml",
                                 length, width, width - 1, people);
  if (strength == Strength::none) return text;
  const bool strong = strength == Strength::strong;
  text += "[weather]\nwind_m_s = 3\nwind_from_deg = 200\nstability = 'D'\n";
  for (const char* gas : {"carbon_monoxide", "ammonia"})
    text += fmt::format(
        "[[leak]]\nname = '{0}'\nsubstance = '{0}'\nat = [{1}, -50]\ndispersion = 'gaussian'\nsource = 'series'\n"
        "temperature_C = 20\nseries = [[0, {2}]]\n",
        gas, 0.4 * length, strong ? 1 : 1e-3);
  for (const double x : {0.3, 0.7})
    text +=
        fmt::format("[[fire]]\nname = 'at {0}'\nkind = 'pool'\nfuel = 'gasoline'\nat = [{1}, {2}]\ndiameter_m = {3}\n",
                    x, x * length, width + 60, strong ? 30 : 5);
  return text + "[hazards]\nsquare_m = 2\n";
}

/// The walk from 5 s on, of `seconds`.
void walk(benchmark::State& state, Strength strength) {
  const Case the_case = read_case_text(hall(state.range(0), strength), "benchmark.toml");
  const Start start = set_up(the_case);
  for (auto each : state) {
    state.PauseTiming();
    crowd::Crowd crowd(start.floors, start.people, start.crowd);
    Coupling coupling(the_case, start, crowd);
    const auto advance = [&](double until) {
      while (crowd.time() < until) {
        coupling.advance();
        crowd.step();
      }
    };
    advance(5);
    const double before = coupling.seconds();
    const int64_t routes = crowd.diagnostics().routes_computed;
    state.ResumeTiming();
    advance(5 + static_cast<double>(state.range(1)));
    state.PauseTiming();
    state.counters["seconds_of_hazards"] = coupling.seconds() - before;
    state.counters["routes"] = static_cast<double>(crowd.diagnostics().routes_computed - routes);
    state.counters["informed"] = static_cast<double>(crowd.informed());
    state.ResumeTiming();
  }
}

void people_alone(benchmark::State& state) { walk(state, Strength::none); }
void people_with_four_weak_hazards(benchmark::State& state) { walk(state, Strength::weak); }
void people_with_four_hazards(benchmark::State& state) { walk(state, Strength::strong); }

/// People and seconds; by the processor time of all threads, which a busy machine changes least.
void sizes(benchmark::internal::Benchmark* one) {
  one->Args({10000, 10})->Args({100000, 10})->Args({100000, 60});
  one->Unit(benchmark::kSecond)->Iterations(1)->MeasureProcessCPUTime();
}

BENCHMARK(people_alone)->Apply(sizes);
BENCHMARK(people_with_four_weak_hazards)->Apply(sizes);
BENCHMARK(people_with_four_hazards)->Apply(sizes);

}  // namespace
}  // namespace muster::sim

BENCHMARK_MAIN();
