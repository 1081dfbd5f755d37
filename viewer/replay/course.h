#pragma once
// What one person met of the hazards along his way.

#include "viewer/replay/samples.h"

#include <string>
#include <vector>

namespace muster::viewer {

/// One hazard at the times of a course.
struct Met {
  std::string name, unit;    ///< "drum leak", "ppm"
  std::vector<float> value;  ///< one a time
};

/// At the samples of the hazards at which he was there.
struct Course {
  std::vector<double> time;  ///< [s]
  std::vector<Met> met;      ///< each leak, then the radiation of all fires, then smoke
};

/// Empty where the file has no hazards. Values are those of the square that he was in, as the fields show them: they
/// are not a dose, which the run alone knows.
Course course_of(const Replay& replay, const Samples& samples, uint32_t person);

}  // namespace muster::viewer
