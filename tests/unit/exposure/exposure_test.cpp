// Doses of smoke, heat and blast against calculations by hand and published values.
#include "models/exposure/blast.h"
#include "models/exposure/fire_gas.h"
#include "models/exposure/heat.h"
#include "models/exposure/smoke.h"

#include <cmath>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace muster::exposure {
namespace {

template <class Entry>
const Entry& named(std::span<const Entry> entries, const std::string& key) {
  for (const Entry& entry : entries)
    if (key == entry.key) return entry;
  throw std::out_of_range(key);
}

FireGas carbon_monoxide(double ppm) {
  FireGas gas;
  gas.co = ppm * 1e-6;
  return gas;
}

double purser_dose(const FireGas& gas, double minutes, Effort effort = Effort::light) {
  return purser_rates(gas, effort).total() * minutes * 60;
}

// 1000 ppm of CO for half an hour: 2.764e-5 * 1000^1.036 * 30 = 1.0633; the verification case of FDS gives 1.06.
TEST(FireGas, carbonMonoxideAlone) {
  EXPECT_NEAR(purser_dose(carbon_monoxide(1000), 30), 1.06331, 1e-5);
  EXPECT_NEAR(purser_dose(carbon_monoxide(4000), 5), 0.7452, 2e-4);
  EXPECT_NEAR(iso_rate(carbon_monoxide(1000)) * 1800, 30000.0 / 35000, 1e-12);
  EXPECT_NEAR(purser_dose(carbon_monoxide(1000), 30, Effort::heavy) / purser_dose(carbon_monoxide(1000), 30),
              8.2925 / 2.764, 1e-12);
}

// NIST TN 1822, 2.6: 5000 ppm CO, 2 % CO2, 18 % O2. By hand: CO 0.1877894/min, breathing e^2.381/7.1 = 1.5233399,
// lack of oxygen e^-6.564 = 0.00141023/min: 0.287477/min, a dose of 1 after 3.47854 min.
TEST(FireGas, mixtureOfNist) {
  FireGas gas = carbon_monoxide(5000);
  gas.co2 = 0.02;
  gas.o2 = 0.18;
  const PurserRates rates = purser_rates(gas);
  EXPECT_NEAR(rates.co * 60, 0.1877894, 1e-7);
  EXPECT_NEAR(rates.breathing, 1.5233399, 1e-7);
  EXPECT_NEAR(rates.hypoxia * 60, 0.00141023, 1e-8);
  EXPECT_NEAR(1 / (rates.total() * 60), 3.478536, 1e-6);
}

// Lack of oxygen alone, 12 %: 1 / e^(8.13 - 0.54 * 8.9) = 0.0360085 per minute.
TEST(FireGas, hypoxiaAlone) {
  FireGas gas;
  gas.o2 = 0.12;
  EXPECT_NEAR(purser_rates(gas).total() * 60, 0.0360085, 1e-7);
  gas.o2 = 0.2;
  EXPECT_EQ(purser_rates(gas).total(), 0);
}

// The ratio of Purser's to ISO's rate for hydrogen cyanide, as published: they differ eightfold at 300 ppm.
TEST(FireGas, theTwoConventionsDifferForCyanide) {
  const double ratios[][2] = {{50, 1.18}, {100, 0.96}, {150, 1.27}, {200, 2.10}, {250, 3.99}, {300, 8.32}};
  for (const auto& [ppm, ratio] : ratios) {
    FireGas gas;
    gas.hcn = ppm * 1e-6;
    EXPECT_NEAR(purser_rates(gas).total() / iso_rate(gas), ratio, 0.006) << ppm;
  }
}

TEST(FireGas, nitrogenOxidesCoverCyanide) {
  FireGas gas;
  gas.hcn = 100e-6;
  gas.no = 150e-6;
  const PurserRates rates = purser_rates(gas);
  EXPECT_EQ(rates.cyanide, 0);
  EXPECT_NEAR(rates.nitrogen_oxides * 60, 0.1, 1e-12);
  EXPECT_EQ(purser_rates({}).total(), 0);
}

TEST(FireGas, irritants) {
  FireGas gas;
  gas.hcl = 450e-6;
  gas.acrolein = 5e-6;
  EXPECT_NEAR(irritant_fraction(gas), 0.5 + 0.25, 1e-12);
  EXPECT_NEAR(purser_rates(gas).total() * 60, 450.0 / 114000 + 5.0 / 4500, 1e-12);
}

TEST(FireGas, sharesOfIso13571) {
  EXPECT_NEAR(incapacitated_share(0.1), 0.011, 5e-4);
  EXPECT_NEAR(incapacitated_share(0.3), 0.114, 5e-4);
  EXPECT_DOUBLE_EQ(incapacitated_share(1), 0.5);
  EXPECT_EQ(incapacitated_share(0), 0);
}

// Thermal dose units of half of the people: 1047 (Tsao and Perry), 1459 (TNO), 2378 (Eisenberg), 5315 / 2 counted by
// Lees.
TEST(Heat, halfOfThePeople) {
  const std::pair<const char*, double> half[] = {{"tsao_perry", 1.047e7},         {"tno", 1.4594e7},
                                                 {"eisenberg", 2.378e7},          {"lees", 5.315e7},
                                                 {"second_degree_burn", 8.434e6}, {"first_degree_burn", 2.817e6}};
  for (const auto& [key, load] : half) EXPECT_NEAR(probability(named(thermal_probits(), key), load), 0.5, 1e-3) << key;
  EXPECT_EQ(probability(thermal_probits()[0], 0), 0);
}

// 10 kW/m2 for 60 s: 10^(4/3) * 60 = 1292.7 thermal dose units.
TEST(Heat, doseUnits) {
  EXPECT_NEAR(thermal_load_rate(10e3) * 60 / thermal_dose_unit, 1292.66, 0.01);
  EXPECT_EQ(thermal_load_rate(-5), 0);
}

TEST(Heat, purpleBook) {
  EXPECT_EQ(purple_book_death(35e3, 1, true), 1);
  // 20 s of 20 kW/m2 and no more: 1086 units, Y = -36.38 + 2.56 ln 1.0858e7 = 5.094.
  EXPECT_NEAR(purple_book_death(20e3, 20, false), 0.537, 2e-3);
  EXPECT_DOUBLE_EQ(purple_book_death(20e3, 100, false), purple_book_death(20e3, 20, false));
  EXPECT_DOUBLE_EQ(purple_book_death(20e3, 20, true), 0.14 * purple_book_death(20e3, 20, false));
}

// Air of 100 C on clothed people: 100^3.61 / 4.1e8 = 0.040478 per minute; 2.5 kW/m2: 2.5^1.9 / 4.2 = 1.357803 per
// minute.
TEST(Heat, hotAir) {
  EXPECT_NEAR(60 * heat_fed_rate(373.15, 0), 0.040478, 1e-6);
  EXPECT_NEAR(60 * heat_fed_rate(273.15, 2500), 1.357803, 1e-6);
  EXPECT_EQ(heat_fed_rate(273.15, 2499), 0);
  EXPECT_NEAR(60 * heat_fed_rate(373.15, 0, Skin::bare), std::pow(100, 3.4) / 5e7, 1e-9);
}

TEST(Smoke, visibility) {
  EXPECT_DOUBLE_EQ(visibility(1.5), 2);
  EXPECT_DOUBLE_EQ(visibility(0.8, lit_sign), 10);
  EXPECT_TRUE(std::isinf(visibility(0)));
}

// At K = 1.5 1/m: Lund 0.879, Fridolf 2019 0.5 of the speed.
TEST(Smoke, lawsOfSpeed) {
  EXPECT_NEAR(speed_in_smoke(SmokeLaw::lund, 1, 1.5), 0.8789, 1e-4);
  EXPECT_DOUBLE_EQ(speed_in_smoke(SmokeLaw::fridolf_2019, 1.2, 1.5), 0.6);
  EXPECT_NEAR(speed_in_smoke(SmokeLaw::fridolf_2018, 1.2, 1.5), 1.2 - 0.34, 1e-12);
  EXPECT_DOUBLE_EQ(speed_in_smoke(SmokeLaw::fridolf_2018, 0.15, 10), 0.15);
  EXPECT_DOUBLE_EQ(speed_in_smoke(SmokeLaw::lund, 1.2, 1000), 0.12);
  for (const SmokeLaw law : {SmokeLaw::lund, SmokeLaw::fridolf_2018, SmokeLaw::fridolf_2019})
    EXPECT_EQ(speed_in_smoke(law, 1.3, 0), 1.3);
}

// Overpressures that half of the people do not survive: 144.5 kPa (Eisenberg), 91 kPa (HSE); 43.2 kPa breaks half of
// the eardrums.
TEST(Blast, halfPressures) {
  const std::pair<const char*, double> half[] = {
      {"lung_eisenberg", 1.4454e5}, {"lung_hse", 0.90947e5}, {"eardrum_eisenberg", 43199}, {"glass_eisenberg", 3942.5}};
  for (const auto& [key, pressure] : half) {
    const BlastEffect& effect = named(blast_effects(), key);
    EXPECT_NEAR(half_pressure(effect), pressure, 1e-4 * pressure) << key;
    EXPECT_NEAR(probability(effect, pressure), 0.5, 1e-4) << key;
  }
}

// Impact of the head at 100 kPa and 1000 Pa s: S = 0.0243 + 4 = 4.0243, Y = 5 - 8.49 ln 4.0243 = -6.82.
TEST(Blast, impulse) {
  for (const BlastEffect& effect : blast_effects()) {
    EXPECT_EQ(probability(effect, 0, 100), 0) << effect.key;
    if (!effect.needs_impulse) continue;
    EXPECT_EQ(probability(effect, 1e5, 0), 0) << effect.key;
    EXPECT_GE(probability(effect, 2e5, 2000), probability(effect, 1e5, 1000)) << effect.key;
  }
  EXPECT_NEAR(named(blast_effects(), "head_tno").probit(1e5, 1000), -6.8206, 1e-3);
}

}  // namespace
}  // namespace muster::exposure
