// Leaks that the large-eddy solver carries through a place: round walls, into the summary, the same every time.
#include "sim/hazard/flow_air.h"

#include "base/parallel.h"
#include "tests/support/box.h"
#include "tests/support/yard.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

/// A yard of 40 m x 30 m between walls of 3 m, with a wind from the west; carbon monoxide comes out at rest, where the
/// wake of the west wall has ended.
std::string yard_with(const std::string& flow, const std::string& more = "") {
  return muster::test::yard(40, 30) + muster::test::weather(3) + R"([[leak]]
name = "valve"
substance = "carbon_monoxide"
at = [28, 15]
begins_s = 5
source = "series"
temperature_C = 15
series = [[0, 0.3], [20, 0]]
)" + "[hazards]\nevery_s = 5\n[flow]\n" +
         flow + more;
}
const std::string coarse = "cell_m = 1\nmargin_m = 6\nheight_m = 10\nspin_up_s = 5\n";

double concentration(const results::HazardGrid& grid, const results::HazardFrame& frame, double x, double y) {
  size_t best = 0;
  for (size_t s = 0; s < grid.x.size(); ++s)
    if (std::hypot(grid.x[s] - x, grid.y[s] - y) < std::hypot(grid.x[best] - x, grid.y[best] - y)) best = s;
  return static_cast<double>(frame.concentration[best]);
}

TEST(FlowAir, GasGoesWithTheWindAndIsSummedUp) {
  muster::test::Place place(yard_with(coarse));
  const results::HazardGrid grid = place.hazards.grid();
  results::HazardFrame frame;
  for (int k = 0; k <= 1; ++k) frame = place.hazards.sample();
  EXPECT_EQ(concentration(grid, frame, 34, 15), 0) << "before it begins";
  for (int k = 2; k <= 4; ++k) frame = place.hazards.sample();  // 20 s
  EXPECT_GT(concentration(grid, frame, 34, 15), 1e-5);
  EXPECT_GT(concentration(grid, frame, 34, 15), 10 * concentration(grid, frame, 10, 15)) << "upwind";
  EXPECT_GT(concentration(grid, frame, 34, 15), concentration(grid, frame, 34, 28)) << "beside";
  const results::HazardUse use = place.hazards.uses().at(0);
  bool any = false;
  for (const results::HazardEndpoint& endpoint : use.endpoints) any = any || endpoint.floor_distance.value_or(0) > 5;
  EXPECT_TRUE(any);
}

TEST(FlowAir, IsTheSameOnAnyNumberOfThreads) {
  const auto samples = [](size_t threads) {
    const ThreadLimit limit(threads);
    muster::test::Place place(yard_with(coarse));
    results::HazardFrame frame;
    for (int k = 0; k <= 3; ++k) frame = place.hazards.sample();
    return frame.concentration;
  };
  EXPECT_EQ(samples(1), samples(2));
}

// What is stored is what people meet: the value of the cell, to eleven bits; where and when the case wants it.
TEST(FlowAir, StoresItsFields) {
  muster::test::Place place(yard_with("fields_every_s = 10\n" + coarse));
  const results::HazardGrid grid = place.hazards.grid();
  const results::FieldGrid& cells = grid.flow;
  const size_t nx = cells.x.size(), ny = cells.y.size();
  ASSERT_EQ(cells.z.size(), 10u);
  EXPECT_EQ(cells.x[1] - cells.x[0], 1);
  ASSERT_EQ(cells.fields.size(), 2u);
  std::vector<results::HazardFrame> frames;
  for (int k = 0; k <= 4; ++k) frames.push_back(place.hazards.sample());
  EXPECT_TRUE(frames[1].fields.empty()) << "5 s";
  ASSERT_EQ(frames[4].fields.size(), 2u) << "20 s";
  const auto nearest = [](const std::vector<double>& of, double at) {
    size_t best = 0;
    for (size_t i = 0; i < of.size(); ++i)
      if (std::abs(of[i] - at) < std::abs(of[best] - at)) best = i;
    return best;
  };
  size_t seen = 0;
  for (size_t s = 0; s < grid.x.size(); ++s) {
    const size_t i = nearest(cells.x, grid.x[s] + 1e-9), j = nearest(cells.y, grid.y[s] + 1e-9),
                 k = nearest(cells.z, static_cast<double>(grid.z[s]) + grid.height);
    const auto met = static_cast<double>(frames[4].concentration[s]);
    if (met < 1e-6) continue;
    ++seen;
    EXPECT_NEAR(frames[4].fields[0][(k * ny + j) * nx + i], met, 5e-4 * met);
  }
  EXPECT_GT(seen, 50u);
  EXPECT_EQ(grid.volume.x.size(), nx) << "and replays see every column";
}

TEST(FlowAir, TellsOfFloorsThatItDoesNotSee) {
  const muster::test::Place all(yard_with(coarse));
  EXPECT_FALSE(all.warned("flow_not_sampled"));
  EXPECT_TRUE(all.warned("flow_spin_up")) << "5 s through 52 m in 3 m/s";
  const muster::test::Place part(yard_with(coarse + "from = [20, 0]\nto = [40, 30]\n"));
  EXPECT_TRUE(part.warned("flow_not_sampled"));
}

