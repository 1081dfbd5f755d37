// `muster calc burning-rate`, `pool-fire`, `tank-fire`, `view-factor`, and data/fuels.toml.
#include "sim/data/fuel_data.h"
#include "tests/support/calculations.h"

#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {
namespace {

using namespace test;

TEST(FireCalculations, burningRateOfTheSheet) {
  // NUREG-1805: diesel over 2545 square feet, 472 404 kW.
  const Answer answer = answer_of("burning-rate", {"fuel=diesel", "area_m2=236.43823"});
  EXPECT_NEAR(value_of(answer, "heat_release_kW"), 472404, 50);
  EXPECT_NEAR(value_of(answer_of("burning-rate", {"fuel=乙醇", "diameter_m=1"}), "burning_rate_kg_m2_s"), 0.030, 1e-9);
  EXPECT_NE(refusal_of("burning-rate", {"fuel=gasolin", "diameter_m=1"}).find("did you mean `gasoline`?"),
            std::string::npos);
  EXPECT_NE(refusal_of("burning-rate", {"fuel=chlorine", "diameter_m=1"}).find("does not burn"), std::string::npos);
  const Answer estimated = answer_of("burning-rate", {"fuel=styrene", "diameter_m=3"});
  EXPECT_TRUE(warned(estimated, "fuel_estimated"));
}

TEST(FireCalculations, aPoolsDistancesFallWithTheLevel) {
  const Answer answer = answer_of("pool-fire", {"fuel=gasoline", "diameter_m=20", "wind_m_s=5"});
  double before = 0;
  for (const char* level : {"37.5", "12.5", "4", "1.6"}) {
    const double d = value_of(answer, std::string("level_") + level + "_kW_m2_downwind_m");
    EXPECT_GT(d, before);
    EXPECT_GT(d, value_of(answer, std::string("level_") + level + "_kW_m2_upwind_m"));
    before = d;
  }
  EXPECT_NEAR(value_of(answer, "heat_release_MW"), 0.055 * 43.7 * M_PI * 100, 1);
  const Answer range = answer_of("pool-fire", {"fuel=lng", "diameter_m=35", "wind_m_s=0..40"});
  EXPECT_TRUE(range.values.back().band.has_value());
}

TEST(FireCalculations, aWallShortensDistancesBehindIt) {
  const std::string level = "level_4_kW_m2_downwind_m", shaded = "level_4_kW_m2_downwind_shaded_m";
  const auto with = [](const std::string& at, const std::string& high) {
    return answer_of("pool-fire",
                     {"fuel=gasoline", "diameter_m=10", "wind_m_s=2", "wall_m=" + at, "wall_height_m=" + high});
  };
  const double open = value_of(with("20", "0.1"), level);
  // Receptors 1.5 m high look over a kerb of 0.1 m 20 m off.
  EXPECT_NEAR(value_of(with("20", "0.1"), shaded), open, 0.01 * open);
  // A wall far higher than the flame ends every distance; one beyond the distance changes nothing.
  EXPECT_NEAR(value_of(with("20", "150"), shaded), 20, 0.02);
  EXPECT_NEAR(value_of(with("100", "150"), shaded), open, 0.01 * open);
  const double half = value_of(with("20", "8"), shaded);
  EXPECT_GE(half, 19.9);
  EXPECT_LT(half, open);
  EXPECT_TRUE(warned(with("2", "3"), "wall_in_flame"));
  EXPECT_NE(
      refusal_of("pool-fire", {"fuel=gasoline", "diameter_m=10", "wind_m_s=2", "wall_m=20"}).find("wall_height_m"),
      std::string::npos);
}

TEST(FireCalculations, aTankIsSeenFromBelow) {
  const Answer answer = answer_of("tank-fire", {"fuel=crude", "diameter_m=60", "height_m=18", "wind_m_s=8",
                                                "points=[[60, 0, 1.5], [200, 0, 1.5]]"});
  EXPECT_TRUE(warned(answer, "large_sooty_fire"));
  ASSERT_EQ(answer.series.size(), 1u);
  EXPECT_GT(answer.series[0].rows.at(0).at(3), 4 * answer.series[0].rows.at(1).at(3));
  EXPECT_NE(refusal_of("tank-fire", {"fuel=crude", "diameter_m=60", "wind_m_s=5", "points=[[10, 0, 1.5]]"})
                .find("lies in the tank"),
            std::string::npos);
  EXPECT_NE(refusal_of("tank-fire", {"fuel=crude", "diameter_m=60", "wind_m_s=5", "height_m=5", "freeboard_m=6"})
                .find("freeboard_m"),
            std::string::npos);
}

TEST(FireCalculations, aPointInTheFlame) {
  const Answer answer = answer_of("pool-fire", {"fuel=lng", "diameter_m=35", "wind_m_s=0", "points=[[0, 0, 1.5]]"});
  EXPECT_TRUE(warned(answer, "point_in_flame"));
  EXPECT_NEAR(answer.series.at(0).rows.at(0).at(3), 190, 0.1);
}

TEST(FireCalculations, viewFactorsOfTheClosedForm) {
  const Answer answer = answer_of("view-factor", {"diameter_m=10", "length_m=20", "distance_m=20"});
  EXPECT_NEAR(value_of(answer, "horizontal"), 0.0493888, 1e-6);
  EXPECT_NE(refusal_of("view-factor", {"diameter_m=10", "length_m=20", "distance_m=4"}).find("within the body"),
            std::string::npos);
  EXPECT_NE(refusal_of("view-factor", {"diameter_m=10", "distance_m=40"}).find("length_m"), std::string::npos);
}

TEST(FireCalculations, aJet) {
  const Answer answer = answer_of(
      "jet-fire", {"substance=methane", "rate_kg_s=2.9", "pressure_bar=61", "temperature_C=14.85", "wind_m_s=6.3",
                   "molar_mass_g_mol=17.2", "heat_ratio=1.3", "air_temperature_C=9.85", "points=[[10, 15, 1]]"});
  EXPECT_NEAR(value_of(answer, "still_flame_length_m"), 20.69, 0.2);
  EXPECT_GT(value_of(answer, "level_4_kW_m2_downwind_m"), value_of(answer, "level_4_kW_m2_crosswind_m"));
  EXPECT_NE(refusal_of("jet-fire", {"substance=methane", "pressure_bar=61", "wind_m_s=5"}).find("rate_kg_s"),
            std::string::npos);
  EXPECT_NE(refusal_of("jet-fire", {"substance=chlorine", "rate_kg_s=1", "pressure_bar=6", "wind_m_s=5"})
                .find("does not burn"),
            std::string::npos);
}

TEST(FireCalculations, aFireball) {
  // 1251 kg at 13.62 bar, 50 MJ/kg: 43.4 kW/m2 on an upright target 70 m off in air of 10 C and 80 %.
  const Answer answer =
      answer_of("fireball", {"substance=propane", "heat_of_combustion_MJ_kg=50", "mass_kg=1251", "pressure_bar=13.62",
                             "air_temperature_C=9.85", "humidity=0.8", "points=[[70, 0, 1.5]]"});
  EXPECT_NEAR(value_of(answer, "emissive_power_kW_m2"), 359.1, 1.8);
  EXPECT_NEAR(answer.series.at(0).rows.at(0).at(4), 43.4, 0.05 * 43.4);
  EXPECT_GT(value_of(answer, "level_1.6_kW_m2_distance_m"), value_of(answer, "level_37.5_kW_m2_distance_m"));
}

TEST(FireCalculations, anExplosion) {
  const Answer report = answer_of("explosion", {"substance=propane", "heat_of_combustion_MJ_kg=46.35", "mass_kg=1000",
                                                "model=report", "tnt_MJ_kg=4.52", "air_pressure_bar=1.013"});
  EXPECT_NEAR(value_of(report, "death_radius_m"), 12.156, 0.013);
  EXPECT_NEAR(value_of(report, "level_17_kPa_distance_m"), 62.7327, 0.13);
  const Answer cloud = answer_of("explosion", {"substance=propane", "volume_m3=1000", "distances_m=[50, 100]"});
  EXPECT_NEAR(value_of(cloud, "energy_MJ"), 3500, 250);
  EXPECT_EQ(value_of(cloud, "flame_mach"), 0.55);
  EXPECT_GT(cloud.series.at(0).rows.at(0).at(1), cloud.series.at(0).rows.at(1).at(1));
  EXPECT_NE(refusal_of("explosion", {"substance=propane"}).find("mass_kg"), std::string::npos);
}

/// Every number finite (a distance may be none), every level farther than the one above it, fluxes of points between 0
/// and `most` [kW/m2].
void expect_sane(const Answer& answer, double most) {
  for (const Answer::Value& v : answer.values)
    if (const double* number = std::get_if<double>(&v.value); number != nullptr && !v.key.starts_with("level_")) {
      EXPECT_TRUE(std::isfinite(*number) && *number >= -180) << v.key << " " << *number;
    }
  for (const char* side : {"downwind", "crosswind", "upwind"}) {
    double before = 0;
    for (const char* level : {"37.5", "12.5", "4", "1.6"}) {
      const double d = value_of(answer, fmt::format("level_{}_kW_m2_{}_m", level, side));
      if (std::isnan(d)) continue;
      EXPECT_GE(d, before) << level << side;
      before = d;
    }
  }
  for (const Answer::Series& series : answer.series)
    for (const auto& row : series.rows)
      for (size_t i = 3; i < 6; ++i) EXPECT_TRUE(row.at(i) >= 0 && row.at(i) <= most) << row.at(i);
}

TEST(FireCalculations, oddWindsSizesAndPlacesAreSaneOrRefused) {
  const std::string points = "points=[[0, 0, 21], [40, 0, 1.5], [75, 0, 1.5], [75, 0, 60], [0, 90, 1.5], [-90, 0, 0]]";
  const std::string low = "points=[[0, 0, 0.1], [1, 0, 0], [2, 0, 30], [300, 0, 1.5], [0, -9, 200]]";
  for (const std::string wind : {"0", "0.01", "0.5", "1", "40", "60"}) {
    for (const std::string fuel : {"gasoline", "lng", "methanol", "vinyl_chloride"}) {
      for (const std::string d : {"1", "120"}) {
        if (d == "120")
          expect_sane(answer_of("tank-fire", {"fuel=" + fuel, "diameter_m=" + d, "height_m=20", "wind_m_s=" + wind,
                                              "points=[[0, 0, 25], [90, 0, 1.5]]"}),
                      300);
        expect_sane(answer_of("pool-fire", {"fuel=" + fuel, "diameter_m=" + d, "wind_m_s=" + wind, low}), 300);
      }
    }
    expect_sane(answer_of("tank-fire", {"fuel=crude", "diameter_m=60", "height_m=20", "wind_m_s=" + wind, "humidity=1",
                                        "air_temperature_C=35", points}),
                140);
    expect_sane(answer_of("jet-fire", {"substance=methane", "hole_mm=30", "pressure_bar=60", "wind_m_s=" + wind,
                                       "wind_angle_deg=180", low}),
                500);
  }
  // A flame blown over what lies downwind: its flux is the flame's, below it a part of that, never more.
  const Answer over = answer_of("tank-fire", {"fuel=gasoline", "diameter_m=20", "height_m=10", "wind_m_s=20",
                                              "points=[[12, 0, 1.5], [12, 0, 11]]"});
  EXPECT_GT(over.series.at(0).rows.at(0).at(3), 10);
  EXPECT_LT(over.series.at(0).rows.at(0).at(3), 130);
  EXPECT_TRUE(warned(over, "point_in_flame"));
  for (const std::string wrong : {"wind_m_s=-1", "wind_m_s=61", "wind_m_s=nan", "wind_m_s=strong"})
    EXPECT_NE(refusal_of("pool-fire", {"fuel=lng", "diameter_m=10", wrong}).find("wind_m_s"), std::string::npos);
  for (const std::string wrong : {"diameter_m=0", "diameter_m=-5", "diameter_m=1e9", "diameter_m=inf"})
    EXPECT_NE(refusal_of("tank-fire", {"fuel=lng", "wind_m_s=1", wrong}).find("diameter_m"), std::string::npos);
  EXPECT_NE(refusal_of("pool-fire", {"fuel=water", "diameter_m=3", "wind_m_s=1"}).find("does not burn"),
            std::string::npos);
  EXPECT_NE(refusal_of("fireball", {"substance=propane", "mass_kg=0", "pressure_bar=18"}).find("mass_kg"),
            std::string::npos);
  EXPECT_NE(refusal_of("explosion", {"energy_MJ=-1"}).find("energy_MJ"), std::string::npos);
  // More than the tank holds; more than the hole passes: 5 mm at 5 bar about 0.02 kg/s.
  EXPECT_NE(
      refusal_of("tank-fire", {"fuel=lng", "diameter_m=20", "height_m=10", "depth_m=30", "wind_m_s=1"}).find("depth_m"),
      std::string::npos);
  EXPECT_NE(refusal_of("jet-fire", {"substance=methane", "hole_mm=5", "rate_kg_s=3", "pressure_bar=5", "wind_m_s=3"})
                .find("the hole passes at most 0.0"),
            std::string::npos);
}

TEST(FireCalculations, beyondWhatTheLawsRestOnIsSaid) {
  EXPECT_TRUE(warned(answer_of("jet-fire", {"substance=methane", "rate_kg_s=5000", "pressure_bar=60", "wind_m_s=3"}),
                     "jet_size"));
  EXPECT_TRUE(warned(answer_of("jet-fire", {"substance=methane", "rate_kg_s=0.001", "pressure_bar=60", "wind_m_s=3"}),
                     "jet_size"));
  EXPECT_TRUE(warned(answer_of("fireball", {"substance=propane", "mass_kg=5e6", "pressure_bar=18"}), "large_fireball"));
}

TEST(FuelData, everyValueHasASource) {
  const FuelData data = read_fuel_data();
  EXPECT_EQ(data.fuels.size(), 24u);
  const auto json = nlohmann::json::parse(fuels_json(data, "petrol"));
  EXPECT_EQ(json["id"], "gasoline");
  EXPECT_EQ(json["burning_rate_kg_m2_s"]["value"], 0.055);
  EXPECT_EQ(json["burning_rate_kg_m2_s"]["unit"], "kg/m2/s");
  EXPECT_THROW(fuels_text(data, "gasolin"), InputError);
  for (const FuelEntry& e : data.fuels)
    EXPECT_EQ(e.fuel.emissive_power.has_value(), e.fuel.family != fire::Family::clean);
}

}  // namespace
}  // namespace muster::sim
