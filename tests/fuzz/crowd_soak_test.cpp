// Random cases of the crowd, run to their end: nobody is lost, nobody stands without a reason that the counts tell, and
// the bits are the same on one and on three threads. A few cases in the tests; MUSTER_SOAK_MINUTES=120 goes on for two
// hours of processor time, whatever else the machine does; MUSTER_SOAK_FROM=N begins with case N (any failure names its
// case).
#include "base/parallel.h"
#include "random_case.h"
#include "tests/support/evacuation.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <optional>

#include <gtest/gtest.h>

namespace muster::test {
namespace {

using crowd::State;

/// [s] as for those who are `stuck`.
constexpr double still_for = 60;
/// [m] Who is within this of one place is within twice as much, 0.25 m, of any other place where he has been since. The
/// crowd itself counts from its own places, the last of which may lie before that time: it finds him stuck after twice
/// as long.
constexpr double on_by = 0.125;

/// Watches where everybody is, from the recorded positions alone.
class Watcher {
 public:
  /// Looks once a second; tells by `ADD_FAILURE` what is wrong.
  void look(const crowd::Crowd& crowd) {
    const crowd::Counts counts = crowd.counts();
    EXPECT_EQ(counts.placed, counts.evacuated + counts.inside);
    EXPECT_EQ(counts.lost, 0u);
    crowd.snapshot(people_);
    size_t inside = 0, frozen = 0;
    crowd::Snapshot first;
    for (const crowd::Snapshot& p : people_) {
      EXPECT_TRUE(std::isfinite(p.x) && std::isfinite(p.y) && std::isfinite(p.z)) << p.id;
      if (p.state != State::beyond) ++inside;
      Still& s = still_[p.id];
      if (!(std::hypot(p.x - s.x, p.y - s.y, p.z - s.z) <= on_by) || p.state != State::walking)
        s = {p.x, p.y, p.z, crowd.time()};
      if (p.state != State::walking || crowd.time() - s.since < 2 * still_for + 3) continue;
      if (frozen++ == 0) first = p;
    }
    // Riders who are out already, and the like, are no longer inside.
    EXPECT_GE(inside, counts.inside);
    if (frozen > counts.stuck && !told_)
      ADD_FAILURE() << frozen << " people walk and do not get on, the counts tell of " << counts.stuck << ", at "
                    << crowd.time() << " s; person " << first.id << " at " << first.x << " " << first.y << " "
                    << first.z;
    told_ = told_ || frozen > counts.stuck;
    most_frozen_ = std::max(most_frozen_, frozen);
  }
  size_t most_frozen() const { return most_frozen_; }

