#include "models/plume/atmosphere/stability.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace muster::plume {

namespace {

constexpr double degree = std::numbers::pi / 180;

Stability of_letter(char c) { return static_cast<Stability>(std::min(c - 'A', 5)); }

}  // namespace

Stability pasquill_class(Sun sun, double cloud, double wind) {
  if (cloud > 0.95) return Stability::d;
  // Columns: strong, moderate, slight, cloudy night, clear night; rows: below 2, 3, 5, 6 m/s and above.
  static constexpr std::array<const char*, 5> key = {"ABBFF", "BBCEF", "BCCDE", "CDDDD", "CDDDD"};
  const size_t row = wind < 2 ? 0 : wind < 3 ? 1 : wind < 5 ? 2 : wind < 6 ? 3 : 4;
  const size_t column = sun != Sun::night ? static_cast<size_t>(sun) : cloud >= 0.5 ? 3 : 4;
  return of_letter(key[row][column]);
}

double sun_elevation(const Moment& m) {
  const double hours = m.utc_offset && m.longitude ? m.hour - *m.utc_offset + *m.longitude / 15 : m.hour;
  const double g = 2 * std::numbers::pi * (m.day_of_year - 1 + (m.hour - 12) / 24) / 365;
  const double declination = 0.006918 - 0.399912 * std::cos(g) + 0.070257 * std::sin(g) - 0.006758 * std::cos(2 * g) +
                             0.000907 * std::sin(2 * g) - 0.002697 * std::cos(3 * g) + 0.00148 * std::sin(3 * g);
  const double equation_of_time = 229.18 / 60 *
                                  (0.000075 + 0.001868 * std::cos(g) - 0.032077 * std::sin(g) -
                                   0.014615 * std::cos(2 * g) - 0.040849 * std::sin(2 * g));  // [h]
  const double solar = m.utc_offset && m.longitude ? hours + equation_of_time : hours;
  const double hour_angle = (solar - 12) * 15 * degree;
  const double latitude = m.latitude * degree;
  const double sine =
      std::sin(latitude) * std::sin(declination) + std::cos(latitude) * std::cos(declination) * std::cos(hour_angle);
  return std::asin(std::clamp(sine, -1.0, 1.0)) / degree;
}

double solar_radiation(double elevation_deg, double cloud) {
  const double clear = 990 * std::sin(elevation_deg * degree) - 30;
  return std::max(0.0, clear) * (1 - 0.75 * std::pow(cloud, 3.4));
}

int net_radiation_index(double elevation, double cloud, double ceiling) {
  constexpr double low = 2134, middle = 4877;  // 7000 and 16000 feet
  const bool overcast = cloud > 0.95;
  if (overcast && ceiling < low) return 0;
  if (elevation <= 10) return cloud <= 0.4 ? -2 : -1;
  const int insolation = elevation > 60 ? 4 : elevation > 35 ? 3 : elevation > 15 ? 2 : 1;
  if (cloud <= 0.5) return insolation;
  int lowered = insolation;
  if (ceiling < low)
    lowered -= 2;
  else if (ceiling < middle || overcast)
    lowered -= 1;
  return std::max(lowered, 1);
}

Stability turner_class(int index, double wind) {
  // Columns: 4, 3, 2, 1, 0, -1, -2.
  struct Row {
    double below;  // [m/s]
    const char* classes;
  };
  static constexpr std::array<Row, 9> key = {{{0.75, "AABCDFG"},
                                              {1.85, "ABBCDFG"},
                                              {2.85, "ABCDDEF"},
                                              {3.35, "BBCDDEF"},
                                              {3.85, "BBCDDDE"},
                                              {4.85, "BCCDDDE"},
                                              {5.45, "CCDDDDE"},
                                              {5.95, "CCDDDDD"},
                                              {1e300, "CDDDDDD"}}};
  const auto row = std::find_if(key.begin(), key.end(), [&](const Row& r) { return wind < r.below; });
  return of_letter(row->classes[4 - std::clamp(index, -2, 4)]);
}

double inverse_obukhov(ObukhovMap map, Stability stability, double roughness) {
  const auto i = static_cast<size_t>(index(stability));
  if (stability == Stability::d) return 0;
  switch (map) {
    case ObukhovMap::golder: {
      static constexpr double a[] = {-0.096, -0.037, -0.002, 0, 0.004, 0.035};
      static constexpr double b[] = {0.029, 0.029, 0.018, 0, -0.018, -0.036};
      return a[i] + b[i] * std::log10(std::min(roughness, 1.0));
    }
    case ObukhovMap::seinfeld: {
      static constexpr double a[] = {-11.4, -26.0, -123, 0, 123, 26.0};
      static constexpr double b[] = {0.10, 0.17, 0.30, 0, 0.30, 0.17};
      return 1 / (a[i] * std::pow(roughness, b[i]));
    }
    case ObukhovMap::yellow_book: {
      static constexpr double a[] = {33.162, 32.258, 51.787, 1, -48.330, -31.325};
      static constexpr double b[] = {1117, 11.46, 1.324, 1, 1.262, 19.36};
      return std::log10(std::min(roughness, 0.5) / b[i]) / a[i];
    }
  }
  return 0;
}

Stability nearest_class(ObukhovMap map, double inverse_length, double roughness) {
  Stability best = Stability::d;
  for (int i = 0; i < stability_classes; ++i) {
    const auto s = static_cast<Stability>(i);
    if (std::abs(inverse_obukhov(map, s, roughness) - inverse_length) <
        std::abs(inverse_obukhov(map, best, roughness) - inverse_length))
      best = s;
  }
  return best;
}

std::span<const std::pair<const char*, double>> roughness_classes() {
  static constexpr std::pair<const char*, double> classes[] = {
      {"sea", 0.0002}, {"smooth", 0.005},   {"open", 0.03},  {"roughly_open", 0.1},
      {"rough", 0.25}, {"very_rough", 0.5}, {"closed", 1.0}, {"chaotic", 2.0}};
  return classes;
}

}  // namespace muster::plume
