// Who knows of a danger goes round it; detectors tell, sound alarms and shut valves; muster points are changed.
#include "case_golden_reactions.h"
#include "sim/case/read.h"
#include "sim/run/coupling.h"
#include "tests/support/coupled.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using muster::test::Coupled;

TEST(ReactionKeys, landWhereTheyBelong) {
  const Case c = read_case_text(test::golden_reactions, "golden.toml");
  ASSERT_EQ(c.air.size(), 4u);
  const AirSpec& room = c.air[1];
  EXPECT_EQ(room.place.polygon.size(), 4u);
  EXPECT_EQ(*room.place.z, 0.5);
  EXPECT_EQ(room.extinction, (TimeSeries{{0, 0}, {60, 1.5}}));
  const auto one = [](double v) { return TimeSeries{{0, v}}; };
  EXPECT_EQ(room.co, one(800));
  EXPECT_EQ(room.hcn, one(20));
  EXPECT_EQ(room.hcl, one(30));
  EXPECT_EQ(room.no2, one(40));
  EXPECT_EQ(room.so2, one(50));
  EXPECT_EQ(room.acrolein, one(6));
  EXPECT_EQ(room.co2, one(3));
  EXPECT_EQ(room.o2, (TimeSeries{{0, 20.9}, {60, 15}}));
  EXPECT_EQ(room.temperature, one(80));
  EXPECT_EQ(c.air[2].place.spaces, std::vector<std::string>{"Kitchen"});
  EXPECT_EQ(c.air[3].place.storeys, std::vector<std::string>{"Ground"});
  EXPECT_EQ(c.reactions.smoke, exposure::SmokeLaw::lund);
  EXPECT_EQ(c.reactions.sign, exposure::lit_sign);
  EXPECT_EQ(c.reactions.fed, ReactionSettings::Fed::iso_13571);
  EXPECT_EQ(c.reactions.effort, exposure::Effort::heavy);
  EXPECT_EQ(c.reactions.falls, ReactionSettings::Falls::drawn);
  EXPECT_FALSE(c.reactions.avoid);
  EXPECT_EQ(c.reactions.news, 45);
  ASSERT_EQ(c.reactions.protection.size(), 1u);
  EXPECT_EQ(c.reactions.protection[0].people, std::vector<std::string>{"tea*"});
  EXPECT_EQ(c.reactions.protection[0].factor, 50);
  ASSERT_TRUE(c.reactions.rescue);
  EXPECT_EQ(c.reactions.rescue->by, std::vector<std::string>{"port*"});
  EXPECT_EQ(c.reactions.rescue->helpers, 3);
  EXPECT_EQ(c.reactions.rescue->speed, 0.5);
  EXPECT_EQ(c.reactions.rescue->stairs, 0.2);
  EXPECT_EQ(c.reactions.rescue->prepare, 20);
  EXPECT_EQ(c.reactions.rescue->unload, 5);
  EXPECT_EQ(c.reactions.rescue->priority, 2);
  EXPECT_EQ(c.hazards.arrivals, (std::vector<double>{0, 60}));
  ASSERT_EQ(c.detectors.size(), 3u);
  const DetectorSpec &nose = c.detectors[0], &skin = c.detectors[2];
  EXPECT_EQ(nose.kind, DetectorSpec::Kind::gas);
  EXPECT_EQ(nose.ventilates, std::vector<std::string>{"Kitch*"});
  EXPECT_EQ(nose.air_changes_per_h, 12);
  EXPECT_EQ(nose.at, Vec2(20, 3));
  EXPECT_EQ(*nose.z, 0.5);
  EXPECT_EQ(nose.height, 0.4);
  EXPECT_EQ(nose.substance, "chlorine");
  EXPECT_EQ(*nose.gas, 2);
  EXPECT_EQ(nose.delay, 5);
  EXPECT_EQ(nose.sounds, std::vector<std::string>{"horn"});
  EXPECT_EQ(nose.shuts, std::vector<std::string>{"flange"});
  EXPECT_EQ(nose.shut_takes, 20);
  EXPECT_TRUE(nose.tells);
  EXPECT_EQ(*c.detectors[1].extinction, 0.2);
  EXPECT_EQ(*skin.temperature, 58);
  EXPECT_EQ(*skin.flux, 1500);
  EXPECT_EQ(c.muster_points[0].if_unsafe, "far");
  // The horn sounds by detectors only, the bell at its time at the latest.
  EXPECT_TRUE(std::isinf(c.alarms[0].time));
  EXPECT_EQ(c.alarms[1].time, 7);
}

