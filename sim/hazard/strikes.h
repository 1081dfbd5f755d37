#pragma once
// What kills at once: flash fires of leaks' clouds, and explosions.

#include "models/fire/blast/blast.h"
#include "scene/floors.h"
#include "sim/case/case.h"
#include "sim/hazard/leaks.h"
#include "sim/results/hazard.h"
#include "sim/results/summary.h"

#include <array>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// [Pa] 44 severe and 17 light injuries in Chinese safety reports, 30 and 10 the Purple Book's, 22 and 16 damage to
/// tanks and to vessels under pressure (Cozzani et al. 2006), 6.9 houses made uninhabitable, 2.07 windows break.
inline constexpr std::array<double, 8> blast_levels = {44e3, 30e3, 22e3, 17e3, 16e3, 10e3, 6.9e3, 2.07e3};

/// [m] above the floor: somebody stands in gas that burns at his feet, his middle or his head.
inline constexpr std::array<double, 3> burning_heights = {0.2, 0.9, 1.6};

/// One of them, over the squares.
struct Strike {
  std::string name, kind;                  ///< kind: `flash_fire`, `explosion`
  double time = 0;                         ///< [s]
  int leak = -1;                           ///< whose cloud it burns
  double share = 1;                        ///< of a flash fire: of the lower flammable limit
  bool of_flow = false;                    ///< its cloud is known when [flow] has computed it: light()
  std::vector<float> lethality;            ///< [squares] probability of death of who is there at that moment
  std::vector<float> pressure;             ///< [squares] [Pa] side-on, of an explosion
  Vec3 middle = Vec3::Zero();              ///< [m] of an explosion
  std::function<fire::Blast(double)> law;  ///< its blast by distance [m]; none: no explosion
  std::vector<std::pair<std::string, double>> target_pressure;  ///< [Pa] of each target
  results::HazardUse use;                                       ///< how far it reaches
  std::vector<Warning> warnings;

  /// [Pa] at a place, or as much nearer [m] as it is large; 0 of what is no explosion.
  double pressure_at(const Vec3& place, double nearer = 0) const;
};

/// Of an explosion by the Purple Book (CPR 18E): 1 from 0.3 bar on; from 0.1 bar on 0.025 indoors and 0 outdoors; below
/// it 0. `pressure` [Pa].
double blast_lethality(double pressure, bool indoors);

/// Flash fires and explosions of a case in order of time. Mistakes are appended by the keys of the case.
std::vector<Strike> strikes_of(const Case& the_case, const LeakPlace& place, std::span<const LeakCloud> leaks,
                               std::vector<Mistake>& mistakes);

/// A flash fire of a cloud that [flow] has computed up to its time: who burns where, and how far that is.
void light(Strike& strike, const HazardPlaces& places, const LeakCloud& leak);

/// Who lives through them.
class Struck {
 public:
  Struck() = default;
  Struck(std::span<const Strike> strikes, size_t people)
      : strikes_(strikes), lives_(people, 1), in_(strikes.size()), above_(strikes.size()) {}
  bool any() const { return !strikes_.empty(); }
  /// Everybody stands on his square (-1 nowhere) at `time`; strikes since the last look strike.
  void look(double time, std::span<const int32_t> square);
  /// Probability that who stands on a square from one time [s] to another lives through what strikes then.
  double lives_at(size_t square, double from, double to) const;
  double lives(size_t person) const { return lives_.empty() ? 1 : lives_[person]; }
  /// How many people were where each kills, and of explosions above each overpressure.
  void count(results::Exposure& answer) const;

 private:
  std::span<const Strike> strikes_;
  std::vector<double> lives_;                                    ///< [people] probability
  std::vector<int64_t> in_;                                      ///< [strikes] people where it kills
  std::vector<std::array<int64_t, blast_levels.size()>> above_;  ///< [strikes] people at each overpressure and more
  size_t next_ = 0;
};

}  // namespace muster::sim
