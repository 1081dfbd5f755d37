#include "sim/results/reader.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::results {
namespace {

TEST(ResultsFile, GivesBackTheRun) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.finish(sample::summary());
  }
  const ResultsReader reader(path);
  EXPECT_EQ(reader.version(), 1);
  EXPECT_EQ(reader.info().title, "Two storeys");
  EXPECT_EQ(reader.info().case_path, "scenarios/two/two.toml");
  EXPECT_EQ(reader.info().case_text, sample::info().case_text);
  EXPECT_EQ(reader.info().overrides, (std::vector<std::string>{"people[0].count=3", "title=\"Süd\""}));
  EXPECT_EQ(reader.info().seed, 0xfedcba9876543210u);
  EXPECT_EQ(reader.info().threads, 3u);
  EXPECT_EQ(reader.info().step, 0.05);
  EXPECT_EQ(reader.info().until, 600);
  EXPECT_EQ(reader.info().record_every, 0.5);
  ASSERT_EQ(reader.info().inputs.size(), 2u);
  EXPECT_EQ(reader.info().inputs[1].path, "two.toml");
  EXPECT_EQ(reader.info().inputs[1].sha256, std::string(64, 'b'));
  EXPECT_EQ(reader.info().groups, (std::vector<std::string>{"visitors", "staff"}));
  EXPECT_EQ(reader.software().version, software().version);
  EXPECT_EQ(reader.software().commit, software().commit);
  EXPECT_EQ(reader.frames(), 0u);
  EXPECT_TRUE(reader.finished());
  EXPECT_EQ(reader.summary_json(), to_json(sample::summary()));
}

TEST(ResultsFile, GivesBackTheScene) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const scene::Floors wrote = sample::two_storeys();
  { ResultsWriter writer(path, sample::info(), wrote); }
  const ResultsReader reader(path);
  const scene::Floors& read = reader.floors();
  EXPECT_EQ(read.grid.x0, 10.0);
  EXPECT_EQ(read.grid.y0, -5.0);
  EXPECT_EQ(read.grid.nx, 20);
  EXPECT_EQ(read.grid.ny, 10);
  EXPECT_EQ(read.column, wrote.column);
  EXPECT_EQ(read.column_begin, wrote.column_begin);
  EXPECT_EQ(read.z, wrote.z);
  EXPECT_EQ(read.neighbour, wrote.neighbour);
  EXPECT_EQ(read.surface, wrote.surface);
  EXPECT_EQ(read.storey, wrote.storey);
  EXPECT_EQ(read.space, wrote.space);
  EXPECT_EQ(read.portal, wrote.portal);
  ASSERT_EQ(read.walls.size(), 2u);
  EXPECT_EQ(read.walls[1].a, wrote.walls[1].a);
  EXPECT_EQ(read.walls[1].b, wrote.walls[1].b);
  EXPECT_EQ(read.walls[1].z_high, 5.5f);
  ASSERT_EQ(read.storeys.size(), 2u);
  EXPECT_EQ(read.storeys[1].name, "Erster Stock / Süd");
  EXPECT_EQ(read.storeys[1].z, 3.0);
  ASSERT_EQ(read.spaces.size(), 2u);
  EXPECT_EQ(read.spaces[0].long_name, "Besprechungsraum I");
  EXPECT_EQ(read.spaces[1].storey, 1);
  ASSERT_EQ(read.portals.size(), 1u);
  EXPECT_EQ(read.portals[0].name, "Tür 1");
  EXPECT_EQ(read.portals[0].id, wrote.portals[0].id);
  EXPECT_EQ(read.portals[0].b, wrote.portals[0].b);
  EXPECT_TRUE(read.portals[0].closed);
  EXPECT_EQ(read.portals[0].spaces, wrote.portals[0].spaces);
  ASSERT_EQ(read.exits.size(), 1u);
  EXPECT_EQ(read.exits[0].name, "Main");
  EXPECT_EQ(read.exits[0].outward, Vec2(1, 0));
  EXPECT_EQ(read.exits[0].width, 0.9);
  ASSERT_EQ(read.links.size(), 1u);
  EXPECT_EQ(read.links[0].kind, scene::Link::Kind::ladder);
  EXPECT_EQ(read.links[0].path, wrote.links[0].path);
  EXPECT_FALSE(read.links[0].two_way);
}

TEST(ResultsFile, KeepsPositionsToHalfAMillimetre) {
  // 700 people and 60 frames: rows end amid a chunk of 16384 and fill two.
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  constexpr size_t people = 700, frames = 60;
  {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    for (size_t k = 0; k < frames; ++k) writer.frame(sample::walkers(k, people));
    writer.finish(sample::summary());
  }
  const ResultsReader reader(path);
  ASSERT_EQ(reader.frames(), frames);
  // Half a millimetre, and the rounding of a float of 12 m (4.8e-7 m).
  constexpr double half = 0.0005 + 1e-6;
  for (size_t k = 0; k < frames; ++k) {
    const Frame wrote = sample::walkers(k, people), read = reader.frame(k);
    ASSERT_EQ(read.time, wrote.time);
    ASSERT_EQ(read.id, wrote.id);
    ASSERT_EQ(read.state, wrote.state);
    ASSERT_EQ(reader.rows(k), people - k);
    for (size_t i = 0; i < read.size(); ++i) {
      ASSERT_NEAR(read.x[i], wrote.x[i], half);
      ASSERT_NEAR(read.y[i], wrote.y[i], half);
      ASSERT_NEAR(read.z[i], wrote.z[i], half);
      ASSERT_NEAR(read.speed[i], wrote.speed[i], half);
    }
  }
}

