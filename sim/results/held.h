#pragma once
// Who does not get on at the end of a run, where and why.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::results {

/// People inside at the end who do not get on, of one place and reason.
struct HeldGroup {
  int64_t people = 0;
  std::string reason;                ///< stable word: `bed`, `waits_for_lift`, `no_helpers`, ...
  std::string text;                  ///< what it means, in the plural
  bool stuck = false;                ///< they want to walk and could
  std::string storey, space;         ///< "" none
  std::string at_link;               ///< name of the link or lift; "" none
  double x = 0, y = 0, z = 0;        ///< [m] where the first of them is
  uint32_t id = 0;                   ///< of the first
  std::optional<double> since = {};  ///< [s] of those stuck: since when the first of them has not got on
};

/// "Ward at (1.0, 2.0, 0.0): 3 need help: too few helpers, or none can get there".
std::string sentence(const HeldGroup& group);

/// Lines for a terminal: at most `most` places, and the count of the rest.
std::vector<std::string> held_lines(const std::vector<HeldGroup>& held, size_t most);

}  // namespace muster::results
