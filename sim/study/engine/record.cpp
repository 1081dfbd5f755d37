#include "sim/study/engine/record.h"

#include "base/digest.h"
#include "sim/results/departures.h"
#include "sim/results/reader.h"
#include "sim/run/output_folder.h"
#include "sim/run/run.h"
#include "sim/study/engine/groups.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace muster::sim::study {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

constexpr std::array<const char*, 4> names = {"ok", "failed", "timeout", "bad_input"};
constexpr size_t most_times = 1000;
constexpr int version = 1;  // of a record

/// When every so-manieth of those who left did [s].
std::vector<double> thinned(const std::vector<results::Departure>& left) {
  std::vector<double> times;
  const size_t kept = std::min(left.size(), most_times);
  for (size_t k = 1; k <= kept; ++k)
    times.push_back(std::round(left[(k * left.size() + kept - 1) / kept - 1].time * 1000) / 1000);
  return times;
}

}  // namespace

const char* name_of(RunStatus status) { return names[static_cast<size_t>(status)]; }

Record record_of(const fs::path& run_folder) {
  Record record;
  json summary = json::parse(read_file(run_folder / summary_name));
  record.commit = summary["software"].value("commit", "");
  for (const char* not_kept :
       {"format", "version", "case", "threads", "software", "inputs", "doors", "timing", "title", "overrides"})
    summary.erase(not_kept);
  if (summary.contains("crowding"))
    for (const char* not_kept : {"hot_spots", "level_of_service"}) summary["crowding"].erase(not_kept);
  const results::ResultsReader reader(run_folder / results_name, results::ResultsReader::Part::people);
  if (json groups = group_deaths(reader, summary); !groups.is_null()) summary["exposure"]["groups"] = std::move(groups);
  if (auto harms = harms_without_probit(reader, summary); !harms.empty())
    summary["exposure"]["without_probit"] = std::move(harms);
  record.summary = std::move(summary);
  const std::vector<results::Departure> left = results::departures(reader);
  record.people_out = left.size();
  record.times = thinned(left);
  return record;
}

std::optional<double> figure(const json& summary, const std::string& key) {
  const json* at = &summary;
  size_t i = 0;
  while (i < key.size()) {
    if (key[i] == '[') {
      const size_t end = key.find(']', i);
      if (end == std::string::npos || !at->is_array()) return {};
      const std::string name = key.substr(i + 1, end - i - 1);
      const json* found = nullptr;
      size_t index = 0;
      const auto [stop, error] = std::from_chars(name.data(), name.data() + name.size(), index);
      for (const json& each : *at)
        if (found == nullptr && each.is_object() && each.value("name", std::string("\n")) == name) found = &each;
      if (found == nullptr && error == std::errc() && stop == name.data() + name.size() && index < at->size())
        found = &(*at)[index];
      if (found == nullptr) return {};
      at = found;
      i = end + 1;
      if (i < key.size() && key[i] == '.') ++i;
    } else {
      const size_t end = std::min(key.find_first_of(".[", i), key.size());
      const auto member = at->is_object() ? at->find(key.substr(i, end - i)) : at->end();
      if (!at->is_object() || member == at->end()) return {};
      at = &*member;
      i = end + (end < key.size() && key[end] == '.' ? 1 : 0);
    }
  }
  if (!at->is_number()) return {};
  // The last one out says nothing while others are still inside.
  if (key == "time_to_evacuate_s.last" && summary.contains("people") &&
      summary["people"].value("evacuated", 0) != summary["people"].value("placed", 0))
    return {};
  return at->get<double>();
}

namespace {

/// Of a run that ended in two ways (it ran twice, or was given more time) the first of `RunStatus`: ok before all.
void keep_least(std::map<std::string, RunStatus>& found, const std::string& key, RunStatus status) {
  const auto [at, fresh] = found.try_emplace(key, status);
  at->second = std::min(at->second, status);
}

}  // namespace

fs::path Store::file_of(const std::string& key, RunStatus status) const {
  return folder_ / "runs" / key.substr(0, 2) / fmt::format("{}.{}.json", key, name_of(status));
}

std::map<std::string, RunStatus> Store::list() const {
  std::map<std::string, RunStatus> found;
  std::error_code error;
  for (const auto& folder : fs::directory_iterator(folder_ / "runs", error)) {
    std::error_code inner;
    for (const auto& file : fs::directory_iterator(folder.path(), inner)) {
      const std::string name = file.path().filename().string();
      constexpr size_t digits = 64;  // of SHA-256
      if (name.size() < digits + 2 || name[digits] != '.') continue;
      for (size_t s = 0; s < names.size(); ++s)
        if (name.compare(digits + 1, std::string::npos, fmt::format("{}.json", names[s])) == 0)
          keep_least(found, name.substr(0, digits), static_cast<RunStatus>(s));
    }
  }
  return found;
}

