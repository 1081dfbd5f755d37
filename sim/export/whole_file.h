#pragma once
// A file that appears under its name only when it is complete.

#include <filesystem>
#include <string>

namespace muster::sim {

/// Removes the temporary file unless keep() was called.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path path);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  /// Where to write: beside the path.
  const std::filesystem::path& temporary() const { return temporary_; }
  /// Gives the temporary file its name, replacing what is there. Throws ResultsError.
  void keep();

 private:
  std::filesystem::path path_, temporary_;
  bool kept_ = false;
};

/// Writes a whole text. Throws ResultsError.
void write_whole(const std::filesystem::path& path, const std::string& text);

}  // namespace muster::sim
