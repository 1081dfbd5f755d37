#pragma once
// One run as a scene that can be drawn: building, people, fields, exits. Knows of no window.

#include "viewer/replay/overlay.h"
#include "viewer/replay/view.h"
#include "viewer/stage/people.h"
#include "viewer/stage/squares.h"

#include <limits>
#include <optional>

#include <osg/Camera>
#include <osg/Group>

namespace muster::viewer {

/// What is to be shown; the same for a window, a picture and a video.
struct Show {
  double time = 0;  ///< [s]
  ColourBy colour_by = ColourBy::speed;
  int field = -1;                ///< into Overlay::names(); -1 none
  std::optional<size_t> storey;  ///< only its people and walls; none: everything. Through eyes one sees everything
  enum class From { overlook, plan, follow, eyes } from = From::overlook;
  double from_deg = 205, elevation_deg = 45;  ///< of overlook
  double zoom = 1;                            ///< of overlook and plan: how many times nearer than all of it
  Vec3 shift = Vec3::Zero();                  ///< [m] of overlook and plan: where one looks instead of the middle
  uint32_t person = 0;                        ///< whom follow and eyes are of, and who is marked
  bool marks_person = false;
};

class Stage {
 public:
  /// Reads the model from the file. Throws ResultsError.
  Stage(Replay& replay, Overlay& overlay);

  osg::Group* node() { return root_; }

  /// Brings everything to a time. `aspect`, `height`: of the picture, width by height and [pixels].
  void show(const Show& what, double aspect, int height);

  /// Where one looks from, of the last show().
  const View& view() const { return view_; }
  const Cut& cut() const { return cut_; }
  const Bodies& bodies() const { return *bodies_; }

 private:
  Cut choose_cut(const Show& what) const;
  View choose_view(const Show& what, double aspect);

  Replay& replay_;
  Overlay& overlay_;
  osg::ref_ptr<osg::Group> root_, overhead_;
  osg::ref_ptr<osg::Uniform> cut_uniform_;
  PeopleNode people_;
  SquaresNode squares_;
  std::optional<size_t> boxed_storey_;
  std::optional<Bounds> box_;
  View view_;
  Cut cut_;
  const Bodies* bodies_ = nullptr;
};

/// Sets a camera to a view. `aspect`: width by height.
void set_camera(osg::Camera& camera, const View& view, double aspect);

}  // namespace muster::viewer
