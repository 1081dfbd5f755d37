#include "sim/case/read.h"

#include "base/digest.h"
#include "sim/case/document.h"
#include "sim/case/keys.h"

#include <algorithm>

namespace muster::sim {

namespace {

/// By line; those of overrides come last.
[[noreturn]] void refuse(std::vector<Mistake> mistakes) {
  std::stable_sort(mistakes.begin(), mistakes.end(), [](const Mistake& a, const Mistake& b) {
    const bool a_override = a.file == "--set", b_override = b.file == "--set";
    return a_override != b_override ? b_override : a.line < b.line;
  });
  throw InputError(std::move(mistakes));
}

}  // namespace

Case read_case_text(std::string text, const std::filesystem::path& path, std::span<const std::string> overrides) {
  const std::string name = path.string();
  Report report(name, path.parent_path());
  const std::optional<Node> document = parse_document(text, name, overrides, report.mistakes());
  if (!document) refuse(std::move(report.mistakes()));

  Case result;
  case_type().read({*document}, result, report);
  if (!report.mistakes().empty()) refuse(std::move(report.mistakes()));
  result.path = path;
  result.text = std::move(text);
  result.overrides.assign(overrides.begin(), overrides.end());
  return result;
}

Case read_case(const std::filesystem::path& path, std::span<const std::string> overrides) {
  const auto refuse_file = [&](const std::string& problem) {
    throw InputError(Mistake{path.string(), 0, "", "", problem});
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) refuse_file("no such file");
  if (!std::filesystem::is_regular_file(status)) refuse_file("is no file, expected a case file (TOML)");
  const auto size = std::filesystem::file_size(path, error);
  if (size == 0) refuse_file("is empty, expected a case file (TOML)");
  if (size > max_case_bytes) refuse_file("is too large for a case file");
  std::string text;
  try {
    text = read_file(path);
  } catch (const std::runtime_error& reading) {
    refuse_file(reading.what());
  }
  return read_case_text(std::move(text), path, overrides);
}

}  // namespace muster::sim
