#include "models/crowd/ground/ground.h"

#include "base/error.h"
#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

namespace muster::crowd {

namespace {

Segment make_segment(const Vec2& a, const Vec2& b, const scene::Grid& grid) {
  Segment s{};
  s.ax = static_cast<float>(a.x() - grid.x0);
  s.ay = static_cast<float>(a.y() - grid.y0);
  s.bx = static_cast<float>(b.x() - grid.x0);
  s.by = static_cast<float>(b.y() - grid.y0);
  const Vec2 d = b - a;
  const double length = d.norm();
  s.length = static_cast<float>(length);
  s.ux = length > 0 ? static_cast<float>(d.x() / length) : 1;
  s.uy = length > 0 ? static_cast<float>(d.y() / length) : 0;
  return s;
}

/// A line on the floor at height z touches bodies whose feet stand within 1 m of it.
constexpr float line_band = 1.0f;

std::vector<Segment> gather_segments(const scene::Floors& floors) {
  std::vector<Segment> all;
  all.reserve(floors.walls.size() + floors.portals.size() + floors.exits.size());
  for (const scene::Wall& wall : floors.walls) {
    Segment s = make_segment(wall.a, wall.b, floors.grid);
    s.foot_low = wall.z_low - Ground::body_high;
    s.foot_high = wall.z_high - Ground::body_low;
    all.push_back(s);
  }
  const auto add_line = [&](const Vec2& a, const Vec2& b, double z, bool closed) {
    Segment s = make_segment(a, b, floors.grid);
    s.foot_low = static_cast<float>(z) - line_band;
    s.foot_high = static_cast<float>(z) + line_band;
    s.solid = closed;
    all.push_back(s);
  };
  for (const scene::Portal& portal : floors.portals) add_line(portal.a, portal.b, portal.z, portal.closed);
  for (const scene::Exit& exit : floors.exits) add_line(exit.a, exit.b, exit.z, exit.closed);
  return all;
}

/// Makes one of solid pieces of wall that continue one another: fewer to look past. Of two, the second becomes a point
/// that stops nobody; numbers stay. `walls`: how many of the segments are walls.
void join_pieces(std::vector<Segment>& all, size_t walls) {
  using End = std::pair<int64_t, int64_t>;  // [mm]
  const auto end_at = [](float x, float y) {
    return End{std::llround(1000 * static_cast<double>(x)), std::llround(1000 * static_cast<double>(y))};
  };
  std::map<End, std::vector<uint32_t>> at;  // those that end there
  for (uint32_t i = 0; i < walls; ++i)
    if (all[i].length > 0)
      for (const End& end : {end_at(all[i].ax, all[i].ay), end_at(all[i].bx, all[i].by)}) at[end].push_back(i);
  for (auto& [end, list] : at)
    for (size_t m = 0; m < list.size(); ++m)
      for (size_t n = m + 1; n < list.size(); ++n) {
        Segment &s = all[list[m]], &t = all[list[n]];
        if (list[m] == list[n] || s.length == 0 || t.length == 0 || s.foot_low != t.foot_low ||
            s.foot_high != t.foot_high)
          continue;
        const float turn = s.ux * t.uy - s.uy * t.ux;
        // The far ends lie in opposite directions of the common one.
        const bool s_from = end_at(s.ax, s.ay) == end, t_from = end_at(t.ax, t.ay) == end;
        if ((!s_from && end_at(s.bx, s.by) != end) || (!t_from && end_at(t.bx, t.by) != end)) continue;
        const bool opposite = (s.ux * t.ux + s.uy * t.uy > 0) == (s_from != t_from);
        if (std::abs(turn) > 1e-5f || !opposite) continue;
        const float x = t_from ? t.bx : t.ax, y = t_from ? t.by : t.ay;
        (s_from ? s.ax : s.bx) = x, (s_from ? s.ay : s.by) = y;
        s.length += t.length;
        for (uint32_t& other : at[end_at(x, y)])
          if (other == list[n]) other = list[m];
        t.ax = t.bx = x, t.ay = t.by = y, t.length = 0, t.solid = false;
      }
}

/// Whether a body that moves from one point and cell to others crosses a line against its one direction. Fields know
/// the centres of cells only: the cell changes sides with the body, and who begins between the line and the centre of a
/// cell on the far side is over already.
bool against(const Segment& s, const Ground& ground, const Body& from, float x, float y, CellId cell) {
  const auto centre = [&](CellId c) {
    const Vec2 at = ground.floors().centre(c);
    return std::pair(ground.to_local_x(at.x()), ground.to_local_y(at.y()));
  };
  if (s.solid || s.one_way == 0 || from.z < s.foot_low || from.z > s.foot_high) return false;
  const auto [x0, y0] = centre(from.cell);
  const bool near_side = (s.side(x0, y0) >= 0) == (s.one_way > 0);
  if (!near_side) return false;
  if (s.crossing(from.x, from.y, x, y) >= 0) return (s.side(from.x, from.y) >= 0) == (s.one_way > 0);
  if (cell == from.cell) return false;
  const auto [x1, y1] = centre(cell);
  return s.crossing(x0, y0, x1, y1) >= 0;
}

/// Tiles are made larger until a grid has at most this many.
constexpr double most_tiles = 4e6;

}  // namespace

float Segment::crossing(float x0, float y0, float x1, float y1) const {
  const float s0 = side(x0, y0), s1 = side(x1, y1);
  if ((s0 >= 0) == (s1 >= 0)) return -1;
  const float t = s0 / (s0 - s1);
  const float along = (x0 + t * (x1 - x0) - ax) * ux + (y0 + t * (y1 - y0) - ay) * uy;
  return along >= 0 && along <= length ? t : -1;
}

SegmentGrid::SegmentGrid(std::vector<Segment> segments, double extent_x, double extent_y, double tile, double reach)
    : segments_(std::move(segments)) {
  if (segments_.empty()) return;
  float low = segments_[0].foot_low, high = segments_[0].foot_high;
  for (const Segment& s : segments_) low = std::min(low, s.foot_low), high = std::max(high, s.foot_high);
  z0_ = low;
  nz_ = std::clamp(static_cast<int>((high - low) / layer) + 1, 1, 500);
  while ((extent_x / tile + 1) * (extent_y / tile + 1) * nz_ > most_tiles) tile *= 2;
  inverse_tile_ = static_cast<float>(1 / tile);
  nx_ = static_cast<int>(extent_x / tile) + 1;
  ny_ = static_cast<int>(extent_y / tile) + 1;

  // Two passes over the tiles of every segment: count, then fill.
  const size_t tiles = static_cast<size_t>(nx_) * static_cast<size_t>(ny_) * static_cast<size_t>(nz_);
  const float half = static_cast<float>(0.5 * tile), wide = static_cast<float>(reach + 0.7072 * tile);
  const auto visit = [&](auto&& act) {
    for (size_t i = 0; i < segments_.size(); ++i) {
      const Segment& s = segments_[i];
      const float r = static_cast<float>(reach);
      const int i0 = clamp_x(std::min(s.ax, s.bx) - r), i1 = clamp_x(std::max(s.ax, s.bx) + r);
      const int j0 = clamp_y(std::min(s.ay, s.by) - r), j1 = clamp_y(std::max(s.ay, s.by) + r);
      for (int k = clamp_z(s.foot_low); k <= clamp_z(s.foot_high); ++k)
        for (int j = j0; j <= j1; ++j)
          for (int n = i0; n <= i1; ++n) {
            float d2;
            s.from(static_cast<float>(n * tile) + half, static_cast<float>(j * tile) + half, d2);
            if (d2 <= wide * wide)
              act((static_cast<size_t>(k) * static_cast<size_t>(ny_) + static_cast<size_t>(j)) *
                          static_cast<size_t>(nx_) +
                      static_cast<size_t>(n),
                  static_cast<uint32_t>(i));
          }
    }
  };
  begin_.assign(tiles + 1, 0);
  visit([&](size_t t, uint32_t) { ++begin_[t + 1]; });
  for (size_t t = 0; t < tiles; ++t) begin_[t + 1] += begin_[t];
  list_.resize(begin_[tiles]);
  std::vector<uint32_t> fill(begin_.begin(), begin_.end() - 1);
  visit([&](size_t t, uint32_t i) { list_[fill[t]++] = i; });
  measure_clear();
}

/// Two sweeps over the tiles of the plane (chessboard distance).
void SegmentGrid::measure_clear() {
  const auto nx = static_cast<size_t>(nx_), ny = static_cast<size_t>(ny_), plane = nx * ny;
  tiles_clear_.assign(plane, 255);
  for (size_t t = 0; t + 1 < begin_.size(); ++t)
    if (begin_[t] != begin_[t + 1]) tiles_clear_[t % plane] = 0;
  const auto sweep = [&](bool forward) {
    for (size_t n = 0; n < plane; ++n) {
      const size_t t = forward ? n : plane - 1 - n, i = t % nx, j = t / nx;
      int least = tiles_clear_[t];
      const auto nearer = [&](size_t other) { least = std::min(least, tiles_clear_[other] + 1); };
      const bool row = forward ? j > 0 : j + 1 < ny;
      const size_t beside = forward ? t - nx : t + nx;
      if (row) nearer(beside);
      if (row && i > 0) nearer(beside - 1);
      if (row && i + 1 < nx) nearer(beside + 1);
      if (forward ? i > 0 : i + 1 < nx) nearer(forward ? t - 1 : t + 1);
      tiles_clear_[t] = static_cast<uint8_t>(least);
    }
  };
  sweep(true);
  sweep(false);
}

void SegmentGrid::within(float x0, float y0, float x1, float y1, float z0, float z1, std::vector<uint32_t>& out) const {
  if (begin_.empty()) return;
  const size_t first = out.size();
  const int i0 = clamp_x(x0), i1 = clamp_x(x1), j0 = clamp_y(y0), j1 = clamp_y(y1);
  for (int k = clamp_z(z0); k <= clamp_z(z1); ++k)
    for (int j = j0; j <= j1; ++j) {
      const size_t row =
          (static_cast<size_t>(k) * static_cast<size_t>(ny_) + static_cast<size_t>(j)) * static_cast<size_t>(nx_);
      out.insert(out.end(), list_.begin() + begin_[row + static_cast<size_t>(i0)],
                 list_.begin() + begin_[row + static_cast<size_t>(i1) + 1]);
    }
  if (out.size() - first < 2) return;
  std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end());
  out.erase(std::unique(out.begin() + static_cast<std::ptrdiff_t>(first), out.end()), out.end());
}

