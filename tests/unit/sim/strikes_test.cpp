// Flash fires, explosions, rim seals, boilovers and smoke in a case.
#include "models/fire/blast/blast.h"
#include "models/fire/tank/boilover.h"
#include "models/fire/tank/rim_seal.h"
#include "sim/data/fuel_data.h"
#include "sim/hazard/hazards.h"
#include "sim/hazard/smoke.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <stdexcept>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using muster::test::mistakes_of, muster::test::Place, muster::test::source_of;

const std::string yard = muster::test::yard(160, 120) + "[hazards]\nsquare_m = 4\nevery_s = 5\n",
                  weather = muster::test::weather(3);
const std::string leak = R"([[leak]]
name = "L"
substance = "propane"
at = [40, 60]
source = "series"
series = [[0, 20], [60, 0]]
duration_s = 60
averaging_s = 20
height_m = 1
)";

const results::HazardUse& use_of(const Place& place, const std::string& name, const std::string& kind) {
  for (const results::HazardUse& use : place.hazards.uses())
    if (use.name == name && use.kind == kind) return use;
  throw std::runtime_error("no " + kind + " " + name);
}

TEST(Strikes, aFlashFireKillsWhereTheGasBurnsAndBurnsIt) {
  Place place(yard + weather + leak + "[[flash_fire]]\nname = 'F'\nleak = 'L'\nat_s = 32\n");
  Hazards& hazards = place.hazards;
  ASSERT_EQ(hazards.strikes().size(), 1u);
  const Strike& strike = hazards.strikes()[0];
  const results::HazardGrid grid = hazards.grid();
  results::HazardFrame frame;
  while (frame.time < 30) frame = hazards.sample();
  // Propane's lower limit is 2.1 % (NFPA 497). At breathing height two seconds before: nearly the same squares; the
  // strike looks nearer to the ground too.
  int lethal = 0, rich = 0, both = 0;
  for (size_t s = 0; s < grid.x.size(); ++s) {
    const bool dies = strike.lethality[s] > 0, burns = frame.concentration[s] >= 0.021F;
    lethal += dies, rich += burns, both += dies && burns;
    EXPECT_TRUE(!dies || grid.x[s] > 36) << "nothing upwind";
  }
  EXPECT_GT(rich, 3);
  EXPECT_GE(both, 0.9 * rich);
  EXPECT_GE(lethal, rich);
  const results::HazardEndpoint& reach = use_of(place, "F", "flash_fire").endpoints.at(0);
  EXPECT_NEAR(*reach.floor_area, *reach.area, 0.25 * *reach.area) << "squares of 4 m";
  EXPECT_NEAR(*reach.floor_distance, *reach.max_distance, 6);
  // Burnt from then on.
  EXPECT_GT(*std::max_element(frame.concentration.begin(), frame.concentration.end()), 0.01F);
  frame = hazards.sample();
  EXPECT_EQ(*std::max_element(frame.concentration.begin(), frame.concentration.end()), 0);
  EXPECT_TRUE(place.warned("leak_burns_on"));
  // People: one within, one outside, one nowhere.
  const auto in = std::max_element(strike.lethality.begin(), strike.lethality.end()) - strike.lethality.begin();
  const auto out = std::min_element(strike.lethality.begin(), strike.lethality.end()) - strike.lethality.begin();
  Struck struck(hazards.strikes(), 3);
  const std::vector<int32_t> square = {static_cast<int32_t>(in), static_cast<int32_t>(out), -1};
  struck.look(31, square);
  EXPECT_EQ(struck.lives(0), 1);
  struck.look(32, square);
  struck.look(33, square);
  EXPECT_EQ(struck.lives(0), 0);
  EXPECT_EQ(struck.lives(1), 1);
  EXPECT_EQ(struck.lives(2), 1);
  results::Exposure counted;
  struck.count(counted);
  ASSERT_EQ(counted.criteria.size(), 1u);
  EXPECT_EQ(counted.criteria[0].people, 1);
}

