#include "models/crowd/people/population.h"

#include "base/random.h"
#include "base/text.h"
#include "models/crowd/ground/ground.h"
#include "models/crowd/ground/passage.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <numbers>
#include <set>
#include <unordered_map>

namespace muster::crowd {

namespace {

using scene::Floors;
using scene::Surface;

/// Bodies start this far apart [m], so that rounding does not make them touch.
constexpr double slack = 0.005;

/// Bodies and speeds beyond these are mistakes of a distribution without bounds: [m], [m/s].
constexpr float least_radius = 0.05f, most_radius = 0.5f, least_speed = 0.01f, most_speed = 5;

/// Everybody placed so far, in square tiles of a metre.
class Taken {
 public:
  bool free(const Vec2& at, double z, double distance, double radius) const {
    const auto reach = static_cast<int64_t>(std::ceil(std::max(distance, 1.0)));
    const int64_t i0 = tile(at.x()), j0 = tile(at.y());
    for (int64_t j = j0 - reach; j <= j0 + reach; ++j)
      for (int64_t i = i0 - reach; i <= i0 + reach; ++i) {
        const auto it = tiles_.find(i * 1000003 + j);
        if (it == tiles_.end()) continue;
        for (const One& o : it->second)
          if (std::abs(o.z - z) < 1.0 && (o.at - at).norm() < std::max(distance, o.radius + radius + slack))
            return false;
      }
    return true;
  }
  void add(const Vec2& at, double z, double radius) {
    tiles_[tile(at.x()) * 1000003 + tile(at.y())].push_back({at, z, radius});
  }

 private:
  struct One {
    Vec2 at;
    double z, radius;
  };
  static int64_t tile(double v) { return static_cast<int64_t>(std::floor(v)); }
  std::unordered_map<int64_t, std::vector<One>> tiles_;
};

bool inside(const std::vector<Vec2>& polygon, const Vec2& p) {
  bool in = false;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
    const Vec2 &a = polygon[i], &b = polygon[j];
    if ((a.y() > p.y()) != (b.y() > p.y()) && p.x() < (b.x() - a.x()) * (p.y() - a.y()) / (b.y() - a.y()) + a.x())
      in = !in;
  }
  return in;
}

/// Collects mistakes and warnings of one group.
struct Complaints {
  std::vector<Mistake>& all;
  std::vector<Warning>& warnings;
  const PeopleGroup& group;
  void add(const std::string& key, const std::string& value, const std::string& text) {
    const std::string& of_group = group.origin.key;
    const std::string full = of_group.empty() || key.empty() ? of_group + key : of_group + "." + key;
    all.push_back({group.origin.file, group.origin.line, full, value, text});
  }
  void unknown(const std::string& key, const std::string& value, const std::string& what,
               const std::vector<std::string>& known) {
    const std::string near = nearest_name(value, known);
    std::string text = fmt::format("no {} of that name", what);
    if (!near.empty())
      text += fmt::format("; did you mean '{}'?", near);
    else if (known.empty())
      text += "; the place has none";
    else {
      const std::set<std::string> names(known.begin(), known.end());
      text += fmt::format(
          "; known are {}{}",
          fmt::join(std::vector<std::string>(
                        names.begin(),
                        std::next(names.begin(), static_cast<std::ptrdiff_t>(std::min<size_t>(8, names.size())))),
                    ", "),
          names.size() > 8 ? ", ..." : "");
    }
    add(key, value, text);
  }
};

/// Places people of all groups; state shared by them.
class Placer {
 public:
  Placer(const Floors& floors, uint64_t seed, std::vector<float> radii)
      : floors_(floors), seed_(seed), ground_(floors, most_radius, 0.1f), bodies_(std::move(radii)) {}
  /// The next people are of this radius [m] and ability: they must find their way out.
  void go_on_with(float radius, bool stairs) {
    const uint8_t body = bodies_.of(radius);
    std::vector<char>& cells = ways_out_[{body, stairs}];
    if (cells.empty())
      cells = crowd::leads_out(floors_, ground_, passage(floors_, ground_, bodies_.radius(body)), stairs);
    reachable_ = &cells;
  }

