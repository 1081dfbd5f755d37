#pragma once
// Lines over the floors: contours of fields, ways that people came.

#include "viewer/stage/shader.h"

#include <vector>

namespace muster::viewer {

struct Line {
  Vec3 a, b;  ///< [m]
  Rgb colour;
  float opacity = 1;
};

class LinesNode {
 public:
  LinesNode();
  osg::Geometry* node() { return geometry_; }
  /// `height` of the picture [pixels]: lines are a 240th of it thick.
  void show(const std::vector<Line>& lines, int height);

 private:
  osg::ref_ptr<osg::Geometry> geometry_;
};

}  // namespace muster::viewer
