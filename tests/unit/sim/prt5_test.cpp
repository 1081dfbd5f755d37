// Particle files of FDS, read back by their documented layout.
#include "sim/export/prt5.h"

#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace sample = results::sample;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Reads what Fortran wrote without a format: length, content, the same length.
class Records {
 public:
  explicit Records(std::string bytes) : bytes_(std::move(bytes)) {}
  bool end() const { return at_ == bytes_.size(); }
  std::string next() {
    const auto length = static_cast<size_t>(number(bytes_.substr(at_, 4)));
    std::string content = bytes_.substr(at_ + 4, length);
    EXPECT_EQ(static_cast<size_t>(number(bytes_.substr(at_ + 4 + length, 4))), length);
    at_ += length + 8;
    return content;
  }
  static int32_t number(const std::string& bytes) { return values<int32_t>(bytes).at(0); }
  template <class T>
  static std::vector<T> values(const std::string& bytes) {
    std::vector<T> all(bytes.size() / sizeof(T));
    std::memcpy(all.data(), bytes.data(), all.size() * sizeof(T));
    return all;
  }

 private:
  std::string bytes_;
  size_t at_ = 0;
};

std::vector<std::filesystem::path> exported(const std::filesystem::path& folder, size_t people) {
  const auto path = folder / "results.h5";
  {
    results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
    writer.people(std::vector<results::PersonRecord>(people));
    for (size_t k = 0; k <= people; ++k) writer.frame(sample::walkers(k, people));  // the last one: nobody
    writer.finish(sample::summary());
  }
  return export_prt5(results::ResultsReader(path), folder / "people.prt5");
}

TEST(Prt5, HoldsEveryFrame) {
  const test::TemporaryFolder folder;
  const auto files = exported(folder.path(), 3);
  ASSERT_EQ(files.size(), 3u);
  Records in(text_of(files[0]));
  EXPECT_EQ(Records::number(in.next()), 1);
  EXPECT_EQ(Records::number(in.next()), 600);
  EXPECT_EQ(Records::number(in.next()), 1) << "one class";
  EXPECT_EQ(Records::values<int32_t>(in.next()), (std::vector<int32_t>{2, 0}));
  EXPECT_EQ(in.next(), "speed" + std::string(25, ' '));
  EXPECT_EQ(in.next(), "m/s" + std::string(27, ' '));
  EXPECT_EQ(in.next(), "state" + std::string(25, ' '));
  EXPECT_EQ(in.next(), "1" + std::string(29, ' '));
  for (size_t k = 0; k <= 3; ++k) {
    const results::Frame walkers = sample::walkers(k, 3);
    const size_t n = walkers.size();
    EXPECT_EQ(Records::values<float>(in.next()), std::vector<float>{static_cast<float>(walkers.time)});
    EXPECT_EQ(Records::number(in.next()), static_cast<int32_t>(n));
    const auto places = Records::values<float>(in.next());
    const auto tags = Records::values<uint32_t>(in.next());
    const auto values = Records::values<float>(in.next());
    ASSERT_EQ(places.size(), 3 * n);
    ASSERT_EQ(values.size(), 2 * n);
    EXPECT_EQ(tags, walkers.id);
    for (size_t i = 0; i < n; ++i) {
      EXPECT_NEAR(places[i], walkers.x[i], 0.00051);
      EXPECT_NEAR(places[n + i], walkers.y[i], 0.00051);
      EXPECT_NEAR(places[2 * n + i], walkers.z[i], 0.00051);
      EXPECT_NEAR(values[i], walkers.speed[i], 0.00051);
      EXPECT_EQ(values[n + i], static_cast<float>(walkers.state[i]));
    }
  }
  EXPECT_TRUE(in.end());
}

