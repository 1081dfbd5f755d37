#pragma once
// A crowd on its way out: people, routes and walking on fixed floors, advanced step by step.

#include "models/crowd/analysis/analysis.h"
#include "models/crowd/choice/choice.h"
#include "models/crowd/danger/hindrance.h"
#include "models/crowd/danger/informed.h"
#include "models/crowd/ground/ground.h"
#include "models/crowd/held.h"
#include "models/crowd/links/traffic.h"
#include "models/crowd/people/people.h"
#include "models/crowd/routes/gates.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/schedule/arrivals.h"
#include "models/crowd/schedule/settings.h"
#include "models/crowd/schedule/starts.h"
#include "models/crowd/schedule/visits.h"
#include "models/crowd/together/together.h"
#include "models/crowd/walking/model.h"
#include "models/crowd/walking/pressing.h"
#include "models/crowd/walking/rows.h"
#include "models/crowd/walking/settings.h"
#include "models/crowd/walking/walk.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

/// Where everybody is. placed = evacuated + inside, always; those who have not come in yet are not placed.
struct Counts {
  size_t placed = 0;
  size_t not_yet_in = 0;  ///< come in later, or wait outside until there is room for them
  size_t evacuated = 0;   ///< crossed an exit, or came to a muster point
  size_t inside = 0;      ///< everybody else: waiting, walking, on links
  size_t waiting = 0;     ///< pre-movement time not over, or standing before a link or lift until there is room
  size_t visiting = 0;    ///< on their way to a stop or at one, not yet leaving
  size_t on_links = 0;
  size_t without_route = 0;     ///< want to leave, but no way leads out as doors are now
  size_t stuck = 0;             ///< want to walk, but have not got on by 0.25 m for 60 s
  size_t standing = 0;          ///< stand of their own will: for their company, for help, at their post
  size_t in_refuge = 0;         ///< have reached a refuge and stay
  size_t carried = 0;           ///< helpers without a body of their own, moving somebody
  size_t waiting_for_help = 0;  ///< need help to leave and have nobody at their side
  size_t beyond_help = 0;       ///< of them, whom nobody comes for: too few helpers, or out of their reach
  size_t fallen = 0;            ///< lie where a hazard made them fall
  size_t recovered = 0;  ///< times somebody was set free from inside a wall, at the start or when a door closed on him
  size_t lost = 0;       ///< always 0; checked at every step
};

/// What became of one person. Times not reached are NaN.
struct Outcome {
  double start_time = std::numeric_limits<double>::quiet_NaN();  ///< [s] when the person starts to leave
  double exit_time = std::numeric_limits<double>::quiet_NaN();   ///< [s] when the exit's line was crossed
  int32_t exit = -1;                                             ///< by which exit; -1: none
  int32_t muster_point = -1;                                     ///< at which it was counted as evacuated; -1: none
  float path_length = 0;                                         ///< [m] in plan, on floors and links
  float queue_time = 0;  ///< [s] walked slower than 0.2 m/s, or stood before a link
};

/// One person's line of a recording.
struct Snapshot {
  AgentId id = 0;
  double x = 0, y = 0, z = 0;  ///< [m]
  float speed = 0;             ///< [m/s] in plan
  State state = State::waiting;
};

/// What happened in the steps so far.
struct Diagnostics {
  int64_t steps = 0;
  int64_t agent_steps = 0;          ///< people on floors, summed over steps
  int64_t wall_corrections = 0;     ///< moves that a wall or an edge changed
  float max_overlap = 0;            ///< largest overlap of two bodies as a fraction of r_i + r_j
  int64_t routes_computed = 0;      ///< fields, the first ones included
  float peak_pressure_N_per_m = 0;  ///< highest pressure of anybody, looked at once a second
};

/// What a crowd is told beyond the floors and the people.
struct CrowdSettings {
  WalkingSettings walking;
  uint64_t seed = 1;
  double step = 0.05;  ///< [s] in (0, 0.5]
  ScheduleSettings schedule = {};
  GateSettings gates = {};
  ChoiceSettings choices = {};
  TogetherSettings together = {};
  AnalysisSettings analysis = {};
};

