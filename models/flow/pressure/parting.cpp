// Which fine cells hang together within the coarse ones.

#include "models/flow/pressure/coarsen.h"
#include "models/flow/pressure/rooms.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <span>

namespace muster::flow {

namespace {

/// Faces of which less than this share is open count as partly open; all others up to rounding.
constexpr double open_enough = 0.999;
constexpr int tie_axis = 3;
/// The halves of a coarse cell hang together where more than this share of the narrower one's section is open. Own
/// choice: half a door beside half a wall parts them, a step of a solid's side does not.
constexpr float wide_enough = 0.6F;

/// The cell of its grid that an unknown lies in.
struct Place {
  int i, j, k;
  bool operator==(const Place&) const = default;
};

/// An open way between two unknowns, or between one and p = 0 beyond a side (b < 0).
struct Link {
  int32_t a, b;
  uint8_t axis, high;  ///< which way b lies
  float conductance;   ///< [m] area over distance
  int held;            ///< the coefficient: of a face along this axis, 3: of a tie
  ptrdiff_t at;        ///< which
};

ptrdiff_t step_of(const Level& l, size_t axis) { return axis == 0 ? 1 : axis == 1 ? l.row : l.plane; }
ptrdiff_t cell_at(const Level& l, const Place& p) { return l.at(p.j, p.k) + p.i; }
Place coarse_place(const Level& to, const Place& p) {
  return {to.coarsened[0] ? p.i / 2 : p.i, to.coarsened[1] ? p.j / 2 : p.j, to.coarsened[2] ? p.k / 2 : p.k};
}
size_t number(const Level& l, const Place& p) {
  return (static_cast<size_t>(p.k) * static_cast<size_t>(l.ny) + static_cast<size_t>(p.j)) * static_cast<size_t>(l.nx) +
         static_cast<size_t>(p.i);
}

size_t cells_in(const Level& l) { return number(l, {0, 0, l.nz}); }
/// Entries of a field on the grid.
size_t stored_in(const Level& l) { return Grid::even(l.nx, l.ny, l.nz, 1, 1, 1).stored; }

/// The first of those that have been put together with one.
int32_t first_of(std::vector<int32_t>& with, int32_t i) {
  while (with[static_cast<size_t>(i)] != i) {
    with[static_cast<size_t>(i)] = with[static_cast<size_t>(with[static_cast<size_t>(i)])];
    i = with[static_cast<size_t>(i)];
  }
  return i;
}

/// [m2] of the cell's face across an axis.
double face_area(const Level& l, const Place& p, size_t axis) {
  const std::array<int, 3> here = {p.i, p.j, p.k};
  const size_t b = (axis + 1) % 3, c = (axis + 2) % 3;
  return l.width[b][static_cast<size_t>(here[b])] * l.width[c][static_cast<size_t>(here[c])];
}
ptrdiff_t face_at(const Level& l, const Place& p, const Link& link) {
  return cell_at(l, p) + link.high * step_of(l, link.axis);
}
int face_of(const Place& p, const Link& l) { return std::array<int, 3>{p.i, p.j, p.k}[l.axis] + l.high; }

/// [m] from the corner of the grid.
struct Box {
  std::array<float, 3> low, high;
  float length(size_t axis) const { return high[axis] - low[axis]; }
  void take_in(const Box& other) {
    for (size_t a = 0; a < 3; ++a) low[a] = std::min(low[a], other.low[a]), high[a] = std::max(high[a], other.high[a]);
  }
};

Box box_of(const Level& l, const Place& p) {
  const std::array<int, 3> at = {p.i, p.j, p.k};
  Box box{};
  for (size_t a = 0; a < 3; ++a) {
    box.low[a] = static_cast<float>(std::accumulate(l.width[a].begin(), l.width[a].begin() + at[a], 0.0));
    box.high[a] = box.low[a] + static_cast<float>(l.width[a][static_cast<size_t>(at[a])]);
  }
  return box;
}

/// What is known of a cell.
enum class Kind : uint8_t { air, walled, empty };

/// The unknowns of one grid beside walls: what hangs together within each of its cells. A cell of `air` is all open and
/// has only cells of air or walled ones about it; it has an unknown only where that is asked for. Of walled cells all
/// ways are known.
struct Graph {
  std::vector<Place> place;
  std::vector<ptrdiff_t> index;  ///< in `p` of the grid
  std::vector<float> volume;     ///< [m3]
  std::vector<Box> box;
  std::vector<Link> links;
  std::vector<Kind> kind;        ///< of each cell
  std::vector<int32_t> unknown;  ///< of cells of air, and on the finest grid of all; -1: none yet

