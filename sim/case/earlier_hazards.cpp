#include "sim/case/earlier_hazards.h"

#include "base/text.h"
#include "sim/case/uncertain_nodes.h"
#include "sim/results/reader.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>

namespace muster::sim {

namespace {

/// Tables that make hazards; detectors apart.
constexpr std::array<const char*, 11> hazard_tables = {
    "weather", "leak", "flow", "fire", "flash_fire", "explosion", "tank", "enclosure", "air", "target", "substance"};
/// Keys of `hazards` that are each run's own.
constexpr std::array<const char*, 3> own_keys = {"arrivals_s", "from", "volume"};

bool own(const std::string& key) { return std::find(own_keys.begin(), own_keys.end(), key) != own_keys.end(); }

/// In a table, whose members stay in the order of their names.
void put(Node& table, const std::string& name, Node node) {
  auto& members = std::get<Node::Table>(table.value);
  const auto at = std::lower_bound(members.begin(), members.end(), name,
                                   [](const Member& member, const std::string& n) { return member.name < n; });
  if (at != members.end() && at->name == name)
    at->node = std::move(node);
  else
    members.insert(at, {name, std::move(node)});
}

void remove(Node& table, const std::string& name) {
  std::erase_if(std::get<Node::Table>(table.value), [&](const Member& member) { return member.name == name; });
}

/// Lines of another file mean nothing in this one.
void forget_lines(Node& node) {
  node.line = 0;
  if (auto* list = std::get_if<Node::List>(&node.value))
    for (Node& entry : *list) forget_lines(entry);
  if (auto* table = std::get_if<Node::Table>(&node.value))
    for (Member& member : *table) forget_lines(member.node);
}

/// Whether two nodes say the same; null: nothing.
bool same(const Node* a, const Node* b) {
  if (a == nullptr || b == nullptr) return a == b;
  if (a->value.index() != b->value.index()) return false;
  if (const auto* list = a->as<Node::List>()) {
    const auto& other = *b->as<Node::List>();
    return std::equal(list->begin(), list->end(), other.begin(), other.end(),
                      [](const Node& x, const Node& y) { return same(&x, &y); });
  }
  if (const auto* table = a->as<Node::Table>()) {
    const auto& other = *b->as<Node::Table>();
    return std::equal(table->begin(), table->end(), other.begin(), other.end(),
                      [](const Member& x, const Member& y) { return x.name == y.name && same(&x.node, &y.node); });
  }
  if (const auto* text = a->as<std::string>()) return *text == *b->as<std::string>();
  if (const auto* number = a->as<double>()) return *number == *b->as<double>();
  return a->written == b->written;
}

const std::string* text_of(const Node& table, const char* name) {
  const Node* node = table.find(name);
  return node == nullptr ? nullptr : node->as<std::string>();
}

/// Names of the case's alarms; those without are numbered.
std::vector<std::string> alarms_of(const Node& document) {
  std::vector<std::string> names;
  const Node* alarms = document.find("alarm");
  const auto* list = alarms == nullptr ? nullptr : alarms->as<Node::List>();
  for (size_t i = 0; list != nullptr && i < list->size(); ++i) {
    const std::string* name = text_of((*list)[i], "name");
    names.push_back(name != nullptr ? *name : fmt::format("alarm {}", i + 1));
  }
  return names;
}

/// Leaves of a detector what it can do with these alarms; false: nothing.
bool keep_detector(Node& detector, const std::vector<std::string>& alarms) {
  if (Node* sounds = node_at(detector, "sounds")) {
    const auto silent = [&](const Node& pattern) {
      const auto* glob = pattern.as<std::string>();
      return glob == nullptr ||
             std::none_of(alarms.begin(), alarms.end(), [&](const std::string& a) { return matches_glob(*glob, a); });
    };
    auto* list = std::get_if<Node::List>(&sounds->value);
    if (list != nullptr) std::erase_if(*list, silent);
    if (list != nullptr ? list->empty() : silent(*sounds)) remove(detector, "sounds"), remove(detector, "tells");
  }
  return detector.find("sounds") != nullptr || detector.find("shuts") != nullptr ||
         detector.find("ventilates") != nullptr;
}

class Taking {
 public:
  Taking(Node& document, Report& report, const Node& from)
      : document_(document), report_(report), hazards_(*document.find("hazards")), from_(from) {}

  void take() {
    const std::optional<Node> earlier = read();
    if (!earlier) return;
    const size_t before = report_.mistakes().size();
    check_own(*earlier);
    if (report_.mistakes().size() > before) return;
    bool any = false;
    for (const char* name : hazard_tables)
      if (const Node* table = earlier->find(name)) {
        any = any || std::string_view(name) != "weather";
        put(document_, name, moved(*table));
      }
    if (!any) return refuse(fmt::format("{} has no hazards", path_));
    Node& own_hazards = *node_at(document_, "hazards");
    if (const Node* settings = earlier->find("hazards"))
      for (const Member& member : *settings->as<Node::Table>())
        if (!own(member.name)) put(own_hazards, member.name, moved(member.node));
    take_detectors(*earlier);
  }

