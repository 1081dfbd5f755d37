// Hazards that one run computes and others read: which, how often, with the same results.
#include "base/digest.h"
#include "sim/study/answer/answer.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/study/flange.h"

#include <chrono>
#include <csignal>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

namespace fs = std::filesystem;
using muster::test::start;
using muster::test::wait_for;

const std::string people = R"toml([[people]]
count = 6
polygon = [[15, 5], [38, 5], [38, 35], [15, 35]]
[run]
until_s = 120
)toml";

constexpr const char* a_study = R"toml(case = "case.toml"
plan.method = "grid"
[[factor]]
name = "people"
key = "people[0].count"
values = [4, 8]
[[factor]]
name = "wind"
key = "weather.wind_m_s"
values = [2, 4]
[replicates]
criterion = "fixed"
first = 3
[[measure]]
name = "Out"
key = "time_to_evacuate_s.last"
[[measure]]
name = "Deaths"
key = "exposure.expected_fatalities"
)toml";

class SharedHazards : public testing::Test {
 protected:
  SharedHazards() { write_case(muster::test::yard_with_flange() + people); }
  void write_case(const std::string& text) { folder_.write("case.toml", text); }
  void write_study(const std::string& text) { file_ = folder_.write("study.toml", text); }
  fs::path out(const std::string& name) const { return folder_.path() / name; }
  int call(const std::string& verb, const std::string& to) const {
    return wait_for(start({"study", verb, file_.string(), "--out", out(to).string(), "--quiet"}));
  }
  /// What a command prints.
  std::string said(const std::string& arguments) const {
    const fs::path to = folder_.path() / "said.txt";
    const int status =
        std::system(fmt::format("{} study {} >{}", muster::test::program().string(), arguments, to.string()).c_str());
    EXPECT_EQ(status, 0) << arguments;
    return read_file(to);
  }
  static bool is_hazards(const fs::path& file) {
    return file.extension() == ".h5" && file.string().find(".stays.h5") == std::string::npos;
  }
  /// Files of hazards that are there.
  size_t files(const std::string& of) const {
    size_t count = 0;
    std::error_code error;
    for (const auto& each : fs::recursive_directory_iterator(out(of) / "hazards", error))
      count += is_hazards(each.path()) ? 1 : 0;
    return count;
  }
  /// All that the records of all runs say of them, by their names; wall-clock time apart.
  std::map<std::string, nlohmann::json> records(const std::string& of) const {
    std::map<std::string, nlohmann::json> all;
    for (const auto& each : fs::recursive_directory_iterator(out(of) / "runs"))
      if (each.is_regular_file()) {
        auto json = nlohmann::json::parse(read_file(each.path()));
        json.erase("wall_s");
        all[each.path().filename().string()] = json;
      }
    return all;
  }
  std::string summary(const std::string& of) const { return read_file(out(of) / "summary.json"); }
  void expect_same_without(const std::string& shared) {
    const std::string with = read_file(file_);
    write_study(with + "[run]\nshare_hazards = \"never\"\n");
    ASSERT_EQ(call("run", "each_its_own"), 0);
    EXPECT_EQ(files("each_its_own"), 0u);
    EXPECT_EQ(summary(shared), summary("each_its_own"));
    EXPECT_EQ(records(shared), records("each_its_own"));
    write_study(with);
  }
  test::TemporaryFolder folder_;
  fs::path file_;
};

TEST_F(SharedHazards, AreComputedOnceForEachWindWithTheSameResults) {
  write_study(a_study);
  const std::string plan = said("run --dry-run " + file_.string());
  EXPECT_NE(plan.find("2 runs of hazards alone before them, read by 12 of them"), std::string::npos) << plan;
  const std::string first = said(fmt::format("run {} --out {} --quiet", file_.string(), out("a").string()));
  EXPECT_NE(first.find("12 runs executed"), std::string::npos) << first;
  EXPECT_NE(first.find("hazards computed alone 2 times"), std::string::npos) << first;
  EXPECT_EQ(files("a"), 2u);
  const std::string second = said(fmt::format("run {} --out {} --quiet", file_.string(), out("a").string()));
  EXPECT_NE(second.find("0 runs executed"), std::string::npos) << second;
  EXPECT_EQ(second.find("hazards computed"), std::string::npos) << second;
  const auto json = nlohmann::json::parse(summary("a"));
  EXPECT_GT(json["variants"][0]["Deaths: mean"], 0) << "the leak reaches people";
  expect_same_without("a");
  // Their files are not needed once the runs are there.
  fs::remove_all(out("a") / "hazards");
  ASSERT_EQ(call("run", "a"), 0);
  EXPECT_EQ(files("a"), 0u);
}

