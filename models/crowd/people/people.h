#pragma once
// Groups of people as a case describes them, and single persons as the simulation needs them.

#include "base/distribution.h"
#include "base/vec.h"
#include "models/crowd/people/bonds.h"
#include "models/crowd/people/profiles.h"
#include "scene/authored.h"
#include "scene/floors.h"

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace muster::crowd {

/// Stable number of a person within a run, 0-based; rows of arrays move, ids do not.
using AgentId = uint32_t;

/// Where a group starts. Exactly one of the alternatives is used; all empty: everywhere that an exit can be reached
/// from.
struct Place {
  std::vector<std::string> spaces;   ///< globs on space name or long name
  std::vector<std::string> storeys;  ///< globs on storey name
  std::vector<Vec2> polygon;         ///< [m] at least three points
  std::optional<double> z;           ///< [m] height for `polygon` and `points` where floors overlap
  std::vector<Vec2> points;          ///< [m] one person at each
  /// Rows of seats over the whole of the place, in place of anywhere in it.
  struct Seats {
    double row = 0.9, seat = 0.5;  ///< [m] from row to row, from seat to seat
    double facing = 0;             ///< [rad] direction in which people look: across the rows
    double share = 1;              ///< of the seats that are taken, drawn
  };
  std::optional<Seats> seats;

  bool everywhere() const { return spaces.empty() && storeys.empty() && polygon.empty() && points.empty(); }
};

/// Where people come in during the run: one of the alternatives.
struct Source {
  Place place;                              ///< spaces, storeys or a polygon
  std::optional<std::array<Vec2, 2>> line;  ///< [m] a line; its height in `place.z`
  std::string gate;                         ///< name of an exit or a door: before it, on its inside
};

/// People who come in during the run.
struct Inflow {
  Source source;
  /// [s] and [1/s]: from each time on so many people a second until the next; times ascend. Empty: the group's count at
  /// a constant rate.
  std::vector<std::pair<double, double>> rate;
  double from = 0, until = 0;  ///< [s] nobody comes outside of these
  bool regular = false;        ///< evenly spaced in terms of the rate; otherwise at random (Poisson)
};

/// A place that people go to before they leave.
struct Stop {
  Place place;
  std::optional<Distribution> stay;  ///< [s] from getting there; without it, until they leave for good
};

/// Who sees that others have begun to leave starts too.
struct Imitation {
  double share = 0;   ///< of the people seen who must have started, (0, 1]; 0: nobody imitates
  double radius = 5;  ///< [m] how far they look
};

/// An alarm and where it is heard.
struct Alarm {
  std::string name;
  double time = 0;  ///< [s]
  Place place;      ///< everywhere where it names nothing
  scene::Origin origin;
};

/// Whether people leave by lift.
enum class LiftUse : uint8_t {
  never,           ///< as signs in lifts say
  if_needed,       ///< those who cannot use stairs
  always_allowed,  ///< whoever is quicker so
};

/// A group of people alike in what they are and where they start.
struct PeopleGroup {
  std::string name;
  Place place;
  std::optional<int> count;       ///< either this or the density
  std::optional<double> density;  ///< [1/m2] over the place's walkable area
  /// [m/s] free walking speed on the level. Default: Weidmann 1993 (ETH IVT 90), 1.34 +- 0.26.
  Distribution speed = Distribution::normal(1.34, 0.26, 0.5, 2.2);
  /// [m] radius of the body's circle.
  Distribution radius = Distribution::constant(0.15);
  /// [s] from the alarm that reaches the person's place (without any alarm, t = 0) until the person starts to leave.
  Distribution premovement = Distribution::constant(0);
  /// Horizontal speed on stairs as a fraction of the free speed. Weidmann 1993: 0.610 and 0.694 m/s of 1.34.
  double stairs_up = 0.455, stairs_down = 0.518;
  bool stairs = true;  ///< they can use stairs, ladders and escalators
  double length = 0;   ///< [m] of bodies longer than wide (beds); 0: circles
  LiftUse lifts = LiftUse::never;
  /// Who they are, one of the two; none: as the values above say. Of a profile's values those above count that `given`
  /// marks.
  std::string who;                  ///< name of a profile or mixture
  std::vector<ProfileShare> mix;    ///< shares of profiles; whoever reads the profiles fills them in, also for `who`
  std::optional<Distribution> age;  ///< [years] in place of the profile's
  std::optional<Sex> sex;           ///< in place of the profile's
  struct Given {
    bool speed = false, radius = false, stairs_up = false, stairs_down = false, stairs = false;
  } given;
  std::string route = "nearest";           ///< "nearest", "quickest" or "familiar": see choice/settings.h
  std::vector<std::string> familiar;       ///< exits (globs) that they know; with route "familiar"
  std::vector<std::string> muster_points;  ///< names (globs) of muster points that they go to; empty: none
  std::vector<std::string> refuges;        ///< the same of refuges
  double follow_others = 0;                ///< [0, 1] with route "quickest"
  std::string exit;                        ///< name of the exit that everybody of the group uses; "" nearest
  std::optional<Inflow> inflow;            ///< they come in during the run; then `place` means nothing
  std::vector<Stop> stops;                 ///< where they go before they leave, in this order
  std::optional<Distribution> leave_at;    ///< [s] when they leave though no alarm has reached them
  Imitation imitation;
  Bonds bonds;  ///< what they are to others
  scene::Origin origin;
};

/// Gives a group that needs help what its device has and the case does not say, and its people the device's speed,
/// footprint and use of stairs.
void complete_help(PeopleGroup& group);

/// One person, drawn from a group.
struct Person {
  AgentId id = 0;
  uint32_t group = 0;      ///< index of the group
  Vec2 at = Vec2::Zero();  ///< [m]
  scene::CellId cell = scene::no_cell;
  float speed = 0;                       ///< [m/s] free speed on the level
  float radius = 0;                      ///< [m]
  float premovement = 0;                 ///< [s]
  float stairs_up = 1, stairs_down = 1;  ///< fraction of the free speed
  int32_t exit = -1;                     ///< index into Floors::exits; -1: nearest
  bool stairs_allowed = true;            ///< can use stairs, ladders and escalators
  bool lifts_allowed = false;            ///< uses lifts that run
  /// [m] of a body that is longer than wide (beds, stretchers), its width being 2 * radius; 0: a circle.
  float length = 0;
  float age = std::numeric_limits<float>::quiet_NaN();  ///< [years] NaN: without a profile, not known
  bool female = false;                                  ///< known where the age is
  float enters = 0;                                     ///< [s] when the person comes in; 0: there from the start
  int32_t source = -1;   ///< of the sources of those who come in; -1: there from the start
  int32_t company = -1;  ///< those with the same number (consecutive ids) stay together; -1: alone
};

}  // namespace muster::crowd