bool Store::has(const std::string& key) const {
  std::error_code error;
  for (size_t s = 0; s < names.size(); ++s)
    if (fs::exists(file_of(key, static_cast<RunStatus>(s)), error)) return true;
  return false;
}

std::optional<Record> Store::read(const std::string& key, RunStatus status) const {
  const fs::path file = file_of(key, status);
  std::string text;
  try {
    text = read_file(file);
  } catch (const std::runtime_error&) {
    return {};
  }
  const json all = json::parse(text, nullptr, false);
  if (all.is_discarded() || !all.is_object() || all.value("key", "") != key || all.value("version", 0) != version) {
    std::error_code ignored;
    fs::remove(file, ignored);
    return {};
  }
  Record record{
      key,         status,        all["set"],   all["seed"], all["summary"], all["people_out"], all["times_s"],
      all["text"], all["wall_s"], all["commit"]};
  return record;
}

void Store::remove(const std::string& key, RunStatus status) const {
  std::error_code ignored;
  fs::remove(file_of(key, status), ignored);
}

void Store::write(const Record& record) const {
  const json all = {{"format", "muster-study-run"},
                    {"version", version},
                    {"key", record.key},
                    {"status", name_of(record.status)},
                    {"set", record.set},
                    {"seed", record.seed},
                    {"summary", record.summary},
                    {"people_out", record.people_out},
                    {"times_s", record.times},
                    {"text", record.text},
                    {"wall_s", record.wall_s},
                    {"commit", record.commit}};
  const fs::path file = file_of(record.key, record.status);
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  write_whole(file, all.dump() + "\n");
}

fs::path Store::hazards(const std::string& key) const { return folder_ / "hazards" / key.substr(0, 2) / (key + ".h5"); }

bool Store::has_hazards(const std::string& key) const {
  std::error_code error;
  return fs::exists(hazards(key), error);
}

fs::path Store::stays(const std::string& key) const { return hazards(key).replace_extension(".stays.h5"); }

bool Store::has_stays(const std::string& key) const {
  std::error_code error;
  return fs::exists(stays(key), error);
}

void Store::keep_hazards(const std::string& key, const fs::path& run_folder) const {
  fs::create_directories(hazards(key).parent_path());
  const auto take = [&](const fs::path& from, const fs::path& to) {
    const int file = open(from.c_str(), O_RDONLY | O_CLOEXEC);
    const bool safe = file >= 0 && fsync(file) == 0;
    if (file >= 0) close(file);
    if (!safe) throw std::runtime_error(from.string() + ": cannot be read");
    fs::rename(from, to);
  };
  if (fs::exists(run_folder / stay_deaths_name)) take(run_folder / stay_deaths_name, stays(key));
  take(run_folder / results_name, hazards(key));
}

void Store::give_up_hazards(const std::string& key, const std::string& text) const {
  const fs::path file = hazards(key).replace_extension(".failed.txt");
  fs::create_directories(file.parent_path());
  write_whole(file, text + "\n");
}

bool Store::gave_up_hazards(const std::string& key) const {
  std::error_code error;
  return fs::exists(hazards(key).replace_extension(".failed.txt"), error);
}

uintmax_t Store::hazards_size() const {
  uintmax_t sum = 0;
  std::error_code error;
  for (const auto& each : fs::recursive_directory_iterator(folder_ / "hazards", error)) {
    std::error_code gone;
    if (each.is_regular_file(gone)) sum += each.file_size(gone);
  }
  return sum;
}

void write_whole(const fs::path& path, const std::string& content) {
  static std::atomic<unsigned> count{0};
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const fs::path begun = path.parent_path() / fmt::format(".{}.{}.{}.{}", path.filename().string().substr(0, 80),
                                                          host.data(), getpid(), ++count);
  const auto fail = [&](const char* what) {
    const int error = errno;
    std::error_code ignored;
    fs::remove(begun, ignored);
    throw std::runtime_error(fmt::format("{}: cannot {}: {}", path.string(), what, std::strerror(error)));
  };
  const int file = open(begun.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) fail("be written");
  size_t done = 0;
  while (done < content.size()) {
    const ssize_t n = ::write(file, content.data() + done, content.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      close(file);
      fail("be written");
    }
    done += static_cast<size_t>(n);
  }
  const bool safe = fsync(file) == 0;
  if (close(file) != 0 || !safe) fail("be written");
  if (rename(begun.c_str(), path.c_str()) != 0) fail("be renamed");
}

}  // namespace muster::sim::study
