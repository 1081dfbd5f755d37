#include "models/flow/gas/mixture.h"

namespace muster::flow {

double Mixture::heat_capacity(const double* y) const {
  double c = air.heat_capacity;
  for (size_t s = 0; s < released.size(); ++s) c += y[s] * (released[s].heat_capacity - air.heat_capacity);
  return c;
}

double Mixture::moles(const double* y) const {
  double n = 1 / air.molar_mass;
  for (size_t s = 0; s < released.size(); ++s) n += y[s] * (1 / released[s].molar_mass - 1 / air.molar_mass);
  return n;
}

double Mixture::density(const double* y, double temperature, double pressure) const {
  return pressure / (substance::gas_constant * temperature * moles(y));
}

double Mixture::mass_fraction(double x, size_t gas) const {
  const double heavy = x * released[gas].molar_mass;
  return heavy / (heavy + (1 - x) * air.molar_mass);
}

}  // namespace muster::flow
