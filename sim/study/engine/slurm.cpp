#include "sim/study/engine/slurm.h"

#include "base/digest.h"

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

}  // namespace

std::string submit(const Study& study, std::span<const Task> tasks, const Store& store, const SlurmJob& job) {
  const fs::path folder = store.folder() / "slurm", list = list_of(store, job.round);
  fs::create_directories(folder / "log");
  std::string lines;
  for (const Task& task : tasks) lines += fmt::format("{} {} {}\n", task.variant, task.replicate, task.key);
  write_whole(list, lines);
  // An element costs the scheduler up to a quarter of a second, and arrays have 1000 elements at the most by default.
  constexpr size_t most_elements = 1000;
  const size_t chunk =
      std::max(static_cast<size_t>(study.slurm.chunk), (tasks.size() + most_elements - 1) / most_elements);
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
                                      number, shell(job.program), common, job.round + 1));
  sbatch(reduce);
  return number;
}

std::vector<Task> chunk_of(const fs::path& list, size_t chunk, size_t size, std::span<const std::string> variant_keys,
                           const Study& study) {
  std::istringstream lines(read_file(list));
  std::vector<Task> tasks;
  Task task;
  for (size_t line = 0; lines >> task.variant >> task.replicate >> task.key; ++line) {
    if (line / size != chunk) continue;
    if (task.variant >= variant_keys.size() ||
        run_key(variant_keys[task.variant], seed_of(study, task.replicate)) != task.key)
      throw std::runtime_error(list.string() +
                               ": the study, its files or the program have changed since it was submitted");
    tasks.push_back(task);
  }
  return tasks;
}

bool moved(const Store& store, int last_round) {
  std::istringstream lines(read_file(list_of(store, last_round)));
  Task task;
  while (lines >> task.variant >> task.replicate >> task.key)
    if (store.has(task.key)) return true;
  return false;
}

}  // namespace muster::sim::study
