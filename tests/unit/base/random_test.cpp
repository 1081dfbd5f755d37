#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Random, IsAPureFunctionOfItsCounter) {
  EXPECT_EQ(random_bits(1, 2, 3, Draw::test, 4), random_bits(1, 2, 3, Draw::test, 4));
  EXPECT_NE(random_bits(1, 2, 3, Draw::test, 4), random_bits(1, 2, 3, Draw::speed, 4));
  EXPECT_NE(random_bits(1, 2, 3, Draw::test, 4), random_bits(1, 3, 2, Draw::test, 4));
  EXPECT_NE(random_bits(1, 0, 0, Draw::test), random_bits(0, 1, 0, Draw::test));
}

// Kolmogorov-Smirnov: the largest distance to the uniform distribution stays below 1.63/sqrt(n) (1 % level).
TEST(Random, UniformAlongEachCounter) {
  constexpr size_t n = 20000;
  for (int along = 0; along < 3; ++along) {
    std::vector<double> u(n);
    for (size_t i = 0; i < n; ++i)
      u[i] = along == 0   ? random_uniform(7, i, 0, Draw::test)
             : along == 1 ? random_uniform(7, 0, i, Draw::test)
                          : random_uniform(i, 0, 0, Draw::test);
    std::sort(u.begin(), u.end());
    double distance = 0;
    for (size_t i = 0; i < n; ++i) distance = std::max(distance, std::abs(u[i] - (static_cast<double>(i) + 0.5) / n));
    EXPECT_LT(distance, 1.63 / std::sqrt(n)) << along;
    EXPECT_GT(u.front(), 0);
    EXPECT_LT(u.back(), 1);
  }
}

}  // namespace
}  // namespace muster
