#pragma once
// A small stroke font for labels in pictures: printable ASCII, drawn for this program on a grid of 5 x 10.

#include <string>
#include <string_view>
#include <vector>

namespace muster::scene {

/// Heights on the grid of the font.
inline constexpr double font_baseline = 2, font_cap_height = 6;

/// One glyph: polylines on the grid, and how far the pen goes on.
struct Glyph {
  struct Point {
    double x, y;
  };
  std::vector<std::vector<Point>> strokes;  ///< a stroke with two equal points is a dot
  double advance;
};

/// The glyph of a character; that of '?' where it is not printable ASCII.
Glyph glyph(char character);

/// UTF-8 text as the font can show it: letters of Latin-1 lose their accents, everything else beyond ASCII becomes '?'.
std::string drawable(std::string_view utf8);

}  // namespace muster::scene
