#include "models/flow/steady/steady_wind.h"

#include "base/parallel.h"
#include "models/flow/momentum/momentum.h"
#include "models/flow/step/rows.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace muster::flow {

namespace {

/// C0 of the Lagrangian structure function (Rodean 1996, section 7.4).
constexpr double lagrangian = 5.7;
/// Steps from one look to the next: what an eddy carries goes some cells meanwhile.
constexpr int steps_between = 3;
/// Of the divergence u / dx that a cell could have, what the last pressure may leave: about single precision.
constexpr double left_over = 1e-6;

/// To 11 bits, 0.05 %: a mean over some minutes is not known better, and such a file packs well.
float rounded(float value) {
  constexpr uint32_t dropped = 13;
  const uint32_t bits = std::bit_cast<uint32_t>(value) + (1U << (dropped - 1));
  return std::bit_cast<float>(bits & ~((1U << dropped) - 1));
}

/// mean += r d, variance <- (1 - r) (variance + r d^2) of a row.
[[gnu::noinline]] void take_row(int n, float r, const float* __restrict now, float* __restrict mean,
                                float* __restrict variance) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    const float d = now[i] - mean[i];
    mean[i] += r * d;
    variance[i] = (1 - r) * (variance[i] + r * d * d);
  }
}

struct Slopes {
  int n;
  ptrdiff_t row, plane, down;
  float dx, dy, dz;          ///< 1 / m
  float across_x, across_y;  ///< of differences over two cells and two faces: 1 / (4 d)
  float rise;                ///< the same upwards
  float r, molecular;        ///< weight of this look; mu of air
};

/// Means of nu_t and of nu_t |S|^2, |S|^2 = 2 S_ij S_ij, of a row of cells.
[[gnu::noinline]] void loss_row(const Slopes& m, const float* __restrict u, const float* __restrict v,
                                const float* __restrict w, const float* __restrict mu, const float* __restrict rho,
                                float* __restrict viscosity, float* __restrict loss) {
  const ptrdiff_t r = m.row, p = m.plane, d = m.down;
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    const float ux = m.dx * (u[i + 1] - u[i]), vy = m.dy * (v[i + r] - v[i]), wz = m.dz * (w[i + p] - w[i]);
    const float uy = m.across_y * ((u[i + r] + u[i + 1 + r]) - (u[i - r] + u[i + 1 - r]));
    const float uz = m.rise * ((u[i + p] + u[i + 1 + p]) - (u[i - d] + u[i + 1 - d]));
    const float vx = m.across_x * ((v[i + 1] + v[i + 1 + r]) - (v[i - 1] + v[i - 1 + r]));
    const float vz = m.rise * ((v[i + p] + v[i + r + p]) - (v[i - d] + v[i + r - d]));
    const float wx = m.across_x * ((w[i + 1] + w[i + 1 + p]) - (w[i - 1] + w[i - 1 + p]));
    const float wy = m.across_y * ((w[i + r] + w[i + r + p]) - (w[i - r] + w[i - r + p]));
    const float xy = uy + vx, xz = uz + wx, yz = vz + wy;
    const float strain = 2 * (ux * ux + vy * vy + wz * wz) + xy * xy + xz * xz + yz * yz;
    const float over = mu[i] - m.molecular, nu = (over > 0 ? over : 0.0F) / rho[i];
    viscosity[i] += m.r * (nu - viscosity[i]);
    loss[i] += m.r * (nu * strain - loss[i]);
  }
}

/// What is added up while the wind blows.
class Means {
 public:
  explicit Means(const Grid& grid) : grid_(grid), viscosity(grid), loss(grid) {
    for (Velocity* three : {&mean, &variance})
      for (Field& field : *three) field = Field(grid);
  }

  void take(const Flow& flow, double lasted) {
    all_ += lasted;
    const auto r = static_cast<float>(lasted / all_);
    const Grid& g = grid_;
    const bool ground = flow.settings().sides.of[4] == Condition::wall;
    parallel_for(static_cast<size_t>(g.nz) + 1, 1, [&](size_t begin, size_t end) {
      for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k) {
        const bool lowest = ground && k == 0;
        const double apart = (lowest ? 0 : g.dz_face(k)) + g.dz_face(k + 1);
        const Slopes m{g.nx,
                       g.row,
                       g.plane,
                       lowest ? 0 : g.plane,
                       static_cast<float>(1 / g.dx),
                       static_cast<float>(1 / g.dy),
                       static_cast<float>(1 / g.dz(k)),
                       static_cast<float>(0.25 / g.dx),
                       static_cast<float>(0.25 / g.dy),
                       static_cast<float>(0.5 / apart),
                       r,
                       static_cast<float>(flow.settings().mixing.viscosity)};
        for (int j = 0; j <= g.ny; ++j) {
          const ptrdiff_t at = g.at(0, j, k);
          for (size_t a = 0; a < 3; ++a)
            take_row(g.nx + 1, r, flow.velocity()[a].data() + at, mean[a].data() + at, variance[a].data() + at);
          if (k < g.nz && j < g.ny)
            loss_row(m, flow.velocity()[0].data() + at, flow.velocity()[1].data() + at, flow.velocity()[2].data() + at,
                     flow.viscosity().data() + at, flow.scalars().density.data() + at, viscosity.data() + at,
                     loss.data() + at);
        }
      }
    });
  }

 private:
  const Grid& grid_;
  double all_ = 0;

 public:
  Velocity mean, variance;
  Field viscosity;  ///< [m2/s] of unseen eddies
  Field loss;       ///< [m2/s3] e
};

