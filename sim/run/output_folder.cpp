#include "sim/run/output_folder.h"

#include "base/error.h"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

namespace muster::sim {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& folder, const std::string& problem) {
  throw InputError(Mistake{"", 0, "--out", folder.string(), problem});
}

/// Makes the folders that are missing; removes them again unless `keep` is called.
class NewFolders {
 public:
  explicit NewFolders(const fs::path& folder) {
    std::error_code error;
    // "out/" is the folder "out" followed by an empty name.
    last_ = fs::absolute(folder, error).lexically_normal();
    if (!last_.has_filename()) last_ = last_.parent_path();
    for (fs::path each = last_; !fs::exists(fs::symlink_status(each, error)); each = each.parent_path()) {
      first_ = each;
      made_ = true;
      if (!each.has_relative_path()) break;
    }
    fs::create_directories(last_, error);
    std::error_code ignored;
    if (fs::is_directory(last_, ignored)) return;
    remove();
    refuse(folder, fmt::format("cannot be made a folder{}", error ? ": " + error.message() : ""));
  }
  ~NewFolders() { remove(); }
  NewFolders(const NewFolders&) = delete;
  NewFolders& operator=(const NewFolders&) = delete;
  void keep() { made_ = false; }

 private:
  /// Only what is empty, from the innermost out.
  void remove() const {
    if (!made_) return;
    std::error_code ignored;
    for (fs::path each = last_;; each = each.parent_path()) {
      fs::remove(each, ignored);
      if (each == first_ || !each.has_relative_path()) return;
    }
  }

  fs::path first_, last_;  ///< the outermost and the innermost that were missing
  bool made_ = false;      ///< and not kept
};

/// Why results.h5 cannot be created or overwritten; "" where it can.
std::string problem_of(const fs::path& file) {
  std::error_code error;
  const bool old = fs::exists(fs::symlink_status(file, error));
  const int opened = open(file.c_str(), O_WRONLY | O_CREAT | O_NONBLOCK | O_CLOEXEC, 0666);
  if (opened < 0) return std::strerror(errno);
  // HDF5 locks the files that it writes, and those that it reads, in the same way.
  const bool in_use = flock(opened, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close(opened);
  if (!old) fs::remove(file, error);
  return in_use ? "another program writes or reads it at the moment" : "";
}

}  // namespace

void prepare_output(const fs::path& folder) {
  NewFolders folders(folder);
  if (const std::string problem = problem_of(folder / results_name); !problem.empty())
    refuse(folder, fmt::format("{} cannot be created there: {}", results_name, problem));
  for (const char* name : {summary_name, log_name, report_name}) {
    std::error_code ignored;
    if (fs::is_regular_file(folder / name, ignored)) fs::remove(folder / name, ignored);
  }
  folders.keep();
}

}  // namespace muster::sim
