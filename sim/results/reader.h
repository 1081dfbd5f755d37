#pragma once
// Reads results.h5: finished, still growing, or left behind by a run that was killed.

#include "scene/floors.h"
#include "sim/results/frame.h"
#include "sim/results/version.h"

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace muster::results {

/// Throws ResultsError, which names the file and what is wrong: not there, not HDF5, another format, a newer version,
/// cut short, damaged. May be used from several threads; calls wait for one another.
class ResultsReader {
 public:
  /// `people`: without the cells of the floors, which are most of what there is to read of a small run.
  enum class Part { whole, people };
  explicit ResultsReader(const std::filesystem::path& path, Part part = Part::whole);
  ~ResultsReader();
  ResultsReader(ResultsReader&&) noexcept;
  ResultsReader& operator=(ResultsReader&&) noexcept;

  const std::filesystem::path& path() const;
  int version() const;  ///< of the format
  const RunInfo& info() const;
  const Software& software() const;
  /// Grid, cells with z, neighbours, surface, storey, space and portal; walls, storeys, spaces, portals, exits, links.
  /// Not kept in the file, and empty or zero here: slope, line_cells, sink, cells of links, unreachable, warnings.
  const scene::Floors& floors() const;

  /// What there is to see: vertices, triangles, and of each element name, meaning and storey. Empty in files of earlier
  /// builds.
  scene::Model model() const;

  /// Smoke that the case gives of its places; empty where it gives none, and in files of earlier builds.
  GivenSmoke given_smoke() const;

  /// Looks for what a running simulation has added; returns whether frames were added.
  bool refresh();
  size_t frames() const { return times().size(); }
  const std::vector<double>& times() const;  ///< [s] ascending
  size_t rows(size_t frame) const;           ///< people in a frame
  /// Positions with the file's resolution: 1 mm and 1 mm/s. 0 <= index < frames().
  Frame frame(size_t index) const;
  std::vector<Crossing> crossings() const;
  std::vector<Arrival> arrivals() const;  ///< at muster points; none in files of earlier builds
  std::vector<Event> events() const;
  std::vector<PersonRecord> people() const;
  /// Fields over the floors, areas and lines; empty where the file has none.
  AnalysisTables analysis() const;
  /// Hazards over the floors so far; empty where the file has none.
  HazardTables hazards() const;
  /// The same of a finished file without the samples, of which only the times are there; and one of these.
  HazardTables hazard_outline() const;
  HazardFrame hazard_frame(const HazardGrid& grid, size_t index) const;
  /// Gas and smoke in the air at one of the samples; empty where the file has none.
  VolumeSample volume(size_t sample) const;
  /// The air that a large-eddy simulation stored: cells, quantities and times; empty where the file has none.
  FieldTables fields() const;
  /// A block of one of its quantities: from `first` on, `count` times, planes, rows and cells (t, z, y, x).
  std::vector<float> field(const std::string& name, const std::array<size_t, 4>& first,
                           const std::array<size_t, 4>& count) const;
  /// What people met of them; empty before the run's end and without hazards.
  ExposureTables exposure() const;
  std::string summary_json() const;  ///< "" while the run has not finished
  bool finished() const;             ///< whether the run wrote its summary

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace muster::results
