#pragma once
// Pieces of a page.

#include "base/markup.h"
#include "sim/report/words.h"

#include <string>
#include <vector>

namespace muster::sim {

/// A table; cells are HTML already. "" without rows.
std::string table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows);

/// The same without the columns in which no row has anything.
std::string filled_table(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows);

/// "12.4 s", "3 min 35.9 s"; from two hours on "56 h 3 min 38.2 s".
std::string duration(double seconds);

/// The whole document, with its style; `kind` in English, `body` HTML.
std::string html_page(Language language, std::string_view kind, const std::string& title, const std::string& body);

}  // namespace muster::sim
