#include "sim/case/people_keys.h"

#include "sim/case/bonds_keys.h"
#include "sim/case/route_keys.h"
#include "sim/case/shapes.h"

#include <cmath>
#include <utility>

namespace muster::sim {

namespace {

Type<std::vector<crowd::ProfileShare>> shares() {
  using S = crowd::ProfileShare;
  Table<S> table("Several kinds of people: the share of the group's people that each has. Who is of which is drawn.");
  table.key("who", &S::who, text(), "a profile or mixture of `muster data people`", Need::required);
  table.key("share", &S::share, number(above(0, 1), ""), "its share; those of a group add up to 1", Need::required);
  return with_rule(list_of(table.type(), 1, 100), [](const std::vector<S>& shares) -> std::string {
    double sum = 0;
    for (const S& s : shares) sum += s.share;
    return std::abs(sum - 1) < 1e-3 ? "" : fmt::format("the shares add up to {}, must be 1", sum);
  });
}

/// One value that lands as a list of one.
template <class V>
Type<std::vector<V>> as_list(Type<V> one) {
  Type<std::vector<V>> type;
  type.schema = one.schema;
  type.read = [one](const Spot& spot, std::vector<V>& value, Report& report) {
    V read{};
    if (!one.read(spot, read, report)) return false;
    value = {std::move(read)};
    return true;
  };
  type.show = [](const std::vector<V>&) { return Json(); };
  return type;
}

/// A number or a list of steps, `[[t, rate], ...]`.
Type<std::vector<std::pair<double, double>>> rate() {
  using Steps = std::vector<std::pair<double, double>>;
  const Type<double> plain = number(above(0, 1000), "1/s"), any = number(within(0, 1000), "1/s"),
                     time = number(within(0, 604800), "s");
  const Json step = {{"type", "array"}, {"minItems", 2}, {"maxItems", 2}, {"items", {{"type", "number"}}}};
  Type<Steps> type;
  type.schema = {{"anyOf", Json::array({plain.schema, {{"type", "array"}, {"items", step}, {"minItems", 1}}})},
                 {"x-unit", "1/s"},
                 {"x-form", "number in (0, 1000], or steps `[[t, rate], ...]`"}};
  type.read = [=](const Spot& spot, Steps& value, Report& report) {
    const auto* list = spot.node.as<Node::List>();
    if (list == nullptr) {
      double x = 0;
      if (!spot.node.as<int64_t>() && !spot.node.as<double>())
        return report.expected(spot, "a number or a list [[t, rate], ...]"), false;
      if (!plain.read(spot, x, report)) return false;
      value = {{0, x}};
      return true;
    }
    Steps read;
    for (size_t i = 0; i < list->size(); ++i) {
      const Spot entry = spot.entry(i);
      const auto* pair = entry.node.as<Node::List>();
      if (pair == nullptr || pair->size() != 2) return report.expected(entry, "a step [t, rate]"), false;
      double t = 0, r = 0;
      if (!time.read(entry.entry(0), t, report) || !any.read(entry.entry(1), r, report)) return false;
      if (!read.empty() && t <= read.back().first)
        return report.refuse(entry.entry(0), fmt::format("must be later than {}, the step before", read.back().first)),
               false;
      read.emplace_back(t, r);
    }
    if (read.empty()) return report.refuse(spot, "needs at least one step [t, rate]"), false;
    value = std::move(read);
    return true;
  };
  type.show = [](const Steps&) { return Json(); };
  return type;
}

/// The keys of a place in a table of its own; `place` finds it in a T.
template <class T, class Access>
void add_place(Table<T>& table, Access place, const std::string& verb) {
  table.key(
      "spaces", [place](T & t) -> auto& { return place(t).spaces; }, texts(), verb + " spaces of these names (globs)");
  table.key(
      "storeys", [place](T & t) -> auto& { return place(t).storeys; }, texts(),
      verb + " storeys of these names (globs)");
  table.key(
      "polygon", [place](T & t) -> auto& { return place(t).polygon; }, plan_polygon(),
      verb + " this polygon, `[[x, y], ...]`");
}

template <class T, class Access>
void add_height(Table<T>& table, Access place, const std::vector<std::string>& of) {
  table.key(
      "z_m", [place](T & t) -> auto& { return place(t).z; }, coordinate(),
      fmt::format("height of `{}`; needed where floors overlap there", fmt::join(of, "` or `")));
  table.only_with("z_m", of);
}

Table<crowd::Place::Seats> seats_table() {
  using S = crowd::Place::Seats;
  Table<S> table(
      "Rows of seats over the whole of the place, in place of anywhere in it. Seated people take no more room than "
      "standing ones, and get up when they start.");
  table.key("row_m", &S::row, number(within(0.4, 10), "m"), "from row to row");
  table.key("seat_m", &S::seat, number(within(0.3, 10), "m"), "from seat to seat in a row");
  table.key("facing_rad", &S::facing, number(within(-7, 7), "rad"),
            "direction in which people look, from the x axis; rows run across it");
  table.key("share", &S::share, number(above(0, 1), ""), "share of the seats that are taken; which ones is drawn");
  return table;
}

Table<crowd::Imitation> imitation_table() {
  using I = crowd::Imitation;
  Table<I> table("They start to leave when they see that others do, if nothing else makes them start earlier.");
  table.key("share", &I::share, number(above(0, 1), ""), "share of the people they see who must have started",
            Need::required);
  table.key("radius_m", &I::radius, number(above(0, 50), "m"), "how far they look; walls hide people");
  return table;
}

Table<crowd::Stop> stop_table(const std::string& doc) {
  using S = crowd::Stop;
  Table<S> table(doc);
  const auto place = [](S & stop) -> auto& { return stop.place; };
  add_place(table, place, "go to");
  add_height(table, place, {"polygon"});
  table.exactly_one({"spaces", "storeys", "polygon"});
  return table;
}

Table<crowd::Stop> visit_table() {
  Table<crowd::Stop> table = stop_table(
      "Where they go before they leave, in this order. After the last stay they leave; so they do as soon as an alarm "
      "has reached them and their pre-movement time is over.");
  table.key("stay_s", &crowd::Stop::stay, distribution(within(0, 604800), within(0, 604800), "s"),
            "how long they stay there; without it, until an alarm or `leave_at_s`");
  return table;
}

Table<crowd::Source> source_table() {
  using S = crowd::Source;
  Table<S> table("Where they come in.");
  table.key("gate", &S::gate, text(), "name (glob) of an exit, inside of which they appear, or of a door");
  table.key("line", &S::line, plan_line(), "a line across the floor, `[[x, y], [x, y]]`");
  const auto place = [](S & source) -> auto& { return source.place; };
  add_place(table, place, "anywhere in");
  add_height(table, place, {"line", "polygon"});
  table.exactly_one({"gate", "line", "spaces", "storeys", "polygon"});
  return table;
}

/// What people are like and what they do, wherever they start.
void add_person(Table<crowd::PeopleGroup>& table) {
  using P = crowd::PeopleGroup;
  // Free speeds: from crawling in smoke, 0.05 m/s, to running, 5 m/s. Cut-off: the slowest group of IMO MSC.1/Circ.1533
  // walks at 0.37 m/s and more, and beyond 3 m/s nobody walks.
  table.key("speed_m_s", &P::speed, distribution(within(0.05, 5), within(0.3, 3), "m/s"),
            "free walking speed on the level");
  table.key("radius_m", &P::radius, distribution(within(0.1, 0.5), within(0.1, 0.5), "m"),
            "radius of the body's circle");
  table.key("premovement_s", &P::premovement, distribution(within(0, 604800), within(0, 604800), "s"),
            "from the alarm that reaches the person's place (without any `[[alarm]]`, from t = 0) until the person "
            "starts to leave");
  table.key("stairs_up", &P::stairs_up, number(within(0.05, 1), ""),
            "horizontal speed up stairs as a fraction of the free speed");
  table.key("stairs_down", &P::stairs_down, number(within(0.05, 1), ""), "the same down stairs");
  table.key("stairs", &P::stairs, flag(), "they can use stairs, ladders and escalators");
  using L = crowd::LiftUse;
  table.key(
      "lifts", &P::lifts,
      choice<L>({{"never", L::never}, {"if_needed", L::if_needed}, {"always_allowed", L::always_allowed}}),
      "whether they leave by lift: `if_needed`, those who cannot use stairs; `always_allowed`, who is quicker so");
  table.key("who", &P::who, text(),
            "who they are: a profile of `muster data people`, which then gives speed, radius and stairs where the keys "
            "above do not");
  table.key("mix", &P::mix, shares(), "");
  table.key("age_years", &P::age, distribution(within(0, 110), within(0, 110), "years"),
            "their age, in place of the profile's; without `who`, of the profile `adults`");
  table.key(
      "sex", &P::sex,
      choice<crowd::Sex>({{"male", crowd::Sex::male}, {"female", crowd::Sex::female}, {"mixed", crowd::Sex::mixed}}),
      "their sex, in place of the profile's; without `who`, of the profile `adults`");
  add_route(table);
  table.key("leave_at_s", &P::leave_at, distribution(within(0, 604800), within(0, 604800), "s"),
            "when they start to leave if no alarm makes them start earlier");
  table.key("visit", &P::stops, list_of(visit_table().type()), "");
  table.key("starts_with_others", &P::imitation, imitation_table().type(), "");
  table.at_most_one({"who", "mix"});
  table.check([](const Spot& spot, P& group, Report&) {
    const auto given = [&](const char* key) { return spot.node.find(key) != nullptr; };
    group.given = {given("speed_m_s"), given("radius_m"), given("stairs_up"), given("stairs_down"), given("stairs")};
  });
}

}  // namespace

Table<crowd::PeopleGroup> people_table() {
  using P = crowd::PeopleGroup;
  Table<P> table(
      "A group of people alike in what they are and where they start. With none of `spaces`, `storeys`, `polygon` and "
      "`points` they start everywhere that an exit can be reached from.");
  table.key("name", &P::name, text(), "its name in results; without one, `group 1`, `group 2`, ...");
  table.key("count", &P::count, whole(1, 2000000), "number of people");
  table.key("density_per_m2", &P::density, number(above(0, 8), "1/m2"), "people per walkable area of the place");
  const auto place = [](P & p) -> auto& { return p.place; };
  add_place(table, place, "start in");
  table.key(
      "points", [](P & p) -> auto& { return p.place.points; }, list_of(plan_point(), 1, 2000000),
      "one person starts at each of these points, `[[x, y], ...]`");
  add_height(table, place, {"polygon", "points"});
  table.key(
      "seats", [](P & p) -> auto& { return p.place.seats; }, seats_table().type(), "");
  add_person(table);
  add_bonds(table);
  table.exactly_one({"count", "density_per_m2", "points", "seats"});
  table.at_most_one({"spaces", "storeys", "polygon", "points"});
  table.check([](const Spot&, P& group, Report&) {
    if (!group.place.points.empty()) group.count = static_cast<int>(group.place.points.size());
  });
  return table;
}

Table<crowd::PeopleGroup> inflow_table() {
  using P = crowd::PeopleGroup;
  P start;
  start.inflow = crowd::Inflow{};
  Table<P> table(
      "People who come in during the run. Whoever finds no room at the source waits outside. They count as placed when "
      "they have come in; the run does not end before. With neither `to` nor `visit` they walk through, to the exits.",
      start);
  table.key("name", &P::name, text(), "its name in results; without one, `inflow 1`, `inflow 2`, ...");
  table.key(
      "from", [](P & p) -> auto& { return p.inflow->source; }, source_table().type(), "", Need::required);
  table.key("count", &P::count, whole(1, 2000000), "number of people, at a constant rate between the two times");
  table.key(
      "rate_per_s", [](P & p) -> auto& { return p.inflow->rate; }, rate(),
      "people a second: a number, or steps `[[t, rate], ...]`, each rate holding until the next time");
  table.key(
      "from_s", [](P & p) -> auto& { return p.inflow->from; }, number(within(0, 604800), "s"), "nobody comes before");
  table.key(
      "until_s", [](P & p) -> auto& { return p.inflow->until; }, number(above(0, 604800), "s"), "nobody comes after",
      Need::required);
  table.key(
      "regular", [](P & p) -> auto& { return p.inflow->regular; }, flag(),
      "they come evenly spaced; otherwise at random moments (Poisson)");
  Table<crowd::Stop> to = stop_table("Where they go and stay until an alarm or `leave_at_s`.");
  table.key(
      "to", [](P & p) -> auto& { return p.stops; }, as_list(to.type()), "");
  add_person(table);
  add_duties(table);
  table.exactly_one({"count", "rate_per_s"});
  table.at_most_one({"to", "visit"}).at_most_one({"helps", "sweeps", "directs"});
  table.check([](const Spot& spot, P& group, Report& report) {
    if (group.stops.empty()) return;
    for (const char* key : {"helps", "sweeps"})
      if (spot.node.find(key) != nullptr) report.refuse_key(spot, key, "cannot be given together with to or visit");
  });
  table.check([](const Spot& spot, P& group, Report& report) {
    if (group.inflow->from >= group.inflow->until && spot.node.find("until_s") != nullptr)
      report.refuse_key(spot, "until_s", fmt::format("must be later than from_s, {}", group.inflow->from));
  });
  return table;
}

Table<crowd::Alarm> alarm_table() {
  using A = crowd::Alarm;
  Table<A> table(
      "An alarm: the pre-movement times of those count from it who are in its zone, or come into it later. With none "
      "of "
      "`spaces`, `storeys` and `polygon` it is heard everywhere. A case without alarms has one, everywhere at t = 0.");
  table.key("name", &A::name, text(), "its name; without one, `alarm 1`, `alarm 2`, ...");
  table.key("at_s", &A::time, number(within(0, 604800), "s"), "when it sounds");
  const auto place = [](A & a) -> auto& { return a.place; };
  add_place(table, place, "heard in");
  add_height(table, place, {"polygon"});
  table.at_most_one({"spaces", "storeys", "polygon"});
  return table;
}

}  // namespace muster::sim