Ground::Ground(const scene::Floors& floors, float largest_radius, float longest_step, float wall_reach)
    : floors_(&floors) {
  const double extent_x = floors.grid.nx * floors.grid.cell, extent_y = floors.grid.ny * floors.grid.cell;
  cell_ = static_cast<float>(floors.grid.cell);
  inverse_cell_ = static_cast<float>(1 / floors.grid.cell);
  // Bodies keep this far inside their cell's edge: several units in the last place of the largest coordinate.
  edge_ = std::max(1e-4f, static_cast<float>(8 * 6e-8 * std::max(extent_x, extent_y)));
  reach_ = largest_radius + std::max(longest_step, wall_reach);
  walls_ = SegmentGrid(gather_segments(floors), extent_x, extent_y, 0.5,
                       std::max(largest_radius + longest_step + wall_reach, 0.5f));
  std::vector<Segment> seen_past = gather_segments(floors);
  join_pieces(seen_past, floors.walls.size());
  sight_ = SegmentGrid(std::move(seen_past), extent_x, extent_y, 1.0, 0);
  mark_cells();
}

void Ground::mark_cells() {
  const scene::Floors& f = *floors_;
  flags_.reserve(f.size() + 3);  // read in fours
  flags_.assign(f.size(), 0);
  clearance_.assign(f.size(), 200);
  const float half_diagonal = 0.7072f * cell_;
  const size_t first_line = f.walls.size();
  parallel_for(f.size(), 4096, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c) {
      const Vec2 at = f.grid.centre(f.column[c]);
      const float x = to_local_x(at.x()), y = to_local_y(at.y());
      float wall2 = clearance_cut * clearance_cut, line2 = 1e9f;
      for (const uint32_t i : walls_.near(x, y, f.z[c])) {
        const Segment& s = walls_[i];
        if (f.z[c] < s.foot_low || f.z[c] > s.foot_high) continue;
        float d2;
        s.from(x, y, d2);
        if (i < first_line)
          wall2 = std::min(wall2, d2);
        else
          line2 = std::min(line2, d2);
      }
      const float wall = std::sqrt(wall2);
      clearance_[c] = static_cast<uint8_t>(wall * 200);
      uint8_t flags = 0;
      if (wall <= reach_ + half_diagonal) flags |= near_wall;
      if (std::sqrt(line2) <= reach_ + half_diagonal) flags |= near_line | near_wall;
      if (f.slope[c][0] != 0 || f.slope[c][1] != 0) flags |= sloped;
      if (f.surface[c] == scene::Surface::stair) flags |= stair;
      flags_[c] = flags;
    }
  });
  for (const scene::Exit& exit : f.exits)
    for (const CellId c : exit.sink) flags_[static_cast<size_t>(c)] |= sink;
  for (const scene::Link& l : f.links) {
    for (const CellId c : l.from) flags_[static_cast<size_t>(c)] |= link;
    for (const CellId c : l.to) flags_[static_cast<size_t>(c)] |= link;
  }
  mark_plain();
}

