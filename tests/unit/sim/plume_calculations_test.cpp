// `muster calc plume` and `puff`: what goes in, what comes out, what is refused.
#include "tests/support/calculations.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using namespace test;

TEST(PlumeCalculations, aPlumeInOneLine) {
  const Answer answer = answer_of("plume", {"substance=ammonia", "rate_kg_s=0.01", "wind_m_s=3", "stability=D",
                                            "levels_ppm=[100]", "points=[[200, 0, 1.5]]"});
  EXPECT_EQ(word_of(answer, "model"), "gaussian_plume");
  EXPECT_EQ(word_of(answer, "stability"), "D");
  const double distance = value_of(answer, "level_100_ppm_distance_m");
  EXPECT_GT(distance, 20);
  EXPECT_LT(distance, 2000);
  EXPECT_GT(value_of(answer, "level_100_ppm_width_m"), 1);
  EXPECT_GT(value_of(answer, "aegl_1_distance_m"), value_of(answer, "aegl_2_distance_m"));
  ASSERT_FALSE(answer.notes.empty());
  ASSERT_EQ(answer.series.size(), 2u);
  EXPECT_EQ(answer.series[1].key, "points");
  EXPECT_GT(answer.series[1].rows.at(0).at(3), 1);
}

TEST(PlumeCalculations, aPuffHasATime) {
  const Answer answer = answer_of("puff", {"substance=methane", "mass_kg=100", "wind_m_s=3", "stability=D"});
  EXPECT_EQ(word_of(answer, "model"), "gaussian_puff");
  EXPECT_GT(value_of(answer, "lower_flammability_distance_m"), 5);
  EXPECT_GT(value_of(answer, "lower_flammability_time_s"), 1);
  EXPECT_GT(value_of(answer, "flammable_mass_kg"), 5);
  EXPECT_LE(value_of(answer, "flammable_mass_kg"), 102);
}

TEST(PlumeCalculations, rangesGiveBands) {
  const Answer answer = answer_of(
      "plume", {"substance=ammonia", "rate_kg_s=0.005..0.02", "wind_m_s=2..6", "stability=D", "levels_ppm=[100]"}, 20);
  for (const Answer::Value& v : answer.values)
    if (v.key == "level_100_ppm_distance_m") {
      ASSERT_TRUE(v.band.has_value());
    }
}

TEST(PlumeCalculations, mistakesAreToldTogether) {
  EXPECT_NE(refusal_of("plume", {"substance=ammonia", "rate_kg_s=1"}).find("wind_m_s: is required"), std::string::npos);
  EXPECT_NE(refusal_of("plume", {"substance=ammonia", "rate_kg_s=1", "wind_m_s=3"}).find("stability: is required"),
            std::string::npos);
  EXPECT_NE(refusal_of("plume", {"substance=amonia", "rate_kg_s=1", "wind_m_s=3", "stability=D"}).find("ammonia"),
            std::string::npos);
  EXPECT_NE(refusal_of("plume", {"substance=ammonia", "rate_kg_s=1", "wind_m_s=-3", "stability=D"})
                .find("must lie in [0, 60]"),
            std::string::npos);
  EXPECT_NE(refusal_of("plume", {"substance=ammonia", "rate_kg_s=1", "wind_m_s=3", "stability=D", "sun=night"})
                .find("only one of"),
            std::string::npos);
  const Answer calm = answer_of("plume", {"substance=ammonia", "rate_kg_s=0.01", "wind_m_s=0", "stability=F"});
  bool said = false;
  for (const Warning& w : calm.warnings) said = said || w.code == "low_wind";
  EXPECT_TRUE(said);
}

TEST(PlumeCalculations, windMayTurn) {
  const Answer answer = answer_of(
      "plume", {"substance=ammonia", "rate_kg_s=0.01", "duration_s=900", "wind_m_s=3", "stability=D", "farthest_m=2000",
                "wind_changes=[{time_s=300, wind_m_s=2, wind_from_deg=300, stability=\"E\"}]", "levels_ppm=[100]"});
  EXPECT_EQ(word_of(answer, "model"), "puff_series");
  EXPECT_GT(value_of(answer, "level_100_ppm_distance_m"), 20);
}

}  // namespace
}  // namespace muster::sim
