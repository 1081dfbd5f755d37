// Comparison with measurements: spills of liquefied natural gas on water, their vapour carried by the large-eddy
// simulation.
#include "base/error.h"
#include "models/flow/step/flow.h"
#include "models/plume/dense/layer.h"
#include "sim/verify/check.h"
#include "sim/verify/gas_measurements.h"
#include "sim/verify/scores.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

constexpr double boiling_point = 111.6;  ///< [K] of methane, as the protocol has it
constexpr double ramp = 6;               ///< [s] until the pool is as large as listed, as in the decks of FDS
constexpr double spin_up = 60;           ///< [s] before the spill, so that eddies run ahead of the cloud
constexpr double farthest_angle = 60;    ///< [degrees] from the wind that arcs are looked at
constexpr double across_pool = 5.3;      ///< cells across the pool
constexpr double most_cells = 200;       ///< to the farthest arc
constexpr double high = 30;              ///< [m] of the box

/// Dyer's wind through the speed measured at 2 m, and the temperature [K] that belongs to it: theta = theta_0 +
/// theta* / kappa (ln(z / z0) - psi_h), theta* = u*^2 T / (kappa g L), through the listed temperature at 2 m.
struct Air {
  plume::dense::Layer layer;
  double kelvin, scale, inverse, roughness;

  explicit Air(const LngTrial& t)
      : layer(plume::dense::Layer::dyer_through(2, t.wind_2m, 1 / t.obukhov_length, t.roughness_fitted, 1000)),
        kelvin(t.temperature + 273.15),
        inverse(1 / t.obukhov_length),
        roughness(t.roughness_fitted) {
    const double friction = layer.friction_velocity();
    scale = friction * friction * kelvin * inverse / (flow::von_karman * substance::gravity);
  }
  /// ln(z / z0) - psi_h: 5 z / L in stable air, Dyer's function in unstable air.
  double shape(double z) const {
    if (inverse >= 0) return std::log(z / roughness) + 5 * std::min(z * inverse, 2.0);
    const double y = std::sqrt(1 - 16 * z * inverse), y0 = std::sqrt(1 - 16 * roughness * inverse);
    return std::log(z / roughness) - 2 * std::log((1 + y) / (1 + y0));
  }
  double temperature(double z) const {
    return kelvin + scale / flow::von_karman * (shape(std::max(z, roughness)) - shape(2));
  }
};

const std::string too_much =
    "predicts too much in unstable and neutral air (Coyote 2.2 to 3.2 times), about right over the sea (Maplin Sands), "
    "and in light stable wind (Burro 8) as much as measured at 400 and 800 m but minutes too early, so that little is "
    "left within the arcs' windows. Near the pool the cloud is as deep as that of the integral model (suite `gas`), "
    "farther on narrower. More mixing above the cloud, brought in or modelled, stronger eddies, finer cells and less "
    "viscosity did not lower the peaks (models/flow). Published large-eddy simulations of these trials lie high as "
    "well.";

/// A place where sensors stand, and what the model gives there.
struct Sensor {
  size_t arc;
  bool own;  ///< a mast's own place, otherwise one of many on the arc
  Vec3 place;
  double now = 0;      ///< [mole %] sum over the current second
  double largest = 0;  ///< [mole %] largest mean while the arc's sensors were looked at
  double ever = 0;     ///< [mole %] and at any time,
  double when = 0;     ///< [s] after the spill began
};

/// The box of one spill.
struct Spill {
  const LngTrial& trial;
  Air air;
  flow::Grid grid;
  flow::FlowSettings settings;
  std::vector<const LngArc*> arcs;
  std::vector<Sensor> sensors;

  explicit Spill(const LngTrial& t) : trial(t), air(t) {
    double farthest = 0;
    for (const LngArc& a : lng_arcs())
      if (std::string(a.trial) == t.name && a.measured >= 0.1) {
        arcs.push_back(&a), farthest = std::max(farthest, a.distance);
      }
    lay_out(farthest);
    set_up();
    place_sensors();
  }

  /// [s] of the measured values.
  double averaging() const { return std::string(trial.series) == "MaplinSands" ? 3 : 1; }

  double lasts() const {
    double end = 0;
    for (const LngArc* a : arcs) end = std::max(end, a->end);
    return end;
  }

  void lay_out(double farthest) {
    const double cell = std::max(trial.pool_diameter / across_pool, farthest / most_cells), low = 0.4;
    const double before = 3 * trial.pool_diameter, behind = 40;
    const double side = std::clamp(0.3 * farthest, 80.0, 150.0) * (trial.wind_2m < 3 ? 1.4 : 1);
    const int nx = static_cast<int>(std::ceil((before + farthest + behind) / cell));
    const int ny = 2 * static_cast<int>(std::ceil(side / cell));
    std::vector<double> z = {0};
    for (double dz = low; z.back() < high; dz = std::min(dz * 1.12, cell)) z.push_back(z.back() + dz);
    grid = flow::Grid(nx, ny, cell, cell, z, {-before, -ny * cell / 2});
  }

