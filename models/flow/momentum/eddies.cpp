#include "base/parallel.h"
#include "models/flow/boundary/surroundings.h"
#include "models/flow/momentum/momentum.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace muster::flow {

namespace {

/// q less its mean over the 27 cells around with weights 1/4, 1/2, 1/4 along each axis, of a row of n from `q` on.
/// `sums` has room for two more; sums[i] is that of the plane across x through q[i - 1].
[[gnu::noinline]] void high_pass(int n, ptrdiff_t row, ptrdiff_t plane, const float* __restrict q,
                                 float* __restrict sums, float* __restrict out) {
  const float* __restrict below = q - 1 - plane, * __restrict here = q - 1, * __restrict above = q - 1 + plane;
#pragma GCC ivdep
  for (int i = 0; i < n + 2; ++i) {
    const float corners = (below[i - row] + below[i + row]) + (above[i - row] + above[i + row]);
    const float edges = (below[i] + above[i]) + (here[i - row] + here[i + row]);
    sums[i] = corners + 2 * edges + 4 * here[i];
  }
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) out[i] = q[i] - (1.0F / 64) * (sums[i] + 2 * sums[i + 1] + sums[i + 2]);
}

/// The waves of a few cells of all velocities, one ghost around the box included.
void high_pass(const Grid& g, const Velocity& u, Velocity& high) {
  parallel_for(static_cast<size_t>(g.nz) + 2, 1, [&](size_t begin, size_t end) {
    std::vector<float> sums(static_cast<size_t>(g.nx) + 4);
    for (int k = static_cast<int>(begin) - 1; k < static_cast<int>(end) - 1; ++k)
      for (int j = -1; j <= g.ny; ++j)
        for (size_t axis = 0; axis < 3; ++axis) {
          const ptrdiff_t at = g.at(-1, j, k);
          high_pass(g.nx + 2, g.row, g.plane, u[axis].data() + at, sums.data(), high[axis].data() + at);
        }
  });
}

struct Widths {
  int n;
  ptrdiff_t row, plane;
  float dx, dy, dz, across_y, across_z;  ///< 1 / m; across: of the difference of two sums of two
  float dx2, dy2, dz2;                   ///< [m2]
  float unseen2;                         ///< [m2] square of the mixing length of eddies near the ground; 0: none
  ptrdiff_t down;                        ///< to the plane below, 0 from the lowest over ground
  float rise, weight;                    ///< 1 / m between those two planes, half of it; gravity [m/s2] times it
};

