// `muster data`: what the program knows.
#include "sim/case/read.h"
#include "sim/cli/commands.h"
#include "sim/data/people_data.h"

#include <fmt/format.h>

namespace muster::sim {

int data_command(const DataCommand& command) {
  const bool people = command.what == "people";
  if (!people && (!command.name.empty() || command.json))
    throw InputError({"", 0, "data", command.what, "is printed as it is: a name or --json go with people only"});
  if (people) {
    const PeopleData data = read_people_data();
    fmt::print("{}", command.json ? people_json(data, command.name) : people_text(data, command.name));
  } else if (command.what == "case-schema") {
    fmt::print("{}", json_schema());
  } else if (command.what == "case-reference") {
    fmt::print("{}", reference_markdown());
  } else {
    throw InputError({"", 0, "data", command.what, "must be people, case-schema or case-reference"});
  }
  return done;
}

}  // namespace muster::sim
