#pragma once
// What of a flame's radiation passes the air.

namespace muster::fire {

/// Wayne (1991): tau over `path` [m] through air of `temperature` [K] and relative `humidity` (0 to 1) with `co2`
/// [ppm]; of a black or grey body of about 1500 K. The vapour pressure is that over liquid water, which gives back the
/// published values within 0.01 down to 253 K. At most 1; below 10 m linear to 1 at the flame.
double wayne(double path, double temperature, double humidity, double co2 = 335);

/// Bagster and Pitblado (1989): 2.02 (p_w x)^-0.09, at most 1; they fitted it for p_w x from 1e4 to 1e5 N/m. `vapour`
/// [Pa].
double bagster_pitblado(double path, double vapour);

/// [Pa] of water vapour in air of relative `humidity` (0 to 1).
double vapour_pressure(double temperature, double humidity);

}  // namespace muster::fire
