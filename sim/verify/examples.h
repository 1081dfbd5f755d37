#pragma once
// Worked examples: printed values that the program is compared with, each with its tolerance.

#include <string>
#include <vector>

namespace muster::sim::verify {

/// A printed or recomputed value; `tolerance` is a share of it where `relative`.
struct Example {
  const char *row, *what, *unit;
  double expected, tolerance;
  bool relative;
  double found;
  std::string shortfall = {};  ///< declared: why it is not met
};

/// Doses of heat, gases and blast, what smoke hides, and a vessel that bursts.
std::vector<Example> harm_examples();

/// [s] until the second vessel of Droste and Schoen bursts in API 521's pool fire under its measured 39 bar: why the
/// pressure rose to that in spite of its relief is not known ("vessels" of the suite fire).
double second_vessel_bursts();

}  // namespace muster::sim::verify
