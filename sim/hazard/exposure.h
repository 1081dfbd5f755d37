#pragma once
// What the hazards of a run do to its people along their ways, and how long each place can be used.

#include "models/exposure/doses.h"
#include "models/exposure/windows.h"
#include "scene/floors.h"
#include "sim/hazard/hazards.h"
#include "sim/hazard/heat_at_cells.h"
#include "sim/results/exposure.h"

#include <array>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// Somebody off the floors (on stairs, carried, at a muster point) meets what the last square holds on which he stood;
/// whoever is out by an exit meets nothing more. Says of everybody what he walks through and when he is going to fall;
/// what becomes of it is the crowd's business.
class Exposure {
 public:
  /// [s] between two looks at the people.
  static constexpr double every = 1;

  /// Different substances that may leak in one case.
  static constexpr size_t most_gases = 32;

  Exposure(const Hazards& hazards, const scene::Floors& floors, size_t people, const ReactionSettings& reactions = {},
           uint64_t seed = 1);

  const std::vector<results::HarmInfo>& harms() const { return infos_; }
  const ReactionSettings& reactions() const { return settings_; }
  const results::HazardGrid& grid() const { return grid_; }
  /// [people] >= 1: of the gases around them only 1/factor is breathed. Before the first look.
  void protect(std::vector<float> factors) { factors_ = std::move(factors); }
  /// [s] ascending: for who comes to a square at these times, what he meets if he stays. Before the first sample.
  void ask_stays(std::vector<double> arrivals);
  bool asked_stays() const { return !arrivals_.empty(); }
  /// Squares and arrivals, and no values; empty where nobody asked.
  results::StayTables stay_places() const;
  /// As asked for, up to the last sample.
  results::StayTables stays() const;
  /// [squares] the probability that who came at the first arrival asked for dies up to the last sample, of gases, heat
  /// and what strikes; empty: of nothing there is known whom it kills.
  std::vector<float> stay_deaths() const;
  /// Whether what acts now would, going on unchanged for so many seconds, raise that probability in any square by more
  /// than 0.01. Strikes to come are not looked at.
  bool goes_on_killing(double seconds) const;
  /// A new sample: in what it says everybody moves until the next one.
  void sampled(const results::HazardFrame& frame);
  /// Where everybody is at `time` [s], which lies between the last two samples; `cells` as Crowd::cells() has them.
  void look(double time, std::span<const scene::CellId> cells);

  /// [people, 1/m] what everybody walks through, as last looked at.
  std::span<const float> extinction() const { return extinction_; }
  /// Who falls before the next look, and when [s], if the air stays as it is; and who would have fallen already. In
  /// order of numbers.
  const std::vector<std::pair<uint32_t, double>>& falls() const { return falls_; }

  /// [1/m] of a square's smoke at `time` [s], which lies between the last two samples.
  double extinction_in(size_t square, double time) const;
  /// [people] 1: feels, smells or sees around himself that there is a danger, as last looked at.
  std::span<const char> notices() const { return notices_; }
  /// What a square holds at `time` [s] as a fraction of what makes it untenable: the worst of everything, and of what
  /// one sees from afar (smoke, fires). Of gases that incapacitate, 1 is a FED of 0.3 in five minutes.
  struct Danger {
    float all = 0, seen = 0;
  };
  Danger danger(size_t square, double time) const;
  /// [s] when a cell's square became untenable; infinite: not yet.
  double ended(scene::CellId cell) const;

  results::PeopleDoses doses() const;
  /// `out` [s]: when the last person was out; empty: not everybody. `fallen`: who fell is injured, wherever he is now.
  results::Exposure answer(std::optional<double> out, std::span<const uint32_t> fallen = {}) const;
  /// How long people at muster points were safe there: who came to which (person, index), by the names.
  std::vector<results::HavenSafety> safety(std::span<const std::string> names,
                                           std::span<const std::pair<uint32_t, int32_t>> arrivals) const;

 private:
  enum class Kind : uint8_t {
    gas,      ///< one substance of all leaks [ppm]
    heat,     ///< radiation of all fires [W/m2]
    smoke,    ///< extinction [1/m]
    fed,      ///< rate of the FED of everything breathed [1/min]
    hot_air,  ///< rate of the FED of convective heat [1/min]
  };
  struct Harm {
    Kind kind = Kind::gas;
    const substance::Substance* substance = nullptr;             ///< of gases
    std::vector<size_t> hazards;                                 ///< leaks that give it off, or all fires
    const substance::Probit* probit = nullptr;                   ///< of deaths by a gas; null: none known
    double untenable = std::numeric_limits<double>::infinity();  ///< [value], of FED the dose of who stays
    std::string untenable_by;
    double exposure::FireGas::*counted = nullptr;  ///< as what FED counts the gas; null: it only displaces oxygen
    double smelt_from = std::numeric_limits<double>::infinity();  ///< [ppm] at which people notice the gas
    /// Logarithm of the load [value^n s] at which half of the people fall, and its change by a standard deviation of
    /// people; infinite: it fells nobody.
    double falls_at = std::numeric_limits<double>::infinity(), spread = 0;
  };

