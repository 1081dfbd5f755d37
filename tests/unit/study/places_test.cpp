// Individual risk of who stays at a place: by hand calculation, and from runs of leaks in two winds.
#include "sim/study/answer/places.h"

#include "base/digest.h"
#include "models/substance/toxic.h"
#include "sim/data/substance_data.h"
#include "sim/results/reader.h"
#include "sim/study/answer/answer.h"
#include "tests/support/program.h"
#include "tests/support/temporary_folder.h"
#include "tests/unit/study/flange.h"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim::study {
namespace {

namespace fs = std::filesystem;

/// Squares of 2 m in rows of `columns` from (10, 20) on, with these risks.
RiskMap map_of(size_t columns, const std::vector<double>& risks) {
  RiskMap map;
  map.squares.square = 2;
  map.squares.corner = {10, 20};
  for (size_t s = 0; s < risks.size(); ++s) {
    map.squares.x.push_back(11 + 2 * static_cast<double>(s % columns));
    map.squares.y.push_back(21 + 2 * static_cast<double>(s / columns));
    map.squares.z.push_back(0);
    map.squares.storey.push_back(-1);
  }
  map.per_year = risks;
  return map;
}

TEST(Places, ContoursGoStraightInTheLogarithm) {
  // From 1e-4 to 1e-6 to the east: 1e-5 half-way between the middles of the squares, 3.16e-6 at three quarters.
  const RiskMap map = map_of(2, {1e-4, 1e-6, 1e-4, 1e-6});
  auto pieces = contour(map, -1, 1e-5);
  ASSERT_EQ(pieces.size(), 1u);
  for (const Vec2& end : pieces[0]) EXPECT_NEAR(end.x(), 12, 1e-9);
  EXPECT_NEAR(std::abs(pieces[0][0].y() - pieces[0][1].y()), 2, 1e-9);
  pieces = contour(map, -1, std::pow(10, -5.5));
  ASSERT_EQ(pieces.size(), 1u);
  EXPECT_NEAR(pieces[0][0].x(), 12.5, 1e-9);
  EXPECT_TRUE(contour(map, -1, 1e-3).empty());
  EXPECT_TRUE(contour(map, 0, 1e-5).empty()) << "another storey";
}

TEST(Places, AHillHasAClosedContour) {
  const RiskMap map = map_of(3, {0, 0, 0, 0, 1e-4, 0, 0, 0, 0});
  const auto pieces = contour(map, -1, 1e-5);
  EXPECT_EQ(pieces.size(), 4u) << "one in each quarter round the top";
  for (const auto& piece : pieces)
    for (const Vec2& end : piece) EXPECT_NEAR((end - Vec2(13, 23)).norm(), 2.0 / 8, 1e-9) << "1 of 8 powers of ten";
}

TEST(Places, AreasOfTheContours) {
  const RiskMap map = map_of(3, {0, 2e-8, 5e-7, 1e-6, 1e-3, 3e-9});
  const Table table = contours_table(&map);
  ASSERT_EQ(table.rows.size(), risk_levels.size());
  const std::vector<double> squares = {1, 1, 1, 2, 3, 4};
  for (size_t k = 0; k < squares.size(); ++k) EXPECT_EQ(table.rows[k][1].get<double>(), 4 * squares[k]) << k;
}

TEST(Places, TheSquareThatHoldsAPlace) {
  RiskMap map = map_of(2, {1, 2, 3, 4});
  EXPECT_EQ(square_at(map.squares, {12.9, 22.9}, {}), 3u);
  EXPECT_FALSE(square_at(map.squares, {30, 20}, {})) << "no floor";
  map.squares.x.push_back(13), map.squares.y.push_back(23), map.squares.z.push_back(4);
  EXPECT_EQ(square_at(map.squares, {13, 23}, {}), 3u) << "the lowest";
  EXPECT_EQ(square_at(map.squares, {13, 23}, 4.0), 4u);
  EXPECT_FALSE(square_at(map.squares, {13, 23}, 9.0));
}

const std::string a_case = muster::test::yard_with_flange() + R"toml([[people]]
count = 2
polygon = [[2, 15], [6, 15], [6, 25], [2, 25]]
[run]
until_s = 900
)toml";

constexpr const char* a_study = R"toml(case = "case.toml"
plan.method = "grid"
[risk]
per_year = "Leak"
contours = true
[[risk.place]]
name = "bench"
at = [16, 20]
share = 0.25
[[risk.place]]
name = "moon"
at = [400, 20]
[replicates]
criterion = "fixed"
first = 1
[[factor]]
name = "Leak"
option = [{name = "small", set = ["leak[0].series=[[0, 0.5], [600, 0]]"], frequency = 1e-3},
          {name = "large", set = ["leak[0].series=[[0, 2], [600, 0]]"], frequency = 1e-5}]
[[factor]]
name = "Wind"
option = [{name = "west", set = ["weather.wind_from_deg=270"], frequency = 3},
          {name = "north-west", set = ["weather.wind_from_deg=315"], frequency = 1}]
[[measure]]
name = "Deaths"
key = "exposure.expected_fatalities"
)toml";

/// The program's probit of carbon monoxide, for ppm min.
double death_by(double load) {
  static const substance::Library library = read_substances();
  const substance::Substance& monoxide = *library.find("carbon_monoxide");
  const substance::Probit& probit = *substance::probit_of(monoxide.toxic);
  EXPECT_EQ(probit.n, 1);
  return substance::death_probability(probit, substance::in_unit_of(probit, 1e-6, monoxide.molar_mass) * load);
}

