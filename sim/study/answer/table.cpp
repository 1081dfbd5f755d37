#include "sim/study/answer/table.h"

namespace muster::sim::study {

namespace {

std::string cell(const Json& value) {
  if (value.is_null()) return "";
  if (!value.is_string()) return value.dump();
  const auto& text = value.get_ref<const std::string&>();
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace

std::string csv(const Table& table) {
  std::string out;
  for (size_t c = 0; c < table.columns.size(); ++c) out += (c > 0 ? "," : "") + cell(table.columns[c]);
  out += "\r\n";
  for (const std::vector<Json>& row : table.rows) {
    for (size_t c = 0; c < row.size(); ++c) out += (c > 0 ? "," : "") + cell(row[c]);
    out += "\r\n";
  }
  return out;
}

Json json_of(const Table& table) {
  Json all = Json::array();
  for (const std::vector<Json>& row : table.rows) {
    Json one = Json::object();
    for (size_t c = 0; c < row.size(); ++c)
      if (!row[c].is_null()) one[table.columns[c]] = row[c];
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace muster::sim::study
