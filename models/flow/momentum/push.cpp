#include "base/parallel.h"
#include "models/flow/momentum/momentum.h"

#include <vector>

namespace muster::flow {

namespace {

/// One over the distances, and the strides, of a row of faces.
struct Metric {
  int n;
  ptrdiff_t row, plane;
  float dx, dy, dz, below, above;  ///< 1 / m: the cell; z distances to the centres below and above
};

/// Adams and Bashforth's step with a new force.
struct Blend {
  float dt, now, before;
};

[[gnu::noinline]] void push_u(const Metric& m, const Blend& a, const float* __restrict u, const float* __restrict v,
                              const float* __restrict w, const float* __restrict mu, const float* __restrict beta,
                              float* __restrict force, float* __restrict next) {
  const ptrdiff_t r = m.row, p = m.plane;
  const float dx = m.dx, dy = m.dy, dz = m.dz, below = m.below, above = m.above;
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    const float here = u[i];
    const float east = u[i + 1] - here, west = here - u[i - 1];
    const float north = u[i + r] - here, south = here - u[i - r];
    const float up = u[i + p] - here, down = here - u[i - p];
    const float advection = 0.25F * (dx * ((here + u[i + 1]) * east + (u[i - 1] + here) * west) +
                                     dy * ((v[i - 1 + r] + v[i + r]) * north + (v[i - 1] + v[i]) * south) +
                                     dz * ((w[i - 1 + p] + w[i + p]) * up + (w[i - 1] + w[i]) * down));
    const float middle = mu[i - 1] + mu[i];
    const float tn = (middle + (mu[i - 1 + r] + mu[i + r])) * (dy * north + dx * (v[i + r] - v[i - 1 + r]));
    const float ts = (middle + (mu[i - 1 - r] + mu[i - r])) * (dy * south + dx * (v[i] - v[i - 1]));
    const float tu = (middle + (mu[i - 1 + p] + mu[i + p])) * (above * up + dx * (w[i + p] - w[i - 1 + p]));
    const float td = (middle + (mu[i - 1 - p] + mu[i - p])) * (below * down + dx * (w[i] - w[i - 1]));
    const float stress = 2 * dx * dx * (mu[i] * east - mu[i - 1] * west) + 0.25F * (dy * (tn - ts) + dz * (tu - td));
    const float f = beta[i] * stress - advection;
    const float value = here + a.dt * (a.now * f - a.before * force[i]);
    force[i] = f;
    next[i] = beta[i] > 0 ? value : 0.0F;
  }
}

[[gnu::noinline]] void push_v(const Metric& m, const Blend& a, const float* __restrict u, const float* __restrict v,
                              const float* __restrict w, const float* __restrict mu, const float* __restrict beta,
                              float* __restrict force, float* __restrict next) {
  const ptrdiff_t r = m.row, p = m.plane;
  const float dx = m.dx, dy = m.dy, dz = m.dz, below = m.below, above = m.above;
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    const float here = v[i];
    const float east = v[i + 1] - here, west = here - v[i - 1];
    const float north = v[i + r] - here, south = here - v[i - r];
    const float up = v[i + p] - here, down = here - v[i - p];
    const float advection = 0.25F * (dx * ((u[i + 1 - r] + u[i + 1]) * east + (u[i - r] + u[i]) * west) +
                                     dy * ((here + v[i + r]) * north + (v[i - r] + here) * south) +
                                     dz * ((w[i - r + p] + w[i + p]) * up + (w[i - r] + w[i]) * down));
    const float middle = mu[i - r] + mu[i];
    const float te = (middle + (mu[i + 1 - r] + mu[i + 1])) * (dx * east + dy * (u[i + 1] - u[i + 1 - r]));
    const float tw = (middle + (mu[i - 1 - r] + mu[i - 1])) * (dx * west + dy * (u[i] - u[i - r]));
    const float tu = (middle + (mu[i - r + p] + mu[i + p])) * (above * up + dy * (w[i + p] - w[i - r + p]));
    const float td = (middle + (mu[i - r - p] + mu[i - p])) * (below * down + dy * (w[i] - w[i - r]));
    const float stress = 2 * dy * dy * (mu[i] * north - mu[i - r] * south) + 0.25F * (dx * (te - tw) + dz * (tu - td));
    const float f = beta[i] * stress - advection;
    const float value = here + a.dt * (a.now * f - a.before * force[i]);
    force[i] = f;
    next[i] = beta[i] > 0 ? value : 0.0F;
  }
}

