#include "sim/hazard/air.h"

#include "models/crowd/people/places.h"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

namespace muster::sim {

namespace {

using exposure::FireGas;

constexpr double ppm = 1e-6, percent = 1e-2, zero_celsius = 273.15;

/// The parts of air that FED counts, by the id of the substance.
constexpr std::array<std::pair<const char*, double FireGas::*>, 10> counted = {{{"carbon_monoxide", &FireGas::co},
                                                                                {"hydrogen_cyanide", &FireGas::hcn},
                                                                                {"nitric_oxide", &FireGas::no},
                                                                                {"nitrogen_dioxide", &FireGas::no2},
                                                                                {"hydrogen_chloride", &FireGas::hcl},
                                                                                {"hydrogen_bromide", &FireGas::hbr},
                                                                                {"hydrogen_fluoride", &FireGas::hf},
                                                                                {"sulfur_dioxide", &FireGas::so2},
                                                                                {"acrolein", &FireGas::acrolein},
                                                                                {"carbon_dioxide", &FireGas::co2}}};

}  // namespace

double value_at(const TimeSeries& series, double time) {
  const auto after = std::upper_bound(series.begin(), series.end(), time,
                                      [](double t, const std::pair<double, double>& p) { return t < p.first; });
  if (after == series.begin()) return series.front().second;
  if (after == series.end()) return series.back().second;
  const auto& [t0, v0] = *(after - 1);
  const auto& [t1, v1] = *after;
  return v0 + (v1 - v0) * (time - t0) / (t1 - t0);
}

PrescribedAir::PrescribedAir(const std::vector<AirSpec>& specs, const scene::Floors& floors,
                             std::vector<Mistake>& mistakes)
    : specs_(specs) {
  if (specs.empty()) return;
  of_cell_.assign(floors.size(), -1);
  const crowd::Places places(floors);
  std::vector<Warning> warnings;
  for (size_t z = 0; z < specs.size(); ++z) {
    crowd::Complaints complaints{mistakes, warnings, specs[z].origin, specs[z].name};
    if (specs[z].place.everywhere()) {
      std::fill(of_cell_.begin(), of_cell_.end(), static_cast<int32_t>(z));
      continue;
    }
    for (const scene::CellId c : places.all(specs[z].place, complaints))
      of_cell_[static_cast<size_t>(c)] = static_cast<int32_t>(z);
  }
}

bool PrescribedAir::any_temperature() const {
  return std::any_of(specs_.begin(), specs_.end(), [](const AirSpec& s) { return !s.temperature.empty(); });
}

Air PrescribedAir::at(size_t zone, double time) const {
  const AirSpec& spec = specs_[zone];
  Air air;
  const auto set = [&](double& value, const TimeSeries& series, double unit) {
    if (!series.empty()) value = unit * value_at(series, time);
  };
  set(air.gas.co, spec.co, ppm), set(air.gas.hcn, spec.hcn, ppm), set(air.gas.hcl, spec.hcl, ppm);
  set(air.gas.no2, spec.no2, ppm), set(air.gas.so2, spec.so2, ppm), set(air.gas.acrolein, spec.acrolein, ppm);
  set(air.gas.co2, spec.co2, percent), set(air.gas.o2, spec.o2, percent);
  set(air.extinction, spec.extinction, 1);
  if (!spec.temperature.empty()) air.temperature = value_at(spec.temperature, time) + zero_celsius;
  return air;
}

results::GivenSmoke PrescribedAir::smoke() const {
  results::GivenSmoke smoke;
  for (const AirSpec& spec : specs_) {
    smoke.zones.push_back({spec.name, spec.extinction});
    // The least that says that there is none.
    if (spec.extinction.empty()) smoke.zones.back().extinction = {{0, 0}};
  }
  if (std::ranges::all_of(specs_, [](const AirSpec& spec) { return spec.extinction.empty(); })) return {};
  smoke.zone_of = of_cell_;
  return smoke;
}

double PrescribedAir::last() const {
  constexpr double hot = 40;  // [C] what is not hotter, is no hazard
  double last = 0;
  const auto clears = [&](const TimeSeries& series, const auto& clear) {
    if (series.empty()) return;
    last = std::max(last, clear(series.back().second) ? series.back().first : std::numeric_limits<double>::infinity());
  };
  const auto zero = [](double v) { return v <= 0; };
  for (const AirSpec& s : specs_) {
    for (const TimeSeries* series : {&s.extinction, &s.co, &s.hcn, &s.hcl, &s.no2, &s.so2, &s.acrolein, &s.co2})
      clears(*series, zero);
    clears(s.o2, [](double v) { return v >= 20; });
    clears(s.temperature, [](double v) { return v <= hot; });
  }
  return last;
}

double FireGas::*counted_as(const std::string& id) {
  for (const auto& [name, member] : counted)
    if (id == name) return member;
  return nullptr;
}

}  // namespace muster::sim