  std::vector<CellId> region(const PeopleGroup& group, Complaints& complaints) const;
  void warn_of_missing_floor(const std::vector<Vec2>& polygon, const std::vector<CellId>& cells,
                             Complaints& complaints) const;
  std::vector<char> named_spaces(const Place& place, Complaints& complaints) const;
  std::vector<char> named_storeys(const Place& place, Complaints& complaints) const;
  void complain_of_cut_off(const std::vector<char>& in_space, const std::vector<char>& in_storey,
                           const std::vector<CellId>& cells, Complaints& complaints) const;
  void at_points(const PeopleGroup& group, std::span<Person> people, Complaints& complaints);
  void in_region(const std::vector<CellId>& cells, std::span<Person> people, Complaints& complaints);
  bool leads_out(CellId c) const { return (*reachable_)[static_cast<size_t>(c)] != 0; }

 private:
  bool ordinary(CellId c) const {
    const Surface s = floors_.surface[static_cast<size_t>(c)];
    return s != Surface::stair && s != Surface::outside && s != Surface::beyond_exit;
  }
  bool beyond_exit(CellId c) const {
    return floors_.surface[static_cast<size_t>(c)] == Surface::beyond_exit || (ground_.flags(c) & Ground::sink) != 0;
  }
  bool take(Person& person, CellId cell, const Vec2& at, double distance);
  size_t throw_darts(std::span<Person> people, const std::vector<CellId>& cells, double distance, uint64_t draw);
  size_t fill_lattice(std::span<Person> people, const std::vector<CellId>& cells);
  template <class Keep>
  std::vector<CellId> select(const Keep& keep) const {
    std::vector<CellId> cells;
    for (size_t c = 0; c < floors_.size(); ++c)
      if (keep(static_cast<CellId>(c))) cells.push_back(static_cast<CellId>(c));
    return cells;
  }

