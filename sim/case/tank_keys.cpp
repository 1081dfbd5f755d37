#include "sim/case/tank_keys.h"

#include "sim/case/shapes.h"
#include "sim/case/units.h"

namespace muster::sim {

namespace {

using T = TankSpec;

void add_heat_keys(Table<T>& table) {
  table.key("cooling_L_min_m2", &T::water, number(within(0, 100), "L/min/m2"), "water on its shell");
  table.key("cooling_from_s", &T::water_from, number(within(0, 604800), "s"), "when the water comes");
  table.key("cooling_until_s", &T::water_until, number(above(0, 604800), "s"), "when it is shut off");
  table.key("cooling_share", &T::water_share, number(within(0, 1), ""),
            "of the water that runs down where it is needed");
  table.key("absorptivity", &T::absorptivity, number(within(0.05, 1), ""), "of the shell, and its emissivity");
  table.key("inside_emissivity", &T::inside, number(within(0, 1), ""),
            "between the hot shell above the liquid and what is within; 0: only convection");
  table.key("flash_point_C", &T::flash_point, celsius(within(-100, 400)),
            "of the contents, in place of what is known or estimated");
  table.key("auto_ignition_C", &T::auto_ignition, celsius(within(50, 800)), "of the contents' vapour");
  for (const char* key : {"cooling_from_s", "cooling_until_s", "cooling_share"})
    table.only_with(key, {"cooling_L_min_m2"});
}

}  // namespace

Table<TankSpec> tank_table() {
  using Kind = fire::EquipmentKind;
  using By = T::FailsBy;
  Table<T> table(
      "A tank or vessel that fires heat until it fails or its vapours ignite: then it burns too, and heats the others. "
      "Needs `[[fire]]` or `[[explosion]]`.");
  table.key("name", &T::name, text(), "its name in results", Need::required);
  table.key("contents", &T::contents, text(), "name of a fuel, or of a substance that burns", Need::required);
  table.key("kind", &T::kind, choice<Kind>({{"tank", Kind::atmospheric}, {"vessel", Kind::pressurised}}),
            "a `tank` at the pressure of the air burns over its whole surface; a `vessel` under pressure bursts in a "
            "fireball");
  table.key("at", &T::at, plan_point(), "its middle, `[x, y]`", Need::required);
  table.key("z_m", &T::z, coordinate(), "height of the ground there; without it that of the nearest floor");
  table.key("diameter_m", &T::diameter, number(within(0.5, 150), "m"), "outer", Need::required);
  table.key("height_m", &T::height, number(within(0.5, 60), "m"), "of the shell of what stands");
  table.key("length_m", &T::length, number(within(0.5, 100), "m"),
            "of a vessel that lies on the ground at `z_m`, in place of `height_m`");
  table.key("along_deg", &T::along, number(within(0, 360), "deg"),
            "direction of the axis of what lies, clockwise from north (the y-axis)");
  table.exactly_one({"height_m", "length_m"});
  table.only_with("along_deg", {"length_m"});
  table.key("fill", &T::fill, number(within(0.01, 1), ""), "share of its volume that is liquid");
  table.key("shell_mm", &T::shell, scaled(within(1, 100), "mm", 1e-3), "thickness of its shell");
  table.key("fails_by", &T::fails_by,
            choice<By>({{"steel_427", By::steel_427},
                        {"steel_500", By::steel_500},
                        {"steel_538", By::steel_538},
                        {"time_to_failure", By::time_to_failure}}),
            "when a tank fails: its shell above the liquid reaches that many C, or Landucci's time has run out");
  add_heat_keys(table);
  table.key("relief_bar", &T::relief_pressure, bars(within(1, 500)), "at which a vessel's relief opens, absolute");
  table.key("relief_cm2", &T::relief_area, scaled(above(0, 1e4), "cm2", 1e-4),
            "effective area of the relief; without it it holds its pressure");
  table.key("steel", &T::steel, choice<fire::SteelGrade>(fire::steel_grades()), "whose strength a vessel has");
  table.only_with("relief_cm2", {"relief_bar"});
  table.check([](const Spot& spot, T& tank, Report& report) {
    const bool vessel = tank.kind == Kind::pressurised;
    const auto given = [&](const char* key) { return spot.node.find(key) != nullptr; };
    for (const char* key : {"relief_bar", "steel", "length_m"})
      if (!vessel && given(key)) report.refuse_key(spot, key, "applies to vessels only");
    if (vessel && given("fails_by")) report.refuse_key(spot, "fails_by", "applies to tanks only: a vessel bursts");
    if (2 * tank.shell >= tank.diameter) report.refuse_key(spot, "shell_mm", "must be less than half the diameter");
    if (tank.water_until && *tank.water_until <= tank.water_from)
      report.refuse_key(spot, "cooling_until_s", "must be above cooling_from_s");
  });
  return table;
}

}  // namespace muster::sim
