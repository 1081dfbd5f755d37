#pragma once
// What stands between two places: rays over the triangles of a model. The only file that names Embree.

#include "base/vec.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>

namespace muster::scene {

struct Model;

/// Triangles that can be asked whether they hide one place from another. Asking is safe from many threads at once.
class Rays {
 public:
  /// Everything of the model that is opaque: walls, floors, roofs, ceilings, stairs, ramps, terrain, furniture,
  /// railings and what has no class; not doors, windows and rooms.
  explicit Rays(const Model& model);
  Rays(std::span<const Vec3f> vertices, std::span<const std::array<uint32_t, 3>> triangles);
  ~Rays();
  Rays(Rays&&) noexcept;
  Rays& operator=(Rays&&) noexcept;
  Rays(const Rays&) = delete;
  Rays& operator=(const Rays&) = delete;

  size_t triangles() const;

  /// Whether a triangle lies between the two places, farther than 1 cm from `from` and not within the last thousandth
  /// of the way.
  bool hidden(const Vec3f& from, const Vec3f& to) const;
  /// The same for up to 16 places seen from one: bit i is set where (x[i], y[i], z[i]) is hidden.
  uint32_t hidden(const Vec3f& from, const float* x, const float* y, const float* z, int count) const;

 private:
  struct Scene;
  std::unique_ptr<Scene> scene_;
};

}  // namespace muster::scene
