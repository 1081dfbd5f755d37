#pragma once
// Steady winds kept in files, one for each wind, so that many runs compute each once.

#include "models/flow/steady/steady_wind.h"

#include <filesystem>
#include <functional>
#include <string>

namespace muster::sim {

/// What a wind hangs on.
struct WindKey {
  std::string digest;     ///< of the cells, what is closed, the profile that comes in, how long it is looked at
  double from = 270;      ///< [deg] where it comes from
  double speed = 5;       ///< [m/s] in 10 m that it is computed at
  double averaged = 300;  ///< [s]
};

struct KeptWind {
  flow::SteadyWind wind;
  bool computed = false;
  std::string file;     ///< "": kept nowhere
  std::string trouble;  ///< why it could not be kept, or was computed again; "": none
  std::string version;  ///< of the program that computed it, where that is another; "": this one
};

/// Of a run: grid, sides, profile, closed faces, porous boxes, averaging and what else there is, in words and numbers,
/// hashed.
std::string wind_digest(const flow::Grid&, const flow::FlowSettings&, const std::vector<uint8_t>& closed,
                        const flow::Averaging&, const std::string& besides);

/// The wind of a key in a folder (made where it is not there), or from `compute`, and then kept. Who wants a wind that
/// another run is computing waits for it. A file appears whole, under its name, or not at all. "": no folder.
KeptWind kept_wind(const std::filesystem::path& folder, const WindKey&, const flow::Grid&,
                   const std::function<flow::SteadyWind()>& compute);

}  // namespace muster::sim
