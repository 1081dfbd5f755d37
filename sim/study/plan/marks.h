#pragma once
// Whether files are still what they were when runs were named after their content.

#include <cstdint>
#include <filesystem>
#include <string>

namespace muster::sim::study {

/// A file as it was at one moment.
struct FileMark {
  std::filesystem::path path;
  std::string sha256;  ///< "" not read: any other file counts as changed
  uint64_t device = 0, inode = 0;
  int64_t size = -1, nanoseconds = 0;  ///< of the last change; size -1: there is none
};

/// The file now, and the hash of its content. Throws std::runtime_error where it cannot be read.
FileMark mark_of(const std::filesystem::path& path);

/// The running program; `path` is where its file lies, the rest that file's even if another one lies there by now.
FileMark mark_of_program();

/// Whether there is another file or content by now. The same content written anew, which `mark` then remembers, is no
/// change.
bool changed(FileMark& mark);

}  // namespace muster::sim::study
