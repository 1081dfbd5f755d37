#pragma once
// Timeline and choices, drawn with ImGui; what they change is in Controls.

#include "viewer/window/theatre.h"

#include <vector>

namespace muster::viewer {

/// What the user has chosen.
struct Controls {
  Show show;
  bool plays = false;
  double rate = 1;  ///< seconds of the run a second
  bool help = false;
};

class Panel {
 public:
  explicit Panel(Theatre& theatre) : theatre_(theatre) {}

  /// Draws the panel of choices and the timeline, and takes what the user does there.
  void draw(Controls& controls);

 private:
  void draw_choices(Controls& controls);
  void draw_person(const Controls& controls);
  void draw_timeline(Controls& controls);
  void draw_help();

  Theatre& theatre_;
  std::vector<float> inside_;  ///< people inside at equal steps of the timeline
  double drawn_to_ = -1;       ///< [s] end of the run they are of
};

}  // namespace muster::viewer
