#include "sim/run/coupling.h"

#include "base/parallel.h"
#include "base/text.h"
#include "sim/run/stopwatch.h"

#include <algorithm>

namespace muster::sim {

Coupling::Coupling(const Case& the_case, const Start& start, crowd::Crowd& crowd,
                   const std::filesystem::path& shared_hazards)
    : case_(the_case),
      hazards_(hazards_of(the_case, start.floors, &start.model, shared_hazards)),
      crowd_(crowd),
      until_(the_case.run.until) {
  if (hazards_.empty()) return;
  exposure_.emplace(hazards_, start.floors, start.people.size(), the_case.reactions, the_case.seed);
  protect(start);
  if (!exposure_->harms().empty()) exposure_->ask_stays(the_case.hazards.arrivals);
  recorded_ = !hazards_.grid().empty();
  for (const crowd::Person& p : start.people) clear_.push_back(p.speed);
  slowness_.assign(clear_.size(), 1);
  watch_doors(start.floors);
  if (the_case.reactions.avoid) awareness_.emplace(the_case, start, hazards_);
  for (size_t d = 0; d < the_case.detectors.size(); ++d)
    for (size_t a = 0; a < the_case.alarms.size(); ++a)
      if (sounds(the_case.detectors[d], the_case.alarms[a].name)) alarms_.emplace_back(d, a);
}

/// Who stands within a step of a door is taken to pass it.
void Coupling::watch_doors(const scene::Floors& floors) {
  constexpr double beside = 1, above = 1;  // [m]
  if (hazards_.flow() == nullptr) return;
  const std::vector<FlowDoor>& doors = hazards_.flow()->doors();
  if (std::none_of(doors.begin(), doors.end(), [](const FlowDoor& d) { return d.self_closing; })) return;
  used_.assign(doors.size(), 0), door_of_.assign(floors.size(), -1);
  for (size_t c = 0; c < floors.size(); ++c) {
    const Vec2 at = floors.centre(static_cast<scene::CellId>(c));
    double nearest = beside;
    for (size_t d = 0; d < doors.size(); ++d) {
      if (!doors[d].self_closing || std::abs(static_cast<double>(floors.z[c]) - doors[d].z) > above) continue;
      const Vec2 line = doors[d].b - doors[d].a;
      const double along = std::clamp((at - doors[d].a).dot(line) / line.squaredNorm(), 0.0, 1.0);
      const double distance = (at - doors[d].a - along * line).norm();
      if (distance < nearest) nearest = distance, door_of_[c] = static_cast<int32_t>(d);
    }
  }
}

void Coupling::protect(const Start& start) {
  if (case_.reactions.protection.empty()) return;
  std::vector<float> factors(start.people.size(), 1);
  for (const ProtectionSpec& one : case_.reactions.protection)
    for (size_t p = 0; p < factors.size(); ++p)
      if (std::any_of(one.people.begin(), one.people.end(), [&](const std::string& pattern) {
            return matches_glob(pattern, case_.people[start.people[p].group].name);
          }))
        factors[p] = static_cast<float>(one.factor);
  exposure_->protect(std::move(factors));
}

void Coupling::advance(results::ResultsWriter* writer) {
  if (!exposure_) return;
  const Stopwatch watch;
  sample(crowd_.time(), writer);
  sound_alarms(crowd_.time());
  if (crowd_.time() >= next_look_ - 1e-9) {
    look(crowd_.time());
    react(crowd_.time());
  }
  seconds_ += watch.elapsed();
}

void Coupling::finish(results::ResultsWriter* writer) {
  if (!exposure_) return;
  const Stopwatch watch;
  const double end = std::min(until_, hazards_.last());
  crowd_.cells(cells_);
  const bool anybody = std::any_of(cells_.begin(), cells_.end(), [](scene::CellId c) { return c != scene::no_cell; });
  // Who left after the last look is in no zone any more.
  if (!anybody) look(crowd_.time());
  while (anybody && next_look_ <= end + 1e-9) {
    sample(next_look_, writer);
    look(next_look_);
    crowd_.let_fall(exposure_->falls(), Exposure::every);
  }
  if (recorded_) sample(end, writer);
  if (ahead_ && recorded_ && writer != nullptr) writer->hazards(std::move(*ahead_));
  if (writer != nullptr) {
    if (recorded_) writer->hazard_totals(hazards_.totals());
    writer->doses(exposure_->doses());
    if (exposure_->asked_stays()) writer->stays(exposure_->stays());
  }
  seconds_ += watch.elapsed();
}

/// Writes the samples up to `time` and takes the one after it, which people are on their way into.
void Coupling::sample(double time, results::ResultsWriter* writer) {
  if (!started_) take();
  while (ahead_ && ahead_->time <= time + 1e-9) {
    if (recorded_ && writer != nullptr) writer->hazards(std::move(*ahead_));
    take();
  }
}

void Coupling::take() {
  started_ = true;
  ahead_.reset();
  if (hazards_.next() > until_ + 1e-9) return;
  if (!used_.empty()) {
    hazards_.go_through(used_);
    std::fill(used_.begin(), used_.end(), 0);
  }
  ahead_ = hazards_.sample();
  exposure_->sampled(*ahead_);
}

void Coupling::look(double time) {
  crowd_.cells(cells_);
  exposure_->look(time, cells_);
  if (!used_.empty())
    for (const scene::CellId c : cells_)
      if (c != scene::no_cell && door_of_[static_cast<size_t>(c)] >= 0)
        used_[static_cast<size_t>(door_of_[static_cast<size_t>(c)])] = 1;
  next_look_ = time + Exposure::every;
}

/// Smoke slows people, and doses make them fall.
void Coupling::react(double time) {
  const std::span<const float> extinction = exposure_->extinction();
  const std::optional<exposure::SmokeLaw>& law = case_.reactions.smoke;
  if (law && (slowed_ || std::any_of(extinction.begin(), extinction.end(), [](float k) { return k > 0; }))) {
    slowed_ = true;
    parallel_for(extinction.size(), 1024, [&](size_t begin, size_t end) {
      for (size_t p = begin; p < end; ++p) {
        const auto clear = static_cast<double>(clear_[p]), k = static_cast<double>(extinction[p]);
        slowness_[p] = k > 0 && clear > 0
                           ? static_cast<float>(exposure::speed_in_smoke(*law, clear, k, case_.reactions.sign) / clear)
                           : 1.0f;
      }
    });
    crowd_.set_slowness(slowness_);
  }
  if (!exposure_->falls().empty() || !crowd_.falls().empty()) crowd_.expect_falls(exposure_->falls());
  if (awareness_) awareness_->act(time, hazards_, *exposure_, cells_, crowd_);
  leave_muster_points(time);
  if (crowd_.choice().reads_signs()) hide_signs(time);
}

/// Smoke hides signs from those who would read them.
void Coupling::hide_signs(double time) {
  const results::HazardGrid& grid = exposure_->grid();
  std::vector<float> extinction(grid.x.size());
  parallel_for(extinction.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s) extinction[s] = static_cast<float>(exposure_->extinction_in(s, time));
  });
  const bool any = std::any_of(extinction.begin(), extinction.end(), [](float k) { return k > 0; });
  crowd_.set_smoke({grid.square_of, any ? std::move(extinction) : std::vector<float>{}});
}

