// `muster calc release` and `pool-evaporation`: keys, answers, refusals.
#include "tests/support/calculations.h"

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using namespace test;

// Bernoulli by hand: 0.62 A sqrt(2 1411 (6.73 - 1.013) 1e5), A = 4.909e-4 m2.
TEST(ReleaseCalculation, AHoleInAChlorineDrum) {
  const Answer answer =
      answer_of("release", {"substance=chlorine", "temperature_C=20", "tank=horizontal_cylinder",
                            "tank_diameter_m=0.76", "tank_length_m=2", "mass_kg=1000", "hole_diameter_m=0.025"});
  EXPECT_NEAR(value_of(answer, "first_rate_kg_s"), 12.2, 0.3);
  EXPECT_NEAR(value_of(answer, "stored_kg"), 1000, 1e-6);
  EXPECT_NEAR(value_of(answer, "jet_temperature_C"), -34, 0.2);
  ASSERT_EQ(answer.series.size(), 1u);
  EXPECT_EQ(answer.series[0].key, "jet");
  EXPECT_LT(answer.series[0].rows.size(), 60u);
  EXPECT_FALSE(answer.notes.empty());
}

TEST(ReleaseCalculation, APool) {
  const Answer answer = answer_of("pool-evaporation", {"substance=benzene", "mass_kg=1000", "bund_area_m2=50"});
  EXPECT_NEAR(value_of(answer, "pool_largest_area_m2"), 50, 1e-6);
  EXPECT_NEAR(value_of(answer, "evaporated_kg") + value_of(answer, "pool_left_kg"), 1000, 1e-6);
  // Mackay and Matsugu at 20 C, 3 m/s, 8 m: 0.0063 m/s x 10 kPa x 0.078 / (R T) = 2.1e-3 kg/m2/s, less as it cools.
  EXPECT_NEAR(value_of(answer, "pool_rate_kg_s"), 50 * 2.2e-3, 50 * 0.5e-3);
}

TEST(ReleaseCalculation, AReliefValveThatStaysShut) {
  const std::vector<std::string> valve = {"substance=toluene",    "source=relief_valve",    "tank_volume_m3=10",
                                          "hole_diameter_m=0.03", "relief_pressure_bar=20", "heat_input_W=1000"};
  const Answer answer = answer_of("release", valve);
  EXPECT_EQ(value_of(answer, "released_kg"), 0);
  EXPECT_FALSE(has(answer, "jet_temperature_C"));
  ASSERT_FALSE(answer.warnings.empty());
  EXPECT_EQ(answer.warnings.back().code, "release_nothing");
  std::vector<std::string> leak = valve;
  leak.insert(leak.end(), {"wind_m_s=3", "stability=D"});
  EXPECT_NE(refusal_of("leak", leak).find("relief valve stays shut"), std::string::npos) << refusal_of("leak", leak);
}

TEST(ReleaseCalculation, SaysWhatCannotBe) {
  EXPECT_EQ(refusal_of("release", {"substance=chlorin", "hole_diameter_m=0.1"}),
            "--substance = chlorin: no substance of this name; did you mean `chlorine`?");
  EXPECT_NE(refusal_of("release", {"substance=chlorine", "hole_diameter_m=2", "tank_volume_m3=1"})
                .find("does not fit into a tank"),
            std::string::npos);
  EXPECT_NE(refusal_of("release", {"substance=chlorine", "hole_diameter_m=0.1", "pressure_bar=-1"}).find("(0, 10000]"),
            std::string::npos);
  const std::string two = refusal_of("release", {"substance=chlorine", "tank_volume_m3=1", "fill=0", "duration_s=-1"});
  EXPECT_NE(two.find("--duration_s = -1"), std::string::npos);
  EXPECT_NE(refusal_of("release", {"substance=methane", "temperature_C=20", "phase=liquid", "hole_diameter_m=0.1"})
                .find("critical temperature"),
            std::string::npos);
}

TEST(ReleaseCalculation, ASeriesReadsAsAList) {
  const Answer answer =
      answer_of("release", {"substance=ammonia", "source=series", "series=[[0, 2], [10, 1], [30, 0]]"});
  EXPECT_NEAR(value_of(answer, "released_kg"), 40, 1e-9);
}

}  // namespace
}  // namespace muster::sim