  int32_t unknown_of(const Level&, const Place&);
  void add_way(const Level&, const Place&, size_t axis, bool high);
};

double volume_of(const Level& l, const Place& p) { return face_area(l, p, 0) * l.width[0][static_cast<size_t>(p.i)]; }

int32_t Graph::unknown_of(const Level& l, const Place& p) {
  int32_t& found = unknown[number(l, p)];
  if (found >= 0) return found;
  found = static_cast<int32_t>(place.size());
  place.push_back(p), index.push_back(cell_at(l, p)), volume.push_back(static_cast<float>(volume_of(l, p)));
  box.push_back(box_of(l, p));
  return found;
}

/// The cell beyond a face; none beyond a side that is not periodic.
std::optional<Place> beyond(const Level& l, const Place& p, size_t axis, bool high) {
  std::array<int, 3> at = {p.i, p.j, p.k};
  const int n = std::array<int, 3>{l.nx, l.ny, l.nz}[axis];
  at[axis] += high ? 1 : -1;
  if (at[axis] < 0 || at[axis] >= n) {
    if (!l.periodic[axis]) return std::nullopt;
    at[axis] = (at[axis] + n) % n;
  }
  return Place{at[0], at[1], at[2]};
}

/// Through an open face of a cell.
void Graph::add_way(const Level& l, const Place& p, size_t axis, bool high) {
  const std::optional<Place> there = beyond(l, p, axis, high);
  const Place& first = there && !high ? *there : p;
  Link link{unknown_of(l, first),
            there ? unknown_of(l, high ? *there : p) : -1,
            static_cast<uint8_t>(axis),
            static_cast<uint8_t>(there || high ? 1 : 0),
            0,
            static_cast<int>(axis),
            0};
  link.at = face_at(l, first, link);
  link.conductance = static_cast<float>(face_area(l, first, axis) / l.distance(link.axis, face_of(first, link)));
  links.push_back(link);
}

/// Each face of a cell: axis, high.
constexpr std::array<std::pair<size_t, bool>, 6> faces = {
    {{0, false}, {0, true}, {1, false}, {1, true}, {2, false}, {2, true}}};

template <class Each>
void for_cells(const Level& l, const Each& each) {
  for (int k = 0; k < l.nz; ++k)
    for (int j = 0; j < l.ny; ++j)
      for (int i = 0; i < l.nx; ++i) each(Place{i, j, k});
}

/// Cells with a closed face towards another cell, and their ways.
Graph walled_cells(const Level& l) {
  Graph g;
  g.kind.assign(cells_in(l), Kind::air), g.unknown.assign(cells_in(l), -1);
  const auto open = [&](const Place& p, size_t axis, bool high) {
    return l.a[axis][cell_at(l, p) + (high ? step_of(l, axis) : 0)] > 0;
  };
  for_cells(l, [&](const Place& p) {
    bool any = false, walled = false;
    for (const auto& [axis, high] : faces) {
      const bool passes = open(p, axis, high);
      any = any || passes;
      walled = walled || (!passes && beyond(l, p, axis, high));
    }
    g.kind[number(l, p)] = !any ? Kind::empty : walled ? Kind::walled : Kind::air;
  });
  for_cells(l, [&](const Place& p) {
    if (g.kind[number(l, p)] != Kind::walled) return;
    for (const auto& [axis, high] : faces) {
      if (!open(p, axis, high)) continue;
      const std::optional<Place> there = beyond(l, p, axis, high);
      // What lies between two of them is told from below.
      if (high || !there || g.kind[number(l, *there)] != Kind::walled) g.add_way(l, p, axis, high);
    }
  });
  return g;
}

}  // namespace

/// From one grid to the next.
class RoomsBuilder {
 public:
  RoomsBuilder(const Level& from, Level& to, Graph& fine, Rooms& of_fine)
      : from_(from), to_(to), fine_(fine), of_fine_(of_fine), open_(stored_in(to), 0), partly_(open_) {}

