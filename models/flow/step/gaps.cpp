#include "models/flow/step/gaps.h"

#include "base/bytes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include <Eigen/SparseCholesky>

namespace muster::flow {

namespace {

/// Of a sharp-edged opening; NFPA 92 and FDS take the same for leaks.
constexpr double discharge = 0.6;
/// [Pa] below which the flow is linear: gaps are narrow, and a root is infinitely steep at 0. Own choice: 0.01 m2 then
/// let 2.4 l/s pass.
constexpr double linear_below = 0.1;
/// [m] walls are at most so thick; what is thicker is soil, or parts of the model that nothing reaches.
constexpr double thickest = 1;
/// [s] over which the flow's own pressure is averaged. What a gap of A m2 sets in motion answers with rho / (pi r)
/// dQ/dt, some Pa s2/m3, so the two are far from swinging for leaks below a tenth of a square metre. Own choice.
constexpr double feels_for = 1;
/// Of what a cell holds, that goes at most in a step: steps are chosen so that it is not met.
constexpr double most_of_cell = 0.5;
/// The pressures of sealed parts are found to this share, or to so many Pa. The sum of all gases does not depend on it.
constexpr double close_share = 1e-6, close_pascals = 1e-5;
/// Each pass halves the error at least (the root's exponent).
constexpr int most_passes = 60;

}  // namespace

/// Goes through what is closed to the air behind it.
class Gaps::Finder {
 public:
  Finder(const Grid& grid, const std::vector<uint8_t>& closed, const Zones& zones)
      : grid_(grid), closed_(closed), zone_of_(grid.stored, -1) {
    for (size_t z = 0; z < zones.size(); ++z)
      for (const Run& run : zones[z].runs)
        std::fill_n(zone_of_.begin() + run.from, run.length, static_cast<int32_t>(z));
  }
  using Place = std::array<int, 3>;

  bool within(const Place& p) const {
    return p[0] >= 0 && p[1] >= 0 && p[2] >= 0 && p[0] < grid_.nx && p[1] < grid_.ny && p[2] < grid_.nz;
  }
  bool is_solid(const Place& p) const { return (closed_[index(p)] & solid) != 0; }
  Place place(ptrdiff_t at) const {
    const ptrdiff_t k = at / grid_.plane - Grid::ghosts, in_plane = at % grid_.plane;
    return {static_cast<int>(in_plane % grid_.row) - 16, static_cast<int>(in_plane / grid_.row) - Grid::ghosts,
            static_cast<int>(k)};
  }
  Cell cell(const Place& p) const { return {grid_.at(p[0], p[1], p[2]), p[2], zone_of_[index(p)]}; }
  /// The cell above the face that the way from a cell along an axis crosses.
  Place face(const Place& from, size_t axis, int way) const {
    Place p = from;
    if (way > 0) ++p[axis];
    return p;
  }
  size_t index(const Place& p) const { return static_cast<size_t>(grid_.at(p[0], p[1], p[2])); }
  double area(const Place& p, size_t axis) const {
    return axis == 0 ? grid_.dy * grid_.dz(p[2]) : axis == 1 ? grid_.dx * grid_.dz(p[2]) : grid_.dx * grid_.dy;
  }
  double width(const Place& p, size_t axis) const {
    return axis == 0 ? grid_.dx : axis == 1 ? grid_.dy : grid_.dz(p[2]);
  }
  /// The first cell of air behind a closed face; outside the grid: there is none within `thickest`.
  Place behind(Place p, size_t axis, int way) const {
    double thick = 0;
    for (p[axis] += way; within(p) && is_solid(p); p[axis] += way) {
      thick += width(p, axis);
      if (thick > thickest) return {-1, -1, -1};
    }
    return within(p) ? p : Place{-1, -1, -1};
  }

