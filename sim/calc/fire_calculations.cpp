// `muster calc burning-rate`, `pool-fire`, `tank-fire` and `view-factor`.
#include "models/fire/flame/pool.h"
#include "models/fire/radiation/view_factor.h"
#include "sim/calc/fields.h"
#include "sim/calc/fire_answers.h"
#include "sim/case/units.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::sim {

namespace {

using std::numbers::pi;
constexpr double degree = pi / 180;

struct Inputs {
  std::string fuel;
  std::optional<double> diameter, area, length, width, spill_rate, spill_volume, depth;
  std::optional<double> rate, emission, radiant;
  bool on_water = false;
  double height = 0, freeboard = 0;  ///< [m] of a tank's rim, of the rim above the liquid
  double wind_angle = 90;            ///< [deg] between the wind and a trench's long side
  std::optional<fire::LengthLaw> length_law;
  std::optional<fire::TiltLaw> tilt_law;
  std::optional<fire::DragLaw> drag_law;
  std::optional<fire::EmissionLaw> emission_law;
  plume::Weather weather = fire_weather();
  FireQuestions questions;
};

void add_fuel_keys(Table<Inputs>& table) {
  table.key("fuel", &Inputs::fuel, text(), "name of a fuel (`muster data fuels`) or of a substance that burns",
            Need::required);
  table.key("burning_rate_kg_m2_s", &Inputs::rate, number(above(0, 1), "kg/m2/s"), "as measured");
}

void add_pool_keys(Table<Inputs>& table) {
  table.key("diameter_m", &Inputs::diameter, number(within(0.1, 500), "m"), "of the pool");
  table.key("area_m2", &Inputs::area, number(within(0.01, 2e5), "m2"), "of the pool, burning as a circle");
  table.key("length_m", &Inputs::length, number(within(0.1, 2000), "m"),
            "of a rectangle's long side; above 2.5 times `width_m` it burns as a trench");
  table.key("width_m", &Inputs::width, number(within(0.1, 500), "m"), "of its short side");
  table.key("spill_kg_s", &Inputs::spill_rate, number(above(0, 1e5), "kg/s"),
            "runs out onto open ground and burns as fast");
  table.key("spill_m3", &Inputs::spill_volume, number(above(0, 1e6), "m3"), "spilled at once onto open ground");
  table.exactly_one({"diameter_m", "area_m2", "length_m", "spill_kg_s", "spill_m3"});
  table.only_with("length_m", {"width_m"}).only_with("width_m", {"length_m"});
  table.check([](const Spot& spot, Inputs& in, Report& report) {
    if (in.length && in.width && *in.length < *in.width)
      report.refuse_key(spot, "width_m", "must not be above length_m");
  });
}

void add_law_keys(Table<Inputs>& table) {
  table.key("emissive_power_kW_m2", &Inputs::emission, kilowatts(above(0, 500)),
            "of the whole flame, in place of a law");
  table.key("radiant_fraction", &Inputs::radiant, number(above(0, 1), ""),
            "of the law `radiant`, in place of the fuel's");
  table.key("length_law", &Inputs::length_law, choice<fire::LengthLaw>(fire::length_laws()), "of the flame's length");
  table.key("tilt_law", &Inputs::tilt_law, choice<fire::TiltLaw>(fire::tilt_laws()), "of its tilt by the wind");
  table.key("drag_law", &Inputs::drag_law, choice<fire::DragLaw>(fire::drag_laws()), "of its foot's drag by the wind");
  table.key("emission_law", &Inputs::emission_law, choice<fire::EmissionLaw>(fire::emission_laws()),
            "of its surface emissive power");
}

void add_the_rest(Table<Inputs>& table) {
  add_law_keys(table);
  add_question_keys(table, [](Inputs& i) -> FireQuestions& { return i.questions; });
  add_wall_keys(table, [](Inputs& i) -> FireQuestions& { return i.questions; });
  add_fire_weather_keys(table, [](Inputs& i) -> plume::Weather& { return i.weather; });
}

fire::Fuel fuel_of(const Inputs& in, const substance::Library& library) {
  return known_fuel(program_fuels(), library, "fuel", in.fuel, in.weather.temperature);
}

/// Fills in the size; what spills is told in the answer.
void size_pool(const Inputs& in, fire::PoolFire& fire, Answer& answer) {
  if (in.diameter) fire.diameter = *in.diameter;
  if (in.area) fire.diameter = std::sqrt(4 * *in.area / pi);
  if (in.length && in.width) fire.length = *in.length, fire.width = *in.width, fire.axis_deg = in.wind_angle;
  if (in.spill_rate) {
    fire.diameter = fire::steady_pool_diameter(fire.fuel, *in.spill_rate);
    answer.notes.emplace_back("the pool is as large as burns what runs out");
  }
  if (in.spill_volume) {
    const fire::Spread spread = fire::spilled_pool(fire.fuel, *in.spill_volume, in.on_water);
    fire.diameter = spread.diameter;
    answer.add("spread_time_s", spread.time, "s", "until the pool is largest and has burnt away");
  }
}

void add_flame_answers(Answer& answer, const fire::PoolFlame& flame) {
  answer.add("diameter_m", flame.diameter, "m", flame.trench ? "of a circle of equal area" : "of the burning surface");
  answer.add("burning_rate_kg_m2_s", flame.rate, "kg/m2/s", "");
  answer.add("heat_release_MW", flame.heat_release / 1e6, "MW", "");
  answer.add("flame_length_m", flame.length, "m", "along its axis");
  answer.add("flame_tilt_deg", flame.tilt / degree, "deg", "from the vertical");
  answer.add("flame_drag", flame.drag, "", "length of its foot along the wind, in diameters (of a trench in widths)");
  const bool two = flame.emission.clear_length > 0 && flame.emission.clear_length < flame.length;
  answer.add("emissive_power_kW_m2", flame.mean_emission / 1000, "kW/m2", "mean over the flame's sides");
  if (two) {
    answer.add("clear_flame_m", flame.emission.clear_length, "m", "of its length that no smoke hides");
    answer.add("clear_emissive_power_kW_m2", flame.emission.lower / 1000, "kW/m2", "of that part");
    answer.add("smoky_emissive_power_kW_m2", flame.emission.upper / 1000, "kW/m2", "of the part above");
  }
  answer.add("radiated_share", flame.radiated_share, "", "of the heat of combustion");
}

Answer fire_answer(const Inputs& in, const substance::Library& library, bool tank) {
  Answer answer;
  fire::PoolFire fire;
  fire.fuel = fuel_of(in, library);
  fire.rate = in.rate;
  if (in.rate) fire.fuel.burning_rate = *in.rate, fire.fuel.growth.reset(), fire.fuel.large_rate.reset();
  answer.add("fuel", fire.fuel.id, "what burns");
  size_pool(in, fire, answer);
  const double surface = in.height - in.freeboard;
  fire.place = {0, 0, tank ? surface : 0};
  fire.elevated = tank;
  if (tank) fire.freeboard = in.freeboard;
  fire.emission = in.emission, fire.radiant = in.radiant;
  fire.length_law = in.length_law, fire.tilt_law = in.tilt_law;
  fire.drag_law = in.drag_law, fire.emission_law = in.emission_law;
  fire.fineness = {48, 4};
  const double thin = in.depth && !tank ? fire::thin_spill_share(*in.depth) : 1.0;
  if (thin < 1) {
    fire.rate = thin * in.rate.value_or(fire::burning_rate(
                           fire.fuel, fire.length > 0 ? std::sqrt(4 * fire.length * fire.width / pi) : fire.diameter));
    answer.notes.push_back(fmt::format("so thin a layer burns at {:.0f} % of the rate of a deep pool", 100 * thin));
  }
  const fire::Air air = fire_air(in.weather, tank ? in.height : 0);
  const fire::PoolFlame flame = fire::burn(fire, air);
  add_flame_answers(answer, flame);
  if (in.depth)
    answer.add("burns_for_min", *in.depth * fire.fuel.density / flame.rate / 60, "min", "until the layer has burnt");
  answer.notes.insert(answer.notes.end(), flame.notes.begin(), flame.notes.end());
  answer.warnings.insert(answer.warnings.end(), flame.warnings.begin(), flame.warnings.end());
  answer.notes.emplace_back(
      in.questions.wall ? "distances are from the middle of the fire; but where it says so nothing stands in between"
                        : "distances are from the middle of the fire; nothing stands in between");
  add_flux_answers(answer, {&flame.flame, 1}, in.questions, haze_of(in.questions, air),
                   tank ? flame.diameter / 2 : 0.1);
  if (tank)
    for (const Vec3& p : in.questions.points)
      if (p.head<2>().norm() < flame.diameter / 2 && p.z() < in.height)
        throw InputError({"", 0, "points", fmt::format("[{}, {}, {}]", p.x(), p.y(), p.z()), "lies in the tank"});
  return answer;
}

Calculation pool_fire() {
  Table<Inputs> table("A burning pool: its flame, and how far it radiates.");
  add_fuel_keys(table);
  add_pool_keys(table);
  table.key("on_water", &Inputs::on_water, flag(), "`spill_m3` spreads on water");
  table.key("depth_m", &Inputs::depth, number(above(0, 50), "m"),
            "of the liquid: how long it burns; thin layers burn slower");
  table.key("wind_angle_deg", &Inputs::wind_angle, number(within(0, 90), "deg"), "between the wind and `length_m`");
  add_the_rest(table);
  table.only_with("on_water", {"spill_m3"}).only_with("wind_angle_deg", {"length_m"});
  return calculation<Inputs>("pool-fire", "a burning pool or trench: its flame, and how far it radiates", table,
                             [](const Inputs& in, const substance::Library& l) { return fire_answer(in, l, false); });
}

Calculation tank_fire() {
  Inputs start;
  start.height = 15;
  Table<Inputs> table("A tank whose whole surface burns: its flame, and how far it radiates.", start);
  add_fuel_keys(table);
  table.key("diameter_m", &Inputs::diameter, number(within(0.5, 150), "m"), "of the tank", Need::required);
  table.key("height_m", &Inputs::height, number(within(0, 60), "m"), "of its rim above the ground");
  table.key("freeboard_m", &Inputs::freeboard, number(within(0, 60), "m"), "from the liquid up to the rim");
  table.key("depth_m", &Inputs::depth, number(above(0, 60), "m"), "of the liquid: how long it burns");
  add_the_rest(table);
  table.check([](const Spot& spot, Inputs& in, Report& report) {
    if (in.freeboard > in.height)
      report.refuse_key(spot, "freeboard_m", "must not be above height_m");
    else if (in.depth && in.height > 0 && *in.depth > in.height - in.freeboard)
      report.refuse_key(spot, "depth_m", "must not be above height_m less freeboard_m: the tank would not hold it");
  });
  return calculation<Inputs>("tank-fire", "a tank whose whole surface burns, and how far it radiates", table,
                             [](const Inputs& in, const substance::Library& l) { return fire_answer(in, l, true); });
}

Answer burning_answer(const Inputs& in, const substance::Library& library) {
  Answer answer;
  fire::PoolFire fire;
  fire.fuel = fuel_of(in, library);
  if (in.rate) fire.fuel.burning_rate = *in.rate, fire.fuel.growth.reset(), fire.fuel.large_rate.reset();
  answer.add("fuel", fire.fuel.id, "what burns");
  answer.add("family", fire::name_of(fire.fuel.family), "how its flame radiates");
  size_pool(in, fire, answer);
  const double area = fire.length > 0 ? fire.length * fire.width : pi / 4 * fire.diameter * fire.diameter;
  const double diameter = std::sqrt(4 * area / pi);
  const double rate = fire::burning_rate(fire.fuel, diameter);
  answer.add("diameter_m", diameter, "m", "of a circle of equal area");
  answer.add("burning_rate_kg_m2_s", rate, "kg/m2/s", "");
  answer.add("regression_mm_min", rate / fire.fuel.density * 60000, "mm/min", "how fast the surface sinks");
  answer.add("mass_rate_kg_s", rate * area, "kg/s", "");
  answer.add("heat_release_kW", fire::heat_release(fire.fuel, rate, area) / 1000, "kW", "complete combustion");
  answer.add("flame_height_m", fire::heskestad_length(fire::heat_release(fire.fuel, rate, area), diameter), "m",
             "in calm air by Heskestad's law");
  if (!fire.fuel.estimated) {
    answer.add("soot_kg_s", fire.fuel.soot_yield * rate * area, "kg/s", "given off");
    answer.add("carbon_monoxide_kg_s", fire.fuel.monoxide_yield * rate * area, "kg/s", "given off");
  }
  if (fire.fuel.estimated)
    answer.warnings.push_back({"fuel_estimated",
                               fmt::format("no burning rate of {} is known: it is estimated from its heats; yields of "
                                           "soot and carbon monoxide are not known",
                                           fire.fuel.name),
                               "burning_rate_kg_m2_s"});
  return answer;
}

Calculation burning_rate_calculation() {
  Table<Inputs> table("How fast a pool burns.");
  add_fuel_keys(table);
  add_pool_keys(table);
  table.key("on_water", &Inputs::on_water, flag(), "`spill_m3` spreads on water");
  table.key(
      "air_temperature_C", [](Inputs & i) -> auto& { return i.weather.temperature; }, celsius(within(-60, 60)),
      "of the air");
  table.only_with("on_water", {"spill_m3"});
  return calculation<Inputs>("burning-rate", "how fast a pool burns, and what it gives off", table, burning_answer);
}

/// A body and a receptor.
struct View {
  enum class Shape { cylinder, sphere } shape = Shape::cylinder;
  double diameter = 0, length = 0, tilt = 0, azimuth = 0, distance = 0, height = 0, centre = 0;
};

Answer view_answer(const View& in, const substance::Library&) {
  const double azimuth = in.azimuth * degree;
  // Azimuths turn clockwise from where the body leans to.
  const Vec3 place(in.distance * std::cos(azimuth), -in.distance * std::sin(azimuth), in.height);
  fire::Flame body;
  if (in.shape == View::Shape::sphere) {
    body = fire::sphere({0, 0, in.centre}, in.diameter, 1, {256, 1});
  } else {
    const double tilt = in.tilt * degree;
    const fire::Stem stem{Vec3::Zero(), {1, 0}, in.length * std::cos(tilt), std::tan(tilt)};
    body = fire::sheared_cylinder(stem, in.diameter, in.diameter, {{1, 1}}, true, {4096, 1});
  }
  if (fire::within(body, place))
    throw InputError({"", 0, "distance_m", fmt::format("{}", in.distance), "the receptor lies within the body"});
  const Vec3 towards(-std::cos(azimuth), std::sin(azimuth), 0);
  Answer answer;
  answer.add("vertical", fire::view_factor(body, place, towards), "",
             "of an upright surface that faces the foot's middle");
  answer.add("horizontal", fire::view_factor(body, place, Vec3::UnitZ()), "", "of a level surface that faces up");
  answer.add("greatest", fire::greatest_view_factor(body, place), "", "over all orientations");
  return answer;
}

Calculation view_factor_calculation() {
  Table<View> table("How much of a receptor's view a flame fills.");
  table.key("shape", &View::shape,
            choice<View::Shape>({{"cylinder", View::Shape::cylinder}, {"sphere", View::Shape::sphere}}), "of the body");
  table.key("diameter_m", &View::diameter, number(above(0, 2000), "m"), "of the body", Need::required);
  table.key("length_m", &View::length, number(above(0, 2000), "m"), "of a cylinder along its axis");
  table.key("tilt_deg", &View::tilt, number(within(0, 85), "deg"), "of a cylinder's axis; its sections stay level");
  table.key("azimuth_deg", &View::azimuth, number(within(-360, 360), "deg"),
            "of the receptor, clockwise from where the cylinder leans to");
  table.key("distance_m", &View::distance, number(above(0, 1e5), "m"), "of the receptor from the foot's middle",
            Need::required);
  table.key("height_m", &View::height, number(within(0, 1000), "m"), "of the receptor above the foot");
  table.key("centre_height_m", &View::centre, number(within(0, 5000), "m"), "of a sphere's centre above the ground");
  table.check([](const Spot& spot, View& in, Report& report) {
    const bool sphere = in.shape == View::Shape::sphere;
    if (!sphere && spot.node.find("length_m") == nullptr)
      report.refuse_key(spot, "length_m", "is required of a cylinder");
    for (const char* key : {"length_m", "tilt_deg", "azimuth_deg"})
      if (sphere && spot.node.find(key) != nullptr) report.refuse_key(spot, key, "applies to cylinders only");
    if (!sphere && spot.node.find("centre_height_m") != nullptr)
      report.refuse_key(spot, "centre_height_m", "applies to spheres only");
  });
  return calculation<View>("view-factor", "how much of a receptor's view a cylinder or a sphere fills", table,
                           view_answer);
}

}  // namespace

std::vector<Calculation> fire_calculations() {
  return {burning_rate_calculation(), pool_fire(), tank_fire(), view_factor_calculation()};
}

}  // namespace muster::sim
