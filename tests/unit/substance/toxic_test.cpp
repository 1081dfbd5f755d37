// Toxic loads, probits and emergency levels, by hand and as published.

#include "models/substance/toxic.h"

#include "sim/data/substance_data.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::substance {
namespace {

const Library& library() {
  static const Library read = sim::read_substances();
  return read;
}

TEST(Toxic, unitsAt25Degrees) {
  // 24.465 litres a mole at 25 C and 101 325 Pa.
  EXPECT_NEAR(mass_concentration(1e-6, 0.0709), 0.0709 / 24.4654 * 1e-3, 1e-10);
  EXPECT_NEAR(volume_fraction(mass_concentration(3e-4, 0.017), 0.017), 3e-4, 1e-15);
  EXPECT_NEAR(mass_concentration(1, 0.044, 293.15, 90000), 90000 * 0.044 / (8.314462618 * 293.15), 1e-12);
}

TEST(Toxic, loadOfConstantRisingAndBrokenConcentrations) {
  const double t[] = {0, 600};
  EXPECT_NEAR(toxic_load(t, std::array{100.0, 100.0}, 2), 1e5, 1e-6);
  // The mean of C^n of a line from 0 to C: C^n / (n + 1).
  EXPECT_NEAR(toxic_load(t, std::array{0.0, 100.0}, 2), 1e5 / 3, 1e-6);
  EXPECT_NEAR(toxic_load(t, std::array{50.0, 100.0}, 2.75),
              10 * (std::pow(100, 3.75) - std::pow(50, 3.75)) / (3.75 * 50), 1e-4);
  // Nearly level: no cancellation.
  EXPECT_NEAR(toxic_load(t, std::array{100.0, 100.0 + 1e-9}, 2.75) / (10 * std::pow(100, 2.75)), 1, 1e-10);
  EXPECT_NEAR(toxic_load(t, std::array{100.0, 100.0 * (1 + 1.1e-4)}, 2.75) / (10 * std::pow(100 * (1 + 0.55e-4), 2.75)),
              1, 1e-8);
  // A jump: two points at one time.
  const double jump[] = {0, 60, 60, 120};
  EXPECT_NEAR(toxic_load(jump, std::array{5.0, 5.0, 0.0, 0.0}, 1), 5, 1e-12);
}

TEST(Toxic, medianLethalConcentrationsAsPublished) {
  // LC50 in 30 min [ppm] that the constants come to: Green Book (mg/m3 at 25 C) and CCPS.
  const std::tuple<const char*, const char*, double> table[] = {{"chlorine", "PurpleBook", 384.9},
                                                                {"ammonia", "PurpleBook", 7793},
                                                                {"hydrogen_sulfide", "PurpleBook", 707.7},
                                                                {"carbon_monoxide", "PurpleBook", 7065},
                                                                {"hydrogen_cyanide", "PurpleBook", 104.5},
                                                                {"phosgene", "PurpleBook", 20.11},
                                                                {"sulfur_dioxide", "PurpleBook", 2215},
                                                                {"chlorine", "CCPS", 250.2},
                                                                {"ammonia", "CCPS", 11540},
                                                                {"hydrogen_sulfide", "CCPS", 440.7},
                                                                {"hydrogen_fluoride", "CCPS", 331.2},
                                                                {"phosgene", "CCPS", 24.12}};
  for (const auto& [name, family, lc50] : table) {
    const Substance& s = *library().find(name);
    const Probit* probit = probit_of(s.toxic, family);
    ASSERT_NE(probit, nullptr) << name;
    const double fraction = lethal_fraction(*probit, s.molar_mass, 1800);
    EXPECT_NEAR(1e6 * fraction, lc50, 0.002 * lc50) << name << " " << family;
    EXPECT_NEAR(death_probability(*probit, s.molar_mass, std::array{0.0, 1800.0}, std::array{fraction, fraction}), 0.5,
                1e-9);
  }
  EXPECT_EQ(probit_of(library().find("chlorine")->toxic)->family, "PurpleBook");
  EXPECT_EQ(probit_of(library().find("benzene")->toxic)->family, "CCPS");
  EXPECT_EQ(probit_of(library().find("methane")->toxic), nullptr);
}

TEST(Toxic, probitToProbability) {
  // Finney's table: probits of 1, 5, 50, 90 and 99 %.
  EXPECT_NEAR(probability_of(2.67), 0.01, 1e-4);
  EXPECT_NEAR(probability_of(3.355), 0.05, 1e-4);
  EXPECT_EQ(probability_of(5), 0.5);
  EXPECT_NEAR(probability_of(6.2816), 0.90, 1e-5);
  EXPECT_NEAR(probability_of(7.3263), 0.99, 1e-5);
  EXPECT_EQ(death_probability(Probit{}, 0), 0);
}

TEST(Toxic, emergencyLevelsBetweenTheirDurations) {
  const Aegl& chlorine = *library().find("chlorine")->toxic.aegl;
  EXPECT_NEAR(*aegl_at(chlorine, 3, 600), 50e-6, 1e-12);
  EXPECT_NEAR(*aegl_at(chlorine, 3, 1800), 28e-6, 1e-12);
  EXPECT_NEAR(*aegl_at(chlorine, 3, 28800), 7.1e-6, 1e-12);
  // By hand: ln(2) / ln(4) = half of the way from 60 min to 4 h in ln t, so the geometric mean of 20 and 10.
  EXPECT_NEAR(*aegl_at(chlorine, 3, 7200), std::sqrt(200.0) * 1e-6, 1e-11);
  EXPECT_NEAR(*aegl_at(chlorine, 3, 60), 50e-6, 1e-12);
  EXPECT_FALSE(aegl_at(chlorine, 3, 30000));
  // Only 60 min is known of propylene oxide.
  const Aegl& oxide = *library().find("propylene_oxide")->toxic.aegl;
  EXPECT_NEAR(*aegl_at(oxide, 2, 3600), 290e-6, 1e-12);
  EXPECT_FALSE(aegl_at(oxide, 2, 1800));
  EXPECT_FALSE(aegl_at(oxide, 2, 7200));
  EXPECT_FALSE(aegl_at(*library().find("phosgene")->toxic.aegl, 1, 3600));
}

}  // namespace
}  // namespace muster::substance
