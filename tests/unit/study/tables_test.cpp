// Tables of weather, effects and sensitivity from records whose figures are known.
#include "sim/study/answer/answer.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <functional>
#include <limits>

#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

constexpr const char* a_case = R"toml([model]
wkt = "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))"
[[exit]]
name = "East"
line = [[10, 1], [10, 2.2]]
[[people]]
count = 3
[weather]
wind_m_s = 2
wind_from_deg = 0
stability = "D"
)toml";

constexpr const char* measure = R"toml([replicates]
criterion = "fixed"
first = 2
[[measure]]
name = "Out"
key = "time_to_evacuate_s.last"
)toml";

/// A study whose runs have the figures that `figure` says, by variant and replicate; NaN: that run failed.
struct Made {
  Made(const std::string& text, const std::function<double(const Variant&, size_t)>& figure) {
    folder.write("case.toml", a_case);
    study = read_study(folder.write("study.toml", "case = \"case.toml\"\n" + text));
    base.emplace(study);
    progress.emplace(study, variants_of(study), *base, store);
    for (size_t v = 0; v < progress->variants().size(); ++v)
      for (size_t r = 0; r < progress->runs()[v].planned; ++r) {
        Record record;
        record.seed = seed_of(study, r);
        record.key = run_key(progress->runs()[v].key, record.seed);
        const double x = figure(progress->variants()[v], r);
        record.status = std::isnan(x) ? RunStatus::failed : RunStatus::ok;
        if (!std::isnan(x))
          record.summary = {{"people", {{"placed", 3}, {"evacuated", 3}}}, {"time_to_evacuate_s", {{"last", x}}}};
        store.write(record);
      }
    progress->refresh();
    progress->read_all();
  }
  test::TemporaryFolder folder;
  Store store{folder.path() / "out"};
  Study study;
  std::optional<BaseCase> base;
  std::optional<Progress> progress;
};

constexpr double failed = std::numeric_limits<double>::quiet_NaN();

const std::string winds_and_leaks = std::string(R"toml(plan.method = "grid"
[[factor]]
name = "Wind"
option = [{name = "west", set = ["weather.wind_from_deg=270"], frequency = 3},
          {name = "east", set = ["weather.wind_from_deg=90"], frequency = 1}]
[[factor]]
name = "Weather"
option = [{name = "still", set = ["weather.wind_m_s=1"], frequency = 1},
          {name = "strong", set = ["weather.wind_m_s=9"], frequency = 4}]
)toml") + measure;

TEST(WeatherTable, MeansAreWeightedByHowOftenItIsSo) {
  const Made made(winds_and_leaks, [](const Variant& v, size_t r) {
    const double still = v.values[1] == "still" ? 100 : 200;
    return (v.values[0] == "west" ? 0 : 1000) + still + static_cast<double>(r);
  });
  const Table table = weather_table(*made.progress);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0][0], "west");
  EXPECT_EQ(table.rows[0][1], 270);
  EXPECT_NEAR(table.rows[0][2].get<double>(), 0.75, 1e-15);
  EXPECT_EQ(table.rows[0][3], 4) << "runs";
  EXPECT_EQ(table.rows[0][4], 4) << "planned";
  EXPECT_NEAR(table.rows[0][5].get<double>(), 0.2 * 100.5 + 0.8 * 200.5, 1e-12);
  EXPECT_NEAR(table.rows[1][5].get<double>(), 1000 + 0.2 * 100.5 + 0.8 * 200.5, 1e-12);
}

TEST(WeatherTable, AWindThatLacksARunHasNoMean) {
  const Made made(winds_and_leaks, [](const Variant& v, size_t r) {
    if (v.values[0] == "east") return failed;
    return v.values[1] == "still" && r == 0 ? failed : 10;
  });
  const Table table = weather_table(*made.progress);
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(table.rows[0][3], 3);
  EXPECT_EQ(table.rows[0][4], 4);
  EXPECT_TRUE(table.rows[0][5].is_null()) << "that of the strong wind alone would pass for it";
  EXPECT_EQ(table.rows[1][3], 0);
  EXPECT_TRUE(table.rows[1][5].is_null());
}

TEST(WeatherTable, NoneWithoutAWind) {
  const Made made(
      std::string("plan.method = \"grid\"\n[[factor]]\nname = \"n\"\nkey = \"people[0].count\"\nvalues = [1, "
                  "2]\n") +
          measure,
      [](const Variant&, size_t) { return 1.0; });
  EXPECT_TRUE(weather_table(*made.progress).rows.empty());
}

double number(const std::string& text) { return std::stod(text); }

