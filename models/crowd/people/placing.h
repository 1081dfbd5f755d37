#pragma once
// People onto the floors: anywhere in a region, at points, on seats.

#include "models/crowd/ground/ground.h"
#include "models/crowd/ground/passage.h"
#include "models/crowd/people/people.h"
#include "models/crowd/people/places.h"

#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

namespace muster::crowd {

/// Bodies beyond these are mistakes of a distribution without bounds [m].
inline constexpr float least_radius = 0.05f, most_radius = 0.5f;
/// Bodies start this far apart [m], so that rounding does not make them touch.
inline constexpr double slack = 0.005;

/// Everybody placed so far, in square tiles of a metre.
class Taken {
 public:
  /// Whether a body of `radius` [m] touches nobody and is at least `distance` [m] from everybody, centre to centre.
  bool free(const Vec2& at, double z, double distance, double radius) const;
  void add(const Vec2& at, double z, double radius);

 private:
  struct One {
    Vec2 at;
    double z, radius;
  };
  std::unordered_map<int64_t, std::vector<One>> tiles_;
};

/// Where a body can stand.
struct Spot {
  scene::CellId cell;
  Vec2 at;  ///< [m]
};

/// Places people of all groups; bodies overlap neither one another nor walls.
class Placer {
 public:
  /// `radii` [m]: the widest of each group.
  Placer(const scene::Floors& floors, uint64_t seed, const std::vector<float>& radii);
  /// [cells] from which bodies of this radius [m] find their way out, by stairs and by lifts where they use them.
  const std::vector<char>& ways_out(float radius, bool stairs, bool lifts);

  /// One person at each point of the group's place.
  void at_points(const PeopleGroup& group, std::span<Person> people, Complaints& complaints);
  /// Everybody onto the cells, loosely if there is room, else as close as bodies go, evenly over all of them.
  void in_region(const PeopleGroup& group, const std::vector<scene::CellId>& cells, std::span<Person> people,
                 Complaints& complaints);
  /// The seats of a place that bodies of `radius` [m] can sit on.
  std::vector<Spot> seats(const Place::Seats& seats, const std::vector<scene::CellId>& cells, float radius) const;
  /// Everybody onto a seat of their own, drawn.
  void on_seats(const std::vector<Spot>& seats, std::span<Person> people, Complaints& complaints);

 private:
  bool beyond_exit(scene::CellId c) const;
  bool take_beside(Person& person, const Person& companion, uint64_t step, double reach);
  bool take(Person& person, scene::CellId cell, const Vec2& at, double distance);
  size_t throw_darts(std::span<Person> people, const std::vector<scene::CellId>& cells, double distance, uint64_t draw);
  size_t fill_lattice(std::span<Person> people, const std::vector<scene::CellId>& cells);
  std::vector<Spot> lattice(const std::vector<scene::CellId>& cells, double spacing, double radius) const;
  void shuffle(std::vector<Spot>& spots, AgentId first) const;

  const scene::Floors& floors_;
  Places places_;
  uint64_t seed_;
  Ground ground_;
  BodyClasses bodies_;
  std::map<std::tuple<uint8_t, bool, bool>, std::vector<char>> ways_out_;  // by class of bodies, stairs, lifts
  Taken taken_, before_;  // now, and before the group that is being placed
};

}  // namespace muster::crowd
