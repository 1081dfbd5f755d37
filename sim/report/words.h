#pragma once
// What a report says, in English or Chinese.

#include <string>
#include <string_view>

namespace muster::sim {

enum class Language { english, chinese };

/// The text in the language; names, units and texts without a translation stay as they are.
std::string translate(std::string_view english, Language language);

}  // namespace muster::sim
