#include "viewer/stage/people.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <osg/PointSprite>

namespace muster::viewer {

namespace {

constexpr size_t most_near = 600;   // bodies of some 200 triangles
constexpr double near_pixels = 38;  // height in the picture from which a body is drawn as one

constexpr double flat_pixels = 9;  // and below it a point

// A head and a body painted on a point that covers all of them, or on an upright card as wide and high as they appear:
// the card's corners cost more than the point, its pixels less. Seen from whatever height.
constexpr const char* painted_code = R"(
vec3 painted(vec2 p, float up, vec3 coat) {
  float side = sqrt(1.0 - up * up);
  vec2 head = (p - vec2(0.0, 0.73 * side)) / 0.135;
  vec2 body = (p - vec2(0.0, -0.13 * side)) / vec2(0.24, 0.24 * up + 0.74 * side);
  float h = dot(head, head), b = dot(body, body);
  if (h > 1.0 && b > 1.0) discard;
  return h <= 1.0 ? vec3(0.93, 0.80, 0.69) * (1.0 - 0.35 * h) : coat * (1.05 - 0.45 * b);
})";
const std::string far_vertex = std::string("#version 120\n") + light_code + R"(
uniform float scale; uniform float least; uniform vec3 eye;
varying vec3 light;
varying vec4 colour; varying float up; varying float pixels;
void main() {
  vec4 middle = vec4(gl_Vertex.xyz + vec3(0.0, 0.0, 0.88), 1.0);
  vec3 d = eye - middle.xyz;
  up = clamp(d.z / length(d), 0.0, 1.0);
  colour = gl_Color;
  light = lit(vec3(1.0), 1.0, middle.xyz, vec3(0.0), false);
  gl_Position = gl_ModelViewProjectionMatrix * middle;
  pixels = 1.9 * scale / max(gl_Position.w, 0.1);
  gl_PointSize = max(pixels, least);
})";
const std::string far_fragment = std::string("#version 120\n") + haze_code + painted_code + R"(
varying vec3 light; varying vec4 colour; varying float up; varying float pixels;
void main() {
  vec2 p = (vec2(gl_PointCoord.x, 1.0 - gl_PointCoord.y) - 0.5) * 1.9;
  if (pixels < 6.0) {
    if (dot(p, p) > 0.9) discard;
    gl_FragColor = vec4(in_haze(colour.rgb * light), 1.0);
    return;
  }
  gl_FragColor = vec4(in_haze(painted(p, up, colour.rgb) * light), 1.0);
})";
const std::string flat_vertex = std::string("#version 120\n") + light_code + R"(
uniform vec3 eye; varying vec3 light; varying vec4 colour; varying float up; varying vec2 p;
void main() {
  vec4 middle = vec4(gl_Vertex.xyz + vec3(0.0, 0.0, 0.88), 1.0);
  vec3 d = eye - middle.xyz;
  up = clamp(d.z / length(d), 0.0, 1.0);
  colour = gl_Color;
  light = lit(vec3(1.0), 1.0, middle.xyz, vec3(0.0), false);
  p = gl_MultiTexCoord0.xy * vec2(0.25, 0.25 * up + 0.88 * sqrt(1.0 - up * up));
  gl_Position = gl_ProjectionMatrix * (gl_ModelViewMatrix * middle + vec4(p, 0.0, 0.0));
})";
const std::string flat_fragment = std::string("#version 120\n") + haze_code + painted_code + R"(
varying vec3 light; varying vec4 colour; varying float up; varying vec2 p;
void main() { gl_FragColor = vec4(in_haze(painted(p, up, colour.rgb) * light), 1.0); })";

const std::string near_vertex = std::string("#version 120\n") + light_code + R"(
varying vec4 colour;
void main() { colour = vec4(lit(gl_Color.rgb, 1.0, gl_Vertex.xyz, vec3(0.0), false), 1.0); gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; })";
const std::string near_fragment = std::string("#version 120\n") + haze_code + R"(
varying vec4 colour;
void main() { gl_FragColor = vec4(in_haze(colour.rgb), 1.0); })";

