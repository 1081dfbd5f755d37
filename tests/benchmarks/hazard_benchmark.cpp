// What hazards cost a crowd on its way: the same people in a hall, alone and with two leaks and two fires.
#include "sim/case/read.h"
#include "sim/run/coupling.h"

#include <cmath>

#include <benchmark/benchmark.h>
#include <fmt/format.h>

namespace muster::sim {
namespace {

/// Two people a m2 in a hall five times as long as wide, its gates at the ends; everybody lies in at least one plume
/// and in the radiation of both fires.
std::string hall(int64_t people, bool hazards) {
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
  if (!hazards) return text;
  text += "[weather]\nwind_m_s = 3\nwind_from_deg = 200\nstability = 'D'\n";
  for (const char* gas : {"carbon_monoxide", "ammonia"})
    text += fmt::format(
        "[[leak]]\nname = '{0}'\nsubstance = '{0}'\nat = [{1}, -50]\ndispersion = 'gaussian'\nsource = 'series'\n"
        "temperature_C = 20\nseries = [[0, 1]]\n",
        gas, 0.4 * length);
  for (const double x : {0.3, 0.7})
    text +=
        fmt::format("[[fire]]\nname = 'at {0}'\nkind = 'pool'\nfuel = 'gasoline'\nat = [{1}, {2}]\ndiameter_m = 30\n",
                    x, x * length, width + 60);
  return text + "[hazards]\nsquare_m = 2\n";
}

/// Ten seconds of the walk after the first five.
void ten_seconds(benchmark::State& state, bool hazards) {
  const Case the_case = read_case_text(hall(state.range(0), hazards), "benchmark.toml");
  const Start start = set_up(the_case);
  double share = 0;
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
    state.ResumeTiming();
    advance(15);
    share = coupling.seconds() - before;
  }
  state.counters["seconds_of_hazards"] = share;
}

void people_alone(benchmark::State& state) { ten_seconds(state, false); }
void people_with_four_hazards(benchmark::State& state) { ten_seconds(state, true); }

BENCHMARK(people_alone)->Arg(10000)->Arg(100000)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();
BENCHMARK(people_with_four_hazards)->Arg(10000)->Arg(100000)->Unit(benchmark::kSecond)->Iterations(1)->UseRealTime();

}  // namespace
}  // namespace muster::sim

BENCHMARK_MAIN();
