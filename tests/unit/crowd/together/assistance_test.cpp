#include "base/parallel.h"
#include "models/crowd/crowd.h"
#include "models/crowd/people/population.h"
#include "tests/support/flat_floors.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using test::FlatFloors;

PeopleGroup patients(std::vector<Vec2> points, HelpNeeded help) {
  PeopleGroup group;
  group.name = "patients";
  group.place.points = std::move(points);
  group.bonds.needs_help = help;
  complete_help(group);
  return group;
}

PeopleGroup staff(std::vector<Vec2> points, double speed) {
  PeopleGroup group;
  group.name = "staff";
  group.place.points = std::move(points);
  group.speed = Distribution::constant(speed);
  group.bonds.helps = true;
  return group;
}

/// Steps to the end; checks at every step that everybody is there once.
struct Ward {
  Ward(scene::Floors some_floors, std::vector<PeopleGroup> groups) : floors(std::move(some_floors)) {
    std::vector<Warning> warnings;
    people = populate(floors, groups, 1, warnings);
    settings.together = resolve_bonds(floors, groups);
  }
  Crowd& run(double until) {
    crowd = std::make_unique<Crowd>(floors, people, settings);
    std::vector<Snapshot> all;
    while (!crowd->finished() && crowd->time() < until) {
      crowd->step();
      const Counts counts = crowd->counts();
      EXPECT_EQ(counts.placed, counts.evacuated + counts.inside);
      crowd->snapshot(all);
      std::set<AgentId> ids;
      for (const Snapshot& s : all) EXPECT_TRUE(ids.insert(s.id).second) << s.id << " at " << crowd->time();
      EXPECT_GE(ids.size(), counts.inside);
    }
    return *crowd;
  }
  scene::Floors floors;
  std::vector<Person> people;
  CrowdSettings settings;
  std::unique_ptr<Crowd> crowd;
};

/// A corridor `length` x 4 m with an exit over its whole width at its right end.
scene::Floors corridor(double length) {
  return FlatFloors(0.1)
      .floor({0, 0, length, 4})
      .wall({0, 0}, {length, 0})
      .wall({0, 4}, {length, 4})
      .wall({0, 0}, {0, 4})
      .exit("end", {length, 0}, {length, 4}, Vec2::UnitX())
      .build();
}

TEST(Assistance, OneWheelchairUserAndTwoHelpersTakeTheTimeWorkedOutByHand) {
  HelpNeeded help;
  help.device = Device::wheelchair;
  help.helpers = 2;
  help.prepare = Distribution::constant(20);
  help.speed = 0.8;
  Ward ward(corridor(50), {patients({{10, 2}}, help), staff({{30, 1}, {40, 3}}, 1.25)});
  const Crowd& crowd = ward.run(200);
  ASSERT_TRUE(crowd.finished());
  // The farther helper walks from (40, 3) until its body is an arm (0.5 m) from the wheelchair's (0.35 + 0.15 m), then
  // 20 s, then 40 m at 0.8 m/s.
  const double fetch = (std::hypot(30, 1) - 1.0) / 1.25, way = 40 / 0.8;
  const AssistanceCounts counts = crowd.together().assistance.counts();
  EXPECT_NEAR(counts.fetch_sum, fetch, 0.03 * fetch);
  EXPECT_NEAR(crowd.outcomes()[0].exit_time, fetch + 20 + way, 0.03 * (fetch + 20 + way));
  EXPECT_EQ(counts.needed, 1u);
  EXPECT_EQ(counts.helped, 1u);
  EXPECT_EQ(counts.waiting, 0u);
  // The helpers unload for 10 s inside the exit and leave.
  EXPECT_GE(crowd.outcomes()[1].exit_time, crowd.outcomes()[0].exit_time + 10);
  EXPECT_LE(crowd.outcomes()[2].exit_time, crowd.outcomes()[0].exit_time + 10 + 6);
}