  void add_gases(const Hazards& hazards);
  void add_air(const PrescribedAir& air, bool smoke);
  double value(const Harm& harm, const Air& air, std::span<const double> ppm, double flux) const;
  float at(const results::HazardFrame& frame, const Harm& harm, size_t square) const;
  Air air_at(const results::HazardFrame& frame, size_t square) const;
  double fed_rate(const exposure::FireGas& gas) const;
  double share_of(double time) const;
  /// What one breathes and feels somewhere at one time.
  struct Around {
    Air air;
    std::array<double, most_gases> ppm{};  ///< by harm
    double flux = 0;                       ///< [W/m2]
  };
  Around around(size_t square, double share, const Air& prescribed) const;
  bool notices_air(const Around& here) const;
  /// What a square does to everybody on it at one look.
  struct Felt {
    double value = 0, rate = 0;  ///< of a harm
  };
  void feel(const Around& here, std::span<Felt> felt) const;
  void look_round(double share, std::span<const Air> zones);
  void meet(size_t person, double share, double dt, std::span<const Air> zones);
  void meet_alone(size_t person, double share, double dt, std::span<const Air> zones);
  bool protects(size_t person) const { return !factors_.empty() && factors_[person] > 1; }
  Around breathed(const Around& here, double factor) const;
  void record_loads(double time);
  void stay(size_t square, double from, double to);
  void add_up(size_t person, std::span<const Felt> felt, char notices, double dt);
  void find_neighbours();
  void mark_heat();
  void feel_heat(double time, std::span<const scene::CellId> cells);
  double fall_of(size_t person, double time) const;
  double death(size_t harm, double load) const;
  bool lethal() const;
  std::optional<bool> beyond_aegl(size_t person, size_t harm, int level) const;
  void count(results::Exposure& answer, const std::string& name, const std::function<bool(size_t)>& above) const;
  void count_gas(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const;
  void count_heat(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const;
  void count_air(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const;
  void count_all(results::Exposure& answer, std::span<const uint32_t> fallen) const;
  void tell_zones(results::Exposure& answer) const;

  ReactionSettings settings_;
  const PrescribedAir* air_;
  const scene::Floors* floors_;
  results::HazardGrid grid_;
  std::vector<Harm> harms_;
  std::vector<results::HarmInfo> infos_;
  exposure::Doses doses_;
  results::HazardFrame before_, after_;
  int64_t frames_ = 0;
  std::vector<int32_t> square_;      ///< [people] on which each was last; -1 nowhere
  std::vector<int32_t> zone_;        ///< [people] of prescribed air in which each was last; -1 none
  std::vector<float> extinction_;    ///< [people, 1/m]
  std::vector<char> notices_;        ///< [people]
  std::vector<float> bears_;         ///< [people] standard deviations above the median; empty: all are alike
  std::vector<double> first_falls_;  ///< [harms] load at which whoever bears least of it falls
  std::vector<double> falls_at_;     ///< [people, s] scratch
  std::vector<std::pair<uint32_t, double>> falls_;
  HeatAtCells heat_;
  std::vector<float> flux_;                          ///< [people, W/m2] at their own cells; NaN: that of the square
  std::vector<std::pair<int32_t, int32_t>> beside_;  ///< squares that one walks from one to the other
  std::vector<char> hot_;             ///< [squares] that or one beside it has more flux than does no harm
  std::vector<int32_t> zone_of_;      ///< [squares] of prescribed air
  std::vector<double> stayed_;        ///< [squares] FED of who has been there from the start
  std::vector<double> used_;          ///< [squares] [s] when somebody was last there; NaN never
  std::vector<double> ends_;          ///< [squares] [s] when it became untenable; infinity: not yet
  std::vector<int32_t> ends_by_;      ///< harm; -1
  std::vector<int64_t> seen_at_;      ///< [squares] number of the look that somebody was last there at
  std::vector<size_t> inhabited_;     ///< squares with somebody on them
  std::vector<Felt> felt_;            ///< [squares, harms] as last looked at
  std::vector<float> extinction_of_;  ///< [squares, 1/m]
  std::vector<char> noticed_in_;      ///< [squares] what is in the air
  int64_t looks_ = 0;
  std::vector<float> factors_;                                  ///< [people] of protection; empty: none
  std::vector<std::optional<exposure::SlidingLoads>> windows_;  ///< [harms] of gases that have AEGLs
  int64_t recorded_ = 0;                                        ///< times that these have been recorded
  double looked_ = std::numeric_limits<double>::quiet_NaN();    ///< [s] the last time
  Struck struck_;
  std::vector<double> arrivals_;   ///< [s] asked for
  std::vector<double> stay_load_;  ///< [arrivals, harms, squares]
  std::vector<double> stay_ends_;  ///< [arrivals, squares] [s] when it became untenable; infinity: not yet
};

}  // namespace muster::sim
