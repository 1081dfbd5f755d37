#pragma once
// The staggered grid: cells in a box, evenly spaced in x and y, stretched at will in z.

#include "base/vec.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <new>
#include <vector>

namespace muster::flow {

/// The number of entry `i` of row `j` in a table of `n` a row.
constexpr size_t entry(int i, int j, int n) {
  return static_cast<size_t>(j) * static_cast<size_t>(n) + static_cast<size_t>(i);
}

/// A box of nx * ny * nz cells. Cell (i, j, k) is stored at `at(i, j, k)`; so is what belongs to its lower faces: u at
/// its west face, v at its south face, w at its floor. Rows of x lie one after another, each padded to a multiple of 16
/// with 16 shared cells that hold its ghosts; two ghost rows in y, two ghost planes in z.
class Grid {
 public:
  static constexpr int ghosts = 2;

  Grid() = default;
  /// `z`: heights [m] of the nz + 1 floors of the planes, ascending; `origin`: the west, south corner [m] of the model.
  /// Aborts where there is no cell or heights do not ascend.
  Grid(int nx, int ny, double dx, double dy, std::vector<double> z, const Vec2& origin = {0, 0});
  /// Even heights from `bottom` [m].
  static Grid even(int nx, int ny, int nz, double dx, double dy, double dz, const Vec3& origin = {0, 0, 0});

  int nx = 0, ny = 0, nz = 0;
  double dx = 0, dy = 0;         ///< [m]
  std::vector<double> z;         ///< [nz + 1] [m]
  Vec2 origin = {0, 0};          ///< [m]
  ptrdiff_t row = 0, plane = 0;  ///< from one row, one plane to the next
  size_t stored = 0;             ///< values of one field, ghosts and padding included

  size_t cells() const { return static_cast<size_t>(nx) * static_cast<size_t>(ny) * static_cast<size_t>(nz); }
  ptrdiff_t at(int i, int j, int k) const { return (k + ghosts) * plane + (j + ghosts) * row + i + 16; }
  /// [m] thickness of a plane; ghosts are as thick as the plane next to them.
  double dz(int k) const { return k < 0 ? dz(0) : k >= nz ? dz(nz - 1) : z[size_t(k) + 1] - z[size_t(k)]; }
  /// [m] between the centres of planes k - 1 and k.
  double dz_face(int k) const { return (dz(k) + dz(k - 1)) / 2; }
  /// [m] height of the middle of a plane.
  double z_centre(int k) const;
  /// [m] thinnest plane.
  double thinnest() const;
  double volume(int k) const { return dx * dy * dz(k); }  ///< [m3] of a cell
};

/// Memory that begins at a multiple of 64 bytes: whole vectors of the widest processors.
template <class T>
struct Aligned {
  using value_type = T;
  Aligned() = default;
  template <class U>
  explicit Aligned(const Aligned<U>&) {}
  T* allocate(size_t n) { return static_cast<T*>(::operator new (n * sizeof(T), std::align_val_t{64})); }
  void deallocate(T* p, size_t) { ::operator delete (p, std::align_val_t{64}); }
  bool operator==(const Aligned&) const { return true; }
};

/// One value per cell (or per face), 64-byte rows, zero at first.
class Field {
 public:
  Field() = default;
  explicit Field(const Grid& grid) : values_(grid.stored) {}
  float* data() { return values_.data(); }
  const float* data() const { return values_.data(); }
  size_t size() const { return values_.size(); }
  float& operator[](ptrdiff_t i) { return values_[static_cast<size_t>(i)]; }
  float operator[](ptrdiff_t i) const { return values_[static_cast<size_t>(i)]; }
  void fill(float value) { values_.assign(values_.size(), value); }
  void swap(Field& other) { values_.swap(other.values_); }

 private:
  std::vector<float, Aligned<float>> values_;
};

/// u, v, w on the west, south and lower faces.
using Velocity = std::array<Field, 3>;

}  // namespace muster::flow
