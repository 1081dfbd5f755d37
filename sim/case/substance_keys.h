#pragma once
// The keys of a substance, in the case file (`[[substance]]`) and in data/substances.toml, where every value has a
// source as well.

#include "models/substance/substance.h"
#include "scene/authored.h"
#include "sim/case/sourced.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// A plain number of a substance.
struct SubstanceValue {
  const char* key;
  const char* unit;
  Range range;
  void (*put)(substance::Substance&, double);
  const char* text;
};
inline constexpr size_t substance_value_count = 24;
/// In the order of their listing.
const std::array<SubstanceValue, substance_value_count>& substance_values();

/// As the file has it.
struct SubstanceEntry {
  std::string id, name, name_zh, formula, cas, note;
  std::vector<std::string> synonyms;
  std::array<std::optional<Sourced<double>>, substance_value_count> values;
  std::optional<Sourced<substance::Antoine>> antoine;
  std::optional<Sourced<substance::GasHeat>> gas_heat_fit;
  using Level = std::vector<std::vector<double>>;  ///< each [min], [ppm]
  std::array<std::optional<Sourced<Level>>, 3> aegl;
  std::optional<Sourced<substance::DangerousLoad>> hse;
  std::vector<Sourced<substance::Probit>> probits;
  substance::Substance substance;  ///< what the above come to
  scene::Origin origin;

  const std::optional<Sourced<double>>& value(const std::string& key) const;
};

/// Durations of the AEGL [min].
inline constexpr std::array<double, 5> aegl_minutes = {10, 30, 60, 240, 480};

enum class Sources { needed, none };
/// What is read is complete and plausible: what was not given is estimated (models/substance/README.md).
Type<SubstanceEntry> substance_type(Sources sources);

/// A list of them whose `id` differ.
Type<std::vector<SubstanceEntry>> substance_list(Sources sources);

}  // namespace muster::sim