  void set_up() {
    settings.sides.of = {flow::Condition::inflow,    flow::Condition::open, flow::Condition::symmetric,
                         flow::Condition::symmetric, flow::Condition::wall, flow::Condition::symmetric};
    // c_p between 111.6 K and the air's temperature (NIST WebBook).
    settings.mixture.released = {{"methane", 0.016043, 2140}};
    settings.pressure = trial.pressure;
    settings.mixture.moisten(trial.humidity / 100, air.kelvin, trial.pressure);
    settings.temperature = [a = air](double z) { return a.temperature(z); };
    settings.wind = [a = air](double z) -> Vec2 { return {z > a.roughness ? a.layer.speed(z) : 0, 0}; };
    settings.turbulence.friction_velocity = air.layer.friction_velocity();
    settings.turbulence.length = high / 4;
    settings.roughness.ground = trial.roughness_fitted;
    settings.ground = air.temperature(0);
  }

  void place_sensors() {
    for (size_t a = 0; a < arcs.size(); ++a) {
      const double r = arcs[a]->distance;
      const double step = std::min(grid.dx / r * 180 / std::numbers::pi, 5.0);
      for (double angle = -farthest_angle; angle <= farthest_angle; angle += step)
        for (const double z : arcs[a]->heights) {
          const double rad = angle * std::numbers::pi / 180;
          if (z > 0) add({a, false, {r * std::cos(rad), r * std::sin(rad), z}});
        }
      for (const LngMast& m : lng_masts())
        if (std::string(m.trial) == trial.name && std::abs(std::hypot(m.x, m.y) / r - 1) <= 0.03)
          for (const double z : m.heights)
            if (z > 0) add({a, true, {m.x, m.y, z}});
    }
  }
  void add(const Sensor& s) {
    if (std::abs(s.place.y()) < grid.ny * grid.dy / 2) sensors.push_back(s);
  }

  /// Mole % of methane, linear between the heights of the cells above the place.
  double fraction(const flow::Flow& flow, const Vec3& p) const {
    const int i = static_cast<int>((p.x() - grid.origin.x()) / grid.dx);
    const int j = static_cast<int>((p.y() - grid.origin.y()) / grid.dy);
    int k = 0;
    while (k + 2 < grid.nz && grid.z_centre(k + 1) < p.z()) ++k;
    const double part = std::max(0.0, (p.z() - grid.z_centre(k)) / (grid.z_centre(k + 1) - grid.z_centre(k)));
    const double a = flow.volume_fraction(grid.at(i, j, k), 0), b = flow.volume_fraction(grid.at(i, j, k + 1), 0);
    return 100 * (a + part * (b - a));
  }

  void run() {
    flow::Flow flow(grid, settings, flow::Obstacles(grid));
    flow::Source pool = flow::source_on_disc(grid, flow.closed(), {0, 0, grid.z_centre(0)}, trial.pool_diameter / 2);
    // Ramped in steps of a second; what the ramp leaves out comes at the end, so that all that was spilled evaporates.
    const double rate = trial.mass / trial.duration;
    // It boils off the water straight up: it has none of the wind's momentum.
    const double share = 1, density = settings.mixture.density(&share, boiling_point, trial.pressure);
    const Vec3 blown(0, 0, 0.167 / density);
    for (double t = 0; t < ramp; ++t)
      pool.emission.push_back({spin_up + t, {rate * (t + 0.5) / ramp, 0}, boiling_point, 0, blown});
    pool.emission.push_back({spin_up + ramp, {rate, 0}, boiling_point, 0, blown});
    pool.emission.push_back({spin_up + trial.duration + ramp / 2, {0, 0}, boiling_point, 0, blown});
    flow.add(pool);
    double since = 0;
    while (flow.time() < spin_up + lasts()) {
      const flow::StepReport r = flow.step();
      MUSTER_CHECK(std::isfinite(r.pressure.residual), "{}: step {} is not a number", trial.name, r.step);
      const double t = flow.time() - spin_up;
      if (t < 0) continue;
      for (Sensor& s : sensors) s.now += r.dt * fraction(flow, s.place);
      since += r.dt;
      if (since < averaging()) continue;
      for (Sensor& s : sensors) {
        const double mean = s.now / since;
        if (t >= arcs[s.arc]->begin && t <= arcs[s.arc]->end) s.largest = std::max(s.largest, mean);
        if (mean > s.ever) s.ever = mean, s.when = t;
        s.now = 0;
      }
      since = 0;
    }
  }

  /// The sensor of an arc, anywhere on it or at the masts, with the most of something; null: none there.
  const Sensor* strongest(size_t arc, bool own, double Sensor::*of) const {
    const Sensor* most = nullptr;
    for (const Sensor& s : sensors)
      if (s.arc == arc && s.own == own && (most == nullptr || s.*of > most->*of)) most = &s;
    return most;
  }
};

