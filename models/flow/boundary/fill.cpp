#include "models/flow/boundary/fill.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

namespace {

constexpr int g2 = Grid::ghosts;

/// One side of the box: where its cells lie and which way is out.
struct Border {
  int axis = 0;
  bool high = false;
  Condition condition = Condition::wall;
  ptrdiff_t out = 0;  ///< one cell outwards
  int n = 0;          ///< cells along the axis
  size_t side = 0;
};

/// Calls body(border, index of the outermost cell within, its number on the side or -1 beyond it, plane) for the cells
/// of every side: x first, then y with the ghosts in x, then z with those of both.
template <class Body>
void each_side(const Grid& g, const Sides& sides, const Body& body) {
  const std::array<ptrdiff_t, 3> step = {1, g.row, g.plane};
  const std::array<int, 3> n = {g.nx, g.ny, g.nz};
  for (int axis = 0; axis < 3; ++axis) {
    const auto a = static_cast<size_t>(axis);
    const int b = axis == 0 ? 1 : 0, c = axis == 2 ? 1 : 2;
    const auto sb = static_cast<size_t>(b), sc = static_cast<size_t>(c);
    // One more than there are cells: the last faces of the other components.
    const int b0 = b < axis ? -g2 : 0, b1 = n[sb] + (b < axis ? g2 : 1);
    const int c0 = c < axis ? -g2 : 0, c1 = n[sc] + (c < axis ? g2 : 1);
    parallel_for(static_cast<size_t>(c1 - c0), 8, [&](size_t begin, size_t end) {
      for (const bool high : {false, true}) {
        Border border{axis,
                      high,
                      high ? sides.high(axis) : sides.low(axis),
                      high ? step[a] : -step[a],
                      n[a],
                      static_cast<size_t>(2 * axis + (high ? 1 : 0))};
        for (int ic = c0 + static_cast<int>(begin); ic < c0 + static_cast<int>(end); ++ic)
          for (int ib = b0; ib < b1; ++ib) {
            std::array<int, 3> at{};
            at[a] = high ? n[a] - 1 : 0, at[sb] = ib, at[sc] = ic;
            const bool inside = ib >= 0 && ib < n[sb] && ic >= 0 && ic < n[sc];
            body(border, g.at(at[0], at[1], at[2]), inside ? ib + ic * n[sb] : -1, at[2]);
          }
      }
    });
  }
}

float gust(const Gusts& gusts, size_t component, int number) {
  const auto& all = gusts.component[component];
  return all.empty() || number < 0 ? 0.0F : all[static_cast<size_t>(number)];
}

float wind(const Beyond& b, size_t component, int k) {
  const size_t plane = b.air.plane(std::clamp(k, -g2, b.grid.nz + g2 - 1));
  return component == 0 ? b.air.u[plane] : component == 1 ? b.air.v[plane] : 0.0F;
}

/// The face of a side at one of its cells.
ptrdiff_t face_of(const Border& s, ptrdiff_t cell) { return s.high ? cell + s.out : cell; }

void normal_face(const Beyond& b, const Border& s, ptrdiff_t cell, int number, int k, Field& u) {
  const ptrdiff_t face = face_of(s, cell);
  switch (s.condition) {
    case Condition::wall:
    case Condition::symmetric:
      u[face] = 0;
      break;
    case Condition::inflow:
      if ((b.closed[static_cast<size_t>(cell)] & solid) != 0)
        u[face] = 0;
      else
        u[face] = wind(b, static_cast<size_t>(s.axis), k) + gust(b.gusts[s.side], static_cast<size_t>(s.axis), number);
      break;
    case Condition::periodic:
      if (s.high) u[face] = u[face - s.out * s.n];
      break;
    case Condition::open:
      break;
  }
}

/// Beyond the face of a side, of the component that goes through it.
void normal_ghosts(const Border& s, ptrdiff_t cell, Field& u) {
  const ptrdiff_t face = face_of(s, cell), in = -s.out;
  const bool leaves = s.high ? u[face] > 0 : u[face] < 0;
  switch (s.condition) {
    case Condition::wall:
    case Condition::symmetric:
      u[face + s.out] = -u[face + in];
      break;
    case Condition::inflow:
      u[face + s.out] = u[face];
      break;
    case Condition::periodic:
      u[face + s.out] = u[face + s.out + in * s.n];
      break;
    case Condition::open:
      u[face + s.out] = leaves ? 2 * u[face] - u[face + in] : u[face];
      break;
  }
  if (!s.high) u[face + 2 * s.out] = u[face + s.out];
}

void tangential_ghosts(const Beyond& b, const Border& s, ptrdiff_t cell, int number, int k, size_t component,
                       const Field& normal, Field& u) {
  const ptrdiff_t in = -s.out;
  if (s.condition == Condition::periodic) {
    u[cell + s.out] = u[cell + in * (s.n - 1)], u[cell + 2 * s.out] = u[cell + in * (s.n - 2)];
    return;
  }
  float value = u[cell];
  const float through = s.condition == Condition::open ? normal[face_of(s, cell)] : 0.0F;
  // What comes in through an open side brings the wind along, not the swirl that is just leaving.
  if (s.high ? through < 0 : through > 0) value = wind(b, component, k);
  if (s.condition == Condition::inflow) value = wind(b, component, k) + gust(b.gusts[s.side], component, number);
  u[cell + s.out] = value, u[cell + 2 * s.out] = value;
}

}  // namespace

void set_sides(const Beyond& b, Velocity& velocity) {
  each_side(b.grid, b.sides, [&](const Border& s, ptrdiff_t cell, int number, int k) {
    if (number >= 0) normal_face(b, s, cell, number, k, velocity[static_cast<size_t>(s.axis)]);
  });
}

