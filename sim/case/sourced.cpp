#include "sim/case/sourced.h"

#include <algorithm>

namespace muster::sim {

Type<Status> status_word() {
  return choice<Status>({{"checked", Status::checked}, {"recalled", Status::recalled}, {"assumed", Status::assumed}});
}

const char* word(Status status) {
  return status == Status::checked ? "checked" : status == Status::recalled ? "recalled" : "assumed";
}

Table<DataSource> source_table() {
  Table<DataSource> table("A source.");
  table.key("name", &DataSource::name, text(), "its short name", Need::required);
  table.key("text", &DataSource::text, text(), "what it is", Need::required);
  return table;
}

const DataSource* source_of(const std::vector<DataSource>& sources, const std::string& name) {
  const auto at = std::find_if(sources.begin(), sources.end(), [&](const DataSource& s) { return s.name == name; });
  return at == sources.end() ? nullptr : &*at;
}

}  // namespace muster::sim
