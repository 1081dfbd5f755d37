#pragma once
// Text in HTML, SVG and KML.

#include <string>
#include <string_view>

namespace muster {

/// With the characters that markup gives a meaning to written as entities; fit for attributes in double quotes too.
inline std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  return out;
}

}  // namespace muster
