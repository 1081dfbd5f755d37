#include "sim/study/engine/slurm.h"

#include "base/digest.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include <sys/wait.h>

namespace muster::sim::study {

namespace {

namespace fs = std::filesystem;

/// For a shell, whatever is in it.
std::string shell(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string shell(const fs::path& path) { return shell(fs::absolute(path).lexically_normal().string()); }

fs::path list_of(const Store& store, int round) {
  return store.folder() / "slurm" / fmt::format("round-{}.txt", round);
}

/// What sbatch answers: with --parsable the job's number, "; cluster" behind it where there are several.
std::string sbatch(const fs::path& script) {
  FILE* pipe = popen(fmt::format("sbatch --parsable {} 2>&1", shell(script)).c_str(), "r");
  if (pipe == nullptr) throw std::runtime_error("sbatch cannot be started");
  std::string said;
  for (std::array<char, 512> buffer; std::fgets(buffer.data(), buffer.size(), pipe) != nullptr;) said += buffer.data();
  const int status = pclose(pipe);
  while (!said.empty() && said.back() == '\n') said.pop_back();
  if (status != 0) throw std::runtime_error("sbatch: " + said);
  const size_t line = said.rfind('\n');
  const std::string last = line == std::string::npos ? said : said.substr(line + 1);
  return last.substr(0, last.find(';'));
}

/// Lines that both scripts begin with.
std::string head_of(const Study& study, const Store& store, const char* name) {
  const fs::path log = fs::absolute(store.folder()).lexically_normal() / "slurm" / "log";
  std::string head = fmt::format(
      "#!/bin/sh\n#SBATCH --job-name={}\n#SBATCH --output=\"{}/%A_%a.txt\"\n#SBATCH --time={}\n"
      "#SBATCH --open-mode=append\n#SBATCH --requeue\n",
      name, log.string(), study.slurm.minutes);
  if (!study.slurm.partition.empty()) head += "#SBATCH --partition=" + study.slurm.partition + "\n";
  if (!study.slurm.account.empty()) head += "#SBATCH --account=" + study.slurm.account + "\n";
  return head;
}

/// A line a task: variant, replicate, name, and what it is to make.
constexpr const char *a_run = "run", *hazards_alone = "hazards";

std::vector<Task> read_list(const fs::path& list) {
  std::istringstream lines(read_file(list));
  std::vector<Task> tasks;
  Task task;
  for (std::string what; lines >> task.variant >> task.replicate >> task.key >> what;) {
    task.alone = what == hazards_alone;
    tasks.push_back(task);
  }
  return tasks;
}

}  // namespace

std::string submit(const Study& study, std::span<const Task> tasks, const Store& store, const SlurmJob& job) {
  // The list of an earlier call may still be read: none is written twice.
  int round = job.round;
  while (fs::exists(list_of(store, round))) ++round;
  const fs::path folder = store.folder() / "slurm", list = list_of(store, round);
  fs::create_directories(folder / "log");
  std::string lines;
  for (const Task& task : tasks)
    lines += fmt::format("{} {} {} {}\n", task.variant, task.replicate, task.key, task.alone ? hazards_alone : a_run);
  write_whole(list, lines);
  // An element costs the scheduler up to a quarter of a second, and arrays have 1000 elements at the most by default.
  constexpr size_t most_elements = 1000;
  // Hazards that are worth sharing take longer than the runs that read them: an element each.
  const size_t wanted = tasks.front().alone ? 1 : static_cast<size_t>(study.slurm.chunk);
  const size_t chunk = std::max(wanted, (tasks.size() + most_elements - 1) / most_elements);
  const size_t elements = (tasks.size() + chunk - 1) / chunk;
  const std::string common = fmt::format("{} --out {}", shell(study.path), shell(store.folder()));
  const std::string at_once = study.slurm.at_once > 0 ? fmt::format("%{}", study.slurm.at_once) : "";
  const fs::path array = folder / "chunk.sbatch", reduce = folder / "reduce.sbatch";
  write_whole(
      array, head_of(study, store, "muster-study") +
                 fmt::format("#SBATCH --array=0-{}{}\n#SBATCH --ntasks=1\n#SBATCH --cpus-per-task={}\n"
                             "exec {} study work {} --list {} --chunk \"$SLURM_ARRAY_TASK_ID\" --chunk-size {}\n",
                             elements - 1, at_once, study.run.threads, shell(job.program), common, shell(list), chunk));
  std::string number = sbatch(array);
  // After any end of the elements: a requeued one would poison `afterok`, and what is there is seen from the records.
  write_whole(reduce, head_of(study, store, "muster-study-reduce") +
                          fmt::format("#SBATCH --ntasks=1\n#SBATCH --dependency=afterany:{}\n"
                                      "exec {} study run {} --backend slurm --round {} --quiet\n",
                                      number, shell(job.program), common, round + 1));
  sbatch(reduce);
  return number;
}

std::vector<Task> chunk_of(const fs::path& list, size_t chunk, size_t size, const Progress& progress) {
  const std::vector<Task> all = read_list(list);
  std::vector<Task> tasks;
  for (size_t line = chunk * size; line < std::min(all.size(), (chunk + 1) * size); ++line) {
    Task task = all[line];
    const bool known = task.variant < progress.runs().size();
    const std::string hazards = !known       ? ""
                                : task.alone ? progress.alone(task.variant, task.replicate)
                                             : progress.hazards_of(task.variant, task.replicate);
    const std::string key = !known ? ""
                            : task.alone
                                ? hazards
                                : run_key(progress.runs()[task.variant].key, seed_of(progress.study(), task.replicate));
    if (key != task.key)
      throw std::runtime_error(list.string() +
                               ": the study, its files or the program have changed since it was submitted");
    if (!task.alone) task.hazards = hazards;
    tasks.push_back(std::move(task));
  }
  return tasks;
}

std::vector<Task> tasks_of_round(const Store& store, int round) { return read_list(list_of(store, round)); }

bool moved(const Store& store, int last_round) {
  return std::ranges::any_of(tasks_of_round(store, last_round), [&](const Task& task) {
    return task.alone ? store.hazards_done(task.key) : store.has(task.key);
  });
}

}  // namespace muster::sim::study
