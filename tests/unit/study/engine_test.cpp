// Runs: real ones of a small room, the program killed at any time, the cache, failures.
#include "base/digest.h"
#include "sim/study/answer/answer.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"

#include <chrono>
#include <csignal>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

namespace fs = std::filesystem;

constexpr const char* a_case = R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[exit]]
name = "West"
line = [[0, 1], [0, 2.2]]
[[people]]
count = 8
)toml";

constexpr const char* a_study = R"(case = "case.toml"
plan.method = "grid"
[[factor]]
name = "people"
key = "people[0].count"
values = [4, 8]
[[factor]]
name = "west"
key = "exit[1].closed"
values = [false, true]
[replicates]
criterion = "fixed"
first = 4
)";

using muster::test::start;
using muster::test::wait_for;

class Runs : public testing::Test {
 protected:
  Runs() {
    folder_.write("case.toml", a_case);
    file_ = folder_.write("study.toml", a_study);
  }
  fs::path out(const std::string& name) const { return folder_.path() / name; }
  int run(const std::string& to) const {
    return wait_for(start({"study", "run", file_.string(), "--out", out(to).string(), "--quiet"}));
  }
  Counts counts(const std::string& of) const {
    const Study study = read_study(file_);
    const BaseCase base(study);
    return Progress(study, variants_of(study), base, Store(out(of))).counts();
  }
  std::string summary(const std::string& of) const { return read_file(out(of) / "summary.json"); }
  test::TemporaryFolder folder_;
  fs::path file_;
};

TEST_F(Runs, ASecondStudyRunsNothing) {
  ASSERT_EQ(run("a"), 0);
  const Counts after = counts("a");
  EXPECT_EQ(after.planned, 16u);
  EXPECT_EQ(after.ok, 16u);
  const std::string first = summary("a");
  std::map<std::string, fs::file_time_type> written;
  for (const auto& each : fs::recursive_directory_iterator(out("a") / "runs"))
    if (each.is_regular_file()) written[each.path().string()] = each.last_write_time();
  ASSERT_EQ(run("a"), 0);
  for (const auto& [path, time] : written) EXPECT_EQ(fs::last_write_time(path), time) << "nothing was run again";
  EXPECT_EQ(summary("a"), first);
  const auto json = nlohmann::json::parse(first);
  ASSERT_EQ(json["variants"].size(), 4u);
  EXPECT_EQ(json["variants"][0]["Everybody is out after: n"], 4);
  EXPECT_EQ(json["comparison"][0]["n"], 4) << "common seeds";
}

TEST_F(Runs, KilledAtAnyTimeAndResumedGiveTheSameSummary) {
  ASSERT_EQ(run("a"), 0);
  const std::string whole = summary("a");
  int hit = 0;  // while it ran
  for (int k = 0; k < 6; ++k) {
    const std::string name = fmt::format("killed{}", k);
    const pid_t child = start({"study", "run", file_.string(), "--out", out(name).string(), "--quiet"});
    std::this_thread::sleep_for(std::chrono::milliseconds(30 + 170 * k));
    kill(child, SIGKILL);
    hit += wait_for(child) == -SIGKILL ? 1 : 0;
    ASSERT_EQ(wait_for(start({"study", "resume", file_.string(), "--out", out(name).string(), "--quiet"})), 0);
    EXPECT_EQ(summary(name), whole) << k;
    EXPECT_TRUE(!fs::exists(out(name) / "tmp") || fs::is_empty(out(name) / "tmp")) << "leftovers are removed";
  }
  EXPECT_GE(hit, 1);
}

TEST_F(Runs, TheReportSaysWhatWasRun) {
  ASSERT_EQ(run("a"), 0);
  for (const auto& [language, word] : {std::pair("en", "Variants, best first"), {"zh", "方案排序"}}) {
    const std::string page = (folder_.path() / (std::string(language) + ".html")).string();
    ASSERT_EQ(wait_for(start(
                  {"study", "report", file_.string(), "--out", out("a").string(), "--lang", language, "-o", page})),
              0);
    const std::string html = read_file(page);
    EXPECT_NE(html.find(word), std::string::npos);
    EXPECT_NE(html.find("16 / 16"), std::string::npos) << "n of planned";
    EXPECT_NE(html.find("people: 4, west: false"), std::string::npos);
    EXPECT_NE(html.find("tables/variants.csv"), std::string::npos);
  }
  EXPECT_TRUE(fs::exists(out("a") / "tables" / "variants.csv"));
}

