#pragma once
// The readers that run in the child. Each throws Refusal where the file cannot be used.

#include "scene/import/child/draft.h"

#include <map>

namespace muster::scene {

/// Every format that Assimp reads, flattened: one element for each named node.
Draft read_with_assimp(const ReadOrder& order);

/// The triangles of a GLB by node name [m, y up]; used for what the IFC converter wrote.
struct NamedMesh {
  std::vector<Vec3> points;
  std::vector<std::array<uint32_t, 3>> triangles;
};
std::map<std::string, NamedMesh> read_glb_by_node(const std::string& file);

/// IFC: the converter under node, then its GLB and sidecar.
Draft read_ifc(const ReadOrder& order);

/// Polygons in well-known text: floors at z = 0 with walls 2.5 m high along their edges.
Draft read_wkt(const ReadOrder& order);

/// A navigation mesh of the Menge simulator (text): floors with walls along the edges that only one polygon has.
Draft read_nav(const ReadOrder& order);

}  // namespace muster::scene
