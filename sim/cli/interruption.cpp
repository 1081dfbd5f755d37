#include "sim/cli/interruption.h"

#include "sim/cli/commands.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>

#include <sys/types.h>
#include <unistd.h>

namespace muster::sim {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set by a signal handler");

constexpr std::array<int, 2> signals = {SIGINT, SIGTERM};
std::array<struct sigaction, signals.size()> before;

void on_signal(int signal) {
  interrupted = true;
  std::signal(signal, SIG_DFL);
}

/// Kills the process groups of this program's children.
void kill_children() {
  std::error_code error;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", error)) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;) kill(-child, SIGKILL);
  }
}

}  // namespace

Interruption::Interruption() {
  interrupted = false;
  make_temporary();
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  for (size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &action, &before[i]);
  watcher_ = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

Interruption::~Interruption() {
  watcher_.request_stop();
  if (watcher_.joinable()) watcher_.join();
  for (size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before[i], nullptr);
  remove_temporary();
}

const std::atomic<bool>& Interruption::wanted() { return interrupted; }

void Interruption::run_begins() {
  Stage expected = Stage::set_up;
  stage_.compare_exchange_strong(expected, Stage::running);
  watcher_.join();
  remove_temporary();
}

void Interruption::watch(const std::stop_token& stop) {
  while (!interrupted) {
    if (stop.stop_requested() || stage_ == Stage::running) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  Stage expected = Stage::set_up;
  if (stage_.compare_exchange_strong(expected, Stage::ending)) end_program();
}

/// Nothing of the set-up can be asked to stop, and none of it leaves anything behind but temporary files.
void Interruption::end_program() const {
  std::error_code error;
  // A child that has been killed may finish a last write.
  for (int i = 0; i < 20; ++i) {
    kill_children();
    if (temporary_.empty()) break;
    std::filesystem::remove_all(temporary_, error);
    if (!std::filesystem::exists(temporary_, error)) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  static constexpr char message[] = "muster: interrupted during the set-up; nothing was written\n";
  [[maybe_unused]] const ssize_t ignored = write(STDERR_FILENO, message, sizeof(message) - 1);
  _exit(stopped_early);
}

void Interruption::make_temporary() {
  std::error_code error;
  std::string pattern = (std::filesystem::temp_directory_path(error) / "muster-XXXXXX").string();
  if (error || mkdtemp(pattern.data()) == nullptr) return;
  temporary_ = pattern;
  const char* folder = std::getenv("TMPDIR");
  had_temporary_ = folder != nullptr;
  if (had_temporary_) temporary_before_ = folder;
  setenv("TMPDIR", pattern.c_str(), 1);
}

void Interruption::remove_temporary() {
  if (temporary_.empty()) return;
  if (had_temporary_)
    setenv("TMPDIR", temporary_before_.c_str(), 1);
  else
    unsetenv("TMPDIR");
  std::error_code ignored;
  std::filesystem::remove_all(temporary_, ignored);
  temporary_.clear();
}

}  // namespace muster::sim
