#pragma once
// What comes through the opening, in pieces of time, before it expands.

#include "models/release/leak.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::release {

/// What leaves between two times; the masses are exact, the flows those in the middle of the piece.
struct Piece {
  double from = 0, to = 0;     ///< [s]
  double liquid = 0, gas = 0;  ///< [kg] that leave as liquid and as gas
  double temperature = 0;      ///< [K] in the container
  Flow liquid_flow = {}, gas_flow = {};
};

struct Discharge {
  std::vector<Piece> pieces;
  std::optional<Emptying> emptying;
  std::vector<std::string> notes;
  bool still_flows = false;  ///< at the end of the leak's duration
};

/// Through a hole, a pipe or a relief valve.
Discharge discharge(const Leak&, const Stored&, const Saturation&, const Ambient&);

}  // namespace muster::release
