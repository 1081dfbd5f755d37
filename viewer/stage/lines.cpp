#include "viewer/stage/lines.h"

#include <algorithm>

#include <osg/BlendFunc>
#include <osg/LineWidth>

namespace muster::viewer {

namespace {

constexpr float above = 0.10f;  // [m] over the floor

}  // namespace

LinesNode::LinesNode() : geometry_(make_geometry(GL_LINES)) {
  osg::StateSet& state = *geometry_->getOrCreateStateSet();
  use_program(state, plain_vertex, plain_fragment.c_str());
  state.setAttributeAndModes(new osg::BlendFunc);
  state.setRenderBinDetails(6, "RenderBin");
}

void LinesNode::show(const std::vector<Line>& lines, int height) {
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array;
  for (const Line& line : lines)
    for (const Vec3& p : {line.a, line.b}) {
      points->push_back(osg::Vec3(osg::Vec3d(p.x(), p.y(), p.z())) + osg::Vec3(0, 0, above));
      colours->push_back(with_alpha(line.colour, line.opacity));
    }
  set_geometry(*geometry_, GL_LINES, points, colours);
  geometry_->getOrCreateStateSet()->setAttributeAndModes(
      new osg::LineWidth(std::max(1.5f, static_cast<float>(height) / 240)));
}

}  // namespace muster::viewer
