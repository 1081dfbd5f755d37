#pragma once
// Every key of prescribed air, reactions, detectors and what a plan says of unsafe muster points.

namespace muster::sim::test {

inline constexpr const char* golden_reactions = R"toml([model]
wkt = "POLYGON ((0 0, 40 0, 40 6, 0 6, 0 0))"
[[exit]]
line = [[0, 2], [0, 4]]
[[people]]
name = "team"
count = 2
[[people]]
name = "porters"
count = 3
helps = true
[hazards]
arrivals_s = [0, 60]
[[muster_point]]
name = "near"
point = [3, 3]
if_unsafe = "far"
[[muster_point]]
name = "far"
point = [36, 3]
[[alarm]]
name = "horn"
[[alarm]]
name = "bell"
at_s = 7
[[air]]
name = "everywhere"
temperature_C = 30
[[air]]
name = "room"
polygon = [[0, 0], [9, 0], [9, 6], [0, 6]]
z_m = 0.5
extinction_per_m = [[0, 0], [60, 1.5]]
co_ppm = 800
hcn_ppm = 20
hcl_ppm = 30
no2_ppm = 40
so2_ppm = 50
acrolein_ppm = 6
co2_percent = 3
o2_percent = [[0, 20.9], [60, 15]]
temperature_C = 80
[[air]]
name = "of spaces"
spaces = ["Kitchen"]
co_ppm = 1
[[air]]
name = "of storeys"
storeys = "Ground"
co_ppm = 2
[reactions]
smoke_law = "lund"
looks_for = "lit"
fed = "iso_13571"
effort = "heavy"
falls = "drawn"
avoid = false
news_every_s = 45
[[reactions.protection]]
people = "tea*"
factor = 50
[reactions.rescue]
by = "port*"
helpers = 3
speed_m_s = 0.5
stairs_m_s = 0.2
prepare_s = 20
unload_s = 5
priority = 2
[[detector]]
name = "nose"
kind = "gas"
at = [20, 3]
z_m = 0.5
height_m = 0.4
substance = "chlorine"
threshold_ppm = 2
delay_s = 5
sounds = ["horn"]
shuts = "flange"
shut_takes_s = 20
tells = true
ventilates = "Kitch*"
air_changes_per_h = 12
starts = "hood"
stops = ["supply*"]
[[detector]]
name = "eye"
kind = "smoke"
at = [20, 3]
threshold_per_m = 0.2
sounds = "*"
[[detector]]
name = "skin"
kind = "heat"
at = [20, 3]
threshold_C = 58
threshold_kW_m2 = 1.5
sounds = "horn"
[weather]
wind_m_s = 3
stability = "D"
[[leak]]
name = "flange"
substance = "chlorine"
at = [20, 3]
source = "hole"
mass_kg = 1000
hole_diameter_m = 0.008
)toml";

}  // namespace muster::sim::test
