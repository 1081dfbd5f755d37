#pragma once
// The keys of a substance, in the case file (`[[substance]]`) and in data/substances.toml, where every value has a
// source as well.

#include "sim/case/sourced.h"
#include "sim/case/substance_entry.h"

#include <array>
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
/// In the order of their listing.
const std::array<SubstanceValue, substance_value_count>& substance_values();

enum class Sources { needed, none };
/// What is read is complete and plausible: what was not given is estimated (models/substance/README.md).
Type<SubstanceEntry> substance_type(Sources sources);

/// A list of them whose `id` differ.
Type<std::vector<SubstanceEntry>> substance_list(Sources sources);

}  // namespace muster::sim
