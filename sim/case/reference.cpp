#include "sim/case/reference.h"

#include "sim/case/keys.h"
#include "sim/case/read.h"
#include "sim/case/sections.h"

namespace muster::sim {

namespace {

constexpr const char* introduction = R"(# The case file

A case says what is simulated: a building or plant, the people in it, and how the run goes. It is a
[TOML](https://toml.io) file; five lines are enough:

```toml
[model]
file = "plan.wkt"                       # relative to this file

[[people]]
count = 100
```

`muster check CASE.toml` says what would be simulated; `muster run CASE.toml` runs it. Every mistake of a file is
reported at once, with its line, the key, the value and what is allowed; nothing is written then.

An editor that knows JSON Schema completes and checks case files with `docs/case.schema.json`
(Taplo, VS Code "Even Better TOML": put `#:schema ../../docs/case.schema.json` in the first line).

## Units and coordinates

SI units: metres, seconds, radians. A key ends in its unit where there is one: `width_m`, `until_s`, `density_per_m2`.
x and y span the ground and z points up, after the model's own axes and unit were turned into these; t = 0 is the alarm, unless
`[[alarm]]` says otherwise.
Whole numbers may stand for numbers (`until_s = 600`). `[[exit]]` starts one more exit; `[floors]` can stand once.
`x-unit` in the schema names the unit of a value.

## People

Who somebody is: values of the group itself, or a profile (`who`, `mix`) of `muster data people`, which names the source
of every value. When he starts: his pre-movement time after the alarm that reaches him, at `leave_at_s`, or because
others whom he sees do (`starts_with_others`), whichever is first. Before that he may go to places (`visit`), or come in
from outside (`[[inflow]]`):

```toml
[[people]]
spaces = "Hall"
count = 300
mix = [{who = "adults", share = 0.97}, {who = "wheelchair", share = 0.03}]
premovement_s = 20

[[inflow]]
from = {gate = "North"}
rate_per_s = [[0, 0.5], [300, 2]]       # from t = 300 s two a second
until_s = 900
to = {spaces = "Hall"}

[[alarm]]
at_s = 1200
```

## Overrides

`--set key=value` on the command line puts a value over the file's, as often as needed:

    muster run office.toml --set people[0].count=250 --set run.until_s=600 --set title="Full house"

Entries of lists count from 0; the number after the last adds an entry. The value is written as in TOML; bare words are
texts (`--set floors.furniture=false --set walking.model=collision_free_speed`).

## Ranges

A number of `[weather]`, `[[leak]]` or `[[fire]]` that is known only to within a range can be written as one, or as a distribution:

```toml
[weather]
wind_m_s = "2..5"                       # any value between equally likely

[[leak]]
hole_diameter_m = {distribution = "lognormal", mu = -4.6, sigma = 0.4}
```

Every distance in `summary.json` then has a band, 5 % to 95 % of `hazards.draws` draws; concentrations over the floors are
those of the medians. `muster calc` takes ranges alike: `--wind_m_s 2..5`.

## Distributions

Where the tables below say "or distribution", a plain number gives everybody the same value, and a table draws one for
each person:

```toml
speed_m_s     = {distribution = "normal", mean = 1.34, sd = 0.26, min = 0.5, max = 2.2}
premovement_s = {distribution = "lognormal", mu = 3.5, sigma = 0.4, max = 300}
radius_m      = 0.2
```

`min` and `max` cut a distribution off: the probability outside is spread over the inside in proportion, no value piles
up at the ends. No person gets a value outside the key's range. Normal, lognormal, gamma and Weibull distributions have
tails that leave it; without `min` or `max` they are cut off where the table below says "cut off at".
)";

/// A value as TOML writes it.
std::string toml_text(const Json& value) {
  if (value.is_array() || value.is_object()) {
    std::string inner;
    for (const auto& [name, member] : value.items())
      inner += (inner.empty() ? "" : ", ") + (value.is_object() ? name + " = " : "") + toml_text(member);
    return value.is_array() ? "[" + inner + "]" : "{" + inner + "}";
  }
  return value.is_number_float() ? fmt::format("{}", value.get<double>()) : value.dump();
}

std::string quoted_list(const Json& names, const char* last) {
  std::string text;
  for (size_t i = 0; i < names.size(); ++i)
    text += (i == 0 ? "" : i + 1 == names.size() ? last : ", ") + fmt::format("`{}`", names[i].get<std::string>());
  return text;
}

std::string range_text(const Json& schema) {
  const bool low_open = schema.contains("exclusiveMinimum"), high_open = schema.contains("exclusiveMaximum");
  return fmt::format("{}{}, {}{}", low_open ? '(' : '[', toml_text(schema[low_open ? "exclusiveMinimum" : "minimum"]),
                     toml_text(schema[high_open ? "exclusiveMaximum" : "maximum"]), high_open ? ')' : ']');
}

bool is_table(const Json& schema) { return schema.value("type", "") == "object"; }
bool is_table_list(const Json& schema) { return schema.value("type", "") == "array" && is_table(schema["items"]); }
bool is_distribution(const Json& schema) { return schema.contains("anyOf") && is_table(schema["anyOf"].back()); }

/// "list of at least 3 points [x, y]"; one point, the numbers of which the items are, is a "point [x, y]".
std::string list_text(const Json& schema) {
  const Json& item = schema["items"];
  if (item.value("type", "") == "number") return schema["minItems"] == 2 ? "point `[x, y]`" : "point `[x, y, z]`";
  const bool points = item.value("type", "") == "array";
  const std::string what = points ? item["minItems"] == 2 ? "points `[x, y]`" : "points `[x, y, z]`" : "texts";
  const size_t least = schema.value("minItems", size_t{0}), most = schema.value("maxItems", SIZE_MAX);
  if (least == most) return fmt::format("list of {} {}", least, what);
  if (most < SIZE_MAX) return fmt::format("list of {} to {} {}", least, most, what);
  return fmt::format("list of {} or more {}", least, what);
}

/// What a value may be, without its unit.
std::string value_text(const Json& schema) {
  if (schema.contains("x-form")) return schema["x-form"];
  if (schema.contains("enum")) return quoted_list(schema["enum"], " or ");
  if (is_distribution(schema)) {
    const Json& plain = schema["anyOf"][0];
    std::string text = fmt::format("number in {}, or distribution", range_text(plain));
    for (const Json& kind : schema["anyOf"]) {
      if (!is_table(kind) || !kind["properties"].contains("sd")) continue;
      const Json &low = kind["properties"]["min"]["default"], &high = kind["properties"]["max"]["default"];
      text += fmt::format(", cut off at {} and {}", toml_text(low), toml_text(high));
    }
    return text;
  }
  if (schema.contains("anyOf")) return "text or list of texts";
  const std::string type = schema.value("type", "");
  if (type == "number") return "number in " + range_text(schema);
  if (type == "integer") return "whole number in " + range_text(schema);
  if (type == "boolean") return "true or false";
  if (type == "array") return list_text(schema);
  return "text";
}

std::string unit_of(const Json& schema) {
  if (schema.contains("x-unit")) return schema["x-unit"];
  return schema.contains("items") ? unit_of(schema["items"]) : "";
}

}  // namespace

std::string rules_text(const Json& table) {
  std::string text;
  const auto names_of = [](const Json& alternatives) {
    Json names = Json::array();
    for (const Json& one : alternatives)
      if (one.contains("required")) names.push_back(one["required"][0]);
    return names;
  };
  for (const Json& group : table.value("allOf", Json::array())) {
    const bool may_miss = group["oneOf"].back().contains("not");
    text += fmt::format("{} of {}. ", may_miss ? "At most one" : "Exactly one",
                        quoted_list(names_of(group["oneOf"]), ", "));
  }
  const Json companions = table.value("dependentSchemas", Json::object());
  for (const auto& [name, others] : companions.items())
    text += fmt::format("`{}` only together with {}. ", name, quoted_list(names_of(others["anyOf"]), " or "));
  return text.empty() ? "" : "\n" + text.substr(0, text.size() - 1) + "\n";
}

std::string value_and_unit(const Json& schema) {
  const std::string unit = unit_of(schema);
  return value_text(schema) + (unit.empty() ? "" : " [" + unit + "]");
}

namespace {

bool is_required(const Json& table, const std::string& name) {
  const Json needed = table.value("required", Json::array());
  return std::find(needed.begin(), needed.end(), name) != needed.end();
}

std::string key_row(const Json& table, const std::string& name, const Json& schema) {
  const std::string preset = schema.contains("default") ? fmt::format("`{}`", toml_text(schema["default"])) : "";
  return fmt::format("| `{}` | {} | {} | {} |\n", name, value_and_unit(schema),
                     is_required(table, name) ? "required" : preset, schema.value("description", ""));
}

/// One section for a table, then those of the tables within.
std::string section(const Json& table, const std::string& path, bool list, bool required, size_t level) {
  std::string rows;
  for (const auto& [name, schema] : table["properties"].items())
    if (!is_table(schema) && !is_table_list(schema)) rows += key_row(table, name, schema);
  std::string text;
  if (!path.empty()) {
    const std::string brackets = list ? "[[" + path + "]]" : "[" + path + "]";
    text += fmt::format("\n{} `{}`\n\n{}{}\n", std::string(level, '#'), brackets, table.value("description", ""),
                        required ? " Required." : "");
  } else {
    text += "\n## Top of the file\n";
  }
  text += "\n| Key | Value | Default | Meaning |\n|---|---|---|---|\n" + rows + rules_text(table);
  for (const auto& [name, schema] : table["properties"].items()) {
    const std::string inner = path.empty() ? name : fmt::format("{}.{}", path, name);
    const size_t below = level + (path.empty() ? 0 : 1);
    const bool needed = is_required(table, name);
    if (is_table(schema)) text += section(schema, inner, false, needed, below);
    if (is_table_list(schema)) text += section(schema["items"], inner, true, needed, below);
  }
  return text;
}

/// The kinds of distributions, from the first key that takes one.
std::string kinds_text(const Json& table) {
  for (const auto& [name, schema] : table["properties"].items()) {
    if (is_table_list(schema)) {
      if (std::string text = kinds_text(schema["items"]); !text.empty()) return text;
    } else if (is_distribution(schema)) {
      std::string text = "\n| `distribution` | Further keys | Meaning |\n|---|---|---|\n";
      for (const Json& kind : schema["anyOf"]) {
        if (!is_table(kind)) continue;
        Json names = Json::array();
        for (const auto& [key, value] : kind["properties"].items())
          if (key != "distribution") names.push_back(key);
        text += fmt::format("| `{}` | {} | {} |\n", kind["properties"]["distribution"]["enum"][0].get<std::string>(),
                            quoted_list(names, ", "), kind["description"].get<std::string>());
      }
      return text;
    }
  }
  return "";
}

/// Numbers of a table may be ranges too.
void allow_ranges(Json& table) {
  for (auto& [name, schema] : table["properties"].items()) {
    if (schema.value("type", "") != "number") continue;
    Json number = {{"type", "number"}};
    for (const char* key : {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"})
      if (schema.contains(key)) {
        number[key] = schema[key];
        schema.erase(key);
      }
    schema.erase("type");
    schema["anyOf"] = {number,
                       {{"type", "string"}, {"pattern", R"(^[-0-9.eE+]+\.\.[-0-9.eE+]+$)"}},
                       {{"type", "object"}, {"required", {"distribution"}}}};
  }
}

}  // namespace

std::string json_schema() {
  Json schema = {{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", "muster case file"}};
  schema.update(case_type().schema);
  allow_ranges(schema["properties"]["weather"]);
  allow_ranges(schema["properties"]["leak"]["items"]);
  allow_ranges(schema["properties"]["fire"]["items"]);
  return schema.dump(2) + "\n";
}

std::string reference_markdown() {
  const Json& root = case_type().schema;
  return introduction + kinds_text(root) + sections_text(root);
}

std::string sections_text(const Json& root) { return section(root, "", false, true, 2); }

}  // namespace muster::sim
