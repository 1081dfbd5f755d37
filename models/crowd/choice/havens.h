#pragma once
// Muster points, where people are counted as evacuated, and refuges, where they stay.

#include "models/crowd/choice/settings.h"
#include "models/crowd/routes/routes.h"
#include "models/crowd/walking/progress.h"
#include "models/crowd/walking/rows.h"

#include <cstdint>
#include <map>
#include <vector>

namespace muster::crowd {

/// Who goes to which haven, and who is in which refuge. Into a refuge people go on towards the place farthest from its
/// entrances, so that those who come later find room, and stand where they get to.
class Havens {
 public:
  Havens(const scene::Floors& floors, Routes& routes, const ChoiceSettings& settings, size_t people);

  /// Field to the nearest of these muster points, or refuges; whoever has no way there takes the nearest exit.
  int32_t goal_of_muster_points(const std::vector<int32_t>& points, const Access& access);
  int32_t goal_of_refuges(const std::vector<int32_t>& refuges, const Access& access);

  /// People who are sent to `point` from now on go to `other`.
  void replace_muster_point(int32_t point, int32_t other);
  /// The goal of who follows `goal`, with muster points replaced; may be `goal` itself.
  int32_t redirected(int32_t goal);

  /// The muster point that a row has arrived at, and leaves the run by; -1: none.
  int32_t mustered(const Rows& rows, size_t row) const;
  /// A row stands in the area that it goes to: lets it into the refuge there, or sends it elsewhere where that is full.
  void arrived(Rows& rows, size_t row, float now);
  /// About once a second: who cannot get on inside a refuge stays where it is; who has no way to an exit is sent to a
  /// refuge that it can reach.
  void watch(Rows& rows, float now);

  bool none() const { return points_.empty() && refuges_.empty(); }
  const std::vector<Haven>& muster_points() const { return points_; }
  const std::vector<Haven>& refuges() const { return refuges_; }
  /// How many have been let into a refuge.
  size_t taken(size_t refuge) const { return taken_[refuge]; }

 private:
  int32_t area_of(std::map<std::vector<int32_t>, int32_t>& areas, const std::vector<Haven>& havens,
                  const std::vector<int32_t>& which);
  void find_room(Rows& rows, size_t row, int32_t otherwise);
  std::vector<CellId> deepest(const Haven& refuge) const;

  const scene::Floors* floors_;
  Routes* routes_;
  std::vector<Haven> points_, refuges_;
  std::vector<int32_t> instead_;  // by muster point: where its people go, itself unless it was replaced
  std::map<std::vector<int32_t>, int32_t> point_areas_, refuge_areas_;  // by which havens they unite
  std::vector<int32_t> inner_areas_;                                    // by refuge: where it is deepest
  std::vector<int32_t> point_at_, refuge_at_;                           // [cells] -1: none; empty without havens
  std::vector<int32_t> refuge_of_;                                      // [ids] that somebody was let into; -1: none
  std::vector<size_t> taken_;
  Progress progress_;  // of those who were let into a refuge
};

}  // namespace muster::crowd
