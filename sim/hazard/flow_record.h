#pragma once
// What a run has asked of the air of [flow], and what that answered: told again, the run need not compute it twice.

#include "base/error.h"

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace muster::sim {

/// A run cannot go on from what was kept of it.
class ResumeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The air from one change to the next: how it came to be, and of its cells those that were asked for.
struct AirRecord {
  enum class Change : uint8_t { computed, burnt };
  Change change = Change::computed;
  double time = 0;                ///< [s] of the run
  double clock = 0;               ///< [s] of the solver
  uint64_t asked = 0;             ///< digest of all that the run has asked of it until then
  double flammable = 0;           ///< [kg] of what has burnt
  std::vector<Warning> warnings;  ///< of this change
  std::vector<uint32_t> cells;    ///< ascending
  std::vector<float> held;        ///< of each: mass fractions of the gases [kg/kg]; with smoke its density [kg/m3]
  std::vector<uint32_t> warm;     ///< cells whose temperature was asked for, ascending
  std::vector<double> kelvin;     ///< of each [K]
  std::vector<std::vector<float>> fields;  ///< as FlowAir::fields gave them; empty: not asked for
};

/// Compressed without loss: the same bits again.
std::string packed(const AirRecord&);
/// Throws ResumeError where it is something else.
AirRecord unpacked(std::string_view bytes);

}  // namespace muster::sim
