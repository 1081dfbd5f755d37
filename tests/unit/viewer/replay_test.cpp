#include "viewer/replay/replay.h"

#include "sim/results/h5.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"
#include "viewer/replay/colours.h"
#include "viewer/replay/overlay.h"
#include "viewer/replay/view.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::viewer {
namespace {

namespace sample = results::sample;

results::Frame frame_of(double time, std::vector<uint32_t> id, std::vector<float> x) {
  results::Frame frame;
  frame.time = time;
  frame.id = std::move(id);
  frame.x = std::move(x);
  frame.y.assign(frame.size(), -4.5f);
  frame.z.assign(frame.size(), 0);
  frame.speed.assign(frame.size(), 1);
  frame.state.assign(frame.size(), 1);
  return frame;
}

/// Two frames: 1 walks 1 m in 1 s; 2 is gone in the second; 3 is new there; 4 is carried 50 m.
class Recorded : public testing::Test {
 protected:
  Recorded() {
    results::ResultsWriter writer(path_, sample::info(), sample::two_storeys());
    writer.people(std::vector<results::PersonRecord>(5));
    writer.frame(frame_of(10, {4, 1, 2}, {11.9f, 10.5f, 11.0f}));
    writer.frame(frame_of(11, {1, 3, 4}, {11.5f, 10.2f, 61.9f}));
    writer.crossing({10.4, 2, results::Crossing::Gate::exit, 0, 1});
    writer.crossing({10.6, 3, results::Crossing::Gate::exit, 0, 1});
    writer.crossing({10.8, 3, results::Crossing::Gate::exit, 0, -1});
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "results.h5";
};

TEST_F(Recorded, PeopleGoOnStraightLinesBetweenFrames) {
  Replay replay(path_);
  EXPECT_EQ(replay.begin(), 10);
  EXPECT_EQ(replay.end(), 11);
  const Bodies& bodies = replay.at(10.25);
  ASSERT_EQ(bodies.id, (std::vector<uint32_t>{1, 2, 4}));
  EXPECT_NEAR(bodies.x[0], 10.75f, 1e-3f);
  EXPECT_NEAR(bodies.heading_x[0], 1, 1e-6f);
  EXPECT_NEAR(bodies.x[1], 11.0f, 1e-3f) << "gone in the next frame: stands where seen";
  EXPECT_EQ(bodies.heading_x[1], 0);
  EXPECT_NEAR(bodies.x[2], 11.9f, 1e-3f) << "nobody walks 50 m in 1 s";
  EXPECT_EQ(bodies.row_of(4), 2u);
  EXPECT_EQ(bodies.row_of(3), bodies.size());
}

TEST_F(Recorded, TimesBeyondTheEndsAreTheEnds) {
  Replay replay(path_);
  EXPECT_EQ(replay.at(-100).time, 10);
  const Bodies& last = replay.at(1e9);
  EXPECT_EQ(last.time, 11);
  ASSERT_EQ(last.id, (std::vector<uint32_t>{1, 3, 4}));
  EXPECT_NEAR(last.x[2], 61.9f, 1e-3f);
}

TEST_F(Recorded, WhoComesBackInIsNotOut) {
  Replay replay(path_);
  EXPECT_EQ(replay.out_by(10.3), 0);
  EXPECT_EQ(replay.out_by(10.4), 1);
  EXPECT_EQ(replay.out_by(10.7), 1) << "3 was out for a while, but not for good";
  EXPECT_EQ(replay.out_by(99), 1);
}

TEST(Replay, WhoReachesAMusterPointIsOut) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  results::RunInfo info = sample::info();
  info.muster_points = {{"Gate", {0, 1}}};
  {
    results::ResultsWriter writer(path, info, sample::two_storeys());
    writer.frame(frame_of(0, {0, 1}, {10.5f, 11}));
    writer.crossing({3, 1, results::Crossing::Gate::exit, 0, 1});
    writer.arrivals({{2, 0, 0}});
  }
  Replay replay(path);
  EXPECT_EQ(replay.out_by(1.9), 0);
  EXPECT_EQ(replay.out_by(2), 1);
  EXPECT_EQ(replay.out_by(3), 2);
}

TEST_F(Recorded, AFileWithoutFieldsHasNone) {
  Replay replay(path_);
  const Samples samples(replay);
  const Overlay overlay(replay, samples);
  EXPECT_TRUE(overlay.names().empty());
  EXPECT_EQ(overlay.find("heat"), -1);
}

TEST(Replay, AFileWithoutFramesShowsNobody) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  { results::ResultsWriter writer(path, sample::info(), sample::two_storeys()); }
  Replay replay(path);
  EXPECT_EQ(replay.begin(), 0);
  EXPECT_EQ(replay.end(), 0);
  EXPECT_EQ(replay.at(3).size(), 0u);
}

std::string why_not(const std::filesystem::path& path) {
  try {
    const Replay replay(path);
    const Samples samples(replay);
    return "";
  } catch (const results::ResultsError& error) {
    return error.what();
  }
}

