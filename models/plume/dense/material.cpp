#include "models/plume/dense/mixture.h"

#include <algorithm>
#include <cmath>

namespace muster::plume::dense {

Material material(const substance::Substance& s, double coldest, double warmest) {
  Material m;
  m.molar_mass = s.molar_mass;
  m.boiling_point = s.boiling_point;
  m.vaporisation = s.heat_of_vaporisation(s.boiling_point);
  m.gas_heat = s.gas_heat(0.5 * (coldest + warmest));
  m.liquid_heat = s.liquid_heat(std::min(coldest, s.boiling_point));
  m.liquid_density = s.liquid_density(std::min(coldest, s.boiling_point));
  // Where a figure is unknown, the liquid never appears.
  if (m.liquid_density <= 0) m.liquid_density = 1000;
  if (m.liquid_heat <= 0) m.liquid_heat = 2 * m.gas_heat;
  m.log_a = s.antoine.a * std::log(10.0);
  m.log_b = s.antoine.b * std::log(10.0);
  m.log_c = s.antoine.c;
  if (s.antoine.b <= 0) m.log_a = 50, m.log_b = 0, m.log_c = 0;
  return m;
}

}  // namespace muster::plume::dense