TEST(Assistance, TwoHelpersMakeThreeTripsForSixPatientsWhoNeedOneEach) {
  HelpNeeded help;
  help.device = Device::wheelchair;
  help.prepare = Distribution::constant(10);
  help.speed = 1.0;
  help.unload = 5;
  std::vector<Vec2> beds;
  for (int i = 0; i < 6; ++i) beds.emplace_back(3 + 1.5 * (i / 2), i % 2 == 0 ? 1 : 3);
  Ward ward(corridor(30), {patients(beds, help), staff({{28, 1}, {28, 3}}, 1.0)});
  const Crowd& crowd = ward.run(600);
  ASSERT_TRUE(crowd.finished());
  std::vector<double> out;
  for (size_t i = 0; i < 6; ++i) out.push_back(crowd.outcomes()[i].exit_time);
  std::sort(out.begin(), out.end());
  // Three pairs. A trip there and back is twice 22.5 to 27 m at 1 m/s, 10 s to prepare and 5 s to unload: 60 to 69 s.
  for (size_t pair = 0; pair < 3; ++pair) EXPECT_LT(out[2 * pair + 1] - out[2 * pair], 15) << pair;
  EXPECT_NEAR(out[2] - out[0], 65, 10);
  EXPECT_NEAR(out[4] - out[2], 65, 10);
  EXPECT_EQ(crowd.together().assistance.counts().helped, 6u);
  EXPECT_EQ(crowd.together().assistance.counts().fetched, 6u);
}

TEST(Assistance, WhomNobodyCanHelpIsCounted) {
  HelpNeeded help;
  help.device = Device::stretcher;  // four helpers, there are two
  Ward ward(corridor(20), {patients({{5, 2}}, help), staff({{10, 1}, {10, 3}}, 1.25)});
  const Crowd& crowd = ward.run(30);
  const Counts counts = crowd.counts();
  EXPECT_EQ(counts.evacuated, 2u);
  EXPECT_EQ(counts.inside, 1u);
  EXPECT_EQ(counts.waiting_for_help, 1u);
  EXPECT_EQ(counts.beyond_help, 1u);
  EXPECT_EQ(counts.standing, 1u);
}

TEST(Assistance, HelpersStandByWhileADoorIsShutThatOpensLater) {
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 12, 4})
                                   .wall({0, 0}, {12, 0})
                                   .wall({0, 4}, {12, 4})
                                   .wall({0, 0}, {0, 4})
                                   .wall({6, 0}, {6, 4}, {{1.4, 2.6}})
                                   .portal("door", {6, 1.4}, {6, 2.6})
                                   .exit("end", {12, 0}, {12, 4}, Vec2::UnitX())
                                   .build();
  HelpNeeded help;
  help.device = Device::wheelchair;
  help.helpers = 1;
  help.prepare = Distribution::constant(10);
  // The helper is on the far side of the door, or on the patient's.
  for (const double x : {9.0, 4.5}) {
    SCOPED_TRACE(x);
    Ward ward(floors, {patients({{2, 2}}, help), staff({{x, 1}}, 1.25)});
    ward.settings.gates.events = {{0, "door shuts", {0}, {}, {}, {}}, {100, "door opens", {}, {}, {0}, {}}};
    ward.run(90);
    EXPECT_EQ(ward.crowd->counts().evacuated, 0u);
    EXPECT_EQ(ward.crowd->counts().beyond_help, 0u);
    ASSERT_FALSE(ward.crowd->held().empty());
    EXPECT_EQ(ward.crowd->held()[0].reason, Reason::shut);
    while (!ward.crowd->finished() && ward.crowd->time() < 200) ward.crowd->step();
    EXPECT_EQ(ward.crowd->counts().evacuated, 2u);
    EXPECT_EQ(ward.crowd->together().assistance.counts().helped, 1u);
    // Where it never opens again, the helper leaves if he can, and the patient is told of.
    ward.settings.gates.events.pop_back();
    ward.run(90);
    EXPECT_EQ(ward.crowd->counts().evacuated, x > 6 ? 1u : 0u);
    EXPECT_EQ(ward.crowd->held()[0].reason, Reason::shut);
  }
}

/// A ward and a corridor 2.4 m wide round a corner, joined by a door; the exit at the corridor's end.
scene::Floors ward_with_corner(double door) {
  const double low = 2 - 0.5 * door, high = 2 + 0.5 * door;
  return FlatFloors(0.1)
      .floor({0, 0, 6, 4})
      .floor({6, 0.8, 14, 3.2})
      .floor({11.6, 3.2, 14, 12})
      .wall({0, 0}, {6, 0})
      .wall({0, 4}, {6, 4})
      .wall({0, 0}, {0, 4})
      .wall({6, 0}, {6, 4}, {{low, high}})
      .wall({6, 0.8}, {14, 0.8})
      .wall({6, 3.2}, {11.6, 3.2})
      .wall({14, 0.8}, {14, 12})
      .wall({11.6, 3.2}, {11.6, 12})
      .exit("end", {14, 12}, {11.6, 12}, Vec2::UnitY())
      .build();
}

HelpNeeded bed() {
  HelpNeeded help;
  help.device = Device::bed;
  help.prepare = Distribution::constant(5);
  help.width = 0.9;
  return help;
}

