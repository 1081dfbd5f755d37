#include "models/flow/pressure/rooms.h"

#include "base/parallel.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace muster::flow {

namespace {

/// Double sweeps on the coarsest grid.
constexpr int coarsest_sweeps = 20;
/// How often each coarse grid is gone through before what it found is used (W-cycle).
constexpr int times_each = 2;

int number_on(const Level& to, const Level& from, size_t axis, int i) {
  const bool joins = to.width[axis].size() != from.width[axis].size();
  return joins ? i / 2 : i;
}

/// The first of those that have been put together with one.
int32_t first_of(std::vector<int32_t>& with, int32_t i) {
  while (with[static_cast<size_t>(i)] != i) {
    with[static_cast<size_t>(i)] = with[static_cast<size_t>(with[static_cast<size_t>(i)])];
    i = with[static_cast<size_t>(i)];
  }
  return i;
}

}  // namespace

Rooms::Rooms(const std::vector<Level>& levels) {
  Graph fine = cells_of(levels[0]);
  for (size_t l = 1; l < levels.size(); ++l) {
    Graph coarse = joined(fine, levels[l - 1], levels[l]);
    if (l == 1)
      for (int32_t& u : unknown_) u = u < 0 ? u : fine.coarse[static_cast<size_t>(u)];
    else
      graphs_.push_back(std::move(fine));
    fine = std::move(coarse);
  }
  if (levels.size() > 1) graphs_.push_back(std::move(fine));
  for (Graph& g : graphs_) g.lay_out();
}

/// Every cell that has an open face is an unknown.
Rooms::Graph Rooms::cells_of(const Level& l) {
  Graph g;
  const std::array<ptrdiff_t, 3> step = {1, l.row, l.plane};
  const std::array<int, 3> n = {l.nx, l.ny, l.nz};
  unknown_.assign(static_cast<size_t>(l.nx) * static_cast<size_t>(l.ny) * static_cast<size_t>(l.nz), -1);
  const auto entry_of = [&](const std::array<int, 3>& c) {
    return (static_cast<size_t>(c[2]) * static_cast<size_t>(l.ny) + static_cast<size_t>(c[1])) *
               static_cast<size_t>(l.nx) +
           static_cast<size_t>(c[0]);
  };
  for (int k = 0; k < l.nz; ++k)
    for (int j = 0; j < l.ny; ++j)
      for (int i = 0; i < l.nx; ++i) {
        const ptrdiff_t at = l.at(j, k) + i;
        bool any = false;
        for (size_t a = 0; a < 3; ++a) any = any || l.a[a][at] > 0 || l.a[a][at + step[a]] > 0;
        if (!any) continue;
        unknown_[entry_of({i, j, k})] = static_cast<int32_t>(g.place.size());
        g.place.push_back({i, j, k});
      }
  for (size_t u = 0; u < g.place.size(); ++u) {
    const Place& p = g.place[u];
    const std::array<int, 3> here = {p.i, p.j, p.k};
    const ptrdiff_t at = l.at(p.j, p.k) + p.i;
    for (size_t a = 0; a < 3; ++a)
      for (const int high : {0, 1}) {
        const bool side = here[a] == (high != 0 ? n[a] - 1 : 0);
        if (high == 0 && !(side && !l.periodic[a])) continue;  // faces within: from below
        if (!(l.a[a][at + high * step[a]] > 0)) continue;
        const int f = here[a] + high;
        const double area = l.width[(a + 1) % 3][static_cast<size_t>(here[(a + 1) % 3])] *
                            l.width[(a + 2) % 3][static_cast<size_t>(here[(a + 2) % 3])];
        const auto c = static_cast<float>(area / l.distance(static_cast<int>(a), f));
        int32_t beyond = -1;
        if (!side || l.periodic[a]) {
          std::array<int, 3> there = here;
          there[a] = (here[a] + 1) % n[a];
          beyond = unknown_[entry_of(there)];
        }
        g.links.push_back({static_cast<int32_t>(u), beyond, static_cast<uint8_t>(a), static_cast<uint8_t>(high), c});
      }
  }
  return g;
}

