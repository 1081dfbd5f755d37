#include "sim/case/flow_keys.h"

#include "sim/case/shapes.h"

namespace muster::sim {

Table<FlowSpec> flow_table() {
  using F = FlowSpec;
  Table<F> table(
      "Leaks spread through the model's real geometry: a large-eddy simulation in a box of cells, in place of clouds "
      "over "
      "flat, open ground, for every leak whose `dispersion` is `automatic`. Neutral air.");
  table.key("cell_m", &F::cell, number(within(0.05, 20), "m"), "side of its cells in plan");
  table.key("cell_height_m", &F::cell_height, number(within(0.05, 20), "m"), "their height; without it `cell_m`");
  table.key("from", &F::from, plan_point(), "its corner of least x and y, `[x, y]`; with `to`");
  table.key("to", &F::to, plan_point(),
            "the opposite corner; without both the floors and the leaks, `margin_m` around");
  table.key("margin_m", &F::margin, number(within(0, 2000), "m"), "between the floors and leaks and its sides");
  table.key("height_m", &F::height, number(within(1, 1000), "m"), "of the box above its bottom");
  table.key("bottom_m", &F::bottom, coordinate(),
            "height of its bottom, ground or water; without it the lowest floor outside");
  table.key(
      "fields_every_s", &F::fields_every, number(within(0, 3600), "s"),
      "time between fields stored in results.h5, whole multiples of `hazards.every_s`; without it as that; 0: none");
  table.key("spin_up_s", &F::spin_up, number(within(0, 3600), "s"), "that the wind blows before the run begins");
  table.key("gusts", &F::gusts, flag(), "whether the wind comes in with turbulent eddies");
  table.key("courant", &F::courant, number(within(0.05, 0.9), ""),
            "longest step: the share of its air that may flow out of a cell; 0.5 at most where there is gas");
  table.only_with("from", {"to"}).only_with("to", {"from"});
  return table;
}

}  // namespace muster::sim
