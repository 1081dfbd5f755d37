#include "models/flow/pressure/coarsen.h"

#include "base/parallel.h"

#include <algorithm>

namespace muster::flow {

namespace {

/// Cells along an axis are too few to be joined below this; a periodic axis keeps two, each the other's neighbour
/// twice.
int least_cells(const Level& l, size_t axis) { return l.periodic[axis] ? 4 : 2; }
/// Axes whose cells are longer than this many of the shortest wait for a later grid: point relaxation only smooths
/// along strong couplings.
constexpr double alike = 1.6;

int cells(const Level& l, size_t axis) { return axis == 0 ? l.nx : axis == 1 ? l.ny : l.nz; }

void lay_out(Level& l) {
  const Grid grid = Grid::even(l.nx, l.ny, l.nz, 1, 1, 1);
  l.row = grid.row, l.plane = grid.plane, l.origin = grid.at(0, 0, 0);
}

/// Fine cells [first, last) of a coarse one along an axis.
struct Span {
  int first, last;
};
Span fine_of(const Level& coarse, size_t axis, int i, int n) {
  return coarse.coarsened[axis] ? Span{2 * i, std::min(2 * i + 2, n)} : Span{i, i + 1};
}

}  // namespace

size_t planes_at_once(const Level& l) {
  constexpr size_t worth_a_task = 8192;  // cells
  return std::max<size_t>(1, worth_a_task / static_cast<size_t>(l.nx * l.ny));
}

Level finest(const Grid& grid, const std::array<std::array<bool, 2>, 3>& open, const std::array<bool, 3>& periodic) {
  Level l;
  l.nx = grid.nx, l.ny = grid.ny, l.nz = grid.nz;
  l.row = grid.row, l.plane = grid.plane, l.origin = grid.at(0, 0, 0);
  l.open = open, l.periodic = periodic;
  l.width[0].assign(static_cast<size_t>(l.nx), grid.dx), l.width[1].assign(static_cast<size_t>(l.ny), grid.dy);
  for (int k = 0; k < l.nz; ++k) {
    l.width[2].push_back(grid.dz(k));
    l.factor[0].push_back(static_cast<float>(grid.dy * grid.dz(k) / grid.dx));
    l.factor[1].push_back(static_cast<float>(grid.dx * grid.dz(k) / grid.dy));
  }
  for (int k = 0; k <= l.nz; ++k) {
    const bool across = periodic[2] && (k == 0 || k == l.nz);
    const double d = across ? (grid.dz(0) + grid.dz(l.nz - 1)) / 2 : grid.dz_face(k);
    l.factor[2].push_back(static_cast<float>(grid.dx * grid.dy / d));
  }
  return l;
}

Level coarser_shape(const Level& fine) {
  Level l;
  double shortest = 1e30;
  std::array<double, 3> least{};
  for (size_t a = 0; a < 3; ++a) {
    least[a] = *std::min_element(fine.width[a].begin(), fine.width[a].end() - (fine.width[a].size() > 1 ? 1 : 0));
    if (cells(fine, a) >= least_cells(fine, a)) shortest = std::min(shortest, least[a]);
  }
  l.nx = fine.nx, l.ny = fine.ny, l.nz = fine.nz;
  std::array<int*, 3> n = {&l.nx, &l.ny, &l.nz};
  bool any = false;
  for (size_t a = 0; a < 3; ++a) {
    l.coarsened[a] = *n[a] >= least_cells(fine, a) && least[a] <= alike * shortest;
    any = any || l.coarsened[a];
    const int before = *n[a];
    if (l.coarsened[a]) *n[a] = (before + 1) / 2;
    for (int i = 0; i < *n[a]; ++i) {
      const Span of = fine_of(l, a, i, before);
      double sum = 0;
      for (int f = of.first; f < of.last; ++f) sum += fine.width[a][static_cast<size_t>(f)];
      l.width[a].push_back(sum);
    }
  }
  if (!any) return {};
  l.open = fine.open, l.periodic = fine.periodic;
  lay_out(l);
  for (size_t a = 0; a < 3; ++a) l.factor[a].assign(static_cast<size_t>(l.nz) + 1, 1.0F);
  return l;
}

Level coarser(const Level& fine) {
  Level l = coarser_shape(fine);
  if (l.nx == 0) return l;
  const Grid grid = Grid::even(l.nx, l.ny, l.nz, 1, 1, 1);
  for (Field* field : {&l.store_x, &l.store_y, &l.store_z, &l.pressure, &l.rhs}) *field = Field(grid);
  l.a = {l.store_x.data(), l.store_y.data(), l.store_z.data()};
  l.p = l.pressure.data(), l.b = l.rhs.data();
  return l;
}

namespace {

/// Sums of fine coefficients over the faces of one coarse row, of an axis; out [coarse nx + 1].
void sum_faces(const Level& fine, const Level& coarse, size_t axis, int jc, int kc, float* out) {
  const int n = coarse.nx + (axis == 0 ? 1 : 0);
  std::fill_n(out, n, 0.0F);
  Span js = fine_of(coarse, 1, jc, fine.ny), ks = fine_of(coarse, 2, kc, fine.nz);
  if (axis == 1) js = {std::min(js.first, fine.ny), std::min(js.first, fine.ny) + 1};
  if (axis == 2) ks = {std::min(ks.first, fine.nz), std::min(ks.first, fine.nz) + 1};
  const bool halved = coarse.coarsened[0];
  for (int k = ks.first; k < ks.last; ++k)
    for (int j = js.first; j < js.last; ++j) {
      const float* a = fine.a[axis] + fine.at(j, k);
      const float factor = fine.factor[axis][static_cast<size_t>(k)];
      if (axis == 0) {
        for (int i = 0; i < coarse.nx; ++i) out[i] += factor * a[halved ? 2 * i : i];
        out[coarse.nx] += factor * a[fine.nx];
      } else if (halved) {
        const int whole = fine.nx / 2;
        for (int i = 0; i < whole; ++i) out[i] += factor * (a[2 * i] + a[2 * i + 1]);
        if (whole < n) out[whole] += factor * a[2 * whole];
      } else {
        for (int i = 0; i < n; ++i) out[i] += factor * a[i];
      }
    }
}

/// Fine over coarse distance between centres at a coarse face.
double shrink(const Level& fine, const Level& coarse, size_t axis, int f) {
  const int n = cells(coarse, axis);
  const int of = coarse.coarsened[axis] ? (f == n ? cells(fine, axis) : 2 * f) : f;
  return fine.distance(static_cast<int>(axis), of) / coarse.distance(static_cast<int>(axis), f);
}

}  // namespace

void coarsen_coefficients(const Level& fine, Level& coarse) {
  const std::array<Field*, 3> store = {&coarse.store_x, &coarse.store_y, &coarse.store_z};
  std::vector<float> ratio_x;
  for (int i = 0; i <= coarse.nx; ++i) ratio_x.push_back(static_cast<float>(shrink(fine, coarse, 0, i)));
  parallel_for(static_cast<size_t>(coarse.nz) + 1, planes_at_once(coarse), [&](size_t begin, size_t end) {
    std::vector<float> sum(static_cast<size_t>(coarse.nx) + 1);
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j <= coarse.ny; ++j)
        for (size_t axis = 0; axis < 3; ++axis) {
          if ((k == coarse.nz && axis != 2) || (j == coarse.ny && axis != 1)) continue;
          sum_faces(fine, coarse, axis, j, k, sum.data());
          float* out = store[axis]->data() + coarse.at(j, k);
          const auto same = static_cast<float>(axis == 1   ? shrink(fine, coarse, 1, j)
                                               : axis == 2 ? shrink(fine, coarse, 2, k)
                                                           : 1.0);
          const int n = coarse.nx + (axis == 0 ? 1 : 0);
          for (int i = 0; i < n; ++i)
            out[i] = sum[static_cast<size_t>(i)] * (axis == 0 ? ratio_x[static_cast<size_t>(i)] : same);
        }
  });
}

