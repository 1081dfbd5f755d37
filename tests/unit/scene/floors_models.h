#pragma once
// Small buildings made in code, for the tests of the stage "floors".

#include "scene/authored.h"
#include "scene/model.h"

#include <cmath>
#include <string>

namespace muster::scene {

/// Adds elements to a Model.
class Builder {
 public:
  Model model;
  bool downward = false;  ///< windings the wrong way round

  uint32_t element(Meaning meaning, const std::string& name = "") {
    model.elements.push_back({"", name, "", meaning, -1});
    return static_cast<uint32_t>(model.elements.size() - 1);
  }
  void triangle(uint32_t e, const Vec3& a, const Vec3& b, const Vec3& c) {
    const auto n = static_cast<uint32_t>(model.vertices.size());
    for (const Vec3& v : {a, b, c}) model.vertices.push_back(v.cast<float>());
    model.triangles.push_back({{n, downward ? n + 2 : n + 1, downward ? n + 1 : n + 2}, e});
  }
  void quad(uint32_t e, const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d) {
    triangle(e, a, b, c);
    triangle(e, a, c, d);
  }
  /// A closed box.
  uint32_t box(Meaning meaning, const Vec3& p, const Vec3& q, const std::string& name = "") {
    const uint32_t e = element(meaning, name);
    const Vec3 v[8] = {{p.x(), p.y(), p.z()}, {q.x(), p.y(), p.z()}, {q.x(), q.y(), p.z()}, {p.x(), q.y(), p.z()},
                       {p.x(), p.y(), q.z()}, {q.x(), p.y(), q.z()}, {q.x(), q.y(), q.z()}, {p.x(), q.y(), q.z()}};
    quad(e, v[0], v[3], v[2], v[1]);
    quad(e, v[4], v[5], v[6], v[7]);
    for (int k = 0; k < 4; ++k) quad(e, v[k], v[(k + 1) % 4], v[(k + 1) % 4 + 4], v[k + 4]);
    return e;
  }
  /// A sheet at one height.
  uint32_t sheet(Meaning meaning, double x0, double y0, double x1, double y1, double z) {
    const uint32_t e = element(meaning);
    quad(e, {x0, y0, z}, {x1, y0, z}, {x1, y1, z}, {x0, y1, z});
    return e;
  }
  void space(const std::string& name, const Vec3& p, const Vec3& q) {
    const uint32_t e = box(Meaning::space, p, q, name);
    model.spaces.push_back({name, "", e, -1});
  }
  /// A wall along x from x0 to x1 with a door opening, its faces at y and y + thick.
  void wall_with_door(double x0, double x1, double y, double thick, double door0, double door1, double z = 0,
                      double top = 2.7) {
    box(Meaning::wall, {x0, y, z}, {door0, y + thick, top});
    box(Meaning::wall, {door1, y, z}, {x1, y + thick, top});
    box(Meaning::wall, {door0, y, z + 2.1}, {door1, y + thick, top});
  }
  /// A leaf that stands shut in its opening, with its entry in Model::doors.
  void door(const std::string& name, const Vec3& centre, const Vec2& along, double width) {
    const Vec3 half(0.5 * width * std::abs(along.x()) + 0.03, 0.5 * width * std::abs(along.y()) + 0.03, 0);
    const uint32_t e = box(Meaning::door, centre - half, centre + half + Vec3(0, 0, 2.0), name);
    Door d;
    d.name = name;
    d.element = e;
    d.width = width;
    d.centre = centre;
    d.along = along;
    model.doors.push_back(d);
  }
  /// Straight flight up along +x: `steps` risers from z, treads as solid boxes; returns the height reached.
  double flight(Meaning meaning, double x, double y0, double y1, double z, int steps, double riser, double tread) {
    const uint32_t e = element(meaning, "flight");
    for (int k = 0; k < steps; ++k) {
      const double from = x + k * tread, top = z + (k + 1) * riser;
      quad(e, {from, y0, top - riser}, {from, y1, top - riser}, {from, y1, top}, {from, y0, top});
      quad(e, {from, y0, top}, {from + tread, y0, top}, {from + tread, y1, top}, {from, y1, top});
    }
    return z + steps * riser;
  }
};

inline ExitSpec exit_at(const std::string& name, const Vec2& a, const Vec2& b) {
  ExitSpec e;
  e.name = name;
  e.line = {a, b};
  return e;
}

/// Room 6 m x 4 m, walls of sheet metal all round as a plan makes them.
inline Builder plan_room(double width = 6, double depth = 4) {
  Builder b;
  b.sheet(Meaning::floor, 0, 0, width, depth, 0);
  const uint32_t wall = b.element(Meaning::wall);
  const Vec2 corners[4] = {{0, 0}, {width, 0}, {width, depth}, {0, depth}};
  for (int k = 0; k < 4; ++k) {
    const Vec2 &p = corners[k], &q = corners[(k + 1) % 4];
    b.quad(wall, {p.x(), p.y(), 0}, {q.x(), q.y(), 0}, {q.x(), q.y(), 3}, {p.x(), p.y(), 3});
  }
  return b;
}

}  // namespace muster::scene
