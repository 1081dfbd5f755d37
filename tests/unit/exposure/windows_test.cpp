// Loads over windows that slide.
#include "models/exposure/windows.h"

#include <gtest/gtest.h>

namespace muster::exposure {
namespace {

/// Walks through a rate [1/s] of time [s] and records it as a run does.
template <class Rate>
void walk(SlidingLoads& loads, double until, const Rate& rate) {
  double load = 0;
  const auto step = loads.every();
  for (int64_t k = 0; static_cast<double>(k) * step <= until; ++k) {
    loads.record(k, [&](size_t person) { return person == 1 ? load : 0; });
    for (int i = 0; i < 30; ++i) load += rate(static_cast<double>(k) * step + i * step / 30) * step / 30;
  }
}

// A pulse of 2 for the ten minutes from 900 s on, then a trace for hours: 1200 within any ten minutes, and within any
// half hour the trace of 20 minutes more.
TEST(SlidingLoads, aPulseIsNotDilutedByWhatFollows) {
  SlidingLoads loads(2, {600, 1800, 3600});
  EXPECT_EQ(loads.every(), 30);
  walk(loads, 20000, [](double t) { return t >= 900 && t < 1500 ? 2.0 : t >= 1500 ? 0.01 : 0.0; });
  EXPECT_NEAR(loads.greatest(1, 0), 1200, 1e-2);
  EXPECT_NEAR(loads.greatest(1, 1), 1200 + 0.01 * 1200, 1e-2);
  EXPECT_NEAR(loads.greatest(1, 2), 1200 + 0.01 * 3000, 1e-2);
  EXPECT_EQ(loads.greatest(0, 0), 0);
}

// Of a pulse as long as the window, anywhere between two records, no more than a 40th is missed, and never more found.
TEST(SlidingLoads, missesAFortiethAtMost) {
  for (double late = 0; late < 30; late += 5) {
    SlidingLoads loads(2, {600});
    walk(loads, 3000, [&](double t) { return t >= 900 + late && t < 1500 + late ? 1.0 : 0.0; });
    EXPECT_GE(loads.greatest(1, 0), 600 * (1 - 1.0 / 40) - 1.01) << late;
    EXPECT_LE(loads.greatest(1, 0), 600.01) << late;
  }
}

// Two pulses of five minutes half an hour apart count together in an hour only.
TEST(SlidingLoads, pulsesApart) {
  SlidingLoads loads(2, {600, 1800, 3600});
  walk(loads, 9000, [](double t) { return (t >= 600 && t < 900) || (t >= 2700 && t < 3000) ? 1.0 : 0.0; });
  EXPECT_NEAR(loads.greatest(1, 0), 300, 1e-2);
  EXPECT_NEAR(loads.greatest(1, 1), 300, 1e-2);
  EXPECT_NEAR(loads.greatest(1, 2), 600, 1e-2);
}

}  // namespace
}  // namespace muster::exposure
