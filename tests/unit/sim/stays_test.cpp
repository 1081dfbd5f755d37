// What somebody meets who comes to a place at a time and stays: maps of danger without people.
#include "models/substance/toxic.h"
#include "sim/case/read.h"
#include "sim/export/csv.h"
#include "sim/hazard/exposure.h"
#include "sim/report/report.h"
#include "sim/results/reader.h"
#include "sim/run/run.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/yard.h"

#include <cmath>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// A yard with a leak of carbon monoxide, whose fields are the test's.
struct Stays {
  explicit Stays(std::vector<double> arrivals)
      : place(muster::test::yard(30, 30) + muster::test::weather(3) +
              "[[leak]]\nname = \"flange\"\nsubstance = \"carbon_monoxide\"\nat = [10, 20]\nheight_m = 1\n"
              "dispersion = \"gaussian\"\nsource = \"series\"\ntemperature_C = 20\nseries = [[0, 0.5], [600, 0.5]]\n"),
        exposure(place.hazards, place.evacuation.start.floors, 0) {
    exposure.ask_stays(std::move(arrivals));
  }
  /// `ppm` in every square but the last.
  void sample(double time, double ppm) {
    results::HazardFrame frame{time, std::vector<float>(place.hazards.grid().x.size(), static_cast<float>(1e-6 * ppm))};
    frame.concentration.back() = 0;
    exposure.sampled(frame);
  }
  muster::test::Place place;
  Exposure exposure;
};

/// Purser, light work [1/min].
double purser(double ppm) { return 2.764e-5 * std::pow(ppm, 1.036); }

TEST(Stays, aConstantConcentrationIsTheHandCalculationForEachArrival) {
  Stays yard({0, 105, 1000});
  for (int k = 0; k <= 360; ++k) yard.sample(10 * k, 200);
  const results::StayTables stays = yard.exposure.stays();
  const size_t n = stays.x.size();
  const auto& harms = yard.exposure.harms();
  ASSERT_EQ(harms.size(), 2u);  // the gas, FED
  EXPECT_EQ(stays.until, 3600);
  const std::vector<double> stayed = {3600, 3495, 2600};  // [s]
  const double tenable = 60 * 0.3 / purser(200);          // 44.5 min: FED 0.3
  for (size_t a = 0; a < 3; ++a) {
    EXPECT_NEAR(stays.load[(a * 2 + 0) * n] / (std::pow(200, harms[0].exponent) * stayed[a] / 60), 1, 1e-6) << a;
    EXPECT_NEAR(stays.load[(a * 2 + 1) * n] / (purser(200) * stayed[a] / 60), 1, 1e-5) << a;
    EXPECT_EQ(stays.load[(a * 2 + 1) * n + n - 1], 0) << "clean air";
    EXPECT_TRUE(std::isnan(stays.tenable[a * n + n - 1]));
  }
  EXPECT_NEAR(stays.tenable[0], tenable, 0.01);
  EXPECT_NEAR(stays.tenable[n], tenable, 0.01);
  EXPECT_TRUE(std::isnan(stays.tenable[2 * n])) << "44.5 min after 1000 s is after the end";
}

TEST(Stays, deathIsTheProbitOfTheLoad) {
  Stays yard({0, 1800});
  for (int k = 0; k <= 360; ++k) yard.sample(10 * k, 2000);
  const std::vector<float> deaths = yard.exposure.stay_deaths();
  ASSERT_EQ(deaths.size(), yard.place.hazards.grid().x.size());
  // 2000 ppm for 60 min, by the probit that deaths are counted with.
  const substance::Substance& monoxide = yard.place.hazards.substance(0);
  const substance::Probit& probit = *substance::probit_of(monoxide.toxic);
  const double concentration = substance::in_unit_of(probit, 2000e-6, monoxide.molar_mass);
  const double pr = probit.a + probit.b * std::log(std::pow(concentration, probit.n) * 60);
  EXPECT_NEAR(deaths.front(), std::erfc((5 - pr) / std::sqrt(2.0)) / 2, 1e-5);
  EXPECT_EQ(deaths.back(), 0) << "clean air";
}

TEST(Stays, aLimitIsReachedOnAStraightLineBetweenSamples) {
  Stays yard({0, 100, 400});
  const double limit =
      1e6 * *substance::aegl_at(*yard.place.hazards.substance(0).toxic.aegl, 2, 600);  // AEGL-2 of 10 min
  yard.sample(0, 0);
  yard.sample(600, 2 * limit);
  const results::StayTables stays = yard.exposure.stays();
  const size_t n = stays.x.size();
  EXPECT_NEAR(stays.tenable[0], 300, 1e-3);
  EXPECT_NEAR(stays.tenable[n], 200, 1e-3);
  EXPECT_NEAR(stays.tenable[2 * n], 0, 1e-3);
  // Half of the trapezium from 400 s on.
  const double rate = std::pow(2 * limit, yard.exposure.harms()[0].exponent);
  EXPECT_NEAR(stays.load[2 * 2 * n] / ((2.0 / 3 * rate + rate) / 2 * 200 / 60), 1, 1e-5);
}

// Somebody who stands there from the start to the end has the load of the map.
TEST(Stays, mapsAreThoseOfWhoStandsThere) {
  const muster::test::TemporaryFolder folder;
  const auto file = folder.write("air.toml", muster::test::yard(20, 20) +
                                                 "[[people]]\npoints = [[10, 10]]\npremovement_s = 5000\n[[air]]\n"
                                                 "name = \"smoke\"\nco_ppm = [[0, 0], [600, 3000]]\n[hazards]\n"
                                                 "every_s = 5\narrivals_s = [0, 300]\n[reactions]\nfalls = \"never\"\n"
                                                 "[run]\nuntil_s = 600\n");
  RunOptions options;
  options.out = folder.path() / "out";
  options.quiet = true;
  run(read_case(file), options);
  const results::ResultsReader reader(options.out / "results.h5");
  const results::ExposureTables tables = reader.exposure();
  const results::StayTables& stays = tables.stays;
  ASSERT_EQ(stays.arrival, (std::vector<double>{0, 300}));
  const size_t n = stays.x.size();
  ASSERT_EQ(stays.tenable.size(), 2 * n);
  EXPECT_NEAR(static_cast<double>(stays.load[0]) / tables.doses.load[0], 1, 1e-3);
  EXPECT_LT(stays.tenable[n], stays.tenable[0]);
  EXPECT_GT(stays.tenable[n], 0);
  export_csv(reader, folder.path() / "all.csv");
  std::ifstream table(folder.path() / "all-stays.csv");
  std::string header;
  std::getline(table, header);
  EXPECT_EQ(header.rfind("x,y,z,storey,arrival_s,tenable_s,load FED (Purser) [1]", 0), 0u) << header;
}

TEST(Stays, arrivalsMustAscend) {
  EXPECT_NE(muster::test::mistakes_of(muster::test::yard(20, 20) + "[hazards]\narrivals_s = [300, 0]\n")
                .find("hazards.arrivals_s"),
            std::string::npos);
}

}  // namespace
}  // namespace muster::sim
