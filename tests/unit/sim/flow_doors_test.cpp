// Doors in the air that [flow] computes: shut ones stop gas, events move them, some close behind people.
#include "sim/case/document.h"
#include "sim/case/hazard_inputs.h"
#include "tests/support/coupled.h"
#include "tests/support/yard.h"

#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

using test::Place;

/// Two courts in calm air, a gate of 4 m between them; heavy gas comes out before it and spreads by its weight.
std::string courts(const std::string& more) {
  return "[model]\nwkt = \"MULTIPOLYGON (((0 0, 12 0, 12 12, 0 12, 0 0)), ((12 4, 12.5 4, 12.5 8, 12 8, 12 4)), "
         "((12.5 0, 24.5 0, 24.5 12, 12.5 12, 12.5 0)))\"\n[floors]\ncell_m = 0.5\n"
         "[[exit]]\nname = \"out\"\nline = [[24.5, 4], [24.5, 8]]\n" +
         test::weather(0) +
         "[[leak]]\nname = \"valve\"\nsubstance = \"chlorine\"\nat = [9.5, 6]\nsource = \"series\"\n"
         "temperature_C = 15\nseries = [[0, 0.2], [60, 0]]\n[hazards]\nevery_s = 2\n"
         "[flow]\ncell_m = 1\nmargin_m = 6\nheight_m = 12\nspin_up_s = 5\ngusts = false\n" +
         more;
}
std::string gate(const std::string& keys = "") {
  return "[[door]]\nname = \"gate\"\nline = [[12.25, 4], [12.25, 8]]\n" + keys;
}

/// The most of the gas behind the gate.
double behind(const results::HazardGrid& grid, const results::HazardFrame& frame) {
  float most = 0;
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (grid.x[s] > 13.5F && grid.x[s] < 20) most = std::max(most, frame.concentration[s]);
  return static_cast<double>(most);
}
double behind_after(double time, const std::string& more) {
  Place place(courts(more));
  results::HazardFrame frame;
  while (place.hazards.next() <= time + 1e-9) frame = place.hazards.sample();
  return behind(place.hazards.grid(), frame);
}

TEST(FlowDoors, AShutDoorStopsGas) {
  const double open = behind_after(20, gate()), shut = behind_after(20, gate("closed = true\n"));
  EXPECT_GT(open, 0.001);
  EXPECT_LT(shut, 0.2 * open) << "some comes over the wall of 3 m";
}

TEST(FlowDoors, EventsMoveThem) {
  const double shut = behind_after(20, gate("closed = true\n"));
  const std::string opens = gate("closed = true\n") + "[[event]]\nat_s = 10\nopen = \"gate\"\n";
  EXPECT_EQ(behind_after(10, opens), behind_after(10, gate("closed = true\n")));
  EXPECT_GT(behind_after(20, opens), 2 * shut);
  const std::string closes = gate() + "[[event]]\nat_s = 6\nclose = \"gate\"\n";
  EXPECT_LT(behind_after(30, closes), 0.5 * behind_after(30, gate()));
}

TEST(FlowDoors, CloseByThemselvesBehindPeople) {
  const std::string door = gate("self_closing = true\n");
  EXPECT_EQ(behind_after(14, door), behind_after(14, gate("closed = true\n"))) << "nobody goes";
  const auto after = [&](const std::string& people) {
    test::Coupled room(courts(door + people));
    room.run(14);
    return room.coupling.hazards().totals().peak;
  };
  const std::vector<float> gone = after("[[people]]\npoints = [[2, 6]]\nspeed_m_s = 1\npremovement_s = 0\n");
  const std::vector<float> stays = after("[[people]]\npoints = [[2, 6]]\nspeed_m_s = 1\npremovement_s = 100\n");
  const results::HazardGrid grid = Place(courts(door)).hazards.grid();
  results::HazardFrame through, never;
  through.concentration = gone, never.concentration = stays;
  EXPECT_GT(behind(grid, through), 1.5 * behind(grid, never)) << "somebody is at the gate from 9 to 11 s";
}

TEST(FlowDoors, ThatNoAirPassesAreTold) {
  Place narrow(courts("[[door]]\nname = \"slot\"\nline = [[24.5, 8.6], [24.5, 9.4]]\nclosed = true\n" + gate()));
  EXPECT_TRUE(narrow.warned("flow_door_unresolved"));
  EXPECT_FALSE(Place(courts(gate("closed = true\n"))).warned("flow_door_unresolved"));
}

// 3 * 0.7 is a little less than 2.1.
TEST(FlowDoors, MoveAtTheMomentOfASample) {
  std::string text = courts(gate() + "[[event]]\nat_s = 2.1\nclose = \"gate\"\n");
  text.replace(text.find("every_s = 2"), 11, "every_s = 0.7");
  text.replace(text.find("spin_up_s = 5"), 13, "spin_up_s = 0");
  Place place(text);
  for (int k = 0; k <= 4; ++k) place.hazards.sample();
  SUCCEED();
}

TEST(FlowDoors, ThatCloseByThemselvesLateAreTold) {
  std::string text = courts(gate("self_closing = true\n"));
  EXPECT_FALSE(Place(text).warned("flow_doors_late"));
  text.replace(text.find("every_s = 2"), 11, "every_s = 5");
  EXPECT_TRUE(Place(text).warned("flow_doors_late"));
}

TEST(FlowDoors, CountForHazardsThatRunsShare) {
  const auto inputs = [](const std::string& text) {
    std::vector<Mistake> mistakes;
    return hazard_inputs(*parse_document(text, "test", {}, mistakes));
  };
  const std::string open = inputs(courts(gate()));
  EXPECT_NE(open, "");
  EXPECT_NE(open, inputs(courts(gate("closed = true\n"))));
  EXPECT_NE(open, inputs(courts(gate() + "[[event]]\nat_s = 6\nclose = \"gate\"\n")));
  EXPECT_EQ(inputs(courts(gate("self_closing = true\n"))), "") << "people change the air";
}

}  // namespace
}  // namespace muster::sim
