// From what leaks and the weather to a dense cloud.

#include "models/plume/dense/dense.h"

#include <algorithm>
#include <cmath>

namespace muster::plume::dense {

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
    // Means weighted by mass over the time in which the first 95 % of the mass leaves.
    double total = 0;
    const auto& flow = source.outflow;
    for (size_t i = 0; i + 1 < flow.size(); ++i) total += flow[i].rate * (flow[i + 1].time - flow[i].time);
    const bool steady = flow.back().rate > 0;
    double mass = 0, temperature = 0, liquid = 0, area = 0, speed = 0, end = flow.front().time;
    for (size_t i = 0; i < flow.size(); ++i) {
      double span = i + 1 < flow.size() ? flow[i + 1].time - flow[i].time : 0;
      if (steady) span = i + 1 == flow.size() ? 1 : 0;  // what goes on for ever
      if (span <= 0 || flow[i].rate <= 0) continue;
      if (!steady) {
        if (mass >= 0.95 * total) break;
        span = std::min(span, (0.95 * total - mass) / flow[i].rate * (1 + 1e-12));
      }
      const double part = flow[i].rate * span;
      mass += part;
      temperature += part * flow[i].temperature;
      liquid += part * flow[i].liquid_fraction;
      area += part * flow[i].area;
      speed += part * flow[i].speed;
      end = flow[i].time + span;
    }
    if (mass <= 0) refuse("rate_kg_s", 0, "nothing leaks");
    release.temperature = temperature / mass;
    release.liquid_fraction = std::clamp(liquid / mass, 0.0, 1.0);
    release.area = area / mass;
    release.rate = steady ? flow.back().rate : mass / (end - flow.front().time);
    release.duration = steady ? std::numeric_limits<double>::infinity() : total / release.rate;
    if (release.kind == Release::Kind::jet) {
      // The section that carries this rate at this speed; a jet without speed moves with the wind.
      const Material m = material(substance, release.temperature, atmosphere.temperature(2));
      const Mixture mixture(m, air_of(atmosphere), release.temperature, release.liquid_fraction);
      const double u = speed / mass > 0 ? speed / mass : std::max(0.5, atmosphere.wind(std::max(1.0, release.height)));
      if (release.area <= 0 || speed <= 0) release.area = release.rate / (mixture.at(1, 0).density * u);
    }
  }
  if (const std::string problem = release.problem(); !problem.empty()) refuse("leak", release.rate, problem);
  return std::make_unique<DenseCloud>(material(substance, release.temperature, atmosphere.temperature(2)),
                                      air_of(atmosphere), layer_of(atmosphere), release, settings);
}

}  // namespace muster::plume::dense
