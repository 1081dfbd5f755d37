#pragma once
// The files beside the results from which a run that was cut short goes on.

#include "sim/hazard/flow_record.h"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace muster::sim {

/// What the air answered so far, one record after another, and its state at one moment.
inline constexpr const char* journal_name = "checkpoint.journal";
inline constexpr const char* state_name = "checkpoint.state";

class CheckedFile;

/// Removes both, where there are any; whether there were.
bool remove_checkpoints(const std::filesystem::path& folder);

struct Keeping {
  std::filesystem::path folder;
  double every = 60;  ///< [s] of wall time between two states
  /// All that the run's numbers hang on, by name: a run goes on only where they are the same.
  std::vector<std::pair<std::string, std::string>> identity;
  std::function<void(const std::string&)> tell;  ///< takes a line for the user
};

/// The journal grows as the run goes on, and every so often the state of the air is written under another name and
/// takes the place of the one before: at any moment there is a state and all of the journal that comes before it. What
/// comes after it is computed again. Where something cannot be written the user is told, and the run goes on without.
class Checkpoints {
 public:
  /// Of a run from its start: nothing is written yet.
  explicit Checkpoints(Keeping);
  ~Checkpoints();
  Checkpoints(const Checkpoints&) = delete;
  Checkpoints& operator=(const Checkpoints&) = delete;
  /// Those that a run left behind. Throws InputError where there are none, where they are of something else or damaged;
  /// without a state the run starts anew. Nothing is written yet.
  static std::unique_ptr<Checkpoints> left_behind(Keeping);

  /// The results' folder is there. A run from its start removes what another left in it.
  void begin();
  /// The run is complete: removes the files.
  void finish();

  /// Whether there are records of the run cut short that next() has not given.
  bool replays() const { return replayed_ < records_; }
  /// Throws ResumeError where it cannot be read.
  AirRecord next();
  /// After the last of them: whether a state follows.
  bool has_state() const { return has_state_; }
  /// Reads that state, which is on the way to a time of the run [s]; records are added from then on. Throws ResumeError
  /// where `read` returns false.
  void take_up(double time, const std::function<bool(std::istream&)>& read);

  /// Whether anything is written: not while it replays, nor after trouble.
  bool keeps() const { return begun_ && !failed_ && !replays() && !has_state_; }
  void add(const AirRecord&);
  /// Whether a state should be kept now: after `every`, and of a second or more only as often as that takes no more
  /// than a fiftieth of the time.
  bool due() const;
  /// `write` writes it.
  void save(const std::function<void(std::ostream&)>& write);

 private:
  using Clock = std::chrono::steady_clock;
  void check_identity();
  void check_state();
  void check_records();
  void append(const std::string& bytes);
  void give_up(const std::string& why);
  std::filesystem::path journal() const { return keeping_.folder / journal_name; }
  std::filesystem::path state() const { return keeping_.folder / state_name; }

  Keeping keeping_;
  std::ifstream from_;                   ///< the journal of the run cut short
  uint64_t records_ = 0, replayed_ = 0;  ///< before the state, and given back
  uint64_t bytes_ = 0;                   ///< of the journal up to the state
  std::unique_ptr<CheckedFile> to_;      ///< the journal
  uint64_t added_ = 0;                   ///< records in it
  bool begun_ = false, has_state_ = false, failed_ = false;
  Clock::time_point saved_ = Clock::now();
  double took_ = 0;  ///< [s] the last state
};

}  // namespace muster::sim
