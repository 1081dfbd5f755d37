#include "sim/case/uncertain.h"

#include "base/random.h"
#include "sim/case/shapes.h"
#include "sim/case/uncertain_nodes.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace muster::sim {

namespace {

/// The allowed range of a number's schema.
Range allowed(const Json& schema) {
  const bool low_open = schema.contains("exclusiveMinimum"), high_open = schema.contains("exclusiveMaximum");
  return {schema.value(low_open ? "exclusiveMinimum" : "minimum", -1e300),
          schema.value(high_open ? "exclusiveMaximum" : "maximum", 1e300), low_open, high_open};
}

/// A text in a number's place as a range; empty and reported where it is none.
std::optional<Distribution> written_range(const Spot& spot, const Json& schema, Report& report) {
  const Range limits = allowed(schema);
  const auto range = range_of(*spot.node.as<std::string>());
  if (!range) {
    const std::string unit = schema.value("x-unit", "");
    report.refuse(spot, fmt::format("expected a number{} or a range low..high, found a text",
                                    unit.empty() ? "" : " [" + unit + "]"));
  } else if (!(range->a < range->b)) {
    report.refuse(spot, "the range's first number must be below its second");
  } else if (!limits.contains(range->a) || !limits.contains(range->b)) {
    report.refuse(spot, "the whole range must lie in " + limits.str());
  } else {
    return range;
  }
  return {};
}

double percentile(const std::vector<double>& sorted, double p) {
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<size_t>(at);
  const size_t high = std::min(low + 1, sorted.size() - 1);
  return sorted[low] + (at - static_cast<double>(low)) * (sorted[high] - sorted[low]);
}

void put(Node& node, double value) {
  node.value = value;
  node.written = fmt::format("{}", value);
}

}  // namespace

std::optional<Distribution> range_of(const std::string& text) {
  const size_t dots = text.find("..");
  if (dots == std::string::npos) return {};
  double low = 0, high = 0;
  const char *begin = text.data(), *middle = begin + dots, *end = begin + text.size();
  const auto [low_end, low_error] = std::from_chars(begin, middle, low);
  const auto [high_end, high_error] = std::from_chars(middle + 2, end, high);
  if (low_error != std::errc() || high_error != std::errc() || low_end != middle || high_end != end) return {};
  return Distribution::uniform(low, high);
}

std::vector<Uncertain> take_uncertain(Node& table, const Json& schema, const Spot& at, Report& report) {
  std::vector<Uncertain> found;
  auto* members = std::get_if<Node::Table>(&table.value);
  if (members == nullptr) return found;
  const Json& known = schema.at("properties");
  for (Member& member : *members) {
    if (!known.contains(member.name) || known.at(member.name).value("type", "") != "number") continue;
    const Json& number = known.at(member.name);
    const Spot spot = at.member(member);
    std::optional<Distribution> values;
    if (member.node.as<std::string>() != nullptr) {
      values = written_range(spot, number, report);
    } else if (member.node.as<Node::Table>() != nullptr) {
      const Range limits = allowed(number);
      Distribution read;
      if (distribution(limits, limits, "").read(spot, read, report)) values = read;
    }
    if (!values) continue;
    if (values->kind != Distribution::Kind::constant) found.push_back({spot.key(), *values});
    put(member.node, values->quantile(0.5));
  }
  return found;
}

Node* node_at(Node& root, const std::string& key) {
  Node* node = &root;
  for (size_t at = 0; at < key.size();) {
    if (key[at] == '[') {
      size_t index = 0;
      const auto [stop, error] = std::from_chars(key.data() + at + 1, key.data() + key.size(), index);
      auto* list = std::get_if<Node::List>(&node->value);
      if (error != std::errc() || list == nullptr || index >= list->size()) return nullptr;
      node = &(*list)[index];
      at = static_cast<size_t>(stop - key.data()) + 1;
      continue;
    }
    if (key[at] == '.') ++at;
    const size_t end = std::min(key.find_first_of(".[", at), key.size());
    auto* table = std::get_if<Node::Table>(&node->value);
    if (table == nullptr) return nullptr;
    const std::string_view name = std::string_view(key).substr(at, end - at);
    const auto member = std::find_if(table->begin(), table->end(), [&](const Member& m) { return m.name == name; });
    if (member == table->end()) return nullptr;
    node = &member->node;
    at = end;
  }
  return node;
}

void put_values(Node& root, const std::vector<Uncertain>& uncertain, const std::vector<double>& cumulative) {
  for (size_t u = 0; u < uncertain.size(); ++u) {
    Node* node = node_at(root, uncertain[u].key);
    MUSTER_CHECK(node != nullptr, "{}", uncertain[u].key);
    put(*node, uncertain[u].values.quantile(cumulative[u]));
  }
}

std::vector<std::vector<double>> hypercube(size_t inputs, const Sampling& sampling) {
  const auto draws = static_cast<size_t>(sampling.draws);
  std::vector<std::vector<double>> cumulative(draws, std::vector<double>(inputs));
  std::vector<size_t> share(draws);
  for (size_t u = 0; u < inputs; ++u) {
    std::iota(share.begin(), share.end(), size_t{0});
    for (size_t i = draws; i > 1; --i)  // Fisher-Yates
      std::swap(share[i - 1], share[random_bits(sampling.seed, u, i, Draw::input) % i]);
    for (size_t i = 0; i < draws; ++i)
      cumulative[i][u] = (static_cast<double>(share[i]) + random_uniform(sampling.seed, u, i, Draw::input, 1)) /
                         static_cast<double>(draws);
  }
  return cumulative;
}

std::array<double, 3> band_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {percentile(values, 0.05), percentile(values, 0.5), percentile(values, 0.95)};
}

}  // namespace muster::sim
