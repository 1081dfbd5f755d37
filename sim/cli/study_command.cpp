// `muster study`.
#include "base/parallel.h"
#include "sim/case/read.h"
#include "sim/cli/commands.h"
#include "sim/cli/interruption.h"
#include "sim/report/page_file.h"
#include "sim/run/set_up.h"
#include "sim/study/answer/report.h"
#include "sim/study/engine/slurm.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace muster::sim {

namespace {

using namespace study;
namespace fs = std::filesystem;

/// One driver at a time works in a study's folder.
class Lock {
 public:
  /// Waits so long for another one.
  explicit Lock(const fs::path& folder, std::chrono::seconds patience = {}) {
    std::error_code error;
    fs::create_directories(folder, error);
    file_ = open((folder / ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file_ < 0) throw InputError({"", 0, "--out", folder.string(), "cannot be written"});
    const auto end = std::chrono::steady_clock::now() + patience;
    bool mine = flock(file_, LOCK_EX | LOCK_NB) == 0;
    while (!mine && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      mine = flock(file_, LOCK_EX | LOCK_NB) == 0;
    }
    if (!mine)
      throw InputError({"", 0, "--out", folder.string(), "another `muster study run` works there at the moment"});
  }
  ~Lock() { close(file_); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  int file_ = -1;
};

/// A study that was read and whose variants are what the program accepts.
struct Loaded {
  explicit Loaded(const StudyCommand& command)
      : study(read_study(command.study)),
        base(study),
        variants(variants_of(study)),
        store(command.out.empty() ? fs::path(command.study).replace_extension(".out") : command.out) {
    if (std::vector<Mistake> mistakes = base.mistakes(variants); !mistakes.empty())
      throw InputError(std::move(mistakes));
    if (study.searches()) check_layouts();
  }
  /// Some layouts of a search may be impossible; where none of the first can be run, the study itself is wrong.
  void check_layouts() const {
    std::vector<Mistake> last;
    for (const Place& place : search_of(study).first())
      if (last = base.mistakes({variant_at(study, "of the search", place)}); last.empty()) return;
    if (!last.empty()) throw InputError(std::move(last));
  }
  Study study;
  BaseCase base;
  std::vector<Variant> variants;
  Store store;
};

size_t jobs_of(const StudyCommand& command, const Study& study) {
  const int asked = command.jobs > 0 ? command.jobs : study.run.jobs;
  if (asked > 0) return static_cast<size_t>(asked);
  return std::max<size_t>(1, machine_threads() / static_cast<size_t>(study.run.threads));
}

/// "3 min", "2.5 h"
std::string rough(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s", seconds);
  if (seconds < 5400) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

std::string counted(const Counts& counts) {
  return fmt::format("{} runs planned, {} ok, {} failed, {} missing", counts.planned, counts.ok, counts.failed,
                     counts.missing);
}

/// Seconds of a run and megabytes: of runs that are there, else of the first variant's floors and people.
void print_cost(const StudyCommand& command, const Loaded& loaded, const Progress& progress) {
  double seconds = 0;
  size_t known = 0;
  for (const VariantRuns& runs : progress.runs())
    for (const auto& record : runs.records)
      if (record) seconds += record->wall_s, ++known;
  const Counts counts = progress.counts();
  const size_t jobs = jobs_of(command, loaded.study);
  const bool searches = loaded.study.searches();
  const auto most = searches ? static_cast<size_t>(loaded.study.search.runs)
                             : std::max(static_cast<size_t>(loaded.study.first_runs()),
                                        static_cast<size_t>(loaded.study.replicates.most)) *
                                   loaded.variants.size();
  const bool looks = loaded.study.criterion() == Criterion::interval || loaded.study.criterion() == Criterion::curves;
  fmt::print("{} variants, {} runs{}\n", progress.variants().size(), counts.planned,
             looks || searches ? fmt::format(" to begin with, {} at the most", most) : "");
  fmt::print("{} of them are there already\n", counts.ok + counts.failed);
  if (const std::vector<Task> missing = progress.missing(), before = progress.hazards_before(missing);
      !before.empty()) {
    std::set<std::string> keys;
    for (const Task& task : before) keys.insert(task.key);
    const auto readers = std::ranges::count_if(missing, [&](const Task& t) { return keys.contains(t.hazards); });
    fmt::print("{} runs of hazards alone before them, read by {} of them\n", before.size(), readers);
  }
  if (known == 0 && !loaded.study.generate) {
    const Case first = read_case(loaded.study.case_file, loaded.variants.front().set);
    const Start start = set_up(first);
    const Estimate cost = estimate(first, start);
    seconds = cost.seconds, known = 1;
    for (const auto& [name, each] : start.phases) seconds += each;
    fmt::print("a run of the first variant: up to {:.0f} s of computing, {:.0f} MB; {} at once: {:.0f} MB\n",
               std::ceil(seconds), cost.megabytes, jobs, cost.megabytes * static_cast<double>(jobs));
  } else if (known > 0) {
    fmt::print("a run took {:.1f} s (mean of {})\n", seconds / static_cast<double>(known), known);
  }
  const size_t missing = searches ? most - std::min(most, counts.ok + counts.failed) : counts.missing;
  if (known > 0)
    fmt::print("about {} for what is missing, {} runs at once\n",
               rough(seconds / static_cast<double>(known) * static_cast<double>(missing) / static_cast<double>(jobs)),
               jobs);
}

int plan_command(const StudyCommand& command) {
  const Loaded loaded(command);
  Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  if (progress.counts().ok <= 1000) progress.read_all();
  print_cost(command, loaded, progress);
  Table table{"plan", {"variant"}, {}};
  for (const Factor& f : loaded.study.factors) table.columns.push_back(f.name);
  table.columns.insert(table.columns.end(), {"set", "key"});
  for (size_t v = 0; v < progress.variants().size(); ++v) {
    const Variant& variant = progress.variants()[v];
    std::vector<Json> row = {variant.name};
    for (const std::string& value : variant.values) row.emplace_back(value);
    std::string set;
    for (const std::string& each : variant.set) set += (set.empty() ? "" : " ") + each;
    row.insert(row.end(), {set, progress.runs()[v].key});
    table.rows.push_back(std::move(row));
  }
  if (command.dry_run) return done;
  fs::create_directories(loaded.store.folder() / "tables");
  write_whole(loaded.store.folder() / "tables" / "plan.csv", csv(table));
  fmt::print("{}\n", (loaded.store.folder() / "tables" / "plan.csv").string());
  return done;
}

/// Tells how far the runs are: on a terminal one line, else a line for every tenth.
class Display {
 public:
  Display(bool quiet, size_t total) : terminal_(isatty(STDERR_FILENO) != 0), quiet_(quiet), total_(total) {}
  void ended() {
    ++ended_;
    if (quiet_) return;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    const size_t tenth = std::max<size_t>(1, total_ / 10);
    if (!terminal_ && ended_ % tenth != 0 && ended_ != total_) return;
    const double left = seconds / static_cast<double>(ended_) * static_cast<double>(total_ - std::min(total_, ended_));
    fmt::print(stderr, "{}{} of {} runs, about {} left{}", terminal_ ? "\r" : "", ended_, total_, rough(left),
               terminal_ ? "   " : "\n");
    std::fflush(stderr);
  }
  ~Display() {
    if (terminal_ && !quiet_ && ended_ > 0) std::fputc('\n', stderr);
  }
  size_t count() const { return ended_; }

 private:
  bool terminal_, quiet_;
  size_t total_, ended_ = 0;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

/// Why a study was stopped whose first runs all failed alike.
std::string hopeless_text(const Made& made, const Store& store) {
  fs::path record;
  for (const RunStatus status : {RunStatus::failed, RunStatus::timeout, RunStatus::bad_input})
    if (std::error_code error; fs::exists(store.file_of(made.hopeless, status), error))
      record = store.file_of(made.hopeless, status);
  return fmt::format(
      "muster: stopped: the first {} runs have all failed, with the same words:\n{}\nThe first one's record is {}. "
      "Once the cause is mended, remove the folder {} and run the study again; `muster study resume` goes on as it "
      "is.\n",
      made.ended, made.words.empty() ? "(nothing: the program crashed or ran out of time)" : made.words,
      record.string(), (store.folder() / "runs").string());
}

std::string changed_text(const std::string& file) {
  return fmt::format(
      "muster: stopped: {} has changed since the study began. Runs that ended after that are not kept, because nobody "
      "knows of which content they are; run the study again for what there is now.\n",
      file);
}

/// Runs that are to be made again, because they have more time now or because the user says so.
void forget_some(const StudyCommand& command, const Loaded& loaded) {
  const auto ended = loaded.store.list();
  if (std::ranges::all_of(ended, [](const auto& each) { return each.second == RunStatus::ok; })) return;
  // Of its own: the layouts of a search follow from the records that are left.
  const Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  if (const size_t again = forget(loaded.store, progress, command.failed); again > 0)
    fmt::print("{} runs that did not end well are made again\n", again);
}

/// Runs what is missing until the criterion is met everywhere.
int run_study(const StudyCommand& command) {
  Interruption interruption;
  const Loaded loaded(command);
  interruption.run_begins();
  const Lock lock(loaded.store.folder());
  remove_leftovers(loaded.store);
  forget_some(command, loaded);
  Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  RunnerOptions options{
      fs::read_symlink("/proc/self/exe"), jobs_of(command, loaded.study), &Interruption::wanted(), {}};
  options.changed = [&] { return loaded.base.changed_file(); };
  size_t executed = 0, hazards = 0;
  bool all = true;
  std::string hopeless, changed;
  const auto wanted = [&] { return !progress.missing().empty() || !progress.hazards_for_stays().empty(); };
  while (all && wanted()) {
    const std::vector<Task> tasks = progress.missing();
    // Runs that all fail for the same reason fail for one that more of them do not mend. Who resumes knows.
    options.hopeless_after = command.verb == "run" && progress.counts().ok == 0 ? 20 : 0;
    const auto make = [&](const std::vector<Task>& some) {
      Display display(command.quiet, some.size());
      options.ended = [&] { display.ended(); };
      const Made made = make_runs(loaded.study, progress.variants(), some, loaded.store, options);
      all = all && !made.interrupted && made.lost == 0 && made.changed.empty();
      changed = made.changed;
      if (!made.hopeless.empty() && !some.front().alone) hopeless = hopeless_text(made, loaded.store), all = false;
      return made.ended;
    };
    if (const std::vector<Task> before = progress.hazards_before(tasks); !before.empty()) hazards += make(before);
    if (all && !tasks.empty()) executed += make(tasks);
    progress.refresh();
  }
  progress.read_all();
  write_answer(progress, loaded.store);
  fmt::print("{} runs executed; {}\n", executed, counted(progress.counts()));
  if (hazards > 0)
    fmt::print("hazards computed alone {} times; {:.1f} MB in hazards/\n", hazards,
               static_cast<double>(loaded.store.hazards_size()) / 1e6);
  fmt::print("results in {}\n", loaded.store.folder().string());
  if (!changed.empty()) fmt::print(stderr, "{}", changed_text(changed));
  if (!hopeless.empty()) fmt::print(stderr, "{}", hopeless);
  return all ? done : stopped_early;
}

/// Submits what is missing to the cluster; where nothing is, or no element got anything done, writes the answer.
int run_on_cluster(const StudyCommand& command) {
  const Loaded loaded(command);
  // Two that submit at once would each submit everything. The job after an array waits for its turn.
  const Lock lock(loaded.store.folder(), std::chrono::seconds(60));
  if (command.round == 0) forget_some(command, loaded);
  Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  bool stuck = command.round > 0 && !moved(loaded.store, command.round - 1);
  if (stuck)
    for (const Task& task : tasks_of_round(loaded.store, command.round - 1))
      if (task.alone) {
        // The runs compute their own.
        loaded.store.give_up_hazards(task.key, "no element of the job array got it done");
        stuck = false;
      }
  std::vector<Task> tasks = progress.missing();
  if (std::vector<Task> before = progress.hazards_before(tasks); !before.empty()) tasks = std::move(before);
  stuck = stuck && !tasks.empty();
  if (!tasks.empty() && !stuck) {
    const SlurmJob job{fs::read_symlink("/proc/self/exe"), command.round};
    const std::string number = submit(loaded.study, tasks, loaded.store, job);
    fmt::print("{} {} submitted as job array {}; `muster study status` tells how far they are\n", tasks.size(),
               tasks.front().alone ? "runs of hazards alone" : "runs", number);
    return done;
  }
  progress.read_all();
  write_answer(progress, loaded.store);
  fmt::print("{}\nresults in {}\n", counted(progress.counts()), loaded.store.folder().string());
  return stuck ? stopped_early : done;
}

/// An element of the job array. Its runs have records whatever it returns; what it leaves is submitted again.
int work_command(const StudyCommand& command) {
  const Study study = read_study(command.study);
  const BaseCase base(study);
  const Store store(command.out);
  const Progress progress(study, variants_of(study), base, store);
  const std::vector<Task> tasks = chunk_of(command.list, command.chunk, command.chunk_size, progress);
  RunnerOptions options{fs::read_symlink("/proc/self/exe"), 1, nullptr, {}};
  options.changed = [&] { return base.changed_file(); };
  const Made made = make_runs(study, progress.variants(), tasks, store, options);
  if (!made.changed.empty()) fmt::print(stderr, "{}", changed_text(made.changed));
  return made.lost == 0 && made.changed.empty() ? done : stopped_early;
}

int status_command(const StudyCommand& command) {
  const Loaded loaded(command);
  const Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  const Counts counts = progress.counts();
  size_t enough = 0;
  for (const VariantRuns& runs : progress.runs()) enough += runs.enough ? 1 : 0;
  fmt::print("{} variants, {} of them complete\n{}\n", progress.variants().size(), enough, counted(counts));
  return done;
}

std::string shown(const Json& cell) {
  if (cell.is_null()) return "";
  if (cell.is_string()) return cell.get<std::string>();
  return cell.is_number_float() ? fmt::format("{:.4g}", cell.get<double>()) : cell.dump();
}

/// Columns in line.
void print(const Table& table) {
  std::vector<size_t> wide;
  for (const std::string& name : table.columns) wide.push_back(name.size());
  for (const auto& row : table.rows)
    for (size_t c = 0; c < row.size(); ++c) wide[c] = std::max(wide[c], shown(row[c]).size());
  for (size_t c = 0; c < wide.size(); ++c) fmt::print("{:<{}}  ", table.columns[c], wide[c]);
  fmt::print("\n");
  for (const auto& row : table.rows) {
    for (size_t c = 0; c < row.size(); ++c) fmt::print("{:<{}}  ", shown(row[c]), wide[c]);
    fmt::print("\n");
  }
}

/// Commands that look at what is there.
int look(const StudyCommand& command, Table (*of)(const Progress&, const StudyCommand&)) {
  const Loaded loaded(command);
  Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  progress.read_all();
  print(of(progress, command));
  const Counts counts = progress.counts();
  fmt::print("n = {} of {} planned runs\n", counts.ok, counts.planned);
  return done;
}

int study_report(const StudyCommand& command) {
  const Loaded loaded(command);
  Progress progress(loaded.study, loaded.variants, loaded.base, loaded.store);
  progress.read_all();
  write_answer(progress, loaded.store);
  const fs::path out = command.report.empty() ? loaded.store.folder() / "report.html" : command.report;
  write_page(out,
             report_html(progress, loaded.store, command.language == "zh" ? Language::chinese : Language::english));
  fmt::print("{}\n", out.string());
  return done;
}

}  // namespace

int study_command(const StudyCommand& command) {
  if (command.verb != "compare" && !command.names.empty())
    throw InputError({"", 0, "study", command.names.front(), "only `muster study compare` takes names of variants"});
  if (command.verb == "compare" && !command.names.empty() && command.names.size() != 2)
    throw InputError({"", 0, "compare", "", "takes the names of two variants, or none: all against the first"});
  if (command.verb == "plan" || command.dry_run) return plan_command(command);
  if (command.verb == "work") return work_command(command);
  if (command.verb == "run" || command.verb == "resume")
    return command.backend == "slurm" ? run_on_cluster(command) : run_study(command);
  if (command.verb == "report") return study_report(command);
  if (command.verb == "status") return status_command(command);
  if (command.verb == "converge")
    return look(command, [](const Progress& p, const StudyCommand&) { return convergence_table(p); });
  if (command.verb == "sensitivity")
    return look(command, [](const Progress& p, const StudyCommand&) { return sensitivity_table(p); });
  return look(command, [](const Progress& p, const StudyCommand& c) {
    return c.names.empty() ? comparison_table(p) : comparison_of(p, c.names[0], c.names[1]);
  });
}

}  // namespace muster::sim
