// `muster run` and `muster check`.
#include "scene/floors/report.h"
#include "sim/case/read.h"
#include "sim/cli/commands.h"
#include "sim/cli/interruption.h"
#include "sim/hazard/checkpoints.h"
#include "sim/hazard/hazards.h"
#include "sim/report/report.h"
#include "sim/results/summary.h"
#include "sim/run/output_folder.h"
#include "sim/run/run.h"
#include "sim/run/set_up.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>

#include <fmt/format.h>

namespace muster::sim {

namespace {

/// The case with the command line's own options laid over it.
Case case_of(const RunCommand& command) {
  std::vector<std::string> overrides = command.set;
  if (command.seed) overrides.push_back(fmt::format("seed={}", *command.seed));
  if (command.until) overrides.push_back(fmt::format("run.until_s={}", *command.until));
  return read_case(command.case_file, overrides);
}

/// Whoever reads along may be gone, or his disk full: the run's files do not depend on it.
void say(std::FILE* where, const std::string& text) {
  std::fputs(text.c_str(), where);
  std::fflush(where);
}

/// The report beside the results. Where a full disk or a crash has left no readable results, there is none.
void report_on(const std::filesystem::path& folder) {
  try {
    write_report(folder / results_name, folder / report_name, Language::english);
  } catch (const std::exception& error) {
    say(stderr, fmt::format("muster: there is no report: {}\n", error.what()));
  }
}

}  // namespace

int run_command(const RunCommand& command) {
  // A limit on the size of files then fails writes as a full disk does, instead of ending the program.
  std::signal(SIGXFSZ, SIG_IGN);
  Interruption interruption;
  Case the_case = case_of(command);
  if (command.hazards_only) {
    the_case.hazards.volume = false;
    the_case.hazards.arrivals = {0};
  }
  RunOptions options;
  options.out = command.out;
  if (options.out.empty()) options.out = std::filesystem::path(command.case_file).replace_extension(".out");
  options.threads = command.threads;
  options.quiet = command.quiet;
  options.interrupted = &Interruption::wanted();
  options.shared_hazards = command.shared_hazards;
  options.nobody = command.hazards_only;
  options.begins = [&] { interruption.run_begins(); };
  options.resume = command.resume;
  options.checkpoint = command.shared_hazards.empty() ? command.checkpoint : 0;
  options.tell = [](const std::string& line) { say(stderr, "muster: " + line + "\n"); };
  const results::Summary summary = run(the_case, options);
  say(stdout, results::console_text(summary) + fmt::format("results in {}\n", options.out.string()));
  std::error_code ignored;
  if (summary.stopped && std::filesystem::exists(options.out / state_name, ignored))
    say(stdout, "muster run with --resume goes on with it\n");
  if (command.report) report_on(options.out);
  if (summary.stopped) return stopped_early;
  for (const Warning& warning : summary.warnings)
    if (command.strict && warning.code.starts_with("outside_validity")) return outside_validity;
  return done;
}

int check_command(const RunCommand& command) {
  const Case the_case = case_of(command);
  const Start start = set_up(the_case);
  const Hazards hazards =
      hazards_of(the_case, start.floors, &start.model);  // before anything is said: it may refuse the case
  fmt::print("{}", scene::describe(start.floors));
  const auto later = std::count_if(start.people.begin(), start.people.end(),
                                   [](const crowd::Person& person) { return person.source >= 0; });
  fmt::print("people: {} in {} groups{}\n", start.people.size(), the_case.people.size(),
             later > 0 ? fmt::format(", {} of them come in during the run", later) : "");
  for (const crowd::PeopleGroup& group : the_case.people) {
    const auto index = static_cast<uint32_t>(&group - the_case.people.data());
    size_t count = 0;
    for (const crowd::Person& person : start.people) count += person.group == index ? 1 : 0;
    fmt::print("  {}: {}\n", group.name.empty() ? fmt::format("group {}", index + 1) : group.name, count);
  }
  const Estimate cost = estimate(the_case, start);
  fmt::print("floor cells: {} of {:.2f} m, about {:.0f} MB in memory\n", start.floors.size(), start.floors.grid.cell,
             cost.megabytes);
  fmt::print("at most {:.0f} steps of {} s: up to {:.0f} s of computing\n", the_case.run.until / the_case.run.step,
             the_case.run.step, cost.seconds);
  if (hazards.flow() != nullptr) fmt::print("{}\n", hazards.flow()->cost(the_case.run.until));
  for (const results::HazardUse& use : hazards.uses()) fmt::print("{}\n", results::reach(use));
  for (const BurningFire& fire : hazards.fires().all())
    fmt::print("fire {}: {} burns from {:.0f} s {}; radiation on {} squares and {} targets every {:g} s\n", fire.name,
               fire.fuel, fire.begins, std::isfinite(fire.ends) ? fmt::format("to {:.0f} s", fire.ends) : "on",
               hazards.grid().x.size(), the_case.targets.size(), the_case.hazards.every);
  std::vector<Warning> warnings = start.warnings;
  warnings.insert(warnings.end(), hazards.warnings().begin(), hazards.warnings().end());
  for (const Warning& warning : warnings)
    fmt::print("warning {}: {}{}\n", warning.code, warning.text,
               warning.setting.empty() ? "" : " [" + warning.setting + "]");
  return done;
}

}  // namespace muster::sim
