#pragma once
// People: bodies near the eye, cards and points that look like bodies farther off.

#include "viewer/stage/shader.h"

#include <vector>

#include <osg/Group>

namespace muster::viewer {

class PeopleNode {
 public:
  PeopleNode();

  osg::Group* node() { return group_; }

  /// `cut`: heights of floors whose people are shown; `height`: of the picture [pixels]. Whoever is `without` (a row;
  /// the one through whose eyes one looks) is left out, and `marked` stands in a ring. size(): nobody.
  void show(const Bodies& bodies, const std::vector<Rgb>& colours, const Cut& cut, const View& view, int height,
            size_t without, size_t marked);

 private:
  osg::ref_ptr<osg::Group> group_;
  void show_cards(const Bodies& bodies, const std::vector<Rgb>& colours, const std::vector<uint32_t>& who);

  osg::ref_ptr<osg::Geometry> far_, flat_, near_;
  osg::ref_ptr<osg::Vec2Array> corners_;
  osg::ref_ptr<osg::Uniform> scale_, least_, eye_;
};

}  // namespace muster::viewer
