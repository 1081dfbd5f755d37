#include "viewer/replay/view.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace muster::viewer {

namespace {

constexpr double degree = std::numbers::pi / 180;
constexpr double body_height = 1.8;  // [m]
constexpr int looks = 9;

/// Calls visit(bodies) at up to nine times of the run.
template <class Visit>
void sample(Replay& replay, const Visit& visit) {
  if (replay.file().frames() == 0) return;
  const double step = (replay.end() - replay.begin()) / (looks - 1);
  for (int i = 0; i < looks; ++i) {
    visit(replay.at(replay.begin() + i * step));
    if (step <= 0) return;
  }
}

/// The way that somebody goes, or +y.
Vec3 heading_of(const Bodies& bodies, size_t row) {
  const Vec3 heading(bodies.heading_x[row], bodies.heading_y[row], 0);
  return heading.norm() > 0.5 ? heading : Vec3::UnitY();
}

Vec3 place_of(const Bodies& bodies, size_t row) { return {bodies.x[row], bodies.y[row], bodies.z[row]}; }

}  // namespace

Bounds bounds_of(Replay& replay, double z_low, double z_high) {
  Bounds box;
  const auto include = [&](double x, double y, double z) {
    if (z < z_low || z >= z_high) return;
    box.include({x, y, z});
    box.include({x, y, z + body_height});
  };
  sample(replay, [&](const Bodies& bodies) {
    for (size_t i = 0; i < bodies.size(); ++i) include(bodies.x[i], bodies.y[i], bodies.z[i]);
  });
  const scene::Floors& floors = replay.floors();
  for (const scene::Exit& exit : floors.exits)
    for (const Vec2& p : {exit.a, exit.b}) include(p.x(), p.y(), exit.z);
  if (!box.empty()) return box;
  for (size_t c = 0; c < floors.size(); ++c) {
    const Vec2 at = floors.grid.centre(floors.column[c]);
    include(at.x(), at.y(), static_cast<double>(floors.z[c]));
  }
  if (box.empty()) box.include(Vec3::Zero()), box.include(Vec3::Constant(10));
  return box;
}

View overlook(const Bounds& box, double from_deg, double elevation_deg, double aspect) {
  View view;
  const double azimuth = from_deg * degree, elevation = elevation_deg * degree;
  // Unit vectors: towards the eye, to the right in the picture, upwards in the picture.
  const Vec3 back(std::sin(azimuth) * std::cos(elevation), std::cos(azimuth) * std::cos(elevation),
                  std::sin(elevation));
  const Vec3 right(-std::cos(azimuth), std::sin(azimuth), 0);
  const Vec3 up = back.cross(right);
  const double tall = std::tan(view.fov_deg * degree / 2), wide = tall * aspect;
  view.centre = (box.low + box.high) / 2;
  double distance = 1, nearest = 1e9, farthest = -1e9;
  for (int corner = 0; corner < 8; ++corner) {
    const Vec3 p((corner & 1) != 0 ? box.high.x() : box.low.x(), (corner & 2) != 0 ? box.high.y() : box.low.y(),
                 (corner & 4) != 0 ? box.high.z() : box.low.z());
    const Vec3 d = p - view.centre;
    const double towards = d.dot(back);
    distance = std::max({distance, std::abs(d.dot(right)) / wide + towards, std::abs(d.dot(up)) / tall + towards});
    nearest = std::min(nearest, -towards), farthest = std::max(farthest, -towards);
  }
  constexpr double margin = 1.12;  // room for titles and legends
  distance *= margin;
  view.eye = view.centre + distance * back;
  view.up = up;
  const double around = 2 * (box.high - box.low).norm() + 50;  // what stands beside the people is seen, too
  view.near = std::max(0.5, 0.2 * (distance + nearest));
  view.far = distance + farthest + around;
  return view;
}

View through_eyes(const Bodies& bodies, size_t row) {
  View view;
  const Vec3 heading = heading_of(bodies, row);
  // In front of the face, lest one sees one's own head.
  view.eye = place_of(bodies, row) + Vec3(0, 0, 1.6) + 0.2 * heading;
  view.centre = view.eye + heading - Vec3(0, 0, 0.08);
  view.up = Vec3::UnitZ();
  view.fov_deg = 60;
  view.near = 0.05, view.far = 2000;
  return view;
}

View follow(const Bodies& bodies, size_t row) {
  View view;
  const Vec3 heading = heading_of(bodies, row);
  view.centre = place_of(bodies, row) + Vec3(0, 0, 1.2);
  view.eye = view.centre - 7 * heading + Vec3(0, 0, 5.5);
  view.fov_deg = 45;
  view.near = 0.3, view.far = 2000;
  return view;
}

View between(const View& from, const View& to, double part) {
  const auto mix = [&](const auto& a, const auto& b) { return ((1 - part) * a + part * b); };
  View view;
  view.centre = mix(from.centre, to.centre);
  const Vec3 a = from.eye - from.centre, b = to.eye - to.centre;
  const double distance = std::exp(mix(std::log(a.norm()), std::log(b.norm())));
  // Between two directions that are not opposite.
  Vec3 back = mix(a.normalized(), b.normalized());
  if (back.norm() < 1e-3) back = to.up;
  view.eye = view.centre + distance * back.normalized();
  const Vec3 up = mix(from.up, to.up);
  view.up = up.norm() > 1e-3 ? up.normalized() : to.up;
  view.fov_deg = mix(from.fov_deg, to.fov_deg);
  view.near = std::min(from.near, to.near), view.far = std::max(from.far, to.far);
  return view;
}

View of_eye(const View& view, int side) {
  constexpr double share = 1 / 30.0, people = 0.063;  // [m]
  const Vec3 ahead = view.centre - view.eye, right = ahead.cross(view.up).normalized();
  const Vec3 aside = side / 2.0 * std::max(people, share * ahead.norm()) * right;
  View moved = view;
  moved.eye += aside, moved.centre += aside;
  return moved;
}

Cut cut_at(const scene::Floors& floors, size_t storey) {
  constexpr double above = 2.0, below = 0.6;
  Cut cut{floors.storeys[storey].z - below, floors.storeys[storey].z + above};
  for (const scene::Storey& other : floors.storeys)
    if (other.z > floors.storeys[storey].z + 0.5) cut.high = std::min(cut.high, other.z - 0.35);
  return cut;
}

std::optional<size_t> busiest_storey(Replay& replay) {
  const auto& storeys = replay.floors().storeys;
  if (storeys.size() < 2) return std::nullopt;
  std::vector<int64_t> people(storeys.size(), 0);
  sample(replay, [&](const Bodies& bodies) {
    for (const float z : bodies.z) {
      size_t at = 0;
      for (size_t s = 0; s < storeys.size(); ++s)
        if (storeys[s].z <= static_cast<double>(z) + 0.6) at = s;
      ++people[at];
    }
  });
  const auto most = std::max_element(people.begin(), people.end());
  if (*most == 0) return std::nullopt;
  return static_cast<size_t>(most - people.begin());
}

}  // namespace muster::viewer
