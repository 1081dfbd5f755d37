#include "models/crowd/analysis/measures.h"

#include "base/error.h"
#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include <fmt/format.h>

namespace muster::crowd {

namespace {

/// Floors within it of one another are one floor to a measure [m]: a storey is higher, a step lower.
constexpr float same_floor = 1.0f;

bool inside(const std::vector<Vec2>& polygon, const Vec2& p) {
  bool in = false;
  for (size_t k = 0; k < polygon.size(); ++k) {
    const Vec2 &a = polygon[k], &b = polygon[(k + 1) % polygon.size()];
    if ((a.y() > p.y()) != (b.y() > p.y()) && p.x() < a.x() + (p.y() - a.y()) / (b.y() - a.y()) * (b.x() - a.x()))
      in = !in;
  }
  return in;
}

/// Calls `see(column)` for every column of the grid whose centre lies in the box.
template <class See>
void columns_in(const scene::Grid& grid, const Vec2& low, const Vec2& high, const See& see) {
  const auto index = [&](double x, double x0, int32_t n) {
    return static_cast<int32_t>(std::clamp(std::floor((x - x0) / grid.cell), 0.0, static_cast<double>(n)));
  };
  for (int32_t j = index(low.y(), grid.y0, grid.ny); j <= std::min(index(high.y(), grid.y0, grid.ny), grid.ny - 1); ++j)
    for (int32_t i = index(low.x(), grid.x0, grid.nx); i <= std::min(index(high.x(), grid.x0, grid.nx), grid.nx - 1);
         ++i)
      see(j * grid.nx + i);
}

/// Of the cells of some columns those on the floor at height `z`, and what can be walked to from there within them; all
/// where no height is given. `overlap`: without a height, some lie above one another.
std::vector<CellId> floor_of(const scene::Floors& floors, const std::vector<int32_t>& columns,
                             const std::optional<double>& z, bool& overlap) {
  std::vector<CellId> all, reached;
  overlap = false;
  for (const int32_t c : columns) {
    const uint32_t begin = floors.column_begin[static_cast<size_t>(c)],
                   end = floors.column_begin[static_cast<size_t>(c) + 1];
    overlap = overlap || end - begin > 1;
    for (uint32_t k = begin; k < end; ++k) all.push_back(static_cast<CellId>(k));
  }
  std::sort(all.begin(), all.end());
  if (!z) return all;
  overlap = false;
  std::vector<char> taken(all.size(), 0);
  const auto take = [&](size_t k) {
    if (taken[k] != 0) return;
    taken[k] = 1;
    reached.push_back(all[k]);
  };
  for (size_t k = 0; k < all.size(); ++k)
    if (std::abs(static_cast<double>(floors.z[static_cast<size_t>(all[k])]) - *z) <= 0.5) take(k);
  for (size_t k = 0; k < reached.size(); ++k)
    for (const CellId n : floors.neighbour[static_cast<size_t>(reached[k])]) {
      const auto at = std::lower_bound(all.begin(), all.end(), n);
      if (n != no_cell && at != all.end() && *at == n) take(static_cast<size_t>(at - all.begin()));
    }
  std::sort(reached.begin(), reached.end());
  return reached;
}

std::vector<int32_t> columns_of(const scene::Grid& grid, const MeasureSpec& spec) {
  std::vector<int32_t> columns;
  if (spec.line) {
    const Vec2 a = (*spec.line)[0], d = (*spec.line)[1] - a;
    const auto points = static_cast<int>(std::ceil(d.norm() / (0.5 * grid.cell)));
    for (int k = 0; k <= points; ++k) {
      const Vec2 p = a + static_cast<double>(k) / points * d;
      if (const int32_t c = grid.column(p.x(), p.y()); c >= 0) columns.push_back(c);
    }
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    return columns;
  }
  Vec2 low = spec.area[0], high = spec.area[0];
  for (const Vec2& p : spec.area) low = low.cwiseMin(p), high = high.cwiseMax(p);
  columns_in(grid, low, high, [&](int32_t c) {
    if (inside(spec.area, grid.centre(c))) columns.push_back(c);
  });
  return columns;
}

}  // namespace

std::vector<Measure> place_measures(const scene::Floors& floors, const std::vector<MeasureSpec>& specs) {
  std::vector<Measure> measures;
  std::vector<Mistake> mistakes;
  for (const MeasureSpec& spec : specs) {
    Measure m;
    m.spec = spec;
    const std::vector<int32_t> columns = columns_of(floors.grid, spec);
    bool overlap = false;
    m.cells = floor_of(floors, columns, spec.z, overlap);
    const auto refuse = [&](const char* key, const std::string& text) {
      mistakes.push_back({spec.origin.file, spec.origin.line, spec.origin.key + key, "", text});
    };
    if (overlap) {
      refuse(".z_m", "is needed: floors lie above one another there");
    } else if (m.cells.empty()) {
      refuse(spec.line ? ".line" : ".area", spec.z ? "has no walkable floor at this height" : "has no walkable floor");
    } else {
      m.z_low = m.z_high = floors.z[static_cast<size_t>(m.cells[0])];
      for (const CellId c : m.cells) {
        m.z_low = std::min(m.z_low, floors.z[static_cast<size_t>(c)]);
        m.z_high = std::max(m.z_high, floors.z[static_cast<size_t>(c)]);
      }
      // The polygon's own area where floor is all over it; cells know it to a cell's width only.
      if (!spec.line)
        m.area = std::abs(signed_area(spec.area)) * static_cast<double>(m.cells.size()) /
                 static_cast<double>(columns.size());
      else
        m.cells.clear();
    }
    measures.push_back(std::move(m));
  }
  if (!mistakes.empty()) throw InputError(mistakes);
  return measures;
}

Measures::Measures(const Ground& ground, std::vector<Measure> measures)
    : ground_(&ground), measures_(std::move(measures)), next_(measures_.size(), 0), uses_(measures_.size()) {
  const Vec2 corner(ground.floors().grid.x0, ground.floors().grid.y0);
  for (const Measure& m : measures_) {
    Outline local;
    if (m.spec.line)
      local = {(*m.spec.line)[0] - corner, (*m.spec.line)[1] - corner};
    else
      for (const Vec2& p : m.spec.area) local.push_back(p - corner);
    local_.push_back(std::move(local));
  }
}

/// Rows of those in a box, in the order of rows; a little more than the box.
void Measures::people_near(const Rows& rows, const Strips& strips, const Vec2& low, const Vec2& high, float z_low,
                           float z_high, std::vector<uint32_t>& out) const {
  out.clear();
  for (int b = strips.band(z_low); b <= strips.band(z_high); ++b)
    for (int k = strips.strip_of(static_cast<float>(low.y())); k <= strips.strip_of(static_cast<float>(high.y()));
         ++k) {
      const auto [first, last] =
          strips.rows(b, k, strips.cell_of(static_cast<float>(low.x())), strips.cell_of(static_cast<float>(high.x())));
      for (uint32_t i = first; i < last; ++i)
        if (rows.state[i] != State::nobody && rows.state[i] != State::trailing && rows.z[i] >= z_low &&
            rows.z[i] <= z_high)
          out.push_back(i);
    }
}

void Measures::cross(const Rows& rows, const NextPositions& before, const Strips& strips, double time, double step,
                     float drift) {
  for (size_t m = 0; m < measures_.size(); ++m) {
    if (!measures_[m].spec.line) continue;
    const Vec2 &a = local_[m][0], &b = local_[m][1];
    const Vec2 margin = Vec2::Constant(static_cast<double>(drift));
    people_near(rows, strips, a.cwiseMin(b) - margin, a.cwiseMax(b) + margin, measures_[m].z_low - same_floor,
                measures_[m].z_high + same_floor, near_);
    const Vec2 u = (b - a).normalized(), left(-u.y(), u.x());
    for (const uint32_t i : near_) {
      const Vec2 from(static_cast<double>(before.x[i]), static_cast<double>(before.y[i])),
          to(static_cast<double>(rows.x[i]), static_cast<double>(rows.y[i]));
      const double side_from = left.dot(from - a), side_to = left.dot(to - a);
      if ((side_from < 0) == (side_to < 0)) continue;
      const double t = side_from / (side_from - side_to), along = u.dot(from + t * (to - from) - a);
      if (along < 0 || along > (b - a).norm()) continue;
      const LineCrossing c{time + t * step, rows.id[i], static_cast<int32_t>(m), side_to >= 0,
                           static_cast<float>(std::abs(side_to - side_from) / step)};
      LineUse& use = uses_[m][c.forward ? 0 : 1];
      if (use.people == 0) use.first = c.time;
      ++use.people;
      use.first = std::min(use.first, c.time), use.last = std::max(use.last, c.time);
      use.speed_sum += static_cast<double>(c.speed);
      crossings_.push_back(c);
    }
  }
}

void Measures::sample(const Rows& rows, const Strips& strips, double time, float drift) {
  for (size_t m = 0; m < measures_.size(); ++m) {
    if (measures_[m].spec.line || time < next_[m] - 1e-9) continue;
    next_[m] += measures_[m].spec.every * std::floor((time - next_[m]) / measures_[m].spec.every + 1 + 1e-9);
    samples_.push_back(measure(m, rows, strips, drift));
    samples_.back().time = time;
  }
}

/// Solid walls that a body feels in a box.
std::vector<WallLine> Measures::walls_near(const Vec2& low, const Vec2& high, float z_low, float z_high) const {
  std::vector<uint32_t> list;
  ground_->walls().within(static_cast<float>(low.x()), static_cast<float>(low.y()), static_cast<float>(high.x()),
                          static_cast<float>(high.y()), z_low, z_high, list);
  std::vector<WallLine> walls;
  for (const uint32_t w : list) {
    const Segment& s = ground_->walls()[w];
    if (!s.solid || s.foot_low > z_high || s.foot_high < z_low) continue;
    walls.push_back({Vec2(static_cast<double>(s.ax), static_cast<double>(s.ay)),
                     Vec2(static_cast<double>(s.bx), static_cast<double>(s.by))});
  }
  return walls;
}

AreaSample Measures::measure(size_t index, const Rows& rows, const Strips& strips, float drift) {
  const Measure& m = measures_[index];
  const Outline& outline = local_[index];
  const double reach = m.spec.cut_off;
  Vec2 low = outline[0], high = outline[0];
  for (const Vec2& p : outline) low = low.cwiseMin(p), high = high.cwiseMax(p);
  // People whose cell may reach in lie within the cut-off, those who bound their cells within thrice of it.
  const Vec2 margin = Vec2::Constant(3.1 * reach + static_cast<double>(drift)), near = Vec2::Constant(1.02 * reach);
  people_near(rows, strips, low - margin, high + margin, m.z_low - same_floor, m.z_high + same_floor, near_);
  struct Share {
    bool in = false;
    double of_cell = 0, area = 0;
  };
  std::vector<Share> shares(near_.size());
  std::vector<Vec2> places;
  for (const uint32_t i : near_) places.emplace_back(static_cast<double>(rows.x[i]), static_cast<double>(rows.y[i]));
  parallel_for(near_.size(), 64, [&](size_t begin, size_t end) {
    std::vector<Vec2> others;
    for (size_t k = begin; k < end; ++k) {
      const Vec2& at = places[k];
      const uint32_t i = near_[k];
      if ((at.array() < (low - near).array()).any() || (at.array() > (high + near).array()).any()) continue;
      shares[k].in = std::binary_search(m.cells.begin(), m.cells.end(), rows.cell[i]) && inside(outline, at);
      others.clear();
      for (size_t j = 0; j < near_.size(); ++j)
        if (j != k && std::abs(rows.z[near_[j]] - rows.z[i]) < same_floor &&
            (places[j] - at).squaredNorm() < 4.1 * reach * reach)
          others.push_back(places[j]);
      const Vec2 round = Vec2::Constant(1.1 * reach);
      const Outline cell = voronoi_cell(at, others, walls_near(at - round, at + round, rows.z[i], rows.z[i]), reach);
      const double whole = signed_area(cell);
      if (whole <= 0) continue;
      shares[k].area = common_area(outline, cell);
      shares[k].of_cell = shares[k].area / whole;
    }
  });
  AreaSample s;
  s.measure = static_cast<int32_t>(index);
  double cells = 0, speeds = 0, covered = 0, weighted = 0;
  for (size_t k = 0; k < shares.size(); ++k) {
    const auto v = static_cast<double>(rows.speed[near_[k]]);
    cells += shares[k].of_cell;
    covered += shares[k].area;
    weighted += v * shares[k].area;
    if (!shares[k].in) continue;
    ++s.people;
    speeds += v;
  }
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  s.density = s.people / m.area;
  s.voronoi_density = cells / m.area;
  s.speed = s.people > 0 ? speeds / s.people : unknown;
  s.voronoi_speed = covered > 0 ? weighted / covered : unknown;
  return s;
}

}  // namespace muster::crowd
