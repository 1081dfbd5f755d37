#pragma once
// A release into wind that changes: a series of puffs, each drawn out along the wind that it left in.

#include "models/plume/cloud.h"
#include "models/plume/gaussian/passive.h"

#include <vector>

namespace muster::plume {

/// The wind from `time` [s] on, until the next entry.
struct WindFrom {
  double time = 0;
  double speed = 5;    ///< u [m/s] that carries the puffs, above 0
  double towards = 0;  ///< [rad] where it blows to, from the cloud's x-axis towards its y-axis
  Stability stability = Stability::d;
};
/// Of `weather.wind` and its changes; x is where the first wind blows to.
std::vector<WindFrom> winds_of(const Weather& weather, double height);

struct SeriesSettings {
  SigmaSet sigmas = SigmaSet::briggs_rural;
  double averaging = 600;  ///< [s]
  int puffs = 360;         ///< about how many the release is cut into where the class changes; 1 to 100 000
};

/// Puffs carry what left during their piece of time. A puff's ends travel with the wind; where they are apart it is a
/// slug between them: an erf along, Gauss across, with the sigmas of the distance travelled by what is at the
/// receptor. Neighbours share their ends, so that in steady wind the series is the plume exactly. Where the class
/// changes, a virtual distance keeps each sigma continuous. Pieces end at each change of the rate and of the wind;
/// they are cut further only where the class changes, because all that left in one wind stays on one line.
class PuffSeries : public Cloud {
 public:
  PuffSeries(const SeriesSettings&, const Drift&, const PassiveSource&, std::vector<RateFrom> rates,
             std::vector<WindFrom> winds);

  void concentrations(std::span<const Vec3> points, double time, std::span<double> fractions) const override;
  Times times() const override;
  double farthest() const override { return fitted_range(settings_.sigmas).second; }
  std::vector<double> events() const override;
  bool along_x() const override;
  const char* model() const override { return "puff_series"; }
  size_t puffs() const { return pieces_.size(); }

 private:
  struct Piece {
    double from, to, rate;  // [s], [s], [kg/s]
    size_t first, last;     // of tracks_: what leaves at its beginning and its end
  };
  // Something that left the source: where it is, and how far it would have come with the present class.
  struct Parcel {
    Vec2 place = Vec2::Zero();
    double distance_x = 0, distance_y = 0, distance_z = 0;  // [m] to take sigma at
    Stability stability = Stability::d;                     // the class of those
  };
  struct Puff {
    Vec2 newest, along;  // newest end, unit vector to the oldest
    double length, mass;
    Parcel from, to;  // from: newest end
    double reach;     // [m] beyond which it is not felt, from the segment
  };
  // Neighbouring puffs, and the rectangle outside which none of them is felt.
  struct Block {
    size_t begin, end;
    Vec2 low, high;
  };
  static std::vector<Block> blocks_of(const std::vector<Puff>& puffs);
  // What leaves at one moment: as it is then and as each later wind takes it over.
  struct Track {
    size_t wind = 0;            // that it leaves in
    double left = 0;            // [s]
    std::vector<Parcel> taken;  // at `left`, then at the beginning of each later wind
  };
  size_t wind_at(double time) const;
  Parcel released(Stability stability) const;
  Parcel carried(Parcel parcel, const WindFrom& wind, double seconds) const;
  Track track_from(double left) const;
  Parcel parcel(const Track& track, double time) const;
  void enter(Parcel& parcel, Stability stability) const;
  std::vector<Puff> puffs_at(double time) const;
  double felt(const Puff& puff, const Vec3& point) const;
  const Sigmas& sigmas(Stability s) const { return sets_[static_cast<size_t>(s)]; }

  SeriesSettings settings_;
  Drift drift_;
  PassiveSource source_;
  std::vector<RateFrom> rates_;
  std::vector<WindFrom> winds_;
  std::vector<Sigmas> sets_;  // by class
  std::vector<Piece> pieces_;
  std::vector<Track> tracks_;
  std::vector<Parcel> fresh_;  // by class: what leaves now
};

}  // namespace muster::plume
