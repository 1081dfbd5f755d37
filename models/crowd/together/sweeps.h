#pragma once
// Staff who visit rooms before they leave, and get people there going. Rescue teams who go in are such staff too: with
// an entrance to start from, one room to visit and a long stay.

#include "models/crowd/people/people.h"
#include "models/crowd/together/settings.h"
#include "models/crowd/together/world.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// The staff of a group share its rooms: whoever is free takes the room nearest by walking time that nobody has taken.
/// Having come in, they stay for the longer of `stays` and `alert`; people in the room who have not started do so
/// `alert` after. The staff go on when these have left the room, so that they leave last. Rooms that cannot be reached
/// are left out and counted. Who finds none left takes up its own way out.
class Sweeps {
 public:
  static constexpr double decide_every = 0.5;  ///< [s]
  static constexpr double patience = 60;       ///< [s] most that staff wait for a room to empty: assumption

  Sweeps(const scene::Floors& floors, std::span<const Person> people, const TogetherSettings& settings);

  bool empty() const { return staff_.empty(); }
  void step(World& world, int64_t step_number);
  /// Whether somebody is one of the staff.
  bool on_duty(AgentId id) const { return on_duty_[id] != 0; }
  size_t rooms() const { return rooms_; }
  size_t visited() const { return visited_; }

 private:
  enum class Phase : uint8_t { free, going, staying, done };
  struct Staff {
    AgentId id;
    uint32_t group;
    bool comes_in = false;  // during the run: decides at once, lest he walks out beside the entrance
    Phase phase = Phase::free;
    int32_t room = -1;  // space
    int32_t area = -1;
    int32_t own_goal = -1;
    double due = 0;  // [s]
  };
  struct Task {
    double alert = 0, stays = 0;
    std::vector<int32_t> rooms;  // nobody has taken
  };
  void decide(World& world, Staff& staff);
  void next_room(World& world, Staff& staff, uint32_t row);
  bool waits_for_others(const World& world, const Staff& staff) const;
  void wake(World& world, const Staff& staff) const;

  const scene::Floors* floors_;
  std::vector<std::vector<CellId>> cells_;  // [spaces] of the rooms to be visited
  std::vector<Task> tasks_;                 // [groups]
  std::vector<Staff> staff_;
  std::vector<char> on_duty_;  // [ids]
  size_t rooms_ = 0, visited_ = 0;
};

}  // namespace muster::crowd
