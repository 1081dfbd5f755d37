#pragma once
// How stirred the air is: Pasquill's classes, from the sky and to a length.

#include <optional>
#include <span>
#include <string>
#include <utility>

namespace muster::plume {

/// Pasquill's classes, from very unstable to stable.
enum class Stability { a, b, c, d, e, f };
inline constexpr int stability_classes = 6;

/// `A` to `F`.
inline char letter(Stability s) { return static_cast<char>('A' + static_cast<int>(s)); }
inline int index(Stability s) { return static_cast<int>(s); }
inline bool stable(Stability s) { return s >= Stability::e; }
inline bool unstable(Stability s) { return s <= Stability::c; }

/// How strong the sun is, in Pasquill's words (Pasquill 1961; Turner 1970): strong: clear sky and the sun above 60
/// degrees; slight: between 15 and 35 degrees; night: from an hour before sunset to an hour after sunrise.
enum class Sun { strong, moderate, slight, night };

/// Pasquill's key. `wind` [m/s] at 10 m. `cloud` 0 to 1 counts at night (4/8 and more: cloudy) and overcast (above
/// 0.95) is D by day and night. Of the two classes of an entry such as A-B the more stable. Below 2 m/s at night: F.
Stability pasquill_class(Sun sun, double cloud, double wind);

/// When and where, for the height of the sun.
struct Moment {
  int day_of_year = 172;             ///< 1 to 366
  double hour = 12;                  ///< [h] of the clock, 0 to 24; solar time where there is no `utc_offset`
  double latitude = 45;              ///< [deg] north
  std::optional<double> longitude;   ///< [deg] east
  std::optional<double> utc_offset;  ///< [h] of the clock
};

/// [deg] of the sun's centre above the horizon; negative: below. Declination and equation of time: Spencer 1971
/// (within 0.1 degrees); without refraction.
double sun_elevation(const Moment&);

/// [W/m2] of sun and sky on level ground, `elevation_deg` the sun's height, `cloud` 0 to 1: (990 sin - 30) (1 - 0.75
/// cloud^3.4), Kasten and Czeplak 1980 with Holtslag and van Ulden's (1983) constants. 0 where the sun is down.
double solar_radiation(double elevation_deg, double cloud);

/// Turner's net radiation index, -2 to 4 (Turner 1964; EPA-454/R-99-005, tables 6-5 and 6-6). `cloud` 0 to 1; `ceiling`
/// [m] height of the cloud's base. Night: the sun lower than an hour after sunrise, taken as 10 degrees.
int net_radiation_index(double elevation_deg, double cloud, double ceiling);

/// Turner's key (EPA-454/R-99-005, table 6-4), G counted as F. `wind` [m/s] at 10 m.
Stability turner_class(int net_radiation_index, double wind);

/// Published maps from a class and the roughness to the Monin-Obukhov length.
enum class ObukhovMap {
  golder,      ///< 1/L = a + b log10 z0 (Golder 1972, constants as in Seinfeld and Pandis 2006); z0 at most 1 m
  seinfeld,    ///< L = a z0^b (Seinfeld 1986; also in DEGADIS and CCPS 1996)
  yellow_book  ///< L = a / log10(z0 / b) (TNO Yellow Book 1997); z0 at most 0.5 m
};
inline constexpr const char* obukhov_map_words[] = {"golder", "seinfeld", "yellow_book"};

/// 1/L [1/m]: negative in unstable air, 0 in class D. `roughness` z0 [m]; beyond the map's range its end counts.
double inverse_obukhov(ObukhovMap, Stability, double roughness);

/// The class whose 1/L by `map` lies nearest to that of a measured length.
Stability nearest_class(ObukhovMap, double inverse_length, double roughness);

/// Roughness lengths of Davenport's classes [m] (Wieringa 1992).
std::span<const std::pair<const char*, double>> roughness_classes();

}  // namespace muster::plume
