#pragma once
// What FlowAir holds. Used inside sim/hazard only.

#include "models/flow/step/flow.h"
#include "models/plume/atmosphere/atmosphere.h"
#include "scene/rays/rays.h"
#include "sim/hazard/flow_air.h"
#include "sim/hazard/flow_steady.h"

#include <array>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace muster::sim {

struct FlowAir::Box {
  flow::Grid grid;
  flow::FlowSettings settings;
  flow::Obstacles obstacles;
  std::vector<uint8_t> closed;  ///< at first
  std::vector<FlowDoor> doors;  ///< as the obstacles have them
  std::vector<char> open_now;   ///< of those that close by themselves
  std::vector<flow::Source> sources;
  std::vector<size_t> gas_of_source;          ///< which of the gases each gives
  std::vector<std::optional<size_t>> gas_of;  ///< [leak of the case] none: not carried
  std::vector<flow::Fan> fans;
  std::vector<FanSpec> fan_specs;             ///< of each
  std::unique_ptr<flow::Flow> air;            ///< made when it is needed: it takes memory
  std::optional<SteadyTier> steady;           ///< in place of `air`
  std::vector<std::string> names;             ///< of each gas its leak's, then of each smoke its fire's
  std::vector<BurningFire::Products> smokes;  ///< of the gases after those of leaks what they come from
  double clears = 0;                          ///< [s] until nothing of a source is left
  double warmth = 288.15;                     ///< [K] of the air at the height where it is given
  double seconds = 0;                         ///< of computing
  std::vector<double> lowest;                 ///< [volume fraction] of each gas's criteria
  std::vector<char> left;                     ///< whether each has been seen at an open side above that
  double spin_up = 0;                         ///< [s] its clock is ahead of the run's
  /// Until the air is first computed: what is tight in the model.
  std::unique_ptr<scene::Rays> walls;
  /// Of places whose cell belongs to the other side of a wall, by that cell: each and the cell whose air it has.
  std::unordered_map<ptrdiff_t, std::vector<std::pair<Vec3, ptrdiff_t>>> own_side;
  int64_t steps = 0, unconverged = 0, clipped = 0, starved = 0;
  bool short_steps = false, told_pressure = false;
  std::vector<Warning> warnings;
  std::unique_ptr<Checkpoints> checkpoints;  ///< null: nothing is
  std::optional<AirRecord> retold;           ///< in place of `air` while it is told again
  std::optional<AirRecord> noted;            ///< what is asked for since the last change
  std::vector<uint8_t> asked_for;            ///< [grid.stored] since then
  uint64_t asked = 0xcbf29ce484222325;

  void fill_with(const std::vector<const LeakCloud*>&, const std::vector<const LeakSpec*>&, double around,
                 std::vector<Mistake>&);
  void lay_out(const FlowSpec&, const scene::Floors&, const std::vector<Vec3>& sources, std::vector<Mistake>&);
  void blow(const FlowSpec&, const plume::Weather&, uint64_t seed, std::vector<Mistake>&);
  void tell_of(const plume::Atmosphere&);
  void moisten(const plume::Atmosphere&);
  void change(const FlowSpec&, const plume::Weather&, uint64_t seed, std::vector<Mistake>&);
  void hang(std::vector<FlowDoor> all, const FlowSpec&);
  void fill_racks(const FlowSpec&, std::vector<Mistake>&);
  void release(const LeakCloud&, const LeakSpec&, size_t gas, std::vector<Mistake>&);
  void burn(const BurningFire&, size_t gas, double until, std::vector<Mistake>&);
  void ventilate(const Case&, std::vector<Mistake>&);
  double presses(const flow::Zones&, const flow::Zone&, double volume_flow) const;
  flow::Source place(const substance::SourceTerm&, const LeakCloud&, double density) const;
  Vec3 seat(const BurningFire& fire) const {
    return fire.ground + Vec3(0, 0, std::max(fire.products->height, 0.0) + grid.dz(0) / 2);
  }
  /// What all fires make of the air of a cell.
  SmokeAt smoke_in(ptrdiff_t cell) const;
  size_t leaks() const { return names.size() - smokes.size(); }
  double megabytes() const { return static_cast<double>(flow::memory_needed(grid, names.size())) / 1e6; }
  void prepare_steady(const Case&, const plume::Atmosphere&, std::vector<Mistake>&);
  void judge_weight(const LeakCloud&, const LeakSpec&, const plume::Atmosphere&, std::vector<Mistake>&);
  void refuse_aloft(const LeakCloud&, const LeakSpec&, const plume::Atmosphere&, std::vector<Mistake>&);
  void raise_wind();
  void blow_steadily(double until);
  std::string cost_of_steady() const;
  void end(size_t source, double time);
  void add(const flow::Source&);
  /// Whether anything has been computed or told again.
  bool begun() const { return air != nullptr || retold || (steady && steady->gas != nullptr); }
  /// [s] Time of the solver: what it has been computed or told up to.
  double clock() const { return air ? air->time() : retold->clock; }
  void start(double time);