TEST(ResultsFile, KeepsPositionsInMapCoordinates) {
  // A northing of 5 500 km does not fit into 32 bits of millimetres; a float resolves 0.5 m there.
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  scene::Floors floors = sample::two_storeys();
  floors.grid.y0 = 5'500'123;
  {
    ResultsWriter writer(path, sample::info(), floors);
    writer.frame({0, {5}, {11.25f}, {5'500'123.5f}, {3.5f}, {90.0f}, {1}});
  }
  const Frame frame = ResultsReader(path).frame(0);
  EXPECT_EQ(frame.x[0], 11.25f);
  EXPECT_EQ(frame.y[0], 5'500'123.5f);
  EXPECT_EQ(frame.z[0], 3.5f);
  EXPECT_FLOAT_EQ(frame.speed[0], 65.535f) << "faster than the file can say";
}

TEST(ResultsFile, KeepsFramesWithoutPeople) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.frame({0, {}, {}, {}, {}, {}, {}});
    writer.frame(sample::walkers(1, 3));
    writer.frame({1, {}, {}, {}, {}, {}, {}});
  }
  const ResultsReader reader(path);
  ASSERT_EQ(reader.frames(), 3u);
  EXPECT_EQ(reader.rows(0), 0u);
  EXPECT_EQ(reader.frame(1).id, (std::vector<uint32_t>{1, 2}));
  EXPECT_EQ(reader.frame(2).size(), 0u);
  EXPECT_FALSE(reader.finished());
}

TEST(ResultsFile, GivesBackPeopleCrossingsAndEvents) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  std::vector<PersonRecord> people(3);
  people[1] = {1, 1.34f, 0.15f, 30.0f};
  const std::string long_text(300, 'x');
  {
    ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.people(people);
    writer.event({0.5, "door_closed", "Door 'Tür 1' is closed.", -1});
    writer.crossing({1.25, 2, Crossing::Gate::door, 0, -1});
    writer.crossings({{1.5, 2, Crossing::Gate::exit, 0, 1}, {1.75, 1, Crossing::Gate::exit, 0, 1}});
    writer.event({2, "stuck", long_text, 1});
    people[1].exit = 0;
    people[1].exit_time = 1.75f;
    people[1].path_length = 12.5f;
    writer.people(people);
    writer.finish(sample::summary());
  }
  const ResultsReader reader(path);
  const auto read = reader.people();
  ASSERT_EQ(read.size(), 3u);
  EXPECT_EQ(read[1].group, 1u);
  EXPECT_EQ(read[1].speed, 1.34f);
  EXPECT_EQ(read[1].radius, 0.15f);
  EXPECT_EQ(read[1].premovement, 30.0f);
  EXPECT_EQ(read[1].exit, 0);
  EXPECT_EQ(read[1].exit_time, 1.75f);
  EXPECT_EQ(read[1].path_length, 12.5f);
  EXPECT_EQ(read[2].exit, -1);
  EXPECT_TRUE(std::isnan(read[2].exit_time));

  const auto crossings = reader.crossings();
  ASSERT_EQ(crossings.size(), 3u);
  EXPECT_EQ(crossings[0].time, 1.25);
  EXPECT_EQ(crossings[0].person, 2u);
  EXPECT_EQ(crossings[0].gate, Crossing::Gate::door);
  EXPECT_EQ(crossings[0].direction, -1);
  EXPECT_EQ(crossings[2].gate, Crossing::Gate::exit);
  EXPECT_EQ(crossings[2].direction, 1);

  const auto events = reader.events();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].kind, "door_closed");
  EXPECT_EQ(events[0].text, "Door 'Tür 1' is closed.");
  EXPECT_EQ(events[0].person, -1);
  EXPECT_EQ(events[1].text, std::string(240, 'x'));
  EXPECT_EQ(events[1].person, 1);
}

TEST(ResultsFile, RefusesPositionsThatAreNoNumbers) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.frame(sample::walkers(0, 2));
  writer.frame({1, {7}, {std::nanf("")}, {0}, {0}, {1}, {1}});
  try {
    writer.flush();
    FAIL() << "nothing was thrown";
  } catch (const ResultsError& error) {
    EXPECT_NE(std::string(error.what()).find("person 7 is at x = nan m at 1 s"), std::string::npos) << error.what();
  }
  EXPECT_THROW(writer.event({2, "x", "y"}), ResultsError) << "the error stays";
}

TEST(ResultsFile, CannotBeWrittenIntoNoFolder) {
  const muster::test::TemporaryFolder folder;
  EXPECT_THROW(ResultsWriter(folder.path() / "no" / "results.h5", sample::info(), sample::two_storeys()), ResultsError);
}

}  // namespace
}  // namespace muster::results
