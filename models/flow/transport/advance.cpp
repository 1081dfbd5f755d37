#include "models/flow/transport/advance.h"

#include "base/parallel.h"
#include "models/flow/transport/faces.h"

#include <algorithm>
#include <utility>

namespace muster::flow {

namespace {

/// Rows and planes of one task: fluxes between its rows and planes stay in the nearest cache.
constexpr int tile_rows = 16, tile_planes = 8;

/// Fluxes through a row of faces: mass first, then the amounts.
class Fluxes {
 public:
  Fluxes(size_t amounts, int n) : length_((static_cast<size_t>(n) + 32) / 16 * 16), values_((amounts + 1) * length_) {}
  float* mass() { return values_.data(); }
  float* amount(size_t a) { return values_.data() + (a + 1) * length_; }
  void swap(Fluxes& other) { values_.swap(other.values_); }

 private:
  size_t length_;
  std::vector<float> values_;
};

/// The work of one tile of rows and planes.
class Tile {
 public:
  Tile(const Carrier& c, const Scalars& now, double keep, double take, double dt)
      : c_(c),
        now_(now),
        as_gas_(c.mixture, c.background.highest()),
        amounts_(now.amount.size()),
        keep_(keep),
        take_(take),
        dt_(dt) {
    const auto n = static_cast<size_t>(c.grid.nx) + 32;
    moles_.resize(n), heat_.resize(n), density_.resize(n), inverse_.resize(n);
  }

  /// Fluxes through the faces below, along an axis, of the cells of a row.
  void faces(int axis, int j, int k, Fluxes& out) {
    const Grid& g = c_.grid;
    const auto a = static_cast<size_t>(axis);
    const ptrdiff_t at = g.at(0, j, k), step = axis == 0 ? 1 : axis == 1 ? g.row : g.plane;
    FaceRow f;
    f.n = g.nx + (axis == 0 ? 1 : 0), f.step = step;
    const double dz = g.dz(k);
    f.area = static_cast<float>(axis == 0 ? g.dy * dz : axis == 1 ? g.dx * dz : g.dx * g.dy);
    f.distance = static_cast<float>(axis == 0 ? g.dx : axis == 1 ? g.dy : g.dz_face(k));
    f.schmidt = static_cast<float>(c_.mixing.schmidt);
    f.molecular = static_cast<float>(c_.mixing.viscosity * (1 / c_.mixing.prandtl - 1 / c_.mixing.schmidt));
    f.velocity = c_.velocity[a].data() + at, f.beta = c_.beta[a].data() + at, f.viscosity = c_.viscosity.data() + at;
    for (size_t s = 0; s < amounts_; ++s)
      carried(f.n, now_.amount[s].data() + at, f.velocity, f.beta, step, out.amount(s));
    composition(f.n, out);
    const float* background = c_.background.row(std::min(j, g.ny - 1), std::min(k, g.nz - 1));
    mass_flux(f, background, moles_.data(), heat_.data(), enthalpy(f.n, background, out), out.mass());
    for (size_t s = 0; s < amounts_; ++s) amount_flux(f, now_.amount[s].data() + at, out.mass(), out.amount(s));
  }

  void cells(int j, int k, const Scalars& old, Scalars& next, Fluxes& west, Fluxes& south, Fluxes& north, Fluxes& below,
             Fluxes& above) {
    const ptrdiff_t at = c_.grid.at(0, j, k);
    const CellRow row{c_.grid.nx, static_cast<float>(keep_), static_cast<float>(take_),
                      static_cast<float>(dt_ / c_.grid.volume(k))};
    new_density(row, old.density.data() + at, now_.density.data() + at, west.mass(), south.mass(), north.mass(),
                below.mass(), above.mass(), density_.data(), inverse_.data());
    for (size_t s = 0; s < amounts_; ++s)
      new_amount(row, old.density.data() + at, old.amount[s].data() + at, now_.density.data() + at,
                 now_.amount[s].data() + at, west.amount(s), south.amount(s), north.amount(s), below.amount(s),
                 above.amount(s), inverse_.data(), next.amount[s].data() + at);
    std::copy_n(density_.data(), c_.grid.nx, next.density.data() + at);
  }

 private:
  /// mol/kg and J/kg/K of what is carried.
  void composition(int n, Fluxes& out) {
    const Gas& air = c_.mixture.air;
    for (size_t s = 0; s + 1 < amounts_; ++s) {
      const Gas& gas = c_.mixture.released[s];
      add_share(n, static_cast<float>(1 / air.molar_mass), static_cast<float>(1 / gas.molar_mass - 1 / air.molar_mass),
                out.amount(s), s == 0, moles_.data());
      add_share(n, static_cast<float>(air.heat_capacity), static_cast<float>(gas.heat_capacity - air.heat_capacity),
                out.amount(s), s == 0, heat_.data());
    }
  }

  /// That of what is carried, where something has condensed that of gas of the same density.
  const float* enthalpy(int n, const float* background, Fluxes& out) {
    const float* h = out.amount(amounts_ - 1);
    if (!as_gas_.needed()) return h;
    y_.clear();
    for (size_t s = 0; s + 1 < amounts_; ++s) y_.push_back(out.amount(s));
    return as_gas_.row(n, y_, background, moles_.data(), heat_.data(), h);
  }

  const Carrier& c_;
  const Scalars& now_;
  AsGas as_gas_;
  std::vector<const float*> y_;
  size_t amounts_;
  double keep_, take_, dt_;
  std::vector<float> moles_, heat_, density_, inverse_;
};

}  // namespace

void advance(const Carrier& c, const Scalars& old, const Scalars& now, Scalars& next, double keep, double take,
             double dt) {
  const Grid& g = c.grid;
  const int across = (g.ny + tile_rows - 1) / tile_rows, up = (g.nz + tile_planes - 1) / tile_planes;
  parallel_for(entry(0, up, across), 1, [&](size_t begin, size_t end) {
    Tile tile(c, now, keep, take, dt);
    const Fluxes blank(now.amount.size(), g.nx + 1);
    Fluxes west = blank, south = blank, north = blank, above = blank;
    std::vector<Fluxes> below(tile_rows, blank);
    for (size_t t = begin; t < end; ++t) {
      const int j0 = static_cast<int>(t) % across * tile_rows, j1 = std::min(j0 + tile_rows, g.ny);
      const int k0 = static_cast<int>(t) / across * tile_planes, k1 = std::min(k0 + tile_planes, g.nz);
      for (int j = j0; j < j1; ++j) tile.faces(2, j, k0, below[static_cast<size_t>(j - j0)]);
      for (int k = k0; k < k1; ++k) {
        tile.faces(1, j0, k, south);
        for (int j = j0; j < j1; ++j) {
          Fluxes& under = below[static_cast<size_t>(j - j0)];
          tile.faces(0, j, k, west), tile.faces(1, j + 1, k, north), tile.faces(2, j, k + 1, above);
          tile.cells(j, k, old, next, west, south, north, under, above);
          south.swap(north), under.swap(above);
        }
      }
    }
  });
}

}  // namespace muster::flow
