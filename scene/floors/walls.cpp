#include "scene/floors/walls.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace muster::scene::stage {

namespace {

constexpr double band = 0.2;       ///< [m] height of the layers in which triangles are cut
constexpr double join_gap = 2e-3;  ///< [m] collinear pieces nearer than this are one
constexpr double same_top = 0.05;  ///< [m] tops of soft pieces that are told apart

bool at_body_height(float z, double low, double high) {
  return high > z + body_low + 0.01 && low < z + body_high - 0.01;
}

/// Floor heights (in steps of a band) in squares of 1 m and their eight neighbours: where walls matter at all.
class Surroundings {
 public:
  explicit Surroundings(const Cells& cells) : x0_(cells.grid.x0), y0_(cells.grid.y0) {
    nx_ = static_cast<int32_t>(cells.grid.nx * cells.grid.cell) + 1;
    ny_ = static_cast<int32_t>(cells.grid.ny * cells.grid.cell) + 1;
    std::vector<std::vector<int32_t>> own(static_cast<size_t>(nx_) * static_cast<size_t>(ny_));
    for (size_t c = 0; c < cells.size(); ++c) {
      const Vec2 at = cells.centre(static_cast<CellId>(c));
      auto& list = own[index(at.x(), at.y())];
      const auto height = static_cast<int32_t>(std::floor(cells.z[c] / band));
      if (std::find(list.rbegin(), list.rend(), height) == list.rend()) list.push_back(height);
    }
    near_.resize(own.size());
    for (int32_t j = 0; j < ny_; ++j) {
      for (int32_t i = 0; i < nx_; ++i) {
        auto& list = near_[static_cast<size_t>(j) * static_cast<size_t>(nx_) + static_cast<size_t>(i)];
        for (int32_t v = std::max(0, j - 1); v <= std::min(ny_ - 1, j + 1); ++v) {
          for (int32_t u = std::max(0, i - 1); u <= std::min(nx_ - 1, i + 1); ++u) {
            const auto& from = own[static_cast<size_t>(v) * static_cast<size_t>(nx_) + static_cast<size_t>(u)];
            list.insert(list.end(), from.begin(), from.end());
          }
        }
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
      }
    }
  }
  bool floor_beside(const Vec2& at, double low, double high) const {
    if (at.x() < x0_ - 1 || at.y() < y0_ - 1 || at.x() > x0_ + nx_ + 1 || at.y() > y0_ + ny_ + 1) return false;
    for (const int32_t h : near_[index(at.x(), at.y())]) {
      if (high > h * band + body_low && low < (h + 1) * band + body_high) return true;
    }
    return false;
  }

 private:
  size_t index(double x, double y) const {
    const auto i = std::clamp(static_cast<int32_t>(std::floor(x - x0_)), 0, nx_ - 1);
    const auto j = std::clamp(static_cast<int32_t>(std::floor(y - y0_)), 0, ny_ - 1);
    return static_cast<size_t>(j) * static_cast<size_t>(nx_) + static_cast<size_t>(i);
  }
  double x0_, y0_;
  int32_t nx_, ny_;
  std::vector<std::vector<int32_t>> near_;
};

/// A piece on a line in plan: points with normal . p = offset, between `from` and `to` along the line.
struct Piece {
  int32_t angle;     ///< direction of the line in steps of 1e-4 rad, [0, pi)
  int64_t offset_q;  ///< offset in steps of 2 mm
  int32_t level;     ///< band
  bool soft;
  double offset, from, to;
  float low, high;
};

struct Line {
  int32_t angle;
  Vec2 along, normal;
};

Line line_of(const Vec2& direction) {
  constexpr double pi = 3.14159265358979323846;
  double angle = std::atan2(direction.y(), direction.x());
  if (angle < 0) angle += pi;
  auto step = static_cast<int32_t>(std::lround(angle * 1e4));
  if (step >= 31416) step = 0;
  const Vec2 along(std::cos(step * 1e-4), std::sin(step * 1e-4));
  return {step, along, Vec2(-along.y(), along.x())};
}

/// Collects pieces relative to the grid's corner, so that angles of 1e-4 rad do not move what lies far from the origin.
class Cutter {
 public:
  Cutter(const Surroundings& surroundings, const Vec2& origin) : surroundings_(surroundings), origin_(origin) {}

