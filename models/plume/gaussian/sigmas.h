#pragma once
// How wide a passive cloud is: the standard deviations of its Gaussian profiles by distance and stability.

#include "models/plume/atmosphere/stability.h"

#include <string>
#include <utility>
#include <vector>

namespace muster::plume {

/// Published sets. Those of plumes hold for 10 minutes' averaging; those of puffs are without averaging.
enum class SigmaSet {
  briggs_rural,      ///< Briggs 1973, open country; 100 m to 10 km
  briggs_urban,      ///< Briggs 1973 (McElroy and Pooler), towns; 100 m to 10 km
  pasquill_gifford,  ///< ISC3's fits (EPA-454/B-95-003b), sigma_z at most 5000 m; 100 m to 100 km
  yellow_book,       ///< TNO Yellow Book 1997, z0 0.1 m; sigma_x = 0.13 x
  degadis,           ///< Seinfeld 1986 as in DEGADIS; class A's sigma_z holds its least value below 22 m
  turner,            ///< Turner 1970 as fitted by Lees 1996; from 100 m
  ccps_puff,         ///< Slade 1968 as in CCPS 1999
  yellow_book_puff   ///< TNO Yellow Book: half the plume's sigma_y, sigma_z proportional to x; near the source only
};
/// In the order of the enumeration: the words of inputs.
const std::vector<std::pair<std::string, SigmaSet>>& sigma_sets();
inline bool of_puffs(SigmaSet set) { return set == SigmaSet::ccps_puff || set == SigmaSet::yellow_book_puff; }
/// [m] between which distances the set was fitted.
std::pair<double, double> fitted_range(SigmaSet);

/// One set for one class. Distances x in m; below 1 mm they count as 1 mm.
class Sigmas {
 public:
  /// `averaging` [s]: sigma_y of plumes is multiplied by (max(averaging, t_min) / 600)^0.2 with t_min 18.4 s (A to C),
  /// 18.3 (D), 11.4 (E), 4.6 (F) (DEGADIS, EPA-450/4-89-019); puffs know no averaging.
  Sigmas(SigmaSet set, Stability stability, double averaging = 600);

  SigmaSet set() const { return set_; }
  Stability stability() const { return stability_; }
  double x(double distance) const;  ///< downwind [m]: 0.13 x in the Yellow Book's, otherwise sigma_y at 600 s
  double y(double distance) const;  ///< crosswind [m]
  double z(double distance) const;  ///< vertical [m]
  /// [m] the distance where sigma_y, sigma_z or sigma_x has that value: that of a virtual source. 0 below 1 mm.
  double distance_of_y(double sigma) const;
  double distance_of_z(double sigma) const;
  double distance_of_x(double sigma) const;

 private:
  SigmaSet set_;
  Stability stability_;
  double averaging_factor_ = 1;
};

}  // namespace muster::plume
