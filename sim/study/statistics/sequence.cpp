#include "sim/study/statistics/sequence.h"

#include "base/error.h"
#include "base/random.h"
#include "sim/case/uncertain.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace muster::sim::study {

namespace {

/// A primitive polynomial (degree, inner coefficients as bits) and the first direction numbers.
struct Directions {
  int degree;
  uint32_t inner;
  std::array<uint32_t, 8> first;
};

/// Of dimensions 2 to 40; Joe and Kuo's file new-joe-kuo-6.21201.
constexpr std::array<Directions, max_sobol_dimensions - 1> directions = {{
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
    {7, 4, {1, 3, 7, 13, 13, 15, 69}},
    {7, 7, {1, 1, 3, 13, 7, 35, 63}},
    {7, 8, {1, 3, 5, 9, 1, 25, 53}},
    {7, 14, {1, 3, 1, 13, 9, 35, 107}},
    {7, 19, {1, 3, 1, 5, 27, 61, 31}},
    {7, 21, {1, 1, 5, 11, 19, 41, 61}},
    {7, 28, {1, 3, 5, 3, 3, 13, 69}},
    {7, 31, {1, 1, 7, 13, 1, 19, 1}},
    {7, 32, {1, 3, 7, 5, 13, 19, 59}},
    {7, 37, {1, 1, 3, 9, 25, 29, 41}},
    {7, 41, {1, 3, 5, 13, 23, 1, 55}},
    {7, 42, {1, 3, 7, 3, 13, 59, 17}},
    {7, 50, {1, 3, 1, 3, 5, 53, 69}},
    {7, 55, {1, 1, 5, 5, 23, 33, 13}},
    {7, 56, {1, 1, 7, 7, 1, 61, 123}},
    {7, 59, {1, 1, 7, 9, 13, 61, 49}},
    {7, 62, {1, 3, 3, 5, 3, 55, 33}},
    {8, 14, {1, 3, 1, 15, 31, 13, 49, 245}},
    {8, 21, {1, 3, 5, 15, 31, 59, 63, 97}},
    {8, 22, {1, 3, 1, 11, 11, 11, 77, 249}},
}};

using Columns = std::array<uint32_t, 32>;

/// Direction numbers as binary fractions; column k belongs to digit k of the index.
Columns columns_of(size_t dimension) {
  Columns columns{};
  if (dimension == 0) {
    for (size_t k = 0; k < 32; ++k) columns[k] = 1u << (31 - k);
    return columns;
  }
  const Directions& from = directions[dimension - 1];
  const auto degree = static_cast<size_t>(from.degree);
  for (size_t k = 0; k < 32; ++k) {
    if (k < degree) {
      columns[k] = from.first[k] << (31 - k);
      continue;
    }
    columns[k] = columns[k - degree] ^ (columns[k - degree] >> degree);
    for (size_t i = 1; i < degree; ++i)
      if ((from.inner >> (degree - 1 - i)) & 1) columns[k] ^= columns[k - i];
  }
  return columns;
}

uint32_t digits_of(const Columns& columns, uint32_t index) {
  uint32_t digits = 0;
  for (size_t k = 0; index != 0; ++k, index >>= 1)
    if (index & 1) digits ^= columns[k];
  return digits;
}

/// Each digit is flipped or not by a coin that hangs on the digits before it.
uint32_t scrambled(uint32_t digits, uint64_t seed, size_t dimension) {
  uint32_t flips = 0;
  for (uint32_t k = 0; k < 32; ++k) {
    const uint32_t before = k == 0 ? 0 : digits >> (32 - k);
    const uint64_t coin = random_bits(seed, dimension, uint64_t{k} << 32 | before, Draw::input, 1) & 1;
    flips |= static_cast<uint32_t>(coin) << (31 - k);
  }
  return digits ^ flips;
}

}  // namespace

uint32_t sobol_digits(uint32_t index, size_t dimension) { return digits_of(columns_of(dimension), index); }

Points sobol_points(size_t dimensions, size_t count, uint64_t seed) {
  MUSTER_CHECK(dimensions <= max_sobol_dimensions, "{} dimensions", dimensions);
  Points points(count, std::vector<double>(dimensions));
  for (size_t d = 0; d < dimensions; ++d) {
    const Columns columns = columns_of(d);
    for (size_t i = 0; i < count; ++i)
      points[i][d] = (scrambled(digits_of(columns, static_cast<uint32_t>(i)), seed, d) + 0.5) * 0x1p-32;
  }
  return points;
}

Points latin_points(size_t dimensions, size_t count, uint64_t seed) {
  return hypercube(dimensions, {static_cast<int>(count), seed});
}

Points morris_points(size_t dimensions, size_t trajectories, uint64_t seed) {
  Points points;
  for (size_t t = 0; t < trajectories; ++t) {
    const auto coin = [&](uint32_t index) { return random_bits(seed, t, index, Draw::input, 2); };
    std::vector<size_t> order(dimensions);
    std::iota(order.begin(), order.end(), size_t{0});
    for (size_t i = dimensions; i > 1; --i) std::swap(order[i - 1], order[coin(static_cast<uint32_t>(i)) % i]);
    std::vector<double> at(dimensions);
    // Among the four levels; the step of two levels then leads up from the lower two and down from the others.
    for (size_t d = 0; d < dimensions; ++d) at[d] = morris_levels[coin(static_cast<uint32_t>(1000 + d)) % 4];
    points.push_back(at);
    for (const size_t d : order) {
      at[d] += at[d] < 0.5 ? 0.5 : -0.5;
      points.push_back(at);
    }
  }
  return points;
}

Points saltelli_points(size_t dimensions, size_t rows, uint64_t seed) {
  Points points;
  for (const std::vector<double>& both : sobol_points(2 * dimensions, rows, seed)) {
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(dimensions);
    const std::vector<double> a(both.begin(), middle), b(middle, both.end());
    points.push_back(a);
    points.push_back(b);
    for (size_t d = 0; d < dimensions; ++d) {
      points.push_back(a);
      points.back()[d] = b[d];
    }
  }
  return points;
}

}  // namespace muster::sim::study
