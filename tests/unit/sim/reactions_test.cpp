// What people do about hazards: smoke slows them, gases make them fall, who has fallen lies in the way.
#include "sim/case/read.h"
#include "sim/export/csv.h"
#include "sim/run/coupling.h"
#include "sim/run/run.h"
#include "sim/run/summarise.h"
#include "tests/support/coupled.h"
#include "tests/support/temporary_folder.h"

#include <cmath>
#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using Json = nlohmann::json;
using crowd::State;
using muster::test::Coupled;

/// 40 m x 6 m with its gate in the west.
const std::string hall = fmt::format(R"([model]
wkt = "{}"
[[exit]]
name = "gate"
line = [[0, 2], [0, 4]]
)",
                                     muster::test::rectangle(0, 0, 40, 6));

TEST(Reactions, withoutHarmPeopleWalkAsWithoutHazards) {
  const std::string people = hall + "[[people]]\ncount = 80\n";
  Coupled pure(people),
      clear(people + "[[air]]\nname = 'clear'\nextinction_per_m = 0\nco_ppm = 0\no2_percent = 20.9\n"),
      far(people + R"([weather]
wind_m_s = 3
wind_from_deg = 180
stability = "D"
[[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [20, 3000]
source = "series"
temperature_C = 20
series = [[0, 0.5], [600, 0.5]]
)");
  for (int i = 0; i < 600; ++i) {
    for (Coupled* each : {&pure, &clear, &far}) each->step();
    ASSERT_EQ(pure.crowd().state_hash(), clear.crowd().state_hash()) << i;
    ASSERT_EQ(pure.crowd().state_hash(), far.crowd().state_hash()) << i;
  }
  EXPECT_TRUE(pure.coupling.hazards().empty());
  EXPECT_FALSE(far.coupling.hazards().empty());
}

// 20 m at 1 m/s, 10 of them in smoke that lets people walk at 0.6 of it (3 m of visibility: 3 / 5).
TEST(Reactions, smokeSlowsWhoIsInItAndNobodyElse) {
  Coupled hallway(hall + R"([[people]]
points = [[20, 3]]
speed_m_s = 1
[[air]]
name = "smoke"
polygon = [[0, 0], [10, 0], [10, 6], [0, 6]]
extinction_per_m = 1
)");
  hallway.run(60);
  // The air is looked at once a second: the change of speed comes up to a second late.
  const double time = hallway.crowd().outcomes()[0].exit_time, exact = 10 + 10 / 0.6;
  EXPECT_LT(time, exact + 0.2);
  EXPECT_GT(time, exact - 1);
  // For 16.7 s in 1 /m, both ends of it known to a second.
  const auto& exposure = *hallway.coupling.exposure();
  EXPECT_EQ(exposure.harms().at(1).name, "smoke");
  EXPECT_NEAR(exposure.doses().load[1] * 60, 10 / 0.6, 1.5);
}

// One person in the way of the others; 1 % of CO: 2.764e-5 x 10000^1.036 = 0.385 a minute, a FED of 1 after 156 s.
TEST(Reactions, whoFallsLiesInTheWayAndIsCounted) {
  Coupled hallway(hall + R"([[people]]
points = [[20, 3]]
premovement_s = 1000
[[people]]
points = [[35, 3]]
premovement_s = 200
[[air]]
name = "room"
polygon = [[15, 0], [25, 0], [25, 6], [15, 6]]
co_ppm = 10000
)");
  hallway.run(190);
  ASSERT_EQ(hallway.crowd().falls().size(), 1u);
  const crowd::Fall fall = hallway.crowd().falls()[0];
  EXPECT_EQ(fall.id, 0u);
  const double expected = 60 / (2.764e-5 * std::pow(10000, 1.036));
  EXPECT_NEAR(fall.time, expected, 1e-6 * expected);
  EXPECT_EQ(hallway.crowd().counts().fallen, 1u);
  std::vector<crowd::Snapshot> people;
  hallway.crowd().snapshot(people);
  const Vec2 lies(people[0].x, people[0].y);
  EXPECT_EQ(people[0].state, State::fallen);
  hallway.run(400);
  EXPECT_EQ(hallway.crowd().counts().evacuated, 1u);  // the other one has walked round
  hallway.run(1100);
  EXPECT_EQ(hallway.crowd().counts().evacuated, 1u);
  hallway.crowd().snapshot(people);
  ASSERT_EQ(people.size(), 1u);
  EXPECT_EQ(people[0].state, State::fallen);
  EXPECT_LT((Vec2(people[0].x, people[0].y) - lies).norm(), 0.5);  // pushed aside at most
}

// Visibility of 2 m from the start: untenable at once. Whoever goes through the gate between two looks is out, too: the
// hall is left whatever the fraction of a second.
TEST(Reactions, aPlaceThatEverybodyLeftIsLeft) {
  for (const char* delay : {"0", "0.25", "0.5", "0.75"}) {
    Coupled hallway(hall + "[[people]]\npoints = [[3, 3]]\npremovement_s = " + delay +
                    "\n[[air]]\nname = \"room\"\nextinction_per_m = 1.5\n");
    hallway.run(120);
    ASSERT_TRUE(hallway.crowd().finished());
    const double out = hallway.crowd().time();
    hallway.coupling.finish(nullptr);
    const results::Exposure answer = hallway.coupling.exposure()->answer(out);
    ASSERT_EQ(answer.zones.size(), 1u);
    EXPECT_TRUE(answer.zones[0].left) << delay;
    EXPECT_NEAR(answer.zones[0].rset, out, Exposure::every) << delay;
  }
}

// The team goes on through what fells the others.
TEST(Reactions, whoIsProtectedDoesNotFall) {
  Coupled hallway(hall + R"([[people]]
name = "staff"
points = [[20, 2]]
premovement_s = 1000
[[people]]
name = "team"
points = [[20, 4]]
premovement_s = 200
[[air]]
name = "room"
co_ppm = 10000
[[reactions.protection]]
people = "team"
factor = 10000
)");
  hallway.run(400);
  ASSERT_EQ(hallway.crowd().falls().size(), 1u);
  EXPECT_EQ(hallway.crowd().falls()[0].id, 0u);
  EXPECT_EQ(hallway.crowd().counts().evacuated, 1u);
}

// Of those who are all alike each bears another dose; half of them fall before a FED of 1.
TEST(Reactions, drawnDosesHaveTheirMedianAtOne) {
  const std::string people = hall + R"([[people]]
count = 200
premovement_s = 3000
[[air]]
name = "room"
co_ppm = 10000
[reactions]
falls = "drawn"
)";
  const double median = 60 / (2.764e-5 * std::pow(10000, 1.036));
  Coupled room(people);
  room.run(median);
  EXPECT_NEAR(static_cast<double>(room.crowd().counts().fallen), 100, 20);
  room.run(std::exp(1) * median);  // a standard deviation more: 84.1 %
  EXPECT_NEAR(static_cast<double>(room.crowd().counts().fallen), 168, 15);
}

TEST(Reactions, nobodyWaitsForWhoHasFallen) {
  const std::string company = R"([[people]]
points = [[35, 3], [34, 3]]
speed_m_s = 1.2
group_size = 2
)";
  Coupled hallway(hall + company + R"([[air]]
name = "cloud"
polygon = [[33.5, 0], [40, 0], [40, 6], [33.5, 6]]
hcn_ppm = 0
)");
  hallway.run(1);
  hallway.crowd().expect_falls({{0, 1.5}});
  for (int i = 0; i < 10; ++i) hallway.crowd().step();
  EXPECT_EQ(hallway.crowd().counts().fallen, 1u);
  hallway.crowd().expect_falls({});
  while (hallway.crowd().time() < 60 && hallway.crowd().counts().evacuated == 0) hallway.crowd().step();
  EXPECT_EQ(hallway.crowd().counts().evacuated, 1u);
  EXPECT_LT(hallway.crowd().time(), 40);
}

