#include "models/crowd/walking/models/half_planes.h"

#include <limits>

namespace muster::crowd {

namespace {

constexpr float parallel = 1e-5f;

/// What is sought: the point nearest to `wish`, or (`farthest`) the one farthest along the unit vector `wish`.
struct Aim {
  Vec wish;
  float most;
  bool farthest;
};

/// The best point on line `k` that the disc and the half-planes before it allow; false where there is none.
bool best_on_line(std::span<const HalfPlane> planes, size_t k, const Aim& aim, Vec& best) {
  const HalfPlane& line = planes[k];
  const float middle = dot(line.point, line.along);
  const float discriminant = middle * middle + aim.most * aim.most - dot(line.point, line.point);
  if (discriminant < 0) return false;
  const float root = std::sqrt(discriminant);
  float low = -middle - root, high = -middle + root;
  for (size_t i = 0; i < k; ++i) {
    const float slope = det(line.along, planes[i].along);
    const float offset = det(planes[i].along, line.point - planes[i].point);  // > 0: the line's point is inside
    if (std::abs(slope) <= parallel) {
      if (offset < 0) return false;
      continue;
    }
    const float t = offset / slope;
    if (slope > 0)
      high = std::min(high, t);
    else
      low = std::max(low, t);
    if (low > high) return false;
  }
  float t = 0;
  if (aim.farthest)
    t = dot(aim.wish, line.along) > 0 ? high : low;
  else
    t = std::clamp(dot(line.along, aim.wish - line.point), low, high);
  best = line.point + t * line.along;
  return true;
}

/// Adds the half-planes one after another; the number of those that could be kept, `best` is the point for them.
size_t best_inside(std::span<const HalfPlane> planes, const Aim& aim, Vec& best) {
  if (aim.farthest) {
    best = aim.most * aim.wish;
  } else {
    const float norm = aim.wish.norm();
    best = norm > aim.most ? (aim.most / norm) * aim.wish : aim.wish;
  }
  for (size_t k = 0; k < planes.size(); ++k) {
    if (planes[k].outside(best) <= 0) continue;
    const Vec before = best;
    if (!best_on_line(planes, k, aim, best)) {
      best = before;
      return k;
    }
  }
  return planes.size();
}

/// From half-plane `first` on, lets all but the `hard` ones be violated by the least common amount.
void relax(std::span<const HalfPlane> planes, size_t hard, size_t first, float most, std::vector<HalfPlane>& work,
           Vec& best) {
  float violation = 0;
  for (size_t k = first; k < planes.size(); ++k) {
    if (planes[k].outside(best) <= violation) continue;
    // Where the violation of k equals that of each soft one before it: lines that bisect the two.
    work.assign(planes.begin(), planes.begin() + static_cast<std::ptrdiff_t>(hard));
    for (size_t i = hard; i < k; ++i) {
      const float slope = det(planes[k].along, planes[i].along);
      HalfPlane bisector;
      if (std::abs(slope) <= parallel) {
        if (dot(planes[k].along, planes[i].along) > 0) continue;  // the same direction
        bisector.point = 0.5f * (planes[k].point + planes[i].point);
      } else {
        const float t = det(planes[i].along, planes[k].point - planes[i].point) / slope;
        bisector.point = planes[k].point + t * planes[k].along;
      }
      const Vec along = planes[i].along - planes[k].along;
      const float norm = along.norm();
      if (norm <= parallel) continue;
      bisector.along = (1 / norm) * along;
      work.push_back(bisector);
    }
    const Vec before = best;
    const Aim inwards{{-planes[k].along.y, planes[k].along.x}, most, true};
    if (best_inside(work, inwards, best) < work.size()) best = before;  // rounding only: it is feasible by construction
    violation = planes[k].outside(best);
  }
}

}  // namespace

Vec nearest_allowed(std::span<const HalfPlane> planes, size_t hard, Vec wish, float most,
                    std::vector<HalfPlane>& work) {
  Vec best;
  const size_t kept = best_inside(planes, {wish, most, false}, best);
  if (kept < planes.size()) relax(planes, hard, kept, most, work, best);
  return best;
}

}  // namespace muster::crowd