 private:
  struct Still {
    double x = NAN, y = NAN, z = NAN, since = 0;  // NaN: not looked at yet
  };
  std::map<crowd::AgentId, Still> still_;
  std::vector<crowd::Snapshot> people_;
  size_t most_frozen_ = 0;
  bool told_ = false;  // once a case
};

/// What became of a case.
struct Ending {
  std::vector<uint64_t> hashes;  // every 10 s
  crowd::Counts counts;
  size_t walking = 0;  // on their way at the end: neither out nor with a reason to stand
  std::string who;     // and where
  size_t most_frozen = 0;
  double time = 0, agent_steps = 0;
};

/// Everybody inside has a reason to be there that only the outside could change.
bool settled(const crowd::Crowd& crowd) {
  const crowd::Counts c = crowd.counts();
  return c.not_yet_in == 0 && c.inside == c.without_route + c.in_refuge;
}

Ending play(const RandomCase& drawn, size_t threads, bool watched) {
  const ThreadLimit limit(threads);
  Evacuation run(drawn.text());
  Watcher watcher;
  Ending end;
  // Ample: 300 s to walk and to be helped, 5 s for each person at the narrowest door, beds one after another.
  const double until = drawn.last_event() + 600 + 5 * drawn.people();
  const auto second = static_cast<int64_t>(std::llround(1 / run.the_case.run.step));
  for (int64_t i = 1; !run.crowd.finished() && run.crowd.time() < until; ++i) {
    run.crowd.step();
    if (i % second != 0) continue;
    if (watched) watcher.look(run.crowd);
    if (i % (10 * second) == 0) end.hashes.push_back(run.crowd.state_hash());
    if (run.crowd.time() > drawn.last_event() + 1 && settled(run.crowd)) break;
  }
  end.hashes.push_back(run.crowd.state_hash());
  end.counts = run.crowd.counts();
  end.time = run.crowd.time();
  end.agent_steps = static_cast<double>(run.crowd.diagnostics().agent_steps);
  end.most_frozen = watcher.most_frozen();
  std::vector<crowd::Snapshot> people;
  run.crowd.snapshot(people);
  const std::vector<crowd::Held> held = run.crowd.held();
  for (const crowd::Snapshot& p : people) {
    if (p.state != State::walking) continue;
    ++end.walking;
    const crowd::Person& q = run.start.people[p.id];
    const auto why = std::find_if(held.begin(), held.end(), [&](const crowd::Held& h) { return h.id == p.id; });
    end.who += fmt::format("; {} of group {}, company {}, radius {:.2f} m, at {:.2f} {:.2f} {:.2f}, {}", p.id, q.group,
                           q.company, q.radius, p.x, p.y, p.z, why == held.end() ? "walks" : text(why->reason));
  }
  return end;
}

/// Plays a case on one and on three threads. False where the case was refused: user's mistakes can be drawn, too.
bool soak(uint64_t number, double& agent_steps) {
  const RandomCase drawn(number);
  SCOPED_TRACE(fmt::format("case {}:\n{}", number, drawn.text()));
  std::optional<Ending> one, three;
  try {
    one = play(drawn, 1, true);
    three = play(drawn, 3, false);
  } catch (const InputError& error) {
    if (std::getenv("MUSTER_SOAK_VERBOSE") != nullptr)
      std::printf("case %llu: %s\n", static_cast<unsigned long long>(number), error.what());
    EXPECT_FALSE(one.has_value()) << "refused on three threads only: " << error.what();
    return false;
  }
  EXPECT_EQ(one->hashes, three->hashes);
  EXPECT_EQ(one->walking, 0u) << one->walking << " of " << one->counts.inside << " still on their way after "
                              << one->time << " s, " << one->counts.stuck << " of them stuck, "
                              << one->counts.without_route << " others without a route, " << one->counts.standing
                              << " standing, " << one->counts.waiting << " waiting, " << one->counts.carried
                              << " carried" << one->who;
  agent_steps += one->agent_steps + three->agent_steps;
  return true;
}

// Two at the head of a queue who kept one another out of an exit of 0.61 m; two who met in such a door, where all ways
// lead back to its middle; a chair whose sidesteps before somebody beside its way led into him and into its own rear.
TEST(CrowdSoak, CasesInWhichSomebodyFrozeOnce) {
  double agent_steps = 0;
  for (const uint64_t number : {501728, 602320, 701624}) EXPECT_TRUE(soak(number, agent_steps));
}

TEST(CrowdSoak, RandomCasesLoseNobodyAndFreezeNobody) {
  const char* const minutes = std::getenv("MUSTER_SOAK_MINUTES");
  const char* const from = std::getenv("MUSTER_SOAK_FROM");
  const auto first = from == nullptr ? uint64_t{1} : std::strtoull(from, nullptr, 10);
  const auto processor_minutes = [] {
    timespec used{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) / 60;
  };
  constexpr uint64_t quick = 8;
  uint64_t number = first, refused = 0, failed = 0;
  double agent_steps = 0;
  for (; minutes == nullptr ? number < first + quick : processor_minutes() < std::atof(minutes); ++number) {
    const int before = testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count();
    refused += !soak(number, agent_steps);
    failed += testing::UnitTest::GetInstance()->current_test_info()->result()->total_part_count() > before;
    if (minutes != nullptr && (number - first) % 100 == 99) {
      std::printf("%llu cases, %llu refused, %llu failed, %.0f million agent-steps, %.0f min of processor time\n",
                  static_cast<unsigned long long>(number - first + 1), static_cast<unsigned long long>(refused),
                  static_cast<unsigned long long>(failed), 1e-6 * agent_steps, processor_minutes());
      std::fflush(stdout);
    }
  }
  RecordProperty("cases", static_cast<int>(number - first));
  RecordProperty("refused", static_cast<int>(refused));
  EXPECT_LE(4 * refused, number - first) << "the cases drawn are to be such that most can be run";
}

}  // namespace
}  // namespace muster::test
