#pragma once
// What a run of hazards alone says of somebody who is at a place all the time: a small file of its own, which studies
// keep when the large one is gone. docs/formats.md describes the datasets.

#include "base/vec.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace muster::results {

/// Squares of the floors, and the probability that who is there from the start dies of what happens.
struct StayDeaths {
  double square = 0;            ///< [m] side
  Vec2 corner = Vec2::Zero();   ///< [m] where they begin
  std::vector<double> x, y;     ///< [m] of a point in each
  std::vector<float> z;         ///< [m] of its floor
  std::vector<int16_t> storey;  ///< -1 none
  std::vector<float> death;     ///< probability of each square; empty: of nothing there is known whom it kills
  double until = 0;             ///< [s] how long he is there
  bool cut = false;             ///< the case's latest end came while hazards could still kill more (by 0.01 somewhere)
};

/// Throws ResultsError.
void write_stay_deaths(const StayDeaths& deaths, const std::filesystem::path& path);
/// Empty where the file is not there or is damaged.
std::optional<StayDeaths> read_stay_deaths(const std::filesystem::path& path);

}  // namespace muster::results
