#include "viewer/stage/clouds.h"

#include <algorithm>
#include <cmath>

#include <osg/BlendFunc>
#include <osg/Depth>

namespace muster::viewer {

namespace {

constexpr const char* vertex = R"(#version 120
varying vec2 p; varying vec4 colour;
void main() { p = gl_MultiTexCoord0.xy; colour = gl_Color; gl_Position = gl_ModelViewProjectionMatrix * gl_Vertex; })";

const std::string fragment = std::string("#version 120\n") + haze_code + R"(
uniform float daylight; varying vec2 p; varying vec4 colour;
void main() {
  float r = dot(p, p);
  if (r > 1.0) discard;
  gl_FragColor = vec4(in_haze(colour.rgb * (0.25 + 0.75 * daylight)), colour.a * exp(-2.8 * r) * (1.0 - r * r));
})";

constexpr size_t most = 30000;  // of the densest

}  // namespace

CloudsNode::CloudsNode() : geometry_(make_geometry(GL_QUADS)), corners_(new osg::Vec2Array) {
  osg::StateSet& state = *geometry_->getOrCreateStateSet();
  use_program(state, vertex, fragment.c_str());
  state.setAttributeAndModes(new osg::BlendFunc);
  state.setAttributeAndModes(new osg::Depth(osg::Depth::LESS, 0, 1, false));
  state.setRenderBinDetails(9, "RenderBin");
}

void CloudsNode::show(const std::vector<Puff>& puffs, const View& view, const std::optional<Bounds>& box) {
  if (puffs.empty() && corners_->empty()) return;
  const Vec3 ahead = (view.centre - view.eye).normalized(), right = ahead.cross(view.up).normalized();
  const Vec3 up = right.cross(ahead);
  const double level = std::hypot(ahead.x(), ahead.y()), steep = std::abs(ahead.z());
  std::vector<std::pair<double, uint32_t>> order;
  for (uint32_t i = 0; i < puffs.size(); ++i) {
    const Vec3 at(puffs[i].at[0], puffs[i].at[1], puffs[i].at[2]);
    if (box && !box->contains(at)) continue;
    const double depth = (at - view.eye).dot(ahead);
    if (depth > view.near + static_cast<double>(puffs[i].half_width)) order.emplace_back(depth, i);
  }
  if (order.size() > most) {
    std::nth_element(order.begin(), order.begin() + most, order.end(),
                     [&](const auto& a, const auto& b) { return puffs[a.second].density > puffs[b.second].density; });
    order.resize(most);
  }
  std::sort(order.rbegin(), order.rend());
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array;
  corners_ = new osg::Vec2Array;
  for (const auto& [depth, i] : order) {
    const Puff& puff = puffs[i];
    const auto wide = static_cast<double>(puff.half_width), high = static_cast<double>(puff.half_height);
    const double tall = std::hypot(high * level, wide * steep);
    // The way through its middle, of the nodes' distance and not of the overlap.
    constexpr double overlap = 2.2;
    const double through = 2 / overlap / std::hypot(level / wide, steep / high);
    const auto opacity = static_cast<float>(1 - transmission(static_cast<double>(puff.density), through));
    const Vec3 middle(puff.at[0], puff.at[1], puff.at[2]);
    for (const auto& [a, b] : {std::pair(-1, -1), std::pair(1, -1), std::pair(1, 1), std::pair(-1, 1)}) {
      const Vec3 p = middle + a * wide * right + b * tall * up;
      points->push_back(osg::Vec3(osg::Vec3d(p.x(), p.y(), p.z())));
      colours->push_back(with_alpha(puff.colour, opacity));
      corners_->push_back(osg::Vec2(static_cast<float>(a), static_cast<float>(b)));
    }
  }
  set_geometry(*geometry_, GL_QUADS, points, colours);
  geometry_->setTexCoordArray(0, corners_, osg::Array::BIND_PER_VERTEX);
}

}  // namespace muster::viewer
