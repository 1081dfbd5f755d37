#pragma once
// data/fuels.toml: fuels of pool fires with the source of every value.

#include "models/fire/fuel/fuel.h"
#include "models/substance/library.h"
#include "sim/case/source.h"
#include "sim/data/people_data.h"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// A plain number of a fuel.
struct FuelValue {
  const char* key;
  const char* unit;
  double low, high;  ///< range
  bool needed;
  void (*put)(fire::Fuel&, double);
};
inline constexpr size_t fuel_value_count = 16;
const std::array<FuelValue, fuel_value_count>& fuel_values();

struct FuelEntry {
  fire::Fuel fuel;
  std::array<std::optional<Sourced<double>>, fuel_value_count> values;
};

struct FuelData {
  std::vector<DataSource> sources;
  std::vector<FuelEntry> fuels;
  fire::FuelLibrary library() const;
};

/// Throws InputError for whatever the file says wrong.
FuelData read_fuel_data(const std::filesystem::path& file = data_file("fuels.toml"));

/// The fuel of that name: one of data/fuels.toml, or a substance that burns, estimated from its heats in air of
/// `air_temperature` [K]. Throws InputError that names the nearest for the key `key`.
fire::Fuel known_fuel(const fire::FuelLibrary&, const substance::Library&, const std::string& key,
                      const std::string& name, double air_temperature);

/// `muster data fuels [NAME]`: a table for a terminal, or JSON. Throws InputError for an unknown name.
std::string fuels_text(const FuelData& data, const std::string& name);
std::string fuels_json(const FuelData& data, const std::string& name);

}  // namespace muster::sim
