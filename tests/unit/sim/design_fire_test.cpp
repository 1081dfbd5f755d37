// Fires whose heat release is prescribed: their course, what they give off, and that [flow] keeps all of it.
#include "tests/support/yard.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using test::mistakes_of;
using test::Place;
using test::source_of;

/// 200 kW for 8 s from the start, in a light wind.
std::string burning_yard(const std::string& flow, const std::string& fire = "peak_MW = 0.2\nuntil_s = 8\n") {
  return test::yard(40, 30) + test::weather(1) +
         "[[fire]]\nname = \"cart\"\nkind = \"design\"\nfuel = \"seats\"\nat = [14, 15]\narea_m2 = 4\n"
         "heat_of_combustion_MJ_kg = 20\nsoot_yield = 0.1\ncarbon_monoxide_yield = 0.04\ncarbon_dioxide_yield = 1.5\n"
         "hydrogen_cyanide_yield = 0.01\nradiant_fraction = 0.35\n" +
         fire + "[hazards]\nevery_s = 5\n" + flow;
}
const std::string box = "[flow]\ncell_m = 1\nmargin_m = 6\nheight_m = 12\nspin_up_s = 2\ngusts = false\n";

TEST(DesignFire, GrowsWithTheSquareOfTime) {
  // 0.047 kW/s2 to 188 kW: sqrt(188 / 0.047) = 63.2 s.
  const Place place(burning_yard("", "peak_MW = 0.188\ngrowth_kW_s2 = 0.047\nbegins_s = 10\n"));
  const BurningFire& fire = place.hazards.fires().all().front();
  EXPECT_EQ(fire.strength(9), 0);
  EXPECT_NEAR(fire.strength(10 + 63.2456 / 2), 0.25, 2e-4);
  EXPECT_NEAR(fire.strength(10 + 63.2456), 1, 1e-6);
  EXPECT_EQ(fire.strength(500), 1);
}

TEST(DesignFire, FollowsItsSeries) {
  const Place place(burning_yard("", "heat_release_kW = [[0, 0], [10, 400], [20, 100]]\n"));
  const BurningFire& fire = place.hazards.fires().all().front();
  EXPECT_NEAR(fire.products->peak, 400e3, 1e-6);
  EXPECT_NEAR(fire.strength(5), 0.5, 1e-12);
  EXPECT_NEAR(fire.strength(15), 250.0 / 400, 1e-12);
  EXPECT_NEAR(fire.strength(100), 0.25, 1e-12);
}

TEST(DesignFire, RadiatesItsShareFromAFlameOfHeskestadsLength) {
  const Place place(burning_yard("", "peak_MW = 1\n"));
  const results::HazardUse use = place.hazards.uses().at(0);
  const double across = std::sqrt(4 * 4 / std::numbers::pi), length = 0.235 * std::pow(1000, 0.4) - 1.02 * across;
  EXPECT_NEAR(source_of(use, "flame_length_m"), length, 1e-9);
  EXPECT_NEAR(source_of(use, "emissive_power_kW_m2") * (std::numbers::pi * across * length + 2 * 4), 350, 1e-6);
  // The polygon that stands for the circle has its perimeter: its flame radiates as much to half a per cent.
  EXPECT_NEAR(place.hazards.fires().all().front().phases.front().flame.power(), 350e3, 0.01 * 350e3);
}

TEST(DesignFire, CarbonThatIsNeitherSootNorMonoxideBecomesDioxide) {
  const Place place(test::yard(40, 30) + test::weather(1) +
                    "[[fire]]\nname = \"gas\"\nkind = \"design\"\nfuel = \"lng\"\nat = [14, 15]\narea_m2 = 4\n"
                    "peak_MW = 1\nsoot_yield = 0.02\ncarbon_monoxide_yield = 0.05\n");
  const BurningFire::Products& gives = *place.hazards.fires().all().front().products;
  // CH4: 12.011 / (12.011 + 4 * 1.008) = 0.7487 of its mass is carbon.
  EXPECT_NEAR(gives.dioxide, (0.7487 - 0.02 - 0.05 * 12.011 / 28.010) * 44.009 / 12.011, 2e-3);
}

