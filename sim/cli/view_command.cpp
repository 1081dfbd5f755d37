#include "base/error.h"
#include "sim/cli/commands.h"

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include <fmt/format.h>
#include <unistd.h>

namespace muster::sim {

int view_command(const std::vector<std::string>& arguments) {
  std::error_code error;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", error);
  const std::string program = (self.parent_path() / "muster-view").string();
  std::vector<char*> words = {const_cast<char*>(program.c_str())};
  for (const std::string& argument : arguments) words.push_back(const_cast<char*>(argument.c_str()));
  words.push_back(nullptr);
  execv(program.c_str(), words.data());  // returns only where it fails
  throw std::runtime_error(fmt::format("the replay, {}, cannot be started: {}", program, std::strerror(errno)));
}

}  // namespace muster::sim
