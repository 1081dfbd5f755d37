// `muster export`, `muster report` and `muster generate`: files in, files out.
#include "scene/generate/arena.h"
#include "scene/generate/glb.h"
#include "scene/generate/hospital.h"
#include "scene/generate/office.h"
#include "scene/generate/tank_farm.h"
#include "sim/cli/commands.h"
#include "sim/cli/generate_params.h"
#include "sim/export/csv.h"
#include "sim/export/pedpy.h"
#include "sim/report/report.h"
#include "sim/results/reader.h"

#include <map>

#include <fmt/format.h>

namespace muster::sim {

namespace {

void need_folder_of(const std::filesystem::path& file) {
  if (std::filesystem::is_directory(file))
    throw InputError({"", 0, "--out", file.string(), "is a folder; name a file"});
  if (file.has_parent_path() && !std::filesystem::is_directory(file.parent_path()))
    throw InputError({"", 0, "--out", file.string(), "its folder does not exist"});
}

}  // namespace

int report_command(const ReportCommand& command) {
  need_folder_of(command.out);
  try {
    write_report(command.results, command.out, command.language == "zh" ? Language::chinese : Language::english);
  } catch (const results::ResultsError& error) {
    throw InputError({"", 0, "results", command.results.string(), error.what()});
  }
  return done;
}

int export_command(const ExportCommand& command) {
  if (command.to != "pedpy" && command.to != "csv")
    throw InputError({"", 0, "--to", command.to, "must be pedpy or csv"});
  need_folder_of(command.out);
  std::error_code error;
  if (std::filesystem::equivalent(command.out, command.results, error))
    throw InputError({"", 0, "--out", command.out.string(), "is the results file itself"});
  try {
    const results::ResultsReader reader(command.results);
    std::vector<Warning> warnings;
    const std::vector<std::filesystem::path> files = command.to == "pedpy"
                                                         ? export_pedpy(reader, command.out, &warnings, command.storey)
                                                         : export_csv(reader, command.out);
    for (const Warning& warning : warnings) fmt::print("warning {}: {}\n", warning.code, warning.text);
    for (const auto& file : files) fmt::print("{}\n", file.string());
  } catch (const results::ResultsError& failure) {
    throw InputError({"", 0, "", "", failure.what()});
  }
  return done;
}

int generate_command(const GenerateCommand& command) {
  static const std::map<std::string, scene::Model (*)(const std::filesystem::path&)> kinds = {
      {"arena", [](const auto& file) { return scene::arena(read_arena_params(file)); }},
      {"hospital", [](const auto& file) { return scene::hospital(read_hospital_params(file)); }},
      {"office", [](const auto& file) { return scene::office(read_office_params(file)); }},
      {"tank_farm", [](const auto& file) { return scene::tank_farm(read_tank_farm_params(file)); }},
  };
  const auto kind = kinds.find(command.kind);
  if (kind == kinds.end())
    throw InputError({"", 0, "kind", command.kind, "must be arena, hospital, office or tank_farm"});
  need_folder_of(command.out);
  if (command.out.extension() != ".glb") throw InputError({"", 0, "--out", command.out.string(), "must end in .glb"});
  const scene::Model model = kind->second(command.params);
  scene::write_glb(model, command.out);
  fmt::print("{}: {} storeys, {} spaces, {} doors, {} triangles\n", command.out.string(), model.storeys.size(),
             model.spaces.size(), model.doors.size(), model.triangles.size());
  return done;
}

}  // namespace muster::sim
