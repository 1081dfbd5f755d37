#include "scene/floors/voxels.h"

#include "base/parallel.h"
#include "scene/floors/raster.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <unordered_map>

#include <recastnavigation/Recast.h>

namespace muster::scene::stage {

namespace {

constexpr int tile_side = 128;         ///< [columns]; 16 k columns keep a tile far below Recast's 16.7 million spans
constexpr double finest_voxel = 0.02;  ///< [m] height of a voxel: a tenth of a riser
constexpr double margin = 4.0;         ///< [m] round the model, for the aprons beyond exits
constexpr double max_columns = 400e6;
constexpr size_t max_cells = 2'000'000'000;  ///< a CellId has 31 bits; the rest is for thresholds and aprons

struct Tile {
  int i0, j0, nx, ny;                     ///< columns without the border
  std::vector<uint32_t> carry, overhead;  ///< triangles that touch it
  std::vector<uint32_t> count;            ///< cells of each column
  std::vector<float> z;
  std::vector<Carry> kind;
};

struct Span {
  double bottom, top;
  Carry kind;
};

using Heightfield = std::unique_ptr<rcHeightfield, decltype(&rcFreeHeightField)>;

/// What all tiles share.
struct Voxels {
  const Surfaces& surfaces;
  const FloorSettings& settings;
  const Authored& authored;
  const std::string& source;
  Grid grid;
  double z0 = 0, height = 0, voxel = finest_voxel;
};

/// The place is too large or too full for cells of this size.
[[noreturn]] void refuse_cell(const Authored& authored, const std::string& source, const std::string& text) {
  const Origin& at = authored.model.origin;
  throw InputError(
      {at.file.empty() ? source : at.file, at.line, "floors.cell_m", fmt::format("{}", authored.floors.cell), text});
}

/// Rasterises triangles into a tile with a border of one column, which Recast fills wrongly at its low sides.
template <class Points, class Kind>
Heightfield rasterise(const Voxels& v, const Tile& tile, const std::vector<uint32_t>& which, const Points& points,
                      const Kind& kind) {
  rcContext context(false);
  Heightfield field(rcAllocHeightfield(), rcFreeHeightField);
  const double x0 = v.grid.x0 + (tile.i0 - 1) * v.grid.cell, y0 = v.grid.y0 + (tile.j0 - 1) * v.grid.cell;
  const auto cell = static_cast<float>(v.grid.cell);
  // Recast's y is up; coordinates from the tile's corner keep the digits of a float.
  const float low[3] = {0, 0, 0};
  const float high[3] = {cell * static_cast<float>(tile.nx + 2), static_cast<float>(v.height),
                         cell * static_cast<float>(tile.ny + 2)};
  bool good =
      rcCreateHeightfield(&context, *field, tile.nx + 2, tile.ny + 2, low, high, cell, static_cast<float>(v.voxel));
  std::vector<float> corners;
  std::vector<uint8_t> areas;
  for (const uint32_t t : which) {
    for (const Vec3f& p : points(t)) {
      corners.push_back(static_cast<float>(p.x() - x0));
      corners.push_back(static_cast<float>(p.z() - v.z0));
      corners.push_back(static_cast<float>(p.y() - y0));
    }
    areas.push_back(kind(t));
  }
  good =
      good && rcRasterizeTriangles(&context, corners.data(), areas.data(), static_cast<int>(areas.size()), *field, 1);
  if (!good) {
    refuse_cell(
        v.authored, v.source,
        fmt::format("memory ran out while {} triangles were laid on cells: choose a larger cell_m", which.size()));
  }
  return field;
}

void read_column(const Voxels& v, const rcSpan* span, std::vector<Span>& out) {
  out.clear();
  for (; span != nullptr; span = span->next) {
    out.push_back({v.z0 + span->smin * v.voxel, v.z0 + span->smax * v.voxel, static_cast<Carry>(span->area)});
  }
}

/// A space makes a floor only where the model has none within 0.5 m and no stair passes below.
void drop_space_floors(std::vector<Span>& carry) {
  auto needless = [&](const Span& s) {
    if (s.kind != Carry::space) return false;
    return std::any_of(carry.begin(), carry.end(), [&](const Span& other) {
      const double rise = s.top - other.top;
      return (other.kind != Carry::space && std::abs(rise) < 0.5) ||
             (other.kind == Carry::stair && rise > -0.5 && rise < 2.5);
    });
  };
  std::vector<Span> kept;
  for (const Span& s : carry) {
    if (!needless(s)) kept.push_back(s);
  }
  carry.swap(kept);
}

/// Keeps the tops with headroom.
void find_places(const Voxels& v, Tile& tile) {
  const auto carry = rasterise(
      v, tile, tile.carry, [&](uint32_t t) { return v.surfaces.carry[t].p; },
      [&](uint32_t t) { return static_cast<uint8_t>(v.surfaces.carry[t].kind); });
  const auto overhead = rasterise(
      v, tile, tile.overhead, [&](uint32_t t) { return v.surfaces.overhead[t]; },
      [](uint32_t) { return static_cast<uint8_t>(RC_NULL_AREA); });
  const double headroom = v.settings.headroom - 1.5 * v.voxel;
  std::vector<Span> floors, lids;
  tile.count.assign(static_cast<size_t>(tile.nx) * static_cast<size_t>(tile.ny), 0);
  for (int j = 0; j < tile.ny; ++j) {
    for (int i = 0; i < tile.nx; ++i) {
      const int at = (j + 1) * (tile.nx + 2) + i + 1;
      read_column(v, carry->spans[at], floors);
      read_column(v, overhead->spans[at], lids);
      drop_space_floors(floors);
      for (size_t k = 0; k < floors.size(); ++k) {
        const Span& s = floors[k];
        if (k + 1 < floors.size() && floors[k + 1].bottom < s.top + headroom) continue;
        // A sill or a step is no lid: it must rise above the highest step.
        const double clear = s.top + v.settings.step + (s.kind == Carry::stair ? 0.15 : 0.05);
        const bool low = std::any_of(lids.begin(), lids.end(),
                                     [&](const Span& lid) { return lid.top > clear && lid.bottom < s.top + headroom; });
        if (low) continue;
        tile.z.push_back(static_cast<float>(s.top - 0.5 * v.voxel));
        tile.kind.push_back(s.kind);
        ++tile.count[static_cast<size_t>(j) * static_cast<size_t>(tile.nx) + static_cast<size_t>(i)];
      }
    }
  }
}

Grid make_grid(const Surfaces& surfaces, const Authored& authored, const std::string& source) {
  Grid grid;
  grid.cell = authored.floors.cell;
  // Whole cells from a multiple of the cell, so that a model's round coordinates fall on the grid's lines.
  auto down = [&](double x) { return std::floor((x - margin) / grid.cell + 1e-6) * grid.cell; };
  grid.x0 = down(surfaces.low.x());
  grid.y0 = down(surfaces.low.y());
  const double nx = std::ceil((surfaces.high.x() + margin - grid.x0) / grid.cell);
  const double ny = std::ceil((surfaces.high.y() + margin - grid.y0) / grid.cell);
  if (nx * ny > max_columns) {
    const double extent = (surfaces.high.x() - surfaces.low.x()) * (surfaces.high.y() - surfaces.low.y());
    refuse_cell(
        authored, source,
        fmt::format("the model spans {:.0f} m x {:.0f} m, {:.0f} million cells in plan; at most 400 million are "
                    "possible: choose cell_m above {:.2g} or leave out what lies far away",
                    surfaces.high.x() - surfaces.low.x(), surfaces.high.y() - surfaces.low.y(), nx * ny / 1e6,
                    std::sqrt(extent / max_columns)));
  }
  grid.nx = static_cast<int32_t>(nx);
  grid.ny = static_cast<int32_t>(ny);
  return grid;
}

std::vector<Tile> make_tiles(const Voxels& v) {
  const int across = (v.grid.nx + tile_side - 1) / tile_side, up = (v.grid.ny + tile_side - 1) / tile_side;
  std::vector<Tile> tiles(static_cast<size_t>(across) * static_cast<size_t>(up));
  for (int tj = 0; tj < up; ++tj) {
    for (int ti = 0; ti < across; ++ti) {
      Tile& t = tiles[static_cast<size_t>(tj) * static_cast<size_t>(across) + static_cast<size_t>(ti)];
      t.i0 = ti * tile_side;
      t.j0 = tj * tile_side;
      t.nx = std::min(tile_side, v.grid.nx - t.i0);
      t.ny = std::min(tile_side, v.grid.ny - t.j0);
    }
  }
  auto spread = [&](const std::array<Vec3f, 3>& p, uint32_t index, std::vector<uint32_t> Tile::*list) {
    const Vec3f low = p[0].cwiseMin(p[1]).cwiseMin(p[2]), high = p[0].cwiseMax(p[1]).cwiseMax(p[2]);
    const double side = tile_side * v.grid.cell, border = v.grid.cell;
    auto tile_of = [&](double x, double x0, int n) {
      return static_cast<int>(std::clamp(std::floor((x - x0) / side), 0.0, static_cast<double>(n - 1)));
    };
    if (high.x() < v.grid.x0 || high.y() < v.grid.y0) return;
    const int i1 = tile_of(high.x() + border, v.grid.x0, across), j1 = tile_of(high.y() + border, v.grid.y0, up);
    for (int tj = tile_of(low.y() - border, v.grid.y0, up); tj <= j1; ++tj) {
      for (int ti = tile_of(low.x() - border, v.grid.x0, across); ti <= i1; ++ti) {
        (tiles[static_cast<size_t>(tj) * static_cast<size_t>(across) + static_cast<size_t>(ti)].*list).push_back(index);
      }
    }
  };
  for (uint32_t t = 0; t < v.surfaces.carry.size(); ++t) spread(v.surfaces.carry[t].p, t, &Tile::carry);
  for (uint32_t t = 0; t < v.surfaces.overhead.size(); ++t) {
    const auto& p = v.surfaces.overhead[t];
    const float low = std::min({p[0].z(), p[1].z(), p[2].z()});
    if (low < v.z0 + v.height) spread(p, t, &Tile::overhead);
  }
  return tiles;
}

/// Joins the tiles' columns in the order of the grid.
Cells join(const Voxels& v, const std::vector<Tile>& tiles) {
  const Grid& grid = v.grid;
  Cells cells;
  cells.grid = grid;
  const size_t columns = static_cast<size_t>(grid.nx) * static_cast<size_t>(grid.ny);
  cells.begin.assign(columns + 1, 0);
  auto for_columns = [&](const Tile& t, const auto& visit) {
    size_t local = 0;
    for (int j = 0; j < t.ny; ++j) {
      for (int i = 0; i < t.nx; ++i, ++local) {
        visit(static_cast<size_t>(t.j0 + j) * static_cast<size_t>(grid.nx) + static_cast<size_t>(t.i0 + i), local);
      }
    }
  };
  size_t total = 0;
  for (const Tile& t : tiles) {
    total += t.z.size();
    if (!t.z.empty()) for_columns(t, [&](size_t at, size_t local) { cells.begin[at + 1] = t.count[local]; });
  }
  if (total >= max_cells) {
    refuse_cell(
        v.authored, v.source,
        fmt::format("the floors have {:.0f} million cells; at most {:.0f} million are possible: choose a larger "
                    "cell_m",
                    static_cast<double>(total) / 1e6, static_cast<double>(max_cells) / 1e6));
  }
  for (size_t c = 0; c < columns; ++c) cells.begin[c + 1] += cells.begin[c];
  cells.column.resize(total);
  cells.z.resize(total);
  cells.kind.resize(total);
  for (const Tile& t : tiles) {
    if (t.z.empty()) continue;
    size_t from = 0;
    for_columns(t, [&](size_t at, size_t local) {
      for (uint32_t to = cells.begin[at]; to < cells.begin[at] + t.count[local]; ++to, ++from) {
        cells.column[to] = static_cast<int32_t>(at);
        cells.z[to] = t.z[from];
        cells.kind[to] = t.kind[from];
      }
    });
  }
  return cells;
}

/// Moves each cell from its voxel's height to that of the surface under its centre, where one lies that near.
void settle(const Surfaces& surfaces, double voxel, Cells& cells) {
  std::vector<float> exact(cells.size(), -1e30F);
  for (const CarryTriangle& t : surfaces.carry) {
    const double nz = std::abs(unit_normal(t.p).z());
    const double reach = voxel + cells.grid.cell * std::sqrt(std::max(0.0, 1 - nz * nz)) / nz;
    raster(t.p, cells.grid.x0, cells.grid.y0, cells.grid.cell, [&](int32_t i, int32_t j, double z) {
      if (i < 0 || j < 0 || i >= cells.grid.nx || j >= cells.grid.ny) return;
      const CellId c = cells.find(j * cells.grid.nx + i, z, reach);
      if (c != no_cell) exact[static_cast<size_t>(c)] = std::max(exact[static_cast<size_t>(c)], static_cast<float>(z));
    });
  }
  // Where only a corner of the column is covered, the height is that of a neighbour at the same voxel, if there is one.
  const std::vector<float> rough = cells.z;
  for (size_t c = 0; c < cells.size(); ++c) {
    if (exact[c] > -1e29F) {
      cells.z[c] = exact[c];
      continue;
    }
    const int32_t i = cells.column[c] % cells.grid.nx, j = cells.column[c] / cells.grid.nx;
    for (const auto& [u, v] : {std::pair(i + 1, j), std::pair(i - 1, j), std::pair(i, j + 1), std::pair(i, j - 1)}) {
      if (u < 0 || v < 0 || u >= cells.grid.nx || v >= cells.grid.ny) continue;
      const int32_t beside = v * cells.grid.nx + u;
      for (uint32_t n = cells.begin[static_cast<size_t>(beside)]; n < cells.begin[static_cast<size_t>(beside) + 1];
           ++n) {
        if (exact[n] > -1e29F && std::abs(rough[n] - rough[c]) < 0.5 * voxel) cells.z[c] = exact[n];
      }
    }
  }
}

/// Heights of stair cells become the mean of nine points of each: steps fall where they are, not on the grid's lines.
void even_out_stairs(const Surfaces& surfaces, Cells& cells) {
  constexpr float reach = 0.4F;  // [m] treads this much below the highest of a cell still belong to it
  std::unordered_map<CellId, std::array<float, 9>> points;
  for (size_t c = 0; c < cells.size(); ++c) {
    if (cells.kind[c] != Carry::stair) continue;
    std::array<float, 9> none;
    none.fill(-1e30F);
    points.emplace(static_cast<CellId>(c), none);
  }
  if (points.empty()) return;
  for (const CarryTriangle& t : surfaces.carry) {
    if (t.kind != Carry::stair) continue;
    raster(t.p, cells.grid.x0, cells.grid.y0, cells.grid.cell / 3, [&](int32_t i, int32_t j, double height) {
      if (i < 0 || j < 0 || i >= 3 * cells.grid.nx || j >= 3 * cells.grid.ny) return;
      const CellId c = cells.find(j / 3 * cells.grid.nx + i / 3, height, reach);
      const auto found = points.find(c);
      if (found == points.end()) return;
      float& point = found->second[static_cast<size_t>(j % 3 * 3 + i % 3)];
      point = std::max(point, static_cast<float>(height));
    });
  }
  for (const auto& [c, heights] : points) {
    float sum = 0;
    int n = 0;
    for (const float h : heights) {
      if (h < -1e29F) continue;
      sum += h;
      ++n;
    }
    if (n > 0) cells.z[static_cast<size_t>(c)] = sum / static_cast<float>(n);
  }
}

}  // namespace

CellId Cells::find(int32_t at, double height, double reach) const {
  if (at < 0) return no_cell;
  CellId best = no_cell;
  for (uint32_t c = begin[static_cast<size_t>(at)]; c < begin[static_cast<size_t>(at) + 1]; ++c) {
    const double distance = std::abs(static_cast<double>(z[c]) - height);
    if (distance <= reach) {
      reach = distance;
      best = static_cast<CellId>(c);
    }
  }
  return best;
}

Cells voxelise(const Surfaces& surfaces, const Authored& authored, const std::string& source) {
  if (surfaces.carry.empty()) {
    throw InputError(
        {source, 0, "", "",
         "nothing in it can be walked on: no floor, no space and no flat surface; check `up` and `unit_m`, "
         "give meaning by [model] rule, or add a [[strip]]"});
  }
  Voxels v{surfaces, authored.floors, authored, source, make_grid(surfaces, authored, source)};
  v.z0 = surfaces.low.z() - 1;
  v.height = surfaces.high.z() + authored.floors.headroom + 1 - v.z0;
  v.voxel = std::max(finest_voxel, v.height / (RC_SPAN_MAX_HEIGHT - 2));
  std::vector<Tile> tiles = make_tiles(v);
  parallel_for(tiles.size(), 1, [&](size_t begin, size_t end) {
    for (size_t t = begin; t < end; ++t) {
      if (!tiles[t].carry.empty()) find_places(v, tiles[t]);
    }
  });
  Cells cells = join(v, tiles);
  settle(surfaces, v.voxel, cells);
  even_out_stairs(surfaces, cells);
  return cells;
}

Cells insert(const Cells& cells, std::vector<Extra> extras) {
  std::stable_sort(extras.begin(), extras.end(), [](const Extra& a, const Extra& b) {
    return a.column != b.column ? a.column < b.column : a.z < b.z;
  });
  constexpr float same = 0.1F;  // [m] nearer than this is the same place
  Cells out;
  out.grid = cells.grid;
  out.begin.assign(cells.begin.size(), 0);
  auto add = [&](int32_t column, float z, Carry kind) {
    out.column.push_back(column);
    out.z.push_back(z);
    out.kind.push_back(kind);
  };
  size_t e = 0;
  for (size_t at = 0; at + 1 < cells.begin.size(); ++at) {
    out.begin[at] = static_cast<uint32_t>(out.z.size());
    uint32_t c = cells.begin[at];
    const uint32_t end = cells.begin[at + 1];
    float last = -1e30F;
    while (c < end || (e < extras.size() && extras[e].column == static_cast<int32_t>(at))) {
      const bool more = e < extras.size() && extras[e].column == static_cast<int32_t>(at);
      if (more && (c == end || extras[e].z < cells.z[c])) {
        const bool near = extras[e].z - last < same || (c < end && cells.z[c] - extras[e].z < same);
        if (!near) {
          add(static_cast<int32_t>(at), extras[e].z, extras[e].kind);
          last = extras[e].z;
        }
        ++e;
      } else {
        add(static_cast<int32_t>(at), cells.z[c], cells.kind[c]);
        last = cells.z[c++];
      }
    }
  }
  out.begin.back() = static_cast<uint32_t>(out.z.size());
  return out;
}

}  // namespace muster::scene::stage
