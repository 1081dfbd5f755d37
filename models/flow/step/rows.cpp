#include "models/flow/step/rows.h"

#include "base/parallel.h"
#include "models/flow/transport/faces.h"

#include <algorithm>
#include <cmath>

namespace muster::flow {

namespace {

constexpr int lanes = 16;
/// Mass fraction from which on a cell counts as holding a gas.
constexpr float present = 1e-6F;
/// Five operations and what they read, in single precision: air that does not expand must not seem to.
constexpr float rounding = 10 * 0x1p-24F;

struct RowMetric {
  int n;
  ptrdiff_t row, plane;
  float dx, dy, dz, squares;  ///< 1 / m; 1/dx2 + 1/dy2 + 1/dz2
};

/// The share of each cell of a row that flows out of it in a second, which without expansion is half the sum over its
/// faces of |u| / dx, and never less than that half (its mean velocity's share); and its diffusion; `most` and
/// `diffusion` are raised to them.
[[gnu::noinline]] void fastest_row(const RowMetric& m, const float* __restrict u, const float* __restrict v,
                                   const float* __restrict w, const float* __restrict mu, const float* __restrict rho,
                                   float* __restrict rate, float* __restrict most, float* __restrict diffusion) {
  const auto larger = [](float a, float b) { return a > b ? a : b; };
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    const float x = m.dx * (std::fabs(u[i]) + std::fabs(u[i + 1]));
    const float y = m.dy * (std::fabs(v[i]) + std::fabs(v[i + m.row]));
    const float z = m.dz * (std::fabs(w[i]) + std::fabs(w[i + m.plane]));
    const float swells = m.dx * (u[i + 1] - u[i]) + m.dy * (v[i + m.row] - v[i]) + m.dz * (w[i + m.plane] - w[i]);
    rate[i] = 0.5F * ((x + y + z) + larger(swells, 0));
    most[i] = larger(most[i], rate[i]);
    diffusion[i] = larger(diffusion[i], m.squares * mu[i] / rho[i]);
  }
}

/// Raises `most` to the values, where a cell holds as much as that.
[[gnu::noinline]] void raise_to(int n, const float* __restrict values, const float* __restrict held, float least,
                                float* __restrict most) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) {
    const float value = held[i] >= least ? values[i] : 0.0F;
    most[i] = value > most[i] ? value : most[i];
  }
}

}  // namespace

Fastest fastest_of(const Grid& g, const Velocity& u, const Field& viscosity, const Scalars& scalars,
                   bool where_gas_is) {
  return parallel_sum(
      static_cast<size_t>(g.nz), 4, Fastest{},
      [&](size_t begin, size_t end) {
        std::vector<float> rate(static_cast<size_t>(g.nx), 0.0F), most = rate, carrying = rate, diffusion = rate;
        for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k) {
          const double dz = g.dz(k);
          const RowMetric m{g.nx,
                            g.row,
                            g.plane,
                            static_cast<float>(1 / g.dx),
                            static_cast<float>(1 / g.dy),
                            static_cast<float>(1 / dz),
                            static_cast<float>(1 / (g.dx * g.dx) + 1 / (g.dy * g.dy) + 1 / (dz * dz))};
          for (int j = 0; j < g.ny; ++j) {
            const ptrdiff_t at = g.at(0, j, k);
            fastest_row(m, u[0].data() + at, u[1].data() + at, u[2].data() + at, viscosity.data() + at,
                        scalars.density.data() + at, rate.data(), most.data(), diffusion.data());
            for (size_t s = 0; where_gas_is && s + 1 < scalars.amount.size(); ++s)
              raise_to(g.nx, rate.data(), scalars.amount[s].data() + at, present, carrying.data());
          }
        }
        const auto largest = [](const std::vector<float>& of) {
          return static_cast<double>(*std::max_element(of.begin(), of.end()));
        };
        return Fastest{largest(most), largest(carrying), largest(diffusion)};
      },
      [](const Fastest& a, const Fastest& b) {
        return Fastest{std::max(a.rate, b.rate), std::max(a.carrying, b.carrying), std::max(a.diffusion, b.diffusion)};
      });
}

