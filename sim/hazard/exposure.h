#pragma once
// What the hazards of a run do to its people along their ways, and how long each place can be used.

#include "models/exposure/doses.h"
#include "scene/floors.h"
#include "sim/hazard/hazards.h"
#include "sim/results/exposure.h"

#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace muster::sim {

/// People do not react: they walk on, and their doses are of those who do. Somebody off the floors (on stairs, carried,
/// at a muster point) meets what the last square holds on which he stood; whoever is out by an exit meets nothing more.
class Exposure {
 public:
  /// [s] between two looks at the people.
  static constexpr double every = 1;

  Exposure(const Hazards& hazards, const scene::Floors& floors, size_t people);

  const std::vector<results::HarmInfo>& harms() const { return infos_; }
  /// A new sample: in what it says everybody moves until the next one.
  void sampled(const results::HazardFrame& frame);
  /// Where everybody is at `time` [s], which lies between the last two samples; `cells` as Crowd::cells() has them.
  void look(double time, std::span<const scene::CellId> cells);

  results::PeopleDoses doses() const;
  /// `out` [s]: when the last person was out; empty: not everybody.
  results::Exposure answer(std::optional<double> out) const;
  /// How long people at muster points were safe there: who came to which (person, index), by the names.
  std::vector<results::HavenSafety> safety(std::span<const std::string> names,
                                           std::span<const std::pair<uint32_t, int32_t>> arrivals) const;

 private:
  /// One substance of all leaks, in ppm; or the radiation of all fires, in W/m2.
  struct Harm {
    const substance::Substance* substance = nullptr;             ///< null: radiation
    std::vector<size_t> hazards;                                 ///< leaks that give it off, or all fires
    const substance::Probit* probit = nullptr;                   ///< of deaths by a gas; null: none known
    double untenable = std::numeric_limits<double>::infinity();  ///< [ppm] or [W/m2]
    std::string untenable_by;
  };

  float at(const results::HazardFrame& frame, const Harm& harm, size_t square) const;
  double death(size_t person, size_t harm) const;
  std::optional<bool> beyond_aegl(size_t person, size_t harm, int level) const;
  void count(results::Exposure& answer, const std::string& name, const std::function<bool(size_t)>& above) const;
  void count_gas(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const;
  void count_heat(results::Exposure& answer, size_t harm, std::vector<char>& hurt) const;
  void count_all(results::Exposure& answer) const;
  void tell_zones(results::Exposure& answer) const;

  const scene::Floors* floors_;
  results::HazardGrid grid_;
  std::vector<Harm> harms_;
  std::vector<results::HarmInfo> infos_;
  exposure::Doses doses_;
  results::HazardFrame before_, after_;
  std::vector<int32_t> square_;   ///< [people] on which each was last; -1 nowhere
  std::vector<double> used_;      ///< [squares] [s] when somebody was last there; NaN never
  std::vector<double> ends_;      ///< [squares] [s] when it became untenable; infinity: not yet
  std::vector<int32_t> ends_by_;  ///< harm; -1
  double looked_ = std::numeric_limits<double>::quiet_NaN();  ///< [s] the last time
};

}  // namespace muster::sim
