// How answers and inputs are shown.
#include "sim/calc/catalogue.h"
#include "sim/case/reference.h"

#include <algorithm>
#include <cmath>

namespace muster::sim {

namespace {

/// Four significant digits.
std::string short_number(double value) {
  if (!std::isfinite(value)) return "-";
  const double size = std::abs(value);
  if (size != 0 && (size < 1e-3 || size >= 1e7)) return fmt::format("{:.3e}", value);
  if (size >= 1000) return fmt::format("{:.0f}", value);
  return fmt::format("{:.4g}", value);
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(); }

std::string series_text(const Answer::Series& series) {
  std::string text = "\n" + series.text + "\n";
  std::vector<size_t> width;
  for (const auto& [key, unit] : series.columns) {
    const std::string head = unit.empty() ? key : fmt::format("{} [{}]", key, unit);
    width.push_back(std::max<size_t>(head.size(), 10));
    text += fmt::format("  {:>{}}", head, width.back());
  }
  text += "\n";
  for (const auto& row : series.rows) {
    for (size_t c = 0; c < row.size(); ++c) text += fmt::format("  {:>{}}", short_number(row[c]), width[c]);
    text += "\n";
  }
  return text;
}

}  // namespace

std::string answer_text(const Answer& answer) {
  size_t key_width = 0, value_width = 0;
  std::vector<std::string> shown;
  for (const Answer::Value& value : answer.values) {
    const auto* number = std::get_if<double>(&value.value);
    std::string text = number != nullptr ? short_number(*number) : std::get<std::string>(value.value);
    if (!value.unit.empty()) text += " " + value.unit;
    if (value.band) text += fmt::format("  ({} to {})", short_number((*value.band)[0]), short_number((*value.band)[2]));
    key_width = std::max(key_width, value.key.size());
    value_width = std::max(value_width, text.size());
    shown.push_back(std::move(text));
  }
  std::string text;
  for (size_t i = 0; i < shown.size(); ++i)
    text += fmt::format("{:{}}  {:{}}  {}\n", answer.values[i].key, key_width, shown[i], value_width,
                        answer.values[i].text);
  for (const Answer::Series& series : answer.series) text += series_text(series);
  for (const std::string& note : answer.notes) text += "note: " + note + "\n";
  for (const Warning& warning : answer.warnings) text += fmt::format("warning: {} [{}]\n", warning.text, warning.code);
  return text;
}

std::string answer_json(const Calculation& calculation, std::span<const std::string> inputs, const Answer& answer) {
  Json json = {{"format", "muster calculation"},
               {"version", 1},
               {"calculation", calculation.name},
               {"inputs", std::vector<std::string>(inputs.begin(), inputs.end())}};
  Json values = Json::object();
  for (const Answer::Value& value : answer.values) {
    const auto* number = std::get_if<double>(&value.value);
    Json one = {{"value", number != nullptr ? number_or_null(*number) : Json(std::get<std::string>(value.value))}};
    if (!value.unit.empty()) one["unit"] = value.unit;
    one["text"] = value.text;
    if (value.band) one["p05"] = (*value.band)[0], one["p50"] = (*value.band)[1], one["p95"] = (*value.band)[2];
    values[value.key] = one;
  }
  json["values"] = values;
  Json all_series = Json::object();
  for (const Answer::Series& series : answer.series) {
    Json columns = Json::array(), rows = Json::array();
    for (const auto& [key, unit] : series.columns) columns.push_back({{"key", key}, {"unit", unit}});
    for (const auto& row : series.rows) {
      Json shown = Json::array();
      for (const double x : row) shown.push_back(number_or_null(x));
      rows.push_back(shown);
    }
    all_series[series.key] = {{"text", series.text}, {"columns", columns}, {"rows", rows}};
  }
  json["series"] = all_series;
  json["notes"] = answer.notes;
  Json warnings = Json::array();
  for (const Warning& w : answer.warnings)
    warnings.push_back({{"code", w.code}, {"text", w.text}, {"setting", w.setting}});
  json["warnings"] = warnings;
  return json.dump(2) + "\n";
}

std::string inputs_text(const Calculation& calculation) {
  std::string text = fmt::format("muster calc {}: {}\n\n", calculation.name, calculation.text);
  const Json required = calculation.schema.value("required", Json::array());
  for (const auto& [name, schema] : calculation.schema.at("properties").items()) {
    const bool needed = std::find(required.begin(), required.end(), name) != required.end();
    const std::string preset = needed                       ? "required"
                               : schema.contains("default") ? "default " + schema["default"].dump()
                                                            : "";
    text += fmt::format("  --{:28} {}; {}{}{}\n", name, schema.value("description", ""), value_and_unit(schema),
                        preset.empty() ? "" : "; ", preset);
  }
  return text + rules_text(calculation.schema);
}

}  // namespace muster::sim
