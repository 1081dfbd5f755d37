#pragma once
// A parametric LNG terminal: a jetty with loading arms and its line, a quay, tanks in a bund, a process area, a control
// room, roads, a fence with gates.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <vector>

namespace muster::scene {

/// What can be chosen about a terminal. Lengths in metres; ranges and meanings stand in `lng_terminal_parameters()`.
struct LngTerminalParams {
  double jetty_length = 160;
  double trestle_width = 8;
  double head_length = 30;
  double head_width = 40;
  double quay_height = 4;
  int arms = 4;
  int lines = 3;
  double line_diameter = 0.8;
  double rack_height = 5;
  int tanks = 2;
  double tank_diameter = 46;
  double tank_height = 26;
  double tank_gap = 24;
  int tank_segments = 48;
  double bund_clearance = 10;
  double bund_height = 2;
  double bund_wall = 0.4;
  double process_length = 60;
  double process_depth = 36;
  int vaporisers = 4;
  double road_width = 7;
  double gate_width = 6;
  double surround = 20;
};

using LngTerminalParameter = Parameter<LngTerminalParams>;

const std::vector<LngTerminalParameter>& lng_terminal_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `lng_terminal` can build it.
std::vector<Mistake> lng_terminal_mistakes(const LngTerminalParams&);

/// [m] y of the jetty's axis.
double jetty_axis(const LngTerminalParams&);

/// Builds the terminal: the shore line along x = 0, the sea to its west, ground and decks at z = 0, the sea (which is
/// not part of the model: nobody walks on it) at z = -quay_height. Aborts where `lng_terminal_mistakes` is not empty.
///
/// Names: walls "Tank T101", "Bund 1"; furniture "Jetty line", "Loading arm 1", "Vaporiser 1", "Recondenser",
/// "Pipe rack"; spaces "Bund 1", "Control room", "Compressor house", "Jetty house"; stairs "Bund 1 steps S1"; doors
/// "Main gate" (east), "North gate", "South gate", "Control room west", "Control room east", "Compressor house
/// south"...
Model lng_terminal(const LngTerminalParams& = {});

}  // namespace muster::scene
