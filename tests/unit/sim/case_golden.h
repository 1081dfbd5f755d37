#pragma once
// A case that uses every key of the case file (`model.wkt`, which excludes `model.file`, apart).

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

[[event]]
at_s = 60
close = ["Side", "Tuer*"]
open = "new"

[walking]
model = "collision_free_speed"
time_gap_s = 1.06
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
)";

}  // namespace muster::sim::test
