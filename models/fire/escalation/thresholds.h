#pragma once
// Correlations of escalation: thresholds of radiation, times to failure, and how likely a neighbour fails in time.

namespace muster::fire {

enum class EquipmentKind {
  atmospheric,  ///< tanks at the pressure of the air
  pressurised   ///< vessels
};

/// [s] until a tank or vessel of `volume` [m3] fails under a steady `flux` [W/m2] (Landucci, Gubinelli, Antonioni and
/// Cozzani 2009): ln t = -1.128 ln I - 2.667e-5 V + 9.877 of tanks (fitted to 25 to 17 500 m3),
/// ln t = -0.947 ln I + 8.835 V^0.032 of vessels (5 to 250 m3), I in kW/m2. Infinite without flux.
double time_to_failure(EquipmentKind, double flux, double volume);
/// Whether `volume` [m3] lies in the range that the law was fitted to.
bool fitted_volume(EquipmentKind, double volume);

/// Probability that it fails before it is helped: Phi(9.25 - 1.847 ln(t / 60 s) - 5); 0.9 at 5 min, 0.1 at 20 min (the
/// same authors).
double escalation_probability(double time_to_failure);

/// [W/m2] below which a fire of 10 minutes and more does not escalate: 15 kW/m2 of tanks, 45 kW/m2 of vessels (Cozzani,
/// Gubinelli and Salzano 2006).
double escalation_flux(EquipmentKind);
inline constexpr double escalation_duration = 600;  ///< [s]

/// [Pa] side-on from which a blast opens it: 22 kPa of tanks, 16 kPa of vessels (the same authors; 31 kPa of long toxic
/// ones is not told apart).
double escalation_pressure(EquipmentKind);

/// A fire that engulfs: what it radiates onto a wall and the gas around it.
struct EngulfingFire {
  double incident = 0;           ///< [W/m2]
  double gas_temperature = 293;  ///< [K]
  double convection = 0;         ///< [W/m2/K]
  double absorptivity = 0.75;    ///< of the wall, and its emissivity
};
/// API 521's analytical pool fire (flame 0.75 at 750 C, gas 600 C, 20 W/m2/K) and jet fire (0.33 at 1100 C, 900 C, 40).
EngulfingFire api521_pool();
EngulfingFire api521_jet();
/// Scandpower's pool fire of 100 kW/m2 (2004, as in HydDown): flame and gas 804 C, 30 W/m2/K, absorptivity 0.85.
EngulfingFire scandpower_pool();
/// [W/m2] into a wall of `temperature` [K].
double heat_into_wall(const EngulfingFire&, double temperature);

}  // namespace muster::fire
