#include "models/flow/transport/faces.h"

#include <cmath>

namespace muster::flow {

void carried(int n, const float* q, const float* velocity, const float* beta, ptrdiff_t step, float* out) {
  const float* __restrict behind2 = q - 2 * step, * __restrict behind = q - step, * __restrict ahead = q, * __restrict ahead2 = q + step;
  const float* __restrict open_behind = beta - step, * __restrict open_ahead = beta + step;
  const float* __restrict u = velocity;
  float* __restrict value = out;
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    const float a = behind[i], b = ahead[i], across = b - a;
    const bool forward = u[i] > 0;
    const float from = forward ? a : b;
    const float back = open_behind[i] > 0 ? a - behind2[i] : 0.0F;
    const float fore = open_ahead[i] > 0 ? ahead2[i] - b : 0.0F;
    const float upwind = forward ? back : fore;
    // Half of the limited slope: at most the full step to either side, a quarter of both together.
    const float size_across = std::fabs(across), size_upwind = std::fabs(upwind);
    const float least = size_across < size_upwind ? size_across : size_upwind;
    const float central = 0.25F * (size_across + size_upwind);
    const float half = central < least ? central : least;
    const float signed_half = across > 0 ? half : -half;
    const float slope = across * upwind > 0 ? signed_half : 0.0F;
    value[i] = forward ? from + slope : from - slope;
  }
}

void mass_flux(const FaceRow& f, const float* background, const float* moles, const float* heat, const float* enthalpy,
               float* out) {
  const float* __restrict p = background, * __restrict m = moles, * __restrict c = heat, * __restrict h = enthalpy;
  const float* __restrict u = f.velocity;
  float* __restrict flux = out;
  const float area = f.area;
#pragma GCC ivdep
  for (int i = 0; i < f.n; ++i) flux[i] = area * u[i] * (p[i] * c[i]) / (m[i] * h[i]);
}

void amount_flux(const FaceRow& f, const float* q, const float* mass, float* carried_over) {
  const float* __restrict here = q, * __restrict before = q - f.step, * __restrict m = mass, * __restrict b = f.beta;
  const float* __restrict mu = f.viscosity, * __restrict mu_before = f.viscosity - f.step;
  float* __restrict flux = carried_over;
  const float half = 0.5F * f.area / (f.distance * f.schmidt), rest = f.molecular * f.area / f.distance;
#pragma GCC ivdep
  for (int i = 0; i < f.n; ++i) {
    const float conductance = half * (mu[i] + mu_before[i]) + rest;
    flux[i] = m[i] * flux[i] - (b[i] > 0 ? conductance * (here[i] - before[i]) : 0.0F);
  }
}

void add_share(int n, float constant, float factor, const float* y, bool first, float* sum) {
  const float* __restrict in = y;
  float* __restrict out = sum;
  if (first)
    for (int i = 0; i < n; ++i) out[i] = constant + factor * in[i];
  else
    for (int i = 0; i < n; ++i) out[i] += factor * in[i];
}

void new_density(const CellRow& c, const float* old, const float* now, const float* west, const float* south,
                 const float* north, const float* below, const float* above, float* rho, float* inverse) {
  const float* __restrict w = west, * __restrict s = south, * __restrict t = north, * __restrict d = below, * __restrict u = above;
  float* __restrict out = rho;
  float* __restrict over = inverse;
#pragma GCC ivdep
  for (int i = 0; i < c.n; ++i) {
    const float inflow = ((w[i] - w[i + 1]) + (s[i] - t[i])) + (d[i] - u[i]);
    const float value = c.keep * old[i] + c.take * (now[i] + c.per_volume * inflow);
    out[i] = value;
    over[i] = 1 / value;
  }
}

void new_amount(const CellRow& c, const float* old_rho, const float* old, const float* now_rho, const float* now,
                const float* west, const float* south, const float* north, const float* below, const float* above,
                const float* inverse, float* out) {
  const float* __restrict w = west, * __restrict s = south, * __restrict t = north, * __restrict d = below, * __restrict u = above;
  const float* __restrict over = inverse;
#pragma GCC ivdep
  for (int i = 0; i < c.n; ++i) {
    const float inflow = ((w[i] - w[i + 1]) + (s[i] - t[i])) + (d[i] - u[i]);
    const float product = c.keep * (old_rho[i] * old[i]) + c.take * (now_rho[i] * now[i] + c.per_volume * inflow);
    out[i] = product * over[i];
  }
}

}  // namespace muster::flow
