#pragma once
// Where to go: one field of walking times per destination and access, shared by everybody who has both.

#include "models/crowd/ground/ground.h"
#include "models/crowd/ground/passage.h"
#include "models/crowd/routes/field.h"
#include "models/crowd/routes/keys.h"
#include "models/crowd/routes/link_pace.h"
#include "scene/floors.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace muster::crowd {

class Tiles;

/// What the fields assume of everybody.
struct RouteSettings {
  double stairs_up = 0.455, stairs_down = 0.518;  ///< speed on stairs as a fraction of the free speed (Weidmann 1993)
  BodyClasses bodies = {};   ///< no way leads through gaps narrower than the widest body of a class
  double free_speed = 1.34;  ///< [m/s] turns the minutes on a ladder into metres on the level (Weidmann 1993)
  /// [cells] From this size of a place on, fields of those who know of a danger are marched on `Tiles` where the floor
  /// is open. In smaller ones a march over every cell takes less than 20 ms.
  size_t tiles_from = 100000;
};

/// A link as seen from one of its cells.
struct LinkEnd {
  CellId cell;
  int32_t link;
  bool forward;
  int32_t stop = -1;  ///< of lifts: the stop at which one gets in, to get out at the exit stop; -1: no lift
  int32_t hop = -1;   ///< used by `Routes`
};

/// How the field towards an area is made.
struct AreaSettings {
  float reach =
      std::numeric_limits<float>::infinity();  ///< [m] walking time at unit speed beyond which it knows no way
  bool else_nearest_exit = false;              ///< who has no way to the area walks to the nearest open exit
};

/// Fields for every destination in use. Solves |grad u| = cost by fast marching of second order (Sethian 1999) on the
/// graph of joined cells; cost is 1 on open floor, 1 / speed factor on stairs, more beside walls. Towards an exit the
/// lines of all others are walls, towards an area those of all exits.
class Routes {
 public:
  static constexpr int32_t nearest = 0;  ///< the field to the nearest open exit for bodies of class 0, lifts unused

  Routes(const scene::Floors& floors, const Ground& ground, const RouteSettings& settings = {});
  ~Routes();
  Routes(const Routes&) = delete;
  Routes& operator=(const Routes&) = delete;

  /// Index of the field of `key`, made by the next `update`. The same key gives the same index; numbers count up in the
  /// order of the first calls, released ones being used again. With it comes the field to the nearest exit of the same
  /// access. May move fields: do not keep references across.
  int32_t need(const FieldKey& key);
  /// Frees a field that nobody follows any more; `nearest` stays.
  void release(int32_t field);
  /// Whether a field is still needed: that of an area is not once the area is removed.
  bool needed(int32_t field) const { return used_[static_cast<size_t>(field)] != 0; }
  const FieldKey& key(int32_t field) const { return keys_[static_cast<size_t>(field)]; }
  /// Whether a hazard makes some cells impassable.
  bool hazard_closes() const { return !impassable_.empty(); }
  /// [m] of the widest body of a class.
  float class_radius(uint8_t body) const { return settings_.bodies.radius(body); }
  /// The class of bodies of a radius [m].
  uint8_t body_class(float radius) const { return settings_.bodies.of(radius); }

  /// A set of cells that people can be sent to; empty: nobody gets there. Who stands on one of them has `arrived`.
  int32_t add_area(std::vector<CellId> cells, const AreaSettings& settings = {});
  /// Other cells for an area; its fields follow at the next `update`.
  void move_area(int32_t area, std::vector<CellId> cells);
  /// Frees the area and its fields, which nobody follows any more.
  void remove_area(int32_t area);
  std::span<const CellId> area(int32_t area) const { return areas_[static_cast<size_t>(area)].cells; }

