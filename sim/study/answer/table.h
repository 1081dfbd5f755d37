#pragma once
// Tables of a study: the same for CSV, summary and report.

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::sim::study {

using Json = nlohmann::ordered_json;

/// Rows of numbers, texts and empty cells (null).
struct Table {
  std::string name;                  ///< of its file and in summary.json
  std::vector<std::string> columns;  ///< with their units: "mean_s"
  std::vector<std::vector<Json>> rows;
};

/// RFC 4180, UTF-8; numbers in the shortest form that reads back.
std::string csv(const Table& table);

/// A list of objects by column; empty cells are left out.
Json json_of(const Table& table);

}  // namespace muster::sim::study
