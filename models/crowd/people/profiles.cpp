#include "models/crowd/people/profiles.h"

#include "base/error.h"
#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace muster::crowd {

Distribution AgeCurve::at(double years) const {
  MUSTER_CHECK(age.size() >= 2 && mean.size() == age.size() && sd.size() == age.size(), "{} ages", age.size());
  const double a = std::clamp(years, age.front(), age.back());
  const auto above = static_cast<size_t>(std::upper_bound(age.begin(), age.end(), a) - age.begin());
  const size_t right = std::min(above, age.size() - 1), left = right - 1;
  const double t = (a - age[left]) / (age[right] - age[left]);
  const double m = mean[left] + t * (mean[right] - mean[left]), s = sd[left] + t * (sd[right] - sd[left]);
  return Distribution::normal(m, s, m - cut * s, m + cut * s);
}

Attributes draw(const Profile& profile, uint64_t seed, uint32_t id) {
  Attributes a;
  const double age = profile.age.quantile(random_uniform(seed, id, 0, Draw::age));
  a.age = static_cast<float>(age);
  a.female = profile.sex == Sex::female ||
             (profile.sex == Sex::mixed && random_uniform(seed, id, 0, Draw::sex) < profile.share_female);
  const double u = random_uniform(seed, id, 0, Draw::speed);
  const double speed =
      profile.speed ? profile.speed->quantile(u) : (a.female ? profile.female : profile.male).at(age).quantile(u);
  a.speed = static_cast<float>(speed);
  a.radius = static_cast<float>(profile.radius.quantile(random_uniform(seed, id, 0, Draw::radius)));
  const auto factor = [&](const std::optional<Distribution>& along, double otherwise) {
    return static_cast<float>(along ? std::min(1.0, along_flight * along->quantile(u) / speed) : otherwise);
  };
  a.stairs_up = factor(profile.speed_up, profile.stairs_up);
  a.stairs_down = factor(profile.speed_down, profile.stairs_down);
  a.stairs_allowed = profile.stairs;
  return a;
}

const ProfileShare& draw_share(const std::vector<ProfileShare>& shares, uint64_t seed, uint32_t id) {
  MUSTER_CHECK(!shares.empty(), "no shares");
  double u = random_uniform(seed, id, 0, Draw::profile);
  for (const ProfileShare& share : shares)
    if ((u -= share.share) < 0) return share;
  return shares.back();
}

}  // namespace muster::crowd