TEST(Assistance, ABedPassesADoorOf120cmAndACornerOf240cmWithItsRearBehind) {
  Ward ward(ward_with_corner(1.2), {patients({{3, 2}}, bed()), staff({{1, 1}, {1, 3}}, 1.25)});
  const Crowd& crowd = ward.run(120);
  ASSERT_TRUE(crowd.finished());
  // About 3 + 6.8 + 10 m at 1 m/s after at most 3 s of fetching and 5 s.
  EXPECT_LT(crowd.outcomes()[0].exit_time, 40);
  EXPECT_LT(crowd.diagnostics().max_overlap, 0.5f);
}

TEST(Assistance, ABedDoesNotPassADoorOf80cm) {
  Ward ward(ward_with_corner(0.8), {patients({{3, 2}}, bed()), staff({{1, 1}, {1, 3}}, 1.25)});
  const Crowd& crowd = ward.run(60);
  const Counts counts = crowd.counts();
  EXPECT_EQ(counts.evacuated, 2u);  // the helpers
  EXPECT_EQ(counts.without_route, 1u);
  EXPECT_EQ(counts.waiting_for_help, 1u);
  EXPECT_EQ(counts.beyond_help, 0u);
  EXPECT_EQ(counts.standing, 0u);
}

/// Two corridors 2.4 m wide side by side, joined at their right ends; the exit is at the left end of the upper one.
scene::Floors hairpin(double length) {
  return FlatFloors(0.1)
      .floor({0, 0, length, 4.8})
      .wall({0, 0}, {length, 0})
      .wall({0, 4.8}, {length, 4.8})
      .wall({length, 0}, {length, 4.8})
      .wall({0, 0}, {0, 2.4})
      .wall({0, 2.4}, {length - 2.4, 2.4})
      .exit("end", {0, 4.8}, {0, 2.4}, -Vec2::UnitX())
      .build();
}

TEST(Assistance, ABedComesRoundTheEndOfAWall) {
  Ward ward(hairpin(9), {patients({{3, 1.9}}, bed()), staff({{1, 0.7}, {1, 1.4}}, 1.25)});
  const Crowd& crowd = ward.run(90);
  EXPECT_TRUE(crowd.finished());
  EXPECT_LT(crowd.outcomes()[0].exit_time, 50);
}

/// A wheelchair in the open that does not get on: its heading is turned into its own rear (by walls, in random case
/// 1738), then its way leads over that. Its speed, to and fro on the spot, tells nothing.
TEST(LongBodies, ChangeEndsWhereTheyAreTurnedIntoTheirOwnRear) {
  const scene::Floors floors = corridor(20);
  const Ground ground(floors, 0.35f, 0.2f);
  Routes routes(floors, ground);
  routes.update();
  Person person;
  person.radius = 0.35f, person.length = 1.2f;
  LongBodies bodies(std::span(&person, 1));
  Rows rows;
  rows.reset(1);
  rows.id[0] = 0, rows.state[0] = State::walking, rows.goal[0] = Routes::nearest, rows.radius[0] = 0.35f;
  rows.x[0] = ground.to_local_x(10), rows.y[0] = ground.to_local_y(2), rows.z[0] = 0;
  rows.cell[0] = floors.find(10, 2, 0), rows.pace[0] = 1, rows.speed[0] = 0.7f;
  std::vector<uint32_t> row_of{0};
  World world{rows, row_of, routes, ground};
  bodies.place(world);
  const float front = rows.x[0], rear = front - 0.5f;  // the way leads to larger x
  const auto wait = [&](float heading, double seconds) {
    rows.heading_x[0] = heading, rows.heading_y[0] = 0;
    for (const double until = world.time + seconds; world.time < until; world.time += 0.05) bodies.drag(world);
  };
  wait(1, 12);
  EXPECT_NEAR(rows.x[0], front, 1e-3f);  // in a queue nothing turns round
  wait(-1, 0.2);
  EXPECT_NEAR(rows.x[0], rear, 1e-3f);  // turned into its rear, and still for longer than 5 s
  wait(1, 1.5);
  EXPECT_NEAR(rows.x[0], rear, 1e-3f);
  wait(1, 1);
  EXPECT_NEAR(rows.x[0], front, 1e-3f);  // 2 s with the way over the rear
}

