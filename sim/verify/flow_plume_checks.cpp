// Comparison with measurements: a plume of helium.
#include "models/flow/step/flow.h"
#include "sim/verify/check.h"
#include "sim/verify/flow_measurements.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <string_view>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double pressure = 80900;        ///< [Pa] of Albuquerque
constexpr double temperature = 285.15;    ///< [K] of the gas and of the air
constexpr double blown = 0.325;           ///< [m/s] at the disc
constexpr double across = 2.7;            ///< [m] of the box
constexpr double rim = 1;                 ///< [m] radius of the plate that the disc lies in
constexpr double even_up_to = 1.2;        ///< [m] cells are cubes up to here, above they grow
constexpr double growth = 1.06, top = 4;  ///< from one plane to the next; [m]
constexpr int sunk = 3;                   ///< planes below the disc: two of the plate's bottom, one of the honeycomb
/// Mole fractions and kg/mol of helium, acetone and oxygen.
constexpr std::array<std::array<double, 2>, 3> given = {{{0.964, 0.0040026}, {0.017, 0.05808}, {0.019, 0.031999}}};
const double molar_mass = given[0][0] * given[0][1] + given[1][0] * given[1][1] + given[2][0] * given[2][1];
/// Mass fraction of helium in what comes out: what was measured is helium alone.
const double helium = given[0][0] * given[0][1] / molar_mass;

/// Heights of planes; the disc lies at 0.
std::vector<double> heights(double cell) {
  std::vector<double> z;
  for (int k = -sunk; k * cell <= even_up_to + 1e-9; ++k) z.push_back(k * cell);
  for (double dz = cell; z.back() < top; dz *= growth) z.push_back(z.back() + dz);
  return z;
}

/// Sums over time at a height, over the four arms of a cross.
struct Level {
  double height;
  std::vector<double> w, ww;        ///< by distance from the axis, cell by cell
  std::vector<double> mass, y, yy;  ///< of density, density times Y and Y^2
};

struct Plume {
  flow::Grid grid;
  flow::FlowSettings settings;
  double cell;
  std::vector<Level> levels;
  double measured = 0;
  std::vector<std::array<double, 3>> axis;  ///< time, step, w at 0.4 m

  explicit Plume(double cell_size) : cell(cell_size) {
    const int n = 2 * static_cast<int>(std::lround(across / cell / 2));
    grid = flow::Grid(n, n, cell, cell, heights(cell), {-n * cell / 2, -n * cell / 2});
    settings.sides.of.fill(flow::Condition::open);
    // Heat capacities of the NIST WebBook at 285 K [J/mol/K].
    const double heat = (given[0][0] * 20.79 + given[1][0] * 73 + given[2][0] * 29.3) / molar_mass;
    settings.mixture.released = {{"helium with acetone and oxygen", molar_mass, heat}};
    settings.pressure = pressure;
    settings.temperature = [](double) { return temperature; };
    settings.roughness = {1e-4, 1e-4};  // steel
    settings.unrest = 0.01;
    for (const double height : {0.2, 0.4, 0.6}) {
      const std::vector<double> none(static_cast<size_t>(n) / 2, 0.0);
      levels.push_back({height, none, none, none, none, none});
    }
  }

  /// A plate with a pit in it, one cell deep and closed below.
  flow::Obstacles plate() const {
    flow::Obstacles obstacles(grid);
    for (int j = 0; j < grid.ny; ++j)
      for (int i = 0; i < grid.nx; ++i) {
        const double x = grid.origin.x() + (i + 0.5) * cell, y = grid.origin.y() + (j + 0.5) * cell;
        const double r = std::hypot(x, y);
        if (r > rim) continue;
        const double high = r <= 0.5 ? grid.z[sunk - 1] : 0;
        obstacles.add_box({x - cell / 4, y - cell / 4, grid.z[0]}, {x + cell / 4, y + cell / 4, high});
      }
    return obstacles;
  }

  /// The same with walls between all cells of the pit: as much comes up everywhere, whatever the pressure above, as
  /// through the honeycomb of the source.
  flow::Obstacles honeycomb() const {
    flow::Obstacles obstacles = plate();
    const double low = grid.z[sunk - 1], far = 0.5 + cell;
    for (int i = 0; i <= grid.nx; ++i) {
      const double at = grid.origin.x() + i * cell;
      if (std::abs(at) > far) continue;
      obstacles.add_wall(0, {at, -far, low}, {at, far, 0});
      obstacles.add_wall(1, {-far, at, low}, {far, at, 0});
    }
    return obstacles;
  }

