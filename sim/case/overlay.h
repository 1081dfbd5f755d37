#pragma once
// A case that many sets of overrides are laid over: parsed once, checked and written for each.

#include "sim/case/document.h"

#include <filesystem>

namespace muster::sim {

/// Puts overrides over a document that was parsed before; mistakes as those of `parse_document`.
void put_over(Node& document, std::span<const std::string> overrides, std::vector<Mistake>& mistakes);

/// A value as TOML writes it on one line; reads back as the same value. "" for dates.
std::string toml_text(const Node& value);

/// What is wrong with a case given as a document; `name` stands in messages, files are relative to `folder`.
std::vector<Mistake> mistakes_of(Node document, const std::string& name, const std::filesystem::path& folder);

}  // namespace muster::sim
