// Fans of a case: what they take out, and where they are refused.
#include "sim/case/document.h"
#include "sim/case/hazard_inputs.h"
#include "tests/support/yard.h"

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using test::mistakes_of;
using test::Place;

/// 0.2 kg/s of carbon monoxide for 20 s into calm air, 3 m below a fan that takes more than rises there.
std::string yard_with(const std::string& fans) {
  return test::yard(20, 20) + R"([weather]
wind_m_s = 0
wind_from_deg = 270
stability = "D"
[[leak]]
name = "valve"
substance = "carbon_monoxide"
at = [10, 10]
source = "series"
temperature_C = 15
series = [[0, 0.2], [20, 0]]
[hazards]
every_s = 10
[flow]
cell_m = 1
from = [-2, -2]
to = [22, 22]
height_m = 10
spin_up_s = 0
)" + fans;
}
const std::string hood =
    "[[flow.fan]]\nname = \"hood\"\nkind = \"extract\"\nfrom = [8, 8, 0]\nto = [12, 12, 2]\nvolume_flow_m3_s = 20\n";

double taken(const results::FanUse& fan, const std::string& what) {
  for (const auto& [name, mass] : fan.taken)
    if (name == what) return mass;
  return -1;
}

TEST(FlowFans, TakeOutWhatIsThereAndSaySo) {
  Place place(yard_with(hood));
  for (int k = 0; k <= 3; ++k) place.hazards.sample();  // 30 s
  const std::vector<results::FanUse> fans = place.hazards.flow()->fans();
  ASSERT_EQ(fans.size(), 1U);
  EXPECT_NEAR(fans[0].volume.value_or(0), 20 * 30, 1e-9);
  // Air from all sides carries the gas into the hood: nearly all that was given.
  EXPECT_GT(taken(fans[0], "valve"), 0.8 * 4);
  EXPECT_LT(taken(fans[0], "valve"), 4.0001);
  // Air of 20 C and 50 % weighs 1.199 kg/m3.
  EXPECT_NEAR((taken(fans[0], "valve") + taken(fans[0], "air")) / (20 * 30 * 1.199), 1, 0.03);
  EXPECT_EQ(taken(fans[0], "soot"), -1);
}

TEST(FlowFans, TakeAirAsThinAsTheAltitudeMakesIt) {
  std::string high = yard_with(hood);
  high.insert(high.find("wind_m_s"), "altitude_m = 2000\n");
  Place place(high);
  for (int k = 0; k <= 3; ++k) place.hazards.sample();  // 30 s
  const results::FanUse fan = place.hazards.flow()->fans().at(0);
  // 79.5 kPa (ISO 2533).
  EXPECT_NEAR((taken(fan, "valve") + taken(fan, "air")) / (20 * 30 * 1.199 * 79.5 / 101.325), 1, 0.03);
}

TEST(FlowFans, RunFromTheirBeginToTheirEnd) {
  Place place(yard_with(hood + "begins_s = 5\nramp_s = 4\nuntil_s = 15\n"));
  EXPECT_FALSE(place.hazards.flow()->fans().at(0).volume) << "nothing was computed yet";
  for (int k = 0; k <= 3; ++k) place.hazards.sample();
  EXPECT_NEAR(*place.hazards.flow()->fans().at(0).volume, 20 * (15 - 5), 1e-9);
}

TEST(FlowFans, AreRefusedWhereTheyCannotStand) {
  const auto with = [](const std::string& lines) {
    return mistakes_of(yard_with("[[flow.fan]]\nname = \"f\"\n" + lines));
  };
  const std::string text = with("kind = \"extract\"\nfrom = [8, 8, 0]\nto = [12, 12, 12]\nvolume_flow_m3_s = 20\n");
  EXPECT_NE(text.find("flow.fan[0].from"), std::string::npos) << text;
  EXPECT_NE(text.find("outside the box of [flow]: x -2 to 22"), std::string::npos) << text;
  EXPECT_NE(
      with("kind = \"extract\"\nfrom = [8, 8, 0]\nto = [12, 12, 2]\nvolume_flow_m3_s = 0\n").find("[0.001, 5000]"),
      std::string::npos);
  EXPECT_NE(
      with("kind = \"extract\"\nfrom = [8, 8, 3]\nto = [12, 12, 2]\nvolume_flow_m3_s = 1\n").find("opposite corners"),
      std::string::npos);
  EXPECT_NE(with("kind = \"jet\"\nfrom = [8, 8, 0]\nto = [12, 12, 2]\nvolume_flow_m3_s = 1\n").find("outlet_m2"),
            std::string::npos);
  EXPECT_NE(with("kind = \"extract\"\nfrom = [8, 8, 0]\nto = [12, 12, 2]\nvolume_flow_m3_s = 1\noutlet_m2 = 1\n"
                 "towards_deg = 0\n")
                .find("blows nowhere"),
            std::string::npos);
  EXPECT_NE(
      with("kind = \"extract\"\nfrom = [8, 8, 0]\nto = [12, 12, 2]\nvolume_flow_m3_s = 1\nbegins_s = 5\nramp_s = 5\n"
           "until_s = 8\n")
          .find("at least begins_s + ramp_s, 10"),
      std::string::npos);
}

TEST(FlowFans, AreReadWithEveryKey) {
  const test::Place place(yard_with(
      "[[flow.fan]]\nname = \"in\"\nkind = \"supply\"\nfrom = [0, 1, 2]\nto = [2, 3, 4]\nvolume_flow_m3_s = 2.5\n"
      "outlet_m2 = 0.5\ntowards_deg = 90\nupward_deg = -10\nbegins_s = 20\nuntil_s = 200\nramp_s = 10\n"));
  const FanSpec& fan = place.evacuation.the_case.flow->fans.at(0);
  EXPECT_EQ(fan.name, "in");
  EXPECT_EQ(fan.kind, FanSpec::Kind::supply);
  EXPECT_EQ(fan.from, Vec3(0, 1, 2));
  EXPECT_EQ(fan.to, Vec3(2, 3, 4));
  EXPECT_EQ(fan.flow, 2.5);
  EXPECT_EQ(*fan.outlet, 0.5);
  EXPECT_EQ(fan.towards, 90);
  EXPECT_EQ(fan.upward, -10);
  EXPECT_EQ(fan.begins, 20);
  EXPECT_EQ(*fan.until, 200);
  EXPECT_EQ(fan.ramp, 10);
}

TEST(FlowFans, CountAsInputsOfHazards) {
  const auto inputs = [](const std::string& fans) {
    std::vector<Mistake> mistakes;
    return hazard_inputs(*parse_document(yard_with(fans), "", {}, mistakes));
  };
  EXPECT_NE(inputs(hood), inputs(""));
  EXPECT_NE(inputs(hood), inputs(hood + "begins_s = 5\n"));
  EXPECT_NE(inputs(hood), "");
}

}  // namespace
}  // namespace muster::sim
