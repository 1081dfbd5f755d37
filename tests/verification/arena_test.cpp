// From every seat of a generated arena a gate can be reached: the whole way from parameters over GLB, importer and
// floors. And the shipped concert, with few people.
#include "scene/generate/arena.h"

#include "scene/generate/glb.h"
#include "tests/support/evacuation.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

/// One person a seat, everybody sets off at once, everything is open.
void everybody_leaves(const scene::ArenaParams& params, const std::string& cell) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "arena.glb";
  scene::write_glb(scene::arena(params), file);
  std::string exits;
  for (const char side : {'S', 'E', 'N', 'W'})
    for (int g = 1; g <= params.gates_per_side; ++g) exits += fmt::format("[[exit]]\ndoor = \"Gate {}{}\"\n", side, g);
  const int seats = scene::arena_seats(params);
  test::Evacuation evacuation(
      fmt::format("[model]\nfile = \"{}\"\n[floors]\ncell_m = {}\n{}[[door]]\nname = \"Turnstile *\"\nclosed = "
                  "true\n[[people]]\ncount = {}\nspaces = \"Block *\"\n",
                  file.string(), cell, exits, seats));
  // Every block has floor that leads out: nothing named lies among what cannot be left.
  std::set<int32_t> reached;
  const scene::Floors& floors = evacuation.start.floors;
  for (size_t c = 0; c < floors.size(); ++c)
    if (evacuation.crowd.routes().field(crowd::Routes::nearest).way[c].none() == false) reached.insert(floors.space[c]);
  for (size_t s = 0; s < floors.spaces.size(); ++s)
    EXPECT_TRUE(reached.count(static_cast<int32_t>(s)) == 1) << floors.spaces[s].name;
  evacuation.run(1800);
  const crowd::Counts counts = evacuation.crowd.counts();
  EXPECT_EQ(counts.placed, static_cast<size_t>(seats));
  EXPECT_EQ(counts.evacuated, counts.placed);
  EXPECT_EQ(counts.without_route, 0u);
}

TEST(Arena, EverybodyLeavesFiveHundredSeats) {
  scene::ArenaParams params;
  params.seats = 500;
  params.field_length = 30;
  params.field_width = 24;
  everybody_leaves(params, "0.1");
}

TEST(Arena, EverybodyLeavesFiveThousandSeatsInTwoTiers) {
  scene::ArenaParams params;
  params.seats = 5000;
  everybody_leaves(params, "0.2");
}

TEST(Arena, AConcertsAudienceLeavesByTheGatesThatStayOpen) {
  const std::vector<std::string> few = {"people[0].count=600"};
  test::Evacuation evacuation(sim::read_case(MUSTER_SOURCE_DIR "/scenarios/arena/concert.toml", few));
  evacuation.run(1200);
  const crowd::Counts counts = evacuation.crowd.counts();
  EXPECT_EQ(counts.placed, 600u);
  EXPECT_EQ(counts.evacuated, 600u);
  ASSERT_EQ(evacuation.crowd.events().size(), 1u);
  const crowd::EventReport& event = evacuation.crowd.events()[0];
  EXPECT_DOUBLE_EQ(event.at, 60);
  EXPECT_GT(event.affected, 0u);
  EXPECT_EQ(event.rerouted, event.affected);
  for (const crowd::Outcome& person : evacuation.crowd.outcomes()) {
    ASSERT_GE(person.exit, 0);
    const std::string& gate = evacuation.start.floors.exits[static_cast<size_t>(person.exit)].name;
    EXPECT_TRUE(gate != "Gate S2" || person.exit_time <= 60) << "left by the shut gate at " << person.exit_time;
  }
}

}  // namespace
}  // namespace muster
