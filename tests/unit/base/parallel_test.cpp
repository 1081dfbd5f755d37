#include "base/parallel.h"

#include "base/random.h"

#include <algorithm>
#include <functional>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

TEST(Parallel, SumHasTheSameBitsOnAnyNumberOfThreads) {
  std::vector<double> values(100001);
  for (size_t i = 0; i < values.size(); ++i) values[i] = random_uniform(1, i, 0, Draw::test) * 1e6 - 3e5;
  auto sum = [&](size_t threads) {
    const ThreadLimit limit(threads);
    return parallel_sum(
        values.size(), 1000, 0.0,
        [&](size_t begin, size_t end) {
          double s = 0;
          for (size_t i = begin; i < end; ++i) s += values[i];
          return s;
        },
        std::plus<>());
  };
  const double one = sum(1);
  EXPECT_EQ(one, sum(2));
  EXPECT_EQ(one, sum(3));
}

TEST(Parallel, ForVisitsEachIndexOnce) {
  std::vector<int> visits(12345, 0);
  parallel_for(visits.size(), 100, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) ++visits[i];
  });
  EXPECT_EQ(std::count(visits.begin(), visits.end(), 1), static_cast<std::ptrdiff_t>(visits.size()));
}

}  // namespace
}  // namespace muster
