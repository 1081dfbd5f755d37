#pragma once
// Fields over the floors: how dense, how long, how fast, how turbulent it was in every square.

#include "models/crowd/analysis/levels.h"
#include "models/crowd/analysis/settings.h"
#include "models/crowd/analysis/squares.h"
#include "models/crowd/walking/rows.h"

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace muster::crowd {

/// What became of one piece of a square over the samples so far. Times are samples times their spacing.
struct SquareTotals {
  float peak_density = 0;                   ///< [1/m2] people around / area around
  float crowded = 0;                        ///< [s] with a density above `AnalysisSettings::crowded`
  std::array<float, fruin_levels> level{};  ///< [s] at Fruin's levels A to F; only while somebody is around
  float usage = 0;                          ///< [s] person-seconds spent in the piece itself
  float way = 0;                            ///< [m] walked within it: mean speed = way / usage
  float peak_pressure = 0;                  ///< [1/s2] of crowd pressure, where crowded; 0 where never
  float turbulent = 0;                      ///< [s] with a crowd pressure above `turbulence`
  float peak_contact = 0;                   ///< [N/m] largest contact pressure of anybody there
};

/// Person-seconds at each level of service: of people on the move on levels and stairs, of people who stand or wait,
/// and of everybody on level floors after Weidmann.
struct LevelShares {
  std::array<std::array<int64_t, fruin_levels>, 3> fruin{};  ///< [Facility][level] people, summed over samples
  std::array<int64_t, weidmann_levels> weidmann{};
};

/// Joined squares that were crowded at some time.
struct HotSpot {
  Vec3 at = Vec3::Zero();  ///< [m] middle of its worst square
  int16_t storey = -1;
  int32_t space = -1;         ///< of the worst square
  double area = 0;            ///< [m2] of all its squares
  double peak_density = 0;    ///< [1/m2]
  double seconds = 0;         ///< [s] for which the worst square was crowded
  double person_seconds = 0;  ///< [s] spent in its squares, crowded or not
};

/// Samples everybody on the floors who has not left, at times a constant spacing apart.
class Fields {
 public:
  /// Crowd pressure [1/s2] from which Helbing, Johansson and Al-Abideen (Phys. Rev. E 75, 046109, 2007) saw crowd
  /// turbulence, before the accident of Mina in 2006.
  static constexpr float turbulence = 0.02f;
  /// Density [1/m2] of the key `person_seconds_above_4_per_m2`, whatever `AnalysisSettings::crowded` says.
  static constexpr float four = 4;

  /// `people`: how many there are at most; ids are below it.
  Fields(const scene::Floors& floors, const AnalysisSettings& settings, size_t people);

  /// Adds a sample that stands for `every` seconds. `contact`: [ids, N/m], or empty.
  void sample(const Rows& rows, std::span<const float> contact = {});

  const Squares& squares() const { return squares_; }
  const std::vector<SquareTotals>& totals() const { return totals_; }
  const LevelShares& shares() const { return shares_; }
  double every() const { return every_; }
  double crowded_density() const { return static_cast<double>(crowded_); }
  double highest_density() const { return static_cast<double>(highest_); }  ///< [1/m2] over all samples
  double person_seconds_above_4() const { return static_cast<double>(above_4_) * every_; }
  double highest_pressure() const { return static_cast<double>(highest_pressure_); }  ///< [1/s2]; 0: never crowded
  double highest_contact() const { return static_cast<double>(highest_contact_); }    ///< [N/m]; 0 without contacts
  /// Clusters of crowded squares, the longest first, at most `most`.
  std::vector<HotSpot> hot_spots(const scene::Floors& floors, size_t most = 10) const;

 private:
  /// Who is in a piece at one sample.
  struct Tally {
    uint32_t people = 0, standing = 0;
    float vx = 0, vy = 0, v2 = 0, speed = 0, contact = 0;  // sums; contact: the largest
  };
  struct Seen {
    float x = 0, y = 0;
    uint32_t sample = 0;
  };
  struct Moving {
    uint32_t piece;
    float vx, vy;
  };
  /// What one block of pieces adds to the totals of the run; sums of whole numbers, so that their order is free.
  struct Sums {
    LevelShares shares;
    int64_t above_4 = 0;
    float highest = 0, pressure = 0, contact = 0;
  };

  void look(const Rows& rows);
  void tally(const Rows& rows, std::span<const float> contact);
  void list_pieces();
  void add(uint32_t piece, Sums& sums);

  Squares squares_;
  double every_;
  float crowded_;
  std::vector<SquareTotals> totals_;
  std::vector<Tally> now_;         // of each piece; zero between samples
  std::vector<uint32_t> touched_;  // pieces with people
  std::vector<uint32_t> pieces_;   // pieces with people around
  std::vector<uint32_t> mark_;     // last sample at which a piece was listed
  std::vector<Seen> seen_;         // [ids]
  std::vector<Moving> moving_;     // [rows]
  uint32_t sample_ = 0;
  LevelShares shares_;
  int64_t above_4_ = 0;
  float highest_ = 0, highest_pressure_ = 0, highest_contact_ = 0;
};

}  // namespace muster::crowd
