#pragma once
// What is carried along, and by what.

#include "models/flow/gas/mixture.h"
#include "models/flow/grid/grid.h"
#include "models/flow/pressure/zones.h"

#include <vector>

namespace muster::flow {

/// Density and what a kilogram holds: mass fractions of the released gases, then enthalpy [J/kg].
struct Scalars {
  Field density;              ///< [kg/m3]
  std::vector<Field> amount;  ///< [gases + 1]

  Scalars() = default;
  Scalars(const Grid& grid, size_t gases) : density(grid), amount(gases + 1, Field(grid)) {}
};

/// p / R_u of the background [mol K / m3] of every row of cells: that of the surroundings, in sealed parts their own.
class Background {
 public:
  Background() = default;
  Background(const Grid&, double pressure, const Zones&);
  /// After the pressures of zones have changed.
  void refresh(const Zones&);
  /// [Pa] of all rows.
  double highest() const { return highest_; }
  /// [nx + 1] of a row.
  const float* row(int j, int k) const;

 private:
  const Grid* grid_ = nullptr;
  float outside_ = 0;
  double highest_ = 0;
  std::vector<float> constant_;
  std::vector<int32_t> of_row_;  ///< [ny * nz] which of `own_`; -1: constant
  std::vector<std::vector<float>> own_;
};

}  // namespace muster::flow
