#include "models/flow/pressure/level.h"

#include <algorithm>

namespace muster::flow {

double Level::distance(int axis, int f) const {
  const auto& w = width[static_cast<size_t>(axis)];
  const int n = static_cast<int>(w.size());
  const auto cell = [&](int i) { return w[static_cast<size_t>(i)]; };
  if (f > 0 && f < n) return (cell(f - 1) + cell(f)) / 2;
  if (periodic[static_cast<size_t>(axis)]) return (cell(n - 1) + cell(0)) / 2;
  return cell(f == 0 ? 0 : n - 1) / 2;
}

namespace {

/// The rows of coefficients and the factors of one row of cells.
struct Row {
  const float *x, *y, *y1, *z, *z1;
  float fx, fy, fz, fz1;
};

Row row_of(const Level& l, int j, int k) {
  const ptrdiff_t c = l.at(j, k);
  const auto s = static_cast<size_t>(k);
  return {l.a[0] + c,     l.a[1] + c,     l.a[1] + c + l.row, l.a[2] + c,        l.a[2] + c + l.plane,
          l.factor[0][s], l.factor[1][s], l.factor[2][s],     l.factor[2][s + 1]};
}

/// What p would be if each cell alone met its equation.
[[gnu::noinline]] void solved(const Row& c, int n, const float* __restrict p, const float* __restrict b, ptrdiff_t row,
                              ptrdiff_t plane, float* __restrict out) {
  const float* __restrict x = c.x, * __restrict y = c.y, * __restrict y1 = c.y1, * __restrict z = c.z, * __restrict z1 = c.z1;
  const float fx = c.fx, fy = c.fy, fz = c.fz, fz1 = c.fz1;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    const float w = fx * x[i], e = fx * x[i + 1], s = fy * y[i], t = fy * y1[i], d = fz * z[i], u = fz1 * z1[i];
    const float sum = ((w + e) + (s + t)) + (d + u);
    const float value = ((w * p[i - 1] + e * p[i + 1]) + (s * p[i - row] + t * p[i + row])) +
                        ((d * p[i - plane] + u * p[i + plane]) - b[i]);
    out[i] = sum > 0 ? value / sum : 0.0F;
  }
}

[[gnu::noinline]] void blend(int n, int first, const float* __restrict from, float* __restrict p) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) p[i] = ((i ^ first) & 1) == 0 ? from[i] : p[i];
}

}  // namespace

void relax_row(const Level& l, float* p, const float* b, int j, int k, int first, float* buffer) {
  const ptrdiff_t c = l.at(j, k);
  solved(row_of(l, j, k), l.nx, p + c, b + c, l.row, l.plane, buffer);
  blend(l.nx, first, buffer, p + c);
  if (l.periodic[0]) p[c - 1] = p[c + l.nx - 1], p[c + l.nx] = p[c];
}

[[gnu::noinline]] void multiply_row(const Level& l, const float* all_p, int j, int k, float* __restrict out) {
  const Row c = row_of(l, j, k);
  const float* __restrict p = all_p + l.at(j, k);
  const ptrdiff_t row = l.row, plane = l.plane;
#pragma GCC ivdep
  for (int i = 0; i < l.nx; ++i) {
    const float x = c.fx * (c.x[i] * (p[i - 1] - p[i]) + c.x[i + 1] * (p[i + 1] - p[i]));
    const float y = c.fy * (c.y[i] * (p[i - row] - p[i]) + c.y1[i] * (p[i + row] - p[i]));
    const float z = c.fz * c.z[i] * (p[i - plane] - p[i]) + c.fz1 * c.z1[i] * (p[i + plane] - p[i]);
    out[i] = (x + y) + z;
  }
}

void residual_row(const Level& l, const float* p, const float* b, int j, int k, float* __restrict out) {
  multiply_row(l, p, j, k, out);
  const float* __restrict right = b + l.at(j, k);
  for (int i = 0; i < l.nx; ++i) out[i] = right[i] - out[i];
}

void wrap(const Level& l, float* p) {
  if (l.periodic[0])
    for (int k = 0; k < l.nz; ++k)
      for (int j = 0; j < l.ny; ++j) {
        float* at = p + l.at(j, k);
        at[-1] = at[l.nx - 1], at[l.nx] = at[0];
      }
  if (l.periodic[1])
    for (int k = 0; k < l.nz; ++k) {
      std::copy_n(p + l.at(l.ny - 1, k), l.nx, p + l.at(-1, k));
      std::copy_n(p + l.at(0, k), l.nx, p + l.at(l.ny, k));
    }
  if (l.periodic[2])
    for (int j = 0; j < l.ny; ++j) {
      std::copy_n(p + l.at(j, l.nz - 1), l.nx, p + l.at(j, -1));
      std::copy_n(p + l.at(j, 0), l.nx, p + l.at(j, l.nz));
    }
}

}  // namespace muster::flow
