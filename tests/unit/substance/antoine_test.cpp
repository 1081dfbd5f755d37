// Antoine constants of propane recovered from Perry's correlations, as GasDispersion.jl (27ac300) does for SLAB.

#include "models/substance/antoine.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::substance {
namespace {

TEST(Antoine, ofPropaneThroughThreePoints) {
  // Perry's Handbook, 8th ed., table 2-8.
  const auto pressure = [](double t) {
    return std::exp(59.078 - 3492.6 / t - 6.0669 * std::log(t) + 1.0919e-5 * t * t);
  };
  const std::array<double, 3> t = {231.02, (231.02 + 288.15) / 2, 288.15};
  const Antoine found = antoine_through(t, {pressure(t[0]), pressure(t[1]), pressure(t[2])});
  EXPECT_NEAR(found.a * std::log(10.0), 20.75136471777637, 1e-9);
  EXPECT_NEAR(found.b * std::log(10.0), 1929.0514351993063, 1e-7);
  EXPECT_NEAR(found.c, -21.974809894382986, 1e-8);
}

TEST(Antoine, ofPropaneFromItsHeat) {
  // Table 2-150 at the boiling point [J/kg]; the published constants are those of ln(p / 101 325 Pa).
  const double reduced = 231.02 / 369.83, less = 1 - reduced;
  const double heat = 2.9209e4 * std::pow(less, 0.78237 - 0.77319 * reduced + 0.39246 * reduced * reduced) / 0.044096;
  const Antoine found = antoine_from_heat(231.02, heat, 0.044096);
  EXPECT_NEAR(found.a * std::log(10.0) - std::log(101325.0), 9.759924888223345, 1e-5);
  EXPECT_NEAR(found.b * std::log(10.0), 2254.7378476773574, 2e-3);
}

}  // namespace
}  // namespace muster::substance
