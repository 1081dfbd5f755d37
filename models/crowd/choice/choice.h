#pragma once
// Which exit people go to: the nearest, the quickest, or one they know.

#include "models/crowd/choice/havens.h"
#include "models/crowd/choice/settings.h"
#include "models/crowd/people/people.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/rows.h"
#include "models/crowd/walking/walk.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

/// Time to get out by an exit [s]: one cannot be out before having walked there, nor before those ahead have passed at
/// `capacity` [1/s].
inline double time_by(double walking, double ahead, double capacity) { return std::max(walking, ahead / capacity); }

/// Whether a sign is read from (x, y, z) [m]: within range * cos(angle) of it, which is a circle that touches the sign
/// (Xie et al. 2007, Fire Safety Journal 42, the visibility catchment area), on the same level, and no wall between.
bool reads(const Sign& sign, const Vec3& at, const Ground& ground);

/// Smoke over the floors, in squares.
struct SmokeOverFloors {
  std::span<const int32_t> square_of;  ///< [cells] -1: none
  std::vector<float> extinction = {};  ///< [squares, 1/m] at the height of heads; empty: no smoke

  /// The integral of the extinction along the line between two points of one level [m], from the floor below it; where
  /// there is none, that before it.
  double depth(const Vec3& from, const Vec3& to, const scene::Floors& floors) const;
};
/// Whether a sign is seen through smoke: Jin's visibility V = C / K of even smoke K, as an optical depth of C at most.
inline bool seen_through(const Sign& sign, const Vec3& at, const SmokeOverFloors& smoke, const scene::Floors& floors) {
  return smoke.extinction.empty() || smoke.depth(at, sign.at, floors) <= sign.through;
}

/// Decides at every person's own moment, once in `Choice::period`.
class Choice {
 public:
  static constexpr double period = 2;  ///< [s] between two decisions of a person

  Choice(const scene::Floors& floors, const Ground& ground, Routes& routes, const ChoiceSettings& settings,
         std::span<const Person> people, double step);

  /// The field that somebody follows at first.
  int32_t first_goal(const Person& person, const Access& access);
  /// Those whose moment it is choose anew. `exits`: everybody's crossings so far.
  void decide(Rows& rows, int64_t step_number, double now, const std::vector<Crossing>& exits);
  /// Whether somebody learns of exits from signs; what hides these from now on.
  bool reads_signs() const { return signs_; }
  void set_smoke(SmokeOverFloors smoke) { smoke_ = std::move(smoke); }
  /// Somebody has been told by which exits to leave: he keeps to them while one of them is open.
  void told(uint32_t id);
  Havens& havens() { return havens_; }
  const Havens& havens() const { return havens_; }
  /// How often somebody changed to another exit, and how often somebody learnt of one from a sign.
  size_t changes() const { return changes_; }
  size_t learnt() const { return learnt_; }

 private:
  const GroupRoute& route_of(uint32_t id) const;
  bool due(uint32_t id, int64_t step_number) const;
  void survey(const Rows& rows, double now, const std::vector<Crossing>& exits);
  void read_signs(Rows& rows, size_t row);
  void choose_quickest(Rows& rows, size_t row, const GroupRoute& route);
  const std::vector<int32_t>& fields_of(const Access& access);
  int32_t bound_for(const Rows& rows, size_t row);
  double ahead(size_t exit, float distance) const;
  double share_about(const Rows& rows, size_t row, size_t exit) const;
  void list_about(const Rows& rows);

  const scene::Floors* floors_;
  const Ground* ground_;
  Routes* routes_;
  ChoiceSettings settings_;
  Havens havens_;
  double step_;
  bool quickest_ = false, signs_ = false, follow_ = false;
  SmokeOverFloors smoke_;
  std::vector<uint32_t> group_;                     // [ids]
  std::vector<std::vector<int32_t>> known_sets_;    // exits, ascending; by number of the set
  std::vector<int32_t> known_;                      // [ids] set of those who choose by familiarity; -1: others
  std::map<Access, std::vector<int32_t>> by_exit_;  // field to each exit, by access
  std::vector<std::vector<int32_t>> bound_;         // [exits][m] people bound for it, by distance; the last: farther
  std::vector<double> capacity_;                    // [exits, 1/s]
  std::vector<double> queue_since_;                 // [exits, s] since when people queue before it; infinite: none
  std::vector<char> decided_;                       // [ids] whether somebody has chosen once
  std::vector<char> told_;                          // [ids] keep to what they were told; empty: nobody was
  std::vector<int32_t> aim_;                        // [ids] exit that somebody is bound for; -1
  std::vector<float> x_, y_, z_;                    // [ids] where, of the last survey; for those who follow others
  std::map<std::pair<int32_t, int32_t>, std::vector<uint32_t>> about_;  // ids by squares of 10 m
  double next_survey_ = 0;
  size_t crossings_seen_ = 0, changes_ = 0, learnt_ = 0;
  std::vector<std::vector<double>> recent_;  // [exits] times of the last passages
};

}  // namespace muster::crowd
