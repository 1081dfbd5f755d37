#pragma once
// People on stairs, ramps, ladders and escalators that are lines, not floors: who may enter, and when a ride is over.

#include "models/crowd/routes/routes.h"
#include "scene/floors.h"

#include <array>
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

/// Who is on which link, and who may enter. Both directions share the width: whoever enters, from either end, takes his
/// headway of it. On links too narrow to pass one another (`narrow`) all go one way at a time; while somebody waits at
/// the other end, a direction is held for `turn` at most, and then until the link is empty.
class Rides {
 public:
  /// [m] Narrower links, and ladders, take one direction at a time. Assumption: two people pass who turn sideways, each
  /// as deep as the body ellipse of Fruin (1971), 0.46 m, less what clothes give.
  static constexpr double narrow = 0.8;
  /// [s] Assumption: the patience of those at the other end.
  static constexpr double turn = 30;

  explicit Rides(const scene::Floors& floors);

  /// Whether one more may enter now: the last one entered long enough ago, the link is not full, and the direction
  /// fits. Asking counts as waiting there.
  bool may_enter(int32_t link, bool forward, double now);
  void enter(const Ride& ride);
  /// Those whose ride is over, in order of arrival and then of id; they stay until `leave`.
  const std::vector<Ride>& arrived(double now);
  /// `place`: index in `arrived`. The list moves up.
  void leave(size_t place);
  /// Where somebody is [m], world.
  Vec3 position(const Ride& ride, double now) const;

 private:
  struct Line {
    std::array<double, 2> headway = {1, 1};  ///< [s] forward, backward
    double next = -1e300;                    ///< [s] when the next may enter
    size_t most = 1, on = 0;
    bool one_way = false;                            ///< narrow
    int direction = 0;                               ///< of those on it, where narrow: 0 forward, 1 backward
    double since = 0;                                ///< [s] when this direction began
    std::array<double, 2> asked = {-1e300, -1e300};  ///< [s] when somebody last wanted to enter
    std::array<std::vector<double>, 2> parts;        ///< [path] fraction of the time at each point, either way
  };
  bool turns(const Line& line, int direction, double now) const;

  const scene::Floors* floors_;
  std::vector<Line> lines_;
  std::vector<Ride> under_way_;  // a heap: the first to arrive on top
  std::vector<Ride> arrived_;
};

}  // namespace muster::crowd
