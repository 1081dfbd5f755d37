// A million receptors before one flame in a plant of 50 000 triangles: time, and error against many more faces and
// rays. README.md of models/fire has the figures.

#include "base/random.h"
#include "models/fire/flame/pool.h"
#include "models/fire/radiation/shadow.h"

#include <algorithm>
#include <cmath>

#include <benchmark/benchmark.h>

namespace muster::fire {
namespace {

/// 4167 boxes, 1 to 8 m wide and 1 to 12 m high, over 400 m x 400 m but for 40 m around the fire.
scene::Rays plant() {
  std::vector<Vec3f> corners;
  std::vector<std::array<uint32_t, 3>> triangles;
  const auto draw = [](uint64_t box, uint32_t n) {
    return static_cast<float>(random_uniform(1, box, 0, Draw::test, n));
  };
  for (uint64_t box = 0; triangles.size() < 50000; ++box) {
    const Vec3f low(400 * draw(box, 0) - 200, 400 * draw(box, 1) - 200, 0);
    if (low.head<2>().norm() < 40) continue;
    const Vec3f size(1 + 7 * draw(box, 2), 1 + 7 * draw(box, 3), 1 + 11 * draw(box, 4) * draw(box, 5));
    const auto first = static_cast<uint32_t>(corners.size());
    for (uint32_t c = 0; c < 8; ++c)
      corners.emplace_back(
          low + Vec3f((c & 1U) != 0 ? size.x() : 0, (c & 2U) != 0 ? size.y() : 0, (c & 4U) != 0 ? size.z() : 0));
    constexpr uint32_t sides[12][3] = {{0, 1, 3}, {0, 3, 2}, {4, 5, 7}, {4, 7, 6}, {0, 1, 5}, {0, 5, 4},
                                       {2, 3, 7}, {2, 7, 6}, {0, 2, 6}, {0, 6, 4}, {1, 3, 7}, {1, 7, 5}};
    for (const auto& s : sides) triangles.push_back({first + s[0], first + s[1], first + s[2]});
  }
  return {corners, triangles};
}

/// A gasoline tank of 30 m, its liquid at 12 m, in 5 m/s.
Flame flame(const Fineness& fineness) {
  PoolFire tank;
  tank.fuel.burning_rate = 0.055, tank.fuel.heat_of_combustion = 43.7e6, tank.fuel.density = 740;
  tank.fuel.molar_mass = 0.1, tank.fuel.boiling_point = 350, tank.fuel.carbon_per_hydrogen = 0.43;
  tank.fuel.emissive_power = 130e3, tank.fuel.emissive_growth = 2, tank.fuel.unobscured_share = 0.02;
  tank.diameter = 30, tank.place = {0, 0, 12}, tank.fineness = fineness;
  Air air;
  air.wind = 5;
  return burn(tank, air).flame;
}

std::vector<Receptor> receptors(int across) {
  std::vector<Receptor> all;
  for (int i = 0; i < across * across; ++i)
    all.push_back({{400 * (static_cast<float>(i % across) + 0.5F) / static_cast<float>(across) - 200,
                    400 * (static_cast<float>(i / across) + 0.5F) / static_cast<float>(across) - 200, 1.5F}});
  return all;
}

void million(benchmark::State& state, Fineness fineness, ShadowSettings settings, bool shadows) {
  const scene::Rays boxes = plant();
  const Haze haze(293, 0.5);
  const Flame fire = flame(fineness);
  const auto many = receptors(1000);
  for (auto _ : state)
    benchmark::DoNotOptimize(radiation({&fire, 1}, many, haze, shadows ? &boxes : nullptr, settings));
  // Error on 10 000 of the places.
  const auto few = receptors(100);
  const Flame fine = flame({96, 8});
  const auto found = radiation({&fire, 1}, few, haze, shadows ? &boxes : nullptr, settings);
  const auto exact = radiation({&fine, 1}, few, haze, shadows ? &boxes : nullptr, {16, false});
  double difference = 0, sum = 0;
  std::vector<double> relative;
  for (size_t i = 0; i < few.size(); ++i) {
    const double d = std::abs(static_cast<double>(found[i]) - static_cast<double>(exact[i]));
    difference += d, sum += static_cast<double>(exact[i]);
    if (exact[i] > 100) relative.push_back(d / static_cast<double>(exact[i]));
  }
  std::sort(relative.begin(), relative.end());
  state.counters["faces"] = static_cast<double>(fire.faces.size());
  state.counters["error_%"] = 100 * difference / sum;
  state.counters["median_%"] = 100 * relative[relative.size() / 2];
  state.counters["p95_%"] = 100 * relative[relative.size() * 95 / 100];
}

void all(benchmark::State& state) {
  const auto around = static_cast<int>(state.range(0)), along = static_cast<int>(state.range(1));
  million(state, {around, along}, {static_cast<int>(state.range(2)), state.range(3) != 0}, state.range(4) != 0);
}

BENCHMARK(all)
    ->ArgNames({"around", "along", "rays", "probe", "shadows"})
    ->Args({31, 2, 1, 0, 0})
    ->Args({31, 2, 2, 1, 1})
    ->Args({31, 2, 4, 1, 1})
    ->Args({31, 2, 8, 1, 1})
    ->Args({39, 2, 8, 1, 1})
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
}  // namespace muster::fire

BENCHMARK_MAIN();
