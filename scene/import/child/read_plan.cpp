#include "base/digest.h"
#include "scene/import/child/readers.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <memory>
#include <sstream>

#include <fmt/format.h>
#include <geos_c.h>

namespace muster::scene {

namespace {

constexpr double wall_height = 2.5;  ///< [m] of the walls along a plan's edges: above anybody's head
constexpr double snap = 1e-4;        ///< [m] polygons closer than this touch: plans are drawn to 1 mm at best

/// One GEOS context, its geometries and its last message.
class Geos {
 public:
  using Geometry = std::unique_ptr<GEOSGeometry, std::function<void(GEOSGeometry*)>>;

  Geos() : handle_(GEOS_init_r()) {
    GEOSContext_setErrorMessageHandler_r(
        handle_, [](const char* message, void* self) { static_cast<Geos*>(self)->message_ = message; }, this);
  }
  ~Geos() { GEOS_finish_r(handle_); }
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  GEOSContextHandle_t handle() const { return handle_; }
  /// Takes ownership; throws Refusal with GEOS's message for a null pointer.
  Geometry own(GEOSGeometry* geometry, const char* what) const {
    if (geometry == nullptr) throw Refusal(fmt::format("{}: {}", what, message_));
    return {geometry, [this](GEOSGeometry* g) { GEOSGeom_destroy_r(handle_, g); }};
  }

 private:
  GEOSContextHandle_t handle_;
  std::string message_;
};

std::vector<Vec2> ring_points(const Geos& geos, const GEOSGeometry* ring) {
  const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(geos.handle(), ring);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(geos.handle(), sequence, &count);
  std::vector<Vec2> points(count);
  const bool has_height = GEOSHasZ_r(geos.handle(), ring) == 1;
  for (unsigned k = 0; k < count; ++k) {
    GEOSCoordSeq_getXY_r(geos.handle(), sequence, k, &points[k].x(), &points[k].y());
    if (!points[k].allFinite()) throw Refusal("has a coordinate that is not a number or infinite");
    double height = 0;
    if (has_height) GEOSCoordSeq_getZ_r(geos.handle(), sequence, k, &height);
    if (std::abs(height) > 1e-9)
      throw Refusal(
          fmt::format("has a point at the height {:g}: a plan is flat. Leave heights out; further storeys are "
                      "[[model.storey]] with floors of their own ([[strip]]), or come from a model",
                      height));
  }
  return points;
}

/// Every polygon within a geometry, however deep in collections.
void for_each_polygon(const Geos& geos, const GEOSGeometry* geometry, size_t& others, int depth,
                      const std::function<void(const GEOSGeometry*)>& use) {
  if (depth > 100) throw Refusal("has collections nested deeper than 100 levels");
  const int type = GEOSGeomTypeId_r(geos.handle(), geometry);
  if (type == GEOS_POLYGON) {
    if (GEOSisEmpty_r(geos.handle(), geometry) == 0) use(geometry);
  } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    const int count = GEOSGetNumGeometries_r(geos.handle(), geometry);
    for (int k = 0; k < count; ++k)
      for_each_polygon(geos, GEOSGetGeometryN_r(geos.handle(), geometry, k), others, depth + 1, use);
  } else {
    ++others;
  }
}

std::vector<std::vector<Vec2>> rings_of(const Geos& geos, const GEOSGeometry* polygon) {
  std::vector<std::vector<Vec2>> rings{ring_points(geos, GEOSGetExteriorRing_r(geos.handle(), polygon))};
  const int holes = GEOSGetNumInteriorRings_r(geos.handle(), polygon);
  for (int k = 0; k < holes; ++k) rings.push_back(ring_points(geos, GEOSGetInteriorRingN_r(geos.handle(), polygon, k)));
  return rings;
}

/// Refuses text behind the first geometry: GEOS reads one and drops the rest in silence.
void check_one_geometry(const std::string& text) {
  int depth = 0;
  size_t end = std::string::npos;
  for (size_t i = 0; i < text.size() && end == std::string::npos; ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) end = i + 1;
  }
  if (end == std::string::npos) return;
  const size_t more = text.find_first_not_of(" \t\r\n;", end);
  if (more != std::string::npos)
    throw Refusal(
        fmt::format("has more text behind its first geometry, from byte {} on: write all of it as one "
                    "GEOMETRYCOLLECTION or MULTIPOLYGON",
                    more + 1));
}

