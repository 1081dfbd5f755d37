#pragma once
// Which plans a picture holds, what belongs to each and where it stands. Used inside scene/picture only.

#include "scene/floors.h"
#include "scene/picture/plan_picture.h"

#include <string>
#include <vector>

namespace muster::scene {

/// One plan: what lies around one storey.
struct Panel {
  std::string name;
  double z = 0;                 ///< [m] height of its floor
  double wall_low, wall_high;   ///< [m] walls that reach into this range are drawn
  std::vector<CellId> cell_of;  ///< [columns] the highest cell of the storey; no_cell
  Vec2 corner = Vec2::Zero();   ///< [pixels] of the plan's upper left
};

/// All plans at one scale.
struct Layout {
  std::vector<Panel> panels;
  Vec2 low, high;             ///< [m] what every plan shows
  double scale = 1;           ///< [pixels/m]
  int width = 0, height = 0;  ///< [pixels] of the picture

  /// Index of the panel that a height belongs to: the highest storey whose floor is not above it by more than a step.
  size_t panel_at(double z) const;
  Vec2 pixel(const Panel& panel, const Vec2& at) const {
    return panel.corner + Vec2((at.x() - low.x()) * scale, (high.y() - at.y()) * scale);
  }
};

/// [pixels]
inline constexpr int picture_margin = 24, panel_title = 30, picture_title = 34, picture_foot = 56;

Layout make_layout(const Floors&, const PictureOptions&);

/// Per cell whether one can walk, or take a link, from it to an exit; empty where there are no exits.
std::vector<uint8_t> cells_with_exit(const Floors&);

}  // namespace muster::scene
