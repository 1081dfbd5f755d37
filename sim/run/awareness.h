#pragma once
// Who knows of a danger, and what that makes of the ways.

#include "models/crowd/crowd.h"
#include "sim/hazard/exposure.h"
#include "sim/hazard/hazards.h"
#include "sim/run/set_up.h"

#include <cstdint>
#include <vector>

namespace muster::sim {

/// People know of a danger when they feel, smell or see it, or when an alarm tells them; from then on they weigh all of
/// it. Nobody else minds it.
class Awareness {
 public:
  Awareness(const Case& the_case, const Start& start, const Hazards& hazards);

  /// Once a second, after the look of `exposure` at `time` [s].
  /// `cells`: where everybody is, as the look had it.
  void act(double time, const Hazards& hazards, const Exposure& exposure, std::span<const scene::CellId> cells,
           crowd::Crowd& crowd);

 private:
  void map_danger(double time, const Exposure& exposure);
  void tell_cost(crowd::Crowd& crowd);
  void ask_people(double time, const Hazards& hazards, const Exposure& exposure, const crowd::Crowd& crowd,
                  std::span<const scene::CellId> cells);

  /// An alarm that tells of the danger.
  struct Telling {
    size_t detector = 0;
    std::vector<char> heard;  ///< [cells]; empty: everywhere
  };
  static bool sounding(const Telling&, double time, const Hazards& hazards);
  bool told(double time, const Hazards& hazards, scene::CellId cell) const;

  const scene::Floors* floors_;
  double every_, news_every_;  ///< [s] between looks at the danger, and between what is told of it
  results::HazardGrid grid_;
  std::vector<Telling> telling_;
  std::vector<uint8_t> level_;  ///< [squares] of danger, index into the factors on walking time
  std::vector<char> marked_;    ///< [cells] with a danger that can be seen
  bool any_marked_ = false, changed_ = false;
  std::vector<uint32_t> news_;  ///< ids
  double next_map_ = 0, next_news_ = 0;
};

}  // namespace muster::sim
