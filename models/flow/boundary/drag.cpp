#include "models/flow/boundary/drag.h"

#include "base/parallel.h"
#include "models/flow/boundary/surroundings.h"

#include <array>
#include <cmath>

namespace muster::flow {

namespace {

std::array<int, 2> others(int axis) { return {axis == 0 ? 1 : 0, axis == 2 ? 1 : 2}; }

/// Whether a face is shut: by what stands there or because it lies on a wall of the box.
struct Shut {
  const Grid& g;
  const Sides& sides;
  const std::vector<uint8_t>& closed;

  bool operator()(int axis, std::array<int, 3> at) const {
    const std::array<int, 3> n = {g.nx, g.ny, g.nz};
    const auto a = static_cast<size_t>(axis);
    if (at[a] == 0 && !sides.periodic(axis) && sides.low(axis) == Condition::wall) return true;
    if (at[a] == n[a] && !sides.periodic(axis)) return sides.high(axis) == Condition::wall;
    return (closed[static_cast<size_t>(g.at(at[0], at[1], at[2]))] & (1U << a)) != 0;
  }
};

float over(double x) { return static_cast<float>(1 / x); }

}  // namespace

Drag::Drag(const Grid& g, const Sides& sides, const std::vector<uint8_t>& closed, const Roughness& roughness)
    : roughness_(roughness) {
  const Shut shut{g, sides, closed};
  for (int axis = 0; axis < 3; ++axis)
    for (int k = 0; k < g.nz; ++k)
      for (int j = 0; j < g.ny; ++j)
        for (int i = 0; i < g.nx; ++i) {
          const std::array<int, 3> at = {i, j, k};
          const auto a = static_cast<size_t>(axis);
          if ((closed[static_cast<size_t>(g.at(i, j, k))] & (1U << a)) != 0) continue;
          if (at[a] == 0 && !sides.periodic(axis)) continue;
          uint8_t walls = 0;
          for (int o = 0; o < 2; ++o)
            for (int up = 0; up < 2; ++up) {
              const int other = others(axis)[static_cast<size_t>(o)];
              std::array<int, 3> here = at, before = at;
              here[static_cast<size_t>(other)] += up, before[static_cast<size_t>(other)] += up;
              before[a] -= 1;
              if (shut(other, here) && shut(other, before)) walls |= static_cast<uint8_t>(1U << (2 * o + up));
            }
          if (walls != 0) faces_.push_back({g.at(i, j, k), k, static_cast<uint8_t>(axis), walls});
        }
}

void Drag::apply(const Push& c, Velocity& forces, Velocity& next) const {
  const Grid& g = c.grid;
  const std::array<ptrdiff_t, 3> step = {1, g.row, g.plane};
  constexpr size_t grain = 4096;
  parallel_for(faces_.size(), grain, [&](size_t begin, size_t end) {
    for (size_t f = begin; f < end; ++f) {
      const Face& face = faces_[f];
      const ptrdiff_t i = face.at, s = step[face.axis];
      const Field &u = c.velocity[face.axis], &mu = c.viscosity;
      const float beta = c.beta[face.axis][i], here = u[i];
      const float along = face.axis == 0 ? over(g.dx) : face.axis == 1 ? over(g.dy) : over(g.dz_face(face.k));
      float change = 0, slowing = 0;
      for (int o = 0; o < 2; ++o)
        for (int up = 0; up < 2; ++up) {
          if ((face.walls >> (2 * o + up) & 1) == 0) continue;
          const int other = others(face.axis)[static_cast<size_t>(o)];
          const int third = 3 - other - face.axis;
          const ptrdiff_t t = step[static_cast<size_t>(other)], way = up != 0 ? t : -t;
          const double h = other == 0 ? g.dx : other == 1 ? g.dy : g.dz(face.k);
          const double reach = other == 2 ? g.dz_face(face.k + up) : h;
          const Field& across = c.velocity[static_cast<size_t>(other)];
          const ptrdiff_t edge = up != 0 ? i + t : i;
          const float outward = up != 0 ? u[i + t] - here : here - u[i - t];
          const float stress = 0.25F * ((mu[i] + mu[i - s]) + (mu[i + way] + mu[i - s + way])) *
                               (over(reach) * outward + along * (across[edge] - across[edge - s]));
          const Field& side = c.velocity[static_cast<size_t>(third)];
          const ptrdiff_t q = step[static_cast<size_t>(third)];
          const float other_speed = 0.25F * ((side[i] + side[i + q]) + (side[i - s] + side[i - s + q]));
          const bool ground = other == 2 && up == 0 && face.k == 0;
          const double z0 = ground ? roughness_.ground : roughness_.walls;
          const double friction = von_karman / std::log1p(h / 2 / z0);
          change -= over(h) * (up != 0 ? stress : -stress) * beta;
          slowing +=
              over(h) * static_cast<float>(friction * friction) * std::sqrt(here * here + other_speed * other_speed);
        }
      forces[face.axis][i] += change;
      // Implicit: however rough the wall and thin the cell, the air next to it comes to rest and no further.
      float& value = next[face.axis][i];
      value = (value + static_cast<float>(c.dt * c.now) * change) / (1 + static_cast<float>(c.dt) * slowing);
    }
  });
}

}  // namespace muster::flow
