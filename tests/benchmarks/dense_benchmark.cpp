// A dense plume to 5 km with 10 000 receptors: the model and the field. README.md of models/plume/dense has the
// figures.

#include "models/plume/dense/dense.h"

#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

namespace muster::plume::dense {
namespace {

Material ammonia() {
  Material m{0.017031, 2045.9, 4611.8, 239.57, 1.17e6, 603, 0, 2976.01, 0};
  m.log_a = std::log(101325.0) + m.log_b / m.boiling_point;
  return m;
}

/// 10 kg/s of ammonia, 80 % drops, into 5 m/s; 100 x 100 receptors over 5 km x 1 km at head height.
void dense(benchmark::State& state, Release::Kind kind, double duration) {
  const Material material = ammonia();
  const Layer layer = Layer::dyer_through(10, 5, 0, 0.03, 1000);
  Release release;
  release.kind = kind;
  release.rate = 10;
  release.mass = 6000;
  release.duration = duration;
  release.temperature = 239.57;
  release.liquid_fraction = kind == Release::Kind::pool ? 0 : 0.8;
  release.area = kind == Release::Kind::jet ? 0.1 : 100;
  release.height = kind == Release::Kind::jet ? 1 : 0;
  Settings settings;
  settings.farthest = 5000;
  std::vector<Vec3> points;
  for (int i = 0; i < 100; ++i) {
    for (int k = 0; k < 100; ++k) points.push_back({50.0 * (i + 1), 10.0 * (k - 50), 1.5});
  }
  std::vector<double> fractions(points.size());
  for (auto _ : state) {
    const DenseCloud cloud(material, {288.15, 101325, 0.7}, layer, release, settings);
    cloud.concentrations(points, 600, fractions);
    benchmark::DoNotOptimize(fractions.data());
  }
}

BENCHMARK_CAPTURE(dense, steady_jet, Release::Kind::jet, INFINITY)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dense, steady_pool, Release::Kind::pool, INFINITY)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dense, pool_of_10_minutes, Release::Kind::pool, 600)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dense, instantaneous, Release::Kind::instantaneous, 1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::plume::dense

BENCHMARK_MAIN();
