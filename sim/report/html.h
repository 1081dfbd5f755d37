#pragma once
// Pieces of a page.

#include <string>
#include <string_view>
#include <vector>

namespace muster::sim {

/// Text as HTML and SVG hold it.
std::string escaped(std::string_view text);

/// A table; cells are HTML already. "" without rows.
std::string table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows);

/// "3 min 35.9 s", "12.4 s".
std::string duration(double seconds);

}  // namespace muster::sim
