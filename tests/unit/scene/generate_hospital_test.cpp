// The generated hospital: names, floors on which everybody finds a way out, wards that fire doors divide, lifts.
#include "scene/floors/build.h"
#include "scene/generate/hospital.h"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace muster::scene {
namespace {

HospitalParams small() {
  HospitalParams params;
  params.storeys = 3;
  params.rooms = 2;
  return params;
}

Authored authored_for(const HospitalParams& params) {
  Authored authored;
  for (const char* door : {"Main entrance", "Exit A", "Exit B"}) {
    ExitSpec exit;
    exit.name = exit.door = door;
    authored.exits.push_back(exit);
  }
  for (const int lift : {0, 1}) {
    LinkSpec spec;
    spec.name = lift == 0 ? "Lift 1" : "Lift 2";
    spec.kind = Link::Kind::lift;
    spec.path = hospital_lift_stops(params, lift);
    authored.links.push_back(spec);
  }
  return authored;
}

const Floors& floors() {
  static const Floors once = build_floors(hospital(small()), authored_for(small()));
  return once;
}

double area_of(const std::string& space) {
  for (size_t s = 0; s < floors().spaces.size(); ++s)
    if (floors().spaces[s].name == space)
      return floors().area([&](CellId c) { return floors().space[static_cast<size_t>(c)] == static_cast<int32_t>(s); });
  return 0;
}

TEST(Hospital, NamesAreUniqueAndSayTheMeaning) {
  const Model model = hospital();
  std::set<std::string> names, spaces, doors;
  for (const Element& element : model.elements) EXPECT_TRUE(names.insert(element.name).second) << element.name;
  for (const Space& space : model.spaces) EXPECT_TRUE(spaces.insert(space.name).second) << space.name;
  for (const Door& door : model.doors) EXPECT_TRUE(doors.insert(door.name).second) << door.name;
  for (const char* name : {"Main entrance", "Exit A", "Exit B", "Fire door W.2", "Fire door E.G", "Door 3.16"})
    EXPECT_TRUE(doors.count(name)) << name;
  for (const char* name : {"Bedroom 2.07", "Corridor W.2", "Lift lobby G", "Nurses 3", "Entrance hall", "Stair B.1"})
    EXPECT_TRUE(spaces.count(name)) << name;
  // Four storeys with 16 bedrooms, two corridors, two stairs, the lobby and what lies opposite.
  EXPECT_EQ(model.spaces.size(), 4 * (16 + 2 + 2 + 2U));
}

TEST(Hospital, EveryRoomHasAWayOut) {
  for (const Unreachable& place : floors().unreachable) ADD_FAILURE() << place.what << ", " << place.area << " m2";
  ASSERT_EQ(floors().exits.size(), 3U);
  for (const Space& space : floors().spaces) EXPECT_GT(area_of(space.name), 4) << space.name;
  // By hand: a bedroom between two partitions, (4.2 - 0.12) x 5.8 m less a wardrobe of 1 m x 0.6 m.
  EXPECT_NEAR(area_of("Bedroom 1.02"), 4.08 * 5.8 - 0.6, 0.6);
}

TEST(Hospital, LiftsLeadToTheGroundFloor) {
  ASSERT_EQ(floors().links.size(), 2U);
  for (const Link& lift : floors().links) {
    EXPECT_TRUE(lift.lift_runs());
    EXPECT_EQ(lift.exit_stop, 0);
    ASSERT_EQ(lift.stops.size(), 3U);
    // A circle of 1 m, cut by the shaft 0.6 m away: at least its larger part.
    for (const auto& stop : lift.stops) EXPECT_GT(static_cast<double>(stop.size()) * 0.01, 0.5 * 3.14);
  }
}

// From one ward one gets to the other through fire doors only.
TEST(Hospital, FireDoorsDivideAStorey) {
  const Floors& f = floors();
  const CellId start = f.find(hospital_lift_stops(small(), 0)[1].x(), hospital_lift_stops(small(), 0)[1].y(), 3.8);
  ASSERT_NE(start, no_cell);
  std::vector<char> seen(f.size(), 0);
  std::vector<CellId> front{start};
  seen[static_cast<size_t>(start)] = 1;
  for (size_t k = 0; k < front.size(); ++k)
    for (const CellId n : f.neighbour[static_cast<size_t>(front[k])]) {
      if (n == no_cell || seen[static_cast<size_t>(n)]) continue;
      const int32_t portal = f.portal[static_cast<size_t>(n)];
      if (portal >= 0 && f.portals[static_cast<size_t>(portal)].name.starts_with("Fire door")) continue;
      seen[static_cast<size_t>(n)] = 1;
      front.push_back(n);
    }
  std::set<std::string> reached;
  for (const CellId c : front)
    if (f.space[static_cast<size_t>(c)] >= 0)
      reached.insert(f.spaces[static_cast<size_t>(f.space[static_cast<size_t>(c)])].name);
  EXPECT_EQ(reached, (std::set<std::string>{"Lift lobby 1", "Nurses 1"}));
}

TEST(Hospital, MeasuresThatDoNotFitAreRefused) {
  HospitalParams params;
  params.room_depth = 4;
  params.shaft_width = 4;
  params.fire_door = 2.4;
  std::set<std::string> keys;
  for (const Mistake& m : hospital_mistakes(params)) keys.insert(m.key);
  EXPECT_EQ(keys, (std::set<std::string>{"room_depth_m", "shaft_width_m", "shaft_depth_m", "fire_door_m"}));
  params = {};
  params.storeys = 31;
  ASSERT_EQ(hospital_mistakes(params).size(), 1U);
  EXPECT_EQ(hospital_mistakes(params)[0].text, "must lie in [1, 30]");
  EXPECT_TRUE(hospital_mistakes({}).empty());
}

}  // namespace
}  // namespace muster::scene
