#include "sim/case/link_keys.h"

#include "sim/case/shapes.h"

namespace muster::sim {

namespace {

using scene::Link;
using scene::LinkSpec;
using Mode = scene::Lift::Mode;

enum class Running : uint8_t { forward, backward, stopped };

/// `running` lands in two members.
Type<LinkSpec> running() {
  const Type<Running> word =
      choice<Running>({{"forward", Running::forward}, {"backward", Running::backward}, {"stopped", Running::stopped}});
  Type<LinkSpec> type;
  type.schema = word.schema;
  type.schema["default"] = "forward";
  type.read = [word](const Spot& spot, LinkSpec& link, Report& report) {
    Running value{};
    if (!word.read(spot, value, report)) return false;
    link.backward = value == Running::backward;
    link.escalator.stopped = value == Running::stopped;
    return true;
  };
  type.show = [](const LinkSpec&) { return Json(); };
  return type;
}

/// Keys of some kinds only.
void check_kind(const Spot& spot, LinkSpec& link, Report& report) {
  const auto only = [&](bool fits, const char* kind, std::initializer_list<const char*> keys) {
    for (const char* key : keys)
      if (!fits && spot.node.find(key) != nullptr)
        report.refuse_key(spot, key, fmt::format("applies only to {}", kind));
  };
  const bool lift = link.kind == Link::Kind::lift, escalator = link.kind == Link::Kind::escalator;
  only(lift, "lifts", {"stops", "mode", "capacity", "acceleration_m_s2", "door_s", "dwell_s", "transfer_s", "from_s"});
  only(escalator, "escalators", {"running", "walking"});
  only(lift || escalator, "lifts and escalators", {"speed_m_s"});
  only(!lift, "links that are no lifts", {"two_way"});
}

/// The speed of an escalator or a lift, whichever it is.
void place_speed(const Spot& spot, LinkSpec& link, Report& report) {
  const Node* given = spot.node.find("speed_m_s");
  if (given == nullptr || link.kind == Link::Kind::lift || link.kind != Link::Kind::escalator) return;
  link.escalator.speed = link.lift.speed;
  link.lift.speed = scene::Lift{}.speed;
  if (link.escalator.speed > 1)
    report.refuse_key(spot, "speed_m_s", "escalators run at 0.1 to 1 m/s (EN 115-1 allows 0.75)");
}

}  // namespace

Type<LinkSpec> link_table() {
  using L = LinkSpec;
  using K = Link::Kind;
  const auto of_lift = [](auto member) {
    return [member](L & l) -> auto& { return l.lift.*member; };
  };
  Table<L> table("A connection that is no walkable surface of the model.");
  table.key("name", &L::name, text(), "its name", Need::required);
  table.key("kind", &L::kind,
            choice<K>({{"stairs", K::stairs},
                       {"ramp", K::ramp},
                       {"ladder", K::ladder},
                       {"escalator", K::escalator},
                       {"lift", K::lift}}),
            "what it is");
  table.key("path", &L::path, space_path(),
            "its course, `[[x, y, z], [x, y, z], ...]`: from where people enter to where they come out; of a lift, its "
            "stops");
  table.key("stops", &L::path, space_path(),
            "of a lift: a point of the floor before its doors on every storey where it stops, in order up or down the "
            "shaft");
  table.key("width_m", &L::width, number(width_range(), "m"),
            "clear width; of a lift, radius of the ground before its doors on which people wait, at least 1 m");
  table.key("two_way", &L::two_way, flag(), "it can be used in both directions; escalators only while they stand");
  table.key(
      "running", [](L & l) -> auto& { return l; }, running(),
      "an escalator runs from the first point of its path to the last, back, or stands and is a stair");
  table.key(
      "walking", [](L & l) -> auto& { return l.escalator.walking; }, flag(),
      "people walk on the escalator; without it they stand");
  table.key("speed_m_s", of_lift(&scene::Lift::speed), number(within(0.1, 20), "m/s"),
            "largest speed of the lift; of an escalator, its speed along the slope, at most 1, without it 0.5");
  table.key(
      "mode", of_lift(&scene::Lift::mode),
      choice<Mode>({{"evacuation", Mode::evacuation},
                    {"fire_service", Mode::fire_service},
                    {"out_of_service", Mode::out_of_service}}),
      "how the lift runs: `evacuation` fetches people from the highest storey that calls, full car by full car, "
      "and brings them to the stop with the shortest way out; `fire_service` is the same driven by a fireman: only "
      "people who cannot use stairs, the longest waiting first; `out_of_service` carries nobody");
  table.key("capacity", of_lift(&scene::Lift::capacity), whole(1, 100),
            "standing people whom the lift holds; a wheelchair or a bed takes the room of several");
  table.key("acceleration_m_s2", of_lift(&scene::Lift::acceleration), number(within(0.05, 5), "m/s2"),
            "acceleration and braking of the lift");
  table.key("door_s", of_lift(&scene::Lift::doors), number(within(0, 60), "s"),
            "time in which the doors open and close again, half of it each");
  table.key("dwell_s", of_lift(&scene::Lift::dwell), number(within(0, 600), "s"),
            "how long the doors wait for one more person");
  table.key("transfer_s", of_lift(&scene::Lift::transfer), number(within(0, 60), "s"),
            "time in which one standing person gets in or out; a body that takes the room of n needs n times as long");
  table.key("from_s", of_lift(&scene::Lift::from), number(within(0, 604800), "s"), "the lift does not start before");
  table.exactly_one({"path", "stops"});
  table.check(check_kind).check(place_speed);
  return table.type();
}

}  // namespace muster::sim
