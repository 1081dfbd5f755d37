#pragma once
// Hands what the crowd does to the results file.

#include "models/crowd/crowd.h"
#include "sim/results/frame.h"
#include "sim/results/writer.h"

#include <vector>

namespace muster::sim {

/// Positions of everybody who is not gone, as the results file wants them.
results::Frame frame_of(const crowd::Crowd& crowd);

/// One row a person: what he is, and by which exit and when he left so far.
std::vector<results::PersonRecord> records_of(const crowd::Crowd& crowd, const std::vector<crowd::Person>& people);

/// Follows one run: frames at a constant interval, crossings and events as they come.
class Recorder {
 public:
  /// A frame every `every` steps.
  Recorder(results::ResultsWriter& writer, const crowd::Crowd& crowd, int every);
  /// To be called after the set-up and after each step; records what is due.
  void record();
  /// Tells how the run ended, after the last call of `record`. Adds no frame: they stay evenly spaced.
  void finish();

 private:
  void new_crossings();
  void new_events();

  results::ResultsWriter& writer_;
  const crowd::Crowd& crowd_;
  int every_;
  int64_t steps_ = 0;
  size_t exits_seen_ = 0, portals_seen_ = 0, arrivals_seen_ = 0, areas_seen_ = 0, lines_seen_ = 0, events_seen_ = 0,
         stuck_seen_ = 0;
};

}  // namespace muster::sim
