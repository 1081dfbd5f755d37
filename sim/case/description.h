#pragma once
// How a case file is described: a Type says what a value may be, a Table which keys there are and where they land.
// The reader, the JSON Schema and the reference are all made from these; keys.cpp describes the case file itself.

#include "scene/authored.h"
#include "sim/case/document.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace muster::sim {

using Json = nlohmann::ordered_json;

/// A node and how the reader came to it.
struct Spot {
  const Node& node;
  const Spot* up = nullptr;
  std::string_view name = {};  ///< of a member; empty: entry `index` of a list
  size_t index = 0;

  Spot member(const Member& m) const { return {m.node, this, m.name, 0}; }
  Spot entry(size_t i) const { return {(*node.as<Node::List>())[i], this, {}, i}; }
  std::string key() const;  ///< e.g. `people[0].count`
};

/// Collects mistakes.
class Report {
 public:
  Report(std::string file, std::filesystem::path case_folder)
      : folder(std::move(case_folder)), file_(std::move(file)) {}

  /// What is wrong with the value at `spot`.
  void refuse(const Spot& spot, std::string text);
  /// The value is not of the expected kind ("a number").
  void expected(const Spot& spot, const std::string& kind);
  /// Something about the key `name` of the table at `spot`, e.g. that it is missing.
  void refuse_key(const Spot& table, const std::string& name, std::string text);

  scene::Origin origin(const Spot& spot) const;
  std::vector<Mistake>& mistakes() { return mistakes_; }

  std::filesystem::path folder;  ///< paths in the case are relative to it

 private:
  std::string file_;
  std::vector<Mistake> mistakes_;
};

/// What a value may be. Where `read` returns false it has reported why; plain values are then left as they were, tables
/// hold defaults for what was refused.
template <class V>
struct Type {
  Json schema;
  std::function<bool(const Spot&, V& value, Report&)> read;
  std::function<Json(const V&)> show;  ///< as the file would say it; null where there is nothing to say
};

/// An interval of numbers; either end may be open.
struct Range {
  double low, high;
  bool low_open = false, high_open = false;

  bool contains(double x) const { return (low_open ? x > low : x >= low) && (high_open ? x < high : x <= high); }
  std::string str() const;
  void put_into(Json& schema) const;
};
inline Range within(double low, double high) { return {low, high}; }
inline Range above(double low, double high) { return {low, high, true, false}; }

/// A finite number; whole numbers are numbers too. `unit` e.g. "m"; "" for plain numbers.
Type<double> number(Range range, const std::string& unit);
Type<int> whole(int low, int high);
/// Any whole number that TOML can hold and that is not negative.
Type<uint64_t> seed_number();
Type<bool> flag();
/// A text of `min_length` or more bytes.
Type<std::string> text(size_t min_length = 1);
/// One text or a list of texts.
Type<std::vector<std::string>> texts();
/// Path of a file with content, relative to the case's folder; read as the resolved path.
Type<std::string> file_path();

/// Refuses a word that is none of `words`, naming the nearest.
void refuse_word(const Spot& spot, const std::vector<std::string>& words, Report& report);
/// What to say of a name that is not among `known`: "did you mean `x`?" or the list of the known.
std::string suggestion(const std::string& name, const std::vector<std::string>& known);

/// One of several words.
template <class V>
Type<V> choice(std::vector<std::pair<std::string, V>> choices) {
  std::vector<std::string> words;
  words.reserve(choices.size());
  for (const auto& [word, value] : choices) words.push_back(word);
  Type<V> type;
  type.schema = {{"type", "string"}, {"enum", words}};
  type.read = [choices, words](const Spot& spot, V& value, Report& report) {
    const auto* given = spot.node.as<std::string>();
    for (const auto& [word, meaning] : choices) {
      if (given == nullptr || *given != word) continue;
      value = meaning;
      return true;
    }
    refuse_word(spot, words, report);
    return false;
  };
  type.show = [choices](const V& value) -> Json {
    for (const auto& [word, meaning] : choices)
      if (meaning == value) return word;
    return nullptr;
  };
  return type;
}

