// Frames a second of the replay in software, 1280 x 720 pixels: people who walk through a hall, all of them in view.
// Also how long it takes to open a large results file and to go to any time in it.

#include "base/random.h"
#include "sim/results/writer.h"
#include "tests/support/temporary_folder.h"
#include "viewer/window/picture.h"

#include <chrono>
#include <cmath>
#include <cstdlib>

#include <benchmark/benchmark.h>

namespace muster::viewer {
namespace {

/// A hall with 2 people on a square metre, frames each half second. `sway` [m]: so far they stand from their rows, anew
/// in each frame, which compresses as badly as positions can.
void record_hall(const std::filesystem::path& path, size_t people, size_t frames, float sway = 0) {
  const auto side = static_cast<int>(std::ceil(std::sqrt(static_cast<double>(people) / 2)));
  scene::Floors floors;
  floors.grid = {0, 0, 0.5, 2 * side, 2 * side};
  floors.storeys = {{"Hall", 0}};
  for (int c = 0; c < 4 * side * side; ++c)
    floors.column.push_back(c), floors.column_begin.push_back(static_cast<uint32_t>(c));
  floors.column_begin.push_back(static_cast<uint32_t>(floors.column.size()));
  const size_t cells = floors.column.size();
  floors.z.assign(cells, 0), floors.storey.assign(cells, 0), floors.space.assign(cells, -1),
      floors.portal.assign(cells, -1);
  floors.surface.assign(cells, scene::Surface::level), floors.slope.assign(cells, {0, 0});
  floors.neighbour.assign(cells, {scene::no_cell, scene::no_cell, scene::no_cell, scene::no_cell});
  scene::Model model;
  const auto length = static_cast<float>(side);
  model.vertices = {{0, 0, 0}, {length, 0, 0}, {length, length, 0}, {0, length, 0}};
  model.elements = {{"", "slab", "", scene::Meaning::floor, 0}};
  model.triangles = {{{0, 1, 2}, 0}, {{0, 2, 3}, 0}};
  results::RunInfo info;
  info.title = "Hall", info.record_every = 0.5, info.groups = {"people"};
  results::ResultsWriter writer(path, info, floors, model);
  writer.people(std::vector<results::PersonRecord>(people));
  for (size_t k = 0; k < frames; ++k) {
    results::Frame frame;
    frame.time = 0.5 * static_cast<double>(k);
    for (size_t i = 0; i < people; ++i) {
      const auto column = static_cast<float>(i % static_cast<size_t>(side)),
                 row = static_cast<float>(i / static_cast<size_t>(side));
      frame.id.push_back(static_cast<uint32_t>(i));
      const auto off = [&](uint32_t axis) {
        return sway * static_cast<float>(random_uniform(1, i, k, Draw::test, axis));
      };
      frame.x.push_back(std::fmod(column + 0.6f * static_cast<float>(k), length) + off(0));
      frame.y.push_back(row / 2 + off(1));
      frame.z.push_back(0);
      frame.speed.push_back(0.02f * static_cast<float>(i % 70));
      frame.state.push_back(1);
    }
    writer.frame(std::move(frame));
  }
}

void frames_per_second(benchmark::State& state) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  record_hall(path, static_cast<size_t>(state.range(0)), 40);
  Theatre theatre({path}, Words());
  Painter painter(theatre, 640, 360);  // drawn at twice that
  Show show;
  painter.paint(show);
  for (auto _ : state) {
    show.time += 0.1;
    if (show.time > theatre.end()) show.time = 0;
    benchmark::DoNotOptimize(painter.paint(show));
  }
  state.counters["frames_per_s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(frames_per_second)->Arg(1000)->Arg(10000)->Arg(100000)->UseRealTime()->Unit(benchmark::kMillisecond);

/// Opens a file of 100 000 people, model and all, and goes to times all over it; with MUSTER_SLOW one of 2 GB.
void open_and_seek(benchmark::State& state) {
  const bool large = std::getenv("MUSTER_SLOW") != nullptr;
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  record_hall(path, 100000, large ? 5000 : 200, 10);
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
  };
  double opens = 0, best_open = 1e9, worst = 0, sum = 0;
  size_t seeks = 0;
  for (auto _ : state) {
    const auto begin = Clock::now();
    Theatre theatre({path}, Words());
    opens = std::max(opens, since(begin)), best_open = std::min(best_open, since(begin));
    double time = 0;
    for (int k = 0; k < 50; ++k, ++seeks) {
      time = std::fmod(time + 0.37 * theatre.end() + 0.1, theatre.end());
      const auto gone = Clock::now();
      benchmark::DoNotOptimize(theatre.first().at(time));
      const double took = since(gone);
      worst = std::max(worst, took), sum += took;
    }
  }
  state.counters["megabytes"] = static_cast<double>(std::filesystem::file_size(path)) / 1e6;
  state.counters["open_ms_best"] = best_open, state.counters["open_ms_worst"] = opens;
  state.counters["seek_ms_mean"] = sum / static_cast<double>(seeks), state.counters["seek_ms_worst"] = worst;
}
BENCHMARK(open_and_seek)->Iterations(5)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::viewer

BENCHMARK_MAIN();