  void add(const UprightTriangle& t) {
    std::array<Vec3, 3> p;
    for (size_t k = 0; k < 3; ++k) p[k] = t.p[k].cast<double>();
    const double low = std::min({p[0].z(), p[1].z(), p[2].z()}), high = std::max({p[0].z(), p[1].z(), p[2].z()});
    const Vec3 n = unit_normal(t.p);
    // Upright within 2 mm over its height: projects as it is. Its line is the longest side's.
    const bool upright = std::abs(n.z()) * (high - low) < 2e-3;
    for (auto k = static_cast<int32_t>(std::floor(low / band)); k * band < high; ++k) {
      const double from = std::max(low, k * band), to = std::min(high, (k + 1) * band);
      // Rounding must not carry a triangle into the next band, where it would join with what stands above it.
      if (to - from < 1e-3 && high - low > 1e-3) continue;
      if (upright) {
        std::array<Vec3, 5> polygon;
        const size_t count = clip(p, from, to, polygon);
        if (count >= 2) add_projection({polygon.data(), count}, Vec2(-n.y(), n.x()), from, to, k, t.soft);
      } else {
        std::array<Vec3, 2> ends;
        if (slice(p, 0.5 * (from + to), ends)) {
          add_projection({ends.data(), 2}, Vec2(-n.y(), n.x()), from, to, k, t.soft);
        }
      }
    }
  }
  std::vector<Piece> pieces;

 private:
  /// The part of a triangle with z in [low, high].
  static size_t clip(const std::array<Vec3, 3>& p, double low, double high, std::array<Vec3, 5>& out) {
    std::array<Vec3, 4> half;
    size_t n = 0;
    for (size_t k = 0; k < 3; ++k) {
      const Vec3 &a = p[k], &b = p[(k + 1) % 3];
      if (a.z() >= low) half[n++] = a;
      if ((a.z() < low) != (b.z() < low)) half[n++] = a + (b - a) * ((low - a.z()) / (b.z() - a.z()));
    }
    size_t count = 0;
    for (size_t k = 0; k < n; ++k) {
      const Vec3 &a = half[k], &b = half[(k + 1) % n];
      if (a.z() <= high) out[count++] = a;
      if ((a.z() <= high) != (b.z() <= high) && count < 5)
        out[count++] = a + (b - a) * ((high - a.z()) / (b.z() - a.z()));
    }
    return count;
  }

  static bool slice(const std::array<Vec3, 3>& p, double z, std::array<Vec3, 2>& ends) {
    size_t n = 0;
    for (size_t k = 0; k < 3 && n < 2; ++k) {
      const Vec3 &a = p[k], &b = p[(k + 1) % 3];
      if ((a.z() <= z) == (b.z() <= z)) continue;
      ends[n++] = a + (b - a) * ((z - a.z()) / (b.z() - a.z()));
    }
    return n == 2;
  }

  struct Points {
    const Vec3* data;
    size_t count;
  };

  void add_projection(const Points& points, const Vec2& direction, double low, double high, int32_t level, bool soft) {
    const Line line = line_of(direction);
    double from = 1e300, to = -1e300, offset = 0;
    bool near = false;
    for (size_t k = 0; k < points.count; ++k) {
      const Vec2 at = points.data[k].head<2>() - origin_;
      from = std::min(from, at.dot(line.along));
      to = std::max(to, at.dot(line.along));
      offset += at.dot(line.normal) / static_cast<double>(points.count);
    }
    if (to - from < 1e-3) return;
    for (double s = from; !near; s = std::min(to, s + 1)) {
      near = surroundings_.floor_beside(origin_ + line.normal * offset + line.along * s, low, high);
      if (s >= to) break;
    }
    if (!near) return;
    pieces.push_back({line.angle, std::llround(offset / 2e-3), level, soft, offset, from, to, static_cast<float>(low),
                      static_cast<float>(high)});
  }

