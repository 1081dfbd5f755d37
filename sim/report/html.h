#pragma once
// Pieces of a page.

#include "base/markup.h"

#include <string>
#include <vector>

namespace muster::sim {

/// A table; cells are HTML already. "" without rows.
std::string table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows);

/// "3 min 35.9 s", "12.4 s".
std::string duration(double seconds);

}  // namespace muster::sim
