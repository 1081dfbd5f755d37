// Fires in the place: flames from keys, radiation over the floors in time, shadows, doses, what a case gets wrong.
#include "case_golden.h"
#include "case_golden_fires.h"
#include "models/fire/radiation/shadow.h"
#include "sim/data/fuel_data.h"
#include "sim/export/csv.h"
#include "sim/hazard/hazards.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"
#include "tests/unit/sim/case_folder.h"

#include <algorithm>
#include <cmath>
#include <fstream>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using muster::test::Evacuation, muster::test::mistakes_of, muster::test::source_of;
using Burning = muster::test::Place;

/// A yard of 120 m x 80 m, wind from the west; a fire in it is to be added.
const std::string yard = muster::test::yard(120, 80) + muster::test::weather(5) + "[hazards]\nsquare_m = 4\n";
const std::string pool = "[[fire]]\nname = 'pool'\nkind = 'pool'\nfuel = 'gasoline'\nat = [40, 40]\ndiameter_m = 10\n";

TEST(Fires, keysLandWhereTheyBelong) {
  const test::CaseFolder folder;
  const Case c = folder.read(std::string(test::golden_case) + test::golden_fires);
  ASSERT_EQ(c.fires.size(), 11u);
  const FireSpec& tank = c.fires[0];
  EXPECT_EQ(tank.kind, FireSpec::Kind::tank);
  EXPECT_EQ(tank.foam, 600);
  EXPECT_EQ(tank.foamed, 1200);
  EXPECT_EQ(tank.freeboard, 2);
  EXPECT_EQ(tank.emission, 50000);
  EXPECT_EQ(tank.length_law, fire::LengthLaw::thomas);
  const FireSpec& jet = c.fires[5];
  EXPECT_DOUBLE_EQ(*jet.hole, 0.025);
  EXPECT_DOUBLE_EQ(*jet.pressure, 60e5);
  EXPECT_DOUBLE_EQ(*jet.molar_mass, 0.017);
  EXPECT_DOUBLE_EQ(*jet.heat, 48e6);
  EXPECT_EQ(c.fires[6].law, fire::FireballLaw::ccps);
  EXPECT_EQ(c.fires[7].kind, FireSpec::Kind::rim_seal);
  EXPECT_DOUBLE_EQ(*c.fires[8].hot_zone, 0.5 / 3600);
  EXPECT_EQ(*c.fires[9].peak, 4e6);
  EXPECT_DOUBLE_EQ(*c.fires[9].growth, 47);
  EXPECT_EQ(c.fires[10].course[1], (std::array<double, 2>{60, 900}));
  EXPECT_EQ(*c.fires[10].cyanide_yield, 0.01);
  ASSERT_EQ(c.explosions.size(), 5u);
  EXPECT_DOUBLE_EQ(*c.explosions[3].energy, 40e6);
  EXPECT_DOUBLE_EQ(c.explosions[3].tnt_energy, 4.5e6);
  EXPECT_EQ(c.flash_fires.at(0).share, 0.5);
  EXPECT_EQ(c.fires[8].boilover_reach, 6);
  ASSERT_EQ(c.targets.size(), 2u);
  EXPECT_EQ(c.targets[1].part, "Wall*");
  EXPECT_EQ(c.targets[1].spacing, 0.5);
  EXPECT_NEAR((*c.targets[0].normal - Vec3(0, 0.6, 0.8)).norm(), 0, 1e-12);
}

