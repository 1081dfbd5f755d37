#pragma once
// What is written over the picture: title, clock, counts, legends, names of exits, the north arrow.

#include "viewer/stage/stage.h"
#include "viewer/window/words.h"

#include <array>
#include <optional>

namespace muster::viewer {

/// Loads the fonts for `height` pixels of picture height; needs a context of ImGui. Chinese letters where the system
/// has Noto CJK, those of `texts` among them however rare; else Latin ones.
void load_fonts(int height, const std::string& texts);

/// Draws over a part of the picture: [left, left + width) x [0, height) pixels.
struct Pane {
  float left = 0, width = 0, height = 0;
  float covered = 0;  ///< at its bottom, by something else: legends stand above that

  float floor() const { return height - covered; }
};

/// Where a point of the scene is in the picture [pixels]; none where it is not in it.
std::optional<std::array<float, 2>> in_picture(const Vec3& point, const View& view, const Pane& pane);

void draw_hud(const Pane& pane, const Replay& replay, const Overlay& overlay, const Show& what, const Stage& stage,
              const Words& words);

}  // namespace muster::viewer
