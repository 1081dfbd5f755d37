#pragma once
// Lifts that bring people to the storey where they leave: cars as state machines, banks that share their landings.

#include "models/crowd/links/trip.h"
#include "scene/floors.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Somebody who waits at a landing.
struct Caller {
  uint32_t id = 0;
  int32_t landing = 0;  ///< of `Lifts::landing`
  int room = 1;         ///< standing people whose room the body takes
  bool walks = true;    ///< could use stairs
  double since = 0;     ///< [s]
};

/// Somebody in a car.
struct Passenger {
  uint32_t id = 0;
  int32_t lift = 0;  ///< index of the link
  int room = 1;
};

/// What a lift did.
struct LiftRecord {
  int32_t link = 0;
  int64_t trips = 0;                     ///< rides with people to the stop where they leave
  int64_t people = 0;                    ///< who got in
  double total_wait = 0, most_wait = 0;  ///< [s] from the landing into the car, of those who got in
};

/// Every lift of the floors that runs. A car stands at its exit stop with closed doors until somebody calls, goes to
/// the calling storey, fills, and brings everybody to the exit stop without a stop between (the shuttle of Klote,
/// Alvord, Levin, Groner 1992, NISTIR 4870). Which storey first: evacuation, the highest above the exit stop, then the
/// lowest below; fire service, that where somebody has waited longest. Cars whose landings are joined by floor and less
/// than 6 m apart form a bank: who waits for one of them takes any, and a storey gets no more of them than its callers
/// fill.
class Lifts {
 public:
  explicit Lifts(const scene::Floors& floors);

  bool empty() const { return cars_.empty(); }
  /// The landing before a stop; -1 where nobody is fetched: the exit stop, or a lift that does not run.
  int32_t landing(int32_t link, int32_t stop) const {
    return landing_of_[static_cast<size_t>(link)].empty()
               ? -1
               : landing_of_[static_cast<size_t>(link)][static_cast<size_t>(stop)];
  }
  /// [s] from a call while the car stands idle until it opens its doors there, and from then, with one more person
  /// getting in, until its doors are open at the exit stop. At least until `from` where that is later than `now`.
  double expected_wait(int32_t link, int32_t stop, double now) const;
  double ride(int32_t link, int32_t stop) const;

  /// Moves all cars to `now` [s], not before the last call. `waiting`: everybody at the landings, the longest waiting
  /// first. `boarded`: who got in now.
  void step(double now, const std::vector<Caller>& waiting, std::vector<Passenger>& boarded);
  /// Who may step out now, one a car at most; he stays until `leave`.
  std::vector<Passenger> arrived(double now) const;
  /// He is out at `now`.
  void leave(const Passenger& passenger, double now);
  /// Where a car is [m], world.
  Vec3 position(int32_t link, double now) const;
  /// One entry a lift, in the order of the links, those out of service included.
  const std::vector<LiftRecord>& uses() const { return uses_; }

 private:
  enum class State : uint8_t {
    idle,
    to_call,
    opening,
    loading,
    closing,
    to_exit,
    opening_exit,
    unloading,
    closing_exit
  };
  struct Car {
    int32_t link = 0;
    State state = State::idle;
    int32_t stop = 0;           ///< where it is or came from
    int32_t target = 0;         ///< where it goes
    double begun = 0;           ///< [s] when this state began
    double next = 0;            ///< [s] when the next person may get in or out
    int free = 0;               ///< room left
    std::vector<Passenger> in;  ///< in the order of getting in
  };

  const scene::Link& link_of(const Car& car) const { return floors_->links[static_cast<size_t>(car.link)]; }
  Trip trip(const scene::Link& link, int32_t from, int32_t to) const;
  double duration(const Car& car) const;
  int32_t next_call(const Car& car, const std::vector<Caller>& waiting) const;
  bool serves(const Car& car, const Caller& caller) const;
  bool load(Car& car, double now, const std::vector<Caller>& waiting, std::vector<Passenger>& boarded);
  bool advance(Car& car, double now, const std::vector<Caller>& waiting, std::vector<Passenger>& boarded);
  void enter(Car& car, State state, double at);

  const scene::Floors* floors_;
  std::vector<std::vector<int32_t>> landing_of_;  // [links][stops]
  std::vector<double> height_;                    // [landings, m]
  std::vector<Car> cars_;
  std::vector<LiftRecord> uses_;
  std::vector<size_t> use_of_;  // [cars]
  std::vector<char> taken_;     // [waiting] got in during this step
};

}  // namespace muster::crowd
