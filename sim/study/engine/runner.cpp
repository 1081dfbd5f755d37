#include "sim/study/engine/runner.h"

#include "base/digest.h"
#include "scene/generate/glb.h"
#include "sim/generate/params.h"
#include "sim/run/output_folder.h"

#include <array>
#include <charconv>
#include <chrono>
#include <csignal>
#include <list>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::sim::study {

namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr const char* said_name = "said.txt";
constexpr int most_tries = 3;

std::string host_name() {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return host.data();
}

/// A run under way.
struct Child {
  pid_t process = 0;
  size_t task = 0;
  fs::path folder;
  Clock::time_point began;
  bool late = false;  ///< killed for its time
};

/// The generated model of a variant; made where it is missing, and where another version of the program made it.
fs::path model_of(const Study& study, const Variant& variant, const Store& store) {
  const std::string name = sha256(physics() + "\n" + study.generate->kind + "\n" + variant.parameters).substr(0, 20);
  fs::path file = store.folder() / "models" / (name + ".glb");
  std::error_code error;
  if (fs::exists(file, error)) return file;
  fs::create_directories(file.parent_path(), error);
  const fs::path begun = file.parent_path() / fmt::format(".{}.{}.{}.glb", name, host_name(), getpid());
  scene::write_glb(generated(study.generate->kind, variant.parameters, study.path)(), begun);
  fs::rename(begun, file);
  return file;
}

std::vector<std::string> command_of(const Study& study, const Variant& variant, const Store& store,
                                    const RunnerOptions& options, const fs::path& folder, const Task& task) {
  std::vector<std::string> command = {options.program.string(),
                                      "run",
                                      study.case_file,
                                      "--out",
                                      folder.string(),
                                      "--seed",
                                      std::to_string(seed_of(study, task.replicate)),
                                      "--threads",
                                      std::to_string(study.run.threads),
                                      "--quiet",
                                      "--no-report",
                                      "--checkpoint",
                                      "0"};
  if (task.alone) command.emplace_back("--hazards-only");
  if (!task.hazards.empty() && store.has_hazards(task.hazards))
    command.insert(command.end(), {"--shared-hazards", fs::absolute(store.hazards(task.hazards)).string()});
  for (const std::string& each : variant.set) command.insert(command.end(), {"--set", each});
  if (study.generate)
    command.insert(command.end(), {"--set", "model.file=" + fs::absolute(model_of(study, variant, store)).string()});
  return command;
}

