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

/// JSON Schema (draft 2020-12) of case files, for editors. Ends with a line break.
std::string json_schema();

/// docs/case-file.md. Ends with a line break.
std::string reference_markdown();

}  // namespace muster::sim
