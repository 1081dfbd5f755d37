#pragma once
// The reference of a description, for documents.

#include "sim/case/description.h"

namespace muster::sim {

/// A section with its keys for each table of a description. Markdown.
std::string sections_text(const Json& root);

}  // namespace muster::sim
