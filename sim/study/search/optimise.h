#pragma once
// NLopt, called so that it never throws. Used inside sim/study/search only.

#include <stdexcept>
#include <vector>

#include <nlopt.hpp>

namespace muster::sim::study {

/// The best value found from `x`, where `x` then is. What NLopt ends with (converged, evaluations used up, limited by
/// rounding, stopped by the function) does not matter to those who use the best so far.
inline double optimise(nlopt::opt& optimiser, std::vector<double>& x) {
  double value = 0;
  try {
    optimiser.optimize(x, value);
  } catch (const std::runtime_error&) {
  }
  return value;
}

}  // namespace muster::sim::study
