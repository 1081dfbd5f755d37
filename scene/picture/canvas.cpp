#include "scene/picture/canvas.h"

#include "base/error.h"
#include "scene/picture/font.h"

#include <algorithm>
#include <cmath>

#include <png.h>

namespace muster::scene {

namespace {

constexpr double stroke_share = 0.13;  // width of a letter's strokes as a share of its height

struct PixelRange {
  int x0, x1, y0, y1;  // half-open
};

PixelRange range_of(const Vec2& low, const Vec2& high, double reach, int width, int height) {
  auto clamp = [](double value, int limit) {
    return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(limit)));
  };
  return {clamp(std::floor(low.x() - reach), width), clamp(std::ceil(high.x() + reach) + 1, width),
          clamp(std::floor(low.y() - reach), height), clamp(std::ceil(high.y() + reach) + 1, height)};
}

bool is_inside(const std::vector<Vec2>& corners, double x, double y) {
  bool inside = false;
  for (size_t i = 0, j = corners.size() - 1; i < corners.size(); j = i++) {
    const Vec2 &a = corners[i], &b = corners[j];
    if ((a.y() > y) != (b.y() > y) && x < (b.x() - a.x()) * (y - a.y()) / (b.y() - a.y()) + a.x()) inside = !inside;
  }
  return inside;
}

}  // namespace

Canvas::Canvas(int width, int height, Colour background) : width_(width), height_(height) {
  MUSTER_CHECK(width > 0 && height > 0, "a picture of {} x {} pixels", width, height);
  pixels_.resize(static_cast<size_t>(width) * static_cast<size_t>(height) * 3);
  for (size_t i = 0; i < pixels_.size(); ++i) pixels_[i] = background[i % 3];
}

Colour Canvas::at(int x, int y) const {
  const uint8_t* p = &pixels_[(static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)) * 3];
  return {p[0], p[1], p[2]};
}

void Canvas::set(int x, int y, Colour colour) {
  std::copy(colour.begin(), colour.end(),
            &pixels_[(static_cast<size_t>(y) * static_cast<size_t>(width_) + static_cast<size_t>(x)) * 3]);
}

void Canvas::blend(int x, int y, Colour colour, double opacity) {
  if (x < 0 || y < 0 || x >= width_ || y >= height_) return;
  Colour mixed = at(x, y);
  for (size_t c = 0; c < 3; ++c) {
    mixed[c] = static_cast<uint8_t>(std::lround(mixed[c] + (colour[c] - mixed[c]) * std::clamp(opacity, 0.0, 1.0)));
  }
  set(x, y, mixed);
}

void Canvas::line(const Vec2& a, const Vec2& b, double width, Colour colour) {
  if (!a.allFinite() || !b.allFinite()) return;
  const Vec2 along = b - a;
  const double length2 = along.squaredNorm();
  const PixelRange range = range_of(a.cwiseMin(b), a.cwiseMax(b), width / 2 + 1, width_, height_);
  for (int y = range.y0; y < range.y1; ++y) {
    for (int x = range.x0; x < range.x1; ++x) {
      const Vec2 p(x + 0.5, y + 0.5);
      const double t = length2 > 0 ? std::clamp((p - a).dot(along) / length2, 0.0, 1.0) : 0;
      const double covered = width / 2 + 0.5 - (p - a - t * along).norm();
      if (covered > 0) blend(x, y, colour, std::min(covered, std::min(1.0, width)));
    }
  }
}

void Canvas::polygon(const std::vector<Vec2>& corners, Colour colour) {
  if (corners.size() < 3) return;
  Vec2 low = corners.front(), high = low;
  for (const Vec2& corner : corners) {
    low = low.cwiseMin(corner);
    high = high.cwiseMax(corner);
  }
  constexpr int samples = 4;  // in either direction of a pixel
  const PixelRange range = range_of(low, high, 1, width_, height_);
  for (int y = range.y0; y < range.y1; ++y) {
    for (int x = range.x0; x < range.x1; ++x) {
      int hits = 0;
      for (int row = 0; row < samples; ++row) {
        for (int k = 0; k < samples; ++k) {
          hits += is_inside(corners, x + (k + 0.5) / samples, y + (row + 0.5) / samples) ? 1 : 0;
        }
      }
      if (hits > 0) blend(x, y, colour, static_cast<double>(hits) / (samples * samples));
    }
  }
}

void Canvas::text(const Vec2& at, std::string_view utf8, double size, Colour colour) {
  const double unit = size / font_cap_height;
  double pen = at.x();
  for (const char character : drawable(utf8)) {
    const Glyph shape = glyph(character);
    auto place = [&](const Glyph::Point& p) { return Vec2(pen + p.x * unit, at.y() - (p.y - font_baseline) * unit); };
    for (const auto& stroke : shape.strokes) {
      for (size_t i = 1; i < stroke.size(); ++i)
        line(place(stroke[i - 1]), place(stroke[i]), stroke_share * size, colour);
    }
    pen += shape.advance * unit;
  }
}

double Canvas::text_width(std::string_view utf8, double size) {
  double width = 0;
  for (const char character : drawable(utf8)) width += glyph(character).advance * size / font_cap_height;
  return width;
}

void Canvas::write_png(const std::filesystem::path& path) const {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width_);
  image.height = static_cast<png_uint_32>(height_);
  image.format = PNG_FORMAT_RGB;
  const bool written = png_image_write_to_file(&image, path.c_str(), 0, pixels_.data(), 0, nullptr) != 0;
  if (!written)
    throw InputError(Mistake{path.string(), 0, "", "", fmt::format("cannot be written: {}", image.message)});
}

}  // namespace muster::scene