/// A list of `min` to `max` values. Tables are all read; of plain values only the first few mistakes are reported.
template <class V>
Type<std::vector<V>> list_of(Type<V> entry, size_t min = 0, size_t max = SIZE_MAX) {
  Type<std::vector<V>> type;
  type.schema = {{"type", "array"}, {"items", entry.schema}};
  if (min > 0) type.schema["minItems"] = min;
  if (max < SIZE_MAX) type.schema["maxItems"] = max;
  const bool tables = entry.schema.value("type", "") == "object";
  type.read = [entry, min, max, tables](const Spot& spot, std::vector<V>& value, Report& report) {
    const auto* list = spot.node.as<Node::List>();
    if (list == nullptr) {
      report.expected(spot, tables ? fmt::format("a list of tables: write [[{}]]", spot.key()) : "a list");
      return false;
    }
    if (list->size() < min || list->size() > max) {
      report.refuse(spot, max == SIZE_MAX ? fmt::format("needs at least {} entries, has {}", min, list->size())
                                          : fmt::format("must have {} to {} entries, has {}", min, max, list->size()));
      return false;
    }
    std::vector<V> read(list->size());
    size_t failed = 0;
    for (size_t i = 0; i < list->size() && (tables || failed < 3); ++i)
      failed += entry.read(spot.entry(i), read[i], report) ? 0 : 1;
    if (failed > 0 && !tables) return false;
    value = std::move(read);
    return failed == 0;
  };
  type.show = [entry](const std::vector<V>& value) -> Json {
    Json shown = Json::array();
    for (const V& v : value) shown.push_back(entry.show(v));
    return shown.empty() ? Json() : shown;
  };
  return type;
}

/// Adds a requirement on the value as read: `problem` returns "" or what must hold.
template <class V, class Problem>
Type<V> with_rule(Type<V> type, Problem problem) {
  type.read = [read = type.read, problem](const Spot& spot, V& value, Report& report) {
    V candidate = value;
    if (!read(spot, candidate, report)) return false;
    if (const std::string text = problem(candidate); !text.empty()) {
      report.refuse(spot, text);
      return false;
    }
    value = std::move(candidate);
    return true;
  };
  return type;
}

/// A list of tables whose members `key` must differ.
template <class T>
Type<std::vector<T>> named_list_of(Type<T> entry, const std::string& key = "name") {
  Type<std::vector<T>> type = list_of(std::move(entry));
  type.read = [read = type.read, key](const Spot& spot, std::vector<T>& value, Report& report) {
    bool good = read(spot, value, report);
    const auto* list = spot.node.as<Node::List>();
    std::map<std::string, int> line_of;
    for (size_t i = 0; list != nullptr && i < list->size(); ++i) {
      const Node* name = (*list)[i].find(key);
      const auto* given = name != nullptr ? name->as<std::string>() : nullptr;
      if (given == nullptr) continue;
      const auto [same, is_new] = line_of.emplace(*given, name->line);
      if (is_new) continue;
      const Spot at = spot.entry(i);
      report.refuse({*name, &at, key}, same->second > 0 ? fmt::format("is used already on line {}", same->second)
                                                        : std::string("is used already by another --set"));
      good = false;
    }
    return good;
  };
  return type;
}

enum class Need { optional, required };

/// A table: its keys, where each lands in a T, and what must hold between them.
template <class T>
class Table {
 public:
  /// `start` holds the defaults.
  explicit Table(std::string doc, T start = {}) : start_(std::move(start)) {
    schema_ = {{"type", "object"}, {"description", std::move(doc)}, {"properties", Json::object()}};
  }

  /// A key that lands in `access(T&)`: a pointer to a member or a function that returns a reference. `doc` is a phrase
  /// without a full stop; empty for tables, which say themselves what they are.
  template <class Access, class V>
  Table& key(const std::string& name, Access access, Type<V> type, const std::string& doc, Need need = Need::optional) {
    using Landing = std::remove_reference_t<decltype(std::invoke(access, std::declval<T&>()))>;
    Json shown;
    if constexpr (std::is_same_v<Landing, V>) {
      add(name, type.schema, doc, need, [=](const Spot& spot, T& table, Report& report) {
        return type.read(spot, std::invoke(access, table), report);
      });
      shown = type.show ? type.show(std::invoke(access, start_)) : Json();
    } else {
      static_assert(std::is_same_v<Landing, std::optional<V>>, "the key's type does not fit the member");
      add(name, type.schema, doc, need, [=](const Spot& spot, T& table, Report& report) {
        V value{};
        if (!type.read(spot, value, report)) return false;
        std::invoke(access, table) = std::move(value);
        return true;
      });
      if (const auto& preset = std::invoke(access, start_)) shown = type.show(*preset);
    }
    if (need == Need::optional && !shown.is_null()) schema_["properties"][name]["default"] = shown;
    return *this;
  }

  /// A key with one possible word.
  Table& fixed(const std::string& name, const std::string& word, const std::string& doc, Need need = Need::optional) {
    const Type<bool> type = choice<bool>({{word, true}});
    add(name, type.schema, doc, need, [type](const Spot& spot, T&, Report& report) {
      bool fits = false;
      return type.read(spot, fits, report);
    });
    if (need == Need::optional) schema_["properties"][name]["default"] = word;
    return *this;
  }

