// `muster calc fed`, `heat-dose`, `smoke` and `blast-effects`: units on the way in and out, refusals.
#include "tests/support/calculations.h"

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using namespace test;

// Purser, SFPE Handbook: 2.764e-5 ppm^1.036 a minute at light work; ISO 13571: 35 000 ppm min.
TEST(FedCalculation, carbonMonoxideForHalfAnHour) {
  const Answer answer = answer_of("fed", {"minutes=30", "co_ppm=1000"});
  EXPECT_NEAR(value_of(answer, "fed_purser"), 1.06331, 1e-5);
  EXPECT_NEAR(value_of(answer, "fed_iso_13571"), 30000.0 / 35000, 1e-9);
  EXPECT_NEAR(value_of(answer, "fed_iso_13571_1_after_min"), 35, 1e-9);
  EXPECT_NEAR(value_of(answer_of("fed", {"minutes=30", "co_ppm=1000", "effort=heavy"}), "fed_purser"),
              30 * 8.2925e-5 * std::pow(1000, 1.036), 1e-3);
}

TEST(FedCalculation, percentIsNotPpm) {
  const double with = value_of(answer_of("fed", {"minutes=1", "co_ppm=1000", "co2_percent=5"}), "fed_purser");
  const double without = value_of(answer_of("fed", {"minutes=1", "co_ppm=1000"}), "fed_purser");
  EXPECT_GT(with, 2 * without);
  EXPECT_NE(refusal_of("fed", {"minutes=1", "co2_percent=90", "o2_percent=20"}).find("more than the air"),
            std::string::npos);
  EXPECT_NE(refusal_of("fed", {"minutes=1", "co_ppm=2e6"}).find("must lie in [0, 1000000]"), std::string::npos);
  EXPECT_NE(refusal_of("fed", {"co_ppm=1"}).find("minutes"), std::string::npos);
}

// 60 x 10^(4/3) = 1292.66 thermal dose units.
TEST(HeatCalculation, aMinuteOfTenKilowatts) {
  const Answer answer = answer_of("heat-dose", {"flux_kW_m2=10", "seconds=60"});
  EXPECT_NEAR(value_of(answer, "thermal_dose_tdu"), 1292.66, 0.01);
  EXPECT_EQ(value_of(answer_of("heat-dose", {"flux_kW_m2=35", "seconds=1"}), "purple_book_death_probability"), 1);
  EXPECT_NE(refusal_of("heat-dose", {"flux_kW_m2=-1", "seconds=60"}).find("flux_kW_m2"), std::string::npos);
}

TEST(SmokeCalculation, seeingAndWalking) {
  const Answer answer = answer_of("smoke", {"extinction_1_m=1.5", "speed_m_s=1"});
  EXPECT_DOUBLE_EQ(value_of(answer, "visibility_sign_m"), 2);
  EXPECT_NEAR(value_of(answer, "speed_lund_m_s"), 0.8789, 1e-4);
  const Answer clear = answer_of("smoke", {"soot_g_m3=0"});
  EXPECT_FALSE(has(clear, "visibility_sign_m"));
  EXPECT_DOUBLE_EQ(value_of(clear, "speed_fridolf_2019_m_s"), 1.2);
  EXPECT_NE(refusal_of("smoke", {}), "");
  EXPECT_NE(refusal_of("smoke", {"soot_g_m3=1", "extinction_1_m=1"}), "");
}

TEST(BlastCalculation, whatNeedsAnImpulseIsLeftOutWithoutOne) {
  const Answer without = answer_of("blast-effects", {"overpressure_kPa=100"});
  const Answer with = answer_of("blast-effects", {"overpressure_kPa=100", "impulse_kPa_s=1"});
  EXPECT_LT(without.values.size(), with.values.size());
  for (const Answer::Value& v : with.values) {
    EXPECT_GE(std::get<double>(v.value), 0) << v.key;
    EXPECT_LE(std::get<double>(v.value), 1) << v.key;
  }
  for (const Answer::Value& v : answer_of("blast-effects", {"overpressure_kPa=0", "impulse_kPa_s=1"}).values)
    EXPECT_EQ(std::get<double>(v.value), 0) << v.key;
}

}  // namespace
}  // namespace muster::sim
