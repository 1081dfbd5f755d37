#pragma once
// Floors made in code: rectangles, stairs, walls with gaps, exits with aprons. What tests of the crowd walk on.

#include "scene/floors.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace muster::test {

/// Collects pieces, then `build()` makes Floors of their union. Lengths in metres.
class FlatFloors {
 public:
  explicit FlatFloors(double cell = 0.1) : cell_(cell) {}

  struct Rectangle {
    double x0, y0, x1, y1;
    bool holds(double x, double y) const { return x >= x0 && x < x1 && y >= y0 && y < y1; }
  };

  /// A level floor at height z. `space` and `storey` are names; "" none.
  FlatFloors& floor(Rectangle r, double z = 0, const std::string& space = "", const std::string& storey = "") {
    pieces_.push_back({r, z, 0, 0, scene::Surface::level, name(spaces_, space), name(storeys_, storey)});
    return *this;
  }
  /// A stair whose height goes from z0 at its low-x (or low-y, where `along_y`) edge to z1 at the other.
  FlatFloors& stair(Rectangle r, double z0, double z1, bool along_y = false,
                    scene::Surface surface = scene::Surface::stair) {
    const double run = along_y ? r.y1 - r.y0 : r.x1 - r.x0;
    pieces_.push_back({r, z0, along_y ? 0 : (z1 - z0) / run, along_y ? (z1 - z0) / run : 0, surface, -1, -1});
    return *this;
  }
  /// A wall from a to b, 3 m high, open in `gaps` [distance from a: begin, end].
  FlatFloors& wall(Vec2 a, Vec2 b, std::vector<std::pair<double, double>> gaps = {}, double z = 0) {
    const double length = (b - a).norm();
    const Vec2 u = (b - a) / length;
    double from = 0;
    gaps.emplace_back(length, length);
    for (const auto& [begin, end] : gaps) {
      if (begin > from)
        walls_.push_back({a + from * u, a + begin * u, static_cast<float>(z), static_cast<float>(z + 3)});
      from = end;
    }
    return *this;
  }
  /// The four walls of a rectangle.
  FlatFloors& walls_round(Rectangle r, double z = 0) {
    return wall({r.x0, r.y0}, {r.x1, r.y0}, {}, z)
        .wall({r.x1, r.y0}, {r.x1, r.y1}, {}, z)
        .wall({r.x1, r.y1}, {r.x0, r.y1}, {}, z)
        .wall({r.x0, r.y1}, {r.x0, r.y0}, {}, z);
  }
  /// An exit line a -> b with an apron beyond it, `depth` deep and wider than the line by `flare` on either side;
  /// people vanish `sink` beyond the line.
  FlatFloors& exit(const std::string& title, Vec2 a, Vec2 b, Vec2 outward, double depth = 1.6, double sink = 1.0,
                   double flare = 0, double z = 0) {
    scene::Exit e;
    e.name = title;
    e.a = a, e.b = b, e.z = z, e.outward = outward, e.width = (b - a).norm();
    exits_.push_back(e);
    const Vec2 u = (b - a).normalized();
    const Vec2 p = a - flare * u, q = b + flare * u + depth * outward;
    aprons_.push_back({std::min(p.x(), q.x()), std::min(p.y(), q.y()), std::max(p.x(), q.x()), std::max(p.y(), q.y())});
    sinks_.push_back(sink);
    pieces_.push_back({aprons_.back(), z, 0, 0, scene::Surface::beyond_exit, -1, -1});
    return *this;
  }
  FlatFloors& portal(const std::string& title, Vec2 a, Vec2 b, bool closed = false, double z = 0) {
    scene::Portal p;
    p.name = title;
    p.a = a, p.b = b, p.z = z, p.width = (b - a).norm(), p.closed = closed;
    portals_.push_back(p);
    return *this;
  }
  /// A link whose ends are the cells within 0.5 m of the ends of its path.
  FlatFloors& link(const std::string& title, scene::Link::Kind kind, std::vector<Vec3> path, double width) {
    scene::Link l;
    l.name = title, l.kind = kind, l.path = std::move(path), l.width = width;
    links_.push_back(l);
    return *this;
  }

