// Flames, clouds, smoke and contours of a run, without graphics.
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"
#include "viewer/replay/clouds.h"
#include "viewer/replay/contours.h"
#include "viewer/replay/course.h"
#include "viewer/replay/flames.h"
#include "viewer/replay/overlay.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include <Eigen/Geometry>
#include <gtest/gtest.h>

namespace muster::viewer {
namespace {

namespace sample = results::sample;

/// A square flame of 2 m x 2 m in the plane x = 5 that looks to +x: one face.
results::FlameShape wall_of_fire(uint32_t fire, double from) {
  return {fire, from, {5, 0, 0, 5, 2, 0, 5, 2, 2, 5, 0, 2}, {50000}};
}

/// Two squares of the ground floor, one leak, one fire, and nodes above them; samples at 0 and 10 s.
results::RunInfo with_hazards(const scene::Floors& floors) {
  results::RunInfo info = sample::info();
  results::HazardGrid& grid = info.hazards;
  grid.square = 1, grid.every = 10, grid.height = 1.6;
  grid.x = {10.5, 11.5}, grid.y = {-4.5, -4.5}, grid.z = {0, 0};
  grid.storey = {0, 0}, grid.space = {-1, -1}, grid.indoors = {0, 0};
  grid.square_of.assign(floors.size(), -1);
  for (size_t c = 0; c < floors.size(); ++c)
    if (floors.z[c] < 1) grid.square_of[c] = floors.grid.centre(floors.column[c]).x() < 11 ? 0 : 1;
  grid.hazards = {{"flange", "leak", "ammonia", 2}};
  grid.fires = {{"pool", "pool_fire", "gasoline", 5, 100, 50, 60}};
  grid.flames = {wall_of_fire(0, 5), wall_of_fire(0, 20)};
  grid.smoke = true;
  grid.volume = {{10, 12}, {-5, -4}, {0.5, 1.5}};
  return info;
}

results::HazardFrame frame_of(double time, std::vector<float> gas, std::vector<float> extinction) {
  results::HazardFrame frame{time, std::move(gas)};
  frame.flux = frame.radiation = {5000, 1000};
  frame.extinction = std::move(extinction), frame.monoxide = {0, 0};
  frame.volume.gas.assign(8, 0), frame.volume.smoke.assign(8, 0);
  frame.volume.gas[7] = results::volume_code(time / 1000, results::densest_gas);
  frame.volume.smoke[0] = results::volume_code(0.5, results::densest_smoke);
  return frame;
}

class Hazardous : public testing::Test {
 protected:
  Hazardous() {
    const scene::Floors floors = sample::two_storeys();
    results::ResultsWriter writer(path_, with_hazards(floors), floors);
    for (const double time : {0.0, 10.0, 20.0}) {
      results::Frame frame;
      frame.time = time;
      writer.frame(std::move(frame));
    }
    writer.hazards(frame_of(0, {0, 0}, {0, 0}));
    writer.hazards(frame_of(10, {1e-3f, 1e-5f}, {0.4f, 0}));
    results::Summary summary;
    summary.hazards = {{"flange", "leak", {}, {}}};
    summary.hazards[0].endpoints = {{"AEGL-2 (60 min)", 160, "ppm", {}, {}}, {"IDLH", 300, "ppm", {}, {}}};
    writer.finish(summary);
  }

