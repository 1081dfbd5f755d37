#pragma once
// Flames as bodies of the shape that the run gave them, brightest below and torn at the tip.

#include "viewer/replay/flames.h"
#include "viewer/stage/shader.h"

#include <vector>

namespace muster::viewer {

class FlamesNode {
 public:
  FlamesNode();
  osg::Geometry* node() { return geometry_; }
  /// `time` [s] makes them flicker.
  void show(const std::vector<BurningFlame>& flames, double time);

 private:
  osg::ref_ptr<osg::Geometry> geometry_;
  osg::ref_ptr<osg::Uniform> time_;
  std::vector<BurningFlame> shown_;
};

}  // namespace muster::viewer
