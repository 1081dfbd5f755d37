#include "models/exposure/smoke.h"

#include <algorithm>
#include <limits>

namespace muster::exposure {

double visibility(double extinction, double sign) {
  return extinction > 0 ? sign / extinction : std::numeric_limits<double>::infinity();
}

double speed_in_smoke(SmokeLaw law, double clear_speed, double extinction, double sign) {
  if (!(extinction > 0)) return clear_speed;
  const double seen = visibility(extinction, sign);
  switch (law) {
    case SmokeLaw::fridolf_2019:
      return clear_speed * seen / (seen + 2);
    case SmokeLaw::lund:
      return clear_speed * std::max(0.1, 1 - 0.057 / 0.706 * extinction);
    case SmokeLaw::nist:
      return std::min(clear_speed, std::max(0.3, clear_speed * (1 - 0.5 * extinction)));
    case SmokeLaw::fridolf_2018:
      return std::min(clear_speed, std::max(0.2, clear_speed - 0.34 * (3 - std::min(seen, 3.0))));
  }
  return clear_speed;
}

}  // namespace muster::exposure
