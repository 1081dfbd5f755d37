#include "viewer/window/picture.h"

#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <gtest/gtest.h>

namespace muster::viewer {
namespace {

namespace sample = results::sample;

std::filesystem::path record(const std::filesystem::path& folder, size_t frames, size_t people) {
  const auto path = folder / "results.h5";
  results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(people));
  for (size_t k = 0; k < frames; ++k) writer.frame(sample::walkers(k, people));
  return path;
}

Show plan(double time) {
  Show show;
  show.time = time;
  show.from = Show::From::plan;
  return show;
}

/// A picture of the file; skips the test where this machine cannot draw.
std::optional<Picture> paint(const std::filesystem::path& path, const Show& show) {
  Theatre theatre({path}, Words());
  try {
    return Painter(theatre, 320, 240).paint(show);
  } catch (const ViewError&) {
    return std::nullopt;
  }
}

size_t different(const Picture& a, const Picture& b) {
  size_t n = 0;
  for (size_t i = 0; i < a.bytes.size(); ++i) n += std::abs(a.bytes[i] - b.bytes[i]) > 8 ? 1 : 0;
  return n;
}

TEST(Picture, TheSameFileGivesTheSamePictureAndAnotherTimeAnother) {
  const test::TemporaryFolder folder;
  const auto path = record(folder.path(), 9, 20);
  const auto first = paint(path, plan(0));
  if (!first) GTEST_SKIP() << "this machine cannot draw without a display";
  const auto again = paint(path, plan(0)), later = paint(path, plan(4));
  ASSERT_EQ(first->bytes.size(), 320u * 240 * 3);
  EXPECT_EQ(different(*first, *again), 0u);
  EXPECT_GT(different(*first, *later), 200u);
}

TEST(Picture, EveryViewAndColourShowsSomething) {
  const test::TemporaryFolder folder;
  const auto path = record(folder.path(), 3, 12);
  std::set<std::vector<uint8_t>> pictures;
  for (const auto from : {Show::From::overlook, Show::From::plan, Show::From::follow, Show::From::eyes}) {
    Show show = plan(0.25);
    show.from = from, show.person = 4, show.marks_person = true;
    const auto picture = paint(path, show);
    if (!picture) GTEST_SKIP() << "this machine cannot draw without a display";
    pictures.insert(picture->bytes);
  }
  Show by_state = plan(0.25);
  by_state.colour_by = ColourBy::state;
  pictures.insert(paint(path, by_state)->bytes);
  Show upstairs = plan(0.25);
  upstairs.storey = 1;
  pictures.insert(paint(path, upstairs)->bytes);
  EXPECT_EQ(pictures.size(), 6u);
}

TEST(Picture, NobodyAndOneFrameAreShown) {
  const test::TemporaryFolder empty, single;
  const auto none = paint(record(empty.path(), 0, 0), plan(0));
  if (!none) GTEST_SKIP() << "this machine cannot draw without a display";
  const auto one = paint(record(single.path(), 1, 3), plan(5));
  EXPECT_GT(different(*none, *one), 20u);
}

/// A fire beside the floors that burns from 1 s on, and smoke over them.
std::filesystem::path record_fire(const std::filesystem::path& folder) {
  const scene::Floors floors = sample::two_storeys();
  results::RunInfo info = sample::info();
  results::HazardGrid& grid = info.hazards;
  grid.square = 2, grid.every = 1, grid.height = 1.6;
  grid.x = {11}, grid.y = {-4.5}, grid.z = {0}, grid.storey = {0}, grid.space = {-1}, grid.indoors = {0};
  grid.square_of.assign(floors.size(), 0);
  grid.fires = {{"pool", "pool_fire", "gasoline", 1, 100}};
  results::FlameShape wall{0, 1, {10, -4, 0, 12, -4, 0, 12, -4, 3, 10, -4, 3}, {120000}};
  grid.flames = {wall};
  grid.smoke = true;
  grid.volume = {{10, 12}, {-5, -4}, {1, 2}};
  const auto path = folder / "results.h5";
  results::ResultsWriter writer(path, info, floors);
  writer.people(std::vector<results::PersonRecord>(20));
  for (size_t k = 0; k < 9; ++k) {
    writer.frame(sample::walkers(k, 20));
    results::HazardFrame frame{static_cast<double>(k), {}, {k == 0 ? 0.0f : 9000.0f}};
    frame.radiation = frame.flux;
    frame.extinction = {k < 3 ? 0.0f : 1.0f}, frame.monoxide = {0};
    frame.volume.smoke.assign(8, results::volume_code(k < 3 ? 0 : 1, results::densest_smoke));
    writer.hazards(std::move(frame));
  }
  return path;
}

TEST(Picture, FlamesAndSmokeAreSeenWhileTheyAreThere) {
  const test::TemporaryFolder folder;
  const auto path = record_fire(folder.path());
  Theatre theatre({path}, Words());
  std::optional<Painter> painter;
  try {
    painter.emplace(theatre, 320, 240);
  } catch (const ViewError&) {
    GTEST_SKIP() << "this machine cannot draw without a display";
  }
  Show show;
  show.elevation_deg = 20;
  const auto at = [&](double time, bool clouds) {
    show.time = time, show.clouds = clouds;
    return painter->paint(show);
  };
  // Orange: more red than blue by far.
  const auto orange = [](const Picture& picture) {
    size_t n = 0;
    for (size_t i = 0; i < picture.bytes.size(); i += 3)
      n += picture.bytes[i] > 160 && picture.bytes[i] > picture.bytes[i + 2] + 90 ? 1 : 0;
    return n;
  };
  EXPECT_LT(orange(at(0.5, false)), 300u);
  EXPECT_GT(orange(at(1.5, false)), 1500u);
  EXPECT_GT(different(at(4, true), at(4, false)), 3000u) << "smoke";
  EXPECT_LT(different(at(1.2, true), at(1.2, false)), 100u) << "no smoke yet";
}

TEST(Picture, SmokeHidesWhatIsFarOffFromWhoStandsInIt) {
  const test::TemporaryFolder folder;
  const auto path = record_fire(folder.path());
  Show show;
  show.from = Show::From::eyes, show.person = 18, show.marks_person = true, show.time = 1.5;
  const auto clear = paint(path, show);
  if (!clear) GTEST_SKIP() << "this machine cannot draw without a display";
  show.time = 4;
  const auto dim = paint(path, show);
  const auto mean = [](const Picture& picture) {
    double sum = 0;
    for (const uint8_t byte : picture.bytes) sum += byte;
    return sum / static_cast<double>(picture.bytes.size());
  };
  EXPECT_LT(mean(*dim), mean(*clear) - 30);
}

TEST(Picture, ACutFileSaysWhatIsWrong) {
  const test::TemporaryFolder folder;
  const auto path = record(folder.path(), 2, 3);
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  try {
    Theatre theatre({path}, Words());
    FAIL() << "it was opened";
  } catch (const results::ResultsError& error) {
    EXPECT_NE(std::string(error.what()).find("results.h5"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace muster::viewer
