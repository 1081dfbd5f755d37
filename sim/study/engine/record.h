#pragma once
// What is kept of a run, and where.

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace muster::sim::study {

/// How a run ended. A run that was killed, interrupted or ran out of memory or disk has not ended: it is made again.
enum class RunStatus { ok, failed, timeout, bad_input };
const char* name_of(RunStatus status);

/// A run that has ended.
struct Record {
  std::string key;  ///< `run_key`
  RunStatus status = RunStatus::ok;
  std::vector<std::string> set;
  uint64_t seed = 0;
  nlohmann::json summary;     ///< of summary.json what compares runs: neither doors, hot spots, paths nor timing
  size_t people_out = 0;      ///< who left
  std::vector<double> times;  ///< [s] when the k-th left, ascending; of more than 1000 people every so-manieth
  std::string text;           ///< what it said last, where it is not ok
  double wall_s = 0;          ///< [s] by the clock on the wall
  std::string commit;         ///< of the program
};

/// The record of a run from its folder; `key`, `set`, `seed` and `wall_s` are left to the caller. Throws
/// std::runtime_error where its files cannot be read.
Record record_of(const std::filesystem::path& run_folder);

/// A figure of a summary: `time_to_evacuate_s.last`, `exits[West].people`, `exits[0].people`. Absent where it is not
/// there or is no number, and the last one's time where others are still inside.
std::optional<double> figure(const nlohmann::json& summary, const std::string& key);

/// Records as files: `runs/ab/<key>.<status>.json` below the study's folder, written under another name first. Any
/// number of processes may write at once; the same run made twice is the same file.
class Store {
 public:
  explicit Store(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Every run that has ended, from the names of the files.
  std::map<std::string, RunStatus> list() const;
  bool has(const std::string& key) const;
  std::filesystem::path file_of(const std::string& key, RunStatus status) const;
  /// Absent where the file is damaged: the run is to be made again then.
  std::optional<Record> read(const std::string& key, RunStatus status) const;
  /// Throws std::runtime_error where it cannot be written.
  void write(const Record& record) const;
  /// The run is to be made again.
  void remove(const std::string& key, RunStatus status) const;

  /// Results of a run of hazards alone, `hazards/ab/<key>.h5`; may be removed at any time: they are computed anew where
  /// a run needs them.
  std::filesystem::path hazards(const std::string& key) const;
  bool has_hazards(const std::string& key) const;
  /// What such a run says of who stays, `hazards/ab/<key>.stays.h5`; small, and kept.
  std::filesystem::path stays(const std::string& key) const;
  bool has_stays(const std::string& key) const;
  /// Takes what such a run has written. Throws std::runtime_error.
  void keep_hazards(const std::string& key, const std::filesystem::path& run_folder) const;
  /// Such a run failed: those that would have read it compute their own. It is not tried again.
  void give_up_hazards(const std::string& key, const std::string& text) const;
  bool gave_up_hazards(const std::string& key) const;
  /// Both files are there, or it was given up.
  bool hazards_done(const std::string& key) const {
    return gave_up_hazards(key) || (has_hazards(key) && has_stays(key));
  }
  /// [bytes] of all of them.
  uintmax_t hazards_size() const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// Writes a file under another name, makes sure of it on disk, and renames it. Throws std::runtime_error.
void write_whole(const std::filesystem::path& path, const std::string& content);

}  // namespace muster::sim::study
