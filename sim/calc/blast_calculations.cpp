// `muster calc jet-fire`, `fireball` and `explosion`.
#include "models/fire/blast/blast.h"
#include "models/fire/gas/fireball.h"
#include "models/fire/gas/jet.h"
#include "sim/calc/fields.h"
#include "sim/calc/fire_answers.h"
#include "sim/case/units.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::sim {

namespace {

constexpr double degree = std::numbers::pi / 180;

/// What burns, of the library or as given.
struct Gas {
  std::string substance;
  std::optional<double> molar_mass, heat_ratio, heat;
};

template <class T, class Access>
void add_gas_keys(Table<T>& table, Access gas, bool all) {
  const auto in = [gas](auto member) {
    return [ gas, member ](T & t) -> auto& { return gas(t).*member; };
  };
  table.key("substance", in(&Gas::substance), text(), "name, formula or CAS number of what burns", Need::required);
  table.key("heat_of_combustion_MJ_kg", in(&Gas::heat), number(within(1, 200), "MJ/kg"), "in place of the substance's");
  if (!all) return;
  table.key("molar_mass_g_mol", in(&Gas::molar_mass), number(within(2, 500), "g/mol"),
            "of a mixture such as natural gas");
  table.key("heat_ratio", in(&Gas::heat_ratio), number(within(1.01, 1.67), ""),
            "c_p / c_v, in place of the substance's");
}

/// [J/kg]; throws InputError where it does not burn.
double heat_of(const Gas& gas, const substance::Substance& s) {
  if (gas.heat) return 1e6 * *gas.heat;
  if (s.flammability && s.flammability->heat_of_combustion) return *s.flammability->heat_of_combustion;
  throw InputError(
      {"", 0, "substance", gas.substance, fmt::format("{} has no heat of combustion: it does not burn", s.name)});
}

struct JetInputs {
  Gas gas;
  std::optional<double> rate, hole, radiant;
  double pressure = 0, temperature = 288.15, height = 1, upward = 0, away = 0;
  double coefficient = 0.85;
  plume::Weather weather = fire_weather();
  FireQuestions questions;
};

Answer jet_answer(const JetInputs& in, const substance::Library& library) {
  const substance::Substance& s = known_substance(library, "substance", in.gas.substance);
  fire::JetFire jet;
  jet.heat_of_combustion = heat_of(in.gas, s);
  jet.molar_mass = in.gas.molar_mass ? *in.gas.molar_mass / 1000 : s.molar_mass;
  jet.heat_ratio = in.gas.heat_ratio.value_or(s.heat_ratio(in.temperature));
  jet.pressure = in.pressure, jet.temperature = in.temperature;
  if (in.hole) jet.hole = *in.hole / 1000;
  const fire::Air air = fire_air(in.weather, in.height);
  jet.air_pressure = air.pressure, jet.air_temperature = air.temperature;
  if (jet.pressure <= air.pressure)
    throw InputError({"", 0, "pressure_bar", fmt::format("{}", in.pressure / 1e5), "must be above the air's"});
  jet.rate = in.rate ? *in.rate : fire::hole_rate(jet, *jet.hole, in.coefficient);
  if (const double most = jet.hole ? fire::hole_rate(jet, *jet.hole, 1) : jet.rate; jet.rate > 1.001 * most)
    throw InputError({"", 0, "rate_kg_s", fmt::format("{}", jet.rate),
                      fmt::format("the hole passes at most {:.3g} kg/s at this pressure", most)});
  jet.place = {0, 0, in.height};
  const double up = in.upward * degree, away = in.away * degree;
  jet.direction = {std::cos(up), 0, std::sin(up)};
  jet.downwind = {std::cos(away), std::sin(away)};
  jet.wind = air.wind;
  jet.radiant_fraction = in.radiant;
  const fire::JetFlame flame = fire::burn(jet);
  Answer answer;
  answer.add("substance", s.id, "what burns");
  answer.add("rate_kg_s", jet.rate, "kg/s", in.rate ? "as given" : "out of the hole at this pressure");
  answer.add("heat_release_MW", flame.heat_release / 1e6, "MW", "");
  answer.add("jet_speed_m_s", flame.speed, "m/s", "expanded to the air's pressure");
  answer.add("source_diameter_m", flame.source_diameter, "m", "of a jet of air with the same mass and momentum");
  answer.add("still_flame_length_m", flame.still_length, "m", "in calm air, across the wind");
  answer.add("flame_length_m", flame.length, "m", "from the hole to the tip");
  answer.add("lift_off_m", flame.lift_off, "m", "from the hole to where the flame begins");
  answer.add("frustum_m", flame.frustum, "m", "length of the visible flame");
  answer.add("first_width_m", flame.first, "m", "where the flame begins");
  answer.add("second_width_m", flame.second, "m", "at its tip");
  answer.add("flame_tilt_deg", flame.tilt / degree, "deg", "between the jet and the flame's axis");
  answer.add("radiant_fraction", flame.radiant_fraction, "", "of the heat release");
  answer.add("emissive_power_kW_m2", flame.emission / 1000, "kW/m2", "of the flame's surface");
  answer.add("api521_length_m", fire::api521_length(flame.heat_release), "m",
             "for comparison: flame length by API 521");
  answer.warnings = flame.warnings;
  answer.notes.emplace_back("Chamberlain's flame; x is along the jet in plan, distances are from the hole");
  add_flux_answers(answer, {&flame.flame, 1}, in.questions, haze_of(in.questions, air));
  return answer;
}

Calculation jet_fire() {
  const JetInputs start;
  Table<JetInputs> table("A burning jet of gas: its flame, and how far it radiates. x is along the jet in plan.",
                         start);
  add_gas_keys(
      table, [](JetInputs& i) -> Gas& { return i.gas; }, true);
  table.key("rate_kg_s", &JetInputs::rate, number(above(0, 1e5), "kg/s"), "of the gas");
  table.key("hole_mm", &JetInputs::hole, number(within(0.1, 5000), "mm"),
            "diameter; without `rate_kg_s` the rate follows from it");
  table.key("coefficient", &JetInputs::coefficient, number(above(0, 1), ""), "of discharge of the hole");
  table.key("pressure_bar", &JetInputs::pressure, bars(within(1, 1000)), "of the gas before the hole, absolute",
            Need::required);
  table.key("temperature_C", &JetInputs::temperature, celsius(within(-200, 600)), "of the gas before the hole");
  table.key("height_m", &JetInputs::height, number(within(0, 500), "m"), "of the hole above the ground");
  table.key("upward_deg", &JetInputs::upward, number(within(-90, 90), "deg"), "where the jet points, above the level");
  table.key("wind_angle_deg", &JetInputs::away, number(within(-180, 180), "deg"),
            "where the wind blows to, counter-clockwise from the jet in plan; 0 along with it");
  table.key("radiant_fraction", &JetInputs::radiant, number(above(0, 1), ""), "as measured, in place of Chamberlain's");
  add_question_keys(table, [](JetInputs& i) -> FireQuestions& { return i.questions; });
  add_wall_keys(table, [](JetInputs& i) -> FireQuestions& { return i.questions; });
  add_fire_weather_keys(table, [](JetInputs& i) -> plume::Weather& { return i.weather; });
  table.check([](const Spot& spot, JetInputs& in, Report& report) {
    if (!in.rate && !in.hole) report.refuse_key(spot, "rate_kg_s", "or hole_mm is required");
  });
  return calculation<JetInputs>("jet-fire", "a burning jet of gas: its flame, and how far it radiates", table,
                                jet_answer);
}

struct BallInputs {
  Gas gas;
  double mass = 0, share = 1, pressure = 0;
  fire::FireballLaw law = fire::FireballLaw::martinsen_marx;
  double temperature = 293.15, humidity = 0.5;
  FireQuestions questions;
};

/// Flux [W/m2] on what faces the ball, greatest over its life, and the dose [(W/m2)^4/3 s].
struct Suffered {
  double flux = 0, upright = 0, dose = 0;
};
Suffered suffered(const fire::Fireball& fire, const Vec3& place, const fire::Haze& haze) {
  constexpr int steps = 120;
  const double duration = fireball_duration(fire), step = duration / steps;
  Suffered sum;
  for (int i = 0; i < steps; ++i) {
    const fire::Ball ball = fire::ball_at(fire, (i + 0.5) * step);
    const double far = (place - ball.middle).norm();
    const double q = ball.emission * fire::ball_view(ball, place) *
                     static_cast<double>(haze(static_cast<float>(std::max(0.0, far - ball.diameter / 2))));
    const double level = (place - ball.middle).head<2>().norm() / std::max(far, 1e-9);
    sum.flux = std::max(sum.flux, q);
    sum.upright = std::max(sum.upright, q * level);
    sum.dose += std::pow(q, 4.0 / 3) * step;
  }
  return sum;
}

Answer ball_answer(const BallInputs& in, const substance::Library& library) {
  const substance::Substance& s = known_substance(library, "substance", in.gas.substance);
  const fire::Fireball fire{in.share * in.mass, in.pressure, heat_of(in.gas, s), in.law, Vec3::Zero()};
  const fire::Haze haze =
      in.questions.transmissivity ? fire::Haze(*in.questions.transmissivity) : fire::Haze(in.temperature, in.humidity);
  Answer answer;
  answer.add("substance", s.id, "what burns");
  answer.add("burning_mass_kg", fire.mass, "kg", "that makes the fireball");
  answer.add("diameter_m", fireball_diameter(fire), "m", "the largest");
  answer.add("duration_s", fireball_duration(fire), "s", "");
  answer.add("emissive_power_kW_m2", fireball_emission(fire) / 1000, "kW/m2", "the largest");
  answer.add("radiant_fraction", fire::fireball_fraction(in.pressure), "", "of the heat release, by Roberts");
  answer.add("centre_height_m", fire::ball_at(fire, fireball_duration(fire)).middle.z(), "m", "at the end");
  const double farthest = 100 + 10 * fireball_diameter(fire) * std::sqrt(fireball_emission(fire) / 1e5);
  for (const double level : in.questions.levels) {
    const double d = fire::farthest_where(1, 2 * farthest, [&](double x) {
      return suffered(fire, {x, 0, in.questions.height}, haze).flux >= level;
    });
    answer.add(fmt::format("level_{}_kW_m2_distance_m", level / 1000), d, "m",
               fmt::format("to {} kW/m2 at its strongest on what faces the ball", level / 1000));
  }
  if (!in.questions.points.empty()) {
    Answer::Series series{
        "points",
        "At the points: the strongest radiation, and the dose of the whole life",
        {{"x", "m"}, {"y", "m"}, {"z", "m"}, {"facing", "kW/m2"}, {"upright", "kW/m2"}, {"dose", "(kW/m2)^4/3 s"}},
        {}};
    for (const Vec3& p : in.questions.points) {
      const Suffered q = suffered(fire, p, haze);
      series.rows.push_back({p.x(), p.y(), p.z(), q.flux / 1000, q.upright / 1000, q.dose / 1e4});
    }
    answer.series.push_back(std::move(series));
  }
  answer.notes.emplace_back("distances are from below the ball; it is solid, nothing stands in between");
  if (fire.mass < 10)
    answer.warnings.push_back({"small_fireball", "the laws rest on fireballs of more than some kilograms", "mass_kg"});
  if (fire.mass > 1e6)
    answer.warnings.push_back(
        {"large_fireball", "no fireball of more than some hundred tonnes was ever observed", "mass_kg"});
  return answer;
}

Calculation fireball() {
  const BallInputs start;
  Table<BallInputs> table("A vessel of liquefied gas bursts in a fire: its fireball, and how far it radiates.", start);
  add_gas_keys(
      table, [](BallInputs& i) -> Gas& { return i.gas; }, false);
  table.key("mass_kg", &BallInputs::mass, number(above(0, 1e7), "kg"), "in the vessel", Need::required);
  table.key("share", &BallInputs::share, number(above(0, 1), ""),
            "of it that burns in the ball; Chinese safety reports 0.5 of one vessel, 0.7 of two, 0.9 of more");
  table.key("pressure_bar", &BallInputs::pressure, bars(within(1, 300)), "at which the vessel bursts, absolute",
            Need::required);
  table.key("law", &BallInputs::law, choice<fire::FireballLaw>(fire::fireball_laws()), "of its size and duration");
  table.key("air_temperature_C", &BallInputs::temperature, celsius(within(-60, 60)), "of the air");
  table.key("humidity", &BallInputs::humidity, number(within(0, 1), ""), "relative");
  add_question_keys(table, [](BallInputs& i) -> FireQuestions& { return i.questions; });
  return calculation<BallInputs>("fireball", "the fireball of a vessel that bursts, and how far it radiates", table,
                                 ball_answer);
}

enum class BlastModel { tno, bst, tnt, report };

struct BlastInputs {
  std::optional<std::string> substance;
  Gas gas;
  BlastModel model = BlastModel::bst;
  std::optional<double> mass, volume, energy, mach, tnt_mass;
  int strength = 7;
  double yield = 0.04, tnt_energy = 4.6;
  std::optional<fire::Confinement> confinement;
  std::optional<fire::Reactivity> reactivity;
  std::optional<fire::Congestion> congestion;
  std::vector<double> levels = {2070, 6900, 17000, 44000};  ///< [Pa]
  std::vector<double> distances;
  double pressure = substance::standard_pressure;
};

/// [J] of the explosion as given: energy, mass or volume.
double energy_of(const BlastInputs& in, const substance::Library& library, Answer& answer) {
  if (in.energy) return 1e6 * *in.energy;
  if (!in.substance) throw InputError({"", 0, "substance", "", "is required together with mass_kg or volume_m3"});
  const substance::Substance& s = known_substance(library, "substance", *in.substance);
  Gas gas = in.gas;
  gas.substance = *in.substance;
  if (in.mass) return *in.mass * heat_of(gas, s);
  heat_of(gas, s);
  const double density = fire::mixture_energy(s);
  if (density > 0) return *in.volume * density;
  answer.notes.emplace_back("the substance's stoichiometric mixture is not known: 3.5 MJ/m3");
  return *in.volume * 3.5e6;
}

/// Overpressure and impulse by distance of the model asked for; says what it is.
std::function<fire::Blast(double)> blast_of(const BlastInputs& in, double energy, const substance::Library& library,
                                            Answer& answer) {
  const double pressure = in.pressure;
  if (in.model == BlastModel::tnt || in.model == BlastModel::report) {
    const double heat = 1e6 * in.tnt_energy;
    const double ground = in.model == BlastModel::report ? 1.8 : 1.0;
    const double mass = in.tnt_mass ? *in.tnt_mass : ground * in.yield * energy / heat;
    answer.add("tnt_kg", mass, "kg", "of equal energy");
    if (in.model == BlastModel::tnt)
      return [=](double r) { return fire::Blast{fire::tnt(mass, r, pressure), fire::tnt_impulse(mass, r, pressure)}; };
    answer.add("death_radius_m", fire::report_death_radius(mass), "m", "by the practice of Chinese safety reports");
    return [=](double r) { return fire::Blast{fire::report_overpressure(mass * heat, r, pressure), {}}; };
  }
  if (in.model == BlastModel::tno) {
    answer.warnings.push_back({"multi_energy_curves",
                               "the classes' curves are derived from those of Baker-Strehlow-Tang, not the published "
                               "ones: right to about 25 %",
                               "model"});
    return [=, strength = in.strength](double r) {
      return fire::Blast{fire::multi_energy(energy, strength, r, pressure), {}};
    };
  }
  double mach = 0;
  if (in.mach) {
    mach = *in.mach;
  } else {
    const substance::Substance* s = in.substance ? library.find(*in.substance) : nullptr;
    const auto reactivity =
        in.reactivity.value_or(s != nullptr ? fire::reactivity_of(s->id) : fire::Reactivity::medium);
    mach = fire::flame_mach(in.confinement.value_or(fire::Confinement::two_and_a_half_d), reactivity,
                            in.congestion.value_or(fire::Congestion::medium));
  }
  answer.add("flame_mach", mach, "", mach >= 5.2 ? "a detonation" : "of the flame");
  return [=](double r) { return fire::baker_strehlow_tang(energy, mach, r, pressure); };
}

Answer blast_answer(const BlastInputs& in, const substance::Library& library) {
  Answer answer;
  const double energy = in.tnt_mass ? 1e6 * in.tnt_energy * *in.tnt_mass : energy_of(in, library, answer);
  answer.add("energy_MJ", energy / 1e6, "MJ", "of the combustion of what explodes");
  const auto blast = blast_of(in, energy, library, answer);
  for (const double level : in.levels)
    answer.add(fmt::format("level_{}_kPa_distance_m", level / 1000),
               fire::blast_distance(level, [&](double r) { return blast(r).overpressure; }), "m",
               fmt::format("to {} kPa, side-on", level / 1000));
  if (!in.distances.empty()) {
    Answer::Series series{"distances",
                          "Blast by distance, side-on",
                          {{"distance", "m"},
                           {"overpressure", "kPa"},
                           {"impulse", "Pa s"},
                           {"duration", "ms"},
                           {"reflected_head_on", "kPa"}},
                          {}};
    for (const double r : in.distances) {
      const fire::Blast b = blast(r);
      const double impulse = b.impulse.value_or(NAN);
      series.rows.push_back({r, b.overpressure / 1000, impulse, 2000 * impulse / b.overpressure,
                             fire::reflected_overpressure(b.overpressure, in.pressure) / 1000});
    }
    answer.series.push_back(std::move(series));
  }
  answer.notes.emplace_back("distances are from the middle of the explosion, over open ground");
  return answer;
}

/// kPa, read as Pa.
Type<double> kilopascals(const Range& range) { return scaled(range, "kPa", 1000); }

Calculation explosion() {
  using I = BlastInputs;
  const I start;
  Table<I> table("A vapour cloud or TNT explodes: overpressure by distance.", start);
  table.key("substance", &I::substance, text(), "name, formula or CAS number of what explodes");
  table.key(
      "heat_of_combustion_MJ_kg", [](I & i) -> auto& { return i.gas.heat; }, number(within(1, 200), "MJ/kg"),
      "in place of the substance's");
  table.key("model", &I::model,
            choice<BlastModel>({{"tno", BlastModel::tno},
                                {"bst", BlastModel::bst},
                                {"tnt", BlastModel::tnt},
                                {"report", BlastModel::report}}),
            "TNO multi-energy, Baker-Strehlow-Tang, TNT (Kingery and Bulmash), or TNT as Chinese safety reports do");
  table.key("mass_kg", &I::mass, number(above(0, 1e7), "kg"), "of the substance that explodes");
  table.key("volume_m3", &I::volume, number(above(0, 1e7), "m3"),
            "of its stoichiometric mixture, where the plant is congested");
  table.key("energy_MJ", &I::energy, number(above(0, 1e9), "MJ"), "in place of mass or volume");
  table.key("tnt_kg", &I::tnt_mass, number(above(0, 1e7), "kg"), "of TNT");
  table.key("class", &I::strength, whole(1, 10),
            "strength of `tno`: 7 to 10 strong ignition or confinement, 5 to 7 obstructed, 1 to 3 open");
  table.key("confinement", &I::confinement, choice<fire::Confinement>(fire::confinements()),
            "of `bst`; without it 2.5D");
  table.key("reactivity", &I::reactivity, choice<fire::Reactivity>(fire::reactivities()),
            "of `bst`; without it that of the substance");
  table.key("congestion", &I::congestion, choice<fire::Congestion>(fire::congestions()), "of `bst`; without it medium");
  table.key("flame_mach", &I::mach, number(within(0.02, 10), ""), "of `bst`, in place of the three");
  table.key("yield", &I::yield, number(above(0, 1), ""), "share of the energy that TNT stands for");
  table.key("tnt_MJ_kg", &I::tnt_energy, number(within(4, 5), "MJ/kg"), "of TNT");
  table.key("levels_kPa", &I::levels, list_of(kilopascals(above(0, 1e4)), 1, 20), "overpressures to find distances to");
  table.key("distances_m", &I::distances, list_of(number(above(0, 1e5), "m")), "to look at");
  table.key("air_pressure_bar", &I::pressure, bars(within(0.5, 1.2)), "of the air, absolute");
  table.exactly_one({"mass_kg", "volume_m3", "energy_MJ", "tnt_kg"});
  table.at_most_one({"flame_mach", "congestion"});
  table.check([](const Spot& spot, I& in, Report& report) {
    const bool tnt = in.model == BlastModel::tnt || in.model == BlastModel::report;
    if (in.tnt_mass && !tnt)
      report.refuse_key(spot, "tnt_kg",
                        "applies to the models tnt and report only: give --model tnt or --model report");
  });
  return calculation<I>("explosion", "overpressure of a vapour cloud or of TNT by distance", table, blast_answer);
}

}  // namespace

std::vector<Calculation> blast_calculations() { return {jet_fire(), fireball(), explosion()}; }

}  // namespace muster::sim
