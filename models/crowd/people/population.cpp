#include "models/crowd/people/population.h"

#include "base/random.h"
#include "base/text.h"
#include "models/crowd/ground/passage.h"
#include "models/crowd/people/companies.h"
#include "models/crowd/people/places.h"
#include "models/crowd/people/placing.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

using scene::Floors;

/// Speeds beyond these are mistakes of a distribution without bounds [m/s].
constexpr float least_speed = 0.01f, most_speed = 5;

bool uses_lifts(const PeopleGroup& group, bool stairs) {
  return group.lifts == LiftUse::always_allowed || (group.lifts == LiftUse::if_needed && !stairs);
}

/// What the group says of everybody, then what the person's profile says and the group does not.
void draw_attributes(const PeopleGroup& group, Person& p, uint64_t seed) {
  p.speed = static_cast<float>(group.speed.quantile(random_uniform(seed, p.id, 0, Draw::speed)));
  p.radius = static_cast<float>(group.radius.quantile(random_uniform(seed, p.id, 0, Draw::radius)));
  p.stairs_up = static_cast<float>(group.stairs_up);
  p.stairs_down = static_cast<float>(group.stairs_down);
  p.stairs_allowed = group.stairs;
  p.lifts_allowed = uses_lifts(group, p.stairs_allowed);
  if (group.mix.empty()) return;
  const Attributes a = crowd::draw(draw_share(group.mix, seed, p.id).profile, seed, p.id);
  p.age = a.age, p.female = a.female;
  if (!group.given.speed) p.speed = a.speed;
  if (!group.given.radius) p.radius = a.radius;
  if (!group.given.stairs_up) p.stairs_up = a.stairs_up;
  if (!group.given.stairs_down) p.stairs_down = a.stairs_down;
  if (!group.given.stairs) p.stairs_allowed = a.stairs_allowed;
  p.lifts_allowed = uses_lifts(group, p.stairs_allowed);
}

/// [m] radius that one in a million of the group exceeds.
double widest_of(const PeopleGroup& group) {
  if (group.mix.empty() || group.given.radius) return group.radius.quantile(1 - 1e-6);
  double widest = 0;
  for (const ProfileShare& part : group.mix) widest = std::max(widest, part.profile.radius.quantile(1 - 1e-6));
  return widest;
}