  void look(const flow::Flow& flow, double dt) {
    measured += dt;
    const auto at = [](const flow::Field& f, ptrdiff_t i) { return static_cast<double>(f[i]); };
    const flow::Field &w = flow.velocity()[2], &rho = flow.scalars().density, &mass = flow.scalars().amount[0];
    const int n = grid.nx, half = n / 2;
    for (Level& l : levels) {
      const double place = l.height / cell + sunk;
      // Linear between two faces for w, between two centres for what cells hold.
      const int face = static_cast<int>(place), below = static_cast<int>(std::floor(place - 0.5));
      const double up = place - face, part = place - 0.5 - below;
      for (int r = 0; r < half; ++r)
        for (const int side : {half - 1, half})
          for (const auto& [i, j] :
               {std::pair{half + r, side}, {half - 1 - r, side}, {side, half + r}, {side, half - 1 - r}}) {
            const auto s = static_cast<size_t>(r);
            const ptrdiff_t f = grid.at(i, j, face), c = grid.at(i, j, below);
            const double v = (1 - up) * at(w, f) + up * at(w, f + grid.plane);
            const double d = (1 - part) * at(rho, c) + part * at(rho, c + grid.plane);
            const double y = (1 - part) * at(mass, c) + part * at(mass, c + grid.plane);
            const double share = dt / 8;
            l.w[s] += share * v, l.ww[s] += share * v * v;
            l.mass[s] += share * d, l.y[s] += share * d * y, l.yy[s] += share * d * y * y;
          }
    }
    const ptrdiff_t middle = grid.at(half, half, static_cast<int>(0.4 / cell) + sunk);
    axis.push_back({flow.time(), dt, at(w, middle)});
  }

  /// The computed counterpart of a measured point.
  PlumePoint at(double height, double radius) const {
    const auto l = std::find_if(levels.begin(), levels.end(), [&](const Level& x) { return x.height == height; });
    const double place = std::max(std::abs(radius) / cell - 0.5, 0.0);
    const auto low = static_cast<size_t>(place), high = std::min(low + 1, l->w.size() - 1);
    const double part = place - static_cast<double>(low);
    const auto point = [&](size_t s) {
      const double w = l->w[s] / measured, y = l->y[s] / l->mass[s];
      return std::array{w, helium * y, std::sqrt(std::max(l->ww[s] / measured - w * w, 0.0)),
                        helium * std::sqrt(std::max(l->yy[s] / l->mass[s] - y * y, 0.0))};
    };
    const auto a = point(low), b = point(high);
    const auto mix = [&](size_t q) { return a[q] + part * (b[q] - a[q]); };
    return {height, radius, mix(0), mix(1), mix(2), mix(3)};
  }

  /// [1/s] at which w on the axis varies most.
  double puffing() const {
    double mean = 0, time = 0;
    for (const auto& [t, dt, w] : axis) mean += dt * w, time += dt;
    mean /= time;
    double best = NAN, most = 0;
    for (double f = 0.6; f < 4; f += 0.01) {
      double c = 0, s = 0;
      for (const auto& [t, dt, w] : axis) {
        const double phase = 2 * std::numbers::pi * f * t;
        c += dt * (w - mean) * std::cos(phase), s += dt * (w - mean) * std::sin(phase);
      }
      if (c * c + s * s > most) most = c * c + s * s, best = f;
    }
    return best;
  }
};

Plume run_plume(double cell, double settle, double average) {
  Plume p(cell);
  flow::Flow flow(p.grid, p.settings, p.honeycomb());
  flow::Source disc = flow::source_on_disc(p.grid, p.plate().at(0), {0, 0, -0.5 * cell}, 0.5);
  const double share = 1;
  const double density = p.settings.mixture.density(&share, temperature, pressure);
  disc.emission = {{0, {density * blown * std::numbers::pi / 4, 0}, temperature, 0, {0, 0, blown}}};
  flow.add(disc);
  while (flow.time() < settle + average) {
    const flow::StepReport r = flow.step();
    if (flow.time() > settle) p.look(flow, r.dt);
  }
  return p;
}

/// [m] where a profile falls to half of its value on the axis; of the measured one the mean of both sides.
template <class Value>
double half_width(const Value& value) {
  const double half = value(0.0) / 2;
  for (double r = 0; r < 0.6; r += 0.002)
    if (value(r) < half) return r;
  return NAN;
}

/// The measured value at a radius: linear between the points, mean of both sides.
double measured_at(double height, double radius, double PlumePoint::*of) {
  const auto side = [&](double r) {
    const PlumePoint* low = nullptr;
    for (const PlumePoint& p : helium_plume()) {
      if (p.height != height) continue;
      if (p.radius >= r)
        return low == nullptr ? p.*of : low->*of + (r - low->radius) / (p.radius - low->radius) * (p.*of - low->*of);
      low = &p;
    }
    return low->*of;
  };
  return (side(radius) + side(-radius)) / 2;
}

