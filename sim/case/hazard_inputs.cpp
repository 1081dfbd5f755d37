#include "sim/case/hazard_inputs.h"

#include "sim/case/overlay.h"

#include <algorithm>
#include <array>
#include <span>

namespace muster::sim {

namespace {

using Names = std::span<const std::string_view>;

/// What only people meet or do. Whatever is not named here counts, so that a key that is new shares too little at
/// worst.
constexpr std::array<std::string_view, 11> of_people = {
    "title", "seed", "site", "alarm", "refuge", "sign", "muster_point", "measure", "reactions", "walking", "analysis"};
constexpr std::array<std::string_view, 2> of_passages = {"one_way", "max_flow_per_m_s"};
/// Shut doors stop nothing but people, and the air of [flow].
constexpr std::array<std::string_view, 1> of_events = {"event"};
constexpr std::array<std::string_view, 2> of_shut_doors = {"closed", "leakage_m2"};
constexpr std::array<std::string_view, 2> of_hazards = {"arrivals_s", "volume"};
constexpr std::array<std::string_view, 2> of_running = {"step_s", "record_every_s"};
constexpr std::array<std::string_view, 1> of_model = {"file"};  // its content counts
/// Where winds are kept alters none of them.
constexpr std::array<std::string_view, 1> of_flow = {"wind_library"};
/// Floors are kept where somebody starts, even if no exit can be reached from there.
constexpr std::array<std::string_view, 2> of_starts = {"points", "z_m"};

bool among(Names names, const std::string& name) { return std::ranges::find(names, name) != names.end(); }

void drop(Node& node, Names names) {
  if (auto* table = std::get_if<Node::Table>(&node.value))
    std::erase_if(*table, [&](const Member& m) { return among(names, m.name); });
}

void drop_of_each(Node& list, Names names) {
  if (auto* entries = std::get_if<Node::List>(&list.value))
    for (Node& entry : *entries) drop(entry, names);
}

/// Of groups of people those that start at points, and nothing but these.
void keep_starts(Node& groups) {
  auto* list = std::get_if<Node::List>(&groups.value);
  if (list == nullptr) return;
  std::erase_if(*list, [](const Node& group) { return group.find("points") == nullptr; });
  for (Node& group : *list)
    if (auto* table = std::get_if<Node::Table>(&group.value))
      std::erase_if(*table, [](const Member& m) { return !among(of_starts, m.name); });
}

/// Doors that close by themselves behind people.
bool people_change_air(const Node& document) {
  const Node* doors = document.find("flow") == nullptr ? nullptr : document.find("door");
  const auto* list = doors == nullptr ? nullptr : std::get_if<Node::List>(&doors->value);
  return list != nullptr &&
         std::any_of(list->begin(), list->end(), [](const Node& door) { return door.find("self_closing") != nullptr; });
}

}  // namespace

bool gusts_by_seed(const Node& document) {
  const Node* flow = document.find("flow");
  if (flow == nullptr) return false;
  const Node* tier = flow->find("tier");
  if (const auto* word = tier == nullptr ? nullptr : tier->as<std::string>(); word != nullptr && *word == "steady")
    return false;  // its winds are those of one seed
  const Node* gusts = flow->find("gusts");
  const bool* given = gusts == nullptr ? nullptr : gusts->as<bool>();
  return given == nullptr || *given;
}

std::string hazard_inputs(const Node& document) {
  if (document.find("leak") == nullptr && document.find("fire") == nullptr) return "";
  if (const Node* hazards = document.find("hazards"); hazards != nullptr && hazards->find("from") != nullptr) return "";
  // The smoke that [flow] carries is not taken from a file, nor what detectors see of its air, nor who stands in what
  // burns.
  for (const char* needs_air : {"fire", "detector", "flash_fire"})
    if (document.find("flow") != nullptr && document.find(needs_air) != nullptr) return "";
  if (people_change_air(document)) return "";
  const bool flow = document.find("flow") != nullptr;
  Node inputs = document;
  auto* members = std::get_if<Node::Table>(&inputs.value);
  if (members == nullptr) return "";
  std::erase_if(*members,
                [&](const Member& m) { return among(of_people, m.name) || (!flow && among(of_events, m.name)); });
  for (Member& member : *members) {
    if (member.name == "people" || member.name == "inflow") keep_starts(member.node);
    if (member.name == "exit" || member.name == "door") {
      drop_of_each(member.node, of_passages);
      if (!flow) drop_of_each(member.node, of_shut_doors);
    }
    if (member.name == "hazards") drop(member.node, of_hazards);
    if (member.name == "run") drop(member.node, of_running);
    if (member.name == "model") drop(member.node, of_model);
    if (member.name == "flow") drop(member.node, of_flow);
  }
  // A table that has become empty says as much as none.
  std::erase_if(*members, [](const Member& m) {
    const auto* table = m.node.as<Node::Table>();
    const auto* list = m.node.as<Node::List>();
    return (table != nullptr && table->empty()) || (list != nullptr && list->empty());
  });
  return toml_text(inputs);
}

}  // namespace muster::sim
