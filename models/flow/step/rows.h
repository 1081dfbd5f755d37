#pragma once
// The loops of a step over rows of cells that belong to no other folder.

#include "models/flow/transport/state.h"

#include <vector>

namespace muster::flow {

/// Largest rates over all cells.
struct Fastest {
  double rate = 0;       ///< [1/s] share of a cell's air that flows out of it
  double carrying = 0;   ///< [1/s] the same over cells that hold some of a gas, where that is asked for
  double diffusion = 0;  ///< [1/s] nu (1/dx2 + 1/dy2 + 1/dz2)
};
Fastest fastest_of(const Grid&, const Velocity&, const Field& viscosity, const Scalars&, bool where_gas_is);

/// Rows of V (div u - d) / dt.
class RightSide {
 public:
  RightSide(const Grid&, const Mixture&, const Background&, double dt, double limit);
  void row(int j, int k, const Scalars&, const Velocity&, Field& expansion, Field& rhs);
  float worst() const { return worst_; }        ///< largest mismatch of the last row
  int64_t clipped() const { return clipped_; }  ///< cells of it beyond the limit

 private:
  const Grid& grid_;
  const Mixture& mixture_;
  const Background& background_;
  AsGas as_gas_;
  std::vector<const float*> y_;
  double dt_;
  float limit_, worst_ = 0;
  int64_t clipped_ = 0;
  std::vector<float> moles_, heat_, mismatch_;
};

/// u = next - dt beta grad p on every face of the box.
void subtract_gradient(const Grid&, double dt, const Velocity& beta, const Field& p, const Velocity& next, Velocity& u);

/// Of one sealed part: sum of V kappa and of V kappa rho h, kappa = R n / c_p.
struct SealedSum {
  double kappa = 0, work = 0;
};
SealedSum sealed_sum(const Grid&, const Mixture&, const Scalars&, const Zone&);
/// rho h += work [J/m3] in a sealed part.
void add_work(Scalars&, size_t enthalpy, const Zone&, double work);

}  // namespace muster::flow
