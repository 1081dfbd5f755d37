#pragma once
// A picture in memory: anti-aliased lines, polygons and labels; written as PNG.

#include "base/vec.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace muster::scene {

using Colour = std::array<uint8_t, 3>;  ///< red, green, blue; sRGB

/// Pixel coordinates: x to the right, y downwards, the middle of the first pixel at (0.5, 0.5).
class Canvas {
 public:
  Canvas(int width, int height, Colour background);

  int width() const { return width_; }
  int height() const { return height_; }
  Colour at(int x, int y) const;
  void set(int x, int y, Colour colour);

  /// Mixes a colour in with an opacity in [0, 1]; outside the picture nothing happens.
  void blend(int x, int y, Colour colour, double opacity);

  /// A line of the given width [pixels] with round ends.
  void line(const Vec2& a, const Vec2& b, double width, Colour colour);

  /// A filled convex or concave polygon.
  void polygon(const std::vector<Vec2>& corners, Colour colour);

  /// A label whose baseline begins at `at`; `size` is the height of capitals [pixels].
  void text(const Vec2& at, std::string_view utf8, double size, Colour colour);

  /// Width of a label [pixels].
  static double text_width(std::string_view utf8, double size);

  /// Throws InputError where the file cannot be written.
  void write_png(const std::filesystem::path&) const;

 private:
  int width_, height_;
  std::vector<uint8_t> pixels_;
};

}  // namespace muster::scene
