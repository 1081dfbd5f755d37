// Triangles become closed faces.

#include "models/flow/obstacles/obstacles.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::flow {

namespace {

/// Shares of a cell by which the points that stand for cells lie beside their middles, the same for every cell. A plane
/// through middles would part some of them from their neighbours one way and some the other, by rounding alone or,
/// where it slants, by the axis along which it is looked for; air got through between. Planes of models lie on round
/// figures and at angles of simple ratios: those through middles whose normals are whole numbers up to 4 stay clear of
/// these points by 5e-5 of a cell at least (single precision errs by 4e-6 m at 100 m). Own choice.
constexpr std::array<double, 3> beside = {-0.00249, -0.00242, -0.00148};

/// The points that stand for cells, along one axis.
std::vector<double> middles(const Grid& g, int axis) {
  const double aside = beside[static_cast<size_t>(axis)];
  std::vector<double> all;
  if (axis == 2)
    for (int k = 0; k < g.nz; ++k) all.push_back(g.z_centre(k) + aside * g.dz(k));
  else
    for (int i = 0; i < (axis == 0 ? g.nx : g.ny); ++i)
      all.push_back(g.origin[axis] + (i + 0.5 + aside) * (axis == 0 ? g.dx : g.dy));
  return all;
}

}  // namespace

bool tight(scene::Meaning m) {
  return m != scene::Meaning::door && m != scene::Meaning::space && m != scene::Meaning::ignore;
}

Vec3 stands_for(const Grid& g, int i, int j, int k) {
  return {g.origin.x() + (i + 0.5 + beside[0]) * g.dx, g.origin.y() + (j + 0.5 + beside[1]) * g.dy,
          g.z_centre(k) + beside[2] * g.dz(k)};
}

namespace {

/// Indices of the values within [low, high] of an ascending list.
std::array<int, 2> between(const std::vector<double>& all, double low, double high) {
  return {static_cast<int>(std::lower_bound(all.begin(), all.end(), low) - all.begin()),
          static_cast<int>(std::upper_bound(all.begin(), all.end(), high) - all.begin())};
}

/// Closes faces where lines of cell middles cross triangles.
class Voxels {
 public:
  Voxels(const Grid& grid, std::vector<uint8_t>& closed)
      : grid_(grid), closed_(closed), middle_{middles(grid, 0), middles(grid, 1), middles(grid, 2)} {}

  void add(const std::array<Vec3, 3>& triangle) {
    for (int axis = 0; axis < 3; ++axis) cross(triangle, axis);
  }

 private:
  /// Lines along an axis that meet the triangle.
  void cross(const std::array<Vec3, 3>& t, int axis) {
    const int b = (axis + 1) % 3, c = (axis + 2) % 3;
    const Vec2 p(t[0][b], t[0][c]), q(t[1][b], t[1][c]), r(t[2][b], t[2][c]);
    const double area = muster::cross(q - p, r - p);
    if (std::abs(area) < 1e-12) return;          // seen edge-on
    const double slack = 1e-6 * std::abs(area);  // lines through edges meet both triangles: nothing leaks between
    const auto ib = between(middle_[static_cast<size_t>(b)], std::min({p.x(), q.x(), r.x()}) - 1e-6,
                            std::max({p.x(), q.x(), r.x()}) + 1e-6);
    const auto ic = between(middle_[static_cast<size_t>(c)], std::min({p.y(), q.y(), r.y()}) - 1e-6,
                            std::max({p.y(), q.y(), r.y()}) + 1e-6);
    for (int m = ib[0]; m < ib[1]; ++m)
      for (int l = ic[0]; l < ic[1]; ++l) {
        const Vec2 at(middle_[static_cast<size_t>(b)][static_cast<size_t>(m)],
                      middle_[static_cast<size_t>(c)][static_cast<size_t>(l)]);
        const double sign = area > 0 ? 1 : -1;
        const double u = sign * muster::cross(q - at, r - at), v = sign * muster::cross(r - at, p - at),
                     w = sign * muster::cross(p - at, q - at);
        if (u < -slack || v < -slack || w < -slack) continue;
        const double where = (u * t[0][axis] + v * t[1][axis] + w * t[2][axis]) / std::abs(area);
        close(axis, b, c, m, l, where);
      }
  }