  const Surroundings& surroundings_;
  Vec2 origin_;
};

auto line_key(const Piece& p) { return std::tuple(p.soft, p.angle, p.offset_q); }

/// Where in its band the top of a soft piece lies: the flank of a low step must not rise to that of the higher one it
/// continues. Hard pieces are walls, whose triangles end anywhere in a band.
int64_t top(const Piece& p) { return p.soft ? std::llround((p.high - p.level * band) / same_top) : 0; }

/// Joins pieces of one line and band that overlap or touch.
std::vector<Piece> merge_along(std::vector<Piece> pieces) {
  std::sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) {
    return std::tuple(line_key(a), a.level, top(a), a.from, a.to, a.low, a.high, a.offset) <
           std::tuple(line_key(b), b.level, top(b), b.from, b.to, b.low, b.high, b.offset);
  });
  std::vector<Piece> out;
  for (const Piece& p : pieces) {
    if (!out.empty() && line_key(out.back()) == line_key(p) && out.back().level == p.level &&
        top(out.back()) == top(p) && p.from <= out.back().to + join_gap) {
      Piece& last = out.back();
      if (p.to - p.from > last.to - last.from) last.offset = p.offset;
      last.to = std::max(last.to, p.to);
      last.low = std::min(last.low, p.low);
      last.high = std::max(last.high, p.high);
    } else {
      out.push_back(p);
    }
  }
  return out;
}

/// Stacks pieces of one line with the same ends in successive bands.
std::vector<Piece> merge_up(std::vector<Piece> pieces) {
  auto ends = [](const Piece& p) { return std::pair(std::llround(p.from / join_gap), std::llround(p.to / join_gap)); };
  std::sort(pieces.begin(), pieces.end(), [&](const Piece& a, const Piece& b) {
    return std::tuple(line_key(a), ends(a), a.low, a.high) < std::tuple(line_key(b), ends(b), b.low, b.high);
  });
  std::vector<Piece> out;
  for (const Piece& p : pieces) {
    if (!out.empty() && line_key(out.back()) == line_key(p) && ends(out.back()) == ends(p) &&
        p.low <= out.back().high + 0.01F) {
      out.back().high = std::max(out.back().high, p.high);
    } else {
      out.push_back(p);
    }
  }
  return out;
}

/// Whether a cell within `reach` of the wall has it at body height.
bool touched(const Cells& cells, const Wall& w, double reach, bool ends) {
  const Vec2 d = w.b - w.a;
  const double length = d.norm();
  if (length < 1e-9) return false;
  const Vec2 along = d / length, normal(-along.y(), along.x());
  const double step = cells.grid.cell;
  const auto across = static_cast<int>(std::ceil(reach / step));
  const auto pieces = static_cast<int>(std::ceil(length / step));
  // Past its ends a wall is touched too; a riser seen from beside its flight is not meant.
  const double inset = ends ? -reach : std::min(1.5 * step, 0.45 * length);
  for (int k = -1; k <= pieces + 1; ++k) {
    const Vec2 at = w.a + along * std::clamp(k * step, inset, length - inset);
    for (int m = -across; m <= across; ++m) {
      const Vec2 q = at + normal * std::clamp(m * step, -reach, reach);
      const int32_t column = cells.grid.column(q.x(), q.y());
      if (column < 0) continue;
      for (uint32_t c = cells.begin[static_cast<size_t>(column)]; c < cells.begin[static_cast<size_t>(column) + 1];
           ++c) {
        if (at_body_height(cells.z[c], w.z_low, w.z_high)) return true;
      }
    }
  }
  return false;
}

}  // namespace

std::vector<Wall> cut_walls(const std::vector<UprightTriangle>& upright, const Cells& cells) {
  const Surroundings surroundings(cells);
  const Vec2 origin(cells.grid.x0, cells.grid.y0);
  // Pieces of the triangles in chunks, joined in order: the same on any number of threads.
  constexpr size_t grain = 4096;
  std::vector<std::vector<Piece>> chunks((upright.size() + grain - 1) / grain);
  parallel_for(chunks.size(), 1, [&](size_t begin, size_t end) {
    for (size_t k = begin; k < end; ++k) {
      Cutter cutter(surroundings, origin);
      for (size_t t = k * grain; t < std::min(upright.size(), (k + 1) * grain); ++t) cutter.add(upright[t]);
      chunks[k] = merge_along(std::move(cutter.pieces));
    }
  });
  std::vector<Piece> pieces;
  for (auto& c : chunks) pieces.insert(pieces.end(), c.begin(), c.end());
  pieces = merge_up(merge_along(std::move(pieces)));
  std::vector<uint8_t> keep(pieces.size(), 0);
  std::vector<Wall> walls(pieces.size());
  parallel_for(pieces.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t k = begin; k < end; ++k) {
      const Piece& p = pieces[k];
      const Vec2 along(std::cos(p.angle * 1e-4), std::sin(p.angle * 1e-4)), normal(-along.y(), along.x());
      const Vec2 foot = origin + normal * p.offset;
      walls[k] = {foot + along * p.from, foot + along * p.to, p.low, p.high};
      keep[k] = touched(cells, walls[k], p.soft ? std::max(1.1 * cells.grid.cell, 0.11) : 0.5, !p.soft) ? 1 : 0;
    }
  });
  std::vector<Wall> out;
  for (size_t k = 0; k < walls.size(); ++k) {
    if (keep[k] != 0) out.push_back(walls[k]);
  }
  return out;
}

