#include "scene/rays/rays.h"

#include "base/error.h"
#include "scene/model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include <embree3/rtcore.h>

namespace muster::scene {

namespace {

constexpr float nearest = 0.01F, last = 0.999F;  // [m]; share of the way

bool opaque(Meaning meaning) {
  return meaning != Meaning::door && meaning != Meaning::window && meaning != Meaning::space &&
         meaning != Meaning::ignore;
}

std::vector<std::array<uint32_t, 3>> opaque_triangles(const Model& model) {
  std::vector<std::array<uint32_t, 3>> kept;
  for (const Triangle& t : model.triangles)
    if (t.element >= model.elements.size() || opaque(model.elements[t.element].meaning)) kept.push_back(t.vertex);
  return kept;
}

}  // namespace

struct Rays::Scene {
  RTCDevice device = nullptr;
  RTCScene scene = nullptr;
  size_t count = 0;
  ~Scene() {
    if (scene != nullptr) rtcReleaseScene(scene);
    if (device != nullptr) rtcReleaseDevice(device);
  }
};

Rays::Rays(const Model& model) : Rays(model.vertices, opaque_triangles(model)) {}

Rays::Rays(std::span<const Vec3f> vertices, std::span<const std::array<uint32_t, 3>> triangles)
    : scene_(std::make_unique<Scene>()) {
  scene_->count = triangles.size();
  scene_->device = rtcNewDevice(nullptr);
  MUSTER_CHECK(scene_->device != nullptr, "no ray tracer: {}", static_cast<int>(rtcGetDeviceError(nullptr)));
  scene_->scene = rtcNewScene(scene_->device);
  rtcSetSceneFlags(scene_->scene, RTC_SCENE_FLAG_ROBUST);
  rtcSetSceneBuildQuality(scene_->scene, RTC_BUILD_QUALITY_HIGH);
  if (!triangles.empty()) {
    const RTCGeometry mesh = rtcNewGeometry(scene_->device, RTC_GEOMETRY_TYPE_TRIANGLE);
    auto* points = static_cast<float*>(rtcSetNewGeometryBuffer(mesh, RTC_BUFFER_TYPE_VERTEX, 0, RTC_FORMAT_FLOAT3,
                                                               3 * sizeof(float), vertices.size()));
    auto* corners = static_cast<uint32_t*>(rtcSetNewGeometryBuffer(mesh, RTC_BUFFER_TYPE_INDEX, 0, RTC_FORMAT_UINT3,
                                                                   3 * sizeof(uint32_t), triangles.size()));
    MUSTER_CHECK(points != nullptr && corners != nullptr, "{} triangles do not fit", triangles.size());
    for (const Vec3f& v : vertices)
      for (int k = 0; k < 3; ++k) *points++ = v[k];
    for (const auto& t : triangles)
      for (const uint32_t v : t) *corners++ = v;
    rtcCommitGeometry(mesh);
    rtcAttachGeometry(scene_->scene, mesh);
    rtcReleaseGeometry(mesh);
  }
  rtcCommitScene(scene_->scene);
}

Rays::~Rays() = default;
Rays::Rays(Rays&&) noexcept = default;
Rays& Rays::operator=(Rays&&) noexcept = default;

size_t Rays::triangles() const { return scene_->count; }

bool Rays::hidden(const Vec3f& from, const Vec3f& to) const {
  const Vec3f way = to - from;
  const float length = way.norm();
  if (!(length > nearest)) return false;
  RTCRay ray{};
  ray.org_x = from.x(), ray.org_y = from.y(), ray.org_z = from.z();
  ray.dir_x = way.x(), ray.dir_y = way.y(), ray.dir_z = way.z();
  ray.tnear = nearest / length, ray.tfar = last;
  ray.mask = std::numeric_limits<unsigned>::max();
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  rtcOccluded1(scene_->scene, &context, &ray);
  return ray.tfar < 0;
}

uint32_t Rays::hidden(const Vec3f& from, const float* x, const float* y, const float* z, int count) const {
  RTCRay16 ray{};
  alignas(64) int valid[16] = {};
  for (int i = 0; i < count; ++i) {
    ray.org_x[i] = from.x(), ray.org_y[i] = from.y(), ray.org_z[i] = from.z();
    const float dx = x[i] - from.x(), dy = y[i] - from.y(), dz = z[i] - from.z();
    const float length = std::sqrt(dx * dx + dy * dy + dz * dz);
    ray.dir_x[i] = dx, ray.dir_y[i] = dy, ray.dir_z[i] = dz;
    ray.tnear[i] = nearest / std::max(length, nearest), ray.tfar[i] = last;
    ray.mask[i] = std::numeric_limits<unsigned>::max();
    valid[i] = length > nearest ? -1 : 0;
  }
  RTCIntersectContext context;
  rtcInitIntersectContext(&context);
  context.flags = RTC_INTERSECT_CONTEXT_FLAG_COHERENT;
  rtcOccluded16(valid, scene_->scene, &context, &ray);
  uint32_t bits = 0;
  for (int i = 0; i < count; ++i)
    if (valid[i] != 0 && ray.tfar[i] < 0) bits |= 1U << i;
  return bits;
}

}  // namespace muster::scene