/// Reads the text, repairs what crosses itself and joins what touches.
Geos::Geometry read_and_join(const Geos& geos, const std::string& text, double unit, Draft& draft) {
  check_one_geometry(text);
  GEOSWKTReader* reader = GEOSWKTReader_create_r(geos.handle());
  GEOSGeometry* read = GEOSWKTReader_read_r(geos.handle(), reader, text.c_str());
  GEOSWKTReader_destroy_r(geos.handle(), reader);
  const Geos::Geometry all = geos.own(read, "is not well-known text");
  size_t others = 0, repaired = 0;
  std::vector<GEOSGeometry*> polygons;
  for_each_polygon(geos, all.get(), others, 0, [&](const GEOSGeometry* polygon) {
    rings_of(geos, polygon);  // checks the coordinates
    const bool valid = GEOSisValid_r(geos.handle(), polygon) == 1;
    repaired += valid ? 0 : 1;
    polygons.push_back(valid ? GEOSGeom_clone_r(geos.handle(), polygon) : GEOSMakeValid_r(geos.handle(), polygon));
  });
  if (polygons.empty()) throw Refusal("has no polygon");
  if (repaired > 0)
    draft.warnings.push_back(
        {"plan_repaired", fmt::format("{} polygons cross themselves and were repaired", repaired), ""});
  if (others > 0)
    draft.warnings.push_back(
        {"plan_ignored", fmt::format("{} points or lines were ignored: a plan is made of polygons", others), ""});
  const Geos::Geometry joined =
      geos.own(GEOSGeom_createCollection_r(geos.handle(), GEOS_GEOMETRYCOLLECTION, polygons.data(),
                                           static_cast<unsigned>(polygons.size())),
               "cannot be joined");
  return geos.own(GEOSUnaryUnionPrec_r(geos.handle(), joined.get(), snap / unit), "cannot be joined");
}

uint32_t add_point(Draft& draft, const Vec3& point) {
  draft.points.push_back(point);
  return static_cast<uint32_t>(draft.points.size() - 1);
}

uint32_t add_element(Draft& draft, std::string name, Meaning meaning) {
  draft.elements.push_back({"", std::move(name), "", meaning, -1});
  return static_cast<uint32_t>(draft.elements.size() - 1);
}

/// A vertical quadrilateral from `a` to `b`, in file units.
void add_wall(Draft& draft, const Vec3& a, const Vec3& b, uint32_t element) {
  const Vec3 up(0, 0, wall_height / draft.unit_m);
  const uint32_t p = add_point(draft, a), q = add_point(draft, b), r = add_point(draft, b + up),
                 s = add_point(draft, a + up);
  draft.triangles.push_back({{p, q, r}, element});
  draft.triangles.push_back({{p, r, s}, element});
}

/// Triangles counter-clockwise seen from above. GEOS 3.11 cannot triangulate some polygons with many holes ("Unable to
/// find a convex corner"): these are halved across their longer side until it can.
void add_floor(const Geos& geos, const GEOSGeometry* polygon, uint32_t element, Draft& draft, int halvings = 0) {
  GEOSGeometry* made = GEOSConstrainedDelaunayTriangulation_r(geos.handle(), polygon);
  if (made == nullptr && halvings < 24) {
    Vec2 low, high;
    GEOSGeom_getXMin_r(geos.handle(), polygon, &low.x());
    GEOSGeom_getYMin_r(geos.handle(), polygon, &low.y());
    GEOSGeom_getXMax_r(geos.handle(), polygon, &high.x());
    GEOSGeom_getYMax_r(geos.handle(), polygon, &high.y());
    const int axis = high.x() - low.x() > high.y() - low.y() ? 0 : 1;
    const double middle = (low[axis] + high[axis]) / 2;
    for (int half = 0; half < 2; ++half) {
      Vec2 from = low - Vec2::Ones(), to = high + Vec2::Ones();
      (half == 0 ? to : from)[axis] = middle;
      const Geos::Geometry box =
          geos.own(GEOSGeom_createRectangle_r(geos.handle(), from.x(), from.y(), to.x(), to.y()), "cannot be halved");
      const Geos::Geometry piece = geos.own(GEOSIntersection_r(geos.handle(), polygon, box.get()), "cannot be halved");
      size_t others = 0;
      for_each_polygon(geos, piece.get(), others, 0,
                       [&](const GEOSGeometry* part) { add_floor(geos, part, element, draft, halvings + 1); });
    }
    return;
  }
  const Geos::Geometry triangles = geos.own(made, "cannot be triangulated");
  size_t others = 0;
  for_each_polygon(geos, triangles.get(), others, 0, [&](const GEOSGeometry* triangle) {
    std::vector<Vec2> corners = rings_of(geos, triangle)[0];
    if (corners.size() < 4) return;
    if (cross(corners[1] - corners[0], corners[2] - corners[0]) < 0) std::swap(corners[1], corners[2]);
    Triangle face{{}, element};
    for (size_t k = 0; k < 3; ++k) face.vertex[k] = add_point(draft, {corners[k].x(), corners[k].y(), 0});
    draft.triangles.push_back(face);
  });
}

/// Whitespace-separated numbers and words with a limit on counts.
class Tokens {
 public:
  explicit Tokens(const std::string& text) : stream_(text) {}
  double number(const char* what) {
    std::string word;
    stream_ >> word;
    char* end = nullptr;
    const double value = std::strtod(word.c_str(), &end);
    if (word.empty() || *end != '\0')
      throw Refusal(fmt::format("is not a navigation mesh or ends early: a {} was expected, not \"{}\"", what,
                                word.substr(0, 40)));
    return value;
  }
  size_t index(const char* what, size_t limit) {
    const double value = number(what);
    if (!(value >= 0) || value >= static_cast<double>(limit) || value != std::floor(value))
      throw Refusal(fmt::format("has a {} of {}: a whole number below {} was expected", what, value, limit));
    return static_cast<size_t>(value);
  }
  std::optional<std::string> word() {
    std::string word;
    return stream_ >> word ? std::optional(word) : std::nullopt;
  }

