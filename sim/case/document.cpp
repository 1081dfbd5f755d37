#include "sim/case/document.h"

#include "sim/case/overlay.h"
#include "sim/case/prescan.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <map>
#include <sstream>

#include <toml.hpp>

namespace muster::sim {

namespace {

using Toml = toml::basic_value<toml::discard_comments, std::map, std::vector>;

constexpr size_t max_written = 60;

/// Where the lines of a text begin, so that an offset finds its line quickly.
class Lines {
 public:
  explicit Lines(const Prescanned& scanned) : breaks_(scanned.breaks) {
    for (size_t i = 0; i < scanned.text.size(); ++i)
      if (scanned.text[i] == '\n' && !std::binary_search(breaks_.begin(), breaks_.end(), i)) ends_.push_back(i);
  }
  int of_offset(size_t offset) const {
    return 1 + static_cast<int>(std::lower_bound(ends_.begin(), ends_.end(), offset) - ends_.begin());
  }
  /// From a line number of the text with additional breaks.
  int of_broken_line(size_t line) const {
    size_t end = 0, brk = 0;
    for (size_t i = 1; i < line && (end < ends_.size() || brk < breaks_.size()); ++i)
      (brk == breaks_.size() || (end < ends_.size() && ends_[end] < breaks_[brk]) ? end : brk) += 1;
    return 1 + static_cast<int>(end);
  }

 private:
  std::vector<size_t> ends_;
  std::vector<size_t> breaks_;
};

/// The number as written where it does not fit the library's 64-bit integers (which then saturate without a word).
std::optional<double> too_large_integer(std::string written) {
  std::erase(written, '_');
  const bool negative = !written.empty() && written[0] == '-';
  std::string_view digits = written;
  if (!digits.empty() && (digits[0] == '-' || digits[0] == '+')) digits.remove_prefix(1);
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && std::isalpha(static_cast<unsigned char>(digits[1]))) {
    base = digits[1] == 'x' ? 16 : digits[1] == 'o' ? 8 : 2;
    digits.remove_prefix(2);
  }
  int64_t value = 0;
  const std::string signed_digits = (negative ? "-" : "") + std::string(digits);
  const auto result = std::from_chars(signed_digits.data(), signed_digits.data() + signed_digits.size(), value, base);
  if (result.ec != std::errc::result_out_of_range) return {};
  return base == 10 ? std::strtod(written.c_str(), nullptr) : std::numeric_limits<double>::infinity();
}

/// The library's values as nodes.
class Converter {
 public:
  Converter(const Lines& lines, bool is_override) : lines_(lines), is_override_(is_override) {}

  Node convert(const Toml& value) const {
    Node node;
    const auto* region = dynamic_cast<const toml::detail::region*>(toml::detail::get_region(value));
    if (is_override_)
      node.line = Node::from_override;
    else if (region != nullptr)
      node.line = lines_.of_offset(static_cast<size_t>(region->first() - region->begin()));
    if (value.is_table()) {
      Node::Table& members = node.value.emplace<Node::Table>();
      for (const auto& [name, member] : value.as_table()) members.push_back({name, convert(member)});
      return node;
    }
    if (value.is_array()) {
      Node::List& list = node.value.emplace<Node::List>();
      list.reserve(value.as_array().size());
      for (const Toml& element : value.as_array()) list.push_back(convert(element));
      return node;
    }
    if (region != nullptr) node.written = std::string(region->first(), region->last());
    if (value.is_boolean()) {
      node.value = value.as_boolean();
    } else if (value.is_integer()) {
      node.value = static_cast<int64_t>(value.as_integer());
      if (const auto large = too_large_integer(node.written)) node.value = *large;
    } else if (value.is_floating()) {
      node.value = value.as_floating();
    } else if (value.is_string()) {
      node.value = value.as_string().str;
    }
    if (node.written.size() > max_written) shorten(node.written);
    return node;
  }

  static void shorten(std::string& written) {
    size_t end = max_written - 3;
    while (end > 0 && (static_cast<unsigned char>(written[end]) & 0xC0) == 0x80) --end;  // not within a character
    written.resize(end);
    written += "...";
  }

