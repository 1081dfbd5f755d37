#include "models/crowd/people/placing.h"

#include "base/random.h"
#include "models/crowd/people/companies.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace muster::crowd {

using scene::Surface;

namespace {

int64_t tile(double v) { return static_cast<int64_t>(std::floor(v)); }

void do_not_fit(const PeopleGroup& group, size_t people, double area, size_t most, Complaints& complaints) {
  complaints.add(group.count ? "count" : "density_per_m2",
                 group.count ? std::to_string(*group.count) : fmt::format("{}", group.density.value_or(0)),
                 fmt::format("{} people do not fit into {:.1f} m2 of floor; at most {} do", people, area, most));
}

}  // namespace

bool Taken::free(const Vec2& at, double z, double distance, double radius) const {
  const auto reach = static_cast<int64_t>(std::ceil(std::max(distance, 1.0)));
  const int64_t i0 = tile(at.x()), j0 = tile(at.y());
  for (int64_t j = j0 - reach; j <= j0 + reach; ++j)
    for (int64_t i = i0 - reach; i <= i0 + reach; ++i) {
      const auto it = tiles_.find(i * 1000003 + j);
      if (it == tiles_.end()) continue;
      for (const One& o : it->second)
        if (std::abs(o.z - z) < 1.0 && (o.at - at).norm() < std::max(distance, o.radius + radius + slack)) return false;
    }
  return true;
}

void Taken::add(const Vec2& at, double z, double radius) {
  tiles_[tile(at.x()) * 1000003 + tile(at.y())].push_back({at, z, radius});
}

Placer::Placer(const scene::Floors& floors, uint64_t seed, const std::vector<float>& radii)
    : floors_(floors), places_(floors), seed_(seed), ground_(floors, most_radius, 0.1f), bodies_(radii) {}

const std::vector<char>& Placer::ways_out(float radius, bool stairs, bool lifts) {
  const uint8_t body = bodies_.of(radius);
  std::vector<char>& cells = ways_out_[{body, stairs, lifts}];
  if (cells.empty())
    cells = leads_out(floors_, ground_, passage(floors_, ground_, bodies_.radius(body)), stairs, lifts);
  return cells;
}