TEST(Strikes, aChargePressesByItsDistance) {
  // 217 kg of TNT give 1 psi at 108 m (CCPS 2010).
  Place place(yard + R"([[explosion]]
name = "B"
at = [20, 60]
at_s = 40
tnt_kg = 217
law = "tnt"
[[target]]
name = "hut"
at = [128, 60, 0]
)");
  ASSERT_EQ(place.hazards.strikes().size(), 1u);
  const Strike& strike = place.hazards.strikes()[0];
  ASSERT_EQ(strike.target_pressure.size(), 1u);
  EXPECT_EQ(strike.target_pressure[0].first, "hut");
  EXPECT_NEAR(strike.target_pressure[0].second, 6895, 0.05 * 6895);
  const results::HazardGrid grid = place.hazards.grid();
  for (size_t s = 0; s < grid.x.size(); s += 7) {
    const double r = std::hypot(grid.x[s] - 20, grid.y[s] - 60, 0.9);
    EXPECT_NEAR(strike.pressure[s], fire::tnt(217, r, 101325), 0.01 * strike.pressure[s]) << r;
    EXPECT_EQ(strike.lethality[s], strike.pressure[s] >= 30e3F ? 1 : 0);
  }
  const results::HazardUse& use = use_of(place, "B", "explosion");
  for (size_t i = 1; i < use.endpoints.size(); ++i)
    EXPECT_GT(*use.endpoints[i].max_distance, *use.endpoints[i - 1].max_distance);
  EXPECT_EQ(blast_lethality(29e3, true), 0.025);
  EXPECT_EQ(blast_lethality(29e3, false), 0);
  EXPECT_EQ(blast_lethality(9.9e3, true), 0);
}

TEST(Strikes, anExplosionAloneIsARunWithResults) {
  const muster::test::TemporaryFolder folder;
  const auto file = folder.write("case.toml", yard + R"([[explosion]]
name = "B"
at = [20, 60]
at_s = 2
tnt_kg = 217
law = "tnt"
[[target]]
name = "hut"
at = [128, 60, 0]
[[people]]
count = 3
polygon = [[20, 58], [24, 58], [24, 62], [20, 62]]
premovement_s = 60
[[people]]
count = 2
polygon = [[100, 20], [110, 20], [110, 30], [100, 30]]
)");
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  const results::Summary summary = run(read_case(file), options);
  EXPECT_TRUE(results::ResultsReader(options.out / "results.h5").finished());
  const auto json = nlohmann::json::parse(std::ifstream(options.out / "summary.json"));
  EXPECT_NEAR(json.at("targets").at(0).at("overpressure_kPa"), 6.895, 0.05 * 6.895);
  EXPECT_FALSE(json["targets"][0].contains("peak_kW_m2"));
  const auto& criteria = json.at("exposure").at("criteria");
  EXPECT_EQ(criteria.at(0).at("name"), "B (explosion)");
  EXPECT_EQ(criteria[0].at("people_above"), 3);
  EXPECT_EQ(criteria[8].at("name"), "B 2.07 kPa");
  EXPECT_EQ(criteria[8].at("people_above"), 5);
  EXPECT_EQ(json["exposure"].at("expected_fatalities"), 3);
  EXPECT_EQ(json.at("people").at("incapacitated"), 3) << "they fall";
}

TEST(Strikes, aBlastSetsTanksOnFire) {
  // 1000 kg of TNT: 22 kPa at about 90 m.
  Place place(yard + weather + R"([[explosion]]
name = "B"
at = [20, 60]
at_s = 40
tnt_kg = 1000
law = "tnt"
[[tank]]
name = "near"
contents = "gasoline"
at = [60, 60]
diameter_m = 20
height_m = 10
[[tank]]
name = "far"
contents = "gasoline"
at = [400, 60]
z_m = 0
diameter_m = 20
height_m = 10
)");
  const results::Escalation& chain = place.hazards.fires().escalation();
  ASSERT_EQ(chain.tanks.size(), 2u);
  EXPECT_EQ(chain.tanks[0].burns_from, 40);
  EXPECT_FALSE(chain.tanks[1].burns_from);
  ASSERT_FALSE(chain.events.empty());
  EXPECT_EQ(chain.events[0].event, "blast");
  const auto& fires = place.hazards.fires().all();
  ASSERT_EQ(fires.size(), 1u);
  EXPECT_EQ(fires[0].begins, 40);
  // By hand: 30 m from the middle of the charge to the tank's wall, 5 m up.
  EXPECT_NEAR(place.hazards.strikes()[0].pressure_at({60, 60, 5}, 10), fire::tnt(1000, std::hypot(40, 5) - 10, 101325),
              1);
}

TEST(Strikes, aCloudThatExplodesBurnsWhoeverStandsInIt) {
  const std::string at = "leak = 'L'\nat_s = 32\n";
  const Place place(yard + weather + leak + "[[flash_fire]]\nname = 'F'\n" + at + "[[explosion]]\nname = 'V'\n" + at +
                    "share = 0.01\ncongestion = 'low'\n");
  const auto& strikes = place.hazards.strikes();
  ASSERT_EQ(strikes.size(), 2u);
  ASSERT_EQ(strikes[0].kind, "flash_fire");
  int within = 0;
  for (size_t s = 0; s < strikes[0].lethality.size(); ++s)
    if (strikes[0].lethality[s] > 0) {
      ++within;
      EXPECT_EQ(strikes[1].lethality[s], 1);
    }
  EXPECT_GT(within, 3);
}