/// A closet `wide` and 4 m long with a door `door` wide in the middle of its long wall, and a hall with the exit.
scene::Floors closet(double wide, double door) {
  return FlatFloors(0.1)
      .floor({0, 0, wide, 4})
      .floor({wide, 0, 8, 4})
      .wall({0, 0}, {8, 0})
      .wall({0, 4}, {8, 4})
      .wall({0, 0}, {0, 4})
      .wall({wide, 0}, {wide, 4}, {{2 - 0.5 * door, 2 + 0.5 * door}})
      .exit("end", {8, 0}, {8, 4}, Vec2::UnitX())
      .build();
}

/// Out of the closet with a stretcher and its four helpers; when it was out [s].
double out_of_closet(double wide, double door, double y) {
  HelpNeeded help;
  help.device = Device::stretcher;
  help.prepare = Distribution::constant(5);
  Ward ward(closet(wide, door), {patients({{wide / 2, y}}, help), staff({{3, 1}, {3, 3}, {4, 1}, {4, 3}}, 1.25)});
  const Crowd& crowd = ward.run(150);
  EXPECT_TRUE(crowd.finished());
  return crowd.outcomes()[0].exit_time;
}

/// Along the wall with its middle before a door that is narrower than it is long, each end finds its way over the other
/// (random case 31270).
TEST(Assistance, AStretcherAcrossADoorIsHeavedIntoLine) { EXPECT_LT(out_of_closet(1, 0.7, 1.3), 80); }

/// The second helper stands between the wall and the patient, the others cannot come nearer than a metre.
TEST(Assistance, HelpersWhoCannotAllComeBesideAPatientReachOver) { EXPECT_LT(out_of_closet(0.8, 0.8, 3.3), 150); }

/// A corridor 1 m wide in which walkers push a wheelchair along, as they cannot pass it; a helper comes from the other
/// end, or late from behind.
Ward pushed_along(double patient, double helper, double helper_speed) {
  HelpNeeded help;
  help.device = Device::wheelchair;
  help.prepare = Distribution::constant(5);
  scene::Floors floors = FlatFloors(0.1)
                             .floor({0, 0, 16, 1})
                             .wall({0, 0}, {16, 0})
                             .wall({0, 1}, {16, 1})
                             .wall({0, 0}, {0, 1})
                             .exit("end", {16, 0}, {16, 1}, Vec2::UnitX())
                             .build();
  PeopleGroup walkers;
  for (int k = 0; k < 4; ++k) walkers.place.points.emplace_back(patient - 1 - 0.6 * k, 0.5);
  walkers.radius = Distribution::constant(0.2);
  return {std::move(floors), {patients({{patient, 0.5}}, help), staff({{helper, 0.5}}, helper_speed), walkers}};
}

TEST(Assistance, HelpersFollowAPatientWhomOthersHavePushedOn) {
  Ward ward = pushed_along(4, 15, 0.3);
  const Crowd& crowd = ward.run(200);
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(crowd.together().assistance.counts().fetched, 1u);
}

TEST(Assistance, HelpersOfAPatientWhomOthersHavePushedOutLeave) {
  Ward ward = pushed_along(15.2, 1, 0.1);
  const Crowd& crowd = ward.run(300);
  EXPECT_TRUE(crowd.finished());
  EXPECT_EQ(crowd.together().assistance.counts().fetched, 0u);
}

/// Upstairs a patient who needs two; one helper is on the landing, the other comes up the stair. While that one is on
/// it the door to the ward shuts before the first: the patient is given up, and the field that led there is no more
/// when the other gets off (random case 924).
TEST(Assistance, WhoComesOffAStairToAPatientGivenUpMeanwhileLeaves) {
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 6, 4}, 0, "Hall")
                                   .floor({20, 0, 24, 4}, 4, "Landing")
                                   .floor({24, 0, 30, 4}, 4, "Ward")
                                   .wall({24, 0}, {24, 4}, {{1.5, 2.5}}, 4)
                                   .portal("door", {24, 1.5}, {24, 2.5}, false, 4)
                                   .link("stair", scene::Link::Kind::stairs, {{22, 2, 4}, {4, 2, 0}}, 1.5)
                                   .exit("end", {0, 0}, {0, 4}, -Vec2::UnitX())
                                   .build();
  HelpNeeded help;
  help.device = Device::carry;
  help.prepare = Distribution::constant(5);
  Ward ward(floors, {patients({{28, 2}}, help), staff({{4.2, 2}, {20.5, 3.5}}, 1.25)});
  ward.settings.gates.events = {{1.5, "door shuts", {0}, {}, {}, {}}};
  const Crowd& crowd = ward.run(120);
  EXPECT_EQ(crowd.counts().evacuated, 2u);
  EXPECT_EQ(crowd.counts().waiting_for_help, 1u);
  EXPECT_EQ(crowd.together().assistance.counts().fetched, 0u);
}

