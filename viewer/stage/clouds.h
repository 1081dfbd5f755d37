#pragma once
// Gas and smoke in the air, as soft ellipsoids that face the eye.

#include "viewer/replay/clouds.h"
#include "viewer/stage/shader.h"

namespace muster::viewer {

class CloudsNode {
 public:
  CloudsNode();
  osg::Geometry* node() { return geometry_; }
  /// Farthest first, so that they cover one another; those in the box alone where there is one.
  void show(const std::vector<Puff>& puffs, const View& view, const std::optional<Bounds>& box);

 private:
  osg::ref_ptr<osg::Geometry> geometry_;
  osg::ref_ptr<osg::Vec2Array> corners_;
};

}  // namespace muster::viewer
