#pragma once
// Surfaces in the air on which a gas has one of its levels, seen through.

#include "viewer/replay/isosurface.h"
#include "viewer/stage/shader.h"

#include <vector>

namespace muster::viewer {

struct Surface {
  std::vector<Corner> corners;  ///< three a triangle
  Rgb colour;
};

class SurfacesNode {
 public:
  SurfacesNode();
  osg::Geometry* node() { return geometry_; }
  /// Of each the farthest triangles first; of several, given from the innermost to the outermost, those within first.
  void show(const std::vector<Surface>& surfaces, const View& view);

 private:
  osg::ref_ptr<osg::Geometry> geometry_;
  bool shown_ = false;
};

}  // namespace muster::viewer
