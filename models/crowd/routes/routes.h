#pragma once
// Where to go: one field of walking times per destination, shared by everybody.

#include "models/crowd/ground/ground.h"
#include "scene/floors.h"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace muster::crowd {

/// What the fields assume of everybody.
struct RouteSettings {
  double stairs_up = 0.455, stairs_down = 0.518;  ///< speed on stairs as a fraction of the free speed (Weidmann 1993)
  double body_radius = 0.15;                      ///< [m] no way leads through gaps narrower than this body
  double free_speed = 1.34;  ///< [m/s] turns the minutes on a ladder into metres on the level (Weidmann 1993)
};

/// Direction of a cell towards a destination, in two bytes.
struct Way {
  int8_t x = 0, y = 0;  ///< unit vector * 127; (0, 0): no route; (-128, -128): enter the link that starts here

  bool none() const { return x == 0 && y == 0; }
  bool enters_link() const { return x == -128; }
};

/// Shortest walking times to one destination.
struct Field {
  std::vector<float> distance;  ///< [cells, m] walking time at unit free speed; infinity where there is no way
  std::vector<Way> way;         ///< [cells]
  bool valid = false;

  bool reached(CellId c) const { return distance[static_cast<size_t>(c)] < 1e30f; }
};

/// Walking time of a link at a person's free speed v [m/s]: `plan` metres at the fraction `factor` of v, or `fixed`
/// seconds where the kind sets the pace.
struct LinkPace {
  double plan = 0;  ///< [m]
  double factor = 1;
  double fixed = 0;  ///< [s] 0: by the person's speed

  double seconds(double v) const { return fixed > 0 ? fixed : plan / (factor * v); }
};
/// `forward`: from the first point of the path to its last. `up`, `down`: the walker's stair factors.
LinkPace link_pace(const scene::Link& link, bool forward, double up, double down);

/// A link as seen from one of its cells.
struct LinkEnd {
  CellId cell;
  int32_t link;
  bool forward;
};

/// Fields for every destination in use. Solves |grad u| = cost by fast marching of second order (Sethian 1999) on the
/// graph of joined cells; cost is 1 on open floor, 1 / speed factor on stairs, more beside walls.
class Routes {
 public:
  static constexpr int32_t nearest = -1;  ///< destination "nearest open exit"

  Routes(const scene::Floors& floors, const Ground& ground, const RouteSettings& settings = {});

  /// Declares that somebody goes to this exit (or `nearest`); its field is made by the next `update`.
  void need(int32_t exit);
  void set_portal(int32_t portal, bool closed);
  void set_exit(int32_t exit, bool closed);
  bool portal_closed(int32_t portal) const { return portal_closed_[static_cast<size_t>(portal)] != 0; }
  bool exit_closed(int32_t exit) const { return exit_closed_[static_cast<size_t>(exit)] != 0; }
  /// Recomputes the fields that a change touched, in parallel. Returns how many.
  int update();
  /// Valid after `need` and `update`.
  const Field& field(int32_t exit) const { return fields_[static_cast<size_t>(exit) + 1]; }  // nearest: -1
  /// The link that a person on `cell` with way "enters link" takes towards this destination; nullptr: none.
  const LinkEnd* link_at(CellId cell, int32_t exit) const;
  std::span<const LinkEnd> link_ends() const { return link_ends_; }

 private:
  struct March;
  struct Arrivals;
  using Edge = std::pair<CellId, uint8_t>;  // a cell and the bit of its direction

  std::vector<Edge> edges_across(const Segment& line) const;
  void build_base();
  std::vector<uint8_t> passable(int32_t exit) const;
  void solve(int32_t exit);
  void go_through_links(CellId cell, March& march, Arrivals& arrivals) const;
  void touch_fields(const std::vector<Edge>& edges, const std::vector<CellId>& cells);

  const scene::Floors* floors_;
  const Ground* ground_;
  RouteSettings settings_;
  std::vector<uint8_t> base_;  // bits of the directions that can be walked with every door open
  std::vector<float> cost_;    // beside walls
  std::vector<std::vector<Edge>> portal_edges_, exit_edges_;
  std::vector<char> portal_closed_, exit_closed_;
  std::vector<LinkEnd> link_ends_;  // by cell
  std::vector<Field> fields_;       // nearest, exit 0, exit 1, ...
  std::vector<char> needed_;
};

}  // namespace muster::crowd