  scene::Floors build() const {
    scene::Floors f;
    f.grid.cell = cell_;
    double x1 = -1e9, y1 = -1e9;
    f.grid.x0 = f.grid.y0 = 1e9;
    for (const Piece& p : pieces_) {
      f.grid.x0 = std::min(f.grid.x0, p.r.x0 - cell_), f.grid.y0 = std::min(f.grid.y0, p.r.y0 - cell_);
      x1 = std::max(x1, p.r.x1 + cell_), y1 = std::max(y1, p.r.y1 + cell_);
    }
    f.grid.nx = static_cast<int32_t>(std::ceil((x1 - f.grid.x0) / cell_ - 1e-9));
    f.grid.ny = static_cast<int32_t>(std::ceil((y1 - f.grid.y0) / cell_ - 1e-9));
    add_cells(f);
    join(f);
    for (const std::string& s : spaces_) f.spaces.push_back({s, "", 0, -1});
    for (const std::string& s : storeys_) f.storeys.push_back({s, 0});
    f.walls = walls_;
    f.portals = portals_;
    f.portal.assign(f.size(), -1);
    for (size_t p = 0; p < portals_.size(); ++p)
      for (size_t c = 0; c < f.size(); ++c)
        if (to_line(f, c, portals_[p].a, portals_[p].b, portals_[p].z) < 0.6 * cell_) {
          f.portals[p].cells.push_back(static_cast<scene::CellId>(c));
          f.portal[c] = static_cast<int32_t>(p);
        }
    f.exits = exits_;
    for (size_t e = 0; e < exits_.size(); ++e)
      for (size_t c = 0; c < f.size(); ++c) {
        const Vec2 at = f.centre(static_cast<scene::CellId>(c));
        const double beyond = (at - exits_[e].a).dot(exits_[e].outward);
        if (std::abs(static_cast<double>(f.z[c]) - exits_[e].z) > 0.5) continue;
        if (aprons_[e].holds(at.x(), at.y()) && beyond >= sinks_[e])
          f.exits[e].sink.push_back(static_cast<scene::CellId>(c));
        if (beyond < 0 && to_line(f, c, exits_[e].a, exits_[e].b, exits_[e].z) < 0.8 * cell_)
          f.exits[e].line_cells.push_back(static_cast<scene::CellId>(c));
      }
    f.links = links_;
    for (scene::Link& l : f.links)
      for (size_t c = 0; c < f.size(); ++c) {
        if (near(f, c, l.path.front())) l.from.push_back(static_cast<scene::CellId>(c));
        if (near(f, c, l.path.back())) l.to.push_back(static_cast<scene::CellId>(c));
      }
    return f;
  }

 private:
  struct Piece {
    Rectangle r;
    double z, slope_x, slope_y;
    scene::Surface surface;
    int32_t space, storey;
  };

