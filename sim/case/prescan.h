#pragma once
// A look at a TOML text before the TOML library sees it: what would overflow its stack or take it hours is refused,
// and very long lists are broken into lines, because the library's time grows with the square of a line's length.

#include <string>
#include <string_view>
#include <vector>

namespace muster::sim {

struct Prescanned {
  std::string problem;         ///< "" where the text may be parsed
  size_t problem_line = 0;     ///< 1-based line of the problem
  std::string text;            ///< the text with additional line breaks after commas of lists
  std::vector<size_t> breaks;  ///< ascending offsets of those line breaks in `text`
};

Prescanned prescan(std::string_view text);

}  // namespace muster::sim
