#include "sim/results/summary.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::results {
namespace {

using Json = nlohmann::json;

std::set<std::string> keys(const Json& json) {
  std::set<std::string> names;
  for (const auto& [key, value] : json.items()) names.insert(key);
  return names;
}

using Keys = std::set<std::string>;

TEST(Percentile, IsAValueByNearestRank) {
  // Ten values 10, 20, ..., 100: half of them are <= 50, 95 % need the tenth.
  const std::vector<double> ten = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};
  EXPECT_EQ(percentile(ten, 0.5, 10), 50);
  EXPECT_EQ(percentile(ten, 0.51, 10), 60);
  EXPECT_EQ(percentile(ten, 0.9, 10), 90);
  EXPECT_EQ(percentile(ten, 0.95, 10), 100);
  EXPECT_EQ(percentile(ten, 1, 10), 100);
  EXPECT_EQ(percentile(ten, 0.001, 10), 10);
  EXPECT_EQ(percentile(std::vector<double>{7}, 0.5, 1), 7);
  // Every hundredth of 1..100 and of 1..1000 is exact, whatever the rounding of p * n.
  std::vector<double> many(1000);
  for (size_t i = 0; i < many.size(); ++i) many[i] = static_cast<double>(i + 1);
  const std::vector<double> hundred(many.begin(), many.begin() + 100);
  for (int percent = 1; percent <= 100; ++percent) {
    EXPECT_EQ(percentile(hundred, percent / 100.0, 100), percent);
    EXPECT_EQ(percentile(many, percent / 100.0, 1000), percent * 10);
  }
}

TEST(Percentile, IsAbsentWhereTooFewValuesAreKnown) {
  // The 19 smallest of 20: 95 % are the 19th, 96 % would be the 20th.
  std::vector<double> known;
  for (int i = 1; i <= 19; ++i) known.push_back(i);
  EXPECT_EQ(percentile(known, 0.95, 20), 19);
  EXPECT_EQ(percentile(known, 0.96, 20), std::nullopt);
  EXPECT_EQ(percentile({}, 0.5, 1), std::nullopt);
}

TEST(EvacuationTimesOf, SortsAndAverages) {
  EXPECT_FALSE(evacuation_times({}, 4).has_value());
  const auto times = evacuation_times({40, 10, 30, 20}, 4);
  ASSERT_TRUE(times.has_value());
  EXPECT_EQ(times->first, 10);
  EXPECT_EQ(times->mean, 25);
  EXPECT_EQ(times->p50, 20);
  EXPECT_EQ(times->p95, 40);
  EXPECT_EQ(times->p98, 40);
  EXPECT_EQ(times->last, 40);
}

TEST(EvacuationTimesOf, AreOfAllWhoWerePlaced) {
  // Four of ten are out: not even half. Five: half of them when the fifth is out.
  const auto four = evacuation_times({40, 10, 30, 20}, 10);
  ASSERT_TRUE(four.has_value());
  EXPECT_EQ(four->first, 10);
  EXPECT_EQ(four->mean, 25);
  EXPECT_FALSE(four->p50 || four->p95 || four->p98 || four->last);
  const auto five = evacuation_times({40, 10, 30, 20, 50}, 10);
  EXPECT_EQ(five->p50, 50);
  EXPECT_FALSE(five->p95 || five->last);
  // 98 of 100 are out.
  std::vector<double> most;
  for (int i = 1; i <= 98; ++i) most.push_back(i);
  EXPECT_EQ(evacuation_times(most, 100)->p98, 98);
  EXPECT_EQ(evacuation_times(most, 100)->p95, 95);
  EXPECT_FALSE(evacuation_times(most, 100)->last.has_value());
}

TEST(Flow, MeanAndPeakByHand) {
  // 5 people in 8 s: (5 - 1) / 8 = 0.5 per s. Most in any 10 s: all five.
  const GateUse five = gate_use("A", 1.2, {18, 10, 12, 14, 16});
  EXPECT_EQ(five.people, 5);
  EXPECT_EQ(five.first, 10);
  EXPECT_EQ(five.last, 18);
  EXPECT_EQ(five.mean_flow, 0.5);
  EXPECT_EQ(five.peak_flow, 0.5);
  // One a second for 100 s: 10 within any 10 s.
  std::vector<double> steady;
  for (int i = 0; i <= 100; ++i) steady.push_back(i);
  EXPECT_EQ(gate_use("B", 1, steady).mean_flow, 1.0);
  EXPECT_EQ(peak_flow(steady), 1.0);
  // A burst of 30 within 5 s amid slow traffic.
  for (int i = 0; i < 30; ++i) steady.push_back(200 + i / 6.0);
  EXPECT_EQ(peak_flow(steady), 3.0);
}

