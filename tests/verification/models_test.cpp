// Flow through a door of 1.2 m with the models beside the default: 200 people, room 16 m x 12 m, absorbed 3.3 m beyond
// a wall of 0.2 m; mean flow of the persons 20 to 160. Experiments: 2.0-2.75 /s. The bands guard what the models give
// (models/crowd/walking/README.md); only that of the social force model, with the bodies of its paper, is the measured
// one.

#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

double door_flow(ModelChoice model, double radius) {
  const scene::Floors floors = test::room_with_door(16, 12, 1.2);
  PeopleGroup group;
  group.count = 200;
  group.radius = Distribution::constant(radius);
  group.place.polygon = {{0, 0}, {16, 0}, {16, 12}, {0, 12}};
  std::vector<Warning> warnings;
  WalkingSettings walking;
  walking.model = model;
  Crowd crowd(floors, populate(floors, std::span(&group, 1), 1, warnings), walking, 1, 0.05);
  while (!crowd.finished() && crowd.time() < 400) crowd.step();
  EXPECT_TRUE(crowd.finished());
  const std::vector<Crossing>& out = crowd.exit_crossings();
  return out.size() < 161 ? 0 : 140 / (out[160].time - out[20].time);
}

TEST(ModelDoorFlow, anticipationVelocityIsSlow) {
  const double flow = door_flow(ModelChoice::anticipation_velocity, 0.15);
  RecordProperty("per_s", std::to_string(flow));
  EXPECT_GE(flow, 1.3);
  EXPECT_LE(flow, 1.9);
}

TEST(ModelDoorFlow, socialForceWithTheBodiesOfItsPaperIsAsMeasured) {
  const double flow = door_flow(ModelChoice::social_force, 0.3);
  RecordProperty("per_s", std::to_string(flow));
  EXPECT_GE(flow, 2.0);
  EXPECT_LE(flow, 2.75);
}

TEST(ModelDoorFlow, reciprocalAvoidanceIsFarTooFast) {
  const double flow = door_flow(ModelChoice::reciprocal_avoidance, 0.15);
  RecordProperty("per_s", std::to_string(flow));
  EXPECT_GE(flow, 4.5);
  EXPECT_LE(flow, 7.5);
}

}  // namespace
}  // namespace muster::crowd
