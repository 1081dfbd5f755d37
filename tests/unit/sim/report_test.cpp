#include "sim/report/report.h"

#include "sim/case/keys.h"
#include "sim/report/curves.h"
#include "sim/report/drill_card.h"
#include "sim/report/html.h"
#include "sim/report/inputs.h"
#include "sim/report/map.h"
#include "sim/results/departures.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace muster::sim {
namespace {

namespace sample = results::sample;

std::filesystem::path record(const std::filesystem::path& folder, const results::Summary& summary) {
  const auto path = folder / "results.h5";
  results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(4));
  writer.frame(sample::walkers(0, 4));
  writer.frame(sample::walkers(1, 4));
  writer.crossing({0.4, 0, results::Crossing::Gate::exit, 0, 1});
  writer.event({0.5, "all_out", "<everybody> & nobody", -1});
  writer.finish(summary);
  return path;
}

std::string page(const std::filesystem::path& path, Language language) {
  return report_html(results::ResultsReader(path), language);
}

TEST(Report, NeedsNothingFromOutsideAndEscapesTexts) {
  const test::TemporaryFolder folder;
  const auto path = record(folder.path(), sample::summary());
  for (const Language language : {Language::english, Language::chinese}) {
    const std::string html = page(path, language);
    for (const char* outside : {"src=", "href=", "url(h", "url(\"", "@import", "<script"})
      EXPECT_EQ(html.find(outside), std::string::npos) << outside;
    EXPECT_NE(html.find("&lt;everybody&gt; &amp; nobody"), std::string::npos);
    EXPECT_EQ(html.find("<everybody>"), std::string::npos);
    EXPECT_NE(html.find("title = &quot;Two storeys&quot;"), std::string::npos) << "the case itself";
    EXPECT_NE(html.find(std::string(64, 'a')), std::string::npos) << "hashes of the inputs";
  }
  EXPECT_NE(page(path, Language::chinese).find("结论"), std::string::npos);
  EXPECT_EQ(page(path, Language::english).find("结论"), std::string::npos);
}

TEST(Report, WhoIsInARefugeIsNotMissing) {
  const test::TemporaryFolder folder;
  results::Summary summary = sample::summary();
  summary.people.evacuated = 3, summary.people.inside = 1, summary.people.in_refuge = 1;
  summary.refuges = {{"Ward B", 1, {}, {}, 12}};
  const std::string html = page(record(folder.path(), summary), Language::english);
  EXPECT_NE(html.find("Everybody is out or in a refuge"), std::string::npos);
  EXPECT_EQ(html.find("Not everybody got out"), std::string::npos);
  EXPECT_EQ(html.find("Still inside"), std::string::npos);
  EXPECT_NE(html.find("<td>Ward B</td>"), std::string::npos);
  // One more, who is in none.
  const test::TemporaryFolder other;
  summary.people.placed = 5, summary.people.inside = 2;
  const std::string short_of_one = page(record(other.path(), summary), Language::english);
  EXPECT_NE(short_of_one.find("Not everybody got out"), std::string::npos);
  EXPECT_NE(short_of_one.find("Still inside"), std::string::npos);
}

TEST(Report, WhoReachesAMusterPointIsOutInTheCurves) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  results::RunInfo info = sample::info();
  info.muster_points = {{"Car park", {0, 1}}};
  results::ResultsWriter writer(path, info, sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(4));
  writer.frame(sample::walkers(0, 4));
  writer.arrivals({{0.4, 0, 0}});
  writer.finish(sample::summary());
  const results::ResultsReader file(path);
  ASSERT_EQ(results::departures(file).size(), 1u);
  EXPECT_EQ(results::way_out(file, results::departures(file)[0]), "Car park");
  const std::string html = page(path, Language::english);
  EXPECT_NE(html.find(">Car park</text>"), std::string::npos);
  EXPECT_NE(html.find("people inside"), std::string::npos);
  EXPECT_EQ(drill_lines(file)[0].exits, (std::vector<std::pair<std::string, size_t>>{{"Car park", 1}}));
}

TEST(Report, WhoIsInARefugeHasACurveOfHisOwn) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  results::ResultsWriter writer(path, sample::info(), sample::two_storeys());
  writer.people(std::vector<results::PersonRecord>(2));
  for (const double time : {0.0, 10.0}) {
    results::Frame frame = sample::walkers(0, 2);
    frame.time = time;
    frame.state.assign(2, static_cast<uint8_t>(results::PersonState::walking));
    if (time > 0) frame.state[1] = static_cast<uint8_t>(results::PersonState::in_refuge);
    writer.frame(std::move(frame));
  }
  writer.crossing({20, 0, results::Crossing::Gate::exit, 0, 1});
  writer.finish(sample::summary());
  const std::string chart = curves(results::ResultsReader(path), 2, true, Language::english);
  EXPECT_NE(chart.find(">in refuges</text>"), std::string::npos);
  // From 2 people to 1 at 10 s and to 0 at 20 s, beside 0 and 1: the frame of the first chart is 0 to 25 s, 0 to 2.5.
  EXPECT_NE(chart.find("M64.0 99.2H288.0V225.6H512.0V352.0H512.0V352.0"), std::string::npos) << chart;
  EXPECT_NE(chart.find("M64.0 352.0H288.0V225.6H512.0V225.6"), std::string::npos);
}