void fill(const Beyond& b, Velocity& velocity) {
  set_sides(b, velocity);
  each_side(b.grid, b.sides, [&](const Border& s, ptrdiff_t cell, int number, int k) {
    for (size_t c = 0; c < 3; ++c) {
      if (static_cast<int>(c) == s.axis)
        normal_ghosts(s, cell, velocity[c]);
      else
        tangential_ghosts(b, s, cell, number, k, c, velocity[static_cast<size_t>(s.axis)], velocity[c]);
    }
    // The last face of a periodic axis, in the ghosts of the others.
    if (s.condition == Condition::periodic && s.high) {
      Field& u = velocity[static_cast<size_t>(s.axis)];
      u[cell + s.out] = u[cell + s.out - s.out * s.n];
    }
  });
}

void fill(const Beyond& b, const Velocity& velocity, Scalars& scalars) {
  const size_t amounts = scalars.amount.size();
  each_side(b.grid, b.sides, [&](const Border& s, ptrdiff_t cell, int, int k) {
    const ptrdiff_t in = -s.out;
    const float through = velocity[static_cast<size_t>(s.axis)][face_of(s, cell)];
    const bool enters = s.high ? through < 0 : through > 0;
    const bool open = s.condition == Condition::open, inflow = s.condition == Condition::inflow;
    for (int layer = 1; layer <= g2; ++layer) {
      const ptrdiff_t ghost = cell + layer * s.out;
      const ptrdiff_t from = s.condition == Condition::periodic ? ghost + in * s.n
                             : open                             ? cell
                                                                : cell + (layer - 1) * in;
      const int plane =
          s.axis == 2 ? (s.high ? b.grid.nz - 1 + layer : -layer) : std::clamp(k, -g2, b.grid.nz + g2 - 1);
      const size_t at = b.air.plane(plane);
      // The weight of the air around is what pushes back through an open side.
      scalars.density[ghost] = open || inflow ? b.air.density[at] : scalars.density[from];
      for (size_t a = 0; a < amounts; ++a)
        scalars.amount[a][ghost] =
            inflow || (open && enters) ? (a + 1 == amounts ? b.air.enthalpy[at] : 0.0F) : scalars.amount[a][from];
    }
  });
}

void fill(const Grid& g, const Sides& sides, Field& field) {
  each_side(g, sides, [&](const Border& s, ptrdiff_t cell, int, int) {
    const bool periodic = s.condition == Condition::periodic;
    field[cell + s.out] = periodic ? field[cell - s.out * (s.n - 1)] : field[cell];
    field[cell + 2 * s.out] = periodic ? field[cell - s.out * (s.n - 2)] : field[cell];
  });
}

void slow_backflow(const Beyond& b, double dt, const Velocity& now, Velocity& next) {
  each_side(b.grid, b.sides, [&](const Border& s, ptrdiff_t cell, int number, int) {
    if (number < 0 || s.condition != Condition::open) return;
    const ptrdiff_t face = face_of(s, cell);
    const auto a = static_cast<size_t>(s.axis);
    const float u = now[a][face];
    if (s.high ? u >= 0 : u <= 0) return;
    const double d = s.axis == 0 ? b.grid.dx : s.axis == 1 ? b.grid.dy : b.grid.dz(s.high ? b.grid.nz - 1 : 0);
    next[a][face] -= static_cast<float>(dt / d) * u * std::abs(u);
  });
}

namespace {

[[gnu::noinline]] void reciprocal_row(int n, const float* __restrict rho, ptrdiff_t step, float* __restrict beta) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) beta[i] = 2.0F / (rho[i] + rho[i - step]);
}

}  // namespace

void reciprocal(const Beyond& b, const Field& density, Velocity& beta) {
  const Grid& g = b.grid;
  const std::array<ptrdiff_t, 3> step = {1, g.row, g.plane};
  parallel_for(static_cast<size_t>(g.nz), 2, [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < g.ny; ++j) {
        const ptrdiff_t at = g.at(0, j, k);
        const uint8_t* shut = b.closed.data() + at;
        uint8_t any = 0;
        for (int i = 0; i < g.nx; ++i) any |= shut[i];
        for (size_t axis = 0; axis < 3; ++axis) {
          float* out = beta[axis].data() + at;
          reciprocal_row(g.nx, density.data() + at, step[axis], out);
          const auto bit = static_cast<uint8_t>(1U << axis);
          if ((any & bit) != 0)
            for (int i = 0; i < g.nx; ++i) out[i] = (shut[i] & bit) != 0 ? 0.0F : out[i];
        }
      }
  });
  each_side(g, b.sides, [&](const Border& s, ptrdiff_t cell, int number, int) {
    if (number < 0) return;
    Field& field = beta[static_cast<size_t>(s.axis)];
    const ptrdiff_t face = face_of(s, cell);
    if (s.condition == Condition::periodic) {
      if (s.high) return;
      // The wrapped face, and those beyond for slopes.
      field[face + s.n * -s.out] = field[face];
    } else {
      const bool shut = (b.closed[static_cast<size_t>(cell)] & solid) != 0;
      field[face] = s.condition == Condition::open && !shut ? 2 / density[cell] : 0.0F;
    }
  });
  each_side(g, b.sides, [&](const Border& s, ptrdiff_t cell, int number, int) {
    if (number < 0 || s.condition != Condition::periodic) return;
    Field& field = beta[static_cast<size_t>(s.axis)];
    const ptrdiff_t face = face_of(s, cell);
    field[face + s.out] = field[face + s.out - s.out * s.n];
  });
}

}  // namespace muster::flow
