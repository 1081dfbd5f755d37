#pragma once
// What changed between two texts, line by line.

#include <string>
#include <string_view>
#include <vector>

namespace muster::sim {

struct DiffLine {
  char change = ' ';  ///< ' ' in both, '-' only in the first, '+' only in the second
  std::string text;
};

/// A shortest edit script of whole lines (longest common subsequence); removed lines stand before added ones.
std::vector<DiffLine> diff(std::string_view first, std::string_view second);

/// The changed lines with up to `around` unchanged ones beside them; a line "..." stands for what was left out.
std::vector<DiffLine> only_changes(const std::vector<DiffLine>& lines, size_t around = 2);

}  // namespace muster::sim