 private:
  void refuse(std::string text) {
    const Spot root{document_}, hazards{hazards_, &root, "hazards"};
    report_.refuse({from_, &hazards, "from"}, std::move(text));
  }

  static Node moved(Node node) {
    forget_lines(node);
    return node;
  }

  /// The document of the case that the file holds; empty where it cannot be used, which is reported.
  std::optional<Node> read() {
    path_ = (report_.folder / *from_.as<std::string>()).lexically_normal().string();
    try {
      const results::ResultsReader reader(path_);
      const results::RunInfo& info = reader.info();
      if (!reader.finished()) {
        refuse(fmt::format("{} has not finished: only a run that came to its end can be taken", path_));
        return {};
      }
      std::vector<Mistake> mistakes;
      std::optional<Node> earlier = parse_document(info.case_text, info.case_path, info.overrides, mistakes);
      if (!earlier || !mistakes.empty()) {
        refuse(fmt::format("{} holds a case that cannot be read", path_));
        return {};
      }
      if (const Node* again = node_at(*earlier, "hazards.from")) {
        refuse(fmt::format("{} took its hazards from {} itself: name that one", path_, again->written));
        return {};
      }
      return earlier;
    } catch (const results::ResultsError& error) {
      refuse(error.what());
      return {};
    }
  }

  /// The case must not give what the file gives, and must have what its shadows are thrown by.
  void check_own(const Node& earlier) {
    const Spot root{document_};
    for (const char* name : hazard_tables)
      if (const Node* table = document_.find(name))
        report_.refuse({*table, &root, name},
                       fmt::format("is that of the run which hazards.from names, {}: leave it out here", path_));
    const Spot hazards{hazards_, &root, "hazards"};
    for (const Member& member : *hazards_.as<Node::Table>())
      if (!own(member.name))
        report_.refuse(hazards.member(member),
                       fmt::format("is that of the run which hazards.from names, {}: leave it out here", path_));
    const auto without_file = [](const Node* model) {
      Node copy;
      copy.value = Node::Table{};
      if (model != nullptr) copy = *model;
      if (std::get_if<Node::Table>(&copy.value) != nullptr) remove(copy, "file");
      return copy;
    };
    const Node here = without_file(document_.find("model")), there = without_file(earlier.find("model"));
    if (!same(&here, &there))
      refuse(fmt::format("the model of {} is not that of this case: [model] differs, its file apart", path_));
    if (!same(document_.find("blocker"), earlier.find("blocker")))
      refuse(fmt::format("the blockers of {} are not those of this case", path_));
    // They stop the air of [flow], too.
    if (earlier.find("flow") != nullptr)
      for (const char* name : {"door", "exit", "event"})
        if (!same(document_.find(name), earlier.find(name)))
          refuse(
              fmt::format("the {}s of {} are not those of this case, and its [flow] passes what is open", name, path_));
  }

  void take_detectors(const Node& earlier) {
    Node all;
    auto& list = all.value.emplace<Node::List>();
    const std::vector<std::string> alarms = alarms_of(document_);
    std::set<std::string> names;
    if (const Node* detectors = earlier.find("detector"))
      for (const Node& detector : *detectors->as<Node::List>()) {
        list.push_back(moved(detector));
        if (const std::string* name = text_of(detector, "name")) names.insert(*name);
        if (!keep_detector(list.back(), alarms)) list.pop_back();
      }
    const Spot root{document_};
    const Node* own_detectors = document_.find("detector");
    const auto* own_list = own_detectors == nullptr ? nullptr : own_detectors->as<Node::List>();
    for (size_t i = 0; own_list != nullptr && i < own_list->size(); ++i) {
      const Spot at{*own_detectors, &root, "detector"}, entry = at.entry(i);
      const std::string* name = text_of(entry.node, "name");
      if (name != nullptr && names.contains(*name))
        report_.refuse_key(entry, "name", fmt::format("is that of a detector of {}, which comes with it", path_));
      for (const char* key : {"shuts", "ventilates"})
        if (entry.node.find(key) != nullptr)
          report_.refuse_key(
              entry, key,
              fmt::format("would change the hazards, which are those of {}: only its own detectors do", path_));
      list.push_back(entry.node);
    }
    if (!list.empty()) put(document_, "detector", std::move(all));
  }

  Node& document_;
  Report& report_;
  const Node hazards_, from_;  ///< as the case gives them
  std::string path_;
};

}  // namespace

void take_earlier_hazards(Node& document, Report& report) {
  const Node* hazards = document.find("hazards");
  const Node* from = hazards == nullptr ? nullptr : hazards->find("from");
  if (from == nullptr || from->as<std::string>() == nullptr || from->as<std::string>()->empty()) return;
  if (std::error_code error; !std::filesystem::exists(report.folder / *from->as<std::string>(), error)) return;
  Taking(document, report, *from).take();
}

}  // namespace muster::sim
