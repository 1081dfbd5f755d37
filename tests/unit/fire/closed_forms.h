#pragma once
// View factors of cylinders that are known in closed form, seen from directly downwind at the height of their foot.

#include <cmath>
#include <numbers>

namespace muster::fire::test {

/// Of an upright cylinder onto level and upright surfaces (Shokri and Beyler 1989, NUREG-1805).
struct Views {
  double horizontal, vertical;
};
inline Views upright_cylinder(double diameter, double height, double distance) {
  const double s = 2 * distance / diameter, h = 2 * height / diameter, pi = std::numbers::pi;
  const double a = (h * h + s * s + 1) / (2 * s), b = (1 + s * s) / (2 * s);
  const double arc_a = std::atan(std::sqrt((a + 1) * (s - 1) / ((a - 1) * (s + 1))));
  const double arc_b = std::atan(std::sqrt((b + 1) * (s - 1) / ((b - 1) * (s + 1))));
  return {((b - 1 / s) / std::sqrt(b * b - 1) * arc_b - (a - 1 / s) / std::sqrt(a * a - 1) * arc_a) / pi,
          (std::atan(h / std::sqrt(s * s - 1)) / s - h / s * std::atan(std::sqrt((s - 1) / (s + 1))) +
           a * h / (s * std::sqrt(a * a - 1)) * arc_a) /
              pi};
}

/// Of a cylinder that leans by `tilt` [rad] towards the receptor (Mudan 1987).
inline Views tilted_cylinder(double diameter, double length, double distance, double tilt) {
  const double a = 2 * length / diameter, b = 2 * distance / diameter, s = std::sin(tilt), c = std::cos(tilt);
  const double A = std::sqrt(a * a + (b + 1) * (b + 1) - 2 * a * (b + 1) * s);
  const double B = std::sqrt(a * a + (b - 1) * (b - 1) - 2 * a * (b - 1) * s);
  const double C = std::sqrt(1 + (b * b - 1) * c * c), D = std::sqrt((b - 1) / (b + 1)), E = a * c / (b - a * s);
  const double F = std::sqrt(b * b - 1);
  const double arcs = std::atan((a * b - F * F * s) / (F * C)) + std::atan(F * s / C);
  const double v = -E * std::atan(D) +
                   E * ((a * a + (b + 1) * (b + 1) - 2 * b * (1 + a * s)) / (A * B)) * std::atan(A * D / B) +
                   c / C * arcs;
  const double h = std::atan(1 / D) -
                   (a * a + (b + 1) * (b + 1) - 2 * (b + 1 + a * b * s)) / (A * B) * std::atan(A * D / B) +
                   s / C * arcs;
  return {h / std::numbers::pi, v / std::numbers::pi};
}

}  // namespace muster::fire::test