  void set_portal(int32_t portal, bool closed);
  void set_exit(int32_t exit, bool closed);
  /// Lets people through a door or exit in one direction only: forward (+1) or backward (-1) as `Crossing` counts them;
  /// before the first `update`. Closing and opening stay possible.
  void set_one_way(bool exit, int32_t line, int8_t direction);
  bool portal_closed(int32_t portal) const { return portal_closed_[static_cast<size_t>(portal)] != 0; }
  bool exit_closed(int32_t exit) const { return exit_closed_[static_cast<size_t>(exit)] != 0; }
  /// Time [s] that somebody loses before a link in one direction, beyond the ride: the wait for a lift. Ways that use
  /// it change at the next `update`.
  void set_link_wait(int32_t link, bool forward, double seconds);
  /// Time [s] from a stop of a lift to its exit stop, the wait for the car included.
  void set_lift_time(int32_t link, int32_t stop, double seconds);
  /// Factor >= 1 on the walking time of every cell (smoke, gas, heat); infinite: nobody walks in, who is there may
  /// leave. Empty: none. Size: cells. `to_all`: whoever is informed or not.
  void set_hazard_cost(std::span<const float> factors, bool to_all = true);

  /// Recomputes the fields that a change touched, in parallel. Returns how many.
  int update();
  /// Valid after `need` and `update`.
  const Field& field(int32_t index) const { return fields_[static_cast<size_t>(index)]; }
  /// The field that somebody on `cell` follows who has this goal: the goal's, or what stands in where it knows no way.
  int32_t followed(int32_t goal, CellId cell) const {
    const Field& f = field(goal);
    return f.otherwise >= 0 && f.way[static_cast<size_t>(cell)].none() ? f.otherwise : goal;
  }
  /// The link that a person on `cell` with way "enters link" takes in this field; nullptr: none.
  const LinkEnd* link_at(CellId cell, int32_t index) const;
  std::span<const LinkEnd> link_ends() const { return link_ends_; }

 private:
  struct Arrivals;
  /// One way through a link: forward, backward, or from one stop of a lift to its exit stop.
  struct Hop {
    int32_t link;
    bool forward;
    int32_t stop;       ///< -1: no lift
    float seconds = 0;  ///< lost before the ride; of a lift, all of it
  };
  struct Area {
    std::vector<CellId> cells;
    AreaSettings settings;
    bool used = false;
  };
  /// What a class of bodies can walk with every door open, and the cost of a metre beside walls.
  struct Room {
    std::vector<uint8_t> open;
    std::vector<float> cost;
    std::unique_ptr<Tiles> tiles;  // of open floor; null until needed
  };
  using Edge = std::pair<CellId, uint8_t>;  // a cell and the bit of its direction

  std::vector<Edge> edges_across(const Segment& line) const;
  Room room_of(uint8_t body) const;
  std::unique_ptr<Tiles> tiles_of(const Room& room) const;
  std::vector<uint8_t> passable(const FieldKey& key) const;
  bool minds_hazard(const FieldKey& key) const { return hazard_to_all_ || key.access.informed; }
  bool on_tiles(const FieldKey& key) const {
    return key.access.informed && !hazard_.empty() && hazard_.size() >= settings_.tiles_from;
  }
  void close_into(std::vector<uint8_t>& open, CellId cell) const;
  bool leads_to(const FieldKey& key, size_t exit) const;
  bool usable(const scene::Link& link, const Access& access) const;
  const scene::Link& link_of(const Hop& hop) const { return floors_->links[static_cast<size_t>(hop.link)]; }
  const std::vector<CellId>& way_in(const Hop& hop) const;
  const std::vector<CellId>& way_out(const Hop& hop) const;
  float hop_cost(const Hop& hop) const;
  void set_hop(int32_t link, bool forward, int32_t stop, double seconds);
  void solve(int32_t index);
  void touch_fields(const std::vector<Edge>& edges, const std::vector<CellId>& cells);
  void drop_area_fields(int32_t area, bool free);

  const scene::Floors* floors_;
  const Ground* ground_;
  RouteSettings settings_;
  std::vector<Room> rooms_;  // by class of bodies; empty until needed
  std::vector<std::vector<Edge>> portal_edges_, exit_edges_;
  std::vector<char> portal_closed_, exit_closed_;
  std::vector<Edge> forbidden_;  // against one-way lines
  std::vector<Hop> hops_;
  std::vector<float> hazard_;       // [cells] empty: none
  std::vector<CellId> impassable_;  // cells of infinite hazard cost
  bool hazard_to_all_ = true;       // fields of those who are not informed have it, too
  std::vector<LinkEnd> link_ends_;  // by cell
  std::vector<Area> areas_;
  std::vector<FieldKey> keys_;
  std::vector<char> used_;
  std::vector<Field> fields_;
};

}  // namespace muster::crowd
