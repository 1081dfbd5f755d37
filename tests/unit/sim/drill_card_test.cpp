// The drill card: rooms by where people were first seen, their doors and exits, and when they are out.
#include "sim/report/drill_card.h"

#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace sample = results::sample;
using Gate = results::Crossing::Gate;

/// Even people begin in room 0 of the ground floor, odd ones in room 1 of the upper; the last one never leaves.
std::filesystem::path record(const std::filesystem::path& folder) {
  const auto path = folder / "results.h5";
  results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(6));
  writer.frame(sample::walkers(0, 6));
  writer.crossing({1, 1, Gate::door, 0, 1});
  for (const uint32_t p : {0u, 2u, 4u, 1u, 3u}) writer.crossing({10.0 + p, p, Gate::exit, 0, 1});
  writer.frame(sample::walkers(5, 6));
  writer.finish(sample::summary());
  return path;
}

TEST(DrillCard, OneLineARoom) {
  const test::TemporaryFolder folder;
  const auto lines = drill_lines(results::ResultsReader(record(folder.path())));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].storey, 0);
  EXPECT_EQ(lines[0].space, 0);
  EXPECT_EQ(lines[0].people, 3u);
  EXPECT_EQ(lines[0].portal, -1) << "nobody of them passed a door";
  EXPECT_EQ(lines[0].first, 10);
  EXPECT_EQ(lines[0].half, 12);
  EXPECT_EQ(lines[0].last, 14);
  EXPECT_EQ(lines[1].people, 3u);
  EXPECT_EQ(lines[1].portal, 0);
  ASSERT_EQ(lines[1].exits.size(), 1u);
  EXPECT_EQ(lines[1].exits[0].second, 2u);
  EXPECT_EQ(lines[1].half, 13);
  EXPECT_FALSE(lines[1].last) << "one is still inside";
  EXPECT_EQ(lines[1].sheltered, 0u);
}

TEST(DrillCard, SaysWhoIsNotOut) {
  const test::TemporaryFolder folder;
  const results::ResultsReader file(record(folder.path()));
  EXPECT_NE(drill_card_html(file, Language::english).find("<b>not out: 1</b>"), std::string::npos);
  EXPECT_NE(drill_card_html(file, Language::chinese).find("演练卡"), std::string::npos);
}

TEST(DrillCard, WhoIsInARefugeIsNotMissing) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(2));
  writer.frame(sample::walkers(0, 2));
  writer.crossing({10, 0, Gate::exit, 0, 1});
  results::Frame frame = sample::walkers(0, 2);
  frame.time = 20, frame.id = {1}, frame.state = {static_cast<uint8_t>(results::PersonState::in_refuge)};
  for (std::vector<float>* column : {&frame.x, &frame.y, &frame.z, &frame.speed}) column->erase(column->begin());
  writer.frame(std::move(frame));
  writer.finish(sample::summary());
  const std::string card = drill_card_html(results::ResultsReader(path), Language::english);
  EXPECT_NE(card.find("In refuges: 1"), std::string::npos);
  EXPECT_EQ(card.find("not out"), std::string::npos);
}

}  // namespace
}  // namespace muster::sim
