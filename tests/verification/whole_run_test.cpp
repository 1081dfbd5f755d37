// What holds for every run: the same bits on any number of threads, and nobody lost.
#include "base/parallel.h"
#include "tests/support/evacuation.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace muster::test {
namespace {

sim::Case office() { return sim::read_case(MUSTER_SOURCE_DIR "/scenarios/office/evacuation.toml"); }

TEST(WholeRun, TheSameBitsOnOneTwoAndThreeThreads) {
  std::vector<uint64_t> hashes;
  for (const size_t threads : {1, 2, 3}) {
    const ThreadLimit limit(threads);
    Evacuation evacuation(office());
    evacuation.run(120);
    hashes.push_back(evacuation.crowd.state_hash());
  }
  EXPECT_EQ(hashes[0], hashes[1]);
  EXPECT_EQ(hashes[0], hashes[2]);
}

TEST(WholeRun, AnotherSeedIsAnotherRun) {
  sim::Case one = office(), other = office();
  other.seed = one.seed + 1;
  Evacuation a(std::move(one)), b(std::move(other));
  a.run(60);
  b.run(60);
  EXPECT_NE(a.crowd.state_hash(), b.crowd.state_hash());
}

TEST(WholeRun, NobodyIsLostAtAnyTime) {
  Evacuation evacuation(office());
  const size_t placed = evacuation.start.people.size();
  ASSERT_EQ(placed, 250u);
  std::vector<crowd::Snapshot> people;
  while (!evacuation.crowd.finished() && evacuation.crowd.time() < 1200) {
    evacuation.crowd.step();
    const crowd::Counts counts = evacuation.crowd.counts();
    ASSERT_EQ(counts.placed, placed);
    ASSERT_EQ(counts.evacuated + counts.inside, placed);
    ASSERT_EQ(counts.lost, 0u);
    // Counted anew from the positions: whoever is neither out nor beyond an exit is in the recording.
    evacuation.crowd.snapshot(people);
    size_t inside = 0;
    for (const crowd::Snapshot& person : people) {
      ASSERT_TRUE(std::isfinite(person.x) && std::isfinite(person.y) && std::isfinite(person.z));
      inside += person.state != crowd::State::beyond && person.state != crowd::State::gone ? 1 : 0;
    }
    ASSERT_EQ(inside, counts.inside) << "at " << evacuation.crowd.time();
  }
  EXPECT_EQ(evacuation.crowd.counts().evacuated, placed);
}

TEST(WholeRun, EveryStoreyOfTheOfficeIsPeopled) {
  const Evacuation evacuation(office());
  std::vector<size_t> on_storey(evacuation.start.floors.storeys.size(), 0);
  for (const crowd::Person& person : evacuation.start.people)
    ++on_storey.at(static_cast<size_t>(evacuation.start.floors.storey[static_cast<size_t>(person.cell)]));
  ASSERT_EQ(on_storey.size(), 4u);
  for (const size_t people : on_storey) EXPECT_GT(people, 30u);
}

}  // namespace
}  // namespace muster::test
