#include "sim/export/whole_file.h"

#include "sim/results/frame.h"

#include <fstream>
#include <system_error>
#include <utility>

namespace muster::sim {

WholeFile::WholeFile(std::filesystem::path path) : path_(std::move(path)), temporary_(path_) { temporary_ += ".part"; }

WholeFile::~WholeFile() {
  std::error_code ignored;
  if (!kept_) std::filesystem::remove(temporary_, ignored);
}

void WholeFile::keep() {
  std::error_code error;
  std::filesystem::rename(temporary_, path_, error);
  if (error) throw results::ResultsError(path_.string() + ": cannot write: " + error.message());
  kept_ = true;
}

void write_whole(const std::filesystem::path& path, const std::string& text) {
  WholeFile whole(path);
  std::ofstream file(whole.temporary(), std::ios::binary);
  file << text;
  file.close();
  if (!file) throw results::ResultsError(path.string() + ": cannot write");
  whole.keep();
}

}  // namespace muster::sim
