#pragma once
// Kinds of people: what a profile of data/people.toml says of somebody, and drawing a person from it.

#include "base/distribution.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace muster::crowd {

/// Free speed by age: normal with this mean and standard deviation, cut off at `cut` of them on either side. Linear
/// between the ages, constant beyond them.
struct AgeCurve {
  static constexpr double cut = 2.5;
  std::vector<double> age;       ///< [years] ascending, two or more
  std::vector<double> mean, sd;  ///< [m/s] as many

  Distribution at(double years) const;
};

enum class Sex : uint8_t { male, female, mixed };

/// What one kind of person is like.
struct Profile {
  std::string name;
  Distribution age = Distribution::constant(40);  ///< [years]
  Sex sex = Sex::mixed;
  double share_female = 0.5;                           ///< of `mixed`
  std::optional<Distribution> speed;                   ///< [m/s] on the level; without it, the curve of the sex
  AgeCurve male, female;                               ///< used without `speed`
  Distribution radius = Distribution::constant(0.15);  ///< [m]
  double stairs_up = 0.455, stairs_down = 0.518;       ///< horizontal speed / free speed, without the speeds below
  std::optional<Distribution> speed_up, speed_down;    ///< [m/s] on stairs, along the flight
  bool stairs = true;                                  ///< can use stairs
};

/// A profile and the share of a group's people who are of it.
struct ProfileShare {
  std::string who;   ///< name of the profile, as the case says it
  double share = 1;  ///< (0, 1]; those of a group add up to 1
  Profile profile;
};

/// What a profile gives one person.
struct Attributes {
  float age = 0;  ///< [years]
  bool female = false;
  float speed = 0, radius = 0;           ///< [m/s] [m]
  float stairs_up = 1, stairs_down = 1;  ///< horizontal speed / free speed
  bool stairs_allowed = true;
};

/// Horizontal part of a step along stairs of 170 mm by 290 mm (the commonest of DIN 18065): 0.863. Stairs of 26 to 38
/// degrees differ from it by less than 9 %.
inline constexpr double along_flight = 0.86270;

/// Draws somebody; a function of its arguments only. Who is fast on the level is as fast among his like on stairs: one
/// random number gives all three speeds.
Attributes draw(const Profile& profile, uint64_t seed, uint32_t id);

/// Draws which of the shares a person belongs to.
const ProfileShare& draw_share(const std::vector<ProfileShare>& shares, uint64_t seed, uint32_t id);

}  // namespace muster::crowd