TEST(Fires, aPoolRadiatesAsTheCalculationSays) {
  std::string fine = yard;
  fine.replace(fine.find("square_m = 4"), 12, "square_m = 2");
  Burning burning(fine + pool + R"(
begins_s = 20
until_s = 300
[[target]]
name = "20 m downwind"
at = [60, 40, 1.5]
[[target]]
name = "on the ground"
at = [60, 40, 1.5]
normal = [0, 0, 1]
)");
  Hazards& hazards = burning.hazards;
  // `muster calc pool-fire --fuel gasoline --diameter_m 10 --wind_m_s 5 --points [[20,0,1.5]]`: 14.03 and 6.659 kW/m2;
  // 37.5 kW/m2 at 13.38 m, 1.6 kW/m2 at 33.54 m downwind.
  const auto uses = hazards.uses();
  ASSERT_EQ(uses.size(), 1u);
  EXPECT_EQ(uses[0].kind, "pool_fire");
  EXPECT_NEAR(source_of(uses[0], "flame_length_m"), 11.01, 0.005);
  ASSERT_EQ(uses[0].endpoints.size(), 4u);
  EXPECT_NEAR(*uses[0].endpoints[0].max_distance, 13.38, 0.05);
  EXPECT_NEAR(*uses[0].endpoints[3].max_distance, 33.54, 0.05);
  const results::HazardGrid grid = hazards.grid();
  for (int k = 0; k < 40; ++k) {
    const results::HazardFrame frame = hazards.sample();
    ASSERT_EQ(frame.target_flux.size(), 2u);
    ASSERT_EQ(frame.flux.size(), grid.x.size());
    const bool burns = frame.time >= 20 && frame.time < 300;
    EXPECT_NEAR(frame.target_flux[0], burns ? 14030 : 0, 45) << frame.time;
    EXPECT_NEAR(frame.target_flux[1], burns ? 6659 : 0, 25) << frame.time;
  }
  EXPECT_EQ(hazards.last(), 300);
  const results::HazardTotals totals = hazards.totals();
  // q^(4/3) t of one who stays for the 280 s.
  EXPECT_NEAR(totals.target_dose[0], std::pow(14.03, 4.0 / 3) * 280, 0.005 * totals.target_dose[0]);
  EXPECT_NEAR(totals.target_peak[0], 14030, 45);
  // Over open floor the areas are those of flat ground, to the squares' coarseness.
  const auto after = hazards.uses();
  EXPECT_NEAR(*after[0].endpoints[3].floor_area, *after[0].endpoints[3].area, 0.03 * *after[0].endpoints[3].area);
}

TEST(Fires, theFileHasTheFlameAsItRadiates) {
  Burning burning(yard + pool + "begins_s = 20\nuntil_s = 300\n");
  const results::HazardGrid grid = burning.hazards.grid();
  ASSERT_EQ(grid.fires.size(), 1u);
  EXPECT_EQ(grid.fires[0].begins, 20);
  EXPECT_EQ(grid.fires[0].ends, 300);
  EXPECT_TRUE(std::isnan(grid.fires[0].foam));
  ASSERT_EQ(grid.flames.size(), 1u);
  const results::FlameShape& flame = grid.flames[0];
  EXPECT_EQ(flame.from, 20);
  ASSERT_EQ(flame.corner.size(), 12 * flame.emission.size());
  // From the middle of the foot to that of the tip it is as long as the summary says, and leans with the wind.
  float low = 1e9F, high = -1e9F;
  for (size_t k = 2; k < flame.corner.size(); k += 3)
    low = std::min(low, flame.corner[k]), high = std::max(high, flame.corner[k]);
  const auto middle = [&](float z) {
    Vec3 from = Vec3::Constant(1e9), to = -from;
    for (size_t k = 0; k < flame.corner.size(); k += 3) {
      const Vec3 p(flame.corner[k], flame.corner[k + 1], flame.corner[k + 2]);
      if (std::abs(flame.corner[k + 2] - z) < 1e-3F) from = from.cwiseMin(p), to = to.cwiseMax(p);
    }
    return Vec3((from + to) / 2);
  };
  const Vec3 axis = middle(high) - middle(low);
  EXPECT_NEAR(axis.norm(), 11.01, 0.02);
  EXPECT_GT(axis.x(), 5) << "wind from the west";
  EXPECT_NEAR(axis.y(), 0, 1e-3);
}

TEST(Fires, whatStandsInBetweenThrowsAShadow) {
  const std::string targets = "[[target]]\nname = 'a'\nat = [90, 40, 1.5]\n[[target]]\nname = 'b'\nat = [90, 40, 30]\n";
  const std::string wall = "[[blocker]]\npolygon = [[80, 20], [82, 20], [82, 60], [80, 60]]\nheight_m = 12\n";
  Burning open(yard + pool + targets), shaded(yard + pool + targets + wall);
  const auto bare = open.hazards.sample(), behind = shaded.hazards.sample();
  EXPECT_GT(bare.target_flux[0], 400);
  EXPECT_EQ(behind.target_flux[0], 0);
  EXPECT_GT(bare.target_flux[1], 100);
  EXPECT_EQ(behind.target_flux[1], bare.target_flux[1]) << "looks over the wall";
}

