#pragma once
// Files to damage, and ways to damage them.

#include "base/random.h"
#include "scene/generate/glb.h"
#include "scene/generate/office.h"

#include <algorithm>
#include <cstring>
#include <string>

namespace muster::scene {

/// A furnished office of one storey.
inline std::string small_glb() {
  OfficeParams params;
  params.storeys = 1;
  params.length = 20;
  params.rooms_per_side = 2;
  return glb_bytes(office(params));
}

inline size_t draw(uint64_t round, uint32_t index, size_t below) {
  return static_cast<size_t>(random_bits(20261121, round, 0, Draw::test, index) % below);
}

/// One of: a flipped bit, a byte replaced, a piece cut out, a piece doubled, a length field overwritten, an end cut
/// off.
inline std::string damaged(std::string bytes, uint64_t round, size_t head) {
  const size_t at = draw(round, 0, std::min(head, bytes.size() - 8)), length = 1 + draw(round, 1, 40);
  switch (round % 6) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << draw(round, 2, 8)));
      break;
    case 1:
      bytes[at] = static_cast<char>(draw(round, 2, 256));
      break;
    case 2:
      bytes.erase(at, length);
      break;
    case 3:
      bytes.insert(at, bytes.substr(draw(round, 2, bytes.size() - 50), length));
      break;
    case 4: {
      const uint32_t values[] = {0, 0xFFFFFFFFU, 0x7FFFFFFFU, 0x80000000U, static_cast<uint32_t>(bytes.size())};
      std::memcpy(bytes.data() + at / 4 * 4, &values[draw(round, 2, 5)], 4);
      break;
    }
    default:
      bytes.resize(draw(round, 2, bytes.size()));
      break;
  }
  return bytes;
}

}  // namespace muster::scene