TEST(Report, InputsThatDifferFromTheirDefault) {
  const std::string text =
      "title = \"Two\"\nseed = 1\n[run]\nuntil_s = 60\n[reactions]\n[model]\nfile = \"a.glb\"\n"
      "[[people]]\ncount = 3\nspeed_m_s = {distribution = \"constant\", value = 1.2}\n"
      "[[people]]\nname = \"staff\"\ncount = 4\nspaces = [\"A\", \"B\"]\n[new]\nkey = 2\n";
  const std::vector<std::string> over = {"people[0].count=5"};
  std::vector<std::string> found;
  const Json& run = case_type().schema.at("properties").at("run").at("properties");
  for (const GivenInput& input : given_inputs(text, over))
    found.push_back(input.key + " | " + input.value + " | " + input.standard);
  const std::vector<std::string> expected = {
      "model.file | \"a.glb\" | ",
      "new | {key = 2} | ",
      "people[0].count | 5 | ",
      "people[0].speed_m_s | {distribution = \"constant\", value = 1.2} | "
      "{distribution = \"normal\", mean = 1.34, sd = 0.26, min = 0.5, max = 2.2}",
      "people[1].count | 4 | ",
      "people[1].name | \"staff\" | ",
      "people[1].spaces | [\"A\", \"B\"] | ",
      "reactions | {} | ",
      "run.until_s | 60 | " + fmt::format("{}", run.at("until_s").at("default").get<double>()),
      "title | \"Two\" | "};
  EXPECT_EQ(found, expected) << "seed = 1 is the default";
  EXPECT_TRUE(given_inputs("no case", {}).empty());
  const test::TemporaryFolder folder;
  EXPECT_NE(page(record(folder.path(), sample::summary()), Language::english)
                .find("<td><code>seed</code></td><td>7</td><td>1</td>"),
            std::string::npos);
}

TEST(Report, ItsChartsHaveFramesOfTheirOwn) {
  const test::TemporaryFolder folder;
  const std::string html = page(record(folder.path(), sample::summary()), Language::english);
  const std::regex id("id=\"([^\"]*)\"");
  std::set<std::string> ids;
  for (auto at = std::sregex_iterator(html.begin(), html.end(), id); at != std::sregex_iterator(); ++at)
    EXPECT_TRUE(ids.insert((*at)[1].str()).second) << (*at)[1];
  EXPECT_EQ(ids.size(), 2u);
}

TEST(Report, OfARunThatHasNotFinishedIsRefused) {
  const test::TemporaryFolder folder;
  const auto path = folder.path() / "results.h5";
  { results::ResultsWriter writer(path, sample::info(), sample::two_storeys()); }
  EXPECT_THROW(page(path, Language::english), results::ResultsError);
  EXPECT_THROW(write_report(path, folder.path() / "report.html", Language::english), results::ResultsError);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "report.html"));
}

TEST(Report, DurationsCarryTheirMinutes) {
  EXPECT_EQ(duration(12.44), "12.4 s");
  EXPECT_EQ(duration(59.96), "1 min 0.0 s");
  EXPECT_EQ(duration(-75.5), "-1 min 15.5 s");
  EXPECT_EQ(duration(-0.01), "0.0 s");
  EXPECT_EQ(duration(7199), "119 min 59.0 s");
  EXPECT_EQ(duration(201818.18), "56 h 3 min 38.2 s");
}

