#pragma once
// Liquid or gas through a hole: Bernoulli, and the isentropic nozzle.

namespace muster::release {

/// What passes a hole and the state in its plane.
struct Flow {
  double rate = 0;         ///< [kg/s]
  double speed = 0;        ///< [m/s] mean over the area of the hole, rate / (density area)
  double pressure = 0;     ///< [Pa] in the hole; above ambient where the flow is choked
  double temperature = 0;  ///< [K]
  double density = 0;      ///< [kg/m3]
  double vapour = 0;       ///< [kg/kg] mass fraction of vapour in the hole
  bool choked = false;
};

/// Discharge coefficients; CCPS (1999), TNO Yellow Book (CPR 14E, 2005).
inline constexpr double sharp_edge_liquid = 0.62;
inline constexpr double gas_discharge = 0.85;
inline constexpr double rounded = 0.97;
inline constexpr double relief_valve_gas = 0.975;    ///< API 520-I
inline constexpr double relief_valve_liquid = 0.65;  ///< API 520-I

/// [kg/s] of liquid that does not boil on its way: rate = c A sqrt(2 rho (p - ambient)), eq. 1. `pressure` [Pa] is that
/// in the hole's level, with the liquid column above it. None flows against a higher ambient pressure.
Flow liquid_flow(double area, double coefficient, double density, double pressure, double ambient, double temperature);

/// [kg/s] of gas out of a container at rest with `density` [kg/m3] (a real gas's) and `pressure` [Pa], eq. 2; choked
/// where ambient / pressure lies below (2 / (ratio + 1))^(ratio / (ratio - 1)). `ratio` = c_p / c_v > 1.
Flow gas_flow(double area, double coefficient, double density, double pressure, double ambient, double temperature,
              double ratio);

/// ambient / pressure at which a gas begins to choke.
double critical_pressure_ratio(double ratio);

/// Times of a choked ideal gas that empties a vessel, eq. 3: with tau = mass / rate at the start, adiabatically or at
/// constant temperature. Fractions of the first mass, rate, pressure and temperature after `time` [s].
struct BlowDown {
  double mass, rate, pressure, temperature;
};
BlowDown choked_blow_down(double time, double tau, double ratio, bool isothermal);

}  // namespace muster::release