void restrict_residual(const Level& fine, Level& coarse) {
  parallel_for(static_cast<size_t>(coarse.nz), planes_at_once(coarse), [&](size_t begin, size_t end) {
    std::vector<float> row(static_cast<size_t>(fine.nx) + 2), sum(static_cast<size_t>(fine.nx) + 2);
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < coarse.ny; ++j) {
        const Span js = fine_of(coarse, 1, j, fine.ny), ks = fine_of(coarse, 2, k, fine.nz);
        std::fill(sum.begin(), sum.end(), 0.0F);
        float* __restrict s = sum.data(), * __restrict r = row.data();
        for (int kf = ks.first; kf < ks.last; ++kf)
          for (int jf = js.first; jf < js.last; ++jf) {
            residual_row(fine, fine.p, fine.b, jf, kf, r);
            for (int i = 0; i < fine.nx; ++i) s[i] += r[i];
          }
        float* __restrict b = coarse.b + coarse.at(j, k);
        float* __restrict p = coarse.p + coarse.at(j, k);
        if (coarse.coarsened[0])
          for (int i = 0; i < coarse.nx; ++i) b[i] = s[2 * i] + s[2 * i + 1], p[i] = 0;
        else
          for (int i = 0; i < coarse.nx; ++i) b[i] = s[i], p[i] = 0;
        if (coarse.periodic[0]) p[-1] = p[coarse.nx] = 0;
      }
  });
  wrap(coarse, coarse.p);
}