TEST(Replay, WhatCannotBeOpenedSaysWhy) {
  const test::TemporaryFolder folder;
  const auto whole = folder.path() / "results.h5", cut = folder.path() / "cut.h5", newer = folder.path() / "newer.h5";
  {
    results::ResultsWriter writer(whole, sample::info(), sample::two_storeys());
    writer.people(std::vector<results::PersonRecord>(3));
    for (size_t k = 0; k < 20; ++k) writer.frame(sample::walkers(k, 3));
    writer.finish(sample::summary());
  }
  EXPECT_EQ(why_not(whole), "");
  for (const double part : {0.9, 0.5, 0.1, 0.0}) {
    std::filesystem::copy_file(whole, cut, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(cut, static_cast<size_t>(part * static_cast<double>(file_size(whole))));
    EXPECT_NE(why_not(cut).find("cut.h5: "), std::string::npos) << part;
  }
  std::filesystem::copy_file(whole, newer);
  {
    const results::h5::Lock lock;
    const results::h5::File file = results::h5::open_file(newer, H5F_ACC_RDWR);
    const results::h5::Group meta = results::h5::open_group(file, "meta");
    H5Adelete(meta, "version");
    results::h5::write_attribute(meta, "version", int64_t{99});
  }
  EXPECT_NE(why_not(newer).find("99"), std::string::npos) << why_not(newer);
  EXPECT_NE(why_not(folder.path() / "none.h5").find("none.h5"), std::string::npos);
}

TEST(Replay, NobodyOneFrameAndNoModelAreOpened) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  {
    results::ResultsWriter writer(path, sample::info(), sample::two_storeys());  // no model
    writer.people({});
    writer.frame(sample::walkers(0, 0));
    writer.finish(sample::summary());
  }
  EXPECT_EQ(why_not(path), "");
  Replay replay(path);
  EXPECT_EQ(replay.begin(), replay.end());
  EXPECT_EQ(replay.at(5).size(), 0u);
  EXPECT_TRUE(replay.file().model().triangles.empty());
  EXPECT_FALSE(bounds_of(replay).empty()) << "one looks at the floors";
  EXPECT_FALSE(busiest_storey(replay));
}

TEST(Replay, FollowsARunThatGoesOn) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.frame(frame_of(0, {0}, {10.5f}));
  writer.flush();
  Replay replay(path);
  EXPECT_EQ(replay.end(), 0);
  writer.frame(frame_of(1, {0}, {11.5f}));
  writer.flush();
  EXPECT_TRUE(replay.refresh());
  EXPECT_EQ(replay.end(), 1);
  EXPECT_NEAR(replay.at(0.5).x.at(0), 11.0f, 1e-3f);
}

TEST(Replay, TheModelIsInTheFile) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  scene::Model model;
  model.vertices = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  model.elements = {{"", "room", "", scene::Meaning::space, 0}, {"", "slab", "", scene::Meaning::floor, 1}};
  model.triangles = {{{0, 1, 3}, 0}, {{1, 2, 3}, 1}};
  { results::ResultsWriter writer(path, sample::info(), sample::two_storeys(), model); }
  const scene::Model read = Replay(path).file().model();
  ASSERT_EQ(read.elements.size(), 1u) << "a space is not to be seen";
  EXPECT_EQ(read.elements[0].name, "slab");
  EXPECT_EQ(read.elements[0].meaning, scene::Meaning::floor);
  EXPECT_EQ(read.elements[0].storey, 1);
  ASSERT_EQ(read.triangles.size(), 1u);
  EXPECT_EQ(read.vertices.at(read.triangles[0].vertex[2]), Vec3f(0, 0, 1));
}

Bodies bodies_at(const std::vector<std::array<float, 3>>& places) {
  Bodies bodies;
  for (const auto& p : places) {
    bodies.id.push_back(static_cast<uint32_t>(bodies.id.size()));
    bodies.x.push_back(p[0]), bodies.y.push_back(p[1]), bodies.z.push_back(p[2]);
    bodies.heading_x.push_back(0), bodies.heading_y.push_back(0), bodies.speed.push_back(0), bodies.state.push_back(1);
  }
  return bodies;
}

TEST(Colours, NearbyDensityCountsACircleOfAMetreOnOneFloor) {
  // The third stands just outside of the first's circle, the fourth on another storey.
  const auto density = nearby_density(bodies_at({{0, 0, 0}, {0.9f, 0, 0}, {-1.01f, 0, 0}, {0, 0, 3}}));
  const float one = 1 / std::numbers::pi_v<float>;
  EXPECT_NEAR(density[0], 2 * one, 1e-6f);
  EXPECT_NEAR(density[1], 2 * one, 1e-6f);
  EXPECT_NEAR(density[2], one, 1e-6f);
  EXPECT_NEAR(density[3], one, 1e-6f);
}

TEST(Colours, ViridisGetsLighterAllAlong) {
  double before = -1;
  for (int k = 0; k <= 100; ++k) {
    const Rgb c = viridis(k / 100.0);
    const double light =
        0.2126 * static_cast<double>(c[0]) + 0.7152 * static_cast<double>(c[1]) + 0.0722 * static_cast<double>(c[2]);
    EXPECT_GT(light, before) << k;
    before = light;
  }
  EXPECT_EQ(viridis(-1), viridis(0));
  EXPECT_EQ(viridis(2), viridis(1));
}

}  // namespace
}  // namespace muster::viewer
