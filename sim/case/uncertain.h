#pragma once
// Inputs given as ranges, and samples of them. Shared by calculations and the leaks of a case.

#include "base/distribution.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// A number that is known only to within a range.
struct Uncertain {
  std::string key;  ///< `wind_m_s`, `leak[0].hole_diameter_m`
  Distribution values;
};

/// How they are sampled.
struct Sampling {
  int draws = 1000;
  uint64_t seed = 1;
};

/// "2..5"; empty where it is no range of two numbers.
std::optional<Distribution> range_of(const std::string& text);

/// Cumulative probabilities [draw][input] of a Latin hypercube (McKay, Beckman, Conover 1979,
/// doi 10.1080/00401706.1979.10489755): of `draws` equal shares of each input's probability, each is drawn from once.
std::vector<std::vector<double>> hypercube(size_t inputs, const Sampling& sampling);

/// 5th, 50th and 95th percentile, linear between the values, of which there is at least one.
std::array<double, 3> band_of(std::vector<double> values);

}  // namespace muster::sim
