#include "sim/case/hazard_keys.h"

#include "sim/case/leak_keys.h"
#include "sim/case/shapes.h"

#include <algorithm>
#include <functional>

namespace muster::sim {

namespace {

/// Leaky sheds have 5 /h and more, tight modern buildings 0.1 /h (ASHRAE Fundamentals, ventilation and infiltration).
Type<double> air_change() { return number(within(0, 100), "1/h"); }

}  // namespace

Table<LeakSpec> leak_table() {
  using L = LeakSpec;
  Table<L> table("Something that leaks out of a plant and spreads with the wind. Needs `[weather]`.");
  table.key("name", &L::name, text(), "its name in results", Need::required);
  table.key("substance", &L::substance, text(), "name, formula or CAS number; `muster data substances` lists them",
            Need::required);
  table.key("at", &L::at, plan_point(), "where, `[x, y]`", Need::required);
  table.key("z_m", &L::z, coordinate(), "height of the ground there; without it the lowest floor");
  table.key("begins_s", &L::begins, number(within(0, 604800), "s"), "when it begins");
  table.key("dispersion", &L::dispersion, choice(plume::models()), "how it spreads; `automatic` chooses and says why");
  table.key("averaging_s", &L::averaging, number(above(0, 3600), "s"), "averaging time of the concentrations");
  add_leak_keys(
      table, [](L & l) -> auto& { return l.source; });
  return table;
}

Table<HazardSettings> hazards_table() {
  using H = HazardSettings;
  Table<H> table("How hazards are sampled over the floors, or from which earlier run they are taken.");
  table.key(
      "from", &H::from, file_path(),
      "results file (`results.h5`) of an earlier run of the same place: its weather, leaks, fires and all else that "
      "makes its hazards are those of this run, and what it sampled over the floors is read instead of computed");
  table.key("square_m", &H::square, number(within(0.2, 20), "m"), "side of the squares, rounded to whole floor cells");
  table.key("every_s", &H::every, number(within(0.1, 600), "s"), "time between samples");
  table.key("height_m", &H::height, number(within(0, 3), "m"), "above the floor: what people breathe");
  table.key("air_changes_per_h", &H::air_changes_per_h, air_change(),
            "air that comes in from outdoors, of every space of the model that no `[[enclosure]]` names");
  table.key(
      "volume", &H::volume, flag(),
      "gas and smoke in the air are sampled for replays (`/hazards/volume`); nothing is computed from it, and it is "
      "most of the file of some runs");
  Type<std::vector<double>> times =
      with_rule(list_of(number(within(0, 604800), "s"), 0, 48), [](const std::vector<double>& all) -> std::string {
        const bool up = std::adjacent_find(all.begin(), all.end(), std::greater_equal<>()) == all.end();
        return up ? "" : "must ascend";
      });
  table.key("arrivals_s", &H::arrivals, times,
            "for who comes to a square at each of these times: how long he can stay there, and what he meets by the "
            "end; maps in `results.h5` and the report");
  table.key(
      "draws", &H::draws, whole(20, 100000),
      "how often weather, leaks and fires that are given as ranges `low..high` are drawn, for bands of the distances");
  return table;
}

Table<EnclosureSpec> enclosure_table() {
  using E = EnclosureSpec;
  Table<E> table("A room or building that gas enters and leaves by its air change only.");
  table.key("name", &E::name, text(), "its name", Need::required);
  table.key(
      "spaces", [](E & e) -> auto& { return e.place.spaces; }, texts(), "names (globs) of spaces");
  table.key(
      "storeys", [](E & e) -> auto& { return e.place.storeys; }, texts(), "names (globs) of storeys");
  table.key(
      "polygon", [](E & e) -> auto& { return e.place.polygon; }, plan_polygon(), "its outline, `[[x, y], ...]`");
  table.key(
      "z_m", [](E & e) -> auto& { return e.place.z; }, coordinate(),
      "height of `polygon`; needed where floors overlap there");
  table.key("air_changes_per_h", &E::air_changes_per_h, air_change(), "air that comes in from outdoors");
  table.key("height_m", &E::height, number(within(1, 200), "m"),
            "of its ceiling; a leak higher than that is outdoors. Without it that of its storey, else 3 m");
  table.key(
      "intake", &E::intake, space_point(),
      "where it takes its air in, `[x, y, z]`; without it over the middle of its floor. With `[flow]` it must lie "
      "outdoors, in no wall");
  table.key("volume_m3", &E::volume, number(above(0, 1e8), "m3"), "of its air, in place of floor area times height");
  table.exactly_one({"spaces", "storeys", "polygon"}).only_with("z_m", {"polygon"});
  return table;
}

}  // namespace muster::sim
