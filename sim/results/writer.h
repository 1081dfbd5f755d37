#pragma once
// Writes results.h5 while a run goes on. The file is described in docs/formats.md.

#include "scene/floors.h"
#include "sim/results/blast.h"
#include "sim/results/frame.h"
#include "sim/results/summary.h"

#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace muster::results {

/// Queues what the simulation hands over and writes it from one background thread. Everything recorded reaches the file
/// after at most 1 s of wall time, or 1 % of the run's wall time so far where that is more (a partly filled piece is
/// compressed anew each time, and HDF5 gives the old room back only at the end of the file's life). Another process
/// may read the file meanwhile (single writer, multiple readers).
///
/// Any member may throw ResultsError when the background thread failed before (disk full, ...); the file then stays
/// readable up to the last complete frame. Calls from one thread at a time.
class ResultsWriter {
 public:
  /// Creates `path` (its folder must exist), replacing any file there; the model is kept in it for replays. Throws
  /// ResultsError.
  ResultsWriter(const std::filesystem::path& path, const RunInfo& info, const scene::Floors& floors,
                const scene::Model& model = {}, const BlastTables& blasts = {});
  /// Writes what is queued and closes the file; a run that did not call finish() is marked unfinished by its absence.
  ~ResultsWriter();
  ResultsWriter(const ResultsWriter&) = delete;
  ResultsWriter& operator=(const ResultsWriter&) = delete;

  /// Positions at a time later than the last frame's. Waits while more than 64 MB are queued.
  void frame(Frame&& frame);
  void event(Event event);
  void crossing(const Crossing& crossing);
  void crossings(std::vector<Crossing> crossings);
  void arrivals(std::vector<Arrival> arrivals);
  /// The whole table of people, row i for person i: once before the first frame, again at the end with exits filled in.
  void people(std::vector<PersonRecord> people);
  /// The fields over the floors: once, at the end.
  void squares(std::vector<SquareRecord> squares);
  /// More samples of areas, more crossings of measurement lines.
  void areas(std::vector<AreaRecord> areas);
  void lines(std::vector<LineRecord> lines);
  /// A sample of the hazards over the floors, later than the last one; only where RunInfo has hazards.
  void hazards(HazardFrame frame);
  /// What they came to: once, at the end.
  void hazard_totals(HazardTotals totals);
  /// What everybody met, at the run's end; only where RunInfo has harms.
  void doses(PeopleDoses doses);
  /// The same for who comes to a place and stays there; once, where somebody asked for it.
  void stays(StayTables stays);
  /// Writes the summary, waits for everything to be in the file and closes it. Nothing may follow.
  void finish(const Summary& summary);
  /// Waits until everything handed over so far is in the file.
  void flush();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::results