  const Floors& floors_;
  uint64_t seed_;
  Ground ground_;
  BodyClasses bodies_;
  std::map<std::pair<uint8_t, bool>, std::vector<char>> ways_out_;  // by class of bodies and use of stairs
  const std::vector<char>* reachable_ = nullptr;
  Taken taken_, before_;  // now, and before the group that is being placed
};

/// The spaces that a place names; every name must mean something.
std::vector<char> Placer::named_spaces(const Place& place, Complaints& complaints) const {
  std::vector<char> in(floors_.spaces.size(), 0);
  std::vector<std::string> names;
  for (const scene::Space& s : floors_.spaces) {
    names.push_back(s.name);
    if (!s.long_name.empty()) names.push_back(s.long_name);
  }
  for (const std::string& glob : place.spaces) {
    bool any = false;
    for (size_t i = 0; i < floors_.spaces.size(); ++i) {
      const scene::Space& s = floors_.spaces[i];
      if (matches_glob(glob, s.name) || (!s.long_name.empty() && matches_glob(glob, s.long_name)))
        in[i] = 1, any = true;
    }
    if (!any) complaints.unknown("spaces", glob, "space", names);
  }
  return in;
}

std::vector<char> Placer::named_storeys(const Place& place, Complaints& complaints) const {
  std::vector<char> in(floors_.storeys.size(), 0);
  std::vector<std::string> names;
  for (const scene::Storey& s : floors_.storeys) names.push_back(s.name);
  for (const std::string& glob : place.storeys) {
    bool any = false;
    for (size_t i = 0; i < floors_.storeys.size(); ++i)
      if (matches_glob(glob, floors_.storeys[i].name)) in[i] = 1, any = true;
    if (!any) complaints.unknown("storeys", glob, "storey", names);
  }
  return in;
}

/// A polygon that lies on connected floor in part only holds fewer people, or holds them closer, than its author meant.
void Placer::warn_of_missing_floor(const std::vector<Vec2>& polygon, const std::vector<CellId>& cells,
                                   Complaints& complaints) const {
  constexpr double enough = 0.8;  // walls, columns and furniture take less than a fifth of most rooms
  double twice = 0;
  for (size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) twice += cross(polygon[j], polygon[i]);
  const double wanted = 0.5 * std::abs(twice);
  const double there = static_cast<double>(cells.size()) * floors_.grid.cell * floors_.grid.cell;
  if (there >= enough * wanted) return;
  complaints.warnings.push_back(
      {"place_partly_floor",
       fmt::format("of the {:.1f} m2 in which group '{}' starts only {:.1f} m2 are floor that is connected to an exit",
                   wanted, complaints.group.name, there),
       "people"});
}

/// Nobody is put elsewhere in silence: of the named spaces and storeys, those without any cell that leads out are a
/// mistake where the author wrote their very name, and a warning where a pattern met them.
void Placer::complain_of_cut_off(const std::vector<char>& in_space, const std::vector<char>& in_storey,
                                 const std::vector<CellId>& cells, Complaints& complaints) const {
  std::vector<char> space_lives(in_space.size(), 0), storey_lives(in_storey.size(), 0);
  for (const CellId c : cells) {
    const auto i = static_cast<size_t>(c);
    if (floors_.space[i] >= 0) space_lives[static_cast<size_t>(floors_.space[i])] = 1;
    if (floors_.storey[i] >= 0) storey_lives[static_cast<size_t>(floors_.storey[i])] = 1;
  }
  const Place& place = complaints.group.place;
  const auto gap = [&](bool is_space, size_t index) -> std::string {
    for (const scene::Unreachable& u : floors_.unreachable)
      if (is_space ? u.space == static_cast<int32_t>(index) : (u.space < 0 && u.storey == static_cast<int32_t>(index)))
        return !u.reason.empty()
                   ? u.reason
                   : fmt::format(
                         "{:.2f} m in plan and {:.2f} m in height are missing to the nearest floor that is connected",
                         u.gap_horizontal, u.gap_vertical);
    return "the gaps on the way are narrower than a body";
  };
  const auto judge = [&](bool is_space, const std::vector<char>& in, const std::vector<char>& lives,
                         const std::vector<std::string>& patterns, const std::string& key, const auto& name_of) {
    std::vector<std::string> cut;
    for (size_t i = 0; i < in.size(); ++i) {
      if (!in[i] || lives[i]) continue;
      const std::string name = name_of(i);
      const bool written = std::find(patterns.begin(), patterns.end(), name) != patterns.end();
      if (written)
        complaints.add(key, name, "is not connected to an exit: " + gap(is_space, i));
      else
        cut.push_back(name);
    }
    if (cut.empty()) return;
    const auto all = std::count(in.begin(), in.end(), 1);
    const size_t shown = std::min<size_t>(6, cut.size());
    complaints.warnings.push_back(
        {"place_not_connected",
         fmt::format(
             "{} of the {} {} that group '{}' starts in are not connected to an exit, nobody is put there: {}{}",
             cut.size(), all, key, complaints.group.name,
             fmt::join(cut.begin(), cut.begin() + static_cast<std::ptrdiff_t>(shown), ", "),
             cut.size() > shown ? ", ..." : ""),
         "people"});
  };
  // Where both are named, a space lives only on a named storey: then the storeys alone are judged.
  if (!place.spaces.empty() && place.storeys.empty())
    judge(true, in_space, space_lives, place.spaces, "spaces", [&](size_t i) { return floors_.spaces[i].name; });
  if (!place.storeys.empty())
    judge(false, in_storey, storey_lives, place.storeys, "storeys", [&](size_t i) { return floors_.storeys[i].name; });
}

/// Cells where a group may start.
std::vector<CellId> Placer::region(const PeopleGroup& group, Complaints& complaints) const {
  const Place& place = group.place;
  if (!place.polygon.empty()) {
    if (place.polygon.size() < 3)
      return complaints.add("polygon", "", "must have at least three points"), std::vector<CellId>{};
    std::vector<CellId> cells = select([&](CellId c) {
      if (place.z && std::abs(static_cast<double>(floors_.z[static_cast<size_t>(c)]) - *place.z) > 1.0) return false;
      return inside(place.polygon, floors_.centre(c)) &&
             floors_.surface[static_cast<size_t>(c)] != Surface::beyond_exit;
    });
    warn_of_missing_floor(place.polygon, cells, complaints);
    for (size_t i = 1; i < cells.size() && !place.z; ++i)
      if (floors_.column[static_cast<size_t>(cells[i])] == floors_.column[static_cast<size_t>(cells[i - 1])]) {
        complaints.add(
            "z_m", "",
            fmt::format("needed: floors lie above one another here, at z = {:.2f} m and {:.2f} m",
                        floors_.z[static_cast<size_t>(cells[i - 1])], floors_.z[static_cast<size_t>(cells[i])]));
        return {};
      }
    return cells;
  }
  if (place.spaces.empty() && place.storeys.empty())
    return select([&](CellId c) { return ordinary(c) && leads_out(c); });

  const std::vector<char> in_space = named_spaces(place, complaints), in_storey = named_storeys(place, complaints);
  const auto wanted = [&](CellId c) {
    const auto i = static_cast<size_t>(c);
    const bool space =
        place.spaces.empty() || (floors_.space[i] >= 0 && in_space[static_cast<size_t>(floors_.space[i])]);
    const bool storey =
        place.storeys.empty() || (floors_.storey[i] >= 0 && in_storey[static_cast<size_t>(floors_.storey[i])]);
    return space && storey;
  };
  std::vector<CellId> cells = select([&](CellId c) { return wanted(c) && ordinary(c); });
  if (cells.empty())
    cells =
        select([&](CellId c) { return wanted(c) && floors_.surface[static_cast<size_t>(c)] != Surface::beyond_exit; });
  std::erase_if(cells, [&](CellId c) { return !leads_out(c); });
  complain_of_cut_off(in_space, in_storey, cells, complaints);
  return cells;
}

/// Puts a person there if nobody and no wall is in the way.
bool Placer::take(Person& person, CellId cell, const Vec2& at, double distance) {
  const auto radius = static_cast<double>(person.radius);
  float x = ground_.to_local_x(at.x()), y = ground_.to_local_y(at.y());
  ground_.clamp_into(cell, x, y);
  const float z = ground_.height(cell, x, y);
  if (static_cast<double>(ground_.distance_to_wall(x, y, z)) < radius + slack) return false;
  const Vec2 spot(ground_.to_world_x(x), ground_.to_world_y(y));
  if (!taken_.free(spot, static_cast<double>(z), distance, radius)) return false;
  taken_.add(spot, static_cast<double>(z), radius);
  person.at = spot;
  person.cell = cell;
  return true;
}

/// Random places at least `distance` apart, until everybody stands or 30 tries a person failed in a row.
size_t Placer::throw_darts(std::span<Person> people, const std::vector<CellId>& cells, double distance, uint64_t draw) {
  size_t placed = 0;
  const double h = floors_.grid.cell;
  for (Person& person : people) {
    if (person.cell != no_cell) {
      ++placed;
      continue;
    }
    for (uint64_t attempt = 0; attempt < 30 && person.cell == no_cell; ++attempt) {
      const uint64_t step = draw * 64 + attempt;
      const auto pick = static_cast<size_t>(random_uniform(seed_, person.id, step, Draw::place, 0) *
                                            static_cast<double>(cells.size()));
      const CellId cell = cells[std::min(pick, cells.size() - 1)];
      const Vec2 jitter(random_uniform(seed_, person.id, step, Draw::place, 1) - 0.5,
                        random_uniform(seed_, person.id, step, Draw::place, 2) - 0.5);
      take(person, cell, floors_.centre(cell) + jitter * h, distance);
    }
    if (person.cell != no_cell) ++placed;
  }
  return placed;
}

/// The closest packing: rows of a triangular lattice. For crowds that darts cannot make.
size_t Placer::fill_lattice(std::span<Person> people, const std::vector<CellId>& cells) {
  size_t placed = 0;
  double radius = 0;
  for (const Person& p : people) radius = std::max(radius, static_cast<double>(p.radius));
  const double spacing = 2 * radius + 2 * slack, rise = spacing * std::sqrt(0.75), h = floors_.grid.cell;
  auto next = people.begin();
  const auto skip = [&] {
    while (next != people.end() && next->cell != no_cell) ++next, ++placed;
  };
  skip();
  for (const CellId cell : cells) {
    const Vec2 low = floors_.centre(cell) - Vec2(0.5 * h, 0.5 * h) - Vec2(floors_.grid.x0, floors_.grid.y0);
    for (auto j = static_cast<int64_t>(std::ceil(low.y() / rise)); static_cast<double>(j) * rise < low.y() + h; ++j) {
      const double shift = j % 2 == 0 ? 0 : 0.5 * spacing;
      for (auto i = static_cast<int64_t>(std::ceil((low.x() - shift) / spacing));
           static_cast<double>(i) * spacing + shift < low.x() + h; ++i) {
        if (next == people.end()) return placed;
        const Vec2 at(static_cast<double>(i) * spacing + shift + floors_.grid.x0,
                      static_cast<double>(j) * rise + floors_.grid.y0);
        if (take(*next, cell, at, 0)) skip();
      }
    }
  }
  return placed;
}

void do_not_fit(size_t people, double area, size_t most, Complaints& complaints) {
  const PeopleGroup& group = complaints.group;
  complaints.add(group.count ? "count" : "density_per_m2",
                 group.count ? std::to_string(*group.count) : fmt::format("{}", *group.density),
                 fmt::format("{} people do not fit into {:.1f} m2 of floor; at most {} do", people, area, most));
}

/// Everybody of `people` onto the cells, loosely if there is room, else as close as bodies go.
void Placer::in_region(const std::vector<CellId>& cells, std::span<Person> people, Complaints& complaints) {
  const double area = static_cast<double>(cells.size()) * floors_.grid.cell * floors_.grid.cell;
  // Circles of the narrowest body cover at most 0.907 of a plane: more cannot fit, and need not be tried.
  if (people.empty()) return;
  const double narrowest =
      static_cast<double>(std::min_element(people.begin(), people.end(), [](const Person& a, const Person& b) {
                            return a.radius < b.radius;
                          })->radius);
  const auto most = static_cast<size_t>((area + 2) * 0.907 / (std::numbers::pi * narrowest * narrowest));
  if (people.size() > most) return do_not_fit(people.size(), area, most, complaints);
  // Random darts jam at 0.83 / sqrt(density); 0.7 of it still finds room quickly and spreads people evenly.
  double distance = 0.7 * std::sqrt(area / static_cast<double>(std::max<size_t>(1, people.size())));
  distance = std::min(distance, 2.0);
  size_t placed = 0;
  for (uint64_t draw = 0; placed < people.size() && draw < 40; ++draw) {
    placed = throw_darts(people, cells, distance, draw);
    distance *= 0.85;
  }
  if (placed < people.size()) {
    taken_ = before_;
    for (Person& p : people) p.cell = no_cell;
    placed = fill_lattice(people, cells);
  }
  before_ = taken_;
  if (placed < people.size()) do_not_fit(people.size(), area, placed, complaints);
}

/// One person at each point.
void Placer::at_points(const PeopleGroup& group, std::span<Person> people, Complaints& complaints) {
  for (size_t i = 0; i < people.size(); ++i) {
    const Vec2& at = group.place.points[i];
    const std::string key = fmt::format("points[{}]", i), value = fmt::format("[{}, {}]", at.x(), at.y());
    const int32_t column = floors_.grid.column(at.x(), at.y());
    std::vector<CellId> cells;
    if (column >= 0)
      for (uint32_t c = floors_.column_begin[static_cast<size_t>(column)];
           c < floors_.column_begin[static_cast<size_t>(column) + 1]; ++c)
        if (!group.place.z || std::abs(static_cast<double>(floors_.z[c]) - *group.place.z) <= 1.0)
          cells.push_back(static_cast<CellId>(c));
    if (cells.empty()) {
      complaints.add(key, value, "does not lie on a walkable floor");
    } else if (cells.size() > 1 && !group.place.z) {
      complaints.add("z_m", "", fmt::format("needed: floors lie above one another at {}", value));
    } else if (beyond_exit(cells[0])) {
      complaints.add(key, value, "lies beyond the line of an exit: whoever stands there is out already");
    } else if (!take(people[i], cells[0], at, 0)) {
      complaints.add(key, value,
                     fmt::format("a body of radius {:.2f} m touches a wall or another person here", people[i].radius));
    }
  }
  before_ = taken_;
}

/// The personal attributes of everybody, without places.
std::vector<Person> draw_people(const PeopleGroup& group, uint32_t index, size_t count, AgentId first, int32_t exit,
                                uint64_t seed) {
  std::vector<Person> people(count);
  for (size_t i = 0; i < count; ++i) {
    Person& p = people[i];
    p.id = first + static_cast<AgentId>(i);
    p.group = index;
    const auto draw = [&](const Distribution& d, Draw what) {
      return static_cast<float>(d.quantile(random_uniform(seed, p.id, 0, what)));
    };
    p.speed = draw(group.speed, Draw::speed);
    p.radius = draw(group.radius, Draw::radius);
    p.premovement = std::max(0.0f, draw(group.premovement, Draw::premovement));
    p.stairs_up = static_cast<float>(group.stairs_up);
    p.stairs_down = static_cast<float>(group.stairs_down);
    p.exit = exit;
    p.stairs_allowed = group.stairs;
    p.length = static_cast<float>(group.length);
  }
  return people;
}

bool plausible(const std::vector<Person>& people, Complaints& complaints) {
  const auto outside = [](float v, float low, float high) { return !(v >= low && v <= high); };
  for (const Person& p : people) {
    if (outside(p.radius, least_radius, most_radius))
      return complaints.add(
                 "radius_m", fmt::format("{:.3g}", p.radius),
                 fmt::format("drawn for a person: must lie in [{}, {}]; give min and max", least_radius, most_radius)),
             false;
    if (outside(p.speed, least_speed, most_speed))
      return complaints.add(
                 "speed_m_s", fmt::format("{:.3g}", p.speed),
                 fmt::format("drawn for a person: must lie in [{}, {}]; give min and max", least_speed, most_speed)),
             false;
    if (!std::isfinite(p.premovement)) return complaints.add("premovement_s", "", "must be finite"), false;
  }
  return true;
}

/// "; exit 'A' is 0.35 m wide, the widest body needs 0.40 m": those that are too narrow, or "".
std::string narrow_exits(const Floors& floors, double widest) {
  const double needed = 2 * (widest + static_cast<double>(elbow_room));
  std::string text;
  for (const scene::Exit& e : floors.exits)
    if (e.width <= needed)
      text += fmt::format("; exit '{}' is {:.2f} m wide, the widest body needs more than {:.2f} m", e.name, e.width,
                          needed);
  return text;
}

}  // namespace

