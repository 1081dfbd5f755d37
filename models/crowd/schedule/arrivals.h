#pragma once
// People who come in during the run wait outside until their time has come and there is room.

#include "models/crowd/ground/ground.h"
#include "models/crowd/people/people.h"
#include "models/crowd/schedule/settings.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// Queues before the sources, first come first in.
class Arrivals {
 public:
  explicit Arrivals(const ScheduleSettings& settings);

  /// People not yet in.
  size_t outside() const { return outside_.size() - in_; }
  /// Takes somebody out of `rows` who comes in at `time` [s] by `source`. Called in order of ids, before the first
  /// step.
  void keep(Rows& rows, size_t row, int32_t source, double time);
  /// Lets those in whose time has come and for whom there is room: appends them to `rows`. At most one body's width a
  /// source may be wrong when nobody moves: who finds no room tries again at the next call. Returns how many came in.
  size_t let_in(Rows& rows, const Ground& ground, double now, uint64_t seed);
  /// Longest time [s] that somebody now outside has waited for room.
  double longest_wait(double now) const;

 private:
  struct Comer {
    double time;
    uint32_t kept;  // row of outside_
  };
  struct Door {
    std::vector<scene::CellId> cells;
    std::vector<Comer> queue;  // by time
    size_t next = 0;
    uint64_t tries = 0;
  };
  bool place(Rows& kept, size_t row, Door& door, const Rows& rows, const std::vector<uint32_t>& near,
             const Ground& ground, uint64_t seed) const;

  std::vector<Door> doors_;
  Rows outside_;
  size_t in_ = 0;
};

}  // namespace muster::crowd
