#pragma once
// Plan pictures of walkable floors, for people who want to see what was understood of a model.

#include "scene/floors.h"

#include <filesystem>
#include <string>

namespace muster::scene {

struct PictureOptions {
  std::string title;  ///< one line above everything; "" none
  int width = 1800;   ///< [pixels] of the whole picture, [400, 8000]; the height follows from the plans
};

/// Draws one plan a storey, all at the same scale: cells by room or surface, walls, doors with a tick, exits with an
/// arrow outwards and a name, floors without a way out hatched red, storey names, a scale bar and the axes. Cells
/// without a storey go to the storey whose floor lies next below them. Letters beyond ASCII are drawn without their
/// accents where they have any, otherwise as "?". Writes a PNG; the same floors give the same bytes. Throws InputError
/// where the file cannot be written.
void plan_picture(const Floors&, const std::filesystem::path&, const PictureOptions& = {});

}  // namespace muster::scene
