#pragma once
// The measures that the parts of an office share. Used inside scene/generate only.

#include "scene/generate/facade.h"
#include "scene/generate/office.h"
#include "scene/generate/solid.h"

#include <string>

namespace muster::scene {

/// What the table of parameters does not offer [m].
inline constexpr double spine_thickness = 0.1;  ///< wall between the two flights of a stair
inline constexpr double railing_height = 1.1;   ///< guard of a drop in an office (e.g. Approved Document K, 2013)
inline constexpr double store_jamb = 0.15;      ///< from the corner of a store to its door
inline constexpr double door_offset = 0.25;     ///< from a partition to the door of a room

/// Where things lie in plan [m].
struct OfficePlan {
  explicit OfficePlan(const OfficeParams&);

  OfficeParams p;
  StairShape stair;
  double wall_height;                     ///< from floor to the slab above
  double corridor_south, corridor_north;  ///< y of its faces
  double shaft_west, shaft_east;          ///< x of the west stairwell's inner faces
  double corridor_west, corridor_east;    ///< x of the corridor's ends
  double flight_end, shaft_north;         ///< y where flights meet the half landing, and where the stairwell ends
  bool store;                             ///< a store room fits between the stairwell and the facade

  double z(int storey) const { return storey * p.storey_height; }
  double module() const { return (corridor_east - corridor_west) / p.rooms_per_side; }
  /// Middle of the i-th partition, [0, rooms_per_side]; the ends are the corridor's.
  double partition(int i) const { return corridor_west + i * module(); }
  /// Rooms [first, end) of the south side that make room for the lobby on the ground floor.
  int lobby_first() const { return (p.rooms_per_side - 1) / 2; }
  int lobby_end() const { return p.rooms_per_side / 2 + 1; }
  bool is_lobby(int storey, bool north, int room) const {
    return storey == 0 && !north && room >= lobby_first() && room < lobby_end();
  }
  /// Inner faces of a room across the building's length.
  double room_west(bool north, int room) const;
  double room_east(bool north, int room) const;
  /// The given block of the west stairwell, mirrored for the east one.
  Box at_end(bool east, Box) const;
};

/// "G", "1", "2", ...
std::string storey_tag(int storey);

/// Everything of one stairwell on one storey: flights, landing, walls, railings, doors, spaces, the store behind it.
void build_stairwell(Builder&, const OfficePlan&, int storey, bool east);

/// Desks with chairs against one partition from the facade inwards, a cabinet against the other.
void furnish_room(Builder&, const OfficePlan&, int storey, bool north, int room, const std::string& name);

}  // namespace muster::scene
