#include "sim/run/recorder.h"

#include "sim/run/analysed.h"

#include <string>

#include <fmt/format.h>

namespace muster::sim {

namespace {

results::PersonState state_of(const crowd::Snapshot& person) {
  switch (person.state) {
    case crowd::State::waiting:
      return results::PersonState::waiting;
    case crowd::State::without_route:
      return results::PersonState::without_route;
    case crowd::State::beyond:
      return results::PersonState::leaving;
    case crowd::State::on_link:
      return results::PersonState::on_link;
    case crowd::State::queueing:
      return results::PersonState::queueing;
    case crowd::State::standing:
      return results::PersonState::standing;
    case crowd::State::in_refuge:
      return results::PersonState::in_refuge;
    case crowd::State::carried:
      return results::PersonState::carried;
    case crowd::State::fallen:
      return results::PersonState::fallen;
    default:
      return results::PersonState::walking;
  }
}

/// The crossings that came after the first `seen`, in the file's terms.
std::vector<results::Crossing> since(const std::vector<crowd::Crossing>& all, size_t seen,
                                     results::Crossing::Gate gate) {
  std::vector<results::Crossing> fresh;
  for (size_t i = seen; i < all.size(); ++i)
    fresh.push_back({all[i].time, all[i].id, gate, static_cast<uint32_t>(all[i].line),
                     static_cast<int8_t>(all[i].forward ? 1 : -1)});
  return fresh;
}

std::string people_are(size_t count) { return count == 1 ? "1 person is" : fmt::format("{} people are", count); }

}  // namespace

results::Frame frame_of(const crowd::Crowd& crowd) {
  std::vector<crowd::Snapshot> people;
  crowd.snapshot(people);
  results::Frame frame;
  frame.time = crowd.time();
  for (const crowd::Snapshot& person : people) {
    frame.id.push_back(person.id);
    frame.x.push_back(static_cast<float>(person.x));
    frame.y.push_back(static_cast<float>(person.y));
    frame.z.push_back(static_cast<float>(person.z));
    frame.speed.push_back(person.speed);
    frame.state.push_back(static_cast<uint8_t>(state_of(person)));
  }
  return frame;
}

std::vector<results::PersonRecord> records_of(const crowd::Crowd& crowd, const std::vector<crowd::Person>& people) {
  const std::vector<crowd::Outcome> outcomes = crowd.outcomes();
  std::vector<results::PersonRecord> records(people.size());
  for (size_t i = 0; i < people.size(); ++i)
    records[i] = {people[i].group,        people[i].speed,  people[i].radius,
                  people[i].premovement,  outcomes[i].exit, static_cast<float>(outcomes[i].exit_time),
                  outcomes[i].path_length};
  return records;
}

Recorder::Recorder(results::ResultsWriter& writer, const crowd::Crowd& crowd, int every)
    : writer_(writer), crowd_(crowd), every_(every) {}

void Recorder::record() {
  if (steps_ % every_ == 0) writer_.frame(frame_of(crowd_));
  new_crossings();
  new_events();
  ++steps_;
}

void Recorder::finish() {
  new_crossings();
  const size_t fallen = crowd_.counts().fallen, inside = crowd_.counts().inside - fallen;
  const bool all_safe = inside > 0 && inside == crowd_.counts().in_refuge;
  std::string text = inside == 0 && fallen > 0 ? "nobody else is inside"
                     : all_safe                ? people_are(inside) + " in a place of refuge, nobody else is inside"
                                               : people_are(inside) + " still inside";
  if (fallen > 0) text += fmt::format("; fallen and still there: {}", fallen);
  writer_.event({crowd_.time(), crowd_.finished() ? "all_out" : "end", crowd_.finished() ? "everybody is out" : text});
}

void Recorder::new_crossings() {
  writer_.crossings(since(crowd_.exit_crossings(), exits_seen_, results::Crossing::Gate::exit));
  writer_.crossings(since(crowd_.portal_crossings(), portals_seen_, results::Crossing::Gate::door));
  std::vector<results::Arrival> arrivals;
  for (; arrivals_seen_ < crowd_.muster_arrivals().size(); ++arrivals_seen_) {
    const crowd::Crossing& arrival = crowd_.muster_arrivals()[arrivals_seen_];
    arrivals.push_back({arrival.time, arrival.id, static_cast<uint32_t>(arrival.line)});
  }
  writer_.arrivals(std::move(arrivals));
  writer_.areas(areas_since(crowd_, areas_seen_));
  writer_.lines(lines_since(crowd_, lines_seen_));
  areas_seen_ = crowd_.analysis().measures().samples().size();
  lines_seen_ = crowd_.analysis().measures().crossings().size();
  exits_seen_ = crowd_.exit_crossings().size();
  portals_seen_ = crowd_.portal_crossings().size();
}

void Recorder::new_events() {
  for (; events_seen_ < crowd_.events().size(); ++events_seen_) {
    const crowd::EventReport& e = crowd_.events()[events_seen_];
    writer_.event({e.at, "gates",
                   fmt::format("{}: {} people affected, {} take another way, {} have none", e.what, e.affected,
                               e.rerouted, e.waiting)});
  }
  if (steps_ % every_ != 0) return;
  const size_t stuck = crowd_.counts().stuck;
  if (stuck != stuck_seen_)
    writer_.event(
        {crowd_.time(), "stuck",
         stuck == 0 ? "nobody is stuck any more" : people_are(stuck) + " stuck: not got on by 0.25 m for 60 s"});
  stuck_seen_ = stuck;
}

}  // namespace muster::sim
