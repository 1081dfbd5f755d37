#pragma once
// How crowded it gets: people per square metre, counted in squares of 1 m x 1 m of each band of height.

#include "models/crowd/rows.h"
#include "scene/floors.h"

#include <cstdint>
#include <vector>

namespace muster::crowd {

/// A square in which people stood close.
struct HotSpot {
  Vec3 at =
      Vec3::Zero();  ///< [m] its centre, at the height of the first person counted in the sample that made the peak
  int16_t storey = -1;
  int peak = 0;        ///< [1/m2] most people at one sample
  double seconds = 0;  ///< [s] for which there were more than `Density::crowded`
};

/// Counts at samples about a second apart. A square is 1 m2 whatever walls stand in it, so that in passages narrower
/// than 1 m the density is understated.
class Density {
 public:
  static constexpr int crowded = 4;  ///< [1/m2] more than this counts as crowded

  explicit Density(const scene::Floors& floors);
  /// Counts everybody on the floors; the sample stands for `seconds`.
  void sample(const Rows& rows, double seconds);
  int highest() const { return highest_; }  ///< [1/m2] over all samples
  double person_seconds_crowded() const {
    return person_seconds_;
  }  ///< [s] spent in crowded squares, summed over people
  /// Squares that were crowded, the longest first, at most `most`.
  std::vector<HotSpot> hot_spots(const scene::Floors& floors, size_t most = 10) const;

 private:
  struct Square {
    uint32_t key;
    int peak;
    double seconds;
    scene::CellId cell;
  };
  int nx_ = 1, ny_ = 1;
  float z0_ = 0;
  std::vector<std::pair<uint32_t, scene::CellId>> counted_;
  std::vector<Square> squares_;  // crowded ones, by key
  int highest_ = 0;
  double person_seconds_ = 0;
};

}  // namespace muster::crowd
