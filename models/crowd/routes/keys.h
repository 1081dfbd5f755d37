#pragma once
// Names of fields: where somebody goes, and which ways are open to him.

#include <compare>
#include <cstdint>
#include <vector>

namespace muster::crowd {

/// What somebody can use.
struct Access {
  bool stairs = true;  ///< stairs, ladders and escalators; ramps are open to all
  /// Standing people whose room the body takes in a lift (`lift_room`); 0: uses no lift. Lifts that are smaller, and
  /// with stairs those in fire service, are not for him.
  uint8_t lifts = 0;
  uint8_t body = 0;       ///< class of the body's radius, see BodyClasses
  bool informed = false;  ///< knows of the danger that `Routes::set_hazard_cost` tells of

  auto operator<=>(const Access&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 is wrong
};

/// A destination and an access. With neither exits nor an area: the nearest open exit.
struct FieldKey {
  std::vector<int32_t> exits = {};  ///< any of these exits, whichever is nearest; ascending, each once
  int32_t area = -1;                ///< an area of `Routes::add_area`; then `exits` is empty
  Access access = {};

  auto operator<=>(const FieldKey&) const = default;  // NOLINT(modernize-use-nullptr): clang-tidy 14 is wrong
};

/// Key of one exit; `exit` -1: the nearest.
inline FieldKey to_exit(int32_t exit, const Access& access = {}) {
  return {exit < 0 ? std::vector<int32_t>{} : std::vector<int32_t>{exit}, -1, access};
}
inline FieldKey to_area(int32_t area, const Access& access = {}) { return {{}, area, access}; }

}  // namespace muster::crowd
