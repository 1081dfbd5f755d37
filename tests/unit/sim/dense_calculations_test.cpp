// `muster calc dense-plume`: what goes in, what comes out, what is refused.
#include "tests/support/calculations.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using namespace test;

TEST(DenseCalculation, aTwoPhaseJetOfChlorine) {
  const Answer a =
      answer_of("dense-plume", {"substance=chlorine", "rate_kg_s=3.3", "liquid_fraction=0.8", "speed_m_s=40",
                                "height_m=1", "wind_m_s=4", "stability=D", "levels_ppm=[20]"});
  EXPECT_GT(value_of(a, "source_density_kg_m3"), 10);
  EXPECT_NEAR(value_of(a, "source_speed_m_s"), 40, 1e-6);
  EXPECT_GT(value_of(a, "level_20_ppm_distance_m"), 300);
  EXPECT_LT(value_of(a, "level_20_ppm_distance_m"), 10000);
  EXPECT_GT(value_of(a, "aegl_2_distance_m"), value_of(a, "aegl_3_distance_m"));
  ASSERT_FALSE(a.series.empty());
  EXPECT_EQ(a.series.back().key, "sections");
  EXPECT_GT(a.series.back().rows.size(), 10u);
}

TEST(DenseCalculation, aPoolOfPropaneAndAnInstantaneousCloud) {
  const Answer pool = answer_of("dense-plume", {"substance=propane", "kind=pool", "rate_kg_s=20", "area_m2=200",
                                                "duration_s=300", "wind_m_s=3", "stability=D"});
  EXPECT_GT(value_of(pool, "lower_flammability_distance_m"), 20);
  EXPECT_LT(value_of(pool, "lower_flammability_distance_m"), 1000);
  const Answer puff = answer_of(
      "dense-plume", {"substance=propane", "kind=instantaneous", "mass_kg=2000", "wind_m_s=3", "stability=D"});
  EXPECT_GT(value_of(puff, "lower_flammability_distance_m"), 20);
  EXPECT_LT(value_of(puff, "lower_flammability_distance_m"), 1000);
}

TEST(DenseCalculation, anAnkleDeepCloudIsWarnedOf) {
  // A tonne of carbon dioxide on a still night: its IDLH is at 1.5 m hardly anywhere, on the ground far.
  const std::vector<std::string> still = {"substance=carbon_dioxide", "rate_kg_s=10", "duration_s=100", "wind_m_s=2",
                                          "stability=F"};
  const Answer a = answer_of("plume", still);
  EXPECT_TRUE(warned(a, "shallow_cloud"));
  std::vector<std::string> low = still;
  low.emplace_back("at_height_m=0.2");
  const Answer ground = answer_of("plume", low);
  EXPECT_FALSE(warned(ground, "shallow_cloud"));
  EXPECT_GT(value_of(ground, "idlh_distance_m"), value_of(a, "idlh_distance_m") + 5);
  EXPECT_FALSE(
      warned(answer_of("plume", {"substance=chlorine", "rate_kg_s=1", "wind_m_s=6", "stability=D"}), "shallow_cloud"));
}

TEST(DenseCalculation, aJetAlongTheGroundIsWarnedOf) {
  // Propane of 30 bar through 10 mm on the ground: flammable to 11 m there, nowhere at 1.5 m.
  const std::vector<std::string> jet = {"substance=propane",    "temperature_C=150", "pressure_bar=30",
                                        "hole_diameter_m=0.01", "wind_m_s=3",        "stability=D"};
  const Answer a = answer_of("leak", jet);
  EXPECT_EQ(value_of(a, "lower_flammability_distance_m"), 0);
  EXPECT_TRUE(warned(a, "shallow_cloud"));
}

TEST(DenseCalculation, aGasLighterThanAirIsWarnedOf) {
  const Answer a = answer_of("dense-plume", {"substance=methane", "rate_kg_s=1", "wind_m_s=3", "stability=D"});
  bool warned = false;
  for (const Warning& w : a.warnings) warned = warned || w.code == "not_a_dense_gas";
  EXPECT_TRUE(warned);
}

TEST(DenseCalculation, whatDoesNotFitIsRefused) {
  EXPECT_NE(
      refusal_of("dense-plume", {"substance=chlorin", "rate_kg_s=1", "wind_m_s=3", "stability=D"}).find("chlorine"),
      std::string::npos);
  EXPECT_NE(refusal_of("dense-plume", {"substance=chlorine", "kind=pool", "rate_kg_s=1"}).find("area_m2"),
            std::string::npos);
  EXPECT_NE(refusal_of("dense-plume", {"substance=chlorine", "kind=pool", "mass_kg=1", "area_m2=1"}).find("mass_kg"),
            std::string::npos);
  EXPECT_NE(refusal_of("dense-plume", {"substance=chlorine", "rate_kg_s=-1"}).find("rate_kg_s"), std::string::npos);
  EXPECT_NE(refusal_of("dense-plume", {"substance=chlorine", "kind=instantaneous", "mass_kg=1", "speed_m_s=3"})
                .find("speed_m_s"),
            std::string::npos);
}

}  // namespace
}  // namespace muster::sim
