#include "models/crowd/analysis/squares.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace muster::crowd {

namespace {

using scene::CellId;
using scene::no_cell;

/// Column and row of the square that a floor cell lies in.
std::pair<int32_t, int32_t> square_at(const scene::Floors& floors, CellId cell, int32_t cells) {
  const int32_t column = floors.column[static_cast<size_t>(cell)];
  return {column % floors.grid.nx / cells, column / floors.grid.nx / cells};
}

}  // namespace

Squares::Squares(const scene::Floors& floors, double side) {
  const auto cells = std::max(1, static_cast<int32_t>(std::lround(side / floors.grid.cell)));
  side_ = cells * floors.grid.cell;
  make_pieces(floors, cells);
  find_neighbours(floors, cells);
}

/// Floods every square from each of its cells that has no piece yet.
void Squares::make_pieces(const scene::Floors& floors, int32_t cells) {
  of_.assign(floors.size(), none);
  const double cell_area = floors.grid.cell * floors.grid.cell;
  std::vector<CellId> piece;
  for (size_t first = 0; first < floors.size(); ++first) {
    if (of_[first] != none || floors.surface[first] == scene::Surface::beyond_exit) continue;
    const auto index = static_cast<uint32_t>(area_.size());
    const auto square = square_at(floors, static_cast<CellId>(first), cells);
    piece.assign(1, static_cast<CellId>(first));
    of_[first] = index;
    size_t stair_cells = 0;
    Vec2 centre = Vec2::Zero();
    for (size_t k = 0; k < piece.size(); ++k) {
      const auto c = static_cast<size_t>(piece[k]);
      stair_cells += floors.surface[c] == scene::Surface::stair ? 1 : 0;
      centre += floors.centre(piece[k]);
      for (const CellId n : floors.neighbour[c]) {
        if (n == no_cell || of_[static_cast<size_t>(n)] != none ||
            floors.surface[static_cast<size_t>(n)] == scene::Surface::beyond_exit ||
            square_at(floors, n, cells) != square)
          continue;
        of_[static_cast<size_t>(n)] = index;
        piece.push_back(n);
      }
    }
    centre /= static_cast<double>(piece.size());
    middle_.push_back(*std::min_element(piece.begin(), piece.end(), [&](CellId a, CellId b) {
      const double da = (floors.centre(a) - centre).squaredNorm(), db = (floors.centre(b) - centre).squaredNorm();
      return da != db ? da < db : a < b;
    }));
    area_.push_back(static_cast<float>(static_cast<double>(piece.size()) * cell_area));
    stairs_.push_back(2 * stair_cells > piece.size() ? 1 : 0);
  }
}

/// Pieces joined over a side, then those at corners that two such steps reach.
void Squares::find_neighbours(const scene::Floors& floors, int32_t cells) {
  std::vector<std::pair<uint32_t, uint32_t>> pairs;
  for (size_t c = 0; c < floors.size(); ++c)
    for (const CellId n : floors.neighbour[c]) {
      const uint32_t other = n == no_cell ? none : of_[static_cast<size_t>(n)];
      if (of_[c] != none && other != none && other != of_[c]) pairs.emplace_back(of_[c], other);
    }
  // A cell may be joined one way only; touching is mutual.
  const size_t one_way = pairs.size();
  for (size_t k = 0; k < one_way; ++k) pairs.emplace_back(pairs[k].second, pairs[k].first);
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::vector<uint32_t> side_begin(size() + 1, 0);
  for (const auto& [a, b] : pairs) ++side_begin[a + 1];
  for (size_t p = 0; p < size(); ++p) side_begin[p + 1] += side_begin[p];

  begin_.assign(1, 0);
  std::vector<uint32_t> found;
  for (uint32_t p = 0; p < size(); ++p) {
    found.assign(1, p);
    const auto here = square_at(floors, middle_[p], cells);
    for (uint32_t k = side_begin[p]; k < side_begin[p + 1]; ++k) {
      const uint32_t side = pairs[k].second;
      found.push_back(side);
      for (uint32_t m = side_begin[side]; m < side_begin[side + 1]; ++m) {
        const auto there = square_at(floors, middle_[pairs[m].second], cells);
        if (std::abs(there.first - here.first) == 1 && std::abs(there.second - here.second) == 1)
          found.push_back(pairs[m].second);
      }
    }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    double area = 0;
    for (const uint32_t q : found) area += static_cast<double>(area_[q]);
    area_around_.push_back(static_cast<float>(std::max(area, least_area)));
    list_.insert(list_.end(), found.begin(), found.end());
    begin_.push_back(static_cast<uint32_t>(list_.size()));
  }
}

}  // namespace muster::crowd