 private:
  std::istringstream stream_;
};

constexpr size_t max_count = 10'000'000;

struct NavMesh {
  std::vector<Vec2> vertices;
  struct Polygon {
    std::vector<size_t> corners;
    Vec3 plane;  ///< z = a x + b y + c
  };
  std::vector<Polygon> polygons;
};

/// Menge's NavMesh text: vertices; edges between two polygons; edges of obstacles; then named groups of polygons, each
/// with centroid, corners, plane, edges and obstacles (Menge, Agents/NavMesh: NavMesh::load,
/// NavMeshNode::loadFromAscii).
NavMesh parse_nav(const std::string& text) {
  Tokens tokens(text);
  NavMesh mesh;
  const size_t vertices = tokens.index("count of vertices", max_count);
  for (size_t k = 0; k < vertices; ++k) {
    const double x = tokens.number("coordinate"), y = tokens.number("coordinate");
    mesh.vertices.emplace_back(x, y);
  }
  for (const char* what : {"count of edges", "count of obstacles"}) {
    const size_t count = tokens.index(what, max_count);
    for (size_t k = 0; k < 4 * count; ++k) tokens.number("number of an edge");
  }
  while (tokens.word()) {  // the name of a group
    const size_t polygons = tokens.index("count of polygons", max_count);
    for (size_t k = 0; k < polygons; ++k) {
      NavMesh::Polygon polygon;
      tokens.number("centroid");
      tokens.number("centroid");
      const size_t corners = tokens.index("count of corners", max_count);
      for (size_t c = 0; c < corners; ++c) polygon.corners.push_back(tokens.index("corner", mesh.vertices.size()));
      for (int axis = 0; axis < 3; ++axis) polygon.plane[axis] = tokens.number("plane");
      for (const char* what : {"count of edges", "count of obstacles"}) {
        const size_t count = tokens.index(what, max_count);
        for (size_t c = 0; c < count; ++c) tokens.number("edge");
      }
      mesh.polygons.push_back(std::move(polygon));
    }
  }
  return mesh;
}

}  // namespace

Draft read_wkt(const ReadOrder& order) {
  Draft draft;
  draft.format = "WKT";
  draft.unit_m = order.unit_m.value_or(1);
  std::string text = read_file(order.file);
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  const Geos geos;
  const Geos::Geometry plan = read_and_join(geos, text, draft.unit_m, draft);
  size_t others = 0, number = 0;
  for_each_polygon(geos, plan.get(), others, 0, [&](const GEOSGeometry* polygon) {
    ++number;
    add_floor(geos, polygon, add_element(draft, fmt::format("floor: {}", number), Meaning::floor), draft);
    const uint32_t wall = add_element(draft, fmt::format("wall: edge of {}", number), Meaning::wall);
    for (const std::vector<Vec2>& ring : rings_of(geos, polygon))
      for (size_t k = 0; k + 1 < ring.size(); ++k)
        add_wall(draft, {ring[k].x(), ring[k].y(), 0}, {ring[k + 1].x(), ring[k + 1].y(), 0}, wall);
  });
  return draft;
}

Draft read_nav(const ReadOrder& order) {
  Draft draft;
  draft.format = "NAV";
  draft.unit_m = order.unit_m.value_or(1);
  const NavMesh mesh = parse_nav(read_file(order.file));
  const uint32_t floor = add_element(draft, "floor: navigation mesh", Meaning::floor);
  const uint32_t wall = add_element(draft, "wall: edge of the navigation mesh", Meaning::wall);
  std::map<std::pair<size_t, size_t>, std::vector<std::pair<Vec3, Vec3>>> edges;
  for (const NavMesh::Polygon& polygon : mesh.polygons) {
    std::vector<Vec3> corners;
    for (const size_t corner : polygon.corners) {
      const Vec2& p = mesh.vertices[corner];
      corners.emplace_back(p.x(), p.y(), polygon.plane.x() * p.x() + polygon.plane.y() * p.y() + polygon.plane.z());
    }
    for (size_t k = 0; k < corners.size(); ++k) {
      const size_t next = (k + 1) % corners.size();
      edges[std::minmax(polygon.corners[k], polygon.corners[next])].emplace_back(corners[k], corners[next]);
      if (k == 0 || next == 0) continue;  // the polygons are convex: a fan from the first corner
      Triangle made{{}, floor};
      for (size_t c = 0; c < 3; ++c) made.vertex[c] = add_point(draft, corners[c == 0 ? 0 : c == 1 ? k : next]);
      draft.triangles.push_back(made);
    }
  }
  for (const auto& [ends, sides] : edges)
    if (sides.size() == 1) add_wall(draft, sides[0].first, sides[0].second, wall);
  return draft;
}

}  // namespace muster::scene
