#pragma once
// Fires of a case that use every key of theirs: to be put behind the golden case.

namespace muster::sim::test {

inline constexpr const char* golden_fires = R"(
[[fire]]
name = "tank"
kind = "tank"
fuel = "gasoline"
at = [4, 3]
z_m = 0.5
begins_s = 30
until_s = 7000
foam_at_s = 600
foam_takes_s = 1200
diameter_m = 60
height_m = 20
freeboard_m = 2
depth_m = 12
burning_rate_kg_m2_s = 0.05
emissive_power_kW_m2 = 50
radiant_fraction = 0.2
transmissivity = 0.8
length_law = "thomas"
tilt_law = "aga"
drag_law = "none"
emission_law = "two_zone"

[[fire]]
name = "spill"
kind = "pool"
fuel = "ETHANOL"
at = [4, 3]
spill_m3 = 2
on_water = true

[[fire]]
name = "running"
kind = "pool"
fuel = "ethanol"
at = [4, 3]
spill_kg_s = 2

[[fire]]
name = "bund"
kind = "pool"
fuel = "ethanol"
at = [4, 3]
area_m2 = 200

[[fire]]
name = "ditch"
kind = "trench"
fuel = "lng"
at = [4, 3]
length_m = 20
width_m = 2
along_deg = 45

[[fire]]
name = "flange"
kind = "jet"
fuel = "methane"
at = [4, 3]
height_m = 2
hole_mm = 25
rate_kg_s = 1.5
coefficient = 0.8
pressure_bar = 60
temperature_C = 20
upward_deg = 10
towards_deg = 180
molar_mass_g_mol = 17
heat_ratio = 1.3
heat_of_combustion_MJ_kg = 48
mass_kg = 500

[[fire]]
name = "vessel"
kind = "fireball"
fuel = "propane"
at = [4, 3]
pressure_bar = 18
mass_kg = 20000
share = 0.9
law = "ccps"

[[tank]]
name = "T2"
contents = "diesel"
kind = "tank"
at = [3, 3]
z_m = 0.5
diameter_m = 12
height_m = 9
fill = 0.7
shell_mm = 7
fails_by = "steel_500"
cooling_L_min_m2 = 2
cooling_from_s = 300
cooling_until_s = 7200
cooling_share = 0.6
absorptivity = 0.85
inside_emissivity = 0.5
flash_point_C = 60
auto_ignition_C = 240

[[tank]]
name = "V1"
contents = "propane"
kind = "vessel"
at = [6, 3]
diameter_m = 2
height_m = 6
relief_bar = 18
relief_cm2 = 12
steel = "p460"

[[tank]]
name = "V2"
contents = "propane"
kind = "vessel"
at = [6, 5]
diameter_m = 2
length_m = 7
along_deg = 30

[[target]]
name = "control room"
at = [10, 2, 1.5]
normal = [0, 3, 4]

[[target]]
name = "its walls"
part = "Wall*"
spacing_m = 0.5

[[fire]]
name = "seal"
kind = "rim_seal"
fuel = "crude"
at = [3, 3]
diameter_m = 20
height_m = 9
seal_m = 0.4
burning_share = 0.5
burning_at_deg = 45

[[fire]]
name = "boils"
kind = "tank"
fuel = "crude"
at = [3, 3]
diameter_m = 20
height_m = 9
depth_m = 6
hot_layer_m_h = 0.5
boilover_share = 0.2
boilover_reach_diameters = 6
smoke = true

[[fire]]
name = "grows"
kind = "design"
fuel = "heptane"
at = [3, 3]
area_m2 = 6
height_m = 0.5
peak_MW = 4
growth_kW_s2 = 0.047
radiant_fraction = 0.3

[[fire]]
name = "measured"
kind = "design"
fuel = "sofa"
at = [3, 3]
area_m2 = 2
heat_release_kW = [[0, 0], [60, 900], [300, 0]]
heat_of_combustion_MJ_kg = 20
soot_yield = 0.1
carbon_monoxide_yield = 0.04
carbon_dioxide_yield = 1.5
hydrogen_cyanide_yield = 0.01

[[flash_fire]]
name = "lit"
leak = "flange"
at_s = 60
lfl_share = 0.5

[[explosion]]
name = "cloud"
leak = "flange"
at_s = 60
share = 0.5
at = [4, 4]
z_m = 0
law = "bst"
confinement = "2D"
reactivity = "high"
congestion = "low"

[[explosion]]
name = "mach"
substance = "propane"
mass_kg = 4
at = [4, 4]
at_s = 1
flame_mach = 0.5

[[explosion]]
name = "volume"
substance = "propane"
volume_m3 = 4
at = [4, 4]
at_s = 1
law = "tno"
class = 6

[[explosion]]
name = "energy"
energy_MJ = 40
at = [4, 4]
at_s = 1
law = "report"
yield = 0.05
tnt_MJ_kg = 4.5

[[explosion]]
name = "charge"
tnt_kg = 3
at = [4, 4]
at_s = 1
law = "tnt"
)";

}  // namespace muster::sim::test
