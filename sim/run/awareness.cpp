#include "sim/run/awareness.h"

#include "base/parallel.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::sim {

namespace {

/// What a metre costs who knows, by the danger there as a fraction of what makes a place untenable. Assumptions: people
/// go round by three times the way to avoid what is a third of untenable, by fifty times what is thrice; nothing is
/// barred, for who has no other way goes through.
struct Step {
  float from, factor;
};
constexpr std::array<Step, 6> steps = {{{0, 1}, {0.1f, 2}, {0.3f, 4}, {1, 10}, {3, 30}, {10, 100}}};

/// Ways by the cost of a danger are marched anew when it has spread, which takes 0.2 to 0.5 s of a processor a million
/// cells: in large places as often as every 30 s, while people walk 40 m (a compromise).
constexpr size_t large_place = 1000000;
constexpr double slow_news = 30;

uint8_t level_of(float danger) {
  uint8_t level = 0;
  for (size_t i = 1; i < steps.size(); ++i)
    if (danger >= steps[i].from) level = static_cast<uint8_t>(i);
  return level;
}

}  // namespace

Awareness::Awareness(const Case& the_case, const Start& start, const Hazards& hazards)
    : floors_(&start.floors),
      every_(the_case.hazards.every),
      news_every_(
          the_case.reactions.news.value_or(start.floors.size() > large_place ? std::max(every_, slow_news) : every_)),
      grid_(hazards.grid()) {
  level_.assign(grid_.x.size(), 0);
  marked_.assign(start.floors.size(), 0);
  for (size_t d = 0; d < the_case.detectors.size(); ++d) {
    if (!the_case.detectors[d].tells) continue;
    for (size_t a = 0; a < the_case.alarms.size(); ++a) {
      if (!sounds(the_case.detectors[d], the_case.alarms[a].name)) continue;
      Telling telling{d, {}};
      const std::vector<scene::CellId>& cells = start.crowd.schedule.alarms[a].cells;
      if (!cells.empty()) telling.heard.assign(start.floors.size(), 0);
      for (const scene::CellId c : cells) telling.heard[static_cast<size_t>(c)] = 1;
      telling_.push_back(std::move(telling));
    }
  }
}

bool Awareness::sounding(const Telling& telling, double time, const Hazards& hazards) {
  const std::optional<double>& acts = hazards.detections()[telling.detector].acts;
  return acts && *acts <= time;
}

bool Awareness::told(double time, const Hazards& hazards, scene::CellId cell) const {
  return std::any_of(telling_.begin(), telling_.end(), [&](const Telling& t) {
    return sounding(t, time, hazards) && (t.heard.empty() || t.heard[static_cast<size_t>(cell)] != 0);
  });
}

void Awareness::act(double time, const Hazards& hazards, const Exposure& exposure, std::span<const scene::CellId> cells,
                    crowd::Crowd& crowd) {
  if (time >= next_map_ - 1e-9) {
    map_danger(time, exposure);
    next_map_ = time + every_;
  }
  ask_people(time, hazards, exposure, crowd, cells);
  if (any_marked_) crowd.look_ahead(marked_, news_);
  // The cost first: `inform` makes the ways of who is the first to know.
  if (changed_ && time >= next_news_ - 1e-9 && crowd.informed() + news_.size() > 0) {
    tell_cost(crowd);
    next_news_ = time + news_every_;
  }
  crowd.inform(news_);
}

void Awareness::tell_cost(crowd::Crowd& crowd) {
  changed_ = false;
  std::vector<float> factors(floors_->size(), 1);
  parallel_for(factors.size(), 16384, [&](size_t begin, size_t end) {
    for (size_t c = begin; c < end; ++c)
      if (grid_.square_of[c] >= 0) factors[c] = steps[level_[static_cast<size_t>(grid_.square_of[c])]].factor;
  });
  crowd.set_hazard_cost(factors, false);
}

void Awareness::map_danger(double time, const Exposure& exposure) {
  std::vector<char> seen(level_.size(), 0);
  std::vector<uint8_t> level(level_.size(), 0);
  parallel_for(level.size(), 1024, [&](size_t begin, size_t end) {
    for (size_t s = begin; s < end; ++s) {
      const Exposure::Danger danger = exposure.danger(s, time);
      level[s] = level_of(danger.all);
      seen[s] = danger.seen >= 0.3f ? 1 : 0;
    }
  });
  if (level != level_) changed_ = true, level_ = std::move(level);
  any_marked_ = std::find(seen.begin(), seen.end(), 1) != seen.end();
  if (!any_marked_) return;
  for (size_t c = 0; c < marked_.size(); ++c)
    marked_[c] = grid_.square_of[c] >= 0 ? seen[static_cast<size_t>(grid_.square_of[c])] : 0;
}

void Awareness::ask_people(double time, const Hazards& hazards, const Exposure& exposure, const crowd::Crowd& crowd,
                           std::span<const scene::CellId> cells) {
  news_.clear();
  const std::span<const char> notices = exposure.notices();
  const bool telling =
      std::any_of(telling_.begin(), telling_.end(), [&](const Telling& t) { return sounding(t, time, hazards); });
  for (size_t p = 0; p < cells.size(); ++p) {
    const auto id = static_cast<uint32_t>(p);
    if (cells[p] < 0 || crowd.informed(id)) continue;
    if (notices[p] != 0 || (telling && told(time, hazards, cells[p]))) news_.push_back(id);
  }
}

}  // namespace muster::sim
