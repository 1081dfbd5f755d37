// `muster export`, `muster report` and `muster generate`: files in, files out.
#include "scene/generate/glb.h"
#include "sim/cli/commands.h"
#include "sim/export/csv.h"
#include "sim/export/maps.h"
#include "sim/export/pedpy.h"
#include "sim/export/prt5.h"
#include "sim/export/vtkhdf.h"
#include "sim/export/xdmf.h"
#include "sim/generate/params.h"
#include "sim/report/compare/compare.h"
#include "sim/report/drill_card.h"
#include "sim/report/page_file.h"
#include "sim/report/report.h"
#include "sim/results/reader.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

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
  if (command.card && command.results.size() > 1)
    throw InputError({"", 0, "--card", std::to_string(command.results.size()) + " results", "takes one"});
  try {
    const Language language = command.language == "zh" ? Language::chinese : Language::english;
    if (command.card)
      write_page(command.out, drill_card_html(results::ResultsReader(command.results.front()), language));
    else if (command.results.size() == 1)
      write_report(command.results.front(), command.out, language);
    else
      write_page(command.out, comparison_html(sort_variants(command.results), language));
  } catch (const results::ResultsError& error) {
    throw InputError({"", 0, "results", "", error.what()});
  }
  return done;
}

namespace {

scene::Site site_of(const ExportCommand& command, const results::ResultsReader& reader) {
  if (const std::vector<double>& s = command.site; !s.empty())
    return {static_cast<int>(s[0]), {s[1], s[2]}, s.size() > 3 ? s[3] : 0};
  if (!reader.info().site)
    throw InputError({command.results.string(), 0, "site", "",
                      "the case does not say where the model lies: give --site EPSG,EASTING,NORTHING, or [site] in the "
                      "case before the run"});
  return *reader.info().site;
}

/// Each format: writes its files and returns them.
using Export = std::vector<std::filesystem::path> (*)(const ExportCommand&, const results::ResultsReader&);
const std::map<std::string, Export> exports = {
    {"csv", [](const ExportCommand& c, const results::ResultsReader& r) { return export_csv(r, c.out); }},
    {"geojson",
     [](const ExportCommand& c, const results::ResultsReader& r) {
       export_geojson(r, site_of(c, r), c.out);
       return std::vector{c.out};
     }},
    {"kml",
     [](const ExportCommand& c, const results::ResultsReader& r) {
       export_kml(r, site_of(c, r), c.out);
       return std::vector{c.out};
     }},
    {"pedpy",
     [](const ExportCommand& c, const results::ResultsReader& r) {
       std::vector<Warning> warnings;
       auto files = export_pedpy(r, c.out, &warnings, c.storey);
       for (const Warning& warning : warnings) fmt::print("warning {}: {}\n", warning.code, warning.text);
       return files;
     }},
    {"prt5", [](const ExportCommand& c, const results::ResultsReader& r) { return export_prt5(r, c.out); }},
    {"vtkhdf", [](const ExportCommand& c, const results::ResultsReader& r) { return export_vtkhdf(r, c.out); }},
    {"xdmf", [](const ExportCommand& c, const results::ResultsReader& r) { return export_xdmf(r, c.out); }},
};

}  // namespace

int export_command(const ExportCommand& command) {
  const auto format = exports.find(command.to);
  if (format == exports.end())
    throw InputError({"", 0, "--to", command.to, "must be csv, geojson, kml, pedpy, prt5, vtkhdf or xdmf"});
  need_folder_of(command.out);
  std::error_code error;
  if (std::filesystem::equivalent(command.out, command.results, error))
    throw InputError({"", 0, "--out", command.out.string(), "is the results file itself"});
  try {
    const results::ResultsReader reader(command.results);
    for (const auto& file : format->second(command, reader)) fmt::print("{}\n", file.string());
  } catch (const results::ResultsError& failure) {
    throw InputError({"", 0, "", "", failure.what()});
  }
  return done;
}

int generate_command(const GenerateCommand& command) {
  const std::vector<std::string> kinds = generated_kinds();
  if (std::find(kinds.begin(), kinds.end(), command.kind) == kinds.end())
    throw InputError({"", 0, "kind", command.kind, fmt::format("must be one of {}", fmt::join(kinds, ", "))});
  need_folder_of(command.out);
  if (command.out.extension() != ".glb") throw InputError({"", 0, "--out", command.out.string(), "must end in .glb"});
  const scene::Model model = generated(command.kind, command.params)();
  scene::write_glb(model, command.out);
  fmt::print("{}: {} storeys, {} spaces, {} doors, {} triangles\n", command.out.string(), model.storeys.size(),
             model.spaces.size(), model.doors.size(), model.triangles.size());
  return done;
}

}  // namespace muster::sim