/// One ring of a body: height, half widths across and along [m], and whose colour it has.
struct Ring {
  float z, across, along;
  enum class Part { shoes, legs, coat, skin, hair } part;
};
using Part = Ring::Part;
// Widths of a grown person (shoulders 0.46 m, DIN 33402-2), 1.75 m tall.
constexpr std::array<Ring, 14> body = {{{0.00f, 0.13f, 0.12f, Part::shoes},
                                        {0.08f, 0.13f, 0.11f, Part::shoes},
                                        {0.09f, 0.13f, 0.09f, Part::legs},
                                        {0.50f, 0.15f, 0.10f, Part::legs},
                                        {0.84f, 0.17f, 0.12f, Part::legs},
                                        {0.85f, 0.18f, 0.125f, Part::coat},
                                        {1.10f, 0.18f, 0.12f, Part::coat},
                                        {1.38f, 0.23f, 0.13f, Part::coat},
                                        {1.47f, 0.15f, 0.10f, Part::coat},
                                        {1.48f, 0.065f, 0.065f, Part::skin},
                                        {1.53f, 0.070f, 0.075f, Part::skin},
                                        {1.62f, 0.085f, 0.105f, Part::skin},
                                        {1.67f, 0.085f, 0.105f, Part::hair},
                                        {1.75f, 0.035f, 0.045f, Part::hair}}};
constexpr int sides = 8;

Rgb paint(Part part, const Rgb& coat) {
  switch (part) {
    case Part::shoes:
      return {0.20f, 0.18f, 0.17f};
    case Part::legs:
      return {0.25f * coat[0] + 0.14f, 0.25f * coat[1] + 0.15f, 0.25f * coat[2] + 0.19f};
    case Part::skin:
      return {0.93f, 0.80f, 0.69f};
    case Part::hair:
      return {0.28f, 0.22f, 0.18f};
    default:
      return coat;
  }
}

/// Adds the rings of one body, lit from above and from one side.
void add_body(const Bodies& bodies, size_t i, const Rgb& colour, osg::Vec3Array& points, osg::Vec4Array& colours) {
  const bool goes = bodies.heading_x[i] != 0 || bodies.heading_y[i] != 0;
  const float hx = goes ? bodies.heading_x[i] : 0, hy = goes ? bodies.heading_y[i] : 1;
  const auto corner = [&](const Ring& ring, int side, float& light) {
    const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(side) / sides;
    const float a = std::cos(angle), b = std::sin(angle);
    // Across is the right hand of the heading.
    const float dx = ring.across * a * hy + ring.along * b * hx, dy = -ring.across * a * hx + ring.along * b * hy;
    const float nx = a * hy + b * hx, ny = -a * hx + b * hy;
    light = 0.74f + 0.20f * (0.8f * nx - 0.6f * ny) + 0.06f * ring.z;
    return osg::Vec3(bodies.x[i] + dx, bodies.y[i] + dy, bodies.z[i] + ring.z);
  };
  for (size_t r = 0; r + 1 < body.size(); ++r)
    for (int s = 0; s < sides; ++s) {
      float l[4];
      const osg::Vec3 p[4] = {corner(body[r], s, l[0]), corner(body[r], s + 1, l[1]), corner(body[r + 1], s + 1, l[2]),
                              corner(body[r + 1], s, l[3])};
      const Rgb c = paint(body[r + 1].part, colour);
      for (const int k : {0, 1, 2, 0, 2, 3}) {
        points.push_back(p[k]);
        colours.push_back({c[0] * l[k], c[1] * l[k], c[2] * l[k], 1});
      }
    }
}

/// A flat ring about somebody's feet.
void add_ring(const Bodies& bodies, size_t i, osg::Vec3Array& points, osg::Vec4Array& colours) {
  constexpr int parts = 24;
  const osg::Vec3 middle(bodies.x[i], bodies.y[i], bodies.z[i] + 0.06f);
  const auto at = [&](int k, float radius) {
    const float angle = 2 * std::numbers::pi_v<float> * static_cast<float>(k) / parts;
    return middle + osg::Vec3(radius * std::cos(angle), radius * std::sin(angle), 0);
  };
  for (int k = 0; k < parts; ++k)
    for (const osg::Vec3& p :
         {at(k, 0.45f), at(k, 0.62f), at(k + 1, 0.62f), at(k, 0.45f), at(k + 1, 0.62f), at(k + 1, 0.45f)}) {
      points.push_back(p);
      colours.push_back({0.85f, 0.10f, 0.10f, 1});
    }
}

}  // namespace

