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
  int puffs = 360;         ///< how many at most the release is cut into; 1 to 100 000
};

/// Puffs carry what left during their piece of time. A puff's ends travel with the wind; where they are apart it is a
/// slug between them: an erf along, Gauss across, with the sigmas of the distance travelled by what is at the
/// receptor. Neighbours share their ends, so that in steady wind the series is the plume exactly. Where the class
/// changes, a virtual distance keeps each sigma continuous. Pieces end at each change of the rate and of the wind.
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
  };
  // Something that left the source: where it is, and how far it would have come with the present class.
  struct Parcel {
    Vec2 place = Vec2::Zero();
    double distance_x = 0, distance_y = 0, distance_z = 0;  // [m] to take sigma at
    Stability stability = Stability::d;                     // the class of those
    double travelled = 0;                                   // [m]
  };
  struct Puff {
    Vec2 newest, along;  // newest end, unit vector to the oldest
    double length, mass;
    Parcel from, to;  // from: newest end
    double reach;     // [m] beyond which it is not felt, from the segment
  };
  Parcel parcel(double left, double time) const;
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
};

}  // namespace muster::plume
