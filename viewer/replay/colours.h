#pragma once
// Colours that stand for numbers and kinds, and the legends that explain them.

#include "viewer/replay/replay.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace muster::viewer {

using Rgb = std::array<float, 3>;  ///< each in [0, 1], as screens show them (sRGB)

/// Rises in lightness all along, so that it can be read in black and white and by the colour-blind: "viridis" (van der
/// Walt and Smith 2015) at 9 points, straight lines between. `t` is clamped to [0, 1].
Rgb viridis(double t);

/// Colours that most colour-blind people tell apart (Okabe and Ito 2008), over and over again.
Rgb kind_colour(size_t number);

/// What the people's colours stand for.
enum class ColourBy { speed, density, state, group, exit, premovement };
inline constexpr std::array<const char*, 6> colour_by_names = {"speed", "density", "state",
                                                               "group", "exit",    "premovement"};

/// What a picture says of its colours: a bar with ends, or kinds.
struct Legend {
  std::string title;         ///< "speed"
  std::string unit;          ///< "m/s"; "" where it has none
  double low = 0, high = 0;  ///< at the ends of the bar; equal: there is no bar
  struct Kind {
    std::string name;
    Rgb colour;
  };
  std::vector<Kind> kinds;  ///< where there is no bar
};

Legend people_legend(ColourBy by, const Replay& replay);

/// One colour a row of `bodies`.
std::vector<Rgb> people_colours(ColourBy by, const Replay& replay, const Bodies& bodies);

/// [1/m2] people within 1 m of each, himself among them, by the area of that circle; those more than 1 m above or below
/// do not count. Walls are not heeded: a measure to look at, not the analysis of the run.
std::vector<float> nearby_density(const Bodies& bodies);

}  // namespace muster::viewer
