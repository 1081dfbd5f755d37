#include "scene/import/import.h"

#include "base/digest.h"
#include "scene/import/child_process.h"
#include "scene/import/exchange/scene_file.h"
#include "scene/import/finish.h"
#include "scene/import/formats.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <system_error>

#include <fmt/format.h>
#include <unistd.h>

namespace muster::scene {

namespace {

namespace fs = std::filesystem;

/// Raised whenever the reading or the scene file changes, so that the cache forgets what it holds.
constexpr int importer_version = 1;
/// Larger files do not fit the memory of a usual machine once they are triangles.
constexpr uintmax_t max_file_size = 4'000'000'000;

/// Throws the user's mistake about a model file.
[[noreturn]] void refuse(const ModelSource& source, const std::string& text) {
  const std::string name = source.file.empty() ? "wkt" : source.file;
  if (source.origin.file.empty()) throw InputError(Mistake{name, 0, "", "", text});
  const std::string key = source.origin.key.empty() ? "model" : source.origin.key;
  const bool whole = key.find('.') == std::string::npos;
  throw InputError(Mistake{source.origin.file, source.origin.line,
                           whole ? key + (source.file.empty() ? ".wkt" : ".file") : key,
                           source.file.empty() ? "..." : fmt::format("\"{}\"", source.file), text});
}

/// A folder that is gone when this is.
class WorkFolder {
 public:
  WorkFolder() {
    std::string pattern = (fs::temp_directory_path() / "muster-import-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder could be made");
    path_ = pattern;
  }
  ~WorkFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

fs::path reader_program(const ImportOptions& options) {
  if (!options.reader.empty()) return options.reader;
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path("muster-import") : self.parent_path() / "muster-import";
}

/// The limit that was asked for, but no more than three quarters of the machine's memory: it must not start to swap.
size_t memory_limit(const ImportOptions& options) {
  const double bytes = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  return std::min(options.memory_limit_mb, static_cast<size_t>(bytes * 0.75e-6));
}

/// The converter of IFC files that belongs to the running program.
fs::path converter() {
  std::error_code error;
  return ifc_converter(fs::read_symlink("/proc/self/exe", error));
}

/// What tells one build of the reader from another.
std::string reader_stamp(const ImportOptions& options) {
  std::error_code error;
  const fs::path program = reader_program(options);
  const auto size = fs::file_size(program, error);
  const auto time = fs::last_write_time(program, error).time_since_epoch().count();
  std::string script;
  try {
    script = sha256_of_file(converter());
  } catch (const std::runtime_error&) {
    script = "absent";
  }
  return fmt::format("{} {} {} {} {}", importer_version, scene_file_version, error ? 0 : size, error ? 0 : time,
                     script);
}

/// The buffers that a .gltf names lie beside it and belong to its content.
std::string buffers_beside(const fs::path& path, const std::string& content) {
  std::string digests;
  for (size_t at = content.find("\"uri\""); at != std::string::npos; at = content.find("\"uri\"", at + 5)) {
    const size_t open = content.find('"', at + 5);
    const size_t close = open == std::string::npos ? open : content.find('"', open + 1);
    if (close == std::string::npos || close - open > 1024) continue;
    const fs::path beside = path.parent_path() / content.substr(open + 1, close - open - 1);
    std::error_code error;
    if (fs::is_regular_file(beside, error)) digests += sha256_of_file(beside);
  }
  return digests;
}

/// Checks what can be said without parsing, and gives the content.
std::string content_of(const ModelSource& source, const fs::path& path, const Format& format) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) refuse(source, fmt::format("cannot be read: {}", error.message()));
  if (size > max_file_size)
    refuse(source, fmt::format("has {:.1f} GB; at most {:.0f} GB are read", static_cast<double>(size) * 1e-9,
                               max_file_size * 1e-9));
  std::string content;
  try {
    content = read_file(path);
  } catch (const std::runtime_error&) {
    refuse(source, "cannot be read: is its permission missing?");
  }
  const std::string problem = content_problem(format, content);
  if (!problem.empty()) refuse(source, problem);
  return content;
}

const Format& checked_format(const ModelSource& source, const fs::path& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (!fs::exists(status)) refuse(source, "does not exist");
  if (fs::is_directory(status)) refuse(source, "is a directory; a model file is wanted");
  if (!fs::is_regular_file(status)) refuse(source, "is not a regular file");
  if (const Format* format = format_of(file)) return *format;
  const std::string advice = advice_for(file);
  if (!advice.empty()) refuse(source, advice);
  refuse(source, fmt::format("has an extension that is not read; these are: {}", formats_read()));
}

void check_overrides(const ModelSource& source) {
  if (source.up && *source.up != "x" && *source.up != "y" && *source.up != "z")
    refuse(source, fmt::format("up = \"{}\": must be \"x\", \"y\" or \"z\"", *source.up));
  if (source.unit_m && !(*source.unit_m >= 1e-6 && *source.unit_m <= 1e6))
    refuse(source, fmt::format("unit_m = {}: must lie in [1e-6, 1e6]", *source.unit_m));
}

/// Text of the child, which may quote the file: without control characters and broken UTF-8.
std::string printable(std::string text) {
  const bool valid = is_utf8(text);
  for (char& letter : text) {
    const auto c = static_cast<unsigned char>(letter);
    if (c < 0x20 || c == 0x7F)
      letter = ' ';
    else if (c >= 0x80 && !valid)
      letter = '?';
  }
  return text;
}

/// What the end of the child means to the user.
void check_end(const ModelSource& source, const ProcessEnd& end, const ImportOptions& options) {
  using How = ProcessEnd::How;
  const std::string said = end.messages.empty() ? "" : fmt::format(" ({})", printable(end.messages.substr(0, 400)));
  switch (end.how) {
    case How::not_started:
      throw std::runtime_error(fmt::format("the model reader cannot be started: {}", end.messages));
    case How::lost:
      throw std::runtime_error(fmt::format("the end of the model reader was not reported: {}", end.messages));
    case How::too_slow:
      refuse(
          source,
          fmt::format("could not be read within {} s; nothing was imported. The file is damaged, hostile or too large",
                      options.seconds_limit));
    case How::too_much_memory:
      refuse(
          source,
          fmt::format("took more than {} MB to read; nothing was imported. The file is damaged, hostile or too large",
                      memory_limit(options)));
    case How::signalled:
      refuse(source, fmt::format("the reader crashed ({}): the file is damaged or hostile; nothing was imported{}",
                                 signal_name(end.status), said));
    case How::exited:
      break;
  }
  if (end.status == 0) return;
  constexpr std::string_view mark = "refused: ";
  const size_t at = end.messages.find(mark);
  if (end.status == 2 && at != std::string::npos) refuse(source, printable(end.messages.substr(at + mark.size(), 400)));
  refuse(source,
         fmt::format("could not be read (the reader ended with status {}); nothing was imported{}", end.status, said));
}

/// The child's scene file, as bytes and as a checked model.
struct Imported {
  std::string bytes;
  Model model;
};

Imported run_reader(const ModelSource& source, const fs::path& file, const WorkFolder& work,
                    const ImportOptions& options) {
  const fs::path out = work.path() / "scene";
  std::vector<std::string> command = {reader_program(options).string(),
                                      fs::absolute(file).string(),
                                      out.string(),
                                      "--work",
                                      work.path().string(),
                                      "--converter",
                                      converter().string()};
  if (source.up) command.insert(command.end(), {"--up", *source.up});
  if (source.unit_m) command.insert(command.end(), {"--unit", fmt::format("{}", *source.unit_m)});
  check_end(source, run_limited(command, {options.seconds_limit, memory_limit(options)}), options);
  try {
    Imported imported{read_file(out), {}};
    imported.model = unpack_scene(imported.bytes);
    return imported;
  } catch (const std::runtime_error& error) {
    refuse(source,
           fmt::format("the reader's answer is damaged ({}): the file is hostile; nothing was imported", error.what()));
  }
}

std::optional<Model> from_cache(const fs::path& entry) {
  std::error_code error;
  if (!fs::is_regular_file(entry, error)) return std::nullopt;
  try {
    return unpack_scene(read_file(entry));
  } catch (const std::runtime_error&) {
    return std::nullopt;  // damaged: made anew and replaced
  }
}

/// Keeps an entry; a cache that cannot be written is no reason to stop.
void to_cache(const fs::path& entry, const std::string& bytes) {
  std::error_code error;
  fs::create_directories(entry.parent_path(), error);
  const fs::path temporary = fmt::format("{}.{}", entry.string(), getpid());
  std::ofstream out(temporary, std::ios::binary);
  out << bytes;
  out.close();
  if (out) fs::rename(temporary, entry, error);
  if (!out || error) fs::remove(temporary, error);
}

}  // namespace

