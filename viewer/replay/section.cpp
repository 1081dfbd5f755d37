#include "viewer/replay/section.h"

#include <fstream>
#include <ostream>

#include <fmt/ranges.h>

namespace muster::viewer {

void read_choice(Section& section, Choice& choice) {
  section.text("view", into(choice.view));
  section.text("storey", into(choice.storey));
  section.text("colour", into(choice.colour));
  section.text("field", into(choice.field));
  section.number("from_deg", -360, 360, into(choice.from_deg));
  section.number("elevation_deg", 3, 90, into(choice.elevation_deg));
  section.number("zoom", 0.1, 200, into(choice.zoom));
  section.number("trails_s", 0, 600, into(choice.trails));
  section.place("shift_m", into(choice.shift));
  section.number("person", 0, 4e9, [&](double n) { choice.person = static_cast<uint32_t>(n); });
  section.flag("night", choice.night);
  section.flag("clouds", choice.clouds);
  section.flag("contours", choice.contours);
  section.flag("surfaces", choice.surfaces);
  section.numbers<6>("box_m", "[x, y, z, x, y, z], the lowest corner and the highest,", [&](const auto& box) {
    choice.box = box;
    return box[0] < box[3] && box[1] < box[4] && box[2] < box[5];
  });
}

std::string quoted(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '"' || c == '\\') safe += '\\';
    safe += c == '\n' ? ' ' : c;
  }
  return '"' + safe + '"';
}

void write_choice(std::ostream& out, const Choice& c) {
  const auto number = [&](const char* key, const auto& value) {
    if (value) out << key << " = " << fmt::format("{:.10g}", static_cast<double>(*value)) << "\n";
  };
  const auto text = [&](const char* key, const std::optional<std::string>& value) {
    if (value) out << key << " = " << quoted(*value) << "\n";
  };
  const auto flag = [&](const char* key, const std::optional<bool>& value) {
    if (value) out << key << " = " << (*value ? "true" : "false") << "\n";
  };
  text("view", c.view), text("storey", c.storey), text("colour", c.colour), text("field", c.field);
  number("from_deg", c.from_deg), number("elevation_deg", c.elevation_deg), number("zoom", c.zoom);
  number("trails_s", c.trails);
  if (c.person) out << "person = " << *c.person << "\n";
  if (c.shift) out << fmt::format("shift_m = [{:.6f}, {:.6f}, {:.6f}]\n", (*c.shift)[0], (*c.shift)[1], (*c.shift)[2]);
  if (c.box) out << fmt::format("box_m = [{:.6f}]\n", fmt::join(*c.box, ", "));
  flag("night", c.night), flag("clouds", c.clouds), flag("contours", c.contours), flag("surfaces", c.surfaces);
}

Mistake mistake_of(const toml::exception& error, const std::string& file) {
  std::string text = error.what();
  if (const auto end = text.find('\n'); end != std::string::npos) text.resize(end);
  return {file, static_cast<int>(error.location().line()), "", "", text};
}

void write_text(const std::string& text, const std::filesystem::path& path) {
  const std::filesystem::path begun = path.string() + ".part";
  std::ofstream file(begun, std::ios::binary);
  file << text;
  file.close();
  std::error_code failed;
  if (file) std::filesystem::rename(begun, path, failed);
  if (!file || failed) throw InputError(Mistake{path.string(), 0, "", "", "cannot be written"});
}

}  // namespace muster::viewer