TEST(Flow, IsAbsentWhereItMeansNothing) {
  const GateUse none = gate_use("A", 1, {});
  EXPECT_EQ(none.people, 0);
  EXPECT_FALSE(none.first || none.last || none.mean_flow || none.peak_flow);
  const GateUse one = gate_use("A", 1, {5});
  EXPECT_EQ(one.first, 5);
  EXPECT_FALSE(one.mean_flow.has_value());
  EXPECT_EQ(one.peak_flow, 0.1);
  EXPECT_FALSE(gate_use("A", 1, {5, 5}).mean_flow.has_value()) << "two at one instant";
}

Summary full() {
  Summary summary = sample::summary();
  summary.stopped = "interrupted";
  summary.people = {10, 4, 5, 1, 2, 3, 1, 1, 1};
  summary.times = evacuation_times({10, 20, 30, 40}, 10);
  summary.crowding = Crowding{5.5, 120.0, 300.0, {{1, 2, 3, "Ground floor", 5.5, 12}}};
  summary.warnings = {{"exit_unused", "Exit 'Back' was used by nobody.", "exit[1]"}, {"x", "y", ""}};
  summary.timing.agent_steps_per_s = 5e6;
  summary.timing.phases = {{"import", 0.5}, {"walk", 1.5}};
  summary.timing.peak_memory_MB = 123;
  return summary;
}

TEST(SummaryJson, HasTheKeysPromised) {
  const Json json = Json::parse(to_json(full()));
  EXPECT_EQ(keys(json), (Keys{"format", "version", "title", "case", "seed", "threads", "software", "inputs", "stopped",
                              "people", "time_to_evacuate_s", "exits", "doors", "crowding", "warnings", "timing"}));
  EXPECT_EQ(keys(json["software"]), (Keys{"name", "version", "commit", "build"}));
  EXPECT_EQ(keys(json["inputs"][0]), (Keys{"path", "sha256"}));
  EXPECT_EQ(keys(json["people"]), (Keys{"placed", "evacuated", "inside", "incapacitated", "stuck", "recovered", "lost",
                                        "waiting", "without_route", "queueing"}));
  EXPECT_EQ(keys(json["time_to_evacuate_s"]), (Keys{"first", "mean"})) << "only four of ten are out";
  EXPECT_EQ(keys(Json::parse(to_json(sample::summary()))["time_to_evacuate_s"]),
            (Keys{"first", "mean", "p50", "p95", "p98", "last"}));
  EXPECT_EQ(keys(json["exits"][0]), (Keys{"name", "width_m", "people", "first_s", "last_s", "mean_flow_per_s",
                                          "peak_flow_per_s", "specific_flow_per_m_s"}));
  EXPECT_NEAR(json["exits"][0]["specific_flow_per_m_s"].get<double>(), 0.1 / 0.9, 1e-12);  // 3 in 30 s over 0.9 m
  EXPECT_EQ(keys(json["crowding"]),
            (Keys{"max_density_per_m2", "person_seconds_above_4_per_m2", "peak_pressure_N_per_m", "hot_spots"}));
  EXPECT_EQ(keys(json["crowding"]["hot_spots"][0]),
            (Keys{"x", "y", "z", "storey", "peak_density_per_m2", "duration_s"}));
  EXPECT_EQ(keys(json["warnings"][0]), (Keys{"code", "text", "setting"}));
  EXPECT_EQ(keys(json["timing"]),
            (Keys{"wall_s", "simulated_s", "real_time_factor", "agent_steps_per_s", "phases", "peak_memory_MB"}));
  EXPECT_EQ(keys(json["timing"]["phases"]), (Keys{"import", "walk"}));

  EXPECT_EQ(json["format"], "muster-summary");
  EXPECT_EQ(json["version"], 1);
  EXPECT_EQ(json["people"]["lost"], 0);
  EXPECT_EQ(json["people"]["incapacitated"], 1);
  EXPECT_EQ(json["time_to_evacuate_s"]["mean"], 25);
  EXPECT_EQ(json["exits"][0]["width_m"], 0.9);
  EXPECT_EQ(json["timing"]["real_time_factor"], 20);
}

TEST(SummaryJson, RoundsLengthsAndTimes) {
  Summary summary = sample::summary();
  summary.exits[0].width = 1.7999990166682451;
  summary.exits[0].first = 0.1 + 0.2;
  summary.times->mean = 78.30000000000001;
  summary.crowding = Crowding{5.5, 120.0, 300.0, {{static_cast<double>(1.8F), -0.00004, 0.99996, "", 5.5, 0.1 + 0.2}}};
  summary.timing.wall = 1 / 3.0;
  const std::string text = to_json(summary);
  EXPECT_NE(text.find("\"width_m\": 1.8,"), std::string::npos) << text;
  EXPECT_NE(text.find("\"first_s\": 0.3,"), std::string::npos) << text;
  EXPECT_NE(text.find("\"mean\": 78.3,"), std::string::npos) << text;
  EXPECT_NE(text.find("\"wall_s\": 0.333333,"), std::string::npos) << text;
  const Json spot = Json::parse(text)["crowding"]["hot_spots"][0];
  EXPECT_EQ(spot["x"].dump() + " " + spot["y"].dump() + " " + spot["z"].dump(), "1.8 0.0 1.0");
  EXPECT_EQ(spot["duration_s"].dump(), "0.3");
}