/// Here dz, below and above are those of a face between planes: 1 / the distance of the centres, 1 / the thickness of
/// the cell below and above.
[[gnu::noinline]] void push_w(const Metric& m, const Blend& a, float gravity, float calm, const float* __restrict u,
                              const float* __restrict v, const float* __restrict w, const float* __restrict mu,
                              const float* __restrict beta, const float* __restrict rho, float* __restrict force,
                              float* __restrict next) {
  const ptrdiff_t r = m.row, p = m.plane;
  const float dx = m.dx, dy = m.dy, dz = m.dz, below = m.below, above = m.above;
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    const float here = w[i];
    const float east = w[i + 1] - here, west = here - w[i - 1];
    const float north = w[i + r] - here, south = here - w[i - r];
    const float up = w[i + p] - here, down = here - w[i - p];
    const float advection = 0.25F * (dx * ((u[i + 1 - p] + u[i + 1]) * east + (u[i - p] + u[i]) * west) +
                                     dy * ((v[i + r - p] + v[i + r]) * north + (v[i - p] + v[i]) * south) +
                                     dz * ((here + w[i + p]) * up + (w[i - p] + here) * down));
    const float middle = mu[i - p] + mu[i];
    const float te = (middle + (mu[i + 1 - p] + mu[i + 1])) * (dx * east + dz * (u[i + 1] - u[i + 1 - p]));
    const float tw = (middle + (mu[i - 1 - p] + mu[i - 1])) * (dx * west + dz * (u[i] - u[i - p]));
    const float tn = (middle + (mu[i + r - p] + mu[i + r])) * (dy * north + dz * (v[i + r] - v[i + r - p]));
    const float ts = (middle + (mu[i - r - p] + mu[i - r])) * (dy * south + dz * (v[i] - v[i - p]));
    const float stress =
        2 * dz * (above * mu[i] * up - below * mu[i - p] * down) + 0.25F * (dx * (te - tw) + dy * (tn - ts));
    const float f = beta[i] * stress - advection;
    const float weight = gravity * (calm - 0.5F * (rho[i] + rho[i - p])) * beta[i];
    const float value = here + a.dt * (a.now * f - a.before * force[i] + weight);
    force[i] = f;
    next[i] = beta[i] > 0 ? value : 0.0F;
  }
}

float over(double x) { return static_cast<float>(1 / x); }

}  // namespace

void push(const Push& c, Velocity& forces, Velocity& next) {
  const Grid& g = c.grid;
  const Blend blend{static_cast<float>(c.dt), static_cast<float>(c.now), static_cast<float>(c.before)};
  parallel_for(static_cast<size_t>(g.nz) + 1, 1, [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k) {
      const Metric cell{
          g.nx, g.row, g.plane, over(g.dx), over(g.dy), over(g.dz(k)), over(g.dz_face(k)), over(g.dz_face(k + 1))};
      Metric face = cell;
      face.dz = over(g.dz_face(k)), face.below = over(g.dz(k - 1)), face.above = over(g.dz(k));
      const float calm = 0.5F * (c.calm[static_cast<size_t>(k)] + c.calm[static_cast<size_t>(k) + 1]);
      for (int j = 0; j <= g.ny; ++j) {
        const ptrdiff_t at = g.at(0, j, k);
        const float *u = c.velocity[0].data() + at, *v = c.velocity[1].data() + at, *w = c.velocity[2].data() + at;
        const float* mu = c.viscosity.data() + at;
        if (k < g.nz && j < g.ny) {
          Metric all = cell;
          all.n = g.nx + 1;
          push_u(all, blend, u, v, w, mu, c.beta[0].data() + at, forces[0].data() + at, next[0].data() + at);
        }
        if (k < g.nz)
          push_v(cell, blend, u, v, w, mu, c.beta[1].data() + at, forces[1].data() + at, next[1].data() + at);
        if (j < g.ny)
          push_w(face, blend, static_cast<float>(c.gravity), calm, u, v, w, mu, c.beta[2].data() + at,
                 c.density.data() + at, forces[2].data() + at, next[2].data() + at);
      }
    }
  });
}

}  // namespace muster::flow
