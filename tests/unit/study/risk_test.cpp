// Risk by hand calculation, and from runs of a small works in two winds.
#include "sim/study/statistics/risk.h"

#include "base/digest.h"
#include "sim/study/answer/report.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

TEST(Risk, SumsOverHappeningsByHand) {
  // A leak of 1e-4 a year, wind towards people in a quarter of the year: 8 and 12 deaths by seed; else none. Rupture of
  // 1e-6 without a figure.
  const std::vector<Happening> all = {{0.25e-4, {{1, 8}, {2, 12}}}, {0.75e-4, {{1, 0}, {2, 0}}}, {1e-6, {}}};
  const Risk risk = risk_of(all);
  EXPECT_NEAR(risk.per_year.mean, 0.25e-4 * 10, 1e-18);
  // Sums of 2e-4 and 3e-4: their standard error is 0.5e-4, t of one degree of freedom 12.7062.
  EXPECT_NEAR(*risk.per_year.half, 12.7062 * 0.5e-4, 1e-8);
  EXPECT_NEAR(risk.covered, 1e-4, 1e-18);
  EXPECT_NEAR(risk.unknown, 1e-6, 1e-18);
  EXPECT_EQ(risk_of(std::vector<Happening>{{1e-3, {}}}).per_year.n, 0u);
}

TEST(Risk, OnlySeedsThatAllHappeningsHave) {
  const Risk risk = risk_of(std::vector<Happening>{{1, {{1, 1}, {2, 2}}}, {1, {{2, 5}, {3, 7}}}});
  EXPECT_EQ(risk.per_year.n, 1u);
  EXPECT_EQ(risk.per_year.mean, 7);
}

TEST(Risk, RunsWithoutAFigureAreNotTakenForLikeTheOthers) {
  // One run of ten has 5 deaths, nine failed: a tenth of the frequency is known.
  const std::vector<Happening> all = {{1e-3, {{1, 5}}, 10}, {1e-4, {{1, 2}, {2, 2}}, 2}};
  const Risk risk = risk_of(all);
  EXPECT_NEAR(risk.covered, 2e-4, 1e-18);
  EXPECT_NEAR(risk.unknown, 9e-4, 1e-18);
  EXPECT_NEAR(risk.per_year.mean, 1e-4 * 5 + 1e-4 * 2, 1e-18);
  const auto curve = fn_curve(all);
  ASSERT_EQ(curve.size(), 2u);
  EXPECT_NEAR(curve[1].frequency, 1e-4, 1e-18) << "5 or more";
  EXPECT_NEAR(curve[0].frequency, 2e-4, 1e-18);
}

TEST(Risk, FnCurveByHand) {
  // 1e-3 a year with 1 or 3 deaths, 1e-4 with 3, 1e-5 with 20, 1 with none.
  const auto curve =
      fn_curve(std::vector<Happening>{{1e-3, {{1, 1}, {2, 3}}}, {1e-4, {{1, 3}}}, {1e-5, {{1, 20}}}, {1, {{1, 0}}}});
  ASSERT_EQ(curve.size(), 3u);
  EXPECT_EQ(curve[0].deaths, 1);
  EXPECT_NEAR(curve[0].frequency, 1.11e-3, 1e-15);
  EXPECT_EQ(curve[1].deaths, 3);
  EXPECT_NEAR(curve[1].frequency, 5e-4 + 1e-4 + 1e-5, 1e-15);
  EXPECT_EQ(curve[2].deaths, 20);
  EXPECT_NEAR(curve[2].frequency, 1e-5, 1e-18);
}

constexpr const char* a_case = R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[people]]
name = "a"
count = 3
[[people]]
name = "b"
count = 2
)toml";

constexpr const char* a_study = R"toml(case = "case.toml"
plan.method = "grid"
[risk]
per_year = "Leak"
[replicates]
criterion = "fixed"
first = 2
[[factor]]
name = "Leak"
option = [{name = "small", set = ["people[0].count=1"], frequency = 1e-3},
          {name = "large", set = ["people[0].count=3"], frequency = 1e-5}]
[[factor]]
name = "Wind"
option = [{name = "west", set = ["people[1].count=1"], frequency = 3},
          {name = "east", set = ["people[1].count=2"], frequency = 1}]
[[measure]]
name = "Deaths"
key = "exposure.expected_fatalities"
)toml";

/// Records as if every run had these expected deaths in the groups.
void write(const Store& store, const Progress& progress, size_t v, double a, double b) {
  for (size_t r = 0; r < 2; ++r) {
    Record record;
    record.seed = seed_of(progress.study(), r);
    record.key = run_key(progress.runs()[v].key, record.seed);
    record.summary = {{"exposure",
                       {{"expected_fatalities", a + b},
                        {"groups",
                         {{{"name", "a"}, {"people", 3}, {"expected_fatalities", a}},
                          {{"name", "b"}, {"people", 2}, {"expected_fatalities", b}}}}}}};
    store.write(record);
  }
}

