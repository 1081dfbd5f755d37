// Fires: worked examples and comparison with measurements.
#include "models/fire/blast/blast.h"
#include "models/fire/escalation/thresholds.h"
#include "models/fire/flame/pool.h"
#include "models/fire/gas/fireball.h"
#include "models/fire/gas/jet.h"
#include "models/fire/radiation/flux.h"
#include "models/fire/radiation/transmissivity.h"
#include "models/fire/radiation/view_factor.h"
#include "models/fire/smoke/fire_plume.h"
#include "models/fire/tank/boilover.h"
#include "sim/data/fuel_data.h"
#include "sim/verify/check.h"
#include "sim/verify/examples.h"
#include "sim/verify/fire_measurements.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

namespace muster::sim::verify {

namespace {

using std::numbers::pi;
constexpr double degree = pi / 180, feet = 0.3048;

// ---- worked examples

fire::Fuel fuel_with(double rate, double growth, double heat) {
  fire::Fuel f;
  f.burning_rate = rate, f.growth = growth, f.heat_of_combustion = heat;
  return f;
}

double sheet_heat(const fire::Fuel& f, double area) {
  return fire::heat_release(f, fire::burning_rate(f, std::sqrt(4 * area / pi)), area) / 1000;
}

std::vector<Example> burning_examples() {
  const fire::Fuel oil = fuel_with(0.039, 0.7, 46e6), diesel = fuel_with(0.045, 2.1, 44.4e6);
  const double area = 9 * feet * feet, away = 10 * feet + std::sqrt(area / pi);
  const double heat = sheet_heat(oil, area);
  const char* kw = "kW";
  return {{"WE001", "heat release, lube oil, 9 ft2", kw, 771.52, 1e-4, true, heat},
          {"WE002", "point source at 10 ft", "kW/m2", 1.45014, 0.005, true, 0.3 * heat / (4 * pi * away * away)},
          {"WE003", "heat release, diesel, 2545 ft2", kw, 472404, 1e-4, true, sheet_heat(diesel, 2545 * feet * feet)}};
}

fire::Flame leaning(double diameter, double length, double tilt) {
  const fire::Stem stem{Vec3::Zero(), {1, 0}, length * std::cos(tilt), std::tan(tilt)};
  return fire::sheared_cylinder(stem, diameter, diameter, {{1, 1}}, true, {4096, 1});
}

std::vector<Example> view_examples() {
  const auto level = [](const fire::Flame& f, double x) { return fire::view_factor(f, {x, 0, 0}, Vec3::UnitZ()); };
  const auto upright = [](const fire::Flame& f, double x) { return fire::view_factor(f, {x, 0, 0}, {-1, 0, 0}); };
  const fire::Flame tall = leaning(10, 20, 0), half = leaning(10, 20, 0.5), large = leaning(35, 77, 0.7);
  const fire::Flame aside = leaning(20, 30, 0.6), ball = fire::sphere({0, 0, 45}, 60, 1, {512, 1});
  const auto around = [&](double azimuth) {
    const Vec3 towards(-std::cos(azimuth * degree), std::sin(azimuth * degree), 0);
    return fire::view_factor(aside, Vec3(-40 * towards) + Vec3(0, 0, 1.5), towards);
  };
  return {{"WE006", "upright cylinder, level target at 20 m", "", 0.0493888, 1e-6, false, level(tall, 20)},
          {"WE008", "upright cylinder, level target at 12 m", "", 0.118916, 1e-6, false, level(tall, 12)},
          {"WE011", "tilted cylinder, upright target", "", 0.0851206, 1e-6, false, upright(half, 30)},
          {"WE012", "tilted cylinder, level target", "", 0.0378105, 1e-6, false, level(half, 30)},
          {"WE013", "tilted cylinder of 35 m, upright target", "", 0.104839, 1e-6, false, upright(large, 105)},
          {"WE015", "tilted cylinder, downwind", "", 0.163511, 0.005, true, around(0)},
          {"WE017", "tilted cylinder, 90 degrees aside", "", 0.0871431, 0.005, true, around(90)},
          {"WE018", "tilted cylinder, 135 degrees aside", "", 0.0679572, 0.005, true, around(135)},
          {"WE019", "tilted cylinder, upwind", "", 0.0626792, 0.005, true, around(180)},
          {"WE020", "sphere, target that faces it", "", 0.0748441, 1e-4, true,
           fire::greatest_view_factor(ball, {100, 0, 0})},
          {"WE021", "sphere, upright target", "", 0.0682519, 1e-4, true, upright(ball, 100)}};
}

std::vector<Example> air_examples() {
  const char* what = "transmissivity by Wayne";
  return {{"WE022", what, "", 0.96, 0.01, false, fire::wayne(10, 253, 0.5)},
          {"WE023", what, "", 0.86, 0.01, false, fire::wayne(100, 253, 0.5)},
          {"WE024", what, "", 0.72, 0.01, false, fire::wayne(1000, 253, 0.5)},
          {"WE027", what, "", 0.61, 0.01, false, fire::wayne(1000, 273, 0.5)},
          {"WE028", what, "", 0.86, 0.01, false, fire::wayne(10, 293, 0.5)},
          {"WE029", what, "", 0.71, 0.01, false, fire::wayne(100, 293, 0.5)},
          {"WE032", what, "", 0.67, 0.01, false, fire::wayne(100, 303, 0.5)},
          {"WE033", what, "", 0.47, 0.01, false, fire::wayne(1000, 303, 0.5)}};
}

std::vector<Example> flame_examples() {
  using namespace fire;
  FlameNumbers n;
  n.diameter = 20, n.rate = 0.055, n.wind = 2, n.reynolds = 1;
  n.mass = 0.055 / (1.2 * std::sqrt(substance::gravity * 20));
  FlameNumbers t = n;
  t.wind = 2.26;
  FlameNumbers p = n;
  p.froude = 6.8 * 6.8 / (substance::gravity * 35), p.reynolds = 6.8 * 35 * 1.2 / 1.8e-5;
  return {{"WE034", "flame height by Heskestad, Q* = 0.1", "diameters", 0.489932, 0.003, true, heskestad(0.1)},
          {"WE035", "flame height by Heskestad, Q* = 1", "diameters", 2.77278, 0.003, true, heskestad(1)},
          {"WE038", "flame length by Thomas, calm", "m", 25.6078, 0.001, true, 20 * flame_length(LengthLaw::thomas, n)},
          {"WE039", "flame length by Thomas, wind", "m", 20.5666, 0.001, true,
           20 * flame_length(LengthLaw::thomas_wind, n)},
          {"WE041", "tilt by AGA", "deg", 48.3031, 0.01, false, flame_tilt(TiltLaw::aga, t) / degree},
          {"WE042", "tilt by Pritchard and Binding", "deg", 54.2462, 0.05, false,
           flame_tilt(TiltLaw::pritchard_binding, p) / degree},
          {"WE043", "emission by Mudan and Croce", "kW/m2", 30.8862, 1e-5, true,
           emission(EmissionLaw::mudan_croce, fuel_with(1, 1, 1), n, 20, 30).lower / 1000},
          {"WE045", "luminous band", "m", 11.7143, 1e-5, true, luminous_band(30, 2e6)}};
}

/// Largest flux on an upright target 70 m from the fireball of 1251 kg.
double fireball_peak() {
  const fire::Fireball f{1251, 1.362e6, 50e6};
  const fire::Haze haze(283, 0.8);
  const Vec3 place(70, 0, 1.5);
  double most = 0;
  for (double t = 0.01; t < fireball_duration(f); t += 0.01) {
    const fire::Ball b = fire::ball_at(f, t);
    const double far = (place - b.middle).norm(), level = (place - b.middle).head<2>().norm() / far;
    const double tau = haze(static_cast<float>(far - b.diameter / 2));
    most = std::max(most, tau * b.emission * fire::ball_view(b, place) * level / 1000);
  }
  return most;
}

fire::JetFire example_jet() {
  fire::JetFire j;
  j.rate = 2.9, j.pressure = 61e5, j.temperature = 288, j.molar_mass = 0.0172, j.heat_ratio = 1.30;
  j.heat_of_combustion = 48.3e6, j.air_temperature = 283, j.wind = 6.3, j.place = {0, 0, 100};
  return j;
}

std::vector<Example> gas_examples() {
  using namespace fire;
  const Fireball ccps{1000, 1e6, 46e6, FireballLaw::ccps}, tno{21972.5, 1e6, 46e6, FireballLaw::tno};
  const Fireball marx{1251, 1.362e6, 50e6};
  const JetFlame j = burn(example_jet());
  return {{"WE046", "fireball by CCPS, 1 t: diameter", "m", 58, 1e-5, true, fireball_diameter(ccps)},
          {"WE047", "the same: duration", "s", 4.5, 1e-5, true, fireball_duration(ccps)},
          {"WE049", "fireball by TNO, 22 t: duration", "s", 11.4638, 0.1, false, fireball_duration(tno)},
          {"WE051", "Martinsen and Marx, 1251 kg: diameter at 1.78 s", "m", 62.4462, 0.005, true,
           ball_at(marx, 1.78).diameter},
          {"WE052", "the same: largest emission", "kW/m2", 359.109, 0.005, true, fireball_emission(marx) / 1000},
          {"WE054", "the same: upright target at 70 m", "kW/m2", 43.4, 0.05, true, fireball_peak()},
          {"WE056", "Chamberlain, 2.9 kg/s: jet speed", "m/s", 859.005, 0.005, true, j.speed},
          {"WE057", "the same: source diameter", "m", 0.0587048, 0.005, true, j.source_diameter},
          {"WE058", "the same: length in calm air", "m", 20.6892, 0.005, true, j.still_length},
          {"WE059", "the same: length", "m", 16.9887, 0.005, true, j.length},
          {"WE062", "the same: frustum", "m", 14.0214, 0.005, true, j.frustum},
          {"WE063", "the same: width of the tip", "m", 5.04704, 0.005, true, j.second},
          {"WE065", "flame length by API 521, 140 MW", "m", 25.5309, 0.001, true, api521_length(140e6)}};
}

std::vector<Example> blast_examples() {
  using namespace fire;
  const double energy = 1e9, report = 1.8 * 0.04 * 1000 * 46350e3;
  const double tnt_distance = blast_distance(6900, [](double r) { return tnt(217, r); });
  const double report_distance = blast_distance(17000, [&](double r) { return report_overpressure(report, r); });
  return {{"WE097", "TNT of 1e6 kJ", "kg", 217.391, 0.005, true, energy / 4.6e6},
          {"WE098", "217 kg of TNT: 1 psi at", "m", 108, 0.02, true, tnt_distance},
          {"WE100", "scaled distance of 1 kg of hydrogen", "", 0.0750185, 1e-4, true,
           bst_scaled_distance(120e6, 1, 101325)},
          {"WE102", "stoichiometric fraction of butane", "", 0.0312186, 1e-6, false, stoichiometric_fraction(6.5)},
          {"WE129", "Chinese reports: death radius of 1 t of propane", "m", 12.156, 0.001, true,
           report_death_radius(report / 4520e3)},
          {"WE131", "the same: 17 kPa at", "m", 62.7327, 0.002, true, report_distance}};
}

std::vector<Example> escalation_examples() {
  using namespace fire;
  using enum EquipmentKind;
  // Air of 1.2 kg/m3 at 293 K.
  const Air air{293, 1.2 * 293 * substance::gas_constant / substance::molar_mass_of_air};
  return {
      {"WE104", "API 521's pool fire onto a wall of 300 K", "kW/m2", 46.0698, 0.001, true,
       heat_into_wall(api521_pool(), 300) / 1000},
      {"WE105", "API 521's jet fire onto a wall of 300 K", "kW/m2", 84.4735, 0.001, true,
       heat_into_wall(api521_jet(), 300) / 1000},
      {"WE110", "time to failure of a tank of 1000 m3 at 15 kW/m2", "s", 893.95, 0.001, true,
       time_to_failure(atmospheric, 15e3, 1000)},
      {"WE111", "the same at 20 kW/m2", "s", 646.223, 0.001, true, time_to_failure(atmospheric, 20e3, 1000)},
      {"WE112", "a tank of 5000 m3 at 30 kW/m2", "s", 367.638, 0.001, true, time_to_failure(atmospheric, 30e3, 5000)},
      {"WE113", "a vessel of 50 m3 at 40 kW/m2", "s", 678.475, 0.001, true, time_to_failure(pressurised, 40e3, 50)},
      {"WE115", "probability that the tank of WE111 fails", "", 0.44435, 0.005, true,
       escalation_probability(time_to_failure(atmospheric, 20e3, 1000))},
      {"WE117", "probability at 5 min", "", 0.899264, 0.01, true, escalation_probability(300)},
      {"WE125", "buoyancy of 100 MW, 70 % of it rising", "m4/s3", 618.378, 0.001, true, buoyancy_flux(70e6, air)},
      {"WE127", "boilover by Broeckmann and Schecker, 10 m", "s", 72676.1, 0.001, true,
       10 / hot_zone_speed({}, 0.035)}};
}

Findings worked(const Effort&) {
  Findings f;
  for (const auto part : {burning_examples, view_examples, air_examples, flame_examples, gas_examples, blast_examples,
                          escalation_examples, harm_examples})
    for (const Example& e : part()) {
      const double margin = e.relative ? e.tolerance * e.expected : e.tolerance;
      f.criteria.push_back({fmt::format("{} {}", e.row, e.what),
                            e.unit,
                            {e.expected - margin, e.expected + margin},
                            e.relative ? fmt::format("{:.6g} within {:g} %", e.expected, 100 * e.tolerance)
                                       : fmt::format("{:.6g} within {:g}", e.expected, e.tolerance),
                            {e.found}});
      f.criteria.back().shortfall = e.shortfall;
    }
  return f;
}

// ---- measurements

/// A measured and a predicted value [kW/m2] with what it is grouped by.
struct Pair {
  std::string group, side;
  double distance, measured, predicted;
};

struct Scores {
  size_t count = 0;
  double bias = 0, spread = 0,
         fac2 = 0;  ///< geometric mean and deviation of predicted / measured; within a factor of 2
};

Scores scores(const std::vector<Pair>& list) {
  Scores s;
  s.count = list.size();
  double sum = 0, squares = 0;
  for (const Pair& p : list) {
    const double l = std::log(std::max(p.predicted, 1e-3) / p.measured);
    sum += l, squares += l * l;
    s.fac2 += std::abs(l) <= std::numbers::ln2 ? 1.0 : 0.0;
  }
  const auto n = static_cast<double>(std::max<size_t>(1, list.size()));
  s.fac2 /= n;
  s.bias = std::exp(sum / n);
  s.spread = std::exp(std::sqrt(std::max(0.0, squares / n - sum * sum / n / n)));
  return s;
}

std::string row(const std::string& what, const std::vector<Pair>& list) {
  const Scores s = scores(list);
  return fmt::format("| {} | {} | {:.2f} | {:.2f} | {:.2f} |\n", what, s.count, s.bias, s.spread, s.fac2);
}

std::string table(const std::vector<Pair>& list) {
  std::string text = "| gauges | n | bias | spread | FAC2 |\n|---|---|---|---|---|\n" + row("all", list);
  const auto by = [&](auto member) {
    std::vector<std::string> names;
    for (const Pair& p : list)
      if (std::find(names.begin(), names.end(), p.*member) == names.end() && !(p.*member).empty())
        names.push_back(p.*member);
    for (const std::string& name : names) {
      std::vector<Pair> some;
      for (const Pair& p : list)
        if (p.*member == name) some.push_back(p);
      text += row(name, some);
    }
  };
  by(&Pair::side);
  by(&Pair::group);
  return text;
}

Plot scatter(const std::string& name, const std::string& title, const std::vector<Pair>& list, double low,
             double high) {
  Plot plot{name, title, {"log10 of measured [kW/m2]", low, high}, {"log10 of predicted [kW/m2]", low, high}};
  std::vector<std::string> names;
  for (const Pair& p : list) {
    const std::string& label = p.side.empty() ? p.group : p.side;
    if (std::find(names.begin(), names.end(), label) == names.end()) names.push_back(label);
  }
  for (const std::string& label : names) {
    Series s{label, Series::Look::dots, {}};
    for (const Pair& p : list)
      if ((p.side.empty() ? p.group : p.side) == label)
        s.points.push_back({std::log10(p.measured), std::log10(std::max(p.predicted, 1e-3))});
    plot.series.push_back(s);
  }
  const double two = std::log10(2.0);
  plot.series.push_back({"equal", Series::Look::line, {{low, low}, {high, high}}});
  plot.series.push_back({"half, double",
                         Series::Look::line,
                         {{low, low + two}, {high - two, high}, {NAN, NAN}, {low + two, low}, {high, high - two}}});
  return plot;
}

std::vector<Criterion> flux_criteria(const std::vector<Pair>& list, double fac2, const std::string& which = "") {
  const Scores s = scores(list);
  const std::string source = "asked of this program";
  return {{"gauges within a factor of two" + which, "", {fac2, 1}, source, {s.fac2}},
          {"bias, geometric mean of predicted over measured" + which, "", {0.7, 1.4}, source, {s.bias}}};
}

fire::Fuel lng() {
  static const fire::FuelLibrary fuels = read_fuel_data().library();
  return *fuels.find("lng");
}

fire::Air air_of(double wind, double celsius, double percent, double pressure) {
  fire::Air air{celsius + 273.15, pressure, percent / 100, wind};
  air.wind_exponent = 0;  // measured at 9 m, taken as that at 10 m too
  return air;
}

/// Direction of plan [deg, counter-clockwise from x] to which a wind from `from` (clockwise from y) blows.
double blows_to(double from) { return 270 - from; }

Findings montoir(const Effort&) {
  std::vector<Pair> list;
  std::vector<fire::PoolFlame> flames;
  std::vector<double> length, tilt, drag;
  for (const LngPoolPeriod& t : lng_pool_periods()) {
    fire::PoolFire pool;
    pool.fuel = lng();
    pool.diameter = 35, pool.rate = t.rate, pool.downwind_deg = blows_to(t.wind_from);
    flames.push_back(fire::burn(pool, air_of(t.wind, t.temperature, t.humidity, t.pressure)));
    length.push_back(flames.back().length / t.length);
    tilt.push_back(flames.back().tilt / degree - t.tilt);
    drag.push_back(flames.back().drag / t.drag);
  }
  for (const LngPoolGauge& g : lng_pool_gauges()) {
    const LngPoolPeriod& t = lng_pool_periods()[static_cast<size_t>(g.period)];
    const double azimuth = g.azimuth * degree;
    const Vec3 outwards(std::sin(azimuth), std::cos(azimuth), 0);
    const fire::Haze haze(t.temperature + 273.15, t.humidity / 100);
    const fire::Flame& flame = flames[static_cast<size_t>(g.period)].flame;
    const double q = fire::flux({&flame, 1}, Vec3(g.range * outwards) + Vec3(0, 0, 1), -outwards, haze) / 1000;
    list.push_back({t.test, "", g.range, g.flux, q});
  }
  Findings f;
  f.criteria = flux_criteria(list, 0.9);
  f.criteria.push_back(
      {"flame length, predicted over measured, of nine periods", "", {}, "reported", length, Judge::every, true});
  f.criteria.push_back({"tilt, predicted less measured", "deg", {}, "reported", tilt, Judge::every, true});
  f.criteria.push_back({"drag, predicted over measured", "", {}, "reported", drag, Judge::every, true});
  f.plots = {scatter("montoir_flux", "LNG in a bund of 35 m: flux", list, -0.5, 1.5)};
  f.notes = {
      "The flame is a quarter too short and the flux is right: errors of length and emission cancel. In winds below "
      "about 2.5 m/s it stands upright where it leaned by 40 degrees.",
      table(list)};
  return f;
}

Findings trenches(const Effort&) {
  std::vector<Pair> list;
  const char* const sides[] = {"upwind", "lateral", "downwind"};
  std::vector<fire::PoolFlame> flames;
  std::vector<double> length, tilt;
  for (const LngTrench& t : lng_trenches()) {
    fire::PoolFire pool;
    pool.fuel = lng();
    pool.length = t.length, pool.width = t.width, pool.axis_deg = 90, pool.rate = t.rate;
    flames.push_back(fire::burn(pool, air_of(t.wind, t.temperature, t.humidity, t.pressure)));
    length.push_back(flames.back().length / t.flame_length);
    tilt.push_back(flames.back().tilt / degree - t.tilt);
  }
  for (const LngTrenchGauge& g : lng_trench_gauges()) {
    const LngTrench& t = lng_trenches()[static_cast<size_t>(g.trench)];
    const Vec3 outwards = g.side == 0 ? Vec3(0, 1, 0) : Vec3(g.side, 0, 0);
    const fire::Haze haze(t.temperature + 273.15, t.humidity / 100);
    const fire::Flame& flame = flames[static_cast<size_t>(g.trench)].flame;
    const double q = fire::flux({&flame, 1}, Vec3(g.distance * outwards) + Vec3(0, 0, 1.5), -outwards, haze) / 1000;
    list.push_back({t.test, sides[g.side + 1], g.distance, g.flux, q});
  }
  Findings f;
  f.criteria = flux_criteria(list, 0.85);
  f.criteria.push_back(
      {"flame length, predicted over measured mean, of 13 tests", "", {}, "reported", length, Judge::every, true});
  f.criteria.push_back({"tilt, predicted less measured", "deg", {}, "reported", tilt, Judge::every, true});
  f.plots = {scatter("trench_flux", "LNG in trenches: flux", list, -1, 1.5)};
  f.notes = {
      "In 1 m/s and 1.5 m/s (BGC03, BGC02) the flame stands upright where it leaned by 45 and 56 degrees, and the "
      "flux is twice that measured.",
      table(list)};
  return f;
}

std::vector<Pair> jet_pairs(bool measured_fraction, std::vector<double>& lengths) {
  std::vector<Pair> list;
  std::vector<fire::Flame> flames;
  for (const GasJet& t : gas_jets()) {
    fire::JetFire j = example_jet();
    j.rate = t.rate, j.heat_of_combustion = 1e6 * t.heat_release / t.rate;
    j.hole = t.hole / 1000;
    j.place = {-t.nozzle, 0, 3.25};
    const double to = blows_to(t.wind_from) * degree;
    j.downwind = {std::cos(to), std::sin(to)};
    j.wind = t.wind;
    if (measured_fraction) j.radiant_fraction = t.radiant_fraction / 100;
    const fire::JetFlame flame = fire::burn(j);
    lengths.push_back(flame.length / t.length);
    flames.push_back(flame.flame);
  }
  const fire::Haze haze(283, 0.8);
  for (const GasJetGauge& g : gas_jet_gauges()) {
    const double q =
        fire::flux({&flames[static_cast<size_t>(g.jet)], 1}, {g.x, g.y, 1}, {0, g.y > 0 ? -1.0 : 1.0, 0}, haze) / 1000;
    list.push_back({gas_jets()[static_cast<size_t>(g.jet)].test, "", std::abs(g.y), g.flux, q});
  }
  return list;
}

Findings jets(const Effort&) {
  std::vector<double> lengths, unused;
  const std::vector<Pair> own = jet_pairs(false, lengths), given = jet_pairs(true, unused);
  Findings f;
  f.criteria = flux_criteria(own, 0.9);
  for (Criterion& c : flux_criteria(given, 0.9, ", with the measured radiant fraction")) {
    c.report_only = true, c.limits = {}, c.source = "reported";
    f.criteria.push_back(std::move(c));
  }
  f.criteria.push_back({"flame length, predicted over measured", "", {0.7, 1.3}, "asked of this program", lengths});
  f.criteria.back().shortfall =
      "0.69 for the second jet, which the wind met at 27 degrees: Chamberlain's law, by which a jet in line with the "
      "wind "
      "would be 0.77 of the measured; the pipe that all jets hit is not represented";
  f.plots = {scatter("jet_flux", "Jets of natural gas: flux", own, -0.2, 1.6)};
  f.notes = {
      "What is asked of the program is asked of its default chain, Chamberlain's model with his own radiant "
      "fraction, and met. The second set answers another question, whether a fraction that was measured may be "
      "put into that model: it may not. The measured fractions, 0.137 to 0.202, are larger than his of about 0.12, "
      "and spread over his frustum they give 1.6 times the measured flux. It is printed because the default's good "
      "score is one of two errors that cancel, of fraction and of where the flame radiates; whoever gives a "
      "`radiant_fraction` of his own gets the second.",
      "**With Chamberlain's radiant fraction**", table(own), "**With the measured radiant fraction**", table(given)};
  return f;
}

}  // namespace

std::vector<Check> fire_checks() {
  return {
      {"fire_examples", "Worked examples of fires and explosions",
       "Printed values and such recomputed from published formulas, each with its tolerance. View factors are those of "
       "the "
       "general method (contours of polygons), not of the closed forms that the values come from.",
       worked},
      {"lng_pool_fires", "LNG in a bund of 35 m: Montoir",
       "Three fires, nine quasi-steady periods, 388 readings. Burning rate, wind (at 9 m) and air as measured; "
       "everything "
       "else by the program's defaults: length by Thomas with wind, tilt by AGA, drag by Moorhouse, 190 (1 - exp(-0.3 "
       "D)) "
       "kW/m2, Wayne's transmissivity. Gauges 1 m above the ground that face the pool's axis; the 1 m wall of the bund "
       "is not "
       "represented. **Fitted to these data:** no constant; but this chain was chosen among eleven after looking at "
       "its "
       "scores here, and the 190 kW/m2 of the literature may itself rest on these or like fires.",
       montoir},
      {"lng_trench_fires", "LNG in trenches across the wind",
       "13 fires, aspect 5 to 30, 138 readings. As above, with the trench's width in place of the diameter and a "
       "sheared prism "
       "over its outline; the wind exactly across. **Fitted to these data:** the drag D' = 3 W and the diameter of "
       "equal area "
       "in the law of emission were chosen on these 13 fires; the fall of the drag below 1.5 m/s rests on two of them.",
       trenches},
      {"gas_jet_fires", "Horizontal jets of natural gas: Loughborough",
       "2.9, 9.6 and 19.5 kg/s at about 60 bar onto a pipe of 0.9 m, which is not represented; 27 readings. "
       "Chamberlain's "
       "model with 17.2 g/mol, 61 bar, 288 K; wind as measured at 10.85 m; air of 10 C and 80 % taken. **Fitted to "
       "these "
       "data:** nothing; the measured radiant fraction is an input of the second set of figures only.",
       jets}};
}

}  // namespace muster::sim::verify
