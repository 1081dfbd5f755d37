#include "models/flow/step/sources.h"

#include "models/flow/pressure/zones.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace muster::flow {

const Emission* Source::at(double time) const {
  const Emission* found = nullptr;
  for (const Emission& e : emission)
    if (e.time <= time) found = &e;
  return found;
}

namespace {

struct Place {
  int i, j, k;
};

Source source_of(const Grid& g, const std::vector<Place>& places) {
  Source source;
  double volume = 0;
  for (const Place& p : places) volume += g.volume(p.k);
  for (const Place& p : places) {
    source.cells.push_back(g.at(p.i, p.j, p.k));
    source.plane.push_back(p.k);
    source.share.push_back(static_cast<float>(g.volume(p.k) / volume));
  }
  return source;
}

bool is_free(const Grid& g, const std::vector<uint8_t>& closed, const Place& p) {
  return (closed[static_cast<size_t>(g.at(p.i, p.j, p.k))] & solid) == 0;
}

}  // namespace

Source source_in_box(const Grid& g, const std::vector<uint8_t>& closed, const Vec3& low, const Vec3& high) {
  std::vector<Place> places;
  const Vec3 middle = (low + high) / 2;
  const auto holds = [](double from, double to, double x) { return x >= from && x < to; };
  std::vector<Place> nearest;
  for (int k = 0; k < g.nz; ++k)
    for (int j = 0; j < g.ny; ++j)
      for (int i = 0; i < g.nx; ++i) {
        const Vec3 at(g.origin.x() + (i + 0.5) * g.dx, g.origin.y() + (j + 0.5) * g.dy, g.z_centre(k));
        const Place p{i, j, k};
        if (!is_free(g, closed, p)) continue;
        if ((at.array() >= low.array()).all() && (at.array() <= high.array()).all()) places.push_back(p);
        if (holds(at.x() - g.dx / 2, at.x() + g.dx / 2, middle.x()) &&
            holds(at.y() - g.dy / 2, at.y() + g.dy / 2, middle.y()) &&
            holds(g.z[static_cast<size_t>(k)], g.z[static_cast<size_t>(k) + 1], middle.z()))
          nearest.push_back(p);
      }
  return source_of(g, places.empty() ? nearest : places);
}

Source source_on_disc(const Grid& g, const std::vector<uint8_t>& closed, const Vec3& centre, double radius) {
  std::vector<Place> places, nearest;
  for (int j = 0; j < g.ny; ++j)
    for (int i = 0; i < g.nx; ++i) {
      const Vec2 at(g.origin.x() + (i + 0.5) * g.dx, g.origin.y() + (j + 0.5) * g.dy);
      const Vec2 off = at - centre.head<2>();
      const bool within = off.norm() <= radius;
      const bool holds = std::abs(off.x()) <= g.dx / 2 && std::abs(off.y()) <= g.dy / 2;
      if (!within && !holds) continue;
      int k = 0;
      while (k < g.nz && (g.z[static_cast<size_t>(k) + 1] <= centre.z() || !is_free(g, closed, {i, j, k}))) ++k;
      if (k == g.nz) continue;
      (within ? places : nearest).push_back({i, j, k});
    }
  return source_of(g, places.empty() ? nearest : places);
}

std::vector<double> emit(const Grid& g, const Mixture& mixture, const Source& source, double time, double dt,
                         double take, Scalars& into) {
  const size_t gases = mixture.released.size();
  std::vector<double> mass(gases + 1, 0.0);
  const Emission* e = source.at(time);
  if (e == nullptr) return mass;
  const double all = std::accumulate(e->rate.begin(), e->rate.end(), 0.0);
  double heat = e->heat;
  for (size_t s = 0; s <= gases; ++s)
    heat += e->rate[s] * (s < gases ? mixture.released[s] : mixture.air).heat_capacity * e->temperature;
  for (size_t c = 0; c < source.cells.size(); ++c) {
    const ptrdiff_t at = source.cells[c];
    const double part = take * dt * static_cast<double>(source.share[c]);
    const double per_volume = part / g.volume(source.plane[c]);
    const auto before = static_cast<double>(into.density[at]), now = before + per_volume * all;
    const auto mixed = [&](Field& amount, double added) {
      amount[at] = static_cast<float>((before * static_cast<double>(amount[at]) + per_volume * added) / now);
    };
    for (size_t s = 0; s < gases; ++s) mixed(into.amount[s], e->rate[s]);
    mixed(into.amount[gases], heat);
    into.density[at] = static_cast<float>(now);
    for (size_t s = 0; s <= gases; ++s) mass[s] += part * e->rate[s];
  }
  return mass;
}

void thrust(const Push& p, const Source& source, double time, Velocity& next) {
  const Emission* e = source.at(time);
  if (e == nullptr || e->velocity.isZero()) return;
  const double all = std::accumulate(e->rate.begin(), e->rate.end(), 0.0);
  const std::array<ptrdiff_t, 3> step = {1, p.grid.row, p.grid.plane};
  for (size_t c = 0; c < source.cells.size(); ++c)
    for (size_t axis = 0; axis < 3; ++axis)
      for (const ptrdiff_t face : {source.cells[c], source.cells[c] + step[axis]}) {
        const auto beta = static_cast<double>(p.beta[axis][face]);
        if (beta == 0) continue;
        const double per_second =
            all * static_cast<double>(source.share[c]) / (2 * p.grid.volume(source.plane[c])) * beta;
        const auto u = static_cast<double>(next[axis][face]);
        // Implicit: a strong jet through a small cell takes its velocity and no more.
        const double t = p.dt * per_second;
        next[axis][face] = static_cast<float>((u + t * e->velocity[static_cast<Eigen::Index>(axis)]) / (1 + t));
      }
}

}  // namespace muster::flow
