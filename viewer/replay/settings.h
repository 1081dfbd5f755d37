#pragma once
// What the window remembers from one session to the next: how one likes to look, not at what.

#include "viewer/replay/script.h"

#include <filesystem>
#include <optional>
#include <string>

namespace muster::viewer {

struct Settings {
  Choice choice;                        ///< colour, trails, night, clouds, contours, surfaces
  std::optional<std::string> language;  ///< "en", "zh"
  std::optional<std::string> size;      ///< "1280x720"
};

/// `muster/view.toml` in $XDG_CONFIG_HOME, without that in ~/.config; "" where there is no home.
std::filesystem::path settings_path();

/// Nothing where there is no such file. Throws InputError with every mistake of it.
Settings read_settings(const std::filesystem::path& path);

/// Makes the folder where there is none. Throws InputError where it cannot be written.
void write_settings(const Settings& settings, const std::filesystem::path& path);

/// Of a choice what is remembered.
Choice lasting(const Choice& choice);

}  // namespace muster::viewer
