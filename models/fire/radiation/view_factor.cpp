#include "models/fire/radiation/view_factor.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <Eigen/Geometry>

namespace muster::fire {

namespace {

Vec3 contour(const Vec3* corner, int corners) {
  Vec3 sum = Vec3::Zero();
  for (int i = 0; i < corners; ++i) {
    const Vec3 &a = corner[i], &b = corner[i + 1 == corners ? 0 : i + 1];
    const Vec3 c = a.cross(b);
    const double size = c.norm();
    // An edge that points at the receptor is seen as a point.
    if (size > 1e-14 * (1 + a.squaredNorm() + b.squaredNorm())) sum += c * (std::atan2(size, a.dot(b)) / size);
  }
  return sum / (-2 * std::numbers::pi);  // counter-clockwise from outside is clockwise about the line of sight
}

}  // namespace

Vec3 view_vector(const Face& face, const Vec3& place) {
  if (!(face.normal.dot(place - face.middle) > 0)) return Vec3::Zero();
  Vec3 corner[4];
  for (int i = 0; i < face.corners; ++i) corner[i] = face.corner[static_cast<size_t>(i)] - place;
  return contour(corner, face.corners);
}

double view_factor(const Face& face, const Vec3& place, const Vec3& normal) {
  if (!(face.normal.dot(place - face.middle) > 0)) return 0;
  Vec3 kept[8];
  int count = 0;
  for (int i = 0; i < face.corners; ++i) {
    const Vec3 a = face.corner[static_cast<size_t>(i)] - place;
    const Vec3 b = face.corner[static_cast<size_t>(i + 1 == face.corners ? 0 : i + 1)] - place;
    const double da = normal.dot(a), db = normal.dot(b);
    if (da >= 0) kept[count++] = a;
    if ((da > 0 && db < 0) || (da < 0 && db > 0)) kept[count++] = a + (b - a) * (da / (da - db));
  }
  if (count < 3) return 0;
  return std::max(0.0, normal.dot(contour(kept, count)));
}

double view_factor(const Flame& flame, const Vec3& place, const Vec3& normal) {
  double sum = 0;
  for (const Face& f : flame.faces) sum += view_factor(f, place, normal);
  return sum;
}

double greatest_view_factor(const Flame& flame, const Vec3& place) {
  Vec3 sum = Vec3::Zero();
  for (const Face& f : flame.faces) sum += view_vector(f, place);
  return sum.norm();
}

bool within(const Flame& flame, const Vec3& place) {
  return !flame.faces.empty() && std::none_of(flame.faces.begin(), flame.faces.end(),
                                              [&](const Face& f) { return f.normal.dot(place - f.middle) > 0; });
}

}  // namespace muster::fire
