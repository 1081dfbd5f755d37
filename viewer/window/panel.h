#pragma once
// Timeline and choices, drawn with ImGui; what they change is in Controls.

#include "viewer/replay/course.h"
#include "viewer/window/choose.h"

#include <vector>

namespace muster::viewer {

/// What the user has chosen.
struct Controls {
  Show show;
  bool plays = false;
  double rate = 1;  ///< seconds of the run a second
  bool help = false;
  bool keep_view = false;  ///< the key for it was pressed
  std::vector<Bookmark> bookmarks;
};

/// Where the window keeps the bookmarks of a run.
std::filesystem::path bookmarks_beside(const std::filesystem::path& results);

class Panel {
 public:
  explicit Panel(Theatre& theatre) : theatre_(theatre) {}

  /// Draws the panel of choices and the timeline, and takes what the user does there.
  void draw(Controls& controls);

 private:
  void draw_choices(Controls& controls);
  void draw_box(Show& show);
  const Bounds& bounds();
  void draw_bookmarks(Controls& controls);
  void go_to(const Bookmark& bookmark, Controls& controls);
  void draw_person(const Controls& controls);
  void draw_course(uint32_t person, double time);
  void draw_timeline(Controls& controls);
  void draw_help();

  Theatre& theatre_;
  std::vector<float> inside_;  ///< people inside at equal steps of the timeline
  double drawn_to_ = -1;       ///< [s] end of the run they are of
  Course course_;              ///< of the person chosen
  int64_t course_of_ = -1;     ///< whose that is, and of how many samples
  size_t course_samples_ = 0;
  std::optional<Bounds> bounds_;
  std::string said_;  ///< what went wrong with a bookmark
};

}  // namespace muster::viewer
