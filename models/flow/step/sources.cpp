#include "models/flow/step/sources.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace muster::flow {

namespace {

/// [W] that what comes out lacks of vapour of its temperature.
double lacks(const Mixture& mixture, const Emission& e) {
  if (e.drops == 0) return 0;
  double condensing = 0;
  for (size_t s = 0; s < mixture.released.size(); ++s) condensing += mixture.released[s].condenses ? e.rate[s] : 0;
  return condensing * e.drops * mixture.liquid->latent(e.temperature);
}

}  // namespace

Released Source::between(const Mixture& mixture, double from, double until) const {
  const size_t gases = mixture.released.size();
  Released sum;
  sum.mass.assign(gases + 1, 0.0);
  double end = std::numeric_limits<double>::infinity();
  for (auto e = emission.rbegin(); e != emission.rend(); ++e) {
    const double held = std::min(end, until) - std::max(e->time, from);
    end = std::min(end, e->time);
    if (held <= 0) continue;
    double all = 0;
    for (size_t s = 0; s <= gases; ++s) {
      const double mass = held * e->rate[s];
      sum.mass[s] += mass, all += mass;
      sum.heat += mass * (s < gases ? mixture.released[s] : mixture.air).heat_capacity * e->temperature;
    }
    sum.heat += held * (e->heat - lacks(mixture, *e));
    if (e->velocity.isZero()) continue;
    sum.blown += all, sum.momentum += all * e->velocity;
  }
  return sum;
}

void Source::end(double time) {
  std::erase_if(emission, [time](const Emission& e) { return e.time >= time; });
  if (emission.empty()) return;
  Emission none = emission.back();
  none.time = time, none.heat = 0;
  std::fill(none.rate.begin(), none.rate.end(), 0.0);
  emission.push_back(std::move(none));
}

double Source::onset(const Grid& g, const Mixture& mixture, double pressure, double from, double until) const {
  const size_t gases = mixture.released.size();
  // [m3/s] of what comes out as vapour, and by how much its heat makes the air swell: Q R / (W c_p p). Drops make it
  // shrink: the air gives their heat.
  const auto volume = [&](const Emission& e) {
    double moles = 0;
    for (size_t s = 0; s <= gases; ++s) moles += e.rate[s] / (s < gases ? mixture.released[s] : mixture.air).molar_mass;
    return substance::gas_constant / pressure *
           (moles * e.temperature +
            (e.heat - lacks(mixture, e)) / (mixture.air.molar_mass * mixture.air.heat_capacity));
  };
  double most = 0, before = 0;
  for (const Emission& e : emission) {
    const double now = volume(e);
    if (e.time >= from && e.time <= until) most = std::max(most, std::abs(now - before));
    before = now;
  }
  if (most == 0) return 0;
  double densest = 0;
  for (size_t c = 0; c < cells.size(); ++c) densest = std::max(densest, share[c] / g.volume(plane[c]));
  return most * densest;
}

namespace {

struct Place {
  int i, j, k;
};

/// The cell that holds a point; outside the grid: one that does not exist.
Place holding(const Grid& g, const Vec3& p) {
  const auto above = std::upper_bound(g.z.begin(), g.z.end(), p.z());
  return {static_cast<int>(std::floor((p.x() - g.origin.x()) / g.dx)),
          static_cast<int>(std::floor((p.y() - g.origin.y()) / g.dy)), static_cast<int>(above - g.z.begin()) - 1};
}

/// Those of some places that hang together with a first one through open faces.
class Spread {
 public:
  Spread(const Grid& grid, const std::vector<uint8_t>& closed) : grid_(grid), closed_(closed) {}

  /// `within`: whether the centre of a cell belongs to it; the first place does anyway.
  template <class Within>
  std::vector<Place> from(const Place& first, const Within& within) {
    std::vector<Place> reached;
    if (!exists(first) || (closed_at(first) & solid) != 0) return reached;
    std::vector<char> seen(grid_.stored, 0);
    reached.push_back(first), seen[number(first)] = 1;
    for (size_t next = 0; next < reached.size(); ++next)
      for (size_t axis = 0; axis < 3; ++axis)
        for (const int way : {-1, 1}) {
          const Place here = reached[next];
          std::array<int, 3> to = {here.i, here.j, here.k};
          to[axis] += way;
          const Place there{to[0], to[1], to[2]};
          if (!exists(there) || seen[number(there)] != 0 || !within(there)) continue;
          const uint8_t shut = closed_at(way < 0 ? here : there);
          if ((shut >> axis & 1) != 0 || (closed_at(there) & solid) != 0) continue;
          seen[number(there)] = 1, reached.push_back(there);
        }
    return reached;
  }

