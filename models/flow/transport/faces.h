#pragma once
// What crosses one row of faces: the loops that the compiler turns into vectors.

#include <cstddef>

namespace muster::flow {

/// Value that the flow carries over `n` faces, each between cell i - step and cell i of `q`: from upwind by half a
/// slope, limited as by van Leer's monotonised central differences (1977). Across a closed face (`beta` 0) there is no
/// slope.
void carried(int n, const float* q, const float* velocity, const float* beta, ptrdiff_t step, float* out);

/// What the faces of a row have in common.
struct FaceRow {
  int n = 0;
  ptrdiff_t step = 0;
  float area = 0, distance = 0;              ///< [m2], [m] between the centres
  float schmidt = 0.5F, molecular = 0;       ///< Sc_t; what is added to mu / Sc_t [kg/m/s]
  const float *velocity, *beta, *viscosity;  ///< at the first face; mu at the cell above it
};

/// [kg/s] rho(Y, h) u A from the carried amounts: rho = (p / R_u) c_p / (n h). `moles`, `heat` [n]: of the carried
/// composition [mol/kg], [J/kg/K].
void mass_flux(const FaceRow&, const float* background, const float* moles, const float* heat, const float* enthalpy,
               float* out);

/// Flux of one amount: mass flux times what is carried, less diffusion; replaces `carried`.
void amount_flux(const FaceRow&, const float* q, const float* mass, float* carried);

/// sum += factor * y over a row, first from `constant`.
void add_share(int n, float constant, float factor, const float* y, bool first, float* sum);

/// One row of cells: new = keep * old + take * (now + step * inflow / volume) of rho and of rho times each amount.
struct CellRow {
  int n = 0;
  float keep = 0, take = 1;
  float per_volume = 0;  ///< dt / V [s/m3]
};
/// `west`: fluxes of n + 1 faces; the others of n. `inverse` [n] = 1 / (new rho).
void new_density(const CellRow&, const float* old, const float* now, const float* west, const float* south,
                 const float* north, const float* below, const float* above, float* rho, float* inverse);
void new_amount(const CellRow&, const float* old_rho, const float* old, const float* now_rho, const float* now,
                const float* west, const float* south, const float* north, const float* below, const float* above,
                const float* inverse, float* out);

}  // namespace muster::flow
