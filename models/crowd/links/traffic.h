#pragma once
// Everybody on links and lifts, or waiting for them: from the rows of the floors onto a link and back.

#include "models/crowd/links/lifts.h"
#include "models/crowd/links/rides.h"
#include "models/crowd/people/people.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

/// Standing people whose room in a lift a body takes, at least 1: its area over 0.19 m2, what a person has in a full
/// car of 13 (EN 81-20, table 6: 2.40 m2). A long body counts as its rectangle; who cannot use stairs and is wider than
/// 0.56 m, as a wheelchair 1.2 m long (ISO 7193); all others as their circle.
int lift_room(const Person& person);

/// Which ways are open to somebody; `body`: of `Routes::body_class`.
Access access_of(const Person& person, uint8_t body);

/// The people on the floors, as links see them during a step.
struct OnFloors {
  Rows& rows;
  std::vector<uint32_t>& row_of;  ///< [ids]
  const Strips& strips;           ///< of the first `sorted` rows, who have moved by `drift` [m] at most since
  size_t sorted = 0;
  float drift = 0;
  double time = 0, step = 0;  ///< [s]
};

/// People on links. Whoever is on one has a row of `riders` and none on the floors.
class Traffic {
 public:
  static constexpr uint32_t no_row = 0xffffffffu;

  Traffic(const scene::Floors& floors, const Ground& ground, const Routes& routes, std::span<const Person> people);

  /// Tells the routes how long people wait for lifts, at the start and when one comes into service.
  void tell_waits(Routes& routes, double time);

  /// Lets those in front of links and lifts enter, the longest waiting first. `at_links`: their rows, in any order.
  void enter(const OnFloors& on, std::vector<uint32_t>& at_links);
  /// Those at the end of a link step onto a free spot near it; where there is none, they change places with somebody
  /// who waits to enter there, or wait. Whether rows were added.
  bool leave(const OnFloors& on);

  const Rows& riders() const { return riders_; }
  /// Whether a rider had crossed an exit before.
  bool beyond(size_t rider) const { return rides_of_[rider].beyond; }
  Vec3 position(size_t rider, double time) const;
  int32_t link_of(size_t rider) const { return rides_of_[rider].ride.link; }
  /// The first cell of the link's end that a rider goes to; no_cell for those in lifts.
  CellId comes_out_at(size_t rider) const {
    const Rider& r = rides_of_[rider];
    if (r.in_lift) return scene::no_cell;
    const scene::Link& link = floors_->links[static_cast<size_t>(r.ride.link)];
    const std::vector<CellId>& end = r.ride.forward ? link.to : link.from;
    return end.empty() ? scene::no_cell : end.front();
  }
  /// Stands behind others who wait for a lift.
  bool queues(AgentId id) const { return !queues_.empty() && queues_[id] != 0; }
  const Lifts& lifts() const { return lifts_; }
  /// Who waits for each lift now: [links].
  std::vector<int64_t> waiting_for_lifts() const;

 private:
  /// What is known of a rider, beside his row.
  struct Rider {
    Ride ride;
    bool in_lift = false, beyond = false;
  };
  /// Cells to step out onto, the nearest first: those of the link's end, then those around it.
  struct Out {
    std::vector<CellId> cells;
  };

  const LinkEnd* wanted(const Rows& rows, size_t row) const;
  Out make_out(const std::vector<CellId>& end, const Vec3& point) const;
  const Out& out_of(const Ride& ride) const {
    return outs_[2 * static_cast<size_t>(ride.link) + (ride.forward ? 1 : 0)];
  }
  void take(const OnFloors& on, size_t row, const Rider& rider);
  void put(const OnFloors& on, size_t rider);
  bool step_out(const OnFloors& on, size_t rider, const std::vector<CellId>& cells);
  bool swap(const OnFloors& on, size_t rider, std::vector<uint32_t>& waiting);
  bool room_at(const OnFloors& on, float x, float y, float z, float radius) const;
  void start_ride(const OnFloors& on, size_t row, const LinkEnd& end);
  void call_lifts(const OnFloors& on);
  void find_queues(const OnFloors& on);
  int32_t lift_landing(const Rows& rows, size_t row) const;
  void wait(AgentId id, double time);

  const scene::Floors* floors_;
  const Ground* ground_;
  const Routes* routes_;
  float largest_ = 0;
  Rides rides_;
  Lifts lifts_;
  Rows riders_;
  std::vector<Rider> rides_of_;     // by row of riders_
  std::vector<uint32_t> rider_of_;  // [ids] row of riders_
  std::vector<Out> outs_;           // [2 * links] backward, forward
  std::vector<uint32_t> waiting_;   // rows before links who did not enter in this step
  std::vector<Caller> callers_;
  std::vector<std::pair<uint32_t, int32_t>> at_lifts_;  // rows on landings, which
  std::vector<Passenger> boarded_;
  // For lifts only; empty without.
  std::vector<uint8_t> room_, walks_, queues_;  // [ids]
  std::vector<float> since_, seen_;             // [ids, s] waits at a lift since, last seen there
  double next_queues_ = 0;
  double told_ = -1;  // [s] when the routes were last told
};

}  // namespace muster::crowd
