#include "sim/case/description.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace muster::sim {

std::string Spot::key() const {
  if (up == nullptr) return "";
  const std::string before = up->key();
  if (name.empty()) return fmt::format("{}[{}]", before, index);
  return before.empty() ? std::string(name) : fmt::format("{}.{}", before, name);
}

scene::Origin Report::origin(const Spot& spot) const {
  if (spot.node.line == Node::from_override) return {"--set", 0, spot.key()};
  return {file_, spot.node.line, spot.key()};
}

void Report::refuse(const Spot& spot, std::string text) {
  const scene::Origin at = origin(spot);
  mistakes_.push_back({at.file, at.line, at.key, spot.node.written, std::move(text)});
}

void Report::expected(const Spot& spot, const std::string& kind) {
  refuse(spot, fmt::format("expected {}, found {}", kind, spot.node.kind()));
}

void Report::refuse_key(const Spot& table, const std::string& name, std::string text) {
  if (const Node* node = table.node.find(name)) {
    const scene::Origin at = origin({*node, &table, name});
    mistakes_.push_back({at.file, at.line, at.key, node->written, std::move(text)});
    return;
  }
  const scene::Origin at = origin(table);
  const std::string key = name.empty() ? at.key : at.key.empty() ? name : at.key + "." + name;
  mistakes_.push_back({at.file, at.line, key, "", std::move(text)});
}

std::string suggestion(const std::string& name, const std::vector<std::string>& known) {
  std::string nearest = nearest_name(name, known);
  // A key without its unit is further off than a misspelt one, but what most people mean.
  for (const std::string& candidate : known)
    if (!name.empty() && candidate.starts_with(name + "_")) nearest = candidate;
  if (!nearest.empty()) return fmt::format("; did you mean `{}`?", nearest);
  return fmt::format("; known here: {}", fmt::join(known, ", "));
}

void refuse_word(const Spot& spot, const std::vector<std::string>& words, Report& report) {
  const auto* given = spot.node.as<std::string>();
  if (given == nullptr) return report.expected(spot, "one of the words " + fmt::format("{}", fmt::join(words, ", ")));
  const std::string nearest = given->size() > 2 ? nearest_name(*given, words) : "";  // any two letters are near
  report.refuse(spot, fmt::format("must be one of {}", fmt::join(words, ", ")) +
                          (nearest.empty() ? "" : fmt::format("; did you mean `{}`?", nearest)));
}

std::string Range::str() const {
  return fmt::format("{}{}, {}{}", low_open ? '(' : '[', low, high, high_open ? ')' : ']');
}

void Range::put_into(Json& schema) const {
  // Whole numbers beyond 1e15 are written as they are: few integers hold them.
  const auto tidy = [](double x) {
    return x == std::floor(x) && std::abs(x) < 1e15 ? Json(static_cast<int64_t>(x)) : Json(x);
  };
  schema[low_open ? "exclusiveMinimum" : "minimum"] = tidy(low);
  schema[high_open ? "exclusiveMaximum" : "maximum"] = tidy(high);
}

Type<double> number(Range range, const std::string& unit) {
  Type<double> type;
  type.schema = {{"type", "number"}};
  range.put_into(type.schema);
  if (!unit.empty()) type.schema["x-unit"] = unit;
  type.read = [range](const Spot& spot, double& value, Report& report) {
    const auto* whole_number = spot.node.as<int64_t>();
    const auto* real = spot.node.as<double>();
    if (whole_number == nullptr && real == nullptr) {
      report.expected(spot, "a number");
      return false;
    }
    const double x = real != nullptr ? *real : static_cast<double>(*whole_number);
    if (!std::isfinite(x) || !range.contains(x)) {
      report.refuse(spot, (std::isfinite(x) ? "must lie in " : "must be finite and lie in ") + range.str());
      return false;
    }
    value = x;
    return true;
  };
  type.show = [](const double& value) { return Json(value); };
  return type;
}

