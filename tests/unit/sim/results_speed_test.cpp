#include "base/random.h"
#include "sim/results/reader.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <cmath>
#include <cstdio>

#include <gtest/gtest.h>

namespace muster::results {
namespace {

/// 100 000 people who walk with 1.34 m/s in directions of their own over 200 m x 250 m; ids in shuffled order, as a
/// store sorted by place hands them over.
Frame crowd(size_t k) {
  constexpr size_t people = 100'000;
  Frame frame;
  frame.time = 0.5 * static_cast<double>(k);
  frame.id.resize(people);
  frame.x.resize(people);
  frame.y.resize(people);
  frame.z.assign(people, 0.0f);
  frame.speed.resize(people);
  frame.state.assign(people, 1);
  for (size_t i = 0; i < people; ++i) {
    const auto id = static_cast<uint32_t>(i * 7919 % people);
    const auto draw = [id](uint32_t index) { return random_uniform(1, id, 0, Draw::test, index); };
    const double angle = 6.283185307 * draw(0), path = 1.34 * frame.time;
    frame.id[i] = id;
    frame.x[i] = static_cast<float>(200 * draw(1) + path * std::cos(angle));
    frame.y[i] = static_cast<float>(250 * draw(2) + path * std::sin(angle));
    frame.speed[i] = static_cast<float>(1.34 * draw(3 + static_cast<uint32_t>(k)));
  }
  return frame;
}

TEST(ResultsSpeed, ReportsAHundredThousandPeople) {
  using Clock = std::chrono::steady_clock;
  const auto seconds = [](Clock::time_point from) {
    return std::chrono::duration<double>(Clock::now() - from).count();
  };
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  constexpr size_t frames = 20;
  std::vector<Frame> made;
  for (size_t k = 0; k < frames; ++k) made.push_back(crowd(k));
  const Frame last = made.back();

  const auto start = Clock::now();
  ResultsWriter writer(path, sample::info(), sample::two_storeys());
  for (Frame& frame : made) writer.frame(std::move(frame));
  const double handed_over = seconds(start);
  writer.finish(sample::summary());
  const double written = seconds(start);
  const double size = static_cast<double>(std::filesystem::file_size(path)) / 1e6;

  const auto reading = Clock::now();
  const ResultsReader reader(path);
  ASSERT_EQ(reader.frames(), frames);
  for (size_t k = 0; k < frames; ++k) ASSERT_EQ(reader.frame(k).size(), 100'000u);
  const double read = seconds(reading);
  EXPECT_EQ(reader.frame(frames - 1).id, last.id);
  EXPECT_NEAR(reader.frame(frames - 1).x[12345], last.x[12345], 0.00051);
  printf("100 000 people x 20 frames: %.1f MB, handed over in %.2f s, written in %.2f s, read in %.2f s\n", size,
         handed_over, written, read);
}

}  // namespace
}  // namespace muster::results