RightSide::RightSide(const Grid& grid, const Mixture& mixture, const Background& background, double dt, double limit)
    : grid_(grid),
      mixture_(mixture),
      background_(background),
      as_gas_(mixture, background.highest()),
      dt_(dt),
      limit_(static_cast<float>(limit)) {
  for (std::vector<float>* row : {&moles_, &heat_, &mismatch_}) row->resize(static_cast<size_t>(grid.nx) + lanes);
}

namespace {

struct RightRow {
  int n;
  ptrdiff_t row, plane;
  float dx, dy, dz;                   ///< 1 / m
  float per_step, per_volume, limit;  ///< 1 / dt; V / dt
};

[[gnu::noinline]] void right_row(const RightRow& m, const float* __restrict rho, const float* __restrict h,
                                 const float* __restrict background, const float* __restrict moles,
                                 const float* __restrict heat, const float* __restrict u, const float* __restrict v,
                                 const float* __restrict w, float* __restrict expansion, float* __restrict rhs,
                                 float* __restrict mismatch) {
#pragma GCC ivdep
  for (int i = 0; i < m.n; ++i) {
    const float computed = rho[i] * h[i] * moles[i] / (heat[i] * background[i]) - 1;
    const float e = std::fabs(computed) > rounding ? computed : 0.0F;
    const float low = e < -m.limit ? -m.limit : e, limited = low > m.limit ? m.limit : low;
    const float rate = m.per_step * limited;
    // What is limited would add up and go on for steps after it is gone.
    const float past = std::fabs(e) > m.limit ? expansion[i] : expansion[i] + rate;
    const float divergence = m.dx * (u[i + 1] - u[i]) + m.dy * (v[i + m.row] - v[i]) + m.dz * (w[i + m.plane] - w[i]);
    expansion[i] = past;
    rhs[i] = m.per_volume * (divergence - (past + rate));
    mismatch[i] = std::fabs(e);
  }
}

}  // namespace

void RightSide::row(int j, int k, const Scalars& s, const Velocity& u, Field& expansion, Field& rhs) {
  const ptrdiff_t at = grid_.at(0, j, k);
  const size_t gases = mixture_.released.size();
  y_.clear();
  for (size_t gas = 0; gas < gases; ++gas) {
    const Gas &one = mixture_.released[gas], &air = mixture_.air;
    const float* y = s.amount[gas].data() + at;
    y_.push_back(y);
    add_share(grid_.nx, static_cast<float>(1 / air.molar_mass),
              static_cast<float>(1 / one.molar_mass - 1 / air.molar_mass), y, gas == 0, moles_.data());
    add_share(grid_.nx, static_cast<float>(air.heat_capacity),
              static_cast<float>(one.heat_capacity - air.heat_capacity), y, gas == 0, heat_.data());
  }
  const RightRow m{grid_.nx,
                   grid_.row,
                   grid_.plane,
                   static_cast<float>(1 / grid_.dx),
                   static_cast<float>(1 / grid_.dy),
                   static_cast<float>(1 / grid_.dz(k)),
                   static_cast<float>(1 / dt_),
                   static_cast<float>(grid_.volume(k) / dt_),
                   limit_};
  const float* pressure = background_.row(j, k);
  const float* enthalpy = as_gas_.row(grid_.nx, y_, pressure, moles_.data(), heat_.data(), s.amount[gases].data() + at);
  right_row(m, s.density.data() + at, enthalpy, pressure, moles_.data(), heat_.data(), u[0].data() + at,
            u[1].data() + at, u[2].data() + at, expansion.data() + at, rhs.data() + at, mismatch_.data());
  float most[lanes] = {};
  int i = 0;
  for (; i + lanes <= grid_.nx; i += lanes) {
    const float* here = mismatch_.data() + i;
    for (int l = 0; l < lanes; ++l) most[l] = most[l] > here[l] ? most[l] : here[l];
  }
  worst_ = *std::max_element(most, most + lanes);
  for (; i < grid_.nx; ++i) worst_ = std::max(worst_, mismatch_[size_t(i)]);
  clipped_ = 0;
  if (worst_ > limit_)
    clipped_ = std::count_if(mismatch_.begin(), mismatch_.begin() + grid_.nx, [&](float e) { return e > limit_; });
}

