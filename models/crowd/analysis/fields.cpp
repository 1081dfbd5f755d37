#include "models/crowd/analysis/fields.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

namespace {

/// Nobody walks faster [m/s]: who seems to has come off a link or was set free from a wall.
constexpr float fastest = 6;

/// Stands or waits, so that Fruin's levels for queueing apply.
bool stands(State state) {
  return state == State::waiting || state == State::queueing || state == State::standing || state == State::in_refuge ||
         state == State::without_route || state == State::fallen;
}

bool is_here(State state) {
  return state != State::nobody && state != State::beyond && state != State::gone && state != State::trailing;
}

}  // namespace

Fields::Fields(const scene::Floors& floors, const AnalysisSettings& settings, size_t people)
    : squares_(floors, settings.square),
      every_(settings.every),
      crowded_(static_cast<float>(settings.crowded)),
      totals_(squares_.size()),
      now_(squares_.size()),
      mark_(squares_.size(), 0),
      seen_(people) {}

void Fields::sample(const Rows& rows, std::span<const float> contact) {
  ++sample_;
  look(rows);
  tally(rows, contact);
  list_pieces();
  const Sums sums = parallel_sum(
      pieces_.size(), 4096, Sums{},
      [&](size_t begin, size_t end) {
        Sums part;
        for (size_t k = begin; k < end; ++k) add(pieces_[k], part);
        return part;
      },
      [](Sums a, const Sums& b) {
        for (size_t f = 0; f < a.shares.fruin.size(); ++f)
          for (size_t l = 0; l < fruin_levels; ++l) a.shares.fruin[f][l] += b.shares.fruin[f][l];
        for (size_t l = 0; l < weidmann_levels; ++l) a.shares.weidmann[l] += b.shares.weidmann[l];
        a.above_4 += b.above_4;
        a.highest = std::max(a.highest, b.highest);
        a.pressure = std::max(a.pressure, b.pressure);
        a.contact = std::max(a.contact, b.contact);
        return a;
      });
  for (size_t f = 0; f < shares_.fruin.size(); ++f)
    for (size_t l = 0; l < fruin_levels; ++l) shares_.fruin[f][l] += sums.shares.fruin[f][l];
  for (size_t l = 0; l < weidmann_levels; ++l) shares_.weidmann[l] += sums.shares.weidmann[l];
  above_4_ += sums.above_4;
  highest_ = std::max(highest_, sums.highest);
  highest_pressure_ = std::max(highest_pressure_, sums.pressure);
  highest_contact_ = std::max(highest_contact_, sums.contact);
  for (const uint32_t piece : touched_) now_[piece] = {};
  moving_ = {};  // 12 bytes a person, for a moment once a second
}

/// Where everybody is and how he has moved since the last sample.
void Fields::look(const Rows& rows) {
  fit(moving_, rows.size());
  const auto rate = static_cast<float>(1 / every_);
  parallel_for(rows.size(), 4096, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      Moving& m = moving_[i];
      m.piece = is_here(rows.state[i]) ? squares_.of(rows.cell[i]) : Squares::none;
      if (m.piece == Squares::none) continue;
      Seen& seen = seen_[rows.id[i]];
      m.vx = (rows.x[i] - seen.x) * rate;
      m.vy = (rows.y[i] - seen.y) * rate;
      if (seen.sample + 1 != sample_ || seen.sample == 0 || m.vx * m.vx + m.vy * m.vy > fastest * fastest) {
        m.vx = rows.speed[i] * rows.heading_x[i];
        m.vy = rows.speed[i] * rows.heading_y[i];
      }
      seen = {rows.x[i], rows.y[i], sample_};
    }
  });
}

/// Counts in the order of rows: the same sums on any number of threads.
void Fields::tally(const Rows& rows, std::span<const float> contact) {
  touched_.clear();
  for (size_t i = 0; i < rows.size(); ++i) {
    const Moving& m = moving_[i];
    if (m.piece == Squares::none) continue;
    Tally& t = now_[m.piece];
    if (t.people == 0) touched_.push_back(m.piece);
    const float v2 = m.vx * m.vx + m.vy * m.vy;
    ++t.people;
    t.standing += stands(rows.state[i]) ? 1 : 0;
    t.vx += m.vx, t.vy += m.vy, t.v2 += v2, t.speed += std::sqrt(v2);
    if (!contact.empty()) t.contact = std::max(t.contact, contact[rows.id[i]]);
  }
}

