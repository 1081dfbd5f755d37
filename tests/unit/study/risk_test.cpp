// Risk by hand calculation, and from runs of a small works in two winds.
#include "sim/study/statistics/risk.h"

#include "base/digest.h"
#include "sim/study/answer/answer.h"
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

TEST(Risk, IsRefusedWhereFrequenciesAreMissing) {
  test::TemporaryFolder folder;
  folder.write("case.toml", a_case);
  std::string text = a_study;
  text.replace(text.find("per_year = \"Leak\""), 17, "per_year = \"Lake\"");
  EXPECT_THROW(read_study(folder.write("study.toml", text)), InputError);
}

}  // namespace
}  // namespace muster::sim::study
