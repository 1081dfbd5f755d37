#pragma once
// What the author of a case adds to a model or says of it. Read from the case file, honoured by the stage "floors".

#include "base/vec.h"
#include "scene/floors.h"
#include "scene/model.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::scene {

/// Where in the case file something was written; lets a later stage name the line of what it must refuse.
struct Origin {
  std::string file;
  int line = 0;
  std::string key;  ///< e.g. `exit[0]`
};

/// How to read a model file.
struct ModelSource {
  std::string file;               ///< path, already resolved against the case file's folder; "" where `wkt` is given
  std::string wkt;                ///< a plan written in the case itself, well-known text; "" where `file` is given
  std::optional<std::string> up;  ///< "x", "y" or "z": overrides the file's
  std::optional<double> unit_m;   ///< [m] overrides the file's
  struct Rule {
    std::string match;  ///< glob (* and ?), case-insensitive, on element name, class or id
    Meaning as = Meaning::unknown;
    Origin origin;
  };
  std::vector<Rule> rules;      ///< the last that matches wins
  std::vector<Storey> storeys;  ///< for models without storeys; empty: the model's own
  Origin origin;
};

struct ExitSpec {
  std::string name;
  std::string door;                         ///< name (glob) or id of a door of the model; "" where a line is given
  std::optional<std::array<Vec2, 2>> line;  ///< [m]
  std::optional<double> z;                  ///< [m] needed where floors overlap at the line
  bool closed = false;
  std::string one_way;             ///< "out": nobody comes back in; "in": nobody leaves; "" both
  std::optional<double> max_flow;  ///< [1/(m s)] most people that pass per metre and second
  Origin origin;
};

struct DoorSpec {
  std::string name;  ///< name (glob) or id of doors of the model; with `line`: a new door
  std::optional<std::array<Vec2, 2>> line;
  std::optional<double> z;
  std::optional<double> width;  ///< [m] overrides the model's
  std::optional<bool> closed;
  bool self_closing = false;       ///< shut to air but while people pass
  std::optional<double> leakage;   ///< [m2] of the gaps around it while it is shut to air
  std::string one_way;             ///< "left" or "right": passed to that side of its line only; "" both
  std::string one_way_to;          ///< passed into the space of this name (glob) only; "" both
  std::optional<double> max_flow;  ///< [1/(m s)] most people that pass per metre and second
  Origin origin;
};

struct LinkSpec {
  std::string name;
  Link::Kind kind = Link::Kind::stairs;
  std::vector<Vec3> path;
  double width = 1.0;
  bool two_way = true;
  Escalator escalator;
  bool backward = false;  ///< an escalator that runs from the last point of its path to the first
  Lift lift;
  Origin origin;
};

/// A walkable surface that the model lacks.
struct StripSpec {
  std::string name;
  std::vector<Vec3> polygon;  ///< [m] at least three points
  Surface surface = Surface::level;
  Origin origin;
};

/// Something solid that the model lacks.
struct BlockerSpec {
  std::string name;
  std::vector<Vec2> polygon;  ///< [m] at least three points
  double z = 0;               ///< [m] foot
  double height = 2.0;        ///< [m]
  Origin origin;
};

/// Where the floors stage may look for people, so that places without an exit are kept too.
struct Seed {
  Vec2 at;                  ///< [m]
  std::optional<double> z;  ///< [m] absent: every floor at `at`
  Origin origin;
};

struct FloorSettings {
  double cell = 0.1;      ///< [m] side of a floor cell, [0.05, 0.5]
  double headroom = 1.9;  ///< [m] lowest passage that counts as walkable
  double step = 0.25;     ///< [m] highest step that people climb without a stair
  double slope_deg = 40;  ///< steepest walkable surface
  bool furniture = true;  ///< furniture stands in the way
};

/// Everything the author says about the place.
struct Authored {
  ModelSource model;
  FloorSettings floors;
  std::vector<ExitSpec> exits;  ///< empty: every door between a space and the outside, with a warning
  std::vector<DoorSpec> doors;
  std::vector<LinkSpec> links;
  std::vector<StripSpec> strips;
  std::vector<BlockerSpec> blockers;
  std::vector<Seed> seeds;
};

}  // namespace muster::scene
