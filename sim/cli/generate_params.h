#pragma once
// Parameter files of `muster generate`.

#include "scene/generate/arena.h"
#include "scene/generate/hospital.h"
#include "scene/generate/office.h"
#include "scene/generate/tank_farm.h"

#include <filesystem>

namespace muster::sim {

/// Reads the parameters of an office from a TOML file of plain `key = number` lines; keys, units and ranges are those
/// of `scene::office_parameters()`; what is not given keeps its default, and so does all for an empty path. Throws
/// InputError with all mistakes at once: unreadable file, TOML syntax, unknown keys (with the nearest known one), wrong
/// types, values out of range, and measures that cannot be built together.
scene::OfficeParams read_office_params(const std::filesystem::path&);
/// The same for an arena and `scene::arena_parameters()`.
scene::ArenaParams read_arena_params(const std::filesystem::path&);
/// The same for a hospital and `scene::hospital_parameters()`.
scene::HospitalParams read_hospital_params(const std::filesystem::path&);
/// The same for a tank farm and `scene::tank_farm_parameters()`.
scene::TankFarmParams read_tank_farm_params(const std::filesystem::path&);

}  // namespace muster::sim