  static int32_t name(std::vector<std::string>& names, const std::string& title) {
    if (title.empty()) return -1;
    const auto at = std::find(names.begin(), names.end(), title);
    if (at != names.end()) return static_cast<int32_t>(at - names.begin());
    names.push_back(title);
    return static_cast<int32_t>(names.size()) - 1;
  }
  static double to_line(const scene::Floors& f, size_t c, const Vec2& a, const Vec2& b, double z) {
    if (std::abs(static_cast<double>(f.z[c]) - z) > 0.5) return 1e9;
    const Vec2 at = f.centre(static_cast<scene::CellId>(c)), d = b - a;
    return (at - a - std::clamp((at - a).dot(d) / d.squaredNorm(), 0.0, 1.0) * d).norm();
  }
  static bool near(const scene::Floors& f, size_t c, const Vec3& p) {
    return std::abs(static_cast<double>(f.z[c]) - p.z()) < 0.5 &&
           (f.centre(static_cast<scene::CellId>(c)) - p.head<2>()).norm() <= 0.5;
  }
  void add_cells(scene::Floors& f) const {
    for (int32_t column = 0; column < f.grid.nx * f.grid.ny; ++column) {
      f.column_begin.push_back(static_cast<uint32_t>(f.z.size()));
      const Vec2 at = f.grid.centre(column);
      std::vector<std::pair<double, const Piece*>> here;  // of pieces at one height the first counts
      for (const Piece& p : pieces_) {
        if (!p.r.holds(at.x(), at.y())) continue;
        const double z = p.z + p.slope_x * (at.x() - p.r.x0) + p.slope_y * (at.y() - p.r.y0);
        if (std::none_of(here.begin(), here.end(), [&](const auto& o) { return std::abs(o.first - z) < 1; }))
          here.emplace_back(z, &p);
      }
      std::sort(here.begin(), here.end());
      for (const auto& [z, p] : here) {
        f.z.push_back(static_cast<float>(z));
        f.column.push_back(column);
        f.surface.push_back(p->surface);
        f.slope.push_back({static_cast<float>(p->slope_x), static_cast<float>(p->slope_y)});
        f.space.push_back(p->space);
        f.storey.push_back(static_cast<int16_t>(p->storey));
      }
    }
    f.column_begin.push_back(static_cast<uint32_t>(f.z.size()));
  }
  /// Cells of neighbouring columns within 0.25 m of one another's height.
  void join(scene::Floors& f) const {
    f.neighbour.assign(f.z.size(), {scene::no_cell, scene::no_cell, scene::no_cell, scene::no_cell});
    for (size_t c = 0; c < f.z.size(); ++c)
      for (size_t d = 0; d < 2; ++d) {
        const int32_t i = f.column[c] % f.grid.nx + (d == 0 ? 1 : 0), j = f.column[c] / f.grid.nx + (d == 1 ? 1 : 0);
        if (i >= f.grid.nx || j >= f.grid.ny) continue;
        const auto other = static_cast<size_t>(j * f.grid.nx + i);
        for (uint32_t n = f.column_begin[other]; n < f.column_begin[other + 1]; ++n)
          if (std::abs(f.z[n] - f.z[c]) < 0.25f) {
            f.neighbour[c][d] = static_cast<scene::CellId>(n);
            f.neighbour[n][d + 2] = static_cast<scene::CellId>(c);
          }
      }
  }

  double cell_;
  std::vector<Piece> pieces_;
  std::vector<scene::Wall> walls_;
  std::vector<scene::Portal> portals_;
  std::vector<scene::Exit> exits_;
  std::vector<Rectangle> aprons_;
  std::vector<double> sinks_;
  std::vector<scene::Link> links_;
  std::vector<std::string> spaces_, storeys_;
};

/// A room `length` x `width` with its long axis along x and one door of the given width in the middle of its wall at
/// x = length, `thick` [m] thick; people are absorbed `beyond` [m] from the door's outer side, on open ground.
inline scene::Floors room_with_door(double length, double width, double door, double thick = 0.2, double beyond = 3.3,
                                    double cell = 0.1) {
  FlatFloors f(cell);
  const double low = 0.5 * (width - door), high = 0.5 * (width + door), out = length + thick;
  f.floor({0, 0, length, width}).floor({length, low, out, high});
  f.wall({0, 0}, {length, 0}).wall({0, 0}, {0, width}).wall({0, width}, {length, width});
  f.wall({length, 0}, {length, width}, {{low, high}});
  f.wall({out, 0}, {out, width}, {{low, high}});
  f.wall({length, low}, {out, low}).wall({length, high}, {out, high});
  f.exit("door", {out, low}, {out, high}, Vec2::UnitX(), beyond + 0.6, beyond, std::min(3.0, low));
  return f.build();
}

}  // namespace muster::test