/// Starts the program; it dies with this one.
pid_t start(const std::vector<std::string>& command, const fs::path& said) {
  std::vector<char*> arguments;
  for (const std::string& each : command) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  const std::string file = said.string();
  const pid_t parent = getpid(), child = fork();
  if (child != 0) return child;
  // Between fork and exec nothing may allocate.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  const int out = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666), in = open("/dev/null", O_RDONLY);
  dup2(in, STDIN_FILENO);
  dup2(out, STDOUT_FILENO);
  dup2(out, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

/// The last lines of what a run said, without its own folder, which is another one each time.
std::string last_words(const fs::path& folder) {
  std::string text;
  try {
    text = read_file(folder / said_name);
  } catch (const std::runtime_error&) {
  }
  const std::string own = folder.string();
  for (size_t at = text.find(own); at != std::string::npos; at = text.find(own, at)) text.erase(at, own.size());
  constexpr size_t most = 2000;
  if (text.size() > most) text.erase(0, text.size() - most);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

/// Whether a program that ended like this will do so again.
bool is_final(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return signal == SIGSEGV || signal == SIGABRT || signal == SIGFPE || signal == SIGBUS || signal == SIGILL;
  }
  constexpr int stopped_early = 3;  // out of memory or disk, or interrupted
  return WEXITSTATUS(status) != stopped_early && WEXITSTATUS(status) != 127;
}

RunStatus status_of(int status) {
  if (WIFSIGNALED(status)) return RunStatus::failed;
  constexpr int done = 0, outside_validity = 4, bad_input = 2;
  const int code = WEXITSTATUS(status);
  return code == done || code == outside_validity ? RunStatus::ok
         : code == bad_input                      ? RunStatus::bad_input
                                                  : RunStatus::failed;
}

/// The tasks, those under way and how often each was tried.
class Pool {
 public:
  Pool(const Study& study, std::span<const Variant> variants, std::span<const Task> tasks, const Store& store,
       const RunnerOptions& options)
      : study_(study), variants_(variants), tasks_(tasks), store_(store), options_(options), tries_(tasks.size(), 0) {
    for (size_t k = 0; k < tasks.size(); ++k) waiting_.push_back(k);
  }

  Made work() {
    while ((!waiting_.empty() || !running_.empty()) && made_.hopeless.empty() && made_.changed.empty()) {
      if (options_.interrupted != nullptr && *options_.interrupted) {
        made_.interrupted = true;
        break;
      }
      bool moved = begin();
      moved = end() || moved;
      if (!moved) std::this_thread::sleep_for(std::chrono::milliseconds(4));
    }
    for (const Child& child : running_) kill(child.process, SIGKILL);
    for (const Child& child : running_) {
      waitpid(child.process, nullptr, 0);
      remove(child);
    }
    return made_;
  }

 private:
  bool begin() {
    if (waiting_.empty() || running_.size() >= options_.jobs) return false;
    const size_t k = waiting_.front();
    waiting_.pop_front();
    const Task& task = tasks_[k];
    if (there(task)) return true;  // another process was faster
    Child child{0, k, store_.folder() / "tmp" / fmt::format("{}-{}-{}", host_name(), getpid(), ++count_), Clock::now()};
    fs::create_directories(child.folder);
    std::vector<std::string> command;
    try {
      command = command_of(study_, variants_[task.variant], store_, options_, child.folder, task);
    } catch (const InputError& error) {
      // The building cannot be made; only a search asks for it then, and learns from the record.
      Record record;
      record.status = RunStatus::bad_input;
      record.text = error.what();
      if (task.alone)
        give_up(task, record.text);
      else
        keep(std::move(record), task, 0);
      remove(child);
      return true;
    }
    child.process = start(command, child.folder / said_name);
    if (child.process < 0) throw std::runtime_error("no process can be started");
    ++tries_[k];
    running_.push_back(child);
    return true;
  }

  /// True where a run ended. Others begin before what it computed is read and kept: no processor waits for that.
  bool end() {
    std::vector<std::pair<Child, int>> ended;
    for (auto child = running_.begin(); child != running_.end();) {
      int status = 0;
      if (waitpid(child->process, &status, WNOHANG) == 0) {
        const double seconds = std::chrono::duration<double>(Clock::now() - child->began).count();
        if (seconds > study_.run.timeout_s && !child->late) child->late = kill(child->process, SIGKILL) == 0;
        ++child;
        continue;
      }
      ended.emplace_back(*child, status);
      child = running_.erase(child);
    }
    while (!ended.empty() && begin()) {
    }
    for (const auto& [child, status] : ended) {
      take(child, status);
      remove(child);
    }
    return !ended.empty();
  }

  void take(const Child& child, int status) {
    const Task& task = tasks_[child.task];
    if (made_.changed.empty() && options_.changed) made_.changed = options_.changed();
    if (!made_.changed.empty()) return;  // nobody knows of which content this is
    if (!child.late && !is_final(status)) {
      if (tries_[child.task] < most_tries)
        waiting_.push_back(child.task);
      else if (task.alone)
        give_up(task, "killed or stopped three times\n" + last_words(child.folder));
      else
        ++made_.lost;
      return;
    }
    if (task.alone) return take_hazards(child, status);
    Record record;
    const RunStatus how = child.late ? RunStatus::timeout : status_of(status);
    if (how == RunStatus::ok)
      record = record_of(child.folder);
    else
      record.text = last_words(child.folder);
    record.status = how;
    keep(std::move(record), task, std::chrono::duration<double>(Clock::now() - child.began).count());
  }

  bool there(const Task& task) const { return task.alone ? store_.hazards_done(task.key) : store_.has(task.key); }

  void take_hazards(const Child& child, int status) {
    const Task& task = tasks_[child.task];
    if (child.late || status_of(status) != RunStatus::ok)
      return give_up(task, child.late ? "longer than run.timeout_s" : last_words(child.folder));
    store_.keep_hazards(task.key, child.folder);
    ended(task, true, "");
  }

  void give_up(const Task& task, const std::string& text) {
    store_.give_up_hazards(task.key, text);
    ended(task, false, text);
  }

  void ended(const Task& task, bool ok, const std::string& text) {
    ++made_.ended;
    if (alike_ && (ok || (made_.ended > 1 && text != words_))) alike_ = false;
    if (made_.ended == 1) first_ = task.key, words_ = text;
    if (alike_ && made_.ended == options_.hopeless_after) made_.hopeless = first_, made_.words = words_;
    if (options_.ended) options_.ended();
  }

  void keep(Record record, const Task& task, double seconds) {
    record.key = task.key;
    record.set = variants_[task.variant].set;
    record.seed = seed_of(study_, task.replicate);
    record.wall_s = seconds;
    store_.write(record);
    ended(task, record.status == RunStatus::ok, record.text);
  }

  static void remove(const Child& child) {
    std::error_code ignored;
    fs::remove_all(child.folder, ignored);
  }

  const Study& study_;
  std::span<const Variant> variants_;
  std::span<const Task> tasks_;
  const Store& store_;
  const RunnerOptions& options_;
  std::vector<int> tries_;
  std::list<size_t> waiting_;
  std::list<Child> running_;
  Made made_;
  bool alike_ = true;          ///< all have failed so far, with the same words
  std::string first_, words_;  ///< the first one's key, and what it said
  size_t count_ = 0;
};

}  // namespace

Made make_runs(const Study& study, std::span<const Variant> variants, std::span<const Task> tasks, const Store& store,
               const RunnerOptions& options) {
  return Pool(study, variants, tasks, store, options).work();
}

void remove_leftovers(const Store& store) {
  const std::string mine = host_name() + "-";
  std::error_code error;
  for (const auto& each : fs::directory_iterator(store.folder() / "tmp", error)) {
    const std::string name = each.path().filename().string();
    if (!name.starts_with(mine)) continue;
    pid_t process = 0;
    std::from_chars(name.data() + mine.size(), name.data() + name.size(), process);
    std::error_code ignored;
    if (process <= 0 || (kill(process, 0) != 0 && errno == ESRCH)) fs::remove_all(each.path(), ignored);
  }
}

}  // namespace muster::sim::study
