#pragma once
// The answer of a run: summary.json and the console summary. A quantity that does not apply is absent.

#include "base/error.h"
#include "sim/results/escalation.h"
#include "sim/results/exposure.h"
#include "sim/results/frame.h"
#include "sim/results/held.h"
#include "sim/results/version.h"

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace muster::results {

inline constexpr const char* summary_format = "muster-summary";
inline constexpr int summary_version = 1;

/// Where everybody is at the end: placed = evacuated + inside + incapacitated.
struct PeopleCount {
  int64_t placed = 0;
  int64_t evacuated = 0;                 ///< crossed an exit line
  int64_t inside = 0;                    ///< still in; contains `waiting`, `queueing`, `without_route` and those stuck
  std::optional<int64_t> incapacitated;  ///< absent while no hazard is simulated
  int64_t stuck = 0;                     ///< inside and not moving at the end
  int64_t recovered = 0;                 ///< times that somebody pushed beyond a wall was put back
  int64_t waiting = 0;                   ///< inside and not yet started (pre-movement)
  int64_t without_route = 0;             ///< inside and with no open exit to walk to
  int64_t queueing = 0;                  ///< inside and standing before a link until there is room
  std::optional<int64_t> not_yet_in = {};  ///< not placed: come in later or found no room; absent where nobody comes in
  std::optional<int64_t> visiting = {};    ///< inside and not yet leaving; absent where nobody has anywhere to go first
  int64_t standing = 0;                    ///< inside and standing of their own will: for their company, for help
  int64_t in_refuge = 0;                   ///< inside, in a refuge where they stay
  int64_t carried = 0;                     ///< helpers at work, inside
  int64_t waiting_for_help = 0;            ///< inside, need help and have nobody at their side
  /// Always 0 unless the program is wrong.
  int64_t lost() const { return placed - evacuated - inside - incapacitated.value_or(0); }
};

/// Statistics [s] of the times at which people crossed an exit line, from the alarm at t = 0.
struct EvacuationTimes {
  double first = 0, mean = 0;           ///< of those who got out
  std::optional<double> p50, p95, p98;  ///< when that share of all who were placed was out; absent: never
  std::optional<double> last;           ///< absent unless everybody got out
};

/// Use of one exit or door.
struct GateUse {
  std::string name;
  double width = 0;  ///< [m]
  int64_t people = 0;
  std::optional<double> first, last;  ///< [s] absent where nobody passed
  std::optional<double> mean_flow;    ///< [1/s] (n - 1) / (last - first); absent below two people or at one instant
  std::optional<double> peak_flow;    ///< [1/s] most people in any 10 s, divided by 10 s; absent where nobody passed
};

/// Use of one lift.
struct LiftUse {
  std::string name;
  int64_t trips = 0;                          ///< rides with people to the storey where they leave
  int64_t people = 0;                         ///< who got in
  int64_t waiting = 0;                        ///< who stand before it at the end
  std::optional<double> mean_wait, max_wait;  ///< [s] before it, of those who got in; absent where nobody did
};

struct HotSpot {
  double x = 0, y = 0, z = 0;  ///< [m]
  std::string storey;          ///< "" none
  double peak_density = 0;     ///< [1/m2]
  double duration = 0;         ///< [s] above `analysis.crowded_per_m2`
  std::string space = {};      ///< "" none
  double area = 0;             ///< [m2] of all squares joined to it that were crowded at some time
};

struct Crowding {
  std::optional<double> max_density;               ///< [1/m2]
  std::optional<double> person_seconds_above_4;    ///< [s] person-seconds spent above 4 people per m2
  std::optional<double> peak_pressure;             ///< [N/m]
  std::vector<HotSpot> hot_spots;                  ///< worst first
  std::optional<double> peak_crowd_pressure = {};  ///< [1/s2] absent where it was never crowded
  /// Parts of the person-seconds at the levels A, B, ... of a table; tables nobody was counted in are absent.
  std::vector<std::pair<std::string, std::vector<double>>> levels = {};
};

/// What a measurement of the case found. Absent: does not apply, or nobody was there.
struct MeasureUse {
  std::string name;
  bool line = false;                                                ///< otherwise an area
  double size = 0;                                                  ///< [m] or [m2]
  int64_t forward = 0, backward = 0;                                ///< people over a line
  std::optional<double> first, last;                                ///< [s]
  std::optional<double> mean_flow;                                  ///< [1/s] (n - 1) / (last - first), both directions
  std::optional<double> specific_flow;                              ///< [1/(s m)]
  std::optional<double> mean_speed;                                 ///< [m/s] across the line; Voronoi speed of an area
  std::optional<double> mean_density, max_density;                  ///< [1/m2] classic; means while it was used
  std::optional<double> mean_voronoi_density, max_voronoi_density;  ///< [1/m2]
};

/// Use of a muster point or a refuge.
struct HavenUse {
  std::string name;
  int64_t people = 0;
  std::optional<double> first, last;  ///< [s] arrivals; absent where nobody came, and for refuges
  std::optional<int64_t> capacity;
};

/// What closed or opened, and what it did to people's ways.
struct EventEffect {
  double at = 0;  ///< [s]
  std::string what;
  int64_t affected = 0;  ///< rerouted + waiting
  int64_t rerouted = 0;  ///< found another way
  int64_t waiting = 0;   ///< had none then
};

/// Those who need help to leave; times [s] absent while nobody has been reached or delivered.
struct AssistanceUse {
  int64_t needed = 0;
  int64_t helped = 0;                ///< brought out or into a refuge
  int64_t waiting = 0;               ///< nobody at their side at the end
  std::optional<double> mean_fetch;  ///< from being assigned helpers until all are there
  std::optional<double> mean_total;  ///< from being assigned helpers until delivered
};

/// A criterion and how far it reaches over flat ground.
struct HazardEndpoint {
  std::string criterion;  ///< `AEGL-2 60 min`, `LFL`, ...
  double value = 0;
  std::string unit;
  std::optional<double> max_distance;  ///< [m] from the source; absent: nowhere reached
  std::optional<double> area;          ///< [m2] ever above it
  bool beyond = false;                 ///< the model ends there, the cloud does not
  /// [m] 5th, 50th and 95th percentile of the distance where inputs are ranges; 0: nowhere reached.
  std::optional<std::array<double, 3>> distance_band = {};
  /// Of the floors that people walk on, with what stands in between: [m2] where it was exceeded during the run, [m] the
  /// farthest of it. Fires, and leaks that [flow] carries, which have no other.
  std::optional<double> floor_area = {}, floor_distance = {};
};

/// One hazard and its answer.
struct HazardUse {
  std::string name, kind;                                                         ///< kind: `leak`, `tank_fire`, ...
  std::vector<std::pair<std::string, std::variant<double, std::string>>> source;  ///< key with its unit, value
  std::vector<HazardEndpoint> endpoints;
  std::vector<std::pair<std::string, std::string>> uncertain = {};  ///< inputs given as ranges: key, range
  int draws = 0;                                                    ///< of these, behind the bands
};

/// What all fires and explosions did to a target during the run.
struct TargetUse {
  std::string name;
  double peak = 0;                          ///< [W/m2]
  double dose = 0;                          ///< [(kW/m2)^(4/3) s]
  bool heated = true;                       ///< there were fires
  std::optional<double> overpressure = {};  ///< [Pa] side-on, the highest of all explosions; absent: none
  /// Of a target that is a part of the model; `peak` and `dose` are the highest anywhere on it.
  struct Surface {
    double area = 0;                ///< [m2]
    double mean = 0;                ///< [W/m2] mean over it of the highest flux on each of its places
    std::array<double, 3> at = {};  ///< [m] where its flux was highest
  };
  std::optional<Surface> surface = {};
};

/// What a fan of [flow] has moved.
struct FanUse {
  std::string name, kind;                               ///< kind: `extract`, `supply`, `jet`
  double flow = 0;                                      ///< [m3/s] when it runs
  std::optional<double> volume;                         ///< [m3]; absent: the run did not compute it
  std::vector<std::pair<std::string, double>> taken{};  ///< [kg] that an extraction took out: gas or part of smoke
};

/// What a detector found out.
struct DetectorUse {
  std::string name;
  std::optional<double> noticed, acts;  ///< [s] absent: never
};

struct Timing {
  double wall = 0;       ///< [s]
  double simulated = 0;  ///< [s]
  std::optional<double> agent_steps_per_s;
  std::optional<double> cell_steps_per_s;              ///< of [flow]
  std::vector<std::pair<std::string, double>> phases;  ///< [s] of wall time by name, in order of the run
  std::optional<double> peak_memory_MB;
};

struct Summary {
  std::string title;
  std::string case_path;               ///< as given
  std::vector<std::string> overrides;  ///< "key=value" laid over the case by the command line, in order
  uint64_t seed = 1;
  unsigned threads = 1;
  Software software;
  std::vector<InputFile> inputs;
  std::optional<std::string> stopped;  ///< why the run ended before its time (exit status 3); absent when it did not
  PeopleCount people;
  std::optional<EvacuationTimes> times;  ///< absent while nobody got out
  std::vector<GateUse> exits, doors;
  std::vector<LiftUse> lifts;
  std::vector<HavenUse> muster_points, refuges;
  std::vector<EventEffect> events;
  std::vector<HeldGroup> held;  ///< those stuck first, then the largest
  std::optional<Crowding> crowding;
  std::optional<AssistanceUse> assistance;  ///< absent where nobody needs help
  std::vector<MeasureUse> measures;
  std::vector<HazardUse> hazards;
  Escalation escalation;  ///< empty without tanks
  std::vector<TargetUse> targets;
  std::vector<DetectorUse> detectors;
  std::vector<FanUse> fans;
  std::optional<Exposure> exposure;  ///< absent without hazards
  std::vector<Warning> warnings;
  Timing timing;
};

/// The p-quantile, 0 < p <= 1, of `count` values by nearest rank: the smallest value such that at least the fraction p
/// of all is not greater; always one of the values. `sorted` ascending: the smallest of them, at most `count`, which is
/// positive; absent where the quantile is not among these.
std::optional<double> percentile(std::span<const double> sorted, double p, size_t count);

/// `exit_times` [s]: one for each who got out, in any order; absent where there is none. `placed`: all people, at least
/// as many.
std::optional<EvacuationTimes> evacuation_times(std::vector<double> exit_times, size_t placed);

/// Most people within any `window` [s] (its end excluded, so that one a second gives 1/s), divided by it. `times` [s]
/// need not be sorted.
double peak_flow(std::vector<double> times, double window = 10);

/// Use of a gate from the times [s] at which people passed it in either direction.
GateUse gate_use(std::string name, double width, std::vector<double> times);

/// summary.json, indented, ending in a newline; keys as in docs/formats.md.
std::string to_json(const Summary& summary);

/// Writes to_json() under a temporary name beside `path` and renames it. Throws ResultsError.
void write_summary(const Summary& summary, const std::filesystem::path& path);

/// "Hazard flange (leak): AEGL-2 (60 min) to 850 m, LFL to 12 m".
std::string reach(const HazardUse& hazard);

/// At most 30 lines for a terminal: the time to evacuate first, then people, exits, busiest doors, crowding, warnings.
std::string console_text(const Summary& summary);

}  // namespace muster::results
