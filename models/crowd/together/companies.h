#pragma once
// Companies: families and groups that meet, leave by one exit and wait for their slowest.

#include "models/crowd/people/people.h"
#include "models/crowd/together/world.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// Companies of people. Once each `decide_every` a company looks where its members are:
/// - It meets first: where somebody is farther than the spread from the slowest, all walk to him or her.
/// - It takes the exit nearest to its slowest member.
/// - u_i being i's walking distance to the exit and u_last the largest of the company's, i walks at
///   min(1, 2 (D - (u_last - u_i)) / D) of its free speed and stands where that is below 0.1. D is the spread.
/// - Where the last has not come nearer for `patience`, those ahead walk on at `making_way` until it does: they may be
///   what holds it up.
class Companies {
 public:
  /// [s] an interval of decisions, the order of a reaction.
  static constexpr double decide_every = 0.5;
  /// [s] a waiting company of strangers in a queue clears its way after this time: assumption.
  static constexpr double patience = 20;
  static constexpr float making_way = 0.3f;

  /// [m] Most length of a company of `n` along its way. Pairs and threes walk abreast or in a V within 1 to 2 m
  /// (Moussaid et al. 2010, doi 10.1371/journal.pone.0010047); larger ones split into such and follow one another: 2 m
  /// and half a metre for each beyond three.
  static constexpr float spread(size_t n) { return 2 + 0.5f * static_cast<float>(n > 3 ? n - 3 : 0); }

  /// `excluded(id)` tells who is bound otherwise (helpers, those who are helped). `gathers(group)`: whether the
  /// companies of a group meet first.
  template <class Excluded, class Gathers>
  Companies(std::span<const Person> people, const Excluded& excluded, const Gathers& gathers) {
    for (const Person& p : people) {
      if (p.company < 0 || excluded(p)) continue;
      if (all_.empty() || all_.back().number != p.company) {
        all_.emplace_back();
        all_.back().number = p.company;
        all_.back().met = !gathers(p.group);
      }
      all_.back().members.push_back({p.id, p.stairs_allowed, p.lifts_allowed});
    }
    std::erase_if(all_, [](const Company& c) { return c.members.size() < 2; });
  }

  bool empty() const { return all_.empty(); }
  size_t size() const { return all_.size(); }
  void step(World& world, int64_t step_number);
  /// Somebody has crossed an exit.
  void left(AgentId id);

 private:
  struct Member {
    AgentId id;
    bool stairs, lifts;
    bool out = false;
    float rest = 0;  ///< [m] walking distance to the exit, as last known
  };
  struct Company {
    int32_t number = -1;
    std::vector<Member> members;
    int32_t exit = -1;  ///< which all take; -1: not chosen
    int32_t goal = -1;  ///< its field
    bool met = false;
    int32_t meeting_area = -1;
    std::vector<int32_t> meeting_goals;  ///< [members]
    float last_rest = 1e30f;             ///< [m] of the last, when it last got on
    double last_progress = 0;            ///< [s] then
  };

  void decide(World& world, Company& company);
  bool meet(World& world, Company& company, size_t slowest);
  void end_meeting(World& world, Company& company);
  void choose_exit(World& world, Company& company, size_t slowest);
  void keep_together(World& world, Company& company);

  std::vector<Company> all_;
  size_t meetings_ = 0;
};

}  // namespace muster::crowd
