#pragma once
// Where people came from in the last seconds.

#include "viewer/replay/replay.h"

#include <map>
#include <optional>
#include <vector>

namespace muster::viewer {

/// A straight piece of somebody's way.
struct Footstep {
  uint32_t person = 0;
  Vec3 a, b;        ///< [m] earlier, later
  double part = 0;  ///< of the time looked back, from 0 now to 1
};

class Trails {
 public:
  /// `replay` must outlive this.
  explicit Trails(const Replay& replay) : replay_(replay) {}

  /// Ways from `seconds` before a time until then, between recorded frames, of at most 60 of these; to where `now` has
  /// people at the time. `person`: only that one's. Nobody's way leads through a lift.
  const std::vector<Footstep>& at(const Bodies& now, double seconds, std::optional<uint32_t> person);

 private:
  const std::vector<std::pair<uint32_t, Vec3>>& places(size_t frame);

  const Replay& replay_;
  std::map<size_t, std::vector<std::pair<uint32_t, Vec3>>> kept_;  ///< by frame; people by id
  std::vector<Footstep> steps_;
};

}  // namespace muster::viewer
