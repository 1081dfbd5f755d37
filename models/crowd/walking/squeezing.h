#pragma once
// Squeezing past: who has come to a standstill before people that stand, or that come towards him, turns sideways and
// shoulders his way through; those who are in the way are pushed aside. So do a few who keep one another from a door.

#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/progress.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// Who squeezes past. In crowds that all walk to one place only those do who keep one another from it.
class Squeezing {
 public:
  /// [m/s] of who squeezes past people that stand: he pushes, and is pushed back by half of every overlap; and of who
  /// squeezes past others that push against him: bodies must have time to give way (counterflow stays below 8 % of
  /// overlap).
  static constexpr float past_standing = 0.3f, past_coming = 0.08f;
  /// Fraction of r_i + r_j that bodies may overlap by before who squeezes past others that come (that stand) presses on
  /// no more; bodies widen again up to the former. Otherwise each of a column that presses the same way adds his push
  /// to those before him. Assumptions, chosen on IMO test 8 and a passage full of people who stand.
  static constexpr float overlap_coming = 0.03f, overlap_standing = 0.08f;
  /// [1/m2] Within `crowd_radius` [m]: where more stand, nobody turns sideways, and who has turns back, so that jams of
  /// people who go different ways do not close up far beyond the densest crowds measured (10 /m2: Helbing, Johansson,
  /// Al-Abideen 2007).
  static constexpr float densest = 8, crowd_radius = 0.8f;
  /// [m] Half of a chest's depth: the radius of somebody who goes sideways.
  static constexpr float sideways = 0.12f;
  /// [m] Bodies wider than this are devices: they do not turn sideways, and others give way to them.
  static constexpr float widest_person = 0.3f;
  /// [s] without coming nearer after which one squeezes past, and after which one climbs over who stands in the way.
  static constexpr float patience = 5, climb_after = 30;

  /// Two turn one another back though they walk to the same place: each wants to the middle of a door, where the other
  /// repels him. They count as such after `turned_back_after` [s] in which they have not got on by 0.25 m, where at
  /// most `few` others are within `alone_within` [m]; after `blocked_after` [s] whoever waits behind them, if only one
  /// within `before_within` [m] is nearer to the goal. All others, at the edge of a queue, too, wait. Assumptions.
  static constexpr float turned_back_after = 10, alone_within = 2, blocked_after = 20, before_within = 1;
  static constexpr int few = 3;
  /// [s] in which they have not come nearer after which they go on over whoever is about: what keeps them where they
  /// are is a balance of drive and repulsion that no people stand in. Not while a queue waits for leave. Assumption.
  static constexpr float in_vain_after = 60;

  explicit Squeezing(size_t people) : people_(people) {}

  /// Once a second: who begins, goes on and ends. `row_of` [ids]; `drift` [m] since the rows were sorted; `leave_due`:
  /// somebody waits at a line of limited flow until he may cross it.
  void look(Rows& rows, const Strips& strips, const Routes& routes, std::span<const uint32_t> row_of, float drift,
            bool leave_due, double now);
  /// Whether somebody squeezes past; whether bodies are narrower than their own for it.
  bool any() const { return any_; }
  bool any_sideways() const { return any_sideways_; }
  bool squeezes(AgentId id) const { return until_[id] > 0; }
  float most_overlap(AgentId id) const { return by_standing_[id] != 0 ? overlap_standing : overlap_coming; }
  float speed(AgentId id) const { return by_standing_[id] != 0 ? past_standing : past_coming; }
  /// Whether somebody has squeezed, or been turned back, in vain for so long that he climbs over what is in the way.
  bool climbs(AgentId id) const { return climbs_[id] != 0; }
  /// Whether somebody has squeezed in vain for as long past others that come: in a door where only its middle is wide
  /// enough for his body, what leads him back there would lead him back before them.
  bool looks_ahead(AgentId id) const { return looks_ahead_[id] != 0; }
  /// [rad] to the left by which he turns from his way in a time of 2 s: at random, rather to the right.
  static float turn(uint64_t seed, AgentId id, double now);

 private:
  struct Around;
  /// Whether somebody is in the way; `by_standing`: somebody who stands.
  bool is_held(const Around& around, size_t row, bool by_standing) const;
  bool minds(const Around& around, size_t row, float wish_x, float wish_y, size_t other) const;
  bool is_turned_back(const Around& around, size_t row, float now) const;
  bool is_first(const Around& around, size_t row) const;
  void decide(const Around& around, size_t row, float now);
  bool has_room(const Around& around, size_t row, float more) const;
  bool more_about(const Around& around, size_t row, float within, int most) const;
  void turn_bodies(Rows& rows, const Around& around);

  size_t people_;
  bool any_ = false, any_sideways_ = false;
  // By id; empty until somebody might squeeze past.
  Progress progress_;
  std::vector<int32_t> goal_;  // that `progress_` is about
  std::vector<float> until_;   // [s]; 0: does not
  std::vector<char> climbs_, looks_ahead_, by_standing_, crowded_, turned_back_;
  std::vector<float> own_;  // [m] radius of those who go sideways; 0: does not
};

}  // namespace muster::crowd