/// 40 m x 6 m with a gate at either end; 12 people nearer to the one in the west.
const std::string hall = fmt::format(R"([model]
wkt = "{}"
[[exit]]
name = "west"
line = [[0, 2], [0, 4]]
[[exit]]
name = "east"
line = [[40, 2], [40, 4]]
[[people]]
count = 12
polygon = [[13, 1], [17, 1], [17, 5], [13, 5]]
)",
                                     muster::test::rectangle(0, 0, 40, 6));
const std::string in_the_west = "[[air]]\nname = 'cloud'\npolygon = [[0, 0], [9, 0], [9, 6], [0, 6]]\n";

size_t by_the_east(const std::string& more) {
  Coupled people(hall + more);
  people.run(90);
  EXPECT_TRUE(people.crowd().finished());
  return people.by(1);
}

TEST(Awareness, peopleGoRoundADangerOnlyIfTheyCouldKnow) {
  EXPECT_EQ(by_the_east(""), 0u);
  // Smoke is seen from afar.
  EXPECT_EQ(by_the_east(in_the_west + "extinction_per_m = 2\n"), 12u);
  // Carbon monoxide is not: FED 0.3 in five minutes at about 1200 ppm.
  EXPECT_EQ(by_the_east(in_the_west + "co_ppm = 8000\n"), 0u);
  // Nor is smoke by those who do not mind it.
  EXPECT_EQ(by_the_east(in_the_west + "extinction_per_m = 2\n[reactions]\navoid = false\n"), 0u);
}

// An irritant is noticed where it is: people turn back at the edge of it.
TEST(Awareness, whoSmellsADangerTurnsBack) {
  const std::string irritant = in_the_west + "hcl_ppm = 1500\n";
  EXPECT_EQ(by_the_east(irritant), 12u);
  Coupled people(hall + irritant);
  people.run(90);
  double deepest = 0;
  for (const crowd::Outcome& o : people.crowd().outcomes())
    deepest = std::max(deepest, static_cast<double>(o.path_length));
  EXPECT_GT(deepest, 35);  // 25 m to the gate in the east, and the way there and back
}

// The smoke in the west is gone after 8 s, and lies in the east then: who hears of it in time turns back.
TEST(Awareness, newsComeAsOftenAsTheCaseSays) {
  const std::string east = "[[air]]\nname = 'other'\npolygon = [[31, 0], [40, 0], [40, 6], [31, 6]]\n";
  const std::string changes = in_the_west + "extinction_per_m = [[0, 2], [8, 2], [8.1, 0]]\n" + east +
                              "extinction_per_m = [[0, 0], [8, 0], [8.1, 2]]\n[reactions]\n";
  EXPECT_EQ(by_the_east(changes), 0u);
  EXPECT_EQ(by_the_east(changes + "news_every_s = 600\n"), 12u);
}

// People who know the east only, 8 to 14 m from a sign to the west: in smoke of 0.5 /m it is seen for 6 m, and for 16 m
// where it is lit.
TEST(Awareness, smokeHidesSigns) {
  const auto by_the_west = [](const std::string& sign, const std::string& air) {
    std::string text =
        hall + "route = 'familiar'\nfamiliar = 'east'\n[[sign]]\nat = [3, 3, 2]\nexits = 'west'\n" + sign;
    Coupled people(text + air + "[reactions]\navoid = false\n");
    people.run(120);
    EXPECT_TRUE(people.crowd().finished());
    return people.by(0);
  };
  const std::string smoke = "[[air]]\nname = 'everywhere'\nextinction_per_m = 0.5\n";
  EXPECT_EQ(by_the_west("", ""), 12u);
  EXPECT_EQ(by_the_west("", smoke), 0u);
  EXPECT_EQ(by_the_west("lit = true\n", smoke), 12u);
}

