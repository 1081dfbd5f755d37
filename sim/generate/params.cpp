#include "sim/generate/params.h"

#include "base/digest.h"

#include <algorithm>
#include <functional>
#include <map>
#include <sstream>

#include <toml.hpp>

namespace muster::sim {

namespace {

using scene::Parameter;

/// Reads the file's text; a folder or a missing file is the user's mistake.
std::string text_of(const std::filesystem::path& path) {
  std::error_code trouble;
  if (!std::filesystem::is_regular_file(path, trouble)) {
    throw InputError(Mistake{path.string(), 0, "", "", "is not a file that can be read"});
  }
  return read_file(path);
}

toml::value parse(const std::string& text, const std::filesystem::path& path) {
  std::istringstream stream(text);
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

/// What a kind of building offers.
template <class Params>
struct Kind {
  const char* what;  ///< "an office"
  const std::vector<Parameter<Params>>& table;
  std::vector<Mistake> (*mistakes)(const Params&);
};

template <class Params>
std::string unknown_key(const std::string& key, const Kind<Params>& kind) {
  std::vector<std::string> known;
  for (const Parameter<Params>& row : kind.table) known.push_back(row.key);
  const std::string nearest = nearest_name(key, known);
  if (!nearest.empty()) return fmt::format("is not a parameter of {}; did you mean {}?", kind.what, nearest);
  return fmt::format("is not a parameter of {}; known are {}", kind.what, fmt::join(known, ", "));
}

/// Stores a value of the right type; "" or what must hold.
template <class Params>
std::string assign(Params& params, const Parameter<Params>& row, const toml::value& value) {
  if (const auto* count = std::get_if<int Params::*>(&row.member)) {
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
  params.*std::get<double Params::*>(row.member) = number;
  return "";
}

std::string as_written(const toml::value& value) {
  std::ostringstream text;
  text << value;
  return text.str();
}

/// `path` stands in messages.
template <class Params>
Params read_params(const std::string& text_of_file, const std::filesystem::path& path, const Kind<Params>& kind) {
  const toml::value file = parse(text_of_file, path);
  Params params;
  std::vector<Mistake> mistakes;
  std::map<std::string, int> line_of;
  for (const auto& [key, value] : file.as_table()) {
    const int line = static_cast<int>(value.location().line());
    line_of[key] = line;
    const auto row = std::find_if(kind.table.begin(), kind.table.end(),
                                  [&name = key](const Parameter<Params>& r) { return r.key == name; });
    const std::string text = row != kind.table.end() ? assign(params, *row, value) : unknown_key(key, kind);
    if (!text.empty()) mistakes.push_back({path.string(), line, key, as_written(value), text});
  }
  // Combinations are judged only where every single value stands.
  if (mistakes.empty()) {
    for (Mistake mistake : kind.mistakes(params)) {
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

const Kind<scene::LngTerminalParams> lng_terminal_kind = {"an LNG terminal", scene::lng_terminal_parameters(),
                                                          scene::lng_terminal_mistakes};
const Kind<scene::MetroPlatformParams> metro_platform_kind = {"a metro platform", scene::metro_platform_parameters(),
                                                              scene::metro_platform_mistakes};
const Kind<scene::OfficeParams> office_kind = {"an office", scene::office_parameters(), scene::office_mistakes};
const Kind<scene::ArenaParams> arena_kind = {"an arena", scene::arena_parameters(), scene::arena_mistakes};
const Kind<scene::HospitalParams> hospital_kind = {"a hospital", scene::hospital_parameters(),
                                                   scene::hospital_mistakes};
const Kind<scene::TankFarmParams> tank_farm_kind = {"a tank farm", scene::tank_farm_parameters(),
                                                    scene::tank_farm_mistakes};

const Kind<scene::WorkshopParams> workshop_kind = {"a workshop", scene::workshop_parameters(),
                                                   scene::workshop_mistakes};

/// By its name: reads and checks the parameters, gives what builds.
using Generator = std::function<scene::Model()> (*)(const std::string& text, const std::filesystem::path& path);
const std::map<std::string, Generator> generators = {
    {"arena",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, arena_kind)] { return scene::arena(params); };
     }},
    {"hospital",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, hospital_kind)] { return scene::hospital(params); };
     }},
    {"lng_terminal",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, lng_terminal_kind)] { return scene::lng_terminal(params); };
     }},
    {"metro_platform",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, metro_platform_kind)] { return scene::metro_platform(params); };
     }},
    {"office",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, office_kind)] { return scene::office(params); };
     }},
    {"tank_farm",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, tank_farm_kind)] { return scene::tank_farm(params); };
     }},
    {"workshop",
     [](const auto& text, const auto& path) -> std::function<scene::Model()> {
       return [params = read_params(text, path, workshop_kind)] { return scene::workshop(params); };
     }},
};

}  // namespace

std::vector<std::string> generated_kinds() {
  std::vector<std::string> kinds;
  for (const auto& [name, generator] : generators) kinds.push_back(name);
  return kinds;
}

std::function<scene::Model()> generated(const std::string& kind, const std::string& text,
                                        const std::filesystem::path& path) {
  return generators.at(kind)(text, path);
}

scene::OfficeParams read_office_params(const std::filesystem::path& path) {
  return path.empty() ? scene::OfficeParams{} : read_params(text_of(path), path, office_kind);
}

std::function<scene::Model()> generated(const std::string& kind, const std::filesystem::path& path) {
  return generated(kind, path.empty() ? "" : text_of(path), path);
}

}  // namespace muster::sim
