#include "models/flow/pressure/coarsest.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

namespace muster::flow {

namespace {

/// Of the diagonal that it began with: what is left of it where nothing holds an unknown but rounding.
constexpr double held = 1e-5;
/// Unknowns: 350 000 operations of set-up a step, 16 000 a solution.
constexpr size_t most = 128;

size_t cells_of(const Level& l) {
  return static_cast<size_t>(l.nx) * static_cast<size_t>(l.ny) * static_cast<size_t>(l.nz);
}

}  // namespace

bool Coarsest::worth_it(const Level& l, const Rooms& rooms) { return cells_of(l) + rooms.apart() <= most; }

void Coarsest::refresh(const Level& l, const Rooms& rooms) {
  at_.clear();
  const size_t cells = cells_of(l), n = cells + rooms.apart();
  std::unordered_map<ptrdiff_t, size_t> number;
  for (int k = 0; k < l.nz; ++k)
    for (int j = 0; j < l.ny; ++j)
      for (int i = 0; i < l.nx; ++i) number[l.at(j, k) + i] = at_.size(), at_.push_back(l.at(j, k) + i);
  rooms.for_rooms([&](ptrdiff_t at) { number[at] = at_.size(), at_.push_back(at); });
  matrix_.assign(n * n, 0), value_.assign(n, 0);
  const auto tie = [&](size_t a, std::optional<size_t> b, double weight) {
    matrix_[a * n + a] += weight;
    if (b) matrix_[a * n + *b] -= weight;
  };
  const std::array<int, 3> size = {l.nx, l.ny, l.nz};
  const std::array<ptrdiff_t, 3> step = {1, l.row, l.plane};
  for (size_t c = 0; c < cells; ++c) {
    const std::array<int, 3> here = {static_cast<int>(c) % l.nx, static_cast<int>(c) / l.nx % l.ny,
                                     static_cast<int>(c) / l.nx / l.ny};
    for (size_t a = 0; a < 3; ++a)
      for (const int high : {0, 1}) {
        std::array<int, 3> there = here;
        there[a] += high != 0 ? 1 : -1;
        const bool inside = there[a] >= 0 && there[a] < size[a];
        there[a] = (there[a] + size[a]) % size[a];
        const auto other = number.at(l.at(there[1], there[2]) + there[0]);
        tie(c, inside || l.periodic[a] ? std::optional(other) : std::nullopt,
            static_cast<double>(l.a[a][at_[c] + high * step[a]]));
      }
  }
  rooms.for_ties([&](ptrdiff_t at, ptrdiff_t to, float weight) {
    tie(number.at(at), to < 0 ? std::nullopt : std::optional(number.at(to)), static_cast<double>(weight));
  });
  for (size_t j = 0; j < n; ++j) {
    double& pivot = matrix_[j * n + j];
    const double before = pivot;
    for (size_t k = 0; k < j; ++k) pivot -= matrix_[j * n + k] * matrix_[j * n + k] * matrix_[k * n + k];
    if (!(pivot > held * before)) pivot = 0;
    for (size_t i = j + 1; i < n; ++i) {
      double& entry = matrix_[i * n + j];
      for (size_t k = 0; k < j; ++k) entry -= matrix_[i * n + k] * matrix_[j * n + k] * matrix_[k * n + k];
      entry = pivot > 0 ? entry / pivot : 0;
    }
  }
}

void Coarsest::solve(Level& l) {
  const size_t n = at_.size();
  for (size_t i = 0; i < n; ++i) {
    value_[i] = -static_cast<double>(l.b[at_[i]]);
    for (size_t k = 0; k < i; ++k) value_[i] -= matrix_[i * n + k] * value_[k];
  }
  for (size_t i = 0; i < n; ++i) value_[i] = matrix_[i * n + i] > 0 ? value_[i] / matrix_[i * n + i] : 0;
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; ++k) value_[i] -= matrix_[k * n + i] * value_[k];
    l.p[at_[i]] = static_cast<float>(value_[i]);
  }
  wrap(l, l.p);
}

}  // namespace muster::flow