TEST_F(Runs, FailuresAreResults) {
  // A door that no model has is seen when the run has begun only.
  file_ = folder_.write("bad.toml", R"(case = "case.toml"
[[variant]]
name = "good"
set = []
[[variant]]
name = "no such door"
set = ["exit[0]={name = 'East', door = 'nowhere'}"]
[replicates]
criterion = "fixed"
first = 3
)");
  ASSERT_EQ(run("a"), 0);
  const Counts after = counts("a");
  EXPECT_EQ(after.ok, 3u);
  EXPECT_EQ(after.failed, 3u);
  const auto json = nlohmann::json::parse(summary("a"));
  EXPECT_EQ(json["runs"]["planned"], 6);
  EXPECT_EQ(json["variants"][1]["Everybody is out after: n"], 0) << "never made up";
  EXPECT_FALSE(json["variants"][1].contains("Everybody is out after: mean"));
  ASSERT_EQ(json["failures"].size(), 3u);
  EXPECT_EQ(json["failures"][0]["status"], "bad_input");
  EXPECT_NE(json["failures"][0]["said"].get<std::string>().find("nowhere"), std::string::npos);
}

TEST_F(Runs, WhatAllFailAlikeIsStoppedEarlyAndResumed) {
  // A door that no model has is seen when the run has begun only.
  file_ = folder_.write("bad.toml", R"(case = "case.toml"
plan.method = "grid"
[[factor]]
name = "people"
key = "people[0].count"
values = [1, 2, 3, 4, 5]
[[factor]]
name = "door"
option = [{name = "a", set = ["exit[0]={name = 'East', door = 'nowhere'}"]},
          {name = "b", set = ["exit[0]={name = 'East', door = 'nowhere'}"]}]
[replicates]
criterion = "fixed"
first = 5
[run]
jobs = 1
)");
  const auto said = (folder_.path() / "said.txt").string();
  const std::string call = fmt::format("{} study run {} --out {} --quiet 2>{}", muster::test::program().string(),
                                       file_.string(), out("a").string(), said);
  EXPECT_EQ(WEXITSTATUS(std::system(call.c_str())), 3);
  EXPECT_EQ(counts("a").failed, 20u);
  EXPECT_EQ(counts("a").missing, 30u);
  const std::string text = read_file(said);
  EXPECT_NE(text.find("the first 20 runs have all failed"), std::string::npos) << text;
  EXPECT_NE(text.find("nowhere"), std::string::npos) << "what they said";
  EXPECT_NE(text.find(".bad_input.json"), std::string::npos) << "and where it stands";
  ASSERT_EQ(wait_for(start({"study", "resume", file_.string(), "--out", out("a").string(), "--quiet"})), 0);
  EXPECT_EQ(counts("a").failed, 50u);
}

TEST_F(Runs, OneThatDoesNotFailAlikeIsEnoughToGoOn) {
  file_ = folder_.write("bad.toml", R"(case = "case.toml"
[[variant]]
name = "no such door"
set = ["exit[0]={name = 'East', door = 'nowhere'}"]
[[variant]]
name = "no other door"
set = ["exit[0]={name = 'East', door = 'elsewhere'}"]
[replicates]
criterion = "fixed"
first = 15
)");
  ASSERT_EQ(run("a"), 0);
  EXPECT_EQ(counts("a").failed, 30u);
}

TEST_F(Runs, ADamagedRecordIsMadeAgain) {
  ASSERT_EQ(run("a"), 0);
  const std::string whole = summary("a");
  fs::path victim;
  for (const auto& each : fs::recursive_directory_iterator(out("a") / "runs"))
    if (each.is_regular_file()) victim = each.path();
  fs::resize_file(victim, fs::file_size(victim) / 2);
  ASSERT_EQ(run("a"), 0);
  // Found when it is read; the next run makes it again.
  ASSERT_EQ(run("a"), 0);
  EXPECT_EQ(summary("a"), whole);
}

TEST_F(Runs, RunsGoOnUntilTheIntervalIsNarrow) {
  file_ = folder_.write("narrow.toml", R"(case = "case.toml"
[[variant]]
name = "as it is"
set = []
[[variant]]
name = "one walks out at once"
set = ["people=[{points = [[9, 1.6]]}]"]
[replicates]
first = 4
most = 64
within = 0.1
)");
  ASSERT_EQ(run("a"), 0);
  const auto json = nlohmann::json::parse(summary("a"));
  for (const auto& variant : json["variants"]) {
    const size_t n = variant["ok"];
    EXPECT_TRUE(n == 4 || n == 8 || n == 16 || n == 32 || n == 64) << n;
    const double share = variant["Everybody is out after: half_95"].get<double>() /
                         variant["Everybody is out after: mean"].get<double>();
    EXPECT_TRUE(share <= 0.1 || n == 64) << share;
  }
}

TEST_F(Runs, ACaseThatIsEditedMeanwhileStopsTheStudy) {
  file_ = folder_.write("long.toml", R"(case = "case.toml"
[[variant]]
name = "as it is"
set = []
[replicates]
criterion = "fixed"
first = 400
[run]
jobs = 1
)");
  const pid_t child = start({"study", "run", file_.string(), "--out", out("a").string(), "--quiet"});
  const auto records = [&] { return Store(out("a")).list().size(); };
  for (int k = 0; k < 3000 && records() < 3; ++k) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::string edited = a_case;
  edited.replace(edited.find("count = 8"), 9, "count = 7");
  folder_.write("case.toml", edited);
  EXPECT_EQ(wait_for(child), 3);
  EXPECT_LT(records(), 400u) << "it was running";
  size_t looked_at = 0;
  for (const auto& [key, status] : Store(out("a")).list()) {
    const auto record = Store(out("a")).read(key, status);
    ASSERT_TRUE(record);
    EXPECT_EQ(record->summary["people"]["placed"], 8) << "of the case that names them";
    ++looked_at;
  }
  EXPECT_GE(looked_at, 3u);
}

