#pragma once
// Heat on people: thermal load and its probits, dose in a fire's hot air.

#include <span>

namespace muster::exposure {

/// A thermal dose unit [(W/m2)^(4/3) s]: a load of 1 (kW/m2)^(4/3) s.
inline constexpr double thermal_dose_unit = 1e4;

/// The rate of the thermal load, q^(4/3) with the flux on the skin [W/m2]; not negative. [(W/m2)^(4/3)]
double thermal_load_rate(double flux);

/// Y = a + b ln(share * load [(W/m2)^(4/3) s]); half of the people suffer the effect at Y = 5.
struct ThermalProbit {
  const char* key;     ///< `tsao_perry`
  const char* effect;  ///< "death"
  const char* source;
  double a, b;
  double share;  ///< of the load that counts
};

/// Deaths first. Constants as in HyRAM+ and fireSIM.
std::span<const ThermalProbit> thermal_probits();

/// Of suffering the effect under a load [(W/m2)^(4/3) s].
double probability(const ThermalProbit&, double load);

/// Probability of death of the Purple Book (CPR 18E), as AQ/T 3046 takes it too: the probit of Tsao and Perry for at
/// most 20 s (then people are in shelter), certain from 35 kW/m2 on; of people whose clothes protect them (outdoors,
/// below 35 kW/m2) 0.14 of that. `flux` [W/m2] constant for `seconds`. From memory, not compared with the book.
double purple_book_death(double flux, double seconds, bool clothed);

enum class Skin { clothed, bare };

/// Rate of the FED of heat of ISO 13571 as CFAST codes it [1/s]: convection by the temperature [K] of the air, and
/// radiation [W/m2], which counts from 2.5 kW/m2 on (pain). The constants of bare skin are from memory.
double heat_fed_rate(double air_temperature, double flux, Skin = Skin::clothed);

}  // namespace muster::exposure
