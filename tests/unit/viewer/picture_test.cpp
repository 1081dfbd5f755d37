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
