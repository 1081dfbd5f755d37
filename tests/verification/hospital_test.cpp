// The shipped hospital: who cannot use stairs leaves by the lifts, and stays and is counted without them.
#include "base/parallel.h"
#include "tests/support/evacuation.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::test {
namespace {

sim::Case hospital(const std::vector<std::string>& set = {}) {
  return sim::read_case(MUSTER_SOURCE_DIR "/scenarios/hospital/evacuation.toml", set);
}

/// People above the ground floor who cannot use stairs.
int64_t need_lifts(const Evacuation& run) {
  int64_t count = 0;
  for (const crowd::Person& p : run.start.people)
    count += !p.stairs_allowed && run.start.floors.z[static_cast<size_t>(p.cell)] > 1 ? 1 : 0;
  return count;
}

TEST(Hospital, EverybodyIsOutAndTheLiftsCarriedWhoCannotWalk) {
  Evacuation run(hospital());
  ASSERT_EQ(run.start.people.size(), 146u);
  ASSERT_GT(need_lifts(run), 10);
  run.run(3600);
  EXPECT_TRUE(run.crowd.finished()) << run.crowd.counts().inside << " inside";
  int64_t carried = 0;
  for (const crowd::LiftRecord& lift : run.crowd.traffic().lifts().uses()) {
    carried += lift.people;
    EXPECT_GT(lift.trips, 0) << "one lift of the bank did not run";
  }
  EXPECT_EQ(carried, need_lifts(run));
}

TEST(Hospital, WithoutLiftsTheyAreWithoutARoute) {
  Evacuation run(hospital({"link[0].mode=out_of_service", "link[1].mode=out_of_service"}));
  run.run(900);
  const crowd::Counts counts = run.crowd.counts();
  EXPECT_EQ(static_cast<int64_t>(counts.without_route), need_lifts(run));
  EXPECT_EQ(counts.inside, counts.without_route);
}

TEST(Hospital, TheSameBitsOnOneAndThreeThreads) {
  std::vector<uint64_t> hashes;
  for (const size_t threads : {1, 3}) {
    const ThreadLimit limit(threads);
    Evacuation run(hospital());
    run.run(240);
    hashes.push_back(run.crowd.state_hash());
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

}  // namespace
}  // namespace muster::test
