#include "scene/picture/font.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace muster::scene {

namespace {

// Each glyph from ' ' to '~': strokes apart by blanks, two digits a point, x then y. Baseline 2, x-height 6, capitals
// to 8.
constexpr std::array<const char*, 95> strokes_of = {"",
                                                    "2824 2222",
                                                    "1816 3836",
                                                    "1218 3238 0444 0646",
                                                    "473818070615354443321203 2921",
                                                    "0248 0818170708 3343423233",
                                                    "420607182837360403122244",
                                                    "2826",
                                                    "38262432",
                                                    "18262412",
                                                    "2723 0644 0446",
                                                    "2723 0545",
                                                    "2311",
                                                    "1535",
                                                    "2222",
                                                    "0248",
                                                    "120307183847433212",
                                                    "172822 1232",
                                                    "07183847460242",
                                                    "07183847463515 354443321203",
                                                    "32380444",
                                                    "480805354443321203",
                                                    "4738180703123243443505",
                                                    "084812",
                                                    "15060718384746351504031232434435",
                                                    "4515060718384743321203",
                                                    "2626 2222",
                                                    "2626 2311",
                                                    "470543",
                                                    "0646 0444",
                                                    "074503",
                                                    "07183847462524 2222",
                                                    "343616144447381807031242",
                                                    "022842 1434",
                                                    "02083847463505 3544433202",
                                                    "4738180703123243",
                                                    "02082846442202",
                                                    "48080242 0535",
                                                    "480802 0535",
                                                    "47381807031232434525",
                                                    "0802 4842 0545",
                                                    "1838 1232 2822",
                                                    "4843321203",
                                                    "0802 4804 1542",
                                                    "080242",
                                                    "0208254842",
                                                    "02084248",
                                                    "120307183847433212",
                                                    "02083847463505",
                                                    "120307183847433212 2442",
                                                    "02083847463505 2542",
                                                    "473818070615354443321203",
                                                    "0848 2822",
                                                    "080312324348",
                                                    "082248",
                                                    "0812263248",
                                                    "0842 0248",
                                                    "082548 2522",
                                                    "08480242",
                                                    "38181232",
                                                    "0842",
                                                    "18383212",
                                                    "062846",
                                                    "0141",
                                                    "1827",
                                                    "4642 4536160503123243",
                                                    "0802 0516364543321203",
                                                    "4536160503123243",
                                                    "4842 4536160503123243",
                                                    "04444536160503123243",
                                                    "48382722 1636",
                                                    "4536160503123243 4641301001",
                                                    "0802 0516364542",
                                                    "2622 2828",
                                                    "36312010 3838",
                                                    "0802 4603 1442",
                                                    "2822",
                                                    "0602 05162522 25364542",
                                                    "0602 0516364542",
                                                    "120305163645433212",
                                                    "0600 0516364543321203",
                                                    "4640 4536160503123243",
                                                    "0602 042636",
                                                    "45361605143443321203",
                                                    "28233242 1636",
                                                    "0603123243 4642",
                                                    "062246",
                                                    "0612253246",
                                                    "0642 0246",
                                                    "0622 4610",
                                                    "06460242",
                                                    "38272615242332",
                                                    "2820",
                                                    "18272635242312",
                                                    "04153445"};

constexpr double gap = 1.7;          // between glyphs
constexpr double blank_advance = 3;  // of a space

// U+00C0 to U+00FF without accents.
constexpr std::string_view latin_1 = "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

}  // namespace

Glyph glyph(char character) {
  const std::string_view code = strokes_of[character >= ' ' && character <= '~' ? static_cast<size_t>(character - ' ')
                                                                                : static_cast<size_t>('?' - ' ')];
  Glyph result;
  if (code.empty()) {
    result.advance = blank_advance;
    return result;
  }
  double low = 9, high = 0;
  result.strokes.emplace_back();
  for (size_t i = 0; i < code.size();) {
    if (code[i] == ' ') {
      result.strokes.emplace_back();
      ++i;
      continue;
    }
    const double x = code[i] - '0', y = code[i + 1] - '0';
    result.strokes.back().push_back({x, y});
    low = std::min(low, x);
    high = std::max(high, x);
    i += 2;
  }
  // Every glyph begins at its own left edge, so that narrow letters take little room.
  for (auto& stroke : result.strokes) {
    for (auto& point : stroke) point.x -= low;
  }
  result.advance = high - low + gap;
  return result;
}

std::string drawable(std::string_view utf8) {
  std::string text;
  for (size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<uint8_t>(utf8[i]);
    if (lead < 0x80) {
      text.push_back(lead >= ' ' && lead <= '~' ? utf8[i] : '?');
      ++i;
      continue;
    }
    // The code point of a two-byte sequence; longer ones are beyond what the font has.
    uint32_t code = 0;
    if ((lead & 0xE0) == 0xC0 && i + 1 < utf8.size())
      code = (lead & 0x1FU) << 6 | (static_cast<uint8_t>(utf8[i + 1]) & 0x3FU);
    if (code == 0xDF)
      text += "ss";
    else if (code >= 0xC0 && code <= 0xFF)
      text.push_back(latin_1[code - 0xC0]);
    else
      text.push_back('?');
    for (++i; i < utf8.size() && (static_cast<uint8_t>(utf8[i]) & 0xC0) == 0x80;) ++i;
  }
  return text;
}

}  // namespace muster::scene
