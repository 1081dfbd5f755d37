#include "sim/report/messages/messages.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <vector>

#include <fmt/args.h>
#include <fmt/format.h>

namespace muster::sim {

namespace {

/// An English text, taken apart.
struct Pattern {
  std::vector<std::string_view> words;  ///< before, between and behind the holes: one more than there are of those
  std::vector<bool> numeric;            ///< of each hole
  size_t letters = 0;
  std::string_view chinese;
};

Pattern pattern_of(const Message& message) {
  Pattern pattern;
  pattern.chinese = message.chinese;
  std::string_view rest = message.english;
  for (size_t at; (at = rest.find('{')) != std::string_view::npos; rest.remove_prefix(rest.find('}') + 1)) {
    pattern.words.push_back(rest.substr(0, at));
    pattern.numeric.push_back(rest.substr(at, 3) == "{n}");
  }
  pattern.words.push_back(rest);
  for (const std::string_view words : pattern.words) pattern.letters += words.size();
  return pattern;
}

/// What fills the holes in `text`, each as short as can be; nothing where the text does not fit.
std::optional<std::vector<std::string_view>> values_in(std::string_view text, const Pattern& pattern) {
  const auto& words = pattern.words;
  if (!text.starts_with(words.front()) || !text.ends_with(words.back())) return {};
  text.remove_prefix(words.front().size());
  std::vector<std::string_view> values;
  for (size_t i = 1; i < words.size(); ++i) {
    const bool last = i + 1 == words.size();
    if (last && text.size() < words[i].size()) return {};
    const size_t at = last ? text.size() - words[i].size() : text.find(words[i]);
    if (at == std::string_view::npos || at == 0) return {};
    const std::string_view value = text.substr(0, at);
    if (pattern.numeric[i - 1] && value.find_first_not_of("0123456789+-.e") != std::string_view::npos) return {};
    values.push_back(value);
    text.remove_prefix(at + words[i].size());
  }
  if (!text.empty()) return {};
  return values;
}

/// Those with most words first.
std::vector<Pattern> sorted_patterns() {
  std::vector<Pattern> all;
  for (const Message& message : messages()) all.push_back(pattern_of(message));
  std::ranges::stable_sort(all, std::greater(), &Pattern::letters);
  return all;
}

}  // namespace

std::string in_chinese(std::string_view text) {
  static const std::vector<Pattern> patterns = sorted_patterns();
  for (const Pattern& pattern : patterns) {
    const auto values = values_in(text, pattern);
    if (!values) continue;
    fmt::dynamic_format_arg_store<fmt::format_context> arguments;
    for (const std::string_view value : *values) arguments.push_back(in_chinese(value));
    return fmt::vformat(std::string(pattern.chinese), arguments);
  }
  return std::string(text);
}

}  // namespace muster::sim
