// XDMF: what the text points at is what the run recorded.
#include "sim/export/xdmf.h"

#include "sim/results/h5.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace sample = results::sample;

std::vector<std::filesystem::path> exported(const std::filesystem::path& folder, size_t people) {
  const auto path = folder / "results.h5";
  {
    results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.people(std::vector<results::PersonRecord>(people));
    for (size_t k = 0; k <= people; ++k) writer.frame(sample::walkers(k, people));  // the last one: nobody
    writer.finish(sample::summary());
  }
  return export_xdmf(results::ResultsReader(path), folder / "seen.xmf");
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Xdmf, EveryFrameIsASliceOfTheArrays) {
  const test::TemporaryFolder folder;
  const auto files = exported(folder.path(), 4);
  ASSERT_EQ(files.size(), 2u);
  EXPECT_EQ(files[1].filename(), "seen.xdmf.h5") << "beside it, and never the results themselves";
  const std::string text = text_of(files[0]);
  const results::h5::Lock lock;
  const auto arrays = results::h5::open_file(files[1], H5F_ACC_RDONLY);
  const auto x = results::h5::read<float>(arrays, "people_x");
  const auto state = results::h5::read<uint8_t>(arrays, "people_state");
  ASSERT_EQ(x.size(), 4u + 3 + 2 + 1 + 1) << "and one for the time without people";
  EXPECT_EQ(state.back(), 255);
  // The x of each frame: time, first, count, total.
  const std::regex slice(
      "<Time Value=\"([^\"]*)\"/>.*?NumberOfElements=\"(\\d+)\".*?XML\">(\\d+) 1 (\\d+)</DataItem>"
      "<DataItem Format=\"HDF\" NumberType=\"Float\" Precision=\"4\" "
      "Dimensions=\"(\\d+)\">seen.xdmf.h5:/people_x");
  size_t frame = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::smatch found;
    if (!std::regex_search(line, found, slice)) continue;
    const results::Frame walkers = sample::walkers(frame, 4);
    EXPECT_DOUBLE_EQ(std::stod(found[1]), walkers.time);
    EXPECT_EQ(found[2], found[4]);
    EXPECT_EQ(std::stoul(found[5]), x.size());
    for (size_t i = 0; i < walkers.size(); ++i) EXPECT_NEAR(x[std::stoul(found[3]) + i], walkers.x[i], 0.00051);
    ++frame;
  }
  EXPECT_EQ(frame, 5u);
}

TEST(Xdmf, FieldsAreReadFromTheResultsThemselves) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    results::RunInfo info = sample::info();
    const scene::Floors floors = sample::two_storeys();
    info.hazards.hazards = {{"flange", "leak", "ammonia", 2}};
    info.hazards.square = 1, info.hazards.every = 10;
    info.hazards.square_of.assign(floors.size(), -1);
    info.hazards.flow = {{1, 3, 5}, {0, 1}, {0.5, 1.5}, {{"gas_0", "flange [volume fraction]", "1"}}, {}};
    info.hazards.flow.solid.assign(12, 0);
    results::ResultsWriter writer(path, info, floors);
    for (const double time : {0.0, 10.0}) {
      results::HazardFrame frame{time, {}};
      frame.fields = {std::vector<float>(12, 0.25F)};
      writer.hazards(std::move(frame));
    }
    writer.finish(sample::summary());
  }
  std::filesystem::create_directory(folder.path() / "there");
  const std::string text = text_of(export_xdmf(results::ResultsReader(path), folder.path() / "there/seen.xmf").front());
  EXPECT_NE(text.find("../results.h5:/hazards/flow/gas_0"), std::string::npos);
  EXPECT_NE(text.find("1 0 0 0 1 1 1 1 1 2 2 3</DataItem>"), std::string::npos) << "the second time";
  // Corners: half a cell before the first middle, in the order z, y, x.
  EXPECT_NE(text.find(">0 -0.5 0</DataItem>"), std::string::npos);
  EXPECT_NE(text.find(">1 1 2</DataItem>"), std::string::npos);
}

TEST(Xdmf, WhatTheRunDoesNotHaveIsLeftOut) {
  const test::TemporaryFolder folder;
  const std::string text = text_of(exported(folder.path(), 2).front());
  EXPECT_EQ(text.find("Name=\"hazards\""), std::string::npos);
  EXPECT_NE(text.find("Name=\"people\""), std::string::npos);
  EXPECT_EQ(text.substr(text.size() - 17), "</Domain></Xdmf>\n");
}

}  // namespace
}  // namespace muster::sim
