#include "viewer/stage/flames.h"

#include <algorithm>
#include <limits>

#include <osg/BlendFunc>
#include <osg/Depth>

namespace muster::viewer {

namespace {

// Colour: emission [20 kW/m2: sooty red, 150: bright], share of the height, strength.
constexpr const char* vertex = R"(#version 120
varying vec3 place, normal; varying vec4 is; varying vec3 to_eye;
void main() {
  place = gl_Vertex.xyz; normal = gl_Normal; is = gl_Color;
  vec4 eye = gl_ModelViewMatrixInverse * vec4(0.0, 0.0, 0.0, 1.0);
  to_eye = eye.xyz - place;
  gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex;
})";

// Noise of Perlin's kind over five octaves' worth of three, rising with the flame.
const std::string fragment = std::string("#version 120\n") + haze_code + R"(
uniform float time; varying vec3 place, normal; varying vec4 is; varying vec3 to_eye;
float grain(vec3 p) { return fract(sin(dot(p, vec3(12.99, 78.23, 37.72))) * 4758.55); }
float noise(vec3 p) {
  vec3 i = floor(p), f = fract(p); f = f * f * (3.0 - 2.0 * f);
  return mix(mix(mix(grain(i), grain(i + vec3(1, 0, 0)), f.x),
                 mix(grain(i + vec3(0, 1, 0)), grain(i + vec3(1, 1, 0)), f.x), f.y),
             mix(mix(grain(i + vec3(0, 0, 1)), grain(i + vec3(1, 0, 1)), f.x),
                 mix(grain(i + vec3(0, 1, 1)), grain(i + vec3(1, 1, 1)), f.x), f.y), f.z);
}
void main() {
  vec3 p = place / is.a - vec3(0.0, 0.0, 1.2 * time);
  float n = 0.55 * noise(3.0 * p) + 0.3 * noise(7.0 * p) + 0.15 * noise(15.0 * p);
  float rim = smoothstep(0.0, 0.45, abs(dot(normalize(normal), normalize(to_eye))));
  float heat = clamp(0.25 + 0.75 * is.r + 0.9 * (n - 0.5) - 0.25 * is.g, 0.0, 1.0);
  vec3 colour = mix(vec3(0.48, 0.11, 0.03), vec3(0.97, 0.42, 0.06), smoothstep(0.0, 0.5, heat));
  colour = mix(colour, vec3(1.0, 0.86, 0.42), smoothstep(0.45, 1.0, heat));
  float tip = 1.0 - smoothstep(0.7, 1.0, is.g) * clamp(1.5 - 2.0 * n, 0.0, 0.8);
  gl_FragColor = vec4(in_haze(colour), is.b * tip * (0.25 + 0.70 * rim));
})";

/// Noise is as coarse as the flame is large [m].
float size_of(const results::FlameShape& shape) {
  float low = std::numeric_limits<float>::max(), high = -low;
  for (size_t c = 0; c < shape.corner.size(); c += 3)
    low = std::min(low, shape.corner[c]), high = std::max(high, shape.corner[c]);
  return std::clamp(high - low, 1.0f, 30.0f);
}

}  // namespace

FlamesNode::FlamesNode() : geometry_(make_geometry(GL_TRIANGLES)), time_(new osg::Uniform("time", 0.0f)) {
  osg::StateSet& state = *geometry_->getOrCreateStateSet();
  use_program(state, vertex, fragment.c_str());
  state.addUniform(time_);
  state.setAttributeAndModes(new osg::BlendFunc);
  state.setAttributeAndModes(new osg::Depth(osg::Depth::LESS, 0, 1, false));
  state.setRenderBinDetails(8, "RenderBin");
}

void FlamesNode::show(const std::vector<BurningFlame>& flames, double time) {
  time_->set(static_cast<float>(time));
  const auto same = [](const BurningFlame& a, const BurningFlame& b) {
    return a.shape == b.shape && a.strength == b.strength;
  };
  if (std::equal(flames.begin(), flames.end(), shown_.begin(), shown_.end(), same)) return;
  shown_ = flames;
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array, normals = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> values = new osg::Vec4Array;
  for (const BurningFlame& flame : flames) {
    const std::vector<float>& c = flame.shape->corner;
    float low = c[2], high = c[2];
    for (size_t k = 2; k < c.size(); k += 3) low = std::min(low, c[k]), high = std::max(high, c[k]);
    const float size = size_of(*flame.shape), tall = std::max(high - low, 0.1f);
    for (size_t f = 0; f < flame.shape->emission.size(); ++f) {
      osg::Vec3 p[4];
      for (size_t k = 0; k < 4; ++k) p[k].set(c[12 * f + 3 * k], c[12 * f + 3 * k + 1], c[12 * f + 3 * k + 2]);
      osg::Vec3 normal = (p[2] - p[0]) ^ (p[3] - p[1]);
      normal.normalize();
      const float bright = std::clamp((flame.shape->emission[f] - 20000) / 130000, 0.0f, 1.0f);
      for (const int k : {0, 1, 2, 0, 2, 3}) {
        points->push_back(p[k]), normals->push_back(normal);
        values->push_back({bright, (p[k].z() - low) / tall, static_cast<float>(flame.strength), size});
      }
    }
  }
  set_geometry(*geometry_, GL_TRIANGLES, points, values);
  geometry_->setNormalArray(normals, osg::Array::BIND_PER_VERTEX);
}

}  // namespace muster::viewer