TEST(Assistance, ARefugeTakesEveryBedToAPlaceOfItsOwn) {
  const scene::Floors floors = FlatFloors(0.1)
                                   .floor({0, 0, 10, 8}, 0, "Ward")
                                   .floor({10, 0, 20, 8}, 0, "Refuge")
                                   .wall({0, 0}, {20, 0})
                                   .wall({0, 8}, {20, 8})
                                   .wall({0, 0}, {0, 8})
                                   .wall({20, 0}, {20, 8}, {{3, 5}})
                                   .wall({10, 0}, {10, 8}, {{3, 5}})
                                   .portal("fire door", {10, 3}, {10, 5})
                                   .exit("end", {20, 3}, {20, 5}, Vec2::UnitX())
                                   .build();
  HelpNeeded help = bed();
  help.to = {"Refuge"};
  Ward ward(floors, {patients({{3, 1.5}, {3, 4}, {3, 6.5}}, help), staff({{8, 1}, {8, 7}}, 1.25)});
  const Crowd& crowd = ward.run(300);
  const Counts counts = crowd.counts();
  EXPECT_EQ(counts.in_refuge, 3u);
  EXPECT_EQ(counts.evacuated, 2u);
  EXPECT_EQ(crowd.together().assistance.counts().helped, 3u);
  std::vector<Snapshot> all;
  crowd.snapshot(all);
  for (const Snapshot& s : all) EXPECT_GT(s.x, 11) << s.id;
}

TEST(Sweeps, StaffVisitRoomsNearestFirstWakePeopleAndLeaveLast) {
  // Three rooms along a corridor, one sleeper in each; staff enter at the corridor's left.
  FlatFloors f(0.1);
  f.floor({0, 0, 30, 2}, 0, "Corridor");
  for (int i = 0; i < 3; ++i) {
    const double x = 10.0 * i;
    f.floor({x, 2, x + 10, 8}, 0, "Room " + std::to_string(i + 1));
    f.wall({x, 2}, {x, 8}).portal("door " + std::to_string(i + 1), {x + 4, 2}, {x + 6, 2});
  }
  const scene::Floors floors = f.wall({0, 0}, {30, 0})
                                   .wall({0, 8}, {30, 8})
                                   .wall({0, 0}, {0, 8})
                                   .wall({30, 2}, {30, 8})
                                   .wall({0, 2}, {30, 2}, {{4, 6}, {14, 16}, {24, 26}})
                                   .exit("end", {30, 0}, {30, 2}, Vec2::UnitX())
                                   .build();
  PeopleGroup sleepers;
  sleepers.place.points = {{5, 7}, {15, 7}, {25, 7}};
  sleepers.premovement = Distribution::constant(1000);
  sleepers.speed = Distribution::constant(1.3);
  PeopleGroup staff_of;
  staff_of.place.points = {{1, 1}};
  staff_of.speed = Distribution::constant(1.25);
  staff_of.bonds.sweeps = {"Room *"};
  staff_of.bonds.alert = 4;
  Ward ward(floors, {sleepers, staff_of});
  const Crowd& crowd = ward.run(200);
  ASSERT_TRUE(crowd.finished());
  const std::vector<Outcome> out = crowd.outcomes();
  EXPECT_EQ(crowd.together().sweeps.visited(), 3u);
  for (size_t i = 0; i < 3; ++i) EXPECT_LT(out[i].exit_time, out[3].exit_time);
  // 5.5 m into the first room, twice some 12 m to the next, 7 m from the last to the exit, at 1.25 m/s; in each room 4
  // s and 5 m at 1.3 m/s until the sleeper is out.
  EXPECT_NEAR(out[3].exit_time, (5.5 + 24 + 7) / 1.25 + 3 * (4 + 5 / 1.3), 6);
}

TEST(Together, TheSameBitsOnOneAndThreeThreads) {
  std::vector<uint64_t> hashes;
  for (const size_t threads : {1, 3}) {
    const ThreadLimit limit(threads);
    PeopleGroup families;
    families.count = 60;
    families.bonds.company = Distribution::uniform(2, 5);
    families.premovement = Distribution::uniform(0, 20);
    HelpNeeded help = bed();
    Ward ward(corridor(40), {patients({{5, 1}, {8, 3}}, help), staff({{20, 1}, {21, 3}}, 1.25), families});
    const Crowd& crowd = ward.run(40);
    hashes.push_back(crowd.state_hash());
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

}  // namespace
}  // namespace muster::crowd