fs::path default_cache_folder() {
  if (const char* folder = std::getenv("XDG_CACHE_HOME"); folder != nullptr && *folder == '/')
    return fs::path(folder) / "muster";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return fs::path(home) / ".cache" / "muster";
  return {};
}

fs::path ifc_converter(const fs::path& program) {
  std::error_code error;
  const fs::path beside = (program.parent_path() / "../../../scene/import/ifc/convert.mjs").lexically_normal();
  return fs::is_regular_file(beside, error) ? beside : fs::path(MUSTER_IFC_CONVERTER);
}

Model import_model(const ModelSource& source, const ImportOptions& options) {
  check_overrides(source);
  WorkFolder work;
  fs::path file = source.file;
  if (source.file.empty()) {  // a plan written in the case itself
    file = work.path() / "plan.wkt";
    std::ofstream(file) << source.wkt;
  }
  const Format& format = checked_format(source, file);
  const std::string content = content_of(source, file, format);
  const std::string own = sha256(content);
  const std::string key =
      sha256(fmt::format("{} {} {} {} {} {}", own, format.extension, reader_stamp(options), source.up.value_or("-"),
                         source.unit_m.value_or(0), format.extension == ".gltf" ? buffers_beside(file, content) : ""));
  const fs::path entry = options.cache_folder.empty() ? fs::path() : options.cache_folder / (key + ".scene");

  std::optional<Model> model = entry.empty() ? std::nullopt : from_cache(entry);
  if (!model) {
    Imported imported = run_reader(source, file, work, options);
    if (!entry.empty()) to_cache(entry, imported.bytes);
    model = std::move(imported.model);
  }
  model->source = source.file;
  model->sha256 = own;
  apply_rules(source.rules, *model);
  apply_storeys(source.storeys, *model);
  derive_doors_and_spaces(*model);
  return std::move(*model);
}

}  // namespace muster::scene
