#include "sim/case/fire_keys.h"

#include "sim/case/leak_keys.h"
#include "sim/case/shapes.h"
#include "sim/case/units.h"

#include <algorithm>
#include <array>

namespace muster::sim {

namespace {

using F = FireSpec;
using K = FireSpec::Kind;

const std::vector<std::pair<std::string, K>>& kinds() {
  static const std::vector<std::pair<std::string, K>> all = {
      {"pool", K::pool}, {"tank", K::tank},         {"rim_seal", K::rim_seal}, {"trench", K::trench},
      {"jet", K::jet},   {"fireball", K::fireball}, {"design", K::design}};
  return all;
}

/// Keys that belong to some kinds only: as bits 1 << kind.
struct Belongs {
  const char* key;
  unsigned kinds;
};
constexpr unsigned bit(K kind) { return 1U << static_cast<unsigned>(kind); }
constexpr unsigned pool = bit(K::pool), tank = bit(K::tank), rim = bit(K::rim_seal), trench = bit(K::trench),
                   jet = bit(K::jet), ball = bit(K::fireball), design = bit(K::design), liquid = pool | tank | trench;
constexpr std::array<Belongs, 48> belonging = {{{"until_s", liquid | rim | jet | design},
                                                {"seal_m", rim},
                                                {"burning_share", rim},
                                                {"burning_at_deg", rim},
                                                {"hot_layer_m_h", tank},
                                                {"boilover_share", tank},
                                                {"boilover_reach_diameters", tank},
                                                {"smoke", liquid},
                                                {"foam_at_s", liquid | rim},
                                                {"foam_takes_s", liquid | rim},
                                                {"diameter_m", pool | tank | rim},
                                                {"area_m2", pool | design},
                                                {"spill_kg_s", pool},
                                                {"spill_m3", pool},
                                                {"on_water", pool},
                                                {"length_m", pool | trench},
                                                {"width_m", pool | trench},
                                                {"along_deg", pool | trench},
                                                {"depth_m", liquid},
                                                {"burning_rate_kg_m2_s", liquid | rim},
                                                {"emissive_power_kW_m2", liquid | rim},
                                                {"radiant_fraction", liquid | jet | design},
                                                {"length_law", liquid},
                                                {"tilt_law", liquid},
                                                {"drag_law", liquid},
                                                {"emission_law", liquid},
                                                {"height_m", tank | jet | rim | design},
                                                {"freeboard_m", tank | rim},
                                                {"rate_kg_s", jet},
                                                {"hole_mm", jet},
                                                {"coefficient", jet},
                                                {"temperature_C", jet},
                                                {"upward_deg", jet},
                                                {"towards_deg", jet},
                                                {"molar_mass_g_mol", jet},
                                                {"heat_ratio", jet},
                                                {"heat_of_combustion_MJ_kg", jet | ball | design},
                                                {"pressure_bar", jet | ball},
                                                {"mass_kg", jet | ball},
                                                {"share", ball},
                                                {"law", ball},
                                                {"peak_MW", design},
                                                {"growth_kW_s2", design},
                                                {"heat_release_kW", design},
                                                {"soot_yield", design},
                                                {"carbon_monoxide_yield", design},
                                                {"carbon_dioxide_yield", design},
                                                {"hydrogen_cyanide_yield", design}}};

std::string words_of(unsigned set) {
  std::vector<std::string> words;
  for (const auto& [word, kind] : kinds())
    if ((set & bit(kind)) != 0) words.push_back(word);
  return fmt::format("{}", fmt::join(words, ", "));
}

/// What each kind must be told.
void check_needed(const Spot& spot, const F& fire, Report& report) {
  const auto given = [&](const char* key) { return spot.node.find(key) != nullptr; };
  const auto need = [&](const char* key) {
    if (!given(key)) report.refuse_key(spot, key, fmt::format("is required of a {}", word_of(fire.kind)));
  };
  switch (fire.kind) {
    case K::pool: {
      int sizes = 0;
      for (const char* key : {"diameter_m", "area_m2", "length_m", "spill_kg_s", "spill_m3"}) sizes += given(key);
      if (sizes != 1)
        report.refuse_key(spot, "", "a pool needs one of diameter_m, area_m2, length_m, spill_kg_s, spill_m3");
      break;
    }
    case K::tank:
    case K::rim_seal:
      need("diameter_m"), need("height_m");
      break;
    case K::trench:
      need("length_m"), need("width_m");
      break;
    case K::jet:
      need("pressure_bar");
      if (!given("rate_kg_s") && !given("hole_mm")) report.refuse_key(spot, "rate_kg_s", "or hole_mm is required");
      break;
    case K::fireball:
      need("pressure_bar"), need("mass_kg");
      break;
    case K::design:
      need("area_m2");
      if (given("heat_release_kW") == given("peak_MW"))
        report.refuse_key(spot, "", "a design fire needs one of heat_release_kW, peak_MW");
      break;
  }
}

void check_fire(const Spot& spot, F& fire, Report& report) {
  const Node* kind = spot.node.find("kind");
  const auto* word = kind != nullptr ? kind->as<std::string>() : nullptr;
  if (word == nullptr || *word != word_of(fire.kind)) return;  // refused already
  for (const Belongs& b : belonging) {
    const Node* node = spot.node.find(b.key);
    if (node != nullptr && (b.kinds & bit(fire.kind)) == 0)
      report.refuse({*node, &spot, b.key}, fmt::format("applies to {} only, this is a {}", words_of(b.kinds), *word));
  }
  check_needed(spot, fire, report);
  const auto refuse = [&](const char* key, const std::string& text) {
    if (const Node* node = spot.node.find(key)) report.refuse({*node, &spot, key}, text);
  };
  if (fire.length && fire.width && *fire.length < *fire.width) refuse("width_m", "must not be above length_m");
  if (fire.kind == K::trench && fire.length && fire.width && *fire.length <= 2.5 * *fire.width)
    refuse("length_m", "a trench is more than 2.5 times as long as wide: write kind = \"pool\"");
  if (fire.height && fire.freeboard > *fire.height) refuse("freeboard_m", "must not be above height_m");
  if (fire.kind == K::tank && fire.height && fire.depth && *fire.depth > *fire.height - fire.freeboard)
    refuse("depth_m", "must not be above height_m less freeboard_m: the tank would not hold it");
  if (fire.hot_zone && !fire.depth) report.refuse_key(spot, "depth_m", "is required with hot_layer_m_h");
  if ((fire.kind == K::tank || fire.kind == K::rim_seal) && fire.diameter && *fire.diameter > 150)
    refuse("diameter_m", "must lie in [0.5, 150] of a tank");
  if (fire.until && *fire.until <= fire.begins)
    refuse("until_s", fmt::format("must be above begins_s, {:g}", fire.begins));
  if (fire.foam && *fire.foam < fire.begins)
    refuse("foam_at_s", fmt::format("must not be below begins_s, {:g}", fire.begins));
}

void add_time_keys(Table<F>& table) {
  const Range time = within(0, 604800);
  table.key("begins_s", &F::begins, number(time, "s"), "when it is lit; it burns fully from then on");
  table.key(
      "until_s", &F::until, number(above(0, 604800), "s"),
      "when it is put out or shut off; without it when it has burnt out (`depth_m`, `spill_m3`, `mass_kg`), else it "
      "goes on");
  table.key("foam_at_s", &F::foam, number(time, "s"), "when a foam attack begins to close the surface");
  table.key("foam_takes_s", &F::foamed, number(above(0, 604800), "s"),
            "how long that takes: the share that burns, and with it the radiation, falls linearly to nothing");
  table.only_with("foam_at_s", {"foam_takes_s"}).only_with("foam_takes_s", {"foam_at_s"});
}

void add_liquid_keys(Table<F>& table) {
  table.key("diameter_m", &F::diameter, number(within(0.1, 500), "m"), "of the pool; of the tank, 0.5 to 150");
  table.key("area_m2", &F::area, number(within(0.01, 2e5), "m2"), "of the pool or design fire, burning as a circle");
  table.key("length_m", &F::length, number(within(0.1, 2000), "m"),
            "of a rectangle's long side; above 2.5 times `width_m` it burns as a trench");
  table.key("width_m", &F::width, number(within(0.1, 500), "m"), "of its short side");
  table.key("along_deg", &F::along, number(within(-360, 360), "deg"),
            "direction of the long side, clockwise from north (the y-axis)");
  table.key("spill_kg_s", &F::spill_rate, number(above(0, 1e5), "kg/s"), "runs out onto open ground and burns as fast");
  table.key("spill_m3", &F::spill_volume, number(above(0, 1e6), "m3"), "spilled at once onto open ground");
  table.key("on_water", &F::on_water, flag(), "`spill_m3` spreads on water");
  table.key("depth_m", &F::depth, number(above(0, 60), "m"),
            "of the liquid: how long it burns; a pool's thin layer burns slower");
  table.key("height_m", &F::height, number(within(0, 500), "m"),
            "of a tank's rim, of a jet's hole, or of what burns in a design fire, above the ground; without it a jet's "
            "is 1 m, "
            "a design fire's 0");
  table.key("freeboard_m", &F::freeboard, number(within(0, 60), "m"), "from the liquid up to a tank's rim");
  table.key("seal_m", &F::seal, number(within(0.1, 2), "m"),
            "what burns of a rim seal: from the gap at the shell to the foam dam, 0.2 to 0.6");
  table.key("burning_share", &F::burning, number(above(0, 1), ""), "of the rim seal's circumference");
  table.key("burning_at_deg", &F::seal_at, number(within(-360, 360), "deg"),
            "middle of that share, clockwise from north (the y-axis) as seen from the tank's middle");
  table.key("hot_layer_m_h", &F::hot_zone, scaled(above(0, 5), "m/h", 1 / 3600.0),
            "how fast the hot layer of a burning crude or heavy oil sinks below its surface: 0.3 to 1.2 measured, 0.5 "
            "likely. When it reaches the water at the bottom the tank boils over; needs `depth_m`");
  table.key("boilover_share", &F::boilover_share, number(within(0.01, 1), ""),
            "of the oil that is left then, that burns as a ball; 0.05 to 0.3 are planning values, none is measured");
  table.key(
      "boilover_reach_diameters", &F::boilover_reach, number(within(0, 20), ""),
      "how far from the tank's middle, in diameters of the tank, the rest burns as a pool, unless it spreads less; 5 "
      "to 10 were seen, none is measured. 0: it does not burn");
  table.key(
      "smoke", &F::smoke, flag(),
      "people meet its smoke: how far they see, carbon monoxide; by Briggs' rise and a Gaussian plume, or through the "
      "model's geometry by `[flow]`");
  table.key("burning_rate_kg_m2_s", &F::rate, number(above(0, 1), "kg/m2/s"), "as measured");
  table.key("emissive_power_kW_m2", &F::emission, scaled(above(0, 500), "kW/m2", 1000),
            "of the whole flame, in place of a law");
  table.key("length_law", &F::length_law, choice<fire::LengthLaw>(fire::length_laws()), "of the flame's length");
  table.key("tilt_law", &F::tilt_law, choice<fire::TiltLaw>(fire::tilt_laws()), "of its tilt by the wind");
  table.key("drag_law", &F::drag_law, choice<fire::DragLaw>(fire::drag_laws()), "of its foot's drag by the wind");
  table.key("emission_law", &F::emission_law, choice<fire::EmissionLaw>(fire::emission_laws()),
            "of its surface emissive power");
  table.only_with("boilover_share", {"hot_layer_m_h"}).only_with("boilover_reach_diameters", {"hot_layer_m_h"});
  table.only_with("on_water", {"spill_m3"}).only_with("along_deg", {"length_m"});
  table.only_with("length_m", {"width_m"}).only_with("width_m", {"length_m"});
}

/// "" or what must hold of a course of heat release.
std::string course_rule(const std::vector<std::array<double, 2>>& course) {
  double most = 0, before = -1;
  for (const auto& [time, kilowatts] : course) {
    if (time <= before || time < 0) return "times must ascend from 0 on";
    if (kilowatts < 0 || kilowatts > 1e6) return "heat release must lie in [0, 1000000] kW";
    before = time, most = std::max(most, kilowatts);
  }
  return course.size() < 2 || !(most > 0) ? "must have two points and more, one of them above 0 kW" : "";
}

void add_design_keys(Table<F>& table) {
  const auto yield = [] { return number(within(0, 5), ""); };
  table.key("peak_MW", &F::peak, scaled(above(0, 1000), "MW", 1e6),
            "heat release of a design fire: from the start, or what it grows to (`growth_kW_s2`)");
  table.key("growth_kW_s2", &F::growth, scaled(above(0, 10), "kW/s2", 1000),
            "it grows with the square of time: 0.003 slow, 0.012 medium, 0.047 fast, 0.188 ultra-fast (NFPA 92)");
  table.key("heat_release_kW", &F::course, with_rule(rate_series(), course_rule),
            "`[[time_s, kW], ...]`, linear in between: a measured fire; times count from `begins_s`");
  table.key("soot_yield", &F::soot_yield, yield(), "kg of soot a kg that burns, in place of the fuel's");
  table.key("carbon_monoxide_yield", &F::monoxide_yield, yield(), "likewise");
  table.key("carbon_dioxide_yield", &F::dioxide_yield, yield(),
            "likewise; without it that of the fuel's carbon which is neither soot nor carbon monoxide");
  table.key("hydrogen_cyanide_yield", &F::cyanide_yield, yield(), "likewise; without it none");
  table.only_with("growth_kW_s2", {"peak_MW"});
}

void add_gas_keys(Table<F>& table) {
  table.key("rate_kg_s", &F::gas_rate, number(above(0, 1e5), "kg/s"), "of a jet's gas");
  table.key("hole_mm", &F::hole, scaled(within(0.1, 5000), "mm", 1e-3),
            "diameter; without `rate_kg_s` the rate follows from it");
  table.key("coefficient", &F::coefficient, number(above(0, 1), ""), "of discharge of the hole");
  table.key("pressure_bar", &F::pressure, bars(within(1, 1000)),
            "absolute: of the gas before the hole, or at which the vessel of a fireball bursts");
  table.key("temperature_C", &F::temperature, celsius(within(-200, 600)), "of the gas before the hole");
  table.key("upward_deg", &F::upward, number(within(-90, 90), "deg"), "where the jet points, above the level");
  table.key("towards_deg", &F::towards, number(within(-360, 360), "deg"),
            "where it points in plan, clockwise from north (the y-axis)");
  table.key("molar_mass_g_mol", &F::molar_mass, scaled(within(2, 500), "g/mol", 1e-3),
            "of a mixture such as natural gas");
  table.key("heat_ratio", &F::heat_ratio, number(within(1.01, 1.67), ""), "c_p / c_v, in place of the substance's");
  table.key("heat_of_combustion_MJ_kg", &F::heat, scaled(within(1, 200), "MJ/kg", 1e6), "in place of the substance's");
  table.key("mass_kg", &F::mass, number(above(0, 1e7), "kg"),
            "in the vessel of a fireball; of a jet, what there is to burn at its first rate");
  table.key("share", &F::share, number(above(0, 1), ""),
            "of the mass that burns in the ball; Chinese safety reports 0.5 of one vessel, 0.7 of two, 0.9 of more");
  table.key("law", &F::law, choice<fire::FireballLaw>(fire::fireball_laws()), "of a fireball's size and duration");
}

}  // namespace

const char* word_of(K kind) {
  for (const auto& [word, meaning] : kinds())
    if (meaning == kind) return word.c_str();
  return "";
}

Table<F> fire_table() {
  Table<F> table("Something that burns and radiates. Needs `[weather]`.");
  table.key("name", &F::name, text(), "its name in results", Need::required);
  table.key(
      "kind", &F::kind, choice<K>(kinds()),
      "a `pool` on the ground, a `tank` whose whole surface burns, the `rim_seal` of a floating roof, a "
      "`trench`, a `jet` of gas, the `fireball` of a "
      "vessel that bursts, or a `design` fire whose heat release is prescribed (a train, a room): its smoke needs "
      "`[flow]`",
      Need::required);
  table.key("fuel", &F::fuel, text(),
            "name of a fuel (`muster data fuels`), or name, formula or CAS number of a substance that burns; of a "
            "design fire "
            "any name where heat of combustion and yields are given",
            Need::required);
  table.key("at", &F::at, plan_point(), "its middle, of a jet the hole, `[x, y]`", Need::required);
  table.key("z_m", &F::z, coordinate(), "height of the ground there; without it that of the nearest floor");
  add_time_keys(table);
  add_liquid_keys(table);
  add_gas_keys(table);
  add_design_keys(table);
  table.key("radiant_fraction", &F::radiant, number(above(0, 1), ""),
            "of the heat: of a design fire without it 0.35, of a jet in place of Chamberlain's, of a pool of the law "
            "`radiant` in place of the fuel's");
  table.key("transmissivity", &F::transmissivity, number(above(0, 1), ""),
            "of the air, in place of Wayne's law of temperature and humidity");
  table.check(check_fire);
  return table;
}

Table<TargetSpec> target_table() {
  using T = TargetSpec;
  Table<T> table("A place, or the surface of a part of the model, whose radiation in time is recorded.");
  table.key("name", &T::name, text(), "its name in results", Need::required);
  table.key("at", &T::at, space_point(), "of a place, `[x, y, z]`");
  table.key(
      "part", &T::part, text(),
      "in place of `at`: name (glob) or id of elements of the model, whose whole surface is looked at, each place on "
      "the side that gets more; of explosions the overpressure and impulse on it");
  table.key("spacing_m", &T::spacing, number(within(0.05, 100), "m"),
            "longest side of the triangles that a `part` is cut into; the flux is that on their middles");
  table.key("normal", &T::normal,
            with_rule(space_point(),
                      [](const Vec3& n) -> std::string { return n.norm() > 1e-6 ? "" : "must have a length"; }),
            "where its surface faces, `[x, y, z]`; without it as if it faced the fire");
  table.check([](const Spot&, T& target, Report&) {
    if (target.normal && target.normal->norm() > 1e-6) target.normal->normalize();
  });
  table.exactly_one({"at", "part"}).only_with("normal", {"at"}).only_with("spacing_m", {"part"});
  return table;
}

}  // namespace muster::sim
