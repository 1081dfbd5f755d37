#include "sim/run/run.h"

#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "sim/results/stay_deaths.h"
#include "sim/results/writer.h"
#include "sim/run/analysed.h"
#include "sim/run/coupling.h"
#include "sim/run/output_folder.h"
#include "sim/run/progress.h"
#include "sim/run/recorder.h"
#include "sim/run/resume.h"
#include "sim/run/set_up.h"
#include "sim/run/stopwatch.h"
#include "sim/run/summarise.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <new>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/resource.h>

namespace muster::sim {

namespace {

results::RunInfo info_of(const Case& the_case, const Start& start, const Coupling& hazards, size_t threads, int every) {
  results::RunInfo info;
  info.title = the_case.title;
  info.case_path = the_case.path.string();
  info.case_text = the_case.text;
  info.overrides = the_case.overrides;
  info.seed = the_case.seed;
  info.threads = static_cast<unsigned>(threads);
  info.step = the_case.run.step;
  info.until = the_case.run.until;
  info.record_every = every * the_case.run.step;
  info.inputs = inputs_of(the_case, start);
  info.site = the_case.site;
  for (const crowd::Haven& point : start.crowd.choices.muster_points) {
    results::MusterPoint& to = info.muster_points.emplace_back();
    to.name = point.name;
    for (const scene::CellId cell : point.cells) to.cells.push_back(static_cast<uint32_t>(cell));
  }
  for (const crowd::PeopleGroup& group : the_case.people) info.groups.push_back(group.name);
  info.analysis = analysis_info(start.floors, start.crowd.analysis);
  if (hazards.exposure()) {
    if (const results::HazardGrid grid = hazards.hazards().grid(); !grid.empty()) info.hazards = grid;
    info.given_smoke = hazards.hazards().air().smoke();
    info.harms = hazards.exposure()->harms();
    info.stays = hazards.exposure()->stay_places();
  }
  return info;
}

/// Steps until everybody is out, `until`, or an interruption; why it stopped early, if it did. Ends too when whoever is
/// left has no way to an open exit, stays in a refuge, lies where it fell or waits for help that cannot come: more
/// steps would change nothing.
std::optional<std::string> simulate(crowd::Crowd& crowd, const std::function<void()>& record, const Case& the_case,
                                    const RunOptions& options) {
  Progress progress(options.quiet);
  const auto steps = static_cast<int64_t>(std::ceil(the_case.run.until / the_case.run.step - 1e-9));
  const auto steps_a_second = std::max<int64_t>(1, std::lround(1 / the_case.run.step));
  record();
  for (int64_t i = 0; i < steps && !crowd.finished(); ++i) {
    if (options.interrupted != nullptr && *options.interrupted) {
      progress.done();
      return fmt::format("interrupted at {:.2f} s", crowd.time());
    }
    crowd.step();
    record();
    if (i % steps_a_second != 0) continue;
    const crowd::Counts counts = crowd.counts();
    const bool at_rest = counts.inside == counts.without_route + counts.in_refuge + counts.beyond_help + counts.fallen;
    if (at_rest && counts.not_yet_in == 0 && counts.visiting == 0 && !crowd.awaits_opening()) break;
    progress.show(crowd.time(), counts.inside, counts.placed, the_case.run.until);
  }
  progress.done();
  return std::nullopt;
}

results::Timing timing_of(const Stopwatch& watch, const Start& start, const crowd::Crowd& crowd, double walking,
                          double hazards) {
  results::Timing timing;
  timing.wall = watch.elapsed();
  timing.simulated = crowd.time();
  if (walking > 0) timing.agent_steps_per_s = static_cast<double>(crowd.diagnostics().agent_steps) / walking;
  timing.phases = start.phases;
  timing.phases.emplace_back("walking", walking);
  if (hazards > 0) timing.phases.emplace_back("hazards", hazards);
  rusage usage{};
  if (getrusage(RUSAGE_SELF, &usage) == 0)
    timing.peak_memory_MB = static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;  // KiB (getrusage(2))
  return timing;
}

/// Throws ResultsError.
void write_log(const results::Summary& summary, const std::filesystem::path& path) {
  std::string text = fmt::format("{} {} ({}, {})\n", summary.software.name, summary.software.version,
                                 summary.software.commit, summary.software.build);
  auto add = [&text]<class... T>(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(text), format, std::forward<T>(values)...);
  };
  for (const std::string& each : summary.overrides) add("set {}\n", each);
  for (const results::InputFile& input : summary.inputs) add("input {} sha256 {}\n", input.path, input.sha256);
  for (const auto& [name, seconds] : summary.timing.phases) add("{}: {:.3f} s\n", name, seconds);
  for (const results::TankEvent& e : summary.escalation.events)
    add("{:.0f} s: tank {} {}: {} [{}]\n", e.time, e.tank, e.outcome, e.text, fmt::join(e.by, ", "));
  for (const Warning& warning : summary.warnings)
    add("warning {}: {} [{}]\n", warning.code, warning.text, warning.setting);
  if (summary.stopped) add("stopped: {}\n", *summary.stopped);
  std::ofstream file(path, std::ios::binary);
  file << text << results::console_text(summary);
  file.close();
  if (!file) throw results::ResultsError(path.string() + ": cannot write");
}

/// What becomes of who is at a place from the start to the end; nothing where nothing is sampled over the floors.
void write_stays(const Case& the_case, const Start& start, const Coupling& hazards, const std::filesystem::path& path) {
  if (!hazards.exposure() || !hazards.exposure()->asked_stays()) return;
  const results::StayTables stays = hazards.exposure()->stays();
  const scene::Grid& grid = start.floors.grid;
  const double left = hazards.hazards().last() - the_case.run.until;  // [s] until all has passed
  results::write_stay_deaths({stays.square,
                              {grid.x0, grid.y0},
                              stays.x,
                              stays.y,
                              stays.z,
                              stays.storey,
                              hazards.exposure()->stay_deaths(),
                              stays.until,
                              left > 0 && hazards.exposure()->goes_on_killing(left)},
                             path);
}

/// Does what may fail for want of room; tells it in `summary.stopped` then.
template <class Write>
void attempt(results::Summary& summary, const Write& write) {
  try {
    write();
  } catch (const results::ResultsError& error) {
    summary.stopped = (summary.stopped ? *summary.stopped + "; " : "the run itself is complete, but ") + error.what();
  }
}

}  // namespace