std::vector<Lean> leans(const Level& fine, const Level& coarse, size_t axis) {
  std::vector<Lean> all(static_cast<size_t>(cells(fine, axis)));
  if (!coarse.coarsened[axis]) return all;
  for (int i = 0; i < cells(coarse, axis); ++i) {
    const Span of = fine_of(coarse, axis, i, cells(fine, axis));
    if (of.last - of.first < 2) continue;
    const double lower = fine.width[axis][static_cast<size_t>(of.first)];
    const double upper = fine.width[axis][static_cast<size_t>(of.first) + 1];
    const int a = static_cast<int>(axis);
    all[static_cast<size_t>(of.first)] = {-1, static_cast<float>(upper / 2 / coarse.distance(a, i))};
    all[static_cast<size_t>(of.first) + 1] = {1, static_cast<float>(lower / 2 / coarse.distance(a, i + 1))};
  }
  return all;
}

namespace {

/// c + the steps towards the neighbours in y and z: out [nx], c, cy, cz rows of the coarse pressure.
[[gnu::noinline]] void lean_in_yz(int n, const float* __restrict c, const float* __restrict cy,
                                  const float* __restrict ay, float wy, const float* __restrict cz,
                                  const float* __restrict az, float wz, float* __restrict out) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i)
    out[i] = c[i] + (ay[i] > 0 ? wy * (cy[i] - c[i]) : 0.0F) + (az[i] > 0 ? wz * (cz[i] - c[i]) : 0.0F);
}

/// out [2 n]: the two fine cells of each coarse one.
[[gnu::noinline]] void lean_in_x(int n, const float* __restrict c, const float* __restrict ax,
                                 const float* __restrict lower, const float* __restrict upper,
                                 const float* __restrict base, float* __restrict out) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    out[2 * i] = base[i] + (ax[i] > 0 ? lower[i] * (c[i - 1] - c[i]) : 0.0F);
    out[2 * i + 1] = base[i] + (ax[i + 1] > 0 ? upper[i] * (c[i + 1] - c[i]) : 0.0F);
  }
}

}  // namespace

void prolong(const Level& coarse, Level& fine) {
  const std::vector<Lean> x = leans(fine, coarse, 0), y = leans(fine, coarse, 1), z = leans(fine, coarse, 2);
  std::vector<float> lower(static_cast<size_t>(coarse.nx)), upper(static_cast<size_t>(coarse.nx));
  if (coarse.coarsened[0])
    for (size_t i = 0; i < x.size(); ++i) (x[i].way < 0 ? lower : upper)[i / 2] = x[i].weight;
  const int sy = coarse.coarsened[1] ? 2 : 1, sz = coarse.coarsened[2] ? 2 : 1;
  parallel_for(static_cast<size_t>(fine.nz), planes_at_once(fine), [&](size_t begin, size_t end) {
    std::vector<float> base(static_cast<size_t>(coarse.nx)), both(2 * static_cast<size_t>(coarse.nx));
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < fine.ny; ++j) {
        const Lean ly = y[static_cast<size_t>(j)], lz = z[static_cast<size_t>(k)];
        const ptrdiff_t c = coarse.at(j / sy, k / sz);
        lean_in_yz(coarse.nx, coarse.p + c, coarse.p + c + ly.way * coarse.row,
                   coarse.a[1] + c + (ly.way > 0 ? coarse.row : 0), ly.weight, coarse.p + c + lz.way * coarse.plane,
                   coarse.a[2] + c + (lz.way > 0 ? coarse.plane : 0), lz.weight, base.data());
        const float* from = base.data();
        if (coarse.coarsened[0]) {
          lean_in_x(coarse.nx, coarse.p + c, coarse.a[0] + c, lower.data(), upper.data(), base.data(), both.data());
          from = both.data();
        }
        float* __restrict p = fine.p + fine.at(j, k);
#pragma GCC ivdep
        for (int i = 0; i < fine.nx; ++i) p[i] += from[i];
      }
  });
  wrap(fine, fine.p);
}

}  // namespace muster::flow