TEST(Fires, foamClosesTheSurface) {
  Burning burning(yard + pool + R"(
foam_at_s = 100
foam_takes_s = 200
[[target]]
name = "t"
at = [60, 40, 1.5]
)");
  EXPECT_EQ(burning.hazards.last(), 300);
  std::vector<float> flux;
  for (int k = 0; k <= 31; ++k) flux.push_back(burning.hazards.sample().target_flux[0]);
  EXPECT_FLOAT_EQ(flux[10], flux[0]);
  EXPECT_NEAR(flux[20], flux[0] / 2, 1e-3 * flux[0]);
  EXPECT_EQ(flux[30], 0);
  // 100 s + integral of (1 - x)^(4/3) over 200 s = 100 + 200 * 3/7; trapezoids of the ramp err by 0.1 %.
  const double rate = std::pow(flux[0] / 1000, 4.0 / 3);
  EXPECT_NEAR(burning.hazards.totals().target_dose[0], rate * (100 + 600.0 / 7), 2e-3 * rate * 186);
}

TEST(Fires, theLiquidSinksAndTheShellHidesMoreOfTheFlame) {
  const std::string burning = yard +
                              "[[fire]]\nname = 'T'\nkind = 'tank'\nfuel = 'gasoline'\nat = [60, 40]\n"
                              "diameter_m = 20\nheight_m = 10\nbegins_s = 100\ndepth_m = 6\n";
  Burning one(burning);
  const BurningFire& fire = one.hazards.fires().all()[0];
  // 0.055 kg/m2/s of 740 kg/m3: 6 m last 22.4 h; twelve steps of half a metre.
  const double rate = source_of(one.hazards.uses()[0], "burning_rate_kg_m2_s");
  const double density = read_fuel_data().library().find("gasoline")->density;
  EXPECT_NEAR(fire.ends, 100 + 6 * density / rate, 1e-6 * fire.ends);
  ASSERT_EQ(fire.phases.size(), 12u);
  EXPECT_NEAR(fire.phases[3].from, 100 + 1.5 * density / rate, 1e-6 * fire.ends);
  EXPECT_EQ(fire.phases[3].sunk, 1.5);
  const auto flux = [&](double time) { return one.hazards.fires().flux({110, 40, 1.5}, time); };
  EXPECT_GT(flux(100), flux(fire.phases[3].from));
  EXPECT_GT(flux(fire.phases[3].from), flux(fire.ends - 1));
  EXPECT_GT(flux(fire.ends - 1), 0);
  EXPECT_EQ(flux(fire.ends), 0);
  // What it reaches is that of the beginning, as without an end.
  std::string endless = burning;
  endless.erase(endless.find("depth_m"));
  Burning other(endless);
  EXPECT_EQ(one.hazards.uses()[0].endpoints[1].max_distance, other.hazards.uses()[0].endpoints[1].max_distance);
}

TEST(Fires, theWindTurnsTheFlame) {
  std::string text = yard;
  text.replace(text.find("[hazards]"), 0, "[[weather.wind_changes]]\ntime_s = 60\nwind_m_s = 5\nwind_from_deg = 90\n");
  Burning burning(text + pool +
                  "[[target]]\nname = 'e'\nat = [60, 40, 1.5]\n[[target]]\nname = 'w'\nat = [20, 40, 1.5]\n");
  results::HazardFrame before, after;
  for (int k = 0; k <= 6; ++k) before = after, after = burning.hazards.sample();
  EXPECT_EQ(after.time, 60);
  EXPECT_GT(before.target_flux[0], 4 * before.target_flux[1]);
  EXPECT_NEAR(after.target_flux[1], before.target_flux[0], 1e-3 * before.target_flux[0]);
}

