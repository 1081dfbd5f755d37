#pragma once
// What people of a group are to others: those they stay with, those who help them or whom they help, rooms they visit.

#include "base/distribution.h"
#include "base/vec.h"

#include <optional>
#include <string>
#include <vector>

namespace muster::crowd {

/// How somebody is moved who cannot leave alone.
enum class Device { wheelchair, bed, stretcher, evac_chair, carry };

/// What a device is and how fast. Values are those of `device_facts`, overridden by the case.
struct DeviceFacts {
  int helpers = 1;         ///< who must be there before it moves
  double speed = 1;        ///< [m/s] on the level, with the helpers
  double stairs_down = 0;  ///< [m/s] horizontal speed down stairs; 0: not on stairs
  double prepare = 0;      ///< [s] from the last helper's arrival until it moves
  double width = 0.5;      ///< [m]
  double length = 0.5;     ///< [m] in the direction of travel; at least the width
};

/// Quoted from memory, to be checked against the sources before they are relied on:
/// Hunt, Galea, Lawrence 2015 (Fire and Materials 39, 407; trials in a hospital): stretcher with 4 handlers 1.04 m/s on
/// the level and 0.58 m/s down stairs, 72 s to prepare; evacuation chair with 1 handler 1.5, 0.83 m/s, 33 s. Boyce,
/// Shields, Silcock 1999 (Fire Technology 35, 51): wheelchairs pushed by others 1.30 m/s.
/// Assumptions without a source: beds 1.0 m/s and 60 s (brakes, drips, cables), wheelchairs 10 s (feet, brakes),
/// carrying by hand 0.6 m/s, half of it down stairs, and 15 s. Footprints: wheelchair ISO 7193 (0.7 m x 1.2 m); bed
/// 0.95 m x 2.15 m, stretcher 0.55 m x 1.95 m and evacuation chair 0.5 m x 1.0 m are usual makes.
constexpr DeviceFacts device_facts(Device device) {
  switch (device) {
    case Device::wheelchair:
      return {1, 1.30, 0, 10, 0.70, 1.20};
    case Device::bed:
      return {2, 1.0, 0, 60, 0.95, 2.15};
    case Device::stretcher:
      return {4, 1.04, 0.58, 72, 0.55, 1.95};
    case Device::evac_chair:
      return {1, 1.5, 0.83, 33, 0.50, 1.0};
    case Device::carry:
      return {2, 0.6, 0.3, 15, 0.50, 0.50};
  }
  return {};
}

/// The help that somebody needs to leave.
struct HelpNeeded {
  Device device = Device::wheelchair;
  std::optional<int> helpers;           ///< who must be there; absent, as this and the following: the device's
  std::optional<Distribution> prepare;  ///< [s] from the last helper's arrival until it moves
  std::optional<double> speed;          ///< [m/s] on the level, with the helpers
  std::optional<double> stairs_down;    ///< [m/s] horizontal speed down stairs; 0: not on stairs
  std::optional<double> width, length;  ///< [m]
  double unload = 10;                   ///< [s] at the destination, before the helpers are free: assumption
  int priority = 0;                     ///< higher is fetched first
  std::vector<std::string> to;          ///< globs of spaces to be taken to (refuges); empty: out by an exit
};

/// How those are brought out who fell: helpers carry them by hand, as wide as they are, on the way out that they would
/// have taken themselves. Values of `device_facts(Device::carry)`.
struct Rescue {
  std::vector<std::string> by;  ///< names (globs) of groups among those who help; empty: all of them
  int helpers = 2;              ///< for each
  double speed = 0.6;           ///< [m/s] on the level
  double stairs = 0.3;          ///< [m/s] horizontal speed on stairs
  double prepare = 15;          ///< [s] from the last helper's arrival until they move
  double unload = 10;           ///< [s] at the exit, before the helpers are free
  int priority = 0;             ///< beside those who need help, higher is fetched first
};

/// Where somebody stands and directs people: a door or a place, and the exits to which he sends them.
struct Post {
  std::string door;             ///< name (glob) of a door, before which he stands; or
  std::optional<Vec2> at;       ///< [m] the place
  std::optional<double> z;      ///< [m] its height where floors overlap
  std::vector<std::string> to;  ///< names (globs) of exits; people go to the nearest of them
  double radius = 10;           ///< [m] within which people hear and see him: assumption
  double leaves_after = 30;     ///< [s] without anybody about, after which he leaves himself: assumption
};

/// What a group of people is to others.
struct Bonds {
  /// People who stay together, a company: how many. 1: everybody alone. The last company of a group takes who is left.
  Distribution company = Distribution::constant(1);
  bool gather = true;  ///< a company meets before it leaves

  std::optional<HelpNeeded> needs_help;
  bool helps = false;   ///< they fetch those who need help
  bool returns = true;  ///< and come back for the next until there is none

  std::vector<std::string> sweeps;  ///< globs of spaces to be visited before leaving
  double alert = 5;  ///< [s] from their coming in until those in the room who have not started do: assumption
  double stays = 0;  ///< [s] they stay in each room

  std::optional<Post> directs;

  bool alone() const { return company.kind == Distribution::Kind::constant && company.a <= 1; }
};

}  // namespace muster::crowd
