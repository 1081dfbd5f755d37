// The search with runs: a program that stands in for `muster run` and knows the optimum; the real one, killed.
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
[[people]]
count = 8
premovement_s = 9
)toml";

/// Takes 100 + 2 (premovement - 4)^2 seconds, and up to 3 s more by chance, the same for all layouts of a seed. Nobody
/// gets out where it is above 9.
constexpr const char* stand_in = R"sh(#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    --out) out=$2 ;;
    --seed) seed=$2 ;;
    --set) case "$2" in people*premovement_s=*) x=${2#*=} ;; esac ;;
  esac
  shift
done
cp "$(dirname "$0")/template.h5" "$out/results.h5"
awk -v x="${x:-9}" -v s="$seed" 'BEGIN {
  last = x > 9.5 ? "" : sprintf(", \"time_to_evacuate_s\": {\"last\": %.6f}", 100 + 2 * (x - 4) ^ 2 + (s * 7919 % 31) / 10)
  printf "{\"software\": {\"commit\": \"\"}, \"people\": {\"placed\": 1, \"evacuated\": 1}%s}\n", last }' > "$out/summary.json"
)sh";

constexpr const char* a_search = R"toml(case = "case.toml"
plan.method = "search"
[search]
runs = 150
keep = 2
confirm = 10
against = "Cost"
cost_now = 90
[replicates]
first = 5
[[factor]]
name = "pre-movement"
key = "people[0].premovement_s"
low = 0
high = 10
cost_per_unit = 10
[[measure]]
name = "Time"
key = "time_to_evacuate_s.last"
[[measure]]
name = "Cost"
key = "cost"
)toml";

using muster::test::start;
using muster::test::wait_for;

class SearchRuns : public testing::Test {
 protected:
  SearchRuns() { folder_.write("case.toml", a_case); }

  /// A search with the stand-in; `rounds` at the most.
  nlohmann::json searched(const std::string& text, const std::string& to, int rounds = 1000) {
    const fs::path file = folder_.write("study.toml", text);
    if (!fs::exists(folder_.path() / "template.h5")) {
      const std::string out = (folder_.path() / "once").string();
      EXPECT_EQ(
          wait_for(start({"run", (folder_.path() / "case.toml").string(), "--out", out, "--quiet", "--no-report"})), 0);
      fs::copy_file(fs::path(out) / "results.h5", folder_.path() / "template.h5");
      fs::permissions(folder_.write("muster.sh", stand_in), fs::perms::owner_all);
    }
    const Study study = read_study(file);
    const BaseCase base(study);
    const Store store(folder_.path() / to);
    fs::create_directories(store.folder());
    Progress progress(study, variants_of(study), base, store);
    for (auto tasks = progress.missing(); !tasks.empty() && rounds > 0; tasks = progress.missing(), --rounds) {
      const Made made =
          make_runs(study, progress.variants(), tasks, store, {folder_.path() / "muster.sh", 2, nullptr, {}});
      EXPECT_EQ(made.lost, 0u);
      progress.refresh();
    }
    progress.read_all();
    return nlohmann::json::parse(summary_text(progress, store));
  }
  test::TemporaryFolder folder_;
};

TEST_F(SearchRuns, FindTheOptimumAndTheTradeOffWithinTheBudget) {
  const auto json = searched(a_search, "a");
  // 150 = 5 of the case as it is, 23 layouts of 5, 3 times 10 that confirm.
  EXPECT_EQ(json["runs"]["planned"], 5 + 23 * 5 + 30);
  EXPECT_EQ(json["runs"]["missing"], 0);
  ASSERT_EQ(json["search"].size(), 23u);
  EXPECT_LT(json["search"].back()["best_so_far"].get<double>(), 100 + 3 + 0.02);
  // The front: everything from 0 (cheap, 132 s) to 4 (dearest, fastest); none above 4.
  ASSERT_GE(json["tradeoff"].size(), 6u);
  for (const auto& row : json["tradeoff"]) {
    const double x = std::stod(row["pre-movement"].get<std::string>());
    EXPECT_LE(x, 4.2);
    EXPECT_NEAR(row["Cost: mean"].get<double>(), 10 * x, 1e-9);
  }
  // What is told of the best stems from other seeds than those that chose it.
  ASSERT_EQ(json["best"].size(), 3u);
  EXPECT_EQ(json["best"][0]["layout"], "as it is");
  EXPECT_EQ(json["best"][0]["Cost: mean"], 90);
  EXPECT_EQ(json["best"][1]["n"], 10);
  double mean = 0;  // of the chance of seeds 6 to 15
  for (int seed = 6; seed <= 15; ++seed) mean += seed * 7919 % 31 / 100.0;
  EXPECT_NEAR(json["best"][0]["Time: mean"].get<double>(), 150 + mean, 1e-3);
  EXPECT_NEAR(json["best"][1]["difference"].get<double>(), -50, 0.1) << "the fastest is the first of the curve";
  EXPECT_EQ(json["best"][1]["verdict"], "less: better");
}

TEST_F(SearchRuns, StoppedBetweenBatchesAndResumedAreTheSame) {
  const auto whole = searched(a_search, "a");
  for (const int rounds : {1, 3}) {
    const std::string to = fmt::format("stopped{}", rounds);
    EXPECT_GT(searched(a_search, to, rounds)["runs"]["missing"], 0);
    EXPECT_EQ(searched(a_search, to), whole);
  }
}

TEST_F(SearchRuns, LayoutsWithoutAFigureAreToldAndNeverTheBest) {
  const auto json = searched(a_search, "a");
  for (const auto& row : json["search"])
    EXPECT_EQ(row.contains("Time"), std::stod(row["pre-movement"].get<std::string>()) <= 9.5);
  for (const auto& row : json["best"]) EXPECT_TRUE(row.contains("Time: mean"));
}

TEST_F(SearchRuns, KilledAtAnyTimeAndResumedGiveTheSameSummary) {
  const std::string file = folder_
                               .write("real.toml", R"toml(case = "case.toml"
plan.method = "search"
[search]
runs = 60
batch = 2
keep = 2
confirm = 4
[replicates]
first = 4
[[factor]]
name = "people"
key = "people[0].count"
low = 2
high = 40
whole = true
[[factor]]
name = "pre-movement"
key = "people[0].premovement_s"
low = 0
high = 10
)toml")
                               .string();
  const auto call = [&](const char* verb, const std::string& to) {
    return start({"study", verb, file, "--out", (folder_.path() / to).string(), "--quiet"});
  };
  ASSERT_EQ(wait_for(call("run", "whole")), 0);
  const std::string whole = read_file(folder_.path() / "whole" / "summary.json");
  for (int k = 0; k < 2; ++k) {
    const std::string to = fmt::format("killed{}", k);
    const pid_t child = call("run", to);
    std::this_thread::sleep_for(std::chrono::milliseconds(300 + 1200 * k));
    kill(child, SIGKILL);
    wait_for(child);
    ASSERT_EQ(wait_for(call("resume", to)), 0);
    EXPECT_EQ(read_file(folder_.path() / to / "summary.json"), whole) << k;
  }
}

}  // namespace
}  // namespace muster::sim::study
