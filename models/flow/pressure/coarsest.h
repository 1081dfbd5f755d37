#pragma once
// The last grid of a hierarchy with rooms apart, solved exactly.

#include "models/flow/pressure/rooms.h"

#include <vector>

namespace muster::flow {

/// Rooms in a row are a chain on the coarsest grid, which sweeps go along a room at a time: L D L^T instead.
class Coarsest {
 public:
  /// Whether a grid has few enough unknowns.
  static bool worth_it(const Level&, const Rooms&);
  /// For the coefficients of now.
  void refresh(const Level&, const Rooms&);
  /// l.p from l.b.
  void solve(Level& l);

 private:
  std::vector<ptrdiff_t> at_;   ///< of each unknown in `p` and `b`
  std::vector<double> matrix_;  ///< [n * n] L below the diagonal, D on it; 0: an unknown that nothing holds
  std::vector<double> value_;
};

}  // namespace muster::flow
