#include "sim/run/resume.h"

#include "base/digest.h"
#include "sim/data/people_data.h"
#include "sim/results/version.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace muster::sim {

namespace {

namespace fs = std::filesystem;

template <class T>
std::string digest_of(const std::vector<T>& values) {
  return sha256({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
}

/// Of the running program's own file: a build from changed source has the version of the one before.
std::string program() {
  const results::Software is = results::software();
  return fmt::format("{} {} {} {}", is.version, is.commit, is.build, sha256_of_file("/proc/self/exe"));
}

std::string data_files() {
  std::vector<fs::path> files;
  for (const auto& each : fs::recursive_directory_iterator(data_file("people.toml").parent_path()))
    if (each.is_regular_file()) files.push_back(each.path());
  std::sort(files.begin(), files.end());
  std::string all;
  for (const fs::path& file : files) all += file.filename().string() + " " + sha256_of_file(file) + "\n";
  return sha256(all);
}

}  // namespace

std::vector<std::pair<std::string, std::string>> identity_of(const Case& the_case, const Start& start,
                                                             const RunOptions& options) {
  static_assert(sizeof(Vec3f) == 3 * sizeof(float) && sizeof(scene::Triangle) == 4 * sizeof(uint32_t));
  const std::string& from = the_case.hazards.from;
  return {{"program", program()},
          {"case", sha256(the_case.text)},
          {"--set, --seed or --until",
           fmt::format("{}{}", fmt::join(the_case.overrides, "\n"), options.nobody ? "\nnobody" : "")},
          {"model", start.model.sha256 + digest_of(start.model.vertices) + digest_of(start.model.triangles) +
                        digest_of(start.floors.z)},
          {"hazards.from", from.empty() ? "" : sha256_of_file(from)},
          {"data folder", data_files()}};
}

std::unique_ptr<Checkpoints> checkpoints_of(const Case& the_case, const Start& start, const Hazards& hazards,
                                            const RunOptions& options) {
  if (!hazards.restarts()) {
    if (options.resume)
      throw InputError(Mistake{"", 0, "--resume", the_case.path.string(),
                               "only runs with [flow] (tier = \"eddies\") keep what they can go on from; run it "
                               "without --resume"});
    return nullptr;
  }
  if (!options.resume && options.checkpoint <= 0) return nullptr;
  Keeping keeping;
  keeping.folder = options.out;
  keeping.every = options.checkpoint > 0 ? options.checkpoint : std::numeric_limits<double>::infinity();
  keeping.identity = identity_of(the_case, start, options);
  keeping.tell = options.tell ? options.tell : [](const std::string&) {};
  return options.resume ? Checkpoints::left_behind(std::move(keeping))
                        : std::make_unique<Checkpoints>(std::move(keeping));
}

}  // namespace muster::sim
