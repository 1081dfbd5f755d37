#pragma once
// One or two runs side by side on one clock, with what is written over them. Draws into whatever context is current.

#include "viewer/stage/stage.h"
#include "viewer/window/hud.h"
#include "viewer/window/words.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include <osgViewer/Viewer>

namespace muster::viewer {

class Theatre {
 public:
  /// Opens one results file or two. `stereo`: each is drawn twice, for the left eye on the left and the right one.
  /// Throws ResultsError.
  Theatre(const std::vector<std::filesystem::path>& files, Words words, bool stereo = false);
  ~Theatre();

  /// Puts the scene into a viewer whose window or context is set up, of that many pixels, and what is written into its
  /// pictures. `controls`: draws more with ImGui, in a window; empty otherwise.
  /// Letters that captions and notes will need, beside those of the runs.
  void expect(const std::string& texts) { expected_ += texts; }
  void set_up(osgViewer::Viewer& viewer, int width, int height, std::function<void()> controls = {});
  void resize(int width, int height);
  int width() const { return width_; }  ///< [pixels]
  int height() const { return height_; }

  /// Brings all runs to what is to be shown; field and storey are those of the first run, the other's by their names.
  void show(const Show& what);

  Replay& first();
  Overlay& first_overlay();
  const Samples& first_samples() const;
  const Stage& first_stage() const;
  Words& words() { return words_; }
  double begin() const;  ///< [s] earliest of the runs
  double end() const;    ///< [s] latest
  bool refresh();        ///< looks for more frames

  /// Person of the first run at a place of its picture [pixels], at most 14 pixels off; nobody: -1.
  int64_t person_at(float x, float y) const;

 private:
  struct Run;
  class Drawing;
  std::string texts() const;
  Show of_run(const Run& run, const Show& what) const;

  size_t panes() const { return runs_.size() * (stereo_ ? 2 : 1); }
  int pane_width() const { return width_ / static_cast<int>(panes()); }

  std::vector<std::unique_ptr<Run>> runs_;
  Words words_;
  std::string expected_;
  Show shown_;
  osg::ref_ptr<osg::Camera> main_;  ///< of the window or picture
  bool stereo_ = false;
  int width_ = 0, height_ = 0;
};

}  // namespace muster::viewer