results::Summary run(const Case& the_case, const RunOptions& options) {
  const ThreadLimit limit(options.threads);
  const size_t threads = options.threads == 0 ? machine_threads() : options.threads;
  const Stopwatch watch;
  const Start start = set_up(the_case, options.nobody);
  const int every = std::max(1, static_cast<int>(std::lround(the_case.run.record_every / the_case.run.step)));
  crowd::Crowd crowd(start.floors, start.people, start.crowd);
  Coupling hazards(the_case, start, crowd, options.shared_hazards);
  std::unique_ptr<Checkpoints> kept = checkpoints_of(the_case, start, hazards.hazards(), options);
  if (options.begins) options.begins();
  prepare_output(options.out);
  if (kept)
    hazards.hazards().keep(std::move(kept));
  else
    remove_checkpoints(options.out);

  std::optional<std::string> stopped;
  results::Summary summary;
  Stopwatch walking;
  auto summarised = [&] {
    summary = summarise(the_case, start, crowd);
    summary.threads = static_cast<unsigned>(threads);
    summary.stopped = stopped;
    summary.timing = timing_of(watch, start, crowd, walking.elapsed() - hazards.seconds(), hazards.seconds());
    if (const FlowAir* air = hazards.hazards().flow()) summary.timing.cell_steps_per_s = air->cell_steps_per_s();
    add_hazards(summary, hazards.hazards());
    if (hazards.exposure()) add_exposure(summary, *hazards.exposure(), crowd);
  };
  try {
    results::ResultsWriter writer(options.out / results_name, info_of(the_case, start, hazards, threads, every),
                                  start.floors, start.model, hazards.hazards().blasts());
    writer.people(records_of(crowd, start.people));
    Recorder recorder(writer, crowd, every);
    walking.lap();
    const auto record = [&] {
      recorder.record();
      hazards.advance(&writer);
    };
    stopped = simulate(crowd, record, the_case, options);
    if (!stopped) hazards.finish(&writer);
    summarised();
    recorder.finish();
    writer.people(records_of(crowd, start.people));
    writer.squares(squares_of(crowd));
    writer.finish(summary);
    if (options.nobody && !stopped) write_stays(the_case, start, hazards, options.out / stay_deaths_name);
  } catch (const results::ResultsError& error) {
    stopped = fmt::format("results could not be written at {:.2f} s: {}", crowd.time(), error.what());
    summarised();
  } catch (const ResumeError& error) {
    stopped = fmt::format("the run cannot go on at {:.2f} s: {}; without --resume it starts anew", crowd.time(),
                          error.what());
    summarised();
  } catch (const std::bad_alloc&) {
    stopped = fmt::format("out of memory at {:.2f} s", crowd.time());
    summarised();
  }
  // The log first: whatever becomes of it is told in the summary.
  attempt(summary, [&] { write_log(summary, options.out / log_name); });
  attempt(summary, [&] { results::write_summary(summary, options.out / summary_name); });
  if (!summary.stopped) hazards.hazards().finish();
  return summary;
}

}  // namespace muster::sim
