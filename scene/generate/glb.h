#pragma once
// Writes a model as binary glTF 2.0 (Khronos glTF 2.0 specification, 2021, section 4: GLB container).

#include "scene/model.h"

#include <filesystem>
#include <string>

namespace muster::scene {

/// The bytes of a GLB file: metres, y up, one node an element named as the element, inside a node "storey: NAME" that
/// stands at the storey's height; materials by meaning. The same model gives the same bytes. Elements without triangles
/// are left out.
std::string glb_bytes(const Model&);

/// Writes `glb_bytes` to a file. Throws InputError where it cannot be written.
void write_glb(const Model&, const std::filesystem::path&);

}  // namespace muster::scene
