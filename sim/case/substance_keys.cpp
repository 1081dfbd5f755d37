#include "sim/case/substance_keys.h"

#include <algorithm>
#include <cctype>
#include <cmath>

namespace muster::sim {

namespace {

using substance::Flammability;
using substance::Substance;

Flammability& flammable(Substance& s) {
  if (!s.flammability) s.flammability.emplace();
  return *s.flammability;
}

/// [ppm] to a volume fraction.
constexpr double ppm = 1e-6;

}  // namespace

const std::array<SubstanceValue, substance_value_count>& substance_values() {
  using S = Substance;
  static const std::array<SubstanceValue, substance_value_count> values = {{
      {"molar_mass_kg_mol", "kg/mol", within(0.001, 1), [](S& s, double x) { s.molar_mass = x; }, "molar mass"},
      {"boiling_point_K", "K", within(1, 1000), [](S& s, double x) { s.boiling_point = x; },
       "boiling point at 101 325 Pa; of what sublimes there, the sublimation point"},
      {"melting_point_K", "K", within(1, 1000), [](S& s, double x) { s.melting_point = x; },
       "melting or triple point; without it, half of the boiling point"},
      {"critical_temperature_K", "K", within(2, 1500), [](S& s, double x) { s.critical_temperature = x; },
       "critical temperature"},
      {"critical_pressure_Pa", "Pa", within(2e5, 1e8), [](S& s, double x) { s.critical_pressure = x; },
       "critical pressure"},
      {"acentric_factor", "", within(-0.5, 2), [](S& s, double x) { s.acentric_factor = x; },
       "acentric factor; without it, from the boiling and the critical point (Edmister)"},
      {"liquid_density_boiling_kg_m3", "kg/m3", within(20, 20000), [](S& s, double x) { s.liquid_density_boiling = x; },
       "density of the liquid at the boiling point, or at the melting point of what sublimes"},
      {"liquid_density_25C_kg_m3", "kg/m3", within(20, 20000), [](S& s, double x) { s.liquid_density_25 = x; },
       "density of the saturated liquid at 298.15 K"},
      {"liquid_heat_boiling_J_kg_K", "J/kg/K", within(100, 20000), [](S& s, double x) { s.liquid_heat_boiling = x; },
       "heat capacity of the liquid at the boiling point"},
      {"liquid_heat_25C_J_kg_K", "J/kg/K", within(100, 20000), [](S& s, double x) { s.liquid_heat_25 = x; },
       "heat capacity of the liquid at 298.15 K"},
      {"vaporisation_boiling_J_kg", "J/kg", within(1e4, 1e7), [](S& s, double x) { s.vaporisation_boiling = x; },
       "heat of vaporisation at the boiling point"},
      {"vaporisation_25C_J_kg", "J/kg", within(1e3, 1e7), [](S& s, double x) { s.vaporisation_25 = x; },
       "heat of vaporisation at 298.15 K"},
      {"gas_heat_25C_J_kg_K", "J/kg/K", within(50, 20000), [](S& s, double x) { s.gas_heat_25 = x; },
       "heat capacity of the ideal gas at constant pressure and 298.15 K"},
      {"heat_ratio_25C", "", above(1, 1.7), [](S& s, double x) { s.heat_ratio_25 = x; },
       "ratio of the heat capacities of the ideal gas at 298.15 K; without it, from `gas_heat_25C_J_kg_K`"},
      {"lower_flammable_limit", "", above(0, 1), [](S& s, double x) { flammable(s).lower = x; },
       "lower flammable limit in air, volume fraction"},
      {"upper_flammable_limit", "", above(0, 1), [](S& s, double x) { flammable(s).upper = x; },
       "upper flammable limit in air, volume fraction"},
      {"flash_point_K", "K", within(50, 1000), [](S& s, double x) { flammable(s).flash_point = x; }, "flash point"},
      {"auto_ignition_K", "K", within(200, 1500), [](S& s, double x) { flammable(s).auto_ignition = x; },
       "auto-ignition temperature"},
      {"heat_of_combustion_J_kg", "J/kg", within(1e5, 2e8), [](S& s, double x) { flammable(s).heat_of_combustion = x; },
       "net heat of combustion of the gas at 25 C"},
      {"stoichiometric", "", above(0, 0.9), [](S& s, double x) { flammable(s).stoichiometric = x; },
       "stoichiometric volume fraction in air"},
      {"idlh_ppm", "ppm", above(0, 1e6), [](S& s, double x) { s.toxic.idlh = x * ppm; },
       "immediately dangerous to life or health (NIOSH)"},
      {"erpg_1_ppm", "ppm", above(0, 1e6), [](S& s, double x) { s.toxic.erpg[0] = x * ppm; }, "ERPG-1, 60 min"},
      {"erpg_2_ppm", "ppm", above(0, 1e6), [](S& s, double x) { s.toxic.erpg[1] = x * ppm; }, "ERPG-2, 60 min"},
      {"erpg_3_ppm", "ppm", above(0, 1e6), [](S& s, double x) { s.toxic.erpg[2] = x * ppm; }, "ERPG-3, 60 min"},
  }};
  return values;
}

const std::optional<Sourced<double>>& SubstanceEntry::value(const std::string& key) const {
  const auto& all = substance_values();
  const auto at = std::find_if(all.begin(), all.end(), [&](const SubstanceValue& v) { return key == v.key; });
  MUSTER_CHECK(at != all.end(), "{}", key);
  return values[static_cast<size_t>(at - all.begin())];
}

namespace {

constexpr std::array needed_values = {"molar_mass_kg_mol",
                                      "boiling_point_K",
                                      "critical_temperature_K",
                                      "critical_pressure_Pa",
                                      "liquid_density_boiling_kg_m3",
                                      "liquid_heat_boiling_J_kg_K",
                                      "vaporisation_boiling_J_kg",
                                      "gas_heat_25C_J_kg_K"};

Table<substance::Antoine> antoine_table() {
  using A = substance::Antoine;
  Table<A> table(
      "Vapour pressure: log10(p / Pa) = a - b / (T / K + c). Without it, a straight line through boiling and critical "
      "point over 1/T.");
  table.key("a", &A::a, number(within(0, 30), ""), "constant a", Need::required);
  table.key("b", &A::b, number(above(0, 10000), "K"), "constant b", Need::required);
  table.key("c", &A::c, number(within(-300, 300), "K"), "constant c", Need::required);
  table.key(
      "low_K", [](A & a) -> auto& { return a.range.low; }, number(within(1, 1500), "K"), "fitted from here",
      Need::required);
  table.key(
      "high_K", [](A & a) -> auto& { return a.range.high; }, number(within(1, 1500), "K"), "to here", Need::required);
  table.key("error_percent", &A::error_percent, number(within(0, 100), "%"), "largest deviation of the fit");
  table.check([](const Spot& spot, A& a, Report& report) {
    if (a.range.low >= a.range.high)
      report.refuse_key(spot, "high_K", fmt::format("must exceed low_K, {}", a.range.low));
    if (a.range.low + a.c <= 0)
      report.refuse_key(spot, "c",
                        fmt::format("must exceed {}: the formula ends at T = -c, low_K lies below it", -a.range.low));
  });
  return table;
}

Table<substance::GasHeat> gas_heat_table() {
  using G = substance::GasHeat;
  Table<G> table(
      "Heat capacity of the ideal gas over the temperature: c_p / R = a0 + a1 T + a2 T^2 + a3 T^3 + a4 T^4, scaled to "
      "meet `gas_heat_25C_J_kg_K`. Without it, constant.");
  for (size_t i = 0; i < 5; ++i)
    table.key(
        fmt::format("a{}", i), [i](G & g) -> auto& { return g.a[i]; }, number(within(-100, 100), ""),
        i == 0 ? std::string("constant a0") : fmt::format("constant a{} [1/K^{}]", i, i),
        i == 0 ? Need::required : Need::optional);
  table.key(
      "low_K", [](G & g) -> auto& { return g.range.low; }, number(within(1, 5000), "K"), "fitted from here",
      Need::required);
  table.key(
      "high_K", [](G & g) -> auto& { return g.range.high; }, number(within(1, 5000), "K"), "to here", Need::required);
  table.check([](const Spot& spot, G& g, Report& report) {
    if (!std::isfinite(g.range.high)) return;  // missing or refused already
    if (g.range.low >= g.range.high) {
      report.refuse_key(spot, "high_K", fmt::format("must exceed low_K, {}", g.range.low));
      return;
    }
    for (int i = 0; i <= 50; ++i) {
      const double t = g.range.low + i * (g.range.high - g.range.low) / 50;
      const double heat = g.a[0] + t * (g.a[1] + t * (g.a[2] + t * (g.a[3] + t * g.a[4])));
      if (heat > 1) continue;
      report.refuse_key(spot, "a0", fmt::format("gives c_p / R = {:.3g} at {:.4g} K, must exceed 1", heat, t));
      return;
    }
  });
  return table;
}

Table<substance::DangerousLoad> load_table() {
  using L = substance::DangerousLoad;
  Table<L> table("Dangerous toxic loads of the UK HSE: concentration^n x time in ppm^n min.");
  table.key("n", &L::n, number(above(0, 10), ""), "exponent", Need::required);
  table.key("slot", &L::slot, number(above(0, 1e60), ""), "load of 1 to 5 % deaths", Need::required);
  table.key("slod", &L::slod, number(above(0, 1e60), ""), "load of 50 % deaths", Need::required);
  table.check([](const Spot& spot, L& load, Report& report) {
    if (load.slod <= load.slot) report.refuse_key(spot, "slod", fmt::format("must exceed slot, {:g}", load.slot));
  });
  return table;
}

/// With the source's keys among those of the probit.
Table<Sourced<substance::Probit>> probit_table(Sources sources) {
  using P = Sourced<substance::Probit>;
  using Unit = substance::Probit::Unit;
  Table<P> table("Probability of death: Pr = a + b ln(integral of C^n dt), t in minutes; 50 % at Pr = 5.");
  table.key(
      "family", [](P & p) -> auto& { return p.value.family; }, text(), "whose constants, e.g. CCPS or PurpleBook",
      Need::required);
  table.key(
      "unit", [](P & p) -> auto& { return p.value.unit; }, choice<Unit>({{"ppm", Unit::ppm}, {"mg/m3", Unit::mg_m3}}),
      "of the concentration; mg/m3 at 25 C and 101 325 Pa", Need::required);
  table.key(
      "a", [](P & p) -> auto& { return p.value.a; }, number(within(-200, 50), ""), "constant a", Need::required);
  table.key(
      "b", [](P & p) -> auto& { return p.value.b; }, number(above(0, 50), ""), "constant b", Need::required);
  table.key(
      "n", [](P & p) -> auto& { return p.value.n; }, number(above(0, 10), ""), "exponent", Need::required);
  if (sources == Sources::none) return table;
  table.key("source", &P::source, text(), "its source", Need::required);
  table.key("status", &P::status, status_word(), "its status", Need::required);
  return table;
}

Type<SubstanceEntry::Level> aegl_level() {
  Type<SubstanceEntry::Level> type =
      with_rule(list_of(list_of(number(above(0, 1e6), "ppm"), 2, 2), 0, aegl_minutes.size()),
                [](const SubstanceEntry::Level& level) -> std::string {
                  for (size_t i = 0; i < level.size(); ++i) {
                    if (std::find(aegl_minutes.begin(), aegl_minutes.end(), level[i][0]) == aegl_minutes.end())
                      return fmt::format("{} min is no AEGL duration: 10, 30, 60, 240 or 480", level[i][0]);
                    if (i > 0 && level[i][0] <= level[i - 1][0]) return "the durations must ascend";
                    if (i > 0 && level[i][1] > level[i - 1][1]) return "the levels must not grow with the duration";
                  }
                  return "";
                });
  type.schema["x-form"] = "list of `[minutes, ppm]`";
  return type;
}

/// The check digit of a CAS number: the digits before it, weighted 1, 2, 3, ... from the right, add up to it modulo 10.
bool is_cas(const std::string& cas) {
  const size_t length = cas.size();
  if (length < 7 || length > 12 || cas[length - 2] != '-' || cas[length - 5] != '-') return false;
  int sum = 0, weight = 0;
  for (size_t i = length - 2; i-- > 0;) {
    if (i == length - 5) continue;
    if (!std::isdigit(static_cast<unsigned char>(cas[i]))) return false;
    sum += ++weight * (cas[i] - '0');
  }
  return cas.back() == static_cast<char>('0' + sum % 10);
}

/// What was not given is estimated.
void estimate(const SubstanceEntry& entry, Substance& s) {
  if (s.melting_point <= 0) s.melting_point = 0.5 * s.boiling_point;
  // Edmister (1958).
  const double log_critical = std::log10(s.critical_pressure / substance::standard_pressure);
  if (!entry.value("acentric_factor"))
    s.acentric_factor = 3.0 / 7 * log_critical / (s.critical_temperature / s.boiling_point - 1) - 1;
  if (!entry.value("heat_ratio_25C"))
    s.heat_ratio_25 = s.gas_heat_25 / (s.gas_heat_25 - substance::gas_constant / s.molar_mass);
  if (!entry.antoine) {
    s.antoine.b = log_critical / (1 / s.boiling_point - 1 / s.critical_temperature);
    s.antoine.a = std::log10(substance::standard_pressure) + s.antoine.b / s.boiling_point;
    s.antoine.range = {s.boiling_point, s.critical_temperature};
  }
}

void fill(SubstanceEntry& entry) {
  Substance& s = entry.substance;
  s.id = entry.id, s.name_zh = entry.name_zh, s.formula = entry.formula, s.cas = entry.cas;
  s.synonyms = entry.synonyms;
  if (entry.name.empty()) entry.name = entry.id;
  s.name = entry.name;
  for (size_t i = 0; i < substance_value_count; ++i)
    if (entry.values[i]) substance_values()[i].put(s, entry.values[i]->value);
  if (entry.antoine) s.antoine = entry.antoine->value;
  if (entry.gas_heat_fit) s.gas_heat_fit = entry.gas_heat_fit->value;
  if (entry.hse) s.toxic.hse = entry.hse->value;
  for (const auto& probit : entry.probits) s.toxic.probits.push_back(probit.value);
  for (size_t level = 0; level < 3; ++level) {
    if (!entry.aegl[level]) continue;
    if (!s.toxic.aegl) s.toxic.aegl.emplace();
    for (const auto& pair : entry.aegl[level]->value) {
      const auto at = std::find(aegl_minutes.begin(), aegl_minutes.end(), pair[0]);
      s.toxic.aegl->level[level][static_cast<size_t>(at - aegl_minutes.begin())] = pair[1] * ppm;
    }
  }
}

/// Each of three levels must exceed the one before.
void check_levels(const Spot& spot, const Substance& s, Report& report) {
  for (size_t level = 1; level < 3; ++level) {
    const auto &low = s.toxic.erpg[level - 1], &high = s.toxic.erpg[level];
    if (low && high && *high <= *low)
      report.refuse_key(spot, fmt::format("erpg_{}_ppm", level + 1),
                        fmt::format("must exceed erpg_{}_ppm, {:g}", level, *low / ppm));
    for (size_t i = 0; s.toxic.aegl && i < aegl_minutes.size(); ++i) {
      const auto &below = s.toxic.aegl->level[level - 1][i], &above = s.toxic.aegl->level[level][i];
      if (below && above && *above < *below)
        report.refuse_key(
            spot, fmt::format("aegl_{}_ppm", level + 1),
            fmt::format("at {} min must not lie below aegl_{}_ppm, {:g}", aegl_minutes[i], level, *below / ppm));
    }
  }
}

/// Values that contradict one another. Assumes that the needed ones are there.
void check_plausible(const Spot& spot, const SubstanceEntry& entry, Report& report) {
  const Substance& s = entry.substance;
  const auto refuse = [&](const char* key, const std::string& text) { report.refuse_key(spot, key, text); };
  if (s.boiling_point >= s.critical_temperature)
    return refuse("boiling_point_K", fmt::format("must lie below critical_temperature_K, {}", s.critical_temperature));
  if (s.melting_point >= s.critical_temperature)
    return refuse("melting_point_K", fmt::format("must lie below critical_temperature_K, {}", s.critical_temperature));
  const double least = substance::gas_constant / s.molar_mass;
  if (s.gas_heat_25 <= 2.4 * least)
    refuse("gas_heat_25C_J_kg_K", fmt::format("must exceed {:.0f}, 2.4 R / M: no gas has less", 2.4 * least));
  const double ratio = s.gas_heat_25 / (s.gas_heat_25 - least);
  if (entry.value("heat_ratio_25C") && std::abs(s.heat_ratio_25 / ratio - 1) > 0.03)
    refuse("heat_ratio_25C", fmt::format("must be within 3 % of {:.3f}, c_p / (c_p - R / M)", ratio));
  // At the boiling point the vapour pressure is one atmosphere; of what sublimes, where Antoine holds, it is not.
  const double boils = s.boiling_temperature(substance::standard_pressure);
  if (entry.antoine && s.boiling_point >= s.melting_point && std::abs(boils / s.boiling_point - 1) > 0.01)
    refuse("antoine", fmt::format("boils at {:.2f} K and 101 325 Pa, must be within 1 % of boiling_point_K, {}", boils,
                                  s.boiling_point));
  if (entry.antoine && s.antoine.range.high > s.critical_temperature)
    refuse("antoine", fmt::format("high_K must not exceed critical_temperature_K, {}", s.critical_temperature));
  for (const auto& [key, at_25, boiling] :
       {std::tuple{"liquid_density_25C_kg_m3", s.liquid_density_25, s.liquid_density_boiling},
        std::tuple{"vaporisation_25C_J_kg", s.vaporisation_25, s.vaporisation_boiling}}) {
    const double apart = 298.15 - s.reference_temperature();
    if (at_25 > 0 && std::abs(apart) > 10 && (at_25 >= boiling) != (apart < 0))
      refuse(key, fmt::format("must be {} the value at the boiling point, {}: both fall with the temperature",
                              apart < 0 ? "above" : "below", boiling));
  }
  if (!s.flammability) return;
  const Flammability& f = *s.flammability;
  if (f.lower <= 0 || f.upper <= 0)
    refuse(f.lower <= 0 ? "lower_flammable_limit" : "upper_flammable_limit", "is required of what burns");
  else if (f.lower >= f.upper)
    refuse("upper_flammable_limit", fmt::format("must exceed lower_flammable_limit, {}", f.lower));
  if (f.stoichiometric && f.lower > 0 && f.upper > 0 && (*f.stoichiometric < f.lower || *f.stoichiometric > f.upper))
    refuse("stoichiometric", fmt::format("must lie between the flammable limits, {} and {}", f.lower, f.upper));
}

Table<SubstanceEntry> substance_table(Sources sources) {
  using E = SubstanceEntry;
  const auto given = [sources](auto type) {
    return sources == Sources::needed ? sourced(std::move(type)) : unsourced(std::move(type));
  };
  Table<E> table(
      "A substance besides those of `muster data substances`, or in place of the one with the same id. What is not "
      "given is estimated.");
  table.key("id", &E::id,
            with_rule(text(),
                      [](const std::string& id) -> std::string {
                        const auto fits = [](char c) {
                          return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                        };
                        return std::all_of(id.begin(), id.end(), fits) ? "" : "must consist of a to z, 0 to 9 and _";
                      }),
            "its name in the case file: a to z, 0 to 9 and _", Need::required);
  table.key("name", &E::name, text(), "its English name; without it, the id");
  table.key("name_zh", &E::name_zh, text(), "its Chinese name");
  table.key("formula", &E::formula, text(), "its chemical formula, e.g. `C3H8`");
  table.key("cas", &E::cas,
            with_rule(text(),
                      [](const std::string& cas) -> std::string {
                        return is_cas(cas) ? "" : "is no CAS number (form 7664-41-7; the last digit checks the others)";
                      }),
            "its CAS number");
  table.key("synonyms", &E::synonyms, texts(), "further names");
  table.key("note", &E::note, text(), "what to know of it");
  for (size_t i = 0; i < substance_value_count; ++i) {
    const SubstanceValue& v = substance_values()[i];
    const bool needed =
        std::find(needed_values.begin(), needed_values.end(), std::string(v.key)) != needed_values.end();
    table.key(
        v.key, [i](E & e) -> auto& { return e.values[i]; }, given(number(v.range, v.unit)), v.text,
        needed ? Need::required : Need::optional);
  }
  table.key("antoine", &E::antoine, given(antoine_table().type()), "");
  table.key("gas_heat_fit", &E::gas_heat_fit, given(gas_heat_table().type()), "");
  for (size_t level = 0; level < 3; ++level)
    table.key(
        fmt::format("aegl_{}_ppm", level + 1), [level](E & e) -> auto& { return e.aegl[level]; }, given(aegl_level()),
        fmt::format("AEGL-{} at 10, 30, 60, 240 and 480 min; an empty list where none is recommended", level + 1));
  table.key("hse_load", &E::hse, given(load_table().type()), "");
  table.key("probit", &E::probits, list_of(probit_table(sources).type()), "");
  table.check([](const Spot& spot, E& entry, Report& report) {
    const bool complete = std::all_of(needed_values.begin(), needed_values.end(),
                                      [&](const char* key) { return entry.value(key).has_value(); });
    if (!complete) return;
    fill(entry);
    estimate(entry, entry.substance);
    check_levels(spot, entry.substance, report);
    check_plausible(spot, entry, report);
  });
  return table;
}

}  // namespace

Type<SubstanceEntry> substance_type(Sources sources) { return substance_table(sources).type(); }

Type<std::vector<SubstanceEntry>> substance_list(Sources sources) {
  return named_list_of(substance_type(sources), "id");
}

}  // namespace muster::sim
