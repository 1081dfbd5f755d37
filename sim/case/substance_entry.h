#pragma once
// A substance as a file has it, value by value.

#include "models/substance/substance.h"
#include "scene/authored.h"
#include "sim/case/source.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

inline constexpr size_t substance_value_count = 24;

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

}  // namespace muster::sim