/// A page of everything that few runs have at once.
TEST(Report, ShowsLiftsHelpMeasurementsDetectorsActionsAndTheFallen) {
  const test::TemporaryFolder folder;
  results::Summary summary = sample::summary();
  summary.lifts = {{"Lift 1", 5, 12, 1, 78.6, 188.8}};
  summary.assistance = results::AssistanceUse{12, 11, 1, 22.4, 101.0};
  summary.held = {{}};
  summary.held[0].people = 3, summary.held[0].text = "wait";
  summary.events = {{60, "shut: Main", 7, 5, 2}};
  summary.measures = {{"gate line", true, 2, 40, 1, 3.0, 50.0, 0.8, 0.4, 1.1, {}, {}, {}, {}}};
  summary.detectors = {{"drum store", 1.0, 11.0}, {"roof", {}, {}}};
  summary.exposure.emplace();
  summary.exposure->criteria = {{"AEGL-2 (chlorine)", 4}};
  summary.exposure->fallen = {{21, 173.7, 112.9, 10.8, 0, "Ground floor", ""}};
  summary.exposure->rescued = 1;
  results::RunInfo info = sample::info();
  info.case_text = R"(
[[tank]]
name = "T201"
cooling_L_min_m2 = 10
cooling_from_s = 60
[[fire]]
name = "T102"
foam_at_s = 600
foam_takes_s = 300
[[detector]]
name = "drum store"
sounds = "siren"
ventilates = ["Hall", "Store"]
air_changes_per_h = 12
)";
  const auto path = folder.path() / "results.h5";
  {
    results::ResultsWriter writer(path, info, sample::two_storeys());
    writer.people(std::vector<results::PersonRecord>(4));
    writer.frame(sample::walkers(0, 4));
    writer.finish(summary);
  }
  const std::string html = page(path, Language::english);
  for (const char* shown :
       {"<h2>Lifts</h2>", ">3 min 8.8 s</data>", "<h2>People who need help</h2>", ">1 min 41.0 s</data>",
        "<h2>Who is still inside</h2>", "<td>wait</td>", "<h2>What shut or opened</h2>", "<h2>Measurements</h2>",
        ">0.40 /(m s)</data>", "<h2>Detectors</h2>", "<td>never</td>", "<h3>Who fell</h3>",
        "data-from=\"/exposure/rescued\"", "<td>T201</td><td>Water on the tank</td><td>10 L/(min m²)</td><td>60 s</td>",
        "<td>T102</td><td>Foam on the fire</td><td>out after 300 s</td><td>600 s</td>",
        "<td>drum store</td><td>Sounds alarms</td><td>siren</td>",
        "<td>drum store</td><td>Changes the ventilation</td><td>Hall, Store: 12 /h</td>"})
    EXPECT_NE(html.find(shown), std::string::npos) << shown;
  const std::string other = page(path, Language::chinese);
  for (const char* english : {"<h2>Lifts", "<h2>Detectors", "<h3>Who fell", "<h2>Measurements", "Foam on"})
    EXPECT_EQ(other.find(english), std::string::npos) << english;
  // Of what a run does not have there is no trace.
  const test::TemporaryFolder bare;
  const std::string plain = page(record(bare.path(), sample::summary()), Language::english);
  for (const char* absent :
       {"Lifts", "help", "still inside", "Measurements", "Detectors", "fell", "against the hazards"})
    EXPECT_EQ(plain.find("<h2>" + std::string(absent)), std::string::npos) << absent;
}

TEST(Report, OfManyDoorsTheMostUsedAreShown) {
  const test::TemporaryFolder folder;
  results::Summary summary = sample::summary();
  summary.doors.clear();
  for (int i = 0; i < 40; ++i)
    summary.doors.push_back(results::gate_use(fmt::format("D{:02}", i), 1, std::vector<double>(i == 39 ? 50 : 2, 10)));
  summary.doors.push_back(results::gate_use("unused", 1, {}));
  const std::string html = page(record(folder.path(), summary), Language::english);
  EXPECT_NE(html.find("<td>D39</td>"), std::string::npos) << "the busiest";
  EXPECT_NE(html.find("<td>D28</td>"), std::string::npos);
  EXPECT_EQ(html.find("<td>D29</td>"), std::string::npos) << "29 of those with two people fit";
  EXPECT_EQ(html.find("<td>unused</td>"), std::string::npos);
  EXPECT_NE(html.find("30 / 40."), std::string::npos);
}

TEST(Map, SquaresOfAClassBesideOneAnotherAreOneRectangle) {
  const scene::Floors floors = sample::two_storeys();
  std::vector<MapSquare> squares;
  for (const double x : {10.1, 10.3, 10.5, 10.9}) squares.push_back({x, -4.9, 0, 2});
  squares.push_back({10.7, -4.9, 0, 0.1});  // below all classes
  const std::string svg = map_svg(floors, 0, 0.2, squares, {{1, "some", "#123456"}});
  size_t rectangles = 0;
  for (size_t at = svg.find("<rect"); at != std::string::npos; at = svg.find("<rect", at + 1)) ++rectangles;
  EXPECT_EQ(rectangles, 2u);
  EXPECT_NE(svg.find(">Main<"), std::string::npos);
  EXPECT_EQ(map_svg(floors, 1, 0.2, squares, {{1, "some", "#123456"}}), "") << "nothing on the other storey";
}

TEST(Map, APlanWithoutStoreysIsDrawnToo) {
  scene::Floors floors = sample::two_storeys();
  floors.storeys.clear();
  floors.storey.assign(floors.size(), -1);
  ASSERT_EQ(storey_plans(floors).size(), 1u);
  EXPECT_EQ(storey_plans(floors)[0].storey, -1);
  const std::string svg = map_svg(floors, -1, 0.2, {{10.1, -4.9, -1, 2}}, {{1, "some", "#123456"}});
  EXPECT_NE(svg.find("<rect"), std::string::npos);
  EXPECT_NE(svg.find(">Main<"), std::string::npos);
}

}  // namespace
}  // namespace muster::sim
