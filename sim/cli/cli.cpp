#include "sim/cli/cli.h"

#include "base/error.h"
#include "sim/cli/commands.h"
#include "sim/results/version.h"

#include <cstdio>
#include <exception>
#include <functional>
#include <new>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace muster::sim {

namespace {

using Action = std::function<int()>;

template <class Value>
CLI::Option* optional_value(CLI::App* command, const std::string& name, std::optional<Value>& target,
                            const std::string& text) {
  return command->add_option_function<Value>(
      name, [&target](const Value& value) { target = value; }, text);
}

void add_run(CLI::App& app, RunCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("run", "Run a case: results go to <case>.out/");
  command->add_option("case", options.case_file, "Case file (TOML)")->required();
  command->add_option("--out", options.out, "Folder of the results");
  optional_value(command, "--seed", options.seed, "Seed of all random numbers");
  command->add_option("--threads", options.threads, "Number of threads (0: all); results do not depend on it")
      ->check(CLI::Range(0, 1024));
  optional_value(command, "--until", options.until, "Latest end [s]");
  command->add_option("--set", options.set, "Replace a key of the case: key=value")->allow_extra_args(false);
  command->add_flag("--quiet", options.quiet, "No progress display");
  command->add_flag("--strict", options.strict, "Exit with status 4 where a result lies outside a model's validity");
  command->add_flag("!--no-report", options.report, "No report.html");
  command->add_flag("--resume", options.resume,
                    "Go on with a run with [flow] that was cut short: the results are those of a run in one go");
  command
      ->add_option("--checkpoint", options.checkpoint,
                   "Keep what --resume needs every so many seconds of computing [flow] (default 60; 0: never)")
      ->check(CLI::Range(0.0, 1e6));
  // For studies, which know what fits.
  command->add_option("--shared-hazards", options.shared_hazards)->group("");
  command->add_flag("--hazards-only", options.hazards_only)->group("");
  command->callback([&] { action = [&] { return run_command(options); }; });
}

void add_check(CLI::App& app, RunCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("check", "Validate a case and print what would be simulated; writes nothing");
  command->add_option("case", options.case_file, "Case file (TOML)")->required();
  optional_value(command, "--seed", options.seed, "Seed of all random numbers");
  command->add_option("--set", options.set, "Replace a key of the case: key=value")->allow_extra_args(false);
  command->callback([&] { action = [&] { return check_command(options); }; });
}

void add_inspect(CLI::App& app, InspectCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("inspect", "What is in a model file, and where one can walk");
  command->add_option("model", options.file, "Model file, or a case file whose exits and patches are honoured")
      ->required();
  optional_value(command, "--up", options.up, "Up axis of the file: x, y or z");
  optional_value(command, "--unit", options.unit_m, "Length of one unit of the file [m]");
  optional_value(command, "--cell", options.cell_m, "Side of a floor cell [m]");
  command->add_option("--snapshot", options.snapshot, "Write a picture of the floors (PNG)");
  command->callback([&] { action = [&] { return inspect_command(options); }; });
}

void add_export(CLI::App& app, ExportCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("export", "Write results for other programs");
  command->add_option("results", options.results, "results.h5")->required();
  command
      ->add_option("--to", options.to,
                   "Format: csv (spreadsheets), geojson and kml (maps), pedpy (trajectories), prt5 (Smokeview), vtkhdf "
                   "(fields for "
                   "ParaView), xdmf (people and hazards in time for ParaView)")
      ->required();
  command->add_option("--storey", options.storey, "PedPy: only this storey (default: a file for each)");
  command
      ->add_option("--site", options.site,
                   "GeoJSON and KML: EPSG number, easting and northing of the model's origin, bearing of its y-axis "
                   "(default: the case's [site])")
      ->delimiter(',')
      ->expected(3, 4);
  command->add_option("-o,--out", options.out, "File to write")->required();
  command->callback([&] { action = [&] { return export_command(options); }; });
}

void add_view(CLI::App& app, std::vector<std::string>& arguments, Action& action) {
  CLI::App* command = app.add_subcommand(
      "view", "Replay a run in a window, or make pictures and videos of it; `muster view --help` tells how");
  command->prefix_command();
  command->set_help_flag();  // the replay's own
  command->callback([&arguments, &action, command] {
    arguments = command->remaining();
    action = [&arguments] { return view_command(arguments); };
  });
}

void add_report(CLI::App& app, ReportCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand(
      "report", "Write the report of a finished run, or the comparison of several: one HTML file, or PDF");
  command
      ->add_option("results", options.results,
                   "results.h5; of several, runs of the same inputs with other seeds are one variant")
      ->required();
  command->add_flag("--card", options.card, "The drill card: who goes where, by which door, and when");
  command->add_option("--lang", options.language, "en or zh")->check(CLI::IsMember({"en", "zh"}));
  command->add_option("-o,--out", options.out, "File to write (.html; .pdf where Chromium or WeasyPrint is there)")
      ->required();
  command->callback([&] { action = [&] { return report_command(options); }; });
}

void add_generate(CLI::App& app, GenerateCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("generate", "Make a parametric building as GLB");
  command
      ->add_option("kind", options.kind,
                   "What to make: arena, hospital, lng_terminal, metro_platform, office, tank_farm or "
                   "workshop")
      ->required();
  command->add_option("params", options.params, "Parameter file (TOML)");
  command->add_option("-o,--out", options.out, "File to write (.glb)")->required();
  command->callback([&] { action = [&] { return generate_command(options); }; });
}

void add_verify(CLI::App& app, VerifyCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("verify", "Run the verification and validation suites and write their pages");
  command->add_option(
      "names", options.names,
      "Suites (rimea, imo, nist, iso20414, validation, gas), each with numbers of its tests; or checks");
  command->add_option("--out", options.out, "Folder of the pages (default verify.out)");
  command->add_option("--seeds", options.seeds, "Number of seeds of every check that draws at random")
      ->check(CLI::Range(1, 1000));
  command->add_option("--threads", options.threads, "Number of threads (0: all); results do not depend on it")
      ->check(CLI::Range(0, 1024));
  command->add_flag("--list", options.list, "Show the tests, run nothing");
  command->add_flag("--quiet", options.quiet, "Do not say which check runs");
  command->callback([&] { action = [&] { return verify_command(options); }; });
}

void add_study(CLI::App& app, StudyCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("study", "Many runs of variants of a case, with intervals");
  command->require_subcommand(1);
  const std::pair<const char*, const char*> verbs[] = {
      {"plan", "Check a study and write its variants; --dry-run: only say what it would cost"},
      {"run", "Make the runs that are missing, as many as the criterion asks for"},
      {"resume", "The same as run: go on after an interruption"},
      {"status", "How far it is"},
      {"converge", "How sure the first measure is, and how many runs it would take"},
      {"compare", "Paired differences between variants, with verdicts"},
      {"sensitivity", "Which factors the measures hang on"},
      {"work", "Make a part of the runs"},
      {"report", "Write the report of what is there: one HTML file, or PDF"}};
  for (const auto& [verb, text] : verbs) {
    CLI::App* one = command->add_subcommand(verb, text);
    one->add_option("study", options.study, "Study file (TOML)")->required();
    if (std::string_view(verb) == "compare") one->add_option("names", options.names, "Two variants");
    one->add_option("--out", options.out, "Folder of the results");
    if (std::string_view(verb) == "report") {
      one->add_option("--lang", options.language, "en or zh")->check(CLI::IsMember({"en", "zh"}));
      one->add_option("-o", options.report, "File to write (.html, .pdf; default report.html in that folder)");
    }
    one->add_option("--jobs", options.jobs, "Runs at once (0: as the study says)")->check(CLI::Range(0, 4096));
    if (std::string_view(verb) == "plan" || std::string_view(verb) == "run")
      one->add_flag("--dry-run", options.dry_run, "Only say what would be run, and what it would cost");
    if (std::string_view(verb) == "run" || std::string_view(verb) == "resume") {
      one->add_option("--backend", options.backend, "local, or slurm: a job array on a cluster")
          ->check(CLI::IsMember({"local", "slurm"}));
      one->add_option("--round", options.round)->group("");  // for the jobs themselves
      one->add_flag("--failed", options.failed, "Make runs again that did not end well");
    }
    if (std::string_view(verb) == "work") {
      one->group("");  // for the jobs of an array
      one->add_option("--list", options.list)->required();
      one->add_option("--chunk", options.chunk)->required();
      one->add_option("--chunk-size", options.chunk_size)->required()->check(CLI::PositiveNumber);
    }
    one->add_flag("--quiet", options.quiet, "No progress display");
    one->callback([&options, &action, name = std::string(verb)] {
      options.verb = name;
      action = [&options] { return study_command(options); };
    });
  }
}

void add_calc(CLI::App& app, CalcCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand("calc", "One closed-form answer without a scene");
  command->add_option("model", options.model, "Which calculation; without it, what there is");
  command->add_option("--draws", options.draws, "Draws for inputs given as ranges, low..high")
      ->check(CLI::Range(2, 1000000));
  command->add_option("--draw-seed", options.seed, "Seed of these draws");
  command->add_flag("--json", options.json, "As JSON");
  command->allow_extras();  // the inputs, which the calculation itself describes
  command->callback([&options, &action, command] {
    options.arguments = command->remaining();
    action = [&options] { return calc_command(options); };
  });
}

void add_data(CLI::App& app, DataCommand& options, Action& action) {
  CLI::App* command = app.add_subcommand(
      "data",
      "Print data of the program: people, substances, criteria, fuels, case-schema, case-reference, study-reference");
  command
      ->add_option(
          "what", options.what,
          "people (profiles), substances (properties), criteria (toxic and flammable), case-schema (JSON Schema "
          "of case files), case-reference (their documentation) or study-reference (that of study files)")
      ->required();
  command->add_option("name", options.name,
                      "Only this one, with its sources: a profile, a substance or its CAS number");
  command->add_flag("--json", options.json, "people, substances, criteria, fuels: as JSON");
  command->callback([&] { action = [&] { return data_command(options); }; });
}

/// To the standard error output; where that cannot be written, nobody can be told, and the status must do.
void complain(const std::string& text) { std::fputs(("muster: " + text + "\n").c_str(), stderr); }

/// Runs `action` and turns whatever escapes it into a message and a status.
int guarded(const Action& action) {
  try {
    return action();
  } catch (const InputError& error) {
    for (const Mistake& mistake : error.mistakes()) complain(mistake.str());
    return bad_input;
  } catch (const std::bad_alloc&) {
    complain("out of memory");
    return stopped_early;
  } catch (const std::exception& error) {
    complain(std::string("internal failure: ") + error.what());
    return internal_failure;
  }
}

}  // namespace

int command_line(int argc, char** argv) {
  CLI::App app{"muster: evacuation and accident consequences of real buildings and plants"};
  const results::Software software = results::software();
  app.set_version_flag("--version",
                       fmt::format("muster {} ({}, {})", software.version, software.commit, software.build));
  app.require_subcommand(1);
  RunCommand run, check;
  InspectCommand inspect;
  std::vector<std::string> view;
  ReportCommand report;
  ExportCommand exporting;
  GenerateCommand generate;
  VerifyCommand verify;
  StudyCommand study;
  CalcCommand calc;
  DataCommand data;
  Action action;
  add_run(app, run, action);
  add_check(app, check, action);
  add_inspect(app, inspect, action);
  add_view(app, view, action);
  add_report(app, report, action);
  add_export(app, exporting, action);
  add_generate(app, generate, action);
  add_verify(app, verify, action);
  add_study(app, study, action);
  add_calc(app, calc, action);
  add_data(app, data, action);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? done : bad_input;
  }
  return guarded(action);
}

}  // namespace muster::sim