  Table& exactly_one(const std::vector<std::string>& names) {
    Json one = Json::array();
    for (const std::string& name : names) one.push_back({{"required", {name}}});
    schema_["allOf"].push_back({{"oneOf", one}});
    groups_.push_back({names, true});
    return *this;
  }
  Table& at_most_one(const std::vector<std::string>& names) {
    Json one = Json::array(), any = Json::array();
    for (const std::string& name : names) any.push_back({{"required", {name}}});
    one = any;
    one.push_back({{"not", {{"anyOf", any}}}});
    schema_["allOf"].push_back({{"oneOf", one}});
    groups_.push_back({names, false});
    return *this;
  }
  /// `name` makes sense only beside one of `others`.
  Table& only_with(const std::string& name, const std::vector<std::string>& others) {
    Json any = Json::array();
    for (const std::string& other : others) any.push_back({{"required", {other}}});
    schema_["dependentSchemas"][name] = {{"anyOf", any}};
    companions_.emplace_back(name, others);
    return *this;
  }
  /// A further requirement; values that were refused hold their defaults.
  Table& check(std::function<void(const Spot&, T&, Report&)> rule) {
    rules_.push_back(std::move(rule));
    return *this;
  }

  Type<T> type() const {
    Type<T> type;
    type.schema = schema_;
    if (!required_.empty()) type.schema["required"] = required_;
    type.schema["additionalProperties"] = false;
    type.read = [table = *this](const Spot& spot, T& value, Report& report) { return table.read(spot, value, report); };
    type.show = [](const T&) { return Json(); };
    return type;
  }
  operator Type<T>() const { return type(); }  // NOLINT(google-explicit-constructor): a table is a type of values

 private:
  using Read = std::function<bool(const Spot&, T&, Report&)>;
  struct Group {
    std::vector<std::string> names;
    bool needed;
  };

  void add(const std::string& name, const Json& schema, const std::string& doc, Need need, Read read) {
    Json described = Json::object();
    if (!doc.empty()) described["description"] = doc;
    described.update(schema);
    schema_["properties"][name] = described;
    if (need == Need::required) required_.push_back(name);
    names_.push_back(name);
    reads_.push_back(std::move(read));
  }

  bool read(const Spot& spot, T& value, Report& report) const {
    const auto* members = spot.node.as<Node::Table>();
    if (members == nullptr) {
      report.expected(spot, "a table");
      return false;
    }
    const size_t before = report.mistakes().size();
    value = start_;
    if constexpr (requires { value.origin = scene::Origin{}; }) value.origin = report.origin(spot);
    for (const Member& member : *members) {
      const Spot at = spot.member(member);
      const auto known = std::find(names_.begin(), names_.end(), member.name);
      if (known == names_.end())
        report.refuse_key(spot, member.name, "unknown key" + suggestion(member.name, names_));
      else
        reads_[static_cast<size_t>(known - names_.begin())](at, value, report);
    }
    check_presence(spot, report);
    for (const auto& rule : rules_) rule(spot, value, report);
    return report.mistakes().size() == before;
  }

  void check_presence(const Spot& spot, Report& report) const {
    for (const std::string& name : required_)
      if (spot.node.find(name) == nullptr) report.refuse_key(spot, name, "is required");
    for (const Group& group : groups_) {
      std::vector<std::string> given;
      for (const std::string& name : group.names)
        if (spot.node.find(name) != nullptr) given.push_back(name);
      if (given.empty() && group.needed)
        report.refuse_key(spot, "", fmt::format("needs one of {}", fmt::join(group.names, ", ")));
      if (given.size() > 1)
        report.refuse_key(spot, given[1], fmt::format("only one of {} can be given", fmt::join(given, ", ")));
    }
    for (const auto& [name, others] : companions_) {
      bool has = spot.node.find(name) == nullptr;
      for (const std::string& other : others) has = has || spot.node.find(other) != nullptr;
      if (!has) report.refuse_key(spot, name, fmt::format("applies only together with {}", fmt::join(others, " or ")));
    }
  }

  T start_;
  Json schema_;
  std::vector<std::string> names_;
  std::vector<Read> reads_;
  std::vector<std::string> required_;
  std::vector<Group> groups_;
  std::vector<std::pair<std::string, std::vector<std::string>>> companions_;
  std::vector<std::function<void(const Spot&, T&, Report&)>> rules_;
};

}  // namespace muster::sim
