#pragma once
// People on links: stairs, ramps, ladders and escalators that are lines, not floors.

#include "models/crowd/routes/routes.h"
#include "scene/floors.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Somebody on a link.
struct Ride {
  uint32_t id = 0;
  int32_t link = 0;
  bool forward = true;
  double start = 0, seconds = 0;                  ///< [s] when it began, how long it takes
  double end() const { return start + seconds; }  ///< [s]
};

/// Who is on which link, and who may enter.
class Rides {
 public:
  explicit Rides(const scene::Floors& floors);

  /// Whether one more may enter now: the last one entered long enough ago, and the link is not full.
  bool may_enter(int32_t link, bool forward, double now) const;
  void enter(uint32_t id, int32_t link, bool forward, double now, double seconds);
  /// Those whose ride is over at `now`, in order of arrival and then of id; they stay until `leave`.
  std::vector<Ride> arrived(double now) const;
  void leave(uint32_t id);
  /// Where somebody is [m], world.
  Vec3 position(const Ride& ride, double now) const;
  const std::vector<Ride>& all() const { return rides_; }

 private:
  struct Entrance {
    double headway = 1;    ///< [s] between two people
    double next = -1e300;  ///< [s] when the next may enter
  };
  const scene::Floors* floors_;
  std::vector<Entrance> entrances_;  // two a link: forward, backward
  std::vector<size_t> most_, on_;
  std::vector<Ride> rides_;
};

}  // namespace muster::crowd
