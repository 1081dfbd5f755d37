#include "sim/report/report.h"

#include "sim/report/html.h"
#include "sim/report/map.h"
#include "sim/results/writer.h"
#include "tests/support/results_sample.h"
#include "tests/support/temporary_folder.h"

#include <fstream>
#include <regex>
#include <sstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

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

TEST(Report, EveryFigureStandsInTheSummary) {
  const test::TemporaryFolder folder;
  const auto path = record(folder.path(), sample::summary());
  const auto summary = nlohmann::json::parse(results::ResultsReader(path).summary_json());
  const std::string html = page(path, Language::english);
  const std::regex figure("<data value=\"([^\"]*)\" data-from=\"([^\"]*)\">([^<]*)</data>");
  size_t found = 0;
  for (auto at = std::sregex_iterator(html.begin(), html.end(), figure); at != std::sregex_iterator(); ++at, ++found) {
    const auto& in_file = summary.at(nlohmann::json::json_pointer((*at)[2].str()));
    EXPECT_EQ((*at)[1].str(), in_file.dump()) << (*at)[2];
    // What is read is the same number, to the digits shown: times as minutes and seconds.
    const std::string shown = (*at)[3].str();
    double minutes = 0, seconds = 0, plain = 0;
    if (std::sscanf(shown.c_str(), "%lf min %lf s", &minutes, &seconds) == 2)
      plain = 60 * minutes + seconds;
    else
      std::sscanf(shown.c_str(), "%lf", &plain);
    EXPECT_NEAR(plain, in_file.get<double>(), 0.0501 + 0.006 * std::abs(in_file.get<double>())) << shown;
  }
  EXPECT_GE(found, 11u);
  EXPECT_NE(html.find("data-from=\"/people/placed\""), std::string::npos);
  EXPECT_NE(html.find("data-from=\"/time_to_evacuate_s/last\""), std::string::npos);
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

}  // namespace
}  // namespace muster::sim
