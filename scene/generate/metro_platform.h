#pragma once
// A parametric metro station: tracks and platforms below the street, a train with open doors, stairs up to a concourse
// with ticket gates, tunnels, shafts for ventilation.

#include "base/error.h"
#include "scene/generate/parameter.h"
#include "scene/model.h"

#include <vector>

namespace muster::scene {

/// What can be chosen about a station. Lengths in metres; ranges and meanings stand in `metro_platform_parameters()`.
struct MetroPlatformParams {
  double platform_length = 80;
  double platform_width = 10;
  int side_platforms = 0;
  double ceiling_height = 4.5;
  double slab = 0.6;
  double track_width = 4;
  double track_depth = 1.1;
  int cars = 3;
  double car_length = 20;
  int car_doors = 4;
  double train_door = 1.4;
  double screen_height = 0;
  int stairs = 2;
  double stair_width = 2.4;
  int escalators = 1;
  double escalator_width = 1;
  double concourse_height = 3.5;
  int gates = 8;
  double gate_width = 0.7;
  double exit_width = 4;
  double tunnel_length = 12;
  double tunnel_height = 5;
  int shafts = 2;
  double shaft_length = 4;
  double shaft_width = 6;
  double surround = 4;
};

using MetroPlatformParameter = Parameter<MetroPlatformParams>;

const std::vector<MetroPlatformParameter>& metro_platform_parameters();

/// Everything that does not fit: values out of range, and combinations that cannot be built. `key` and `value` are
/// filled, file and line are not. Empty where `metro_platform` can build it.
std::vector<Mistake> metro_platform_mistakes(const MetroPlatformParams&);

/// [m] height of the platforms' floor; street and concourse lie at 0.
double platform_level(const MetroPlatformParams&);

/// Builds the station: the platforms run along x from 0, the tracks' hall takes y from 0 up, street and concourse lie
/// at z = 0. What surrounds hall and tunnels is solid ground. Aborts where `metro_platform_mistakes` is not empty.
///
/// Names: floors "Platform" (of two: "Platform S", "Platform N"), "Concourse"; spaces of the same names and "Car 1";
/// stairs "Stair 1", "Escalator 1.1" (of two platforms "Stair S1"...); doors "Train door 1.2", "Gate W3", "Exit SW";
/// walls "Train", "Screen"; terrain "Ground west"...
Model metro_platform(const MetroPlatformParams& = {});

}  // namespace muster::scene
