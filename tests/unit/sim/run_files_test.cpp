// What a run leaves in its folder: what went in, what came out, and what happens where it cannot be written.
#include "base/digest.h"
#include "sim/cli/cli.h"
#include "sim/results/reader.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A room of 12 m x 8 m with one door, in a folder of its own.
class RunFiles : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::path(testing::TempDir()) /
              fmt::format("muster_run_{}", testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    write("plan.wkt", "POLYGON ((0 0, 12 0, 12 8, 0 8, 0 0))");
    case_ = write("case.toml", R"(title = "room"
model.file = "plan.wkt"
[[exit]]
name = "door"
line = [[0, 3], [0, 4.2]]
[[people]]
count = 20
)");
    out_ = folder_ / "case.out";
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    return folder_ / name;
  }
  /// `muster run case.toml --quiet` and more; its status.
  int run(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"muster", "run", case_.string(), "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    testing::internal::CaptureStderr();
    testing::internal::CaptureStdout();
    const int status = command_line(static_cast<int>(argv.size()), argv.data());
    output_ = testing::internal::GetCapturedStdout();
    errors_ = testing::internal::GetCapturedStderr();
    return status;
  }
  Json summary() const { return Json::parse(read_file(out_ / "summary.json")); }

  fs::path folder_, case_, out_;
  std::string output_, errors_;
};

TEST_F(RunFiles, SayWhatTheCommandLineChanged) {
  ASSERT_EQ(run({"--set", "people[0].count=7", "--set", "title=another", "--seed", "9", "--until", "300"}), 0)
      << errors_;
  const std::vector<std::string> all = {"people[0].count=7", "title=another", "seed=9", "run.until_s=300"};
  EXPECT_EQ(summary().at("overrides"), Json(all));
  EXPECT_EQ(summary().at("people").at("placed"), 7);
  EXPECT_EQ(results::ResultsReader(out_ / "results.h5").info().overrides, all);
  const std::string log = read_file(out_ / "log.txt");
  for (const std::string& each : all) EXPECT_NE(log.find("set " + each + "\n"), std::string::npos) << log;

  ASSERT_EQ(run(), 0) << errors_;
  EXPECT_FALSE(summary().contains("overrides"));
  EXPECT_TRUE(results::ResultsReader(out_ / "results.h5").info().overrides.empty());
}

}  // namespace
}  // namespace muster::sim
