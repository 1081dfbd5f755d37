// The lift as a machine: travel times by hand, the order of calls, who gets in, and what it takes.
#include "models/crowd/links/lifts.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

namespace muster::crowd {
namespace {

using scene::Lift;
using scene::Link;

TEST(Trip, LastsAsByHand) {
  // 20 m at 2 m/s with 1 m/s2: 2 s and 2 m to speed up, as much to brake, 16 m in between: 12 s.
  const Trip far{20, 2, 1};
  EXPECT_DOUBLE_EQ(far.seconds(), 12);
  EXPECT_DOUBLE_EQ(far.way(2), 2);
  EXPECT_DOUBLE_EQ(far.way(6), 10);
  EXPECT_DOUBLE_EQ(far.way(10), 18);
  EXPECT_DOUBLE_EQ(far.way(11), 19.5);
  EXPECT_DOUBLE_EQ(far.way(12), 20);
  EXPECT_DOUBLE_EQ(far.way(-1), 0);
  EXPECT_DOUBLE_EQ(far.way(99), 20);
  // 3 m do not suffice for 2 m/s (4 m would): 2 sqrt(3) s.
  const Trip near{3, 2, 1};
  EXPECT_DOUBLE_EQ(near.seconds(), 2 * std::sqrt(3.0));
  EXPECT_NEAR(near.way(std::sqrt(3.0)), 1.5, 1e-12);
  EXPECT_DOUBLE_EQ(Trip({4, 2, 1}).seconds(), 4);
  EXPECT_DOUBLE_EQ(Trip({0, 2, 1}).seconds(), 0);
}

/// A lift of six stops 4 m apart, the lowest of which leads out. 2 m/s, 1 m/s2, doors 4 s, dwell 3 s, transfer 1 s.
scene::Floors tower(int lifts = 1, Lift::Mode mode = Lift::Mode::evacuation, int capacity = 4) {
  scene::Floors floors;
  for (int l = 0; l < lifts; ++l) {
    Link link;
    link.name = "lift";
    link.kind = Link::Kind::lift;
    link.lift = {mode, capacity, 2, 1, 4, 3, 1, 0};
    for (int s = 0; s < 6; ++s) {
      link.path.emplace_back(10.0 * l, 0, 4.0 * s);
      link.stops.push_back({});
    }
    link.exit_stop = 0;
    floors.links.push_back(link);
  }
  return floors;
}

/// What happened to somebody.
struct Fate {
  double in = -1, out = -1;
};

/// Runs the lifts at steps of 0.05 s with callers who come at their `since`, and step out as soon as they may.
std::vector<Fate> run(const scene::Floors& floors, Lifts& lifts, std::vector<Caller> callers, double until) {
  std::vector<Fate> fates(callers.size());
  std::sort(callers.begin(), callers.end(), [](auto& a, auto& b) { return a.since < b.since; });
  std::vector<Passenger> boarded;
  for (int k = 0; k * 0.05 <= until; ++k) {
    const double now = k * 0.05;
    std::vector<Caller> here;
    for (const Caller& c : callers)
      if (c.since <= now && fates[c.id].in < 0) here.push_back(c);
    boarded.clear();
    lifts.step(now, here, boarded);
    for (const Passenger& p : boarded) fates[p.id].in = now;
    for (const Passenger& p : lifts.arrived(now)) fates[p.id].out = now, lifts.leave(p, now);
    for (size_t l = 0; l < floors.links.size(); ++l) {
      const double z = lifts.position(static_cast<int32_t>(l), now).z();
      EXPECT_GE(z, 0);
      EXPECT_LE(z, 20);
    }
  }
  return fates;
}

TEST(Lifts, OneCallTakesCallRideAndUnload) {
  const scene::Floors floors = tower();
  Lifts lifts(floors);
  // At t = 0 on the top storey. 20 m up: 12 s; doors open: 2 s; in at 14 s. Transfer 1 s, dwell 3 s, doors close 2 s,
  // 12 s down, doors open 2 s: out at 34 s.
  const std::vector<Fate> fates = run(floors, lifts, {{0, lifts.landing(0, 5), 1, true, 0}}, 60);
  EXPECT_NEAR(fates[0].in, 14, 0.051);
  EXPECT_NEAR(fates[0].out, 34, 0.051);
  EXPECT_EQ(lifts.uses()[0].trips, 1);
  EXPECT_EQ(lifts.uses()[0].people, 1);
  EXPECT_NEAR(lifts.uses()[0].most_wait, 14, 0.051);
  EXPECT_DOUBLE_EQ(lifts.expected_wait(0, 5, 0), 14);
  EXPECT_DOUBLE_EQ(lifts.ride(0, 5), 20);
  EXPECT_EQ(lifts.landing(0, 0), -1);  // nobody is fetched where one leaves
}

TEST(Lifts, AFullCarDoesNotDwellAndPeopleGetOutOneByOne) {
  const scene::Floors floors = tower();
  Lifts lifts(floors);
  std::vector<Caller> callers;
  for (uint32_t i = 0; i < 6; ++i) callers.push_back({i, lifts.landing(0, 1), 1, true, 0.001 * i});
  const std::vector<Fate> fates = run(floors, lifts, callers, 120);
  // First trip: 4 m up in 4 s, doors 2 s: the four first get in at 6, 7, 8, 9 s; the car is full at 10 s, closes (2 s),
  // goes down (4 s), opens (2 s): out at 18, 19, 20, 21 s, the last in first.
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(fates[i].in, 6.0 + static_cast<double>(i), 0.051) << i;
    EXPECT_NEAR(fates[i].out, 21.0 - static_cast<double>(i), 0.051) << i;
  }
  // The last is out at 22 s; doors close (24 s), up again (28 s), doors open (30 s).
  EXPECT_NEAR(fates[4].in, 30, 0.051);
  EXPECT_NEAR(fates[5].in, 31, 0.051);
  // Two in a car of four: 32 s, dwell 3 s, doors 2 s, down 4 s, doors 2 s: 43 s.
  EXPECT_NEAR(fates[5].out, 43, 0.051);
  EXPECT_EQ(lifts.uses()[0].trips, 2);
}

TEST(Lifts, EvacuationStartsAtTheTopFireServiceWithWhoWaitedLongest) {
  const auto order = [](Lift::Mode mode) {
    const scene::Floors floors = tower(1, mode);
    Lifts lifts(floors);
    std::vector<Caller> callers;
    for (const int storey : {2, 5, 3, 1, 4}) {
      const auto i = static_cast<uint32_t>(callers.size());
      callers.push_back({i, lifts.landing(0, storey), 1, false, 0.01 * i});
    }
    std::vector<Fate> fates = run(floors, lifts, callers, 400);
    std::vector<size_t> by_time{0, 1, 2, 3, 4};
    std::sort(by_time.begin(), by_time.end(), [&](size_t a, size_t b) { return fates[a].out < fates[b].out; });
    for (const Fate& f : fates) EXPECT_GT(f.out, 0);
    return by_time;
  };
  // The car is on its way to the second storey before anybody else calls.
  EXPECT_EQ(order(Lift::Mode::evacuation), (std::vector<size_t>{0, 1, 4, 2, 3}));
  EXPECT_EQ(order(Lift::Mode::fire_service), (std::vector<size_t>{0, 1, 2, 3, 4}));
}

TEST(Lifts, FireServiceTakesOnlyWhoCannotWalk) {
  const scene::Floors floors = tower(1, Lift::Mode::fire_service);
  Lifts lifts(floors);
  const std::vector<Fate> fates =
      run(floors, lifts, {{0, lifts.landing(0, 3), 1, true, 0}, {1, lifts.landing(0, 3), 1, false, 5}}, 200);
  EXPECT_LT(fates[0].in, 0);
  EXPECT_GT(fates[1].out, 0);
}

TEST(Lifts, ABedTakesTheRoomOfManyAndIsFirstInTheNextCar) {
  const scene::Floors floors = tower(1, Lift::Mode::evacuation, 10);
  Lifts lifts(floors);
  // Three people, then a bed that takes the room of eight, then one more: he fits beside the three, the bed does not.
  std::vector<Caller> callers;
  for (uint32_t i = 0; i < 3; ++i) callers.push_back({i, lifts.landing(0, 5), 1, true, 0.01 * i});
  callers.push_back({3, lifts.landing(0, 5), 8, false, 0.05});
  callers.push_back({4, lifts.landing(0, 5), 1, true, 0.06});
  const std::vector<Fate> fates = run(floors, lifts, callers, 200);
  EXPECT_NEAR(fates[4].in, 17, 0.051);
  EXPECT_GT(fates[3].in, fates[4].out);
  EXPECT_GT(fates[3].out, 0);
  // A bed that is larger than the car waits for good.
  EXPECT_LT(run(floors, lifts, {{0, lifts.landing(0, 5), 11, false, 300}}, 400)[0].in, 0);
}

TEST(Lifts, TwoFarApartAreNoBankAndOutOfServiceIsNone) {
  scene::Floors floors = tower(2);
  floors.links[1].lift.mode = Lift::Mode::out_of_service;
  const Lifts lifts(floors);
  EXPECT_GE(lifts.landing(0, 3), 0);
  EXPECT_EQ(lifts.landing(1, 3), -1);
  const scene::Floors both = tower(2);
  const Lifts two(both);
  EXPECT_NE(two.landing(0, 3), two.landing(1, 3));
}

TEST(Lifts, StartsNotBeforeItsTime) {
  scene::Floors floors = tower();
  floors.links[0].lift.from = 100;
  Lifts lifts(floors);
  const std::vector<Fate> fates = run(floors, lifts, {{0, lifts.landing(0, 5), 1, true, 0}}, 200);
  EXPECT_NEAR(fates[0].in, 114, 0.051);
  EXPECT_DOUBLE_EQ(lifts.expected_wait(0, 5, 40), 74);
}

}  // namespace
}  // namespace muster::crowd