TEST(Strikes, aCloudExplodesWithWhatIsWithinItsLimits) {
  const std::string bang = "[[explosion]]\nname = 'V'\nleak = 'L'\nat_s = 32\n";
  const Place whole(yard + weather + leak + bang), half(yard + weather + leak + bang + "share = 0.5\n"),
      before(yard + weather + leak + "begins_s = 100\n" + bang);
  const results::HazardUse& use = use_of(whole, "V", "explosion");
  const double mass = source_of(use, "flammable_mass_kg");
  EXPECT_GT(mass, 5);
  EXPECT_LT(mass, 640) << "20 kg/s for 32 s";
  EXPECT_NEAR(source_of(use, "energy_MJ"), 46.3 * mass, 0.02 * 46.3 * mass) << "net heat of propane";
  EXPECT_NEAR(source_of(use_of(half, "V", "explosion"), "energy_MJ"), source_of(use, "energy_MJ") / 2, 1e-6 * mass);
  EXPECT_GT(source_of(use, "middle_x_m"), 40);
  EXPECT_NEAR(source_of(use, "middle_y_m"), 60, 1);
  EXPECT_TRUE(before.warned("lit_before_the_leak"));
  EXPECT_EQ(source_of(use_of(before, "V", "explosion"), "energy_MJ"), 0);
}

TEST(Strikes, mistakesAreToldAtOnce) {
  const std::string bad = mistakes_of(yard + weather + leak + R"([[flash_fire]]
name = "F"
leak = "M"
at_s = 3
[[explosion]]
name = "V"
substance = "water"
mass_kg = 3
at = [4, 4]
at_s = 2
)");
  EXPECT_NE(bad.find("no leak of this name; there are L"), std::string::npos) << bad;
  EXPECT_NE(bad.find("explosion[0].substance"), std::string::npos) << bad;
  EXPECT_NE(mistakes_of(yard + "[[explosion]]\nname = 'V'\nat_s = 2\ntnt_kg = 1\n").find("law"), std::string::npos);
  EXPECT_NE(mistakes_of(yard + "[[explosion]]\nname = 'V'\nat_s = 2\nenergy_MJ = 1\n").find("explosion[0].at"),
            std::string::npos);
  EXPECT_NE(mistakes_of(yard + "[[explosion]]\nname = 'V'\nat_s = 2\nat = [1, 1]\n").find("needs one of"),
            std::string::npos);
}

TEST(FiresInARun, aRimSealRadiatesAboveTheRim) {
  Place place(yard + weather + R"([[fire]]
name = "R"
kind = "rim_seal"
fuel = "gasoline"
at = [80, 60]
diameter_m = 40
height_m = 10
burning_share = 0.25
burning_at_deg = 90
[[target]]
name = "east"
at = [120, 60, 10]
[[target]]
name = "west"
at = [40, 60, 10]
)");
  const results::HazardFrame frame = place.hazards.sample();
  fire::RimSealFire rim;
  rim.fuel = *read_fuel_data().library().find("gasoline");
  rim.diameter = 40, rim.burning = 0.25, rim.rim = {80, 60, 10};
  const fire::Air air = fire_air(*place.evacuation.the_case.weather, 10);
  const fire::RimSealFlame flame = fire::burn(rim, air);
  const fire::Haze haze(air.temperature, air.relative_humidity);
  const double east = fire::irradiance(flame.flames, {120, 60, 10}, haze).norm();
  EXPECT_GT(east, 200);
  EXPECT_NEAR(frame.target_flux[0], east, 0.01 * east);
  EXPECT_LT(frame.target_flux[1], 0.5 * east) << "the outer side faces east";
  EXPECT_EQ(use_of(place, "R", "rim_seal_fire").endpoints.size(), 4u);
}

