#pragma once
// A field painted on the floors, square by square.

#include "viewer/replay/overlay.h"
#include "viewer/stage/shader.h"

namespace muster::viewer {

class SquaresNode {
 public:
  SquaresNode();

  osg::Geometry* node() { return geometry_; }

  /// Paints a field; kept as it is where neither the field nor its values have changed.
  void show(Overlay& overlay, size_t field, double time);
  void hide();

 private:
  osg::ref_ptr<osg::Geometry> geometry_;
  Overlay::Squares squares_;
  size_t field_ = SIZE_MAX;
};

}  // namespace muster::viewer