TEST(Prt5, ItsBoundsAreThoseOfEachTime) {
  const test::TemporaryFolder folder;
  std::istringstream in(text_of(exported(folder.path(), 3)[1]));
  for (size_t k = 0; k <= 3; ++k) {
    double time = -1, low = -1, high = -1;
    size_t classes = 0, quantities = 0, people = 9;
    in >> time >> classes >> quantities >> people >> low >> high;
    EXPECT_NEAR(time, 0.5 * static_cast<double>(k), 1e-6);
    EXPECT_EQ(classes, 1u);
    EXPECT_EQ(quantities, 2u);
    EXPECT_EQ(people, 3 - k);
    if (k < 3) {
      EXPECT_NEAR(low, 1.2 + 0.0003 * static_cast<double>(k), 0.00051);
    }
    in >> low >> high;
    if (k < 3) {
      EXPECT_EQ(high, 2) << "state of the third";
    }
  }
  std::string rest;
  EXPECT_FALSE(in >> rest);
}

// Smokeview (firemodels/smv, IOpart.c, CreatePartSizeFileFromBound) never looks through the particles for a time: it
// adds up from the counts in the bounds where each begins. pyfdstools (importParticle_meta) takes lines whose second
// character is no blank for times. Both restated here, not taken from the writer.
TEST(Prt5, ItsBoundsLeadToEveryTimeAsPublicReadersGoThere) {
  const test::TemporaryFolder folder;
  const auto files = exported(folder.path(), 3);
  const std::string particles = text_of(files[0]);
  std::istringstream bounds(text_of(files[1]));
  constexpr size_t record = 8;  // two lengths
  size_t at = 3 * (record + 4) + (record + 8) + 2 * 2 * (record + 30);
  size_t times = 0;
  for (std::string line; std::getline(bounds, line);) {
    ASSERT_GT(line.size(), 1u);
    EXPECT_NE(line[1], ' ') << "a time: " << line;
    ASSERT_LT(at + 4 + sizeof(float), particles.size());
    const float time = Records::values<float>(particles.substr(at + 4, sizeof(float))).at(0);
    EXPECT_NEAR(time, std::stod(line), 1e-6);
    ++times;
    std::getline(bounds, line);
    EXPECT_EQ(line[1], ' ') << "counts: " << line;
    size_t quantities = 0, people = 0;
    std::istringstream(line) >> quantities >> people;
    ASSERT_EQ(quantities, 2u);
    for (size_t q = 0; q < quantities; ++q) {
      std::getline(bounds, line);
      EXPECT_EQ(line[1], ' ') << "extremes: " << line;
    }
    at += (record + 4) + (record + 4) + (record + 12 * people) + (record + 4 * people) + (record + 8 * people);
  }
  EXPECT_EQ(times, 4u);
  EXPECT_EQ(at, particles.size());
}

TEST(Prt5, TheSceneHasItsBlocksInOrder) {
  const test::TemporaryFolder folder;
  const auto files = exported(folder.path(), 2);
  EXPECT_EQ(files[2].filename(), "people.smv");
  const std::string scene = text_of(files[2]);
  size_t at = 0;
  for (const char* block : {"TITLE\n", "\nNMESHES\n 1\n", "\nGRID   Mesh01\n 10 10 10 0\n",
                            "\nPDIM\n 10.0000 12.0000 -5.0000 -4.0000 0.0000 6.0000 ", "\nTRNX\n 0\n 0 10.00000\n",
                            " 10 12.00000\n\nTRNY\n 0\n", "\nTRNZ\n 0\n", "\nOBST\n 0\n", "\nVENT\n 0 0\n",
                            "\nCVENT\n 0\n", "\nPROP\n", "\nCLASS_OF_PARTICLES\n people % % people_shape\n",
                            " 2\n speed\n speed\n m/s\n state\n state\n 1\n", "\nPRT5 1\n people.prt5\n 1\n 1\n"}) {
    const size_t found = scene.find(block, at);
    ASSERT_NE(found, std::string::npos) << block;
    at = found;
  }
}

}  // namespace
}  // namespace muster::sim
