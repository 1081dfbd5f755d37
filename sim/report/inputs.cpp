#include "sim/report/inputs.h"

#include "sim/case/document.h"
#include "sim/case/keys.h"

#include <fmt/format.h>

namespace muster::sim {

namespace {

Json value_of(const Node& node) {
  if (const auto* list = node.as<Node::List>()) {
    Json all = Json::array();
    for (const Node& each : *list) all.push_back(value_of(each));
    return all;
  }
  if (const auto* table = node.as<Node::Table>()) {
    Json all = Json::object();
    for (const Member& member : *table) all[member.name] = value_of(member.node);
    return all;
  }
  if (const auto* flag = node.as<bool>()) return *flag;
  if (const auto* whole = node.as<int64_t>()) return *whole;
  if (const auto* number = node.as<double>()) return *number;
  if (const auto* text = node.as<std::string>()) return *text;
  return node.written;
}

/// Whatever the order of members; 1 is 1.0.
bool same(const Json& a, const Json& b) { return nlohmann::json::parse(a.dump()) == nlohmann::json::parse(b.dump()); }

/// As TOML has it.
std::string shown(const Json& value) {
  const auto join = [](const std::string& all, const std::string& one) {
    return all + (all.empty() ? "" : ", ") + one;
  };
  std::string text;
  if (value.is_array()) {
    for (const Json& each : value) text = join(text, shown(each));
    return "[" + text + "]";
  }
  if (value.is_object()) {
    for (const auto& [name, each] : value.items()) text = join(text, fmt::format("{} = {}", name, shown(each)));
    return "{" + text + "}";
  }
  return value.is_number_float() ? fmt::format("{}", value.get<double>()) : value.dump();
}

bool is_table(const Json& schema) { return schema.is_object() && schema.contains("properties"); }

class Walk {
 public:
  void visit(const Node& node, const Json& schema, const std::string& key) {
    const auto* table = node.as<Node::Table>();
    const auto* list = node.as<Node::List>();
    if (table != nullptr && !table->empty() && is_table(schema)) {
      for (const Member& member : *table)
        visit(member.node, schema["properties"].value(member.name, Json::object()),
              key.empty() ? member.name : key + "." + member.name);
    } else if (list != nullptr && schema.contains("items") && is_table(schema["items"])) {
      for (size_t i = 0; i < list->size(); ++i) visit((*list)[i], schema["items"], fmt::format("{}[{}]", key, i));
    } else {
      const Json value = value_of(node), standard = schema.value("default", Json());
      if (!same(value, standard)) found.push_back({key, shown(value), standard.is_null() ? "" : shown(standard)});
    }
  }

  std::vector<GivenInput> found;
};

}  // namespace

std::vector<GivenInput> given_inputs(const std::string& case_text, std::span<const std::string> overrides) {
  std::vector<Mistake> mistakes;
  const std::optional<Node> document = parse_document(case_text, "", overrides, mistakes);
  if (!document) return {};
  Walk walk;
  walk.visit(*document, case_type().schema, "");
  return std::move(walk.found);
}

}  // namespace muster::sim
