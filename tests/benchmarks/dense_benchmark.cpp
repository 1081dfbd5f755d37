// A dense plume to 5 km with 10 000 receptors: the model and the field; a puff series of an hour; draws of an uncertain
// wind. README.md of models/plume and of models/plume/dense have the figures.

#include "models/plume/answers.h"
#include "models/plume/dense/dense.h"
#include "models/plume/gaussian/series.h"

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

/// An hour's release into six winds of three classes, 10 000 receptors each minute until it has passed after two hours.
void puff_series_of_an_hour(benchmark::State& state) {
  std::vector<WindFrom> winds;
  for (int k = 0; k < 6; ++k)
    winds.push_back({k == 0 ? -INFINITY : 600.0 * k, 2.0 + k % 3, 0.5 * k, static_cast<Stability>(3 + k % 3)});
  PassiveSource source;
  source.height = 2;
  const std::vector<Vec3> points = grid(-5000, 5000, 100, -5000, 5000, 100, 1.5);
  std::vector<double> fractions(points.size());
  for (auto _ : state) {
    const PuffSeries series({SigmaSet::briggs_rural, 600, 360}, Drift{}, source, {{0, 1}, {3600, 0}}, winds);
    for (int minute = 1; minute <= 120; ++minute) series.concentrations(points, 60 * minute, fractions);
    benchmark::DoNotOptimize(fractions.data());
  }
}

/// A hundred draws of the wind, of a dense jet of 5 minutes: the cloud and the distances, widths and areas of eight
/// criteria.
void hundred_draws(benchmark::State& state) {
  const Material material = ammonia();
  const std::vector<double> criteria = {25e-6, 30e-6, 150e-6, 160e-6, 300e-6, 750e-6, 1100e-6, 0.15};
  for (auto _ : state) {
    for (int k = 0; k < 100; ++k) {
      const Layer layer = Layer::dyer_through(10, 2 + 0.03 * k, 0, 0.03, 1000);
      Release release;
      release.rate = 1.7;
      release.duration = 300;
      release.temperature = 239.57;
      release.liquid_fraction = 0.8;
      release.area = 0.02;
      release.height = 1;
      Settings settings;
      settings.averaging_time = 300;
      const DenseCloud cloud(material, {288.15, 101325, 0.7}, layer, release, settings);
      benchmark::DoNotOptimize(footprints(cloud, criteria).front().distance);
    }
  }
}

BENCHMARK(puff_series_of_an_hour)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK(hundred_draws)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime();
BENCHMARK_CAPTURE(dense, steady_jet, Release::Kind::jet, INFINITY)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dense, steady_pool, Release::Kind::pool, INFINITY)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dense, pool_of_10_minutes, Release::Kind::pool, 600)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(dense, instantaneous, Release::Kind::instantaneous, 1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace muster::plume::dense

BENCHMARK_MAIN();
