// Air and diffusion in it against measured values.

#include "models/substance/air.h"

#include "models/substance/moisture.h"
#include "sim/data/substance_data.h"

#include <gtest/gtest.h>

namespace muster::substance {
namespace {

TEST(Air, viscosity) {
  // CRC Handbook: 18.5 and 23.0 micropascal seconds at 300 and 400 K.
  EXPECT_NEAR(viscosity_of_air(300), 18.5e-6, 0.1e-6);
  EXPECT_NEAR(viscosity_of_air(400), 23.0e-6, 0.2e-6);
}

TEST(Air, diffusivityAgainstMeasurements) {
  // Perry's Handbook, table 2-371 and Cussler: D in air at one atmosphere [cm2/s].
  const std::tuple<const char*, double, double> measured[] = {
      {"water", 298.2, 0.260},   {"ammonia", 273.2, 0.198},        {"benzene", 298.2, 0.096},
      {"ethanol", 298.2, 0.135}, {"carbon_dioxide", 276.2, 0.142}, {"hydrogen", 273.2, 0.611}};
  const Library library = sim::read_substances();
  for (const auto& [name, t, d] : measured)
    EXPECT_NEAR(1e4 * diffusivity_in_air(*library.find(name), t), d, 0.12 * d) << name;
  // Half the pressure, twice the diffusivity; a Schmidt number of water vapour of 0.6.
  const Substance& water = *library.find("water");
  EXPECT_NEAR(diffusivity_in_air(water, 300, 50662.5) / diffusivity_in_air(water, 300), 2, 1e-12);
  EXPECT_NEAR(schmidt_number(water, 298.15), 0.61, 0.02);
  // Without a formula: that of water, by the root of the molar masses.
  Substance unknown = *library.find("chlorine");
  unknown.formula = "Xy3";
  EXPECT_NEAR(diffusivity_in_air(unknown, 300) / diffusivity_in_air(water, 300), std::sqrt(0.018015 / 0.0709), 1e-9);
}

TEST(Air, MoistureAgainstTables) {
  // CRC Handbook, over liquid water [Pa]; below 0 C the Smithsonian tables.
  const std::tuple<double, double, double> known[] = {
      {-40, 18.9, 0.02}, {-20, 125.4, 0.02}, {0, 611.3, 0.02}, {25, 3169.9, 0.055}, {40, 7384.9, 0.1}};
  for (const auto& [celsius, p, within] : known)
    EXPECT_NEAR(moisture().saturation(celsius + 273.15) / p, 1, within) << celsius;
  // Of vaporisation 2.501 and 2.442 MJ/kg at 0 and 25 C (CRC Handbook).
  EXPECT_NEAR(moisture().latent(273.15), 2.501e6, 0.01e6);
  EXPECT_NEAR(moisture().latent(298.15), 2.442e6, 0.002e6);
  EXPECT_NEAR(moisture_of(0.5, 298.15, 101325), 0.5 * std::exp(15.08 - 5514 / 298.15), 1e-12);
}

// Half a mole each among one of others, which they saturate at 0.2 and 0.1: both in 1 / 0.7 mol of gas.
TEST(Air, TwoVapoursSaturateTheSameGas) {
  const Vapours both = vapours(1, 0.5, 0.2, 0.5, 0.1);
  EXPECT_NEAR(both.first, 0.2 / 0.7, 1e-12);
  EXPECT_NEAR(both.second, 0.1 / 0.7, 1e-12);
  // One that is all vapour counts among the others of the second.
  const Vapours one = vapours(1, 0.1, 0.2, 0.5, 0.1);
  EXPECT_EQ(one.first, 0.1);
  EXPECT_NEAR(one.second, 1.1 / 9, 1e-12);
  const Vapours none = vapours(1, 0.1, 2, 0.05, 0.1);
  EXPECT_EQ(none.first, 0.1);
  EXPECT_EQ(none.second, 0.05);
}

}  // namespace
}  // namespace muster::substance
