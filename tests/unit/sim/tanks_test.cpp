// [[tank]]: tanks beside the fires of a case, with real flames, shadows and water; what the results say of them.
#include "models/fire/escalation/thresholds.h"
#include "sim/hazard/hazards.h"
#include "sim/run/run.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using muster::test::mistakes_of;

/// A yard of 150 m x 80 m, wind from the west, a tank of gasoline that burns at (30, 40).
const std::string yard = muster::test::yard(150, 80) + muster::test::weather(5) + R"([hazards]
square_m = 10
every_s = 60
[run]
until_s = 5400
[[fire]]
name = "T1"
kind = "tank"
fuel = "gasoline"
at = [30, 40]
diameter_m = 20
height_m = 10
)";

std::string tank(const std::string& name, double x, const std::string& more = "") {
  return fmt::format(
      "[[tank]]\nname = '{}'\ncontents = 'diesel'\nat = [{}, 40]\ndiameter_m = 20\nheight_m = 10\nfill = 0.5\n"
      "fails_by = 'time_to_failure'\n{}",
      name, x, more);
}

struct Burning : muster::test::Place {
  using Place::Place;
  const results::Escalation& told() const { return hazards.fires().escalation(); }
};

TEST(Tanks, theNeighbourBurnsWhenItsTimeHasRunOut) {
  Burning burning(yard + tank("T2", 57) + "[[target]]\nname = 't'\nat = [90, 40, 1.5]\n");
  const results::Escalation& told = burning.told();
  ASSERT_EQ(told.tanks.size(), 1u);
  ASSERT_TRUE(told.tanks[0].burns_from);
  const double begins = *told.tanks[0].burns_from, volume = std::numbers::pi / 4 * 400 * 10;
  // The flux does not change: its time to failure by the law.
  EXPECT_NEAR(begins, fire::time_to_failure(fire::EquipmentKind::atmospheric, told.tanks[0].peak_flux, volume), 1);
  // From then on there are two fires, and the second is the nearer to the target.
  const results::HazardGrid grid = burning.hazards.grid();
  ASSERT_EQ(grid.fires.size(), 2u);
  EXPECT_EQ(grid.fires[1].name, "T2");
  EXPECT_EQ(grid.fires[1].kind, "tank_fire");
  EXPECT_EQ(grid.fires[1].fuel, "diesel");
  for (results::HazardFrame frame = burning.hazards.sample(); frame.time < begins + 120;
       frame = burning.hazards.sample()) {
    ASSERT_EQ(frame.target_flux.size(), 2u);
    EXPECT_EQ(frame.target_flux[1] > 0, frame.time >= begins) << frame.time;
    if (frame.time >= begins) {
      EXPECT_GT(frame.target_flux[1], frame.target_flux[0]);
    }
  }
  EXPECT_EQ(burning.hazards.uses()[1].name, "T2");
}

TEST(Tanks, waterOrAWallSavesIt) {
  Burning bare(yard + tank("T2", 57) + tank("T3", 84));
  ASSERT_TRUE(bare.told().tanks[0].burns_from && bare.told().tanks[1].burns_from);
  EXPECT_LT(*bare.told().tanks[0].burns_from, *bare.told().tanks[1].burns_from);
  const auto failed = std::find_if(bare.told().events.begin(), bare.told().events.end(),
                                   [](const auto& e) { return e.tank == "T3" && e.outcome == "fails"; });
  ASSERT_NE(failed, bare.told().events.end());
  EXPECT_EQ(failed->by.front(), "T2");

  Burning wet(yard + tank("T2", 57, "cooling_L_min_m2 = 2\ncooling_from_s = 60\n") + tank("T3", 84));
  EXPECT_FALSE(wet.told().tanks[0].burns_from);
  EXPECT_FALSE(wet.told().tanks[1].burns_from) << "what does not burn heats nobody";
  EXPECT_EQ(wet.told().tanks[0].peak_flux, bare.told().tanks[0].peak_flux);

  // A flame that leans away, and a wall in between.
  std::string away = yard;
  away.replace(away.find("wind_from_deg = 270"), 19, "wind_from_deg = 90");
  const std::string wall = "[[blocker]]\npolygon = [[43, 1], [44, 1], [44, 79], [43, 79]]\nheight_m = 60\n";
  Burning seen(away + tank("T2", 57)), shaded(away + tank("T2", 57) + wall);
  EXPECT_GT(seen.told().tanks[0].peak_flux, 1000);
  EXPECT_EQ(shaded.told().tanks[0].peak_flux, 0);
}

