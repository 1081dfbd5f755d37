// Flow through doors. 500 people, room 16 m x 12 m, a wall 0.2 m thick, absorbed 3.3 m beyond it; mean flow of the
// persons 50 to 400. Measured: 2.0-2.75 /s at 1.2 m (Seyfried 2009: 2.36; Kretz 2006: 2.03-2.29; others to 2.75).
// The model's constants were tuned on these tables, so that this guards them and validates nothing. Flow against width
// is a check of `muster verify` (sim/verify).

#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

struct Result {
  double flow = 0;     ///< [1/s]
  double overlap = 0;  ///< largest, of r_i + r_j
  size_t inside = 0;
};

Result through_door(double width, double dt, uint64_t seed, int count, Distribution speed = PeopleGroup{}.speed) {
  const scene::Floors floors = test::room_with_door(16, 12, width);
  PeopleGroup group;
  group.count = count;
  group.speed = speed;
  group.place.polygon = {{0, 0}, {16, 0}, {16, 12}, {0, 12}};
  std::vector<Warning> warnings;
  Crowd crowd(floors, populate(floors, std::span(&group, 1), seed, warnings), {}, seed, dt);
  while (!crowd.finished() && crowd.time() < 1200) crowd.step();
  const std::vector<Crossing>& out = crowd.exit_crossings();
  Result r;
  const size_t last = std::min<size_t>(399, out.size() * 4 / 5), first = last == 399 ? 49 : out.size() / 10;
  if (out.size() > 10) r.flow = static_cast<double>(last - first) / (out[last].time - out[first].time);
  r.overlap = static_cast<double>(crowd.diagnostics().max_overlap);
  r.inside = crowd.counts().inside;
  EXPECT_EQ(crowd.counts().evacuated + r.inside, static_cast<size_t>(count));
  EXPECT_EQ(crowd.counts().recovered, 0u);
  return r;
}

double mean_flow(double width, double dt, int seeds) {
  double sum = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const Result r = through_door(width, dt, static_cast<uint64_t>(seed), 500);
    EXPECT_EQ(r.inside, 0u);
    EXPECT_LT(r.overlap, 0.08);
    sum += r.flow;
  }
  return sum / seeds;
}

TEST(DoorFlow, aDoorOfOnePointTwoMetresPassesWhatExperimentsDoAtAnyStep) {
  const double fine = mean_flow(1.2, 0.01, 3), coarse = mean_flow(1.2, 0.05, 6);
  EXPECT_GE(coarse, 2.0);
  EXPECT_LE(coarse, 2.75);
  EXPECT_GE(fine, 2.0);
  EXPECT_LE(fine, 2.75);
  EXPECT_LT(std::abs(fine - coarse), 0.05 * coarse);
}

TEST(DoorFlow, aDoorOfSixtyCentimetresDoesNotArchForGood) {
  for (const uint64_t seed : {1u, 2u, 3u}) {
    const Result r = through_door(0.6, 0.05, seed, 300);
    EXPECT_EQ(r.inside, 0u) << seed;
    EXPECT_GT(r.flow, 0.6);  // measured 1.12 (Kretz 2006): low, see models/crowd/README.md
  }
}

}  // namespace
}  // namespace muster::crowd