TEST(Reactions, aRunTellsWhoFellWhereAndWhen) {
  const muster::test::TemporaryFolder folder;
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  const auto file = folder.write("case.toml", hall + R"([[people]]
points = [[20, 3], [5, 3]]
premovement_s = 400
[[air]]
name = "room"
polygon = [[15, 0], [25, 0], [25, 6], [15, 6]]
co_ppm = 10000
[run]
until_s = 900
)");
  const Json json = Json::parse(results::to_json(run(read_case(file), options)));
  EXPECT_EQ(json.at("people").at("placed"), 2);
  EXPECT_EQ(json.at("people").at("evacuated"), 1);
  EXPECT_EQ(json.at("people").at("inside"), 0);
  EXPECT_EQ(json.at("people").at("incapacitated"), 1);
  EXPECT_EQ(json.at("people").at("lost"), 0);
  const Json& fallen = json.at("exposure").at("fallen");
  ASSERT_EQ(fallen.size(), 1u);
  EXPECT_EQ(fallen[0].at("person"), 0);
  EXPECT_NEAR(fallen[0].at("time_s").get<double>(), 60 / (2.764e-5 * std::pow(10000, 1.036)), 1e-3);
  EXPECT_NEAR(fallen[0].at("x").get<double>(), 20, 0.1);
  EXPECT_NEAR(json.at("exposure").at("expected_incapacitated").get<double>(), 1, 0.1);
  // The doses of each as a table.
  export_csv(results::ResultsReader(options.out / "results.h5"), folder.path() / "all.csv");
  std::ifstream table(folder.path() / "all-exposure.csv");
  std::string header, first, second;
  std::getline(table, header), std::getline(table, first), std::getline(table, second);
  EXPECT_EQ(header.rfind("person,group,exit_time,peak FED (Purser) [1/min],load FED (Purser) [1]", 0), 0u) << header;
  EXPECT_EQ(first.rfind("0,group 1,,0.385", 0), 0u) << first;
  EXPECT_EQ(second.rfind("1,group 1,40", 0), 0u) << second;
}

TEST(Reactions, mistakesInAirAndReactions) {
  const auto problem = [](const std::string& keys) -> std::string {
    try {
      Coupled(hall + "[[people]]\ncount = 1\n" + keys);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  const auto holds = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  EXPECT_TRUE(holds(problem("[[air]]\nname = 'a'\nspaces = 'kitchn'\nco_ppm = 1\n"), "kitchn"));
  EXPECT_TRUE(holds(problem("[[air]]\nname = 'a'\nco_ppm = -1\n"), "[0, 1000000]"));
  EXPECT_TRUE(holds(problem("[[air]]\nname = 'a'\nco_ppm = [[0, 1], [0, 2]]\n"), "must be later than 0"));
  EXPECT_TRUE(holds(problem("[reactions]\nsmoke_law = 'lundd'\n"), "lund"));
  const std::string guarded = "[[reactions.protection]]\npeople = ";
  EXPECT_TRUE(holds(problem(guarded + "'gruop 1'\nfactor = 50\n"), "group 1"));
  EXPECT_TRUE(holds(problem(guarded + "'group 1'\nfactor = 0.5\n"), "[1, 1000000]"));
  EXPECT_TRUE(holds(problem(guarded + "'group 1'\n"), "factor"));
  EXPECT_EQ(problem(guarded + "'group*'\nfactor = 50\n"), "");
}

}  // namespace
}  // namespace muster::sim
