#include "models/release/rain_out.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace muster::release {

double rained_share(RainOut rule, double x) {
  MUSTER_CHECK(x >= 0 && x <= 1, "flashed fraction {}", x);
  if (x <= 0) return 1;
  double fallen = 0;
  switch (rule) {
    case RainOut::de_vaull_king:
      fallen = x < 0.145 ? 1 - std::pow(x / 0.145, 1.8) : 0;
      break;
    case RainOut::ccps:
      fallen = x < 0.2 ? 1 - 2 * x : 0;
      break;
    case RainOut::purple_book:
      fallen = x < 0.1 ? 1 - 2 * x : x < 0.36 ? 1 - (0.8 * x - 0.028) / 0.26 : 0;
      break;
    case RainOut::none:
      break;
  }
  return std::clamp(fallen, 0.0, 1 - x);
}

}  // namespace muster::release
