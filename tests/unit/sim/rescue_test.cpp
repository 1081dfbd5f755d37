// Teams that come in for those who fell in a hazard, meet it themselves, and may fall.
#include "sim/case/read.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/coupled.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <string>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using Json = nlohmann::json;

/// A hall of 40 m x 6 m with its gate in the west, carbon monoxide beyond 25 m, somebody who stands in it and falls,
/// and a team of two that comes in when he lies.
std::string hall(double ppm, const std::string& rescue) {
  return fmt::format(R"([model]
wkt = "{}"
[[exit]]
name = "gate"
line = [[0, 2], [0, 4]]
[[people]]
name = "worker"
points = [[35, 3]]
premovement_s = 2000
[[inflow]]
name = "team"
from = {{gate = "gate"}}
count = 2
from_s = 170
until_s = 172
speed_m_s = 1.25
helps = true
[[air]]
name = "gas"
polygon = [[25, 0], [40, 0], [40, 6], [25, 6]]
co_ppm = {}
[run]
until_s = 600
)",
                     muster::test::rectangle(0, 0, 40, 6), ppm) +
         rescue;
}

/// [1/min] FED of carbon monoxide by Purser, light work.
double purser(double ppm) { return 2.764e-5 * std::pow(ppm, 1.036); }

Json run_of(const std::string& text, results::PeopleDoses& doses) {
  const muster::test::TemporaryFolder folder;
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  const Json json = Json::parse(results::to_json(run(read_case(folder.write("case.toml", text)), options)));
  doses = results::ResultsReader(options.out / "results.h5").exposure().doses;
  return json;
}

void expect_people(const Json& json, int evacuated, int inside, int incapacitated) {
  const Json& people = json.at("people");
  EXPECT_EQ(people.at("placed"), evacuated + inside + incapacitated);
  EXPECT_EQ(people.at("evacuated"), evacuated);
  EXPECT_EQ(people.at("inside"), inside);
  EXPECT_EQ(people.at("incapacitated"), incapacitated);
  EXPECT_EQ(people.at("lost"), 0);
}

TEST(RescueInHazards, ATeamThatComesInBringsTheFallenOut) {
  results::PeopleDoses doses;
  const Json json = run_of(hall(10000, "[reactions.rescue]\n"), doses);
  expect_people(json, 3, 0, 0);
  const Json& exposure = json.at("exposure");
  ASSERT_EQ(exposure.at("fallen").size(), 1u);
  EXPECT_NEAR(exposure.at("fallen")[0].at("time_s").get<double>(), 60 / purser(10000), 0.1);
  EXPECT_EQ(exposure.at("rescued"), 1);
  EXPECT_NEAR(exposure.at("expected_injuries").get<double>(), 1, 1e-6);  // no probit of death
  // They are in the gas for the last 9 m of their way, 15 s at his side and 10 m at 0.6 m/s, some 40 s; he from the
  // start until then.
  const double seconds = 9 / 1.25 + 15 + 10 / 0.6, rate = purser(10000) / 60;
  for (const size_t helper : {1, 2}) EXPECT_NEAR(doses.load[helper * 2] / rate, seconds, 6) << helper;
  EXPECT_GT(doses.load[0] / rate, 170 + 25 / 1.25 + seconds - 3);
  EXPECT_LT(doses.load[0] / rate, 172 + 28 / 1.25 + seconds + 6);
}

TEST(RescueInHazards, WhoGoesInUnprotectedMayFallToo) {
  results::PeopleDoses doses;
  const std::string masks =
      "[reactions.rescue]\nby = \"te*\"\n[[reactions.protection]]\npeople = \"team\"\nfactor = 10000\n";
  // A FED of 1 after 29 s: they have lifted him, and put him down.
  const Json bare = run_of(hall(50000, "[reactions.rescue]\n"), doses);
  expect_people(bare, 0, 0, 3);
  EXPECT_EQ(bare.at("exposure").at("fallen").size(), 3u);
  EXPECT_EQ(bare.at("exposure").at("rescued"), 0);
  EXPECT_EQ(bare.at("warnings").back().at("code"), "people_fell");
  const Json masked = run_of(hall(50000, masks), doses);
  expect_people(masked, 3, 0, 0);
  EXPECT_EQ(masked.at("exposure").at("rescued"), 1);
}

TEST(RescueInHazards, WithoutItTheFallenLie) {
  results::PeopleDoses doses;
  const Json json = run_of(hall(10000, ""), doses);
  expect_people(json, 2, 0, 1);
  EXPECT_FALSE(json.at("exposure").contains("rescued"));
}

TEST(RescueInHazards, MistakesAreTold) {
  const auto problem = [](const std::string& keys) -> std::string {
    try {
      (void)read_case_text(hall(10000, keys), "a.toml");
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(problem("[reactions.rescue]\nby = \"team\"\n"), "");
  EXPECT_NE(problem("[reactions.rescue]\nby = \"worker\"\n").find("reactions.rescue.by = \"worker\""),
            std::string::npos);
  EXPECT_NE(problem("[reactions.rescue]\nhelpers = 9\n").find("reactions.rescue.helpers"), std::string::npos);
}

}  // namespace
}  // namespace muster::sim
