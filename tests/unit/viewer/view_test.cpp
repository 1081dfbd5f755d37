#include "viewer/replay/view.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace muster::viewer {
namespace {

/// Where a point is in the picture: from -1 to 1 in height, from -aspect to aspect in width.
Vec2 seen(const View& view, const Vec3& p) {
  const Vec3 ahead = (view.centre - view.eye).normalized(), right = ahead.cross(view.up).normalized();
  const Vec3 d = p - view.eye;
  const double scale = 1 / std::tan(view.fov_deg * std::numbers::pi / 360) / d.dot(ahead);
  return {scale * d.dot(right), scale * d.dot(right.cross(ahead))};
}

TEST(View, OverlookShowsAllOfABoxAndWastesLittle) {
  Bounds box;
  box.include({10, 20, 0});
  box.include({110, 50, 9});
  for (const double aspect : {0.5, 16.0 / 9})
    for (const double from : {0.0, 90.0, 205.0})
      for (const double elevation : {20.0, 45.0, 90.0}) {
        const View view = overlook(box, from, elevation, aspect);
        double most = 0;
        for (int corner = 0; corner < 8; ++corner) {
          const Vec3 p((corner & 1) != 0 ? 110 : 10, (corner & 2) != 0 ? 50 : 20, (corner & 4) != 0 ? 9 : 0);
          const Vec2 at = seen(view, p);
          most = std::max({most, std::abs(at.x()) / aspect, std::abs(at.y())});
          const double depth = (p - view.eye).dot((view.centre - view.eye).normalized());
          EXPECT_GT(depth, view.near);
          EXPECT_LT(depth, view.far);
        }
        EXPECT_LE(most, 1) << from << " " << elevation << " " << aspect;
        EXPECT_GE(most, 0.8) << from << " " << elevation << " " << aspect;
      }
}

TEST(View, APlanHasNorthUp) {
  Bounds box;
  box.include({0, 0, 0});
  box.include({10, 10, 3});
  const View plan = overlook(box, 180, 90, 1);
  EXPECT_GT(seen(plan, {5, 9, 0}).y(), 0.5);
  EXPECT_NEAR(seen(plan, {5, 9, 0}).x(), 0, 1e-9);
  EXPECT_GT(seen(plan, {9, 5, 0}).x(), 0.5);
}

Bodies somebody(float heading_x, float heading_y) {
  Bodies bodies;
  bodies.id = {7};
  bodies.x = {3}, bodies.y = {4}, bodies.z = {1};
  bodies.heading_x = {heading_x}, bodies.heading_y = {heading_y};
  bodies.speed = {1}, bodies.state = {1};
  return bodies;
}

TEST(View, EyesLookTheWayOneGoes) {
  const View view = through_eyes(somebody(-1, 0), 0);
  EXPECT_NEAR(view.eye.z(), 2.6, 1e-6);
  EXPECT_LT(view.eye.x(), 3);
  EXPECT_LT((view.centre - view.eye).normalized().x(), -0.99);
  EXPECT_GT((through_eyes(somebody(0, 0), 0).centre - view.eye).y(), 0.9) << "who stands looks along +y";
}

TEST(View, WhoFollowsStandsBehind) {
  const View view = follow(somebody(0, 1), 0);
  EXPECT_LT(view.eye.y(), 0);
  EXPECT_GT(view.eye.z(), 5);
}

TEST(View, EyesAreAThirtiethOfTheWayApart) {
  View view;
  view.eye = {0, -60, 0}, view.centre = {0, 0, 0};
  const View left = of_eye(view, -1), right = of_eye(view, 1);
  EXPECT_NEAR((right.eye - left.eye - Vec3(2, 0, 0)).norm(), 0, 1e-12);
  EXPECT_NEAR(((left.centre - left.eye) - (view.centre - view.eye)).norm(), 0, 1e-12) << "the same way";
  view.eye = {0, -1, 0};
  EXPECT_NEAR((of_eye(view, 1).eye - of_eye(view, -1).eye).norm(), 0.063, 1e-12);
}

TEST(Cut, ShowsWhatLiesBetweenItsHeightsAndInItsBox) {
  Cut cut{0, 3, {}};
  EXPECT_TRUE(cut.shows({100, 100, 0}));
  EXPECT_FALSE(cut.shows({0, 0, 3}));
  cut.box = Bounds{{0, 0, 1}, {10, 5, 9}};
  EXPECT_TRUE(cut.shows({10, 5, 2}));
  EXPECT_FALSE(cut.shows({10.1, 5, 2}));
  EXPECT_FALSE(cut.shows({5, -0.1, 2}));
  EXPECT_FALSE(cut.shows({5, 2, 0.9}));
  EXPECT_FALSE(cut.shows({5, 2, 4})) << "above the storey";
}

TEST(View, ACutEndsBelowTheNextFloor) {
  scene::Floors floors;
  floors.storeys = {{"low", 0}, {"mezzanine", 2.2}, {"high", 6}};
  EXPECT_NEAR(cut_at(floors, 0).high, 1.85, 1e-9);
  EXPECT_NEAR(cut_at(floors, 1).high, 4.2, 1e-9);
  EXPECT_NEAR(cut_at(floors, 1).low, 1.6, 1e-9);
  EXPECT_NEAR(cut_at(floors, 2).high, 8, 1e-9);
}

}  // namespace
}  // namespace muster::viewer
