// Answers where runs have no figure: not everybody came out, or they failed.
#include "sim/study/answer/report.h"
#include "tests/support/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

constexpr const char* a_case = R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[people]]
count = 4
)toml";

/// Two doors, of which B traps people in nine runs of ten.
constexpr const char* a_list = R"toml(case = "case.toml"
[[variant]]
name = "A"
set = []
[[variant]]
name = "B"
set = ["people[0].count=5"]
[[variant]]
name = "C"
set = ["people[0].count=6"]
[replicates]
criterion = "fixed"
first = 10
)toml";

/// A run's answer: when the last one was out, or how many never were.
struct Answer {
  double last = 0;
  size_t inside = 0;
  size_t placed = 4;
};

class Answers : public testing::Test {
 protected:
  void begin(const std::string& text) {
    folder_.write("case.toml", a_case);
    study_.emplace(read_study(folder_.write("study.toml", text)));
    base_.emplace(*study_);
    store_.emplace(folder_.path() / "out");
    progress_.emplace(*study_, variants_of(*study_), *base_, *store_);
  }
  void write(size_t v, size_t r, const Answer& answer, const nlohmann::json& more = nlohmann::json::object()) {
    Record record = begun(v, r);
    const size_t out = answer.placed - answer.inside;
    record.summary = {{"people", {{"placed", answer.placed}, {"evacuated", out}, {"inside", answer.inside}}},
                      {"time_to_evacuate_s", {{"last", answer.last}}},
                      {"exits", {{{"name", "East"}, {"people", out}, {"last_s", answer.last}}}}};
    record.summary.update(more);
    record.people_out = out;
    for (size_t k = 1; k <= out; ++k)
      record.times.push_back(answer.last * static_cast<double>(k) / static_cast<double>(out));
    store_->write(record);
  }
  void fail(size_t v, size_t r) {
    Record record = begun(v, r);
    record.status = RunStatus::failed;
    store_->write(record);
  }
  void look() {
    progress_->refresh();
    progress_->read_all();
  }
  Record begun(size_t v, size_t r) const {
    Record record;
    record.seed = seed_of(*study_, r);
    record.key = run_key(progress_->runs()[v].key, record.seed);
    return record;
  }
  /// A: everybody out after 120 s or so, B: in one run of ten after 95 s, C: after 130 s, one run failed.
  void three() {
    begin(a_list);
    for (size_t r = 0; r < 10; ++r) {
      write(0, r, {119 + static_cast<double>(r % 3)});
      write(1, r, {95, r == 0 ? size_t{0} : 2});
      if (r == 3)
        fail(2, r);
      else
        write(2, r, {130 + static_cast<double>(r % 3)});
    }
    look();
  }
  static Json cell(const Table& table, size_t row, const std::string& column) {
    const auto at = std::ranges::find(table.columns, column);
    return at == table.columns.end() ? Json("no such column")
                                     : table.rows.at(row)[static_cast<size_t>(at - table.columns.begin())];
  }
  test::TemporaryFolder folder_;
  std::optional<Study> study_;
  std::optional<BaseCase> base_;
  std::optional<Store> store_;
  std::optional<Progress> progress_;
};

TEST_F(Answers, AVariantThatTrapsPeopleIsNeverTheBest) {
  three();
  for (const auto& [language, best, red] :
       {std::tuple(Language::english, "Variant of the best mean<b>A</b>", "In red: not all planned runs"),
        {Language::chinese, "均值最佳的方案<b>A</b>", "红色:并非全部计划的模拟"}}) {
    const std::string html = report_html(*progress_, *store_, language);
    EXPECT_NE(html.find(best), std::string::npos);
    EXPECT_NE(html.find(red), std::string::npos);
    EXPECT_EQ(html.find("lowest"), std::string::npos);
    const size_t ranking = html.find("tables/variants.csv");
    const size_t a = html.find("<td>A</td>"), b = html.find("<td><span class=\"bad\">B</span></td>"),
                 c = html.find("<td><span class=\"bad\">C</span></td>");
    EXPECT_LT(a, c);
    EXPECT_LT(c, b) << "nine of ten stand before one of ten";
    EXPECT_LT(b, ranking);
  }
}

TEST_F(Answers, NoVariantIsTheBestWhereAllLackRuns) {
  begin(a_list);
  for (size_t v = 0; v < 3; ++v) {
    fail(v, v);
    for (size_t r = 0; r < 10; ++r)
      if (r != v) write(v, r, {100});
  }
  look();
  const std::string html = report_html(*progress_, *store_, Language::english);
  EXPECT_NE(html.find("none: not all runs have the figure"), std::string::npos);
}

TEST_F(Answers, ComparisonsTellNOfPlannedAndGiveNoVerdictOverSurvivors) {
  three();
  const Table table = comparison_table(*progress_);
  size_t rows = 0;
  for (size_t k = 0; k < table.rows.size(); ++k) {
    if (cell(table, k, "measure") != "Everybody is out after") continue;
    ++rows;
    const bool b = cell(table, k, "second") == "B";
    EXPECT_EQ(cell(table, k, "n"), b ? 1 : 9);
    EXPECT_EQ(cell(table, k, "planned"), 10);
    EXPECT_EQ(cell(table, k, "verdict"), "not all runs have the figure");
    EXPECT_TRUE(cell(table, k, "p_holm").is_null());
  }
  EXPECT_EQ(rows, 2u);
}