  void build() {
    choose();
    complete();
    join();
    tie();
    rows();
    send();
    blend();
  }
  Graph coarse;
  Rooms rooms;

 private:
  void choose();
  void complete();
  void join();
  void tie();
  void sum_of(std::span<const int32_t> links);
  void rows();
  void send();
  void blend();
  std::vector<char> walled() const;
  std::vector<uint8_t> wide_ways() const;
  const Place& fine_place(int32_t u) const { return fine_.place[static_cast<size_t>(u)]; }
  Place coarse_of(int32_t u) const { return coarse_place(to_, fine_place(u)); }
  /// [1/m] The way from the middle of a fine unknown to that of its coarse one, over its section.
  double way(int32_t fine, size_t axis) const {
    const auto into = static_cast<size_t>(into_[static_cast<size_t>(fine)]);
    const auto length = static_cast<double>(coarse.box[into].length(axis));
    const double longer = (length - static_cast<double>(fine_.box[static_cast<size_t>(fine)].length(axis))) / 2;
    return longer * length / static_cast<double>(coarse.volume[into]);
  }
  /// Between two of one coarse cell.
  bool within(const Link& l) const {
    return l.b >= 0 && coarse.place[static_cast<size_t>(l.a)] == coarse.place[static_cast<size_t>(l.b)];
  }
  bool is_cell(int32_t u) const { return coarse.index[static_cast<size_t>(u)] < rooms.first_; }

