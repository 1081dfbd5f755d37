#pragma once
// One run as a scene that can be drawn: building, people, fields, exits. Knows of no window.

#include "viewer/replay/overlay.h"
#include "viewer/replay/script.h"
#include "viewer/replay/trails.h"
#include "viewer/replay/view.h"
#include "viewer/stage/clouds.h"
#include "viewer/stage/flames.h"
#include "viewer/stage/lines.h"
#include "viewer/stage/people.h"
#include "viewer/stage/squares.h"
#include "viewer/stage/surfaces.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <osg/Camera>
#include <osg/Group>

namespace muster::viewer {

/// Where one looks from.
struct Aim {
  enum class From { overlook, plan, follow, eyes } from = From::overlook;
  double from_deg = 205, elevation_deg = 45;  ///< of overlook
  double zoom = 1;                            ///< of overlook and plan: how many times nearer than all of it
  Vec3 shift = Vec3::Zero();                  ///< [m] of overlook and plan: where one looks instead of the middle
  uint32_t person = 0;                        ///< whom follow and eyes are of, and who is marked
  std::optional<Bounds> box;                  ///< only what is in it is shown; through eyes one sees everything
  std::optional<size_t> storey;  ///< only its people and walls; none: everything. Through eyes one sees everything
};

/// What is to be shown; the same for a window, a picture and a video.
struct Show : Aim {
  double time = 0;  ///< [s]
  ColourBy colour_by = ColourBy::speed;
  int field = -1;  ///< into Overlay::names(); -1 none
  bool marks_person = false;
  bool clouds = true;     ///< gas and smoke in the air
  bool contours = true;   ///< lines of the field's levels
  bool surfaces = false;  ///< of a gas's levels, in the air
  double trails = 0;      ///< [s] of people's ways that are shown; 0 none
  bool night = false;
  std::optional<Aim> before;  ///< the camera is on its way from there
  double moved = 1;           ///< and has come so far
  std::string caption;
  std::vector<Note> notes;
};

class Stage {
 public:
  /// Reads the model from the file; all must outlive this. Throws ResultsError.
  Stage(Replay& replay, const Samples& samples, Overlay& overlay);

  osg::Group* node() { return root_; }

  /// Brings everything to a time. `aspect`, `height`: of the picture, width by height and [pixels].
  void show(const Show& what, double aspect, int height);

  /// Where one looks from, of the last show().
  const View& view() const { return view_; }
  const Cut& cut() const { return cut_; }
  const Bodies& bodies() const { return *bodies_; }
  /// What one sees where there is nothing: sky, or the smoke that one stands in.
  Rgb background() const { return background_; }
  /// [1/m] of the smoke around the eye; 0 from outside.
  double extinction() const { return extinction_; }

 private:
  void show_hazards(const Show& what, int height);
  Cut choose_cut(const Show& what) const;
  View choose_view(const Aim& aim, double aspect);

  Replay& replay_;
  const Samples& samples_;
  Overlay& overlay_;
  Clouds clouds_;
  Trails trails_;
  osg::ref_ptr<osg::Group> root_, overhead_;
  Surroundings surroundings_;
  PeopleNode people_;
  SquaresNode squares_;
  FlamesNode flames_;
  CloudsNode cloud_puffs_;
  SurfacesNode surfaces_;
  LinesNode contours_, ways_;
  double extinction_ = 0;
  Rgb background_ = {};
  std::map<std::optional<size_t>, Bounds> boxes_;  ///< of storeys
  View view_;
  Cut cut_;
  const Bodies* bodies_ = nullptr;
};

/// Sets a camera to a view. `aspect`: width by height.
void set_camera(osg::Camera& camera, const View& view, double aspect);

}  // namespace muster::viewer
