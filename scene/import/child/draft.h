#pragma once
// A model while it is being read: double precision, in the axes and unit of its file. Becomes a Model at the end.

#include "scene/model.h"

#include <array>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace muster::scene {

/// The file cannot be used; the text completes "<file> ...".
struct Refusal : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// What the child was told to read, and how.
struct ReadOrder {
  std::string file;
  std::optional<char> up;        ///< overrides
  std::optional<double> unit_m;  ///< [m] overrides
  std::string converter;         ///< path of convert.mjs
  std::string work_folder;       ///< for files in between
};

/// One storey group: its height is z of `origin` after all axes and units are settled.
struct DraftStorey {
  std::string name;
  Vec3 origin;
};

struct Draft {
  std::string format, schema;
  char up = 'z';
  double unit_m = 1;
  Vec3 offset = Vec3::Zero();  ///< [m, z up] already subtracted by an earlier reader
  std::vector<Vec3> points;    ///< [file unit, file axes]
  std::vector<Triangle> triangles;
  std::vector<Element> elements;
  std::vector<DraftStorey> storeys;
  std::vector<Space> spaces;
  std::vector<Door> doors;  ///< [m, z up]
  std::vector<Warning> warnings;
};

/// Turns a vector of axes with `up` ('x', 'y', 'z') into z up, keeping right-handedness. What faces the viewer in the
/// file (COLLADA 1.5, 5.7.3 "up_axis": +z for x and y up, -y for z up) points to -y.
Vec3 to_z_up(const Vec3& v, char up);

/// Guesses the up axis, 'y' or 'z': floors and ceilings make more level area than any other direction has. Deviates
/// from `preferred` only where the other axis has at least 1.5 times its level area.
char guess_up(const Draft& draft, char preferred);

/// Axes, unit, recentring of far-away coordinates, limits. Throws Refusal: no triangles, coordinates that are not
/// finite or too far, an extent beyond that of any site, too many triangles.
Model finish_draft(Draft&& draft);

}  // namespace muster::scene
