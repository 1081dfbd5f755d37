#pragma once
// Assisted evacuation: helpers fetch those who cannot leave alone, move them, and come back for the next.

#include "models/crowd/people/people.h"
#include "models/crowd/together/settings.h"
#include "models/crowd/together/world.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace muster::crowd {

/// How far assistance has come.
struct AssistanceCounts {
  size_t needed = 0;     ///< people who need help
  size_t helped = 0;     ///< of them, brought out or into a refuge
  size_t waiting = 0;    ///< of them, with nobody at their side
  size_t hopeless = 0;   ///< of those waiting, whom nobody comes for: too few helpers, or out of their reach
  double fetch_sum = 0;  ///< [s] from being assigned helpers until all were there, over those reached
  size_t fetched = 0;    ///< those reached
  double total_sum = 0;  ///< [s] from being assigned helpers until delivered, over those helped
  // Those who fell are counted apart.
  size_t rescued = 0;    ///< brought out
  size_t unreached = 0;  ///< lie, and nobody comes for them: too few helpers, or out of their reach
};

/// A helper who leaves without a body of its own.
struct Companion {
  AgentId id = 0;
  float walked = 0, queued = 0;  ///< [m] [s] before
};

/// Those who need help (patients) wait where they are, standing. Idle helpers take, twice a second, of the patients of
/// the highest priority whom there are enough of them for, the one nearest by walking time to the first of them; the
/// nearest helpers go. When all have come and the patient is ready, patient and helpers move as one row: the patient's,
/// with the device's footprint and speed; the helpers are carried, without bodies of their own. At the exit's line or
/// in the refuge the helpers are free again after unloading, and step out beside. Who falls becomes a patient too,
/// where the settings have a rescue: he lies until he is lifted, and is carried as he is.
class Assistance {
 public:
  static constexpr double decide_every = 0.5;  ///< [s]
  static constexpr float arm = 0.5f;           ///< [m] from body to body at which a helper is at a patient's side
  /// [s] after which somebody who could not be reached is tried again (a door may open), and how often.
  static constexpr double retry = 5;
  static constexpr int most_tries = 12;

  Assistance(const scene::Floors& floors, std::span<const Person> people, const TogetherSettings& settings,
             uint64_t seed);

  bool empty() const { return patients_.empty() && !rescue_; }
  /// Whether somebody takes part, as patient or as helper.
  bool takes_part(AgentId id) const { return patient_of_[id] >= 0 || helper_of_[id] >= 0; }
  bool is_patient(AgentId id) const { return patient_of_[id] >= 0; }
  void step(World& world, int64_t step_number);
  /// Somebody who has a body of his own has fallen: whom he was on his way to waits for others, and he for a rescue.
  void fell(World& world, AgentId id);
  /// A helper who moves somebody is about to fall: they put him down where they are, and step out beside. Whoever lies
  /// again then: his id; no_one where nobody does.
  static constexpr AgentId no_one = 0xffffffffu;
  AgentId put_down(World& world, AgentId id);
  /// Somebody has crossed an exit; `with`: those who go out with him, without bodies of their own.
  void left(AgentId id, int32_t exit, double time, std::vector<Companion>& with);

  /// Helpers without bodies, in no order; their places are those of the units that they move.
  const Rows& carried() const { return carried_; }
  /// Whom helper `index` of them moves.
  AgentId moved_by(size_t index) const {
    return patients_[static_cast<size_t>(helpers_[static_cast<size_t>(helper_of_[carried_.id[index]])].patient)].id;
  }
  AssistanceCounts counts() const;
  /// What somebody who takes part waits for.
  enum class Wait : uint8_t {
    none,
    nobody_comes,  ///< too few helpers, or none can get there
    no_way,        ///< the ways out are too narrow for the device
    helpers,       ///< helpers are on their way, or with others first
    made_ready,    ///< helpers are at his side
    idle,          ///< a helper whom nobody needs now
  };
  Wait wait_of(AgentId id) const;
  /// Of those inside, how many wait whom the width of the ways does not let out with their device.
  size_t without_way() const;
  /// [m] local: where helper `index` of the carried is seen, beside its patient.
  struct Spot {
    float x, y, z;
  };
  Spot spot(const Rows& rows, std::span<const uint32_t> row_of, const Ground& ground, size_t index) const;

 private:
  /// [m] around somebody that counts as where he is, for fields towards him.
  static constexpr float about = 0.5f;
  enum class Phase : uint8_t { waiting, fetching, preparing, moving, unloading, done };
  struct Patient {
    AgentId id;
    uint32_t group;
    int helpers;
    int priority;
    float prepare, unload;  // [s]
    Phase phase = Phase::waiting;
    bool fell = false;      // and lies; otherwise it stands and waits
    bool put_down = false;  // on the way: waits for helpers anew
    bool hopeless = false, no_way = false;
    int tries = 0;              // to send helpers who could not reach it
    std::vector<AgentId> team;  // those on their way or at work
    int32_t area = -1;          // around the patient
    float x = 0, y = 0;         // where it was when the area was made
    int32_t goal = -1;          // field that the unit follows; -1: not chosen
    int32_t refuge = -1;        // area of its place in a refuge
    CellId seen = no_cell;      // where it was last on a floor
    double alone_at = 0;        // [s] last time without a helper at its side
    int32_t exit = -1;          // by which it has left
    double due = 0;             // [s] end of preparing, of unloading, or next try
    double assigned = 0;        // [s]
  };
  struct Helper {
    AgentId id;
    bool returns;
    bool comes_in = false;  // during the run: is assigned at once, lest he walks out beside the entrance
    bool rescues = false;   // fetches those who fell
    int32_t patient = -1;   // index; -1: idle
    int32_t goal = -1;      // field of its own way out
    bool out = false;
  };

  void advance(World& world, Patient& patient);
  void assign(World& world);
  bool assign_one(World& world, std::vector<Helper*>& idle);
  void send(World& world, Patient& patient, std::vector<Helper*>& idle);
  bool all_beside(World& world, Patient& patient, uint32_t row);
  void go_after(World& world, Patient& patient, uint32_t row);
  static std::vector<CellId> around(const World& world, Patient& patient, uint32_t row);
  void dissolve(World& world, Patient& patient);
  void give_up(World& world, Patient& patient);
  void join(World& world, Patient& patient);
  void free_helpers(World& world, Patient& patient);
  void await_rescue(const World& world, AgentId id);
  void brought(const Patient& patient, double time);
  static bool serves(const Helper& h, const Patient& p) { return !p.fell || h.rescues; }
  bool put_beside(World& world, const Patient& patient, size_t carried_row);
  bool can_be_moved(World& world, Patient& patient);
  int32_t place_in_refuge(World& world, Patient& patient);
  Helper& helper(AgentId id) { return helpers_[static_cast<size_t>(helper_of_[id])]; }
  size_t carried_row(AgentId id) const;

  std::optional<Rescue> rescue_;
  std::vector<Patient> patients_;                      // by id, then those who fell as they fell
  std::vector<Helper> helpers_;                        // by id
  std::vector<int32_t> patient_of_, helper_of_;        // [ids] indices; -1: none
  std::vector<std::vector<int32_t>> refuge_of_group_;  // spaces
  std::vector<CellId> parked_;                         // places in refuges that are taken
  const scene::Floors* floors_;
  Rows carried_;
  AssistanceCounts sums_;
};

}  // namespace muster::crowd
