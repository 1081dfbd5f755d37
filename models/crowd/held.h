#pragma once
// Who does not get out, where he is, and why.

#include "base/vec.h"

#include <cstdint>

namespace muster::crowd {

/// Why somebody inside does not get on.
enum class Reason : uint8_t {
  not_started,      ///< his pre-movement time is not over
  no_alarm,         ///< nothing has told him to leave
  visits,           ///< is where he went first, and does not leave yet
  on_link,          ///< is on stairs, an escalator or in a lift of its own: goes on
  waits_for_lift,   ///< stands before a lift
  waits_at_link,    ///< stands before stairs, an escalator or a ladder until there is room
  no_helpers,       ///< needs help; too few helpers, or none can get there
  awaits_helpers,   ///< needs help; helpers are on their way or with others first
  made_ready,       ///< helpers make him ready
  device_too_wide,  ///< no way out for what he is moved on: too narrow, stairs, no lift that takes it
  helps,            ///< moves somebody, or stands by to help
  on_duty,          ///< sweeps or directs
  company,          ///< waits for those whom he stays together with
  shut,             ///< no way: doors or exits on it are shut, or pass people the other way only
  hazard,           ///< no way but through smoke, gas or heat
  too_wide,         ///< no way of his width
  no_stairs,        ///< no way without stairs, which he cannot use, and no lift
  no_floor,         ///< the floor where he stands leads to no exit
  bed,              ///< stuck behind a bed, a wheelchair or the like
  people_stand,     ///< stuck behind people who stand
  opposite,         ///< stuck against people who come towards him
  crowd,            ///< stuck behind others who do not get on either
  flow_limit,       ///< stuck at a line of limited flow
  wall,             ///< stuck at a wall: no known reason, please report it
  unknown,          ///< stuck in the open: no known reason, please report it
};

/// A word for files, and what it means for people to read.
const char* word(Reason reason);
const char* text(Reason reason);
/// Whether somebody wants to walk and could, but does not get on.
constexpr bool is_stuck(Reason reason) { return reason >= Reason::bed; }

struct Held {
  uint32_t id = 0;
  Vec3 at = Vec3::Zero();  ///< [m]
  Reason reason = Reason::unknown;
  int32_t link = -1;  ///< link or lift that he waits for or is on; -1: none, or not known which
  int32_t cell = -1;  ///< floor cell; negative: on a link, or carried
  double since = -1;  ///< [s] since when those stuck have not got on by 0.25 m; negative: others
};

}  // namespace muster::crowd
