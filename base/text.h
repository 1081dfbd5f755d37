#pragma once
// Names as people write them: case folding and patterns, UTF-8.

#include <string>
#include <string_view>

namespace muster {

/// Lower case of the Latin letters of ASCII and Latin-1 (U+00C0 to U+00DE); everything else as it is. Same length.
std::string lower(std::string_view text);

/// True where `pattern` (`*` any text, `?` one character; case does not matter) covers the whole of `text`.
bool matches_glob(std::string_view pattern, std::string_view text);

/// Whether a pattern stands for more than one name.
inline bool is_glob(std::string_view pattern) { return pattern.find_first_of("*?") != std::string_view::npos; }

}  // namespace muster
