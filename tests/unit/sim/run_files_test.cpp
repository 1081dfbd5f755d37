// What a run leaves in its folder: what went in, what came out, and what happens where it cannot be written.
#include "base/digest.h"
#include "base/error.h"
#include "sim/cli/cli.h"
#include "sim/results/reader.h"
#include "sim/run/output_folder.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::sim {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A room of 12 m x 8 m with one door, in a folder of its own.
class RunFiles : public testing::Test {
 protected:
  void SetUp() override {
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

  fs::path write(const std::string& name, const std::string& text) const { return temporary_.write(name, text); }
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

  const test::TemporaryFolder temporary_;
  const fs::path folder_ = temporary_.path();
  fs::path case_, out_;
  std::string output_, errors_;
};

TEST_F(RunFiles, WarnOfAModelWithoutMeasuredDoorFlowsAndOfARefugeThatIsTooSmall) {
  const auto codes = [&] {
    std::vector<std::string> all;
    const Json warnings = summary().value("warnings", Json::array());
    for (const Json& warning : warnings) all.push_back(warning.at("code"));
    return all;
  };
  ASSERT_EQ(run(), 0) << errors_;
  EXPECT_EQ(codes(), std::vector<std::string>{});
  ASSERT_EQ(run({"--set", "walking.model=\"social_force\""}), 0) << errors_;
  EXPECT_EQ(codes(), std::vector<std::string>{"walking_model_at_doors"});
  // 20 people on 0.8 m2, which holds 4 at 5 per m2.
  write("case.toml", read_file(case_) + "refuge = \"R\"\n[[refuge]]\nname = \"R\"\npoint = [9, 4]\nradius_m = 0.5\n");
  ASSERT_EQ(run(), 0) << errors_;
  const std::vector<std::string> full = codes();
  EXPECT_EQ(std::count(full.begin(), full.end(), "refuge_overfull"), 1);
  write("case.toml", read_file(case_) + "capacity = 3\n");
  ASSERT_EQ(run(), 0) << errors_;
  const std::vector<std::string> bounded = codes();
  EXPECT_EQ(std::count(bounded.begin(), bounded.end(), "refuge_overfull"), 0);
}

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

TEST_F(RunFiles, NameTheCaseAndTheModelAmongTheInputs) {
  ASSERT_EQ(run(), 0) << errors_;
  const results::ResultsReader reader(out_ / "results.h5");
  const std::vector<results::InputFile>& inputs = reader.info().inputs;
  ASSERT_EQ(inputs.size(), 2u);
  EXPECT_EQ(inputs[0].path, case_.string());
  EXPECT_EQ(inputs[0].sha256, sha256(read_file(case_)));
  EXPECT_EQ(inputs[1].sha256, sha256(read_file(folder_ / "plan.wkt")));
  EXPECT_EQ(summary().at("inputs").size(), 2u);
  EXPECT_EQ(summary().at("inputs").at(0).at("sha256"), inputs[0].sha256);
}

TEST_F(RunFiles, OnAFullDiskEndWithStatusThreeAndTheConsoleSummary) {
  fs::create_directory(out_);
  for (const char* name : {"log.txt", "summary.json.part", "results.h5"}) {
    SCOPED_TRACE(name);
    fs::remove(out_ / name);
    fs::create_symlink("/dev/full", out_ / name);
    EXPECT_EQ(run(), 3) << errors_;
    EXPECT_NE(output_.find("Stopped early: "), std::string::npos) << output_;
    EXPECT_NE(output_.find(std::string(name).substr(0, 7)), std::string::npos) << output_;
    EXPECT_NE(output_.find("20 placed"), std::string::npos) << output_;
    if (std::string(name) == "log.txt") {
      EXPECT_NE(summary().at("stopped").get<std::string>().find("log.txt"), std::string::npos);
    }
    fs::remove(out_ / name);
  }
  EXPECT_EQ(run(), 0) << "and all is well with room again: " << errors_;
}

TEST_F(RunFiles, AreRefusedWhereResultsCannotBeCreated) {
  const auto refused = [&](const std::vector<std::string>& more, const std::string& reason) {
    EXPECT_EQ(run(more), 2);
    EXPECT_NE(errors_.find("--out"), std::string::npos) << errors_;
    EXPECT_NE(errors_.find(reason), std::string::npos) << errors_;
  };
  // A folder of that name; what an earlier run left there stays.
  fs::create_directories(out_ / "results.h5");
  std::ofstream(out_ / "summary.json") << "old";
  refused({}, "Is a directory");
  EXPECT_EQ(read_file(out_ / "summary.json"), "old");
  EXPECT_FALSE(fs::exists(out_ / "log.txt"));
  // A file where a folder should be, at the end of the path and before it.
  refused({"--out", case_.string()}, "cannot be made a folder");
  refused({"--out", (case_ / "a" / "b").string()}, "cannot be made a folder");
  // A folder that takes no files: not even the superuser can make one in /proc.
  refused({"--out", "/proc/self/fdinfo"}, "results.h5 cannot be created there");
  refused({"--out", "/proc/self/fdinfo/new/folder"}, "cannot be made a folder");
}

TEST_F(RunFiles, AreRefusedInAFolderThatTakesNoFilesAndLeaveNothing) {
  if (geteuid() == 0) GTEST_SKIP() << "the superuser may write anywhere";
  fs::create_directory(folder_ / "locked");
  fs::permissions(folder_ / "locked", fs::perms::owner_read | fs::perms::owner_exec);
  EXPECT_EQ(run({"--out", (folder_ / "locked").string()}), 2);
  EXPECT_EQ(run({"--out", (folder_ / "locked" / "new").string()}), 2);
  EXPECT_TRUE(fs::is_empty(folder_ / "locked"));
}

TEST_F(RunFiles, AreRefusedWhileAnotherProgramUsesThem) {
  ASSERT_EQ(run(), 0) << errors_;
  const std::string before = read_file(out_ / "results.h5");
  const int other = open((out_ / "results.h5").c_str(), O_RDONLY);
  ASSERT_EQ(flock(other, LOCK_SH), 0);
  EXPECT_EQ(run(), 2);
  EXPECT_NE(errors_.find("another program"), std::string::npos) << errors_;
  close(other);
  EXPECT_EQ(read_file(out_ / "results.h5"), before);
  EXPECT_TRUE(fs::exists(out_ / "summary.json"));
}

TEST_F(RunFiles, PrepareRemovesWhatAnEarlierRunSaid) {
  fs::create_directory(out_);
  std::ofstream(out_ / "results.h5") << "old results";
  std::ofstream(out_ / "summary.json") << "old";
  std::ofstream(out_ / "log.txt") << "old";
  std::ofstream(out_ / "notes.txt") << "the user's";
  prepare_output(out_);
  EXPECT_FALSE(fs::exists(out_ / "summary.json"));
  EXPECT_FALSE(fs::exists(out_ / "log.txt"));
  EXPECT_EQ(read_file(out_ / "notes.txt"), "the user's");
  EXPECT_EQ(read_file(out_ / "results.h5"), "old results") << "truncated by the writer, not before";
  prepare_output(folder_ / "a" / "b/");
  EXPECT_TRUE(fs::is_directory(folder_ / "a" / "b"));
  EXPECT_TRUE(fs::is_empty(folder_ / "a" / "b"));
}

TEST_F(RunFiles, PrepareMakesNoFolderWhereItRefuses) {
  // The folder can be made, but its results.h5 is a link into a folder that does not exist.
  fs::create_directory(out_);
  fs::create_symlink("missing/results.h5", out_ / "results.h5");
  EXPECT_THROW(prepare_output(out_), InputError);
  // A name that is too long is refused after its parents were made.
  EXPECT_THROW(prepare_output(folder_ / "new" / "folder" / std::string(300, 'x')), InputError);
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(RunFiles, CtrlCDuringTheImportEndsAtOnceAndLeavesNothing) {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / "muster";
  if (!fs::exists(program)) GTEST_SKIP() << "the program itself is not built";
  // A file that takes a second and more to read.
  {
    std::ofstream model(folder_ / "large.obj");
    for (int i = 0; i < 400000; ++i) {
      const int x = i % 700, y = i / 700;
      model << fmt::format("v {0} {1} 0\nv {2} {1} 0\nv {0} {3} 0\nf {4} {5} {6}\n", x, y, x + 1, y + 1, 3 * i + 1,
                           3 * i + 2, 3 * i + 3);
    }
  }
  write("case.toml", "model.file = \"large.obj\"\n[[people]]\ncount = 1\n[[exit]]\nline = [[0, 1], [0, 2]]\n");
  fs::create_directories(folder_ / "temporary");
  const auto temporary = [&] { return std::distance(fs::directory_iterator(folder_ / "temporary"), {}); };
  const pid_t child = fork();
  if (child == 0) {
    setenv("TMPDIR", (folder_ / "temporary").c_str(), 1);
    setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    if (freopen((folder_ / "errors.txt").c_str(), "w", stderr) != nullptr)
      execl(program.c_str(), "muster", "run", case_.c_str(), "--quiet", nullptr);
    _exit(99);
  }
  // The reader's folder shows that it is at work.
  for (int i = 0; i < 1000 && temporary() == 0; ++i) usleep(10'000);
  EXPECT_EQ(temporary(), 1);
  usleep(100'000);
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status)) << "signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 3);
  EXPECT_EQ(read_file(folder_ / "errors.txt"), "muster: interrupted during the set-up; nothing was written\n");
  EXPECT_EQ(temporary(), 0) << "a temporary folder is left";
  EXPECT_FALSE(fs::exists(out_));
}

}  // namespace
}  // namespace muster::sim
