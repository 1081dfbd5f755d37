#include "viewer/stage/building.h"

#include "viewer/stage/shader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <span>
#include <string>

#include <osg/BlendFunc>
#include <osg/PolygonOffset>

namespace muster::viewer {

namespace {

using scene::Meaning;

Rgb colour_of(Meaning meaning) {
  switch (meaning) {
    case Meaning::floor:
      return {0.86f, 0.85f, 0.82f};
    case Meaning::stair:
      return {0.80f, 0.76f, 0.68f};
    case Meaning::ramp:
      return {0.80f, 0.78f, 0.72f};
    case Meaning::wall:
      return {0.78f, 0.79f, 0.82f};
    case Meaning::door:
      return {0.66f, 0.50f, 0.36f};
    case Meaning::window:
      return {0.62f, 0.76f, 0.86f};
    case Meaning::railing:
      return {0.55f, 0.58f, 0.62f};
    case Meaning::furniture:
      return {0.74f, 0.70f, 0.66f};
    case Meaning::terrain:
      return {0.74f, 0.78f, 0.70f};
    default:
      return {0.76f, 0.77f, 0.78f};
  }
}

bool hides_people(Meaning meaning) { return meaning == Meaning::ceiling || meaning == Meaning::roof; }

constexpr const char* face_vertex = R"(#version 120
varying vec3 normal; varying vec4 colour; varying vec3 place;
void main() {
  normal = gl_Normal; colour = gl_Color; place = gl_Vertex.xyz;
  gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
})";

// Faces may be wound either way: lit on both sides, the more the steeper they face the light.
const std::string face_fragment = std::string("#version 120\n") + cut_code + haze_code + light_code + R"(
varying vec3 normal; varying vec4 colour;
void main() {
  cut_away();
  vec3 n = normalize(normal);
  float light = 0.70 + 0.24 * abs(n.z) + 0.14 * abs(dot(n, vec3(0.8, 0.6, 0.0)));
  gl_FragColor = vec4(in_haze(lit(colour.rgb, light, place, n, true)), colour.a);
})";

constexpr const char* edge_vertex = R"(#version 120
varying vec3 place;
void main() { place = gl_Vertex.xyz; gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; })";

const std::string edge_fragment = std::string("#version 120\n") + cut_code + haze_code + R"(
uniform float daylight;
void main() { cut_away(); gl_FragColor = vec4(in_haze(daylight * vec3(0.25, 0.27, 0.30)), 0.55); })";

/// Faces and edges as they are gathered.
struct Shapes {
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array, normals = new osg::Vec3Array, edges = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array;

  void face(const std::array<Vec3f, 3>& corners, const Vec3f& normal, const Rgb& colour) {
    for (const Vec3f& p : corners) {
      points->push_back({p.x(), p.y(), p.z()});
      normals->push_back({normal.x(), normal.y(), normal.z()});
      colours->push_back(with_alpha(colour, 1));
    }
  }
  void edge(const Vec3f& a, const Vec3f& b) {
    edges->push_back({a.x(), a.y(), a.z()});
    edges->push_back({b.x(), b.y(), b.z()});
  }
};

/// The faces that meet at one edge of one element.
struct Edge {
  Vec3f a, b, normal;
  int faces = 0;
  bool sharp = false;
};

/// Edges are drawn where an element's faces end or meet at more than 30 degrees; beyond this many triangles none are,
/// for the picture would be all lines.
constexpr size_t most_with_edges = 600000;

/// Corners closer than a millimetre are one.
std::array<int64_t, 3> rounded(const Vec3f& p) {
  return {std::llround(p.x() * 1000.0f), std::llround(p.y() * 1000.0f), std::llround(p.z() * 1000.0f)};
}

/// Adds one element's faces and edges.
void add_element(const scene::Model& model, std::span<const scene::Triangle> triangles, const Rgb& colour, bool edges,
                 Shapes& shapes) {
  std::map<std::pair<std::array<int64_t, 3>, std::array<int64_t, 3>>, Edge> met;
  for (const scene::Triangle& t : triangles) {
    const std::array<Vec3f, 3> p = {model.vertices[t.vertex[0]], model.vertices[t.vertex[1]],
                                    model.vertices[t.vertex[2]]};
    Vec3f normal = (p[1] - p[0]).cross(p[2] - p[0]);
    if (normal.norm() < 1e-12f) continue;
    normal.normalize();
    shapes.face(p, normal, colour);
    if (!edges) continue;
    for (size_t k = 0; k < 3; ++k) {
      auto first = rounded(p[k]), second = rounded(p[(k + 1) % 3]);
      if (second < first) std::swap(first, second);
      Edge& edge = met[{first, second}];
      if (edge.faces++ == 0)
        edge.a = p[k], edge.b = p[(k + 1) % 3], edge.normal = normal;
      else if (std::abs(edge.normal.dot(normal)) < 0.866f)
        edge.sharp = true;
    }
  }
  for (const auto& [ends, edge] : met)
    if (edge.faces == 1 || edge.sharp) shapes.edge(edge.a, edge.b);
}

