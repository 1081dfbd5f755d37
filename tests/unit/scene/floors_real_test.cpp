// Floors of real buildings; skipped where the shared models are absent.

#include "scene/floors/build.h"
#include "scene/import/import.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

std::string shared_model(const std::string& name) { return shared_file("data/models/" + name).string(); }

#define NEEDS(name) MUSTER_NEEDS_SHARED("data/models/" name)

Authored source(const std::string& name) {
  Authored a;
  a.model.file = shared_model(name);
  return a;
}

bool warns(const Floors& f, const std::string& code) {
  return std::any_of(f.warnings.begin(), f.warnings.end(), [&](const Warning& w) { return w.code == code; });
}

double area_of_storey(const Floors& f, size_t s) {
  return f.area([&](CellId c) { return f.storey[static_cast<size_t>(c)] == static_cast<int16_t>(s); });
}

TEST(FloorsOfRealBuildings, InstituteJoinsFiveStoreys) {
  NEEDS("AC11-Institute-Var-2.ifc");
  const Authored a = source("AC11-Institute-Var-2.ifc");
  const Floors f = build_floors(import_model(a.model), a);
  ASSERT_EQ(f.storeys.size(), 5U);
  for (size_t s = 0; s < 5; ++s) EXPECT_GT(area_of_storey(f, s), 40) << f.storeys[s].name;
  EXPECT_EQ(f.portals.size(), 77U);
  for (const Portal& p : f.portals) EXPECT_FALSE(p.cells.empty()) << p.name;
  // 80 of 82 spaces: two lofts are 1.64 m high at most.
  std::set<int32_t> spaces(f.space.begin(), f.space.end());
  spaces.erase(-1);
  EXPECT_EQ(spaces.size(), 80U);
  EXPECT_TRUE(warns(f, "space_without_floor"));
  EXPECT_FALSE(warns(f, "exit_walked_round"));
  EXPECT_FALSE(f.exits.empty());
}

TEST(FloorsOfRealBuildings, DuplexJoinsEachFlatOverItsStair) {
  NEEDS("duplex.ifc");
  const Authored a = source("duplex.ifc");
  const Floors f = build_floors(import_model(a.model), a);
  EXPECT_TRUE(f.unreachable.empty());
  EXPECT_EQ(f.exits.size(), 4U);
  EXPECT_NEAR(area_of_storey(f, 2), 93, 3);
  std::set<int32_t> spaces(f.space.begin(), f.space.end());
  spaces.erase(-1);
  EXPECT_EQ(spaces.size(), 20U);  // all but the roof
}

TEST(FloorsOfRealBuildings, SpiralStairIsReportedAndALinkJoinsIt) {
  NEEDS("AC20-FZK-Haus.ifc");
  Authored a = source("AC20-FZK-Haus.ifc");
  const Model model = import_model(a.model);
  const Floors apart = build_floors(model, a);
  ASSERT_FALSE(apart.unreachable.empty());
  EXPECT_EQ(apart.unreachable[0].what, "storey 'Dachgeschoss'");
  EXPECT_GT(apart.unreachable[0].gap_vertical, 1);
  LinkSpec link;
  link.name = "spiral stair";
  link.path = {{6.5, 2.2, 0}, apart.unreachable[0].at};
  a.links.push_back(link);
  EXPECT_TRUE(build_floors(model, a).unreachable.empty());
}

TEST(FloorsOfRealBuildings, StoreysWithoutStairsAreNamed) {
  NEEDS("BW_TallBuilding.ifc");
  const Authored a = source("BW_TallBuilding.ifc");
  const Floors f = build_floors(import_model(a.model), a);
  std::set<std::string> names;
  for (const Unreachable& u : f.unreachable) names.insert(u.what);
  for (const char* storey : {"storey 'Level 2'", "storey 'Level 4'", "storey 'Level 5'"})
    EXPECT_EQ(names.count(storey), 1U) << storey;
}

TEST(FloorsOfRealBuildings, ModelWithoutDoorsAsksForAnExit) {
  NEEDS("parking_garage.dae");
  Authored a = source("parking_garage.dae");
  a.floors.cell = 0.2;
  const Model model = import_model(a.model);
  EXPECT_THROW(build_floors(model, a), InputError);
  ExitSpec exit;
  exit.name = "ramp";
  exit.line = {Vec2(-16, 19.5), Vec2(-9, 19.5)};
  a.exits.push_back(exit);
  const Floors f = build_floors(model, a);
  // Seven decks of 1 810 m2 and their ramps; the way onto the roof deck ends at a wall 1.2 m high.
  EXPECT_GT(f.area([&](CellId) { return true; }), 12500);
  EXPECT_GT(*std::max_element(f.z.begin(), f.z.end()), 39);
}

}  // namespace
}  // namespace muster::scene
