#include "models/flow/pressure/rooms.h"

#include "base/parallel.h"

namespace muster::flow {

namespace {

constexpr size_t grain = 4096;  // entries of a list that one task takes

/// The sum of the coefficients of a cell's faces, and of these times the pressures beyond.
struct Around {
  float weights = 0, values = 0;
};

Around around(const Level& l, ptrdiff_t at, int k) {
  const std::array<ptrdiff_t, 3> step = {1, l.row, l.plane};
  Around sum;
  for (size_t a = 0; a < 3; ++a) {
    const auto plane = static_cast<size_t>(k);
    const float low = l.factor[a][plane] * l.a[a][at];
    const float high = l.factor[a][a == 2 ? plane + 1 : plane] * l.a[a][at + step[a]];
    sum.weights += low + high;
    sum.values += low * l.p[at - step[a]] + high * l.p[at + step[a]];
  }
  return sum;
}

template <class Each>
void for_all(size_t n, const Each& each) {
  parallel_for(n, grain, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) each(i);
  });
}

}  // namespace

void Rooms::refresh(const Level& fine, const Rooms& of_fine, Level& coarse) {
  const std::array<Field*, 3> store = {&coarse.store_x, &coarse.store_y, &coarse.store_z};
  for_all(sums_.size(), [&](size_t s) {
    const Sum& sum = sums_[s];
    float value = 0;
    for (size_t n = sum.begin; n < sum.end; ++n) {
      const Part& part = parts_[n];
      value += part.factor * (part.axis == 3 ? of_fine.ties_[static_cast<size_t>(part.at)]
                                             : fine.a[static_cast<size_t>(part.axis)][part.at]);
    }
    value *= sum.ratio;
    if (sum.axis == 3)
      ties_[static_cast<size_t>(sum.at)] = value;
    else
      (*store[static_cast<size_t>(sum.axis)])[sum.at] = value;
  });
}

void Rooms::relax(Level& l, int colour) const {
  for (const Row& row : rows_) {
    if (row.colour != colour) continue;
    // Coarse grids have the factor 1 in all planes.
    Around sum = colour == apart_colour ? Around{} : around(l, row.at, 0);
    for (size_t n = row.begin; n < row.end; ++n) {
      const float weight = ties_[entries_[n].tie];
      sum.weights += weight;
      if (entries_[n].to >= 0) sum.values += weight * l.p[entries_[n].to];
    }
    l.p[row.at] = sum.weights > 0 ? (sum.values - l.b[row.at]) / sum.weights : 0.0F;
  }
  if (!rows_.empty()) wrap(l, l.p);
}

void Rooms::restrict_residual(const Level& fine, const Rooms& of_fine, Level& coarse) const {
  for (size_t r = 0; r < apart_; ++r) coarse.p[first_ + static_cast<ptrdiff_t>(r)] = 0;
  for (size_t r = 0; r < apart_; ++r) coarse.b[first_ + static_cast<ptrdiff_t>(r)] = 0;
  for (const Moved& cell : moved_) {
    const Around sum = around(fine, cell.fine, cell.k);
    const float left = fine.b[cell.fine] - (sum.values - sum.weights * fine.p[cell.fine]);
    coarse.b[cell.from] -= left, coarse.b[cell.to] += left;
  }
  for (const Row& row : of_fine.rows_) {
    float left = row.colour == apart_colour ? fine.b[row.at] : 0.0F;
    for (size_t n = row.begin; n < row.end; ++n) {
      const Entry& e = of_fine.entries_[n];
      left -= of_fine.ties_[e.tie] * ((e.to >= 0 ? fine.p[e.to] : 0.0F) - fine.p[row.at]);
    }
    coarse.b[row.coarse] += left;
  }
}

void Rooms::keep(const Level& fine) {
  for_all(blends_.size(), [&](size_t n) { kept_[n] = fine.p[blends_[n].fine]; });
}

void Rooms::prolong(const Level& coarse, Level& fine) const {
  for_all(blends_.size(), [&](size_t n) {
    const Blend& blend = blends_[n];
    float sum = 0;
    for (size_t s = blend.begin; s < blend.end; ++s) sum += shares_[s].weight * coarse.p[shares_[s].coarse];
    fine.p[blend.fine] = kept_[n] + sum;
  });
  wrap(fine, fine.p);
}

size_t Rooms::bytes() const {
  const auto of = [](const auto& list) { return list.size() * sizeof(list[0]); };
  return of(parts_) + of(sums_) + of(ties_) + of(rows_) + of(entries_) + of(moved_) + of(blends_) + of(shares_) +
         of(kept_);
}

}  // namespace muster::flow