TEST_F(SharedHazards, KilledAndResumed) {
  write_study(a_study);
  ASSERT_EQ(call("run", "a"), 0);
  for (int k = 0; k < 5; ++k) {
    const std::string name = fmt::format("killed{}", k);
    const pid_t child = start({"study", "run", file_.string(), "--out", out(name).string(), "--quiet"});
    std::this_thread::sleep_for(std::chrono::milliseconds(40 + 200 * k));
    kill(child, SIGKILL);
    wait_for(child);
    ASSERT_EQ(call("resume", name), 0);
    EXPECT_EQ(summary(name), summary("a")) << k;
    EXPECT_LE(files(name), 2u);
  }
}

TEST_F(SharedHazards, WhatCannotBeComputedIsLeftToTheRuns) {
  write_study(a_study);
  ASSERT_EQ(call("run", "a"), 0);
  // Damaged files, and hazards that were given up: each run computes its own.
  std::vector<fs::path> all;
  for (const auto& each : fs::recursive_directory_iterator(out("a") / "hazards"))
    if (is_hazards(each.path())) all.push_back(each.path());
  ASSERT_EQ(all.size(), 2u);
  fs::resize_file(all[0], fs::file_size(all[0]) / 2);
  fs::remove(all[1]);
  folder_.write(all[1].lexically_relative(folder_.path()).replace_extension(".failed.txt").string(), "no memory");
  const auto whole = records("a");
  fs::remove_all(out("a") / "runs");
  ASSERT_EQ(call("run", "a"), 0);
  EXPECT_EQ(records("a"), whole);
  EXPECT_FALSE(fs::exists(all[1]));
}

/// A case whose gas the solver carries; without gusts nothing of it is drawn.
const std::string carried = R"toml([flow]
cell_m = 2
margin_m = 6
height_m = 16
spin_up_s = 5
)toml";

std::string automatic(std::string text) {
  const std::string dispersion = "dispersion = \"gaussian\"\n";
  return text.erase(text.find(dispersion), dispersion.size());
}

constexpr const char* two_seeds = R"toml(case = "case.toml"
[[variant]]
name = "few"
set = ["people[0].count=3"]
[[variant]]
name = "more"
set = ["people[0].count=6"]
[replicates]
criterion = "fixed"
first = 2
)toml";

TEST_F(SharedHazards, GustsAreThoseOfEachSeed) {
  const std::string text = automatic(muster::test::yard_with_flange()) + people + carried;
  write_case(text);
  write_study(two_seeds);
  ASSERT_EQ(call("run", "gusts"), 0);
  EXPECT_EQ(files("gusts"), 2u) << "one for each seed";
  expect_same_without("gusts");
  write_study(std::string(two_seeds) + "[run]\nshare_hazards = \"across_seeds\"\n");
  ASSERT_EQ(call("run", "across"), 0);
  EXPECT_EQ(files("across"), 1u);
  EXPECT_NE(records("across").begin()->first, records("gusts").begin()->first) << "other runs";
  write_case(text + "gusts = false\n");
  write_study(two_seeds);
  ASSERT_EQ(call("run", "steady"), 0);
  EXPECT_EQ(files("steady"), 1u);
  fs::remove_all(out("each_its_own"));
  expect_same_without("steady");
}

TEST_F(SharedHazards, ThereAreNoneWithoutAtLeastTwoRunsThatReadThem) {
  std::string text = a_study;
  text.replace(text.find("first = 3"), 9, "first = 1");
  const size_t first = text.find("[[factor]]");  // that of the people
  text.erase(first, text.find("[[factor]]", first + 1) - first);
  write_study(text);
  ASSERT_EQ(call("run", "a"), 0);
  EXPECT_EQ(files("a"), 0u);
}

}  // namespace
}  // namespace muster::sim::study