  /// The face between the middles either side of `where`.
  void close(int axis, int b, int c, int m, int l, double where) {
    const auto& line = middle_[static_cast<size_t>(axis)];
    const auto face = static_cast<int>(std::upper_bound(line.begin(), line.end(), where) - line.begin());
    if (face <= 0 || face >= static_cast<int>(line.size())) return;
    std::array<int, 3> at{};
    at[static_cast<size_t>(axis)] = face, at[static_cast<size_t>(b)] = m, at[static_cast<size_t>(c)] = l;
    closed_[static_cast<size_t>(grid_.at(at[0], at[1], at[2]))] |= static_cast<uint8_t>(1U << axis);
  }

  const Grid& grid_;
  std::vector<uint8_t>& closed_;
  std::array<std::vector<double>, 3> middle_;
};

}  // namespace

void Obstacles::add(const scene::Model& model) {
  Voxels voxels(grid_, closed_);
  for (const scene::Triangle& triangle : model.triangles) {
    if (!tight(model.elements[triangle.element].meaning)) continue;
    std::array<Vec3, 3> corners;
    for (size_t c = 0; c < 3; ++c) corners[c] = model.vertices[triangle.vertex[c]].cast<double>();
    voxels.add(corners);
  }
}

Shutter Obstacles::opening(const Vec2& a, const Vec2& b, double sill, double height, double tallest) const {
  // A little into what stands around it, so that nothing leaks between.
  constexpr double margin = 0.05;
  const Vec2 along = (b - a).normalized() * margin;
  const std::array<Vec2, 2> ends = {Vec2(a - along), Vec2(b + along)};
  std::vector<uint8_t> crossed(closed_.size(), 0);
  Voxels voxels(grid_, crossed);
  const auto corner = [&](size_t end, double z) { return Vec3(ends[end].x(), ends[end].y(), z); };
  voxels.add({corner(0, sill), corner(1, sill), corner(1, sill + tallest)});
  voxels.add({corner(0, sill), corner(1, sill + tallest), corner(0, sill + tallest)});
  Shutter door;
  for (size_t axis = 0; axis < 2; ++axis)
    for (int j = 0; j < grid_.ny; ++j)
      for (int i = 0; i < grid_.nx; ++i) {
        const auto bit = static_cast<uint8_t>(1U << axis);
        std::vector<int> planes;
        double top = sill + height;
        for (int k = 0; k < grid_.nz; ++k) {
          const auto at = static_cast<size_t>(grid_.at(i, j, k));
          if ((crossed[at] & bit) == 0) continue;
          const bool wall = (closed_[at] & bit) != 0;
          if (wall && planes.empty()) continue;  // what stands on the sill
          if (wall) {
            top = sill + tallest;
            break;
          }
          planes.push_back(k);
        }
        for (const int k : planes)
          if (grid_.z_centre(k) <= top) door.faces[axis].push_back(grid_.at(i, j, k));
      }
  return door;
}

size_t Obstacles::fill_unreached(const Sides& sides, const std::vector<Vec3>& keep) {
  const auto holds = [&](const Zone& zone) {
    for (const Vec3& p : keep)
      for (const Run& run : zone.runs) {
        const double west = grid_.origin.x() + static_cast<double>(run.from - grid_.at(0, run.j, run.k)) * grid_.dx;
        const double south = grid_.origin.y() + run.j * grid_.dy, bottom = grid_.z[static_cast<size_t>(run.k)];
        if (p.x() >= west && p.x() < west + run.length * grid_.dx && p.y() >= south && p.y() < south + grid_.dy &&
            p.z() >= bottom && p.z() < bottom + grid_.dz(run.k))
          return true;
      }
    return false;
  };
  const Zones zones = sealed_zones(grid_, sides, all_open(), 0);  // what a door will open to is reached
  size_t filled = 0;
  for (const Zone& zone : zones) {
    if (holds(zone)) continue;
    for (const Run& run : zone.runs)
      for (int i = 0; i < run.length; ++i) closed_[static_cast<size_t>(run.from + i)] |= solid, ++filled;
  }
  return filled;
}

}  // namespace muster::flow
