#include "models/release/orifice/expansion.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

Jet expand_gas(const Flow& flow, double coefficient, double ambient, double temperature, double heat, double constant,
               double ratio, Nozzle nozzle) {
  Jet jet{.speed = flow.speed / coefficient, .temperature = flow.temperature, .density = flow.density};
  if (flow.rate <= 0) return jet;
  if (flow.choked && flow.pressure > ambient) {
    const double throat = flow.speed / coefficient;
    const double thrust = throat + (flow.pressure - ambient) / (flow.density * throat * coefficient);
    const double energy = heat * flow.temperature + throat * throat / 2;
    const auto sonic = [&](double t) { return std::sqrt(ratio * constant * t); };
    switch (nozzle) {
      case Nozzle::birch_1984:
        jet.temperature = temperature;
        jet.speed = sonic(temperature);
        break;
      case Nozzle::ewan_moodie:
        jet.speed = sonic(flow.temperature);
        break;
      case Nozzle::birch_1987:
        jet.temperature = temperature;
        jet.speed = thrust;
        break;
      case Nozzle::yuceil_otugen:
        jet.temperature = (energy - thrust * thrust / 2) / heat;
        jet.speed = thrust;
        break;
      case Nozzle::molkov:  // c_p T + ratio R T / 2 = energy
        jet.temperature = energy / (heat + ratio * constant / 2);
        jet.speed = sonic(jet.temperature);
        break;
    }
    jet.density = ambient / (constant * jet.temperature);
  }
  jet.area = flow.rate / (jet.density * jet.speed);
  return jet;
}

Jet expand_liquid(const Flow& flow, double area, double coefficient, double ambient, double temperature,
                  const Saturation& s) {
  Jet jet{.temperature = temperature, .liquid = 1, .density = s.liquid_density(temperature)};
  if (flow.rate <= 0) return jet;
  jet.speed = flow.speed / coefficient + std::max(0.0, flow.pressure - ambient) * area * coefficient / flow.rate;
  const double boiling = s.temperature(ambient);
  if (temperature > boiling) {
    jet.temperature = boiling;
    const double enthalpy = s.liquid_enthalpy(temperature) - jet.speed * jet.speed / 2 - s.liquid_enthalpy(boiling);
    const double x = std::clamp(enthalpy / s.vaporisation(boiling), 0.0, 1.0);
    jet.liquid = 1 - x;
    jet.density = 1 / ((1 - x) / s.liquid_density(boiling) + x / s.gas().density(boiling, ambient));
  }
  jet.area = flow.rate / (jet.density * jet.speed);
  return jet;
}

}  // namespace muster::release
