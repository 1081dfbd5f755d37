#pragma once
// A few substances for tests of release models, so that they do not move with the data file. Values: ChemSep 8.32 and
// Perry's Handbook, 8th ed.

#include "models/substance/substance.h"

namespace muster::test {

inline substance::Substance sample(const char* id, double molar_mass, double boiling, double melting, double critical,
                                   double critical_pressure, double acentric, substance::Antoine antoine,
                                   std::array<double, 8> v) {
  substance::Substance s;
  s.id = s.name = id;
  s.molar_mass = molar_mass;
  s.boiling_point = boiling;
  s.melting_point = melting;
  s.critical_temperature = critical;
  s.critical_pressure = critical_pressure;
  s.acentric_factor = acentric;
  s.antoine = antoine;
  s.liquid_density_boiling = v[0];
  s.liquid_density_25 = v[1];
  s.liquid_heat_boiling = v[2];
  s.liquid_heat_25 = v[3];
  s.vaporisation_boiling = v[4];
  s.vaporisation_25 = v[5];
  s.gas_heat_25 = v[6];
  s.heat_ratio_25 = v[7];
  return s;
}

inline substance::Substance propane() {
  return sample("propane", 0.044097, 231.02, 85.47, 369.83, 4.248e6, 0.152, {8.98191, 823.121, -24.091, {157.1, 277.2}},
                {583.24, 493.3, 2283.5, 2599.5, 4.2635e5, 3.3627e5, 1697.9, 1.125});
}
inline substance::Substance ammonia() {
  return sample("ammonia", 0.017031, 239.82, 195.41, 405.4, 1.1353e7, 0.256,
                {9.58744, 966.253, -28.858, {195.4, 287.8}},
                {681.32, 601.02, 4573.4, 4790.2, 1.3694e6, 1.1787e6, 2094.5, 1.304});
}
inline substance::Substance chlorine() {
  return sample("chlorine", 0.0709, 239.12, 172.12, 417, 7.7e6, 0.073, {9.11806, 881.76, -24.759, {172.1, 286.9}},
                {1564.6, 1397.8, 938.6, 0, 2.8802e5, 2.4994e5, 478.15, 1.325});
}
inline substance::Substance methane() {
  return sample("methane", 0.016043, 111.66, 90.694, 190.56, 4.599e6, 0.011, {8.77799, 397.447, -6.305, {90.7, 134}},
                {423.34, 0, 3812.1, 0, 5.0929e5, 0, 2233.4, 1.302});
}
inline substance::Substance hexane() {
  return sample("n_hexane", 0.086178, 341.88, 177.83, 507.6, 3.025e6, 0.297,
                {8.91512, 1126.073, -53.833, {232.5, 410.3}},
                {615.83, 656.77, 2470.2, 2279.5, 3.3292e5, 3.6634e5, 1660.6, 1.062});
}
inline substance::Substance nitrogen() {
  return sample("nitrogen", 0.028014, 77.35, 63.149, 126.2, 3.398e6, 0.037, {8.67185, 262.28, -5.81, {63.1, 92.8}},
                {807.47, 0, 2030.8, 0, 1.9855e5, 0, 1039.9, 1.399});
}
}  // namespace muster::test
