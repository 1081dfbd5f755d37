#pragma once
// Walkable floors: what the stage "floors" makes of a Model and what people walk on. Square cells in columns, several
// above one another where storeys overlap, joined to neighbours they can be walked to; exact walls beside them.

#include "base/error.h"
#include "base/vec.h"
#include "scene/model.h"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace muster::scene {

/// Index of a floor cell; `no_cell` where there is none.
using CellId = int32_t;
inline constexpr CellId no_cell = -1;

enum class Surface : uint8_t { level, stair, ramp, outside, beyond_exit };

/// A vertical piece of wall, exact in plan: bodies touch it over [z_low, z_high].
struct Wall {
  Vec2 a, b;            ///< [m] ends in plan
  float z_low, z_high;  ///< [m]
};

/// A door or opening between two spaces. Its cells can be shut.
struct Portal {
  std::string name;
  std::string id;                            ///< id in the model; "" where authored
  Vec2 a, b;                                 ///< [m] jambs in plan; |b - a| is the clear width
  double z = 0;                              ///< [m] sill
  double width = 0;                          ///< [m]
  bool closed = false;                       ///< shut from the start
  std::array<int32_t, 2> spaces = {-1, -1};  ///< on the right and on the left of a->b; -1 none or outside
  std::vector<CellId> cells;                 ///< cells under the leaf, impassable while closed
};

/// Where people leave. They are counted when they cross a->b towards `outward` and vanish in `sink` cells beyond it.
struct Exit {
  std::string name;
  int32_t portal = -1;             ///< the door that this exit is; -1 where authored by a line
  Vec2 a, b;                       ///< [m] the line in plan
  double z = 0;                    ///< [m]
  double width = 0;                ///< [m] |b - a|
  Vec2 outward = Vec2::UnitX();    ///< unit normal of a->b, pointing out
  std::vector<CellId> line_cells;  ///< cells that touch the line, on its inner side
  std::vector<CellId> sink;        ///< cells at least 2 m beyond the line
  bool closed = false;
};

/// How an escalator runs.
struct Escalator {
  double speed = 0.5;    ///< [m/s] along the slope (EN 115-1: the usual one)
  bool walking = false;  ///< people walk on it, so that speeds add; else they stand
  bool stopped = false;  ///< it is a stair
};

/// How a lift runs while people leave.
struct Lift {
  enum class Mode : uint8_t {
    evacuation,      ///< brings people from the storeys down (or up) to the one where they leave
    fire_service,    ///< the same, driven by a fireman: for those who cannot use stairs, one call at a time
    out_of_service,  ///< stands still
  };
  Mode mode = Mode::evacuation;
  int capacity = 13;          ///< standing people: 1000 kg (EN 81-20, table 6)
  double speed = 1.6;         ///< [m/s] at most
  double acceleration = 0.8;  ///< [m/s2] at the start, and of the braking (CIBSE Guide D: 0.8 for 1.6 m/s)
  double doors = 6;           ///< [s] to open and close again
  double dwell = 3;           ///< [s] doors wait for one more person before they close
  double transfer = 1.2;      ///< [s] for a person to get in or out (CIBSE Guide D)
  double from = 0;            ///< [s] does not start before
};

/// A connection that is not a walkable surface of the model: people enter at its first point and come out at its last.
/// A lift stops at every point of its path.
struct Link {
  enum class Kind : uint8_t { stairs, ramp, ladder, escalator, lift };
  std::string name;
  Kind kind = Kind::stairs;
  std::vector<Vec3> path;  ///< [m] at least two points
  double width = 1;        ///< [m]
  bool two_way = true;
  std::vector<CellId> from, to;  ///< cells at either end
  Escalator escalator = {};
  Lift lift = {};
  std::vector<std::vector<CellId>> stops = {};  ///< of lifts: cells before the doors, one list a point of the path
  int32_t exit_stop = -1;  ///< of lifts: the stop from which the way out over floors is shortest; -1: none leads out