TEST(Fires, aRunWritesThemWithTheSameBitsOnAnyNumberOfThreads) {
  const muster::test::TemporaryFolder folder;
  const auto file = folder.write("fire.toml", yard + pool + R"(
[[blocker]]
polygon = [[50, 35], [52, 35], [52, 45], [50, 45]]
height_m = 3
[[people]]
count = 4
[[target]]
name = "t"
at = [60, 40, 1.5]
[run]
until_s = 50
)");
  std::vector<results::HazardTables> read;
  for (const size_t threads : {1, 3}) {
    RunOptions options;
    options.out = folder.path() / fmt::format("out{}", threads);
    options.threads = threads;
    options.quiet = true;
    const results::Summary summary = run(read_case(file), options);
    ASSERT_EQ(summary.hazards.size(), 1u);
    EXPECT_TRUE(summary.hazards[0].endpoints[0].floor_area.has_value());
    const std::string json = results::to_json(summary);
    EXPECT_NE(json.find("\"criterion\": \"12.5 kW/m2\""), std::string::npos);
    EXPECT_NE(json.find("\"floor_area_m2\": "), std::string::npos);
    ASSERT_EQ(summary.targets.size(), 1u);
    EXPECT_NEAR(summary.targets[0].dose, std::pow(summary.targets[0].peak / 1000, 4.0 / 3) * 50, 1e-2);
    EXPECT_NE(json.find("\"dose_TDU\": "), std::string::npos);
    read.push_back(results::ResultsReader(options.out / "results.h5").hazards());
  }
  ASSERT_EQ(read[0].frames.size(), 6u);
  EXPECT_TRUE(read[0].grid.hazards.empty());
  ASSERT_EQ(read[0].grid.fires.size(), 1u);
  EXPECT_EQ(read[0].grid.fires[0].kind, "pool_fire");
  EXPECT_EQ(read[0].grid.fires[0].fuel, "gasoline");
  EXPECT_EQ(read[0].grid.targets[0].at, (std::array<double, 3>{60, 40, 1.5}));
  EXPECT_GT(*std::max_element(read[0].frames[0].flux.begin(), read[0].frames[0].flux.end()), 60000);
  for (size_t k = 0; k < read[0].frames.size(); ++k) {
    EXPECT_EQ(read[0].frames[k].flux, read[1].frames[k].flux);
    EXPECT_EQ(read[0].frames[k].target_flux, read[1].frames[k].target_flux);
  }
  EXPECT_EQ(read[0].totals.dose, read[1].totals.dose);
  const auto files = export_csv(results::ResultsReader(folder.path() / "out1/results.h5"), folder.path() / "a.csv");
  const auto ending = [&](const std::string& name) {
    return *std::find_if(files.begin(), files.end(), [&](const auto& f) { return f.filename() == name; });
  };
  std::ifstream squares(ending("a-hazards.csv")), targets(ending("a-targets.csv"));
  std::string line;
  std::getline(squares, line);
  EXPECT_EQ(line, "x,y,z,storey,space,indoors,peak_W_m2 pool,peak_W_m2,dose_TDU");
  std::getline(targets, line);
  std::getline(targets, line);
  EXPECT_EQ(line, fmt::format("0.000,t,pool,{:.5g}", read[0].frames[0].target_flux[0]));
  EXPECT_EQ(read[0].totals.peak_radiation.size(), read[0].grid.x.size());
}

/// A tank at (60, 40) of the yard, 20 m high, in a wind of so many m/s.
std::string tank(double diameter, double wind, const std::string& more = "") {
  std::string text = yard;
  text.replace(text.find("wind_m_s = 5"), 12, fmt::format("wind_m_s = {}", wind));
  return text +
         fmt::format(
             "[[fire]]\nname = 'tank'\nkind = 'tank'\nfuel = 'gasoline'\nat = [60, 40]\nz_m = 0\n"
             "height_m = 20\ndiameter_m = {}\n",
             diameter) +
         more;
}

TEST(Fires, extremesAreSaneOrToldOf) {
  const std::string corners =
      "[[target]]\nname = 'e'\nat = [119, 40, 1.5]\n[[target]]\nname = 'w'\nat = [1, 40, 1.5]\n";
  Burning calm(tank(20, 0, corners));
  const auto still = calm.hazards.sample().target_flux;
  EXPECT_NEAR(still[0], still[1], 2e-3 * still[0]) << "an upright flame, 59 m away on either side";
  EXPECT_EQ(source_of(calm.hazards.uses()[0], "flame_tilt_deg"), 0);
  EXPECT_EQ(source_of(calm.hazards.uses()[0], "flame_drag"), 1);

  Burning storm(tank(20, 40, corners));
  const auto blown = storm.hazards.sample().target_flux;
  EXPECT_GT(blown[0], blown[1]);
  EXPECT_LT(source_of(storm.hazards.uses()[0], "flame_tilt_deg"), 90);
  EXPECT_TRUE(storm.warned("strong_wind"));

  for (const double diameter : {1.0, 120.0}) {
    Burning one(tank(diameter, 5));
    EXPECT_GT(source_of(one.hazards.uses()[0], "flame_length_m"), diameter / 2) << diameter;
    EXPECT_LT(source_of(one.hazards.uses()[0], "radiated_share"), 0.6) << diameter;
    const auto frame = one.hazards.sample();
    for (const float q : frame.flux) ASSERT_TRUE(q >= 0 && q < 300e3) << diameter;
    EXPECT_EQ(one.warned("large_sooty_fire"), diameter > 20);
  }
  EXPECT_NE(mistakes_of(tank(160, 5)).find("must lie in [0.5, 150] of a tank"), std::string::npos);
}

