// From what leaks and the weather to a dense cloud.

#include "models/plume/dense/dense.h"

#include <algorithm>
#include <cmath>

namespace muster::plume::dense {

namespace {

constexpr size_t most_steps = 24;  // of a rate's course: each costs time at every place

double largest_area(const substance::SourceTerm& source) {
  double largest = 0;
  for (const substance::Outflow& o : source.outflow) largest = std::max(largest, o.area);
  return largest;
}

}  // namespace

std::unique_ptr<DenseCloud> dense_cloud(const substance::Substance& substance, const substance::SourceTerm& source,
                                        const Atmosphere& atmosphere, const Settings& settings) {
  const auto refuse = [](std::string key, double value, std::string text) {
    throw InputError({"", 0, std::move(key), fmt::format("{:.4g}", value), std::move(text)});
  };
  if (source.outflow.empty()) refuse("outflow", 0, "nothing leaks");
  Release release;
  release.height = source.height;
  release.direction = source.direction;
  const auto kinds = {Release::Kind::jet, Release::Kind::pool, Release::Kind::instantaneous};
  release.kind = kinds.begin()[static_cast<int>(source.kind)];
  const substance::Outflow& first = source.outflow.front();
  if (release.kind == Release::Kind::instantaneous) {
    release.mass = source.instantaneous_mass;
    release.temperature = first.temperature;
    release.liquid_fraction = first.liquid_fraction;
    release.area = first.area;
  } else {
    // The strongest of the times over which concentrations are averaged, or in which the wind crosses a pool.
    const double side = release.kind == Release::Kind::pool ? std::sqrt(std::max(0.0, largest_area(source))) : 0;
    const double wind = std::max(atmosphere.wind(10), lowest_wind);
    const substance::Mean mean = substance::strongest_mean(source, std::max(settings.averaging_time, side / wind));
    const substance::Outflow& flow = mean.outflow;
    if (!(flow.rate > 0)) refuse("rate_kg_s", 0, "nothing leaks");
    release.rate = flow.rate;
    release.temperature = flow.temperature;
    release.liquid_fraction = flow.liquid_fraction;
    release.area = flow.area;
    const double speed = flow.speed;
    if (const double mass = substance::mass_of(source); std::isfinite(mass)) {
      release.duration = mass / release.rate;
      for (const auto& steps = substance::in_steps(source, most_steps); const substance::Outflow& step : steps)
        release.course.push_back({step.time, step.rate});
    }
    if (release.kind == Release::Kind::jet) {
      // The section that carries this rate at this speed; a jet without speed moves with the wind.
      const Material m = material(substance, release.temperature, atmosphere.temperature(2));
      const Mixture mixture(m, air_of(atmosphere), release.temperature, release.liquid_fraction);
      const double u = speed > 0 ? speed : std::max(0.5, atmosphere.wind(std::max(1.0, release.height)));
      if (release.area <= 0 || speed <= 0) release.area = release.rate / (mixture.at(1, 0).density * u);
    }
  }
  if (const std::string problem = release.problem(); !problem.empty()) refuse("leak", release.rate, problem);
  return std::make_unique<DenseCloud>(material(substance, release.temperature, atmosphere.temperature(2)),
                                      air_of(atmosphere), layer_of(atmosphere), release, settings);
}

}  // namespace muster::plume::dense
