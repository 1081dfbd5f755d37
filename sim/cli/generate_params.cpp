#include "sim/cli/generate_params.h"

#include "base/digest.h"

#include <algorithm>
#include <map>
#include <sstream>

#include <toml.hpp>

namespace muster::sim {

namespace {

using scene::OfficeParameter;
using scene::OfficeParams;

/// Reads the file's text; a folder or a missing file is the user's mistake.
std::string text_of(const std::filesystem::path& path) {
  std::error_code trouble;
  if (!std::filesystem::is_regular_file(path, trouble)) {
    throw InputError(Mistake{path.string(), 0, "", "", "is not a file that can be read"});
  }
  return read_file(path);
}

toml::value parse(const std::filesystem::path& path) {
  std::istringstream stream(text_of(path));
  try {
    return toml::parse(stream, path.string());
  } catch (const toml::exception& error) {
    // The first line of the library's message says what is wrong; the rest draws the place.
    std::string what = error.what();
    what = what.substr(0, what.find('\n'));
    throw InputError(
        Mistake{path.string(), static_cast<int>(error.location().line()), "", "", "not valid TOML: " + what});
  }
}

const OfficeParameter* find(const std::string& key) {
  for (const OfficeParameter& row : scene::office_parameters()) {
    if (row.key == key) return &row;
  }
  return nullptr;
}

std::string unknown_key(const std::string& key) {
  std::vector<std::string> known;
  for (const OfficeParameter& row : scene::office_parameters()) known.push_back(row.key);
  const std::string nearest = nearest_name(key, known);
  if (!nearest.empty()) return fmt::format("is not a parameter of an office; did you mean {}?", nearest);
  return fmt::format("is not a parameter of an office; known are {}", fmt::join(known, ", "));
}

/// Stores a value of the right type; "" or what must hold.
std::string assign(OfficeParams& params, const OfficeParameter& row, const toml::value& value) {
  if (const auto* count = std::get_if<int OfficeParams::*>(&row.member)) {
    if (!value.is_integer()) return fmt::format("must be a whole number in [{}, {}]", row.min, row.max);
    const auto number = static_cast<double>(value.as_integer());
    if (number < row.min || number > row.max) return fmt::format("must lie in [{}, {}]", row.min, row.max);
    params.*(*count) = static_cast<int>(value.as_integer());
    return "";
  }
  if (!value.is_integer() && !value.is_floating())
    return fmt::format("must be a number in [{}, {}] {}", row.min, row.max, row.unit);
  const double number = value.is_integer() ? static_cast<double>(value.as_integer()) : value.as_floating();
  if (!(number >= row.min && number <= row.max))
    return fmt::format("must lie in [{}, {}] {}", row.min, row.max, row.unit);
  params.*std::get<double OfficeParams::*>(row.member) = number;
  return "";
}

std::string as_written(const toml::value& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

}  // namespace

OfficeParams read_office_params(const std::filesystem::path& path) {
  const toml::value file = parse(path);
  OfficeParams params;
  std::vector<Mistake> mistakes;
  std::map<std::string, int> line_of;
  for (const auto& [key, value] : file.as_table()) {
    const int line = static_cast<int>(value.location().line());
    line_of[key] = line;
    const OfficeParameter* row = find(key);
    const std::string text = row ? assign(params, *row, value) : unknown_key(key);
    if (!text.empty()) mistakes.push_back({path.string(), line, key, as_written(value), text});
  }
  // Combinations are judged only where every single value stands.
  if (mistakes.empty()) {
    for (Mistake mistake : scene::office_mistakes(params)) {
      mistake.file = path.string();
      const auto written = line_of.find(mistake.key);
      mistake.line = written == line_of.end() ? 0 : written->second;
      mistakes.push_back(mistake);
    }
  }
  std::sort(mistakes.begin(), mistakes.end(), [](const Mistake& a, const Mistake& b) { return a.line < b.line; });
  if (!mistakes.empty()) throw InputError(mistakes);
  return params;
}

}  // namespace muster::sim
