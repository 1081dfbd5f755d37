#pragma once
// data/substances.toml: substances with the source of every value.

#include "models/substance/library.h"
#include "sim/case/substance_keys.h"
#include "sim/data/people_data.h"

#include <filesystem>
#include <string>
#include <vector>

namespace muster::sim {

struct SubstanceData {
  std::vector<DataSource> sources;
  std::vector<SubstanceEntry> substances;

  substance::Library library() const;
  /// By any of its names (Library::find), or null.
  const SubstanceEntry* find(const std::string& name) const;
  /// The same; throws InputError with the nearest names where there is none.
  const SubstanceEntry& known(const std::string& name) const;
};

/// Throws InputError for whatever the file says wrong.
SubstanceData read_substance_data(const std::filesystem::path& file = data_file("substances.toml"));

/// The substances of the program, and those of a case: one of the same id goes before the program's.
substance::Library read_substances(const std::vector<SubstanceEntry>& of_case = {});

/// `muster data substances [NAME]`: a table for a terminal, or JSON. Throws InputError for an unknown name.
std::string substances_text(const SubstanceData& data, const std::string& name);
std::string substances_json(const SubstanceData& data, const std::string& name);
/// `muster data criteria [NAME]`: toxic levels, probits, loads and flammable limits.
std::string criteria_text(const SubstanceData& data, const std::string& name);
std::string criteria_json(const SubstanceData& data, const std::string& name);

}  // namespace muster::sim