  test::TemporaryFolder folder_;
  std::filesystem::path path_ = folder_.path() / "results.h5";
};

TEST_F(Hazardous, AFlameBurnsFromItsBeginAndFoamClosesIt) {
  const Replay replay(path_);
  const Samples samples(replay);
  EXPECT_TRUE(flames_at(samples.grid(), 4.9).empty());
  ASSERT_EQ(flames_at(samples.grid(), 5).size(), 1u);
  EXPECT_EQ(flames_at(samples.grid(), 19.9)[0].shape, samples.grid().flames.data());
  EXPECT_EQ(flames_at(samples.grid(), 20)[0].shape, samples.grid().flames.data() + 1);
  EXPECT_EQ(flames_at(samples.grid(), 50)[0].strength, 1);
  EXPECT_NEAR(flames_at(samples.grid(), 57)[0].strength, 0.3, 1e-12);
  EXPECT_TRUE(flames_at(samples.grid(), 60).empty());
}

TEST_F(Hazardous, ALampHasThePowerOfItsFlame) {
  const Replay replay(path_);
  const Samples samples(replay);
  const Lamp lamp = lamp_of(flames_at(samples.grid(), 6)[0]);
  EXPECT_NEAR(lamp.power, 4 * 50000, 1);  // [m2] * [W/m2]
  EXPECT_NEAR((lamp.at - Vec3(5, 1, 1)).norm(), 0, 1e-6);
  // A face of three corners has its last one twice.
  results::FlameShape triangle{0, 0, {0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 2, 0}, {1000}};
  EXPECT_NEAR(lamp_of({&triangle, 1}).power, 2000, 1e-6);
}

TEST_F(Hazardous, SmokeIsThatOfTheSquareBetweenTwoSamples) {
  const Replay replay(path_);
  const Samples samples(replay);
  const Clouds clouds(samples);
  EXPECT_NEAR(clouds.extinction({10.5, -4.5, 0}, 10), 0.4, 1e-6);
  EXPECT_NEAR(clouds.extinction({10.5, -4.5, 0}, 2.5), 0.1, 1e-6);
  EXPECT_EQ(clouds.extinction({11.5, -4.5, 0}, 10), 0);
  EXPECT_EQ(clouds.extinction({10.5, -4.5, 3}, 10), 0) << "another storey";
  EXPECT_EQ(clouds.extinction({500, 0, 0}, 10), 0);
  EXPECT_NEAR(transmission(0.4, 5), std::exp(-2), 1e-12);
}

TEST_F(Hazardous, PuffsStandWhereTheSamplesAre) {
  const Replay replay(path_);
  const Samples samples(replay);
  Clouds clouds(samples);
  const auto& puffs = clouds.puffs(10, 0, 1e-4);
  ASSERT_EQ(puffs.size(), 2u);
  EXPECT_EQ(puffs[0].at, (std::array<float, 3>{10, -5, 0.5f}));
  EXPECT_NEAR(puffs[0].density, 0.5, 0.5 * 0.03) << "smoke, to the byte's 3 %";
  EXPECT_EQ(puffs[1].at, (std::array<float, 3>{12, -4, 1.5f}));
  EXPECT_EQ(clouds.puffs(0, 0, 1e-4).size(), 1u) << "no gas yet";
  EXPECT_EQ(clouds.puffs(10, 0, 0.1).size(), 1u) << "thinner than the bar begins";
}

TEST(Course, IsWhatSomebodyMetAtTheSamples) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const scene::Floors floors = sample::two_storeys();
  {
    results::ResultsWriter writer(path, with_hazards(floors), floors);
    for (const double time : {0.0, 5.0, 10.0}) {
      results::Frame frame;
      frame.time = time;
      frame.id = {3}, frame.x = {time < 7 ? 10.5f : 11.5f}, frame.y = {-4.5f}, frame.z = {0};
      frame.speed = {1}, frame.state = {1};
      writer.frame(std::move(frame));
    }
    writer.hazards(frame_of(0, {2e-4f, 0}, {0.4f, 0}));
    writer.hazards(frame_of(10, {1, 5e-5f}, {1, 0.1f}));
  }
  const Replay replay(path);
  const Samples samples(replay);
  const Course course = course_of(replay, samples, 3);
  EXPECT_EQ(course.time, (std::vector<double>{0, 10}));
  ASSERT_EQ(course.met.size(), 3u);
  EXPECT_EQ(course.met[0].name, "flange");
  EXPECT_NEAR(course.met[0].value[0], 200, 1e-3f);
  EXPECT_NEAR(course.met[0].value[1], 50, 1e-3f) << "it has gone on to the second square";
  EXPECT_EQ(course.met[1].unit, "kW/m2");
  EXPECT_NEAR(course.met[1].value[1], 1, 1e-6f);
  EXPECT_NEAR(course.met[2].value[1], 0.1f, 1e-6f);
  EXPECT_TRUE(course_of(replay, samples, 8).time.empty());
}

TEST(VolumeCode, KeepsSixPerCentOverSixDecades) {
  EXPECT_EQ(results::volume_code(0, 1), 0);
  EXPECT_EQ(results::volume_code(-1, 1), 0);
  EXPECT_EQ(results::volume_code(std::nan(""), 1), 0);
  EXPECT_EQ(results::volume_code(1, 1), 255);
  EXPECT_EQ(results::volume_code(50, 1), 255);
  EXPECT_EQ(results::volume_code(1e-7, 1), 0);
  for (double value = 5e-7; value <= 1; value *= 1.37)
    EXPECT_NEAR(results::volume_value(results::volume_code(value, 1), 1) / value, 1, 0.03) << value;
}

TEST_F(Hazardous, LevelsOfGasAreThoseOfTheSummary) {
  const Replay replay(path_);
  const Samples samples(replay);
  const Overlay overlay(replay, samples);
  ASSERT_EQ(overlay.names().size(), 3u);
  EXPECT_EQ(overlay.names()[0].name, "gas:flange");
  ASSERT_EQ(overlay.levels(0).size(), 1u) << "AEGL before others";
  EXPECT_EQ(overlay.levels(0)[0].name, "AEGL-2 (60 min) 160 ppm");
  const auto heat = static_cast<size_t>(overlay.find("heat"));
  ASSERT_EQ(overlay.levels(heat).size(), 3u);
  EXPECT_EQ(overlay.levels(heat)[0].value, 37500);
  EXPECT_EQ(overlay.levels(heat)[2].value, 4000);
}

TEST(Clouds, AFileWithoutHazardsHasNone) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  { results::ResultsWriter writer(path, sample::info(), sample::two_storeys()); }
  const Replay replay(path);
  const Samples samples(replay);
  Clouds clouds(samples);
  EXPECT_TRUE(clouds.empty());
  EXPECT_TRUE(clouds.puffs(0, {}, 1e-6).empty());
  EXPECT_TRUE(flames_at(samples.grid(), 0).empty());
}