template <bool near_ground>
[[gnu::noinline]] void vreman(const Widths& m, float molecular, float constant, const float* __restrict u,
                              const float* __restrict v, const float* __restrict w, const float* __restrict whole_u,
                              const float* __restrict whole_v, const float* __restrict rho, float* __restrict mu) {
  const ptrdiff_t r = m.row, p = m.plane;
  const float across_x = 0.25F * m.dx;
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    // g[a][b] = d u_b / d x_a
    const float ux = m.dx * (u[i + 1] - u[i]), vy = m.dy * (v[i + r] - v[i]), wz = m.dz * (w[i + p] - w[i]);
    const float uy = m.across_y * ((u[i + r] + u[i + 1 + r]) - (u[i - r] + u[i + 1 - r]));
    const float uz = m.across_z * ((u[i + p] + u[i + 1 + p]) - (u[i - p] + u[i + 1 - p]));
    const float vx = across_x * ((v[i + 1] + v[i + 1 + r]) - (v[i - 1] + v[i - 1 + r]));
    const float vz = m.across_z * ((v[i + p] + v[i + r + p]) - (v[i - p] + v[i + r - p]));
    const float wx = across_x * ((w[i + 1] + w[i + 1 + p]) - (w[i - 1] + w[i - 1 + p]));
    const float wy = m.across_y * ((w[i + r] + w[i + r + p]) - (w[i - r] + w[i - r + p]));
    const float b11 = m.dx2 * ux * ux + m.dy2 * uy * uy + m.dz2 * uz * uz;
    const float b22 = m.dx2 * vx * vx + m.dy2 * vy * vy + m.dz2 * vz * vz;
    const float b33 = m.dx2 * wx * wx + m.dy2 * wy * wy + m.dz2 * wz * wz;
    const float b12 = m.dx2 * ux * vx + m.dy2 * uy * vy + m.dz2 * uz * vz;
    const float b13 = m.dx2 * ux * wx + m.dy2 * uy * wy + m.dz2 * uz * wz;
    const float b23 = m.dx2 * vx * wx + m.dy2 * vy * wy + m.dz2 * vz * wz;
    const float b = (b11 * b22 - b12 * b12) + (b11 * b33 - b13 * b13) + (b22 * b33 - b23 * b23);
    const float all = (ux * ux + uy * uy + uz * uz) + (vx * vx + vy * vy + vz * vz) + (wx * wx + wy * wy + wz * wz);
    const float least = 1e-12F;  // [1/s2]: air at rest
    const float ratio = (b > 0 ? b : 0.0F) / (all > least ? all : least);
    float nu = constant * std::sqrt(ratio);
    if constexpr (near_ground) {
      // l^2 S / phi_m^2. Unstable: Dyer's (1 - 16 Ri)^(1/2), to Ri = -2, own choice: his measurements end at -1.
      // Stable: the long tail 1 / (1 + 10 Ri) (King, Connolley, Derbyshire 2001), to first order his (1 - 5 Ri)^2,
      // which has nothing left at Ri = 0.2, where air still gets into the top of a dense layer.
      const float us =
          m.rise * ((whole_u[i + p] + whole_u[i + 1 + p]) - (whole_u[i - m.down] + whole_u[i + 1 - m.down]));
      const float vs =
          m.rise * ((whole_v[i + p] + whole_v[i + r + p]) - (whole_v[i - m.down] + whole_v[i + r - m.down]));
      const float shear = us * us + vs * vs, fall = m.weight * (rho[i - m.down] - rho[i + p]) / rho[i];
      const float ri = fall / (shear > least ? shear : least);
      const float stable = 1 / (1 + 10 * (ri > 0 ? ri : 0.0F));
      const float lively = std::sqrt(1 - 16 * (ri < 0 ? (ri > -2 ? ri : -2.0F) : 0.0F));
      const float unseen = m.unseen2 * std::sqrt(shear) * (ri > 0 ? stable : lively);
      nu = nu > unseen ? nu : unseen;
    }
    mu[i] = molecular + rho[i] * nu;
  }
}

}  // namespace

double unseen_length(const Grid& g, int k) {
  const double z = g.z_centre(k) - g.z.front(), flat = g.dx * g.dy - g.dz(k) * g.dz(k);
  return flat > 0 ? von_karman * z * std::exp(-z * z / (2 * flat)) : 0;
}

void eddy_viscosity(const Grid& g, const Velocity& u, const Field& density, const EddySettings& settings,
                    Velocity& high, Field& mu) {
  const double molecular = settings.molecular, constant = settings.vreman;
  if (constant == 0) {
    mu.fill(static_cast<float>(molecular));
    return;
  }
  high_pass(g, u, high);
  parallel_for(static_cast<size_t>(g.nz), 1, [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k) {
      const bool lowest = settings.ground && k == 0;
      const double apart = (lowest ? 0 : g.dz_face(k)) + g.dz_face(k + 1);
      const double dz = g.dz(k), length = settings.ground ? unseen_length(g, k) : 0;
      const Widths m{g.nx,
                     g.row,
                     g.plane,
                     static_cast<float>(1 / g.dx),
                     static_cast<float>(1 / g.dy),
                     static_cast<float>(1 / dz),
                     static_cast<float>(0.25 / g.dy),
                     static_cast<float>(0.5 / (g.dz_face(k) + g.dz_face(k + 1))),
                     static_cast<float>(g.dx * g.dx),
                     static_cast<float>(g.dy * g.dy),
                     static_cast<float>(dz * dz),
                     static_cast<float>(length * length),
                     lowest ? 0 : g.plane,
                     static_cast<float>(0.5 / apart),
                     static_cast<float>(settings.gravity / apart)};
      for (int j = 0; j < g.ny; ++j) {
        const ptrdiff_t at = g.at(0, j, k);
        (length > 0 ? vreman<true> : vreman<false>)(m, static_cast<float>(molecular), static_cast<float>(constant),
                                                    high[0].data() + at, high[1].data() + at, high[2].data() + at,
                                                    u[0].data() + at, u[1].data() + at, density.data() + at,
                                                    mu.data() + at);
      }
    }
  });
}

}  // namespace muster::flow
