#pragma once
// The root of a function of one variable.

#include <cmath>

namespace muster::release {

/// Where `f` changes its sign between `low` and `high`, to `tolerance`; regula falsi of Illinois (Dowell & Jarratt
/// 1971) with halving where that is slow. Without a change of sign the end with the smaller |f|.
template <class F>
double find_root(double low, double high, double tolerance, F f) {
  double at_low = f(low), at_high = f(high);
  if ((at_low > 0) == (at_high > 0)) return std::abs(at_low) < std::abs(at_high) ? low : high;
  for (int i = 0; i < 200 && high - low > tolerance; ++i) {
    double x = (low * at_high - high * at_low) / (at_high - at_low);
    if (i % 4 == 3 || !(x > low && x < high)) x = (low + high) / 2;
    const double y = f(x);
    if (y == 0) return x;
    if ((y > 0) == (at_high > 0)) {
      high = x;
      at_high = y;
      at_low /= 2;
    } else {
      low = x;
      at_low = y;
      at_high /= 2;
    }
  }
  return (low + high) / 2;
}

}  // namespace muster::release
