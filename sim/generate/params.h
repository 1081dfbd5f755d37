#pragma once
// Parameter files of `muster generate`.

#include "scene/generate/arena.h"
#include "scene/generate/hospital.h"
#include "scene/generate/lng_terminal.h"
#include "scene/generate/metro_platform.h"
#include "scene/generate/office.h"
#include "scene/generate/tank_farm.h"
#include "scene/generate/workshop.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace muster::sim {

/// Reads the parameters of an office from a TOML file of plain `key = number` lines; keys, units and ranges are those
/// of `scene::office_parameters()`; what is not given keeps its default, and so does all for an empty path. Throws
/// InputError with all mistakes at once: unreadable file, TOML syntax, unknown keys (with the nearest known one), wrong
/// types, values out of range, and measures that cannot be built together.
scene::OfficeParams read_office_params(const std::filesystem::path&);

/// The names of what can be generated: arena, hospital, lng_terminal, metro_platform, office, tank_farm, workshop
std::vector<std::string> generated_kinds();

/// What builds the model of one of these kinds; the parameters, read like those of an office, are checked before it is
/// returned. An empty path: all defaults.
std::function<scene::Model()> generated(const std::string& kind, const std::filesystem::path& path);
/// The same for the text of a parameter file; `path` stands in messages.
std::function<scene::Model()> generated(const std::string& kind, const std::string& text,
                                        const std::filesystem::path& path);

}  // namespace muster::sim
