#include "base/digest.h"
#include "case_golden.h"
#include "case_golden_fires.h"
#include "case_golden_reactions.h"
#include "sim/case/read.h"

#include <set>
#include <sstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace muster::sim {

namespace {

using nlohmann::json;

/// Dotted names of every key that is no table, e.g. `model.rule.match`.
void collect_keys(const json& table, const std::string& path, std::set<std::string>& keys) {
  for (const auto& [name, schema] : table.at("properties").items()) {
    const std::string key = path.empty() ? name : path + "." + name;
    const json inner = schema.contains("items") ? schema["items"] : schema;
    if (inner.contains("properties"))
      collect_keys(inner, key, keys);
    else
      keys.insert(key);
  }
}

/// The same of a case in which every key stands on a line of its own below its table's header.
std::set<std::string> keys_of_text(const std::string& text) {
  std::set<std::string> keys;
  std::istringstream lines(text);
  std::string table;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("[")) {
      const size_t first = line.find_first_not_of('['), last = line.find(']');
      table = line.substr(first, last - first) + ".";
    } else if (const size_t equals = line.find(" ="); equals != std::string::npos) {
      keys.insert(table + line.substr(0, equals));
    }
  }
  return keys;
}

TEST(CaseSchema, knowsEveryKeyOfTheGoldenCaseAndTheCaseUsesEveryKey) {
  std::set<std::string> known;
  collect_keys(json::parse(json_schema()), "", known);
  std::set<std::string> used = keys_of_text(test::golden_case);
  used.merge(keys_of_text(test::golden_fires));
  used.merge(keys_of_text(test::golden_reactions));
  for (const char* walking : test::golden_walking) used.merge(keys_of_text(walking));
  for (const char* weather : test::golden_weather) used.merge(keys_of_text(weather));
  used.insert("model.wkt");     // excludes `model.file`
  used.insert("hazards.from");  // excludes leaks and fires
  for (const char* key : {"flow.wind_library", "flow.wind_averaging_s"})
    used.insert(key);  // exclude gusts, fans and what leaks; flow_steady_test reads them
  EXPECT_EQ(used, known);
}

/// Every table refuses unknown keys, every value has a type or alternatives, every table and key says what it is.
void expect_complete(const json& schema, const std::string& path) {
  EXPECT_TRUE(schema.contains("type") || schema.contains("anyOf")) << path;
  if (schema.contains("items")) return expect_complete(schema["items"], path + "[]");
  for (const json& alternative : schema.value("anyOf", json::array())) expect_complete(alternative, path + "|");
  if (!schema.contains("properties")) return;
  EXPECT_EQ(schema.at("additionalProperties"), false) << path;
  EXPECT_NE(schema.at("description"), "") << path;
  for (const auto& [name, inner] : schema["properties"].items()) expect_complete(inner, path + "." + name);
}

TEST(CaseSchema, isCompleteAndStrict) {
  const json schema = json::parse(json_schema());
  EXPECT_EQ(schema.at("$schema"), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(schema.at("required"), json::array({"model"}));
  expect_complete(schema, "");
}

TEST(CaseSchema, saysRangesUnitsDefaultsAndChoices) {
  const json tables = json::parse(json_schema())["properties"];
  const json& cell = tables["floors"]["properties"]["cell_m"];
  EXPECT_EQ(cell["minimum"], 0.05);
  EXPECT_EQ(cell["maximum"], 0.5);
  EXPECT_EQ(cell["default"], Case().place.floors.cell);
  EXPECT_EQ(cell["x-unit"], "m");
  EXPECT_EQ(tables["run"]["properties"]["until_s"]["exclusiveMinimum"], 0);
  EXPECT_EQ(tables["link"]["items"]["properties"]["kind"]["enum"],
            json::array({"stairs", "ramp", "ladder", "escalator", "lift"}));
  const json& speed = tables["people"]["items"]["properties"]["speed_m_s"];
  EXPECT_EQ(speed["default"]["mean"], crowd::PeopleGroup().speed.a);
  EXPECT_EQ(speed["anyOf"].size(), 7u) << "a number and six kinds of distributions";
  EXPECT_FALSE(tables["people"]["items"]["properties"]["exit"].contains("default"));
}

TEST(CaseReference, namesEveryKey) {
  std::set<std::string> known;
  collect_keys(json::parse(json_schema()), "", known);
  const std::string reference = reference_markdown();
  for (const std::string& key : known) {
    const std::string name = key.substr(key.rfind('.') + 1);
    EXPECT_NE(reference.find("| `" + name + "` |"), std::string::npos) << key;
  }
}

TEST(CaseReference, onDiskIsTheGeneratedOne) {
  const std::string docs = std::string(MUSTER_SOURCE_DIR) + "/docs/";
  EXPECT_TRUE(read_file(docs + "case.schema.json") == json_schema())
      << "regenerate with: ./muster data case-schema > docs/case.schema.json";
  EXPECT_TRUE(read_file(docs + "case-file.md") == reference_markdown())
      << "regenerate with: ./muster data case-reference > docs/case-file.md";
}

}  // namespace

}  // namespace muster::sim
