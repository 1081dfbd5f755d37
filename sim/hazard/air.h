#pragma once
// The air of places that a case prescribes, and what a mixture does to who breathes it.

#include "base/error.h"
#include "models/exposure/fire_gas.h"
#include "scene/floors.h"
#include "sim/case/case.h"
#include "sim/results/frame.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// What somebody breathes and sees through.
struct Air {
  exposure::FireGas gas;
  double extinction = 0;              ///< [1/m]
  std::optional<double> temperature;  ///< [K]; empty: nobody says
};

/// Of a series at a time [s]; it is not empty.
double value_at(const TimeSeries& series, double time);

/// The air that the case gives of its places.
class PrescribedAir {
 public:
  PrescribedAir() = default;
  /// Mistakes are appended.
  PrescribedAir(const std::vector<AirSpec>& specs, const scene::Floors& floors, std::vector<Mistake>& mistakes);

  bool empty() const { return specs_.empty(); }
  size_t zones() const { return specs_.size(); }
  const std::string& name(size_t zone) const { return specs_[zone].name; }
  bool any_temperature() const;
  /// Of a cell; -1: nobody says.
  int32_t zone(scene::CellId cell) const { return of_cell_.empty() ? -1 : of_cell_[static_cast<size_t>(cell)]; }
  /// Of a zone at a time [s].
  Air at(size_t zone, double time) const;
  /// Its smoke, for replays; empty where no zone has any.
  results::GivenSmoke smoke() const;
  /// [s] after which it is clear everywhere; infinite: never.
  double last() const;

 private:
  std::vector<AirSpec> specs_;
  std::vector<int32_t> of_cell_;
};

/// As what FED counts a substance of this id of the library; null: not at all.
double exposure::FireGas::*counted_as(const std::string& id);
/// Adds a leaked gas, `fraction` of the volume, as what FED counts it; it displaces oxygen.
inline void add_gas(Air& air, double exposure::FireGas::*counted, double fraction) {
  if (counted != nullptr) air.gas.*counted += fraction;
  air.gas.o2 *= 1 - std::min(1.0, fraction);
}

}  // namespace muster::sim