 private:
  bool exists(const Place& p) const {
    return p.i >= 0 && p.i < grid_.nx && p.j >= 0 && p.j < grid_.ny && p.k >= 0 && p.k < grid_.nz;
  }
  size_t number(const Place& p) const { return static_cast<size_t>(grid_.at(p.i, p.j, p.k)); }
  uint8_t closed_at(const Place& p) const { return closed_[number(p)]; }

  const Grid& grid_;
  const std::vector<uint8_t>& closed_;
};

Source source_of(const Grid& g, std::vector<Place> places) {
  // In the order they are stored in.
  std::sort(places.begin(), places.end(),
            [&](const Place& a, const Place& b) { return g.at(a.i, a.j, a.k) < g.at(b.i, b.j, b.k); });
  Source source;
  double volume = 0;
  for (const Place& p : places) volume += g.volume(p.k);
  for (const Place& p : places) {
    source.cells.push_back(g.at(p.i, p.j, p.k));
    source.plane.push_back(p.k);
    source.share.push_back(g.volume(p.k) / volume);
  }
  return source;
}

}  // namespace

Source source_in_box(const Grid& g, const std::vector<uint8_t>& closed, const Vec3& low, const Vec3& high) {
  const auto within = [&](const Place& p) {
    const Vec3 at(g.origin.x() + (p.i + 0.5) * g.dx, g.origin.y() + (p.j + 0.5) * g.dy, g.z_centre(p.k));
    return (at.array() >= low.array()).all() && (at.array() <= high.array()).all();
  };
  return source_of(g, Spread(g, closed).from(holding(g, (low + high) / 2), within));
}

Source source_on_disc(const Grid& g, const std::vector<uint8_t>& closed, const Vec3& centre, double radius) {
  const Place middle = holding(g, centre);
  const auto within = [&](const Place& p) {
    const Vec2 at(g.origin.x() + (p.i + 0.5) * g.dx, g.origin.y() + (p.j + 0.5) * g.dy);
    return p.k == middle.k && (at - centre.head<2>()).norm() <= radius;
  };
  return source_of(g, Spread(g, closed).from(middle, within));
}

const Zone* sealed_around(const Zones& zones, const Seat& seat) {
  for (const Zone& zone : zones)
    for (const Run& run : zone.runs)
      for (const ptrdiff_t cell : seat.cells)
        if (cell >= run.from && cell < run.from + run.length) return &zone;
  return nullptr;
}

void emit(const Grid& g, const Seat& seat, const Released& given, double take, Scalars& into) {
  const double all = std::accumulate(given.mass.begin(), given.mass.end(), 0.0);
  if (all == 0 && given.heat == 0) return;
  const size_t gases = given.mass.size() - 1;
  for (size_t c = 0; c < seat.cells.size(); ++c) {
    const ptrdiff_t at = seat.cells[c];
    const double per_volume = take * seat.share[c] / g.volume(seat.plane[c]);
    const auto before = static_cast<double>(into.density[at]), now = before + per_volume * all;
    const auto mixed = [&](Field& amount, double added) {
      amount[at] = static_cast<float>((before * static_cast<double>(amount[at]) + per_volume * added) / now);
    };
    for (size_t s = 0; s < gases; ++s) mixed(into.amount[s], given.mass[s]);
    mixed(into.amount[gases], given.heat);
    into.density[at] = static_cast<float>(now);
  }
}

void thrust(const Push& p, const Seat& seat, const Released& given, Velocity& next) {
  if (given.blown <= 0 && given.moved <= 0) return;
  const std::array<ptrdiff_t, 3> step = {1, p.grid.row, p.grid.plane};
  for (size_t c = 0; c < seat.cells.size(); ++c)
    for (size_t axis = 0; axis < 3; ++axis) {
      const std::array<ptrdiff_t, 2> faces = {seat.cells[c], seat.cells[c] + step[axis]};
      const auto open = [&](ptrdiff_t face) { return p.beta[axis][face] > 0; };
      // Half of it to each of two faces, all to one beside a wall.
      const double part = open(faces[0]) && open(faces[1]) ? 0.5 : 1;
      for (const ptrdiff_t face : faces) {
        if (!open(face)) continue;
        // Of each kilogram that they move: at open sides beta is that of half a cell, which lies in this one.
        const double per_volume = part * seat.share[c] / p.grid.volume(seat.plane[c]);
        const double per_mass = per_volume * static_cast<double>(p.beta[axis][face]);
        const auto a = static_cast<Eigen::Index>(axis);
        const double gains = per_mass * given.momentum[a] + per_volume * given.driven[a];
        // Implicit: a strong jet through a small cell takes its velocity and no more.
        next[axis][face] = static_cast<float>((static_cast<double>(next[axis][face]) + gains) /
                                              (1 + per_mass * given.blown + per_volume * given.moved));
      }
    }
}

}  // namespace muster::flow