TEST(Overlay, TakesInWhatARunAdds) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const scene::Floors floors = sample::two_storeys();
  results::ResultsWriter writer(path, with_hazards(floors), floors);
  const auto add = [&](double time, const results::HazardFrame& hazards) {
    results::Frame frame;
    frame.time = time;
    writer.frame(std::move(frame));
    writer.hazards(hazards);
    writer.flush();
  };
  add(0, frame_of(0, {0, 0}, {0, 0}));
  Replay replay(path);
  Samples samples(replay);
  Overlay overlay(replay, samples);
  EXPECT_EQ(overlay.legend(0).high, 0);
  add(10, frame_of(10, {2e-3f, 0}, {0, 0}));
  EXPECT_TRUE(replay.refresh());
  EXPECT_TRUE(samples.refresh());
  overlay.refresh();
  EXPECT_NEAR(overlay.legend(0).high, 2000, 1e-3);
  bool changed = false;
  EXPECT_GT(overlay.at(0, 10, changed).opacity[0], 0);
  EXPECT_FALSE(samples.refresh()) << "nothing can have come yet";
}

TEST(Clouds, SmokeThatTheCaseGivesDimsTheView) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  const scene::Floors floors = sample::two_storeys();
  results::RunInfo info = sample::info();
  info.given_smoke.zones = {{"upstairs", {{10, 0}, {20, 2}}}};
  info.given_smoke.zone_of.assign(floors.size(), -1);
  for (size_t c = 0; c < floors.size(); ++c)
    if (floors.storey[c] == 1) info.given_smoke.zone_of[c] = 0;
  {
    results::ResultsWriter writer(path, info, floors);
    writer.finish(sample::summary());
  }
  const Replay replay(path);
  const Samples samples(replay);
  const Clouds clouds(samples);
  EXPECT_EQ(clouds.extinction({10.5, -4.5, 3}, 0), 0);
  EXPECT_EQ(clouds.extinction({10.5, -4.5, 3}, 15), 1) << "half way from 0 to 2";
  EXPECT_EQ(clouds.extinction({10.5, -4.5, 3}, 100), 2);
  EXPECT_EQ(clouds.extinction({10.5, -4.5, 0}, 15), 0) << "downstairs";
  EXPECT_EQ(clouds.extinction({50, 50, 3}, 15), 0) << "beyond the floors";
}

double area_of(const std::vector<Corner>& corners) {
  double area = 0;
  const auto at = [&](size_t i) { return Vec3(corners[i][0], corners[i][1], corners[i][2]); };
  for (size_t i = 0; i + 2 < corners.size(); i += 3) area += (at(i + 1) - at(i)).cross(at(i + 2) - at(i)).norm() / 2;
  return area;
}

