#pragma once
// The built program, started from a test: to be killed, to be waited for.

#include <filesystem>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::test {

/// `muster`, beside the test's own program.
inline std::filesystem::path program() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "muster";
}

/// Starts `muster` with these arguments, silent.
inline pid_t start(const std::vector<std::string>& arguments) {
  std::vector<std::string> all = {program().string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& each : all) argv.push_back(each.data());
  argv.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  const int nothing = open("/dev/null", O_RDWR);
  dup2(nothing, STDOUT_FILENO);
  dup2(nothing, STDERR_FILENO);
  execv(argv[0], argv.data());
  _exit(127);
}

/// Its exit status; the number of the signal that ended it, negative.
inline int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace muster::test