class RiskOfPlaces : public testing::Test {
 protected:
  RiskOfPlaces() {
    folder_.write("case.toml", a_case);
    write_study(a_study);
  }
  void write_study(const std::string& text) { file_ = folder_.write("study.toml", text); }
  fs::path out() const { return folder_.path() / "out"; }
  int call(const std::string& more) const {
    return WEXITSTATUS(
        std::system(fmt::format("{} study {} {} --out {} --quiet >{} 2>&1", muster::test::program().string(), more,
                                file_.string(), out().string(), (folder_.path() / "said.txt").string())
                        .c_str()));
  }
  std::string said() const { return read_file(folder_.path() / "said.txt"); }
  test::TemporaryFolder folder_;
  fs::path file_;
};

TEST_F(RiskOfPlaces, SumsOverLeaksAndWindsByHand) {
  ASSERT_EQ(call("run"), 0) << said();
  EXPECT_NE(said().find("hazards computed alone 4 times"), std::string::npos) << said();
  const Study study = read_study(file_);
  const BaseCase base(study);
  const Store store(out());
  const Progress progress(study, variants_of(study), base, store);
  const std::optional<RiskMap> map = risk_map(progress, store);
  ASSERT_TRUE(map);
  EXPECT_NEAR(map->covered, 1e-3 + 1e-5, 1e-15);
  EXPECT_EQ(map->unknown, 0);
  EXPECT_EQ(map->cut, 0) << "the leak ends at 600 s, the run at 900 s";
  const std::vector<double> frequency = {0.75e-3, 0.25e-3, 0.75e-5, 0.25e-5};
  std::vector<double> by_hand(map->per_year.size(), 0);
  double greatest = 0;
  for (size_t v = 0; v < 4; ++v) {
    const results::ResultsReader reader(store.hazards(progress.stays_of(v)));
    const auto totals = reader.hazard_outline().totals;
    ASSERT_EQ(totals.toxic_load.size(), by_hand.size());
    for (size_t s = 0; s < by_hand.size(); ++s)
      by_hand[s] += frequency[v] * death_by(static_cast<double>(totals.toxic_load[s]));
  }
  for (size_t s = 0; s < by_hand.size(); ++s) {
    EXPECT_NEAR(map->per_year[s], by_hand[s], 1e-4 * by_hand[s] + 1e-12) << s;
    greatest = std::max(greatest, by_hand[s]);
  }
  EXPECT_GT(greatest, 0.45e-3) << "near the leak downwind whoever stays dies of it";
  const auto json = nlohmann::json::parse(read_file(out() / "summary.json"));
  const auto bench = square_at(map->squares, {16, 20}, {});
  ASSERT_TRUE(bench);
  EXPECT_NEAR(json["places"][0]["per_year"].get<double>(), 0.25 * by_hand[*bench], 1e-4 * by_hand[*bench] + 1e-12);
  EXPECT_FALSE(json["places"][1].contains("per_year")) << "there is no floor on the moon";
  EXPECT_EQ(json["contours"].size(), 6u);
  EXPECT_TRUE(fs::exists(out() / "tables" / "risk_map.csv"));
  for (const char* language : {"en", "zh"}) {
    ASSERT_EQ(call(fmt::format("report --lang {}", language)), 0);
    const std::string html = read_file(out() / "report.html");
    EXPECT_NE(html.find("bench"), std::string::npos);
    EXPECT_NE(html.find("stroke-width=\"1.5\" fill=\"none\""), std::string::npos) << "contours";
  }
}

TEST_F(RiskOfPlaces, AreThereAgainWithoutRuns) {
  ASSERT_EQ(call("run"), 0);
  const std::string first = read_file(out() / "summary.json");
  // The large files may go; what they say of who stays is kept.
  for (const auto& each : fs::recursive_directory_iterator(out() / "hazards"))
    if (each.path().extension() == ".h5" && each.path().string().find(".stays.h5") == std::string::npos)
      fs::remove(each.path());
  ASSERT_EQ(call("run"), 0);
  EXPECT_NE(said().find("0 runs executed"), std::string::npos) << said();
  EXPECT_EQ(said().find("hazards computed"), std::string::npos) << said();
  EXPECT_EQ(read_file(out() / "summary.json"), first);
}

TEST_F(RiskOfPlaces, WhatIsCutShortAndWhatIsUnknownIsTold) {
  std::string text = a_case;
  text.replace(text.find("until_s = 900"), 13, "until_s = 300");
  folder_.write("case.toml", text);
  ASSERT_EQ(call("run"), 0);
  const auto json = nlohmann::json::parse(read_file(out() / "summary.json"));
  EXPECT_NEAR(json["places"][0]["frequency_cut_short"].get<double>(), 1.01e-3, 1e-12);
  fs::path victim;
  for (const auto& each : fs::recursive_directory_iterator(out() / "hazards"))
    if (each.path().string().find(".stays.h5") != std::string::npos) victim = each.path();
  const std::string key = victim.filename().string().substr(0, 64);
  Store(out()).give_up_hazards(key, "no memory");
  fs::remove(victim);
  ASSERT_EQ(call("run"), 0);
  const auto less = nlohmann::json::parse(read_file(out() / "summary.json"));
  EXPECT_GT(less["places"][0]["frequency_unknown"].get<double>(), 0);
  EXPECT_NEAR(
      less["places"][0]["frequency_unknown"].get<double>() + less["places"][0]["frequency_covered"].get<double>(),
      1.01e-3, 1e-12);
}

}  // namespace
}  // namespace muster::sim::study
