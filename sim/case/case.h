#pragma once
// A case: everything that defines a run, as read from its TOML file.

#include "models/crowd/analysis/settings.h"
#include "models/crowd/people/people.h"
#include "models/crowd/walking/settings.h"
#include "models/plume/choose.h"
#include "models/release/leak.h"
#include "scene/authored.h"
#include "scene/site.h"
#include "sim/case/fire_spec.h"
#include "sim/case/flow_spec.h"
#include "sim/case/reaction_spec.h"
#include "sim/case/strike_spec.h"
#include "sim/case/substance_entry.h"
#include "sim/case/tank_spec.h"
#include "sim/case/uncertain.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace muster::sim {

struct RunSettings {
  double step = 0.05;         ///< [s]
  double until = 3600;        ///< [s] latest end; the run ends earlier when everybody has left
  double record_every = 0.5;  ///< [s] between recorded positions
};

/// Doors and exits that close or open at a time; names are globs.
struct EventSpec {
  double at = 0;  ///< [s]
  std::vector<std::string> close, open;
  scene::Origin origin;
};

/// A muster point or a refuge: one of polygon, point and spaces.
struct HavenSpec {
  std::string name;
  std::vector<Vec2> polygon;        ///< [m]
  std::optional<Vec2> point;        ///< [m] with `radius`
  double radius = 2;                ///< [m]
  std::optional<double> z;          ///< [m] height of polygon or point where floors overlap
  std::vector<std::string> spaces;  ///< globs
  std::optional<int> capacity;      ///< of a refuge
  std::string if_unsafe;            ///< muster point to go to once this one is untenable; "": none
  scene::Origin origin;
};

/// A sign that tells of exits.
struct SignSpec {
  std::string name;
  Vec3 at = Vec3::Zero();          ///< [m]
  std::vector<std::string> exits;  ///< globs
  std::optional<double> facing_deg;
  double range = 30;        ///< [m]
  std::optional<bool> lit;  ///< from within; empty: as `ReactionSettings::sign`
  scene::Origin origin;
};

/// How hazards are sampled over the floors, or whence they are taken.
struct HazardSettings {
  std::string from;                ///< results file of an earlier run whose hazards these are; "": they are computed
  std::vector<double> arrivals;    ///< [s] ascending; for who comes to a place at these times, how long he can stay
  double square = 1;               ///< [m] side of the squares
  double every = 10;               ///< [s] between samples
  double height = 1.6;             ///< [m] above the floor: what standing people breathe
  double air_changes_per_h = 0.5;  ///< [1/h] of spaces that no enclosure names
  int draws = 200;                 ///< of inputs given as ranges
  bool volume = true;              ///< gas and smoke in the air are sampled to be looked at
};

/// A room or building that gas enters and leaves by its air change only.
struct EnclosureSpec {
  std::string name;
  crowd::Place place;
  double air_changes_per_h = 0.5;  ///< [1/h]
  std::optional<double> height;    ///< [m] of its ceiling above the floor
  std::optional<double> volume;    ///< [m3] in place of floor area times height
  std::optional<Vec3> intake;      ///< [m] where it takes its air in; empty: over the middle of its floor
  scene::Origin origin;
};

/// Something that leaks out of a plant.
struct LeakSpec {
  std::string name, substance;
  Vec2 at = Vec2::Zero();   ///< [m]
  std::optional<double> z;  ///< [m] of the ground there; empty: the lowest floor
  double begins = 0;        ///< [s]
  release::Leak source;
  plume::Model dispersion = plume::Model::automatic;
  double averaging = 600;  ///< [s]
  scene::Origin origin;
};

struct Case {
  std::filesystem::path path;          ///< as given
  std::string text;                    ///< the file, verbatim
  std::vector<std::string> overrides;  ///< "key=value" of the command line, in order
  std::string title;
  uint64_t seed = 1;
  std::optional<scene::Site> site;
  scene::Authored place;
  std::vector<crowd::PeopleGroup> people;   ///< those who are there from the start, then those who come in
  std::vector<crowd::PeopleGroup> inflows;  ///< while reading only: appended to `people` then
  std::vector<crowd::Alarm> alarms;
  std::vector<char> alarms_timed;  ///< of each alarm: whether the case says when it sounds
  std::vector<EventSpec> events;
  std::vector<HavenSpec> muster_points, refuges;
  std::vector<SignSpec> signs;
  std::optional<plume::Weather> weather;
  std::vector<LeakSpec> leaks;
  std::optional<FlowSpec> flow;  ///< empty: leaks spread over flat, open ground
  std::vector<FireSpec> fires;
  std::vector<FlashFireSpec> flash_fires;
  std::vector<ExplosionSpec> explosions;
  std::vector<TargetSpec> targets;
  std::vector<TankSpec> tanks;
  /// Numbers of weather, leaks and fires that were given as ranges, by their keys; the values above are their medians.
  std::vector<Uncertain> uncertain;
  HazardSettings hazards;
  std::vector<EnclosureSpec> enclosures;
  std::vector<AirSpec> air;
  std::vector<DetectorSpec> detectors;
  ReactionSettings reactions;
  std::vector<SubstanceEntry> substances;  ///< besides those of the program, or in their place
  crowd::WalkingSettings walking;
  crowd::AnalysisSettings analysis;
  std::vector<crowd::MeasureSpec> measures;
  RunSettings run;
};

}  // namespace muster::sim
