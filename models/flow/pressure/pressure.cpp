#include "models/flow/pressure/pressure.h"

#include "base/parallel.h"
#include "models/flow/pressure/coarsen.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace muster::flow {

namespace {

/// Double sweeps on the coarsest grid, a few cells each way.
constexpr int coarsest_sweeps = 8;
/// From this level on the next one is gone through twice where there are rooms apart (W-cycle): it costs a hundredth,
/// and rooms in a row need it (a cycle leaves 0.4 of the residual rather than 0.8).
constexpr size_t twice_from = 2;

/// One colour of a sweep over all cells.
void relax_cells(const Level& l, int colour) {
  parallel_for(static_cast<size_t>(l.nz), planes_at_once(l), [&](size_t begin, size_t end) {
    std::vector<float> buffer(static_cast<size_t>(l.nx));
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < l.ny; ++j) relax_row(l, l.p, l.b, j, k, (j + k + colour) & 1, buffer.data());
  });
  if (l.periodic[1] || l.periodic[2]) {
    Level rest;  // x is wrapped row by row
    rest.nx = l.nx, rest.ny = l.ny, rest.nz = l.nz, rest.row = l.row, rest.plane = l.plane, rest.origin = l.origin;
    rest.periodic = {false, l.periodic[1], l.periodic[2]};
    wrap(rest, l.p);
  }
}

/// Sum over all cells of piece(j, k), plane by plane: the same bits on any number of threads.
template <class Piece>
double sum_rows(const Level& l, const Piece& piece) {
  return parallel_sum(
      static_cast<size_t>(l.nz), 1, 0.0,
      [&](size_t begin, size_t end) {
        double sum = 0;
        for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
          for (int j = 0; j < l.ny; ++j) sum += piece(j, k);
        return sum;
      },
      [](double a, double b) { return a + b; });
}

/// Sixteen sums side by side, so that the compiler may take a row's products together.
[[gnu::noinline]] double dot_row(int n, const float* __restrict a, const float* __restrict b) {
  constexpr int lanes = 16;
  float sums[lanes] = {};
  int i = 0;
  for (; i + lanes <= n; i += lanes)
    for (int l = 0; l < lanes; ++l) sums[l] += a[i + l] * b[i + l];
  double sum = 0;
  for (const float s : sums) sum += static_cast<double>(s);
  for (; i < n; ++i) sum += static_cast<double>(a[i] * b[i]);
  return sum;
}

double dot(const Level& l, const Field& a, const Field& b) {
  return sum_rows(l, [&](int j, int k) { return dot_row(l.nx, a.data() + l.at(j, k), b.data() + l.at(j, k)); });
}

/// y = s y + t x
void combine(const Level& l, float s, Field& y, float t, const Field& x) {
  parallel_for(static_cast<size_t>(l.nz), planes_at_once(l), [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < l.ny; ++j) {
        float* __restrict out = y.data() + l.at(j, k);
        const float* __restrict in = x.data() + l.at(j, k);
        for (int i = 0; i < l.nx; ++i) out[i] = s * out[i] + t * in[i];
      }
  });
}

}  // namespace

Pressure::Pressure(const Grid& grid, const Sides& sides) {
  std::array<std::array<bool, 2>, 3> open{};
  std::array<bool, 3> periodic{};
  for (int a = 0; a < 3; ++a) {
    const auto s = static_cast<size_t>(a);
    open[s] = {sides.low(a) == Condition::open, sides.high(a) == Condition::open};
    periodic[s] = sides.periodic(a);
  }
  levels_.push_back(finest(grid, open, periodic));
  for (Level next = coarser(levels_.back()); next.nx > 0; next = coarser(levels_.back()))
    levels_.push_back(std::move(next));
}

void Pressure::refresh(const Velocity& beta) {
  levels_[0].a = {beta[0].data(), beta[1].data(), beta[2].data()};
  if (reshaped_) {
    rooms_ = Rooms::of(levels_), reshaped_ = false;
    air_ = static_cast<double>(std::max<size_t>(cells_of_air(), 1));
    last_ = levels_.size() - 1, exactly_ = false;
    for (size_t l = 1; l < rooms_.size() && !exactly_; ++l)
      if (Coarsest::worth_it(levels_[l], rooms_[l])) last_ = l, exactly_ = true;
  }
  for (size_t l = 1; l <= last_; ++l) {
    coarsen_coefficients(levels_[l - 1], levels_[l]);
    if (!rooms_.empty()) rooms_[l].refresh(levels_[l - 1], rooms_[l - 1], levels_[l]);
  }
  if (exactly_) coarsest_.refresh(levels_[last_], rooms_[last_]);
}

/// Cells that anything can flow into.
size_t Pressure::cells_of_air() const {
  const Level& l = levels_[0];
  const std::array<ptrdiff_t, 3> step = {1, l.row, l.plane};
  size_t count = 0;
  for (int k = 0; k < l.nz; ++k)
    for (int j = 0; j < l.ny; ++j)
      for (ptrdiff_t at = l.at(j, k); at < l.at(j, k) + l.nx; ++at) {
        bool open = false;
        for (size_t axis = 0; axis < 3; ++axis) open = open || l.a[axis][at] > 0 || l.a[axis][at + step[axis]] > 0;
        count += open ? 1 : 0;
      }
  return count;
}

