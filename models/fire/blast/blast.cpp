#include "models/fire/blast/blast.h"

#include "base/error.h"
#include "models/fire/blast/curves.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace muster::fire {

namespace {

/// Log-log interpolation; below the first distance the plateau, beyond the last the last slope.
double on_curve(std::span<const double> x, std::span<const double> y, double at) {
  if (at <= x.front()) return y.front();
  const auto above = std::upper_bound(x.begin(), x.end(), at) - x.begin();
  const auto i = std::min(static_cast<size_t>(above), x.size() - 1);
  const double share = std::log(at / x[i - 1]) / std::log(x[i] / x[i - 1]);
  return y[i - 1] * std::pow(y[i] / y[i - 1], share);
}

/// Between curves linear in the logarithms of Mach number and value; held at the ends.
template <size_t n>
double between(const std::array<BlastCurve, n>& curves, double mach, double at) {
  const double m = std::clamp(mach, curves.front().mach, curves.back().mach);
  size_t high = 1;
  while (high + 1 < n && curves[high].mach < m) ++high;
  const BlastCurve &a = curves[high - 1], &b = curves[high];
  const double share = std::log(m / a.mach) / std::log(b.mach / a.mach);
  const double low_value = on_curve(bst_distances, a.values, at), high_value = on_curve(bst_distances, b.values, at);
  return low_value * std::pow(high_value / low_value, share);
}

/// Polynomials of ln Z in pieces (Swisdak 1994), Z in m/kg^(1/3) from 0.2 on.
struct SwisdakPiece {
  double until, of[5];
};
double swisdak(std::span<const SwisdakPiece> pieces, double scaled) {
  const double z = std::max(0.2, scaled), l = std::log(z);
  size_t i = 0;
  while (z > pieces[i].until) ++i;
  const auto& c = pieces[i].of;
  return std::exp(c[0] + l * (c[1] + l * (c[2] + l * (c[3] + l * c[4]))));
}

}  // namespace

std::vector<std::pair<std::string, Confinement>> confinements() {
  return {{"2D", Confinement::two_d}, {"2.5D", Confinement::two_and_a_half_d}, {"3D", Confinement::three_d}};
}
std::vector<std::pair<std::string, Reactivity>> reactivities() {
  return {{"low", Reactivity::low}, {"medium", Reactivity::medium}, {"high", Reactivity::high}};
}
std::vector<std::pair<std::string, Congestion>> congestions() {
  return {{"low", Congestion::low}, {"medium", Congestion::medium}, {"high", Congestion::high}};
}

Reactivity reactivity_of(const std::string& id) {
  for (const char* low : {"methane", "carbon_monoxide", "ammonia"})
    if (id == low) return Reactivity::low;
  for (const char* high : {"hydrogen", "acetylene", "ethylene", "ethylene_oxide"})
    if (id == high) return Reactivity::high;
  return Reactivity::medium;
}

double flame_mach(Confinement confinement, Reactivity reactivity, Congestion congestion) {
  constexpr double ddt = 5.2;
  // By confinement, reactivity (low, medium, high), congestion (low, medium, high).
  static constexpr double mach[3][3][3] = {{{0.079, 0.47, 0.66}, {0.47, 0.66, 1.6}, {0.59, ddt, ddt}},
                                           {{0.053, 0.35, 0.50}, {0.29, 0.55, 1.0}, {0.47, ddt, ddt}},
                                           {{0.026, 0.23, 0.34}, {0.11, 0.44, 0.50}, {0.36, ddt, ddt}}};
  return mach[static_cast<int>(confinement)][static_cast<int>(reactivity)][static_cast<int>(congestion)];
}

Blast baker_strehlow_tang(double energy, double mach, double distance, double pressure, double sound) {
  const double reflected = 2 * energy;
  const double scaled = bst_scaled_distance(energy, distance, pressure);
  Blast blast;
  blast.overpressure = pressure * between(bst_overpressures, mach, scaled);
  if (mach >= bst_impulses.front().mach)
    blast.impulse = between(bst_impulses, mach, scaled) * std::cbrt(reflected) * std::pow(pressure, 2.0 / 3) / sound;
  return blast;
}

double bst_scaled_distance(double energy, double distance, double pressure) {
  return distance * std::cbrt(pressure / (2 * energy));
}

double multi_energy(double energy, int strength, double distance, double pressure) {
  MUSTER_CHECK(strength >= 1 && strength <= 10, "class {}", strength);
  return pressure * on_curve(multi_energy_distances, multi_energy_overpressures[static_cast<size_t>(strength - 1)],
                             distance * std::cbrt(pressure / energy));
}

double tnt(double mass, double distance, double pressure) {
  // ln(P / kPa), at sea level; P scales with the air's pressure, Z with its cube root.
  static constexpr SwisdakPiece pieces[] = {{2.9, {7.2106, -2.1069, -0.3229, 0.1117, 0.0685}},
                                            {23.8, {7.5938, -3.0523, 0.40977, 0.0261, -0.01267}},
                                            {1e9, {6.0536, -1.4066, 0, 0, 0}}};
  const double share = pressure / substance::standard_pressure;
  return 1000 * share * swisdak(pieces, distance * std::cbrt(share / mass));
}

double tnt_impulse(double mass, double distance, double pressure) {
  // ln(I / (kPa ms / kg^(1/3))).
  static constexpr SwisdakPiece pieces[] = {{0.96, {5.522, 1.117, 0.6, -0.292, -0.087}},
                                            {2.38, {5.465, -0.308, -1.464, 1.362, -0.432}},
                                            {33.7, {5.2749, -0.4677, -0.2499, 0.0588, -0.00554}},
                                            {1e9, {5.9825, -1.062, 0, 0, 0}}};
  const double share = pressure / substance::standard_pressure;
  return std::cbrt(mass * share * share) * swisdak(pieces, distance * std::cbrt(share / mass));
}

double reflected_overpressure(double overpressure, double pressure) {
  return 2 * overpressure * (7 * pressure + 4 * overpressure) / (7 * pressure + overpressure);
}

double report_overpressure(double energy, double distance, double pressure) {
  const double z = distance * std::cbrt(pressure / energy);
  return pressure * std::max(0.0, 0.137 / (z * z * z) + 0.119 / (z * z) + 0.269 / z - 0.019);
}

double report_death_radius(double tnt_mass) { return 13.6 * std::pow(tnt_mass / 1000, 0.37); }

double stoichiometric_fraction(double oxygen) { return 1 / (1 + oxygen / 0.20946); }

double mixture_energy(const substance::Substance& s) {
  if (!s.flammability || !s.flammability->heat_of_combustion || !s.flammability->stoichiometric) return 0;
  const double moles = substance::standard_pressure / (substance::gas_constant * 288.15);  // of mixture per m3
  return moles * *s.flammability->stoichiometric * s.molar_mass * *s.flammability->heat_of_combustion;
}

}  // namespace muster::fire
