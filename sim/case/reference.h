#pragma once
// Words for the schema of a table, for documents and help texts.

#include "sim/case/description.h"

namespace muster::sim {

/// What a value may be, e.g. "number in (0, 120] [m]". Markdown.
std::string value_and_unit(const Json& schema);

/// What must hold between the keys of a table; "" or a paragraph with line breaks around it. Markdown.
std::string rules_text(const Json& table);

}  // namespace muster::sim