Rooms::Graph Rooms::joined(Graph& fine, const Level& from, const Level& to) {
  const auto cell = [&](const Place& p) {
    return Place{number_on(to, from, 0, p.i), number_on(to, from, 1, p.j), number_on(to, from, 2, p.k)};
  };
  const auto same = [](const Place& a, const Place& b) { return a.i == b.i && a.j == b.j && a.k == b.k; };
  // What hangs together within a coarse cell becomes one.
  std::vector<int32_t> with(fine.size());
  std::iota(with.begin(), with.end(), 0);
  for (const Link& l : fine.links) {
    if (l.b < 0 || !same(cell(fine.place[static_cast<size_t>(l.a)]), cell(fine.place[static_cast<size_t>(l.b)])))
      continue;
    const int32_t a = first_of(with, l.a), b = first_of(with, l.b);
    with[static_cast<size_t>(std::max(a, b))] = std::min(a, b);
  }
  Graph coarse;
  fine.coarse.assign(fine.size(), -1);
  std::vector<char> taken(static_cast<size_t>(to.nx) * static_cast<size_t>(to.ny) * static_cast<size_t>(to.nz), 0);
  for (size_t u = 0; u < fine.size(); ++u) {
    const auto first = static_cast<size_t>(first_of(with, static_cast<int32_t>(u)));
    if (first == u) {
      const Place c = cell(fine.place[u]);
      char& before = taken[(static_cast<size_t>(c.k) * static_cast<size_t>(to.ny) + static_cast<size_t>(c.j)) *
                               static_cast<size_t>(to.nx) +
                           static_cast<size_t>(c.i)];
      parted_ = parted_ || before != 0;
      before = 1;
      fine.coarse[u] = static_cast<int32_t>(coarse.place.size());
      coarse.place.push_back(c);
    } else {
      fine.coarse[u] = fine.coarse[first];
    }
  }
  // Faces between the same two are one: side by side, and then the longer way through air to the middles. So a door in
  // a wall resists as a door does, and open air as open air.
  for (const Link& l : fine.links) {
    const int32_t a = fine.coarse[static_cast<size_t>(l.a)], b = l.b < 0 ? -1 : fine.coarse[static_cast<size_t>(l.b)];
    if (a != b) coarse.links.push_back({a, b, l.axis, l.high, l.conductance});
  }
  const auto key = [](const Link& l) { return std::array<int32_t, 4>{l.a, l.b, l.axis, l.high}; };
  std::stable_sort(coarse.links.begin(), coarse.links.end(),
                   [&](const Link& x, const Link& y) { return key(x) < key(y); });
  size_t kept = 0;
  for (size_t n = 0; n < coarse.links.size();) {
    Link sum = coarse.links[n];
    for (++n; n < coarse.links.size() && key(coarse.links[n]) == key(sum); ++n)
      sum.conductance += coarse.links[n].conductance;
    const Place& p = coarse.place[static_cast<size_t>(sum.a)];
    const std::array<int, 3> here = {p.i, p.j, p.k};
    const size_t a = sum.axis, b = (a + 1) % 3, c = (a + 2) % 3;
    const int f = here[a] + sum.high;
    const int of = to.width[a].size() == from.width[a].size()  ? f
                   : f == static_cast<int>(to.width[a].size()) ? static_cast<int>(from.width[a].size())
                                                               : 2 * f;
    const double area = to.width[b][static_cast<size_t>(here[b])] * to.width[c][static_cast<size_t>(here[c])];
    const double longer = to.distance(static_cast<int>(a), f) - from.distance(static_cast<int>(a), of);
    sum.conductance = static_cast<float>(1 / (1 / static_cast<double>(sum.conductance) + longer / area));
    coarse.links[kept++] = sum;
  }
  coarse.links.resize(kept);
  return coarse;
}