TEST(FiresInARun, aTankBoilsOverWhenItsHotLayerReachesTheWater) {
  const std::string tank = R"([[fire]]
name = "T"
kind = "tank"
fuel = "crude"
at = [80, 60]
diameter_m = 10
height_m = 12
depth_m = 0.2
hot_layer_m_h = 0.5
)";
  Place place(yard + weather + tank);
  const fire::Fuel crude = *read_fuel_data().library().find("crude");
  const double rate = fire::burning_rate(crude, 10);
  const fire::Boilover over = fire::boilover_at(0.2, 0.5 / 3600, rate, crude.density);
  EXPECT_NEAR(over.time, 0.2 / (0.5 / 3600 + rate / crude.density), 1);
  const auto& fires = place.hazards.fires().all();
  ASSERT_EQ(fires.size(), 3u);
  EXPECT_NEAR(fires[0].ends, over.time, 1e-6);
  EXPECT_EQ(fires[1].kind, "boilover");
  EXPECT_EQ(fires[1].fuel, "crude");
  EXPECT_EQ(fires[1].begins, fires[0].ends);
  const double left = over.left * crude.density * 25 * std::numbers::pi;
  EXPECT_NEAR(fires[1].ball->mass, 0.1 * left, 1e-6 * left);
  EXPECT_TRUE(place.warned("boilover"));
  // The rest, about 10 m3, spreads over 2 (V^3 g / y^2)^(1/8) and burns by its depth.
  const double volume = 0.9 * left / crude.density, regression = crude.burning_rate / crude.density;
  const double spread = 2 * std::pow(volume * volume * volume * 9.80665 / regression / regression, 0.125);
  const results::HazardUse& spill = use_of(place, "T spill", "pool_fire");
  EXPECT_EQ(fires[2].begins, fires[0].ends);
  EXPECT_NEAR(source_of(spill, "diameter_m"), spread, 0.01 * spread);
  const double deep = volume / (std::numbers::pi / 4 * spread * spread);
  EXPECT_NEAR(fires[2].ends - fires[2].begins, deep / (fire::thin_spill_share(deep) * regression), 3);
  Place near(yard + weather + tank + "boilover_reach_diameters = 0.5\n");
  EXPECT_EQ(source_of(use_of(near, "T spill", "pool_fire"), "diameter_m"), 10) << "not beyond half a diameter";
  EXPECT_EQ(Place(yard + weather + tank + "boilover_reach_diameters = 0\n").hazards.fires().all().size(), 2u);
  EXPECT_TRUE(Place(yard + weather + tank + "until_s = 300\n").warned("no_boilover"));
}

TEST(FiresInARun, smokeCarriesWhatIsGivenOff) {
  const std::string strong = "[weather]\nwind_m_s = 12\nwind_from_deg = 270\nstability = 'D'\n";
  const Place place(yard + strong +
                    "[[fire]]\nname = 'P'\nkind = 'pool'\nfuel = 'diesel'\nat = [40, 60]\ndiameter_m = 3\n"
                    "begins_s = 10\nuntil_s = 100\nsmoke = true\n");
  const Smoke smoke(place.hazards.fires().all(), *place.evacuation.the_case.weather);
  ASSERT_FALSE(smoke.empty());
  const results::HazardUse& use = use_of(place, "P", "smoke");
  const plume::Atmosphere air(*place.evacuation.the_case.weather);
  const double wind = plume::drift_of(air, 0).wind;
  // Through a section 100 m downwind passes all the soot: extinction / 8700 m2/kg.
  double soot = 0, monoxide = 0;
  for (double y = -59; y < 60; y += 2)
    for (double z = 0.5; z < 120; ++z) {
      const SmokeAt here = smoke.at({140, 60 + y, z}, 60);
      soot += here.extinction / 8700 * wind * 2;
      monoxide += here.monoxide * wind * 2;
    }
  EXPECT_NEAR(soot, source_of(use, "soot_kg_s"), 0.02 * soot);
  const double volume = plume::drift_of(air, 0).molar_volume;
  EXPECT_NEAR(monoxide * 0.02801 / volume, source_of(use, "carbon_monoxide_kg_s"), 0.02 * monoxide * 0.02801 / volume);
  // Not before it has come with the wind, nor after the last of it; nothing upwind.
  const Vec3 at(140, 60, 10);
  EXPECT_EQ(smoke.at(at, 10 + 0.99 * 100 / wind).extinction, 0);
  EXPECT_GT(smoke.at(at, 10 + 1.01 * 100 / wind).extinction, 0);
  EXPECT_GT(smoke.at(at, 100 + 0.99 * 100 / wind).extinction, 0);
  EXPECT_EQ(smoke.at(at, 100 + 1.01 * 100 / wind).extinction, 0);
  EXPECT_EQ(smoke.at({30, 60, 2}, 60).extinction, 0);
  EXPECT_TRUE(place.warned("smoke_downwash"));
}

}  // namespace
}  // namespace muster::sim