// A wall hides the smoke behind it until people come round it.
TEST(Awareness, wallsHideSmoke) {
  const std::string plan = fmt::format(R"([model]
wkt = "{}"
[[exit]]
name = "south"
line = [[20, 8], [24, 8]]
[[exit]]
name = "east"
line = [[40, 24], [40, 28]]
[[people]]
points = [[18, 26]]
premovement_s = 30
)",
                                       "POLYGON ((20 8, 24 8, 24 20, 40 20, 40 30, 0 30, 0 20, 20 20, 20 8))");
  const std::string smoke =
      "[[air]]\nname = 's'\npolygon = [[20, 8], [24, 8], [24, 11], [20, 11]]\nextinction_per_m = 3\n";
  const std::string near =
      "[[air]]\nname = 's'\npolygon = [[20, 20], [24, 20], [24, 24], [20, 24]]\nextinction_per_m = 3\n";
  Coupled hidden(plan + smoke), open(plan + near);
  for (Coupled* each : {&hidden, &open}) each->run(15);
  EXPECT_FALSE(hidden.crowd().informed(0));
  EXPECT_TRUE(open.crowd().informed(0));
  hidden.run(60);
  EXPECT_TRUE(hidden.crowd().informed(0));  // at the mouth of the passage
}

/// A yard with a leak of carbon monoxide in its middle, and the wind from the west.
const std::string yard = fmt::format(R"([model]
wkt = "{}"
[floors]
cell_m = 0.5
[[exit]]
name = "west"
line = [[0, 18], [0, 22]]
[[exit]]
name = "east"
line = [[60, 18], [60, 22]]
[weather]
wind_m_s = 3
wind_from_deg = 270
stability = "D"
[[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [30, 20]
height_m = 1
dispersion = "gaussian"
source = "series"
temperature_C = 20
begins_s = 10
series = [[0, 0.5], [600, 0.5]]
)",
                                     muster::test::rectangle(0, 0, 60, 40));
const std::string detector = R"([[alarm]]
name = "horn"
[[detector]]
name = "head"
kind = "gas"
at = [50, 20]
threshold_ppm = 100
delay_s = 4
sounds = "horn"
)";

double source_of(const Hazards& hazards, const std::string& key) {
  for (const auto& [name, value] : hazards.uses().at(0).source)
    if (name == key) return std::get<double>(value);
  return NAN;
}

// The cloud travels 20 m at about the wind's speed; the alarm 4 s after it, the first person 5 s after that.
TEST(Detectors, soundAlarmsAndShutValves) {
  const std::string people =
      "[[people]]\ncount = 5\npolygon = [[5, 5], [15, 5], [15, 15], [5, 15]]\npremovement_s = 5\n";
  Coupled plain(yard + people + detector), shut(yard + people + detector + "shuts = 'flange'\nshut_takes_s = 3\n");
  const Detection& found = plain.coupling.hazards().detections().at(0);
  ASSERT_TRUE(found.noticed);
  EXPECT_GT(*found.noticed, 10 + 3);
  EXPECT_LT(*found.noticed, 10 + 20);
  EXPECT_DOUBLE_EQ(*found.acts, *found.noticed + 4);
  plain.run(60);
  for (const crowd::Outcome& o : plain.crowd().outcomes()) EXPECT_NEAR(o.start_time, *found.acts + 5, 0.05);
  // 0.5 kg/s from 10 s until 3 s after the alarm.
  EXPECT_NEAR(source_of(shut.coupling.hazards(), "released_kg"), 0.5 * (*found.acts + 3 - 10), 1e-6);
  EXPECT_NEAR(source_of(shut.coupling.hazards(), "shut_s"), *found.acts, 1e-9);
  EXPECT_GT(source_of(plain.coupling.hazards(), "released_kg"), 290);
}