TEST(SummaryJson, LeavesOutWhatDoesNotApply) {
  Summary summary = sample::summary();
  summary.times.reset();
  const Json json = Json::parse(to_json(summary));
  EXPECT_FALSE(json.contains("time_to_evacuate_s"));
  EXPECT_FALSE(json.contains("crowding"));
  EXPECT_FALSE(json.contains("stopped"));
  EXPECT_FALSE(json["people"].contains("incapacitated"));
  EXPECT_FALSE(json["people"].contains("queueing"));
  EXPECT_EQ(keys(json["doors"][0]), (Keys{"name", "width_m", "people"})) << "nobody passed";
  EXPECT_FALSE(json["timing"].contains("agent_steps_per_s"));
  EXPECT_EQ(json["warnings"], Json::array());
}

TEST(SummaryJson, SurvivesNamesThatAreNotUtf8) {
  Summary summary = sample::summary();
  summary.exits[0].name = "T\xfcr";
  EXPECT_EQ(Json::parse(to_json(summary))["exits"][0]["name"], "T\xef\xbf\xbdr");
}

TEST(SummaryJson, IsWrittenWhole) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "summary.json";
  std::ofstream(path) << "old";
  write_summary(full(), path);
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_EQ(text, to_json(full()));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1) << "no temporary file is left";
}

std::string first_line(const Summary& summary) {
  const std::string text = console_text(summary);
  return text.substr(0, text.find('\n'));
}

TEST(ConsoleText, AnswersTheQuestionFirst) {
  Summary summary = sample::summary();
  EXPECT_EQ(first_line(summary), "Time to evacuate: 40.0 s until the last of 4 people was out");
  summary.times->last = 272.46;
  EXPECT_EQ(first_line(summary), "Time to evacuate: 4 min 32.5 s until the last of 4 people was out");
  summary.times->last = 179.97;
  EXPECT_EQ(first_line(summary), "Time to evacuate: 3 min 0.0 s until the last of 4 people was out");
  EXPECT_EQ(first_line(full()), "Time to evacuate: NOT ALL OUT; 4 of 10 people were out within 40.0 s");
  summary.times.reset();
  EXPECT_EQ(first_line(summary), "Time to evacuate: none; nobody of 4 got out within 40.0 s");
}

TEST(ConsoleText, SaysWhichPercentilesWereNotReached) {
  Summary summary = sample::summary();
  EXPECT_NE(console_text(summary).find("first 10.0 s, p50 20.0 s, p95 40.0 s, p98 40.0 s, mean 25.0 s\n"),
            std::string::npos)
      << console_text(summary);
  summary.people.placed = 8;
  summary.people.inside = 4;
  summary.times = evacuation_times({10, 20, 30, 40}, 8);
  EXPECT_NE(console_text(summary).find(
                "first 10.0 s, p50 40.0 s, p95 not reached, p98 not reached, mean of those out 25.0 s\n"),
            std::string::npos)
      << console_text(summary);
}

TEST(ConsoleText, HasAtMostThirtyLines) {
  Summary summary = full();
  for (int i = 0; i < 100; ++i) {
    summary.exits.push_back(
        gate_use("Ausgang mit einem sehr langen Namen, Gebäude Süd " + std::to_string(i), 1, {1, 2}));
    summary.doors.push_back(gate_use("Door", 1, {1}));
    summary.warnings.push_back({"code", std::string(1000, 'w'), "key"});
  }
  const std::string text = console_text(summary);
  EXPECT_LE(std::count(text.begin(), text.end(), '\n'), 30);
  EXPECT_NE(text.find("and 95 more in summary.json"), std::string::npos) << text;
  EXPECT_NE(text.find("Stopped early: interrupted"), std::string::npos);
  EXPECT_NE(text.find("at most 5.5 people/m2"), std::string::npos);
}

TEST(SoftwareOf, NamesVersionAndCommit) {
  const Software program = software();
  EXPECT_EQ(program.name, "muster");
  EXPECT_EQ(std::count(program.version.begin(), program.version.end(), '.'), 2) << program.version;
  const bool known =
      program.commit.size() == 40 && program.commit.find_first_not_of("0123456789abcdef") == std::string::npos;
  EXPECT_TRUE(known || program.commit == "unknown") << program.commit;
  EXPECT_NE(program.build.find(' '), std::string::npos) << program.build;
}

}  // namespace
}  // namespace muster::results