 private:
  const Lines& lines_;
  bool is_override_;
};

struct Parsed {
  std::optional<Node> node;
  std::string problem;
  int line = 0;
};

/// The first line of the library's message, without the names of its functions.
std::string short_message(const toml::syntax_error& error) {
  std::string text = error.what();
  text = text.substr(0, text.find('\n'));
  if (text.starts_with("[error] ")) text.erase(0, 8);
  const size_t colon = text.find(": ");
  if (colon != std::string::npos && text.find(' ') > colon) text.erase(0, colon + 2);
  if (text.starts_with("bad format: ")) text.erase(0, 12);
  if (text.ends_with('.')) text.pop_back();
  const std::string& line = error.location().line_str();
  const size_t column = error.location().column();
  if (column < 1 || column > line.size()) return text;
  std::string near = line.substr(column - 1);
  near.erase(near.find_last_not_of(" \t\r") + 1);
  if (near.size() > max_written) Converter::shorten(near);
  if (!near.empty()) text += fmt::format(", at `{}`", near);
  return text;
}

Parsed parse(std::string_view text, bool is_override) {
  const Prescanned scanned = prescan(text);
  if (!scanned.problem.empty()) return {{}, scanned.problem, static_cast<int>(scanned.problem_line)};
  const Lines lines(scanned);
  try {
    std::istringstream stream(scanned.text);
    const Toml root = toml::parse<toml::discard_comments, std::map, std::vector>(stream, "case");
    return {Converter(lines, is_override).convert(root), "", 0};
  } catch (const toml::syntax_error& error) {
    return {{}, short_message(error), lines.of_broken_line(error.location().line())};
  } catch (const std::exception& error) {
    // The library's own slips (a number it cannot hold, for instance) come without a place.
    const std::string text_of_error = error.what();
    return {{}, "is not valid TOML: " + text_of_error.substr(0, text_of_error.find('\n')), 0};
  }
}

/// One step of an override's path: into the member of a table or the entry of a list.
struct Step {
  std::string name;
  std::optional<size_t> index;
};

/// "people[0].count" -> people, [0], count. Empty where it is no such path.
std::vector<Step> split_path(std::string_view path) {
  std::vector<Step> steps;
  size_t i = 0;
  while (i < path.size()) {
    if (path[i] == '[') {
      size_t index = 0;
      const auto [end, error] = std::from_chars(path.data() + i + 1, path.data() + path.size(), index);
      if (steps.empty() || error != std::errc() || end == path.data() + path.size() || *end != ']') return {};
      steps.push_back({"", index});
      i = static_cast<size_t>(end - path.data()) + 1;
    } else {
      if (!steps.empty() && path[i++] != '.') return {};
      const size_t end = std::min(path.find_first_of(".[", i), path.size());
      if (end == i) return {};
      steps.push_back({std::string(path.substr(i, end - i)), {}});
      i = end;
    }
  }
  return steps.size() > 50 ? std::vector<Step>{} : steps;  // deeper than any key
}

/// The node that `step` leads to, made where it is missing; null, with `problem`, where it leads nowhere.
Node* descend(Node& from, const Step& step, std::string& problem) {
  const bool is_new = from.as<std::monostate>() && from.line == Node::from_override && from.written.empty();
  Node fresh;
  fresh.line = Node::from_override;
  if (step.index) {
    if (is_new) from.value = Node::List{};
    auto* list = std::get_if<Node::List>(&from.value);
    if (list == nullptr) {
      problem = fmt::format("[{}] asks for an entry of a list, but this is {}", *step.index, from.kind());
    } else if (*step.index > list->size()) {
      problem = fmt::format("[{}] is beyond the list's {} entries", *step.index, list->size());
    } else {
      if (*step.index == list->size()) list->push_back(std::move(fresh));
      return &(*list)[*step.index];
    }
    return nullptr;
  }
  if (is_new) from.value = Node::Table{};
  auto* table = std::get_if<Node::Table>(&from.value);
  if (table == nullptr) {
    problem =
        from.as<Node::List>()
            ? fmt::format("`{}` asks for a key, but this is a list: name an entry, e.g. [0].{}", step.name, step.name)
            : fmt::format("`{}` asks for a key of a table, but this is {}", step.name, from.kind());
    return nullptr;
  }
  const auto at = std::lower_bound(table->begin(), table->end(), step.name,
                                   [](const Member& member, const std::string& name) { return member.name < name; });
  if (at != table->end() && at->name == step.name) return &at->node;
  return &table->insert(at, {step.name, std::move(fresh)})->node;
}

/// ".01" and "5." as shells print and people type them; TOML wants a digit on both sides of the point.
std::optional<double> bare_decimal(std::string_view text) {
  const bool is_signed = !text.empty() && (text[0] == '-' || text[0] == '+');
  const std::string_view digits = text.substr(is_signed ? 1 : 0);
  if (digits.size() < 2 || (digits.front() != '.' && digits.back() != '.')) return {};
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size() || digits.front() == '-') return {};
  return text[0] == '-' ? -value : value;
}