std::vector<Person> populate(const Floors& floors, std::span<const PeopleGroup> groups, uint64_t seed,
                             std::vector<Warning>& warnings) {
  std::vector<Mistake> mistakes;
  std::vector<Person> everybody;
  std::vector<std::string> exit_names;
  for (const scene::Exit& e : floors.exits) exit_names.push_back(e.name);
  std::vector<float> radii;  // widest of each group
  for (const PeopleGroup& group : groups)
    radii.push_back(static_cast<float>(std::min<double>(group.radius.quantile(1 - 1e-6), most_radius)));
  const double widest = radii.empty() ? 0 : static_cast<double>(*std::max_element(radii.begin(), radii.end()));
  Placer placer(floors, seed, radii);
  if (const std::string narrow = narrow_exits(floors, widest); !narrow.empty())
    warnings.push_back({"exit_too_narrow", narrow.substr(2), "exit"});
  for (size_t g = 0; g < groups.size(); ++g) {
    const PeopleGroup& group = groups[g];
    Complaints complaints{mistakes, warnings, group};
    const size_t before = mistakes.size();
    placer.go_on_with(radii[g], group.stairs);

    // Which exit.
    int32_t exit = -1;
    if (!group.exit.empty()) {
      const auto at = std::find_if(exit_names.begin(), exit_names.end(),
                                   [&](const std::string& n) { return matches_glob(group.exit, n); });
      if (at == exit_names.end())
        complaints.unknown("exit", group.exit, "exit", exit_names);
      else
        exit = static_cast<int32_t>(at - exit_names.begin());
      if (exit >= 0 && floors.exits[static_cast<size_t>(exit)].closed)
        warnings.push_back({"exit_closed",
                            fmt::format("the exit '{}' of group '{}' is closed: its people take the nearest open one",
                                        group.exit, group.name),
                            "people"});
    }

    // Where and how many.
    const bool points = !group.place.points.empty();
    const std::vector<CellId> cells = points ? std::vector<CellId>{} : placer.region(group, complaints);
    if (mistakes.size() > before) continue;
    if (!points && cells.empty()) {
      complaints.add("", "", "no floor of this place leads to an exit" + narrow_exits(floors, widest));
      continue;
    }
    const double area = static_cast<double>(cells.size()) * floors.grid.cell * floors.grid.cell;
    const size_t count = points        ? group.place.points.size()
                         : group.count ? static_cast<size_t>(std::max(0, *group.count))
                                       : static_cast<size_t>(std::llround(group.density.value_or(0) * area));

    // Who, then onto the floor.
    std::vector<Person> people =
        draw_people(group, static_cast<uint32_t>(g), count, static_cast<AgentId>(everybody.size()), exit, seed);
    if (!plausible(people, complaints)) continue;
    if (points)
      placer.at_points(group, people, complaints);
    else
      placer.in_region(cells, people, complaints);
    everybody.insert(everybody.end(), people.begin(), people.end());
    const auto enclosed = std::count_if(
        people.begin(), people.end(), [&](const Person& p) { return p.cell != no_cell && !placer.leads_out(p.cell); });
    if (enclosed > 0)
      warnings.push_back({"people_without_way_out",
                          fmt::format("{} of the {} people of group '{}' start where no exit can be reached.", enclosed,
                                      count, group.name),
                          group.origin.key});
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return everybody;
}

}  // namespace muster::crowd