namespace {

/// A whole number in [low, high]; 500.0 is one, as in JSON Schema.
template <class Int>
Type<Int> whole_number(int64_t low, int64_t high) {
  Type<Int> type;
  type.schema = {{"type", "integer"}, {"minimum", low}, {"maximum", high}};
  type.read = [low, high](const Spot& spot, Int& value, Report& report) {
    const auto* given = spot.node.as<int64_t>();
    const auto* real = spot.node.as<double>();
    if (given == nullptr && (real == nullptr || (std::isfinite(*real) && *real != std::floor(*real)))) {
      report.expected(spot, "a whole number");
      return false;
    }
    // 2^53: beyond it doubles skip whole numbers.
    const bool fits = given != nullptr || std::abs(*real) <= 9007199254740992.0;
    const int64_t n = given != nullptr ? *given : fits ? static_cast<int64_t>(*real) : -1;
    if (!fits || n < low || n > high) {
      report.refuse(spot, fmt::format("must lie in [{}, {}]", low, high));
      return false;
    }
    value = static_cast<Int>(n);
    return true;
  };
  type.show = [](const Int& value) { return Json(value); };
  return type;
}

}  // namespace

Type<int> whole(int low, int high) { return whole_number<int>(low, high); }

Type<uint64_t> seed_number() { return whole_number<uint64_t>(0, std::numeric_limits<int64_t>::max()); }

Type<bool> flag() {
  Type<bool> type;
  type.schema = {{"type", "boolean"}};
  type.read = [](const Spot& spot, bool& value, Report& report) {
    const auto* given = spot.node.as<bool>();
    if (given == nullptr) {
      report.expected(spot, "true or false");
      return false;
    }
    value = *given;
    return true;
  };
  type.show = [](const bool& value) { return Json(value); };
  return type;
}

Type<std::string> text(size_t min_length) {
  Type<std::string> type;
  type.schema = {{"type", "string"}};
  if (min_length > 0) type.schema["minLength"] = min_length;
  type.read = [min_length](const Spot& spot, std::string& value, Report& report) {
    const auto* given = spot.node.as<std::string>();
    if (given == nullptr) {
      report.expected(spot, "a text in quotes");
      return false;
    }
    if (given->size() < min_length) {
      report.refuse(spot, "must not be empty");
      return false;
    }
    value = *given;
    return true;
  };
  type.show = [](const std::string& value) { return value.empty() ? Json() : Json(value); };
  return type;
}

Type<std::vector<std::string>> texts() {
  const Type<std::string> one = text();
  Type<std::vector<std::string>> many = list_of(one, 1);
  Type<std::vector<std::string>> type = many;
  type.schema = {{"anyOf", {one.schema, many.schema}}};
  type.read = [one, many](const Spot& spot, std::vector<std::string>& value, Report& report) {
    if (spot.node.as<Node::List>()) return many.read(spot, value, report);
    if (!spot.node.as<std::string>()) {
      report.expected(spot, "a text in quotes or a list of texts");
      return false;
    }
    std::string single;
    if (!one.read(spot, single, report)) return false;
    value = {single};
    return true;
  };
  return type;
}

Type<std::string> file_path() {
  Type<std::string> type = text();
  type.read = [read = type.read](const Spot& spot, std::string& value, Report& report) {
    std::string given;
    if (!read(spot, given, report)) return false;
    const std::filesystem::path path = (report.folder / given).lexically_normal();
    const auto refuse = [&](const std::string& problem) {
      report.refuse(spot, fmt::format("{} (looked for {})", problem, path.string()));
      return false;
    };
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (!std::filesystem::exists(status)) return refuse("no such file");
    if (std::filesystem::is_directory(status)) return refuse("is a directory, expected a file");
    if (!std::filesystem::is_regular_file(status)) return refuse("is no regular file");
    if (std::filesystem::file_size(path, error) == 0) return refuse("is empty");
    value = path.string();
    return true;
  };
  return type;
}

}  // namespace muster::sim
