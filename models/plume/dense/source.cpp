// From what leaks and the weather to a dense cloud.

#include "models/plume/dense/dense.h"

#include <algorithm>
#include <cmath>

namespace muster::plume::dense {

namespace {

constexpr double shortest_mean = 10;  // [s] averaging of the lateral spreading in a cloud that does not wander (Ermak)
constexpr size_t most_steps = 40;     // of a rate's course: neighbours within 10 % where it decays to a thousandth

double largest_area(const substance::SourceTerm& source) {
  double largest = 0;
  for (const substance::Outflow& o : source.outflow) largest = std::max(largest, o.area);
  return largest;
}

/// What leaves from `from` to `until`.
substance::SourceTerm part(const substance::SourceTerm& source, double from, double until) {
  substance::SourceTerm cut;
  for (const substance::Outflow& o : source.outflow)
    if (o.time > from && o.time < until) cut.outflow.push_back(o);
  if (const auto* before = substance::at(source.outflow, from)) {
    cut.outflow.insert(cut.outflow.begin(), *before);
    cut.outflow.front().time = from;
  }
  cut.outflow.push_back({.time = until});
  return cut;
}

/// The rate's course in few steps; the strongest stays as it is.
std::vector<Release::Step> course(const substance::SourceTerm& source, const substance::Mean& mean) {
  std::vector<Release::Step> steps;
  const double first = source.outflow.front().time, last = source.outflow.back().time;
  const auto add = [&](double from, double until) {
    if (until <= from) return;
    const auto few = substance::in_steps(part(source, from, until), most_steps);
    for (size_t i = 0; i + 1 < few.size(); ++i) steps.push_back({few[i].time, few[i].rate});
  };
  add(first, mean.from);
  steps.push_back({mean.from, mean.outflow.rate});
  add(mean.until, last);
  steps.push_back({std::max(last, mean.until), 0});
  return steps;
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
    // The strongest of the times that the spreading's constants are of, or in which the wind crosses a pool.
    const double side = release.kind == Release::Kind::pool ? std::sqrt(std::max(0.0, largest_area(source))) : 0;
    const double wind = std::max(atmosphere.wind(10), lowest_wind);
    const substance::Mean mean =
        substance::strongest_mean(source, std::max(std::min(settings.averaging_time, shortest_mean), side / wind));
    const substance::Outflow& flow = mean.outflow;
    if (!(flow.rate > 0)) refuse("rate_kg_s", 0, "nothing leaks");
    release.rate = flow.rate;
    release.temperature = flow.temperature;
    release.liquid_fraction = flow.liquid_fraction;
    release.area = flow.area;
    const double speed = flow.speed;
    if (const double mass = substance::mass_of(source); std::isfinite(mass)) {
      release.duration = mass / release.rate;
      release.course = course(source, mean);
    }
    if (release.kind == Release::Kind::jet) {
      // The section that carries this rate at this speed; a jet without speed moves with the wind.
      const Material m = substance::two_phase(substance, release.temperature, atmosphere.temperature(2));
      const Mixture mixture(m, air_of(atmosphere), release.temperature, release.liquid_fraction);
      const double u = speed > 0 ? speed : std::max(0.5, atmosphere.wind(std::max(1.0, release.height)));
      if (release.area <= 0 || speed <= 0) release.area = release.rate / (mixture.at(1, 0).density * u);
    }
  }
  if (const std::string problem = release.problem(); !problem.empty()) refuse("leak", release.rate, problem);
  return std::make_unique<DenseCloud>(substance::two_phase(substance, release.temperature, atmosphere.temperature(2)),
                                      air_of(atmosphere), layer_of(atmosphere), release, settings);
}

}  // namespace muster::plume::dense