namespace {

[[gnu::noinline]] void gradient_row(int n, float factor, ptrdiff_t step, const float* __restrict p,
                                    const float* __restrict beta, const float* __restrict next, float* __restrict u) {
#pragma GCC ivdep
  for (int i = 0; i < n; ++i) u[i] = next[i] - factor * beta[i] * (p[i] - p[i - step]);
}

}  // namespace

void subtract_gradient(const Grid& g, double dt, const Velocity& beta, const Field& p, const Velocity& next,
                       Velocity& u) {
  parallel_for(static_cast<size_t>(g.nz) + 1, 2, [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j <= g.ny; ++j) {
        const ptrdiff_t at = g.at(0, j, k);
        const auto one = [&](size_t axis, int n, double d, ptrdiff_t step) {
          gradient_row(n, static_cast<float>(dt / d), step, p.data() + at, beta[axis].data() + at,
                       next[axis].data() + at, u[axis].data() + at);
        };
        if (j < g.ny && k < g.nz) one(0, g.nx + 1, g.dx, 1);
        if (k < g.nz) one(1, g.nx, g.dy, g.row);
        if (j < g.ny) one(2, g.nx, g.dz_face(k), g.plane);
      }
  });
}

SealedSum sealed_sum(const Grid& g, const Mixture& mixture, const Scalars& s, const Zone& zone) {
  const size_t gases = mixture.released.size();
  return parallel_sum(
      zone.runs.size(), 64, SealedSum{},
      [&](size_t begin, size_t end) {
        SealedSum sum;
        std::vector<double> y(gases);
        const double below = mixture.condenses_below(zone.pressure);
        for (size_t r = begin; r < end; ++r) {
          const Run& run = zone.runs[r];
          for (ptrdiff_t at = run.from; at < run.from + run.length; ++at) {
            double moles = 1 / mixture.air.molar_mass, heat = mixture.air.heat_capacity;
            for (size_t gas = 0; gas < gases; ++gas) {
              y[gas] = static_cast<double>(s.amount[gas][at]);
              moles += y[gas] * (1 / mixture.released[gas].molar_mass - 1 / mixture.air.molar_mass);
              heat += y[gas] * (mixture.released[gas].heat_capacity - mixture.air.heat_capacity);
            }
            const double kappa = substance::gas_constant * moles / heat * g.volume(run.k);
            auto enthalpy = static_cast<double>(s.amount[gases][at]);
            if (enthalpy < below * heat)
              if (const auto state = mixture.state(y.data(), enthalpy, zone.pressure); state.condensed())
                enthalpy = zone.pressure * heat / (substance::gas_constant * moles * state.density);
            sum.kappa += kappa;
            sum.work += kappa * static_cast<double>(s.density[at]) * enthalpy;
          }
        }
        return sum;
      },
      [](const SealedSum& a, const SealedSum& b) {
        return SealedSum{a.kappa + b.kappa, a.work + b.work};
      });
}

void add_work(Scalars& s, size_t enthalpy, const Zone& zone, double work) {
  parallel_for(zone.runs.size(), 64, [&](size_t begin, size_t end) {
    for (size_t r = begin; r < end; ++r)
      for (ptrdiff_t at = zone.runs[r].from; at < zone.runs[r].from + zone.runs[r].length; ++at)
        s.amount[enthalpy][at] += static_cast<float>(work / static_cast<double>(s.density[at]));
  });
}

}  // namespace muster::flow
