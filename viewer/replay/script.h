#pragma once
// A script of a briefing: bookmarks, shots one after another with captions, notes in the scene. docs/viewer.md
// describes the file.

#include "base/vec.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::viewer {

/// What is chosen of a picture; what is absent stays as the command line or the bookmark says.
struct Choice {
  std::optional<std::string> view, storey, colour, field;
  std::optional<double> from_deg, elevation_deg, zoom, trails;
  std::optional<std::array<double, 3>> shift;  ///< [m] of where one looks, from the middle of what there is
  std::optional<uint32_t> person;
  std::optional<std::array<double, 6>> box;  ///< [m] x, y, z of its lowest and of its highest corner
  std::optional<bool> night, clouds, contours, surfaces;
};

/// What `above` says, and where it says nothing what `below` says.
Choice merged(const Choice& above, const Choice& below);

struct Bookmark {
  std::string name;
  std::optional<double> time;  ///< [s]
  Choice choice;
};

/// A stretch of the video.
struct Shot {
  std::string caption, bookmark;
  double from = 0, to = 0;  ///< [s] of the run
  double lasts = 0;         ///< [s] of the video
  double move = 0;          ///< [s] of these in which the camera comes from the shot before
  Choice choice;            ///< over the bookmark's
};

/// A text at a place.
struct Note {
  std::string text;
  Vec3 at = Vec3::Zero();            ///< [m]
  double from = -1e300, to = 1e300;  ///< [s] of the run in which it stands there
};

struct Script {
  std::string title;
  double fps = 25;
  std::vector<Bookmark> bookmarks;
  std::vector<Shot> shots;
  std::vector<Note> notes;

  double lasts() const;  ///< [s] of the video

  /// Where a moment of the video lies.
  struct Cue {
    size_t shot = 0;
    double time = 0;   ///< [s] of the run
    double moved = 1;  ///< part of the way that the camera has come from the shot before, with soft ends
  };
  /// `at` [s] in [0, lasts()); needs a shot.
  Cue cue(double at) const;

  /// What a shot shows: its own choices over those of its bookmark.
  Choice choice(const Shot& shot) const;
};

/// Throws InputError with every mistake of the file: where it cannot be read, keys that are not known, values that are
/// none, shots that go back in time or name no bookmark.
Script read_script(const std::filesystem::path& path);

/// The bookmarks as a file that read_script reads. Throws InputError where it cannot be written.
void write_bookmarks(const std::vector<Bookmark>& bookmarks, const std::filesystem::path& path);

}  // namespace muster::viewer