  void ask(char what, std::initializer_list<double> values);
  void ask(const flow::Source&);
  bool told_again(AirRecord::Change, double time);
  void take_up(double time);
  void keep_state(double time, size_t warned);
  void note_from(AirRecord::Change, double time, double flammable, size_t warned);
  void close_note();
  void note(ptrdiff_t cell, uint8_t what);
  /// The cell whose air a place has, which is noted.
  std::optional<ptrdiff_t> composition_asked(const Vec3& place);
  std::optional<ptrdiff_t> temperature_asked(const Vec3& place);
  const float* told(ptrdiff_t cell) const;        ///< of a cell told again what AirRecord::held has
  double told_temperature(ptrdiff_t cell) const;  ///< [K]
  const std::vector<std::vector<float>>& told_fields() const;
  double mass_fraction(ptrdiff_t cell, size_t gas) const {
    return static_cast<double>(air ? air->scalars().amount[gas][cell] : told(cell)[gas]);
  }
  double density(ptrdiff_t cell) const {
    return static_cast<double>(air ? air->scalars().density[cell] : told(cell)[names.size()]);
  }
  double fraction(ptrdiff_t cell, size_t gas) const;  ///< volume fraction in a cell
  double mass_between(size_t gas, double lower, double upper) const;
  /// The same at a height [m] in it; only layers of dense gas tell heights within a cell apart.
  double fraction(ptrdiff_t cell, double z, size_t gas) const;
  double temperature_of(ptrdiff_t cell) const;  ///< [K]
  void look_at(const flow::StepReport&);
  void look_at_sides();
  void look_at_solids(const FlowSpec&, double wind);
  void refuse_shut_in(const flow::Source&, const scene::Origin&, std::vector<Mistake>&) const;
  void refuse_parted(const Vec3& place, const std::string& name, const scene::Origin&, std::vector<Mistake>&) const;
  /// The cell that holds a place; none outside the box and in solids.
  std::optional<ptrdiff_t> cell_of(const Vec3&) const;
  /// Indices of the cell that holds a place, solid or not; none outside the box.
  std::optional<std::array<int, 3>> indices_of(const Vec3&) const;
  /// Whether a wall stands between a place and the point that stands for a cell.
  bool parted(const Vec3& place, const std::array<int, 3>& cell) const;
  /// Whether one does between a place and its own cell.
  bool parted(const Vec3& place) const;
  void stand(const scene::Model&);
  /// Of the cells around a place and its own the nearest open one, `seen`: that nothing parts from it.
  std::optional<ptrdiff_t> nearest(const Vec3& place, bool seen) const;
  /// The same; for a place in a solid cell the open one of the 26 around it whose middle is nearest, if any: walls,
  /// steps and gates fill whole cells, and people walk beside and on them. Places that are known beforehand have the
  /// nearest that no wall parts from them.
  std::optional<ptrdiff_t> air_at(const Vec3&) const;
};

/// Where a term comes out: at least half a cell above its ground, in a cell whose middle lies above that.
Vec3 outlet(const LeakCloud& leak, const substance::SourceTerm& term, const flow::Grid& grid);

/// Largest share of what a leak gives the air that comes as drops.
double most_drops(const LeakCloud&);

inline Mistake refused(const scene::Origin& origin, const std::string& key, std::string text) {
  return {origin.file, origin.line, origin.key + (key.empty() ? "" : "." + key), "", std::move(text)};
}

}  // namespace muster::sim
