#pragma once
// Coarse grids for rooms: they keep apart what walls part.

#include "models/flow/pressure/level.h"

#include <cstdint>
#include <vector>

namespace muster::flow {

/// A hierarchy whose unknowns are what hangs together of the fine cells of each coarse cell: two rooms that share a
/// coarse cell are two unknowns of it, joined where a door is. Coarse grids that do not know of walls cannot tell the
/// pressures of rooms from one another, and iterations on them stall. Built of which faces are open alone, with one
/// density everywhere: within conjugate gradients that does (densities 1 : 5 cost an iteration or two).
class Rooms {
 public:
  Rooms() = default;
  /// From the open faces of `levels[0]`, with the cells that the others join.
  explicit Rooms(const std::vector<Level>& levels);

  /// Whether walls part the cells of any coarse cell: otherwise the ordinary grids do as well.
  bool parted() const { return parted_; }
  /// Adds to fine.p what the coarse grids find for the residual of fine.p and fine.b. `beta` [m3/kg]: mean of its open
  /// faces.
  void correct(Level& fine, double beta);

 private:
  /// An unknown: the cell of its grid that it lies in.
  struct Place {
    int i, j, k;
  };
  /// A face between two unknowns, or between one and p = 0 beyond a side (b < 0).
  struct Link {
    int32_t a, b;
    uint8_t axis, high;  ///< which way b lies
    float conductance;   ///< [m] area over distance
  };
  /// The unknowns of one grid.
  struct Graph {
    std::vector<Place> place;
    std::vector<Link> links;
    std::vector<size_t> begin;  ///< [n + 1] into `to` and `weight`
    std::vector<int32_t> to;
    std::vector<float> weight, diagonal;
    std::vector<int32_t> coarse;  ///< the unknown of the next grid; empty: the coarsest
    std::vector<float> p, b;
    size_t size() const { return place.size(); }
    void lay_out();  ///< rows from links
    void relax(bool forwards);
    float residual(size_t) const;
  };
  Graph cells_of(const Level&);
  /// Joins unknowns of `fine`, on the grid `from`, into those of the grid `to`.
  Graph joined(Graph& fine, const Level& from, const Level& to);
  void solve(size_t graph, int times);

  bool parted_ = false;
  std::vector<int32_t> unknown_;  ///< of the cells of the finest grid, row by row; -1: solid
  std::vector<Graph> graphs_;     ///< from the first coarse grid on
};

}  // namespace muster::flow