bool Placer::beyond_exit(CellId c) const {
  return floors_.surface[static_cast<size_t>(c)] == Surface::beyond_exit || (ground_.flags(c) & Ground::sink) != 0;
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

/// Somewhere within `reach` [m] of a companion, with no wall between them.
bool Placer::take_beside(Person& person, const Person& companion, uint64_t step, double reach) {
  const auto uniform = [&](uint32_t index) { return random_uniform(seed_, person.id, step, Draw::company, index); };
  const double touching = static_cast<double>(person.radius + companion.radius) + slack;
  const double angle = 2 * std::numbers::pi * uniform(0), d = touching + uniform(1) * reach;
  const Vec2 at = companion.at + d * Vec2(std::cos(angle), std::sin(angle));
  const float z = floors_.z[static_cast<size_t>(companion.cell)];
  const CellId cell = floors_.find(at.x(), at.y(), static_cast<double>(z));
  if (cell == no_cell || beyond_exit(cell) || std::abs(floors_.z[static_cast<size_t>(cell)] - z) > 0.5f) return false;
  const std::vector<char>& leads_out = ways_out(person.radius, person.stairs_allowed, person.lifts_allowed);
  if (leads_out[static_cast<size_t>(companion.cell)] && !leads_out[static_cast<size_t>(cell)]) return false;
  const float x0 = ground_.to_local_x(companion.at.x()), y0 = ground_.to_local_y(companion.at.y());
  const float x1 = ground_.to_local_x(at.x()), y1 = ground_.to_local_y(at.y());
  std::vector<uint32_t> lines;
  ground_.sight().within(std::min(x0, x1), std::min(y0, y1), std::max(x0, x1), std::max(y0, y1), z, z, lines);
  for (const uint32_t i : lines) {
    const Segment& s = ground_.sight()[i];
    if (z >= s.foot_low && z <= s.foot_high && s.crossing(x0, y0, x1, y1) >= 0) return false;
  }
  return take(person, cell, at, 0);
}

/// Random places at least `distance` apart, until everybody stands or 30 tries a person failed in a row.
size_t Placer::throw_darts(std::span<Person> people, const std::vector<CellId>& cells, double distance, uint64_t draw) {
  size_t placed = 0;
  const double h = floors_.grid.cell;
  for (size_t i = 0; i < people.size(); ++i) {
    Person& person = people[i];
    if (person.cell != no_cell) {
      ++placed;
      continue;
    }
    const Person& head = people.size() > 1 ? people[head_of_company(people, i)] : person;
    for (uint64_t attempt = 0; attempt < 30 && person.cell == no_cell; ++attempt) {
      const uint64_t step = draw * 64 + attempt;
      // A company stands together: from an arm's length to 3 m, as far as it has to.
      if (head.cell != no_cell && draw < 20) {
        take_beside(person, head, step, 0.6 + 0.08 * static_cast<double>(attempt));
        continue;
      }
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

/// Points of a triangular lattice on these cells where a body of `radius` touches no wall.
std::vector<Spot> Placer::lattice(const std::vector<CellId>& cells, double spacing, double radius) const {
  std::vector<Spot> spots;
  const double rise = spacing * std::sqrt(0.75), h = floors_.grid.cell;
  for (const CellId cell : cells) {
    const Vec2 low = floors_.centre(cell) - Vec2(0.5 * h, 0.5 * h) - Vec2(floors_.grid.x0, floors_.grid.y0);
    for (auto j = static_cast<int64_t>(std::ceil(low.y() / rise)); static_cast<double>(j) * rise < low.y() + h; ++j) {
      const double shift = j % 2 == 0 ? 0 : 0.5 * spacing;
      for (auto i = static_cast<int64_t>(std::ceil((low.x() - shift) / spacing));
           static_cast<double>(i) * spacing + shift < low.x() + h; ++i) {
        const Vec2 at(static_cast<double>(i) * spacing + shift + floors_.grid.x0,
                      static_cast<double>(j) * rise + floors_.grid.y0);
        const float x = ground_.to_local_x(at.x()), y = ground_.to_local_y(at.y());
        if (static_cast<double>(ground_.distance_to_wall(x, y, ground_.height(cell, x, y))) >= radius + slack)
          spots.push_back({cell, at});
      }
    }
  }
  return spots;
}

/// Into an order drawn for the people from `first` on.
void Placer::shuffle(std::vector<Spot>& spots, AgentId first) const {
  std::vector<std::pair<uint64_t, size_t>> order(spots.size());
  for (size_t k = 0; k < spots.size(); ++k) order[k] = {random_bits(seed_, first, k, Draw::seat), k};
  std::sort(order.begin(), order.end());
  std::vector<Spot> shuffled;
  shuffled.reserve(spots.size());
  for (const auto& [bits, k] : order) shuffled.push_back(spots[k]);
  spots = std::move(shuffled);
}

/// For crowds that darts cannot make: the loosest triangular lattice that has room for everybody, and of its points as
/// many as there are people, drawn, so that no part of the region is fuller than another. Bodies much wider than the
/// others (wheelchairs) come first, at random.
size_t Placer::fill_lattice(std::span<Person> people, const std::vector<CellId>& cells) {
  constexpr float wider = 1.3f;       // times the narrowest body
  constexpr double loosening = 0.98;  // from one lattice to the next
  float narrowest = std::numeric_limits<float>::infinity(), radius = 0;
  for (const Person& p : people) narrowest = std::min(narrowest, p.radius);
  std::vector<Person*> rest;
  size_t placed = 0;
  for (Person& p : people) {
    if (p.radius <= wider * narrowest) {
      rest.push_back(&p);
      radius = std::max(radius, p.radius);
      continue;
    }
    for (uint64_t draw = 100; draw < 140 && p.cell == no_cell; ++draw) placed += throw_darts({&p, 1}, cells, 0, draw);
  }
  if (rest.empty()) return placed;
  const double h = floors_.grid.cell, area = static_cast<double>(cells.size()) * h * h;
  const double closest = 2 * static_cast<double>(radius) + 2 * slack;
  double spacing = std::max(closest, std::sqrt(area / static_cast<double>(rest.size()) / std::sqrt(0.75)));
  const Taken wide = taken_;
  for (;; spacing = std::max(closest, loosening * spacing)) {
    taken_ = wide;
    for (Person* p : rest) p->cell = no_cell;
    std::vector<Spot> spots = lattice(cells, spacing, static_cast<double>(radius));
    if (spots.size() < rest.size() && spacing > closest) continue;
    shuffle(spots, people.front().id);
    size_t next = 0;
    for (const Spot& spot : spots)
      if (next < rest.size() && take(*rest[next], spot.cell, spot.at, 0)) ++next;
    if (next == rest.size() || spacing <= closest) return placed + next;
  }
}

void Placer::in_region(const PeopleGroup& group, const std::vector<CellId>& cells, std::span<Person> people,
                       Complaints& complaints) {
  const double area = static_cast<double>(cells.size()) * floors_.grid.cell * floors_.grid.cell;
  // Circles of the narrowest body cover at most 0.907 of a plane: more cannot fit, and need not be tried.
  if (people.empty()) return;
  const double narrowest =
      static_cast<double>(std::min_element(people.begin(), people.end(), [](const Person& a, const Person& b) {
                            return a.radius < b.radius;
                          })->radius);
  const auto most = static_cast<size_t>((area + 2) * 0.907 / (std::numbers::pi * narrowest * narrowest));
  if (people.size() > most) return do_not_fit(group, people.size(), area, most, complaints);
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
  if (placed < people.size()) do_not_fit(group, people.size(), area, placed, complaints);
}

std::vector<Spot> Placer::seats(const Place::Seats& seats, const std::vector<CellId>& cells, float radius) const {
  std::vector<Spot> spots;
  const Vec2 ahead(std::cos(seats.facing), std::sin(seats.facing)), beside(-ahead.y(), ahead.x());
  double low_u = 1e300, low_v = 1e300, high_u = -1e300, high_v = -1e300;
  for (const CellId c : cells) {
    const Vec2 at = floors_.centre(c);
    low_u = std::min(low_u, at.dot(ahead)), high_u = std::max(high_u, at.dot(ahead));
    low_v = std::min(low_v, at.dot(beside)), high_v = std::max(high_v, at.dot(beside));
  }
  // The first row and seat lie half a row and half a seat from the edge.
  for (double u = low_u + 0.5 * seats.row; u <= high_u; u += seats.row)
    for (double v = low_v + 0.5 * seats.seat; v <= high_v; v += seats.seat) {
      const Vec2 at = u * ahead + v * beside;
      for (const CellId c : places_.at(at, std::nullopt)) {
        if (!std::binary_search(cells.begin(), cells.end(), c)) continue;
        const float x = ground_.to_local_x(at.x()), y = ground_.to_local_y(at.y());
        if (static_cast<double>(ground_.distance_to_wall(x, y, ground_.height(c, x, y))) >=
            static_cast<double>(radius) + slack)
          spots.push_back({c, at});
      }
    }
  return spots;
}

void Placer::on_seats(const std::vector<Spot>& seats, std::span<Person> people, Complaints& complaints) {
  if (people.empty()) return;
  std::vector<Spot> drawn = seats;
  shuffle(drawn, people.front().id);
  size_t next = 0;
  for (const Spot& spot : drawn)
    if (next < people.size() && take(people[next], spot.cell, spot.at, 0)) ++next;
  before_ = taken_;
  if (next < people.size())
    complaints.add("seats", "",
                   fmt::format("{} people do not fit onto {} seats: {} do", people.size(), seats.size(), next));
}

/// One person at each point.
void Placer::at_points(const PeopleGroup& group, std::span<Person> people, Complaints& complaints) {
  for (size_t i = 0; i < people.size(); ++i) {
    const Vec2& at = group.place.points[i];
    const std::string key = fmt::format("points[{}]", i), value = fmt::format("[{}, {}]", at.x(), at.y());
    const std::vector<CellId> cells = places_.at(at, group.place.z);
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

}  // namespace muster::crowd
