// An office goes out as GLB, comes back through the importer, and becomes floors on which everybody finds a way out.

#include "scene/floors/build.h"
#include "scene/generate/glb.h"
#include "scene/generate/office.h"
#include "scene/import/import.h"
#include "tests/support/temporary_folder.h"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

/// The small office, written and read back once for all tests of this file.
struct Trip {
  OfficeParams params;
  Model made, back;

  Trip() {
    params.storeys = 3;
    params.length = 24;
    params.rooms_per_side = 5;
    made = office(params);
    const test::TemporaryFolder folder;
    const auto file = folder.path() / "trip.glb";
    write_glb(made, file);
    ModelSource source;
    source.file = file.string();
    ImportOptions options;
    options.cache_folder.clear();
    back = import_model(source, options);
  }
};

const Trip& trip() {
  static const Trip once;
  return once;
}

const Floors& floors() {
  static const Floors once = [] {
    Authored authored;
    for (const char* door : {"Main entrance", "Exit A", "Exit B"}) {
      ExitSpec exit;
      exit.name = door;
      exit.door = door;
      authored.exits.push_back(exit);
    }
    return build_floors(trip().back, authored);
  }();
  return once;
}

double area_of(const std::string& space) {
  double area = 0;
  for (size_t s = 0; s < floors().spaces.size(); ++s) {
    if (floors().spaces[s].name != space) continue;
    area += floors().area([&](CellId c) { return floors().space[static_cast<size_t>(c)] == static_cast<int32_t>(s); });
  }
  return area;
}

TEST(OfficeRoundTrip, ImporterSeesTheSameBuilding) {
  const Model &made = trip().made, &back = trip().back;
  EXPECT_EQ(back.triangles.size(), made.triangles.size());
  EXPECT_EQ(back.up_axis, "y");
  ASSERT_EQ(back.storeys.size(), made.storeys.size());
  for (size_t s = 0; s < made.storeys.size(); ++s) {
    EXPECT_EQ(back.storeys[s].name, made.storeys[s].name);
    EXPECT_NEAR(back.storeys[s].z, made.storeys[s].z, 1e-5);
  }
  std::map<std::string, int32_t> spaces;
  for (const Space& space : back.spaces) spaces[space.name] = space.storey;
  EXPECT_EQ(back.spaces.size(), made.spaces.size());
  for (const Space& space : made.spaces) {
    ASSERT_TRUE(spaces.count(space.name)) << space.name;
    EXPECT_EQ(spaces[space.name], space.storey) << space.name;
  }
  std::map<Meaning, size_t> before, after;
  for (const Element& element : made.elements) ++before[element.meaning];
  for (const Element& element : back.elements) ++after[element.meaning];
  for (const auto& [meaning, count] : before) {
    EXPECT_EQ(after[meaning], count) << meaning_names[static_cast<size_t>(meaning)];
  }
}

TEST(OfficeRoundTrip, DoorsKeepNamePlaceAndWidth) {
  std::map<std::string, const Door*> doors;
  for (const Door& door : trip().back.doors) doors[door.name] = &door;
  EXPECT_EQ(trip().back.doors.size(), trip().made.doors.size());
  for (const Door& door : trip().made.doors) {
    ASSERT_TRUE(doors.count(door.name)) << door.name;
    const Door& found = *doors[door.name];
    EXPECT_NEAR(found.width, door.width, 1e-3) << door.name;
    EXPECT_NEAR(found.height, door.height, 1e-3) << door.name;
    EXPECT_LT((found.centre - door.centre).norm(), 1e-3) << door.name;
    EXPECT_NEAR(std::abs(found.along.dot(door.along)), 1, 1e-6) << door.name;
    EXPECT_EQ(found.storey, door.storey) << door.name;
  }
}

TEST(OfficeRoundTrip, EveryRoomOfEveryStoreyHasAWayOut) {
  for (const Unreachable& place : floors().unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
  ASSERT_EQ(floors().exits.size(), 3U);
  for (const Space& space : floors().spaces) EXPECT_GT(area_of(space.name), 3) << space.name;
  // Clear widths by hand: the corridor between the stairwells, 24 - 2 x 2.8 m long and 2 m wide; an office between
  // partitions, (18.4 / 5 - 0.1) x 6.7 m less two desks, two chairs, and a cabinet.
  EXPECT_NEAR(area_of("Corridor 1"), 18.4 * 2, 0.4);
  EXPECT_NEAR(area_of("Office 2.02"), 3.58 * 6.7 - 2 * 1.6 * 0.8 - 2 * 0.45 * 0.45 - 1.2 * 0.45, 0.8);
}

TEST(OfficeRoundTrip, PortalsAreAsWideAsTheDoors) {
  std::map<std::string, double> widths;
  for (const Portal& portal : floors().portals) widths[portal.name] = (portal.b - portal.a).norm();
  for (const Door& door : trip().made.doors) {
    ASSERT_TRUE(widths.count(door.name)) << door.name;
    EXPECT_NEAR(widths[door.name], door.width, 0.01) << door.name;
  }
}

// Two stairs a storey with two flights of 9 goings each, apart from half a cell at either end of a flight.
TEST(OfficeRoundTrip, StairsAreStairs) {
  const double flight = trip().params.stair_width * stair_shape(trip().params).flight_run;
  for (int16_t storey = 0; storey < 2; ++storey) {
    const double area = floors().area([&](CellId c) {
      const auto i = static_cast<size_t>(c);
      return floors().surface[i] == Surface::stair &&
             floors().z[i] > trip().made.storeys[static_cast<size_t>(storey)].z &&
             floors().z[i] < trip().made.storeys[static_cast<size_t>(storey) + 1].z;
    });
    EXPECT_NEAR(area, 4 * flight, 0.12 * 4 * flight) << storey;
  }
}

// The flights are clear: no wall runs over the middle of a stair at the height of somebody's body there.
TEST(OfficeRoundTrip, NoWallCrossesAFlight) {
  constexpr double knee = 0.25, head = 1.7;  // [m] above the cell
  for (size_t c = 0; c < floors().size(); ++c) {
    const auto& around = floors().neighbour[c];
    if (floors().surface[c] != Surface::stair || std::count(around.begin(), around.end(), no_cell) > 0) continue;
    const Vec2 at = floors().centre(static_cast<CellId>(c));
    for (const Wall& wall : floors().walls) {
      if (wall.z_high < floors().z[c] + knee || wall.z_low > floors().z[c] + head) continue;
      const Vec2 along = wall.b - wall.a;
      const double t = std::clamp((at - wall.a).dot(along) / along.squaredNorm(), 0.0, 1.0);
      ASSERT_GT((at - wall.a - t * along).norm(), 0.6 * floors().grid.cell)  // past a corner at 0.7
          << "at " << at.transpose() << ", z " << floors().z[c] << ": wall from " << wall.a.transpose() << " to "
          << wall.b.transpose() << ", z " << wall.z_low << " to " << wall.z_high;
    }
  }
}

}  // namespace
}  // namespace muster::scene
