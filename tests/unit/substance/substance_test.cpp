// Properties of the substances of data/substances.toml as functions of temperature.

#include "models/substance/substance.h"

#include "sim/data/substance_data.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::substance {
namespace {

const Library& library() {
  static const Library read = sim::read_substances();
  return read;
}

const Substance& of(const std::string& name) {
  const Substance* found = library().find(name);
  EXPECT_NE(found, nullptr) << name;
  static const Substance none;
  return found == nullptr ? none : *found;
}

TEST(Substances, boilAtTheirBoilingPoint) {
  ASSERT_EQ(library().all().size(), 48u);
  for (const Substance& s : library().all()) {
    // Acetylene and carbon dioxide: the sublimation line ends here by construction.
    EXPECT_NEAR(s.vapour_pressure(s.boiling_point), standard_pressure, 0.016 * standard_pressure) << s.id;
    EXPECT_NEAR(s.boiling_temperature(standard_pressure), s.boiling_point, 0.005 * s.boiling_point) << s.id;
  }
}

TEST(Substances, vapourPressureGrowsUpToTheCriticalPoint) {
  for (const Substance& s : library().all()) {
    const double from = std::max(0.4 * s.boiling_point, 0.9 * s.melting_point);
    double before = 0;
    for (int i = 0; i <= 400; ++i) {
      const double t = from + (s.critical_temperature - from) * i / 400;
      const double p = s.vapour_pressure(t);
      EXPECT_GT(p, before) << s.id << " at " << t;
      EXPECT_NEAR(s.boiling_temperature(p), t, 1e-6 * t) << s.id;
      before = p;
    }
    EXPECT_NEAR(before, s.critical_pressure, 1e-9 * s.critical_pressure) << s.id;
    EXPECT_EQ(s.vapour_pressure(2 * s.critical_temperature), s.vapour_pressure(s.critical_temperature)) << s.id;
    EXPECT_EQ(s.boiling_temperature(10 * s.critical_pressure), s.critical_temperature) << s.id;
  }
}

TEST(Substances, slopeOfTheVapourPressureAgreesWithTheHeatOfVaporisation) {
  for (const Substance& s : library().all()) {
    // Clausius and Clapeyron: h = (d ln p / d(1/T)) R/M (z_vapour - z_liquid). Where the vapour associates or dimerises
    // (HF, NO2) it is no gas of single molecules.
    if (s.id == "hydrogen_fluoride" || s.id == "nitrogen_dioxide") continue;
    const double t = std::max(s.reference_temperature(), s.antoine.range.low + 1), d = 0.01;
    const double slope = -std::log(s.vapour_pressure(t + d) / s.vapour_pressure(t - d)) / (1 / (t + d) - 1 / (t - d));
    const double p = s.vapour_pressure(t), pr = p / s.critical_pressure, tr = t / s.critical_temperature;
    // Second virial coefficient of Pitzer and Curl as in Abbott (1975).
    const double b = 0.083 - 0.422 / std::pow(tr, 1.6) + s.acentric_factor * (0.139 - 0.172 / std::pow(tr, 4.2));
    const double vapour = 1 + b * pr / tr, liquid = p * s.molar_mass / (s.liquid_density(t) * gas_constant * t);
    const double expected = slope * gas_constant / s.molar_mass * (vapour - liquid);
    EXPECT_NEAR(s.heat_of_vaporisation(t), expected, 0.04 * expected) << s.id;
  }
}

TEST(Substances, waterAgainstTheSteamTables) {
  // IAPWS-IF97: temperature [K], pressure [Pa], density of the liquid [kg/m3], heat of vaporisation [J/kg].
  const double table[][4] = {{300, 3536.6, 996.51, 2.4379e6},
                             {350, 41682, 973.70, 2.3177e6},
                             {400, 245770, 937.49, 2.1831e6},
                             {450, 932200, 890.34, 2.0249e6}};
  const Substance& water = of("water");
  for (const auto& [t, p, density, heat] : table) {
    EXPECT_NEAR(water.vapour_pressure(t), p, 0.006 * p) << t;
    EXPECT_NEAR(water.liquid_density(t), density, 0.025 * density) << t;
    EXPECT_NEAR(water.heat_of_vaporisation(t), heat, 0.01 * heat) << t;
  }
}

TEST(Substances, liquidsExpandAndVaporiseMoreEasilyAsTheyWarm) {
  for (const Substance& s : library().all()) {
    double density = 1e9, heat = 1e9;
    for (int i = 0; i < 100; ++i) {
      const double t = s.melting_point + (s.critical_temperature - s.melting_point) * i / 100;
      EXPECT_LT(s.liquid_density(t), density) << s.id << " at " << t;
      density = s.liquid_density(t);
      EXPECT_LT(s.heat_of_vaporisation(t), heat) << s.id << " at " << t;
      heat = s.heat_of_vaporisation(t);
      EXPECT_GT(s.liquid_heat(t), 0) << s.id;
    }
    EXPECT_EQ(s.heat_of_vaporisation(s.critical_temperature), 0) << s.id;
  }
}

}  // namespace
}  // namespace muster::substance
