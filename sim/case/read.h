#pragma once
// Reads case files; also their JSON Schema and reference, made from the same description (keys.cpp).

#include "sim/case/case.h"

#include <filesystem>
#include <span>
#include <string>

namespace muster::sim {

/// Reads a case file. `overrides` are "key=value" with a dotted key ("people[0].count=100", "run.until_s=60",
/// "walking.time_gap_s=0.8") and a value in TOML's syntax, bare words being texts; an index one beyond a list adds an
/// entry. Throws InputError with every mistake of the file and the overrides at once.
Case read_case(const std::filesystem::path& path, std::span<const std::string> overrides = {});

/// The same for a text; `path` stands in messages, and files in the case are relative to its folder.
Case read_case_text(std::string text, const std::filesystem::path& path, std::span<const std::string> overrides = {});

/// Gives mistakes that a later stage found by their keys the file, line and value that these have in the case. Of keys
/// that the case does not hold they stay as they are.
void locate(const Case& the_case, std::vector<Mistake>& mistakes);

/// Weather, leaks and fires with the inputs given as ranges drawn anew.
struct Drawn {
  std::optional<plume::Weather> weather;
  std::vector<LeakSpec> leaks;
  std::vector<FireSpec> fires;
};
/// One for each row of `cumulative`, [draw][of `the_case.uncertain`]; empty where the values contradict each other.
std::vector<std::optional<Drawn>> draw(const Case& the_case, const std::vector<std::vector<double>>& cumulative);

/// JSON Schema (draft 2020-12) of case files, for editors. Ends with a line break.
std::string json_schema();

/// docs/case-file.md. Ends with a line break.
std::string reference_markdown();

}  // namespace muster::sim