TEST(EffectsTable, MeansOfOptionsInTheirOrder) {
  const Made made(std::string(R"toml(plan.method = "grid"
[[factor]]
name = "Door"
option = [{name = "wide", set = ["exit[0].closed=false"]}, {name = "narrow", set = ["exit[0].max_flow_per_m_s=1"]}]
[[factor]]
name = "People"
key = "people[0].count"
values = [10, 2]
)toml") + measure,
                  [](const Variant& v, size_t r) {
                    return (v.values[0] == "narrow" ? 50 : 0) + 10 * number(v.values[1]) + (r == 0 ? -1 : 1);
                  });
  const Table table = effects_table(*made.progress);
  ASSERT_EQ(table.rows.size(), 4u);
  const std::vector<std::tuple<std::string, std::string, double>> expected = {
      {"Door", "wide", 60}, {"Door", "narrow", 110}, {"People", "10", 125}, {"People", "2", 45}};
  for (size_t k = 0; k < 4; ++k) {
    EXPECT_EQ(table.rows[k][1], std::get<0>(expected[k]));
    EXPECT_EQ(table.rows[k][2], std::get<1>(expected[k])) << "as the study has them";
    EXPECT_EQ(table.rows[k][3], 2) << "variants";
    EXPECT_EQ(table.rows[k][4], 2) << "planned";
    EXPECT_NEAR(table.rows[k][5].get<double>(), 0.5, 1e-15) << "share";
    EXPECT_NEAR(table.rows[k][6].get<double>(), std::get<2>(expected[k]), 1e-12);
    EXPECT_TRUE(table.rows[k][7].is_null()) << "a grid's variants are all that there are";
  }
}

TEST(EffectsTable, ManyValuesAreToldByThirds) {
  const Made made(std::string(R"toml(plan.method = "latin_hypercube"
plan.points = 30
[[factor]]
name = "premovement"
key = "people[0].premovement_s"
low = 0
high = 90
)toml") + measure,
                  [](const Variant& v, size_t) {
                    return number(v.values[0]) < 30 ? 1 : number(v.values[0]) < 60 ? 2 : 3;
                  });
  const Table table = effects_table(*made.progress);
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0][2], "low third");
  EXPECT_EQ(table.rows[1][2], "middle third");
  EXPECT_EQ(table.rows[2][2], "high third");
  // The range told is that of the points: its thirds lie up to a thirtieth beside those of the factor.
  EXPECT_NEAR(table.rows[0][6].get<double>(), 1, 0.11);
  EXPECT_NEAR(table.rows[1][6].get<double>(), 2, 0.11);
  EXPECT_NEAR(table.rows[2][6].get<double>(), 3, 0.11);
  EXPECT_FALSE(table.rows[2][7].is_null()) << "a sample of the factor's range";
}

TEST(SensitivityTable, OptionsWithoutOrderAreEachAgainstTheFirst) {
  const Made made(
      std::string(R"toml(plan.method = "latin_hypercube"
plan.points = 64
[[factor]]
name = "Door"
option = [{name = "open", set = ["exit[0].closed=false"]}, {name = "one way", set = ["exit[0].one_way='out'"]},
          {name = "slow", set = ["exit[0].max_flow_per_m_s=1"]}]
[[factor]]
name = "premovement"
key = "people[0].premovement_s"
low = 0
high = 10
)toml") + measure,
      [](const Variant& v, size_t) { return 100 + (v.values[0] == "slow" ? 30 : 0) + 2 * number(v.values[1]); });
  const Table table = sensitivity_table(*made.progress);
  ASSERT_EQ(table.rows.size(), 4u);
  EXPECT_EQ(table.rows[0][1], "Door: one way");
  EXPECT_EQ(table.rows[1][1], "Door: slow");
  EXPECT_EQ(table.rows[2][1], "premovement");
  EXPECT_EQ(table.rows[3][2], "R2");
  EXPECT_NEAR(table.rows[0][3].get<double>(), 0, 1e-9) << "as good as open";
  EXPECT_NEAR(table.rows[3][3].get<double>(), 1, 1e-9) << "the model is linear in these columns";
  // b s_x / s_y with the standard deviations of the columns.
  double s_slow = 0, s_y = 0;
  {
    const auto deviation = [&](const std::function<double(const Variant&)>& of) {
      double sum = 0, squares = 0;
      const auto& all = made.progress->variants();
      for (const Variant& v : all) sum += of(v), squares += of(v) * of(v);
      const auto n = static_cast<double>(all.size());
      return std::sqrt((squares - sum * sum / n) / (n - 1));
    };
    const auto slow = [](const Variant& v) { return v.values[0] == "slow" ? 1.0 : 0.0; };
    s_slow = deviation(slow);
    s_y = deviation([&](const Variant& v) { return 30 * slow(v) + 2 * number(v.values[1]); });
  }
  EXPECT_NEAR(table.rows[1][3].get<double>(), 30 * s_slow / s_y, 1e-9);
}

}  // namespace
}  // namespace muster::sim::study