TEST(Fires, everyWindBlowsItsOwnWay) {
  const std::string around =
      "[[target]]\nname = 'n'\nat = [60, 70, 1.5]\n[[target]]\nname = 'e'\nat = [90, 40, 1.5]\n"
      "[[target]]\nname = 's'\nat = [60, 10, 1.5]\n[[target]]\nname = 'w'\nat = [30, 40, 1.5]\n";
  std::vector<std::vector<float>> flux;
  for (const std::string from : {"0", "90", "180", "270", "360"}) {
    std::string text = tank(20, 8, around);
    text.replace(text.find("wind_from_deg = 270"), 19, "wind_from_deg = " + from);
    Burning one(text);
    flux.push_back(one.hazards.sample().target_flux);
  }
  // From north: the most to the south; a quarter of a turn of the wind is one of the targets.
  for (size_t wind = 0; wind < 5; ++wind)
    for (size_t t = 0; t < 4; ++t)
      EXPECT_NEAR(flux[wind][(t + wind) % 4], flux[0][t], 2e-3 * flux[0][t]) << wind << " " << t;
  EXPECT_GT(flux[0][2], 1.5F * flux[0][1]);
  EXPECT_GT(flux[0][1], 1.5F * flux[0][0]);
  EXPECT_EQ(flux[0], flux[4]);
}

TEST(Fires, aRoofAndWetAirAndOddKeys) {
  const std::string target = "[[target]]\nname = 't'\nat = [70, 40, 1.5]\n";
  // A flame within walls of 3 m and below a roof: said, and nothing of what the roof hides is seen.
  const std::string house = "[[blocker]]\npolygon = [[20, 20], [62, 20], [62, 60], [20, 60]]\nheight_m = 30\n";
  Burning inside(yard + pool + house + target), open(yard + pool + target);
  EXPECT_TRUE(inside.warned("fire_covered"));
  EXPECT_LT(inside.hazards.sample().target_flux[0], 0.05F * open.hazards.sample().target_flux[0]);
  std::string wet = yard + pool + target, dry = wet;
  wet.replace(wet.find("stability"), 0, "humidity = 1\nair_temperature_C = 30\n");
  dry.replace(dry.find("stability"), 0, "humidity = 0\nair_temperature_C = 30\n");
  Burning damp(wet), parched(dry);
  const float through = damp.hazards.sample().target_flux[0], all = parched.hazards.sample().target_flux[0];
  EXPECT_LT(through, 0.9F * all);
  EXPECT_GT(through, 0.4F * all);
  for (const std::string wrong : {"diameter_m = 0", "diameter_m = -1", "diameter_m = 1e4", "diameter_m = nan"})
    EXPECT_NE(mistakes_of(yard + "[[fire]]\nname = 'a'\nkind = 'pool'\nfuel = 'lng'\nat = [40, 40]\n" + wrong)
                  .find("fire[0].diameter_m"),
              std::string::npos)
        << wrong;
  EXPECT_NE(mistakes_of(yard + pool + "burning_rate_kg_m2_s = 0\n").find("burning_rate_kg_m2_s"), std::string::npos);
  EXPECT_NE(mistakes_of(yard + pool + "begins_s = -5\n").find("begins_s"), std::string::npos);
}

TEST(Fires, aFuelWithoutDataIsEstimatedAndSaidSo) {
  std::string text = yard + pool;
  text.replace(text.find("gasoline"), 8, "vinyl_chloride");
  Burning burning(text);
  EXPECT_TRUE(burning.warned("fuel_estimated"));
  EXPECT_GT(source_of(burning.hazards.uses()[0], "burning_rate_kg_m2_s"), 0.01);
}

