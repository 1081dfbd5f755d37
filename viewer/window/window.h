#pragma once
// The window in which a run is replayed: timeline, choice of storey, colours and fields, follow and look through eyes.

#include "viewer/window/theatre.h"

namespace muster::viewer {

/// `bookmarks` are offered beside those kept with the run. Opens a window and stays until it is closed. Throws
/// ViewError where there is no display.
Show open_window(Theatre& theatre, const Show& what, int width, int height, std::vector<Bookmark> bookmarks = {});

}  // namespace muster::viewer
