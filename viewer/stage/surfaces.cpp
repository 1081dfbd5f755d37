#include "viewer/stage/surfaces.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <osg/BlendFunc>
#include <osg/Depth>

namespace muster::viewer {

SurfacesNode::SurfacesNode() : geometry_(make_geometry(GL_TRIANGLES)) {
  osg::StateSet& state = *geometry_->getOrCreateStateSet();
  use_program(state, plain_vertex, plain_fragment.c_str());
  state.setAttributeAndModes(new osg::BlendFunc);
  state.setAttributeAndModes(new osg::Depth(osg::Depth::LESS, 0, 1, false));
  state.setRenderBinDetails(10, "RenderBin");  // over clouds: their outline is what one asks for
}

void SurfacesNode::show(const std::vector<Surface>& surfaces, const View& view) {
  constexpr float opacity = 0.45f;
  if (surfaces.empty() && !shown_) return;
  shown_ = !surfaces.empty();
  struct Face {
    double depth;
    size_t surface, first;
  };
  std::vector<Face> order;
  const Vec3 ahead = (view.centre - view.eye).normalized();
  const auto at = [&](size_t s, size_t i) {
    const Corner& c = surfaces[s].corners[i];
    return Vec3(c[0], c[1], c[2]);
  };
  for (size_t s = 0; s < surfaces.size(); ++s)
    for (size_t i = 0; i + 2 < surfaces[s].corners.size(); i += 3)
      order.push_back({ahead.dot(at(s, i) + at(s, i + 1) + at(s, i + 2)), s, i});
  // One surface after the other, the innermost first: they lie so close to one another in places that an order by depth
  // alone would change from triangle to triangle.
  std::sort(order.begin(), order.end(), [](const Face& a, const Face& b) {
    return std::pair(a.surface, -a.depth) < std::pair(b.surface, -b.depth);
  });
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array;
  for (const Face& face : order) {
    const Vec3 a = at(face.surface, face.first), b = at(face.surface, face.first + 1),
               c = at(face.surface, face.first + 2);
    const Vec3 normal = (b - a).cross(c - a);
    const double steep = normal.norm() > 0 ? std::abs(normal.dot(Vec3(0.4, 0.3, 0.866))) / normal.norm() : 1;
    Rgb colour = surfaces[face.surface].colour;
    for (float& part : colour) part *= static_cast<float>(0.55 + 0.45 * steep);
    for (const Vec3& p : {a, b, c}) {
      points->push_back(osg::Vec3(osg::Vec3d(p.x(), p.y(), p.z())));
      colours->push_back(with_alpha(colour, opacity));
    }
  }
  set_geometry(*geometry_, GL_TRIANGLES, points, colours);
}

}  // namespace muster::viewer
