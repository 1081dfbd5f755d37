#pragma once
// A TOML text as a plain tree with line numbers. Only document.cpp knows the TOML library.

#include "base/error.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace muster::sim {

struct Member;

/// A value of the document.
struct Node {
  using List = std::vector<Node>;
  using Table = std::vector<Member>;  ///< in the order of their names
  /// Line of a node that an override gave.
  static constexpr int from_override = -1;

  std::variant<std::monostate, bool, int64_t, double, std::string, List, Table> value;  ///< monostate: a date or time
  int line = 0;         ///< 1-based; 0 for the document itself
  std::string written;  ///< numbers, texts, dates: as the author wrote it, at most 60 characters

  template <class T>
  const T* as() const {
    return std::get_if<T>(&value);
  }
  /// The member of a table, or null.
  const Node* find(std::string_view name) const;
  /// "a number", "a text", "a list", "a table", ...
  const char* kind() const;
};

struct Member {
  std::string name;
  Node node;
};

/// Largest case text [bytes]; also bounds what the TOML library may allocate.
inline constexpr size_t max_case_bytes = 16u << 20;

/// Parses `text` and puts the overrides ("people[0].count=3") over it. `name` stands in messages.
/// Mistakes (syntax, overrides that fit nowhere) are appended to `mistakes`; null where the text is not TOML.
std::optional<Node> parse_document(std::string_view text, const std::string& name,
                                   std::span<const std::string> overrides, std::vector<Mistake>& mistakes);

}  // namespace muster::sim