TEST(Isosurface, OfAGradientIsAPlane) {
  // 10^-2 at x = 0 and 10^-4 at x = 2: 10^-3 half way, over a square of 1 m x 3 m.
  const results::VolumeGrid grid{{0, 2}, {0, 1}, {0, 3}};
  const std::vector<float> values = {1e-2f, 1e-4f, 1e-2f, 1e-4f, 1e-2f, 1e-4f, 1e-2f, 1e-4f};
  const auto corners = isosurface(grid, values, 1e-3);
  ASSERT_FALSE(corners.empty());
  for (const Corner& corner : corners) EXPECT_NEAR(corner[0], 1, 1e-5);
  EXPECT_NEAR(area_of(corners), 3, 1e-5);
  EXPECT_TRUE(isosurface(grid, values, 1).empty());
  EXPECT_TRUE(isosurface(grid, values, 1e-6).empty()) << "everything is above it";
  EXPECT_TRUE(isosurface({{0}, {0, 1}, {0, 3}}, std::vector<float>(4, 1), 0.5).empty()) << "flat";
}

TEST(Isosurface, OfABallHasItsRadiusAndIsClosed) {
  results::VolumeGrid grid;
  for (int i = -12; i <= 12; ++i)
    for (auto* axis : {&grid.x, &grid.y, &grid.z}) axis->push_back(static_cast<float>(i));
  std::vector<float> values;
  for (const float z : grid.z)
    for (const float y : grid.y)
      for (const float x : grid.x) values.push_back(std::exp(-std::hypot(x, y, z)));
  const auto corners = isosurface(grid, values, std::exp(-8.0));
  for (const Corner& corner : corners) EXPECT_NEAR(std::hypot(corner[0], corner[1], corner[2]), 8, 0.05);
  EXPECT_NEAR(area_of(corners), 4 * std::numbers::pi * 64, 0.01 * 4 * std::numbers::pi * 64);
  // No edge without a second triangle: no gap.
  std::map<std::pair<Corner, Corner>, int> edges;
  for (size_t i = 0; i < corners.size(); ++i) {
    const Corner &a = corners[i], &b = corners[i % 3 == 2 ? i - 2 : i + 1];
    if (a != b) ++edges[std::minmax(a, b)];
  }
  for (const auto& [edge, count] : edges) EXPECT_EQ(count % 2, 0);
}

TEST_F(Hazardous, ASurfaceOfGasLiesRoundTheNodesAboveItsLevel) {
  const Replay replay(path_);
  const Samples samples(replay);
  Clouds clouds(samples);
  // 1 % at the last of eight nodes, nothing at the others: 1000 ppm is one decade of five from it.
  const auto corners = clouds.surface(10, 0, 1e-3);
  ASSERT_FALSE(corners.empty());
  for (const Corner& corner : corners) {
    const double part = (12 - corner[0]) / 2 + (-4 - corner[1]) + (1.5 - corner[2]);  // along whichever edges
    EXPECT_GT(part, 0.15);
    EXPECT_LT(part, 0.65);
  }
  EXPECT_TRUE(clouds.surface(10, 0, 0.5).empty());
  EXPECT_TRUE(clouds.surface(0, 0, 1e-3).empty());
}

TEST(Contours, ACircleHasItsRadius) {
  // Values fall off as r^-2: the level 1 is the circle of 10 m around the middle.
  std::vector<double> x, y;
  std::vector<float> z, values;
  for (int j = -20; j <= 20; ++j)
    for (int i = -20; i <= 20; ++i) {
      x.push_back(i), y.push_back(j), z.push_back(3);
      values.push_back(static_cast<float>(100 / std::max(1e-3, static_cast<double>(i * i + j * j))));
    }
  const Lattice lattice(1, x, y, z);
  double length = 0;
  for (const Piece& piece : lattice.contour(values, 1)) {
    length += (piece.b - piece.a).norm();
    EXPECT_NEAR(piece.a.head<2>().norm(), 10, 0.02);
    EXPECT_EQ(piece.a.z(), 3);
  }
  EXPECT_NEAR(length, 2 * std::numbers::pi * 10, 0.1);
  EXPECT_TRUE(lattice.contour(values, 1e9).empty());
}

TEST(Contours, StoreysAreNotJoined) {
  // Two squares below, two above: no four of one storey.
  const std::vector<double> x = {0, 1, 0, 1}, y = {0, 0, 1, 1};
  const std::vector<float> z = {0, 0, 3, 3}, values = {0, 0, 5, 5};
  EXPECT_TRUE(Lattice(1, x, y, z).contour(values, 1).empty());
  const std::vector<float> level = {0, 0, 0, 0};
  EXPECT_EQ(Lattice(1, x, y, level).contour(values, 1).size(), 1u);
}

}  // namespace
}  // namespace muster::viewer
