#pragma once
// An imported building or plant: triangles with meaning. What every importer and generator produces, and what the
// stage "floors" reads.

#include "base/error.h"
#include "base/vec.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::scene {

/// What an element is to somebody who walks.
enum class Meaning : uint8_t {
  unknown,    ///< no class known: walkable where flat, an obstacle where steep
  floor,      ///< walkable on top
  stair,      ///< walkable; people use their stair speed
  ramp,       ///< walkable
  wall,       ///< obstacle, never walkable on top
  door,       ///< leaf and frame: not solid; the opening is a portal
  window,     ///< obstacle
  railing,    ///< obstacle
  furniture,  ///< obstacle, never walkable on top
  ceiling,    ///< limits headroom only
  roof,       ///< limits headroom only
  terrain,    ///< walkable ground outside
  space,      ///< volume of a room: not solid; gives names to floors
  ignore,     ///< not there
};
inline constexpr std::array<const char*, 14> meaning_names = {"unknown", "floor",   "stair",   "ramp",      "wall",
                                                              "door",    "window",  "railing", "furniture", "ceiling",
                                                              "roof",    "terrain", "space",   "ignore"};

/// One building element (a wall, a slab, a mesh node).
struct Element {
  std::string id;    ///< global id of the source, "" where it has none
  std::string name;  ///< as the source names it
  std::string type;  ///< source class, e.g. `IfcDoor`; "" where it has none
  Meaning meaning = Meaning::unknown;
  int32_t storey = -1;  ///< index into Model::storeys, -1 unknown
};

struct Triangle {
  std::array<uint32_t, 3> vertex;  ///< indices into Model::vertices
  uint32_t element;                ///< index into Model::elements
};

struct Storey {
  std::string name;
  double z = 0;  ///< [m] height of its floor
};

/// A room by name; its volume is the triangles of its element.
struct Space {
  std::string name;       ///< short name or number
  std::string long_name;  ///< e.g. "Besprechungsraum I"; may be empty
  uint32_t element = 0;
  int32_t storey = -1;
};

/// A door leaf set in a wall.
struct Door {
  std::string name;
  std::string id;
  uint32_t element = 0;
  int32_t storey = -1;
  double width = 0;            ///< [m] clear width as the source states it, or measured from its geometry
  double height = 0;           ///< [m] 0 unknown
  bool measured = false;       ///< width was measured because the source states none
  Vec3 centre = Vec3::Zero();  ///< [m] middle of the opening at its sill
  Vec2 along = Vec2::UnitX();  ///< unit vector from jamb to jamb
};

/// A whole model, z up, metres, right-handed.
struct Model {
  std::string source;          ///< path as given
  std::string format;          ///< "IFC", "glTF", "OBJ", "WKT", "generated", ...
  std::string schema;          ///< e.g. "IFC2X3"; "" where it does not apply
  std::string up_axis = "z";   ///< of the source: "x", "y", "z"
  double unit_m = 1;           ///< length of one source unit [m]
  std::string sha256;          ///< of the source file; "" where generated
  Vec3 offset = Vec3::Zero();  ///< [m] subtracted from the source's coordinates, non-zero where these were far away
  std::vector<Vec3f> vertices;
  std::vector<Triangle> triangles;
  std::vector<Element> elements;
  std::vector<Storey> storeys;  ///< ascending z
  std::vector<Space> spaces;
  std::vector<Door> doors;
  std::vector<Warning> warnings;
};

}  // namespace muster::scene