void open_walls(const Vec2& a, const Vec2& b, double z, double depth, std::vector<Wall>& walls) {
  const double width = (b - a).norm();
  const Vec2 along = (b - a) / width, normal(-along.y(), along.x());
  std::vector<Wall> out;
  for (const Wall& w : walls) {
    const double s0 = (w.a - a).dot(along), s1 = (w.b - a).dot(along);
    const double t0 = (w.a - a).dot(normal), t1 = (w.b - a).dot(normal);
    const bool parallel = std::abs(t1 - t0) < 0.36 * std::abs(s1 - s0);  // within 20 degrees
    // Depth where the wall passes in front of the opening.
    auto depth_at = [&](double s) { return t0 + (t1 - t0) * (s - s0) / (s1 - s0); };
    const double from = std::max(0.0, std::min(s0, s1)), to = std::min(width, std::max(s0, s1));
    if (!parallel || from >= to - 1e-6 || std::min(std::abs(depth_at(from)), std::abs(depth_at(to))) > depth ||
        !at_body_height(static_cast<float>(z), w.z_low, w.z_high)) {
      out.push_back(w);
      continue;
    }
    auto point = [&](double s) -> Vec2 { return w.a + (w.b - w.a) * ((s - s0) / (s1 - s0)); };
    const Vec2 &first = s0 < s1 ? w.a : w.b, &last = s0 < s1 ? w.b : w.a;
    if (std::min(s0, s1) < -1e-6) out.push_back({first, point(0), w.z_low, w.z_high});
    if (std::max(s0, s1) > width + 1e-6) out.push_back({point(width), last, w.z_low, w.z_high});
  }
  walls.swap(out);
}

void clear_walls(const Vec2& a, const Vec2& b, const Vec2& out, double depth, double z, std::vector<Wall>& walls) {
  const double width = (b - a).norm();
  const Vec2 along = (b - a) / width;
  std::vector<Wall> kept;
  for (const Wall& w : walls) {
    // The part of the wall within the rectangle, as fractions of its length.
    double from = 0, to = at_body_height(static_cast<float>(z), w.z_low, w.z_high) ? 1 : 0;
    auto clip = [&](double start, double end, double low, double high) {
      if (std::abs(end - start) < 1e-9) {
        if (start <= low || start >= high) to = from;
        return;
      }
      const double p = (low - start) / (end - start), q = (high - start) / (end - start);
      from = std::max(from, std::min(p, q));
      to = std::min(to, std::max(p, q));
    };
    clip((w.a - a).dot(along), (w.b - a).dot(along), 0.01, width - 0.01);
    clip((w.a - a).dot(out), (w.b - a).dot(out), -0.01, depth);
    if (to <= from) {
      kept.push_back(w);
      continue;
    }
    const Vec2 d = w.b - w.a;
    if (from > 0) kept.push_back({w.a, w.a + d * from, w.z_low, w.z_high});
    if (to < 1) kept.push_back({w.a + d * to, w.b, w.z_low, w.z_high});
  }
  walls.swap(kept);
}

void keep_near(const Cells& cells, double reach, std::vector<Wall>& walls) {
  std::vector<uint8_t> keep(walls.size(), 0);
  parallel_for(walls.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t k = begin; k < end; ++k) keep[k] = touched(cells, walls[k], reach, true) ? 1 : 0;
  });
  size_t n = 0;
  for (size_t k = 0; k < walls.size(); ++k) {
    if (keep[k] != 0) walls[n++] = walls[k];
  }
  walls.resize(n);
}

}  // namespace muster::scene::stage
