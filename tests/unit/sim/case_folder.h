#pragma once
// A folder with a model file, for tests of the case reader.

#include "base/error.h"
#include "sim/case/read.h"
#include "tests/support/temporary_folder.h"

#include <filesystem>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::sim::test {

/// Holds `plan.wkt`, an empty `empty.ifc` and a folder `folder.glb`; removed with the object.
class CaseFolder {
 public:
  CaseFolder() {
    std::filesystem::create_directory(path() / "folder.glb");
    folder_.write("plan.wkt", "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))\n");
    folder_.write("empty.ifc", "");
  }

  const std::filesystem::path& path() const { return folder_.path(); }

  Case read(const std::string& text, const std::vector<std::string>& overrides = {}) const {
    return read_case_text(text, path() / "a.toml", overrides);
  }

  /// The mistakes of a text, one a line, without the folder's path; "" where there is none.
  std::string mistakes(const std::string& text, const std::vector<std::string>& overrides = {}) const {
    try {
      read(text, overrides);
      return "";
    } catch (const InputError& error) {
      std::string all = error.what();
      const std::string folder = path().string() + "/";
      for (size_t at = all.find(folder); at != std::string::npos; at = all.find(folder)) all.erase(at, folder.size());
      return all;
    }
  }

 private:
  muster::test::TemporaryFolder folder_;
};

/// Two lines that make a case of any text after them.
inline const std::string model = "[model]\nfile = \"plan.wkt\"\n";

}  // namespace muster::sim::test
