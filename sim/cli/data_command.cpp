// `muster data`: what the program knows.
#include "sim/case/description.h"
#include "sim/case/read.h"
#include "sim/cli/commands.h"
#include "sim/data/fuel_data.h"
#include "sim/data/people_data.h"
#include "sim/data/substance_data.h"
#include "sim/study/plan/study.h"

#include <algorithm>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// What `muster data` prints: by name or all of it, as text or as JSON.
std::string shown(const DataCommand& command) {
  const std::string& name = command.name;
  if (command.what == "people") {
    const PeopleData data = read_people_data();
    return command.json ? people_json(data, name) : people_text(data, name);
  }
  if (command.what == "substances") {
    const SubstanceData data = read_substance_data();
    return command.json ? substances_json(data, name) : substances_text(data, name);
  }
  if (command.what == "criteria") {
    const SubstanceData data = read_substance_data();
    return command.json ? criteria_json(data, name) : criteria_text(data, name);
  }
  if (command.what == "fuels") {
    const FuelData data = read_fuel_data();
    return command.json ? fuels_json(data, name) : fuels_text(data, name);
  }
  const std::vector<std::string> kinds = {"people",      "substances",     "criteria",       "fuels",
                                          "case-schema", "case-reference", "study-reference"};
  if (std::find(kinds.begin(), kinds.end(), command.what) == kinds.end())
    throw InputError({"", 0, "data", command.what,
                      fmt::format("must be one of {}", fmt::join(kinds, ", ")) + suggestion(command.what, kinds)});
  if (!name.empty() || command.json)
    throw InputError({"", 0, "data", command.what,
                      "is printed as it is: a name or --json go with people, substances, criteria and fuels only"});
  if (command.what == "study-reference") return study::study_reference();
  return command.what == "case-schema" ? json_schema() : reference_markdown();
}

}  // namespace

int data_command(const DataCommand& command) {
  fmt::print("{}", shown(command));
  return done;
}

}  // namespace muster::sim