TEST_F(Runs, ACaseThatIsSavedAgainUnchangedStopsNothing) {
  const Study study = read_study(file_);
  const BaseCase base(study);
  EXPECT_EQ(base.changed_file(), "");
  folder_.write("case.toml", a_case);
  EXPECT_EQ(base.changed_file(), "");
  folder_.write("case.toml", std::string(a_case) + "# another\n");
  EXPECT_NE(base.changed_file().find("case.toml"), std::string::npos);
}

TEST_F(Runs, OfTwoRecordsOfARunTheGoodOneCounts) {
  const Store store(out("a"));
  Record record;
  record.key = std::string(64, 'a');
  for (const RunStatus status : {RunStatus::timeout, RunStatus::ok, RunStatus::failed}) {
    record.status = status;
    store.write(record);
    EXPECT_EQ(store.list().at(record.key), status == RunStatus::timeout ? RunStatus::timeout : RunStatus::ok);
  }
}

TEST_F(Runs, ARecordOfAnotherVersionIsMadeAgain) {
  const Store store(out("a"));
  Record record;
  record.key = std::string(64, 'a');
  store.write(record);
  EXPECT_TRUE(store.read(record.key, RunStatus::ok));
  const fs::path file = out("a") / "runs" / "aa" / (record.key + ".ok.json");
  auto json = nlohmann::json::parse(read_file(file));
  json["version"] = 2;
  write_whole(file, json.dump());
  EXPECT_FALSE(store.read(record.key, RunStatus::ok));
}

TEST_F(Runs, FilesThatAModelNamesElsewhereNameItsRuns) {
  fs::create_directories(folder_.path() / "buffers");
  folder_.write("buffers/x y.bin", "one");
  folder_.write("m.gltf", R"({"buffers": [{"uri": "buffers/x%20y.bin"}], "images": [{"uri": "data:,"}]})");
  folder_.write("case.toml", "[model]\nfile = \"m.gltf\"\n");
  file_ = folder_.write("study.toml", "case = \"case.toml\"\n[[variant]]\nname = \"a\"\nset = []\n");
  const auto key = [&] {
    const Study study = read_study(file_);
    return BaseCase(study).key_of(variants_of(study).front());
  };
  const std::string before = key();
  EXPECT_EQ(key(), before);
  folder_.write("buffers/x y.bin", "two");
  EXPECT_NE(key(), before);
}

TEST_F(Runs, MoreTimeMakesThoseAgainThatHadTooLittle) {
  const Study study = read_study(file_);
  const BaseCase base(study);
  const Store store(out("a"));
  Progress progress(study, variants_of(study), base, store);
  for (const double seconds : {9.0, 1e6}) {
    Record record;
    record.key = run_key(progress.runs()[0].key, seed_of(study, seconds < 10 ? 0 : 1));
    record.status = RunStatus::timeout;
    record.wall_s = seconds;
    store.write(record);
  }
  progress.refresh();
  EXPECT_EQ(forget(store, progress, false), 1u) << "9 s are less than run.timeout_s; a million are not";
  progress.refresh();
  EXPECT_EQ(progress.counts().failed, 1u);
  EXPECT_EQ(forget(store, progress, true), 1u) << "with --failed all of them";
  progress.refresh();
  EXPECT_EQ(progress.counts().failed, 0u);
}

TEST(Figures, ByNameAndNumber) {
  const auto summary = nlohmann::json::parse(
      R"({"people":{"placed":3,"evacuated":2},"time_to_evacuate_s":{"last":9,"p95":7},"exits":[{"name":"West.1","people":2}]})");
  EXPECT_EQ(figure(summary, "exits[West.1].people"), 2);
  EXPECT_EQ(figure(summary, "exits[0].people"), 2);
  EXPECT_FALSE(figure(summary, "exits[East].people"));
  EXPECT_FALSE(figure(summary, "exits[0].name"));
  EXPECT_EQ(figure(summary, "time_to_evacuate_s.p95"), 7);
  EXPECT_FALSE(figure(summary, "time_to_evacuate_s.last")) << "somebody is still inside";
}

TEST(Tables, CsvQuotes) {
  const Table table{"t", {"a", "b,c"}, {{1.5, "x\"y"}, {Json(), 0.1}}};
  EXPECT_EQ(csv(table), "a,\"b,c\"\r\n1.5,\"x\"\"y\"\r\n,0.1\r\n");
  EXPECT_EQ(json_of(table).dump(), R"([{"a":1.5,"b,c":"x\"y"},{"b,c":0.1}])");
}

}  // namespace
}  // namespace muster::sim::study
