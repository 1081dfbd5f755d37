// Lifts: who may not use them, and six storeys with people who cannot use stairs. The published tests with one person
// are the checks `lift_trip` and `escalator` of `muster verify`.
#include "base/parallel.h"
#include "tests/support/evacuation.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::test {
namespace {

/// Storeys of 12 m x 8 m, 4 m apart, without stairs; on the lowest an exit in the west wall. A lift stops at (10, 4).
std::string storeys(int count, const std::string& lift_keys, const std::string& more) {
  std::string text = fmt::format("[model]\nwkt = \"{}\"\n", rectangle(0, 0, 12, 8));
  for (int s = 0; s < count; ++s) text += fmt::format("[[model.storey]]\nname = \"S{}\"\nz_m = {}\n", s, 4 * s);
  for (int s = 1; s < count; ++s)
    text += fmt::format(
        "[[strip]]\nname = \"floor {0}\"\npolygon = [[0, 0, {1}], [12, 0, {1}], [12, 8, {1}], [0, 8, {1}]]\n", s,
        4 * s);
  text += "[[exit]]\nname = \"exit\"\nline = [[0, 3], [0, 5]]\nz_m = 0\n";
  std::string stops;
  for (int s = 0; s < count; ++s) stops += fmt::format("{}[10, 4, {}]", s == 0 ? "" : ", ", 4 * s);
  text += fmt::format("[[link]]\nname = \"lift\"\nkind = \"lift\"\nstops = [{}]\n{}", stops, lift_keys);
  return text + more;
}

constexpr const char* plain_lift =
    "capacity = 10\nspeed_m_s = 2\nacceleration_m_s2 = 1\ndoor_s = 4\ndwell_s = 3\ntransfer_s = 1\n";

TEST(Lifts, WhoMayNotUseTheLiftStaysAndIsCounted) {
  for (const char* mode : {"evacuation", "out_of_service"}) {
    const bool runs = std::string(mode) == "evacuation";
    const std::string people = fmt::format("[[people]]\nname = \"p\"\npoints = [[4, 4]]\nz_m = 4\nlifts = \"{}\"\n",
                                           runs ? "never" : "always_allowed");
    Evacuation run(storeys(2, fmt::format("{}mode = \"{}\"\n", plain_lift, mode), people));
    run.run(60);
    EXPECT_EQ(run.crowd.counts().inside, 1u) << mode;
    EXPECT_EQ(run.crowd.counts().without_route, 1u) << mode;
  }
}

/// Six storeys with a stair (0.6 m wide treads as a link) and a lift; on each of the five upper ones four people who
/// cannot use stairs, on a wheelchair, and six who can.
std::string six_storeys(const char* lifts, const char* mode) {
  std::string people;
  for (int s = 1; s < 6; ++s)
    people += fmt::format(
        "[[people]]\nname = \"wheelchairs {0}\"\ncount = 4\nstoreys = \"S{0}\"\nradius_m = 0.4\nspeed_m_s = "
        "0.8\nstairs = "
        "false\nlifts = \"{1}\"\n[[people]]\nname = \"walkers {0}\"\ncount = 6\nstoreys = \"S{0}\"\n",
        s, lifts);
  for (int s = 1; s < 6; ++s)
    people += fmt::format(
        "[[link]]\nname = \"stair {0}\"\nkind = \"stairs\"\npath = [[{2}, 1, {1}], [{3}, 1, {4}]]\nwidth_m = 1.2\n", s,
        4 * s, s % 2 == 0 ? 2 : 8, s % 2 == 0 ? 8 : 2, 4 * (s - 1));
  return storeys(6, fmt::format("{}mode = \"{}\"\n", plain_lift, mode), people);
}

TEST(Lifts, SixStoreysWithPeopleWhoCannotUseStairs) {
  Evacuation run(six_storeys("if_needed", "evacuation"));
  std::vector<int> storey;
  for (const crowd::Person& p : run.start.people)
    storey.push_back(
        static_cast<int>(std::lround(static_cast<double>(run.start.floors.z[static_cast<size_t>(p.cell)]) / 4)));
  run.run(1800);
  ASSERT_TRUE(run.crowd.finished()) << run.crowd.counts().inside << " inside";
  const auto outcomes = run.crowd.outcomes();
  // Wheelchairs only took the lift: two of them fill a car of 10 (0.8 m x 1.2 m over 0.19 m2 a person: 5), so that
  // every storey needs two trips, and more where one comes alone. From the top down: the last of a storey leaves before
  // the last of the one below, whoever called first.
  const crowd::LiftRecord& use = run.crowd.traffic().lifts().uses().at(0);
  EXPECT_EQ(use.people, 20);
  EXPECT_GE(use.trips, 10);
  EXPECT_LE(use.trips, 13);
  std::vector<double> last(6, 0), first(6, 1e9);
  double walkers = 0;
  for (const crowd::Person& p : run.start.people) {
    const double t = outcomes[p.id].exit_time;
    if (p.stairs_allowed) {
      walkers = std::max(walkers, t);
      continue;
    }
    const auto s = static_cast<size_t>(storey[p.id]);
    last[s] = std::max(last[s], t), first[s] = std::min(first[s], t);
  }
  for (size_t s = 1; s < 5; ++s) EXPECT_LT(last[s + 1], last[s]) << s;
  // A round trip to the top: 20 m in 12 s each way, doors 8 s, and who gets in and out.
  EXPECT_GT(last[1], 10 * (2 * 4 + 8));
  EXPECT_LT(walkers, 0.5 * last[1]);
}

TEST(Lifts, SixStoreysWithoutLiftLeaveThemInside) {
  for (const auto& [lifts, mode] : {std::pair{"never", "evacuation"}, std::pair{"if_needed", "out_of_service"}}) {
    std::string text = six_storeys(lifts, mode);
    // Named storeys must lead out for whoever is put there; without a lift they are put at points.
    for (int s = 1; s < 6; ++s) {
      const std::string named = fmt::format("count = 4\nstoreys = \"S{}\"\nradius_m", s);
      text.replace(text.find(named), named.size(),
                   fmt::format("points = [[3, 4], [4.5, 4], [6, 4], [7.5, 4]]\nz_m = {}\nradius_m", 4 * s));
    }
    Evacuation run(text);
    run.run(600);
    const crowd::Counts counts = run.crowd.counts();
    EXPECT_EQ(counts.evacuated, 30u) << mode;
    EXPECT_EQ(counts.without_route, 20u) << mode;
  }
}

TEST(Lifts, FireServiceBringsOnlyThoseWhoNeedItAndStartsLate) {
  Evacuation run(storeys(3, std::string(plain_lift) + "mode = \"fire_service\"\nfrom_s = 120\n",
                         "[[people]]\nname = \"chair\"\npoints = [[4, 4]]\nz_m = 8\nstairs = false\nlifts = "
                         "\"if_needed\"\n[[people]]\nname = \"walker\"\npoints = [[6, 4]]\nz_m = 8\nlifts = "
                         "\"always_allowed\"\n"));
  run.run(400);
  const auto outcomes = run.crowd.outcomes();
  EXPECT_GT(outcomes[0].exit_time, 120);
  EXPECT_TRUE(std::isnan(outcomes[1].exit_time));
  EXPECT_EQ(run.crowd.counts().without_route, 1u);
}

TEST(Lifts, TheSameBitsOnOneAndThreeThreads) {
  std::vector<uint64_t> hashes;
  for (const size_t threads : {1, 3}) {
    const ThreadLimit limit(threads);
    Evacuation run(six_storeys("if_needed", "evacuation"));
    run.run(120);
    hashes.push_back(run.crowd.state_hash());
  }
  EXPECT_EQ(hashes[0], hashes[1]);
}

}  // namespace
}  // namespace muster::test
