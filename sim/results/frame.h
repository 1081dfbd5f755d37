#pragma once
// What a run records: positions at one time, crossings of exits and doors, events and the people themselves.

#include "scene/site.h"
#include "sim/results/analysis.h"
#include "sim/results/exposure.h"
#include "sim/results/hazard.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace muster::results {

/// A results file cannot be written (disk full, ...) or read (damaged, other format, ...). Names the file.
class ResultsError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What a person is doing. The numbers are those in the file.
enum class PersonState : uint8_t {
  waiting,        ///< has not started to walk (pre-movement)
  walking,        ///< on a floor
  on_link,        ///< on stairs, a ladder or a lift that is a link, not a floor
  leaving,        ///< beyond the exit line, counted as out
  without_route,  ///< no open exit can be reached
  queueing,       ///< stands before a link until there is room
  standing,       ///< stands of its own will: for its group, for help, at its post
  in_refuge,      ///< has reached a refuge and stays
  carried,        ///< moved by others or moving them
  fallen,         ///< lies where a hazard made it fall
};
inline constexpr std::array<const char*, 10> person_state_names = {"waiting",       "walking",  "on_link",  "leaving",
                                                                   "without_route", "queueing", "standing", "in_refuge",
                                                                   "carried",       "fallen"};

/// The people present at one time; one row a person, in any order.
struct Frame {
  double time = 0;             ///< [s]
  std::vector<uint32_t> id;    ///< stable number of the person
  std::vector<float> x, y, z;  ///< [m] z is the floor under the feet
  std::vector<float> speed;    ///< [m/s]
  std::vector<uint8_t> state;  ///< PersonState

  size_t size() const { return id.size(); }
};

/// Something worth telling that happened at one time.
struct Event {
  double time = 0;      ///< [s]
  std::string kind;     ///< stable, snake_case, at most 32 bytes, e.g. `stuck`, `all_out`, `end`
  std::string text;     ///< one sentence; cut at 240 bytes in the file
  int64_t person = -1;  ///< -1: nobody in particular
};

/// Somebody crosses the line of an exit or a door.
struct Crossing {
  enum class Gate : uint8_t { exit, door };
  double time = 0;  ///< [s]
  uint32_t person = 0;
  Gate gate = Gate::exit;
  uint32_t index = 0;    ///< into Floors::exits or Floors::portals
  int8_t direction = 1;  ///< exit: +1 out, -1 back in; door: +1 from the right to the left of a->b, -1 the other way
};

/// Somebody is counted as evacuated at a muster point.
struct Arrival {
  double time = 0;  ///< [s]
  uint32_t person = 0;
  uint32_t point = 0;  ///< index into RunInfo::muster_points
};

/// One person; row i of the table is person i. What is known only at the end stays NaN or -1 until then.
struct PersonRecord {
  uint32_t group = 0;                                           ///< index into RunInfo::groups
  float speed = 0;                                              ///< [m/s] free speed on the level
  float radius = 0;                                             ///< [m]
  float premovement = 0;                                        ///< [s]
  int32_t exit = -1;                                            ///< index of the exit used; -1 still inside
  float exit_time = std::numeric_limits<float>::quiet_NaN();    ///< [s] crossing of the exit line; NaN still inside
  float path_length = std::numeric_limits<float>::quiet_NaN();  ///< [m] walked so far
};

/// A file that went into the run.
struct InputFile {
  std::string path;    ///< as given
  std::string sha256;  ///< 64 hexadecimal digits
};

/// Where people gather.
struct MusterPoint {
  std::string name;
  std::vector<uint32_t> cells;  ///< of the floors
};

/// Smoke that the case gives of its places. To be looked at: what people met of it is in their doses.
struct GivenSmoke {
  struct Zone {
    std::string name;
    std::vector<std::pair<double, double>> extinction;  ///< [s] ascending, [1/m]: straight lines, beyond the ends level
  };
  std::vector<Zone> zones;
  std::vector<int32_t> zone_of;  ///< [cells] -1 none; empty without zones
};

/// What a run is, known before it starts.
struct RunInfo {
  std::string title;
  std::string case_path;               ///< as given
  std::string case_text;               ///< verbatim
  std::vector<std::string> overrides;  ///< "key=value" laid over the case by the command line, in order
  uint64_t seed = 1;
  unsigned threads = 0;     ///< threads used; does not change results
  double step = 0;          ///< [s]
  double until = 0;         ///< [s] latest end
  double record_every = 0;  ///< [s] between frames, > 0
  std::vector<InputFile> inputs;
  std::optional<scene::Site> site;  ///< where the model lies on the earth, where the case says so
  std::vector<MusterPoint> muster_points;
  std::vector<std::string> groups;  ///< names of the groups of people
  AnalysisInfo analysis;
  HazardGrid hazards;           ///< empty without hazards
  std::vector<HarmInfo> harms;  ///< that people meet; empty without hazards
  GivenSmoke given_smoke;       ///< empty without any
  StayTables stays;             ///< squares and arrivals of what is told of who stays; no arrivals: nothing is
};

}  // namespace muster::results
