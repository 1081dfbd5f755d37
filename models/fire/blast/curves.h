#pragma once
// Curves of blast waves as digitised, over scaled distances R (P0 / E)^(1/3).

#include <array>

namespace muster::fire {

/// One curve of a flame's Mach number.
struct BlastCurve {
  double mach;
  std::array<double, 20> values;
};

extern const std::array<double, 20> bst_distances;
/// Side-on overpressure over P0. Mach 0.2 and more: Baker-Strehlow-Tang 2010, as digitised for HyRAM+ (that of Mach 2.0
/// is left out: its plateau is that of 3.0). Below: Baker-Strehlow as in the CCPS guidelines (2000), the last distances
/// continued by their slope.
/// Where the digits rise with the distance, by at most a few per cent on the plateaus, they are raised to the larger
/// one.
extern const std::array<BlastCurve, 11> bst_overpressures;
/// Positive impulse i a0 / (E^(1/3) P0^(2/3)), as digitised for HyRAM+.
extern const std::array<BlastCurve, 8> bst_impulses;

extern const std::array<double, 18> multi_energy_distances;
/// Side-on overpressure over P0 of the classes 1 to 10. Derived from the curves above, interpolated by their plateaus,
/// with the distance times 2^(1/3): the published figure (van den Berg 1985) was not available; right to about 25 %.
extern const std::array<std::array<double, 18>, 10> multi_energy_overpressures;

}  // namespace muster::fire
