#include "viewer/stage/squares.h"

#include <osg/BlendFunc>
#include <osg/Depth>

namespace muster::viewer {

namespace {

constexpr float above = 0.04f;  // [m] over the floor

}  // namespace

SquaresNode::SquaresNode() : geometry_(make_geometry(GL_QUADS)) {
  osg::StateSet& state = *geometry_->getOrCreateStateSet();
  use_program(state, plain_vertex, plain_fragment.c_str());
  state.setAttributeAndModes(new osg::BlendFunc);
  state.setAttributeAndModes(new osg::Depth(osg::Depth::LESS, 0, 1, false));
  state.setRenderBinDetails(5, "RenderBin");
}

void SquaresNode::hide() {
  if (field_ == SIZE_MAX) return;
  field_ = SIZE_MAX;
  set_geometry(*geometry_, GL_QUADS, new osg::Vec3Array, new osg::Vec4Array);
}

void SquaresNode::show(Overlay& overlay, size_t field, double time) {
  bool changed = false;
  const FieldValues& values = overlay.at(field, time, changed);
  if (!changed && field == field_) return;
  if (field != field_) squares_ = overlay.squares(field);
  field_ = field;
  osg::ref_ptr<osg::Vec3Array> points = new osg::Vec3Array;
  osg::ref_ptr<osg::Vec4Array> colours = new osg::Vec4Array;
  const auto half = static_cast<float>(squares_.side / 2);
  for (size_t s = 0; s < squares_.x.size(); ++s) {
    if (values.opacity[s] <= 0) continue;
    const auto x = static_cast<float>(squares_.x[s]), y = static_cast<float>(squares_.y[s]);
    const float z = squares_.z[s] + above;
    points->push_back({x - half, y - half, z});
    points->push_back({x + half, y - half, z});
    points->push_back({x + half, y + half, z});
    points->push_back({x - half, y + half, z});
    for (int k = 0; k < 4; ++k) colours->push_back(with_alpha(values.colour[s], values.opacity[s]));
  }
  set_geometry(*geometry_, GL_QUADS, points, colours);
}

}  // namespace muster::viewer
