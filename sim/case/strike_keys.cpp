#include "sim/case/strike_keys.h"

#include "sim/case/shapes.h"
#include "sim/case/units.h"

namespace muster::sim {

Table<FlashFireSpec> flash_fire_table() {
  using F = FlashFireSpec;
  Table<F> table(
      "A leak's cloud is lit and burns through without an explosion: whoever stands in it dies (Purple Book). The "
      "leak's gas is burnt from then on. Needs `[[leak]]`.");
  table.key("name", &F::name, text(), "its name in results", Need::required);
  table.key("leak", &F::leak, text(), "name of the `[[leak]]` whose cloud is lit", Need::required);
  table.key("at_s", &F::time, number(within(0, 604800), "s"), "when it is lit", Need::required);
  table.key("lfl_share", &F::share, number(within(0.1, 1), ""),
            "of the lower flammable limit, up to which it kills: 1 in the Purple Book, 0.5 for planning");
  return table;
}

namespace {

/// What explodes: of a leak, or a mass, volume, energy or charge at a place.
void check_explosion(const Spot& spot, ExplosionSpec& e, Report& report) {
  using L = ExplosionSpec::Law;
  const auto need = [&](const char* key, const std::string& why) {
    if (spot.node.find(key) == nullptr) report.refuse_key(spot, key, "is required " + why);
  };
  const auto refuse = [&](const char* key, const std::string& why) {
    if (const Node* node = spot.node.find(key)) report.refuse({*node, &spot, key}, why);
  };
  if (e.leak) {
    for (const char* key : {"substance", "mass_kg", "volume_m3", "energy_MJ", "tnt_kg"})
      refuse(key, "does not go with `leak`, whose cloud explodes");
  } else {
    refuse("share", "applies to the cloud of a `leak` only");
    need("at", "without a `leak`");
    if (e.mass || e.volume) need("substance", "together with mass_kg or volume_m3");
    if (!e.mass && !e.volume && !e.energy && !e.tnt)
      report.refuse_key(spot, "", "an explosion needs one of leak, mass_kg, volume_m3, energy_MJ, tnt_kg");
  }
  if (e.tnt && e.law != L::tnt && e.law != L::report) refuse("tnt_kg", "applies to the laws tnt and report only");
  if (e.law != L::tno) refuse("class", "applies to the law tno only");
  for (const char* key : {"confinement", "reactivity", "congestion", "flame_mach"})
    if (e.law != L::bst) refuse(key, "applies to the law bst only");
  for (const char* key : {"yield", "tnt_MJ_kg"})
    if (e.law != L::tnt && e.law != L::report) refuse(key, "applies to the laws tnt and report only");
}

}  // namespace

Table<ExplosionSpec> explosion_table() {
  using E = ExplosionSpec;
  using L = E::Law;
  Table<E> table("A vapour cloud or a charge explodes: overpressure on people, floors and targets.");
  table.key("name", &E::name, text(), "its name in results", Need::required);
  table.key("at_s", &E::time, number(within(0, 604800), "s"), "when", Need::required);
  table.key("leak", &E::leak, text(),
            "name of the `[[leak]]` whose cloud explodes: all of it between its flammable limits at that moment, or "
            "`share` of it. The leak's gas is burnt from then on");
  table.key("share", &E::share, number(above(0, 1), ""), "of the cloud's flammable mass, that in congested places");
  table.key("substance", &E::substance, text(), "what explodes, of `mass_kg` or `volume_m3`");
  table.key("mass_kg", &E::mass, number(above(0, 1e7), "kg"), "of the substance");
  table.key("volume_m3", &E::volume, number(above(0, 1e7), "m3"), "of its stoichiometric mixture");
  table.key("energy_MJ", &E::energy, scaled(above(0, 1e9), "MJ", 1e6), "in place of mass or volume");
  table.key("tnt_kg", &E::tnt, number(above(0, 1e7), "kg"), "of TNT");
  table.key("at", &E::at, plan_point(), "its middle, `[x, y]`; without it that of the leak's flammable cloud");
  table.key("z_m", &E::z, coordinate(), "height of the ground there; without it that of the nearest floor");
  table.key("law", &E::law, choice<L>({{"tno", L::tno}, {"bst", L::bst}, {"tnt", L::tnt}, {"report", L::report}}),
            "TNO multi-energy, Baker-Strehlow-Tang, TNT (Kingery and Bulmash), or TNT as Chinese safety reports do");
  table.key("class", &E::strength, whole(1, 10),
            "strength of `tno`: 7 to 10 strong ignition or confinement, 5 to 7 obstructed, 1 to 3 open");
  table.key("confinement", &E::confinement, choice<fire::Confinement>(fire::confinements()),
            "of `bst`; without it 2.5D");
  table.key("reactivity", &E::reactivity, choice<fire::Reactivity>(fire::reactivities()),
            "of `bst`; without it that of the substance");
  table.key("congestion", &E::congestion, choice<fire::Congestion>(fire::congestions()), "of `bst`; without it medium");
  table.key("flame_mach", &E::mach, number(within(0.02, 10), ""), "of `bst`, in place of the three");
  table.key("yield", &E::yield, number(above(0, 1), ""), "share of the energy that TNT stands for");
  table.key("tnt_MJ_kg", &E::tnt_energy, scaled(within(4, 5), "MJ/kg", 1e6), "of TNT");
  table.at_most_one({"mass_kg", "volume_m3", "energy_MJ", "tnt_kg"}).at_most_one({"flame_mach", "congestion"});
  table.check(check_explosion);
  return table;
}

}  // namespace muster::sim