void Ground::mark_plain() {
  const scene::Floors& f = *floors_;
  std::vector<uint8_t> marked;
  marked.reserve(flags_.capacity());
  marked = flags_;
  parallel_for(f.size(), 4096, [&](size_t begin, size_t end) {
    // Whether the cell n that lies in direction d of one at height z is like it. Walls may be felt there.
    const auto bare = [&](size_t n) { return (flags_[n] & ~near_wall) == 0; };
    const auto alike = [&](CellId n, float z) {
      return n != no_cell && bare(static_cast<size_t>(n)) && f.z[static_cast<size_t>(n)] == z;
    };
    for (size_t c = begin; c < end; ++c) {
      const float z = f.z[c];
      const auto& side = f.neighbour[c];
      bool same = flags_[c] == 0;  // no wall is within a step's reach from anywhere in the cell
      for (size_t d = 0; same && d < 4; ++d) {
        // The corner between directions d and d + 1 is reached both ways.
        const CellId a = side[d], b = side[(d + 1) & 3];
        same = alike(a, z) && alike(b, z);
        if (!same) break;
        const CellId corner = f.neighbour[static_cast<size_t>(a)][(d + 1) & 3];
        same = corner == f.neighbour[static_cast<size_t>(b)][d] && alike(corner, z);
      }
      if (same) marked[c] = plain;
    }
  });
  flags_ = std::move(marked);
}

