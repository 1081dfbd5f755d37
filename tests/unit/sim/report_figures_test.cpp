// Every figure of a run's report is that of its summary.json, and none stands there without being one.
#include "sim/cli/cli.h"
#include "sim/report/html.h"
#include "sim/results/reader.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using nlohmann::json;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Without all pieces from `begin` to the next `end`.
std::string without(std::string text, const std::string& begin, const std::string& end) {
  for (size_t at; (at = text.find(begin)) != std::string::npos;) text.erase(at, text.find(end, at) + end.size() - at);
  return text;
}

struct Figure {
  std::string value, pointer, shown;
};

/// `<data value="1.5" data-from="/its/pointer">shown</data>`.
std::vector<Figure> figures_of(const std::string& html) {
  static const std::regex figure("<data value=\"([^\"]*)\" data-from=\"([^\"]*)\">([^<]*)</data>");
  std::vector<Figure> all;
  for (auto at = std::sregex_iterator(html.begin(), html.end(), figure); at != std::sregex_iterator(); ++at)
    all.push_back({(*at)[1], (*at)[2], (*at)[3]});
  return all;
}

/// What is read is the number, to the digits shown; times stand as minutes and seconds, bounds behind < or >.
double read(std::string shown) {
  for (const char* sign : {"&lt; ", "> "})
    if (shown.starts_with(sign)) shown.erase(0, std::string_view(sign).size());
  double hours = 0, minutes = 0, seconds = 0;
  if (std::sscanf(shown.c_str(), "%lf h %lf min %lf s", &hours, &minutes, &seconds) == 3)
    return 3600 * hours + 60 * minutes + seconds;
  if (std::sscanf(shown.c_str(), "%lf min %lf s", &minutes, &seconds) == 2)
    return 60 * minutes + (shown.starts_with('-') ? -seconds : seconds);
  return std::strtod(shown.c_str(), nullptr);
}

/// Half of the last digit shown: "1.50" is within 0.005, "1.2e+03" within 50, times within 0.05 s.
double rounding_of(const std::string& shown) {
  static const std::regex number("[0-9]+(\\.([0-9]+))?(e([-+][0-9]+))?");
  double half = 0.5;
  for (auto at = std::sregex_iterator(shown.begin(), shown.end(), number); at != std::sregex_iterator(); ++at) {
    const std::string decimals = (*at)[2], power = (*at)[4];
    half = 0.5 * std::pow(10, (power.empty() ? 0 : std::stod(power)) - static_cast<double>(decimals.size()));
  }
  return half;  // of the last number: the seconds
}

void expect_same(const std::string& html, const json& summary) {
  for (const Figure& figure : figures_of(html)) {
    const json& in_file = summary.at(json::json_pointer(figure.pointer));
    EXPECT_EQ(figure.value, in_file.dump()) << figure.pointer;
    const double value = in_file.get<double>();
    if (figure.shown.starts_with("&lt; "))
      EXPECT_LT(value, read(figure.shown)) << figure.pointer;
    else
      EXPECT_NEAR(read(figure.shown), value, 1.0001 * rounding_of(figure.shown)) << figure.pointer << figure.shown;
  }
}

/// What stands in cells and boxes besides those figures holds no digit, but in a text of the summary (names, criteria),
/// or as the time of an event.
void expect_no_other(std::string html, const json& summary, const std::vector<results::Event>& events) {
  for (const auto& [begin, end] : {std::pair("<style>", "</style>"),
                                   {"<pre>", "</pre>"},
                                   {"<svg", "</svg>"},
                                   {"<div class=\"inputs\">", "</div>"},
                                   {"<data", "</data>"}})
    html = without(std::move(html), begin, end);
  std::string known = summary.dump();
  for (const results::Event& event : events) known += "|" + duration(event.time) + "|" + event.text;
  static const std::regex cell("<(td|b)[^>]*>(.*?)</(td|b)>");
  size_t cells = 0;
  for (auto at = std::sregex_iterator(html.begin(), html.end(), cell); at != std::sregex_iterator(); ++at, ++cells) {
    const std::string content = std::regex_replace((*at)[2].str(), std::regex("<[^>]*>"), "\n");
    static const std::regex line("[^\n]+");
    for (auto one = std::sregex_iterator(content.begin(), content.end(), line); one != std::sregex_iterator(); ++one) {
      std::string text = one->str();
      text.erase(text.find_last_not_of("(), /") + 1);  // what stood round figures
      if (text.find_first_of("0123456789") == std::string::npos) continue;
      if (text.starts_with("muster ") || text == " SHA-256") continue;
      EXPECT_NE(known.find(text), std::string::npos) << text;
    }
  }
  EXPECT_GT(cells, 10u);
}

