#pragma once
// Counter-based random numbers: a draw is a pure function of (seed, id, step, draw), so it does not depend on threads,
// on order or on how many draws others made.

#include <cstdint>

namespace muster {

/// What a draw is for; keeps streams apart.
enum class Draw : uint32_t {
  place,
  speed,
  radius,
  premovement,
  heading_noise,
  creep,
  sidestep,
  test,
  profile,
  age,
  sex,
  arrival,
  seat,
  company,
  prepare,
  input
};

/// 64 well-mixed bits of the counter. Finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi 10.1145/2660193.2660195)
/// applied after each word.
inline uint64_t random_bits(uint64_t seed, uint64_t id, uint64_t step, Draw draw, uint32_t index = 0) {
  auto mix = [](uint64_t z) {
    z += 0x9e3779b97f4a7c15ULL;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  };
  return mix(mix(mix(mix(seed) ^ id) ^ step) ^ (uint64_t{static_cast<uint32_t>(draw)} << 32 | index));
}

/// Uniform in the open interval (0, 1), 53 bits.
inline double random_uniform(uint64_t seed, uint64_t id, uint64_t step, Draw draw, uint32_t index = 0) {
  return (static_cast<double>(random_bits(seed, id, step, draw, index) >> 11) + 0.5) * 0x1p-53;
}

}  // namespace muster
