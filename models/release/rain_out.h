#pragma once
// How much of a flashing jet's liquid falls to the ground.

#include <cstdint>

namespace muster::release {

/// Rules by the flashed fraction x. None is better than a factor of 2.
enum class RainOut : uint8_t {
  de_vaull_king,  ///< 1 - (x / 0.145)^1.8 of the jet falls, nothing above x = 0.145 (AIChE Spring Meeting 1992)
  ccps,           ///< vapour and as much liquid stay up; all from x = 0.2 (CCPS 1999)
  purple_book,    ///< airborne 2 x, (0.8 x - 0.028) / 0.26 from 0.1, all from 0.36 (CPR 18E, 1999)
  none            ///< all of what flashes stays in the air
};

/// Share of the whole jet (vapour and liquid) that falls, 0 to 1 - x. A jet that does not flash falls altogether.
double rained_share(RainOut, double flashed);

}  // namespace muster::release