/// Who stays in a refuge stands once in the table of refuges.
void expect_all_refuges(const json& summary) {
  if (!summary.contains("refuges")) return;
  int64_t sum = 0;
  for (const json& refuge : summary["refuges"]) sum += refuge["people"].get<int64_t>();
  EXPECT_EQ(sum, summary["people"].value("in_refuge", int64_t{0}));
  EXPECT_GT(sum, 0);
}

struct Shipped {
  const char* scenario;
  const char* until;  ///< [s]
  size_t at_least;    ///< figures
};

class ReportFigures : public testing::TestWithParam<Shipped> {};

TEST_P(ReportFigures, AreThoseOfTheSummary) {
  const auto [scenario, until, at_least] = GetParam();
  const test::TemporaryFolder folder;
  const std::string out = (folder.path() / "out").string();
  std::vector<std::string> words = {"muster",  "run",   std::string(MUSTER_SOURCE_DIR) + "/scenarios/" + scenario,
                                    "--quiet", "--out", out,
                                    "--until", until};
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  testing::internal::CaptureStdout();
  ASSERT_EQ(command_line(static_cast<int>(argv.size()), argv.data()), 0);
  testing::internal::GetCapturedStdout();
  const json summary = json::parse(text_of(out + "/summary.json"));
  const std::string html = text_of(out + "/report.html");
  EXPECT_GE(figures_of(html).size(), at_least);
  expect_same(html, summary);
  expect_all_refuges(summary);
  expect_no_other(html, summary, results::ResultsReader(out + "/results.h5").events());
}

// Between them: doors, jams, leaks, detectors, muster points, fires, targets, tanks that catch fire, exposure, the
// fallen; lifts, help, refuges that the case names and rooms that helpers bring people to; plans without storeys.
INSTANTIATE_TEST_SUITE_P(OfShippedScenarios, ReportFigures,
                         testing::Values(Shipped{"office/evacuation.toml", "90", 100},
                                         Shipped{"chlorine_works/leak.toml", "90", 60},
                                         Shipped{"tank_farm/fire.toml", "90", 110},
                                         Shipped{"hospital/horizontal.toml", "120", 100}));

TEST(ReportFigures, AWrongOneIsFound) {
  const json summary = {{"people", {{"placed", 4}}}};
  EXPECT_EQ(figures_of("<b><data value=\"4\" data-from=\"/people/placed\">4</data></b>").size(), 1u);
  EXPECT_EQ(read("1 min 30.0 s"), 90);
  EXPECT_EQ(read("-1 min 30.0 s"), -90);
  EXPECT_EQ(read("56 h 3 min 38.2 s"), 201818.2);
  EXPECT_EQ(read("> 10000 m"), 10000);
  EXPECT_DOUBLE_EQ(rounding_of("1.50 m"), 0.005);
  EXPECT_DOUBLE_EQ(rounding_of("1.2e+03"), 50);
  EXPECT_DOUBLE_EQ(rounding_of("3 min 35.9 s"), 0.05);
  EXPECT_DOUBLE_EQ(rounding_of("15.6 kW/m²"), 0.05);
  EXPECT_DOUBLE_EQ(rounding_of("28 TDU"), 0.5);
  EXPECT_EQ(without("a<svg 1</svg>b", "<svg", "</svg>"), "ab");
}

}  // namespace
}  // namespace muster::sim
