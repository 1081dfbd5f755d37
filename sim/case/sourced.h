#pragma once
// How values are described that say where they come from, as in the files of the folder `data`.

#include "sim/case/description.h"
#include "sim/case/source.h"

#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

Type<Status> status_word();
/// "checked", "recalled" or "assumed".
const char* word(Status status);
/// `[[source]]`
Table<DataSource> source_table();
/// The source of that name, or null.
const DataSource* source_of(const std::vector<DataSource>& sources, const std::string& name);

/// A value with its source: {value = ..., source = ..., status = ...}, or a table's keys in place of `value`.
template <class V>
Type<Sourced<V>> sourced(Type<V> plain) {
  Type<Sourced<V>> type;
  type.schema = plain.schema;
  type.read = [plain, status = status_word(), source = text()](const Spot& spot, Sourced<V>& value, Report& report) {
    const auto* members = spot.node.as<Node::Table>();
    if (members == nullptr) return report.expected(spot, "a table with a source"), false;
    const size_t before = report.mistakes().size();
    Node rest;
    rest.line = spot.node.line, rest.written = spot.node.written;
    Node::Table kept;
    for (const Member& member : *members) {
      if (member.name == "source")
        source.read(spot.member(member), value.source, report);
      else if (member.name == "status")
        status.read(spot.member(member), value.status, report);
      else
        kept.push_back(member);
    }
    for (const char* needed : {"source", "status"})
      if (spot.node.find(needed) == nullptr) report.refuse_key(spot, needed, "is required");
    if (kept.size() == 1 && kept[0].name == "value") {
      plain.read({kept[0].node, &spot, "value", 0}, value.value, report);
    } else {
      rest.value = std::move(kept);
      plain.read({rest, spot.up, spot.name, spot.index}, value.value, report);
    }
    return report.mistakes().size() == before;
  };
  return type;
}

/// The same value in a file that gives no sources.
template <class V>
Type<Sourced<V>> unsourced(Type<V> plain) {
  Type<Sourced<V>> type;
  type.schema = plain.schema;
  type.read = [plain](const Spot& spot, Sourced<V>& value, Report& report) {
    return plain.read(spot, value.value, report);
  };
  type.show = [](const Sourced<V>&) { return Json(); };
  return type;
}

}  // namespace muster::sim