TEST(FlowAir, PlacesInSolidCellsHaveTheAirBesideThem) {
  muster::test::Evacuation evacuation(yard_with(coarse));
  muster::test::add_box(evacuation.start.model, "plinth", {30, 13, 0}, {33, 16, 3});  // three cells each way
  Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors, &evacuation.start.model);
  const auto warned = [&](const std::string& code) {
    return std::any_of(hazards.warnings().begin(), hazards.warnings().end(),
                       [&](const Warning& warning) { return warning.code == code; });
  };
  EXPECT_TRUE(warned("flow_sampled_beside"));
  EXPECT_TRUE(warned("flow_not_sampled")) << "of the one in the middle all neighbours are solid";
  const results::HazardGrid grid = hazards.grid();
  results::HazardFrame frame;
  for (int k = 0; k <= 4; ++k) frame = hazards.sample();
  EXPECT_GT(concentration(grid, frame, 30.5, 14.5), 1e-5);
  EXPECT_EQ(concentration(grid, frame, 31.5, 14.5), 0);
}

// A screen at x = 30.15 within the cells from 29.6 to 30.6 m, whose middles lie west of it: who stands at 30.25 m has
// the air of the next cells, not that of the leak's side.
TEST(FlowAir, PlacesHaveTheAirOfTheirOwnSideOfAThinWall) {
  const std::string text = yard_with(coarse + "from = [-6.4, -6]\nto = [45.6, 36]\n");
  const auto screen = [](muster::test::Evacuation& of) {
    muster::test::add_box(of.start.model, "screen", {30.15F, 3, -1}, {30.2F, 27, 6});
  };
  muster::test::Evacuation evacuation(text);
  screen(evacuation);
  Hazards hazards = hazards_of(evacuation.the_case, evacuation.start.floors, &evacuation.start.model);
  for (const Warning& warning : hazards.warnings()) EXPECT_NE(warning.code, "flow_sampled_beyond");
  const results::HazardGrid grid = hazards.grid();
  results::HazardFrame frame;
  for (int k = 0; k <= 3; ++k) frame = hazards.sample();
  const double west = concentration(grid, frame, 29.75, 15.25), beside = concentration(grid, frame, 30.25, 15.25);
  EXPECT_GT(west, 1e-4);
  EXPECT_LT(beside, 0.1 * west);
  EXPECT_EQ(beside, concentration(grid, frame, 30.75, 15.25));
  const auto refusal = [&](const std::string& of) {
    muster::test::Evacuation there(of);
    screen(there);
    try {
      hazards_of(there.the_case, there.start.floors, &there.start.model);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  const std::string detector =
      "[[detector]]\nname = \"nose\"\nkind = \"gas\"\nat = [30.5, 15]\nthreshold_ppm = 10\nshuts = \"valve\"\n";
  EXPECT_NE(refusal(text + detector).find("other side of a wall"), std::string::npos);
  std::string moved = text;
  moved.replace(moved.find("[28, 15]"), 8, "[30.5, 15]");
  EXPECT_NE(refusal(moved).find("valve lies in a cell of [flow] whose middle"), std::string::npos);
}

TEST(FlowAir, RefusesFiresThatNoSmokeLeaves) {
  muster::test::Evacuation evacuation(
      muster::test::yard(40, 30) + muster::test::weather(1) +
      "[[fire]]\nname = \"cart\"\nkind = \"design\"\nfuel = \"seats\"\nat = [14, 15]\narea_m2 = 1\npeak_MW = 0.2\n"
      "heat_of_combustion_MJ_kg = 20\nsoot_yield = 0.1\ncarbon_monoxide_yield = 0.04\ncarbon_dioxide_yield = 1.5\n"
      "radiant_fraction = 0.35\n[hazards]\nevery_s = 5\n[flow]\n" +
      coarse);
  EXPECT_NO_THROW(hazards_of(evacuation.the_case, evacuation.start.floors, &evacuation.start.model));
  muster::test::add_box(evacuation.start.model, "tank", {11.2F, 12.2F, -1}, {16.8F, 17.8F, 5.2F});
  try {
    hazards_of(evacuation.the_case, evacuation.start.floors, &evacuation.start.model);
    FAIL() << "nothing of it gets out";
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("cart lies in a part of the model"), std::string::npos) << error.what();
  }
}

TEST(FlowAir, RefusesWhatItCannotDo) {
  using muster::test::mistakes_of;
  EXPECT_NE(mistakes_of(yard_with("cell_m = 20\n")).find("at least 8 each way"), std::string::npos);
  EXPECT_NE(mistakes_of(yard_with("cell_m = 0.05\nmargin_m = 2000\n")).find("this machine has"), std::string::npos);
  EXPECT_NE(mistakes_of(yard_with(coarse + "from = [0, 0]\nto = [20, 30]\n")).find("outside the box"),
            std::string::npos);
  const std::string room =
      "[[enclosure]]\nname = \"shed\"\npolygon = [[24, 10], [32, 10], [32, 20], [24, 20]]\nair_changes_per_h = 2\n";
  EXPECT_NE(mistakes_of(yard_with(coarse, room)).find("within an enclosure"), std::string::npos);
  EXPECT_NE(mistakes_of(yard_with("cell_m = 1\ncell_height_m = 0.1\nheight_m = 10\n")).find("roughness length"),
            std::string::npos);
}

}  // namespace
}  // namespace muster::sim
