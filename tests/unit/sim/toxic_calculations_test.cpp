// `muster calc toxic-load` and `muster calc shelter`.
#include "tests/support/calculations.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using namespace test;

TEST(ToxicLoad, chlorineForHalfAnHour) {
  const Answer answer = answer_of("toxic-load", {"substance=chlorine", "ppm=250.2", "minutes=30"});
  // 250.2^2 x 30; half of the people by Withers and Lees.
  EXPECT_NEAR(value_of(answer, "ccps_load"), 250.2 * 250.2 * 30, 1);
  EXPECT_NEAR(value_of(answer, "ccps_death_probability"), 0.5, 0.001);
  EXPECT_NEAR(value_of(answer, "purplebook_lc50_ppm"), 384.9, 0.5);
  EXPECT_NEAR(value_of(answer, "share_of_slod"), 250.2 * 250.2 * 30 / 4.84e5, 1e-6);
  EXPECT_NEAR(value_of(answer, "aegl_3_ppm"), 28, 1e-9);
  EXPECT_NEAR(value_of(answer, "share_of_idlh"), 25.02, 1e-9);
}

TEST(ToxicLoad, mistakes) {
  EXPECT_NE(refusal_of("toxic-load", {"substance=clorine", "ppm=1", "minutes=1"}).find("did you mean `chlorine`?"),
            std::string::npos);
  EXPECT_NE(refusal_of("toxic-load", {"substance=chlorine", "ppm=1"}).find("minutes: is required together with ppm"),
            std::string::npos);
  EXPECT_NE(refusal_of("toxic-load", {"substance=chlorine", "ppm=1", "minutes=1", "family=CCPPS"})
                .find("did you mean `CCPS`?"),
            std::string::npos);
  EXPECT_NE(refusal_of("toxic-load", {"substance=chlorine", "ppm_over_time=[[5, 1], [4, 1]]"}).find("must ascend"),
            std::string::npos);
}

TEST(Shelter, aCloudPassesAHouse) {
  const Answer answer =
      answer_of("shelter", {"substance=chlorine", "ppm=250.2", "minutes=30", "air_changes_per_h=0.5"});
  // 1 - e^-0.25 of the outside at the end of the cloud, when it is time to leave.
  EXPECT_NEAR(value_of(answer, "inside_peak_ppm"), 250.2 * (1 - std::exp(-0.25)), 1e-6);
  EXPECT_NEAR(value_of(answer, "inside_peak_after_s"), 1800, 1e-9);
  EXPECT_NEAR(value_of(answer, "better_outside_after_s"), 1800, 1e-9);
  EXPECT_NEAR(value_of(answer, "ccps_death_probability_outside"), 0.5, 0.001);
  // n = 2: the integral of (1 - e^-lt)^2 over the cloud and of the decay for 3 hours after it, over 30 min.
  const double l = 0.5 / 60, in = 30 - 2 * (1 - std::exp(-30 * l)) / l + (1 - std::exp(-60 * l)) / (2 * l);
  const double peak = 1 - std::exp(-0.25), after = peak * peak * (1 - std::exp(-360 * l)) / (2 * l);
  EXPECT_NEAR(value_of(answer, "ccps_load_share"), (in + after) / 30, 1e-5);
  // AEGL-2 of an hour is 2 ppm: reached when 1 - e^-lt = 2 / 250.2.
  EXPECT_NEAR(value_of(answer, "limit_reached_after_s"), -60 / l * std::log(1 - 2 / 250.2), 10);
  const Answer late = answer_of("shelter", {"substance=chlorine", "ppm=250.2", "minutes=30", "air_changes_per_h=0.5",
                                            "warned_after_s=600", "open_air_changes_per_h=6"});
  EXPECT_NEAR(value_of(late, "inside_peak_ppm"), 250.2 * (1 - std::exp(-1.0 - 1.0 / 6)), 1e-6);
  EXPECT_NE(refusal_of("shelter", {"substance=chlorine", "ppm=1", "minutes=30"}).find("needs one of"),
            std::string::npos);
  EXPECT_NE(refusal_of("shelter", {"substance=chlorine", "ppm=1", "minutes=30", "air_changes_per_h=1", "until_min=20"})
                .find("must not end before the cloud has passed"),
            std::string::npos);
}

}  // namespace
}  // namespace muster::sim
