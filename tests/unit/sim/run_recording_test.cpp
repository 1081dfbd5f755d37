// What a run records of its people: their states, and which crossings of doors are passages.
#include "sim/case/read.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "sim/run/summarise.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <array>
#include <filesystem>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// Two rooms of which one has the exit; the only way there is a ladder on which two have room at a time.
constexpr const char* ladder = R"toml(
[model]
wkt = "MULTIPOLYGON (((0 0, 6 0, 6 4, 0 4, 0 0)), ((8 0, 14 0, 14 4, 8 4, 8 0)))"
[[link]]
name = "gangway"
kind = "ladder"
path = [[5.5, 2, 0], [8.5, 2, 0]]
width_m = 0.6
[[exit]]
name = "door"
line = [[14, 1], [14, 3]]
[[people]]
count = 12
polygon = [[0.5, 0.5], [5, 0.5], [5, 3.5], [0.5, 3.5]]
premovement_s = 1
[run]
until_s = 12
)toml";

TEST(Recording, TellsThoseWhoQueueBeforeALinkFromThoseWhoHaveNotStarted) {
  const muster::test::TemporaryFolder folder;
  const Case the_case = read_case_text(ladder, folder.path() / "a.toml");
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  const results::Summary summary = run(the_case, options);
  const results::ResultsReader reader(options.out / "results.h5");
  const auto with = [&](size_t k, results::PersonState state) {
    const results::Frame frame = reader.frame(k);
    return std::count(frame.state.begin(), frame.state.end(), static_cast<uint8_t>(state));
  };
  EXPECT_EQ(with(0, results::PersonState::waiting), 12);
  EXPECT_EQ(with(0, results::PersonState::queueing), 0);
  int64_t most = 0;
  for (size_t k = 4; k < reader.frames(); ++k) {
    EXPECT_EQ(with(k, results::PersonState::waiting), 0) << "everybody has started by then, " << reader.times()[k];
    most = std::max<int64_t>(most, with(k, results::PersonState::queueing));
  }
  EXPECT_GT(most, 2);
  EXPECT_EQ(summary.people.waiting, 0);
  EXPECT_EQ(summary.people.queueing, with(reader.frames() - 1, results::PersonState::queueing));
  EXPECT_GT(summary.people.queueing, 0) << "twelve people over a ladder take longer than twelve seconds";
  const std::vector<results::Event> events = reader.events();
  ASSERT_FALSE(events.empty());
  EXPECT_EQ(events.back().kind, "end");
}

/// Crossings of one person at one door: time [s], positive for forward.
std::vector<double> passed(const std::vector<std::pair<double, bool>>& crossings) {
  std::vector<crowd::Crossing> all;
  for (const auto& [time, forward] : crossings) all.push_back({3, 1, forward, time});
  std::vector<double> times;
  for (const crowd::Crossing& crossing : passages(all)) times.push_back(crossing.time);
  return times;
}

TEST(Passages, AreCrossingsWithoutTurningBack) {
  using Times = std::vector<double>;
  EXPECT_EQ(passed({}), Times{});
  EXPECT_EQ(passed({{5, true}}), Times{5});
  // There and back within 10 s is nothing; later it is two passages.
  EXPECT_EQ(passed({{5, true}, {6, false}}), Times{});
  EXPECT_EQ(passed({{5, true}, {15, false}}), Times{}) << "10 s count";
  EXPECT_EQ(passed({{5, true}, {15.1, false}}), (Times{5, 15.1}));
  // Somebody jitters on the line and gets through in the end.
  EXPECT_EQ(passed({{1, true}, {1.1, false}, {1.2, true}, {1.3, false}, {1.4, true}}), Times{1.4});
  // In at 0 s; turns round at 20 s, once more at 21 s: the first passage stands, and nothing else.
  EXPECT_EQ(passed({{0, true}, {20, false}, {21, true}}), Times{0});
  // Twice the same way, round some other door: two passages; the way back cancels the latter.
  EXPECT_EQ(passed({{0, true}, {8, true}, {9, false}}), Times{0});
  EXPECT_EQ(passed({{0, true}, {8, true}, {9, false}, {9.5, false}}), Times{});
}

TEST(Passages, AreOfEachPersonAndDoor) {
  // Persons 1 and 2 cross in opposite directions, person 1 through two doors.
  const std::vector<crowd::Crossing> all = {{1, 0, true, 1}, {2, 0, false, 1.5}, {1, 4, false, 2}, {1, 0, false, 3}};
  const std::vector<crowd::Crossing> left = passages(all);
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].id, 2u);
  EXPECT_EQ(left[1].line, 4);
}

}  // namespace
}  // namespace muster::sim