/// Not copyable; keeps a reference to the floors.
class Crowd {
 public:
  /// `people` as `populate` makes them: ids 0, 1, 2, ... in order, each on a cell.
  Crowd(const scene::Floors& floors, std::vector<Person> people, const CrowdSettings& settings);
  Crowd(const scene::Floors& floors, std::vector<Person> people, const WalkingSettings& walking, uint64_t seed,
        double step)
      : Crowd(floors, std::move(people), CrowdSettings{walking, seed, step, {}}) {}
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  /// Advances everybody by one step: reads the frozen `now`, writes `next`, swaps.
  void step();
  double time() const { return time_; }  ///< [s]
  double step_length() const { return step_; }
  /// Whether everybody has been evacuated.
  bool finished() const { return evacuated_ == outcomes_.size(); }

  /// Whether something that opens a way is still to come: people without a route may have one then.
  bool awaits_opening() const;
  /// How many were given an exit that they could not reach at the beginning: it lies behind another one, or behind a
  /// door that is shut. They take the nearest.
  size_t given_exit_unreached() const { return given_exit_unreached_; }
  /// The events that have happened so far, in order of time.
  const std::vector<EventReport>& events() const { return events_; }

  /// Shuts or opens a door or an exit; routes follow at the next step.
  void set_portal(int32_t portal, bool closed);
  void set_exit(int32_t exit, bool closed);

  /// What a hazard (smoke, gas, heat) makes of the way: a factor >= 1 on the walking time of every cell of the floors,
  /// given anew as often as it changes; empty: none. Routes follow at the next step, and so do those who choose the
  /// quickest exit at their own moments. Nobody walks into cells of infinite cost, who stands at their edge may leave
  /// them; whom they cut off waits and is counted as `without_route`. Size: cells.
  /// `to_all`: also for those who do not know of it (`inform`).
  void set_hazard_cost(std::span<const float> factors, bool to_all = true) { routes_.set_hazard_cost(factors, to_all); }
  /// The smoke through which signs are read from now on; of no use to others.
  void set_smoke(SmokeOverFloors smoke) { choice_.set_smoke(std::move(smoke)); }
  /// These people know of the danger from now on: their ways are by the cost of the hazard.
  void inform(std::span<const AgentId> ids);
  bool informed(AgentId id) const { return informed_.knows(id); }
  size_t informed() const { return informed_.count(); }
  /// Adds those to `who` who do not know yet and see a cell that is `marked` [cells] on their way, within 30 m and with
  /// no wall between. A quarter of the people look at each call.
  void look_ahead(std::span<const char> marked, std::vector<AgentId>& who);
  /// Whoever is on his way to a muster point goes to another one from now on, and so do all who would go there later.
  /// How many changed their way. Who is on a link then changes it when this is said again.
  size_t replace_muster_point(int32_t point, int32_t other);
  /// [ids] Everybody's walking speed as a fraction (0, 1] of his own free speed, as smoke lets him; 1 in clear air. On
  /// links people keep the speed that they came with.
  void set_slowness(std::span<const float> factors);
  /// Who is going to fall and when [s], in place of what was said before. The fallen stay where they are, others walk
  /// round them. Those who need help to leave lie or sit anyway and wait for it; helpers carry on who falls while he is
  /// moved.
  void expect_falls(std::vector<std::pair<AgentId, double>> falls);
  /// Where the settings have a rescue, helpers carry the fallen out.
  /// The same at once, for who would fall within `span` [s] from now: of a crowd that has come to rest.
  void let_fall(std::vector<std::pair<AgentId, double>> falls, double span);
  /// In order of time.
  const std::vector<Fall>& falls() const { return hindrance_.falls(); }

  /// These people start to leave now, if they have not; `warn`: after their pre-movement time, as by an alarm.
  void start_now(std::span<const AgentId> ids);
  void warn(std::span<const AgentId> ids);
  /// Sounds an alarm of the settings before its time.
  void sound_alarm(size_t index) { starts_.sound(index, rows_, time_); }
  /// [s] when somebody starts to leave; infinity while nothing has told him to.
  double start_time(AgentId id) const { return starts_.start(id); }

  /// [s] that somebody outside has waited for room to come in; 0: nobody.
  double longest_wait_outside() const { return arrivals_.longest_wait(time_); }

