#include "scene/import/child_process.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::scene {

namespace {

using Clock = std::chrono::steady_clock;

/// Resident memory [pages] of a process and its descendants; 0 where it has ended.
size_t resident_pages(pid_t pid, int depth = 0) {
  if (depth > 16) return 0;
  size_t total = 0, resident = 0;
  std::ifstream statm(fmt::format("/proc/{}/statm", pid));
  if (!(statm >> total >> resident)) return 0;
  std::ifstream children(fmt::format("/proc/{0}/task/{0}/children", pid));
  for (pid_t child = 0; children >> child;) resident += resident_pages(child, depth + 1);
  return resident;
}

std::string read_messages(std::FILE* file) {
  std::string text(65536, '\0');
  std::rewind(file);
  text.resize(std::fread(text.data(), 1, text.size(), file));
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

/// Keeps ended children until they are waited for, also where whoever started this program ignored SIGCHLD.
class ChildrenAreKept {
 public:
  ChildrenAreKept() {
    sigaction(SIGCHLD, nullptr, &before_);
    if (before_.sa_handler != SIG_IGN && (before_.sa_flags & SA_NOCLDWAIT) == 0) return;
    struct sigaction keep = {};
    keep.sa_handler = SIG_DFL;
    changed_ = sigaction(SIGCHLD, &keep, nullptr) == 0;
  }
  ~ChildrenAreKept() {
    if (changed_) sigaction(SIGCHLD, &before_, nullptr);
  }
  ChildrenAreKept(const ChildrenAreKept&) = delete;
  ChildrenAreKept& operator=(const ChildrenAreKept&) = delete;

 private:
  struct sigaction before_ = {};
  bool changed_ = false;
};

/// Starts the command as the leader of a new process group; returns 0 and sets `pid`, or the error number.
int start(const std::vector<std::string>& command, int messages, pid_t& pid) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, messages, STDERR_FILENO);
  // The child waits for children of its own.
  sigset_t to_default;
  sigemptyset(&to_default);
  sigaddset(&to_default, SIGCHLD);
  posix_spawnattr_setsigdefault(&attributes, &to_default);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  const int error = posix_spawnp(&pid, arguments[0], &files, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

/// Waits for the end of `pid`; kills its group where it breaks a limit.
void wait_limited(pid_t pid, const ProcessLimits& limits, ProcessEnd& end) {
  const Clock::time_point begin = Clock::now();
  const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  bool killed = false;
  auto kill_for = [&](ProcessEnd::How reason) {
    end.how = reason;
    killed = true;
    kill(-pid, SIGKILL);
  };
  for (int turn = 0;; ++turn) {
    // Left unreaped at first, so that its number and its group's cannot go to somebody else before the group is killed.
    siginfo_t child = {};
    const int failed = waitid(P_PID, static_cast<id_t>(pid), &child, WEXITED | WNOHANG | WNOWAIT);
    end.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    if (failed != 0 && errno != EINTR) {
      end.how = ProcessEnd::How::lost;
      end.messages = std::strerror(errno);
      return;
    }
    if (failed == 0 && child.si_pid == pid) {
      if (!killed) {
        end.how = child.si_code == CLD_EXITED ? ProcessEnd::How::exited : ProcessEnd::How::signalled;
        end.status = child.si_status;
      }
      kill(-pid, SIGKILL);  // whatever it left behind
      while (waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
      }
      return;
    }
    if (!killed && turn % 8 == 0) {
      const size_t mb = resident_pages(pid) * page / 1000000;
      end.peak_mb = std::max(end.peak_mb, mb);
      if (mb > limits.memory_mb) kill_for(ProcessEnd::How::too_much_memory);
    }
    if (!killed && end.seconds > limits.seconds) kill_for(ProcessEnd::How::too_slow);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace

ProcessEnd run_limited(const std::vector<std::string>& command, const ProcessLimits& limits) {
  ProcessEnd end;
  std::FILE* messages = std::tmpfile();
  if (messages == nullptr) {
    end.messages = fmt::format("no temporary file: {}", std::strerror(errno));
    return end;
  }
  const ChildrenAreKept kept;
  pid_t pid = 0;
  if (const int error = start(command, fileno(messages), pid); error != 0) {
    end.messages = fmt::format("{}: {}", command[0], std::strerror(error));
  } else {
    wait_limited(pid, limits, end);
    if (end.how != ProcessEnd::How::lost) end.messages = read_messages(messages);
  }
  std::fclose(messages);
  return end;
}

std::string signal_name(int signal) {
  const char* name = sigabbrev_np(signal);
  return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", signal);
}

}  // namespace muster::scene
