#include "models/plume/gaussian/series.h"

#include "base/parallel.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::plume {

namespace {

constexpr double felt_within = 6;  // standard deviations: exp(-18) = 1.5e-8
const double root_two_pi = std::sqrt(2 * std::numbers::pi);

double gauss(double x, double sigma) { return std::exp(-0.5 * (x / sigma) * (x / sigma)); }
double step(double x, double sigma) { return 0.5 * std::erf(x / (std::numbers::sqrt2 * sigma)); }

}  // namespace

std::vector<WindFrom> winds_of(const Weather& weather, double height) {
  constexpr double degree = std::numbers::pi / 180;
  std::vector<WindFrom> winds;
  const Atmosphere first(weather);
  winds.push_back({-std::numeric_limits<double>::infinity(), drift_of(first, height).wind, 0, first.stability()});
  for (size_t i = 0; i < weather.changes.size(); ++i) {
    const Atmosphere air(weather.after_change(i));
    // A wind that veers (clockwise, `from` grows) blows more to the right of x.
    const double turned = (weather.wind_from - weather.changes[i].from) * degree;
    winds.push_back({weather.changes[i].time, drift_of(air, height).wind, turned, air.stability()});
  }
  return winds;
}

PuffSeries::PuffSeries(const SeriesSettings& settings, const Drift& drift, const PassiveSource& source,
                       std::vector<RateFrom> rates, std::vector<WindFrom> winds)
    : settings_(settings), drift_(drift), source_(source), rates_(std::move(rates)), winds_(std::move(winds)) {
  MUSTER_CHECK(!winds_.empty() && settings.puffs > 0, "{} winds, {} puffs", winds_.size(), settings.puffs);
  for (int i = 0; i < stability_classes; ++i)
    sets_.emplace_back(settings.sigmas, static_cast<Stability>(i), settings.averaging);
  if (rates_.size() < 2) return;
  const bool one_class = std::all_of(winds_.begin(), winds_.end(),
                                     [&](const WindFrom& w) { return w.stability == winds_.front().stability; });
  const double spacing = (rates_.back().time - rates_.front().time) / settings.puffs;
  for (size_t i = 0; i + 1 < rates_.size(); ++i) {
    if (!(rates_[i].rate > 0)) continue;
    std::vector<double> cuts = {rates_[i].time, rates_[i + 1].time};
    for (const WindFrom& w : winds_)
      if (w.time > cuts[0] && w.time < rates_[i + 1].time) cuts.insert(cuts.end() - 1, w.time);
    for (size_t k = 0; k + 1 < cuts.size(); ++k) {
      const double length = cuts[k + 1] - cuts[k];
      // Where the class never changes a piece stays straight and its sigmas are those of the way: one is exact.
      const int parts = one_class ? 1 : std::max(1, static_cast<int>(std::ceil(length / spacing - 1e-9)));
      for (int j = 0; j < parts; ++j)
        pieces_.push_back({cuts[k] + length * j / parts, cuts[k] + length * (j + 1) / parts, rates_[i].rate, 0, 0});
    }
  }
  for (int i = 0; i < stability_classes; ++i) fresh_.push_back(released(static_cast<Stability>(i)));
  for (Piece& piece : pieces_) {
    if (tracks_.empty() || tracks_.back().left != piece.from) tracks_.push_back(track_from(piece.from));
    piece.first = tracks_.size() - 1;
    tracks_.push_back(track_from(piece.to));
    piece.last = tracks_.size() - 1;
  }
}

// Takes the distances of another class where the sigmas have the present values.
void PuffSeries::enter(Parcel& p, Stability stability) const {
  if (p.stability == stability) return;
  const Sigmas &before = sigmas(p.stability), &after = sigmas(stability);
  p.distance_x = after.distance_of_x(before.x(p.distance_x));
  p.distance_y = after.distance_of_y(before.y(p.distance_y));
  p.distance_z = after.distance_of_z(before.z(p.distance_z));
  p.stability = stability;
}

size_t PuffSeries::wind_at(double time) const {
  const auto later =
      std::upper_bound(winds_.begin() + 1, winds_.end(), time, [](double t, const WindFrom& w) { return t < w.time; });
  return static_cast<size_t>(later - winds_.begin()) - 1;
}

PuffSeries::Parcel PuffSeries::released(Stability stability) const {
  const Sigmas& own = sigmas(stability);
  Parcel p;
  p.stability = stability;
  if (source_.width > 0) {
    p.distance_x = own.distance_of_x(source_.width / 4.3);
    p.distance_y = own.distance_of_y(source_.width / 4.3);
  }
  if (source_.depth > 0) p.distance_z = own.distance_of_z(source_.depth / 2.15);
  return p;
}

PuffSeries::Parcel PuffSeries::carried(Parcel p, const WindFrom& wind, double seconds) const {
  const double way = wind.speed * seconds;
  p.place += way * Vec2(std::cos(wind.towards), std::sin(wind.towards));
  p.distance_x += way;
  p.distance_y += way;
  p.distance_z += way;
  return p;
}

PuffSeries::Track PuffSeries::track_from(double left) const {
  Track track{wind_at(left), left, {}};
  track.taken.push_back(released(winds_[track.wind].stability));
  double since = left;
  for (size_t w = track.wind + 1; w < winds_.size(); ++w) {
    Parcel p = carried(track.taken.back(), winds_[w - 1], winds_[w].time - since);
    enter(p, winds_[w].stability);
    track.taken.push_back(p);
    since = winds_[w].time;
  }
  return track;
}

PuffSeries::Parcel PuffSeries::parcel(const Track& track, double time) const {
  const size_t wind = std::max(wind_at(time), track.wind);
  const double since = wind == track.wind ? track.left : winds_[wind].time;
  return carried(track.taken[wind - track.wind], winds_[wind], std::max(0.0, time - since));
}

