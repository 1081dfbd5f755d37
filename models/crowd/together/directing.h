#pragma once
// Staff who stand at a door or a junction and send people to an exit.

#include "models/crowd/people/people.h"
#include "models/crowd/together/settings.h"
#include "models/crowd/together/world.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace muster::crowd {

/// Who directs walks to his post when he starts, and stands there. Whoever leaves, comes within the post's radius, is
/// seen from there and has a way to one of its exits goes to the nearest of these from then on; each person listens
/// once to each post, a company together. Those bound for a place (muster points, refuges, stops) and those on duty go
/// on as they were. Once nobody has been about for a while he leaves by the same exits. Where no way leads to the post
/// he leaves at once.
class Directing {
 public:
  static constexpr double decide_every = 0.5;  ///< [s]

  /// `bound(id)`: helpers, patients and staff who sweep, whom nobody directs.
  Directing(std::span<const Person> people, const TogetherSettings& settings,
            const std::function<bool(AgentId)>& bound);

  bool empty() const { return staff_.empty(); }
  void step(World& world, int64_t step_number);
  /// Whether somebody stands at a post.
  bool at_post(AgentId id) const;
  /// How many people have been told.
  size_t told() const { return told_count_; }

 private:
  enum class Phase : uint8_t { free, going, standing, done };
  struct Post {
    std::vector<int32_t> exits;
    CellId cell = scene::no_cell;
    float radius = 10;         // [m]
    double leaves_after = 30;  // [s]
    std::vector<char> heard;   // [ids]
  };
  struct Staff {
    AgentId id;
    size_t post;
    bool comes_in;  // during the run: decides at once, lest he walks out beside the entrance
    Phase phase = Phase::free;
    int32_t own_goal = -1, area = -1;
    double last_seen = 0;  // [s] when somebody was last about
  };
  void decide(World& world, Staff& staff);
  void leave(World& world, Staff& staff, uint32_t row, bool by_exits);
  void direct(World& world, Staff& staff, uint32_t row);
  static bool send(World& world, const Post& post, uint32_t row);

  std::vector<Post> posts_;
  std::vector<Staff> staff_;
  std::vector<char> bound_;       // [ids] whom nobody directs; empty without posts
  std::vector<int32_t> company_;  // [ids] -1: alone; empty without posts
  size_t told_count_ = 0;
};

}  // namespace muster::crowd
