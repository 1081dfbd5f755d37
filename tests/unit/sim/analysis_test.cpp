// What is measured in a run, from the case to summary, results file and tables.
#include "base/error.h"
#include "sim/case/read.h"
#include "sim/export/csv.h"
#include "sim/results/reader.h"
#include "sim/results/writer.h"
#include "sim/run/run.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

/// 60 people through a door of 1.2 m into a corridor.
constexpr const char* corridor = R"toml(
[model]
wkt = "POLYGON ((0 0, 8 0, 8 3.4, 20 3.4, 20 4.6, 8 4.6, 8 8, 0 8, 0 0))"
[[exit]]
name = "end"
line = [[20, 3.4], [20, 4.6]]
[[people]]
count = 60
polygon = [[0.5, 0.5], [7, 0.5], [7, 7.5], [0.5, 7.5]]
[analysis]
crowded_per_m2 = 3
[[measure]]
name = "before the door"
area = [[6, 3], [8, 3], [8, 5], [6, 5]]
every_s = 0.5
cut_off_m = 0.8
[[measure]]
name = "mouth, inner"
line = [[9, 3.4], [9, 4.6]]
[run]
until_s = 120
)toml";

TEST(Analysis, GoesFromTheCaseIntoAllFiles) {
  const muster::test::TemporaryFolder folder;
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  const results::Summary summary = run(read_case_text(corridor, folder.path() / "a.toml"), options);
  ASSERT_EQ(summary.people.evacuated, 60);
  ASSERT_EQ(summary.measures.size(), 2u);
  EXPECT_NEAR(summary.measures[0].size, 4, 1e-9);
  EXPECT_GT(*summary.measures[0].max_voronoi_density, *summary.measures[0].mean_voronoi_density);
  // a = (9, 3.4) to b = (9, 4.6): its left is -x, people go towards +x.
  EXPECT_EQ(summary.measures[1].backward - summary.measures[1].forward, 60);
  EXPECT_NEAR(*summary.measures[1].specific_flow, *summary.measures[1].mean_flow / 1.2, 1e-9);
  const auto json = nlohmann::json::parse(to_json(summary));
  double shares = 0;
  for (const auto& share : json["crowding"]["level_of_service"]["walkways"]) shares += share.get<double>();
  EXPECT_NEAR(shares, 1, 1e-9);
  EXPECT_EQ(json["measures"][1]["kind"], "line");

  const results::ResultsReader reader(options.out / "results.h5");
  const results::AnalysisTables tables = reader.analysis();
  EXPECT_NEAR(tables.info.square, 0.5, 1e-12);
  EXPECT_EQ(tables.info.crowded, 3);
  ASSERT_EQ(tables.info.measures.size(), 2u);
  EXPECT_EQ(tables.info.measures[1].name, "mouth, inner");
  EXPECT_EQ(tables.info.measures[1].outline[1], (std::array<double, 2>{9, 4.6}));
  EXPECT_EQ(static_cast<int64_t>(tables.lines.size()), summary.measures[1].forward + summary.measures[1].backward);
  double usage = 0, highest = 0;
  for (const results::SquareRecord& s : tables.squares) {
    usage += static_cast<double>(s.usage);
    highest = std::max(highest, static_cast<double>(s.peak_density));
    EXPECT_GE(s.level[0] + s.level[1] + s.level[2] + s.level[3] + s.level[4] + s.level[5] + 0.01f, s.crowded);
  }
  EXPECT_EQ(highest, *summary.crowding->max_density);
  // Person-seconds inside: the sum of all times to evacuate, sampled once a second.
  EXPECT_NEAR(usage, 60 * summary.times->mean, 0.02 * 60 * summary.times->mean + 60);

  const auto files = export_csv(reader, folder.path() / "run.csv");
  ASSERT_EQ(files.size(), 4u);
  EXPECT_EQ(files[1], folder.path() / "run-fields.csv");
  EXPECT_EQ(lines_of(files[1]).size(), tables.squares.size() + 1);
  EXPECT_EQ(lines_of(files[2]).size(), tables.areas.size() + 1);
  const auto crossings = lines_of(files[3]);
  ASSERT_EQ(crossings.size(), tables.lines.size() + 1);
  EXPECT_EQ(crossings[0], "time,measure,direction,person,speed,n");
  EXPECT_NE(crossings[1].find(",\"mouth, inner\",-1,"), std::string::npos) << crossings[1];
  EXPECT_EQ(crossings[1].substr(crossings[1].rfind(',')), ",1");
}

TEST(Analysis, MeasuresWithoutAFloorAreRefusedWithTheirLine) {
  const muster::test::TemporaryFolder folder;
  std::string text = corridor;
  text.replace(text.find("[[9, 3.4], [9, 4.6]]"), 20, "[[90, 3], [90, 4.6]]");
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  try {
    run(read_case_text(text, folder.path() / "a.toml"), options);
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("measure[1].line: has no walkable floor"), std::string::npos)
        << error.what();
  }
  EXPECT_FALSE(std::filesystem::exists(options.out));
}

TEST(Analysis, SquaresSurviveTheFile) {
  const muster::test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  results::SquareRecord s;
  s.x = 11.05, s.y = -4.25, s.z = 3, s.storey = 1, s.space = 1, s.stairs = 1, s.area = 0.23f;
  s.peak_density = 4.5f, s.crowded = 7, s.level = {1, 2, 3, 4, 5, 6}, s.usage = 33;
  s.mean_speed = std::numeric_limits<float>::quiet_NaN();
  s.peak_crowd_pressure = 0.03f, s.turbulent = 2, s.peak_contact_pressure = 90;
  {
    results::RunInfo info = results::sample::info();
    info.analysis.square = 0.5;
    results::ResultsWriter writer(path, info, results::sample::two_storeys());
    writer.squares({s, {}});
    writer.finish(results::sample::summary());
  }
  const results::AnalysisTables tables = results::ResultsReader(path).analysis();
  ASSERT_EQ(tables.squares.size(), 2u);
  const results::SquareRecord& r = tables.squares[0];
  EXPECT_EQ(r.x, 11.05);
  EXPECT_EQ(r.space, 1);
  EXPECT_EQ(r.stairs, 1);
  EXPECT_EQ(r.level, s.level);
  EXPECT_TRUE(std::isnan(r.mean_speed));
  EXPECT_EQ(r.peak_contact_pressure, 90);
  EXPECT_EQ(tables.squares[1].storey, -1);
  EXPECT_TRUE(tables.areas.empty());
}

}  // namespace
}  // namespace muster::sim
