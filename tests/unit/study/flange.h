#pragma once
// A leak in a yard of 40 m x 40 m that studies of hazards share.

#include "tests/support/yard.h"

#include <string>

namespace muster::test {

/// The yard, a wind of 3 m/s from the west, and 2 kg/s of carbon monoxide for 600 s, 1 m above (10, 20); without
/// people.
inline std::string yard_with_flange() {
  return yard(40, 40) + weather(3) + R"toml([[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [10, 20]
height_m = 1
dispersion = "gaussian"
source = "series"
temperature_C = 20
series = [[0, 2], [600, 0]]
)toml";
}

}  // namespace muster::test
