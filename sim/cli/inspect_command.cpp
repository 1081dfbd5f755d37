// `muster inspect`: what is in a model file, and where one can walk.
#include "scene/floors/build.h"
#include "scene/floors/report.h"
#include "scene/import/import.h"
#include "scene/picture/plan_picture.h"
#include "sim/case/read.h"
#include "sim/cli/commands.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace muster::sim {

namespace {

void print_model(const scene::Model& model) {
  fmt::print("{}: {}{}{}, unit {} m, {} up\n", model.source, model.format, model.schema.empty() ? "" : " ",
             model.schema, model.unit_m, model.up_axis);
  Vec3f low = Vec3f::Constant(1e30f), high = Vec3f::Constant(-1e30f);
  for (const Vec3f& vertex : model.vertices) {
    low = low.cwiseMin(vertex);
    high = high.cwiseMax(vertex);
  }
  fmt::print("{} triangles in {} elements, x {:.2f}..{:.2f} m, y {:.2f}..{:.2f} m, z {:.2f}..{:.2f} m\n",
             model.triangles.size(), model.elements.size(), low.x(), high.x(), low.y(), high.y(), low.z(), high.z());
  std::map<std::string, size_t> by_meaning;
  for (const scene::Element& element : model.elements)
    ++by_meaning[scene::meaning_names[static_cast<size_t>(element.meaning)]];
  std::string line;
  for (const auto& [name, count] : by_meaning) line += fmt::format("{}{} {}", line.empty() ? "" : ", ", count, name);
  fmt::print("meaning: {}\n", line);
}

void print_storeys_spaces_doors(const scene::Model& model) {
  auto storey_name = [&](int32_t storey) {
    return storey < 0 ? std::string("-") : model.storeys[static_cast<size_t>(storey)].name;
  };
  fmt::print("storeys: {}\n", model.storeys.size());
  for (const scene::Storey& storey : model.storeys) fmt::print("  {} at z = {:.2f} m\n", storey.name, storey.z);
  fmt::print("spaces: {}\n", model.spaces.size());
  for (const scene::Space& space : model.spaces)
    fmt::print("  {}{}{} ({})\n", space.name, space.long_name.empty() ? "" : " ", space.long_name,
               storey_name(space.storey));
  fmt::print("doors: {}\n", model.doors.size());
  for (const scene::Door& door : model.doors)
    fmt::print("  {} {:.2f} m wide{} ({})\n", door.name, door.width, door.measured ? ", measured" : "",
               storey_name(door.storey));
}

void print_warnings(const std::vector<Warning>& warnings) {
  for (const Warning& warning : warnings)
    fmt::print("warning {}: {}{}\n", warning.code, warning.text,
               warning.setting.empty() ? "" : " [" + warning.setting + "]");
}

/// What the command line says of a model; a case file says more.
scene::Authored authored_of(const InspectCommand& command) {
  scene::Authored place;
  if (command.file.extension() == ".toml")
    place = read_case(command.file).place;
  else
    place.model.file = command.file.string();
  if (command.up) place.model.up = command.up;
  if (command.unit_m) place.model.unit_m = command.unit_m;
  if (command.cell_m) place.floors.cell = *command.cell_m;
  return place;
}

void check_options(const InspectCommand& command) {
  std::vector<Mistake> mistakes;
  if (command.up && *command.up != "x" && *command.up != "y" && *command.up != "z")
    mistakes.push_back({"", 0, "--up", *command.up, "must be x, y or z"});
  if (command.unit_m && !(*command.unit_m > 0 && *command.unit_m <= 1000))
    mistakes.push_back({"", 0, "--unit", fmt::to_string(*command.unit_m), "must lie in (0, 1000] m"});
  if (command.cell_m && !(*command.cell_m >= 0.05 && *command.cell_m <= 0.5))
    mistakes.push_back({"", 0, "--cell", fmt::to_string(*command.cell_m), "must lie in [0.05, 0.5] m"});
  if (!command.snapshot.empty() && command.snapshot.has_parent_path() &&
      !std::filesystem::is_directory(command.snapshot.parent_path()))
    mistakes.push_back({"", 0, "--snapshot", command.snapshot.string(), "its folder does not exist"});
  if (!mistakes.empty()) throw InputError(mistakes);
}

}  // namespace

int inspect_command(const InspectCommand& command) {
  check_options(command);
  const scene::Authored place = authored_of(command);
  const scene::Model model = scene::import_model(place.model);
  print_model(model);
  print_storeys_spaces_doors(model);
  print_warnings(model.warnings);
  const scene::Floors floors = scene::survey(model, place);
  fmt::print("{}", scene::describe(floors));
  print_warnings(floors.warnings);
  if (!command.snapshot.empty()) {
    scene::plan_picture(floors, command.snapshot);
    fmt::print("picture in {}\n", command.snapshot.string());
  }
  return done;
}

}  // namespace muster::sim