 private:
  const Grid& grid_;
  const std::vector<uint8_t>& closed_;
  std::vector<int32_t> zone_of_;  ///< [grid.stored]
};

Gaps::Gaps(const Grid& grid, const Obstacles& obstacles, double time, const std::vector<uint8_t>& closed,
           const Zones& zones, const Leakage& leakage, const Gaps& before) {
  const auto& doors = obstacles.doors();
  const bool of_doors = std::any_of(doors.begin(), doors.end(), [](const Shutter& d) { return d.leakage > 0; });
  const bool of_walls = !zones.empty() && (leakage.walls > 0 || leakage.floors > 0);
  if (!of_doors && !of_walls) return;
  const Finder find(grid, closed, zones);
  const auto key = [](ptrdiff_t face, size_t axis) { return static_cast<uint64_t>(face) * 3 + axis; };
  std::unordered_set<uint64_t> leaves;
  for (const Shutter& door : doors) {
    if (door.is_open(time)) continue;
    const size_t first = gaps_.size();
    double whole = 0;
    for (size_t axis = 0; axis < 3; ++axis)
      for (const ptrdiff_t face : door.faces[axis]) {
        leaves.insert(key(face, axis));
        const Finder::Place high = find.place(face);
        Finder::Place low = high;
        --low[axis];
        if (!find.within(low) || !find.within(high) || find.is_solid(low) || find.is_solid(high)) continue;
        gaps_.push_back({find.cell(low), find.cell(high), find.area(high, axis), key(face, axis)});
        whole += gaps_.back().area;
      }
    for (size_t g = first; g < gaps_.size(); ++g) gaps_[g].area *= door.leakage / whole;
    if (door.leakage <= 0) gaps_.resize(first);
  }
  for (size_t z = 0; of_walls && z < zones.size(); ++z)
    for (const Run& run : zones[z].runs)
      for (int n = 0; n < run.length; ++n) {
        const Finder::Place here = find.place(run.from + n);
        for (size_t axis = 0; axis < 3; ++axis)
          for (const int way : {-1, 1}) {
            const Finder::Place face = find.face(here, axis, way);
            const ptrdiff_t at = grid.at(face[0], face[1], face[2]);
            const double share = axis == 2 ? leakage.floors : leakage.walls;
            if (share <= 0 || (closed[static_cast<size_t>(at)] & (1U << axis)) == 0) continue;
            if (leaves.count(key(at, axis)) != 0) continue;
            const Finder::Place there = find.behind(here, axis, way);
            if (!find.within(there)) continue;
            const Cell mine = find.cell(here), other = find.cell(there);
            // Between two sealed parts: found from the first of them.
            if (other.zone >= 0 && other.zone <= mine.zone) continue;
            gaps_.push_back(
                {way > 0 ? mine : other, way > 0 ? other : mine, share * find.area(here, axis), key(at, axis)});
          }
      }
  felt_.assign(gaps_.size(), 0);
  std::unordered_map<uint64_t, double> known;
  for (size_t g = 0; g < before.gaps_.size(); ++g) known.emplace(before.gaps_[g].face, before.felt_[g]);
  for (size_t g = 0; g < gaps_.size(); ++g)
    if (const auto found = known.find(gaps_[g].face); found != known.end()) felt_[g] = found->second;
  rate_ = before.rate_;
}

double Gaps::area(size_t zone) const {
  double sum = 0;
  for (const Gap& gap : gaps_)
    if (gap.low.zone != gap.high.zone &&
        (gap.low.zone == static_cast<int32_t>(zone) || gap.high.zone == static_cast<int32_t>(zone)))
      sum += gap.area;
  return sum;
}

void Gaps::feel(const Grid& grid, const Field& pressure, const Zones& zones, double dt) {
  // Of sealed parts the flow's own pressure has no level: its mean is 0.
  std::vector<double> level(zones.size(), 0);
  for (size_t z = 0; z < zones.size(); ++z) {
    double sum = 0;
    for (const Run& run : zones[z].runs) {
      double row = 0;
      for (int i = 0; i < run.length; ++i) row += static_cast<double>(pressure[run.from + i]);
      sum += grid.volume(run.k) * row;
    }
    level[z] = sum / zones[z].volume;
  }
  const auto own = [&](const Cell& cell) {
    return static_cast<double>(pressure[cell.at]) - (cell.zone < 0 ? 0 : level[static_cast<size_t>(cell.zone)]);
  };
  const double share = dt / (dt + feels_for);
  for (size_t g = 0; g < gaps_.size(); ++g) felt_[g] += share * (own(gaps_[g].low) - own(gaps_[g].high) - felt_[g]);
}

/// Pressures of sealed parts over that outside [Pa], when what they gain and lose by gaps in `dt` has been: P =
/// P_before
/// - gamma p dt / V sum of flows, implicit. Each pass holds the conductance Q / dp, which is that of the pass before: a
/// linear system, positive and symmetric, whose solutions come to the root from one side by halves of the logarithm.
std::vector<double> Gaps::relax(const Zones& zones, double outside, double dt,
                                const std::vector<std::array<double, 2>>& densities) const {
  const auto n = static_cast<Eigen::Index>(zones.size());
  Eigen::VectorXd before(n), holds(n), now(n);
  for (Eigen::Index z = 0; z < n; ++z) {
    const Zone& zone = zones[static_cast<size_t>(z)];
    before[z] = now[z] = zone.pressure - outside;
    holds[z] = zone.volume / (zone.gamma * zone.pressure * dt);
  }
  const auto of = [&](int32_t zone) { return zone < 0 ? 0.0 : now[zone]; };
  Eigen::SimplicialLDLT<Eigen::SparseMatrix<double>> solver;
  std::vector<Eigen::Triplet<double>> entries;
  for (int pass = 0; pass < most_passes; ++pass) {
    entries.clear();
    Eigen::VectorXd diagonal = holds, right = holds.cwiseProduct(before);
    for (size_t g = 0; g < gaps_.size(); ++g) {
      const Cell &low = gaps_[g].low, &high = gaps_[g].high;
      if (low.zone == high.zone) continue;
      const double dp = of(low.zone) - of(high.zone) + felt_[g];
      const double density = densities[g][dp > 0 ? 0 : 1];
      const double k = discharge * gaps_[g].area * std::sqrt(2 / density / std::max(std::abs(dp), linear_below));
      if (low.zone >= 0) diagonal[low.zone] += k, right[low.zone] -= k * felt_[g];
      if (high.zone >= 0) diagonal[high.zone] += k, right[high.zone] += k * felt_[g];
      if (low.zone >= 0 && high.zone >= 0)
        entries.emplace_back(std::max(low.zone, high.zone), std::min(low.zone, high.zone), -k);
    }
    for (Eigen::Index z = 0; z < n; ++z) entries.emplace_back(z, z, diagonal[z]);
    Eigen::SparseMatrix<double> matrix(n, n);
    matrix.setFromTriplets(entries.begin(), entries.end());
    solver.compute(matrix);
    const Eigen::VectorXd next = solver.solve(right);
    double change = 0, largest = 0;
    for (Eigen::Index z = 0; z < n; ++z) {
      change = std::max(change, std::abs(next[z] - now[z])), largest = std::max(largest, std::abs(next[z]));
      now[z] = next[z];
    }
    if (change <= std::max(close_pascals, close_share * largest)) break;
  }
  return {now.begin(), now.end()};
}

int64_t Gaps::exchange(const Grid& grid, const Mixture& mixture, const Zones& zones, double outside, double dt,
                       Scalars& scalars) {
  // As dense as the pressure of their part and their temperature have it: what has just flown to the gap, and is too
  // much in its cell until the next step, is not counted twice.
  const size_t gases = mixture.released.size();
  std::vector<double> y(gases);
  const auto density_of = [&](const Cell& cell) {
    for (size_t s = 0; s < gases; ++s) y[s] = static_cast<double>(scalars.amount[s][cell.at]);
    const double p = cell.zone < 0 ? outside : zones[static_cast<size_t>(cell.zone)].pressure;
    return mixture.state(y.data(), static_cast<double>(scalars.amount[gases][cell.at]), p).density;
  };
  std::vector<std::array<double, 2>> densities;
  for (const Gap& gap : gaps_) densities.push_back({density_of(gap.low), density_of(gap.high)});
  const std::vector<double> pressure = zones.empty() ? std::vector<double>{} : relax(zones, outside, dt, densities);
  const auto of = [&](int32_t zone) { return zone < 0 ? 0.0 : pressure[static_cast<size_t>(zone)]; };
  int64_t less = 0;
  rate_ = 0;
  for (size_t g = 0; g < gaps_.size(); ++g) {
    const Gap& gap = gaps_[g];
    const double dp = of(gap.low.zone) - of(gap.high.zone) + felt_[g];
    const Cell &from = dp > 0 ? gap.low : gap.high, &to = dp > 0 ? gap.high : gap.low;
    const auto held = static_cast<double>(scalars.density[from.at]);
    const double density = densities[g][dp > 0 ? 0 : 1];
    const double flow =
        discharge * gap.area * std::abs(dp) * std::sqrt(2 / density / std::max(std::abs(dp), linear_below));  // [m3/s]
    const double has = grid.volume(from.plane), gets = grid.volume(to.plane);
    rate_ = std::max(rate_, flow / std::min(has, gets));
    const double wanted = density * flow * dt / has;  // [kg/m3] of the cell
    if (wanted > most_of_cell * held) ++less;
    const auto left = static_cast<float>(held - std::min(wanted, most_of_cell * held));
    // What the field lost, not what was meant: the sums are those of its bits.
    const double mass = has * (held - static_cast<double>(left));
    const auto there = static_cast<double>(scalars.density[to.at]), sum = there + mass / gets;
    for (Field& amount : scalars.amount)
      amount[to.at] = static_cast<float>(
          (there * static_cast<double>(amount[to.at]) + mass / gets * static_cast<double>(amount[from.at])) / sum);
    scalars.density[from.at] = left, scalars.density[to.at] = static_cast<float>(sum);
  }
  return less;
}

void Gaps::save(std::ostream& out) const {
  put(out, static_cast<uint64_t>(felt_.size()));
  for (const double& pressure : felt_) put(out, pressure);
  put(out, rate_);
}

bool Gaps::load(std::istream& in) {
  uint64_t n = 0;
  if (!get(in, n) || n != felt_.size()) return false;
  for (double& pressure : felt_)
    if (!get(in, pressure)) return false;
  return get(in, rate_);
}

}  // namespace muster::flow
