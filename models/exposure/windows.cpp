#include "models/exposure/windows.h"

#include "base/error.h"

#include <algorithm>
#include <cmath>

namespace muster::exposure {

SlidingLoads::SlidingLoads(size_t people, std::vector<double> windows)
    : windows_(std::move(windows)), slot_(people, -1) {
  for (const double window : windows_) {
    strides_.push_back(std::llround(window / windows_.front()));
    MUSTER_CHECK(static_cast<double>(strides_.back()) * windows_.front() == window, "a window of {} s beside one of {}",
                 window, windows_.front());
  }
}

void SlidingLoads::add(size_t person, int64_t record, float load) {
  const size_t n = windows_.size();
  int32_t& slot = slot_[person];
  if (slot < 0) {
    slot = static_cast<int32_t>(greatest_.size() / n);
    greatest_.resize(greatest_.size() + n, 0);
    loads_.resize(loads_.size() + n * pieces, 0);
  }
  for (size_t w = 0; w < n; ++w) {
    const size_t at = static_cast<size_t>(slot) * n + w;
    float* ring = &loads_[at * pieces];
    float& oldest = ring[record / strides_[w] % pieces];
    // Between two pieces of a long window: what it has so far, within less than its length.
    const bool whole = record % strides_[w] == 0;
    const float since = whole ? oldest : ring[(record / strides_[w] + 1) % pieces];
    greatest_[at] = std::max(greatest_[at], load - since);
    if (whole) oldest = load;
  }
}

double SlidingLoads::greatest(size_t person, size_t window) const {
  const int32_t slot = slot_[person];
  return slot < 0 ? 0 : static_cast<double>(greatest_[static_cast<size_t>(slot) * windows_.size() + window]);
}

}  // namespace muster::exposure