Plot profile(const Plume& p, const std::string& name, const std::string& title, const Axis& y, double PlumePoint::*of) {
  Plot plot{name, title, {"distance from the axis [m]", -0.6, 0.6}, y};
  for (const Level& l : p.levels) {
    Series measured{fmt::format("{} m, measured", l.height), Series::Look::dots, {}};
    Series computed{fmt::format("{} m, computed", l.height), Series::Look::line, {}};
    for (const PlumePoint& q : helium_plume())
      if (q.height == l.height) measured.points.emplace_back(q.radius, q.*of);
    for (double r = -0.6; r <= 0.6; r += 0.015) computed.points.emplace_back(r, p.at(l.height, r).*of);
    plot.series.push_back(measured), plot.series.push_back(computed);
  }
  return plot;
}

/// What is met.
constexpr std::array<std::string_view, 4> met = {
    "half width of the velocity at 0.2 m",
    "standard deviation of the mass fraction on the axis at 0.2 m",
    "standard deviation of the velocity on the axis at 0.4 m",
    "standard deviation of the velocity on the axis at 0.6 m",
};
const std::string core =
    "the plume keeps its core too long: small eddies just above the disc bring air to the axis, and cells of 3 cm do "
    "not see them. Published simulations with 3 cm have 1.64, 3.12, 4.03 m/s and 0.39, 0.33, 0.27 of helium (FDS, "
    "workshop MaCFP 2021).";

Findings plume(const Effort&) {
  const double cell = 0.03, settle = 3, average = 10;
  const Plume p = run_plume(cell, settle, average);
  Findings f;
  const std::string own = "own choice: 20 % of the measured value", rms = "own choice: 30 % of the measured value";
  const auto compare = [&](const std::string& what, const std::string& unit, double measured, double computed,
                           double part, const std::string& source) {
    f.criteria.push_back({fmt::format("{} (measured {:.3g})", what, measured),
                          unit,
                          {(1 - part) * measured, (1 + part) * measured},
                          source,
                          {computed},
                          Judge::every,
                          false,
                          std::count(met.begin(), met.end(), what) > 0 ? "" : core});
  };
  for (const Level& l : p.levels) {
    const double z = l.height;
    const PlumePoint centre = p.at(z, 0);
    const auto at = [&](const std::string& what) { return fmt::format("{} at {} m", what, z); };
    compare(at("velocity on the axis"), "m/s", measured_at(z, 0, &PlumePoint::w), centre.w, 0.2, own);
    compare(at("mass fraction on the axis"), "", measured_at(z, 0, &PlumePoint::y), centre.y, 0.2, own);
    compare(at("half width of the velocity"), "m",
            half_width([&](double r) { return measured_at(z, r, &PlumePoint::w); }),
            half_width([&](double r) { return p.at(z, r).w; }), 0.2, own);
    compare(at("half width of the mass fraction"), "m",
            half_width([&](double r) { return measured_at(z, r, &PlumePoint::y); }),
            half_width([&](double r) { return p.at(z, r).y; }), 0.2, own);
    compare(at("standard deviation of the velocity on the axis"), "m/s", measured_at(z, 0, &PlumePoint::w_rms),
            centre.w_rms, 0.3, rms);
    compare(at("standard deviation of the mass fraction on the axis"), "", measured_at(z, 0, &PlumePoint::y_rms),
            centre.y_rms, 0.3, rms);
  }
  f.criteria.push_back({"puffs per second on the axis at 0.4 m (measured 1.37, spread 0.1)",
                        "1/s",
                        {1.17, 1.57},
                        "O'Hern et al. 2005, twice their spread",
                        {p.puffing()},
                        Judge::every});
  f.plots = {
      profile(p, "helium_velocity", "Helium plume: mean velocity upwards", {"velocity [m/s]", -0.5, 4}, &PlumePoint::w),
      profile(p, "helium_fraction", "Helium plume: mass fraction of helium", {"mass fraction", 0, 0.7}, &PlumePoint::y),
      profile(p, "helium_velocity_rms", "Helium plume: standard deviation of the velocity upwards",
              {"velocity [m/s]", 0, 1.5}, &PlumePoint::w_rms)};
  return f;
}

}  // namespace

std::vector<Check> flow_plume_checks() {
  return {
      {"helium_plume", "Helium rising from a disc of 1 m",
       "Helium with acetone and oxygen, 5.5 g/mol, 0.325 m/s and 12 C from a disc of 1 m in a plate of 2 m, air of "
       "80.9 kPa that comes in freely from the sides, from below round the plate and leaves above. Cells of 3 cm, from "
       "1.2 m on growing by 6 %. Under each cell of the disc is one, closed below and at its sides, in which its share "
       "is given: as much comes up everywhere, whatever the pressure above. It begins in air with random velocities of "
       "0.01 m/s. Means over 10 s after 3 s, over four arms "
       "of a cross; the mass fraction is that of helium alone, weighted by density, the velocity is not. Measured "
       "values: mean of both sides. The air that the laboratory let in round the plate at about 0.15 m/s is not forced "
       "here.",
       plume, true}};
}

}  // namespace muster::sim::verify