void Rooms::Graph::lay_out() {
  const size_t n = size();
  begin.assign(n + 1, 0), diagonal.assign(n, 0), p.assign(n, 0), b.assign(n, 0);
  for (const Link& l : links)
    if (l.b >= 0) ++begin[static_cast<size_t>(l.a) + 1], ++begin[static_cast<size_t>(l.b) + 1];
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  to.resize(begin.back()), weight.resize(begin.back());
  std::vector<size_t> next(begin.begin(), begin.end() - 1);
  const auto put = [&](int32_t at, int32_t other, float c) {
    diagonal[static_cast<size_t>(at)] += c;
    if (other < 0) return;
    size_t& slot = next[static_cast<size_t>(at)];
    to[slot] = other, weight[slot] = c, ++slot;
  };
  for (const Link& l : links) {
    put(l.a, l.b, l.conductance);
    if (l.b >= 0) put(l.b, l.a, l.conductance);
  }
  links.clear(), links.shrink_to_fit(), place.shrink_to_fit();
}

/// Gauss and Seidel's sweep.
void Rooms::Graph::relax(bool forwards) {
  const size_t n = size();
  for (size_t s = 0; s < n; ++s) {
    const size_t u = forwards ? s : n - 1 - s;
    float sum = -b[u];
    for (size_t e = begin[u]; e < begin[u + 1]; ++e) sum += weight[e] * p[static_cast<size_t>(to[e])];
    p[u] = diagonal[u] > 0 ? sum / diagonal[u] : 0;
  }
}

float Rooms::Graph::residual(size_t u) const {
  float sum = b[u] + diagonal[u] * p[u];
  for (size_t e = begin[u]; e < begin[u + 1]; ++e) sum -= weight[e] * p[static_cast<size_t>(to[e])];
  return sum;
}

void Rooms::solve(size_t graph, int times) {
  Graph& g = graphs_[graph];
  if (graph + 1 == graphs_.size()) {
    for (int s = 0; s < coarsest_sweeps; ++s) g.relax(true), g.relax(false);
    return;
  }
  Graph& coarse = graphs_[graph + 1];
  for (int t = 0; t < times; ++t) {
    g.relax(true);
    std::fill(coarse.b.begin(), coarse.b.end(), 0.0F), std::fill(coarse.p.begin(), coarse.p.end(), 0.0F);
    for (size_t u = 0; u < g.size(); ++u) coarse.b[static_cast<size_t>(g.coarse[u])] += g.residual(u);
    solve(graph + 1, times_each);
    for (size_t u = 0; u < g.size(); ++u) g.p[u] += coarse.p[static_cast<size_t>(g.coarse[u])];
    g.relax(false);
  }
}

void Rooms::correct(Level& fine, double beta) {
  if (graphs_.empty()) return;
  Graph& g = graphs_.front();
  std::fill(g.b.begin(), g.b.end(), 0.0F), std::fill(g.p.begin(), g.p.end(), 0.0F);
  std::vector<float> row(static_cast<size_t>(fine.nx));
  const auto scale = static_cast<float>(1 / beta);
  const int32_t* unknown = unknown_.data();
  for (int k = 0; k < fine.nz; ++k)
    for (int j = 0; j < fine.ny; ++j, unknown += fine.nx) {
      residual_row(fine, fine.p, fine.b, j, k, row.data());
      for (int i = 0; i < fine.nx; ++i)
        if (unknown[i] >= 0) g.b[static_cast<size_t>(unknown[i])] += scale * row[static_cast<size_t>(i)];
    }
  solve(0, 1);
  parallel_for(static_cast<size_t>(fine.nz), 4, [&](size_t begin, size_t end) {
    for (int k = static_cast<int>(begin); k < static_cast<int>(end); ++k)
      for (int j = 0; j < fine.ny; ++j) {
        const int32_t* of = unknown_.data() + (static_cast<ptrdiff_t>(k) * fine.ny + j) * fine.nx;
        float* p = fine.p + fine.at(j, k);
        for (int i = 0; i < fine.nx; ++i) p[i] += of[i] >= 0 ? g.p[static_cast<size_t>(of[i])] : 0.0F;
      }
  });
  wrap(fine, fine.p);
}

}  // namespace muster::flow
