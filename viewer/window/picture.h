#pragma once
// Pictures and videos of a run, made without a display.

#include "viewer/window/offscreen.h"
#include "viewer/window/theatre.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace muster::viewer {

/// RGB, three bytes a pixel, from the upper left.
struct Picture {
  int width = 0, height = 0;
  std::vector<uint8_t> bytes;
};

/// Draws at twice the size and halves it, so that edges are smooth.
class Painter {
 public:
  /// Throws ViewError where the machine cannot draw.
  Painter(Theatre& theatre, int width, int height);

  Picture paint(const Show& what);

 private:
  Theatre& theatre_;
  int width_, height_;
  Offscreen context_;
  osgViewer::Viewer viewer_;
};

/// Throws InputError where the file cannot be written.
void write_png(const Picture& picture, const std::filesystem::path& path);

/// A video of a stretch of the run, H.264 in MP4, by ffmpeg; calls told(part done) after each picture. Throws ViewError
/// where there is no ffmpeg or it fails; nothing half-written is left.
struct Stretch {
  double from = 0, to = 0;  ///< [s] of the run
  double fps = 25;          ///< pictures a second of the video
  double rate = 1;          ///< seconds of the run a second of the video
};
/// Pictures one after another: `show(k)` says what number k, below `pictures`, is of.
void write_video(Painter& painter, int64_t pictures, double fps, const std::function<Show(int64_t)>& show,
                 const std::filesystem::path& path, const std::function<void(double)>& told);
void write_video(Painter& painter, Show what, const Stretch& stretch, const std::filesystem::path& path,
                 const std::function<void(double)>& told);

}  // namespace muster::viewer