  Counts counts() const;
  const Diagnostics& diagnostics() const { return diagnostics_; }
  /// [ids, N/m] contact forces on everybody by the body's circumference, as last looked at (once a second); 0 for
  /// who touches nobody.
  std::span<const float> pressure() const;
  /// Fields over the floors and the measurements of the case.
  const Analysis& analysis() const { return analysis_; }
  /// By id, complete at any time.
  std::vector<Outcome> outcomes() const;
  /// Everybody inside who is neither on his way nor safe in a refuge, and why; by id. Meant for the end of a run.
  std::vector<Held> held() const;
  /// All crossings so far, in order of steps.
  const std::vector<Crossing>& exit_crossings() const { return exit_crossings_; }
  const std::vector<Crossing>& portal_crossings() const { return portal_crossings_; }
  /// All arrivals at muster points; `line` is the point's index.
  const std::vector<Crossing>& muster_arrivals() const { return muster_arrivals_; }
  const Choice& choice() const { return choice_; }
  /// Everybody who is not gone, in order of ids; `out` is reused.
  void snapshot(std::vector<Snapshot>& out) const;
  /// For those who are in the place but on no cell of it: on a link, or counted at a muster point.
  static constexpr scene::CellId off_floor = -2;
  /// [ids] the cell under everybody's feet, of helpers who move somebody the cell under him; `off_floor`; no_cell: not
  /// come in yet, or out. `out` is reused.
  void cells(std::vector<scene::CellId>& out) const;
  const Routes& routes() const { return routes_; }
  const Traffic& traffic() const { return traffic_; }
  const Ground& ground() const { return ground_; }
  /// Who stays together, helps or is helped, and sweeps.
  const Together& together() const { return together_; }
  /// Hash of the positions and states of everybody in order of ids.
  uint64_t state_hash() const;

 private:
  static constexpr int sort_every = 4;        // steps; drift is allowed for
  static constexpr size_t block = 8;          // chunks that a thread takes at once
  static constexpr double watch_every = 1.0;  // [s]

  void place(const std::vector<Person>& people);
  float longest_step() const;
  float drift() const;
  void set_gates();
  void run_events();
  void way_lengths(std::vector<float>& lengths) const;
  void decide_together();
  void drag_long_bodies();
  void lay_down(double now, double span);
  World world() { return {rows_, row_of_, routes_, ground_, seed_, time_, step_, awaits_opening()}; }
  void cross_exit(const Crossing& crossing);
  template <class Note>
  void count_out(const Crossing& crossing, int32_t exit, const Note& note);
  void sort_if_due();
  void come_in();
  void notice();
  void draw_noise_if_due();
  void sidestep_if_held();
  void walk_all();
  void walk(double time);
  void merge();
  void enter_links();
  void count_limited(const BlockReport& r);
  void receive(const std::vector<uint32_t>& arrived);
  void take_away(size_t row);
  OnFloors on_floors();
  void watch();
  void set_free(size_t row, const Segment* line = nullptr);
  void set_line(size_t wall, bool closed);
  void find_rows();

  const scene::Floors* floors_;
  WalkingSettings walking_;
  uint64_t seed_;
  double step_, time_ = 0;
  float fastest_ = 0, largest_ = 0;
  Repulsion repulsion_;
  bool alike_ = false;                   // all radii are the same
  std::unique_ptr<WalkingModel> model_;  // null: the default
  int substeps_ = 1;                     // of the walk in a step
  Ground ground_;
  Routes routes_;
  Strips strips_;
  Traffic traffic_;
  Choice choice_;
  GateSettings gates_;
  FlowLimits limits_;
  std::vector<EventReport> events_;
  Pressing pressing_;
  Squeezing squeezing_;
  Analysis analysis_;
  Starts starts_;
  Arrivals arrivals_;
  Visits visits_;
  Together together_;
  Hindrance hindrance_;
  Informed informed_;
  Rows rows_;
  struct Reasons;
  size_t sorted_rows_ = 0;  // rows at the last sort; later ones are not in strips_
  NextPositions next_;
  static constexpr uint32_t no_row = 0xffffffffu;
  std::vector<uint32_t> row_of_;  // [ids] row on the floors; no_row: on a link, carried or gone
  std::vector<uint32_t> at_links_;
  std::vector<BlockReport> reports_;
  std::vector<Outcome> outcomes_;
  std::vector<Crossing> exit_crossings_, portal_crossings_, muster_arrivals_;
  std::vector<char> stuck_;
  Diagnostics diagnostics_;
  size_t evacuated_ = 0, recovered_ = 0, given_exit_unreached_ = 0;
  int64_t steps_ = 0, steps_since_sort_ = 0;
  bool must_sort_ = true;
  double next_watch_ = 0;
  uint32_t looking_ = 0;  // which quarter of the people looks ahead next
};

}  // namespace muster::crowd