/// A value in TOML's syntax; bare words are a text.
Parsed parse_override_value(const std::string& text) {
  Parsed parsed = parse("v = " + text, true);
  if (parsed.node) {
    auto& members = std::get<Node::Table>(parsed.node->value);
    if (members.size() == 1 && members[0].name == "v") {
      Node value = std::move(members[0].node);
      parsed.node = std::move(value);
      return parsed;
    }
  } else if (!text.empty() && std::string_view("[{\"'").find(text[0]) != std::string_view::npos) {
    return parsed;
  }
  const Prescanned scanned = prescan(text);
  if (scanned.problem == "is not UTF-8 text") return {{}, scanned.problem, 0};
  Node node;
  node.value = text;
  if (const auto number = bare_decimal(text)) node.value = *number;
  node.line = Node::from_override;
  node.written = text;
  if (node.written.size() > max_written) Converter::shorten(node.written);
  return {node, "", 0};
}

void apply_override(Node& root, const std::string& text, std::vector<Mistake>& mistakes) {
  const auto refuse = [&](std::string key, std::string value, std::string problem) {
    mistakes.push_back({"--set", 0, std::move(key), std::move(value), std::move(problem)});
  };
  const size_t equals = text.find('=');
  std::string path = text.substr(0, equals), value = equals == std::string::npos ? "" : text.substr(equals + 1);
  const auto trim = [](std::string& s) {
    s.erase(0, std::min(s.find_first_not_of(" \t"), s.size()));
    s.erase(s.find_last_not_of(" \t") + 1);
  };
  trim(path);
  trim(value);
  const std::vector<Step> steps = split_path(path);
  if (equals == std::string::npos || steps.empty())
    return refuse("", "", fmt::format("`{}`: expected key=value, e.g. people[0].count=100", text));
  Parsed parsed = parse_override_value(value);
  if (!parsed.node) return refuse(path, value, parsed.problem);
  Node* node = &root;
  std::string problem;
  for (const Step& step : steps) {
    node = descend(*node, step, problem);
    if (node == nullptr) return refuse(path, value, problem);
  }
  *node = std::move(*parsed.node);
}

}  // namespace

const Node* Node::find(std::string_view name) const {
  const auto* table = as<Table>();
  if (table == nullptr) return nullptr;
  const auto at = std::lower_bound(table->begin(), table->end(), name,
                                   [](const Member& member, std::string_view wanted) { return member.name < wanted; });
  return at != table->end() && at->name == name ? &at->node : nullptr;
}

const char* Node::kind() const {
  constexpr const char* names[] = {"a date or time", "true or false", "a whole number", "a number",
                                   "a text",         "a list",        "a table"};
  return names[value.index()];
}

std::optional<Node> parse_document(std::string_view text, const std::string& name,
                                   std::span<const std::string> overrides, std::vector<Mistake>& mistakes) {
  if (text.size() > max_case_bytes) {
    mistakes.push_back({name, 0, "", "", fmt::format("is larger than {} MB", max_case_bytes >> 20)});
    return {};
  }
  Parsed parsed = parse(text, false);
  if (!parsed.node) {
    mistakes.push_back({name, parsed.line, "", "", parsed.problem});
    return {};
  }
  parsed.node->line = 0;
  put_over(*parsed.node, overrides, mistakes);
  return std::move(parsed.node);
}

void put_over(Node& document, std::span<const std::string> overrides, std::vector<Mistake>& mistakes) {
  for (const std::string& text_of_override : overrides) apply_override(document, text_of_override, mistakes);
}

namespace {

/// In double quotes; what TOML wants escaped is.
std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += fmt::format("\\{}", c);
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    else
      out += c;
  }
  return out + "\"";
}

/// With a point or an exponent, so that it stays no whole number.
std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string toml_text(const Node& value) {
  std::string inner;
  if (const auto* list = value.as<Node::List>()) {
    for (const Node& each : *list) inner += (inner.empty() ? "" : ", ") + toml_text(each);
    return "[" + inner + "]";
  }
  if (const auto* table = value.as<Node::Table>()) {
    for (const Member& each : *table)
      inner += (inner.empty() ? "" : ", ") + in_quotes(each.name) + " = " + toml_text(each.node);
    return "{" + inner + "}";
  }
  if (const auto* text = value.as<std::string>()) return in_quotes(*text);
  if (const auto* flag = value.as<bool>()) return *flag ? "true" : "false";
  if (const auto* whole = value.as<int64_t>()) return std::to_string(*whole);
  if (const auto* number = value.as<double>()) return float_text(*number);
  return "";
}

}  // namespace muster::sim
