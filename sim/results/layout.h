#pragma once
// Names and sizes in results.h5 that its writer and its reader share. docs/formats.md describes them.

#include <cstddef>
#include <cstdint>

namespace muster::results::layout {

inline constexpr const char* format = "muster-results";
inline constexpr int64_t version = 1;

/// Rows a chunk: 64 kB of a 4-byte column, the size found best for reading in pieces.
inline constexpr size_t crowd_chunk = 16384;
/// Frames a chunk of /crowd/time and /crowd/offset, which are not compressed and so rewritten in place.
inline constexpr size_t frame_chunk = 1024;
inline constexpr size_t crossing_chunk = 4096;
inline constexpr size_t event_chunk = 256;
inline constexpr size_t analysis_chunk = 4096;
inline constexpr size_t summary_chunk = 4096;

inline constexpr size_t kind_bytes = 32;   ///< of an event's kind
inline constexpr size_t text_bytes = 240;  ///< of an event's text

inline constexpr double per_metre = 1000;       ///< positions and speeds are kept in [mm] and [mm/s]
inline constexpr uint8_t no_neighbour = 255;    ///< in /scene/cells/neighbour
inline constexpr double far_from_origin = 1e6;  ///< [m] beyond it positions are kept relative to the grid's corner

}  // namespace muster::results::layout
