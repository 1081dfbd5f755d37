#pragma once
// What leaves a hole above ambient pressure expands: the state of the jet once it has.

#include "models/release/fluid/saturation.h"
#include "models/release/orifice/orifice.h"

#include <cstdint>

namespace muster::release {

/// Notional nozzles of gases, eq. 12.
enum class Nozzle : uint8_t { birch_1984, ewan_moodie, birch_1987, yuceil_otugen, molkov };

/// A jet at ambient pressure.
struct Jet {
  double speed = 0;        ///< [m/s]
  double temperature = 0;  ///< [K]
  double liquid = 0;       ///< [kg/kg] mass fraction of liquid
  double density = 0;      ///< [kg/m3]
  double area = 0;         ///< [m2] = rate / (density speed)
};

/// Of a gas with c_p [J/kg/K], gas constant [J/kg/K] and the container's `temperature` [K]. `flow` as gas_flow gave it
/// with that discharge `coefficient`. A flow that is not choked keeps its throat state.
Jet expand_gas(const Flow& flow, double coefficient, double ambient, double temperature, double heat, double constant,
               double ratio, Nozzle nozzle = Nozzle::yuceil_otugen);

/// Of a liquid or two-phase flow, eq. 13: momentum with the pressure of the hole, then enthalpy with the kinetic
/// energy. `temperature` [K] is that of the container's liquid.
Jet expand_liquid(const Flow& flow, double area, double coefficient, double ambient, double temperature,
                  const Saturation&);

}  // namespace muster::release
