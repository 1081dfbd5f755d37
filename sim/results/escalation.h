#pragma once
// What fires do to the tanks beside them, for the summary.

#include <optional>
#include <string>
#include <vector>

namespace muster::results {

/// Something that happened to a tank.
struct TankEvent {
  double time = 0;  ///< [s]
  std::string tank;
  std::string event;            ///< `steel_538`, `vapour_ignition`, ...: stable
  std::string outcome;          ///< `told`, `fails`, `ignites`
  std::string text;             ///< what happened, by whose criterion
  std::vector<std::string> by;  ///< fires that shone on it then, the strongest first
};

/// A tank at the end, or when it caught fire.
struct TankEnd {
  std::string tank;
  std::optional<double> burns_from;                       ///< [s]; empty: it did not catch fire
  double peak_flux = 0;                                   ///< [W/m2] on its shell
  double shell_above = 0, shell_below = 0, contents = 0;  ///< [K] hottest shell above and below the liquid; contents
  double damage = 0;                                      ///< share of the time to failure that has run out
};

struct Escalation {
  std::vector<TankEvent> events;  ///< by time
  std::vector<TankEnd> tanks;
  bool empty() const { return tanks.empty(); }
};

}  // namespace muster::results