/// `ever`: the largest at any time, and `when` [s] after the spill began.
std::string pair_table(const std::vector<Pair>& arcs, const std::vector<Pair>& masts, const std::vector<Pair>& ever,
                       const std::vector<double>& when) {
  std::string text =
      "| trial | distance [m] | measured [%] | computed on the arc [%] | at the masts [%] | on the arc at any time [%] "
      "| at [s] |\n|---|---|---|---|---|---|---|\n";
  for (size_t n = 0; n < arcs.size(); ++n) {
    const Pair& p = arcs[n];
    const auto own = std::find_if(masts.begin(), masts.end(),
                                  [&](const Pair& q) { return q.trial == p.trial && q.distance == p.distance; });
    text += fmt::format("| {} | {:.0f} | {:.3g} | {:.3g} | {} | {:.3g} | {:.0f} |\n", p.trial, p.distance, p.measured,
                        p.predicted, own == masts.end() ? std::string() : fmt::format("{:.3g}", own->predicted),
                        ever[n].predicted, when[n]);
  }
  return text;
}

Findings lng(const Effort&) {
  std::vector<Pair> arcs, masts, ever;
  std::vector<double> when;
  for (const LngTrial& t : lng_trials()) {
    Spill spill(t);
    spill.run();
    for (size_t a = 0; a < spill.arcs.size(); ++a) {
      const LngArc& arc = *spill.arcs[a];
      const auto with = [&](double computed) {
        return Pair{t.name, t.series, arc.distance, 0, arc.measured, computed};
      };
      const Sensor* most = spill.strongest(a, false, &Sensor::ever);
      ever.push_back(with(most->ever)), when.push_back(most->when);
      arcs.push_back(with(spill.strongest(a, false, &Sensor::largest)->largest));
      if (const Sensor* own = spill.strongest(a, true, &Sensor::largest)) masts.push_back(with(own->largest));
    }
  }
  const Scores s = scores(arcs), m = scores(masts), e = scores(ever);
  Findings f;
  f.criteria = criteria_of_lng_protocol(s, too_much);
  const std::vector<Criterion> more = {
      {"FAC2 at the sensors' own places", "", {}, "for comparison", {m.fac2}, Judge::every, true},
      {"MG at the sensors' own places", "", {}, "for comparison", {m.mg}, Judge::every, true},
      {"VG at the sensors' own places", "", {}, "for comparison", {m.vg}, Judge::every, true},
      {"FAC2 of the largest at any time", "", {}, "for comparison", {e.fac2}, Judge::every, true},
      {"MG of the largest at any time", "", {}, "for comparison", {e.mg}, Judge::every, true},
  };
  f.criteria.insert(f.criteria.end(), more.begin(), more.end());
  f.plots = {scatter_plot(arcs, "flow_lng_predicted_observed", "LNG spills, large-eddy simulation: largest on an arc"),
             distance_plot(arcs, "flow_lng_ratio_distance", "LNG spills, large-eddy simulation: ratio by distance")};
  f.notes = {
      "MG above 1: too little is predicted. In brackets the middle 95 % of 2000 samples drawn with replacement "
      "from the arcs.",
      score_table(arcs), pair_table(arcs, masts, ever, when)};
  return f;
}

}  // namespace

std::vector<Check> flow_lng_checks() {
  return {
      {"lng_spills_in_flow", "LNG spills on water: Burro, Coyote, Maplin Sands",
       "The nine spills of the suite `gas`. A pool of the listed diameter gives the spilled mass as methane of 111.6 "
       "K, "
       "0.167 kg/m2/s from rest, ramped over 6 s. Wind by Dyer's profile through the speed measured at 2 m with the "
       "listed length of Monin and Obukhov, the temperature that belongs to it, ground at its temperature at z0 that "
       "heats by the law of the wall; roughness as in the suite `gas`; the water of the listed humidity at 2 m, which "
       "condenses in "
       "the cloud. Eddies of a neutral layer with that friction "
       "velocity, 7.5 m half wide, 60 s ahead. Cells a fifth of the pool wide (at most 200 to the farthest arc), 0.4 m "
       "tall at the ground, growing to 30 m. Compared: the largest mean over 1 s (Maplin Sands: 3 s) within the arc's "
       "window, anywhere on "
       "the arc within 60 degrees of the wind at the heights of its sensors; for comparison at the masts' own places, "
       "wind along x. 39 arcs. Chosen after looking at Coyote 3 and Burro 9: that vapour leaves the pool at rest, and "
       "that cells wider than tall mix near the ground as a surface layer; what stable layers leave of it was chosen "
       "by laws of entrainment (models/flow). No constant was fitted.",
       lng, true}};
}

}  // namespace muster::sim::verify