void Ground::set_solid(size_t wall, bool solid) {
  walls_.set_solid(wall, solid);
  sight_.set_solid(wall, solid);
}

float Ground::distance_to_wall(float x, float y, float z, float cut) const {
  float least = cut * cut;
  for (const uint32_t i : walls_.near(x, y, z)) {
    const Segment& s = walls_[i];
    if (!s.solid || z < s.foot_low || z > s.foot_high) continue;
    float d2;
    s.from(x, y, d2);
    least = std::min(least, d2);
  }
  return std::sqrt(least);
}

float Ground::height(CellId cell, float x, float y) const {
  const auto c = static_cast<size_t>(cell);
  if ((flags_[c] & sloped) == 0) return floors_->z[c];
  const int32_t column = floors_->column[c];
  const int32_t i = column % floors_->grid.nx, j = column / floors_->grid.nx;
  const float cx = (static_cast<float>(i) + 0.5f) * cell_, cy = (static_cast<float>(j) + 0.5f) * cell_;
  return floors_->z[c] + floors_->slope[c][0] * (x - cx) + floors_->slope[c][1] * (y - cy);
}

void Ground::clamp_into(CellId cell, float& x, float& y) const {
  const int32_t column = floors_->column[static_cast<size_t>(cell)];
  const int32_t i = column % floors_->grid.nx, j = column / floors_->grid.nx;
  const float x0 = static_cast<float>(i) * cell_, y0 = static_cast<float>(j) * cell_;
  x = std::clamp(x, x0 + edge_, x0 + cell_ - edge_);
  y = std::clamp(y, y0 + edge_, y0 + cell_ - edge_);
}

Contact Ground::move(Body& body, float dx, float dy) const {
  Contact contact;
  // Away from walls the whole step at once; near them in pieces of at most half a radius, so that nothing is jumped.
  const float length = std::sqrt(dx * dx + dy * dy);
  int pieces = 1;
  if (flags(body.cell) & near_wall) pieces = 1 + static_cast<int>(length / (0.5f * body.radius));
  pieces = std::min(pieces, 64);
  const float part = 1 / static_cast<float>(pieces);
  for (int i = 0; i < pieces; ++i)
    if (!move_once(body, dx * part, dy * part, contact)) break;
  return contact;
}

