// The table of the repulsion against its formula, and what the search keeps apart.

#include "models/crowd/walking/repulsion.h"

#include "models/crowd/walking/rows.h"
#include "tests/support/flat_floors.h"

#include <bit>
#include <cmath>
#include <cstdint>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

double of_table(const Repulsion& table, double d) {
  const auto s = static_cast<float>(d * d);
  const size_t piece = (std::bit_cast<uint32_t>(s) >> Repulsion::piece_bits) & 31;
  return static_cast<double>(table.p0[piece] + s * (table.p1[piece] + s * table.p2[piece]));
}

TEST(Repulsion, isTheExponentialWithinTheErrorsStated) {
  for (const double radius : {0.15, 0.33}) {
    const Repulsion table(0.1, radius);
    const auto error = [&](double d) {
      const double exact = std::exp((2 * radius - d) / 0.1) / d;
      return std::abs(of_table(table, d) / exact - 1);
    };
    for (double d = 0.2; d < 0.32; d += 0.001) EXPECT_LT(error(d), 1e-3) << d;
    for (double d = 0.32; d < 0.5; d += 0.001) EXPECT_LT(error(d), 2.5e-3) << d;
    for (double d = 0.5; d < 1; d += 0.001) EXPECT_LT(error(d), 0.01) << d;
    for (double d = 1; d < 1.32; d += 0.001) EXPECT_LT(error(d), 0.025) << d;
  }
}

TEST(Repulsion, endsAtItsReach) {
  const Repulsion table(0.1, 0.15);
  EXPECT_GT(of_table(table, 1.32), 0);
  for (const double d : {1.323, 1.35, std::sqrt(static_cast<double>(Repulsion::most))})
    EXPECT_EQ(of_table(table, d), 0) << d;
  // What is left out there: 3 times this, of a wish of length 1.
  EXPECT_LT(3 * std::exp((0.3 - 1.323) / 0.1) / 1.323, 1e-4);
}

TEST(Strips, storeysHaveBandsOfTheirOwn) {
  for (const double rise : {2.8, 3.0, 3.5, 4.0, 5.0}) {
    test::FlatFloors f(0.2);
    for (int storey = 0; storey < 8; ++storey) f.floor({0, 0, 10, 10}, storey * rise);
    const Strips strips(f.build());
    for (int storey = 0; storey + 1 < 8; ++storey) {
      const auto z = static_cast<float>(storey * rise);
      EXPECT_LT(strips.band(z), strips.band(z + static_cast<float>(rise))) << rise << ' ' << storey;
      // Nobody within 1 m of a floor is looked for in the next one's band.
      EXPECT_EQ(strips.band(z + 1), strips.band(z)) << rise << ' ' << storey;
    }
  }
}

}  // namespace
}  // namespace muster::crowd