/// Takes the divergence out of a velocity; returns the rms of what is left [1/s].
double project(const Flow& flow, Velocity& u, Velocity& beta) {
  const Grid& g = flow.grid();
  const FlowSettings& s = flow.settings();
  const Surroundings air = surroundings(g, s.mixture, s.pressure, s.temperature, s.wind);
  const std::array<Gusts, 6> calm;
  const Beyond beyond{g, s.sides, air, calm, flow.closed()};
  for (size_t a = 0; a < 3; ++a) beta[a] = Field(g);
  reciprocal(beyond, flow.scalars().density, beta);
  for (size_t a = 0; a < 3; ++a)
    for (ptrdiff_t i = 0; i < static_cast<ptrdiff_t>(g.stored); ++i) u[a][i] = beta[a][i] > 0 ? u[a][i] : 0.0F;
  set_sides(beyond, u);
  double most = 0;
  const auto divergence = [&](int i, int j, int k) {
    const ptrdiff_t at = g.at(i, j, k);
    const auto over = [&](size_t a, ptrdiff_t step, double d) {
      return (static_cast<double>(u[a][at + step]) - static_cast<double>(u[a][at])) / d;
    };
    return over(0, 1, g.dx) + over(1, g.row, g.dy) + over(2, g.plane, g.dz(k));
  };
  const auto each = [&](const auto& what) {
    for (int k = 0; k < g.nz; ++k)
      for (int j = 0; j < g.ny; ++j)
        for (int i = 0; i < g.nx; ++i)
          if (!flow.is_solid(g.at(i, j, k))) what(i, j, k);
  };
  Field p(g), rhs(g);
  Velocity scratch = {Field(g), Field(g), Field(g)};
  double squares = 0;
  each([&](int i, int j, int k) {
    const ptrdiff_t at = g.at(i, j, k);
    rhs[at] = static_cast<float>(g.volume(k) * divergence(i, j, k));
    for (size_t a = 0; a < 3; ++a) most = std::max(most, std::abs(static_cast<double>(u[a][at])));
  });
  Pressure solver(g, s.sides);
  solver.refresh(beta);
  const std::array<Field*, 3> three = {&scratch[0], &scratch[1], &scratch[2]};
  PressureSettings hard = s.solver;
  hard.cycles = 10, hard.tolerance = left_over * most / std::min({g.dx, g.dy, g.thinnest()});
  const double volume = g.dx * g.dy * (g.z.back() - g.z.front()) / g.nz;
  solver.solve(p, rhs, three, flow.zones(), volume, hard);
  const Velocity before = u;
  subtract_gradient(g, 1, beta, p, before, u);
  set_sides(beyond, u);
  each([&](int i, int j, int k) { squares += std::pow(divergence(i, j, k), 2); });
  return std::sqrt(squares / static_cast<double>(g.cells()));
}

/// [s] that eddies of a variance last which lose so much [m2/s3], no larger than `largest` [m].
float lasting(float variance, float lost, float largest) {
  if (!(variance > 0)) return 0;
  const float turn = largest / std::sqrt(variance);
  return lost > 0 ? std::min(2 * variance / (static_cast<float>(lagrangian) * lost), turn) : turn;
}

Velocity mixing_of(const Means& of, const Flow& flow, const Velocity& beta) {
  const Grid& g = flow.grid();
  const auto schmidt = static_cast<float>(flow.settings().mixing.schmidt);
  Velocity mixing = {Field(g), Field(g), Field(g)};
  const std::array<ptrdiff_t, 3> step = {1, g.row, g.plane};
  const std::array<std::array<int, 3>, 3> first = {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
  for (size_t a = 0; a < 3; ++a)
    parallel_for(static_cast<size_t>(g.nz), 1, [&](size_t begin, size_t end) {
      for (int k = std::max(static_cast<int>(begin), first[a][2]); k < static_cast<int>(end); ++k) {
        const double height = (a == 2 ? g.z[static_cast<size_t>(k)] : g.z_centre(k)) - g.z.front();
        const auto largest = static_cast<float>(von_karman * height);
        for (int j = first[a][1]; j < g.ny; ++j)
          for (int i = first[a][0]; i < g.nx; ++i) {
            const ptrdiff_t at = g.at(i, j, k), before = at - step[a];
            if (!(beta[a][at] > 0)) continue;
            const float variance = of.variance[a][at];
            const float seen = variance * lasting(variance, (of.loss[at] + of.loss[before]) / 2, largest);
            const float unseen = (of.viscosity[at] + of.viscosity[before]) / 2;
            mixing[a][at] = rounded(seen + unseen / schmidt);
          }
      }
    });
  return mixing;
}

}  // namespace

SteadyWind steady_wind(Flow& flow, const Averaging& averaging) {
  const double from = flow.time() + averaging.spin_up, until = from + averaging.lasts;
  MUSTER_CHECK(averaging.lasts > 0, "a mean over {} s", averaging.lasts);
  while (flow.time() < from - 1e-9) flow.step(from);
  Means means(flow.grid());
  double looked = flow.time();
  for (int steps = 1; flow.time() < until - 1e-9; ++steps) {
    flow.step(until);
    if (steps % steps_between != 0 && flow.time() < until - 1e-9) continue;
    means.take(flow, flow.time() - looked);
    looked = flow.time();
  }
  SteadyWind wind;
  Velocity beta;
  wind.velocity = means.mean;
  wind.divergence = project(flow, wind.velocity, beta);
  wind.mixing = mixing_of(means, flow, beta);
  return wind;
}

}  // namespace muster::flow
