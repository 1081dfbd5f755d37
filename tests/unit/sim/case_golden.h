#pragma once
// A case that uses every key of the case file, apart from `model.wkt`, which excludes `model.file`, and from the
// constants of the walking models other than the case's: those are in `golden_walking`.

#include <array>

namespace muster::sim::test {

inline constexpr const char* golden_case = R"(title = "Every key"
seed = 42

[model]
file = "plan.wkt"
up = "y"
unit_m = 0.001

[[model.rule]]
match = "IfcSlab*"
as = "floor"

[[model.rule]]
match = "*Tuer*"
as = "door"

[[model.storey]]
name = "OG"
z_m = 3.2

[[model.storey]]
name = "EG"
z_m = 0

[floors]
cell_m = 0.2
headroom_m = 2
step_m = 0.3
slope_deg = 35.5
furniture = false

[[exit]]
name = "Main"
door = "Haupt*"
closed = true
one_way = "out"
max_flow_per_m_s = 1.33

[[exit]]
name = "Side"
line = [[0, 1], [0, 2.2]]
z_m = 3.2

[[door]]
name = "Tuer 4"
width_m = 0.9
closed = true
self_closing = true
leakage_m2 = 0.02
one_way_to = "Flur*"
max_flow_per_m_s = 1.2

[[door]]
name = "new"
line = [[5, 0], [5, 1]]
z_m = 0
one_way = "left"

[[link]]
name = "spiral"
kind = "ladder"
path = [[1, 1, 0], [2, 1, 1.6], [1, 1, 3.2]]
width_m = 0.7
two_way = false

[[strip]]
name = "landing"
polygon = [[0, 0, 1], [2, 0, 1], [2, 2, 1.5], [0, 2, 1.5]]
surface = "stair"

[[blocker]]
name = "crate"
polygon = [[4, 4], [5, 4], [5, 5]]
z_m = 0.5
height_m = 1.5

[[people]]
name = "staff"
count = 12
spaces = "Buero*"
speed_m_s = 1.2
radius_m = {distribution = "uniform", low = 0.18, high = 0.25}
premovement_s = {distribution = "lognormal", mu = 3.5, sigma = 0.4, max = 300}
stairs_up = 0.4
stairs_down = 0.5
exit = "Side"

[[people]]
name = "visitors"
density_per_m2 = 0.25
storeys = ["EG", "OG"]
route = "familiar"
familiar = "Main"

[[people]]
count = 3
polygon = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
z_m = 3.2

[[people]]
points = [[1, 1], [2, 2]]
muster_point = "car*"

[[people]]
points = [[1, 3]]
refuge = ["ward", "stair head"]

[[people]]
points = [[1, 4]]
route = "quickest"
follow_others = 0.5

[[muster_point]]
name = "car park"
point = [-20, 4]
radius_m = 3
z_m = 0

[[refuge]]
name = "stair head"
polygon = [[1, 1], [3, 1], [3, 3]]
capacity = 4

[[refuge]]
name = "ward"
spaces = "Ward*"

[[sign]]
name = "arrow"
at = [3, 0, 2.5]
exits = ["Side"]
facing_deg = 90
range_m = 25
lit = true

[[event]]
at_s = 60
close = ["Side", "Tuer*"]
open = "new"

[walking]
model = "collision_free_speed"
time_gap_s = 1.06
shuffle_time_s = 0.7
shuffle = 0.2
repulsion = 4
repulsion_range_m = 0.2
wall_repulsion = 6
wall_range_m = 0.03
heading_noise_rad = 0
noise_hold_s = 1

[run]
step_s = 0.02
until_s = 600
record_every_s = 1

[analysis]
square_m = 1
every_s = 2
crowded_per_m2 = 3.5

[[measure]]
name = "lobby"
area = [[0, 0], [4, 0], [4, 4], [0, 4]]
z_m = 0
every_s = 0.5
cut_off_m = 0.8

[[measure]]
name = "mouth"
line = [[0, 1], [0, 3]]

[[link]]
name = "escalator"
kind = "escalator"
path = [[6, 1, 0], [9, 1, 3.2]]
running = "backward"
walking = true
speed_m_s = 0.65

[[link]]
name = "lift"
kind = "lift"
stops = [[8, 3, 0], [8, 3, 3.2]]
mode = "fire_service"
capacity = 21
acceleration_m_s2 = 1
door_s = 5
dwell_s = 4
transfer_s = 1.5
from_s = 30

[[people]]
name = "audience"
storeys = "EG"
who = "adults"
age_years = 40
sex = "female"
leave_at_s = 100
stairs = false
lifts = "if_needed"

[people.seats]
row_m = 1
seat_m = 0.6
facing_rad = 1.5
share = 0.8

[people.starts_with_others]
share = 0.25
radius_m = 8

[[people]]
name = "patients"
points = [[2, 4]]

[people.needs_help]
device = "stretcher"
helpers = 3
prepare_s = 45
unload_s = 20
speed_m_s = 0.9
stairs_m_s = 0.5
width_m = 0.6
length_m = 1.9
priority = 2
to = "Ward*"

[[people]]
name = "nurses"
count = 4
helps = true
returns = false

[[people]]
name = "wardens"
count = 2
sweeps = ["Buero*", "WC*"]
alert_s = 4
stays_s = 10

[[people]]
name = "families"
count = 9
group_size = {distribution = "uniform", low = 2, high = 5}
gather = false

[[people]]
name = "guests"
count = 20

[[people.mix]]
who = "adults"
share = 0.75

[[people.mix]]
who = "wheelchair"
share = 0.25

[[people.visit]]
spaces = "Counter"
stay_s = 30

[[people.visit]]
storeys = "OG"
stay_s = 60

[[people.visit]]
polygon = [[0, 0], [1, 0], [1, 1]]
z_m = 3.2

[[inflow]]
name = "arrivals"
count = 60
from_s = 10
until_s = 300
regular = true
speed_m_s = 1.1
radius_m = 0.22
premovement_s = 15
stairs_up = 0.3
stairs_down = 0.4
stairs = true
lifts = "always_allowed"
who = "adults"
age_years = 70
sex = "male"
exit = "Main"
leave_at_s = 500

[inflow.from]
gate = "Side"

[inflow.to]
spaces = "Hall"

[[inflow]]
rate_per_s = [[0, 0.5], [100, 2]]
until_s = 200
route = "familiar"
familiar = "Main"

[inflow.from]
line = [[1, 1], [1, 3]]
z_m = 0

[[inflow.mix]]
who = "adults"
share = 1

[[inflow.visit]]
spaces = "Counter"
stay_s = 30

[[inflow.visit]]
storeys = "OG"

[[inflow.visit]]
polygon = [[0, 0], [1, 0], [1, 1]]
z_m = 3.2

[inflow.starts_with_others]
share = 0.5
radius_m = 6

[[inflow]]
rate_per_s = 0.2
until_s = 200
route = "quickest"
follow_others = 0.3

[inflow.from]
spaces = "Lobby"

[inflow.to]
storeys = "EG"

[[inflow]]
rate_per_s = 0.1
until_s = 200
muster_point = "car park"

[inflow.from]
storeys = "OG"

[inflow.to]
polygon = [[5, 0], [6, 0], [6, 1]]
z_m = 0

[[inflow]]
rate_per_s = 0.1
until_s = 200
refuge = "ward"

[inflow.from]
polygon = [[0, 0], [1, 0], [1, 1]]

[[inflow]]
name = "rescue team"
rate_per_s = 0.1
until_s = 60
helps = true
returns = true

[inflow.from]
gate = "Side"

[[inflow]]
name = "search team"
rate_per_s = 0.1
until_s = 60
sweeps = ["Hall"]
alert_s = 2
stays_s = 5

[inflow.from]
gate = "Side"

[[inflow]]
name = "marshal"
count = 1
from_s = 10
until_s = 60

[inflow.from]
gate = "Side"

[inflow.directs]
door = "Tuer 1"
to = "Side"
radius_m = 6
leaves_after_s = 20

[[inflow]]
name = "second marshal"
count = 1
from_s = 10
until_s = 60

[inflow.from]
gate = "Side"

[inflow.directs]
at = [4, 3]
z_m = 0
to = "Side"

[[people]]
name = "steward"
count = 1

[people.directs]
door = "Tuer 1"
to = "Side"
radius_m = 8
leaves_after_s = 60

[[people]]
name = "second steward"
count = 1

[people.directs]
at = [4, 3]
z_m = 3.2
to = "Main"

[[alarm]]
name = "upper"
at_s = 5
storeys = "OG"

[[alarm]]
spaces = "Hall"

[[alarm]]
at_s = 90
polygon = [[0, 0], [9, 0], [9, 4]]
z_m = 0

[[muster_point]]
name = "meadow"
polygon = [[-30, 0], [-25, 0], [-25, 5]]

[[muster_point]]
name = "yard"
spaces = "Yard"

[[refuge]]
name = "balcony"
point = [7, 4]
radius_m = 1.5
z_m = 3.2

[weather]
wind_m_s = 3
wind_height_m = 10
wind_from_deg = 90
stability = "E"
air_temperature_C = 12
air_temperature_height_m = 2
humidity = 0.5
air_pressure_bar = 1
roughness_m = 0.5
urban = true
mixing_height_m = 500
wind_profile = "power_law"
wind_exponents = "rural"
obukhov_map = "golder"
cloud = 0.5
cloud_base_m = 800
sun_W_m2 = 300

[[weather.wind_changes]]
time_s = 60
wind_m_s = 4
wind_from_deg = 80
stability = "D"

[[leak]]
name = "flange"
substance = "ammonia"
at = [4, 3]
z_m = 0.5
begins_s = 30
dispersion = "gaussian"
averaging_s = 60
source = "hole"
duration_s = 600
height_m = 0.5
direction = "downwind"
phase = "automatic"
temperature_C = 0.5
pressure_bar = 0.5
mass_kg = 0.5
tank = "vertical_cylinder"
tank_diameter_m = 0.5
tank_length_m = 0.5
tank_base_m2 = 0.5
tank_volume_m3 = 0.5
fill = 0.5
head = "vented"
wall = "adiabatic"
wall_W_m2_K = 0.5
wall_J_K = 0.5
heat_input_W = 0.5
hole_diameter_m = 0.5
hole_height_m = 0.5
discharge_coefficient = 0.5
wall_thickness_m = 0.5
two_phase = "automatic"
nozzle = "birch_1984"
pipe_length_m = 0.5
pipe_diameter_m = 0.5
pipe_roughness_m = 0.005
pipe_losses = 0.5
relief_pressure_bar = 0.5
valve_shuts_s = 0.5
valve_takes_s = 0.5
rain_out = "de_vaull_king"
rain_out_share = 0.5
surface = "concrete"
ground_temperature_C = 0.5
bund_area_m2 = 0.5
bund_height_m = 0.5
smallest_depth_m = 0.5
rate_kg_s = 0.5
series = [[0, 0.5], [120, 0]]
liquid_fraction = 0.5
speed_m_s = 0.5
area_m2 = 0.5

[[leak]]
name = "spill"
substance = "CHLORINE"
at = [5, 3]
pool_area_m2 = 0.5

[[enclosure]]
name = "shed"
polygon = [[0, 0], [2, 0], [2, 2], [0, 2]]
z_m = 0
air_changes_per_h = 3

[[enclosure]]
name = "rooms"
spaces = "Room *"
height_m = 2.8
volume_m3 = 150
intake = [1, 2, 3]

[[enclosure]]
name = "cellar"
storeys = ["UG"]

[flow]
tier = "eddies"
cell_m = 0.5
cell_height_m = 0.25
from = [-10, -8]
to = [20, 14]
margin_m = 12
height_m = 15
spin_up_s = 40
gusts = false
courant = 0.6
bottom_m = -1.5
fields_every_s = 20
wall_leakage_m2_per_m2 = 0.0003
floor_leakage_m2_per_m2 = 0.0001
door_leakage_m2 = 0.015
[[flow.fan]]
name = "supply"
kind = "supply"
from = [-9, -7, 2]
to = [-8, -6, 3]
volume_flow_m3_s = 2.5
outlet_m2 = 0.5
towards_deg = 90
upward_deg = -10
begins_s = 20
until_s = 200
ramp_s = 10
[[flow.porous]]
name = "rack"
from = [0, 0, 3]
to = [10, 2, 6]
area_per_m = 1.5
drag_coefficient = 1.1
[[flow.porous]]
name = "pipes"
from = [0, 4, 3]
to = [10, 6, 6]
volume_share = 0.05
diameter_m = 0.2

[hazards]
square_m = 0.8
every_s = 5
height_m = 1.5
air_changes_per_h = 0.2
draws = 100
volume = false

[[substance]]
id = "butanone"
name = "Butanone"
name_zh = "丁酮"
formula = "C4H8O"
cas = "78-93-3"
synonyms = ["MEK", "methyl ethyl ketone"]
note = "From its data sheet."
molar_mass_kg_mol = 0.072107
boiling_point_K = 352.7
melting_point_K = 186.5
critical_temperature_K = 535.5
critical_pressure_Pa = 4.15e6
acentric_factor = 0.323
liquid_density_boiling_kg_m3 = 740
liquid_density_25C_kg_m3 = 800
liquid_heat_boiling_J_kg_K = 2380
liquid_heat_25C_J_kg_K = 2200
vaporisation_boiling_J_kg = 434000
vaporisation_25C_J_kg = 480000
gas_heat_25C_J_kg_K = 1432
heat_ratio_25C = 1.088
lower_flammable_limit = 0.015
upper_flammable_limit = 0.134
flash_point_K = 264
auto_ignition_K = 677
heat_of_combustion_J_kg = 31.5e6
stoichiometric = 0.0367
idlh_ppm = 3000
erpg_1_ppm = 200
erpg_2_ppm = 2700
erpg_3_ppm = 4000
aegl_1_ppm = [[10, 200], [30, 200], [60, 200], [240, 200], [480, 200]]
aegl_2_ppm = [[60, 2700]]
aegl_3_ppm = []

[substance.antoine]
a = 9.1894
b = 1261.34
c = -51.4
low_K = 257
high_K = 376
error_percent = 1

[substance.gas_heat_fit]
a0 = 6.349
a1 = 0.011062
a2 = 4.851e-5
a3 = -6.484e-8
a4 = 2.469e-11
low_K = 200
high_K = 1000

[substance.hse_load]
n = 1
slot = 1e5
slod = 5e5

[[substance.probit]]
family = "mine"
unit = "ppm"
a = -20
b = 2
n = 1
[site]
epsg = 32650
origin_m = [500123.5, 3456789]
y_axis_bearing_deg = -12
)";

/// The table `walking` with the constants of one model each, which exclude those of the others.
inline constexpr std::array golden_walking = {
    R"([walking]
model = "anticipation_velocity"
[walking.anticipation_velocity]
time_gap_s = 1.1
repulsion = 0.9
repulsion_range_m = 0.12
anticipation_s = 0.8
reaction_s = 0.4
)",
    R"([walking]
model = "social_force"
[walking.social_force]
strength_N = 1900
range_m = 0.09
stiffness_kg_s2 = 110000
friction_kg_m_s = 230000
mass_kg = 75
relaxation_s = 0.6
)",
    R"([walking]
model = "reciprocal_avoidance"
[walking.reciprocal_avoidance]
horizon_s = 1.5
wall_horizon_s = 0.4
)"};

/// The table `weather` with the keys that exclude those of the case.
inline constexpr std::array golden_weather = {
    R"([weather]
friction_velocity_m_s = 0.5
obukhov_length_m = 0.5
hour = 9
day_of_year = 2
latitude_deg = 0.5
longitude_deg = 0.5
utc_offset_h = 0.5
altitude_m = 0.5
ground = "sea"
)",
    R"([weather]
wind_m_s = 3
sun = "strong"
cloud = 0.5
)"};

}  // namespace muster::sim::test
