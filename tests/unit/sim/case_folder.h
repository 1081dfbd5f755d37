#pragma once
// A folder with a model file, for tests of the case reader.

#include "base/error.h"
#include "sim/case/read.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::sim::test {

/// Holds `plan.wkt`, an empty `empty.ifc` and a folder `folder.glb`; removed with the object.
class CaseFolder {
 public:
  CaseFolder()
      : path_(std::filesystem::path(testing::TempDir()) /
              ("case_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()))) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_ / "folder.glb");
    std::ofstream(path_ / "plan.wkt") << "POLYGON ((0 0, 10 0, 10 5, 0 5, 0 0))\n";
    std::ofstream(path_ / "empty.ifc");
  }
  ~CaseFolder() { std::filesystem::remove_all(path_); }
  CaseFolder(const CaseFolder&) = delete;
  CaseFolder& operator=(const CaseFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  Case read(const std::string& text, const std::vector<std::string>& overrides = {}) const {
    return read_case_text(text, path_ / "a.toml", overrides);
  }

  /// The mistakes of a text, one a line, without the folder's path; "" where there is none.
  std::string mistakes(const std::string& text, const std::vector<std::string>& overrides = {}) const {
    try {
      read(text, overrides);
      return "";
    } catch (const InputError& error) {
      std::string all = error.what();
      const std::string folder = path_.string() + "/";
      for (size_t at = all.find(folder); at != std::string::npos; at = all.find(folder)) all.erase(at, folder.size());
      return all;
    }
  }

 private:
  std::filesystem::path path_;
};

/// Two lines that make a case of any text after them.
inline const std::string model = "[model]\nfile = \"plan.wkt\"\n";

}  // namespace muster::sim::test