/// All of a model that is, or is not, overhead: ceilings and roofs.
void add_model(const scene::Model& model, bool overhead, Shapes& shapes) {
  // Triangles of an element lie together, but nobody promises it.
  std::vector<scene::Triangle> sorted = model.triangles;
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.element < b.element; });
  const bool edges = sorted.size() <= most_with_edges;
  for (size_t first = 0; first < sorted.size();) {
    size_t last = first;
    while (last < sorted.size() && sorted[last].element == sorted[first].element) ++last;
    const Meaning meaning = model.elements[sorted[first].element].meaning;
    if (hides_people(meaning) == overhead)
      add_element(model, std::span(sorted).subspan(first, last - first), colour_of(meaning), edges, shapes);
    first = last;
  }
}

/// A rectangle by its corners in turn.
void add_quad(const std::array<Vec3f, 4>& p, const Rgb& colour, Shapes& shapes) {
  Vec3f normal = (p[1] - p[0]).cross(p[3] - p[0]);
  normal.normalize();
  shapes.face({p[0], p[1], p[2]}, normal, colour);
  shapes.face({p[0], p[2], p[3]}, normal, colour);
}

/// Floors as strips of cells along x, and walls.
void add_floors(const scene::Floors& floors, Shapes& shapes) {
  const auto half = static_cast<float>(floors.grid.cell / 2);
  std::vector<uint8_t> done(floors.size(), 0);
  for (size_t c = 0; c < floors.size(); ++c) {
    if (done[c] != 0) continue;
    size_t last = c;
    for (;;) {
      done[last] = 1;
      const scene::CellId next = floors.neighbour[last][0];
      if (next == scene::no_cell || done[static_cast<size_t>(next)] != 0 ||
          floors.surface[static_cast<size_t>(next)] != floors.surface[c] ||
          std::abs(floors.z[static_cast<size_t>(next)] - floors.z[c]) > 0.01f)
        break;
      last = static_cast<size_t>(next);
    }
    const Vec3f from(floors.grid.centre(floors.column[c]).cast<float>().x() - half,
                     floors.grid.centre(floors.column[c]).cast<float>().y() - half, floors.z[c]);
    const float x1 = floors.grid.centre(floors.column[last]).cast<float>().x() + half, y1 = from.y() + 2 * half;
    add_quad({from, Vec3f(x1, from.y(), from.z()), Vec3f(x1, y1, from.z()), Vec3f(from.x(), y1, from.z())},
             colour_of(floors.surface[c] == scene::Surface::stair ? Meaning::stair : Meaning::floor), shapes);
  }
  for (const scene::Wall& w : floors.walls) {
    const Vec2 a = w.a, b = w.b;
    const auto at = [](const Vec2& p, float z) {
      return Vec3f(static_cast<float>(p.x()), static_cast<float>(p.y()), z);
    };
    const float high = std::min(w.z_high, w.z_low + 3.0f);
    add_quad({at(a, w.z_low), at(b, w.z_low), at(b, high), at(a, high)}, colour_of(Meaning::wall), shapes);
    shapes.edge(at(a, high), at(b, high));
  }
}

osg::ref_ptr<osg::Geometry> still(osg::Vec3Array* points, GLenum primitive) {
  osg::ref_ptr<osg::Geometry> geometry = new osg::Geometry;
  geometry->setUseDisplayList(false);
  geometry->setUseVertexBufferObjects(true);
  geometry->setVertexArray(points);
  geometry->addPrimitiveSet(new osg::DrawArrays(primitive, 0, static_cast<GLsizei>(points->size())));
  return geometry;
}

/// Faces and edges.
osg::ref_ptr<osg::Group> drawn(const Shapes& shapes) {
  osg::ref_ptr<osg::Group> group = new osg::Group;
  if (shapes.points->empty()) return group;
  osg::ref_ptr<osg::Geometry> faces = still(shapes.points, GL_TRIANGLES);
  faces->setNormalArray(shapes.normals, osg::Array::BIND_PER_VERTEX);
  faces->setColorArray(shapes.colours, osg::Array::BIND_PER_VERTEX);
  osg::StateSet& lit = *faces->getOrCreateStateSet();
  use_program(lit, face_vertex, face_fragment.c_str());
  lit.setAttributeAndModes(new osg::PolygonOffset(1, 1));
  group->addChild(faces);
  if (shapes.edges->empty()) return group;

  osg::ref_ptr<osg::Geometry> lines = still(shapes.edges, GL_LINES);
  osg::StateSet& thin = *lines->getOrCreateStateSet();
  use_program(thin, edge_vertex, edge_fragment.c_str());
  thin.setAttributeAndModes(new osg::BlendFunc);
  group->addChild(lines);
  return group;
}

}  // namespace

osg::ref_ptr<osg::Group> make_building(const scene::Model& model, const scene::Floors& floors) {
  Shapes shapes;
  if (model.triangles.empty())
    add_floors(floors, shapes);
  else
    add_model(model, false, shapes);
  return drawn(shapes);
}

osg::ref_ptr<osg::Group> make_overhead(const scene::Model& model) {
  Shapes shapes;
  add_model(model, true, shapes);
  return drawn(shapes);
}

}  // namespace muster::viewer
