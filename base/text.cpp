#include "base/text.h"

#include <cctype>

namespace muster {

namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

size_t next_character(std::string_view text, size_t at) {
  ++at;
  while (at < text.size() && is_continuation(text[at])) ++at;
  return at;
}

}  // namespace

std::string lower(std::string_view text) {
  std::string result{text};
  for (size_t i = 0; i < result.size(); ++i) {
    const auto c = static_cast<unsigned char>(result[i]);
    if (c < 0x80) {
      result[i] = static_cast<char>(std::tolower(c));
    } else if (c == 0xC3 && i + 1 < result.size()) {
      auto next = static_cast<unsigned char>(result[++i]);
      // U+00C0 to U+00DE without the multiplication sign U+00D7
      if (next >= 0x80 && next <= 0x9E && next != 0x97) result[i] = static_cast<char>(next + 0x20);
    }
  }
  return result;
}

bool matches_glob(std::string_view pattern, std::string_view text) {
  const std::string p = lower(pattern), t = lower(text);
  size_t i = 0, k = 0, star = std::string::npos, retry = 0;
  while (k < t.size()) {
    if (i < p.size() && p[i] == '*') {
      star = i++;
      retry = k;
    } else if (i < p.size() && p[i] == '?') {
      ++i;
      k = next_character(t, k);
    } else if (i < p.size() && p[i] == t[k]) {
      ++i;
      ++k;
    } else if (star != std::string::npos) {
      i = star + 1;
      k = retry = next_character(t, retry);
    } else {
      return false;
    }
  }
  while (i < p.size() && p[i] == '*') ++i;
  return i == p.size();
}

}  // namespace muster
