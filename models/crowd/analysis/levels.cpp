#include "models/crowd/analysis/levels.h"

namespace muster::crowd {

size_t fruin_level(Facility facility, double density) {
  size_t level = 0;
  for (const double area : fruin_area_sq_ft[static_cast<size_t>(facility)])
    level += density * area * square_foot > 1 ? 1 : 0;
  return level;
}

size_t weidmann_level(double density) {
  size_t level = 0;
  for (const double most : weidmann_density) level += density > most ? 1 : 0;
  return level;
}

}  // namespace muster::crowd
