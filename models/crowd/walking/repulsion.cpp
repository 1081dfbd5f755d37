#include "models/crowd/walking/repulsion.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace muster::crowd {

namespace {

/// exp(x): the library's may differ from processor to processor.
double exponential(double x) {
  constexpr int doublings = 12;
  const double t = x / (1 << doublings);
  double e = 1 + t * (1 + t / 2 * (1 + t / 3 * (1 + t / 4 * (1 + t / 5))));
  for (int i = 0; i < doublings; ++i) e *= e;
  return e;
}

}  // namespace

Repulsion::Repulsion(double range, double radius) {
  const auto value = [&](double s) { return exponential((2 * radius - std::sqrt(s)) / range) / std::sqrt(s); };
  const uint32_t first = std::bit_cast<uint32_t>(least) >> piece_bits;
  for (uint32_t k = 0; k + 1 < p0.size(); ++k) {
    const auto a = static_cast<double>(std::bit_cast<float>((first + k) << piece_bits)),
               b = static_cast<double>(std::bit_cast<float>((first + k + 1) << piece_bits));
    // Newton's form through three nodes, then powers of s.
    const double half = 0.5 * (b - a) * 0.5 * std::sqrt(3.0), s1 = 0.5 * (a + b), s0 = s1 - half, s2 = s1 + half;
    const double slope = (value(s1) - value(s0)) / half;
    const double bend = ((value(s2) - value(s1)) / half - slope) / (2 * half);
    const size_t piece = (first + k) & 31;
    p0[piece] = static_cast<float>(value(s0) - s0 * slope + s0 * s1 * bend);
    p1[piece] = static_cast<float>(slope - (s0 + s1) * bend);
    p2[piece] = static_cast<float>(bend);
  }
}

}  // namespace muster::crowd
