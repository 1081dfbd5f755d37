#include "models/fire/escalation/steel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace muster::fire {

namespace {

constexpr double zero_celsius = 273.15;
constexpr int first_kelvin = 100, last_kelvin = 1800;  // of the table of heat

const std::vector<double>& heat_table() {
  static const std::vector<double> table = [] {
    std::vector<double> t{first_kelvin * steel_heat(first_kelvin)};
    for (int k = first_kelvin; k < last_kelvin; ++k)
      // Simpson's rule within each kelvin: exact for the cubic of EN 1993-1-2.
      t.push_back(t.back() + (steel_heat(k) + 4 * steel_heat(k + 0.5) + steel_heat(k + 1.0)) / 6);
    return t;
  }();
  return table;
}

using Points = std::vector<std::pair<double, double>>;  // [C], [MPa]

double between(const Points& points, double x) {
  if (x <= points.front().first) return points.front().second;
  for (size_t i = 1; i < points.size(); ++i)
    if (x <= points[i].first) {
      const auto& [x0, y0] = points[i - 1];
      const auto& [x1, y1] = points[i];
      return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
    }
  return points.back().second;
}

Points scandpower(const std::array<double, 18>& strength) {
  constexpr std::array<double, 18> celsius = {20,  50,  100, 150, 200, 250, 300, 350, 400,
                                              450, 500, 550, 600, 650, 700, 750, 800, 900};
  Points points;
  for (size_t i = 0; i < celsius.size(); ++i) points.emplace_back(celsius[i], strength[i]);
  return points;
}

const Points& strength_of(SteelGrade grade) {
  static const Points cs235 =
      scandpower({420, 414, 407, 403, 397, 391, 382, 378, 370, 353, 308, 252, 189, 139, 92, 59, 46, 38});
  static const Points cs360 =
      scandpower({545, 537, 529, 523, 515, 507, 496, 491, 480, 458, 400, 327, 245, 180, 120, 76, 60, 49});
  static const Points p460 =
      scandpower({630, 621, 612, 605, 595, 586, 573, 568, 555, 529, 462, 378, 283, 208, 139, 88, 69, 57});
  static const Points sa455 = {{0, 617},   {299, 617}, {399, 548}, {482, 450}, {523, 399}, {567, 349},
                               {608, 283}, {649, 219}, {701, 151}, {751, 111}, {800, 80},  {901, 61}};
  switch (grade) {
    case SteelGrade::cs235:
      return cs235;
    case SteelGrade::cs360:
      return cs360;
    case SteelGrade::p460:
      return p460;
    case SteelGrade::sa455:
      return sa455;
  }
  return cs360;
}

}  // namespace

double steel_heat(double temperature) {
  const double t = std::max(20.0, temperature - zero_celsius);
  if (t < 600) return 425 + t * (0.773 + t * (-1.69e-3 + t * 2.22e-6));
  if (t < 735) return 666 + 13002 / (738 - t);
  if (t < 900) return 545 + 17820 / (t - 731);
  return 650;
}

double steel_enthalpy(double temperature) {
  if (temperature <= first_kelvin) return temperature * steel_heat(first_kelvin);
  const auto& table = heat_table();
  const double x = std::min(temperature, static_cast<double>(last_kelvin)) - first_kelvin;
  const size_t i = std::min(static_cast<size_t>(x), table.size() - 2);
  return table[i] + (x - static_cast<double>(i)) * (table[i + 1] - table[i]) +
         std::max(0.0, temperature - last_kelvin) * steel_heat(last_kelvin);
}

double steel_temperature(double enthalpy) {
  const auto& table = heat_table();
  if (enthalpy <= table.front()) return enthalpy / steel_heat(first_kelvin);
  if (enthalpy >= table.back()) return last_kelvin + (enthalpy - table.back()) / steel_heat(last_kelvin);
  const auto up = std::upper_bound(table.begin(), table.end(), enthalpy);
  const double low = *(up - 1);
  return first_kelvin + static_cast<double>(up - 1 - table.begin()) + (enthalpy - low) / (*up - low);
}

std::vector<std::pair<std::string, SteelGrade>> steel_grades() {
  return {{"cs235", SteelGrade::cs235},
          {"cs360", SteelGrade::cs360},
          {"p460", SteelGrade::p460},
          {"sa455", SteelGrade::sa455}};
}

double tensile_strength(SteelGrade grade, double temperature) {
  return 1e6 * between(strength_of(grade), temperature - zero_celsius);
}

double wall_stress(double pressure, double diameter, double wall) {
  const double inner = diameter - 2 * wall;
  const double hoop = pressure * diameter * diameter / (diameter * diameter - inner * inner);
  return std::sqrt(3 * hoop * hoop + 30e6 * 30e6);
}

}  // namespace muster::fire
