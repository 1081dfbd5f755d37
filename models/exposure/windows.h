#pragma once
// Loads over windows of time that slide along, such as the 10, 30 and 60 minutes of the AEGLs.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace muster::exposure {

/// The greatest load of each of many people over any window of some lengths. A window begins and ends at whole pieces
/// of it, a 20th each: of a pulse as long as the window at least 97.5 % are found. Nothing is kept of who has no load.
class SlidingLoads {
 public:
  static constexpr int64_t pieces = 20;

  /// `windows` [s], each a whole number of times the first.
  SlidingLoads(size_t people, std::vector<double> windows);

  /// [s] between two records.
  double every() const { return windows_.front() / static_cast<double>(pieces); }
  /// Everybody's load so far [people, value^n s] at `record` * every(); to be called for 0, 1, 2, ... in order.
  template <class Load>
  void record(int64_t record, const Load& load_of) {
    for (size_t p = 0; p < slot_.size(); ++p)
      if (const double load = load_of(p); load > 0) add(p, record, static_cast<float>(load));
  }
  /// [value^n s] the greatest load within any window of windows()[window] seconds.
  double greatest(size_t person, size_t window) const;
  std::span<const double> windows() const { return windows_; }

 private:
  void add(size_t person, int64_t record, float load);

  std::vector<double> windows_;
  std::vector<int64_t> strides_;  ///< [windows] records a piece
  std::vector<int32_t> slot_;     ///< [people] -1: no load yet
  std::vector<float> loads_;      ///< [slots, windows, pieces] of the last pieces, at record / stride % pieces
  std::vector<float> greatest_;   ///< [slots, windows]
};

}  // namespace muster::exposure
