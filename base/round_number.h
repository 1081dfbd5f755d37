#pragma once
// Numbers that people like to read: on scale bars.

#include <cmath>
#include <initializer_list>

namespace muster {

/// The largest of 1, 2 and 5 times a power of ten that is not above `most` (> 0, any unit).
inline double round_number_below(double most) {
  const double power = std::pow(10, std::floor(std::log10(most)));
  for (const double times : {5.0, 2.0})
    if (times * power <= most) return times * power;
  return power;
}

}  // namespace muster