/// One sweep over all cells and rooms apart: both colours, in the order given.
void Pressure::relax(size_t level, bool black_first) {
  Level& l = levels_[level];
  const auto rooms = [&](int colour) {
    if (!rooms_.empty()) rooms_[level].relax(l, colour);
  };
  if (black_first) rooms(Rooms::apart_colour);
  for (const int colour : {black_first ? 1 : 0, black_first ? 0 : 1}) relax_cells(l, colour), rooms(colour);
  if (!black_first) rooms(Rooms::apart_colour);
}

void Pressure::cycle(size_t level) {
  if (level == last_) {
    if (exactly_) return coarsest_.solve(levels_[level]);
    for (int i = 0; i < coarsest_sweeps; ++i) relax(level, false), relax(level, true);
    return;
  }
  Level &fine = levels_[level], &coarse = levels_[level + 1];
  relax(level, false);
  restrict_residual(fine, coarse);
  if (!rooms_.empty()) rooms_[level + 1].restrict_residual(fine, rooms_[level], coarse);
  cycle(level + 1);
  if (!rooms_.empty() && level >= twice_from && level + 1 < last_) cycle(level + 1);
  if (!rooms_.empty()) rooms_[level + 1].keep(fine);
  prolong(coarse, fine);
  if (!rooms_.empty()) rooms_[level + 1].prolong(coarse, fine);
  relax(level, true);
}

/// rms of what is left over the cells of air; `out`: where it goes, or null.
double Pressure::residual(const Field& p, const Field& rhs, Field* out) const {
  const Level& l = levels_[0];
  const double sum = parallel_sum(
      static_cast<size_t>(l.nz), 1, 0.0,
      [&](size_t begin, size_t end) {
        std::vector<float> buffer(static_cast<size_t>(l.nx));
        double part = 0;
        for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
          for (int j = 0; j < l.ny; ++j) {
            residual_row(l, p.data(), rhs.data(), j, k, buffer.data());
            part += dot_row(l.nx, buffer.data(), buffer.data());
            if (out != nullptr) std::copy(buffer.begin(), buffer.end(), out->data() + l.at(j, k));
          }
        return part;
      },
      [](double a, double b) { return a + b; });
  return std::sqrt(sum / air_);
}

PressureReport Pressure::solve(Field& p, Field& rhs, std::span<Field* const> scratch, const Zones& closed, double scale,
                               const PressureSettings& settings) {
  PressureReport report;
  remove_means(closed, rhs);
  Level& l = levels_[0];
  l.p = p.data(), l.b = rhs.data();
  wrap(l, l.p);
  for (; report.cycles < settings.cycles; ++report.cycles) cycle(0);
  report.residual = residual(p, rhs, nullptr) / scale;
  // What the iterations think is left drifts from what is: they begin anew until that is little enough.
  for (int before = -1; report.residual > settings.tolerance && before < report.iterations;) {
    before = report.iterations;
    conjugate(p, rhs, scratch, closed, scale, settings, report);
  }
  remove_means(closed, p);
  wrap(l, p.data());
  report.converged = report.residual <= settings.tolerance;
  return report;
}

/// Flexible conjugate gradients (Polak and Ribiere's beta: interpolation and summation of a V-cycle are not
/// transposes).
void Pressure::conjugate(Field& p, Field& rhs, std::span<Field* const> scratch, const Zones& closed, double scale,
                         const PressureSettings& settings, PressureReport& report) {
  Field &z = *scratch[0], &d = *scratch[1], &q = *scratch[2];
  Level& l = levels_[0];
  wanted_ = rhs;
  z.fill(0), d.fill(0), q.fill(0);
  residual(p, rhs, &q);
  rhs.swap(q);  // rhs now holds the residual
  q.fill(0);
  double before = 1, alpha = 0;
  while (report.residual > settings.tolerance && report.iterations < settings.most) {
    remove_means(closed, rhs);
    z.fill(0);
    l.p = z.data(), l.b = rhs.data();
    cycle(0);
    remove_means(closed, z);
    wrap(l, z.data());
    const double rz = dot(l, rhs, z);
    const double beta = report.iterations == 0 ? 0 : -alpha * dot(l, q, z) / before;
    combine(l, static_cast<float>(beta), d, 1, z);
    wrap(l, d.data());
    multiply(d, q);
    const double curvature = dot(l, d, q);
    if (curvature == 0 || !std::isfinite(curvature)) break;
    alpha = dot(l, rhs, d) / curvature;
    combine(l, 1, p, static_cast<float>(alpha), d);
    combine(l, 1, rhs, static_cast<float>(-alpha), q);
    before = rz;
    ++report.iterations;
    report.residual = std::sqrt(dot(l, rhs, rhs) / air_) / scale;
  }
  wrap(l, p.data());
  rhs.swap(wanted_);
  report.residual = residual(p, rhs, nullptr) / scale;
}

/// out = sum a (in_neighbour - in)
void Pressure::multiply(const Field& in, Field& out) const {
  const Level& l = levels_[0];
  parallel_for(static_cast<size_t>(l.nz), planes_at_once(l), [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < l.ny; ++j) multiply_row(l, in.data(), j, k, out.data() + l.at(j, k));
  });
}

size_t Pressure::bytes() const {
  size_t sum = wanted_.size() * sizeof(float);
  for (size_t l = 1; l < levels_.size(); ++l) sum += 5 * levels_[l].pressure.size() * sizeof(float);
  for (const Rooms& rooms : rooms_) sum += rooms.bytes();
  return sum;
}

}  // namespace muster::flow