  const Level& from_;
  Level& to_;
  Graph& fine_;
  Rooms& of_fine_;
  std::vector<int32_t> into_;  ///< the coarse unknown of each fine one
  /// Bits of the axes along which the lower face of a coarse cell is open altogether, or in part.
  std::vector<uint8_t> open_, partly_;
};

/// Coarse cells that hold a walled one, and those beside them, are walled.
void RoomsBuilder::choose() {
  coarse.kind.assign(cells_in(to_), Kind::empty), coarse.unknown.assign(cells_in(to_), -1);
  std::vector<Place> holding;
  for_cells(from_, [&](const Place& p) {
    const Place at = coarse_place(to_, p);
    Kind& kind = coarse.kind[number(to_, at)];
    const Kind here = fine_.kind[number(from_, p)];
    if (here == Kind::walled && kind != Kind::walled) kind = Kind::walled, holding.push_back(at);
    if (here == Kind::air && kind == Kind::empty) kind = Kind::air;
  });
  for (const Place& p : holding)
    for (const auto& [axis, high] : faces) {
      const std::optional<Place> there = beyond(to_, p, axis, high);
      if (there && coarse.kind[number(to_, *there)] == Kind::air) coarse.kind[number(to_, *there)] = Kind::walled;
    }
}

/// All ways of the fine cells of air in walled coarse cells.
void RoomsBuilder::complete() {
  const auto inside = [&](const Place& p) { return coarse.kind[number(to_, coarse_place(to_, p))] == Kind::walled; };
  for_cells(from_, [&](const Place& p) {
    if (fine_.kind[number(from_, p)] != Kind::air || !inside(p)) return;
    for (const auto& [axis, high] : faces) {
      const std::optional<Place> there = beyond(from_, p, axis, high);
      if (!there) {
        if (from_.open[axis][high ? 1 : 0]) fine_.add_way(from_, p, axis, high);
        continue;
      }
      const bool known = fine_.kind[number(from_, *there)] == Kind::walled || (!high && inside(*there));
      if (!known) fine_.add_way(from_, p, axis, high);
    }
  });
}

/// What hangs together within a coarse cell becomes one; the largest is the cell.
void RoomsBuilder::join() {
  std::vector<int32_t> with(fine_.place.size());
  std::iota(with.begin(), with.end(), 0);
  const std::vector<uint8_t> wide = wide_ways();
  for (const Link& l : fine_.links) {
    if (l.b < 0 || fine_place(l.a) == fine_place(l.b) || coarse_of(l.a) != coarse_of(l.b)) continue;
    if ((wide[number(to_, coarse_of(l.a))] >> l.axis & 1) == 0) continue;
    const int32_t a = first_of(with, l.a), b = first_of(with, l.b);
    with[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
  }
  // Cells of air stay whole.
  std::vector<int32_t> whole(cells_in(to_), -1);
  for (size_t u = 0; u < fine_.place.size(); ++u) {
    const size_t c = number(to_, coarse_of(static_cast<int32_t>(u)));
    if (coarse.kind[c] == Kind::walled) continue;
    if (whole[c] < 0) whole[c] = static_cast<int32_t>(u);
    with[u] = whole[c];
  }
  into_.assign(fine_.place.size(), -1);
  for (size_t u = 0; u < fine_.place.size(); ++u) {
    const auto first = static_cast<size_t>(first_of(with, static_cast<int32_t>(u)));
    if (first == u) {
      into_[u] = static_cast<int32_t>(coarse.place.size());
      coarse.place.push_back(coarse_of(static_cast<int32_t>(u))), coarse.volume.push_back(0);
      coarse.box.push_back(fine_.box[u]);
    }
    into_[u] = into_[first];
    const auto into = static_cast<size_t>(into_[u]);
    coarse.volume[into] += fine_.volume[u], coarse.box[into].take_in(fine_.box[u]);
  }
  for (size_t u = 0; u < coarse.place.size(); ++u) {
    const size_t c = number(to_, coarse.place[u]);
    if (coarse.kind[c] != Kind::air) continue;
    coarse.unknown[c] = static_cast<int32_t>(u);
    coarse.volume[u] = static_cast<float>(volume_of(to_, coarse.place[u])),
    coarse.box[u] = box_of(to_, coarse.place[u]);
  }
  std::vector<int32_t> largest(cells_in(to_), -1);
  for (size_t u = 0; u < coarse.place.size(); ++u) {
    int32_t& most = largest[number(to_, coarse.place[u])];
    if (most < 0 || coarse.volume[u] > coarse.volume[static_cast<size_t>(most)]) most = static_cast<int32_t>(u);
  }
  rooms.first_ = static_cast<ptrdiff_t>(stored_in(to_));
  for (size_t u = 0; u < coarse.place.size(); ++u) {
    const bool cell = largest[number(to_, coarse.place[u])] == static_cast<int32_t>(u);
    coarse.index.push_back(cell ? cell_at(to_, coarse.place[u])
                                : rooms.first_ + static_cast<ptrdiff_t>(rooms.apart_++));
  }
}

/// Bits of the axes along which the halves of each coarse cell hang together: a door does not join what lies either
/// side of it, or the coarse grid would take its wall for open air.
std::vector<uint8_t> RoomsBuilder::wide_ways() const {
  std::vector<uint8_t> wide(cells_in(to_), 0);
  std::vector<float> through(cells_in(to_)), lower(cells_in(to_)), upper(cells_in(to_));
  for (size_t a = 0; a < 3; ++a) {
    if (!to_.coarsened[a]) continue;
    for (std::vector<float>* sums : {&through, &lower, &upper}) std::fill(sums->begin(), sums->end(), 0.0F);
    for (size_t u = 0; u < fine_.place.size(); ++u) {
      const std::array<int, 3> here = {fine_.place[u].i, fine_.place[u].j, fine_.place[u].k};
      const auto area = static_cast<float>(static_cast<double>(fine_.volume[u]) / from_.width[a][size_t(here[a])]);
      (here[a] % 2 == 0 ? lower : upper)[number(to_, coarse_of(static_cast<int32_t>(u)))] += area;
    }
    for (const Link& l : fine_.links) {
      if (l.axis != a || l.b < 0 || fine_place(l.a) == fine_place(l.b) || coarse_of(l.a) != coarse_of(l.b)) continue;
      const double distance = from_.distance(l.axis, face_of(fine_place(l.a), l));
      through[number(to_, coarse_of(l.a))] += static_cast<float>(static_cast<double>(l.conductance) * distance);
    }
    for (size_t c = 0; c < wide.size(); ++c)
      if (through[c] > wide_enough * std::min(lower[c], upper[c])) wide[c] |= static_cast<uint8_t>(1U << a);
  }
  return wide;
}

/// Faces between the same two are one: side by side, and then the longer way through air to the middles. So a door in a
/// wall resists as a door does, and open air as open air.
void RoomsBuilder::tie() {
  const auto of = [&](int32_t n) -> const Link& { return fine_.links[static_cast<size_t>(n)]; };
  const auto a_of = [&](const Link& l) { return into_[static_cast<size_t>(l.a)]; };
  const auto b_of = [&](const Link& l) { return l.b < 0 ? -1 : into_[static_cast<size_t>(l.b)]; };
  // By the first of the two, then by the rest.
  std::vector<size_t> begin(coarse.place.size() + 1, 0);
  for (const Link& l : fine_.links)
    if (a_of(l) != b_of(l)) ++begin[static_cast<size_t>(a_of(l)) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  std::vector<int32_t> order(begin.back());
  std::vector<size_t> next(begin.begin(), begin.end() - 1);
  for (size_t n = 0; n < fine_.links.size(); ++n) {
    const Link& l = fine_.links[n];
    if (a_of(l) != b_of(l)) order[next[static_cast<size_t>(a_of(l))]++] = static_cast<int32_t>(n);
  }
  const auto key = [&](int32_t n) { return std::array<int32_t, 3>{b_of(of(n)), of(n).axis, of(n).high}; };
  for (size_t u = 0; u < coarse.place.size(); ++u) {
    const std::span<int32_t> mine(order.data() + begin[u], order.data() + begin[u + 1]);
    std::sort(mine.begin(), mine.end(),
              [&](int32_t x, int32_t y) { return key(x) != key(y) ? key(x) < key(y) : x < y; });
    for (size_t first = 0, last = 0; first < mine.size(); first = last) {
      while (last < mine.size() && key(mine[last]) == key(mine[first])) ++last;
      sum_of(mine.subspan(first, last - first));
    }
  }
}

void RoomsBuilder::sum_of(std::span<const int32_t> links) {
  Link sum = fine_.links[static_cast<size_t>(links.front())];
  double side_by_side = 0;
  bool ties = false;
  for (const int32_t n : links) {
    const Link& l = fine_.links[static_cast<size_t>(n)];
    side_by_side += static_cast<double>(l.conductance), ties = ties || l.held == tie_axis;
  }
  const double ways = way(sum.a, sum.axis) + (sum.b < 0 ? 0 : way(sum.b, sum.axis));
  sum.a = into_[static_cast<size_t>(sum.a)], sum.b = sum.b < 0 ? -1 : into_[static_cast<size_t>(sum.b)];
  const Place& place = coarse.place[static_cast<size_t>(sum.a)];
  const double conductance = 1 / (1 / side_by_side + ways);
  sum.conductance = static_cast<float>(conductance);
  const bool face = is_cell(sum.a) && (sum.b < 0 || is_cell(sum.b));
  // A face between cells, and the same at the other end of a periodic axis.
  std::array<ptrdiff_t, 2> at = {face_at(to_, place, sum), 0};
  at[1] = sum.b < 0 ? at[0] : cell_at(to_, coarse.place[static_cast<size_t>(sum.b)]);
  const double area = face_area(to_, place, sum.axis), distance = to_.distance(sum.axis, face_of(place, sum));
  const bool whole = face && !ties && std::abs(conductance * distance / area - 1) < 1 - open_enough;
  if (face)
    for (const ptrdiff_t f : at)
      (whole ? open_ : partly_)[static_cast<size_t>(f)] |= static_cast<uint8_t>(1U << sum.axis);
  sum.held = face ? sum.axis : tie_axis, sum.at = face ? at[0] : static_cast<ptrdiff_t>(rooms.ties_.size());
  if (!whole) {
    const size_t first = rooms.parts_.size();
    for (const int32_t n : links) {
      const Link& l = fine_.links[static_cast<size_t>(n)];
      const Place& p = fine_.place[static_cast<size_t>(l.a)];
      const auto plane = static_cast<size_t>(l.axis == 2 ? p.k + l.high : p.k);
      rooms.parts_.push_back({l.held, l.at, l.held == tie_axis ? 1.0F : from_.factor[l.axis][plane]});
    }
    const auto ratio = static_cast<float>(conductance / side_by_side);
    rooms.sums_.push_back({sum.held, sum.at, ratio, first, rooms.parts_.size()});
    if (face && at[1] != at[0]) rooms.sums_.push_back({sum.held, at[1], ratio, first, rooms.parts_.size()});
  }
  if (!face) rooms.ties_.push_back(0);
  coarse.links.push_back(sum);
}

/// The rows of rooms apart and of the cells that are tied to them. Where ties alone lead through a face, it is closed.
void RoomsBuilder::rows() {
  struct Half {
    int32_t of, to;
    size_t tie;
  };
  std::vector<Half> halves;
  std::vector<std::array<ptrdiff_t, 2>> through, open;  // faces: axis, where
  for (const Link& l : coarse.links) {
    if (l.held != tie_axis) {
      open.push_back({l.axis, l.at});
      continue;
    }
    if (!within(l)) through.push_back({l.axis, face_at(to_, coarse.place[static_cast<size_t>(l.a)], l)});
    if (!within(l) && l.b >= 0) through.push_back({l.axis, cell_at(to_, coarse.place[static_cast<size_t>(l.b)])});
    if (l.b >= 0) halves.push_back({l.b, l.a, static_cast<size_t>(l.at)});
    halves.push_back({l.a, l.b, static_cast<size_t>(l.at)});
  }
  std::sort(open.begin(), open.end());
  for (const auto& face : through)
    if (!std::binary_search(open.begin(), open.end(), face))
      rooms.sums_.push_back({static_cast<int>(face[0]), face[1], 0, 0, 0});
  std::stable_sort(halves.begin(), halves.end(), [](const Half& x, const Half& y) { return x.of < y.of; });
  for (size_t n = 0; n < halves.size();) {
    const auto u = static_cast<size_t>(halves[n].of);
    const Place& p = coarse.place[u];
    const int colour = is_cell(halves[n].of) ? (p.i + p.j + p.k) & 1 : 2;
    const size_t first = rooms.entries_.size();
    for (; n < halves.size() && static_cast<size_t>(halves[n].of) == u; ++n)
      rooms.entries_.push_back(
          {halves[n].to < 0 ? -1 : coarse.index[static_cast<size_t>(halves[n].to)], halves[n].tie});
    // Until the next grid is there, `coarse` is the number of the unknown.
    rooms.rows_.push_back({coarse.index[u], static_cast<ptrdiff_t>(u), colour, first, rooms.entries_.size()});
  }
}

/// Coarse unknowns with walls about them: those apart, those tied to them, and cells with partly open faces.
std::vector<char> RoomsBuilder::walled() const {
  std::vector<char> found(coarse.place.size(), 0);
  for (const Rooms::Row& row : rooms.rows_) found[static_cast<size_t>(row.coarse)] = 1;
  for (size_t u = 0; u < found.size(); ++u) {
    const ptrdiff_t at = cell_at(to_, coarse.place[u]);
    for (size_t a = 0; a < 3; ++a)
      for (const ptrdiff_t face : {at, at + step_of(to_, a)})
        if ((partly_[static_cast<size_t>(face)] >> a & 1) != 0) found[u] = 1;
    // Of cells of air not all ways are known, and all are open.
    if (coarse.kind[number(to_, coarse.place[u])] == Kind::air) found[u] = 0;
  }
  return found;
}

/// Where residuals of fine unknowns go.
void RoomsBuilder::send() {
  for (Rooms::Row& row : of_fine_.rows_)
    row.coarse = coarse.index[static_cast<size_t>(into_[static_cast<size_t>(row.coarse)])];
  for (size_t u = 0; u < fine_.place.size(); ++u) {
    const Place& p = fine_.place[u];
    const ptrdiff_t here = cell_at(to_, coarse_place(to_, p)), into = coarse.index[static_cast<size_t>(into_[u])];
    const bool cell = of_fine_.apart_ == 0 || fine_.index[u] < of_fine_.first_;
    if (cell && into != here) rooms.moved_.push_back({fine_.index[u], p.k, here, into});
  }
}

/// Where pressures of fine unknowns come from beside walls: what leans towards a neighbour does so as far as the way
/// there is open, for half the pressure beyond a wall would leak in otherwise.
void RoomsBuilder::blend() {
  const std::vector<char> beside = walled();
  const std::array<std::vector<Lean>, 3> lean = {leans(from_, to_, 0), leans(from_, to_, 1), leans(from_, to_, 2)};
  struct Way {
    int32_t of, to;
    uint8_t axis;
    float open;
    bool high;
  };
  std::vector<Way> ways;
  for (const Link& l : fine_.links) {
    if (l.b >= 0 && coarse_of(l.a) == coarse_of(l.b)) continue;
    const Place& p = fine_.place[static_cast<size_t>(l.a)];
    const double whole = face_area(from_, p, l.axis) / from_.distance(l.axis, face_of(p, l));
    const auto open = static_cast<float>(std::min(1.0, static_cast<double>(l.conductance) / whole));
    if (beside[static_cast<size_t>(into_[static_cast<size_t>(l.a)])] != 0)
      ways.push_back({l.a, l.b, l.axis, open, l.high != 0});
    if (l.b >= 0 && beside[static_cast<size_t>(into_[static_cast<size_t>(l.b)])] != 0)
      ways.push_back({l.b, l.a, l.axis, open, l.high == 0});
  }
  std::stable_sort(ways.begin(), ways.end(), [](const Way& x, const Way& y) { return x.of < y.of; });
  size_t w = 0;
  for (size_t u = 0; u < fine_.place.size(); ++u) {
    const Place& p = fine_.place[u];
    if (beside[static_cast<size_t>(into_[u])] == 0) continue;
    const std::array<int, 3> number = {p.i, p.j, p.k};
    const size_t first = rooms.shares_.size();
    float rest = 1;
    for (; w < ways.size() && static_cast<size_t>(ways[w].of) == u; ++w) {
      const Lean& l = lean[ways[w].axis][static_cast<size_t>(number[ways[w].axis])];
      if (l.way != (ways[w].high ? 1 : -1)) continue;
      const float weight = l.weight * ways[w].open;
      rest -= weight;
      if (ways[w].to >= 0)
        rooms.shares_.push_back({coarse.index[static_cast<size_t>(into_[static_cast<size_t>(ways[w].to)])], weight});
    }
    rooms.shares_.push_back({coarse.index[static_cast<size_t>(into_[u])], rest});
    rooms.blends_.push_back({fine_.index[u], first, rooms.shares_.size()});
  }
  rooms.kept_.resize(rooms.blends_.size());
}

std::vector<Rooms> Rooms::of(std::vector<Level>& levels) {
  std::vector<Rooms> all(1);
  Graph fine = walled_cells(levels[0]);
  size_t apart = 0;
  for (size_t l = 1; l < levels.size(); ++l) {
    RoomsBuilder builder(levels[l - 1], levels[l], fine, all.back());
    builder.build();
    Level& to = levels[l];
    Grid longer = Grid::even(to.nx, to.ny, to.nz, 1, 1, 1);
    longer.stored += builder.rooms.apart_;
    to.pressure = Field(longer), to.rhs = Field(longer);
    to.p = to.pressure.data(), to.b = to.rhs.data();
    apart += builder.rooms.apart_;
    all.push_back(std::move(builder.rooms)), fine = std::move(builder.coarse);
  }
  if (apart == 0) all.clear();
  return all;
}

}  // namespace muster::flow
