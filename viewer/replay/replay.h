#pragma once
// A run at any time: who is where, between the recorded frames. Knows nothing of windows or graphics.

#include "sim/results/reader.h"

#include <array>
#include <filesystem>
#include <vector>

namespace muster::viewer {

/// The people present at one time; row i of each column is one person, in ascending order of `id`.
struct Bodies {
  double time = 0;  ///< [s]
  std::vector<uint32_t> id;
  std::vector<float> x, y, z;               ///< [m] z is the floor under the feet
  std::vector<float> heading_x, heading_y;  ///< unit vector, or 0 where somebody stands
  std::vector<float> speed;                 ///< [m/s]
  std::vector<uint8_t> state;               ///< results::PersonState

  size_t size() const { return id.size(); }
  /// Row of a person, or size() where it is not present.
  size_t row_of(uint32_t person) const;
};

/// Opens a results file, finished, growing or left behind. Throws ResultsError as ResultsReader does.
class Replay {
 public:
  explicit Replay(const std::filesystem::path& path);

  const results::ResultsReader& file() const { return file_; }
  const results::RunInfo& info() const { return file_.info(); }
  const scene::Floors& floors() const { return file_.floors(); }
  const std::vector<results::PersonRecord>& people() const { return people_; }
  const std::vector<results::Event>& events() const { return events_; }

  /// [s] of the first and last frame; both 0 where nothing was recorded.
  double begin() const;
  double end() const;

  /// People at a time, clamped to [begin, end]: on straight lines between two frames; whoever is in one of the two only
  /// stands where he was seen, until the next frame or from it on. So does who moved faster than anybody walks (lifts).
  const Bodies& at(double time);

  /// Number of those who have left through an exit, or reached a muster point, by a time.
  int64_t out_by(double time) const;

  /// Whether the run has ended in order.
  bool finished() const { return finished_; }

  /// Looks for what a running simulation has added; returns whether frames were added.
  bool refresh();

 private:
  const results::Frame& frame(size_t index);
  void load();

  results::ResultsReader file_;
  bool finished_ = false;
  std::vector<results::PersonRecord> people_;
  std::vector<results::Event> events_;
  std::vector<double> out_times_;  ///< [s] ascending, one a person who left for good
  struct Kept {
    size_t index = SIZE_MAX;
    results::Frame frame;  ///< by ascending id
  };
  std::array<Kept, 2> kept_;  ///< even and odd frames
  Bodies bodies_;
};

}  // namespace muster::viewer
