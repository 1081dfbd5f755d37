#include "sim/case/flow_keys.h"

#include "sim/case/shapes.h"

#include <filesystem>

namespace muster::sim {

namespace {

/// Corners in order, and times.
void check_fan(const Spot& spot, FanSpec& fan, Report& report) {
  if ((fan.from.array() >= fan.to.array()).any())
    report.refuse_key(spot, "to", "must lie above `from` in x, y and z: opposite corners of a box");
  if (fan.until && *fan.until < fan.begins + fan.ramp)
    report.refuse_key(spot, "until_s", fmt::format("must be at least begins_s + ramp_s, {:g}", fan.begins + fan.ramp));
  const auto needs = [&](const char* key, const char* why) {
    if (spot.node.find(key) == nullptr) report.refuse_key(spot, key, why);
  };
  const auto idle = [&](const char* key, const char* why) {
    if (spot.node.find(key) != nullptr) report.refuse_key(spot, key, why);
  };
  if (fan.kind == FanSpec::Kind::jet) needs("outlet_m2", "is required of a jet fan");
  if (fan.outlet) needs("towards_deg", "is required with outlet_m2");
  for (const char* key : {"outlet_m2", "towards_deg", "upward_deg"})
    if (fan.kind == FanSpec::Kind::extract) idle(key, "is of supplies and jet fans: an extraction blows nowhere");
}

Table<FanSpec> fan_table() {
  using F = FanSpec;
  using K = FanSpec::Kind;
  Table<F> table("A fan in the box of `[flow]`. Its volume flow is prescribed, whatever the pressure there.");
  table.key("name", &F::name, text(), "its name in results", Need::required);
  table.key("kind", &F::kind, choice<K>({{"extract", K::extract}, {"supply", K::supply}, {"jet", K::jet}}),
            "an `extract` takes air out with all that is in it, a `supply` blows in outside air at "
            "`air_temperature_C`, a `jet` drives on the air that is there (impulse fan in a tunnel)",
            Need::required);
  table.key("from", &F::from, space_point(),
            "corner of least x, y and z of the box of air that it takes from or blows into, `[x, y, z]`; cells whose "
            "middles lie in it, at least that of its middle",
            Need::required);
  table.key("to", &F::to, space_point(), "the opposite corner", Need::required);
  table.key("volume_flow_m3_s", &F::flow, number(within(0.001, 5000), "m3/s"), "of the air as it is there",
            Need::required);
  table.key("outlet_m2", &F::outlet, number(within(0.001, 1000), "m2"),
            "area through which a supply or a jet blows: the speed is the volume flow over it; a supply without it "
            "comes in without a speed of its own");
  table.key("towards_deg", &F::towards, number(within(-360, 360), "deg"),
            "where it blows, clockwise from north (the y-axis)");
  table.key("upward_deg", &F::upward, number(within(-90, 90), "deg"), "where it blows, above the level");
  table.key("begins_s", &F::begins, number(within(0, 604800), "s"), "when it starts");
  table.key("until_s", &F::until, number(above(0, 604800), "s"), "when it begins to stop; without it, it goes on");
  table.key("ramp_s", &F::ramp, number(within(0, 3600), "s"), "that it takes to reach its flow, and to stop");
  table.only_with("towards_deg", {"outlet_m2"}).only_with("upward_deg", {"outlet_m2"});
  table.check(check_fan);
  return table;
}

/// One way to the area, and a box.
void check_porous(const Spot& spot, PorousSpec& porous, Report& report) {
  if ((porous.from.array() >= porous.to.array()).any())
    report.refuse_key(spot, "to", "must lie above `from` in x, y and z: opposite corners of a box");
}

Table<PorousSpec> porous_table() {
  using P = PorousSpec;
  Table<P> table(
      "What is finer than the cells and holds the air back: a rack of pipes, a grating, trees. It takes speed from the "
      "air, as the drag of all its parts does, and takes up no room itself.");
  table.key("name", &P::name, text(), "its name", Need::required);
  table.key("from", &P::from, space_point(),
            "corner of least x, y and z of the box that it fills, `[x, y, z]`: cells whose middles lie in it",
            Need::required);
  table.key("to", &P::to, space_point(), "the opposite corner", Need::required);
  table.key("area_per_m", &P::area, number(within(0.001, 20), "m2/m3"),
            "area that it shows to the wind, per volume of the box; of pipes length times diameter");
  table.key(
      "volume_share", &P::volume_share, number(within(0.0001, 0.2), "m3/m3"),
      "of the box that its pipes and bars fill, with `diameter_m`, in place of `area_per_m`: 4 / pi of it over the "
      "diameter is their area");
  table.key("diameter_m", &P::diameter, number(within(0.001, 2), "m"), "of its pipes and bars");
  table.key("drag_coefficient", &P::drag, number(within(0.05, 3), ""),
            "of its parts, on that area: about 1 of pipes, 2 of edged bars, 0.2 of leaves");
  table.exactly_one({"area_per_m", "volume_share"});
  table.only_with("diameter_m", {"volume_share"}).only_with("volume_share", {"diameter_m"});
  table.check(check_porous);
  return table;
}

/// Path of a folder, there or not, relative to the case's; read as the resolved path.
Type<std::string> folder_path() {
  Type<std::string> type = text();
  type.read = [read = type.read](const Spot& spot, std::string& value, Report& report) {
    std::string given;
    if (!read(spot, given, report)) return false;
    const std::filesystem::path path = (report.folder / given).lexically_normal();
    std::error_code error;
    if (std::filesystem::exists(path, error) && !std::filesystem::is_directory(path, error)) {
      report.refuse(spot, fmt::format("is a file, expected a folder (looked for {})", path.string()));
      return false;
    }
    value = path.string();
    return true;
  };
  return type;
}

/// What the tiers do not share.
void check_tier(const Spot& spot, FlowSpec& flow, Report& report) {
  const bool steady = flow.tier == FlowSpec::Tier::steady;
  const auto idle = [&](const char* key, const char* why) {
    if (spot.node.find(key) != nullptr) report.refuse_key(spot, key, why);
  };
  if (!steady)
    for (const char* key : {"wind_library", "wind_averaging_s"}) idle(key, "applies only with tier = \"steady\"");
  if (!steady) return;
  idle("gusts", "does not apply with tier = \"steady\": how a wind mixes is measured in its gusts");
  for (const char* key : {"wall_leakage_m2_per_m2", "floor_leakage_m2_per_m2", "door_leakage_m2"})
    idle(key, "does not apply with tier = \"steady\": its gas passes nothing that is shut");
  idle("fan", "does not apply with tier = \"steady\": fans would change the wind");
}

}  // namespace

Table<FlowSpec> flow_table() {
  using F = FlowSpec;
  Table<F> table(
      "Leaks spread through the model's real geometry: a large-eddy simulation in a box of cells, in place of clouds "
      "over "
      "flat, open ground, for every leak whose `dispersion` is `automatic`.");
  table.key("tier", &F::tier, choice<F::Tier>({{"eddies", F::Tier::eddies}, {"steady", F::Tier::steady}}),
            "`eddies`: air and gas are computed together in time. `steady`: for many variants: the mean wind is "
            "computed once for each direction, by the same simulation without gas, and gas of about the weight of air "
            "goes with it, dense gas as a layer on the ground; concentrations are means, without the peaks of gusts");
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
  table.key(
      "wall_leakage_m2_per_m2", &F::wall_leakage, number(within(0, 0.01), "m2/m2"),
      "area of cracks, per area of the walls of rooms whose doors are shut; the default is of average walls (tight "
      "0.00005, loose 0.00035; Klote and Milke, NFPA 92); 0: tight");
  table.key("floor_leakage_m2_per_m2", &F::floor_leakage, number(within(0, 0.01), "m2/m2"),
            "the same of their floors and ceilings (tight 0.0000066, loose 0.00017)");
  table.key(
      "door_leakage_m2", &F::door_leakage, number(within(0, 0.2), "m2"),
      "area of the gaps around each door and exit while it is shut; without it 0.01 up to a width of 1.2 m (single "
      "leaf, EN 12101-6), 0.015 for each metre of wider ones; 0: tight");
  table.key("wind_averaging_s", &F::averaging, number(within(10, 7200), "s"),
            "of `steady`: time of the mean, after `spin_up_s`; the wind is computed at 5 m/s in 10 m and scaled");
  table.key("wind_library", &F::wind_library, folder_path(),
            "of `steady`: folder, relative to this file, in which winds are kept by direction and taken from; made "
            "where it is not there; without it a run computes its own");
  table.key("fan", &F::fans, named_list_of(fan_table().type()), "");
  table.key("porous", &F::porous, named_list_of(porous_table().type()), "");
  table.only_with("from", {"to"}).only_with("to", {"from"});
  table.check(check_tier);
  return table;
}

}  // namespace muster::sim
