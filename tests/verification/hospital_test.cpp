// The shipped hospital: who cannot use stairs leaves by the lifts, and stays and is counted without them.
#include "base/parallel.h"
#include "sim/run/summarise.h"
#include "tests/support/evacuation.h"

#include <algorithm>
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

/// One ward into the other: every patient ends in the compartment beside, everybody else outside.
TEST(Hospital, AWardIsClearedIntoTheCompartmentBesideBedsAndAll) {
  Evacuation run(sim::read_case(MUSTER_SOURCE_DIR "/scenarios/hospital/horizontal.toml"));
  const auto in = [&](const std::string& group) {
    return static_cast<size_t>(
        std::count_if(run.start.people.begin(), run.start.people.end(),
                      [&](const crowd::Person& p) { return run.the_case.people[p.group].name == group; }));
  };
  while (run.crowd.time() < 1800 && run.crowd.counts().inside > run.crowd.counts().in_refuge) run.crowd.step();
  const crowd::Counts counts = run.crowd.counts();
  EXPECT_EQ(counts.in_refuge, in("bed patients") + in("wheelchair patients") + in("walking patients"));
  EXPECT_EQ(counts.evacuated, counts.placed - counts.in_refuge);
  EXPECT_EQ(run.crowd.together().assistance.counts().helped, in("bed patients") + in("wheelchair patients"));
  EXPECT_GT(run.crowd.together().directing.told(), 0u);
  std::vector<crowd::Snapshot> people;
  run.crowd.snapshot(people);
  const std::vector<scene::CellId>& refuge = run.crowd.choice().havens().refuges().at(0).cells;
  size_t there = 0, in_rooms_of_refuge = 0;
  for (const crowd::Snapshot& p : people) {
    if (p.state != crowd::State::in_refuge) continue;  // out, and still on his way from the exit
    ++there;
    in_rooms_of_refuge += std::ranges::count(refuge, run.start.floors.find(p.x, p.y, p.z)) > 0 ? 1 : 0;
    const scene::CellId cell = run.start.floors.find(p.x, p.y, p.z);
    ASSERT_NE(cell, scene::no_cell) << p.id;
    EXPECT_GT(p.x, 20.5) << p.id << ": still in the ward that burns";
    EXPECT_NEAR(p.z, 3.8, 0.5) << p.id;
  }
  EXPECT_EQ(there, counts.in_refuge);
  // The summary counts those who were brought there with those who walked in; some were brought to the lobby beside.
  EXPECT_GT(in_rooms_of_refuge, in("walking patients"));
  EXPECT_EQ(sim::summarise(run.the_case, run.start, run.crowd).refuges.at(0).people,
            static_cast<int64_t>(in_rooms_of_refuge));
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