TEST(Tanks, oneThatBurnsFromTheBeginningIsNotHeated) {
  Burning burning(yard + tank("T1 itself", 30) + tank("T2", 57));
  EXPECT_EQ(burning.told().tanks[0].burns_from, 0);
  EXPECT_EQ(burning.told().tanks[0].peak_flux, 0);
  EXPECT_EQ(burning.hazards.grid().fires.size(), 2u);
}

TEST(Tanks, tenInARow) {
  std::string text = yard;
  for (int i = 0; i < 10; ++i)
    text += fmt::format(
        "[[tank]]\nname = '{0}'\ncontents = 'gasoline'\nat = [{1}, {2}]\ndiameter_m = 12\nheight_m = 10\n"
        "fails_by = 'time_to_failure'\n",
        i, 55 + 18 * (i / 2), i % 2 == 0 ? 30 : 50);
  Burning burning(text);
  const auto& told = burning.told();
  ASSERT_EQ(told.tanks.size(), 10u);
  for (const results::TankEnd& end : told.tanks) EXPECT_TRUE(end.burns_from) << end.tank;
  for (size_t i = 2; i < 10; ++i) EXPECT_GT(*told.tanks[i].burns_from, *told.tanks[i - 2].burns_from) << i;
  for (size_t i = 1; i < told.events.size(); ++i) EXPECT_LE(told.events[i - 1].time, told.events[i].time);
  EXPECT_EQ(burning.hazards.grid().fires.size(), 11u);
}

TEST(Tanks, aVesselBurstsInAFireball) {
  Burning burning(yard + R"([[fire]]
name = "bund"
kind = "pool"
fuel = "gasoline"
at = [60, 40]
diameter_m = 10
[[tank]]
name = "V1"
kind = "vessel"
contents = "propane"
at = [60, 40]
diameter_m = 2
height_m = 6
shell_mm = 10
relief_bar = 18
)");
  ASSERT_TRUE(burning.told().tanks[0].burns_from);
  const auto fires = burning.hazards.grid().fires;
  ASSERT_EQ(fires.size(), 3u);
  EXPECT_EQ(fires[2].kind, "fireball");
  EXPECT_GT(burning.told().tanks[0].contents, 310) << "saturated at 18 bar: 325 K";
}

TEST(Tanks, mistakesNameTheirKey) {
  EXPECT_NE(
      mistakes_of(yard + "[[tank]]\nname = 'w'\ncontents = 'water'\nat = [60, 40]\ndiameter_m = 5\nheight_m = 5\n")
          .find("contents"),
      std::string::npos);
  EXPECT_NE(mistakes_of(yard + tank("T2", 57, "relief_bar = 3\n")).find("applies to vessels only"), std::string::npos);
  EXPECT_NE(mistakes_of(yard + tank("T2", 57, "cooling_from_s = 3\n")).find("cooling_L_min_m2"), std::string::npos);
}

TEST(Tanks, theSummaryTellsTheChain) {
  const muster::test::TemporaryFolder folder;
  const auto file = folder.write("case.toml", yard + tank("T2", 57) + "[[people]]\ncount = 2\n");
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  const results::Summary summary = run(read_case(file), options);
  EXPECT_NE(results::console_text(summary).find("Tanks: 1 of 1 caught fire: T2 at "), std::string::npos);
  const auto json = nlohmann::json::parse(std::ifstream(options.out / "summary.json"));
  const auto& escalation = json.at("escalation");
  ASSERT_EQ(escalation.at("tanks").size(), 1u);
  EXPECT_EQ(escalation["tanks"][0].at("name"), "T2");
  EXPECT_GT(escalation["tanks"][0].at("burns_from_s"), 100);
  EXPECT_EQ(escalation.at("events").back().at("outcome"), "fails");
  EXPECT_EQ(escalation["events"].back().at("by"), nlohmann::json::array({"T1"}));
  EXPECT_EQ(json.at("hazards").size(), 2u);
}

}  // namespace
}  // namespace muster::sim
