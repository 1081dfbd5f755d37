#include "sim/export/whole_file.h"

#include "sim/results/frame.h"

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

}  // namespace muster::sim
