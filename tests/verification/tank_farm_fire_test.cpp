// The real model of scenarios/tank_farm: what a tank shelters from the fire of the one beside it.
#include "sim/hazard/hazards.h"
#include "sim/hazard/surfaces.h"
#include "tests/support/evacuation.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

namespace muster::sim {
namespace {

TargetSpec target(const std::string& name, const Vec3& at) {
  TargetSpec spec;
  spec.name = name, spec.at = at;
  return spec;
}

/// T102, 60 m wide and 20 m high, burns at (137.2, 53.2), the wind from the east; T101 stands at (53.2, 53.2), 24 m
/// from shell to shell.
struct TankFarm {
  TankFarm() : the_case(read_case(MUSTER_SOURCE_DIR "/scenarios/tank_farm/fire.toml")) {
    the_case.people.clear();
    the_case.targets = {target("behind T101", {18, 53.2, 1.5}), target("between the tanks", {88, 53.2, 1.5}),
                        target("over the rim of T101", {18, 53.2, 30})};
    TargetSpec shell;
    shell.name = "T101", shell.part = "Tank T101", shell.spacing = 4;
    the_case.targets.push_back(shell);
    start = set_up(the_case);
  }
  Case the_case;
  Start start;
};

/// Without the triangles of the elements whose name ends so.
scene::Model without(const scene::Model& model, const std::string& name) {
  scene::Model rest = model;
  std::erase_if(rest.triangles,
                [&](const scene::Triangle& t) { return model.elements[t.element].name.ends_with(name); });
  return rest;
}

TEST(TankFarmFire, aTankSheltersWhatIsBehindIt) {
  TankFarm farm;
  Hazards hazards = hazards_of(farm.the_case, farm.start.floors, &farm.start.model);
  Case points = farm.the_case;
  points.targets.pop_back();
  const scene::Model cleared = without(farm.start.model, "Tank T101");
  ASSERT_LT(cleared.triangles.size(), farm.start.model.triangles.size());
  Hazards open = hazards_of(points, farm.start.floors, &cleared);
  const std::vector<float> real = hazards.sample().target_flux, bare = open.sample().target_flux;
  RecordProperty("open_W_m2", std::to_string(bare[0]));
  EXPECT_GT(bare[0], 1000) << "in the open, 119 m downwind of the tank's middle";
  EXPECT_EQ(real[0], 0) << "5 m behind a shell of 20 m";
  EXPECT_LE(real[1], bare[1]);
  EXPECT_GT(real[1], 0.9F * bare[1]) << "T101 hides but the tip that leans over it";
  EXPECT_GT(real[1], 5 * bare[0]);
  EXPECT_NEAR(real[2], bare[2], 0.02F * bare[2]) << "the flame above the rim";
}

TEST(TankFarmFire, aTanksOwnShellIsHotOnOneSide) {
  TankFarm farm;
  Hazards hazards = hazards_of(farm.the_case, farm.start.floors, &farm.start.model);
  const std::vector<float> flux = hazards.sample().surface_flux;
  const results::HazardGrid grid = hazards.grid();
  ASSERT_EQ(grid.surfaces, std::vector<std::string>{"T101"});
  double most = 0, leeward = 0;
  for (size_t i = 0; i < flux.size(); ++i) {
    const results::SurfacePlace& p = grid.places[i];
    most = std::max(most, static_cast<double>(flux[i]));
    // Of the outside: what lies on the shell and is turned away from T102.
    if (std::abs(p.normal[2]) < 0.1F && p.at[0] < 40) leeward = std::max(leeward, static_cast<double>(flux[i]));
  }
  EXPECT_GT(most, 40e3);
  EXPECT_LT(leeward, 0.01 * most);
}

}  // namespace
}  // namespace muster::sim