/// Moves the body out of every wall that it overlaps, on the side where it came from. True where something changed.
bool Ground::push_from_walls(const Body& from, std::span<const uint32_t> list, float& x, float& y) const {
  bool changed = false;
  for (const uint32_t i : list) {
    const Segment& s = walls_[i];
    if (!s.solid || from.z < s.foot_low || from.z > s.foot_high) continue;
    float d2;
    const auto [nx, ny] = s.from(x, y, d2);
    const bool through = s.crossing(from.x, from.y, x, y) >= 0;
    if (!through && d2 >= from.radius * from.radius) continue;
    const float d = std::sqrt(d2);
    float ex = nx, ey = ny, inverse = d > 1e-6f ? 1 / d : 0;
    if (d <= 1e-6f) {
      // The centre lies on the wall: out towards the side it came from.
      const float sign = s.side(from.x, from.y) >= 0 ? 1.0f : -1.0f;
      ex = -s.uy * sign, ey = s.ux * sign, inverse = 1;
    }
    const float out = through ? -d - from.radius : from.radius - d;
    x += out * ex * inverse;
    y += out * ey * inverse;
    changed = true;
  }
  return changed;
}

/// Whether a body that moved to (x, y) crossed no wall and did not come closer than 0.95 r to one (closer than it was).
bool Ground::sound(const Body& from, std::span<const uint32_t> list, float x, float y) const {
  const float close = 0.95f * from.radius;
  for (const uint32_t i : list) {
    const Segment& s = walls_[i];
    if (!s.solid || from.z < s.foot_low || from.z > s.foot_high) continue;
    if (s.crossing(from.x, from.y, x, y) >= 0) return false;
    float after, before;
    s.from(x, y, after);
    if (after >= close * close) continue;
    s.from(from.x, from.y, before);
    if (after < before) return false;
  }
  return true;
}

/// Walks from cell to joined cell towards (x, y); what is not joined stops that component. Returns the last cell.
CellId Ground::walk(CellId cell, float x0, float y0, float& x, float& y, bool& refused) const {
  // The column that the body stands in follows from its place, up to rounding.
  int32_t i = static_cast<int32_t>(x0 * inverse_cell_), j = static_cast<int32_t>(y0 * inverse_cell_);
  i += (x0 >= static_cast<float>(i + 1) * cell_) - (x0 < static_cast<float>(i) * cell_);
  j += (y0 >= static_cast<float>(j + 1) * cell_) - (y0 < static_cast<float>(j) * cell_);
  for (int guard = 0; guard < 64; ++guard) {
    const float left = static_cast<float>(i) * cell_, low = static_cast<float>(j) * cell_;
    const float right = static_cast<float>(i + 1) * cell_, high = static_cast<float>(j + 1) * cell_;
    const bool right_of = x >= right, left_of = x < left, above = y >= high, below = y < low;
    if (!right_of && !left_of && !above && !below) return cell;
    // Which edge does the straight way leave through first?
    const float tx = right_of ? (right - x0) / (x - x0) : (left_of ? (left - x0) / (x - x0) : 2);
    const float ty = above ? (high - y0) / (y - y0) : (below ? (low - y0) / (y - y0) : 2);
    const size_t direction = tx <= ty ? (right_of ? 0 : 2) : (above ? 1 : 3);
    const CellId next = floors_->neighbour[static_cast<size_t>(cell)][direction];
    if (next != no_cell) {
      cell = next;
      i += (direction == 0) - (direction == 2);
      j += (direction == 1) - (direction == 3);
      continue;
    }
    refused = true;
    if (tx <= ty)
      x = right_of ? right - edge_ : left + edge_;
    else
      y = above ? high - edge_ : low + edge_;
  }
  return no_cell;
}

/// One piece of a move. False where the body had to stay.
bool Ground::move_once(Body& body, float dx, float dy, Contact& contact) const {
  float x = body.x + dx, y = body.y + dy;
  std::span<const uint32_t> list;
  if (flags(body.cell) & near_wall) {
    list = walls_.near(body.x, body.y, body.z);
    // Two walls of a corner need two rounds, a doorway's four jambs a third.
    for (int round = 0; round < 3 && push_from_walls(body, list, x, y); ++round) contact.corrected = true;
  }
  bool refused = false;
  const CellId cell = walk(body.cell, body.x, body.y, x, y, refused);
  contact.corrected |= refused;
  if (cell == no_cell || !sound(body, list, x, y) ||
      std::any_of(list.begin(), list.end(), [&](uint32_t i) { return against(walls_[i], *this, body, x, y, cell); })) {
    contact.corrected = true;
    return false;
  }
  if (cell != body.cell || (flags(cell) & sloped)) body.z = height(cell, x, y);
  body.x = x;
  body.y = y;
  body.cell = cell;
  return true;
}

}  // namespace muster::crowd
