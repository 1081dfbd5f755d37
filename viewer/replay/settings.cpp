#include "viewer/replay/settings.h"

#include "viewer/replay/section.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace muster::viewer {

std::filesystem::path settings_path() {
  const auto folder = [](const char* variable) {
    const char* value = std::getenv(variable);
    return std::filesystem::path(value != nullptr ? value : "");
  };
  const std::filesystem::path config = folder("XDG_CONFIG_HOME"), home = folder("HOME");
  // As the XDG base directory specification has it: paths that are not absolute do not count.
  if (config.is_absolute()) return config / "muster" / "view.toml";
  return home.is_absolute() ? home / ".config" / "muster" / "view.toml" : std::filesystem::path();
}

Choice lasting(const Choice& choice) {
  Choice kept;
  kept.colour = choice.colour, kept.trails = choice.trails, kept.night = choice.night;
  kept.clouds = choice.clouds, kept.contours = choice.contours, kept.surfaces = choice.surfaces;
  return kept;
}

Settings read_settings(const std::filesystem::path& path) {
  Settings settings;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return settings;
  const std::string file = path.string();
  std::vector<Mistake> mistakes;
  try {
    const toml::value root = toml::parse(stream, file);
    Section all(root, "", file, mistakes);
    read_choice(all, settings.choice);
    all.text("language", into(settings.language));
    all.text("size", into(settings.size));
    if (settings.language && *settings.language != "en" && *settings.language != "zh")
      all.wrong("language", "must be en or zh");
  } catch (const toml::exception& error) {
    mistakes.push_back(mistake_of(error, file));
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  settings.choice = lasting(settings.choice);
  return settings;
}

void write_settings(const Settings& settings, const std::filesystem::path& path) {
  std::ostringstream out;
  write_choice(out, lasting(settings.choice));
  if (settings.language) out << "language = " << quoted(*settings.language) << "\n";
  if (settings.size) out << "size = " << quoted(*settings.size) << "\n";
  std::error_code exists;  // what cannot be made cannot be written to
  std::filesystem::create_directories(path.parent_path(), exists);
  write_text(out.str(), path);
}

}  // namespace muster::viewer
