#pragma once
// Plain values as the bytes they have in memory: files that the same program reads again.

#include <istream>
#include <ostream>
#include <type_traits>

namespace muster {

template <class T>
void put(std::ostream& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.write(reinterpret_cast<const char*>(&value), sizeof value);
}

/// False where the stream ends before.
template <class T>
bool get(std::istream& in, T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  return static_cast<bool>(in.read(reinterpret_cast<char*>(&value), sizeof value));
}

}  // namespace muster
