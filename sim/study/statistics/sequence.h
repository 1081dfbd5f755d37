#pragma once
// Points that fill the unit cube evenly.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace muster::sim::study {

/// [point][dimension], each in (0, 1): probabilities that factors turn into values.
using Points = std::vector<std::vector<double>>;

/// Most dimensions of a Sobol sequence here.
inline constexpr size_t max_sobol_dimensions = 40;

/// Coordinate of point `index` of the Sobol sequence without scrambling, as a binary fraction of 32 digits; `dimension`
/// below `max_sobol_dimensions`. Direction numbers: Joe and Kuo 2008, doi 10.1137/070709359, set D6.
uint32_t sobol_digits(uint32_t index, size_t dimension);

/// The first `count` points of the Sobol sequence, scrambled by nested uniform scrambling (Owen 1995,
/// doi 10.1007/978-1-4612-2552-2_19) of all 32 binary digits; seed and dimension choose the scrambling. The first m of
/// them are the same whatever `count`: a plan grows by asking for more. Balanced where `count` is a power of two.
Points sobol_points(size_t dimensions, size_t count, uint64_t seed);

/// Latin hypercube: of `count` equal shares of each dimension each holds one point.
Points latin_points(size_t dimensions, size_t count, uint64_t seed);

/// Where the points of `morris_points` lie in each dimension.
inline constexpr double morris_levels[] = {0.125, 0.375, 0.625, 0.875};

/// Trajectories of Morris (1991, doi 10.1080/00401706.1991.10484804): `trajectories` times (dimensions + 1) points,
/// one after the other; from each point to the next of its trajectory one dimension moves by 1/2. The four levels lie
/// in the middles of equal shares instead of at 0, 1/3, 2/3 and 1, so that normal distributions
/// have values there too.
Points morris_points(size_t dimensions, size_t trajectories, uint64_t seed);

/// The plan of Saltelli 2010 (doi 10.1016/j.cpc.2009.09.018) for indices: for each row a point of A, one of B, and for
/// each dimension A with that of B in its place. A and B are the halves of one Sobol sequence of twice the dimensions.
Points saltelli_points(size_t dimensions, size_t rows, uint64_t seed);

}  // namespace muster::sim::study
