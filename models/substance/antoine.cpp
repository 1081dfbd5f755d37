#include "models/substance/antoine.h"

#include <cmath>

namespace muster::substance {

namespace {

const double ln10 = std::log(10.0);

/// From ln p = a - b / (T + c).
Antoine decadic(double a, double b, double c, Range range) { return {a / ln10, b / ln10, c, range}; }

}  // namespace

Antoine antoine_through(const std::array<double, 3>& temperatures, const std::array<double, 3>& pressures) {
  // Differences between neighbours rid the three equations of a1.
  std::array<double, 3> x{}, y{};
  for (size_t i = 0; i < 3; ++i) x[i] = 1 / temperatures[i], y[i] = std::log(pressures[i]);
  std::array<double, 2> dx{}, dy{}, dxy{};
  for (size_t i = 0; i < 2; ++i)
    dx[i] = x[i] - x[i + 1], dy[i] = y[i] - y[i + 1], dxy[i] = x[i] * y[i] - x[i + 1] * y[i + 1];
  const double a3 = (dy[0] * dx[1] - dy[1] * dx[0]) / (dxy[0] * dx[1] - dxy[1] * dx[0]);
  const double a2 = (dy[0] - a3 * dxy[0]) / dx[0];
  const double a = y[0] - a2 * x[0] - a3 * x[0] * y[0], c = -a3;
  return decadic(a, a * c - a2, c, {temperatures[0], temperatures[2]});
}

Antoine antoine_from_heat(double boiling_point, double heat, double molar_mass) {
  const double b = heat * molar_mass / gas_constant;
  return decadic(std::log(standard_pressure) + b / boiling_point, b, 0, {});
}

}  // namespace muster::substance
