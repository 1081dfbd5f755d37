// Detectors that change how often the air of a room is changed.
#include "sim/hazard/hazards.h"
#include "sim/hazard/room_air.h"
#include "tests/support/yard.h"

#include <cmath>
#include <string>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

TEST(Ventilation, airThatComesInIsTheSolutionBeforeAndAfterItSwitches) {
  Enclosure shed;
  shed.air_changes = 1e-3, shed.switches = 100, shed.air_changes_then = 0.02;
  // 500 s at 0.4 outdoors: 100 s at 1e-3 /s, 400 s at 0.02 /s.
  const double at_100 = 0.4 * (1 - std::exp(-0.1)), at_500 = 0.4 + (at_100 - 0.4) * std::exp(-8);
  EXPECT_NEAR(air_changed(shed, 0, 0.4, 0.4, 0, 500), at_500, 1e-12);
  EXPECT_NEAR(air_changed(shed, 0, 0.4, 0.4, 0, 100), at_100, 1e-12);
  EXPECT_NEAR(air_changed(shed, at_100, 0.4, 0.4, 100, 500), at_500, 1e-12);
  // Outdoors on the rise: in two pieces as in one.
  const double part = air_changed(shed, 0, 0, 0.1, 0, 100);
  EXPECT_NEAR(air_changed(shed, 0, 0, 0.5, 0, 500), air_changed(shed, part, 0.1, 0.5, 100, 500), 1e-12);
  // Stopped: what is in stays in.
  shed.air_changes_then = 0;
  EXPECT_NEAR(air_changed(shed, 0, 0.4, 0.4, 0, 500), at_100, 1e-12);
}

/// A shed of 300 m3 with a leak in it, and a detector that starts its extraction.
std::string shed(const std::string& detector) {
  return test::yard(40, 40) + test::weather(3) + R"([hazards]
every_s = 10
[[enclosure]]
name = "shed"
polygon = [[10, 10], [20, 10], [20, 20], [10, 20]]
height_m = 3
air_changes_per_h = 1
[[leak]]
name = "flange"
substance = "carbon_monoxide"
at = [15, 15]
height_m = 1
source = "series"
temperature_C = 15
series = [[0, 0.01], [600, 0.01]]
)" + detector;
}

const std::string nose = R"([[detector]]
name = "nose"
kind = "gas"
at = [18, 18]
threshold_ppm = 1000
delay_s = 30
ventilates = "sh*"
air_changes_per_h = 60
)";

/// [volume fraction] in the shed at a time.
double inside_at(test::Place& place, double time) {
  const results::HazardGrid grid = place.hazards.grid();
  size_t square = 0;
  while (grid.indoors[square] == 0) ++square;
  results::HazardFrame frame = place.hazards.sample();
  while (frame.time < time - 1e-9) frame = place.hazards.sample();
  return static_cast<double>(frame.concentration[square]);
}

// dX/dt = q/V (1 - X) - n X with n = 1/h until the extraction starts, then 60/h.
TEST(Ventilation, extractionThatADetectorStartsIsTheHandCalculation) {
  test::Place place(shed(nose)), without(shed(""));
  ASSERT_EQ(place.hazards.detections().size(), 1u);
  const double starts = *place.hazards.detections()[0].acts;
  const substance::Substance& gas = place.hazards.substance(0);
  const plume::Weather& weather = *place.evacuation.the_case.weather;
  const double q = 0.01 / gas.gas_density(weather.temperature, weather.pressure) / 300, slow = 1.0 / 3600,
               fast = 60.0 / 3600;
  const auto follow = [&](double from, double n, double seconds) {
    const double settled = q / (q + n);
    return settled + (from - settled) * std::exp(-(q + n) * seconds);
  };
  EXPECT_NEAR(follow(0, slow, starts - 30), 1e-3, 1e-5) << "the threshold";
  const double then = follow(0, slow, starts);
  EXPECT_NEAR(inside_at(place, 300) / follow(then, fast, 300 - starts), 1, 1e-3);
  EXPECT_NEAR(inside_at(without, 300) / follow(0, slow, 300), 1, 1e-3);
  EXPECT_LT(follow(then, fast, 300 - starts), 0.5 * follow(0, slow, 300));
}

TEST(Ventilation, ofARoomThatIsNotThereIsRefused) {
  std::string wrong = nose;
  wrong.replace(wrong.find("\"sh*\""), 5, "\"hall\"");
  EXPECT_NE(test::mistakes_of(shed(wrong)).find("detector[0].ventilates = \"hall\": no enclosure"), std::string::npos)
      << test::mistakes_of(shed(wrong));
  EXPECT_NE(test::mistakes_of(shed("[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [18, 18]\nthreshold_ppm = 1\n"
                                   "ventilates = \"shed\"\n"))
                .find("air_changes_per_h"),
            std::string::npos);
}

}  // namespace
}  // namespace muster::sim
