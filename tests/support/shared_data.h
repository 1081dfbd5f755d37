#pragma once
// Models and measurements that are too large for the repository or not ours to pass on. Tests that need them are
// skipped where they are absent.

#include <cstdlib>
#include <filesystem>
#include <string>

namespace muster {

/// A file below the shared folder: that which the environment variable MUSTER_SHARED names, else `shared` beside the
/// checkout. `name` is relative to it, e.g. `data/models/duplex.ifc`.
inline std::filesystem::path shared_file(const std::string& name) {
  const char* folder = std::getenv("MUSTER_SHARED");
  return std::filesystem::path(folder != nullptr && *folder != 0 ? folder : MUSTER_SOURCE_DIR "/../shared") / name;
}

/// Why a test is skipped.
inline std::string not_here(const std::filesystem::path& file) {
  return "needs " + file.string() + ", which is not here; MUSTER_SHARED may name the folder that holds data/";
}

}  // namespace muster

/// Ends a test as skipped where a shared file is absent.
#define MUSTER_NEEDS_SHARED(name)                            \
  if (!std::filesystem::exists(::muster::shared_file(name))) \
  GTEST_SKIP() << ::muster::not_here(::muster::shared_file(name))
