#pragma once
// The drill card: one A4 page a storey, a line a room: who goes where, by which door, and when they are expected.

#include "sim/report/words.h"
#include "sim/results/reader.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

/// Those who began in one room, or outside of rooms on one storey.
struct DrillLine {
  int storey = -1;  ///< -1: on none
  int space = -1;   ///< -1: outside of rooms
  size_t people = 0;
  int portal = -1;                                    ///< the first door that most of them passed; -1: none
  std::vector<std::pair<std::string, size_t>> exits;  ///< names of exits and muster points, the most used first
  size_t sheltered = 0;                               ///< in a refuge at the end
  /// [s] out: the first, half of them, all; absent where that was not reached.
  std::optional<double> first = {}, half = {}, last = {};
};

/// One line for each room in which people were first seen; by storey, the fullest first.
std::vector<DrillLine> drill_lines(const results::ResultsReader& file);

/// The page. Throws ResultsError where the run has not finished.
std::string drill_card_html(const results::ResultsReader& file, Language language);

}  // namespace muster::sim