TEST_F(Answers, ComparisonsWithoutACommonRunAreToldNotDropped) {
  begin(a_list);
  for (size_t r = 0; r < 10; ++r) {
    write(0, r, {120 + static_cast<double>(r)});
    write(1, r, {95, 1});
    write(2, r, {110 + static_cast<double>(r % 4)});
  }
  look();
  const Table table = comparison_table(*progress_);
  ASSERT_GE(table.rows.size(), 2u);
  EXPECT_EQ(cell(table, 0, "second"), "B");
  EXPECT_EQ(cell(table, 0, "n"), 0);
  EXPECT_TRUE(cell(table, 0, "difference").is_null());
  EXPECT_EQ(cell(table, 1, "verdict"), "less: better");
}

TEST_F(Answers, ExitsAndCurvesTellOfHowManyRunsTheyAre) {
  three();
  const Table exits = exits_table(*progress_), curves = curves_table(*progress_);
  EXPECT_EQ(cell(exits, 2, "n"), 9);
  EXPECT_EQ(cell(exits, 2, "planned"), 10);
  EXPECT_EQ(cell(exits, 2, "last_n"), 9);
  for (size_t k = 0; k < curves.rows.size(); ++k) {
    EXPECT_EQ(cell(curves, k, "planned"), 10);
    if (cell(curves, k, "variant") != "B") continue;
    const double share = cell(curves, k, "share_out");
    if (share > 0.5) {  // two of four are out in nine runs
      EXPECT_EQ(cell(curves, k, "n"), 1) << share;
      EXPECT_EQ(cell(curves, k, "left_out"), 9);
      EXPECT_TRUE(cell(curves, k, "mean_s").is_null());
      EXPECT_TRUE(cell(curves, k, "p95_s").is_null()) << "they never were";
    } else {
      EXPECT_EQ(cell(curves, k, "n"), 10);
    }
  }
  // Of B's run 0 a quarter is one of four, at a quarter of 95 s; of the others one of two, at half of it.
  const auto quarter = std::ranges::find_if(
      curves.rows, [](const auto& row) { return row[0] == "B" && row[1].template get<double>() == 0.25; });
  ASSERT_NE(quarter, curves.rows.end());
  EXPECT_NEAR((*quarter)[5].get<double>(), (95 / 4.0 + 9 * 95 / 2.0) / 10, 1e-9);
}

TEST_F(Answers, TheCriterionIsNotMetWhereRunsHaveNoFigure) {
  three();
  const Table table = convergence_table(*progress_);
  EXPECT_EQ(cell(table, 0, "criterion"), "met");
  EXPECT_EQ(cell(table, 0, "enough"), true);
  EXPECT_EQ(cell(table, 1, "criterion"), "not all runs have the figure");
  EXPECT_EQ(cell(table, 1, "enough"), false);
}

TEST_F(Answers, TheCriterionIsNotMetByTheMostRuns) {
  std::string text = a_list;
  text.replace(text.find("criterion = \"fixed\""), 19, "most = 10\n");
  begin(text);
  for (size_t r = 0; r < 10; ++r) {
    write(0, r, {100 + 20 * static_cast<double>(r % 2)});
    write(1, r, {100 + 0.1 * static_cast<double>(r % 2)});
    write(2, r, {95, 1});
  }
  look();
  EXPECT_EQ(progress_->counts().missing, 0u);
  const Table table = convergence_table(*progress_);
  EXPECT_EQ(cell(table, 0, "criterion"), "not met with the most runs");
  EXPECT_EQ(cell(table, 0, "enough"), false);
  EXPECT_EQ(cell(table, 1, "criterion"), "met");
  EXPECT_EQ(cell(table, 2, "criterion"), "not all runs have the figure");
}

TEST_F(Answers, WilksBoundIsNotThatOfTheSurvivors) {
  std::string text = a_list;
  text.replace(text.find("fixed"), 5, "wilks");
  begin(text);
  for (size_t r = 0; r < 59; ++r) {
    write(0, r, {100 + static_cast<double>(r)});
    write(1, r, {100 + static_cast<double>(r), r == 7 ? size_t{1} : 0});
    write(2, r, {100 + static_cast<double>(r), r < 5 ? size_t{1} : 0});
  }
  look();
  const Table table = variants_table(*progress_);
  EXPECT_EQ(cell(table, 0, "Everybody is out after: bound_95_95"), 158);
  EXPECT_TRUE(cell(table, 1, "Everybody is out after: bound_95_95").is_null()) << "somebody never came out";
  EXPECT_EQ(cell(table, 0, "Everybody is out after: p95"), 157) << "57 of 59 lie below";
  EXPECT_EQ(cell(table, 1, "Everybody is out after: p95"), 158);
  EXPECT_TRUE(cell(table, 2, "Everybody is out after: p95").is_null());
}