PeopleNode::PeopleNode()
    : group_(new osg::Group),
      far_(make_geometry(GL_POINTS)),
      flat_(make_geometry(GL_QUADS)),
      near_(make_geometry(GL_TRIANGLES)),
      scale_(new osg::Uniform("scale", 1000.0f)),
      least_(new osg::Uniform("least", 3.0f)),
      eye_(new osg::Uniform("eye", osg::Vec3())) {
  osg::StateSet& sprites = *far_->getOrCreateStateSet();
  use_program(sprites, far_vertex.c_str(), far_fragment.c_str());
  sprites.addUniform(scale_);
  sprites.addUniform(least_);
  sprites.addUniform(eye_);
  sprites.setMode(GL_VERTEX_PROGRAM_POINT_SIZE, osg::StateAttribute::ON);
  sprites.setTextureAttributeAndModes(0, new osg::PointSprite, osg::StateAttribute::ON);
  osg::StateSet& cards = *flat_->getOrCreateStateSet();
  use_program(cards, flat_vertex.c_str(), flat_fragment.c_str());
  cards.addUniform(eye_);
  use_program(*near_->getOrCreateStateSet(), near_vertex.c_str(), near_fragment.c_str());
  group_->addChild(far_);
  group_->addChild(flat_);
  group_->addChild(near_);
}

void PeopleNode::show_cards(const Bodies& bodies, const std::vector<Rgb>& colours, const std::vector<uint32_t>& who) {
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> paints = new osg::Vec4Array;
  points->reserve(4 * who.size()), paints->reserve(4 * who.size());
  for (const uint32_t i : who)
    for (int corner = 0; corner < 4; ++corner) {
      points->push_back({bodies.x[i], bodies.y[i], bodies.z[i]});
      paints->push_back(with_alpha(colours[i], 1));
    }
  set_geometry(*flat_, GL_QUADS, points, paints);
  // Corners are the same for everybody: kept, and added to where there are more people.
  if (corners_ && corners_->size() >= points->size()) return;
  corners_ = new osg::Vec2Array;
  for (size_t i = 0; i < std::max<size_t>(1024, 5 * who.size() / 4); ++i)
    for (const osg::Vec2& corner : {osg::Vec2(-1, -1), osg::Vec2(1, -1), osg::Vec2(1, 1), osg::Vec2(-1, 1)})
      corners_->push_back(corner);
  flat_->setTexCoordArray(0, corners_, osg::Array::BIND_PER_VERTEX);
}

void PeopleNode::show(const Bodies& bodies, const std::vector<Rgb>& colours, const Cut& cut, const View& view,
                      int height, size_t without, size_t marked) {
  const double scale = height / (2 * std::tan(view.fov_deg * std::numbers::pi / 360));
  scale_->set(static_cast<float>(scale));
  least_->set(std::max(3.0f, static_cast<float>(height) / 140));  // nobody is too small to be seen
  eye_->set(osg::Vec3(view.eye.cast<float>().x(), view.eye.cast<float>().y(), view.eye.cast<float>().z()));
  const Vec3 ahead = (view.centre - view.eye).normalized();
  // Who is near enough to be drawn as a body, the nearest first.
  std::vector<std::pair<float, uint32_t>> close;
  std::vector<uint32_t> cards, others;
  for (uint32_t i = 0; i < bodies.size(); ++i) {
    const auto z = static_cast<double>(bodies.z[i]);
    // A little above the floor, so that the box may begin on it.
    if (i == without || !cut.shows({bodies.x[i], bodies.y[i], z + 0.05}) || z >= cut.high - 0.3) continue;
    const double depth = (Vec3(bodies.x[i], bodies.y[i], z) - view.eye).dot(ahead);
    if (depth < 0.1 && depth > -2) continue;  // beside the eye
    if (depth > 0 && 1.75 * scale / depth >= near_pixels)
      close.emplace_back(static_cast<float>(depth), i);
    else
      (depth > 0 && 1.75 * scale / depth >= flat_pixels ? cards : others).push_back(i);
  }
  if (close.size() > most_near) {
    std::nth_element(close.begin(), close.begin() + most_near, close.end());
    for (size_t k = most_near; k < close.size(); ++k) cards.push_back(close[k].second);
    close.resize(most_near);
  }
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> paints = new osg::Vec4Array;
  for (const uint32_t i : others) {
    points->push_back({bodies.x[i], bodies.y[i], bodies.z[i]});
    paints->push_back(with_alpha(colours[i], 1));
  }
  set_geometry(*far_, GL_POINTS, points, paints);
  show_cards(bodies, colours, cards);
  points = new osg::Vec3Array, paints = new osg::Vec4Array;
  for (const auto& [depth, i] : close) add_body(bodies, i, colours[i], *points, *paints);
  if (marked < bodies.size()) add_ring(bodies, marked, *points, *paints);
  set_geometry(*near_, GL_TRIANGLES, points, paints);
}

}  // namespace muster::viewer