TEST(Risk, FromRecordsOverLeaksAndWinds) {
  test::TemporaryFolder folder;
  folder.write("case.toml", a_case);
  const Study study = read_study(folder.write("study.toml", a_study));
  const BaseCase base(study);
  const Store store(folder.path() / "out");
  Progress progress(study, variants_of(study), base, store);
  ASSERT_EQ(progress.variants().size(), 4u);
  // Small leak: 1e-3 a year, wind from the west three times in four.
  write(store, progress, 0, 0.3, 0);  // small, west
  write(store, progress, 1, 0, 1);    // small, east
  write(store, progress, 2, 3, 0.5);  // large, west
  progress.refresh();
  progress.read_all();
  const Table risk = risk_table(progress);
  ASSERT_EQ(risk.rows.size(), 3u);
  EXPECT_NEAR(risk.rows[0][2].get<double>(), 0.75e-3 * 0.3 + 0.25e-3 * 1 + 0.75e-5 * 3.5, 1e-15);
  EXPECT_NEAR(risk.rows[1][2].get<double>(), 0.75e-3 * 0.1 + 0.75e-5 * 1, 1e-15) << "one of a";
  EXPECT_NEAR(risk.rows[2][2].get<double>(), 0.25e-3 * 0.5 + 0.75e-5 * 0.25, 1e-15) << "one of b";
  EXPECT_NEAR(risk.rows[0][6].get<double>(), 0.25e-5, 1e-18) << "large, east was not run: told, not taken as none";
  const Table fn = fn_table(progress);
  ASSERT_EQ(fn.rows.size(), 3u);
  EXPECT_NEAR(fn.rows[0][1].get<double>(), 0.75e-3 + 0.25e-3 + 0.75e-5, 1e-15);
  EXPECT_NEAR(fn.rows[1][1].get<double>(), 0.25e-3 + 0.75e-5, 1e-15);
  EXPECT_NEAR(fn.rows[2][1].get<double>(), 0.75e-5, 1e-15);
}

/// Records of all four happenings with these expected deaths, without groups where `explosion`.
void write_all(const Store& store, Progress& progress, const nlohmann::json& more, bool explosion = false) {
  for (size_t v = 0; v < 4; ++v)
    for (size_t r = 0; r < 2; ++r) {
      Record record;
      record.seed = seed_of(progress.study(), r);
      record.key = run_key(progress.runs()[v].key, record.seed);
      nlohmann::json exposure = {{"expected_fatalities", 0.5}};
      if (!explosion || v > 0) exposure["groups"] = {{{"name", "a"}, {"people", 3}, {"expected_fatalities", 0.5}}};
      exposure.update(more);
      record.summary = {{"people", {{"incapacitated", 2}}}, {"exposure", exposure}};
      store.write(record);
    }
  progress.refresh();
  progress.read_all();
}

TEST(Risk, WhoFallsInSmokeIsToldBesideTheDeaths) {
  test::TemporaryFolder folder;
  folder.write("case.toml", a_case);
  const Study study = read_study(folder.write("study.toml", a_study));
  const BaseCase base(study);
  const Store store(folder.path() / "out");
  Progress progress(study, variants_of(study), base, store);
  write_all(store, progress, {{"expected_incapacitated", 3.5}, {"without_probit", {"FED (ISO 13571)"}}});
  const Table risk = risk_table(progress);
  const auto column = [&](const char* name) {
    return static_cast<size_t>(std::ranges::find(risk.columns, name) - risk.columns.begin());
  };
  EXPECT_NEAR(risk.rows[0][column("incapacitated_per_year")].get<double>(), 3.5 * (1e-3 + 1e-5), 1e-12);
  EXPECT_EQ(risk.rows[0][column("without_probit")], "FED (ISO 13571)");
  for (const auto& row : risk.rows) EXPECT_EQ(row[column("at_least")], true);
  const std::string html = report_html(progress, store, Language::english);
  EXPECT_NE(html.find("<div class=\"bad\">Expected deaths per year<b>at least 0.000505"), std::string::npos);
  EXPECT_NE(html.find("no probability of death is known: FED (ISO 13571)"), std::string::npos);
}

TEST(Risk, GroupsWithoutAFigureAreWarnedOf) {
  test::TemporaryFolder folder;
  folder.write("case.toml", a_case);
  const Study study = read_study(folder.write("study.toml", a_study));
  const BaseCase base(study);
  const Store store(folder.path() / "out");
  Progress progress(study, variants_of(study), base, store);
  write_all(store, progress, {{"aset_s", 1}}, true);
  const Table risk = risk_table(progress);
  EXPECT_EQ(risk.rows[0].back(), false) << "the deaths of all are known";
  EXPECT_EQ(risk.rows[1].back(), true) << "of the group not in the explosion";
  const std::string html = report_html(progress, store, Language::english);
  EXPECT_NE(html.find("Individual risk per year: a<b>at least"), std::string::npos);
  EXPECT_NE(html.find("The frequency in the last column has no figure"), std::string::npos);
  const Table fn = fn_table(progress);
  EXPECT_EQ(fn.rows[0][2], 8);
  EXPECT_EQ(fn.rows[0][3], 8);
  EXPECT_EQ(fn.rows[0][4], 0);
}

TEST(Risk, IsRefusedWhereFrequenciesAreMissing) {
  test::TemporaryFolder folder;
  folder.write("case.toml", a_case);
  std::string text = a_study;
  text.replace(text.find("per_year = \"Leak\""), 17, "per_year = \"Lake\"");
  EXPECT_THROW(read_study(folder.write("study.toml", text)), InputError);
}

}  // namespace
}  // namespace muster::sim::study