TEST_F(Answers, NoneOfTenMayBeAQuarter) {
  begin(a_list);
  for (size_t r = 0; r < 10; ++r) {
    write(0, r, {100}, {{"exposure", {{"aset_s", 90}, {"rset_s", r < 2 ? 100 : 80}}}});
    write(1, r, {100, 1}, {{"exposure", {{"aset_s", 90}}}});
    if (r < 5) fail(2, r);
    if (r >= 5) write(2, r, {100});
  }
  look();
  const Table table = shares_table(*progress_);
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(cell(table, 0, "what"), "Somebody is still inside");
  EXPECT_EQ(cell(table, 0, "hits"), 0);
  EXPECT_NEAR(cell(table, 0, "high_95").get<double>(), 0.2775, 5e-5) << "Wilson: z2 / (n + z2)";
  EXPECT_EQ(cell(table, 1, "what"), "RSET above ASET");
  EXPECT_EQ(cell(table, 1, "share"), 0.2);
  EXPECT_EQ(cell(table, 3, "share"), 1) << "who never gets out is later than any time";
  EXPECT_EQ(cell(table, 4, "n"), 5);
  EXPECT_EQ(cell(table, 4, "planned"), 10);
  const Table variants = variants_table(*progress_);
  EXPECT_TRUE(cell(variants, 0, "Still inside: half_95").is_null()) << "not 0 +- 0";
}

constexpr const char* a_grid = R"toml(case = "case.toml"
plan.method = "grid"
[[factor]]
name = "Wind"
option = [{name = "east", set = ["weather.wind_from_deg=90"], frequency = 99},
          {name = "west", set = ["weather.wind_from_deg=270"], frequency = 1}]
[[factor]]
name = "people"
key = "people[0].count"
values = [4, 5]
[replicates]
criterion = "fixed"
first = 2
)toml";

TEST_F(Answers, EffectsOfAGridWeighWhatIsOftenAndHaveNoInterval) {
  begin(a_grid);
  const double times[] = {100, 110, 200, 230};  // east 4, east 5, west 4, west 5
  for (size_t v = 0; v < 4; ++v)
    for (size_t r = 0; r < 2; ++r) write(v, r, {times[v]});
  look();
  const Table table = effects_table(*progress_);
  ASSERT_GE(table.rows.size(), 4u);
  EXPECT_NEAR(cell(table, 0, "mean").get<double>(), 105, 1e-9) << "east";
  EXPECT_NEAR(cell(table, 2, "mean").get<double>(), 0.99 * 100 + 0.01 * 200, 1e-9) << "four people";
  EXPECT_NEAR(cell(table, 3, "mean").get<double>(), 0.99 * 110 + 0.01 * 230, 1e-9);
  EXPECT_NEAR(cell(table, 0, "share").get<double>(), 0.99, 1e-12);
  for (size_t k = 0; k < 4; ++k) EXPECT_TRUE(cell(table, k, "half_95").is_null()) << "all there are, no sample";
}

TEST_F(Answers, EffectsAndWindsTellWhatTheyLack) {
  begin(a_grid);
  for (size_t v = 0; v < 4; ++v)
    for (size_t r = 0; r < 2; ++r) write(v, r, {100 + 10 * static_cast<double>(v), v == 1 && r == 0 ? size_t{1} : 0});
  look();
  const Table effects = effects_table(*progress_), weather = weather_table(*progress_);
  EXPECT_EQ(cell(effects, 0, "variants"), 1) << "east: with five people one run did not end well";
  EXPECT_EQ(cell(effects, 0, "planned"), 2);
  EXPECT_EQ(cell(effects, 0, "mean"), 100);
  EXPECT_EQ(cell(weather, 0, "runs"), 3);
  EXPECT_EQ(cell(weather, 0, "planned"), 4);
  EXPECT_EQ(cell(weather, 1, "runs"), 4);
}

TEST_F(Answers, RegressionLeavesOutVariantsWhoseRunsHaveNoFigure) {
  begin(R"toml(case = "case.toml"
plan.method = "sobol"
plan.points = 16
[[factor]]
name = "people"
key = "people[0].count"
low = 4
high = 90
whole = true
[replicates]
criterion = "fixed"
first = 2
)toml");
  for (size_t v = 0; v < 16; ++v)
    for (size_t r = 0; r < 2; ++r)
      write(v, r, {50 + std::stod(progress_->variants()[v].values[0]), v == 3 && r == 0 ? size_t{1} : 0});
  look();
  const Table table = sensitivity_table(*progress_);
  ASSERT_GE(table.rows.size(), 1u);
  EXPECT_EQ(cell(table, 0, "index"), "SRC");
  EXPECT_EQ(cell(table, 0, "n"), 15);
  EXPECT_EQ(cell(table, 0, "planned"), 16);
}

}  // namespace
}  // namespace muster::sim::study