/// Alarms of detectors, at the step that they are due in.
void Coupling::sound_alarms(double time) {
  for (const auto& [detector, alarm] : alarms_)
    if (const std::optional<double>& acts = hazards_.detections()[detector].acts;
        acts && *acts <= time + crowd_.step_length() / 2)
      crowd_.sound_alarm(alarm);
}

/// Who is on his way to a muster point that has become untenable goes where the plan says.
void Coupling::leave_muster_points(double time) {
  const std::vector<crowd::Haven>& points = crowd_.choice().havens().muster_points();
  unsafe_.resize(points.size(), 0);
  for (size_t p = 0; p < points.size(); ++p) {
    const std::vector<scene::CellId>& cells = points[p].cells;
    if (unsafe_[p] == 0)
      unsafe_[p] =
          std::any_of(cells.begin(), cells.end(), [&](scene::CellId c) { return exposure_->ended(c) <= time; });
    const std::string& other = case_.muster_points[p].if_unsafe;
    if (unsafe_[p] == 0 || other.empty()) continue;
    const auto at = std::find_if(points.begin(), points.end(), [&](const crowd::Haven& h) { return h.name == other; });
    // Two that name each other: nobody goes to and fro between them.
    if (unsafe_[static_cast<size_t>(at - points.begin())] == 0)
      crowd_.replace_muster_point(static_cast<int32_t>(p), static_cast<int32_t>(at - points.begin()));
  }
}

}  // namespace muster::sim