TEST(DesignFire, FlowKeepsItsSmokeAndItsHeat) {
  Place place(burning_yard(box));
  results::HazardFrame frame;
  for (int k = 0; k <= 2; ++k) frame = place.hazards.sample();  // 10 s
  const results::FieldGrid grid = place.hazards.grid().flow;
  ASSERT_EQ(grid.fields.size(), 2u);
  ASSERT_EQ(frame.fields.size(), 2u);
  double soot = 0, heat = 0;
  const auto around = static_cast<double>(frame.fields[1][0]);  // [K] upwind, rounded as all others are
  for (size_t c = 0; c < grid.size(); ++c) {
    const auto t = static_cast<double>(frame.fields[1][c]);
    soot += static_cast<double>(frame.fields[0][c]) / 8700;  // kg in cells of 1 m3
    // Air of 20 C and 50 %: 0.028834 kg/mol, 0.0075 of it water, 1012.3 J/kg/K.
    if (t > 0) heat += 101325 * 0.028834 / 8.314463 * 1012.3 * (1 / around - 1 / t) * around;
  }
  // 200 kW for 8 s of 20 MJ/kg, a tenth of it soot; 65 % of the heat stays in the air.
  EXPECT_NEAR(soot, 200e3 * 8 / 20e6 * 0.1, 0.01 * 0.008);
  EXPECT_NEAR(heat, 0.65 * 200e3 * 8, 0.03 * 0.65 * 200e3 * 8);
}

TEST(DesignFire, PeopleBreatheWhatItGives) {
  Place place(burning_yard(box));
  results::HazardFrame frame;
  for (int k = 0; k <= 2; ++k) frame = place.hazards.sample();
  ASSERT_FALSE(frame.oxygen.empty());
  size_t worst = 0;
  for (size_t s = 0; s < frame.extinction.size(); ++s)
    if (frame.extinction[s] > frame.extinction[worst]) worst = s;
  ASSERT_GT(frame.extinction[worst], 0.01F);
  const auto k = static_cast<double>(frame.extinction[worst]), t = static_cast<double>(frame.air_temperature[worst]);
  // K = 8700 rho Y 0.1: with the mass fraction Y of what has burnt all the others follow.
  const double burnt = k / 8700 / 0.1 / (101325 * 0.028965 / 8.314463 / t);
  EXPECT_NEAR(frame.monoxide[worst], 0.04 * burnt * 28.965 / 28.010, 0.01 * 0.04 * burnt);
  EXPECT_NEAR(frame.dioxide[worst], 1.5 * burnt * 28.965 / 44.009, 0.01 * 1.5 * burnt);
  EXPECT_NEAR(frame.cyanide[worst], 0.01 * burnt * 28.965 / 27.025, 0.02 * 0.01 * burnt);
  EXPECT_NEAR(1 - frame.oxygen[worst], burnt * (20 / 13.1 / 0.2314 + 1), 0.01 * 8 * burnt);
  EXPECT_GT(t, static_cast<double>(frame.fields[1][0]) + 0.1);
}

TEST(DesignFire, IsRefusedWhereItIsNotKnown) {
  EXPECT_NE(mistakes_of(burning_yard("", "")).find("one of heat_release_kW, peak_MW"), std::string::npos);
  EXPECT_NE(mistakes_of(burning_yard("", "heat_release_kW = [[0, 10], [0, 20]]\n")).find("must ascend"),
            std::string::npos);
  const std::string unknown =
      "[[fire]]\nname = \"f\"\nkind = \"design\"\nfuel = \"seats\"\nat = [14, 15]\narea_m2 = 4\npeak_MW = 1\n";
  const std::string text = mistakes_of(test::yard(40, 30) + test::weather(1) + unknown);
  for (const char* key : {"heat_of_combustion_MJ_kg", "soot_yield", "carbon_monoxide_yield", "carbon_dioxide_yield"})
    EXPECT_NE(text.find(key), std::string::npos) << key;
}

}  // namespace
}  // namespace muster::sim
