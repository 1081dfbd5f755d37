#include "models/substance/two_phase.h"

#include <algorithm>
#include <cmath>

namespace muster::substance {

double TwoPhase::saturation(double temperature) const {
  const double t = temperature + log_c;
  return t <= 1 ? 0 : std::exp(log_a - log_b / t);
}

double TwoPhase::boiling(double pressure) const { return log_b / (log_a - std::log(pressure)) - log_c; }

TwoPhase two_phase(const Substance& s, double coldest, double warmest) {
  TwoPhase m;
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

}  // namespace muster::substance