TEST(Fires, withinAndBelowAFlame) {
  Burning burning(tank(20, 15, R"(
[[target]]
name = "within"
at = [62, 40, 21]
[[target]]
name = "below the part that hangs over"
at = [72, 40, 15]
normal = [0, 0, 1]
[[target]]
name = "the same looking down"
at = [72, 40, 15]
normal = [0, 0, -1]
)"));
  EXPECT_TRUE(burning.warned("target_in_flame"));
  const auto flux = burning.hazards.sample().target_flux;
  // The strongest emission of gasoline's clear flame, 130 kW/m2.
  EXPECT_NEAR(flux[0], 130e3, 1);
  EXPECT_GT(flux[1], 20e3);
  EXPECT_LT(flux[1], 130e3);
  EXPECT_EQ(flux[2], 0);
}

TEST(Fires, tenTanksAddUp) {
  std::string text = yard, one = yard;
  for (int i = 0; i < 10; ++i) {
    const std::string fire = fmt::format(
        "[[fire]]\nname = 'T{}'\nkind = 'tank'\nfuel = 'diesel'\nat = [{}, {}]\nz_m = 0\nheight_m = 10\ndiameter_m = "
        "12\n",
        i, 12 + 24 * (i % 5), i < 5 ? 20 : 60);
    text += fire;
    if (i == 7) one += fire;
  }
  const std::string target = "[[target]]\nname = 't'\nat = [60, 40, 1.5]\n";
  Burning ten(text + target), alone(one + target);
  EXPECT_EQ(ten.hazards.grid().fires.size(), 10u);
  const auto frame = ten.hazards.sample();
  ASSERT_EQ(frame.target_flux.size(), 10u);
  EXPECT_EQ(frame.target_flux[7], alone.hazards.sample().target_flux[0]);
  // Five tanks to the north, five to the south: one side is faced, all of it at an angle.
  float north = 0, most = 0;
  for (size_t f = 5; f < 10; ++f) north += frame.target_flux[f], most = std::max(most, frame.target_flux[f]);
  ten.hazards.sample();
  EXPECT_LT(ten.hazards.totals().target_peak[0], north);
  EXPECT_GT(ten.hazards.totals().target_peak[0], most);
}

TEST(Fires, gasBurnsAsTheCalculationsSay) {
  Burning burning(yard + R"([[fire]]
name = "flange"
kind = "jet"
fuel = "methane"
at = [20, 40]
hole_mm = 20
pressure_bar = 60
towards_deg = 90
mass_kg = 300
[[fire]]
name = "vessel"
kind = "fireball"
fuel = "propane"
at = [100, 40]
mass_kg = 1000
pressure_bar = 18
begins_s = 15
transmissivity = 1
[[target]]
name = "t"
at = [60, 40, 1.5]
)");
  const auto uses = burning.hazards.uses();
  EXPECT_EQ(uses[0].kind, "jet_fire");
  EXPECT_EQ(uses[1].kind, "fireball");
  const double rate = source_of(uses[0], "rate_kg_s");
  EXPECT_NEAR(source_of(uses[0], "ends_s"), 300 / rate, 1e-6) << "until the mass has burnt";
  // 0.9 M^(1/4) = 5.06 s, 5.8 M^(1/3) = 58 m (Martinsen and Marx).
  EXPECT_NEAR(source_of(uses[1], "duration_s"), 5.061, 0.001);
  EXPECT_NEAR(source_of(uses[1], "diameter_m"), 58, 0.01);
  EXPECT_TRUE(burning.warned("fire_sampled_coarsely"));
  // It burns between the samples at 10 and 20 s only, just so at the second.
  std::vector<results::HazardFrame> frames;
  for (int k = 0; k < 4; ++k) frames.push_back(burning.hazards.sample());
  EXPECT_EQ(frames[1].target_flux[1], 0);
  EXPECT_GT(frames[2].target_flux[1], 0);
  EXPECT_EQ(frames[3].target_flux[1], 0);
  // Its dose, by the midpoints of 400 pieces: what a ball of radius R and emission E at distance L gives is E (R/L)^2.
  // Whoever faces both where it is most faces the sum of their vectors, unless one alone is more.
  const fire::Fireball ball{1000, 18e5, 46.33e6, fire::FireballLaw::martinsen_marx, {100, 40, 0}};
  const Vec3 place(60, 40, 1.5);
  const BurningFire& flange = burning.hazards.fires().all()[0];
  const Vec3 jet = fire::irradiance({&flange.phases[0].flame, 1}, place, flange.phases[0].haze) / 1000;
  EXPECT_NEAR(frames[0].target_flux[0] / 1000, jet.norm(), 0.005 * jet.norm());
  double dose = 0, peak = 0;
  for (int i = 0; i < 400; ++i) {
    const fire::Ball now = fire::ball_at(ball, (i + 0.5) * fire::fireball_duration(ball) / 400);
    const Vec3 q = now.emission * fire::ball_view(now, place) / 1000 * (now.middle - place).normalized();
    const double both = std::max({jet.norm(), q.norm(), (jet + q).norm()});
    dose += std::pow(both, 4.0 / 3) * fire::fireball_duration(ball) / 400;
    peak = std::max(peak, both);
  }
  const auto totals = burning.hazards.totals();
  const double all = dose + std::pow(jet.norm(), 4.0 / 3) * (30 - fire::fireball_duration(ball));
  EXPECT_NEAR(totals.target_dose[0], all, 0.01 * all);
  EXPECT_NEAR(totals.target_peak[0] / 1000, peak, 0.01 * peak);
}

TEST(Fires, gasAndFireShareACase) {
  const std::string leak = R"([[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [20, 60]
height_m = 1
dispersion = "gaussian"
source = "series"
temperature_C = 20
series = [[0, 0.1], [200, 0]]
)";
  Burning both(yard + leak + pool), alone(yard + leak);
  const results::HazardGrid grid = both.hazards.grid();
  ASSERT_EQ(grid.hazards.size(), 1u);
  ASSERT_EQ(grid.fires.size(), 1u);
  for (int k = 0; k < 12; ++k) {
    const results::HazardFrame with = both.hazards.sample(), without = alone.hazards.sample();
    EXPECT_EQ(with.concentration, without.concentration) << "not a bit of the gas depends on the fire";
    EXPECT_EQ(with.flux.size(), grid.x.size());
    EXPECT_TRUE(without.flux.empty());
  }
  ASSERT_EQ(both.hazards.uses().size(), 2u);
  EXPECT_EQ(both.hazards.uses()[0].kind, "leak");
  EXPECT_EQ(both.hazards.uses()[1].kind, "pool_fire");
  EXPECT_EQ(both.hazards.totals().peak, alone.hazards.totals().peak);
  EXPECT_EQ(both.hazards.totals().toxic_load, alone.hazards.totals().toxic_load);
}