  /// Whether it is a lift that carries people.
  bool lift_runs() const { return kind == Kind::lift && lift.mode != Lift::Mode::out_of_service && exit_stop >= 0; }
};

/// A room that nobody can leave, and why.
struct Unreachable {
  std::string what;  ///< "space 'Buero 12'" or "storey 'DG'" or "floor of 12.3 m2"
  int32_t storey = -1;
  int32_t space = -1;
  double area = 0;                              ///< [m2]
  Vec3 at = Vec3::Zero();                       ///< a point on it
  double gap_horizontal = 0, gap_vertical = 0;  ///< [m] to the nearest floor that is connected to an exit
  Vec3 nearest = Vec3::Zero();                  ///< that floor's nearest point
  std::string reason = {};  ///< why a link that leads there does not count; "" where none leads there
};

/// The square grid in plan. Column (i, j) covers [x0 + i*cell, x0 + (i+1)*cell) x [y0 + j*cell, ...).
struct Grid {
  double x0 = 0, y0 = 0;  ///< [m]
  double cell = 0.1;      ///< [m]
  int32_t nx = 0, ny = 0;
  int32_t column(double x, double y) const {
    const auto i = static_cast<int32_t>(std::floor((x - x0) / cell)),
               j = static_cast<int32_t>(std::floor((y - y0) / cell));
    return i < 0 || j < 0 || i >= nx || j >= ny ? -1 : j * nx + i;
  }
  Vec2 centre(int32_t column) const {
    const int32_t i = column % nx, j = column / nx;
    return {x0 + (i + 0.5) * cell, y0 + (j + 0.5) * cell};
  }
};

/// All floors of a scene. Cells are numbered column by column, from the lowest up.
struct Floors {
  Grid grid;
  std::vector<uint32_t> column_begin;  ///< [nx*ny + 1] first cell of each column
  std::vector<int32_t> column;         ///< [cells] column of each cell
  std::vector<float> z;                ///< [cells, m] height; on stairs the line through the middles of the treads
  std::vector<std::array<CellId, 4>> neighbour;  ///< [cells] towards +x, +y, -x, -y; no_cell where one cannot walk
  std::vector<Surface> surface;                  ///< [cells]
  std::vector<std::array<float, 2>> slope;       ///< [cells] dz/dx, dz/dy; 0 on levels
  std::vector<int16_t> storey;                   ///< [cells] index into storeys, -1 none
  std::vector<int32_t> space;                    ///< [cells] index into spaces, -1 none
  std::vector<int32_t> portal;                   ///< [cells] index into portals, -1 none
  std::vector<Wall> walls;                       ///< exact, from the model's triangles, plus edges of drops
  std::vector<Storey> storeys;
  std::vector<Space> spaces;
  std::vector<Portal> portals;
  std::vector<Exit> exits;
  std::vector<Link> links;
  std::vector<Unreachable> unreachable;  ///< largest first
  std::vector<Warning> warnings;

  size_t size() const { return z.size(); }
  Vec2 centre(CellId cell) const { return grid.centre(column[static_cast<size_t>(cell)]); }
  /// The cell of the column at (x, y) whose height is nearest to `height`, within `reach`; no_cell where there is none.
  CellId find(double x, double y, double height, double reach = 1.0) const;
  /// Walkable area [m2] of the cells that `keep(cell)` accepts.
  template <class Keep>
  double area(const Keep& keep) const {
    size_t n = 0;
    for (size_t c = 0; c < size(); ++c) n += keep(static_cast<CellId>(c)) ? 1 : 0;
    return static_cast<double>(n) * grid.cell * grid.cell;
  }
};

/// Indices of the doors and of the exits that a name (glob) or, of doors, an id of the model means.
std::vector<int32_t> portals_named(const Floors& floors, const std::string& pattern);
std::vector<int32_t> exits_named(const Floors& floors, const std::string& pattern);

}  // namespace muster::scene
