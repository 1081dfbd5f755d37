#pragma once
// What coarse grids need besides their cells, so that walls part on them what they part on the finest.

#include "models/flow/pressure/level.h"

#include <cstdint>
#include <vector>

namespace muster::flow {

/// The rooms apart of one coarse grid. Where walls part the fine cells of a coarse one, the largest part that hangs
/// together stays the cell, and each other part is an unknown of its own, stored behind the cells in `p` and `b`: two
/// rooms that share a coarse cell keep two pressures, tied where a door is. A grid that does not know of walls cannot
/// tell them from one another, and cycles over it stall. All lists are short: a few entries for each wall thinner than
/// the cells of a grid.
class Rooms {
 public:
  /// Stands for the rooms apart in relax().
  static constexpr int apart_colour = 2;

  /// One for each level, the finest has none; makes `p` and `b` of the coarse levels longer. From the open faces of
  /// levels[0]. Empty: no wall parts a cell of any grid, ordinary cycles do.
  static std::vector<Rooms> of(std::vector<Level>& levels);

  /// Coefficients of ties, and of faces that walls leave partly open, from those of the finer grid.
  void refresh(const Level& fine, const Rooms& of_fine, Level& coarse);
  /// One colour of Gauss and Seidel over the cells that are tied to rooms apart, or over these rooms.
  void relax(Level&, int colour) const;
  /// Sends residuals of `fine` to where they belong, after restrict_residual(); the rooms of `coarse` begin with 0.
  void restrict_residual(const Level& fine, const Rooms& of_fine, Level& coarse) const;
  /// Before prolong(): keeps the pressures of `fine` that are not interpolated as those in the open.
  void keep(const Level& fine);
  /// After prolong(): adds to them what the coarse grid found.
  void prolong(const Level& coarse, Level& fine) const;

  /// Calls each(where it lies in `p`) for the rooms apart.
  template <class Each>
  void for_rooms(const Each& each) const {
    for (size_t r = 0; r < apart_; ++r) each(first_ + static_cast<ptrdiff_t>(r));
  }
  /// Calls each(where, where to, coefficient) for all ties, from both ends; to -1: p = 0 beyond a side.
  template <class Each>
  void for_ties(const Each& each) const {
    for (const Row& row : rows_)
      for (size_t n = row.begin; n < row.end; ++n) each(row.at, entries_[n].to, ties_[entries_[n].tie]);
  }

  size_t apart() const { return apart_; }  ///< rooms besides cells
  size_t bytes() const;

 private:
  friend class RoomsBuilder;
  /// A coefficient of the finer grid: of a face along an axis, or (axis 3) of a tie.
  struct Part {
    int axis;
    ptrdiff_t at;
    float factor;
  };
  /// ratio times the sum of parts [begin, end): a face along an axis, or (axis 3) a tie.
  struct Sum {
    int axis;
    ptrdiff_t at;
    float ratio;
    size_t begin, end;
  };
  /// What ties add to the row of a cell of a colour, or (colour 2) the row of a room apart. `coarse`: the unknown of
  /// the next grid that it belongs to.
  struct Row {
    ptrdiff_t at, coarse;
    int colour;
    size_t begin, end;
  };
  struct Entry {
    ptrdiff_t to;  ///< -1: p = 0, beyond a side
    size_t tie;
  };
  /// A fine cell whose coarse unknown is `to`, not the cell `from`.
  struct Moved {
    ptrdiff_t fine;
    int k;
    ptrdiff_t from, to;
  };
  /// A fine unknown that gets shares [begin, end).
  struct Blend {
    ptrdiff_t fine;
    size_t begin, end;
  };
  struct Share {
    ptrdiff_t coarse;
    float weight;
  };

  size_t apart_ = 0;
  ptrdiff_t first_ = 0;  ///< of the rooms in `p` and `b`
  std::vector<Part> parts_;
  std::vector<Sum> sums_;
  std::vector<float> ties_;
  std::vector<Row> rows_;
  std::vector<Entry> entries_;
  std::vector<Moved> moved_;
  std::vector<Blend> blends_;
  std::vector<Share> shares_;
  std::vector<float> kept_;
};

}  // namespace muster::flow