TEST(Fires, mistakesNameTheirLinesAndValues) {
  EXPECT_EQ(
      mistakes_of(yard + "[[fire]]\nname = 'a'\nkind = 'pool'\nfuel = 'gasolin'\nat = [40, 40]\ndiameter_m = 10\n"),
      "test.toml:17: fire[0].fuel = 'gasolin': no fuel of this name; did you mean `gasoline`?");
  EXPECT_EQ(
      mistakes_of(yard + "[[fire]]\nname = 'a'\nkind = 'pool'\nfuel = 'nitrogen'\nat = [40, 40]\ndiameter_m = 10\n"),
      "test.toml:17: fire[0].fuel = 'nitrogen': Nitrogen has no heat of combustion: it does not burn");
  EXPECT_EQ(mistakes_of(yard + pool + "pressure_bar = 3\n"),
            "test.toml:20: fire[0].pressure_bar = 3: applies to jet, fireball only, this is a pool");
  EXPECT_EQ(mistakes_of(yard + pool + "area_m2 = 30\n"),
            "test.toml:14: fire[0]: a pool needs one of diameter_m, area_m2, length_m, spill_kg_s, spill_m3");
  EXPECT_EQ(mistakes_of(yard + pool + "begins_s = 30\nuntil_s = 30\n"),
            "test.toml:21: fire[0].until_s = 30: must be above begins_s, 30");
  EXPECT_EQ(mistakes_of(yard + "[[fire]]\nname = 'a'\nkind = 'jet'\nfuel = 'methane'\nat = [40, 40]\nhole_mm = 20\n"
                               "pressure_bar = 1\n"),
            "test.toml:20: fire[0].pressure_bar = 1: must be above the air's, 1.013");
  EXPECT_EQ(mistakes_of(yard + "[[target]]\nname = 'a'\nat = [1, 1, 1]\n"),
            "test.toml:14: target: applies only together with fire or explosion");
}

}  // namespace
}  // namespace muster::sim
