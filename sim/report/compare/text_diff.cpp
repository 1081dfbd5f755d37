#include "sim/report/compare/text_diff.h"

#include <algorithm>
#include <cstdint>

namespace muster::sim {

namespace {

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::vector<DiffLine> diff(std::string_view first, std::string_view second) {
  const std::vector<std::string> a = lines_of(first), b = lines_of(second);
  // Length of the longest common subsequence of what follows line i of a and line j of b.
  const size_t wide = b.size() + 1;
  std::vector<uint32_t> common((a.size() + 1) * wide, 0);
  for (size_t i = a.size(); i-- > 0;)
    for (size_t j = b.size(); j-- > 0;)
      common[i * wide + j] = a[i] == b[j] ? 1 + common[(i + 1) * wide + j + 1]
                                          : std::max(common[(i + 1) * wide + j], common[i * wide + j + 1]);
  std::vector<DiffLine> out;
  size_t i = 0, j = 0;
  while (i < a.size() || j < b.size()) {
    if (i < a.size() && j < b.size() && a[i] == b[j])
      out.push_back({' ', a[i]}), ++i, ++j;
    else if (i < a.size() && (j == b.size() || common[(i + 1) * wide + j] >= common[i * wide + j + 1]))
      out.push_back({'-', a[i++]});
    else
      out.push_back({'+', b[j++]});
  }
  return out;
}

std::vector<DiffLine> only_changes(const std::vector<DiffLine>& lines, size_t around) {
  std::vector<bool> keep(lines.size(), false);
  for (size_t n = 0; n < lines.size(); ++n)
    if (lines[n].change != ' ')
      for (size_t k = n - std::min(n, around); k <= std::min(n + around, lines.size() - 1); ++k) keep[k] = true;
  std::vector<DiffLine> out;
  for (size_t n = 0; n < lines.size(); ++n)
    if (keep[n])
      out.push_back(lines[n]);
    else if (!out.empty() && keep[n - 1])
      out.push_back({' ', "..."});
  if (!out.empty() && !keep.back()) out.pop_back();
  return out;
}

}  // namespace muster::sim
