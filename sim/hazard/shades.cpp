#include "sim/hazard/shades.h"

#include "scene/floors/surfaces.h"

namespace muster::sim {

scene::Rays shades_of(const scene::Model& model, const std::vector<scene::BlockerSpec>& blockers) {
  if (blockers.empty()) return scene::Rays(model);
  scene::Model all = model;
  const auto element = static_cast<uint32_t>(all.elements.size());
  all.elements.emplace_back();
  all.elements.back().meaning = scene::Meaning::wall;
  for (const scene::BlockerSpec& blocker : blockers) {
    const auto first = static_cast<uint32_t>(all.vertices.size()), n = static_cast<uint32_t>(blocker.polygon.size());
    for (const double z : {blocker.z, blocker.z + blocker.height})
      for (const Vec2& p : blocker.polygon) all.vertices.push_back(Vec3(p.x(), p.y(), z).cast<float>());
    for (uint32_t i = 0; i < n; ++i) {
      const uint32_t a = first + i, b = first + (i + 1) % n;
      all.triangles.push_back({{a, b, b + n}, element});
      all.triangles.push_back({{a, b + n, a + n}, element});
    }
    for (const auto& t : scene::stage::triangulate(blocker.polygon))
      all.triangles.push_back({{first + n + t[0], first + n + t[1], first + n + t[2]}, element});
  }
  return scene::Rays(all);
}

}  // namespace muster::sim