// Nobody smells carbon monoxide; who is told goes out upwind.
TEST(Detectors, alarmsThatTellChangeTheWays) {
  const std::string people = "[[people]]\ncount = 6\npolygon = [[32, 15], [34, 15], [34, 25], [32, 25]]\n";
  Coupled heard(yard + people + detector), told(yard + people + detector + "tells = true\n");
  for (Coupled* each : {&heard, &told}) each->run(150);
  EXPECT_EQ(heard.by(1), 6u);
  EXPECT_EQ(told.by(0), 6u);
  const auto load = [](const Coupled& c) {
    const results::PeopleDoses doses = c.coupling.exposure()->doses();
    double sum = 0;
    for (size_t p = 0; p < 6; ++p) sum += doses.load[p * c.coupling.exposure()->harms().size()];
    return sum;
  };
  EXPECT_LT(load(told), load(heard));
}

TEST(Detectors, heatAndSmokeOfPrescribedAir) {
  Coupled room(hall + R"([[alarm]]
name = "bell"
[[air]]
name = "room"
extinction_per_m = [[0, 0], [100, 1]]
temperature_C = [[0, 20], [50, 20], [100, 120]]
[[detector]]
name = "smoke"
kind = "smoke"
at = [20, 3]
threshold_per_m = 0.155
sounds = "bell"
[[detector]]
name = "heat"
kind = "heat"
at = [20, 3]
threshold_C = 58
sounds = "bell"
)");
  const auto& found = room.coupling.hazards().detections();
  EXPECT_NEAR(*found.at(0).noticed, 15.5, 1e-9);
  EXPECT_NEAR(*found.at(1).noticed, 69, 1e-9);
  room.run(30);
  EXPECT_NEAR(room.crowd().outcomes()[0].start_time, 15.5, 0.05);
}

// The nearest muster point fills with smoke after 15 s: who is on the way goes to the other one.
TEST(MusterPoints, areChangedByThePlan) {
  const std::string plan = fmt::format(R"([model]
wkt = "{}"
[[exit]]
name = "gate"
line = [[0, 2], [0, 4]]
closed = true
[[muster_point]]
name = "near"
polygon = [[2, 0], [8, 0], [8, 6], [2, 6]]
if_unsafe = "far"
[[muster_point]]
name = "far"
polygon = [[72, 0], [78, 0], [78, 6], [72, 6]]
[[people]]
points = [[12, 3], [35, 3]]
muster_point = "near"
speed_m_s = 1
[[air]]
name = "smoke"
polygon = [[0, 0], [9, 0], [9, 6], [0, 6]]
extinction_per_m = [[0, 0], [10, 0], [20, 1]]
[reactions]
avoid = false
)",
                                       muster::test::rectangle(0, 0, 80, 6));
  Coupled people(plan);
  people.run(120);
  const auto outcomes = people.crowd().outcomes();
  EXPECT_EQ(outcomes[0].muster_point, 0);
  EXPECT_EQ(outcomes[1].muster_point, 1);
}

TEST(Detectors, mistakes) {
  const auto problem = [](const std::string& keys) -> std::string {
    try {
      Coupled(yard + "[[people]]\ncount = 1\n" + keys);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  const auto holds = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const std::string head = "[[detector]]\nname = 'd'\nat = [30, 20]\n";
  EXPECT_TRUE(
      holds(problem(head + "kind = 'gas'\nthreshold_ppm = 1\nsounds = 'horm'\n[[alarm]]\nname = 'horn'\n"), "horn"));
  EXPECT_TRUE(holds(problem(head + "kind = 'gas'\nshuts = 'flange'\n"), "threshold_ppm"));
  EXPECT_TRUE(
      holds(problem(head + "kind = 'smoke'\nthreshold_per_m = 1\nsubstance = 'CO'\nshuts = 'flange'\n"), "substance"));
  EXPECT_TRUE(holds(problem(head + "kind = 'gas'\nthreshold_ppm = 1\nsubstance = 'chlorine'\nshuts = 'flange'\n"),
                    "no leak of the case gives it off"));
  EXPECT_TRUE(holds(problem(head + "kind = 'heat'\nthreshold_C = 60\n"), "sounds"));
}

}  // namespace
}  // namespace muster::sim
