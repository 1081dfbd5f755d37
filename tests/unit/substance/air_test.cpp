// Air and diffusion in it against measured values.

#include "models/substance/air.h"

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

}  // namespace
}  // namespace muster::substance