/// [m] radius of the narrowest kind of people of the group at its widest: where such people start, others of the group
/// may have no way out, which is told.
float narrowest_of(const PeopleGroup& group) {
  double narrowest = widest_of(group);
  if (!group.mix.empty() && !group.given.radius)
    for (const ProfileShare& part : group.mix) narrowest = std::min(narrowest, part.profile.radius.quantile(1 - 1e-6));
  return static_cast<float>(std::min<double>(narrowest, most_radius));
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
    draw_attributes(group, p, seed);
    p.premovement = std::max(0.0f, draw(group.premovement, Draw::premovement));
    p.exit = exit;
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

/// Index of the exit that a group uses; -1: the nearest.
int32_t exit_of(const Floors& floors, const PeopleGroup& group, Complaints& complaints) {
  if (group.exit.empty()) return -1;
  std::vector<std::string> names;
  for (const scene::Exit& e : floors.exits) names.push_back(e.name);
  const auto at =
      std::find_if(names.begin(), names.end(), [&](const std::string& n) { return matches_glob(group.exit, n); });
  if (at == names.end()) return complaints.unknown("exit", group.exit, "exit", names), -1;
  const auto exit = static_cast<int32_t>(at - names.begin());
  if (floors.exits[static_cast<size_t>(exit)].closed)
    complaints.warnings.push_back(
        {"exit_closed",
         fmt::format("the exit '{}' of group '{}' is closed: its people take the nearest open one", group.exit,
                     group.name),
         "people"});
  return exit;
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

std::vector<double> arrival_times(const Inflow& inflow, std::optional<int> count, uint64_t seed, AgentId first) {
  std::vector<double> times;
  const auto uniform = [&](uint64_t k) { return random_uniform(seed, first, k, Draw::arrival); };
  if (inflow.rate.empty()) {
    const auto n = static_cast<size_t>(std::max(0, count.value_or(0)));
    for (size_t k = 0; k < n; ++k) {
      const double u = inflow.regular ? (static_cast<double>(k) + 0.5) / static_cast<double>(n) : uniform(k);
      times.push_back(inflow.from + u * (inflow.until - inflow.from));
    }
    std::sort(times.begin(), times.end());
    return times;
  }
  // In the time that ticks once for every person expected, people come every 1 or after exponential gaps.
  uint64_t k = 0;
  double next = inflow.regular ? 0.5 : -std::log(uniform(k)), gone = 0;
  for (size_t i = 0; i < inflow.rate.size(); ++i) {
    const double begin = std::max(inflow.from, inflow.rate[i].first), rate = inflow.rate[i].second;
    const double end = std::min(inflow.until, i + 1 < inflow.rate.size() ? inflow.rate[i + 1].first : inflow.until);
    if (!(end > begin) || !(rate > 0)) continue;
    for (; next <= gone + rate * (end - begin); ++k, next += inflow.regular ? 1 : -std::log(uniform(k)))
      times.push_back(begin + (next - gone) / rate);
    gone += rate * (end - begin);
  }
  return times;
}

namespace {

/// What populating goes through, group by group.
struct Populating {
  const Floors& floors;
  uint64_t seed;
  Placer placer;
  Places places;
  std::vector<Person> everybody;
  int32_t sources = 0;  // so far

  std::vector<Person> draw(const PeopleGroup& group, uint32_t index, size_t count, int32_t exit) const {
    return draw_people(group, index, count, static_cast<AgentId>(everybody.size()), exit, seed);
  }

  /// People who come in later: when; they stand at a cell of their source until then.
  void come_in(const PeopleGroup& group, uint32_t index, Complaints& complaints) {
    const std::vector<CellId> cells = places.of_source(group.inflow->source, complaints);
    if (cells.empty()) return complaints.add("from", "", "there is no floor to come in on");
    const std::vector<double> times =
        arrival_times(*group.inflow, group.count, seed, static_cast<AgentId>(everybody.size()));
    std::vector<Person> people = draw(group, index, times.size(), exit_of(floors, group, complaints));
    if (!plausible(people, complaints)) return;
    for (size_t i = 0; i < people.size(); ++i) {
      people[i].enters = static_cast<float>(times[i]);
      people[i].source = sources;
      people[i].cell = cells.front();
      people[i].at = floors.centre(cells.front());
    }
    ++sources;
    everybody.insert(everybody.end(), people.begin(), people.end());
  }

  /// People who are there from the start.
  void put(const PeopleGroup& group, uint32_t index, double widest, Complaints& complaints) {
    const size_t before = complaints.all.size();
    const int32_t exit = exit_of(floors, group, complaints);
    const bool points = !group.place.points.empty();
    const std::vector<CellId> cells =
        points ? std::vector<CellId>{}
               : places.to_start(group.place, placer.ways_out(narrowest_of(group), true, group.lifts != LiftUse::never),
                                 complaints);
    if (complaints.all.size() > before) return;
    if (!points && cells.empty())
      return complaints.add("", "", "no floor of this place leads to an exit" + narrow_exits(floors, widest));
    const double area = static_cast<double>(cells.size()) * floors.grid.cell * floors.grid.cell;
    std::vector<Spot> seats;
    if (group.place.seats)
      seats =
          placer.seats(*group.place.seats, cells, static_cast<float>(std::min<double>(widest_of(group), most_radius)));
    const size_t count =
        points ? group.place.points.size()
        : group.place.seats
            ? static_cast<size_t>(std::llround(group.place.seats->share * static_cast<double>(seats.size())))
        : group.count ? static_cast<size_t>(std::max(0, *group.count))
                      : static_cast<size_t>(std::llround(group.density.value_or(0) * area));
    std::vector<Person> people = draw(group, index, count, exit);
    if (!plausible(people, complaints)) return;
    form_companies(people, group.bonds, seed);
    if (points)
      placer.at_points(group, people, complaints);
    else if (group.place.seats)
      placer.on_seats(seats, people, complaints);
    else
      placer.in_region(group, cells, people, complaints);
    everybody.insert(everybody.end(), people.begin(), people.end());
    warn_of_enclosed(group, people, complaints);
  }

  void warn_of_enclosed(const PeopleGroup& group, const std::vector<Person>& people, Complaints& complaints) {
    const auto enclosed = std::count_if(people.begin(), people.end(), [&](const Person& p) {
      return p.cell != scene::no_cell &&
             placer.ways_out(p.radius, p.stairs_allowed, p.lifts_allowed)[static_cast<size_t>(p.cell)] == 0;
    });
    if (enclosed > 0)
      complaints.warnings.push_back(
          {"people_without_way_out",
           fmt::format("{} of the {} people of group '{}' start where no exit can be reached with {:g} m of room on "
                       "either side of them.",
                       enclosed, people.size(), group.name, elbow_room),
           group.origin.key});
  }
};

}  // namespace

std::vector<Person> populate(const Floors& floors, std::span<const PeopleGroup> groups, uint64_t seed,
                             std::vector<Warning>& warnings) {
  std::vector<Mistake> mistakes;
  std::vector<float> radii;  // widest of each group
  for (const PeopleGroup& group : groups) {
    radii.push_back(static_cast<float>(std::min<double>(widest_of(group), most_radius)));
    radii.push_back(narrowest_of(group));
  }
  const double widest = radii.empty() ? 0 : static_cast<double>(*std::max_element(radii.begin(), radii.end()));
  Populating populating{floors, seed, Placer(floors, seed, radii), Places(floors), {}};
  if (const std::string narrow = narrow_exits(floors, widest); !narrow.empty())
    warnings.push_back({"exit_too_narrow", narrow.substr(2), "exit"});
  for (size_t g = 0; g < groups.size(); ++g) {
    Complaints complaints{mistakes, warnings, groups[g].origin, groups[g].name};
    if (groups[g].inflow)
      populating.come_in(groups[g], static_cast<uint32_t>(g), complaints);
    else
      populating.put(groups[g], static_cast<uint32_t>(g), widest, complaints);
  }
  if (!mistakes.empty()) throw InputError(std::move(mistakes));
  return std::move(populating.everybody);
}

}  // namespace muster::crowd