/// Pieces with people around them: all pieces where they are many, for it is quicker then not to look for them.
void Fields::list_pieces() {
  pieces_.clear();
  if (touched_.size() * 4 > squares_.size()) {
    pieces_.resize(squares_.size());
    for (uint32_t p = 0; p < pieces_.size(); ++p) pieces_[p] = p;
    return;
  }
  for (const uint32_t t : touched_)
    for (const uint32_t p : squares_.around(t))
      if (mark_[p] != sample_) {
        mark_[p] = sample_;
        pieces_.push_back(p);
      }
}

void Fields::add(uint32_t piece, Sums& sums) {
  uint32_t around = 0;
  for (const uint32_t q : squares_.around(piece)) around += now_[q].people;
  if (around == 0) return;
  const auto seconds = static_cast<float>(every_);
  const Tally& here = now_[piece];
  const float density = static_cast<float>(around) / squares_.area_around(piece);
  const bool stairs = squares_.stairs(piece);
  const Facility facility = stairs ? Facility::stairway : Facility::walkway;
  const size_t level = fruin_level(facility, static_cast<double>(density));
  SquareTotals& total = totals_[piece];
  total.peak_density = std::max(total.peak_density, density);
  total.level[level] += seconds;
  total.usage += static_cast<float>(here.people) * seconds;
  total.way += here.speed * seconds;
  total.peak_contact = std::max(total.peak_contact, here.contact);
  sums.highest = std::max(sums.highest, density);
  sums.contact = std::max(sums.contact, here.contact);
  if (here.people > 0) {
    sums.shares.fruin[static_cast<size_t>(facility)][level] += here.people - here.standing;
    sums.shares.fruin[static_cast<size_t>(Facility::queueing)]
                     [fruin_level(Facility::queueing, static_cast<double>(density))] += here.standing;
    if (!stairs) sums.shares.weidmann[weidmann_level(static_cast<double>(density))] += here.people;
    if (density > four) sums.above_4 += here.people;
  }
  if (density <= crowded_) return;
  total.crowded += seconds;
  // Crowd pressure: density times the variance of the velocities around (Helbing et al. 2007).
  Tally all;
  for (const uint32_t q : squares_.around(piece)) all.vx += now_[q].vx, all.vy += now_[q].vy, all.v2 += now_[q].v2;
  const auto n = static_cast<float>(around);
  const float variance = std::max(0.0f, all.v2 / n - (all.vx * all.vx + all.vy * all.vy) / (n * n));
  const float pressure = density * variance;
  total.peak_pressure = std::max(total.peak_pressure, pressure);
  if (pressure > turbulence) total.turbulent += seconds;
  sums.pressure = std::max(sums.pressure, pressure);
}

std::vector<HotSpot> Fields::hot_spots(const scene::Floors& floors, size_t most) const {
  const auto worse = [&](uint32_t a, uint32_t b) {
    const SquareTotals &s = totals_[a], &t = totals_[b];
    if (s.crowded != t.crowded) return s.crowded > t.crowded;
    return s.peak_density != t.peak_density ? s.peak_density > t.peak_density : a < b;
  };
  std::vector<char> done(squares_.size(), 0);
  std::vector<std::pair<uint32_t, HotSpot>> spots;
  std::vector<uint32_t> cluster;
  for (uint32_t first = 0; first < squares_.size(); ++first) {
    if (done[first] != 0 || totals_[first].crowded <= 0) continue;
    cluster.assign(1, first);
    done[first] = 1;
    HotSpot spot;
    uint32_t worst = first;
    for (size_t k = 0; k < cluster.size(); ++k) {
      const uint32_t p = cluster[k];
      if (worse(p, worst)) worst = p;
      spot.area += static_cast<double>(squares_.area(p));
      spot.person_seconds += static_cast<double>(totals_[p].usage);
      spot.peak_density = std::max(spot.peak_density, static_cast<double>(totals_[p].peak_density));
      for (const uint32_t q : squares_.around(p))
        if (done[q] == 0 && totals_[q].crowded > 0) {
          done[q] = 1;
          cluster.push_back(q);
        }
    }
    const auto cell = static_cast<size_t>(squares_.middle(worst));
    const Vec2 at = floors.centre(squares_.middle(worst));
    spot.at = {at.x(), at.y(), static_cast<double>(floors.z[cell])};
    if (!floors.storey.empty()) spot.storey = floors.storey[cell];
    if (!floors.space.empty()) spot.space = floors.space[cell];
    spot.seconds = static_cast<double>(totals_[worst].crowded);
    spots.emplace_back(worst, spot);
  }
  std::sort(spots.begin(), spots.end(), [&](const auto& a, const auto& b) { return worse(a.first, b.first); });
  std::vector<HotSpot> out;
  for (size_t k = 0; k < std::min(most, spots.size()); ++k) out.push_back(spots[k].second);
  return out;
}

}  // namespace muster::crowd
