#pragma once
// How crowded it gets: people per square metre, counted in squares of 1 m x 1 m of each band of height.

#include "models/crowd/walking/rows.h"
#include "scene/floors.h"

#include <cstdint>
#include <map>
#include <vector>

namespace muster::crowd {

/// A square in which people stood close.
struct HotSpot {
  Vec3 at = Vec3::Zero();  ///< [m] its centre, at floor height
  int16_t storey = -1;
  int peak = 0;        ///< [1/m2] most people at one sample
  double seconds = 0;  ///< [s] for which there were more than `Density::crowded`
};

/// Counts at samples about a second apart. A square is 1 m2 whatever walls stand in it, so that in passages narrower
/// than 1 m the density is understated.
class Density {
 public:
  static constexpr int crowded = 4;  ///< [1/m2] more than this counts as crowded

  /// `bands`: of the strips that are sampled; they tell storeys apart.
  Density(const scene::Floors& floors, int bands);
  /// Counts everybody on the floors who has not left yet; the sample stands for `seconds`.
  void sample(const Rows& rows, const Strips& strips, double seconds);
  int highest() const { return highest_; }  ///< [1/m2] over all samples
  double person_seconds_crowded() const {
    return person_seconds_;
  }  ///< [s] spent in crowded squares, summed over people
  /// Squares that were crowded, the longest first, at most `most`.
  std::vector<HotSpot> hot_spots(const scene::Floors& floors, size_t most = 10) const;

 private:
  struct Square {
    int peak = 0;
    double seconds = 0;
    scene::CellId cell = 0;
  };
  int nx_ = 1, ny_ = 1;
  std::vector<uint16_t> count_;  // of each square, zero between samples
  std::vector<uint32_t> touched_;
  std::map<uint32_t, Square> squares_;  // those that were crowded
  int highest_ = 0;
  double person_seconds_ = 0;
};

}  // namespace muster::crowd
