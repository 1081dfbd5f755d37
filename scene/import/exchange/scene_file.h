#pragma once
// The scene file: a Model as plain arrays, what the reading child hands to the program and what the cache keeps.
//
//   offset  size  content (little endian)
//   0       8     "MUSTSCN\n"
//   8       4     version
//   12      4     reserved, 0
//   16      8 x 8 counts: vertices, triangles, elements, storeys, spaces, doors, warnings, bytes of text
//   80      64    unit [m], offset [m] of the origin, strings: source, format, schema, up axis
//   144     -     the arrays of these counts in this order, each record packed as in scene_file.cpp
//   end-64  64    SHA-256 of everything before, as hexadecimal digits
//
// Strings are (offset, length) in the text.

#include "scene/model.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace muster::scene {

inline constexpr uint32_t scene_file_version = 1;

/// Limits that a scene file must respect; the reading child refuses models beyond them with better words.
inline constexpr size_t max_triangles = 50'000'000;
inline constexpr double max_coordinate = 1e5;  ///< [m] beyond, 32-bit floats are more than 8 mm apart
inline constexpr double max_extent = 2e4;      ///< [m] of a model; a coordinate is then exact to 1 mm after recentring

std::string pack_scene(const Model& model);

/// Checks everything: sizes, checksum, indices, finite coordinates, enumerations, string bounds.
/// Throws std::runtime_error saying what is wrong.
Model unpack_scene(std::string_view bytes);

/// True where the bytes are UTF-8.
bool is_utf8(std::string_view bytes);

}  // namespace muster::scene
