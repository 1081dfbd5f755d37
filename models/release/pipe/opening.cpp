#include "models/release/pipe/opening.h"

#include "models/release/orifice/two_phase.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

namespace {

MassFlux omega_method(const Saturation& s, double temperature, double pressure, double ambient) {
  const double saturation = std::min(s.pressure(temperature), pressure), density = s.liquid_density(temperature);
  // Subcooled inlets use the omega of the saturated liquid: the density at 0.9 p_sat comes from the same expansion.
  const SaturatedInlet inlet{.pressure = saturation,
                             .temperature = temperature,
                             .quality = 0,
                             .liquid_volume = 1 / density,
                             .vapour_volume = 1 / s.vapour_density(temperature),
                             .liquid_heat = s.substance().liquid_heat(temperature),
                             .vaporisation = s.vaporisation(temperature)};
  return omega_subcooled_flux(inlet.omega(), density, pressure, saturation, ambient);
}

}  // namespace

Flow Opening::liquid(const Saturation& s, double temperature, double pressure, double ambient) const {
  const double density = s.liquid_density(temperature);
  const bool boils = s.pressure(temperature) > ambient && pressure > ambient;
  if (!boils || two_phase == TwoPhase::metastable)
    return pipe ? liquid_pipe_flow(*pipe, area, liquid_coefficient, density, pressure, ambient, temperature)
                : liquid_flow(area, liquid_coefficient, density, pressure, ambient, temperature);
  MassFlux through;  // of the hole, with its coefficient
  if (pipe && (two_phase == TwoPhase::automatic || two_phase == TwoPhase::equilibrium)) {
    const double ends = pipe->area() / (liquid_coefficient * area);
    through = pipe_flux(s, temperature, pressure, ambient, pipe->resistance() + std::max(0.0, ends * ends - 1));
    through.flux *= pipe->area() / area;
  } else if (two_phase == TwoPhase::omega) {
    through = omega_method(s, temperature, pressure, ambient);
    through.flux *= liquid_coefficient;
  } else if (two_phase == TwoPhase::equilibrium) {
    through = equilibrium_flux(s, temperature, 0, pressure, ambient);
    through.flux *= liquid_coefficient;
  } else {
    through = non_equilibrium_flux(s, temperature, pressure, ambient, way, liquid_coefficient);
  }
  Flow flow{.rate = through.flux * area,
            .pressure = through.pressure,
            .temperature = temperature,
            .density = density,
            .choked = through.choked};
  const bool flashed = through.choked || two_phase == TwoPhase::equilibrium || two_phase == TwoPhase::omega || pipe;
  if (flashed && through.pressure < s.pressure(temperature)) {
    flow.temperature = s.temperature(through.pressure);
    flow.vapour = s.flash_at_constant_enthalpy(temperature, through.pressure);
    const double v_l = 1 / s.liquid_density(flow.temperature);
    flow.density = 1 / (v_l + flow.vapour * (1 / s.vapour_density(flow.temperature) - v_l));
  }
  flow.speed = through.flux / flow.density;
  return flow;
}

Flow Opening::gas(double temperature, double pressure, double density, double ratio, double ambient) const {
  return pipe ? gas_pipe_flow(*pipe, area, gas_coefficient, density, pressure, ambient, temperature, ratio)
              : gas_flow(area, gas_coefficient, density, pressure, ambient, temperature, ratio);
}

}  // namespace muster::release