std::vector<PuffSeries::Puff> PuffSeries::puffs_at(double time) const {
  std::vector<Puff> puffs;
  puffs.reserve(pieces_.size());
  for (const Piece& piece : pieces_) {
    if (piece.from >= time) break;
    const double newest_left = std::min(piece.to, time);
    Puff puff;
    puff.to = parcel(tracks_[piece.first], time);
    puff.from = piece.to <= time ? parcel(tracks_[piece.last], time)
                                 : fresh_[static_cast<size_t>(winds_[wind_at(time)].stability)];
    enter(puff.from, puff.to.stability);
    puff.newest = puff.from.place;
    const Vec2 way = puff.to.place - puff.from.place;
    puff.length = way.norm();
    puff.along = puff.length > 0 ? Vec2(way / puff.length) : Vec2(1, 0);
    puff.mass = piece.rate * (newest_left - piece.from);
    // With the sigmas of what has come as far as a receptor six of the oldest end's beyond it.
    const Sigmas& s = sigmas(puff.to.stability);
    const double sigma_x = s.x(puff.to.distance_x);
    puff.reach = felt_within * std::max(s.x(puff.to.distance_x + felt_within * sigma_x), s.y(puff.to.distance_y));
    puffs.push_back(puff);
  }
  return puffs;
}

double PuffSeries::felt(const Puff& puff, const Vec3& point) const {
  const Vec2 away = Vec2(point.x(), point.y()) - puff.newest;
  const double along = away.dot(puff.along), across = cross(puff.along, away);
  if (std::abs(across) > puff.reach || along < -puff.reach || along > puff.length + puff.reach) return 0;
  // What is at the receptor has come between the newest end's way and the oldest's; beyond the ends it is blurred from
  // what has come as far as the receptor lies.
  const double share = puff.length > 0 ? along / puff.length : 1;
  const Sigmas& s = sigmas(puff.to.stability);
  const auto distance = [&](double newest, double oldest) {
    return std::max(newest + share * (oldest - newest), 1e-3);
  };
  const double sy = s.y(distance(puff.from.distance_y, puff.to.distance_y));
  if (std::abs(across) > felt_within * sy) return 0;
  const double sx = s.x(distance(puff.from.distance_x, puff.to.distance_x));
  const double spread = puff.length > 1e-3 * sx ? (step(along, sx) - step(along - puff.length, sx)) / puff.length
                                                : gauss(along, sx) / (root_two_pi * sx);
  if (!(spread > 1e-12 / sx)) return 0;
  const double sz = s.z(distance(puff.from.distance_z, puff.to.distance_z));
  return puff.mass * spread * gauss(across, sy) / (root_two_pi * sy) *
         vertical_profile(point.z(), source_.height, sz, drift_.mixing_height);
}

std::vector<PuffSeries::Block> PuffSeries::blocks_of(const std::vector<Puff>& puffs) {
  constexpr size_t size = 8;
  std::vector<Block> blocks;
  for (size_t begin = 0; begin < puffs.size(); begin += size) {
    Block block{begin, std::min(begin + size, puffs.size()), Vec2::Constant(1e300), Vec2::Constant(-1e300)};
    for (size_t i = begin; i < block.end; ++i) {
      const Vec2 reach = Vec2::Constant(puffs[i].reach), oldest = puffs[i].newest + puffs[i].length * puffs[i].along;
      block.low = block.low.cwiseMin(puffs[i].newest.cwiseMin(oldest) - reach);
      block.high = block.high.cwiseMax(puffs[i].newest.cwiseMax(oldest) + reach);
    }
    blocks.push_back(block);
  }
  return blocks;
}

void PuffSeries::concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const {
  const std::vector<Puff> puffs = puffs_at(time);
  const std::vector<Block> blocks = blocks_of(puffs);
  const double to_fraction = drift_.molar_volume / source_.molar_mass;
  parallel_for(points.size(), 64, [&](size_t begin, size_t end) {
    for (size_t i = begin; i < end; ++i) {
      const Vec3& p = points[i];
      double sum = 0;
      for (const Block& block : blocks) {
        if (p.z() < 0 || p.x() < block.low.x() || p.x() > block.high.x() || p.y() < block.low.y() ||
            p.y() > block.high.y())
          continue;
        for (size_t k = block.begin; k < block.end; ++k) sum += felt(puffs[k], p);
      }
      fractions[i] = std::clamp(sum * to_fraction, 0.0, 1.0);
    }
  });
}

Cloud::Times PuffSeries::times() const {
  if (pieces_.empty()) return {0, 0};
  // By the slowest wind and the stillest class of all.
  double slowest = std::numeric_limits<double>::infinity(), highest = 0;
  Stability stillest = Stability::a;
  for (const WindFrom& w : winds_) {
    slowest = std::min(slowest, w.speed);
    stillest = std::max(stillest, w.stability);
  }
  for (const RateFrom& r : rates_) highest = std::max(highest, r.rate);
  Drift slow = drift_;
  slow.wind = slowest;
  return {pieces_.front().from,
          FiniteRelease(sigmas(stillest), slow, source_, {{0, highest}, {pieces_.back().to, 0}}).times().last};
}

bool PuffSeries::along_x() const {
  return std::all_of(winds_.begin(), winds_.end(), [](const WindFrom& w) { return w.towards == 0; });
}

std::vector<double> PuffSeries::events() const {
  std::vector<double> times;
  for (const RateFrom& r : rates_) times.push_back(r.time);
  for (size_t i = 1; i < winds_.size(); ++i) times.push_back(winds_[i].time);
  std::sort(times.begin(), times.end());
  return times;
}

}  // namespace muster::plume
