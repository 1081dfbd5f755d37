#include "models/substance/library.h"

#include "base/error.h"
#include "base/text.h"

#include <array>

namespace muster::substance {

namespace {

/// Without case, `-`, `_` and ` `.
std::string plain(const std::string& name) {
  std::string kept;
  for (const char c : lower(name))
    if (c != '-' && c != '_' && c != ' ') kept += c;
  return kept;
}

/// The ways in which a substance can be named, the surest first.
constexpr std::array<bool (*)(const Substance&, const std::string&), 5> ways = {
    [](const Substance& s, const std::string& n) { return plain(s.id) == n; },
    [](const Substance& s, const std::string& n) { return plain(s.name) == n || plain(s.name_zh) == n; },
    [](const Substance& s, const std::string& n) { return plain(s.cas) == n; },
    [](const Substance& s, const std::string& n) {
      return std::any_of(s.synonyms.begin(), s.synonyms.end(), [&](const auto& other) { return plain(other) == n; });
    },
    [](const Substance& s, const std::string& n) { return plain(s.formula) == n; }};

}  // namespace

const Substance* Library::find(const std::string& name) const {
  const std::string wanted = plain(name);
  if (wanted.empty()) return nullptr;
  for (const auto& way : ways) {
    const Substance* found = nullptr;
    bool several = false;
    for (auto s = substances_.rbegin(); s != substances_.rend(); ++s) {
      if (!way(*s, wanted)) continue;
      several = several || (found != nullptr && found->id != s->id);
      if (found == nullptr) found = &*s;
    }
    const bool by_formula = way == ways.back();
    if (found != nullptr && !(by_formula && several)) return found;
  }
  return nullptr;
}

std::string Library::suggestion(const std::string& name) const {
  const std::string wanted = plain(name);
  std::vector<std::string> same_formula, known;
  for (const Substance& s : substances_) {
    if (!wanted.empty() && plain(s.formula) == wanted) same_formula.push_back(s.id);
    for (const std::string* word : {&s.id, &s.name, &s.name_zh, &s.cas})
      if (!word->empty()) known.push_back(*word);
    known.insert(known.end(), s.synonyms.begin(), s.synonyms.end());
  }
  if (same_formula.size() > 1) return fmt::format("; several have this formula: {}", fmt::join(same_formula, ", "));
  const std::string nearest = nearest_name(name, known);
  if (!nearest.empty()) return fmt::format("; did you mean `{}`?", nearest);
  // Part of a name: "butane" of `n_butane`.
  std::vector<std::string> parts;
  for (const Substance& s : substances_)
    if (wanted.size() > 2 && plain(s.id).find(wanted) != std::string::npos) parts.push_back(s.id);
  if (!parts.empty()) return fmt::format("; did you mean {}?", fmt::join(parts, " or "));
  return "; `muster data substances` lists those that are known";
}

}  // namespace muster::substance
